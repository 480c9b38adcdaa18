//! Lists: their shape, their pages, and what is in them.

use ledger::GatewayKind;
use serde_json::{Value, json};

use crate::shop::Shop;

#[test]
fn lists_go_on_where_the_page_ended() {
    let shop = Shop::open();
    for number in 1..=3 {
        shop.order(&format!("ORDER-{number}"));
    }
    for (list, expected) in [
        (["payment", "list"], ["ORDER-3", "ORDER-2", "ORDER-1"]),
        (["link", "list"], ["ORDER-3", "ORDER-2", "ORDER-1"]),
    ] {
        let mut seen: Vec<String> = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let more: Vec<&str> = after.iter().flat_map(|after| ["--after", after]).collect();
            let words = [&list[..], &["--limit", "2"], &more].concat();
            let page = shop.till.json(&words);
            let references =
                page["items"].as_array().unwrap().iter().map(|item| &item["reference"]);
            seen.extend(references.map(|reference| reference.as_str().unwrap().to_owned()));
            after = page["next"].as_str().map(str::to_owned);
            if after.is_none() {
                assert_eq!(page["next"], Value::Null);
                break;
            }
        }
        assert_eq!(seen, expected);
    }
    let page = shop.till.json(&["journal", "list", "--limit", "2"]);
    assert_eq!((page["items"][1]["seq"].as_u64(), page["next"].as_str()), (Some(2), Some("2")));
    let rest = shop.till.json(&["journal", "list", "--after", "2", "--limit", "500"]);
    assert_eq!(rest["items"][0]["seq"], 3);
    assert_eq!(rest["next"], Value::Null);

    let text = shop.till.run(&["payment", "list", "--limit", "2"]).out;
    assert!(text.contains("ORDER-3") && text.contains("More with --after"), "{text}");
}

#[test]
fn empty_lists_are_lists_and_say_what_to_do() {
    let till = crate::program::Till::new();
    for list in ["account", "link", "payment", "refund", "journal"] {
        let empty = till.json(&[list, "list"]);
        assert_eq!(empty, json!({ "items": [], "next": null }), "{list}");
    }
    assert!(till.run(&["account", "list"]).out.contains("till account add"));
    let profiles = till.json(&["export", "--list"]);
    assert_eq!(profiles["items"][0]["name"], "base");
    let sync = till.json(&["sync"]);
    assert_eq!((&sync["looked_up"], &sync["changed"]), (&json!(0), &json!(0)));
}

#[test]
fn filters_choose_what_is_listed_and_exported() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    shop.order("ORDER-2");
    let found = |filter: &str| {
        let list = shop.till.json(&["payment", "list", "--filter", filter]);
        let items = list["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["reference"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("status:paid"), ["ORDER-1"]);
    assert_eq!(found("status:pending,paid account:main"), ["ORDER-2", "ORDER-1"]);
    assert_eq!(found("amount>25000"), Vec::<String>::new());
    assert_eq!(found("customer:ada ORDER-2"), ["ORDER-2"]);
    let entries = shop.till.json(&["journal", "list"]);
    let subject = entries["items"][1]["subject"].as_str().unwrap();
    let about = shop.till.json(&["journal", "list", "--subject", subject]);
    assert!(about["items"].as_array().unwrap().iter().all(|entry| entry["subject"] == subject));
    let made = shop.till.json(&["export", "base", "-o", "paid.csv", "--filter", "ORDER-2"]);
    assert_eq!((&made["rows"], &made["sums"]), (&json!(0), &json!([])));
}

#[test]
fn a_payment_that_was_found_has_no_link_to_be_listed() {
    let shop = Shop::open();
    shop.connect(GatewayKind::Novac, "second");
    let link = shop.order("ORDER-1");
    assert!(shop.sandbox.customer(link["url"].as_str().unwrap(), sandbox::Customer::PaysByCard));
    let reference = link["gateway_reference"].as_str().unwrap();
    let found = shop.till.json(&["payment", "verify", reference, "--account", "second"]);
    assert_eq!((&found["flags"], &found["status"]), (&json!(["unordered"]), &json!("paid")));
    assert_eq!(shop.till.json(&["link", "list"])["items"].as_array().unwrap().len(), 1);
    assert_eq!(shop.till.json(&["payment", "list"])["items"].as_array().unwrap().len(), 2);
}
