//! Nowpay: who may call, sending money by every route, how that ends, and the history.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::till::{Till, with};

const BALANCE: &str = "/api/common/balance";
const PAYOUT: &str = "/api/bank/payout";
const TRANSFER: &str = "/api/bank/account_transfer";
const WALLET: &str = "/api/bank/wallet_transfer";
const RECHARGE: &str = "/api/recharge/submit";
const HISTORY: &str = "/api/recharge/history";

fn payout() -> Value {
    json!({
        "accountnumber": "123456789012",
        "ifsc": "SBIN0001234",
        "amount": "1500.50",
        "yourrequestid": "TILL0001",
        "name": "Asha Rao",
        "transferMode": "IMPS"
    })
}

fn account_transfer() -> Value {
    json!({
        "snumber": "9876543210",
        "beneficiaryid": 1234,
        "remitterid": "5678",
        "amount": "5000",
        "yourrequestid": "TILL0001",
        "transferMode": "NEFT"
    })
}

fn recharge() -> Value {
    json!({
        "number": "9876543210",
        "operatorid": "1",
        "circleid": 3,
        "amount": "199",
        "yourrequestid": "TILL0001"
    })
}

fn wallet_transfer() -> Value {
    json!({
        "beneficiaryPhoneNo": "9876543210",
        "amount": "250",
        "yourrequestid": "TILL0001",
        "transferMode": "PAYTM"
    })
}

async fn left(till: &Till) -> Value {
    let reply = till.nowpay(BALANCE, json!({})).await;
    assert_eq!(reply["success"], "1");
    reply["tradebal"].clone()
}

async fn history(till: &Till, id: &str) -> Value {
    till.nowpay(HISTORY, json!({ "ourrequestid": id })).await
}

#[tokio::test]
async fn a_payout_arrives_and_is_taken_from_the_wallet_with_its_surcharge() {
    let till = Till::open().await;
    let reply = till.nowpay(PAYOUT, payout()).await;
    assert_eq!(reply["success"], "1");
    assert_eq!(reply["yourrequestid"], "TILL0001");
    assert_eq!(reply["beneficiaryName"], "Asha Rao");
    assert_eq!(reply["rrn"].as_str().unwrap().len(), 12);
    assert_eq!(left(&till).await, "98494.50");

    let told = history(&till, reply["ourrequestid"].as_str().unwrap()).await;
    assert_eq!(told["success"], "1");
    let data = &told["data"];
    assert_eq!(data["Clientid"], reply["ourrequestid"]);
    assert_eq!(data["yourreqid"], "TILL0001");
    assert_eq!(data["op_referenceid"], reply["rrn"]);
    assert_eq!(data["status"], "Success");
    assert_eq!(data["number"], "123456789012");
    assert_eq!(data["amount"], "1500.50");
    assert_eq!((&data["profit"], &data["chargetype"]), (&json!("5.00"), &json!("Surcharge")));
    assert_eq!(data["beforebal"], "100000.00");
    assert_eq!(data["afterbal"], "98494.50");
    assert_eq!(data["date"], "2026-04-14 17:30:00");
    assert_eq!(till.nowpay(HISTORY, json!({ "yourrequestid": "TILL0001" })).await, told);
}

#[tokio::test]
async fn the_last_digits_of_who_gets_it_decide_how_every_sending_ends() {
    let routes = [
        (PAYOUT, payout(), "accountnumber", "1234567890"),
        (TRANSFER, account_transfer(), "beneficiaryid", "12"),
        (WALLET, wallet_transfer(), "beneficiaryPhoneNo", "98765432"),
        (RECHARGE, recharge(), "number", "98765432"),
    ];
    for (route, body, field, stem) in routes {
        for (ending, first, later) in
            [("10", "1", "1"), ("99", "0", "0"), ("77", "2", "1"), ("88", "2", "0")]
        {
            let till = Till::open().await;
            let body = with(body.clone(), field, json!(format!("{stem}{ending}")));
            let reply = till.nowpay(route, body).await;
            assert_eq!(reply["success"], first, "{route} {ending}: {reply}");
            assert_eq!(reply["rrn"].is_string(), first == "1", "{reply}");
            let id = reply["ourrequestid"].as_str().unwrap();
            till.pass(TimeDelta::milliseconds(2_999));
            assert_eq!(history(&till, id).await["success"], first);
            till.pass(TimeDelta::milliseconds(1));
            let told = history(&till, id).await;
            assert_eq!(told["success"], later, "{route} {ending}: {told}");
            let kept = left(&till).await == "100000.00";
            assert_eq!(kept, later == "0", "what failed comes back to the wallet");
            assert_eq!(told["data"]["afterbal"] == "100000.00", kept);
        }
    }
}

