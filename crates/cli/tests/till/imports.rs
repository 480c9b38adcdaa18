//! `till import`: look first, choose, import, look again, take back.

use std::fs;

use crate::program::Till;
use crate::shop::Shop;

const STATEMENT: &str = "Booking date,Details,Amount (NGN)\n\
                         2026-03-25,Ada Obi,5000.00\n\
                         2026-03-25,Ada Obi,5000.00\n\
                         2026-03-26,=cmd|' /C calc'!A0,-75.50\n\
                         ,Total,9924.50\n";

fn file(till: &Till, name: &str, text: &str) -> String {
    fs::write(till.path(name), text).unwrap();
    name.to_owned()
}

/// Runs what a preview says to type next.
fn type_again(till: &Till, go_on: &str) -> serde_json::Value {
    let words: Vec<_> = go_on.strip_prefix("till ").unwrap().split(' ').collect();
    till.json(&words)
}

#[test]
fn a_statement_is_looked_at_imported_shown_and_taken_back() {
    let till = Till::new();
    let name = file(&till, "march.csv", STATEMENT);
    let shown = till.json(&["import", "statement", &name, "--place", "GTBank", "--preview"]);
    assert_eq!((&shown["kind"], &shown["format"]), (&"statement".into(), &"CSV".into()));
    assert_eq!(
        (&shown["in_file"], &shown["new"], &shown["taken"]),
        (&4.into(), &3.into(), &3.into())
    );
    assert_eq!(shown["sums"][0]["amount"], "9924.50");
    assert_eq!(shown["mapping"]["amount"], "Amount (NGN)");
    assert_eq!(shown["mapping_from"], "file");
    assert_eq!(
        (&shown["problems"][0]["line"], shown["problems"].as_array().unwrap().len()),
        (&5.into(), 1)
    );
    assert_eq!((&shown["from"], &shown["to"]), (&"2026-03-25".into(), &"2026-03-26".into()));
    assert_eq!(shown["lines"][2]["amount_minor"], -7550);
    assert_eq!(
        till.json(&["import", "--list"])["items"],
        serde_json::json!([]),
        "nothing was written"
    );

    let made = type_again(&till, shown["go_on"].as_str().unwrap());
    let id = made["id"].as_str().unwrap();
    assert_eq!((&made["lines"], &made["bank_account"]), (&3.into(), &"GTBank".into()));
    let listed = till.json(&["import", "--list"]);
    assert_eq!(listed["items"][0]["id"], id);
    assert_eq!(
        (&listed["items"][0]["lines"], &listed["next"]),
        (&3.into(), &serde_json::Value::Null)
    );
    let detail = till.json(&["import", "--show", id]);
    assert_eq!(detail["items"][0]["text"], "Ada Obi");
    assert_eq!(detail["items"].as_array().unwrap().len(), 3);

    let (code, message) = till.refused(1, &["import", "statement", &name, "--place", "GTBank"]);
    assert_eq!(code, "refused");
    assert!(
        message.contains("imported on") && message.contains(&format!("--undo {id}")),
        "{message}"
    );
    let (code, message) = till.refused(2, &["import", "--undo", id, "--reason", "Wrong bank"]);
    assert!(code == "usage" && message.contains("--by NAME"), "{code}: {message}");
    let undone = till.json(&["import", "--undo", id, "--reason", "Wrong bank", "--by", "Ada"]);
    assert_eq!((&undone["lines"], &undone["kept"]), (&3.into(), &serde_json::json!([])));
    let record = &till.json(&["import", "--list"])["items"][0];
    assert_eq!(
        (&record["undone_by"], &record["undone_reason"]),
        (&"Ada".into(), &"Wrong bank".into())
    );
    assert_eq!(till.json(&["import", "statement", &name, "--place", "GTBank"])["lines"], 3);
    assert_eq!(till.json(&["doctor"])["ok"], true);
}

