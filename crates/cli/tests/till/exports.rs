//! `till export`: every row once, as a script asks for it, and told honestly where it cannot be.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use crate::program::{Till, column, has_fields};
use crate::shop::Shop;

const MADE: &[(&str, &str)] = &[
    ("id", "s"),
    ("files", "a"),
    ("manifest", "s"),
    ("same_bytes", "b?"),
    ("rows", "i"),
    ("sums", "a"),
    ("period", "o"),
    ("findings", "a"),
    ("after_entry", "i?"),
    ("through_entry", "i"),
];

/// The ids of the rows of a base file.
fn ids(till: &Till, name: &str) -> Vec<String> {
    let text = fs::read_to_string(till.path(name)).unwrap();
    let rows = text.lines().skip(1);
    rows.map(|row| row.split(',').nth(1).unwrap().to_owned()).collect()
}

#[test]
fn the_list_names_every_kind_of_file_with_its_columns_and_choices() {
    let till = Till::new();
    let list = till.json(&["export", "--list"]);
    assert_eq!((&list["next"], &list["presets"]), (&Value::Null, &json!([])));
    for profile in list["items"].as_array().unwrap() {
        has_fields(
            profile,
            &[("name", "s"), ("title", "s"), ("description", "s"), ("extension", "s")],
        );
        let name = profile["name"].as_str().unwrap();
        let detail = till.json(&["export", name, "--list"]);
        has_fields(&detail, &[("columns", "a"), ("columns_can_be_chosen", "b"), ("choices", "a")]);
        assert_eq!(detail["title"], profile["title"]);
        let text = till.run(&["export", name, "--list"]).out;
        assert!(text.contains(profile["description"].as_str().unwrap()), "{text}");
    }
    assert_eq!(till.refused(1, &["export", "nonsense", "--list"]).0, "invalid_input");
}

#[test]
fn a_file_comes_with_its_manifest_and_says_all_that_proves_it() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let today = shop.today().to_string();
    let made = shop.till.json(&["export", "base", "-o", "books.csv", "--to", &today]);
    has_fields(&made, MADE);
    assert_eq!((&made["rows"], &made["after_entry"]), (&json!(2), &Value::Null));
    assert_eq!(made["sums"], json!([{ "currency": "NGN", "amount": "24650.00" }]));
    assert_eq!(made["period"], json!({ "from": null, "to": today }));
    let file = &made["files"][0];
    has_fields(file, &[("path", "s"), ("rows", "i"), ("sha256", "s")]);
    let manifest = shop.till.path(made["manifest"].as_str().unwrap());
    let manifest = fs::read_to_string(manifest).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["files"][0]["sha256"], file["sha256"]);
    let text = shop.till.run(&["export", "base", "-o", "books.csv"]).out;
    for said in ["books.csv", "2 rows", "sum 24650.00 NGN", "manifest"] {
        assert!(text.contains(said), "{said} is missing: {text}");
    }
    assert!(shop.till.path("books.csv.manifest.json").is_file());
}

/// Complaint 8 of those that back offices get: only the visible page is exported, or one store, and rows are doubled when
/// new ones arrive.
#[test]
fn an_export_has_every_row_of_every_account_and_none_twice_when_new_ones_arrive() {
    let shop = Shop::open();
    let till = &shop.till;
    let day = shop.today().pred_opt().unwrap();
    let old: Vec<_> = (0..1_200).map(|number| (format!("OLD-{number}"), day, "10.00")).collect();
    shop.history(&old);
    shop.connect(ledger::GatewayKind::Ovgc, "cards");
    shop.paid_in_dollars("cards", "ORDER-1");
    till.json(&["payment", "verify", "ORDER-1"]);
    let page = till.json(&["payment", "list"]);
    assert_eq!(column(&page, "reference").len(), 50, "a list has pages, a file has none");

    let first = till.json(&["export", "base", "-o", "1.csv", "--since-last"]);
    let in_dollars = ids(till, "1.csv").len() - 1_200;
    assert!((1..=2).contains(&in_dollars), "a sale in dollars, perhaps with its fee");
    assert_eq!(first["rows"], json!(1_200 + in_dollars));
    assert_eq!(first["sums"][0], json!({ "currency": "NGN", "amount": "12000.00" }));

    // While new ones come in, each file has what the ones before have not.
    shop.paid("ORDER-2");
    let second = till.json(&["export", "base", "-o", "2.csv", "--since-last"]);
    assert_eq!((&second["rows"], &second["after_entry"]), (&json!(2), &first["through_entry"]));
    shop.paid("ORDER-3");
    till.json(&["export", "base", "-o", "3.csv", "--since-last"]);
    let none = till.json(&["export", "base", "-o", "4.csv", "--since-last"]);
    assert_eq!(none["rows"], 0);
    till.json(&["export", "base", "-o", "all.csv"]);
    let given: Vec<_> =
        ["1.csv", "2.csv", "3.csv", "4.csv"].iter().flat_map(|name| ids(till, name)).collect();
    let once: BTreeSet<_> = given.iter().cloned().collect();
    assert_eq!(once.len(), given.len(), "a row was given twice");
    assert_eq!(once, ids(till, "all.csv").into_iter().collect());

    // A file of new rows is the only one that has them, so no other takes its place.
    let (code, message) = till.refused(1, &["export", "base", "-o", "2.csv", "--since-last"]);
    assert!(code == "invalid_input" && message.contains("2.csv"), "{code}: {message}");
}

