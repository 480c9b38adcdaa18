//! Requests and answers of the Checkout Sessions API (seed 002), and what the answers mean.
//!
//! A new session comes nested in `session`, a looked-up one flat in `data`; both are read in either place.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};
use ledger::{Currency, Mode, Money, PaymentStatus};
use serde::{Deserialize, Serialize};

use crate::ovgc::report::{report, status};
use crate::ovgc::{OVGC, is_id};
use crate::reading::{self, Number, checkout_address, lenient, lenient_text, parse, word};
use crate::{Error, LinkOpened, LinkRequest, PaymentReport};

/// The error code of a session whose time is over; it comes with status 400.
pub(super) const SESSION_EXPIRED: &str = "SESSION_EXPIRED";

/// `POST /api/checkout-sessions`.
#[derive(Serialize)]
pub(super) struct NewSession<'a> {
    amount: i64,
    currency: &'static str,
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_title: Option<&'a str>,
    success_url: &'a str,
    cancel_url: &'a str,
    metadata: BTreeMap<&'a str, &'a str>,
}

impl<'a> NewSession<'a> {
    /// The order number goes into `metadata`, since OVGC has no field for it.
    pub(super) fn of(request: &'a LinkRequest) -> Self {
        let mut metadata: BTreeMap<&str, &str> =
            request.metadata.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        metadata.entry("order_reference").or_insert(request.reference.as_str());
        Self {
            amount: request.amount.minor(),
            currency: request.amount.currency().code(),
            email: request.customer.email.as_deref().unwrap_or_default(),
            product_title: request.description.as_deref(),
            success_url: request.urls.success.as_deref().unwrap_or_default(),
            cancel_url: request.urls.cancel.as_deref().unwrap_or_default(),
            metadata,
        }
    }
}

#[derive(Deserialize)]
struct Answer {
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    session: Option<Session>,
    #[serde(default, deserialize_with = "lenient_text")]
    checkout_url: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    id: Option<String>,
    #[serde(default)]
    amount: Option<Number>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    expires_at: Option<String>,
}

#[derive(Deserialize)]
struct Session {
    #[serde(default, deserialize_with = "lenient_text")]
    id: Option<String>,
    #[serde(default)]
    amount: Option<Number>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    expires_at: Option<String>,
}

impl Data {
    fn read(body: &[u8]) -> Result<(Session, Option<String>), Error> {
        let answer: Answer = parse(OVGC, body)?;
        let data =
            answer.data.ok_or_else(|| Error::malformed(OVGC, "it tells nothing of the session"))?;
        let flat = Session {
            id: data.id,
            amount: data.amount,
            currency: data.currency,
            status: data.status,
            expires_at: data.expires_at,
        };
        Ok((data.session.unwrap_or(flat), data.checkout_url))
    }
}

impl Session {
    fn amount(&self, expected: Option<Currency>) -> Result<Option<Money>, Error> {
        let currency = match self.currency.as_deref() {
            Some(code) => Some(reading::currency(OVGC, code)?),
            None => expected,
        };
        let (Some(number), Some(currency)) = (self.amount, currency) else {
            return Ok(None);
        };
        let amount = number.minor_units(currency);
        amount
            .map(Some)
            .ok_or_else(|| Error::malformed(OVGC, "its amount is not in whole minor units"))
    }
}

/// Reads the answer to a new session. A session over another amount than asked for is not used.
pub(super) fn opened(
    body: &[u8],
    asked: Money,
    zone: FixedOffset,
    fallback: DateTime<Utc>,
) -> Result<LinkOpened, Error> {
    let (session, checkout_url) = Data::read(body)?;
    let amount = session.amount(Some(asked.currency()))?;
    if amount.is_some_and(|amount| amount != asked) {
        return Err(Error::malformed(OVGC, "the session is over another amount than asked for"));
    }
    let id = session.id.filter(|id| is_id(id));
    let id = id.ok_or_else(|| Error::malformed(OVGC, "it has no session id"))?;
    let address =
        checkout_url.ok_or_else(|| Error::malformed(OVGC, "it has no address to pay at"))?;
    let expires_at = session.expires_at.as_deref().and_then(|text| time(text, zone));
    Ok(LinkOpened {
        gateway_reference: id,
        url: checkout_address(OVGC, &address)?,
        expires_at: Some(expires_at.unwrap_or(fallback)),
    })
}

/// Reads what OVGC knows of the session `asked` for.
pub(super) fn session(
    body: &[u8],
    asked: &str,
    expected: Option<Currency>,
    mode: Mode,
) -> Result<PaymentReport, Error> {
    let (session, _) = Data::read(body)?;
    if session.id.as_deref().is_some_and(|id| id != asked) {
        return Err(Error::OtherPayment { gateway: OVGC });
    }
    let said = session.status.as_deref();
    let said =
        said.ok_or_else(|| Error::malformed(OVGC, "it does not say how the session stands"))?;
    let status = status(said);
    let amount = session.amount(expected)?;
    if status.is_captured() && amount.is_none() {
        return Err(Error::malformed(OVGC, "it says that money was taken, and not how much"));
    }
    Ok(report(asked, status, word(said), amount, None, mode))
}

/// What a refusal with [`SESSION_EXPIRED`] means.
pub(super) fn expired(asked: &str, message: Option<String>, mode: Mode) -> PaymentReport {
    report(asked, PaymentStatus::Expired, SESSION_EXPIRED.to_owned(), None, message, mode)
}

/// Reads `2026-04-14 12:30:00`, which says no zone, or a time that does.
fn time(text: &str, zone: FixedOffset) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()?;
    zone.from_local_datetime(&local).single().map(|time| time.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono::Offset;
    use proptest::prelude::*;

    use super::*;
    use crate::damage::damaged;

    const EXAMPLES: [&str; 2] = [
        include_str!("../../../tests/fixtures/ovgc/create_reply.json"),
        include_str!("../../../tests/fixtures/ovgc/session_reply.json"),
    ];

    fn read_as_everything(body: &[u8]) {
        let asked = Money::from_minor(2500, Currency::USD);
        let _ = opened(body, asked, Utc.fix(), DateTime::UNIX_EPOCH);
        let _ = session(body, "a1b2c3d4-e5f6-7890-abcd-ef1234567890", None, Mode::Test);
    }

    proptest! {
        #[test]
        fn no_answer_is_too_odd_to_be_refused_calmly(body: Vec<u8>) {
            read_as_everything(&body);
        }

        #[test]
        fn no_damage_to_an_answer_is_too_odd_either(body in damaged(&EXAMPLES)) {
            read_as_everything(&body);
        }

        #[test]
        fn no_expiry_time_is_too_odd_to_be_left_out(text in ".*", hours in -12..=14_i32) {
            let _ = time(&text, FixedOffset::east_opt(hours * 3600).unwrap());
        }
    }
}
