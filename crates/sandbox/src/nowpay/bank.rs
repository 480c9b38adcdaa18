//! Money to bank accounts: the payout, and the transfer from a registered sender to a registered receiver.

use ledger::{Currency, Money, PayoutKind};
use serde::Deserialize;
use serde_json::Value;

use super::call::{Id, Refusal, is_digits, one_of, phone, request_id, rupees};
use super::transaction::{make, sending};
use crate::request::text;
use crate::state::{PayoutOrder, World};

const ACCOUNT_DIGITS: std::ops::RangeInclusive<usize> = 9..=18;
const MOST_PER_TRANSFER: Money = Money::from_minor(500_000, Currency::INR);

#[derive(Deserialize)]
pub(super) struct BankPayout {
    accountnumber: String,
    ifsc: String,
    amount: String,
    yourrequestid: String,
    name: String,
    #[serde(rename = "transferMode")]
    transfer_mode: String,
}

#[derive(Deserialize)]
pub(super) struct AccountTransfer {
    snumber: String,
    beneficiaryid: Id,
    remitterid: Id,
    amount: String,
    yourrequestid: String,
    #[serde(rename = "transferMode")]
    transfer_mode: String,
}

pub(super) fn payout(world: &World, asked: BankPayout) -> Result<Value, Refusal> {
    let amount = rupees(&asked.amount)?;
    one_of(&asked.transfer_mode, "transferMode", &["IMPS", "NEFT", "RTGS"])?;
    if !is_digits(&asked.accountnumber) || !ACCOUNT_DIGITS.contains(&asked.accountnumber.len()) {
        return Err(Refusal::new("Invalid accountnumber: 9 to 18 digits"));
    }
    if !is_ifsc(&asked.ifsc) {
        return Err(Refusal::new("Invalid ifsc"));
    }
    let name = text(Some(asked.name)).ok_or_else(|| Refusal::new("Invalid name"))?;
    let reference = request_id(asked.yourrequestid)?;
    let order = sending(PayoutKind::Bank, reference, amount, asked.accountnumber);
    make(world, PayoutOrder { name: Some(name), via: asked.ifsc, ..order })
}

/// A `yourrequestid` seen before is taken again here, at the caller's risk, as the reference says.
pub(super) fn account_transfer(world: &World, asked: AccountTransfer) -> Result<Value, Refusal> {
    let amount = rupees(&asked.amount)?;
    one_of(&asked.transfer_mode, "transferMode", &["IMPS", "NEFT"])?;
    phone(asked.snumber, "snumber")?;
    let (beneficiary, remitter) = (asked.beneficiaryid.into_text(), asked.remitterid.into_text());
    if !is_digits(&beneficiary) || !is_digits(&remitter) {
        return Err(Refusal::new("Invalid beneficiaryid or remitterid"));
    }
    if amount > MOST_PER_TRANSFER {
        return Err(Refusal::new("Maximum amount per transaction is Rs 5000"));
    }
    let reference = request_id(asked.yourrequestid)?;
    let order = sending(PayoutKind::Remittance, reference, amount, beneficiary);
    make(world, PayoutOrder { may_repeat: true, via: remitter, ..order })
}

/// Four letters, a zero, six letters or digits.
fn is_ifsc(text: &str) -> bool {
    let capital = |byte: &u8| byte.is_ascii_uppercase();
    match text.as_bytes() {
        [bank @ .., b'0', b1, b2, b3, b4, b5, b6] => {
            let branch = [b1, b2, b3, b4, b5, b6];
            bank.len() == 4
                && bank.iter().all(capital)
                && branch.into_iter().all(|byte| capital(byte) || byte.is_ascii_digit())
        }
        _ => false,
    }
}
