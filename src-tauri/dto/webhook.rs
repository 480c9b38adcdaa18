//! Messages from gateways: the inbox, and the listener that fills it.

use backoffice::{DeliveryDetail as Detail, DeliveryOrigin as Origin, DeliveryRecord, Profile};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{TimelineItem, Verdict, time};

/// How a message came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DeliveryOrigin {
    Listener,
    Import,
}

/// A message in a list.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct DeliveryRow {
    id: String,
    received_at: String,
    account: String,
    gateway: Option<String>,
    event: Option<String>,
    reference: Option<String>,
    /// None while it waits to be looked at.
    verdict: Option<Verdict>,
    reason: Option<String>,
    payment_id: Option<String>,
    payout_id: Option<String>,
    origin: DeliveryOrigin,
    handled_at: Option<String>,
    /// How many entries of the journal it caused.
    changed: u32,
}

impl From<&DeliveryRecord> for DeliveryRow {
    fn from(record: &DeliveryRecord) -> Self {
        let delivery = &record.delivery;
        Self {
            id: delivery.id.to_string(),
            received_at: time(delivery.received_at),
            account: delivery.account_name.clone(),
            gateway: delivery.gateway.map(|gateway| gateway.as_str().to_owned()),
            event: record.event.clone(),
            reference: record.reference.clone(),
            verdict: record.verdict.map(Verdict::from),
            reason: record.reason.clone(),
            payment_id: record.payment.map(|id| id.to_string()),
            payout_id: record.payout.map(|id| id.to_string()),
            origin: match delivery.origin {
                Origin::Listener => DeliveryOrigin::Listener,
                Origin::Import => DeliveryOrigin::Import,
            },
            handled_at: record.handled_at.map(time),
            changed: u32::try_from(record.entries.len()).unwrap_or(u32::MAX),
        }
    }
}

/// A page of messages.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct DeliveryPage {
    pub(crate) items: Vec<DeliveryRow>,
    pub(crate) next: Option<String>,
}

/// Which messages to list.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct DeliveryFilter {
    account: Option<String>,
    verdict: Option<Verdict>,
    text: Option<String>,
}

impl From<DeliveryFilter> for backoffice::DeliveryFilter {
    fn from(filter: DeliveryFilter) -> Self {
        Self {
            account: filter.account,
            verdict: filter.verdict.map(ledger::Verdict::from),
            text: filter.text,
        }
    }
}

/// A message, whole; secrets are blanked.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct DeliveryDetail {
    #[serde(flatten)]
    row: DeliveryRow,
    source: Option<String>,
    headers: Vec<(String, String)>,
    /// The text, or hex where it is none.
    body: String,
    body_is_text: bool,
    body_bytes: u32,
    body_sha256: String,
    masked: bool,
    duplicate_of: Option<String>,
    changes: Vec<TimelineItem>,
}

impl From<&Detail> for DeliveryDetail {
    fn from(detail: &Detail) -> Self {
        let delivery = &detail.record.delivery;
        let text = std::str::from_utf8(&delivery.body).ok();
        Self {
            row: DeliveryRow::from(&detail.record),
            source: delivery.source.map(|source| source.to_string()),
            headers: delivery.headers.clone(),
            body: text.map_or_else(|| hex::encode(&delivery.body), str::to_owned),
            body_is_text: text.is_some(),
            body_bytes: u32::try_from(delivery.body_bytes).unwrap_or(u32::MAX),
            body_sha256: delivery.body_sha256.clone(),
            masked: delivery.masked,
            duplicate_of: detail.record.duplicate_of.map(|id| id.to_string()),
            changes: detail.changes.iter().map(TimelineItem::from).collect(),
        }
    }
}

/// What came, or would come, of taking a message once more.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Replayed {
    id: String,
    verdict: Verdict,
    reason: String,
    changes: Vec<String>,
}

impl From<backoffice::Replayed> for Replayed {
    fn from(replayed: backoffice::Replayed) -> Self {
        Self {
            id: replayed.delivery.to_string(),
            verdict: replayed.verdict.into(),
            reason: replayed.reason,
            changes: replayed.changes,
        }
    }
}

/// What came of a file of stored messages.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ImportedWebhooks {
    accepted: u32,
    duplicates: u32,
    rejected: u32,
    problems: Vec<String>,
}

impl From<backoffice::ImportedWebhooks> for ImportedWebhooks {
    fn from(imported: backoffice::ImportedWebhooks) -> Self {
        let count = |verdict| {
            let of_it = imported.items.iter().filter(|item| item.verdict == Some(verdict));
            u32::try_from(of_it.count()).unwrap_or(u32::MAX)
        };
        let problem = |problem: &backoffice::ImportProblem| {
            format!("Line {}: {}", problem.line, problem.message)
        };
        Self {
            accepted: count(ledger::Verdict::Accepted),
            duplicates: count(ledger::Verdict::Duplicate),
            rejected: count(ledger::Verdict::Rejected),
            problems: imported.problems.iter().map(problem).collect(),
        }
    }
}

/// Where an account's gateway is to send its messages.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ListenerPath {
    account: String,
    gateway: String,
    url: String,
    proof: String,
}

impl ListenerPath {
    pub(crate) fn of(account: &str, profile: &Profile, url: String) -> Self {
        Self {
            account: account.to_owned(),
            gateway: profile.kind.as_str().to_owned(),
            url,
            proof: profile.webhooks.proof.to_owned(),
        }
    }
}

/// An account that used to send messages and does not any more.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Silence {
    account: String,
    since: String,
    missed: u32,
}

impl From<backoffice::Silence> for Silence {
    fn from(silence: backoffice::Silence) -> Self {
        Self {
            account: silence.account.to_string(),
            since: time(silence.since),
            missed: u32::try_from(silence.missed).unwrap_or(u32::MAX),
        }
    }
}

/// The listener as it is.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ListenerState {
    pub(crate) running: bool,
    pub(crate) address: Option<String>,
    pub(crate) bind: String,
    pub(crate) trusted_proxies: String,
    pub(crate) problem: Option<String>,
    pub(crate) paths: Vec<ListenerPath>,
    pub(crate) silent: Vec<Silence>,
    pub(crate) starts_with_window: bool,
}

/// How to listen.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct ListenerForm {
    pub(crate) bind: String,
    pub(crate) trusted_proxies: String,
    pub(crate) starts_with_window: bool,
}
