//! Finding the one payment, refund or account that a person means.

mod meant;

use ledger::{AccountId, AccountName, GatewayKind, PaymentId, Reference, Refund, RefundId};
use store::{AccountRecord, PaymentRecord};

use crate::{Backoffice, Error};
pub(crate) use meant::Meant;

impl Backoffice {
    /// The payment with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn payment(&self, id: PaymentId) -> Result<PaymentRecord, Error> {
        self.store().payment(id).await?.ok_or_else(|| Error::not_found("payment", id))
    }

    /// The payment meant by an order number, a gateway's reference, an id, or `ACCOUNT/ORDER` where an order number is used
    /// at several accounts.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::Ambiguous`]; [`Error::IsRefund`] for a refund's id.
    pub async fn find_payment(&self, text: &str) -> Result<PaymentRecord, Error> {
        match self.find_meant(text).await {
            Err(Error::NotFound { .. }) => Err(self.no_payment(text).await),
            found => found,
        }
    }

    /// Why there is no payment of that name.
    pub(crate) async fn no_payment(&self, text: &str) -> Error {
        match self.find_refund(text).await {
            Ok((record, refund)) => {
                Error::IsRefund { refund: refund.id, reference: record.payment.reference }
            }
            Err(Error::NotFound { .. }) => Error::not_found("payment", text),
            Err(other) => other,
        }
    }

    /// A refund and the payment it belongs to.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn find_refund(&self, text: &str) -> Result<(PaymentRecord, Refund), Error> {
        let unknown = || Error::not_found("refund", text);
        let id: RefundId = text.parse().map_err(|_| unknown())?;
        let payment = self.store().find_refund(id).await?.ok_or_else(unknown)?;
        self.with_refund(payment, id).await
    }

    pub(crate) async fn with_refund(
        &self,
        payment: PaymentId,
        id: RefundId,
    ) -> Result<(PaymentRecord, Refund), Error> {
        let record = self.payment(payment).await?;
        let refund = record.payment.refund(id).cloned();
        Ok((record, refund.ok_or_else(|| Error::not_found("refund", id))?))
    }

    pub(crate) async fn account_named(&self, name: &str) -> Result<AccountRecord, Error> {
        let found = self.store().account_by_name(name).await?;
        found.ok_or_else(|| Error::not_found("account", name))
    }

    /// The account of that name or id; where none is connected, one that was removed.
    ///
    /// # Errors
    /// [`Error::NotFound`], and [`Error::Ambiguous`] where several were removed.
    pub(crate) async fn account_meant(&self, name: &str) -> Result<AccountRecord, Error> {
        let name = name.trim();
        if let Some(record) = self.store().account_by_name(name).await? {
            return Ok(record);
        }
        if let Ok(id) = name.parse::<AccountId>()
            && let Some(record) = self.store().account(id).await?
        {
            return Ok(record);
        }
        let mut removed = Vec::new();
        for gateway in GatewayKind::ALL {
            removed.extend(self.store().removed_account(name, *gateway).await?);
        }
        let ids = removed.iter().map(|record| record.id.to_string()).collect::<Vec<_>>();
        match removed.pop() {
            Some(record) if removed.is_empty() => Ok(record),
            None => Err(Error::not_found("account", name)),
            Some(_) => Err(Error::Ambiguous { name: name.to_owned(), choices: ids.join(", ") }),
        }
    }
}

impl Meant for PaymentRecord {
    type Id = PaymentId;
    const WHAT: &'static str = "payment";

    async fn named(office: &Backoffice, text: &str) -> Result<Vec<PaymentId>, Error> {
        Ok(office.store().find_payments(text, None).await?)
    }

    async fn with_id(office: &Backoffice, id: PaymentId) -> Result<Self, Error> {
        office.payment(id).await
    }

    fn id(&self) -> PaymentId {
        self.payment.id
    }

    fn account(&self) -> &AccountName {
        &self.account_name
    }

    fn reference(&self) -> &Reference {
        &self.payment.reference
    }
}
