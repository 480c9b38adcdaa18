//! How a movement is called in the books: the same words in every file, so that an accountant who has seen one knows all.
//!
//! A description always begins with a word for why money moved, so that none is digits alone, which some programs take
//! for an amount. Words are plain here; each format makes them fit its program. Ids have columns of their own where a
//! program has one, and are not in the words.

use ledger::MovementKind;

use crate::Row;
use crate::text::is_blank;

/// What happened, for a person who reads the books: `Sale ORDER-123, Ada Obi, Premium plan`, `Fee of ORDER-123`.
pub(super) fn description(row: &Row) -> String {
    description_with(", ", row)
}

/// The same with something else between who paid and what for, where commas cannot stand.
pub(super) fn description_with(joint: &str, row: &Row) -> String {
    let mut words = head(row).to_owned();
    let details = details(row).into_iter().map(|detail| (joint, detail));
    for (joint, piece) in std::iter::once((" ", row.reference.as_str())).chain(details) {
        if !piece.chars().all(is_blank) {
            words.push_str(joint);
            words.push_str(piece.trim());
        }
    }
    words
}

/// Whom the money came from or went to, in a few words; empty where that is not known.
pub(super) fn payee(row: &Row) -> &str {
    match row.movement.kind {
        MovementKind::Fee | MovementKind::Payout => row.gateway.title(),
        MovementKind::Transfer => receiver(row),
        MovementKind::Sale | MovementKind::Refund | MovementKind::Reversal => customer(row),
    }
}

/// Why money moved, up to the order number. A direction other than the usual one is a correction, and says so.
fn head(row: &Row) -> &'static str {
    let comes_in = row.movement.money.is_positive();
    match (row.movement.kind, comes_in) {
        (MovementKind::Sale, true) => "Sale",
        (MovementKind::Sale, false) => "Correction of sale",
        (MovementKind::Fee, false) => "Fee of",
        (MovementKind::Fee, true) => "Returned fee of",
        (MovementKind::Refund, false) => "Refund of",
        (MovementKind::Refund, true) => "Returned refund of",
        (MovementKind::Reversal, false) => "Reversal of",
        (MovementKind::Reversal, true) => "Returned reversal of",
        (MovementKind::Payout, false) => "Payout",
        (MovementKind::Payout, true) => "Returned payout",
        (MovementKind::Transfer, false) => "Transfer",
        (MovementKind::Transfer, true) => "Returned transfer",
    }
}

/// What else is worth knowing: who, and what for.
fn details(row: &Row) -> [&str; 2] {
    match row.movement.kind {
        MovementKind::Sale => [customer(row), row.description.as_deref().unwrap_or_default()],
        MovementKind::Fee => ["", ""],
        MovementKind::Payout | MovementKind::Transfer => {
            [receiver(row), row.note.as_deref().unwrap_or_default()]
        }
        MovementKind::Refund | MovementKind::Reversal => {
            [customer(row), row.note.as_deref().unwrap_or_default()]
        }
    }
}

/// Where a payout went.
fn receiver(row: &Row) -> &str {
    row.description.as_deref().unwrap_or_default()
}

fn customer(row: &Row) -> &str {
    let known = [row.customer_name.as_deref(), row.customer_email.as_deref()];
    let mut seen = known.into_iter().flatten();
    seen.find(|known| !known.chars().all(is_blank)).unwrap_or_default()
}