#[test]
fn a_preview_for_people_says_what_to_type_next() {
    let till = Till::new();
    let open = "When;What;How much\n02.03.2026;Ada;5,00\n03.03.2026;Bob;7,00\n";
    let name = file(&till, "odd.csv", open);
    let words = ["import", "statement", &name, "--place", "My bank", "--preview"];
    let said = till.run(&words);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("To be chosen first:"), "{}", said.out);
    assert!(said.out.contains("--map currency=CODE"), "{}", said.out);
    assert!(said.out.contains("Ada"), "the file can be seen: {}", said.out);
    let (code, message) = till.refused(1, &words[..5]);
    assert!(code == "invalid_input" && message.contains("--map"), "{code}: {message}");

    let choices = [
        "date=When",
        "text=What",
        "amount=How much",
        "currency=NGN",
        "dates=d-m-y",
        "decimal=comma",
        "heading=yes",
        "skip=0",
    ];
    let mut words = words.to_vec();
    words.extend(choices.iter().flat_map(|choice| ["--map", choice]));
    let said = till.run(&words);
    assert_eq!(said.code, 0, "{}", said.err);
    let command = "till import statement odd.csv --place 'My bank' --map date=When --map text=What --map 'amount=How much'";
    assert!(said.out.contains("2 new") && said.out.contains(command), "{}", said.out);
    assert!(said.out.contains("--plan "), "{}", said.out);
    let words: Vec<_> = words.into_iter().filter(|word| *word != "--preview").collect();
    assert_eq!(till.run(&words).code, 0);
    let known = &till.json(&["import", "--mappings"])["items"][0];
    assert_eq!((&known["name"], &known["mapping"]["date"]), (&"My bank".into(), &"When".into()));

    // The same lines in a longer file without ids: a person decides.
    let name = file(&till, "longer.csv", &format!("{open}04.03.2026;Eve;1,00\n"));
    let said = till.run(&["import", "statement", &name, "--place", "My bank", "--preview"]);
    assert!(said.out.contains("2 looking the same"), "{}", said.out);
    assert!(said.out.contains("--alike skip\nIf they are others"), "{}", said.out);
    let (_, message) = till.refused(1, &["import", "statement", &name, "--place", "My bank"]);
    assert!(message.contains("--alike skip, or --alike take"), "{message}");
    let made = till.json(&["import", "statement", &name, "--place", "My bank", "--alike", "skip"]);
    assert_eq!((&made["lines"], &made["alike"]), (&1.into(), &2.into()));
    assert_eq!(till.json(&["import", "--forget", "my bank"])["forgotten"], "my bank");
    assert_eq!(till.refused(1, &["import", "--forget", "my bank"]).0, "not_found");
}

#[test]
fn a_script_sees_that_a_bank_tells_of_known_lines_anew_and_that_nothing_was_taken() {
    let till = Till::new();
    let rows = |amount: &str| {
        format!("Booking date,Details,Amount (NGN),Id\n2026-03-25,Ada Obi,{amount},A-1\n")
    };
    let by_id = ["--place", "GTBank", "--map", "id=Id"];
    let name = file(&till, "march.csv", &rows("5000.00"));
    till.json(&[&["import", "statement", &name], &by_id[..]].concat());
    let name = file(&till, "again.csv", &format!("{}\n", rows("5000.00")));
    let known = till.json(&["import", "statement", &name, "--place", "GTBank"]);
    assert_eq!((&known["known"], &known["id"]), (&1.into(), &serde_json::Value::Null));
    let name = file(&till, "changed.csv", &rows("5000.01"));
    let words = ["import", "statement", &name, "--place", "GTBank"];
    let left = till.json_with(1, &words);
    assert_eq!((&left["changed"], &left["id"]), (&1.into(), &serde_json::Value::Null));
    let said = till.run(&[&words[..], &["--preview"]].concat());
    assert!(said.out.contains("1 of its lines differ from what was imported"), "{}", said.out);
}

