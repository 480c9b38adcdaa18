//! The attention desk.

use backoffice::ConcernRow;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::words::mirrored;
use super::{Flag, Money, payment_id, refund_id, time};
use crate::error::CommandError;

mirrored! {
    backoffice:
    /// What kind of thing wants a person.
    ConcernKind {
        OverRefunded, RefundUnknown, PayoutUnknown, PayoutMissing, PayoutDifference, RefundFailed,
        RefundRevived, BatchUnfinished, KeysLocked, KeysMissing, GatewayUnreachable, PaymentUnknown, CurrencyMismatch, AmountMismatch,
        RefundAmount, RefundUnconfirmed, RefundRequested, UnsettledOverdue, Late, Unordered, RefundStale,
        PaymentStale, WebhookFailed, GatewaySilent,
    }
    /// What can be done about it.
    Step {
        LookUp, ResolveRefund, ApproveRefund, ConfirmMatch, SplitMatch, RecordRefund, Refund,
        Accept, OpenPayment, OpenPayout, ResolvePayout, OpenSettlement, OpenWebhook, ReplayWebhook, OpenListener,
        Unlock, ReplaceKeys, ResumeBatch, EndBatch, OpenAccount,
    }
}

/// Until when something was put off, and why.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Snoozed {
    until: String,
    note: String,
    by: String,
}

/// One thing that wants a person.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Concern {
    key: String,
    kind: ConcernKind,
    payment_id: Option<String>,
    refund_id: Option<String>,
    payout_id: Option<String>,
    delivery_id: Option<String>,
    account_id: Option<String>,
    batch_id: Option<String>,
    reference: Option<String>,
    account: Option<String>,
    amount: Option<Money>,
    since: String,
    happened: String,
    means: String,
    /// The first is the one to take.
    steps: Vec<Step>,
    snoozed: Option<Snoozed>,
}

impl From<&ConcernRow> for Concern {
    fn from(row: &ConcernRow) -> Self {
        let id = |id: Option<&dyn ToString>| id.map(ToString::to_string);
        Self {
            key: row.key.clone(),
            kind: row.kind.into(),
            payment_id: id(row.payment.as_ref().map(|id| id as _)),
            refund_id: id(row.refund.as_ref().map(|id| id as _)),
            payout_id: id(row.payout.as_ref().map(|id| id as _)),
            delivery_id: id(row.delivery.as_ref().map(|id| id as _)),
            account_id: id(row.account.as_ref().map(|id| id as _)),
            batch_id: id(row.batch.as_ref().map(|id| id as _)),
            reference: row.reference.clone(),
            account: row.account_name.as_ref().map(ToString::to_string),
            amount: row.amount.map(Money::from),
            since: time(row.since),
            happened: row.happened.clone(),
            means: row.means.clone(),
            steps: row.steps.iter().map(|step| (*step).into()).collect(),
            snoozed: row.snoozed.as_ref().map(|snooze| Snoozed {
                until: time(snooze.until),
                note: snooze.note.clone(),
                by: snooze.by.to_string(),
            }),
        }
    }
}

/// Everything that wants a person.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Desk {
    concerns: Vec<Concern>,
    snoozed: Vec<Concern>,
}

impl From<backoffice::Desk> for Desk {
    fn from(desk: backoffice::Desk) -> Self {
        let rows = |rows: &[ConcernRow]| rows.iter().map(Concern::from).collect();
        Self { concerns: rows(&desk.concerns), snoozed: rows(&desk.snoozed) }
    }
}

/// What puts a concern off.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct SnoozeForm {
    key: String,
    days: u32,
    note: String,
    by: String,
}

impl From<SnoozeForm> for backoffice::SnoozeForm {
    fn from(form: SnoozeForm) -> Self {
        Self { key: form.key, days: form.days, note: form.note, by: form.by }
    }
}

/// What a person finds in order about a payment.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct AcceptForm {
    payment_id: String,
    flags: Vec<Flag>,
    refunds: Vec<String>,
    note: String,
    by: String,
}

impl TryFrom<AcceptForm> for backoffice::AcceptForm {
    type Error = CommandError;

    fn try_from(form: AcceptForm) -> Result<Self, CommandError> {
        Ok(Self {
            payment: payment_id(&form.payment_id)?,
            flags: form.flags.into_iter().map(ledger::Flag::from).collect(),
            refunds: form.refunds.iter().map(|id| refund_id(id)).collect::<Result<_, _>>()?,
            note: form.note,
            by: form.by,
        })
    }
}
