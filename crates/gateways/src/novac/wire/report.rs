//! The balance report: `GET /api/v1/balancereport/{currency}/{start}/{end}` (Novac's guide to it).
//!
//! Amounts are texts with commas between thousands, times are `dd/MM/yyyy HH:mm` and say no zone. It is the merchant's money
//! day by day, so that a line that cannot be read exactly is an error with its number, and never left out. What is more than
//! 1,000 lines Novac sends by e-mail in place of an answer.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};
use ledger::{Currency, Money};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::signed::Signed;
use super::{Envelope, NOVAC};
use crate::reading::{self, Number, is_list, lenient_text, parse, parse_list, sentence, word};
use crate::{Error, Problem, ReportLine};

/// `27/06/2026 00:30`, where 0 stands for any digit.
const TIME_SHAPE: &[u8] = b"00/00/0000 00:00";
const TIME_FORMAT: &str = "%d/%m/%Y %H:%M";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    #[serde(default, rename = "type", deserialize_with = "lenient_text")]
    kind: Option<String>,
    #[serde(deserialize_with = "yes_or_no")]
    is_debit: Option<bool>,
    #[serde(default, deserialize_with = "lenient_text")]
    currency: Option<String>,
    amount: Number,
    balance_before: Signed,
    balance_after: Signed,
    #[serde(default, deserialize_with = "lenient_text")]
    reference: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    note: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    status: Option<String>,
    date: String,
}

/// Reads a report of one currency, whose times are in one zone.
pub(in crate::novac) fn report(
    body: &[u8],
    currency: Currency,
    zone: FixedOffset,
) -> Result<Vec<ReportLine>, Error> {
    let envelope: Envelope = parse(NOVAC, body)?;
    let message = envelope.message();
    let data = envelope.data().filter(|data| is_list(data.as_bytes()));
    let lines: Vec<Box<RawValue>> =
        data.map(|data| parse_list(NOVAC, data.as_bytes())).transpose()?.unwrap_or_default();
    if lines.is_empty() && says(&message, "mail") {
        return Err(Problem::new(
            "period",
            "Novac sends this report by e-mail, because it has more than 1,000 lines. Ask for fewer days at a time",
        )
        .into());
    }
    if lines.is_empty() && tells_of_nothing(&message) {
        return Ok(Vec::new());
    }
    if envelope.says_no() {
        return Err(envelope.refused());
    }
    if data.is_none() {
        return Err(Error::malformed(NOVAC, "it has no report, and does not say why"));
    }
    (1_u64..).zip(lines).map(|(number, line)| read(number, &line, currency, zone)).collect()
}

/// The currency that every line of a report names; nothing where one names none, or another.
pub(in crate::novac) fn report_currency(body: &[u8]) -> Result<Option<Currency>, Error> {
    #[derive(Deserialize)]
    struct Named {
        #[serde(default, deserialize_with = "lenient_text")]
        currency: Option<String>,
    }
    let envelope: Envelope = parse(NOVAC, body)?;
    let Some(data) = envelope.data().filter(|data| is_list(data.as_bytes())) else {
        return Ok(None);
    };
    let lines: Vec<Named> = parse_list(NOVAC, data.as_bytes())?;
    let mut named = lines.iter().map(|line| line.currency.as_deref()?.trim().parse().ok());
    let first = named.next().flatten();
    Ok(first.filter(|first| named.all(|currency| currency.as_ref() == Some(first))))
}

/// Whether a message is Novac's for days on which nothing moved: `No balance record found for date range : …`.
pub(in crate::novac) fn tells_of_nothing(message: &Option<String>) -> bool {
    says(message, "record found")
}

fn says(message: &Option<String>, what: &str) -> bool {
    message.as_ref().is_some_and(|said| said.to_lowercase().contains(what))
}