#[tokio::test]
async fn a_recharge_earns_a_commission_and_names_its_operator() {
    let till = Till::open().await;
    let reply = till.nowpay(RECHARGE, recharge()).await;
    assert_eq!(reply["success"], "1", "{reply}");
    assert_eq!(left(&till).await, "99804.98");
    let told = history(&till, reply["ourrequestid"].as_str().unwrap()).await;
    assert_eq!(told["data"]["operator"], "Sandbox Mobile");
    assert_eq!(told["data"]["rechargetype"], "Recharge");
    assert_eq!(told["data"]["customerphonenumber"], "9876543210");
    assert_eq!(told["data"]["profit"], "3.98");
    assert_eq!(told["data"]["chargetype"], "Commission");
}

#[tokio::test]
async fn an_account_that_cannot_pay_refuses_and_keeps_what_it_has() {
    let till = Till::open().await;
    let all = with(payout(), "amount", json!("100000"));
    let reply = till.nowpay(PAYOUT, all).await;
    assert_eq!(reply["success"], "0");
    assert!(reply["message"].as_str().unwrap().contains("Insufficient balance"));
    assert_eq!(left(&till).await, "100000.00");
    let reply = till.nowpay(PAYOUT, with(payout(), "amount", json!("99995.00"))).await;
    assert_eq!(reply["success"], "1", "a refused id is still free: {reply}");
    assert_eq!(left(&till).await, "0.00");
}

#[tokio::test]
async fn two_payouts_at_once_cannot_both_have_the_last_of_it() {
    let till = Till::open().await;
    let one = with(payout(), "amount", json!("60000"));
    let other = with(one.clone(), "yourrequestid", json!("TILL0002"));
    let (one, other) = tokio::join!(till.nowpay(PAYOUT, one), till.nowpay(PAYOUT, other));
    let mut ends = [one["success"].clone(), other["success"].clone()];
    ends.sort_by_key(Value::to_string);
    assert_eq!(ends, ["0", "1"]);
}

#[tokio::test]
async fn a_request_id_is_used_once_but_for_account_transfers() {
    let till = Till::open().await;
    for (route, body) in [(PAYOUT, payout()), (WALLET, wallet_transfer()), (RECHARGE, recharge())] {
        let id = route.replace(|letter: char| !letter.is_ascii_alphanumeric(), "");
        let body = with(body, "yourrequestid", json!(id));
        assert_eq!(till.nowpay(route, body.clone()).await["success"], "1");
        let again = till.nowpay(route, body).await;
        assert_eq!(again["success"], "0", "{again}");
        assert!(again["message"].is_string() && again["ourrequestid"].is_null());
    }
    let before = left(&till).await;
    let one = till.nowpay(TRANSFER, account_transfer()).await;
    let other = till.nowpay(TRANSFER, account_transfer()).await;
    assert_eq!((&one["success"], &other["success"]), (&json!("1"), &json!("1")));
    assert_ne!(one["ourrequestid"], other["ourrequestid"]);
    assert_ne!(left(&till).await, before);
    let told = till.nowpay(HISTORY, json!({ "yourrequestid": "TILL0001" })).await;
    assert_eq!(told["data"]["Clientid"], other["ourrequestid"], "the latest is shown");
}

#[tokio::test]
async fn an_account_transfer_is_five_thousand_rupees_at_most() {
    let till = Till::open().await;
    let reply = till.nowpay(TRANSFER, with(account_transfer(), "amount", json!("5000.01"))).await;
    assert_eq!(reply["success"], "0");
    assert!(reply["message"].as_str().unwrap().contains("5000"), "{reply}");
    assert_eq!(till.nowpay(TRANSFER, account_transfer()).await["success"], "1");
}

#[tokio::test]
async fn wallets_and_upi_addresses_are_checked_for_nothing() {
    let till = Till::open().await;
    let upi = |address: &str| json!({ "beneficiaryVPA": address, "yourrequestid": "CHECK1" });
    let phone = |number: &str| {
        json!({
            "beneficiaryPhoneNo": number, "transferMode": "PYTM_WALLET", "yourrequestid": "CHECK2",
            "limitCheckAmount": "100"
        })
    };
    let known = [
        ("/api/bank/upi_verify", upi("asha.rao@okbank")),
        ("/api/bank/wallet_verify", phone("9876543210")),
    ];
    for (route, body) in known {
        let reply = till.nowpay(route, body.clone()).await;
        assert_eq!(reply["success"], "1", "{reply}");
        assert!(!reply["beneficiaryName"].as_str().unwrap().is_empty());
        assert_eq!(reply["yourrequestid"], body["yourrequestid"]);
        assert!(reply["rrn"].is_string() && reply["ourrequestid"].is_string());
    }
    let unknown = [
        ("/api/bank/upi_verify", upi("asha99@okbank")),
        ("/api/bank/upi_verify", upi("asha")),
        ("/api/bank/wallet_verify", phone("9876543299")),
    ];
    for (route, body) in unknown {
        let reply = till.nowpay(route, body).await;
        assert_eq!(reply["success"], "0");
        assert!(reply["beneficiaryName"].is_null());
    }
    assert_eq!(left(&till).await, "100000.00");
}

