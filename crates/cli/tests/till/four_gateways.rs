//! Four gateways in one history: the whole job of each through the program, against the sandbox as a program.

use std::fs;

use ledger::GatewayKind;
use serde_json::json;

use crate::program::{SandboxProgram, Till, column, submit, until};
use crate::shop::Shop;

fn link(till: &Till, account: &str, money: [&str; 2], reference: &str, more: &[&str]) -> String {
    let words = ["link", "create", "--account", account, "--amount", money[0], "--currency"];
    let words = words.into_iter().chain([money[1], "--email", "ada@example.com"]);
    let words = words.chain(["--reference", reference, "--description", "Premium plan"]);
    let words: Vec<&str> = words.chain(more.iter().copied()).collect();
    till.json(&words)["url"].as_str().unwrap().to_owned()
}

#[test]
fn the_whole_job_at_each_gateway_ends_in_one_sound_history() {
    let shop = Shop::open();
    let till = &shop.till;
    let sandbox = SandboxProgram::start(till);
    for gateway in [GatewayKind::Ovgc, GatewayKind::Nowpay, GatewayKind::Echezona] {
        let name = gateway.as_str();
        shop.connect_at(gateway, name, sandbox.base_url(name));
    }
    till.json(&["account", "settings", "main", "--base-url", sandbox.base_url("novac")]);
    assert_eq!(
        column(&till.json(&["account", "list"]), "gateway"),
        ["echezona", "novac", "nowpay", "ovgc"]
    );

    echezona(till);
    novac(till);
    ovgc(till, &sandbox);
    nowpay(till);

    until(|| {
        till.json(&["sync"]);
        let is_done = |list: &str| {
            let list = till.json(&[list, "list"]);
            column(&list, "status").iter().all(|status| *status == "processed")
        };
        (is_done("payout") && is_done("refund")).then_some(())
    });
    assert_eq!(
        column(&till.json(&["payment", "list"]), "reference"),
        ["OV-2", "OV-1", "NV-1", "EZ-2", "EZ-1"]
    );
    let payouts = till.json(&["payout", "list"]);
    assert_eq!(column(&payouts, "reference"), ["RENT-1", "PAYOUT-NV-1"]);
    assert_eq!(column(&payouts, "status"), ["processed"; 2]);
    let paid = till.json(&["payment", "list", "--filter", "status:paid gateway:echezona"]);
    assert_eq!(column(&paid, "reference"), ["EZ-1"]);
    let doctor = till.json(&["doctor"]);
    assert_eq!(doctor["ok"], true, "{doctor}");
    let made = till.json(&["export", "base", "-o", "all.csv", "--from", "2020-01-01"]);
    let csv = fs::read_to_string(till.path("all.csv")).unwrap();
    for reference in ["EZ-1", "NV-1", "OV-1", "OV-2"] {
        assert!(csv.contains(reference), "{reference} is missing: {made} {csv}");
    }
}

fn echezona(till: &Till) {
    let back = ["--callback-url", "https://shop.example/thanks"];
    let url = link(till, "echezona", ["25000.00", "NGN"], "EZ-1", &back);
    let head = submit(&url, "action=pay&channel=card");
    assert!(head.contains("https://shop.example/thanks?"), "{head}");
    let paid = till.json(&["payment", "verify", "EZ-1"]);
    assert_eq!((&paid["status"], &paid["amount"]), (&json!("paid"), &json!("25000.00")));
    let (code, message) = till.refused(1, &["refund", "create", "EZ-1", "--reason", "Late"]);
    assert_eq!(code, "refused");
    assert!(message.contains("dashboard"), "{message}");
    let refund = till.json(&[
        "refund",
        "record",
        "EZ-1",
        "--amount",
        "5000",
        "--method",
        "dashboard",
        "--reason",
        "Late",
    ]);
    assert_eq!(refund["status"], "processed");
    assert_eq!(till.json(&["payment", "show", "EZ-1"])["refundable"], "20000.00");

    let declined = link(till, "echezona", ["100.00", "NGN"], "EZ-2", &back);
    submit(&declined, "action=decline");
    assert_eq!(till.json(&["payment", "verify", "EZ-2"])["status"], "failed");
}

fn novac(till: &Till) {
    let url = link(till, "main", ["25000.00", "NGN"], "NV-1", &[]);
    submit(&url, "action=pay&channel=transfer");
    let paid = till.json(&["payment", "verify", "NV-1"]);
    assert_eq!((&paid["status"], &paid["fee"]), (&json!("paid"), &json!("350.00")));
    till.json(&["refund", "create", "NV-1", "--amount", "1000", "--reason", "One short"]);
    let sent = till.json(&[
        "payout",
        "create",
        "--account",
        "main",
        "--kind",
        "bank",
        "--amount",
        "500",
        "--field",
        "bank_code=044",
        "--field",
        "account_number=0690000077",
        "--reason",
        "Stock",
        "--reference",
        "PAYOUT-NV-1",
    ]);
    assert_eq!(column(&sent, "status"), ["pending"]);
}

fn ovgc(till: &Till, sandbox: &SandboxProgram) {
    let back =
        ["--success-url", "https://shop.example/yes", "--cancel-url", "https://shop.example/no"];
    let url = link(till, "ovgc", ["25.00", "USD"], "OV-1", &back);
    submit(&url, "action=pay&channel=card");
    assert_eq!(till.json(&["payment", "verify", "OV-1"])["status"], "paid");

    // The other of its two APIs, by a setting.
    till.json(&["account", "settings", "ovgc", "--setting", "api=payment_request"]);
    let shown = till.json(&["account", "settings", "ovgc"]);
    assert_eq!(shown["base_url"], sandbox.base_url("ovgc"));
    let url = link(till, "ovgc", ["12.50", "USD"], "OV-2", &back);
    submit(&url, "action=pay&channel=card");
    let paid = till.json(&["payment", "verify", "OV-2"]);
    assert_eq!((&paid["status"], &paid["amount"]), (&json!("paid"), &json!("12.50")));
}

fn nowpay(till: &Till) {
    let (code, message) = till.refused(
        1,
        &[
            "link",
            "create",
            "--account",
            "nowpay",
            "--amount",
            "5",
            "--currency",
            "INR",
            "--email",
            "a@example.com",
        ],
    );
    assert_eq!(code, "refused");
    assert!(message.contains("no request for a payment link"), "{message}");
    let before = till.json(&["account", "balance", "nowpay"]);
    let sent = till.json(&[
        "payout",
        "create",
        "--account",
        "nowpay",
        "--kind",
        "bank",
        "--amount",
        "1500.50",
        "--field",
        "account_number=123456789012",
        "--field",
        "ifsc=HDFC0001234",
        "--field",
        "account_name=Ravi Kumar",
        "--field",
        "transfer_mode=IMPS",
        "--reason",
        "Rent",
        "--reference",
        "RENT-1",
    ]);
    assert_eq!(column(&sent, "status"), ["processed"]);
    let after = till.json(&["account", "balance", "nowpay"]);
    let minor = |balance: &serde_json::Value| balance["items"][0]["amount_minor"].as_i64().unwrap();
    // The sandbox charges five rupees.
    assert_eq!(minor(&before) - minor(&after), 150_550);
}
