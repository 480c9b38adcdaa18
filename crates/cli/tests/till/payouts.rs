//! Money that is sent: planned, sent once, looked up, and told honestly where nobody knows.

use ledger::GatewayKind;
use sandbox::Fault;
use serde_json::{Value, json};

use crate::program::{column, has_fields, until};
use crate::shop::Shop;

const PAYOUT: &[(&str, &str)] = &[
    ("id", "s"),
    ("reference", "s"),
    ("account", "s"),
    ("gateway", "s"),
    ("kind", "s"),
    ("amount", "s"),
    ("amount_minor", "i"),
    ("currency", "s"),
    ("fee", "s?"),
    ("to", "s"),
    ("beneficiary", "o?"),
    ("status", "s"),
    ("gateway_payout_id", "s?"),
    ("reason", "s"),
    ("part", "o?"),
    ("created_at", "s"),
];

/// Who gets money, and how that ends in the sandbox.
const ARRIVES: &str = "account_number=0690000031";
const ARRIVES_LATER: &str = "account_number=0690000077";
const FAILS_LATER: &str = "account_number=0690000088";
const FAILS: &str = "account_number=0690000099";

/// `till payout create` of 100 naira from `main`.
fn naira<'a>(reference: &'a str, account_number: &'a str) -> Vec<&'a str> {
    ["payout", "create", "--account", "main", "--kind", "bank", "--amount", "100.00"]
        .into_iter()
        .chain(["--reason", "Stock", "--field", "bank_code=044", "--field", account_number])
        .chain(["--reference", reference])
        .collect()
}

/// `till payout create` of rupees from `delhi`.
fn rupees<'a>(
    kind: &'a str,
    amount: &'a str,
    reference: &'a str,
    fields: &[&'a str],
) -> Vec<&'a str> {
    ["payout", "create", "--account", "delhi", "--kind", kind, "--amount", amount]
        .into_iter()
        .chain(["--reason", "Rent", "--reference", reference])
        .chain(fields.iter().flat_map(|field| ["--field", field]))
        .collect()
}

const REMITTANCE: [&str; 4] =
    ["sender_number=9876543210", "beneficiary_id=5", "remitter_id=6", "transfer_mode=IMPS"];

fn statuses(made: &Value) -> Vec<&str> {
    column(made, "status")
}

#[test]
fn money_goes_out_once_with_its_receiver_checked_beforehand() {
    let shop = Shop::open();
    let till = &shop.till;
    let fields = till.json(&["payout", "fields", "--account", "main"]);
    let route = &fields["items"][0];
    assert_eq!((&route["kind"], &route["currencies"]), (&json!("bank"), &json!(["NGN"])));
    has_fields(&route["fields"][0], &[("key", "s"), ("title", "s"), ("required", "b")]);
    let target = ["--account", "main", "--kind", "bank"];
    let choices = [&["payout", "choices"][..], &target, &["--name", "bank_code"]].concat();
    let banks = till.json(&choices);
    assert!(column(&banks, "value").contains(&"044"), "{banks}");
    let check = [&["payout", "check"][..], &target, &["--field", "bank_code=044"]].concat();
    let receiver = till.json(&[&check[..], &["--field", ARRIVES]].concat());
    assert!(receiver["name"].is_string(), "{receiver}");

    let before = shop.entries();
    let wanted = naira("PAYOUT-0001", ARRIVES);
    let plan = till.json(&[&wanted[..], &["--dry-run"]].concat());
    assert_eq!(
        (&plan["amount"], &plan["currency"], &plan["parts"]),
        (&json!("100.00"), &json!("NGN"), &json!(["100.00"]))
    );
    assert_eq!(shop.entries(), before, "a dry run wrote something down");

    let made = till.json(&wanted);
    assert_eq!(made["next"], Value::Null);
    has_fields(&made["items"][0], PAYOUT);
    assert_eq!(statuses(&made), ["processed"]);
    assert_eq!(made["items"][0]["beneficiary"]["account"], "0690000031");
    assert_eq!(made["items"][0]["to"], "bank 044 ••0031");
    let written = shop.entries();
    for dry in [&[][..], &["--dry-run"]] {
        let (code, message) = till.refused(1, &[&wanted[..], dry].concat());
        assert_eq!(code, "invalid_input");
        assert!(message.contains("`PAYOUT-0001` is in use"), "{message}");
    }
    assert_eq!(shop.entries(), written);

    let shown = till.json(&["payout", "show", "PAYOUT-0001"]);
    has_fields(&shown, PAYOUT);
    assert_eq!(shown["details"], json!({ "bank_code": "044" }));
    let kinds = shown["timeline"].as_array().unwrap().iter().map(|event| &event["kind"]);
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        ["payout_requested", "payout_submitted", "payout_observed"]
    );
    let id = shown["id"].as_str().unwrap();
    for by in [id, shown["gateway_payout_id"].as_str().unwrap(), "main/PAYOUT-0001"] {
        assert_eq!(till.json(&["payout", "show", by])["id"], id, "{by}");
    }
    let list = till.json(&["payout", "list", "--search", "0001", "--account", "main"]);
    assert_eq!(list["items"], made["items"]);
    let text = till.run(&["payout", "list", "--status", "processed"]).out;
    assert!(text.contains("PAYOUT-0001") && text.contains("••0031"), "{text}");
    assert!(!text.contains("0690000031"), "{text}");
}

