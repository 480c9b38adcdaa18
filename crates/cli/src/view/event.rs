//! What happened to a payment or a payout, entry by entry.

use ledger::{Entry, Told};
use serde::Serialize;

use super::table::table;
use super::time;

#[derive(Debug, Serialize)]
pub(super) struct Event {
    seq: u64,
    at: String,
    actor: String,
    kind: &'static str,
    status: Option<&'static str>,
    text: Option<String>,
}

impl Event {
    pub(super) fn of(entry: &Entry) -> Self {
        let Told { status, amount, text } = entry.body.told();
        let parts: Vec<_> =
            amount.map(|amount| amount.to_string()).into_iter().chain(text).collect();
        let text = (!parts.is_empty()).then(|| parts.join(": "));
        Self {
            seq: entry.seq,
            at: time(entry.at),
            actor: entry.actor.to_string(),
            kind: entry.body.kind(),
            status,
            text,
        }
    }

    /// A line for each, the oldest first.
    pub(super) fn lines(events: &[Self]) -> String {
        let row = |event: &Self| {
            vec![
                event.at.clone(),
                event.kind.replace('_', " "),
                event.status.unwrap_or_default().to_owned(),
                event.actor.clone(),
                event.text.clone().unwrap_or_default(),
            ]
        };
        let rows: Vec<_> = events.iter().map(row).collect();
        table(&["WHEN", "WHAT", "STATUS", "BY", ""], &[], &rows)
    }
}
