//! `till settlement`: what arrived at the bank, what did not, and the lines that a person books.

use chrono::Days;
use ledger::GatewayKind;
use sandbox::Message;
use serde_json::{Value, json};

use crate::program::{Till, column, has_fields, until};
use crate::shop::Shop;

const CHECK: &[(&str, &str)] = &[
    ("verdict", "s"),
    ("certainty", "s?"),
    ("payout", "s"),
    ("reference", "s?"),
    ("account", "s"),
    ("gateway", "s"),
    ("amount", "s"),
    ("amount_minor", "i"),
    ("currency", "s"),
    ("fee", "s?"),
    ("paid_out_on", "s"),
    ("status", "s?"),
    ("by_hand", "b?"),
    ("line", "o?"),
    ("difference", "s?"),
    ("shared_with", "a"),
    ("why", "s"),
];

const LINE: &[(&str, &str)] = &[
    ("import", "s"),
    ("line", "i"),
    ("bank_account", "s"),
    ("date", "s"),
    ("amount", "s"),
    ("amount_minor", "i"),
    ("currency", "s"),
    ("text", "s"),
    ("reference", "s?"),
];

#[test]
fn a_line_that_no_payout_explains_is_booked_and_taken_back() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let today = shop.today();
    let import = shop.statement(&[
        (today, "24650.00", "NIP NOVAC SETTLEMENT"),
        (today, "-50.00", "NOVAC CHARGE"),
    ]);
    let till = &shop.till;
    let before = till.json(&["settlement", "show"]);
    assert_eq!((&before["items"], &before["next"]), (&json!([]), &Value::Null));
    assert_eq!(before["usual_period"], json!(true));
    has_fields(&before, &[("period", "o"), ("time_zone", "s"), ("today", "s"), ("account", "s?")]);
    let owed = &before["unsettled"][0];
    has_fields(
        owed,
        &[("gateway", "s"), ("oldest", "s?"), ("days", "i"), ("overdue", "b"), ("why", "s")],
    );
    assert_eq!((&owed["account"], &owed["amount"]), (&json!("main"), &json!("24650.00")));
    let stranger = &before["strangers"][0];
    has_fields(&stranger["line"], LINE);
    assert_eq!(
        (&stranger["line"]["import"], &stranger["line"]["line"]),
        (&json!(import), &json!(2))
    );

    // What is told to be typed is what books it.
    let text = till.run(&["settlement", "show"]).out;
    let command = format!("till settlement payout {import} 2 --account main --by NAME");
    assert!(text.contains(&command), "{text}");
    let book = ["settlement", "payout", &import, "2", "--account", "main", "--by", "Ada"];
    let booked = till.json(&book);
    has_fields(&booked, &[("payout", "s"), ("reference", "s"), ("bank_account", "s?")]);
    assert_eq!(
        (&booked["matched"], &booked["by"], &booked["status"]),
        (&json!(true), &json!("Ada"), &json!("processed"))
    );
    let after = till.json(&["settlement", "show", "--account", "MAIN"]);
    has_fields(&after["items"][0], CHECK);
    assert_eq!(column(&after, "verdict"), ["matched"]);
    assert_eq!(column(&after, "certainty"), ["hand"]);
    assert_eq!((&after["unsettled"], &after["strangers"]), (&json!([]), &json!([])));
    let total = json!([{ "currency": "NGN", "paid_out": "24650.00", "seen": "24650.00" }]);
    assert_eq!(after["totals"], total);
    assert_eq!(till.json(&["report", "settlement", "--account", "main"]), after);
    let text = till.run(&["settlement", "show"]).out;
    assert!(text.contains("matched") && text.contains("24650.00 NGN seen"), "{text}");

    let (code, message) = till.refused(1, &book);
    assert!(code == "conflict" && message.contains("Ada matched this line"), "{message}");
    let released = till.json(&["settlement", "release", &import, "2", "--by", "Bola"]);
    assert_eq!((&released["matched"], &released["status"]), (&json!(false), &json!("failed")));
    let again = till.json(&book);
    assert_eq!(again["payout"], booked["payout"]);
}

#[test]
fn a_payout_that_a_gateway_told_of_is_matched_by_itself_or_by_hand() {
    let shop = Shop::open();
    shop.connect(GatewayKind::Ovgc, "cards");
    let listener = shop.listen(&[(GatewayKind::Ovgc, "cards")]);
    assert!(shop.sandbox.send_webhook("ovgc", Message::Settlement));
    let till = &shop.till;
    let payout = until(|| {
        let list = till.json(&["payout", "list", "--account", "cards"]);
        list["items"].as_array().unwrap().first().cloned()
    });
    drop(listener);
    let reference = payout["reference"].as_str().unwrap();
    let amount = payout["amount"].as_str().unwrap();
    let told = till.json(&["settlement", "show"]);
    assert_eq!(column(&told, "verdict"), ["expected"]);
    assert_eq!(told["items"][0]["reference"], json!(reference));

    // Its line is in another currency, as banks convert, and names nobody.
    let import = shop.statement(&[(shop.today(), "100.00", "INWARD TRANSFER")]);
    let matched = till.json(&["settlement", "match", &import, "2", reference, "--by", "Ada"]);
    assert_eq!((&matched["reference"], &matched["matched"]), (&json!(reference), &json!(true)));
    let told = till.json(&["settlement", "show"]);
    let other = payout["currency"] != "NGN";
    let verdict = told["items"][0]["verdict"].as_str().unwrap();
    assert!(!other || verdict == "currency_difference", "{amount}: {told}");
    let text = till.run(&["settlement", "show"]).out;
    assert!(text.contains(reference), "{text}");
    till.json(&["settlement", "release", &import, "2", "--by", "Ada"]);
    assert_eq!(column(&till.json(&["settlement", "show"]), "verdict"), ["expected"]);
    let status = &till.json(&["payout", "show", reference])["status"];
    assert_eq!(status, "processed", "what the gateway said stays");
}