#[test]
fn what_a_plan_showed_is_what_is_imported_or_nothing_is() {
    let till = Till::new();
    let name = file(&till, "march.csv", STATEMENT);
    let words = ["import", "statement", &name, "--place", "GTBank"];
    let digest = till.json(&[&words[..], &["--preview"]].concat())["digest"].clone();
    let plan = ["--plan", digest.as_str().unwrap()];
    file(&till, "march.csv", &STATEMENT.replace("75.50", "85.50"));
    let (code, message) = till.refused(1, &[&words[..], &plan].concat());
    assert!(code == "conflict" && message.contains("its digest is"), "{code}: {message}");
    file(&till, "march.csv", STATEMENT);
    assert_eq!(till.json(&[&words[..], &plan].concat())["lines"], 3);
    let again = till.json_with(1, &[&words[..], &["--preview"]].concat());
    assert_eq!(
        (&again["go_on"], &again["imported_before"]["file"]),
        (&serde_json::Value::Null, &"march.csv".into())
    );
}

#[test]
fn old_payments_and_a_gateways_report_come_in_by_the_same_command() {
    let shop = Shop::open();
    let till = &shop.till;
    let old = "Order number,Paid at,Amount,Currency,Status,Email\n\
               OLD-1,2025-03-02 10:00:00Z,5000.00,NGN,paid,ada@example.com\n\
               OLD-2,2025-03-03 10:00:00Z,1000.00,NGN,odd word,\n";
    let name = file(till, "old.csv", old);
    let words = ["import", "history", &name, "--account", "main"];
    let shown = till.json(&[&words[..], &["--preview"]].concat());
    assert_eq!(shown["questions"][0]["key"], "state:odd word");
    let go_on = shown["go_on"].as_str().unwrap();
    assert!(go_on.ends_with("--map 'state:odd word=CHOICE' --preview"), "{go_on}");
    let made = till.json(&[&words[..], &["--map", "state:odd word=left"]].concat());
    assert_eq!((&made["payments"], &made["problems"][0]["line"]), (&1.into(), &3.into()));
    assert_eq!(till.json(&["payment", "show", "OLD-1"])["status"], "paid");
    assert_eq!(
        till.json(&["import", "--show", made["id"].as_str().unwrap()])["payments"][0]["reference"],
        "OLD-1"
    );

    let report = r#"{"status":true,"message":"ok","data":[{"type":"settlement","isDebit":"yes","currency":"NGN","domain":"test",
        "amount":"1,186.50","balanceBefore":"2,730.89","balanceAfter":"1,544.39","reference":"SETTLE-1","note":null,
        "status":"successful","date":"27/03/2026 00:30"}]}"#;
    let name = file(till, "report.json", report);
    let made = till.json(&["import", "balance-report", &name, "--account", "main"]);
    assert_eq!(
        (&made["payouts"], &made["lines"], &made["kind"]),
        (&1.into(), &1.into(), &"balance_report".into())
    );
    assert_eq!(till.json(&["payout", "show", "SETTLE-1"])["status"], "processed");
    let name = file(till, "refunds.json", r#"{"status":true,"message":"no record found"}"#);
    let made = till.json(&["import", "refund_list", &name, "--account", "main"]);
    assert_eq!(made["id"], serde_json::Value::Null);
    assert_eq!(till.json(&["doctor"])["ok"], true);
}

#[test]
fn the_help_names_every_word_of_a_mapping_and_wrong_usage_is_told() {
    let till = Till::new();
    let said = till.run(&["import", "--help"]);
    assert_eq!(said.code, 0);
    let words = [
        "delimiter",
        "encoding",
        "thousands",
        "counterparty",
        "words-in",
        "state:WORD",
        "leave:COLUMN",
        "gateway-reference",
    ];
    for word in words {
        assert!(said.out.contains(word), "{word} is missing in {}", said.out);
    }
    let name = file(&till, "march.csv", STATEMENT);
    for words in [
        &["import"][..],
        &["import", "statement"],
        &["import", "invoice", &name],
        &["import", "statement", &name, "--map", "date"],
        &["import", "statement", &name, "--alike", "perhaps"],
        &["import", "--undo", "018f3c9e-0000-7000-8000-000000000000"],
    ] {
        assert_eq!(till.run(words).code, 2, "{words:?}");
    }
    let (code, message) = till.refused(1, &["import", "statement", &name]);
    assert!(code == "invalid_input" && message.contains("--place NAME"), "{code}: {message}");
    let (code, _) = till.refused(1, &["import", "--show", "018f3c9e-0000-7000-8000-000000000000"]);
    assert_eq!(code, "not_found");
}
