//! What Nowpay answers. `success` decides, as a text or a number: 1 done, 2 pending, 0 failed, anything else unknown.
//!
//! The table of PAN coupons, where 17 is approved and 19 rejected, is another one and is not read here. Counts of plans and text
//! messages beside the balances are no money and are left out.

use ledger::{Currency, GatewayKind, PayoutStatus};
use serde::Deserialize;

use super::refusal;
use crate::reading::{Number, lenient, lenient_text, parse, sentence, word};
use crate::{Balance, Beneficiary, Error, PayoutReport};

pub(super) const GATEWAY: GatewayKind = GatewayKind::Nowpay;

/// What `success` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Done,
    Pending,
    Failed,
    /// None of the documented words, or nothing.
    Other,
}

impl Said {
    pub(super) fn read(success: Option<&str>) -> Self {
        match success.map(str::trim) {
            Some("1") => Self::Done,
            Some("2") => Self::Pending,
            Some("0") => Self::Failed,
            _ => Self::Other,
        }
    }

    pub(super) const fn status(self) -> PayoutStatus {
        match self {
            Self::Done => PayoutStatus::Processed,
            Self::Pending => PayoutStatus::Pending,
            Self::Failed => PayoutStatus::Failed,
            Self::Other => PayoutStatus::Unknown,
        }
    }
}

/// What every answer about a request has.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    #[serde(deserialize_with = "lenient_text")]
    success: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    message: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    ourrequestid: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    yourrequestid: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    rrn: Option<String>,
    #[serde(rename = "beneficiaryName", deserialize_with = "lenient_text")]
    beneficiary_name: Option<String>,
}

impl Answer {
    /// Reads an answer, which is about the request with this id.
    fn read(body: &[u8], id: &str) -> Result<Self, Error> {
        let answer: Self = parse(GATEWAY, body)?;
        match &answer.yourrequestid {
            Some(other) if other.trim() != id => Err(Error::OtherPayment { gateway: GATEWAY }),
            _ => Ok(answer),
        }
    }

    fn said(&self) -> Said {
        Said::read(self.success.as_deref())
    }

    fn message(&self) -> Option<String> {
        text(&self.message)
    }
}

/// A text as it is kept.
pub(super) fn text(told: &Option<String>) -> Option<String> {
    told.as_deref().and_then(sentence)
}

/// What came of a payout that was just sent.
pub(super) fn sent(body: &[u8], id: &str) -> Result<PayoutReport, Error> {
    let answer = Answer::read(body, id)?;
    let (said, message) = (answer.said(), answer.message());
    if said == Said::Failed
        && let Some(error) = refusal::of(message.as_deref())
    {
        return Err(error);
    }
    Ok(PayoutReport {
        status: said.status(),
        gateway_status: word(&answer.success.unwrap_or_default()),
        gateway_payout_id: text(&answer.ourrequestid),
        bank_reference: text(&answer.rrn),
        fee: None,
        message,
    })
}

/// Who would receive a payout. A check that is still pending says nothing yet, and counts as refused.
pub(super) fn checked(body: &[u8], id: &str) -> Result<Beneficiary, Error> {
    let answer = Answer::read(body, id)?;
    let message = answer.message();
    match answer.said() {
        Said::Done => Ok(Beneficiary { name: text(&answer.beneficiary_name), message }),
        Said::Failed => Err(refusal::or_refused(message.as_deref())),
        Said::Pending => {
            let pending = "the check is still pending";
            Err(refusal::or_refused(message.as_deref().or(Some(pending))))
        }
        Said::Other => Err(undecided()),
    }
}

#[derive(Deserialize)]
struct Balances {
    tradebal: Number,
    #[serde(default, deserialize_with = "lenient")]
    aepsbal: Option<Number>,
}

/// What is left in the wallets.
pub(super) fn balances(body: &[u8]) -> Result<Vec<Balance>, Error> {
    check_done(body)?;
    let wallets: Balances = parse(GATEWAY, body)?;
    let trade = wallets
        .tradebal
        .major_units(Currency::INR)
        .ok_or_else(|| Error::malformed(GATEWAY, "the balance is no amount in rupees"))?;
    let aeps = wallets.aepsbal.and_then(|balance| balance.major_units(Currency::INR));
    let named = [("Trade wallet", Some(trade)), ("AEPS wallet", aeps)];
    Ok(named
        .into_iter()
        .filter_map(|(title, money)| Some(Balance { title: title.to_owned(), money: money? }))
        .collect())
}

/// Whether a question was answered.
pub(super) fn check_done(body: &[u8]) -> Result<(), Error> {
    let answer: Answer = parse(GATEWAY, body)?;
    match answer.said() {
        Said::Done => Ok(()),
        Said::Failed | Said::Pending => Err(refusal::or_refused(answer.message().as_deref())),
        Said::Other => Err(undecided()),
    }
}

fn undecided() -> Error {
    Error::malformed(GATEWAY, "its `success` is none of 0, 1 and 2")
}
