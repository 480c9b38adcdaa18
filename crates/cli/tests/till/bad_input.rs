//! Bad input: a clear error each time, the right exit code, and nothing lost or sent.

use ledger::GatewayKind;

use crate::program::{Till, error};
use crate::shop::Shop;

/// `till link create` with some of a good order's words changed.
fn order<'a>(changes: &[(&'a str, &'a str)]) -> Vec<&'a str> {
    let mut words = vec![
        ("--account", "main"),
        ("--amount", "25000.00"),
        ("--currency", "NGN"),
        ("--email", "ada@example.com"),
        ("--reference", "ORDER-NEW"),
    ];
    for (key, value) in changes {
        match words.iter_mut().find(|(known, _)| known == key) {
            Some(word) => word.1 = value,
            None => words.push((key, value)),
        }
    }
    let words = words.into_iter().flat_map(|(key, value)| [key, value]);
    ["link", "create"].into_iter().chain(words).collect()
}

#[test]
fn an_order_that_cannot_be_placed_is_refused_in_words_and_leaves_no_trace() {
    let shop = Shop::open();
    shop.order("ORDER-1");
    let before = shop.entries();
    for (changes, says) in [
        ([("--amount", "0")], "more than zero"),
        ([("--amount", "-1")], "more than zero"),
        ([("--amount", "1.005")], "2 digits"),
        ([("--amount", "1e3")], "digits"),
        ([("--amount", "25,000")], "digits"),
        ([("--amount", "92233720368547758.08")], "large"),
        ([("--amount", "")], "amount"),
        ([("--currency", "NAIRA")], "NAIRA"),
        ([("--currency", "XXQ")], "XXQ"),
        ([("--currency", "JPY")], "does not take JPY"),
        ([("--email", "ada")], "e-mail"),
        ([("--email", "ada@")], "e-mail"),
        ([("--email", "Ada <ada@example.com>")], "e-mail"),
        ([("--callback-url", "http://shop.example/back")], "https://"),
        ([("--callback-url", "shop")], "https://"),
        ([("--redirect-url", "ftp://shop.example")], "redirect URL"),
        ([("--success-url", "https://shop.example")], "takes no success URL"),
        ([("--reference", "ORDER-1")], "in use"),
        ([("--reference", "A\nB")], "cannot be seen"),
    ] {
        let (code, message) = shop.till.refused(1, &order(&changes));
        assert_eq!(code, "invalid_input", "{changes:?}: {message}");
        assert!(message.contains(says), "{changes:?}: {message}");
    }
    let (code, message) = shop.till.refused(1, &order(&[("--account", "nowhere")]));
    assert_eq!(code, "not_found");
    assert!(message.contains("`nowhere`"), "{message}");
    assert_eq!(shop.entries(), before);

    // Without --json the same, as a sentence.
    let said = shop.till.run(&order(&[("--amount", "1.005")]));
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    assert!(said.err.starts_with("till: ") && said.err.contains("2 digits"), "{}", said.err);
}

