//! Echezona's requests and answers (its shop plug-in; an integrator), and what the answers mean.
//!
//! `responseCode` is `00` for one and `04` for the other where all went well, so nothing is decided on it. No is said in
//! a line of plain text as often as in JSON, and with status 200 as often as with another.

use ledger::{Currency, Mode, Money, Observation, PaymentStatus, Source};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::ECHEZONA;
use crate::names::first_and_last;
use crate::reading::{
    Number, checkout_address, currency, lenient_object, lenient_text, parse, sentence, word,
};
use crate::unit::Unit;
use crate::{Error, LinkOpened, LinkRequest, PaymentReport};

/// `POST /Payments/Initialize`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Initialize<'a> {
    amount: String,
    currency: &'static str,
    email: &'a str,
    transaction_id: &'a str,
    callback_url: &'a str,
    metadata: Vec<Named<'a>>,
    product_id: &'a str,
    product_description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    value: &'a str,
}

impl<'a> Initialize<'a> {
    /// The order number is the product's id, and stands for a description that is not there.
    pub(super) fn of(
        request: &'a LinkRequest,
        transaction_id: &'a str,
        unit: Unit,
        mode: Mode,
    ) -> Self {
        let (first_name, last_name) = first_and_last(request.customer.name.as_deref());
        let order_number = request.reference.as_str();
        Self {
            amount: unit.write(request.amount),
            currency: request.amount.currency().code(),
            email: request.customer.email.as_deref().unwrap_or_default(),
            transaction_id,
            callback_url: request.urls.callback.as_deref().unwrap_or_default(),
            metadata: request.metadata.iter().map(|(name, value)| Named { name, value }).collect(),
            product_id: order_number,
            product_description: request.description.as_deref().unwrap_or(order_number),
            first_name,
            last_name,
            mode: match mode {
                Mode::Test => Some("Test"),
                Mode::Live => Some("Live"),
                Mode::Unknown => None,
            },
        }
    }
}

/// `POST /Payments/VerifyPayment`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Verify<'a> {
    pub(super) transaction_id: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(default, deserialize_with = "lenient_text")]
    response_code: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    response_message: Option<String>,
    #[serde(default, deserialize_with = "lenient_object")]
    data: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    #[serde(default, deserialize_with = "lenient_text")]
    payment_url: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    transaction_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Transaction {
    #[serde(default)]
    amount: Option<Number>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    is_successful: Option<bool>,
    #[serde(default, deserialize_with = "lenient_text")]
    gateway_response: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    transaction_id: Option<String>,
}

/// Puts a refusal where it belongs: one about the key may come with any status.
pub(super) fn sorted(error: Error, key: &'static str) -> Error {
    match error {
        Error::Refused { message: Some(message), .. }
        | Error::NotFound { message: Some(message), .. }
            if is_about_key(&message) =>
        {
            Error::Unauthorised { gateway: ECHEZONA, key, message: Some(message) }
        }
        error => error,
    }
}

/// Whether a refusal such as "Invalid merchant key" is about the key and not about what was asked.
fn is_about_key(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    let about = ["merchant key", "api key", "secret key", "authorization", "unauthorized"];
    about.iter().any(|words| message.contains(words))
}

fn refused(code: Option<String>, message: Option<String>, key: &'static str) -> Error {
    sorted(Error::Refused { gateway: ECHEZONA, status: 200, code, message }, key)
}

impl Answer {
    /// Reads an answer with status 200, which may still be a no in a line of text.
    fn read(body: &[u8], key: &'static str) -> Result<Self, Error> {
        match plain_line(body) {
            Some(line) => Err(refused(None, Some(line), key)),
            None => parse(ECHEZONA, body),
        }
    }

    fn message(&self) -> Option<String> {
        self.response_message.as_deref().and_then(sentence)
    }
}

/// A sentence that is no data, with or without quotes around it.
fn plain_line(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?.trim();
    let quoted: Option<String> = serde_json::from_str(text).ok();
    let text = quoted.as_deref().unwrap_or(text).trim();
    let is_words = text.starts_with(|c: char| c.is_alphabetic()) && text.lines().count() == 1;
    is_words.then(|| sentence(text)).flatten()
}

