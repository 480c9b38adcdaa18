//! What both APIs say of a payment, in the ledger's nouns.

use ledger::{Mode, Money, Observation, PaymentStatus, Source};

use crate::PaymentReport;

/// What a word for a session's, transaction's or order's state means (seed 002's status reference; integrators of the
/// payment-request API use some of the same words with a capital). Unknown words are for a person to look at.
pub(super) fn status(word: &str) -> PaymentStatus {
    match word.trim().to_ascii_lowercase().as_str() {
        "pending" => PaymentStatus::Pending,
        "completed" | "paid" => PaymentStatus::Paid,
        "settled" => PaymentStatus::Settled,
        "declined" => PaymentStatus::Failed,
        "expired" => PaymentStatus::Expired,
        _ => PaymentStatus::Unknown,
    }
}

pub(super) fn report(
    asked: &str,
    status: PaymentStatus,
    gateway_status: String,
    amount: Option<Money>,
    message: Option<String>,
    mode: Mode,
) -> PaymentReport {
    let observation = Observation {
        source: Source::Lookup,
        status,
        gateway_status,
        gateway_reference: Some(asked.to_owned()),
        amount,
        charged: None,
        fee: None,
        channel: None,
        message,
    };
    PaymentReport { observation, customer: None, mode }
}
