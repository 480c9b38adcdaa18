//! What a merchant asked a gateway to collect, and what the gateway says came of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AccountId, GatewayKind, Mode, Money, PaymentStatus, PersonRef, Reference, Source};

/// Where the customer's browser goes. Which of these a gateway takes is the gateway's affair.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnUrls {
    /// Where the gateway reports back through the browser (Novac).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback: Option<String>,
    /// Where the customer is sent at the end (Novac).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<String>,
    /// Where the customer is sent after paying (OVGC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success: Option<String>,
    /// Where the customer is sent after leaving (OVGC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel: Option<String>,
}

/// What a merchant asked a gateway to collect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The account it is to be paid to.
    pub account: AccountId,
    /// The account's gateway.
    pub gateway: GatewayKind,
    /// Whether real money is meant.
    pub mode: Mode,
    /// The merchant's order number, as typed.
    pub reference: Reference,
    /// What is to be paid.
    pub amount: Money,
    /// Who is to pay.
    pub customer: PersonRef,
    /// What the customer is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where the customer's browser goes.
    #[serde(default)]
    pub urls: ReturnUrls,
    /// The merchant's own keys and values, handed to the gateway.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

/// What a gateway said of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// Where the news came from.
    pub source: Source,
    /// What it means.
    pub status: PaymentStatus,
    /// The gateway's own word.
    pub gateway_status: String,
    /// The gateway's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway_reference: Option<String>,
    /// What the order was paid with, before fees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// What the customer was charged, which is more where the customer bears the fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged: Option<Money>,
    /// What the gateway keeps of `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// How it was paid, in the gateway's word: card, bank transfer, USSD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The gateway's message, verbatim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}
