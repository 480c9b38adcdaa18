//! Starting a checkout: `POST /api/v1/checkout` (seed 000) and `POST /api/v1/initiate` (Novac API reference; its plug-ins).

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Envelope, NOVAC};
use crate::reading::{checkout_address, lenient_text, parse, sentence};
use crate::{Error, LinkOpened};

/// `POST /api/v1/checkout` (seed 000).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::novac) struct Checkout<'a> {
    pub(in crate::novac) amount: Box<RawValue>,
    pub(in crate::novac) currency: &'a str,
    pub(in crate::novac) email: &'a str,
    pub(in crate::novac) reference: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) callback_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) redirect_url: Option<&'a str>,
}

/// `POST /api/v1/initiate` (Novac API reference). `metaData` is a text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::novac) struct Initiate<'a> {
    pub(in crate::novac) transaction_reference: &'a str,
    pub(in crate::novac) amount: Box<RawValue>,
    pub(in crate::novac) currency: &'a str,
    pub(in crate::novac) meta_data: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) redirect_url: Option<&'a str>,
    pub(in crate::novac) checkout_customer_data: InitiateCustomer<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) checkout_customization_data: Option<InitiateCustomization<'a>>,
    /// A list with commas; all ways to pay where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) allowed_payment_options: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::novac) struct InitiateCustomer<'a> {
    pub(in crate::novac) email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) last_name: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::novac) struct InitiateCustomization<'a> {
    pub(in crate::novac) payment_description: &'a str,
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

/// Reads the answer to a checkout's start. Without an address to pay at, it may or may not have been made.
pub(in crate::novac) fn link(body: &[u8], asked: &str) -> Result<LinkOpened, Error> {
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
