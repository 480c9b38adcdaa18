//! The main job with the program alone: sandbox, account, link, payment, look-up, refund, export, proof; and every name of
//! `--json` that scripts rely on.

use std::fs;

use serde_json::{Value, json};

use crate::program::{SandboxProgram, Till, has_fields, submit};

const LINK: &[(&str, &str)] = &[
    ("reference", "s"),
    ("gateway_reference", "s?"),
    ("url", "s?"),
    ("status", "s"),
    ("amount", "s"),
    ("amount_minor", "i"),
    ("currency", "s"),
    ("expires_at", "s?"),
];

const PAYMENT: &[(&str, &str)] = &[
    ("reference", "s"),
    ("gateway_reference", "s?"),
    ("account", "s"),
    ("gateway", "s"),
    ("status", "s"),
    ("flags", "a"),
    ("amount", "s"),
    ("amount_minor", "i"),
    ("currency", "s"),
    ("fee", "s?"),
    ("refunded", "s"),
    ("refundable", "s"),
    ("channel", "s?"),
    ("customer", "o"),
    ("created_at", "s"),
];

const REFUND: &[(&str, &str)] = &[
    ("id", "s"),
    ("reference", "s"),
    ("amount", "s"),
    ("amount_minor", "i"),
    ("currency", "s"),
    ("status", "s"),
    ("method", "s"),
    ("reason", "s"),
    ("idempotency_key", "s?"),
    ("gateway_refund_id", "s?"),
];

/// What every list is: items of one form, and where to go on.
fn items<'a>(list: &'a Value, fields: &[(&str, &str)]) -> &'a Vec<Value> {
    has_fields(list, &[("items", "a"), ("next", "s?")]);
    let items = list["items"].as_array().unwrap();
    assert!(!items.is_empty());
    items.iter().for_each(|item| has_fields(item, fields));
    items
}

fn is_rfc3339(text: &Value) -> bool {
    chrono::DateTime::parse_from_rfc3339(text.as_str().unwrap()).is_ok()
}

/// Exports everything, and proves the books.
fn hand_over(till: &Till, rows: u64, sum: &Value) -> String {
    let file = till.path("month.csv");
    let made = till.json(&["export", "base", "-o", file.to_str().unwrap(), "--from", "2020-01-01"]);
    has_fields(&made, &[("files", "a"), ("rows", "i"), ("sums", "a"), ("period", "o")]);
    has_fields(&made["files"][0], &[("path", "s"), ("rows", "i"), ("sha256", "s")]);
    assert_eq!(made["files"][0]["path"], file.to_str().unwrap());
    assert_eq!((&made["rows"], &made["sums"]), (&json!(rows), sum));
    assert_eq!(made["period"], json!({ "from": "2020-01-01", "to": null }));

    let verified = till.json(&["journal", "verify"]);
    has_fields(&verified, &[("ok", "b"), ("entries", "i"), ("head", "s")]);
    assert_eq!(verified["ok"], true);
    let entries = till.json(&["journal", "list", "--limit", "500"]);
    assert_eq!(json!(entries["items"].as_array().unwrap().len()), verified["entries"]);

    let doctor = till.json(&["doctor"]);
    has_fields(&doctor, &[("ok", "b"), ("checks", "a")]);
    for check in doctor["checks"].as_array().unwrap() {
        has_fields(check, &[("name", "s"), ("ok", "b"), ("detail", "s")]);
    }
    assert_eq!(doctor["ok"], true);
    fs::read_to_string(file).unwrap()
}

