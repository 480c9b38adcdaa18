//! Keys and passphrases: never in an argument, on a screen, in a log or in a file that is not encrypted.

use std::process::Stdio;

use ledger::GatewayKind;
use sandbox::Customer;
use serde_json::json;

use crate::program::{PASSPHRASE, Said, SandboxProgram, Till, error};
use crate::shop::Shop;

#[test]
fn keys_leave_no_trace_outside_the_vault() {
    let till = Till::new();
    let sandbox = SandboxProgram::start(&till);
    let keys = sandbox.keys("novac").clone();
    let base_url = sandbox.base_url("novac");
    let added = logged(
        &till,
        &keys.to_string(),
        &["account", "add", "novac", "main", "--base-url", base_url],
    );
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(added.err.contains("gateway"), "the log was not open: {}", added.err);
    for words in [
        &[
            "link",
            "create",
            "--account",
            "main",
            "--amount",
            "100.00",
            "--currency",
            "NGN",
            "--email",
            "ada@example.com",
            "--reference",
            "ORDER-1",
        ][..],
        &["payment", "verify", "ORDER-1"],
        &["account", "list"],
        &["journal", "list"],
    ] {
        assert_eq!(logged(&till, "", words).code, 0, "{words:?}");
    }
    assert!(till.data().join("keys.age").exists());
    let secrets = keys.as_object().unwrap().values().map(|key| key.as_str().unwrap());
    for secret in secrets.chain([PASSPHRASE]) {
        for (place, bytes) in till.traces() {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{place} has a secret in it");
        }
    }

    let removed = till.json(&["account", "remove", "main"]);
    assert_eq!(removed["removed"], true);
    assert_eq!(till.json(&["account", "list"])["items"].as_array().unwrap().len(), 0);
    assert_eq!(till.json(&["payment", "show", "ORDER-1"])["account"], "main");
    let (code, message) = till.refused(1, &["payment", "verify", "ORDER-1"]);
    assert_eq!(code, "refused");
    assert!(message.contains("`main` was removed"), "{message}");
}

/// Runs with the log wide open.
fn logged(till: &Till, input: &str, words: &[&str]) -> Said {
    let mut command = till.command(words);
    command.env("TILL_LOG", "trace").stdin(Stdio::piped());
    till.finish(&mut command, input)
}

#[test]
fn keys_of_any_gateway_leave_no_trace_whatever_is_done_with_them() {
    let shop = Shop::open();
    let till = &shop.till;
    for gateway in [GatewayKind::Ovgc, GatewayKind::Nowpay, GatewayKind::Echezona] {
        shop.connect(gateway, gateway.as_str());
    }
    // At this API the secret travels inside each message.
    till.json(&["account", "settings", "ovgc", "--setting", "api=payment_request"]);
    let listener = shop.listen(&[
        (GatewayKind::Ovgc, "ovgc"),
        (GatewayKind::Echezona, "echezona"),
        (GatewayKind::Novac, "main"),
    ]);
    shop.paid_in_dollars("ovgc", "O-1");
    let paid = shop.order("N-1");
    assert!(shop.sandbox.customer(paid["url"].as_str().unwrap(), Customer::PaysByCard));
    let inbox = shop.inbox(2);
    let told = inbox.iter().find(|item| item["account"] == "ovgc").unwrap();
    assert_eq!(told["verdict"], "accepted", "{told}");
    let id = told["id"].as_str().unwrap();
    let shown = till.json(&["webhook", "show", id]);
    assert_eq!(shown["masked"], true, "{shown}");
    std::fs::write(till.path("kept.json"), shown.to_string()).unwrap();

    for words in [
        &["webhook", "list"][..],
        &["webhook", "show", id],
        &["webhook", "replay", id],
        &["webhook", "import", "kept.json", "--account", "ovgc"],
        &["account", "settings", "ovgc"],
        &["account", "settings", "nowpay"],
        &["account", "check", "echezona"],
        &["account", "balance", "nowpay"],
        &["account", "balance", "main"],
        &["payout", "choices", "--account", "nowpay", "--kind", "recharge", "--name", "operator"],
        &["payout", "choices", "--account", "main", "--kind", "bank", "--name", "bank_code"],
        &["payment", "fee", "N-1", "--channel", "card"],
        &["payment", "fee", "N-1", "--channel", "none"],
        &["sync"],
        &["doctor"],
        &["journal", "list"],
    ] {
        let said = logged(till, "", words);
        assert!(said.code < 2, "{words:?}: {said:?}");
    }
    let new = json!({ "webhook_secret": "whsec_ANEWSECRET0001" }).to_string();
    let refused = json!({ "api_key": "ovgc_test_AWRONGKEY0001" }).to_string();
    assert_eq!(logged(till, &new, &["account", "keys", "ovgc"]).code, 0);
    assert_eq!(logged(till, &refused, &["account", "keys", "ovgc"]).code, 1);
    drop(listener);

    let described = shop.sandbox.description().gateways.values();
    let keys = described.flat_map(|gateway| gateway.credentials.iter());
    // The username is no secret: it is what Nowpay's merchants are called by.
    let secrets = keys.filter(|(name, _)| **name != "username").map(|(_, key)| (*key).to_owned());
    let replaced = ["whsec_ANEWSECRET0001", "ovgc_test_AWRONGKEY0001", PASSPHRASE];
    for secret in secrets.chain(replaced.map(str::to_owned)) {
        for (place, bytes) in till.traces() {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{place} has {secret} in it");
        }
    }
}

