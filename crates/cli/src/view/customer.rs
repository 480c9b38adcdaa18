//! Customers, with all they paid and were paid back.

mod mask;

use backoffice::{CustomerDetail, CustomerExport, CustomerRow, CustomerTotal, Page};
use serde::Serialize;

use super::payment::{PaymentView, payment_table};
use super::payout::{PayoutView, payout_table};
use super::refund::{RefundView, refund_table};
use super::table::{facts, table};
use super::{List, time};
use crate::output::Show;
pub(crate) use mask::MaskView;

#[derive(Debug, Serialize)]
struct CustomerView {
    /// The e-mail in lower case, or `name:` and the name where there is none.
    key: String,
    name: Option<String>,
    email: Option<String>,
    /// How many payments there are, paid or not.
    payments: u64,
    totals: Vec<Total>,
    last_at: String,
}

/// What was paid and went back in one currency.
#[derive(Debug, Serialize)]
struct Total {
    currency: &'static str,
    paid: String,
    refunded: String,
}

impl CustomerView {
    fn of(row: &CustomerRow) -> Self {
        let total = |total: &CustomerTotal| Total {
            currency: total.paid.currency().code(),
            paid: total.paid.to_decimal_string(),
            refunded: total.refunded.to_decimal_string(),
        };
        Self {
            key: row.key.clone(),
            name: row.name.clone(),
            email: row.email.clone(),
            payments: row.payments,
            totals: row.totals.iter().map(total).collect(),
            last_at: time(row.last_at),
        }
    }

    fn paid(&self) -> String {
        let paid = self.totals.iter().map(|total| format!("{} {}", total.paid, total.currency));
        paid.collect::<Vec<_>>().join(", ")
    }

    fn refunded(&self) -> String {
        let back = self.totals.iter().map(|total| format!("{} {}", total.refunded, total.currency));
        back.collect::<Vec<_>>().join(", ")
    }
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct CustomerList(List<CustomerView>);

impl CustomerList {
    pub(crate) fn of(page: &Page<CustomerRow>) -> Self {
        Self(List::page(page, CustomerView::of))
    }
}

impl Show for CustomerList {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "No customer matches".to_owned();
        }
        let row = |customer: &CustomerView| {
            vec![
                customer.last_at.clone(),
                customer.name.clone().unwrap_or_default(),
                customer.payments.to_string(),
                customer.paid(),
                customer.refunded(),
                customer.key.clone(),
            ]
        };
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        let headings = ["LAST", "NAME", "PAYMENTS", "PAID", "PAID BACK", "KEY"];
        table(&headings, &[2, 3, 4], &rows) + &self.0.more()
    }
}

/// A customer; `items` and `next` are a page of the payments, and `refunds` are those of that page.
#[derive(Debug, Serialize)]
pub(crate) struct CustomerDetailView {
    #[serde(flatten)]
    customer: CustomerView,
    #[serde(flatten)]
    page: List<PaymentView>,
    refunds: Vec<RefundView>,
    payouts: Vec<PayoutView>,
}

impl CustomerDetailView {
    pub(crate) fn of(detail: &CustomerDetail) -> Self {
        Self {
            customer: CustomerView::of(&detail.row),
            page: List::page(&detail.payments, PaymentView::of),
            refunds: detail.refunds.iter().map(RefundView::of_row).collect(),
            payouts: detail.payouts.iter().map(PayoutView::of).collect(),
        }
    }
}

impl Show for CustomerDetailView {
    fn text(&self) -> String {
        let customer = &self.customer;
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let head = facts(&[
            ("Customer", Some(customer.key.clone())),
            ("Name", customer.name.clone()),
            ("E-mail", customer.email.clone()),
            ("Payments", Some(customer.payments.to_string())),
            ("Paid", some(customer.paid())),
            ("Paid back", some(customer.refunded())),
        ]);
        let payments = payment_table(&self.page.items) + &self.page.more();
        let refunds = (!self.refunds.is_empty()).then(|| refund_table(&self.refunds));
        let payouts = (!self.payouts.is_empty()).then(|| payout_table(&self.payouts));
        let parts = [Some(head), Some(payments), refunds, payouts];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct CustomerFile {
    path: String,
    payments: u64,
    bytes: u64,
}

impl CustomerFile {
    pub(crate) fn of(made: &CustomerExport) -> Self {
        let path = made.path.display().to_string();
        Self { path, payments: made.payments, bytes: made.bytes }
    }
}

impl Show for CustomerFile {
    fn text(&self) -> String {
        let Self { path, payments, bytes } = self;
        format!(
            "Wrote {path}: {payments} payments, {bytes} bytes. It is all that is kept of the customer: hand it over, then delete \
             it here"
        )
    }
}
