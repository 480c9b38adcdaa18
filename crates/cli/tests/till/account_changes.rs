//! Accounts that change: their settings, their address, their keys; and what is left in them.

use chrono::{Days, NaiveDate};
use ledger::GatewayKind;
use serde_json::{Value, json};

use crate::program::{column, document, error, has_fields};
use crate::shop::Shop;

fn setting<'a>(shown: &'a Value, key: &str) -> &'a Value {
    let settings = shown["settings"].as_array().unwrap();
    settings.iter().find(|setting| setting["key"] == key).unwrap()
}

fn can<'a>(shown: &'a Value, what: &str) -> &'a Value {
    let can = shown["capabilities"].as_array().unwrap();
    can.iter().find(|can| can["what"] == what).unwrap()
}

#[test]
fn every_guess_about_a_gateway_is_a_setting_that_says_where_it_comes_from() {
    let shop = Shop::open();
    for gateway in [GatewayKind::Ovgc, GatewayKind::Nowpay, GatewayKind::Echezona] {
        shop.connect(gateway, gateway.as_str());
    }
    for name in ["main", "ovgc", "nowpay", "echezona"] {
        let shown = shop.till.json(&["account", "settings", name]);
        has_fields(&shown, &[("name", "s"), ("gateway", "s"), ("base_url", "s")]);
        for setting in shown["settings"].as_array().unwrap() {
            has_fields(
                setting,
                &[("key", "s"), ("value", "s"), ("default", "s"), ("choices", "a"), ("help", "s")],
            );
            assert!(setting["source"].as_str().unwrap().len() > 10, "{setting}");
        }
        let text = shop.till.run(&["account", "settings", name]).out;
        for setting in shown["settings"].as_array().unwrap() {
            for part in ["key", "help", "source"] {
                assert!(text.contains(setting[part].as_str().unwrap()), "{name}: {text}");
            }
        }
    }
    let links = ["main", "ovgc", "nowpay", "echezona"].map(|name| {
        let shown = shop.till.json(&["account", "settings", name]);
        let link = can(&shown, "link");
        assert_eq!(link["yes"], link["reason"].is_null(), "{link}");
        link["yes"].as_bool().unwrap()
    });
    assert_eq!(links, [true, true, false, true]);
    // Nowpay's keys do not say whether they move real money, so nobody else does.
    let list = shop.till.json(&["account", "list"]);
    assert_eq!(column(&list, "mode"), ["test", "test", "unknown", "test"], "{list}");
    assert!(shop.till.run(&["account", "list"]).out.contains("test or live?"));
}

#[test]
fn the_next_request_goes_by_the_changed_settings() {
    let shop = Shop::open();
    let till = &shop.till;
    let shown = till.json(&[
        "account",
        "settings",
        "main",
        "--setting",
        "full_refund=partial-refund",
        "--setting",
        "webhook_sources=127.0.0.1, 10.0.0.0/8",
    ]);
    assert_eq!(setting(&shown, "full_refund")["value"], "partial-refund");
    assert_eq!(setting(&shown, "webhook_sources")["default"], "18.233.137.110");
    let shown = till.json(&["account", "settings", "main", "--reset", "full_refund"]);
    assert_eq!(setting(&shown, "full_refund")["value"], setting(&shown, "full_refund")["default"]);
    assert_eq!(setting(&shown, "webhook_sources")["value"], "127.0.0.1, 10.0.0.0/8");

    let there = shown["base_url"].as_str().unwrap();
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    till.json(&["account", "settings", "main", "--base-url", &format!("http://{gone}")]);
    assert_eq!(till.refused(1, &["account", "balance", "main"]).0, "offline");
    till.json(&["account", "settings", "main", "--base-url", there]);
    till.json(&["account", "balance", "main"]);

    let before = shop.entries();
    for (words, says) in [
        (&["--setting", "nothing=1"][..], "no such setting"),
        (&["--setting", "full_refund=maybe"], "one of"),
        (&["--setting", "webhook_sources=somewhere"], "`webhook_sources`"),
        (&["--base-url", "http://novac.example"], "https://"),
        (&["--base-url", "novac"], "https://"),
        (&["--reset", "nothing"], "no such setting"),
    ] {
        let words = [&["account", "settings", "main"], words].concat();
        let (code, message) = till.refused(1, &words);
        assert_eq!(code, "invalid_input", "{words:?}: {message}");
        assert!(message.contains(says), "{words:?}: {message}");
    }
    assert_eq!(till.refused(1, &["account", "settings", "nowhere"]).0, "not_found");
    assert_eq!(shop.entries(), before);
}

