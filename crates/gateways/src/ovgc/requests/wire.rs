//! Requests and answers of the payment-request API, and what the answers mean.
//!
//! The documents say no more of the answer than that it has a `url`, so each thing is looked for under the names that
//! integrators look for, in `data` and beside it.

use chrono::{DateTime, Utc};
use ledger::{Currency, Mode, Money};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::is_order_uuid;
use crate::names::first_and_last;
use crate::ovgc::report::{report, status};
use crate::ovgc::{OVGC, is_id};
use crate::reading::{
    Number, checkout_address, currency, json_number, lenient_object, lenient_text, parse, sentence,
    word,
};
use crate::{Error, LinkOpened, LinkRequest, PaymentReport};

/// `POST /backend/api/payment-request-api`.
#[derive(Serialize)]
pub(super) struct NewRequest<'a> {
    api_key: &'a str,
    order_uuid: &'a str,
    total_amount: Box<RawValue>,
    email: &'a str,
    success_url: &'a str,
    cancel_url: &'a str,
    product_title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<&'a str>,
}

impl<'a> NewRequest<'a> {
    /// Without a description the order number stands for it, since there is no other field for that.
    pub(super) fn of(
        request: &'a LinkRequest,
        order_uuid: &'a str,
        api_key: &'a SecretString,
    ) -> Result<Self, Error> {
        let (first_name, last_name) = first_and_last(request.customer.name.as_deref());
        Ok(Self {
            api_key: api_key.expose_secret(),
            order_uuid,
            total_amount: json_number(request.amount)?,
            email: request.customer.email.as_deref().unwrap_or_default(),
            success_url: request.urls.success.as_deref().unwrap_or_default(),
            cancel_url: request.urls.cancel.as_deref().unwrap_or_default(),
            product_title: request.description.as_deref().unwrap_or(request.reference.as_str()),
            first_name,
            last_name,
        })
    }
}

/// An answer: what is in `data`, and what is beside it.
struct Answer {
    inside: Facts,
    beside: Facts,
}

/// `status` and `success` say how the request went where they are `true` or `false`; a text in `status` is the payment's.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Facts {
    #[serde(deserialize_with = "lenient_text")]
    url: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    checkout_url: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    payment_url: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    redirect_url: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    transaction_id: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    order_uuid: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    payment_status: Option<String>,
    status: Option<Box<RawValue>>,
    success: Option<Box<RawValue>>,
    total_amount: Option<Number>,
    amount: Option<Number>,
    currency: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    error: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    message: Option<String>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default, deserialize_with = "lenient_object")]
    data: Option<Box<RawValue>>,
}

impl Facts {
    fn address(&self) -> Option<&str> {
        let names = [&self.url, &self.checkout_url, &self.payment_url, &self.redirect_url];
        names.into_iter().find_map(|url| url.as_deref())
    }

    fn says_no(&self) -> bool {
        [&self.status, &self.success].into_iter().flatten().any(|said| said.get() == "false")
    }

    fn state(&self) -> Option<String> {
        serde_json::from_str(self.status.as_ref()?.get()).ok()
    }

    fn said(&self) -> Option<String> {
        self.message.as_deref().or(self.error.as_deref()).and_then(sentence)
    }

    fn amount(&self, expected: Currency) -> Result<Option<Money>, Error> {
        let Some(number) = self.total_amount.or(self.amount) else {
            return Ok(None);
        };
        let currency = match self.currency.as_deref() {
            Some(code) => currency(OVGC, code)?,
            None => expected,
        };
        let amount = number.major_units(currency);
        amount
            .map(Some)
            .ok_or_else(|| Error::malformed(OVGC, "its amount cannot be one of its currency"))
    }
}

impl Answer {
    fn read(body: &[u8]) -> Result<Self, Error> {
        let envelope: Envelope = parse(OVGC, body)?;
        let inside = match envelope.data {
            Some(data) => parse(OVGC, data.get().as_bytes())?,
            None => Facts::default(),
        };
        Ok(Self { inside, beside: parse(OVGC, body)? })
    }

    /// Each place where a thing may be, the likelier first.
    fn places(&self) -> [&Facts; 2] {
        [&self.inside, &self.beside]
    }

    fn find<'a, T>(&'a self, thing: impl Fn(&'a Facts) -> Option<T>) -> Option<T> {
        self.places().into_iter().find_map(thing)
    }

