//! Refunds as Novac tells them (Novac API reference): alone or in a list, in an envelope or bare.
//!
//! Which words a refund's status can be is not documented. `processed`, `completed` and `successful` count as done,
//! `failed`, `rejected` and `declined` as failed; every other word of a refund means "on its way, look again".

use chrono::{DateTime, Utc};
use ledger::{Currency, Money, RefundStatus};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Envelope, NOVAC, tells_of_nothing};
use crate::reading::{self, Number, is_list, lenient_text, parse, parse_list, sentence, word};
use crate::{Error, RefundReport};

/// `POST /api/v1/refund` (seed 000) without an amount, `POST /api/v1/partial-refund` (Novac API reference) with one.
#[derive(Serialize)]
pub(in crate::novac) struct RefundOrder<'a> {
    pub(in crate::novac) reference: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) amount: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) customer_note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) merchant_note: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refund {
    #[serde(default, deserialize_with = "lenient_text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    refund_reference: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    transaction_reference: Option<String>,
    #[serde(default)]
    amount: Option<Number>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    customer_note: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    created_at: Option<String>,
}

impl Refund {
    fn is_one(&self) -> bool {
        self.id.is_some() || self.refund_reference.is_some() || self.transaction_reference.is_some()
    }

    fn report(self, expected: Option<Currency>) -> Result<RefundReport, Error> {
        let currency = match self.currency.as_deref() {
            Some(code) => Some(reading::currency(NOVAC, code)?),
            None => expected,
        };
        Ok(RefundReport {
            gateway_refund_id: self.refund_reference.or(self.id).as_deref().and_then(sentence),
            gateway_reference: self.transaction_reference,
            amount: amount(self.amount, currency)?,
            status: refund_status(self.status.as_deref()),
            gateway_status: self.status.as_deref().map(word).unwrap_or_default(),
            created_at: self.created_at.as_deref().and_then(time),
            message: self.customer_note.as_deref().and_then(sentence),
        })
    }
}

/// Reads the answer to a refund's request. An answer without a refund in it means that it was taken on.
pub(in crate::novac) fn refund_made(
    body: &[u8],
    payment: &str,
    currency: Currency,
) -> Result<RefundReport, Error> {
    let envelope: Envelope = parse(NOVAC, body)?;
    let said = envelope.message();
    let found = refunds(body, Some(currency))?;
    let mut found = found.into_iter();
    let report = match (found.next(), found.next()) {
        (None, _) if envelope.says_no() && tells_of_a_refund(body, &envelope)? => {
            return Err(Error::malformed(
                NOVAC,
                "it says no, and seems to have a refund all the same",
            ));
        }
        (None, _) if envelope.says_no() => return Err(envelope.refused()),
        (None, _) => RefundReport {
            gateway_refund_id: None,
            gateway_reference: None,
            amount: None,
            status: RefundStatus::Pending,
            gateway_status: String::new(),
            created_at: None,
            message: None,
        },
        (Some(report), None) => {
            let contradicts = envelope.says_no() && report.status != RefundStatus::Failed;
            if contradicts {
                return Err(Error::malformed(NOVAC, "it says no, and has a refund all the same"));
            }
            report
        }
        (Some(_), Some(_)) => {
            return Err(Error::malformed(NOVAC, "it has several refunds where one was made"));
        }
    };
    if report.gateway_reference.as_deref().is_some_and(|reference| reference != payment) {
        return Err(Error::OtherPayment { gateway: NOVAC });
    }
    Ok(RefundReport { message: said.or(report.message), ..report })
}

/// Whether an answer that names no refund has something of one all the same: anything in it but the words of an error.
/// Only where it has nothing may it free the refund's amount.
fn tells_of_a_refund(body: &[u8], envelope: &Envelope) -> Result<bool, Error> {
    let bare: Refund = parse(NOVAC, body)?;
    if bare.amount.is_some() || bare.currency.is_some() || bare.created_at.is_some() {
        return Ok(true);
    }
    Ok(!envelope.is_only_words()?)
}

/// Reads all refunds in an answer; none where it says that there are none.
pub(in crate::novac) fn refunds(
    body: &[u8],
    expected: Option<Currency>,
) -> Result<Vec<RefundReport>, Error> {
    if is_list(body) {
        return list(body, expected);
    }
    let bare: Refund = parse(NOVAC, body)?;
    if bare.is_one() {
        return Ok(vec![bare.report(expected)?]);
    }
    let envelope: Envelope = parse(NOVAC, body)?;
    match envelope.data() {
        None => Ok(Vec::new()),
        Some(data) if is_list(data.as_bytes()) => list(data.as_bytes(), expected),
        Some(data) => {
            let refund: Refund = parse(NOVAC, data.as_bytes())?;
            if refund.is_one() { Ok(vec![refund.report(expected)?]) } else { Ok(Vec::new()) }
        }
    }
}

/// Reads a list of refunds of which each entry has to be one: a file that was kept tells nothing else, and what is left out of
/// it would be missing without a sign.
pub(in crate::novac) fn refund_list(
    body: &[u8],
    expected: Option<Currency>,
) -> Result<Vec<RefundReport>, Error> {
    if is_list(body) {
        return whole_list(body, expected);
    }
    let envelope: Envelope = parse(NOVAC, body)?;
    let message = envelope.message();
    match envelope.data() {
        Some(data) if is_list(data.as_bytes()) => whole_list(data.as_bytes(), expected),
        None if tells_of_nothing(&message) => Ok(Vec::new()),
        _ if envelope.says_no() => Err(envelope.refused()),
        _ => {
            let one = refunds(body, expected)?;
            if one.is_empty() {
                return Err(Error::malformed(NOVAC, "it has no list of refunds"));
            }
            Ok(one)
        }
    }
}

fn whole_list(body: &[u8], expected: Option<Currency>) -> Result<Vec<RefundReport>, Error> {
    let entries: Vec<Refund> = parse_list(NOVAC, body)?;
    let read = |(number, entry): (u64, Refund)| {
        let odd =
            |what: &str| Error::malformed(NOVAC, format!("refund {number} of the list {what}"));
        if !entry.is_one() {
            return Err(odd("names neither itself nor its payment"));
        }
        let has_amount = entry.amount.is_some();
        let report = entry.report(expected)?;
        let lacks_currency = has_amount && report.amount.is_none();
        if lacks_currency { Err(odd("does not say its currency")) } else { Ok(report) }
    };
    (1_u64..).zip(entries).map(read).collect()
}

fn list(body: &[u8], expected: Option<Currency>) -> Result<Vec<RefundReport>, Error> {
    let refunds: Vec<Refund> = parse_list(NOVAC, body)?;
    refunds.into_iter().filter(Refund::is_one).map(|refund| refund.report(expected)).collect()
}

fn amount(number: Option<Number>, currency: Option<Currency>) -> Result<Option<Money>, Error> {
    let (Some(number), Some(currency)) = (number, currency) else {
        return Ok(None);
    };
    let amount = number.major_units(currency);
    amount
        .map(Some)
        .ok_or_else(|| Error::malformed(NOVAC, "a refund's amount is none of its currency"))
}

fn refund_status(word: Option<&str>) -> RefundStatus {
    match word.map(|word| word.trim().to_ascii_lowercase()).as_deref() {
        Some("processed" | "completed" | "successful") => RefundStatus::Processed,
        Some("failed" | "rejected" | "declined") => RefundStatus::Failed,
        _ => RefundStatus::Pending,
    }
}

/// Reads a time that says its zone; one without could belong to another day.
fn time(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text.trim()).ok().map(|time| time.to_utc())
}
