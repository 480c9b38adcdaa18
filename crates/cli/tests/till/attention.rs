//! The attention desk: everything that wants a person, with the commands that settle it.

use sandbox::{Customer, Fault};
use serde_json::{Value, json};

use crate::program::{Till, column, document, has_fields};
use crate::shop::Shop;

/// A shop with a payment of another amount than was ordered.
fn mismatched() -> (Shop, String) {
    let shop = Shop::open();
    shop.sandbox.set_fault("novac", Fault::WrongAmount, true);
    let link = shop.order("ORDER-1");
    assert!(shop.sandbox.customer(link["url"].as_str().unwrap(), Customer::PaysByCard));
    shop.till.json(&["payment", "verify", "ORDER-1"]);
    let desk = shop.till.json(&["attention", "list"]);
    assert_eq!(column(&desk, "kind"), ["amount_mismatch"]);
    let key = column(&desk, "key")[0].to_owned();
    (shop, key)
}

fn kinds(till: &Till) -> Vec<String> {
    column(&till.json(&["attention", "list"]), "kind").into_iter().map(str::to_owned).collect()
}

#[test]
fn an_empty_desk_is_worth_reaching() {
    let till = Till::new();
    let empty = json!({ "items": [], "next": null, "snoozed": [] });
    assert_eq!(till.json(&["attention", "list"]), empty);
    assert!(till.run(&["attention", "list"]).out.contains("Nothing wants you"));
}

#[test]
fn a_concern_says_what_happened_what_it_means_and_what_to_type() {
    let (shop, key) = mismatched();
    let desk = shop.till.json(&["attention", "list"]);
    let concern = &desk["items"][0];
    has_fields(
        concern,
        &[
            ("key", "s"),
            ("kind", "s"),
            ("reference", "s?"),
            ("account", "s?"),
            ("amount", "s?"),
            ("amount_minor", "i?"),
            ("currency", "s?"),
            ("payment", "s?"),
            ("refund", "s?"),
            ("payout", "s?"),
            ("webhook", "s?"),
            ("batch", "s?"),
            ("since", "s"),
            ("happened", "s"),
            ("means", "s"),
            ("steps", "a"),
            ("snoozed", "o?"),
        ],
    );
    let text = shop.till.run(&["attention", "list"]).out;
    for part in ["happened", "means", "key"] {
        assert!(text.contains(concern[part].as_str().unwrap()), "{text}");
    }
    assert!(text.contains(&key));
    let steps = concern["steps"].as_array().unwrap();
    assert!(
        steps.iter().any(|step| step["command"] == "till payment show main/ORDER-1"),
        "{concern}"
    );
    // What is told to be typed is a command.
    for step in steps {
        let command = step["command"].as_str().unwrap();
        let words: Vec<_> = command.split(' ').skip(1).take(2).chain(["--help"]).collect();
        assert_eq!(shop.till.run(&words).code, 0, "{command}");
    }
    let shown = shop.till.json(&["payment", "show", "ORDER-1"]);
    assert_eq!(shown["concerns"][0]["key"], json!(key));
}

#[test]
fn what_is_put_off_is_away_until_it_is_woken() {
    let (shop, key) = mismatched();
    let till = &shop.till;
    let snooze = |days: &'static str| {
        ["attention", "snooze", &key, "--days", days, "--note", "Asked Ada", "--by", "Bola"]
    };
    let put_off = till.json(&snooze("7"));
    has_fields(&put_off, &[("key", "s"), ("until", "s"), ("note", "s"), ("by", "s")]);
    let desk = till.json(&["attention", "list"]);
    assert_eq!((column(&desk, "kind").len(), &desk["snoozed"][0]["key"]), (0, &json!(key)));
    assert_eq!(desk["snoozed"][0]["snoozed"]["note"], "Asked Ada");
    assert_eq!(till.json(&["attention", "wake", &key])["snoozed"], Value::Null);
    assert_eq!(kinds(till), ["amount_mismatch"]);

    assert_eq!(till.refused(1, &["attention", "wake", &key]).0, "not_found");
    for days in ["0", "91"] {
        assert_eq!(till.refused(1, &snooze(days)).0, "invalid_input", "{days}");
    }
    for days in ["-1", "many"] {
        assert_eq!(till.refused(2, &snooze(days)).0, "usage", "{days}");
    }
    let speechless = ["attention", "snooze", &key, "--days", "1", "--note", " ", "--by", "Bola"];
    assert_eq!(till.refused(1, &speechless).0, "invalid_input");
    let nothing = ["attention", "snooze", "x", "--days", "1", "--note", "x", "--by", "Bola"];
    assert_eq!(till.refused(1, &nothing).0, "not_found");
}

#[test]
fn what_is_in_order_as_it_is_is_accepted_once() {
    let (shop, _) = mismatched();
    let till = &shop.till;
    let accept = ["attention", "accept", "ORDER-1", "--note", "A tip", "--by", "Bola"];
    let accepted = till.json(&accept);
    assert_eq!(
        (&accepted["flags"], &accepted["by"]),
        (&json!(["amount_mismatch"]), &json!("Bola"))
    );
    assert!(kinds(till).is_empty());
    let (code, message) = till.refused(1, &accept);
    assert_eq!(code, "conflict");
    assert!(message.contains("nothing"), "{message}");
    let nameless = ["attention", "accept", "ORDER-1", "--note", "A tip"];
    assert_eq!(till.refused(2, &nameless).0, "usage");
}

#[test]
fn without_the_passphrase_the_desk_can_be_read_and_says_that_the_keys_are_locked() {
    let (shop, _) = mismatched();
    let words = ["--json", "attention", "list"];
    let mut command = shop.till.command(&words);
    command.env_remove("TILL_LOG").env_remove("TILL_PASSPHRASE_FILE");
    let desk = document(&words, 0, shop.till.finish(&mut command, ""));
    assert_eq!(column(&desk, "kind"), ["keys_locked", "amount_mismatch"]);
    assert_eq!(desk["items"][0]["steps"][0]["step"], "unlock");
}