#[test]
fn keys_are_replaced_from_standard_input_and_wrong_ones_change_nothing() {
    let shop = Shop::open();
    shop.connect(GatewayKind::Ovgc, "cards");
    let before = shop.entries();
    for (keys, code, says) in [
        (r#"{"api_key":"ovgc_test_THEKEYITSELF"}"#, "gateway", "does not accept the API key"),
        (r#"{"secret":"THEKEYITSELF"}"#, "invalid_input", "api_key"),
        (r#"{"webhook_secret":""}"#, "invalid_input", "at least one new key"),
        ("{}", "invalid_input", "at least one new key"),
        ("THEKEYITSELF", "invalid_input", "JSON"),
        ("", "invalid_input", "JSON"),
    ] {
        let words = ["--json", "account", "keys", "cards"];
        let (said, message) = error(&words, 1, &shop.till.run_with(keys, &words));
        assert_eq!(said, code, "{message}");
        assert!(message.contains(says) && !message.contains("THEKEYITSELF"), "{message}");
    }
    assert_eq!(shop.entries(), before);
    assert_eq!(shop.till.json(&["account", "check", "cards"])["ok"], true);

    let words = ["--json", "account", "keys", "cards"];
    let keys = json!({ "webhook_secret": "whsec_a_new_secret_0001" }).to_string();
    let said = document(&words, 0, shop.till.run_with(&keys, &words));
    has_fields(&said, &[("name", "s"), ("ok", "b"), ("message", "s"), ("checked_at", "s")]);
    assert_eq!(shop.till.json(&["account", "keys", "cards", "--forget-old"])["ok"], true);
    let (code, _) = shop.till.refused(1, &["account", "keys", "nowhere", "--forget-old"]);
    assert_eq!(code, "not_found");
}

#[test]
fn what_is_left_what_moved_it_and_what_a_payment_costs_can_be_asked() {
    let shop = Shop::open();
    for gateway in [GatewayKind::Ovgc, GatewayKind::Nowpay, GatewayKind::Echezona] {
        shop.connect(gateway, gateway.as_str());
    }
    let till = &shop.till;
    let balance = till.json(&["account", "balance", "main", "--currency", "NGN"]);
    has_fields(
        &balance["items"][0],
        &[("title", "s"), ("amount", "s"), ("amount_minor", "i"), ("currency", "s")],
    );
    assert_eq!(balance["items"][0]["amount"], "1000000.00");
    shop.order("ORDER-1");
    let fee = till.json(&["payment", "fee", "ORDER-1", "--channel", "card"]);
    assert_eq!((&fee["amount"], &fee["currency"]), (&json!("350.00"), &json!("NGN")));
    shop.paid("ORDER-2");
    let paid_on = till.json(&["payment", "show", "ORDER-2"])["created_at"].clone();
    let paid_on: NaiveDate = paid_on.as_str().unwrap()[..10].parse().unwrap();
    let around = |days| (paid_on + Days::new(2) - Days::new(days)).to_string();
    let (from, to) = (around(4), around(0));
    let days = ["--currency", "NGN", "--from", &from, "--to", &to];
    let report = till.json(&[&["account", "report", "main"], &days[..]].concat());
    has_fields(
        &report["items"][0],
        &[
            ("at", "s"),
            ("kind", "s"),
            ("amount", "s"),
            ("balance_before", "s"),
            ("reference", "s?"),
        ],
    );
    assert_eq!(column(&report, "amount").len(), 2, "{report}");
    let rupees = till.json(&["account", "balance", "nowpay"]);
    assert_eq!(column(&rupees, "currency"), ["INR", "INR"]);

    for name in ["ovgc", "echezona"] {
        assert_eq!(till.refused(1, &["account", "balance", name]).0, "refused");
    }
    let (code, message) = till.refused(1, &[&["account", "report", "nowpay"], &days[..]].concat());
    assert_eq!(code, "refused");
    assert!(message.contains("Nowpay"), "{message}");
    let (_, message) = till.refused(1, &["account", "balance", "nowpay", "--currency", "NGN"]);
    assert!(message.contains("INR"), "{message}");
    let backwards = ["--currency", "NGN", "--from", "2026-02-02", "--to", "2026-02-01"];
    let (code, _) = till.refused(1, &[&["account", "report", "main"], &backwards[..]].concat());
    assert_eq!(code, "invalid_input");
    assert_eq!(till.refused(2, &["account", "balance", "main", "--currency", "XXQ"]).0, "usage");
    assert_eq!(till.refused(2, &["payment", "fee", "ORDER-1"]).0, "usage");
    assert_eq!(till.refused(1, &["payment", "fee", "NO", "--channel", "card"]).0, "not_found");
}