#[test]
fn novac_from_the_first_start_to_the_accountants_file() {
    let till = Till::new();
    let sandbox = SandboxProgram::start(&till);
    has_fields(&sandbox.description, &[("gateways", "o"), ("checkout", "s")]);
    has_fields(
        &sandbox.description["gateways"]["novac"],
        &[("base_url", "s"), ("credentials", "o")],
    );
    has_fields(sandbox.keys("novac"), &[("public_key", "s"), ("secret_key", "s")]);

    let account = till.connect("novac", "main", sandbox.base_url("novac"), sandbox.keys("novac"));
    assert_eq!((&account["name"], &account["gateway"]), (&json!("main"), &json!("novac")));
    assert_eq!((&account["mode"], &account["check"]["ok"]), (&json!("test"), &json!(true)));
    assert_eq!(till.json(&["account", "list"])["items"][0]["name"], "main");

    let link = till.json(&[
        "link",
        "create",
        "--account",
        "main",
        "--amount",
        "25000.00",
        "--currency",
        "NGN",
        "--email",
        "ada@example.com",
        "--customer-name",
        "Ada Obi",
        "--reference",
        "ORDER-00123",
        "--description",
        "Premium plan",
        "--callback-url",
        "https://yourstore.com/callback",
        "--metadata",
        "shelf=7",
    ]);
    has_fields(&link, LINK);
    assert_eq!(link["reference"], "ORDER-00123");
    assert_eq!((&link["status"], &link["amount"]), (&json!("pending"), &json!("25000.00")));
    assert_eq!((&link["amount_minor"], &link["currency"]), (&json!(2_500_000), &json!("NGN")));
    assert_eq!(till.json(&["link", "show", "ORDER-00123"]), link);
    assert_eq!(items(&till.json(&["link", "list"]), LINK)[0], link);

    let url = link["url"].as_str().unwrap();
    let head = submit(url, "action=pay&channel=card");
    assert!(head.to_lowercase().contains("location: https://yourstore.com/callback?"), "{head}");

    let paid = till.json(&["payment", "verify", "ORDER-00123"]);
    has_fields(&paid, PAYMENT);
    has_fields(&paid, &[("refunds", "a"), ("timeline", "a")]);
    has_fields(&paid["customer"], &[("email", "s?"), ("name", "s?")]);
    assert_eq!((&paid["status"], &paid["channel"]), (&json!("paid"), &json!("card")));
    assert_eq!((&paid["fee"], &paid["refundable"]), (&json!("350.00"), &json!("25000.00")));
    assert_eq!(paid["customer"], json!({ "email": "ada@example.com", "name": "Ada Obi" }));
    assert_eq!((&paid["gateway"], &paid["account"]), (&json!("novac"), &json!("main")));
    assert_eq!(paid["flags"], json!([]));
    assert!(is_rfc3339(&paid["created_at"]));
    assert_eq!(till.json(&["payment", "show", "ORDER-00123"]), paid);

    let refund = till.json(&[
        "refund",
        "create",
        "ORDER-00123",
        "--amount",
        "5000",
        "--reason",
        "Late delivery",
        "--customer-note",
        "Sorry",
        "--merchant-note",
        "Courier",
    ]);
    has_fields(&refund, REFUND);
    assert_eq!((&refund["amount"], &refund["method"]), (&json!("5000.00"), &json!("api")));
    assert_eq!(
        (&refund["status"], &refund["reason"]),
        (&json!("pending"), &json!("Late delivery"))
    );
    assert!(refund["gateway_refund_id"].is_string() && refund["idempotency_key"].is_string());
    let id = refund["id"].as_str().unwrap();
    assert_eq!(till.json(&["refund", "show", id]), refund);
    assert_eq!(items(&till.json(&["refund", "list"]), REFUND)[0], refund);

    let mut sync = till.json(&["sync"]);
    has_fields(&sync, &[("looked_up", "i"), ("changed", "i"), ("failed", "a")]);
    // The sandbox takes three seconds over a refund.
    while till.json(&["refund", "show", id])["status"] == "pending" {
        sync = till.json(&["sync"]);
    }
    assert_eq!((&sync["changed"], &sync["failed"]), (&json!(1), &json!([])));
    assert_eq!(till.json(&["sync"])["changed"], 0, "there is no more news");
    let after = till.json(&["payment", "show", "ORDER-00123"]);
    assert_eq!((&after["refunded"], &after["refundable"]), (&json!("5000.00"), &json!("20000.00")));
    has_fields(&after["refunds"][0], REFUND);
    let kinds: Vec<_> =
        after["timeline"].as_array().unwrap().iter().map(|event| &event["kind"]).collect();
    assert_eq!(
        kinds,
        [
            "link_requested",
            "link_opened",
            "payment_observed",
            "refund_requested",
            "refund_submitted",
            "refund_observed",
            "refund_observed"
        ]
    );
    assert_eq!(items(&till.json(&["payment", "list"]), PAYMENT).len(), 1);

    let sum = json!([{ "currency": "NGN", "amount": "19650.00" }]);
    let csv = hand_over(&till, 3, &sum);
    assert_eq!(csv.lines().count(), 4);
    assert!(csv.contains("\"Ada Obi\"") && csv.contains("\"Late delivery\""), "{csv}");
}

