//! Keys and passphrases: never in an argument, on a screen, in a log or in a file that is not encrypted.

use std::process::Stdio;

use crate::program::{PASSPHRASE, SandboxProgram, Till, error};
use crate::shop::Shop;

#[test]
fn keys_leave_no_trace_outside_the_vault() {
    let till = Till::new();
    let sandbox = SandboxProgram::start(&till);
    let keys = sandbox.keys("novac").clone();
    // With the log wide open.
    let logged = |input: &str, words: &[&str]| {
        let mut command = till.command(words);
        command.env("TILL_LOG", "trace").stdin(Stdio::piped());
        till.finish(&mut command, input)
    };
    let base_url = sandbox.base_url("novac");
    let added =
        logged(&keys.to_string(), &["account", "add", "novac", "main", "--base-url", base_url]);
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
        assert_eq!(logged("", words).code, 0, "{words:?}");
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