#[tokio::test]
async fn operators_circles_and_plans_lead_to_a_recharge() {
    let till = Till::open().await;
    let operators = till.nowpay("/api/recharge/operators", json!({})).await;
    let operator = operators["operators"][0]["operatorid"].clone();
    let circles = till.nowpay("/api/recharge/circles", json!({})).await;
    let circle = circles["circles"][0]["circleid"].clone();
    let asked = json!({ "operatorid": operator, "circleid": circle });
    let plans = till.nowpay("/api/recharge/plans", asked).await;
    assert_eq!(plans["success"], "1");
    assert_eq!(plans["operatorname"], operators["operators"][0]["operatorname"]);
    assert_eq!(plans["circle"], circles["circles"][0]["circle"]);
    for word in ["id", "type", "price", "talktime", "validity", "description"] {
        assert!(plans["plans"][0][word].is_string(), "{word} is missing");
    }
    let body = with(recharge(), "operatorid", operator);
    let body = with(with(body, "circleid", circle), "amount", plans["plans"][0]["price"].clone());
    assert_eq!(till.nowpay(RECHARGE, body).await["success"], "1");
}

#[tokio::test]
async fn every_broken_rule_is_refused_in_words_and_takes_nothing() {
    let till = Till::open().await;
    let long = "9".repeat(51);
    let cases = [
        (PAYOUT, with(payout(), "amount", json!(1500.5))),
        (PAYOUT, with(payout(), "amount", json!("1.005"))),
        (PAYOUT, with(payout(), "amount", json!("1,500"))),
        (PAYOUT, with(payout(), "amount", json!("0"))),
        (PAYOUT, with(payout(), "amount", json!("-5"))),
        (PAYOUT, with(payout(), "ifsc", json!("SBIN1001234"))),
        (PAYOUT, with(payout(), "ifsc", json!("SBI"))),
        (PAYOUT, with(payout(), "accountnumber", json!("12345678"))),
        (PAYOUT, with(payout(), "yourrequestid", json!("TILL-0001"))),
        (PAYOUT, with(payout(), "yourrequestid", json!(long))),
        (PAYOUT, with(payout(), "transferMode", json!("imps"))),
        (PAYOUT, with(payout(), "name", Value::Null)),
        (TRANSFER, with(account_transfer(), "transferMode", json!("RTGS"))),
        (TRANSFER, with(account_transfer(), "snumber", json!("12345"))),
        (TRANSFER, with(account_transfer(), "beneficiaryid", json!("B1"))),
        (WALLET, with(wallet_transfer(), "beneficiaryPhoneNo", json!("98765"))),
        (WALLET, with(wallet_transfer(), "transferMode", json!("CASH"))),
        (RECHARGE, with(recharge(), "operatorid", json!(77))),
        (RECHARGE, with(recharge(), "circleid", Value::Null)),
        (HISTORY, json!({})),
        (HISTORY, json!({ "ourrequestid": "NP0000000009" })),
        (HISTORY, json!({ "yourrequestid": "NOBODYS" })),
        ("/api/bank/nothing", payout()),
        ("", payout()),
    ];
    for (route, body) in cases {
        let reply = till.nowpay(route, body.clone()).await;
        assert_eq!(reply["success"], "0", "{route} {body}");
        assert!(!reply["message"].as_str().unwrap().is_empty());
    }
    assert_eq!(left(&till).await, "100000.00");
}

#[tokio::test]
async fn a_stranger_and_a_caller_from_elsewhere_are_told_apart() {
    let till = Till::open().await;
    let key = till.key("nowpay", "key");
    let callers = [
        (json!({ "username": "700100", "key": "wrong" }), "username or key"),
        (json!({ "username": "1", "key": key }), "username or key"),
        (json!({ "key": key }), "username"),
        (json!({ "username": "700199", "key": key }), "not whitelisted"),
    ];
    for (caller, word) in callers {
        let reply = till.nowpay_as(caller, PAYOUT, payout()).await;
        assert_eq!(reply["success"], "0");
        assert!(reply["message"].as_str().unwrap().contains(word), "{reply}");
    }
    let in_digits = json!({ "username": 700_100, "key": key });
    assert_eq!(till.nowpay_as(in_digits, BALANCE, json!({})).await["success"], "1");
}

#[tokio::test]
async fn anything_but_json_by_post_is_a_refusal_in_json() {
    let till = Till::open().await;
    let url = format!("{}?route={BALANCE}", till.sandbox.description().gateways["nowpay"].base_url);
    let requests = [
        till.client.get(&url),
        till.client.post(&url).body("{\"username\":"),
        till.client.post(&url).body("username=700100"),
        till.client.post(&url).body("x".repeat(100_000)),
    ];
    for request in requests {
        let reply = request.send().await.unwrap();
        assert_eq!(reply.status(), 200);
        assert_eq!(reply.json::<Value>().await.unwrap()["success"], "0");
    }
}