fn read(
    number: u64,
    line: &RawValue,
    currency: Currency,
    zone: FixedOffset,
) -> Result<ReportLine, Error> {
    let odd = |what: &str| Error::malformed(NOVAC, format!("line {number} of the report {what}"));
    let line: Line =
        parse(NOVAC, line.get().as_bytes()).map_err(|_| odd("has another form than documented"))?;
    if let Some(code) = &line.currency
        && reading::currency(NOVAC, code)? != currency
    {
        return Err(odd("is of another currency than was asked for"));
    }
    let signed = |amount: &Signed| {
        amount.major_units(currency).ok_or_else(|| odd("has a balance that is none"))
    };
    let amount =
        line.amount.major_units(currency).ok_or_else(|| odd("has an amount that is none"))?;
    let is_debit = line.is_debit.ok_or_else(|| odd("does not say whether money came or went"))?;
    Ok(ReportLine {
        kind: line.kind.as_deref().map(word).unwrap_or_default(),
        money: directed(amount, is_debit).ok_or_else(|| odd("has an amount that is none"))?,
        before: signed(&line.balance_before)?,
        after: signed(&line.balance_after)?,
        reference: line.reference.as_deref().and_then(sentence),
        note: line.note.as_deref().and_then(sentence),
        status: line.status.as_deref().map(word),
        at: time(&line.date, zone).ok_or_else(|| odd("has a time that is none"))?,
    })
}

/// What went out is below zero.
fn directed(amount: Money, is_debit: bool) -> Option<Money> {
    if is_debit { amount.checked_neg().ok() } else { Some(amount) }
}

/// The documents show `"yes"`; the other words are guesses.
fn yes_or_no<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(match raw.get().trim_matches('"').to_ascii_lowercase().as_str() {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    })
}

fn time(text: &str, zone: FixedOffset) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let fits = |(byte, shape): (u8, &u8)| {
        if *shape == b'0' { byte.is_ascii_digit() } else { byte == *shape }
    };
    let has_shape = text.len() == TIME_SHAPE.len() && text.bytes().zip(TIME_SHAPE).all(fits);
    let local = has_shape.then(|| NaiveDateTime::parse_from_str(text, TIME_FORMAT).ok())??;
    zone.from_local_datetime(&local).single().map(|time| time.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    /// `-1,186.50`, as Novac writes it.
    fn with_commas(minor: i64) -> String {
        let (whole, kobo) = (minor.unsigned_abs() / 100, minor.unsigned_abs() % 100);
        let mut text = format!(".{kobo:02}");
        for (place, digit) in whole.to_string().chars().rev().enumerate() {
            if place > 0 && place % 3 == 0 {
                text.insert(0, ',');
            }
            text.insert(0, digit);
        }
        format!("{}{text}", if minor < 0 { "-" } else { "" })
    }

    proptest! {
        #[test]
        fn every_amount_and_minute_is_read_as_it_was_written(
            amount in 0..=i64::MAX, before in -i64::MAX..=i64::MAX, after in -i64::MAX..=i64::MAX,
            is_debit: bool, minutes in 0..100_000_000_i64, quarters in -48..=56_i32,
        ) {
            let zone = FixedOffset::east_opt(quarters * 900).unwrap();
            let at = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(minutes);
            let body = serde_json::json!({"status": true, "data": [{
                "type": "payout",
                "isDebit": if is_debit { "Yes" } else { "No" },
                "amount": with_commas(amount),
                "balanceBefore": with_commas(before),
                "balanceAfter": with_commas(after),
                "date": at.with_timezone(&zone).format(TIME_FORMAT).to_string(),
            }]});
            let lines = report(body.to_string().as_bytes(), Currency::NGN, zone).unwrap();
            let ngn = |minor| Money::from_minor(minor, Currency::NGN);
            prop_assert_eq!(lines.len(), 1);
            prop_assert_eq!(lines[0].money, ngn(if is_debit { -amount } else { amount }));
            prop_assert_eq!((lines[0].before, lines[0].after), (ngn(before), ngn(after)));
            prop_assert_eq!(lines[0].at, at);
        }

        #[test]
        fn no_text_is_too_odd_to_be_no_time(text in "\\PC*|[0-9/: ]{0,20}") {
            if let Some(at) = time(&text, FixedOffset::east_opt(3600).unwrap()) {
                let zone = FixedOffset::east_opt(3600).unwrap();
                prop_assert_eq!(at.with_timezone(&zone).format(TIME_FORMAT).to_string(), text.trim());
            }
        }
    }
}
