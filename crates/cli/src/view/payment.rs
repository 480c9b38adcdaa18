//! Payments, and everything that happened to one.

use backoffice::{Page, PaymentRecord, PaymentRow};
use ledger::Entry;
use serde::Serialize;

use super::event::Event;
use super::refund::RefundView;
use super::table::{facts, table};
use super::{Amount, List, time};
use crate::output::Show;

#[derive(Debug, Serialize)]
struct Customer {
    email: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct PaymentView {
    id: String,
    reference: String,
    gateway_reference: Option<String>,
    account: String,
    gateway: &'static str,
    mode: &'static str,
    status: &'static str,
    flags: Vec<&'static str>,
    #[serde(flatten)]
    amount: Amount,
    fee: Option<String>,
    refunded: String,
    refundable: String,
    channel: Option<String>,
    customer: Customer,
    description: Option<String>,
    created_at: String,
}

impl PaymentView {
    fn of(row: &PaymentRow) -> Self {
        let customer = row.customer.clone().unwrap_or_default();
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            gateway_reference: row.gateway_reference.clone(),
            account: row.account_name.to_string(),
            gateway: row.gateway.as_str(),
            mode: row.mode.as_str(),
            status: row.status.as_str(),
            flags: row.flags.iter().map(|flag| flag.as_str()).collect(),
            amount: Amount::of(row.amount),
            fee: row.fee.map(ledger::Money::to_decimal_string),
            refunded: row.refunded.to_decimal_string(),
            refundable: row.refundable.to_decimal_string(),
            channel: row.channel.clone(),
            customer: Customer { email: customer.email, name: customer.name },
            description: row.description.clone(),
            created_at: time(row.created_at),
        }
    }

    fn customer(&self) -> Option<String> {
        let Customer { email, name } = &self.customer;
        match (name, email) {
            (Some(name), Some(email)) => Some(format!("{name} <{email}>")),
            (one, other) => one.clone().or_else(|| other.clone()),
        }
    }

    fn status_and_flags(&self) -> String {
        let flags = self.flags.iter().map(|flag| format!(" !{flag}"));
        std::iter::once(self.status.to_owned()).chain(flags).collect()
    }
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct PaymentList(List<PaymentView>);

impl PaymentList {
    pub(crate) fn of(page: &Page<PaymentRow>) -> Self {
        Self(List::page(page, PaymentView::of))
    }
}

impl Show for PaymentList {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "No payment matches".to_owned();
        }
        let row = |payment: &PaymentView| {
            vec![
                payment.created_at.clone(),
                payment.reference.clone(),
                payment.account.clone(),
                payment.amount.text(),
                payment.status_and_flags(),
                payment.customer().unwrap_or_default(),
            ]
        };
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        let headings = ["WHEN", "ORDER", "ACCOUNT", "AMOUNT", "STATUS", "CUSTOMER"];
        table(&headings, &[3], &rows) + &self.0.more()
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct PaymentDetail {
    #[serde(flatten)]
    payment: PaymentView,
    ordered: Option<String>,
    gateway_status: Option<String>,
    url: Option<String>,
    refunds: Vec<RefundView>,
    timeline: Vec<Event>,
}

impl PaymentDetail {
    pub(crate) fn of(record: &PaymentRecord, timeline: &[Entry]) -> Self {
        let row = PaymentRow::of(record);
        let payment = &record.payment;
        Self {
            payment: PaymentView::of(&row),
            ordered: payment.order.as_ref().map(|order| order.amount.to_decimal_string()),
            gateway_status: payment.gateway_status.clone(),
            url: row.link_url,
            refunds: payment.refunds.iter().map(|refund| RefundView::of(record, refund)).collect(),
            timeline: timeline.iter().map(Event::of).collect(),
        }
    }
}

impl Show for PaymentDetail {
    fn text(&self) -> String {
        let payment = &self.payment;
        let currency = payment.amount.currency;
        let money = |amount: &String| Some(format!("{amount} {currency}"));
        let head = facts(&[
            ("Order", Some(payment.reference.clone())),
            ("Status", Some(payment.status_and_flags())),
            ("Amount", Some(payment.amount.text())),
            ("Fee", payment.fee.as_ref().and_then(money)),
            ("Refunded", money(&payment.refunded)),
            ("Can be refunded", money(&payment.refundable)),
            ("Account", Some(format!("{} ({})", payment.account, payment.gateway))),
            ("Reference", payment.gateway_reference.clone()),
            ("Channel", payment.channel.clone()),
            ("Customer", payment.customer()),
            ("For", payment.description.clone()),
            ("Link", self.url.clone()),
        ]);
        let refunds: Vec<_> = self.refunds.iter().map(Show::text).collect();
        let refunds = if refunds.is_empty() {
            String::new()
        } else {
            format!("\n\n{}", refunds.join("\n\n"))
        };
        format!("{head}{refunds}\n\n{}", Event::lines(&self.timeline))
    }
}
