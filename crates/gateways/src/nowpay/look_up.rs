//! What Nowpay's history says of a payout.
//!
//! The documents have one look-up, of recharges by Nowpay's id. The merchant's own id goes along, since a payout whose answer was
//! lost has no other. An answer counts only where every id that both sides know is the same and the amount is, too; so a history
//! that ignores our id and tells of something else changes nothing.

use ledger::{Currency, PayoutStatus};
use serde::de::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::refusal;
use super::wire::{GATEWAY, Said, text};
use crate::reading::{Number, lenient, lenient_text, parse, word};
use crate::{Error, PayoutHandle, PayoutReport};

/// Asks for one request.
#[derive(serde::Serialize)]
pub(super) struct Asked<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    ourrequestid: Option<&'a str>,
    yourrequestid: &'a str,
}

impl<'a> Asked<'a> {
    pub(super) fn of(handle: &'a PayoutHandle, id: &'a str) -> Self {
        Self { ourrequestid: handle.gateway_payout_id.as_deref(), yourrequestid: id }
    }
}

#[derive(serde::Deserialize)]
struct History {
    #[serde(default, deserialize_with = "lenient_text")]
    success: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    message: Option<String>,
    #[serde(default, deserialize_with = "one_or_many")]
    data: Vec<Transaction>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Transaction {
    #[serde(rename = "Clientid", deserialize_with = "lenient_text")]
    ours: Option<String>,
    #[serde(rename = "yourreqid", deserialize_with = "lenient_text")]
    yours: Option<String>,
    #[serde(deserialize_with = "lenient")]
    amount: Option<Number>,
    #[serde(deserialize_with = "lenient_text")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    message: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    op_referenceid: Option<String>,
    #[serde(deserialize_with = "lenient")]
    profit: Option<Number>,
    #[serde(deserialize_with = "lenient_text")]
    chargetype: Option<String>,
}

/// The documents show one transaction; a list of them is taken as well.
fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Transaction>, D::Error> {
    let raw = Option::<Box<RawValue>>::deserialize(deserializer)?;
    let text = raw.as_deref().map_or("", RawValue::get);
    let transactions = match text.as_bytes().first() {
        Some(b'{') => serde_json::from_str(text).map(|one| vec![one]),
        Some(b'[') => serde_json::from_str(text),
        _ => Ok(Vec::new()),
    };
    Ok(transactions.unwrap_or_default())
}

/// What came of a payout that was sent before.
pub(super) fn found(body: &[u8], handle: &PayoutHandle, id: &str) -> Result<PayoutReport, Error> {
    let history: History = parse(GATEWAY, body)?;
    let (said, message) = (Said::read(history.success.as_deref()), text(&history.message));
    if history.data.is_empty() {
        return Err(match said {
            Said::Failed => refusal::of(message.as_deref())
                .unwrap_or(Error::NotFound { gateway: GATEWAY, message }),
            _ => Error::malformed(GATEWAY, "it does not say what came of the payout"),
        });
    }
    let mut same = history.data.into_iter().filter(|told| told.is_about(handle, id));
    let told = same.next().ok_or(Error::OtherPayment { gateway: GATEWAY })?;
    if same.next().is_some() {
        return Err(Error::malformed(GATEWAY, "it has several payouts under one request id"));
    }
    told.check_amount(handle)?;
    Ok(told.report(said, message))
}

impl Transaction {
    fn is_about(&self, handle: &PayoutHandle, id: &str) -> bool {
        let ids = [
            (self.yours.as_deref(), Some(id)),
            (self.ours.as_deref(), handle.gateway_payout_id.as_deref()),
        ];
        let mut compared = ids
            .into_iter()
            .filter_map(|(told, known)| Some((told.map(str::trim).filter(is_id)?, known?)))
            .map(|(told, known)| told == known)
            .peekable();
        compared.peek().is_some() && compared.all(|same| same)
    }

    fn check_amount(&self, handle: &PayoutHandle) -> Result<(), Error> {
        match self.amount.and_then(|amount| amount.major_units(Currency::INR)) {
            Some(amount) if amount == handle.amount => Ok(()),
            Some(amount) => {
                let what = format!("it tells of {amount}, and {} was sent", handle.amount);
                Err(Error::malformed(GATEWAY, what))
            }
            None => Err(Error::malformed(GATEWAY, "it does not say over which amount")),
        }
    }

    fn report(self, said: Said, message: Option<String>) -> PayoutReport {
        let is_fee = self
            .chargetype
            .as_deref()
            .is_some_and(|charge| charge.trim().eq_ignore_ascii_case("surcharge"));
        let fee = self.profit.filter(|_| is_fee);
        PayoutReport {
            status: status(said, self.status.as_deref()),
            gateway_status: self.status.as_deref().map(word).unwrap_or_default(),
            gateway_payout_id: text(&self.ours),
            bank_reference: text(&self.op_referenceid),
            fee: fee.and_then(|fee| fee.major_units(Currency::INR)),
            message: text(&self.message).or(message),
        }
    }
}

fn is_id(text: &&str) -> bool {
    !text.eq_ignore_ascii_case("na")
}

/// A history answers twice: `success` as documented for every request, and the transaction's own `status`, whose words are not
/// documented. A `success` of 1 may only mean that the question was answered, so then `status` decides; else both have to say
/// the same. Without a `status` nothing is said of the payout.
fn status(said: Said, told: Option<&str>) -> PayoutStatus {
    let meant = told.map_or(PayoutStatus::Unknown, meaning);
    match said {
        Said::Done => meant,
        Said::Pending | Said::Failed if meant == said.status() => meant,
        _ => PayoutStatus::Unknown,
    }
}

fn meaning(told: &str) -> PayoutStatus {
    match told.trim().to_ascii_lowercase().as_str() {
        "1" | "success" | "successful" => PayoutStatus::Processed,
        "2" | "pending" | "processing" => PayoutStatus::Pending,
        "0" | "failed" | "failure" | "refunded" | "reversed" => PayoutStatus::Failed,
        _ => PayoutStatus::Unknown,
    }
}
