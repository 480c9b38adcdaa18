//! Customers: found, shown with all they paid, exported and removed; notes and tags on payments.

use std::fs;

use serde_json::{Value, json};

use crate::program::{column, has_fields};
use crate::shop::Shop;

const ADA: &str = "ada@example.com";

fn refunded() -> Shop {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    shop.paid("ORDER-2");
    let words = ["refund", "record", "ORDER-1", "--amount", "5000", "--method", "cash"];
    shop.till.json(&[&words[..], &["--reason", "Broken"]].concat());
    shop
}

#[test]
fn a_customer_is_found_by_mail_and_order_and_shown_with_everything() {
    let shop = refunded();
    let till = &shop.till;
    for search in ["", "ADA@", "ORDER-2"] {
        let found = till.json(&["customer", "list", "--search", search]);
        assert_eq!(column(&found, "key"), [ADA], "{search}");
        let fields = [("key", "s"), ("name", "s?"), ("email", "s?"), ("payments", "i")];
        has_fields(&found["items"][0], &fields);
        has_fields(&found["items"][0], &[("totals", "a"), ("last_at", "s")]);
    }
    assert_eq!(till.json(&["customer", "list", "--search", "bola"])["items"], json!([]));
    let shown = till.json(&["customer", "show", ADA]);
    assert_eq!(column(&shown, "reference"), ["ORDER-2", "ORDER-1"]);
    assert_eq!((&shown["payments"], &shown["next"]), (&json!(2), &Value::Null));
    let total = json!([{ "currency": "NGN", "paid": "50000.00", "refunded": "5000.00" }]);
    assert_eq!(shown["totals"], total);
    assert_eq!(shown["refunds"][0]["amount"], "5000.00");
    assert_eq!(shown["payouts"], json!([]));
    let text = till.run(&["customer", "show", ADA]).out;
    assert!(text.contains("ORDER-1") && text.contains("50000.00 NGN"), "{text}");
    let (code, message) = till.refused(1, &["customer", "show", "Ada"]);
    assert_eq!(code, "not_found");
    assert!(message.contains("till customer list --search Ada"), "{message}");
    assert_eq!(till.refused(2, &["customer", "list", "--after", "x"]).0, "usage");
}

#[test]
fn notes_and_tags_are_kept_with_a_payment_and_found() {
    let shop = refunded();
    let till = &shop.till;
    let note = ["payment", "note", "ORDER-1", "--text", "Rang twice", "--by", "Bola"];
    let shown = till.json(&note);
    has_fields(&shown["notes"][0], &[("text", "s"), ("by", "s"), ("at", "s")]);
    assert_eq!(shown["notes"][0]["text"], "Rang twice");
    assert_eq!(
        till.json(&["payment", "tag", "ORDER-1", "VIP", "lagos"])["tags"],
        json!(["lagos", "vip"])
    );
    let more = till.json(&["payment", "tag", "ORDER-1", "may-2026"]);
    assert_eq!(more["tags"], json!(["lagos", "may-2026", "vip"]), "those it has stay");
    let found = till.json(&["payment", "list", "--filter", "tag:vip"]);
    assert_eq!(column(&found, "reference"), ["ORDER-1"]);
    assert_eq!(till.json(&["payment", "tag", "ORDER-1", "--clear", "big"])["tags"], json!(["big"]));
    assert_eq!(till.json(&["payment", "tag", "ORDER-1", "--clear"])["tags"], json!([]));
    let text = till.run(&["payment", "show", "ORDER-1"]).out;
    assert!(text.contains("Bola: Rang twice"), "{text}");

    assert_eq!(till.refused(2, &["payment", "tag", "ORDER-1"]).0, "usage");
    assert_eq!(till.refused(1, &["payment", "tag", "ORDER-1", "two words"]).0, "invalid_input");
    let long = "x".repeat(1_001);
    for text in ["", " ", &long] {
        let words = ["payment", "note", "ORDER-1", "--text", text, "--by", "Bola"];
        assert_eq!(till.refused(1, &words).0, "invalid_input");
    }
    let nameless = ["payment", "note", "ORDER-1", "--text", "x"];
    assert_eq!(till.refused(2, &nameless).0, "usage");
}

