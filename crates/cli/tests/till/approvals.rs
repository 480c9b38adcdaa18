//! A second pair of eyes: refunds that wait for somebody else's yes, and the names that stand under decisions.

use std::process::Stdio;

use serde_json::json;

use crate::program::{column, has_fields};
use crate::shop::Shop;

/// A shop in which refunds above 10,000 naira wait for a second person, and one of 15,000 does.
fn waiting() -> (Shop, String) {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    shop.till.json(&["account", "approval", "main", "--above", "10000.00 NGN"]);
    let words = ["refund", "create", "ORDER-1", "--amount", "15000", "--reason", "Broken"];
    let asked = shop.till.json(&[&words[..], &["--by", "Ada Obi"]].concat());
    assert_eq!((&asked["status"], &asked["by"]), (&json!("requested"), &json!("Ada Obi")));
    assert_eq!(asked["gateway_refund_id"], json!(null), "it was sent");
    let id = asked["id"].as_str().unwrap().to_owned();
    (shop, id)
}

#[test]
fn a_refund_above_the_limit_waits_for_somebody_else() {
    let (shop, id) = waiting();
    let till = &shop.till;
    let shown = till.json(&["payment", "show", "ORDER-1"]);
    assert_eq!((&shown["refunded"], &shown["refundable"]), (&json!("0.00"), &json!("10000.00")));
    let told = till.run(&["refund", "show", &id]).out;
    assert!(told.contains(&format!("till refund approve {id} --by NAME")), "{told}");
    let desk = till.json(&["attention", "list"]);
    assert_eq!(column(&desk, "kind"), ["refund_requested"]);
    let step = &desk["items"][0]["steps"][0];
    assert_eq!(step["step"], "approve_refund");
    assert_eq!(step["command"], json!(format!("till refund approve {id} --by NAME")));

    let (code, message) = till.refused(1, &["refund", "approve", &id, "--by", "ada  obi"]);
    assert_eq!(code, "refused");
    assert!(message.contains("somebody else has to approve"), "{message}");
    let words = ["refund", "approve", &id, "--by", "Bola", "--note", "Saw the photo"];
    let approved = till.json(&words);
    assert!(["pending", "processed"].contains(&approved["status"].as_str().unwrap()), "{approved}");
    let decision = &approved["decision"];
    has_fields(decision, &[("approved", "b"), ("by", "s"), ("at", "s"), ("note", "s")]);
    assert_eq!((&decision["by"], &decision["note"]), (&json!("Bola"), &json!("Saw the photo")));
    let (code, message) = till.refused(1, &["refund", "approve", &id, "--by", "Chidi"]);
    assert_eq!(code, "conflict");
    assert!(message.contains("Bola approved"), "{message}");
    assert_eq!(column(&till.json(&["attention", "list"]), "kind"), [""; 0]);
}

#[test]
fn a_refund_that_is_rejected_frees_its_amount_and_needs_a_reason() {
    let (shop, id) = waiting();
    let till = &shop.till;
    assert_eq!(till.refused(2, &["refund", "reject", &id, "--by", "Bola"]).0, "usage");
    let words = ["refund", "reject", &id, "--by", "Bola", "--reason", "Not ours"];
    let rejected = till.json(&words);
    assert_eq!(rejected["status"], "failed");
    assert_eq!(rejected["decision"]["approved"], false);
    assert_eq!(till.json(&["payment", "show", "ORDER-1"])["refundable"], "25000.00");
    let (code, message) = till.refused(1, &["refund", "slip", &id, "-o", "slip.html"]);
    assert_eq!(code, "refused");
    assert!(message.contains("no slip"), "{message}");
    assert!(!till.path("slip.html").exists());
}

#[test]
fn of_two_who_approve_at_once_one_sends() {
    let (shop, id) = waiting();
    let start = |by| {
        let mut command = shop.till.command(&["--json", "refund", "approve", &id, "--by", by]);
        let command = command.env_remove("TILL_LOG").stdout(Stdio::piped());
        command.stderr(Stdio::piped()).spawn().unwrap()
    };
    let both = [start("Bola"), start("Chidi")].map(|child| child.wait_with_output().unwrap());
    let codes = both.each_ref().map(|output| output.status.code().unwrap());
    assert_eq!(codes.iter().sum::<i32>(), 1, "one sends, and one is refused: {both:?}");
    let shown = shop.till.json(&["payment", "show", "ORDER-1"]);
    assert_eq!(shown["refundable"], "10000.00");
    assert_eq!(shown["refunds"].as_array().unwrap().len(), 1);
}