#[test]
fn columns_are_chosen_and_put_in_order() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let till = &shop.till;
    let columns = "order_ref,gross,fee,net,currency";
    till.json(&["export", "base", "-o", "short.csv", "--columns", columns]);
    let text = fs::read_to_string(till.path("short.csv")).unwrap();
    let heading = "\"order_ref\",\"gross\",\"fee\",\"net\",\"currency\"";
    assert_eq!(text.lines().next().unwrap(), heading);
    assert!(text.contains("\"ORDER-1\",25000.00,350.00,24650.00,\"NGN\""), "{text}");
    for (profile, columns, says) in
        [("base", "order_ref,grss", "grss"), ("qbo-3", "Date,Amount", "columns")]
    {
        let words = ["export", profile, "-o", "x.csv", "--columns", columns];
        let (code, message) = till.refused(1, &words);
        assert!(code == "invalid_input" && message.contains(says), "{code}: {message}");
    }
    assert!(!till.path("x.csv").exists());
}

#[test]
fn choices_of_a_profile_are_made_by_their_names() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let till = &shop.till;
    let detail = till.json(&["export", "qbo-3", "--list"]);
    let choice = &detail["choices"][0];
    let name = choice["name"].as_str().unwrap();
    let mut files = BTreeSet::new();
    for value in column(&json!({ "items": choice["values"] }), "name") {
        let set = format!("{name}={value}");
        let made = till.json(&["export", "qbo-3", "-o", "qbo.csv", "--set", &set]);
        files.insert(made["files"][0]["sha256"].as_str().unwrap().to_owned());
    }
    assert!(files.len() > 1, "no choice changes anything: {choice}");
    for (set, exit) in [(format!("{name}=nonsense"), 1), ("nonsense=x".into(), 1), ("x".into(), 2)]
    {
        let words = ["export", "qbo-3", "-o", "qbo.csv", "--set", &set];
        assert_ne!(till.refused(exit, &words).0, "storage", "{set}");
    }
}

#[test]
fn a_preview_writes_nothing_down() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let before = shop.entries();
    let preview = shop.till.json(&["export", "base", "--preview"]);
    has_fields(
        &preview,
        &[
            ("rows", "i"),
            ("files", "i"),
            ("sums", "a"),
            ("findings", "a"),
            ("columns", "a"),
            ("first", "a"),
            ("text", "s?"),
            ("after_entry", "i?"),
        ],
    );
    assert_eq!((&preview["rows"], preview["first"].as_array().unwrap().len()), (&json!(2), 2));
    let text = shop.till.run(&["export", "qbo-3", "--preview"]).out;
    assert!(text.contains("nothing was written"), "{text}");
    assert_eq!(shop.entries(), before);
    let files = fs::read_dir(shop.till.path(".")).unwrap().map(|file| file.unwrap().file_name());
    assert!(files.into_iter().all(|name| !name.to_string_lossy().ends_with(".csv")));
}

#[test]
fn what_cannot_be_exported_is_refused_before_anything_is_written() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let till = &shop.till;
    let before = shop.entries();
    for (exit, words, says) in [
        (2, &["export", "base"][..], "--output"),
        (2, &["export", "-o", "x.csv"], "which kind of file"),
        (2, &["export", "base", "-o", "x.csv", "--preview"], "--preview"),
        (2, &["export", "base", "--history"], "--history"),
        (2, &["export", "--again", "x", "-o", "x.csv"], "x"),
        (2, &["export", "base", "-o", "x.csv", "--from", "yesterday"], "yesterday"),
        (1, &["export", "base", "-o", "x.csv", "--filter", "statuss:paid"], "statuss"),
        (1, &["export", "nonsense", "-o", "x.csv"], "nonsense"),
        (1, &["export", "--preset", "none", "-o", "x.csv"], "none"),
        (1, &["export", "--remove-preset", "none"], "none"),
        (1, &["export", "--account-name", "nobody=X"], "nobody"),
        (1, &["export", "--account-name", "fees={nope}"], "braces"),
        (1, &["export", "--history", "--after", "p1"], "from the top"),
        (
            1,
            &["export", "--again", "01936f2e-0000-7000-8000-000000000000", "-o", "x.csv"],
            "01936f2e",
        ),
        (
            1,
            &["export", "base", "-o", "x.csv", "--from", "2026-02-01", "--to", "2026-01-31"],
            "2026-01-31",
        ),
    ] {
        let (_, message) = till.refused(exit, words);
        assert!(message.contains(says), "{words:?}: {message}");
    }
    assert_eq!(shop.entries(), before);
    assert!(!till.path("x.csv").exists());
}
