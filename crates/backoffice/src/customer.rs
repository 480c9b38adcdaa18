//! Customers: everything that one paid and was paid back, what is kept of them, and its removal.
//!
//! A customer is whoever paid under one e-mail address, or under one name where there is no address; nobody enters customers,
//! they follow from the payments. The key of a customer is that address in lower case, or `name:` and the name. Whoever only
//! receives payouts is no customer.

mod belongings;
mod mask;
mod mentions;
mod needed;
mod remains;
mod saved;

use store::{Cursor, CustomerRow, Page, PaymentRow, PayoutRecord, RefundQuery, RefundRow};

use crate::{Backoffice, Error};
pub use mask::{MaskForm, MaskPlan};
pub use saved::CustomerExport;

/// A customer with what they paid and were paid back.
#[derive(Debug, Clone)]
pub struct CustomerDetail {
    /// The customer, and the totals of all payments.
    pub row: CustomerRow,
    /// A page of the payments, the newest first.
    pub payments: Page<PaymentRow>,
    /// The refunds of these payments.
    pub refunds: Vec<RefundRow>,
    /// The money that was sent to the same person.
    pub payouts: Vec<PayoutRecord>,
}

/// How many payments are shown at a time.
const PAYMENTS_SHOWN: u32 = 50;
/// The most refunds of one payment that are shown.
const REFUNDS_SHOWN: u32 = 500;

impl Backoffice {
    /// A page of customers, whoever paid last first: those with `text` in the e-mail or the name, or in the reference of one
    /// of their payments.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn customers(
        &self,
        text: &str,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<CustomerRow>, Error> {
        Ok(self.store().customers(text.trim(), after, limit).await?)
    }

    /// A customer with a page of their payments.
    ///
    /// # Errors
    /// [`Error::NotFound`], also once the customer's details were removed.
    pub async fn customer(
        &self,
        key: &str,
        after: Option<Cursor>,
    ) -> Result<CustomerDetail, Error> {
        let row = self.customer_row(key).await?;
        let payments = self.store().payments_of(&row.key, after, PAYMENTS_SHOWN).await?;
        let mut refunds = Vec::new();
        for payment in &payments.items {
            let query = RefundQuery {
                payment: Some(payment.id),
                limit: REFUNDS_SHOWN,
                ..RefundQuery::default()
            };
            refunds.extend(self.store().refunds(&query).await?.items);
        }
        let people = self.people_of(&row.key).await?;
        let people: Vec<_> = people.into_keys().collect();
        let payouts = self.store().payouts_of_people(&people).await?;
        Ok(CustomerDetail { row, payments, refunds, payouts })
    }

    async fn customer_row(&self, key: &str) -> Result<CustomerRow, Error> {
        let key = key.trim();
        let found = self.store().customer(key).await?;
        found.ok_or_else(|| Error::not_found("customer", key))
    }
}