#[test]
fn what_is_pending_is_looked_up_and_told_by_its_reference() {
    let shop = Shop::open();
    let till = &shop.till;
    assert_eq!(statuses(&till.json(&naira("PAYOUT-0077", ARRIVES_LATER))), ["pending"]);
    assert_eq!(statuses(&till.json(&naira("PAYOUT-0088", FAILS_LATER))), ["pending"]);
    let failed = till.json_with(1, &naira("PAYOUT-0099", FAILS));
    assert_eq!(statuses(&failed), ["failed"]);
    let open = till.json(&["payout", "list", "--status", "pending"]);
    assert_eq!(column(&open, "reference"), ["PAYOUT-0088", "PAYOUT-0077"]);

    let mut changes = Vec::new();
    until(|| {
        let sync = till.json(&["sync"]);
        has_fields(&sync, &[("looked_up", "i"), ("changed", "i"), ("failed", "a")]);
        let changed = sync["changes"].as_array().unwrap();
        assert_eq!(sync["changed"], changed.len());
        changes.extend(changed.iter().cloned());
        (sync["looked_up"] == 0).then_some(())
    });
    for (reference, status) in [("PAYOUT-0077", "processed"), ("PAYOUT-0088", "failed")] {
        let change = json!({ "what": "payout", "reference": reference, "status": status });
        assert!(changes.contains(&change), "{changes:?}");
        assert_eq!(till.json(&["payout", "verify", reference])["status"], status);
    }
    let lists = ["processed", "failed"].map(|status| {
        let list = till.json(&["payout", "list", "--status", status]);
        column(&list, "reference").join(" ")
    });
    assert_eq!(lists, ["PAYOUT-0077", "PAYOUT-0099 PAYOUT-0088"]);
}

#[test]
fn a_lost_answer_is_unknown_and_is_never_sent_again() {
    let shop = Shop::open();
    let till = &shop.till;
    let left = || till.json(&["account", "balance", "main", "--currency", "NGN"])["items"].clone();
    shop.sandbox.set_fault("novac", Fault::AnswerLost, true);
    let wanted = naira("PAYOUT-0001", ARRIVES);
    assert_eq!(statuses(&till.json_with(3, &wanted)), ["unknown"]);
    let after_one = left();
    let said = till.run(&naira("PAYOUT-0002", ARRIVES));
    assert_eq!(said.code, 3);
    assert!(said.out.contains("do not send it again"), "{}", said.out);
    let after_two = left();
    assert_ne!(after_one, after_two, "both have happened");

    shop.sandbox.set_fault("novac", Fault::AnswerLost, false);
    let (code, _) = till.refused(1, &wanted);
    assert_eq!(code, "invalid_input");
    shop.sandbox.set_fault("novac", Fault::Broken, true);
    assert!(till.run(&["payout", "verify", "PAYOUT-0001"]).code != 0);
    assert_eq!(till.json(&["payout", "show", "PAYOUT-0001"])["status"], "unknown");
    shop.sandbox.set_fault("novac", Fault::Broken, false);
    assert_eq!(till.json(&["payout", "verify", "PAYOUT-0002"])["status"], "processed");
    let synced = till.run(&["sync"]);
    assert!(synced.out.contains("  payout PAYOUT-0001 is processed"), "{}", synced.out);
    assert_eq!(left(), after_two, "money went out a second time");
    assert_eq!(till.json(&["doctor"])["ok"], true);
}

