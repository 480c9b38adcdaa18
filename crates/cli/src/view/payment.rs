//! Payments, and everything that happened to one.

use backoffice::{ConcernRow, JoinCandidate, Page, PaymentRecord, PaymentRow, join_candidates};
use ledger::{Entry, Note};
use serde::Serialize;

use super::attention::ConcernView;
use super::event::Event;
use super::refund::RefundView;
use super::table::{facts, harmless, table};
use super::{Amount, List, time};
use crate::output::Show;
use crate::words::Words;

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
    tags: Vec<String>,
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
    pub(super) fn of(row: &PaymentRow) -> Self {
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
            tags: row.tags.iter().map(ToString::to_string).collect(),
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
        payment_table(&self.0.items) + &self.0.more()
    }
}

/// A line for each.
pub(super) fn payment_table(payments: &[PaymentView]) -> String {
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
    let rows: Vec<_> = payments.iter().map(row).collect();
    let headings = ["WHEN", "ORDER", "ACCOUNT", "AMOUNT", "STATUS", "CUSTOMER"];
    table(&headings, &[3], &rows)
}

#[derive(Debug, Serialize)]
pub(crate) struct PaymentDetail {
    #[serde(flatten)]
    payment: PaymentView,
    ordered: Option<String>,
    gateway_status: Option<String>,
    url: Option<String>,
    refunds: Vec<RefundView>,
    /// Refunds recorded by hand, each with one found at the gateway that it may be.
    may_be_one: Vec<MayBeOne>,
    notes: Vec<NoteView>,
    /// What of it wants a person, as `till attention list` has it.
    concerns: Vec<ConcernView>,
    timeline: Vec<Event>,
}

#[derive(Debug, Serialize)]
struct NoteView {
    text: String,
    by: String,
    at: String,
}

#[derive(Debug, Serialize)]
struct MayBeOne {
    recorded: String,
    found: String,
}

impl NoteView {
    fn of(note: &Note) -> Self {
        Self { text: note.text.clone(), by: note.by.to_string(), at: time(note.at) }
    }

    fn text(&self) -> String {
        harmless(&format!("{}  {}: {}", self.at, self.by, self.text))
    }
}

impl MayBeOne {
    fn of(candidate: &JoinCandidate) -> Self {
        let JoinCandidate { recorded, found } = candidate;
        Self { recorded: recorded.to_string(), found: found.to_string() }
    }

    fn text(&self) -> String {
        let command = Words::till("refund join").word(&self.recorded).word(&self.found);
        format!(
            "Two of these refunds may be one, recorded by hand and found at the gateway. If they are: {command} --by NAME"
        )
    }
}

impl PaymentDetail {
    pub(crate) fn of(record: &PaymentRecord, timeline: &[Entry], concerns: &[ConcernRow]) -> Self {
        let row = PaymentRow::of(record);
        let payment = &record.payment;
        Self {
            payment: PaymentView::of(&row),
            ordered: payment.order.as_ref().map(|order| order.amount.to_decimal_string()),
            gateway_status: payment.gateway_status.clone(),
            url: row.link_url,
            refunds: payment.refunds.iter().map(|refund| RefundView::of(record, refund)).collect(),
            may_be_one: join_candidates(payment).iter().map(MayBeOne::of).collect(),
            notes: payment.notes.iter().map(NoteView::of).collect(),
            concerns: concerns.iter().map(ConcernView::of).collect(),
            timeline: timeline.iter().map(Event::of).collect(),
        }
    }
}

impl Show for PaymentDetail {
    fn text(&self) -> String {
        let payment = &self.payment;
        let currency = payment.amount.currency;
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
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
            ("Tags", some(payment.tags.join(" "))),
            ("Link", self.url.clone()),
        ]);
        let concerns = self.concerns.iter().map(ConcernView::text_of_payment);
        let notes: Vec<_> = self.notes.iter().map(NoteView::text).collect();
        let notes = (!notes.is_empty()).then(|| notes.join("\n"));
        std::iter::once(head)
            .chain(notes)
            .chain(self.refunds.iter().map(RefundView::facts))
            .chain(self.may_be_one.iter().map(MayBeOne::text))
            .chain(concerns)
            .chain([Event::lines(&self.timeline)])
            .collect::<Vec<_>>()
            .join("\n\n")
    }
}