#[test]
fn ovgc_from_the_first_start_to_the_accountants_file() {
    let till = Till::new();
    let sandbox = SandboxProgram::start(&till);
    has_fields(sandbox.keys("ovgc"), &[("api_key", "s"), ("webhook_secret", "s")]);
    till.connect("ovgc", "cards", sandbox.base_url("ovgc"), sandbox.keys("ovgc"));

    let link = till.json(&[
        "link",
        "create",
        "--account",
        "cards",
        "--amount",
        "25.00",
        "--currency",
        "USD",
        "--email",
        "customer@example.com",
        "--reference",
        "ORDER-7",
        "--description",
        "Premium Plan",
        "--success-url",
        "https://yoursite.com/success",
        "--cancel-url",
        "https://yoursite.com/cancel",
    ]);
    has_fields(&link, LINK);
    assert_eq!((&link["amount_minor"], &link["currency"]), (&json!(2500), &json!("USD")));
    assert!(is_rfc3339(&link["expires_at"]));
    let renewed = till.json(&["link", "renew", "ORDER-7"]);
    assert_eq!(renewed["url"], link["url"], "a link that works is not made twice");

    let head = submit(link["url"].as_str().unwrap(), "action=pay&channel=card");
    assert!(head.contains("https://yoursite.com/success"), "{head}");
    let sync = till.json(&["sync"]);
    assert_eq!((&sync["looked_up"], &sync["changed"]), (&json!(1), &json!(1)));
    let paid = till.json(&["payment", "show", "ORDER-7"]);
    has_fields(&paid, PAYMENT);
    assert_eq!((&paid["status"], &paid["amount"]), (&json!("paid"), &json!("25.00")));

    // OVGC refunds are made in its dashboard, and recorded here.
    let (code, message) =
        till.refused(1, &["refund", "create", "ORDER-7", "--amount", "10.00", "--reason", "x"]);
    assert_eq!(code, "refused");
    assert!(message.contains("dashboard"), "{message}");
    let refund = till.json(&[
        "refund",
        "record",
        "ORDER-7",
        "--amount",
        "10.00",
        "--method",
        "dashboard",
        "--reason",
        "Wrong size",
        "--evidence",
        "Dashboard, 14 April",
    ]);
    has_fields(&refund, REFUND);
    assert_eq!((&refund["status"], &refund["method"]), (&json!("processed"), &json!("dashboard")));
    let (code, _) = till.refused(1, &["link", "renew", "ORDER-7"]);
    assert_eq!(code, "refused");

    let csv = hand_over(&till, 2, &json!([{ "currency": "USD", "amount": "15.00" }]));
    assert!(csv.contains("-10.00"), "{csv}");
}

#[cfg(unix)]
#[test]
fn the_sandbox_ends_when_it_is_told_to() {
    let till = Till::new();
    let mut sandbox = SandboxProgram::start(&till);
    let pid = sandbox.child.id().to_string();
    std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    assert_eq!(sandbox.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_sandbox_whose_port_is_taken_says_so() {
    let till = Till::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, message) = till.refused(1, &["sandbox", "--port", &port]);
    assert_eq!(code, "failed");
    assert!(message.contains(&format!("127.0.0.1:{port}")), "{message}");
}
