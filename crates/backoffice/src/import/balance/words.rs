//! What the lines of a balance report say, in a gateway's words.

use std::collections::HashMap;

use gateways::ReportLine;
use ledger::PayoutKind;

use crate::print::Print;

/// A gateway's words for a movement that is done.
const DONE: [&str; 8] =
    ["successful", "success", "completed", "complete", "processed", "paid", "settled", "approved"];
/// A gateway's words for one that did not happen.
const FAILED: [&str; 6] = ["failed", "declined", "rejected", "reversed", "cancelled", "canceled"];

/// What a line's words mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Payout(PayoutKind),
    Fee,
    Other,
}

/// What a line tells of. What did not happen, or came back, is no payout.
pub(super) fn meaning(line: &ReportLine) -> Meaning {
    let kind = line.kind.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    let is_done = line.status.as_ref().is_none_or(|status| is_one_of(status, &DONE));
    if line.money.minor() >= 0 || !is_done || says(&["revers", "refund"]) {
        return Meaning::Other;
    }
    if says(&["fee"]) {
        Meaning::Fee
    } else if says(&["settlement"]) {
        Meaning::Payout(PayoutKind::Settlement)
    } else if says(&["payout", "transfer", "withdraw"]) {
        Meaning::Payout(PayoutKind::Transfer)
    } else {
        Meaning::Other
    }
}

/// Why a line is not to be taken yet.
pub(super) fn not_final(line: &ReportLine) -> Option<String> {
    let status = line.status.as_ref()?;
    let is_final = is_one_of(status, &DONE) || is_one_of(status, &FAILED);
    (!is_final).then(|| {
        format!(
            "its state is `{status}`, which is not the last one; it comes again with a later report"
        )
    })
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| word.trim().eq_ignore_ascii_case(known))
}

/// What is kept of a line as its text.
pub(super) fn text_of(line: &ReportLine) -> String {
    let status = line.status.as_deref().filter(|status| !is_one_of(status, &DONE));
    let parts = [Some(line.kind.as_str()), line.note.as_deref(), status];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

/// What tells each line from every other, with a number among those that are alike in all of it.
pub(super) fn keys(lines: &[ReportLine]) -> Vec<String> {
    let mut alike: HashMap<String, u32> = HashMap::new();
    let mut key = |line: &ReportLine| {
        let mut print = Print::begin("tillkeeper.balance-line.1");
        print.text(&line.kind);
        print.text(&line.at.to_rfc3339());
        for money in [line.money, line.before, line.after] {
            print.text(&money.to_string());
        }
        print.maybe(line.reference.as_ref());
        let looks = print.end();
        let number = alike.entry(looks.clone()).or_default();
        *number = number.saturating_add(1);
        format!("balance:{looks}:{number}")
    };
    lines.iter().map(&mut key).collect()
}
