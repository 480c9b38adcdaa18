//! Payouts.

use backoffice::{Beneficiary, Choice, Page, PayoutPlan, PayoutRecord};
use ledger::{Entry, PayoutStatus};
use serde::Serialize;

use super::event::Event;
use super::table::{facts, table};
use super::{Amount, List, time};
use crate::output::Show;

#[derive(Debug, Serialize)]
pub(super) struct PayoutView {
    id: String,
    reference: String,
    account: String,
    gateway: &'static str,
    kind: &'static str,
    #[serde(flatten)]
    amount: Amount,
    fee: Option<String>,
    to: String,
    beneficiary: Option<Person>,
    status: &'static str,
    gateway_status: Option<String>,
    gateway_payout_id: Option<String>,
    bank_reference: Option<String>,
    idempotency_key: Option<String>,
    reason: String,
    message: Option<String>,
    part: Option<Part>,
    created_at: String,
}

#[derive(Debug, Serialize)]
struct Person {
    name: Option<String>,
    account: Option<String>,
}

#[derive(Debug, Serialize)]
struct Part {
    number: u32,
    of: u32,
}

impl PayoutView {
    pub(super) fn of(record: &PayoutRecord) -> Self {
        let payout = &record.payout;
        let order = &payout.order;
        let beneficiary = record.beneficiary.as_ref();
        Self {
            id: payout.id.to_string(),
            reference: order.reference.to_string(),
            account: record.account_name.to_string(),
            gateway: order.gateway.as_str(),
            kind: order.kind.as_str(),
            amount: Amount::of(order.amount),
            fee: payout.fee.map(|fee| fee.to_decimal_string()),
            to: order.to.clone(),
            beneficiary: beneficiary.map(|person| Person {
                name: person.name.clone(),
                account: person.account.clone(),
            }),
            status: payout.status.as_str(),
            gateway_status: payout.gateway_status.clone(),
            gateway_payout_id: payout.gateway_payout_id.clone(),
            bank_reference: payout.bank_reference.clone(),
            idempotency_key: payout.idempotency_key.clone(),
            reason: order.reason.clone(),
            message: payout.message.clone(),
            part: order.part.as_ref().map(|part| Part { number: part.number, of: part.of }),
            created_at: time(payout.created_at),
        }
    }

    fn facts(&self) -> String {
        let unsure = self.status == PayoutStatus::Unknown.as_str();
        let warning = "It may have been sent: do not send it again. `till sync` looks it up.";
        let part = self.part.as_ref().map(|part| format!("{} of {}", part.number, part.of));
        facts(&[
            ("Payout", Some(self.reference.clone())),
            ("Amount", Some(self.amount.text())),
            ("To", Some(self.to.clone())),
            ("Part", part),
            ("From", Some(self.account.clone())),
            ("Status", Some(self.status.to_owned())),
            ("Fee", self.fee.as_ref().map(|fee| format!("{fee} {}", self.amount.currency))),
            ("Reason", Some(self.reason.clone())),
            ("Gateway's id", self.gateway_payout_id.clone()),
            ("Bank's reference", self.bank_reference.clone()),
            ("News", self.message.clone()),
            ("Beware", unsure.then(|| warning.to_owned())),
            ("Id", Some(self.id.clone())),
        ])
    }
}

/// The payouts of one sending, of which there are several where it went out in parts.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct PayoutMade(List<PayoutView>);

impl PayoutMade {
    pub(crate) fn of(records: &[PayoutRecord]) -> Self {
        Self(List::whole(records, PayoutView::of))
    }
}

impl Show for PayoutMade {
    fn text(&self) -> String {
        if let [whole] = self.0.items.as_slice() {
            return whole.facts();
        }
        let parts = self.0.items.iter().map(PayoutView::facts);
        parts.chain([self.in_short()]).collect::<Vec<_>>().join("\n\n")
    }
}

