//! A transaction, whatever its kind: how it is made, named and told.

use chrono::{DateTime, Utc};
use ledger::{Currency, Money, PayoutKind};
use serde_json::{Value, json};

use super::call::Refusal;
use crate::holder::holder;
use crate::state::{Gateway, Payout, PayoutOrder, Stage, World};

const SURCHARGE: Money = Money::from_minor(500, Currency::INR);
const ID_PREFIX: &str = "NP";
const HOLDERS: [&str; 6] =
    ["ASHA RAO", "VIKRAM IYER", "MEENA KUMARI", "ROHAN DAS", "FATIMA SHEIKH", "JOSEPH KURIAN"];

/// Sending `amount` to `to`, for the usual surcharge.
pub(super) fn sending(
    kind: PayoutKind,
    reference: String,
    amount: Money,
    to: String,
) -> PayoutOrder {
    PayoutOrder {
        gateway: Gateway::Nowpay,
        kind,
        reference,
        may_repeat: false,
        amount,
        fee: SURCHARGE,
        name: Some(name_of(&to).to_owned()),
        to,
        via: String::new(),
        narration: None,
    }
}

/// Makes it, and tells how it went.
pub(super) fn make(world: &World, order: PayoutOrder) -> Result<Value, Refusal> {
    let payout = world.pay_out(order).map_err(Refusal::new)?;
    Ok(told(&payout, world.now()))
}

/// Who holds an account, a wallet or a UPI address.
pub(super) fn name_of(account: &str) -> &'static str {
    holder(account, &HOLDERS)
}

/// Nowpay's own id: `ourrequestid`, in the history `Clientid`.
pub(super) fn our_id(payout: &Payout) -> String {
    format!("{ID_PREFIX}{:010}", payout.number)
}

/// The number in Nowpay's own id.
pub(super) fn number_of(our_id: &str) -> Option<u64> {
    our_id.strip_prefix(ID_PREFIX)?.parse().ok()
}

/// The bank's or operator's reference, which there is once the money has arrived.
pub(super) fn bank_reference(payout: &Payout, stage: Stage) -> Option<String> {
    matches!(stage, Stage::Arrived(_)).then(|| format!("4{:011}", payout.number))
}

/// `success` of a transaction, and words for it.
pub(super) fn outcome(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Arrived(_) => ("1", "Transaction successful"),
        Stage::Pending => ("2", "Transaction pending"),
        Stage::Failed(_) => ("0", "Transaction failed at the beneficiary's side"),
    }
}

fn told(payout: &Payout, now: DateTime<Utc>) -> Value {
    let stage = payout.stage(now);
    let (success, message) = outcome(stage);
    let mut reply = json!({
        "success": success,
        "message": message,
        "ourrequestid": our_id(payout),
        "yourrequestid": payout.order.reference,
        "beneficiaryName": payout.order.name,
    });
    if let Some(reference) = bank_reference(payout, stage) {
        reply["rrn"] = Value::String(reference);
    }
    reply
}
