//! Refunds that the gateway tells of and refunds recorded by hand: which of them are one is a person's word.

use serde_json::json;

use crate::program::column;
use crate::shop::Shop;

fn record(shop: &Shop, method: &str) -> String {
    let words =
        ["refund", "record", "ORDER-1", "--amount", "5000", "--reason", "Broken", "--method"];
    let recorded = shop.till.json(&[&words[..], &[method]].concat());
    recorded["id"].as_str().unwrap().to_owned()
}

/// A refund recorded as made in the dashboard, which the gateway then tells of.
fn matched() -> (Shop, String) {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let id = record(&shop, "dashboard");
    shop.refund_elsewhere("ORDER-1", "5000");
    let shown = shop.till.json(&["payment", "verify", "ORDER-1"]);
    assert_eq!((&shown["refundable"], &shown["refunds"][1]), (&json!("20000.00"), &json!(null)));
    assert_eq!(shown["refunds"][0]["unconfirmed"], true);
    (shop, id)
}

#[test]
fn a_refund_taken_for_the_recorded_one_is_confirmed_once() {
    let (shop, id) = matched();
    let desk = shop.till.json(&["attention", "list"]);
    let commands: Vec<_> = desk["items"][0]["steps"].as_array().unwrap().iter().collect();
    assert_eq!(commands[0]["command"], json!(format!("till refund confirm {id} --by NAME")));
    let sure = shop.till.json(&["refund", "confirm", &id, "--by", "Ada"]);
    assert_eq!(sure["unconfirmed"], false);
    assert_eq!(column(&shop.till.json(&["attention", "list"]), "kind"), [""; 0]);
    let (code, message) = shop.till.refused(1, &["refund", "confirm", &id, "--by", "Ada"]);
    assert_eq!(code, "refused");
    assert!(message.contains("already"), "{message}");
}

#[test]
fn two_refunds_that_are_not_one_both_count_once_they_are_split() {
    let (shop, id) = matched();
    shop.till.json(&["refund", "split", &id, "--by", "Ada"]);
    let shown = shop.till.json(&["payment", "show", "ORDER-1"]);
    assert_eq!(shown["refundable"], "15000.00");
    assert_eq!(shown["refunds"].as_array().unwrap().len(), 2);
    assert_eq!(shop.till.refused(1, &["refund", "split", &id, "--by", "Ada"]).0, "refused");
}

#[test]
fn two_refunds_that_are_one_are_shown_and_joined() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let recorded = record(&shop, "bank");
    shop.refund_elsewhere("ORDER-1", "5000");
    let shown = shop.till.json(&["payment", "verify", "ORDER-1"]);
    assert_eq!(shown["refundable"], "15000.00");
    let pair = &shown["may_be_one"][0];
    assert_eq!(pair["recorded"], json!(recorded));
    let found = pair["found"].as_str().unwrap();
    let text = shop.till.run(&["payment", "show", "ORDER-1"]).out;
    assert!(text.contains(&format!("till refund join {recorded} {found}")), "{text}");

    let (code, message) =
        shop.till.refused(1, &["refund", "join", found, &recorded, "--by", "Ada"]);
    assert_eq!(code, "refused", "the other way round: {message}");
    let joined = shop.till.json(&["refund", "join", &recorded, found, "--by", "Ada"]);
    assert!(joined["gateway_refund_id"].is_string(), "{joined}");
    let shown = shop.till.json(&["payment", "show", "ORDER-1"]);
    assert_eq!((&shown["refundable"], &shown["may_be_one"]), (&json!("20000.00"), &json!([])));
    let again = ["refund", "join", &recorded, found, "--by", "Ada"];
    assert_eq!(shop.till.refused(1, &again).0, "not_found", "it is the recorded one by now");
}