#[test]
fn keys_of_the_wrong_kind_are_refused_without_being_repeated() {
    let till = Till::new();
    let public = "nc_testpk_THEKEYITSELF0123";
    let secret = "nc_testsk_THEKEYITSELF0123";
    for (gateway, keys, says) in [
        ("novac", format!(r#"{{"public_key":"{public}","secret_key":"{public}"}}"#), "public key"),
        ("novac", format!(r#"{{"public_key":"{secret}","secret_key":"{secret}"}}"#), "secret key"),
        ("novac", format!(r#"{{"public_key":"{public}"}}"#), "secret key"),
        (
            "novac",
            format!(r#"{{"public_key":"{public}","secret_key":"nc_livesk_THEKEYITSELF01"}}"#),
            "test",
        ),
        ("ovgc", format!(r#"{{"api_key":"{secret}"}}"#), "Novac"),
        ("ovgc", r#"{"api_key":"whsec_THEKEYITSELF0123"}"#.to_owned(), "API key"),
        ("ovgc", "THEKEYITSELF0123".to_owned(), "JSON"),
        ("ovgc", String::new(), "JSON"),
    ] {
        let words = ["--json", "account", "add", gateway, "main"];
        let said = till.run_with(&keys, &words);
        let (code, message) = error(&words, 1, &said);
        assert_eq!(code, "invalid_input", "{message}");
        assert!(message.contains(says), "{says}: {message}");
        assert!(!message.contains("THEKEYITSELF"), "{message}");
    }
    assert_eq!(till.json(&["account", "list"])["items"].as_array().unwrap().len(), 0);
    assert!(!till.data().join("keys.age").exists(), "a vault was made for keys that are not kept");
    let (code, message) = till.refused(2, &["account", "add", "paypal", "main"]);
    assert_eq!(code, "usage");
    assert!(message.contains("novac"), "{message}");
}

#[test]
fn an_order_number_at_two_accounts_is_asked_back_and_then_works() {
    let shop = Shop::open();
    shop.connect(GatewayKind::Novac, "second");
    shop.order("ORDER-1");
    shop.order_at("second", "ORDER-1");
    let (code, message) = shop.till.refused(1, &["payment", "show", "ORDER-1"]);
    assert_eq!(code, "invalid_input");
    assert!(message.contains("main/ORDER-1") && message.contains("second/ORDER-1"), "{message}");
    for account in ["main", "second"] {
        let meant = format!("{account}/ORDER-1");
        let shown = shop.till.json(&["payment", "show", &meant]);
        assert_eq!(shown["account"], account);
        assert_eq!(shop.till.json(&["link", "show", &meant])["account"], account);
    }
}

#[test]
fn a_reference_that_nobody_ordered_is_looked_for_where_it_is_said() {
    let shop = Shop::open();
    let (code, message) = shop.till.refused(1, &["payment", "verify", "NO-SUCH"]);
    assert_eq!(code, "not_found");
    assert!(message.contains("`NO-SUCH`") && message.contains("--account"), "{message}");
    let (code, message) =
        shop.till.refused(1, &["payment", "verify", "NO-SUCH", "--account", "main"]);
    assert_eq!(code, "gateway");
    assert!(message.contains("has not found it"), "{message}");
    for words in
        [["payment", "show", "NO-SUCH"], ["link", "renew", "NO-SUCH"], ["refund", "show", "x"]]
    {
        assert_eq!(shop.till.refused(1, &words).0, "not_found", "{words:?}");
    }
    for words in [["account", "check", "none"], ["account", "remove", "none"]] {
        assert_eq!(shop.till.refused(1, &words).0, "not_found", "{words:?}");
    }
}

#[test]
fn filters_cursors_and_days_that_cannot_be_read_are_refused() {
    let shop = Shop::open();
    for filter in ["status:xx", "colour:red", "\"open", "amount>=x", "from:2026-02-30"] {
        for list in ["payment", "link", "refund"] {
            let (code, message) = shop.till.refused(1, &[list, "list", "--filter", filter]);
            assert_eq!(code, "invalid_input", "{filter}: {message}");
        }
    }
    for after in ["x", "", "p", "9999999999999999999999"] {
        let (code, _) = shop.till.refused(2, &["payment", "list", "--after", after]);
        assert_eq!(code, "usage", "{after}");
    }
    // One of another list.
    let (code, _) = shop.till.refused(1, &["payment", "list", "--after", "2"]);
    assert_eq!(code, "invalid_input");
    for limit in ["0", "-1", "501", "many"] {
        assert_eq!(shop.till.refused(2, &["payment", "list", "--limit", limit]).0, "usage");
    }
    for day in ["2026-02-30", "yesterday", "01/02/2026", "2026-1"] {
        let words = ["export", "base", "-o", "x.csv", "--from", day];
        assert_eq!(shop.till.refused(2, &words).0, "usage", "{day}");
    }
    let backwards = ["export", "base", "-o", "x.csv", "--from", "2026-02-01", "--to", "2026-01-31"];
    let (code, message) = shop.till.refused(1, &backwards);
    assert_eq!(code, "invalid_input");
    assert!(message.contains("before it begins"), "{message}");
    assert_eq!(shop.till.refused(2, &["journal", "list", "--subject", "x"]).0, "usage");
    assert!(!shop.till.path("x.csv").exists());
}

#[test]
fn a_gateway_that_cannot_be_reached_is_told_from_one_that_says_no() {
    let shop = Shop::open();
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    shop.connect_at(GatewayKind::Novac, "gone", &format!("http://{gone}"));
    let (code, message) = shop.till.refused(1, &order(&[("--account", "gone")]));
    assert_eq!(code, "offline");
    assert!(message.contains("cannot be reached"), "{message}");
    let check = shop.till.json_with(1, &["account", "check", "gone"]);
    assert_eq!(check["ok"], false);
    let words = ["--json", "account", "add", "novac", "x", "--base-url", "http://api.example.com"];
    let keys = serde_json::to_string(&shop.sandbox.description().gateways["novac"].credentials);
    let said = shop.till.run_with(&keys.unwrap(), &words);
    assert!(error(&words, 1, &said).1.contains("https://"), "{}", said.err);
}