#[test]
fn keys_leave_no_trace_in_what_refunds_and_customers_are_handed_out_with() {
    let shop = Shop::open();
    let till = &shop.till;
    shop.paid("ORDER-1");
    std::fs::write(till.path("list.csv"), "reference,amount\nORDER-1,100\n").unwrap();
    let bulk = ["refund", "bulk", "--file", "list.csv", "--reason", "Recalled", "--by", "Ada"];
    let plan = till.json(&bulk);
    let go = [&bulk[..], &["--go", plan["digest"].as_str().unwrap()]].concat();
    let asked = ["refund", "create", "ORDER-1", "--amount", "200", "--reason", "x", "--by", "Ada"];
    till.json(&["account", "approval", "main", "--above", "150 NGN"]);
    let asked = till.json(&asked)["id"].as_str().unwrap().to_owned();
    let plan = till.json(&bulk);
    let again = [&bulk[..], &["--go", plan["digest"].as_str().unwrap()]].concat();
    for words in [
        &go[..],
        &again,
        &["refund", "approve", &asked, "--by", "Bola"],
        &["refund", "resolve", &asked],
        &["refund", "slip", &asked, "-o", "slip.html"],
        &["refund", "batches"],
        &["attention", "list"],
        &["customer", "export", "ada@example.com", "-o", "ada.json"],
        &["customer", "mask", "ada@example.com"],
    ] {
        let said = logged(till, "", words);
        assert!(said.code < 2, "{words:?}: {said:?}");
    }
    let described = &shop.sandbox.description().gateways["novac"];
    let secrets = described.credentials.values().map(|key| (*key).to_owned());
    for secret in secrets.chain([PASSPHRASE.to_owned()]) {
        for (place, bytes) in till.traces() {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{place} has {secret} in it");
        }
    }
}

#[test]
fn keys_cannot_be_given_as_arguments() {
    let till = Till::new();
    for option in ["--secret-key", "--api-key", "--key", "--passphrase"] {
        let (code, _) = till.refused(2, &["account", "add", "novac", "main", option, "x"]);
        assert_eq!(code, "usage");
    }
}

#[test]
fn a_vault_opens_with_its_own_passphrase_only() {
    let shop = Shop::open();
    shop.order("ORDER-1");
    let verify = ["--json", "payment", "verify", "ORDER-1"];
    let attempt = |passphrase: Option<&str>| {
        let mut command = shop.till.command(&verify);
        command.env_remove("TILL_LOG").env_remove("TILL_PASSPHRASE_FILE");
        if let Some(passphrase) = passphrase {
            let path = shop.till.path("attempt");
            std::fs::write(&path, passphrase).unwrap();
            command.env("TILL_PASSPHRASE_FILE", path);
        }
        shop.till.finish(&mut command, "")
    };
    let (code, message) = error(&verify, 1, &attempt(Some("wrong horse battery")));
    assert_eq!(code, "locked");
    assert!(message.contains("does not open"), "{message}");
    let (code, message) = error(&verify, 2, &attempt(None));
    assert_eq!(code, "usage");
    assert!(message.contains("TILL_PASSPHRASE_FILE"), "{message}");
    let (_, message) = error(&verify, 1, &attempt(Some(&"x".repeat(5000))));
    assert!(message.contains("too large"), "{message}");
    assert_eq!(attempt(Some(&format!("{PASSPHRASE}\r\n"))).code, 0);

    // What needs no keys asks for none.
    let mut list = shop.till.command(&["--json", "payment", "list"]);
    list.env_remove("TILL_LOG").env_remove("TILL_PASSPHRASE_FILE");
    assert_eq!(shop.till.finish(&mut list, "").code, 0);
}
