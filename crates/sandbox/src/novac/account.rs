//! The merchant's account: its balance, and the report of what moved it.
//!
//! The report's rows and refusals are the documents'; what they leave open is answered so: refusals are 400, the newest
//! row comes first as in their example, days and times are Lagos's, and of more than 1,000 rows there are none, since
//! those are sent by e-mail, which the sandbox does not do. The kinds beyond `payout` and `settlement_fee` are
//! `settlement`, `refund`, `payout_fee` and `payout_reversal`.

use std::sync::Arc;

use axum::extract::{Path, State};
use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use ledger::{Currency, Money};
use serde::Serialize;

use super::auth::SecretKey;
use super::refund::day;
use super::reply::{Answer, Refusal, done};
use crate::amount::{Major, grouped};
use crate::state::{Cause, Gateway, Movement, World};

const CURRENCIES: [Currency; 3] = [Currency::NGN, Currency::GHS, Currency::USD];
const MOST_ROWS: usize = 1_000;
const WINDOW: Months = Months::new(6);
const AHEAD_OF_UTC: TimeDelta = TimeDelta::hours(1);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Balance {
    currency: &'static str,
    balance: Major,
    available_balance: Major,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    r#type: &'static str,
    is_debit: &'static str,
    currency: &'static str,
    domain: &'static str,
    amount: String,
    balance_before: String,
    balance_after: String,
    reference: String,
    note: &'static str,
    status: &'static str,
    date: String,
}

pub(super) async fn balance(
    State(world): State<Arc<World>>,
    _: SecretKey,
    Path(code): Path<String>,
) -> Result<Answer<Balance>, Refusal> {
    let currency = currency(&code)?;
    let now = world.now();
    let left = Major(world.book().balance(Gateway::Novac, currency, now));
    let balance = Balance { currency: currency.code(), balance: left, available_balance: left };
    Ok(done("Balance retrieved successfully", balance))
}

pub(super) async fn report(
    State(world): State<Arc<World>>,
    _: SecretKey,
    Path((code, start, end)): Path<(String, String, String)>,
) -> Result<Answer<Vec<Row>>, Refusal> {
    let currency = currency(&code)?;
    let (from, to) = window(&start, &end)?;
    let now = world.now();
    let movements = world.book().movements(Gateway::Novac, currency, now);
    let rows: Vec<Row> = movements
        .into_iter()
        .rev()
        .filter(|movement| (from..=to).contains(&local(movement.at).date_naive()))
        .map(Row::of)
        .collect();
    match rows.len() {
        0 => Err(Refusal::Report(format!(
            "No balance record found for date range : {start} to {end}"
        ))),
        1..=MOST_ROWS => Ok(done("Balance report details retrieved successfully", rows)),
        _ => Ok(done("The balance report has been sent to your email address", Vec::new())),
    }
}

fn currency(code: &str) -> Result<Currency, Refusal> {
    let known = CURRENCIES.into_iter().find(|currency| currency.code() == code);
    known.ok_or_else(|| Refusal::invalid("The currency is not one of NGN, GHS and USD."))
}

fn window(start: &str, end: &str) -> Result<(NaiveDate, NaiveDate), Refusal> {
    let read = |text: &str, which: &str| {
        day(text).map_err(|_| {
            Refusal::Report(format!(
                "{which} Date format is wrong please use the format :: yyyy-MM-dd (eg 2025-02-09)"
            ))
        })
    };
    let (from, to) = (read(start, "Start")?, read(end, "End")?);
    if from > to {
        return Err(Refusal::Report("Start Date cannot be greater than End Date.".to_owned()));
    }
    if from.checked_add_months(WINDOW).is_some_and(|last| to > last) {
        return Err(Refusal::Report(
            "You can only pull a maximum of 6 months No balance report.".to_owned(),
        ));
    }
    Ok((from, to))
}

impl Row {
    fn of(movement: Movement) -> Self {
        let Movement { cause, amount, before, after, reference, at } = movement;
        let (kind, note) = words(cause);
        let size = Money::from_minor(amount.minor().saturating_abs(), amount.currency());
        Self {
            r#type: kind,
            is_debit: if amount.is_positive() { "no" } else { "yes" },
            currency: amount.currency().code(),
            domain: "test",
            amount: grouped(size),
            balance_before: grouped(before),
            balance_after: grouped(after),
            reference,
            note,
            status: "successful",
            date: local(at).format("%d/%m/%Y %H:%M").to_string(),
        }
    }
}

fn words(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::Payment => ("settlement", "Settlement of a transaction"),
        Cause::PaymentFee => ("settlement_fee", "Fee of a transaction"),
        Cause::Refund => ("refund", "Refund to a customer"),
        Cause::RefundReturned => ("refund_reversal", "Return of a failed refund"),
        Cause::Payout => ("payout", "Transfer to a bank account"),
        Cause::PayoutFee => ("payout_fee", "Fee of a transfer"),
        Cause::PayoutReturned => ("payout_reversal", "Return of a failed transfer and its fee"),
    }
}

/// The moment as clocks in Lagos show it.
fn local(at: DateTime<Utc>) -> DateTime<Utc> {
    at + AHEAD_OF_UTC
}