#[test]
fn terms_are_shown_set_and_given_back() {
    let shop = Shop::open();
    let till = &shop.till;
    let usual = till.json(&["settlement", "terms"]);
    has_fields(
        &usual["items"][0],
        &[
            ("account", "s"),
            ("gateway", "s"),
            ("overdue_after_days", "i"),
            ("fee_tolerance", "s"),
            ("words", "a"),
            ("usual", "b"),
        ],
    );
    assert_eq!(usual["items"][0]["fee_tolerance"], "1.0%");
    let set = till.json(&[
        "settlement",
        "terms",
        "MAIN",
        "--overdue-days",
        "7",
        "--tolerance",
        "50.00 NGN",
        "--word",
        "Novac Ltd",
        "--word",
        "NVC",
    ]);
    let terms = &set["items"][0];
    assert_eq!((&terms["overdue_after_days"], &terms["usual"]), (&json!(7), &json!(false)));
    assert_eq!(terms["fee_tolerance"], "50.00 NGN");
    assert_eq!(terms["words"], json!(["Novac Ltd", "NVC"]));
    assert_eq!(till.json(&["settlement", "terms", "main"]), set);
    let text = till.run(&["settlement", "terms"]).out;
    assert!(text.contains("Novac Ltd, NVC") && text.contains("50.00 NGN"), "{text}");
    assert_eq!(till.json(&["settlement", "terms", "main", "--reset"]), usual);
    assert!(Till::new().run(&["settlement", "terms"]).out.contains("No account"));
    for (exit, words, says) in [
        (1, &["main", "--tolerance", "much"][..], "much"),
        (1, &["main", "--overdue-days", "61"], "60"),
        (1, &["main", "--word", "ab"], "ab"),
        (1, &["nobody", "--overdue-days", "2"], "nobody"),
        (1, &["nobody"], "nobody"),
        (2, &["main", "--overdue-days", "-1"], "-1"),
        (2, &["--overdue-days", "2"], "ACCOUNT"),
    ] {
        let (_, message) = till.refused(exit, &[&["settlement", "terms"][..], words].concat());
        assert!(message.contains(says), "{words:?}: {message}");
    }
}

#[test]
fn what_cannot_be_matched_is_refused_in_a_sentence() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let today = shop.today();
    let import = shop.statement(&[(today, "-50.00", "NOVAC CHARGE"), (today, "70.00", "NOVAC")]);
    let till = &shop.till;
    let before = shop.entries();
    let nowhere = "01936f2e-0000-7000-8000-000000000000";
    for (exit, words, code, says) in [
        (1, &["match", &import, "3", "PO-9", "--by", "Ada"][..], "not_found", "PO-9"),
        (1, &["payout", &import, "2", "--account", "main", "--by", "Ada"], "refused", "-50.00 NGN"),
        (1, &["payout", &import, "9", "--account", "main", "--by", "Ada"], "not_found", "9"),
        (1, &["payout", nowhere, "1", "--account", "main", "--by", "Ada"], "not_found", nowhere),
        (1, &["payout", &import, "3", "--account", "none", "--by", "Ada"], "not_found", "none"),
        (1, &["release", &import, "3", "--by", "Ada"], "refused", "nobody matched"),
        (2, &["release", &import, "2"], "usage", "--by"),
        (2, &["release", "x", "2", "--by", "Ada"], "usage", "x"),
        (2, &["match", &import, "two", "PO-9", "--by", "Ada"], "usage", "two"),
        (2, &["payout", &import, "2", "--by", "Ada"], "usage", "--account"),
    ] {
        let (said, message) = till.refused(exit, &[&["settlement"][..], words].concat());
        assert!(said == code && message.contains(says), "{words:?}: {said}: {message}");
    }
    let long_ago = today.checked_sub_days(Days::new(2_000)).unwrap().to_string();
    for (from, to) in [(long_ago.as_str(), None), ("2026-02-02", Some("2026-02-01"))] {
        let to: Vec<_> = to.iter().flat_map(|to| ["--to", to]).collect();
        let words = [&["settlement", "show", "--from", from][..], &to].concat();
        assert_eq!(till.refused(1, &words).0, "invalid_input", "{words:?}");
    }
    assert_eq!(shop.entries(), before);
}

#[test]
fn a_concern_about_the_bank_names_the_command_that_shows_it() {
    let shop = Shop::open();
    let before = shop.today().checked_sub_days(Days::new(6)).unwrap();
    shop.history(&[("OLD-1".to_owned(), before, "900.00")]);
    shop.statement(&[(shop.today(), "5.00", "A GIFT")]);
    let desk = shop.till.json(&["attention", "list"]);
    assert_eq!(column(&desk, "kind"), ["unsettled_overdue"]);
    let step = &desk["items"][0]["steps"][0];
    let command = json!("till settlement show");
    assert_eq!((&step["step"], &step["command"]), (&json!("open_settlement"), &command));
}