    fn says_no(&self) -> bool {
        self.places().into_iter().any(Facts::says_no)
    }

    fn has_error(&self) -> bool {
        self.places().into_iter().any(|facts| facts.error.is_some())
    }

    fn amount(&self, expected: Currency) -> Result<Option<Money>, Error> {
        let [inside, beside] = self.places();
        Ok(match inside.amount(expected)? {
            Some(amount) => Some(amount),
            None => beside.amount(expected)?,
        })
    }

    /// The word for the payment's state. A plain `status` beside `data` may be about the request, so it comes last.
    fn state(&self) -> Option<String> {
        self.find(|facts| facts.payment_status.clone()).or_else(|| self.find(Facts::state))
    }

    /// Whether it names a payment, and another than the one asked for. Where it names our id alone, one that was asked for
    /// by OVGC's cannot be compared.
    fn is_about_another(&self, asked: &str) -> bool {
        let transaction = self.find(|facts| facts.transaction_id.as_deref());
        let order = self.find(|facts| facts.order_uuid.as_deref());
        match (transaction, order) {
            (None, None) => false,
            (None, Some(order)) => order != asked && is_order_uuid(asked),
            (Some(transaction), order) => transaction != asked && order != Some(asked),
        }
    }
}

/// Reads the answer to a payment request. One over another amount than asked for is not used.
pub(super) fn opened(
    body: &[u8],
    asked: Money,
    order_uuid: &str,
    expires_at: DateTime<Utc>,
) -> Result<LinkOpened, Error> {
    let answer = Answer::read(body)?;
    let Some(address) = answer.find(Facts::address) else {
        if answer.says_no() || answer.has_error() {
            let message = answer.find(Facts::said);
            return Err(Error::Refused { gateway: OVGC, status: 200, code: None, message });
        }
        return Err(Error::malformed(OVGC, "it has no address to pay at"));
    };
    if answer.says_no() {
        return Err(Error::malformed(OVGC, "it says no, and gives an address to pay at"));
    }
    if answer.find(|facts| facts.order_uuid.as_deref()).is_some_and(|order| order != order_uuid) {
        return Err(Error::OtherPayment { gateway: OVGC });
    }
    if answer.amount(asked.currency())?.is_some_and(|amount| amount != asked) {
        return Err(Error::malformed(OVGC, "the request is over another amount than asked for"));
    }
    let id = answer.find(|facts| facts.transaction_id.as_deref()).unwrap_or(order_uuid);
    if !is_id(id) {
        return Err(Error::malformed(OVGC, "its transaction id is none that can be looked up"));
    }
    Ok(LinkOpened {
        gateway_reference: id.to_owned(),
        url: checkout_address(OVGC, address)?,
        expires_at: Some(expires_at),
    })
}

/// Reads what OVGC knows of the payment request `asked` for. No document promises an amount; where there is none, the
/// request's own stands.
pub(super) fn order(
    body: &[u8],
    asked: &str,
    expected: Currency,
    mode: Mode,
) -> Result<PaymentReport, Error> {
    let answer = Answer::read(body)?;
    if answer.is_about_another(asked) {
        return Err(Error::OtherPayment { gateway: OVGC });
    }
    let message = answer.find(Facts::said);
    let said = match answer.state() {
        Some(said) => said,
        None if answer.says_no() || answer.has_error() => {
            return Err(Error::NotFound { gateway: OVGC, message });
        }
        None => return Err(Error::malformed(OVGC, "it does not say how the payment stands")),
    };
    let amount = answer.amount(expected)?;
    Ok(report(asked, status(&said), word(&said), amount, message, mode))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::damage::damaged;

    const EXAMPLES: [&str; 2] = [
        include_str!("../../../tests/fixtures/ovgc/request_reply.json"),
        include_str!("../../../tests/fixtures/ovgc/order_status_reply.json"),
    ];

    const TRANSACTION: &str = "TXN-2f6a90";

    fn read_as_everything(body: &[u8]) {
        let asked = Money::from_minor(2500, Currency::USD);
        let _ = opened(body, asked, TRANSACTION, DateTime::UNIX_EPOCH);
        let _ = order(body, TRANSACTION, Currency::USD, Mode::Test);
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
    }
}
