//! The history: one transaction of any kind, found by Nowpay's id or by the merchant's.

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Money, PayoutKind};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Refusal, USERNAME};
use super::recharge::operator_name;
use super::transaction::{bank_reference, number_of, our_id, outcome};
use crate::state::{Gateway, Payout, Stage, World};

const AHEAD_OF_UTC: TimeDelta = TimeDelta::minutes(330);

#[derive(Deserialize)]
pub(super) struct HistoryOf {
    ourrequestid: Option<String>,
    yourrequestid: Option<String>,
}

pub(super) fn show(world: &World, asked: &HistoryOf) -> Result<Value, Refusal> {
    let now = world.now();
    let book = world.book();
    let payouts = book.payouts();
    let found = match (&asked.ourrequestid, &asked.yourrequestid) {
        (Some(ours), _) => {
            number_of(ours).and_then(|number| payouts.by_number(Gateway::Nowpay, number))
        }
        (None, Some(yours)) => payouts.by_reference(Gateway::Nowpay, yours),
        (None, None) => return Err(Refusal::new("Send ourrequestid or yourrequestid")),
    };
    found.map(|payout| told(payout, now)).ok_or_else(|| Refusal::new("No record found"))
}

fn told(payout: &Payout, now: DateTime<Utc>) -> Value {
    let stage = payout.stage(now);
    let (success, message) = outcome(stage);
    let order = &payout.order;
    let earned = order.fee.minor() < 0;
    let profit = Money::from_minor(order.fee.minor().saturating_abs(), order.fee.currency());
    let cost = order.cost().minor();
    let before = payout.balance_before;
    let kept = matches!(stage, Stage::Failed(_)).then_some(before);
    let after = Money::from_minor(before.minor().saturating_sub(cost), before.currency());
    let is_recharge = order.kind == PayoutKind::Recharge;
    json!({
        "success": success,
        "data": {
            "transactionid": payout.number.to_string(),
            "MemberId": USERNAME,
            "number": order.to,
            "amount": order.amount.to_decimal_string(),
            "Clientid": our_id(payout),
            "op_referenceid": bank_reference(payout, stage).unwrap_or_default(),
            "status": word(stage),
            "message": message,
            "date": local(payout.created_at),
            "customerphonenumber": if is_recharge { order.to.as_str() } else { "" },
            "rechargetype": kind(order.kind),
            "operator": operator_name(&order.via).filter(|_| is_recharge).unwrap_or(&order.via),
            "profit": profit.to_decimal_string(),
            "chargetype": if earned { "Commission" } else { "Surcharge" },
            "beforebal": before.to_decimal_string(),
            "afterbal": kept.unwrap_or(after).to_decimal_string(),
            "apirequestid": "NA",
            "yourreqid": order.reference,
        },
    })
}

fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Arrived(_) => "Success",
        Stage::Pending => "Pending",
        Stage::Failed(_) => "Failed",
    }
}

fn kind(kind: PayoutKind) -> &'static str {
    match kind {
        PayoutKind::Recharge => "Recharge",
        PayoutKind::Wallet => "Wallet Transfer",
        PayoutKind::Remittance => "Account Transfer",
        _ => "Payout",
    }
}

fn local(time: DateTime<Utc>) -> String {
    (time + AHEAD_OF_UTC).format("%Y-%m-%d %H:%M:%S").to_string()
}
