//! Novac's requests and answers, and what the answers mean.
//!
//! Answers come as `{status, message, data}`, but refunds may come bare, transfers say `success` for `status`, and the
//! payment's reference has three names. All are read. `status:false` on a look-up means "not found yet": only a word of
//! the payment itself says that it failed.

mod payment;
mod refund;

use ledger::GatewayKind;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::reading::{checkout_address, lenient_object, lenient_text, parse, sentence};
use crate::{Error, LinkOpened};
pub(super) use payment::payment;
pub(super) use refund::{refund_made, refunds};

const NOVAC: GatewayKind = GatewayKind::Novac;

/// `POST /api/v1/checkout` (seed 000).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Checkout<'a> {
    pub(super) amount: Box<RawValue>,
    pub(super) currency: &'a str,
    pub(super) email: &'a str,
    pub(super) reference: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) callback_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) redirect_url: Option<&'a str>,
}

/// `POST /api/v1/initiate` (Novac API reference). `metaData` is a text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Initiate<'a> {
    pub(super) transaction_reference: &'a str,
    pub(super) amount: Box<RawValue>,
    pub(super) currency: &'a str,
    pub(super) meta_data: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) redirect_url: Option<&'a str>,
    pub(super) checkout_customer_data: InitiateCustomer<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) checkout_customization_data: Option<InitiateCustomization<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InitiateCustomer<'a> {
    pub(super) email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_name: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InitiateCustomization<'a> {
    pub(super) payment_description: &'a str,
}

/// `POST /api/v1/refund` (seed 000) without an amount, `POST /api/v1/partial-refund` (Novac API reference) with one.
#[derive(Serialize)]
pub(super) struct RefundOrder<'a> {
    pub(super) reference: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) amount: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) customer_note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) merchant_note: Option<&'a str>,
}

/// The outside of an answer.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    status: Option<Box<RawValue>>,
    #[serde(default)]
    success: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "lenient_text")]
    message: Option<String>,
    #[serde(default)]
    data: Option<Box<RawValue>>,
}

impl Envelope {
    fn says_no(&self) -> bool {
        let no = |value: &RawValue| {
            matches!(value.get(), "false" | "\"false\"" | "\"failed\"" | "\"error\"" | "0")
        };
        [&self.status, &self.success].into_iter().flatten().any(|value| no(value))
    }

    fn message(&self) -> Option<String> {
        self.message.as_deref().and_then(sentence)
    }

    /// What is inside, where there is anything.
    fn data(&self) -> Option<&str> {
        self.data.as_deref().map(RawValue::get).filter(|data| *data != "null")
    }

    /// The error of an answer that came with a 2xx status and says no all the same.
    fn refused(&self) -> Error {
        Error::Refused { gateway: NOVAC, status: 200, code: None, message: self.message() }
    }
}

/// The answer to a checkout's start, in `data` or beside it; both names of the address are documented.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Opened {
    #[serde(deserialize_with = "lenient_text")]
    checkout_url: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    payment_redirect_url: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    transaction_reference: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    transaction_ref: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    reference: Option<String>,
}

#[derive(Deserialize)]
struct Merchant {
    #[serde(default, deserialize_with = "lenient_object")]
    data: Option<MerchantName>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MerchantName {
    #[serde(default, deserialize_with = "lenient_text")]
    merchant_name: Option<String>,
}

/// Reads the answer to a checkout's start. Without an address to pay at, it may or may not have been made.
pub(super) fn link(body: &[u8], asked: &str) -> Result<LinkOpened, Error> {
    let envelope: Envelope = parse(NOVAC, body)?;
    if envelope.says_no() {
        return Err(envelope.refused());
    }
    let beside: Opened = parse(NOVAC, body)?;
    let inside: Opened = match envelope.data() {
        Some(data) => parse(NOVAC, data.as_bytes())?,
        None => Opened::default(),
    };
    let address = inside
        .checkout_url
        .or(inside.payment_redirect_url)
        .or(beside.checkout_url)
        .or(beside.payment_redirect_url)
        .ok_or_else(|| Error::malformed(NOVAC, "it has no address to pay at"))?;
    let reference = inside
        .transaction_reference
        .or(inside.transaction_ref)
        .or(inside.reference)
        .or(beside.transaction_reference)
        .or(beside.transaction_ref)
        .or(beside.reference)
        .unwrap_or_else(|| asked.to_owned());
    if reference != asked && sentence(&reference).as_ref() != Some(&reference) {
        return Err(Error::malformed(NOVAC, "its reference is none that can be kept"));
    }
    Ok(LinkOpened {
        gateway_reference: reference,
        url: checkout_address(NOVAC, &address)?,
        expires_at: None,
    })
}

/// Reads the merchant's name, where the answer has one.
pub(super) fn merchant_name(body: &[u8]) -> Option<String> {
    let merchant: Merchant = parse(NOVAC, body).ok()?;
    merchant.data?.merchant_name.as_deref().and_then(sentence)
}

#[cfg(test)]
mod tests {
    use ledger::{Currency, Mode};
    use proptest::prelude::*;

    use super::*;

    const EXAMPLES: [&str; 6] = [
        include_str!("../../tests/fixtures/novac/checkout_reply.json"),
        include_str!("../../tests/fixtures/novac/initiate_reply.json"),
        include_str!("../../tests/fixtures/novac/verify_reply_full.json"),
        include_str!("../../tests/fixtures/novac/refund_reply.json"),
        include_str!("../../tests/fixtures/novac/refund_reply_enveloped.json"),
        include_str!("../../tests/fixtures/novac/refund_list.json"),
    ];

    fn read_as_everything(body: &[u8]) {
        let _ = link(body, "ORDER-00123");
        let _ = payment(body, "ORDER-00123", Some(Currency::NGN), Mode::Test);
        let _ = refund_made(body, "ORDER-00123", Currency::NGN);
        let _ = refunds(body, None);
        let _ = merchant_name(body);
    }

    proptest! {
        #[test]
        fn no_answer_is_too_odd_to_be_refused_calmly(body: Vec<u8>) {
            read_as_everything(&body);
        }

        #[test]
        fn no_damage_to_an_answer_is_too_odd_either(
            which in 0..EXAMPLES.len(), at: prop::sample::Index, length in 0..12_usize, patch: Vec<u8>,
        ) {
            let mut body = EXAMPLES[which].as_bytes().to_vec();
            let from = at.index(body.len());
            let to = body.len().min(from + length);
            body.splice(from..to, patch);
            read_as_everything(&body);
        }
    }
}