#[test]
fn all_that_is_kept_of_a_customer_is_handed_out_in_one_file() {
    let shop = refunded();
    let till = &shop.till;
    let made = till.json(&["customer", "export", ADA, "-o", "ada.json"]);
    assert_eq!((&made["path"], &made["payments"]), (&json!("ada.json"), &json!(2)));
    let text = fs::read_to_string(till.path("ada.json")).unwrap();
    assert_eq!(made["bytes"], text.len());
    let file: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["customer"]["key"], ADA);
    assert_eq!(till.refused(1, &["customer", "export", "x", "-o", "x.json"]).0, "not_found");
    assert!(!till.path("x.json").exists());
    let lost = ["customer", "export", ADA, "-o", "no/such/folder/ada.json"];
    assert_eq!(till.refused(1, &lost).0, "storage");
}

#[test]
fn a_customer_is_removed_only_with_the_key_typed_again_and_the_chain_stays_whole() {
    let shop = refunded();
    let till = &shop.till;
    till.json(&["payment", "note", "ORDER-1", "--text", "Ada rang twice", "--by", "Bola"]);
    let plan = till.json(&["customer", "mask", ADA]);
    has_fields(
        &plan,
        &[
            ("key", "s"),
            ("masked", "b"),
            ("people", "i"),
            ("payments", "i"),
            ("open", "a"),
            ("newest_payment", "s?"),
            ("kept", "a"),
            ("warning", "s"),
        ],
    );
    assert_eq!((&plan["masked"], &plan["open"]), (&json!(false), &json!([])));
    let text = till.run(&["customer", "mask", ADA]).out;
    assert!(text.contains("--yes ada@example.com") && text.contains("What stays"), "{text}");

    let mask =
        |words: &[&'static str]| [&["customer", "mask", ADA, "--by", "Bola"], words].concat();
    let wrong = mask(&["--reason", "Asked for by letter", "--yes", "yes"]);
    assert_eq!(till.refused(1, &wrong).0, "invalid_input");
    let (code, message) =
        till.refused(1, &mask(&["--reason", "For ada@example.com", "--yes", ADA]));
    assert_eq!(code, "invalid_input");
    assert!(message.contains("stays in the journal"), "{message}");
    assert_eq!(till.refused(2, &mask(&["--yes", ADA])).0, "usage", "without a reason");
    assert_eq!(till.json(&["customer", "show", ADA])["email"], ADA);

    shop.order("ORDER-3");
    let done = mask(&["--reason", "Asked for by letter", "--yes", ADA]);
    let (code, message) = till.refused(1, &done);
    assert_eq!(code, "refused");
    assert!(message.contains("ORDER-3"), "what is open is needed: {message}");
    let open = till.json(&["customer", "mask", ADA]);
    assert_eq!(open["open"].as_array().unwrap().len(), 1);
}

#[test]
fn of_a_removed_customer_nothing_is_found_and_the_books_are_whole() {
    let shop = refunded();
    let till = &shop.till;
    let words = ["customer", "mask", ADA, "--by", "Bola", "--reason", "Asked for by letter"];
    let masked = till.json(&[&words[..], &["--yes", ADA]].concat());
    assert_eq!((&masked["masked"], &masked["payments"]), (&json!(true), &json!(2)));
    for words in [&["customer", "show", ADA][..], &["customer", "mask", ADA]] {
        assert_eq!(till.refused(1, words).0, "not_found");
    }
    assert_eq!(till.json(&["payment", "list", "--filter", "customer:ada"])["items"], json!([]));
    let shown = till.json(&["payment", "show", "ORDER-1"]);
    assert_eq!(shown["customer"], json!({ "email": null, "name": null }));
    assert_eq!(shown["refunded"], "5000.00");
    assert_eq!(till.json(&["journal", "verify"])["ok"], true);
    assert_eq!(till.json(&["doctor"])["ok"], true);
}