impl PayoutMade {
    /// How many of the parts came to what: `1 of 3 parts unknown, 2 of 3 parts failed`.
    fn in_short(&self) -> String {
        let parts = &self.0.items;
        let count = |status: &PayoutStatus| {
            parts.iter().filter(|part| part.status == status.as_str()).count()
        };
        let told = PayoutStatus::ALL.iter().filter(|status| count(status) > 0);
        let told =
            told.map(|status| format!("{} of {} parts {status}", count(status), parts.len()));
        told.collect::<Vec<_>>().join(", ")
    }
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct PayoutList(List<PayoutView>);

impl PayoutList {
    pub(crate) fn of(page: &Page<PayoutRecord>) -> Self {
        Self(List::page(page, PayoutView::of))
    }
}

impl Show for PayoutList {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "No payout matches".to_owned();
        }
        payout_table(&self.0.items) + &self.0.more()
    }
}

/// A line for each.
pub(super) fn payout_table(payouts: &[PayoutView]) -> String {
    let row = |payout: &PayoutView| {
        vec![
            payout.created_at.clone(),
            payout.reference.clone(),
            payout.amount.text(),
            payout.status.to_owned(),
            payout.to.clone(),
            payout.account.clone(),
            payout.reason.clone(),
        ]
    };
    let rows: Vec<_> = payouts.iter().map(row).collect();
    let headings = ["WHEN", "REFERENCE", "AMOUNT", "STATUS", "TO", "FROM", "REASON"];
    table(&headings, &[2], &rows)
}

#[derive(Debug, Serialize)]
pub(crate) struct PayoutDetail {
    #[serde(flatten)]
    payout: PayoutView,
    details: std::collections::BTreeMap<String, String>,
    timeline: Vec<Event>,
}

impl PayoutDetail {
    pub(crate) fn of(record: &PayoutRecord, timeline: &[Entry]) -> Self {
        Self {
            payout: PayoutView::of(record),
            details: record.payout.order.details.clone(),
            timeline: timeline.iter().map(Event::of).collect(),
        }
    }
}

impl Show for PayoutDetail {
    fn text(&self) -> String {
        format!("{}\n\n{}", self.payout.facts(), Event::lines(&self.timeline))
    }
}

/// What would be sent.
#[derive(Debug, Serialize)]
pub(crate) struct PlanView {
    #[serde(flatten)]
    total: Amount,
    parts: Vec<String>,
}

impl PlanView {
    pub(crate) fn of(plan: &PayoutPlan) -> Self {
        let parts = plan.parts.iter().map(|part| part.to_decimal_string());
        Self { total: Amount::of(plan.total), parts: parts.collect() }
    }
}

impl Show for PlanView {
    fn text(&self) -> String {
        match self.parts.len() {
            0 | 1 => format!("Would send {}", self.total.text()),
            count => {
                let parts = self.parts.join(", ");
                format!("Would send {} in {count} parts: {parts}", self.total.text())
            }
        }
    }
}

/// Who would receive a payout.
#[derive(Debug, Serialize)]
pub(crate) struct BeneficiaryView {
    name: Option<String>,
    message: Option<String>,
}

impl BeneficiaryView {
    pub(crate) fn of(found: Beneficiary) -> Self {
        Self { name: found.name, message: found.message }
    }
}

impl Show for BeneficiaryView {
    fn text(&self) -> String {
        let nobody = "The gateway can pay this, and names nobody".to_owned();
        let name = self.name.clone().unwrap_or(nobody);
        facts(&[("Receiver", Some(name)), ("Gateway says", self.message.clone())])
    }
}

#[derive(Debug, Serialize)]
struct ChoiceView {
    value: String,
    title: String,
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct ChoiceList(List<ChoiceView>);

impl ChoiceList {
    pub(crate) fn of(choices: &[Choice]) -> Self {
        let view = |choice: &Choice| ChoiceView {
            value: choice.value.clone(),
            title: choice.title.clone(),
        };
        Self(List::whole(choices, view))
    }
}

impl Show for ChoiceList {
    fn text(&self) -> String {
        let row = |choice: &ChoiceView| vec![choice.value.clone(), choice.title.clone()];
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        table(&["VALUE", "NAME"], &[], &rows)
    }
}
