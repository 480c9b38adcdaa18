//! Novac's requests and answers, and what the answers mean.
//!
//! Answers come as `{status, message, data}`, but refunds may come bare, transfers say `success` for `status`, and the
//! payment's reference has three names. All are read. `status:false` on a look-up means "not found yet": only a word of
//! the payment itself says that it failed.

mod balance;
mod bank;
mod checkout;
mod fields;
mod payment;
mod refund;
mod report;
mod signed;
mod transfer;

use std::collections::BTreeMap;

use ledger::GatewayKind;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::Error;
use crate::reading::{is_list, lenient_object, lenient_text, parse, parse_list, sentence};
pub(super) use balance::{FeeQuestion, balances, fee};
pub(super) use bank::{AccountQuestion, banks, beneficiary};
pub(super) use checkout::{Checkout, Initiate, InitiateCustomer, InitiateCustomization, link};
pub(super) use payment::payment;
pub(super) use refund::{RefundOrder, refund_list, refund_made, refunds};
pub(super) use report::{report, report_currency, tells_of_nothing};
pub(super) use transfer::{Transfer, transfer_found, transfer_made};

const NOVAC: GatewayKind = GatewayKind::Novac;

/// The fields of `data` that explain a refusal.
const ERROR_FIELDS: [&str; 5] =
    ["responseCode", "responseMessage", "responseDescription", "message", "code"];

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

    fn is_empty(&self) -> bool {
        self.status.is_none() && self.success.is_none() && self.data().is_none()
    }

    /// Whether there is nothing inside but the words of an error, so that nothing can have been made.
    fn is_only_words(&self) -> Result<bool, Error> {
        let Some(data) = self.data().map(str::as_bytes) else { return Ok(true) };
        if is_list(data) {
            return Ok(parse_list::<IgnoredAny>(NOVAC, data)?.is_empty());
        }
        let fields: BTreeMap<String, Option<IgnoredAny>> = parse(NOVAC, data)?;
        let is_word = |(field, value): (&String, &Option<IgnoredAny>)| {
            value.is_none() || ERROR_FIELDS.contains(&field.as_str())
        };
        Ok(fields.iter().all(is_word))
    }

    fn message(&self) -> Option<String> {
        self.message.as_deref().and_then(sentence)
    }

    /// What is inside, where there is anything.
    fn data(&self) -> Option<&str> {
        self.data.as_deref().map(RawValue::get).filter(|data| *data != "null")
    }

    /// What is inside, or the whole of an answer that comes bare.
    fn inside<'a>(&'a self, body: &'a [u8]) -> &'a str {
        self.data().or_else(|| std::str::from_utf8(body).ok()).unwrap_or("{}").trim_start()
    }

    /// The error of an answer that came with a 2xx status and says no all the same.
    fn refused(&self) -> Error {
        Error::Refused { gateway: NOVAC, status: 200, code: None, message: self.message() }
    }
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

/// Reads the merchant's name, where the answer has one.
pub(super) fn merchant_name(body: &[u8]) -> Option<String> {
    let merchant: Merchant = parse(NOVAC, body).ok()?;
    merchant.data?.merchant_name.as_deref().and_then(sentence)
}

#[cfg(test)]
mod tests {
    use chrono::{Offset, Utc};
    use ledger::{Currency, Mode, Money};
    use proptest::prelude::*;

    use super::*;
    use crate::damage::damaged;

    const EXAMPLES: [&str; 12] = [
        include_str!("../../tests/fixtures/novac/checkout_reply.json"),
        include_str!("../../tests/fixtures/novac/initiate_reply.json"),
        include_str!("../../tests/fixtures/novac/verify_reply_full.json"),
        include_str!("../../tests/fixtures/novac/refund_reply.json"),
        include_str!("../../tests/fixtures/novac/refund_reply_enveloped.json"),
        include_str!("../../tests/fixtures/novac/refund_list.json"),
        include_str!("../../tests/fixtures/novac/transfer_found.json"),
        include_str!("../../tests/fixtures/novac/banks_reply.json"),
        include_str!("../../tests/fixtures/novac/account_reply.json"),
        include_str!("../../tests/fixtures/novac/balance_reply.json"),
        include_str!("../../tests/fixtures/novac/balance_report.json"),
        include_str!("../../tests/fixtures/novac/fee_reply.json"),
    ];

    fn read_as_everything(body: &[u8]) {
        let _ = link(body, "ORDER-00123");
        let _ = payment(body, "ORDER-00123", Some(Currency::NGN), Mode::Test);
        let _ = refund_made(body, "ORDER-00123", Currency::NGN);
        let _ = refunds(body, None);
        let _ = refund_list(body, None);
        let _ = merchant_name(body);
        let sent = Money::from_minor(500_050, Currency::NGN);
        let _ = transfer_made(body, "PAYOUT-00123", sent);
        let _ = transfer_found(body, "PAYOUT-00123", sent);
        let _ = banks(body);
        let _ = beneficiary(body, "0690000031");
        let _ = balances(body, Currency::NGN);
        let _ = fee(body, "ORDER-00123", Currency::NGN);
        let _ = report(body, Currency::NGN, Utc.fix());
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
