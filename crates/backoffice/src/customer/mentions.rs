//! Where the journal's own words speak of somebody: descriptions, notes, reasons, filters. They are covered by its chain, so
//! they stay when the details beside it are removed, and whoever removes them is told where they are.
//!
//! An address or a full name is looked for in every entry there is, and in the lines of bulk refunds, which are beside the
//! journal and stay as they were agreed to; a single word of the name only in what is the customer's own, where it hardly
//! means somebody else.

use std::collections::{BTreeMap, BTreeSet};

use accounting::day_of;
use chrono_tz::Tz;
use ledger::{Entry, PaymentId, PayoutId, Subject};
use serde_json::Value;
use store::{BatchLineRow, EntryQuery, PersonDetails};

use super::belongings::Belongings;
use crate::{Backoffice, Error};

/// What somebody is recognised by in a text.
#[derive(Debug, Default)]
pub(super) struct Traces {
    whole: BTreeSet<String>,
    words: BTreeSet<String>,
}

/// Of a shorter word of a name nobody is recognised.
const SHORTEST_WORD: usize = 3;
/// How many entries are read at a time.
const AT_A_TIME: u32 = 5_000;
/// How many batches are read at a time.
const BATCHES_AT_A_TIME: u32 = 500;
/// How many places are named of those that have the same to tell.
const PLACES_NAMED: usize = 3;

impl Traces {
    pub(super) fn of(belongings: &Belongings) -> Self {
        let mut traces = Self::default();
        for PersonDetails { name, email, account } in belongings.people.values() {
            // One word by itself means too many people.
            let name = name.as_deref().map(str::trim);
            let full = name.filter(|name| name.contains(char::is_whitespace));
            let whole = [full, email.as_deref(), account.as_deref()].into_iter().flatten();
            traces.whole.extend(whole.map(folded));
            let words = name.into_iter().flat_map(str::split_whitespace).map(folded);
            traces.words.extend(words.filter(|word| word.chars().count() >= SHORTEST_WORD));
        }
        traces
    }

    /// Whether a text speaks of the person by address or full name.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let text = folded(text);
        self.whole.iter().any(|trace| has_word(&text, trace))
    }

    /// The same, or by a single word of the name.
    pub(super) fn are_hinted_at_in(&self, text: &str) -> bool {
        let text = folded(text);
        self.whole.iter().chain(&self.words).any(|trace| has_word(&text, trace))
    }
}

/// Whether `trace` stands in a text by itself, not as a part of something longer.
fn has_word(text: &str, trace: &str) -> bool {
    let goes_on = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !trace.is_empty()
        && text.match_indices(trace).any(|(at, _)| {
            let (before, rest) = text.split_at(at);
            let after = rest.strip_prefix(trace).and_then(|after| after.chars().next());
            !goes_on(before.chars().next_back()) && !goes_on(after)
        })
}

fn folded(text: &str) -> String {
    text.to_lowercase()
}

/// What is said of the same kind of text: where it is.
type Places = BTreeMap<&'static str, BTreeSet<String>>;

impl Backoffice {
    /// Every kind of text in the journal that speaks of the customer, in a sentence that says where.
    pub(super) async fn mentions(&self, belongings: &Belongings) -> Result<Vec<String>, Error> {
        let traces = Traces::of(belongings);
        let own = Own::of(belongings);
        let zone = self.time_zone().await?;
        let mut places = Places::new();
        let mut after = None;
        loop {
            let page = self.journal(EntryQuery { subject: None, after, limit: AT_A_TIME }).await?;
            for entry in &page.items {
                let is_own = own.has(entry.subject);
                for what in mentions_in(entry, |text| match is_own {
                    true => traces.are_hinted_at_in(text),
                    false => traces.are_in(text),
                })? {
                    let place = self.place_of(entry, zone).await?;
                    places.entry(what).or_default().insert(place);
                }
            }
            after = page.items.last().map(|entry| entry.seq);
            if page.next.is_none() {
                break;
            }
        }
        Ok(places.into_iter().map(|(what, places)| sentence(what, &places)).collect())
    }

