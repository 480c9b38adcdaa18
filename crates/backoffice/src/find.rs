//! Finding the one payment, refund or account that a person means.

use ledger::{PaymentId, Refund, RefundId};
use store::{AccountRecord, PaymentRecord};

use crate::{Backoffice, Error};

/// How many payments of one reference are told apart; an order number is unique at each account.
const MOST_MEANT: usize = 20;

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
        let mut found = self.records(text).await?;
        // Both an account's name and an order number may have a slash in them.
        for (slash, _) in text.match_indices('/') {
            if !found.is_empty() {
                break;
            }
            let (name, reference) = (&text[..slash], &text[slash + 1..]);
            found = self.records(reference).await?;
            found.retain(|record| is_called(record, name));
        }
        match found.len() {
            0 | 1 => found.pop().ok_or_else(|| Error::not_found("payment", text)),
            _ => Err(ambiguous(text, &found)),
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

    /// The payments of an order number, or where there is none, of a gateway's reference or an id.
    async fn records(&self, reference: &str) -> Result<Vec<PaymentRecord>, Error> {
        let mut records = Vec::new();
        for id in self.store().find_payments(reference, None).await?.into_iter().take(MOST_MEANT) {
            records.push(self.payment(id).await?);
        }
        let is_ordered = |record: &PaymentRecord| record.payment.reference.as_str() == reference;
        if records.iter().any(is_ordered) {
            records.retain(is_ordered);
        }
        Ok(records)
    }
}

fn is_called(record: &PaymentRecord, account: &str) -> bool {
    record.account_name.as_str().to_lowercase() == account.to_lowercase()
}

/// Names each payment by its account, or by its id where even that would not tell them apart, as with an account that was
/// connected anew under its old name.
fn ambiguous(text: &str, several: &[PaymentRecord]) -> Error {
    let by_account =
        |record: &PaymentRecord| format!("{}/{}", record.account_name, record.payment.reference);
    let choice = |record: &PaymentRecord| {
        let name = by_account(record);
        let is_unique = several.iter().filter(|other| by_account(other) == name).count() == 1;
        if is_unique { name } else { record.payment.id.to_string() }
    };
    let choices: Vec<_> = several.iter().map(choice).collect();
    Error::Ambiguous { name: text.to_owned(), choices: choices.join(", ") }
}