#[test]
fn a_remittance_too_large_goes_out_in_parts_that_stop_at_the_first_doubt() {
    let shop = Shop::open();
    shop.connect(GatewayKind::Nowpay, "delhi");
    let till = &shop.till;
    let wanted = rupees("remittance", "12000", "REM-1", &REMITTANCE);
    let plan = till.run(&[&wanted[..], &["--dry-run"]].concat());
    assert_eq!(plan.out, "Would send 12000.00 INR in 3 parts: 5000.00, 5000.00, 2000.00\n");
    let made = till.json(&wanted);
    assert_eq!(column(&made, "reference"), ["REM-1-1", "REM-1-2", "REM-1-3"]);
    assert_eq!(column(&made, "amount"), ["5000.00", "5000.00", "2000.00"]);
    assert_eq!(statuses(&made), ["processed"; 3]);
    assert_eq!(made["items"][1]["part"], json!({ "number": 2, "of": 3 }));
    let (_, message) = till.refused(1, &wanted);
    assert!(message.contains("`REM-1` is in use"), "{message}");

    shop.sandbox.set_fault("nowpay", Fault::AnswerLost, true);
    let lost = till.json_with(3, &rupees("remittance", "12000", "REM-2", &REMITTANCE));
    assert_eq!(statuses(&lost), ["unknown", "failed", "failed"]);
    assert!(lost["items"][2]["message"].as_str().unwrap().contains("not sent"), "{lost}");
    let text = till.run(&rupees("remittance", "12000", "REM-3", &REMITTANCE));
    assert_eq!(text.code, 3);
    assert!(text.out.ends_with("\n1 of 3 parts unknown, 2 of 3 parts failed\n"), "{}", text.out);
    shop.sandbox.set_fault("nowpay", Fault::AnswerLost, false);
    assert_eq!(till.json(&["sync"])["changed"], 2);
    assert_eq!(till.json(&["payout", "show", "REM-2-1"])["status"], "processed");
    assert_eq!(till.json(&["payout", "show", "REM-2-2"])["status"], "failed");
}

#[test]
fn a_phone_is_recharged_by_what_the_gateway_lists() {
    let shop = Shop::open();
    shop.connect(GatewayKind::Nowpay, "delhi");
    let till = &shop.till;
    let choices = |name: &str, known: &[&str]| {
        let known = known.iter().flat_map(|field| ["--field", field]);
        let words = ["payout", "choices", "--account", "delhi", "--kind", "recharge", "--name"];
        let words: Vec<&str> = words.into_iter().chain([name]).chain(known).collect();
        till.json(&words)
    };
    let operators = choices("operator", &[]);
    let operator = format!("operator={}", column(&operators, "value")[0]);
    let circle = format!("circle={}", column(&choices("circle", &[&operator]), "value")[0]);
    let plans = choices("plan", &[&operator, &circle]);
    let plan = format!("plan={}", column(&plans, "value")[2]);
    assert!(column(&plans, "title")[2].starts_with("₹199"), "{plans}");
    let made = till.json(&rupees(
        "recharge",
        "199",
        "RECHARGE-1",
        &["number=9876543210", &operator, &circle, &plan],
    ));
    assert_eq!(
        (&made["items"][0]["kind"], statuses(&made)),
        (&json!("recharge"), vec!["processed"])
    );

    let wallet = ["phone=9876543210", "wallet=PAYTM"];
    let target = ["payout", "check", "--account", "delhi", "--kind", "wallet"];
    let fields = wallet.iter().flat_map(|field| ["--field", field]);
    let receiver = till.json(&target.into_iter().chain(fields).collect::<Vec<_>>());
    assert!(receiver["name"].is_string(), "{receiver}");
    assert_eq!(statuses(&till.json(&rupees("wallet", "50", "WALLET-1", &wallet))), ["processed"]);
    let words = till.json(&[
        "payout",
        "choices",
        "--account",
        "delhi",
        "--kind",
        "wallet",
        "--name",
        "wallet",
    ]);
    assert_eq!(column(&words, "value"), ["PAYTM", "AMAZON"]);

    // Nowpay publishes no route for recharges, so without one there are none.
    till.json(&["account", "settings", "delhi", "--reset", "recharge_route"]);
    let recharge =
        rupees("recharge", "199", "RECHARGE-2", &["number=9876543210", &operator, &circle]);
    let (code, message) = till.refused(1, &recharge);
    assert!(message.contains("`recharge_route`"), "{code}: {message}");
}

