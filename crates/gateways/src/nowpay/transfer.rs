//! What is sent to Nowpay, in the documents' words and their order of fields.
//!
//! Amounts are texts with two decimals. The narration has no field in any request and is not sent. The request of a recharge is
//! not published: it has the fields that Nowpay documents for plans and history.

use std::collections::BTreeMap;

use ledger::{Money, PayoutKind};
use serde::Serialize;

use super::PROFILE;
use super::routes::Fields;
use crate::{Error, PayoutRequest, PayoutRoute, Problem};

const NO_SUCH_ROUTE: &str = "Nowpay sends money to bank accounts, remitters' beneficiaries and wallets, and recharges phones.";

const NO_CHECK: &str = "Nowpay checks wallets and UPI addresses, and no other receivers.";

/// Sends money.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Transfer<'a> {
    Bank {
        accountnumber: &'a str,
        ifsc: String,
        amount: String,
        yourrequestid: &'a str,
        name: &'a str,
        #[serde(rename = "transferMode")]
        mode: &'a str,
    },
    Remittance {
        snumber: &'a str,
        beneficiaryid: &'a str,
        remitterid: &'a str,
        amount: String,
        yourrequestid: &'a str,
        #[serde(rename = "transferMode")]
        mode: &'a str,
    },
    Wallet {
        #[serde(rename = "beneficiaryPhoneNo")]
        phone: &'a str,
        amount: String,
        yourrequestid: &'a str,
        #[serde(rename = "transferMode")]
        mode: &'a str,
    },
    Recharge {
        number: &'a str,
        operatorid: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        circleid: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        planid: Option<&'a str>,
        amount: String,
        yourrequestid: &'a str,
    },
}

/// Asks who would receive money.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Check<'a> {
    Upi {
        #[serde(rename = "beneficiaryVPA")]
        address: &'a str,
        yourrequestid: &'a str,
    },
    Wallet {
        #[serde(rename = "beneficiaryPhoneNo")]
        phone: &'a str,
        #[serde(rename = "transferMode")]
        mode: &'a str,
        yourrequestid: &'a str,
    },
}

/// The request of a payout under an id, once everything about it is as it should be.
pub(super) fn of<'a>(
    request: &'a PayoutRequest,
    id: &'a str,
    most: Option<Money>,
    paytm: &'a str,
) -> Result<Transfer<'a>, Error> {
    let route = route(request.kind)?;
    PROFILE.accepts(request.amount)?;
    if let Some(most) = most.filter(|most| request.amount.minor() > most.minor()) {
        let message = format!("Nowpay takes {most} at a time; send it in parts");
        return Err(Problem::new("amount", message).into());
    }
    let fields = Fields::of(route, &request.fields)?;
    let amount = request.amount.to_decimal_string();
    Ok(match request.kind {
        PayoutKind::Bank => Transfer::Bank {
            accountnumber: fields.get("account_number"),
            ifsc: fields.get("ifsc").to_ascii_uppercase(),
            amount,
            yourrequestid: id,
            name: fields.get("account_name"),
            mode: fields.get("transfer_mode"),
        },
        PayoutKind::Remittance => Transfer::Remittance {
            snumber: fields.get("sender_number"),
            beneficiaryid: fields.get("beneficiary_id"),
            remitterid: fields.get("remitter_id"),
            amount,
            yourrequestid: id,
            mode: fields.get("transfer_mode"),
        },
        PayoutKind::Wallet => Transfer::Wallet {
            phone: fields.get("phone"),
            amount,
            yourrequestid: id,
            mode: wallet_word(fields.get("wallet"), paytm),
        },
        PayoutKind::Recharge => Transfer::Recharge {
            number: fields.get("number"),
            operatorid: fields.get("operator"),
            circleid: fields.given("circle"),
            planid: fields.given("plan"),
            amount,
            yourrequestid: id,
        },
        PayoutKind::Settlement | PayoutKind::Transfer => return Err(no_such_route()),
    })
}

/// The request of a check under an id.
pub(super) fn check_of<'a>(
    kind: PayoutKind,
    fields: &'a BTreeMap<String, String>,
    id: &'a str,
    paytm: &'a str,
) -> Result<Check<'a>, Error> {
    let route = route(kind)?;
    match kind {
        PayoutKind::Bank => {
            let fields = Fields::some(route, fields, &["upi"])?;
            Ok(Check::Upi { address: fields.get("upi"), yourrequestid: id })
        }
        PayoutKind::Wallet => {
            let fields = Fields::some(route, fields, &["phone", "wallet"])?;
            let mode = wallet_word(fields.get("wallet"), paytm);
            Ok(Check::Wallet { phone: fields.get("phone"), mode, yourrequestid: id })
        }
        _ => Err(Error::Unsupported { reason: NO_CHECK }),
    }
}

impl Transfer<'_> {
    /// Where it is sent, where that is published.
    pub(super) const fn published_route(&self) -> Option<&'static str> {
        match self {
            Self::Bank { .. } => Some("/api/bank/payout"),
            Self::Remittance { .. } => Some("/api/bank/account_transfer"),
            Self::Wallet { .. } => Some("/api/bank/wallet_transfer"),
            Self::Recharge { .. } => None,
        }
    }
}

impl Check<'_> {
    /// Where it is sent.
    pub(super) const fn route(&self) -> &'static str {
        match self {
            Self::Upi { .. } => "/api/bank/upi_verify",
            Self::Wallet { .. } => "/api/bank/wallet_verify",
        }
    }
}

fn route(kind: PayoutKind) -> Result<&'static PayoutRoute, Error> {
    PROFILE.payout_route(kind).ok_or_else(no_such_route)
}

const fn no_such_route() -> Error {
    Error::Unsupported { reason: NO_SUCH_ROUTE }
}

fn wallet_word<'a>(wallet: &'a str, paytm: &'a str) -> &'a str {
    if wallet == "PAYTM" { paytm } else { wallet }
}