    /// Every kind of text in the lines of bulk refunds that speaks of the customer, in a sentence that says where.
    pub(super) async fn mentions_in_batches(
        &self,
        belongings: &Belongings,
    ) -> Result<Vec<String>, Error> {
        let traces = Traces::of(belongings);
        let own = Own::of(belongings);
        let mut places = Places::new();
        let mut after = None;
        loop {
            let page = self.store().batches(after, BATCHES_AT_A_TIME).await?;
            for batch in &page.items {
                let mut last = 0;
                loop {
                    let rows = self.store().batch_lines(batch.id, last, AT_A_TIME).await?;
                    for row in &rows {
                        collect_line(row, &traces, &own, &mut places);
                    }
                    let Some(row) = rows.last() else { break };
                    last = row.line.line;
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let sentences = places.into_iter().map(|(what, places)| {
            let what = sentence(what, &places);
            format!("{what}, which may name the customer: it is kept as it was agreed to")
        });
        Ok(sentences.collect())
    }

    /// What a person calls the thing that an entry is about.
    async fn place_of(&self, entry: &Entry, zone: Tz) -> Result<String, Error> {
        let day = day_of(zone, entry.at);
        Ok(match entry.subject {
            Subject::Payment(id) => self.payment(id).await?.payment.reference.to_string(),
            Subject::Payout(id) => {
                format!("payout {}", self.payout(id).await?.payout.order.reference)
            }
            Subject::Account(id) => self.account_by_id(id).await?.record.name.to_string(),
            Subject::Export(_) => format!("the file of {day}"),
            Subject::Delivery(_) => format!("the message of {day}"),
            Subject::Batch(_) => format!("the refunds of {day}"),
            Subject::Person(_) => format!("the removal of {day}"),
            Subject::Import(_) => format!("the imported file of {day}"),
        })
    }
}

/// Adds the texts of a line of a bulk refund that speak of the customer.
fn collect_line(row: &BatchLineRow, traces: &Traces, own: &Own, places: &mut Places) {
    let line = &row.line;
    let is_own = own.payments.contains(&line.payment);
    let message = row.outcome.as_ref().and_then(|outcome| outcome.message.as_deref());
    let texts = [
        ("the reason in the list of bulk refunds", Some(line.reason.as_str())),
        ("the note to the customer in the list of bulk refunds", line.customer_note.as_deref()),
        ("the outcome in the list of bulk refunds", message),
    ];
    for (what, text) in texts {
        let speaks =
            |text| if is_own { traces.are_hinted_at_in(text) } else { traces.are_in(text) };
        if text.is_some_and(speaks) {
            places.entry(what).or_default().insert(row.reference.to_string());
        }
    }
}

/// What is the customer's own.
struct Own {
    payments: BTreeSet<PaymentId>,
    payouts: BTreeSet<PayoutId>,
}

impl Own {
    fn of(belongings: &Belongings) -> Self {
        Self {
            payments: belongings.payments.iter().copied().collect(),
            payouts: belongings.payouts.iter().map(|record| record.payout.id).collect(),
        }
    }

    fn has(&self, subject: Subject) -> bool {
        match subject {
            Subject::Payment(id) => self.payments.contains(&id),
            Subject::Payout(id) => self.payouts.contains(&id),
            _ => false,
        }
    }
}

/// The kinds of text in an entry that `speaks` says yes to.
fn mentions_in(
    entry: &Entry,
    speaks: impl Fn(&str) -> bool,
) -> Result<BTreeSet<&'static str>, Error> {
    let body = serde_json::to_value(&entry.body).map_err(store::Error::from)?;
    let mut found = BTreeSet::new();
    collect(entry.body.kind(), None, &body, &mut |what, text| {
        if speaks(text) {
            found.insert(what);
        }
    });
    Ok(found)
}

/// Hands over every text of an entry that a person or a gateway may have written, with what it is.
fn collect(
    kind: &str,
    what: Option<&'static str>,
    value: &Value,
    take: &mut impl FnMut(&'static str, &str),
) {
    match value {
        Value::String(text) => {
            if let Some(what) = what {
                take(what, text);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(kind, what, item, take)),
        Value::Object(fields) => {
            for (key, value) in fields {
                if let Some(what) = what {
                    take(what, key);
                }
                collect(kind, what.or_else(|| what_is(kind, key)), value, take);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What the field of an entry is to a person; nothing for what cannot speak of anybody, and for who signed.
fn what_is(kind: &str, field: &str) -> Option<&'static str> {
    Some(match field {
        "reference" | "gateway_reference" | "candidates" => "the order number",
        "description" => "the description",
        "metadata" => "the keys and values",
        "url" | "urls" => "the address of the link",
        "customer_note" | "merchant_note" => "a note of a refund",
        "evidence" | "file" => "the evidence of a refund",
        "text" | "note" => "a note",
        "tags" => "a tag",
        "filter" | "of" => "the filter",
        "to" | "details" => "the destination",
        "message" => "a message of the gateway",
        "base_url" | "settings" => "the settings",
        "reason" if kind.starts_with("refund") => "the reason of a refund",
        "reason" => "the reason",
        _ => return None,
    })
}

fn sentence(what: &str, places: &BTreeSet<String>) -> String {
    let named: Vec<_> = places.iter().take(PLACES_NAMED).map(String::as_str).collect();
    let named = named.join(", ");
    let more = places.len().saturating_sub(PLACES_NAMED);
    match more {
        0 => format!("{what} of {named}"),
        _ => format!("{what} of {named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ada() -> Traces {
        let lower = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Traces { whole: lower(&["ada@example.com", "ada obi"]), words: lower(&["ada", "obi"]) }
    }

    #[test]
    fn a_single_word_is_no_more_than_a_hint() {
        let ada = ada();
        assert!(ada.are_in("Paid by ADA OBI in cash") && ada.are_in("ADA@example.com rang"));
        assert!(!ada.are_in("Ada rang") && ada.are_hinted_at_in("Ada, rang"));
        assert!(!ada.are_hinted_at_in("Canada; mobile"), "a part of another word");
    }

    #[test]
    fn what_a_person_wrote_is_told_from_ids_and_digests() {
        let body = json!({
            "kind": "link_requested",
            "order": {
                "reference": "ADA-1", "customer": { "id": "ada", "digest": "ada" },
                "metadata": { "for": "ada", "ada": "1" }, "urls": { "success": "https://x.example/?for=ada" },
            },
        });
        let mut found = Vec::new();
        collect("link_requested", None, &body, &mut |what, text| {
            if ada().are_hinted_at_in(text) {
                found.push((what, text.to_owned()));
            }
        });
        let whats: Vec<_> = found.iter().map(|(what, _)| *what).collect();
        let keys = "the keys and values";
        assert_eq!(whats, [keys, keys, "the order number", "the address of the link"]);
    }

    #[test]
    fn only_a_few_places_are_named() {
        let places = |count: u32| (1..=count).map(|number| format!("ORDER-{number}")).collect();
        assert_eq!(sentence("a note", &places(1)), "a note of ORDER-1");
        let named = "a note of ORDER-1, ORDER-2, ORDER-3 and 2 more";
        assert_eq!(sentence("a note", &places(5)), named);
    }
}