/// Reads the answer to a payment's start. Without an address to pay at, a refusal that can be read was one.
pub(super) fn opened(
    body: &[u8],
    transaction_id: &str,
    key: &'static str,
) -> Result<LinkOpened, Error> {
    let answer = Answer::read(body, key)?;
    let message = answer.message();
    let Some(data) = answer.data else {
        return Err(match message {
            Some(message) => refused(answer.response_code, Some(message), key),
            None => Error::malformed(ECHEZONA, "it tells nothing of the payment"),
        });
    };
    let opened: Opened = parse(ECHEZONA, data.get().as_bytes())?;
    if opened.transaction_id.is_some_and(|told| told != transaction_id) {
        return Err(Error::OtherPayment { gateway: ECHEZONA });
    }
    let address = opened.payment_url;
    let address =
        address.ok_or_else(|| Error::malformed(ECHEZONA, "it has no address to pay at"))?;
    Ok(LinkOpened {
        gateway_reference: transaction_id.to_owned(),
        url: checkout_address(ECHEZONA, &address)?,
        expires_at: None,
    })
}

/// What is needed to read what Echezona knows of a payment.
pub(super) struct Reading<'a> {
    pub(super) asked: &'a str,
    pub(super) expected: Currency,
    pub(super) unit: Unit,
    pub(super) mode: Mode,
    pub(super) key: &'static str,
}

impl Reading<'_> {
    pub(super) fn payment(&self, body: &[u8]) -> Result<PaymentReport, Error> {
        let answer = Answer::read(body, self.key)?;
        let message = answer.message();
        let Some(data) = answer.data else {
            return Err(sorted(Error::NotFound { gateway: ECHEZONA, message }, self.key));
        };
        let transaction: Transaction = parse(ECHEZONA, data.get().as_bytes())?;
        if transaction.transaction_id.as_deref().is_some_and(|told| told != self.asked) {
            return Err(Error::OtherPayment { gateway: ECHEZONA });
        }
        let said = transaction.status.as_deref();
        let said = said
            .ok_or_else(|| Error::malformed(ECHEZONA, "it does not say how the payment stands"))?;
        let status = status(said, transaction.is_successful);
        let amount = self.amount(&transaction)?;
        if status.is_captured() && amount.is_none() {
            let what = "it says that money was taken, and not how much";
            return Err(Error::malformed(ECHEZONA, what));
        }
        let observation = Observation {
            source: Source::Lookup,
            status,
            gateway_status: word(said),
            gateway_reference: Some(self.asked.to_owned()),
            amount,
            charged: None,
            fee: None,
            channel: None,
            message: transaction.gateway_response.as_deref().and_then(sentence),
        };
        Ok(PaymentReport { observation, customer: None, mode: self.mode })
    }

    fn amount(&self, transaction: &Transaction) -> Result<Option<Money>, Error> {
        let Some(number) = transaction.amount else {
            return Ok(None);
        };
        let currency = match transaction.currency.as_deref() {
            Some(code) => currency(ECHEZONA, code)?,
            None => self.expected,
        };
        let amount = self.unit.read(number, currency);
        amount.map(Some).ok_or_else(|| {
            let what = "its amount cannot be one in the unit that the account is set to";
            Error::malformed(ECHEZONA, what)
        })
    }
}

/// What a word for a payment's state means, beside whether it was successful. Where the two contradict each other, a person
/// looks at it.
fn status(word: &str, is_successful: Option<bool>) -> PaymentStatus {
    match (word.trim().to_ascii_lowercase().as_str(), is_successful) {
        ("successful", Some(true)) => PaymentStatus::Paid,
        ("pending", Some(false) | None) => PaymentStatus::Pending,
        ("failed", Some(false) | None) => PaymentStatus::Failed,
        _ => PaymentStatus::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::damage::damaged;

    const EXAMPLES: [&str; 2] = [
        include_str!("../../tests/fixtures/echezona/initialize_reply.json"),
        include_str!("../../tests/fixtures/echezona/verify_reply.json"),
    ];

    fn read_as_everything(body: &[u8]) {
        let _ = opened(body, "ORDER-00123-0a1b2c3d", "API key");
        for unit in [Unit::Major, Unit::Minor] {
            let asked = "ORDER-00123-0a1b2c3d";
            let (expected, mode) = (Currency::NGN, Mode::Test);
            let _ = Reading { asked, expected, unit, mode, key: "API key" }.payment(body);
        }
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
