//! Payments, in a list and whole.

use backoffice::{Account, ConcernRow, PaymentRecord, RefundRules as Rules};
use chrono::{DateTime, Utc};
use ledger::{Entry, Told};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    Capability, Concern, Flag, JoinCandidate, Link, Mode, Money, PaymentStatus, Refund, time,
};
use crate::error::sentence;

/// A customer, as far as known.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Customer {
    name: Option<String>,
    email: Option<String>,
}

/// A payment in a list.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PaymentRow {
    id: String,
    reference: String,
    gateway_reference: Option<String>,
    account: String,
    gateway: String,
    gateway_title: String,
    status: PaymentStatus,
    flags: Vec<Flag>,
    amount: Money,
    refunded: Money,
    refundable: Money,
    fee: Option<Money>,
    channel: Option<String>,
    customer: Option<Customer>,
    description: Option<String>,
    created_at: String,
    mode: Mode,
    tags: Vec<String>,
}

impl From<backoffice::PaymentRow> for PaymentRow {
    fn from(row: backoffice::PaymentRow) -> Self {
        Self {
            id: row.id.to_string(),
            reference: row.reference.to_string(),
            gateway_reference: row.gateway_reference,
            account: row.account_name.to_string(),
            gateway: row.gateway.as_str().to_owned(),
            gateway_title: row.gateway.title().to_owned(),
            status: row.status.into(),
            flags: row.flags.into_iter().map(Flag::from).collect(),
            amount: row.amount.into(),
            refunded: row.refunded.into(),
            refundable: row.refundable.into(),
            fee: row.fee.map(Money::from),
            channel: row.channel,
            customer: row
                .customer
                .map(|person| Customer { name: person.name, email: person.email }),
            description: row.description,
            created_at: time(row.created_at),
            mode: row.mode.into(),
            tags: row.tags.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Which payments to list.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct PaymentQuery {
    pub(crate) filter: String,
    pub(crate) after: Option<String>,
    pub(crate) limit: u32,
}

/// A page of payments.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PaymentPage {
    pub(crate) items: Vec<PaymentRow>,
    pub(crate) next: Option<String>,
    /// How many match, counted no further than ten thousand.
    pub(crate) total: u32,
}

/// Whether and how a payment can be refunded.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct RefundRules {
    allowed: bool,
    reason: Option<String>,
    by_api: Capability,
    partial: Capability,
    /// Above these a second person must say yes; empty where nobody need.
    approval_above: Vec<Money>,
}

impl From<Rules> for RefundRules {
    fn from(rules: Rules) -> Self {
        let able = |rule: Result<(), ledger::RefundRefusal>| match rule {
            Ok(()) => Capability::yes(),
            Err(refusal) => Capability::no(sentence(&refusal)),
        };
        Self {
            allowed: rules.allowed.is_ok(),
            reason: rules.allowed.err().map(|refusal| sentence(&refusal)),
            by_api: able(rules.by_api),
            partial: able(rules.partial),
            approval_above: rules.approval.into_iter().map(Money::from).collect(),
        }
    }
}

/// Something to remember about a payment.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Note {
    text: String,
    by: String,
    at: String,
}

/// A tag, and how many payments have it.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct TagCount {
    pub(crate) tag: String,
    pub(crate) count: u32,
}

/// Something that happened to a payment.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct TimelineItem {
    seq: u32,
    at: String,
    actor: String,
    kind: String,
    status: Option<String>,
    amount: Option<Money>,
    text: Option<String>,
}

/// A payment and everything that is known of it.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PaymentDetail {
    payment: PaymentRow,
    ordered: Option<Money>,
    /// What the customer was charged, which is more where the customer bears the fee.
    charged: Option<Money>,
    gateway_status: Option<String>,
    link: Option<Link>,
    refund: RefundRules,
    refunds: Vec<Refund>,
    timeline: Vec<TimelineItem>,
    notes: Vec<Note>,
    tags: Vec<String>,
    join_candidates: Vec<JoinCandidate>,
    concerns: Vec<Concern>,
    last_looked_up_at: Option<String>,
}

/// What a payment is shown with.
pub(crate) struct Surroundings {
    pub(crate) account: Account,
    pub(crate) rules: Rules,
    pub(crate) concerns: Vec<ConcernRow>,
    pub(crate) timeline: Vec<Entry>,
    pub(crate) looked_up_at: Option<DateTime<Utc>>,
    pub(crate) now: DateTime<Utc>,
}

impl PaymentDetail {
    pub(crate) fn of(record: &PaymentRecord, around: Surroundings) -> Self {
        let payment = &record.payment;
        let can_renew = around.account.capabilities.renew.is_yes();
        let refunds = payment.refunds.iter();
        let note = |note: &ledger::Note| Note {
            text: note.text.clone(),
            by: note.by.to_string(),
            at: time(note.at),
        };
        let candidates = backoffice::join_candidates(payment);
        Self {
            payment: backoffice::PaymentRow::of(record).into(),
            ordered: payment.order.as_ref().map(|order| order.amount.into()),
            charged: payment.charged.map(Money::from),
            gateway_status: payment.gateway_status.clone(),
            link: payment.link().map(|_| Link::of(record, can_renew)),
            refund: around.rules.into(),
            refunds: refunds.map(|refund| Refund::of(refund, around.now)).collect(),
            timeline: around.timeline.iter().map(TimelineItem::from).collect(),
            notes: payment.notes.iter().map(note).collect(),
            tags: payment.tags.iter().map(ToString::to_string).collect(),
            join_candidates: candidates.into_iter().map(JoinCandidate::from).collect(),
            concerns: around.concerns.iter().map(Concern::from).collect(),
            last_looked_up_at: around.looked_up_at.map(time),
        }
    }
}

impl From<&Entry> for TimelineItem {
    fn from(entry: &Entry) -> Self {
        let Told { status, amount, text } = entry.body.told();
        Self {
            seq: u32::try_from(entry.seq).unwrap_or(u32::MAX),
            at: time(entry.at),
            actor: entry.actor.to_string(),
            kind: entry.body.kind().to_owned(),
            status: status.map(str::to_owned),
            amount: amount.map(Money::from),
            text,
        }
    }
}
