//! Finding the one payment, refund or account that a person means.

use ledger::{PaymentId, Refund, RefundId};
use store::{AccountRecord, PaymentRecord};

use crate::{Backoffice, Error};

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
    /// [`Error::NotFound`] and [`Error::Ambiguous`].
    pub async fn find_payment(&self, text: &str) -> Result<PaymentRecord, Error> {
        let mut found = self.store().find_payments(text, None).await?;
        if found.is_empty()
            && let Some((name, reference)) = text.split_once('/')
            && let Some(account) = self.store().account_by_name(name).await?
        {
            found = self.store().find_payments(reference, Some(account.id)).await?;
        }
        match found.as_slice() {
            [] => Err(Error::not_found("payment", text)),
            [id] => self.payment(*id).await,
            several => Err(self.ambiguous(text, several).await?),
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

    async fn ambiguous(&self, text: &str, several: &[PaymentId]) -> Result<Error, Error> {
        let mut choices = Vec::new();
        for id in several.iter().take(5) {
            let record = self.payment(*id).await?;
            choices.push(format!("{}/{}", record.account_name, record.payment.reference));
        }
        Ok(Error::Ambiguous { name: text.to_owned(), choices: choices.join(", ") })
    }
}