#[test]
fn a_payout_that_cannot_be_made_is_refused_in_words_and_leaves_no_trace() {
    let shop = Shop::open();
    for (gateway, name) in [
        (GatewayKind::Nowpay, "delhi"),
        (GatewayKind::Ovgc, "cards"),
        (GatewayKind::Echezona, "abuja"),
    ] {
        shop.connect(gateway, name);
    }
    let before = shop.entries();
    let good = naira("PAYOUT-0001", ARRIVES);
    let with = |changes: &[(&'static str, &'static str)]| {
        let mut words = good.clone();
        for (option, value) in changes {
            match words.iter().position(|word| word == option) {
                Some(at) => words[at + 1] = value,
                None => words.extend([*option, *value]),
            }
        }
        words
    };
    for (changes, word, says) in [
        (&[("--amount", "0")][..], "invalid_input", "more than zero"),
        (&[("--amount", "-5")], "invalid_input", "more than zero"),
        (&[("--amount", "1.005")], "invalid_input", "2 digits"),
        (&[("--amount", "1e3")], "invalid_input", "digits"),
        (&[("--currency", "INR")], "invalid_input", "INR cannot be sent"),
        (&[("--currency", "NAIRA")], "invalid_input", "NAIRA"),
        (&[("--reason", " ")], "invalid_input", "reason"),
        (&[("--reference", "P-1")], "invalid_input", "10 to 50 characters"),
        (&[("--field", "account_number=12")], "invalid_input", "bank_code: Bank is missing"),
        (&[("--field", "colour=red")], "invalid_input", "`colour`"),
        (&[("--kind", "wallet")], "invalid_input", "it has bank"),
        (&[("--account", "delhi")], "invalid_input", "ifsc: "),
        (&[("--account", "delhi"), ("--kind", "settlement")], "invalid_input", "`settlement`"),
        (&[("--account", "nowhere")], "not_found", "`nowhere`"),
        (&[("--account", "cards")], "refused", "OVGC pays the merchant out by itself"),
        (&[("--account", "abuja")], "refused", "Echezona"),
    ] {
        for dry in [&[][..], &["--dry-run"]] {
            let (code, message) = shop.till.refused(1, &[&with(changes)[..], dry].concat());
            assert_eq!(code, word, "{changes:?}: {message}");
            assert!(message.contains(says), "{changes:?}: {message}");
        }
    }
    assert_eq!(shop.entries(), before);

    // Everything that is wrong at once, with the names to write after --field.
    let (_, message) = shop.till.refused(1, &rupees("bank", "10", "R-1", &["ifsc=x"]));
    for says in ["account_number: ", "account_name: ", "transfer_mode: ", "ifsc: "] {
        assert!(message.contains(says), "{message}");
    }
    for (words, says) in [
        (&["choices", "--account", "main", "--kind", "bank", "--name", "colour"][..], "`colour`"),
        (&["choices", "--account", "main", "--kind", "bank", "--name", "account_number"], "typed"),
        (&["choices", "--account", "delhi", "--kind", "recharge", "--name", "plan"], "operator"),
        (&["check", "--account", "delhi", "--kind", "recharge"], "does not say"),
        (&["fields", "--account", "main", "--kind", "wallet"], "it has bank"),
        (&["fields", "--account", "cards"], "by itself"),
        (&["show", "NO-SUCH"], "no payout `NO-SUCH`"),
        (&["verify", "NO-SUCH"], "no payout `NO-SUCH`"),
        (&["list", "--account", "nowhere"], "`nowhere`"),
    ] {
        let (code, message) = shop.till.refused(1, &[&["payout"], words].concat());
        assert!(message.contains(says), "{words:?}: {code}: {message}");
    }
    for words in [&["list", "--status", "lost"][..], &["create"], &["list", "--limit", "0"]] {
        assert_eq!(shop.till.refused(2, &[&["payout"], words].concat()).0, "usage", "{words:?}");
    }
    assert_eq!(shop.entries(), before);

    // What the gateway itself refuses is told and kept as failed: it was asked.
    let (code, message) = shop.till.refused(1, &with(&[("--amount", "90000000")]));
    assert_eq!(code, "gateway");
    assert!(message.contains("Insufficient balance"), "{message}");
    assert_eq!(shop.till.json(&["payout", "show", "PAYOUT-0001"])["status"], "failed");
}

#[test]
fn how_a_payout_ended_is_decided_by_hand_with_evidence_and_not_too_early() {
    let shop = Shop::open();
    let till = &shop.till;
    shop.sandbox.set_fault("novac", Fault::Broken, true);
    till.json_with(3, &naira("PAYOUT-0001", ARRIVES));
    let decide = |words: &[&'static str]| [&["payout", "resolve", "PAYOUT-0001"], words].concat();
    let whole = ["--did-not-arrive", "--evidence", "Not on the statement", "--by", "Ada"];
    let (code, message) = till.refused(1, &decide(&whole));
    assert_eq!(code, "refused");
    assert!(message.contains("still be at work"), "{message}");
    for wrong in [
        &["--evidence", "x", "--by", "Ada"][..],
        &["--arrived", "--by", "Ada"],
        &["--arrived", "--did-not-arrive", "--evidence", "x", "--by", "Ada"],
        &["--arrived", "--evidence", "x"],
    ] {
        assert_eq!(till.refused(2, &decide(wrong)).0, "usage", "{wrong:?}");
    }
    let empty = ["--arrived", "--evidence", " ", "--by", "Ada"];
    assert_eq!(till.refused(1, &decide(&empty)).0, "invalid_input");
    let none = ["payout", "resolve", "NONE", "--arrived", "--evidence", "x", "--by", "Ada"];
    assert_eq!(till.refused(1, &none).0, "not_found");
    assert_eq!(till.json(&["payout", "show", "PAYOUT-0001"])["status"], "unknown");
}
