//! Prepaid recharges, and the lists of operators, circles and plans one is chosen from.
//!
//! Only the reply with the plans is documented. The other lists have the words that reply and its request use.

use ledger::{Money, PayoutKind};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Id, Refusal, is_digits, phone, request_id, rupees};
use super::transaction::{make, sending};
use crate::state::{PayoutOrder, World};

/// An operator: its id, name, and whether it is a television.
const OPERATORS: [(&str, &str, bool); 5] = [
    ("1", "Sandbox Mobile", false),
    ("2", "Monsoon Telecom", false),
    ("3", "Deccan Cellular", false),
    ("4", "Sandbox Dish", true),
    ("5", "Lotus Television", true),
];

const CIRCLES: [(&str, &str); 6] = [
    ("1", "Delhi"),
    ("2", "Mumbai"),
    ("3", "Karnataka"),
    ("4", "Tamil Nadu"),
    ("5", "West Bengal"),
    ("6", "Gujarat"),
];

/// A plan: its id, type, price, talk time, validity and description.
const PLANS: [(&str, &str, &str, &str, &str, &str); 4] = [
    ("101", "Top-up", "20", "14.95", "Unlimited", "Talk time of Rs 14.95"),
    ("102", "Data", "49", "0", "3 days", "3 GB of data"),
    ("103", "Unlimited", "199", "Unlimited", "28 days", "Unlimited calls and 1.5 GB a day"),
    ("104", "Unlimited", "599", "Unlimited", "84 days", "Unlimited calls and 2 GB a day"),
];

#[derive(Deserialize)]
pub(super) struct Submission {
    number: String,
    operatorid: Id,
    circleid: Option<Id>,
    amount: String,
    yourrequestid: String,
}

#[derive(Deserialize)]
pub(super) struct PlansOf {
    operatorid: Id,
    circleid: Id,
}

/// A recharge. Mobile operators want the circle too.
pub(super) fn submit(world: &World, asked: Submission) -> Result<Value, Refusal> {
    let amount = rupees(&asked.amount)?;
    let (operator, _, is_television) = operator(asked.operatorid)?;
    let circle = asked.circleid.map(circle).transpose()?;
    if circle.is_none() && !is_television {
        return Err(Refusal::new("Invalid circleid"));
    }
    let number = if is_television && is_digits(&asked.number) {
        asked.number
    } else {
        phone(asked.number, "number")?
    };
    let reference = request_id(asked.yourrequestid)?;
    let order = sending(PayoutKind::Recharge, reference, amount, number);
    make(world, PayoutOrder { fee: commission(amount), via: operator.to_owned(), ..order })
}

pub(super) fn operators() -> Value {
    let operators = OPERATORS.map(|(id, name, is_television)| {
        let kind = if is_television { "DTH" } else { "Prepaid" };
        json!({ "operatorid": id, "operatorname": name, "type": kind })
    });
    json!({ "success": "1", "message": "Operators", "operators": operators })
}

pub(super) fn circles() -> Value {
    let circles = CIRCLES.map(|(id, name)| json!({ "circleid": id, "circle": name }));
    json!({ "success": "1", "message": "Circles", "circles": circles })
}

pub(super) fn plans(asked: PlansOf) -> Result<Value, Refusal> {
    let (_, operator, _) = operator(asked.operatorid)?;
    let circle = circle(asked.circleid)?;
    let plans = PLANS.map(|(id, kind, price, talktime, validity, description)| {
        json!({
            "id": id,
            "type": kind,
            "price": price,
            "talktime": talktime,
            "validity": validity,
            "description": description,
        })
    });
    Ok(json!({ "success": "1", "operatorname": operator, "circle": circle, "plans": plans }))
}

/// The name of the operator that has this id.
pub(super) fn operator_name(id: &str) -> Option<&'static str> {
    OPERATORS.into_iter().find(|operator| operator.0 == id).map(|operator| operator.1)
}

/// What the merchant earns: 2 % of the recharge, as a fee below zero.
fn commission(amount: Money) -> Money {
    Money::from_minor(-(amount.minor() / 50), amount.currency())
}

fn operator(id: Id) -> Result<(&'static str, &'static str, bool), Refusal> {
    let id = id.into_text();
    let found = OPERATORS.into_iter().find(|operator| operator.0 == id);
    found.ok_or_else(|| Refusal::new("Invalid operatorid"))
}

fn circle(id: Id) -> Result<&'static str, Refusal> {
    let id = id.into_text();
    let found = CIRCLES.into_iter().find(|circle| circle.0 == id);
    found.map(|circle| circle.1).ok_or_else(|| Refusal::new("Invalid circleid"))
}
