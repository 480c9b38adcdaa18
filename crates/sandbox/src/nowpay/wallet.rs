//! Wallets at other companies and UPI addresses: checking who holds them, and loading a wallet.

use ledger::PayoutKind;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Refusal, one_of, phone, request_id, rupees};
use super::transaction::{make, name_of, sending};
use crate::state::{PayoutOrder, World};

/// The reference's text says the first two, its sample the third.
const WALLETS: [&str; 3] = ["PAYTM", "AMAZON", "PYTM_WALLET"];
const NOBODY: &str = "99";

#[derive(Deserialize)]
pub(super) struct UpiCheck {
    #[serde(rename = "beneficiaryVPA")]
    beneficiary_vpa: String,
    yourrequestid: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WalletCheck {
    beneficiary_phone_no: String,
    transfer_mode: String,
    #[serde(rename = "yourrequestid")]
    request_id: String,
    limit_check_amount: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WalletTransfer {
    beneficiary_phone_no: String,
    amount: String,
    #[serde(rename = "yourrequestid")]
    request_id: String,
    transfer_mode: String,
}

pub(super) fn verify_upi(world: &World, asked: UpiCheck) -> Result<Value, Refusal> {
    let request = request_id(asked.yourrequestid)?;
    let (name, bank) = asked
        .beneficiary_vpa
        .split_once('@')
        .filter(|(name, bank)| !name.is_empty() && !bank.is_empty() && !bank.contains('@'))
        .ok_or_else(|| Refusal::new("Invalid beneficiaryVPA"))?;
    let known = !name.ends_with(NOBODY) && bank.bytes().all(|byte| byte.is_ascii_alphanumeric());
    checked(world, known.then(|| name_of(name)), request)
}

pub(super) fn verify(world: &World, asked: WalletCheck) -> Result<Value, Refusal> {
    let request = request_id(asked.request_id)?;
    one_of(&asked.transfer_mode, "transferMode", &WALLETS)?;
    let phone = phone(asked.beneficiary_phone_no, "beneficiaryPhoneNo")?;
    asked.limit_check_amount.as_deref().map(rupees).transpose()?;
    checked(world, (!phone.ends_with(NOBODY)).then(|| name_of(&phone)), request)
}

pub(super) fn transfer(world: &World, asked: WalletTransfer) -> Result<Value, Refusal> {
    let amount = rupees(&asked.amount)?;
    one_of(&asked.transfer_mode, "transferMode", &WALLETS)?;
    let phone = phone(asked.beneficiary_phone_no, "beneficiaryPhoneNo")?;
    let reference = request_id(asked.request_id)?;
    let order = sending(PayoutKind::Wallet, reference, amount, phone);
    make(world, PayoutOrder { via: asked.transfer_mode, ..order })
}

fn checked(world: &World, holder: Option<&str>, request: String) -> Result<Value, Refusal> {
    let holder = holder.ok_or_else(|| Refusal::new("The beneficiary is not known"))?;
    let moment = world.now().timestamp_millis();
    Ok(json!({
        "success": "1",
        "message": "Verified successfully",
        "ourrequestid": format!("NV{moment}"),
        "yourrequestid": request,
        "rrn": moment.to_string(),
        "beneficiaryName": holder,
    }))
}
