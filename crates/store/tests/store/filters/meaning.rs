//! What each filter means, said of one payment: what the lists from SQL are held against.

use chrono::{DateTime, Utc};
use ledger::{Comparison, Money, State, Term};
use rust_decimal::Decimal;
use store::{DatedFilter, PaymentRecord};

pub(super) fn within(filter: &DatedFilter, time: DateTime<Utc>) -> bool {
    filter.from.is_none_or(|from| time >= from) && filter.until.is_none_or(|until| time < until)
}

pub(super) fn fits(record: &PaymentRecord, filter: &DatedFilter) -> bool {
    filter.filter.terms.iter().all(|term| meets(record, term))
}

fn meets(record: &PaymentRecord, term: &Term) -> bool {
    let payment = &record.payment;
    let refunded = payment.refunded().minor();
    match term {
        Term::Status(any) => any.contains(&payment.status),
        Term::Gateway(any) => any.contains(&payment.gateway),
        Term::Mode(any) => any.contains(&payment.mode),
        Term::Currency(any) => any.contains(&payment.amount().currency()),
        Term::Tag(any) => any.iter().any(|tag| payment.tags.contains(tag)),
        Term::Flag(any) => any.iter().any(|flag| payment.flags.contains(flag)),
        Term::Account(name) => lower(record.account_name.as_str()) == lower(name),
        Term::Channel(name) => payment.channel.as_deref().map(lower) == Some(lower(name)),
        Term::Is(State::Open) => {
            payment.status.is_open() || payment.refunds.iter().any(|refund| refund.status.is_open())
        }
        Term::Is(State::Refunded) => refunded > 0 && refunded >= payment.amount().minor(),
        Term::Is(State::PartlyRefunded) => refunded > 0 && refunded < payment.amount().minor(),
        Term::Is(State::Attention) => !payment.concerns().is_empty(),
        Term::Amount(comparison, number) => compares(payment.amount(), *comparison, *number),
        Term::From(_) | Term::To(_) => true,
        Term::Text(text) => {
            contains(&references(record), text)
                || contains(&people(record), text)
                || contains(&descriptions(record), text)
        }
        Term::Customer(text) => contains(&people(record), text),
        Term::Reference(text) => contains(&references(record), text),
    }
}

/// Both sides in units so small that neither has a fraction, in as many digits as it takes.
fn compares(amount: Money, comparison: Comparison, number: Decimal) -> bool {
    let written = amount.to_decimal_string();
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let mine = (whole.to_owned(), format!("{fraction:0<28}"));
    let number = number.to_string();
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    let theirs = (whole.to_owned(), format!("{fraction:0<28}"));
    let by_digits =
        |(whole, fraction): &(String, String)| (whole.len(), whole.clone(), fraction.clone());
    let order = by_digits(&mine).cmp(&by_digits(&theirs));
    match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Equal => order.is_eq(),
        Comparison::AtLeast => order.is_ge(),
        Comparison::More => order.is_gt(),
    }
}

fn references(record: &PaymentRecord) -> Vec<String> {
    let payment = &record.payment;
    let mut names = vec![payment.reference.to_string()];
    names.extend(payment.gateway_reference.clone());
    for link in &payment.links {
        names.extend(link.candidates.iter().cloned());
        names.extend(link.gateway_reference.clone());
    }
    names
}

fn people(record: &PaymentRecord) -> Vec<String> {
    let person = record.person.clone().unwrap_or_default();
    [person.name, person.email].into_iter().flatten().collect()
}

fn descriptions(record: &PaymentRecord) -> Vec<String> {
    let order = record.payment.order.as_ref();
    order.and_then(|order| order.description.clone()).into_iter().collect()
}

pub(super) fn contains(texts: &[String], needle: &str) -> bool {
    texts.iter().any(|text| lower(text).contains(&lower(needle)))
}

fn lower(text: &str) -> String {
    let lower = text.chars().flat_map(char::to_lowercase);
    lower.map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}