#[test]
fn limits_are_shown_set_and_taken_away() {
    let shop = Shop::open();
    let approval =
        |words: &[&str]| shop.till.json(&[&["account", "approval", "main"], words].concat());
    assert_eq!(approval(&[]), json!({ "name": "main", "approval": [] }));
    let limits = approval(&["--above", "50000 NGN", "--above", "0 USD"]);
    let naira = json!({ "amount": "50000.00", "amount_minor": 5_000_000, "currency": "NGN" });
    assert!(limits["approval"].as_array().unwrap().contains(&naira), "{limits}");
    assert_eq!(approval(&[]), limits);
    let text = shop.till.run(&["account", "approval", "main"]).out;
    assert!(text.contains("above 50000.00 NGN"), "{text}");
    for wrong in ["50000", "50000.00", "NGN", "-1 NGN", "1e3 NGN", "1 XXX", "0.001 NGN"] {
        let wrong = format!("--above={wrong}");
        let (code, message) = shop.till.refused(1, &["account", "approval", "main", &wrong]);
        assert_eq!(code, "invalid_input", "{wrong}: {message}");
    }
    let twice = ["account", "approval", "main", "--above", "1 NGN", "--above", "2 NGN"];
    assert!(shop.till.refused(1, &twice).1.contains("limited twice"));
    let both = ["account", "approval", "main", "--above", "1 NGN", "--off"];
    assert_eq!(shop.till.refused(2, &both).0, "usage");
    assert_eq!(approval(&[]), limits, "what was refused changed something");
    assert_eq!(approval(&["--off"]), json!({ "name": "main", "approval": [] }));
    assert_eq!(shop.till.refused(1, &["account", "approval", "none"]).0, "not_found");
}

#[test]
fn a_decision_goes_by_the_usual_name_and_without_one_says_what_to_do() {
    let (shop, id) = waiting();
    let till = &shop.till;
    let (code, message) = till.refused(2, &["refund", "approve", &id]);
    assert_eq!(code, "usage");
    assert!(message.contains("--by NAME") && message.contains("till signer NAME"), "{message}");
    shop.paid("ORDER-2");
    let create = ["refund", "create", "ORDER-2", "--amount", "10000", "--reason", "Broken"];
    assert_eq!(till.json(&create)["by"], json!(null), "up to the limit nobody need be named");
    let (code, message) = till.refused(1, &["refund", "create", "ORDER-2", "--reason", "Broken"]);
    assert_eq!(code, "invalid_input");
    assert!(message.contains("till signer NAME"), "{message}");

    assert_eq!(till.json(&["signer"]), json!({ "signer": null }));
    assert!(till.run(&["signer"]).out.contains("till signer NAME"));
    assert_eq!(till.json(&["signer", "Bola"]), json!({ "signer": "Bola" }));
    assert_eq!(till.json(&["refund", "approve", &id])["decision"]["by"], "Bola");
    for wrong in ["", " "] {
        assert_eq!(till.refused(2, &["signer", wrong]).0, "usage");
    }
    assert_eq!(till.refused(1, &["signer", &"x".repeat(200)]).0, "invalid_input");
    assert_eq!(till.json(&["signer"]), json!({ "signer": "Bola" }));
    assert_eq!(till.json(&["signer", "--forget"]), json!({ "signer": null }));
    assert_eq!(till.refused(2, &["signer", "Bola", "--forget"]).0, "usage");
}

#[test]
fn an_order_number_where_a_refund_is_meant_is_answered_with_its_refunds() {
    let (shop, id) = waiting();
    let (code, message) = shop.till.refused(1, &["refund", "approve", "ORDER-1", "--by", "Bola"]);
    assert_eq!(code, "not_found");
    assert!(message.contains(&id) && message.contains("requested"), "{message}");
    let (code, message) = shop.till.refused(1, &["refund", "create", &id, "--reason", "Broken"]);
    assert_eq!(code, "refused", "a refund cannot be refunded: {message}");
    for words in
        [&["refund", "approve", "x", "--by", "Bola"][..], &["refund", "slip", "x", "-o", "y"]]
    {
        assert_eq!(shop.till.refused(1, words).0, "not_found", "{words:?}");
    }
}
