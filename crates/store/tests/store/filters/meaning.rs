//! What each filter means, said of one payment: what the lists from SQL are held against.

use chrono::{DateTime, Utc};
use ledger::{Comparison, Money, RefundStatus, State, Term};
use rust_decimal::Decimal;
use store::{DatedFilter, PaymentRecord, PayoutRecord};

pub(super) fn within(filter: &DatedFilter, time: DateTime<Utc>) -> bool {
    filter.from.is_none_or(|from| time >= from) && filter.until.is_none_or(|until| time < until)
}

pub(super) fn fits(record: &PaymentRecord, filter: &DatedFilter) -> bool {
    filter.filter.terms.iter().all(|term| meets(record, term))
}

/// Whether a payout fulfils all of it, and all of it can be said of a payout.
pub(super) fn fits_payout(record: &PayoutRecord, filter: &DatedFilter) -> bool {
    let payout = &record.payout;
    let order = &payout.order;
    filter.filter.terms.iter().all(|term| match term {
        Term::Gateway(any) => any.contains(&order.gateway),
        Term::Mode(any) => any.contains(&order.mode),
        Term::Currency(any) => any.contains(&order.amount.currency()),
        Term::Account(name) => lower(record.account_name.as_str()) == lower(name),
        Term::Amount(comparison, number) => compares(order.amount, *comparison, *number),
        Term::From(_) | Term::To(_) => true,
        Term::Reference(text) => {
            let own = std::iter::once(order.reference.to_string());
            let learned = [payout.gateway_payout_id.clone(), payout.bank_reference.clone()];
            contains(&own.chain(learned.into_iter().flatten()).collect::<Vec<_>>(), text)
        }
        _ => false,
    })
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
            let refunds = payment.refunds.iter();
            let is_under_way = refunds.map(|refund| refund.status).any(RefundStatus::is_open);
            payment.only_import().is_none() && (payment.status.is_open() || is_under_way)
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
