//! `till report` and `till zone`: sums over days, and whose days they are.

use std::fs;

use serde_json::{Value, json};

use crate::program::{Till, column, has_fields};
use crate::shop::Shop;

#[test]
fn takings_are_told_in_sums_by_whatever_is_asked_for() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    shop.order("ORDER-2");
    let till = &shop.till;
    let report = till.json(&["report", "takings"]);
    has_fields(
        &report,
        &[
            ("by", "s"),
            ("period", "o"),
            ("time_zone", "s"),
            ("items", "a"),
            ("next", "s?"),
            ("totals", "a"),
            ("file", "s?"),
        ],
    );
    let today = shop.today().to_string();
    assert_eq!(report["period"], json!({ "from": today, "to": today }));
    let day = &report["items"][0];
    assert_eq!((&day["group"], &day["currency"]), (&json!(today), &json!("NGN")));
    for (field, amount) in [
        ("sales", "25000.00"),
        ("fees", "-350.00"),
        ("refunds", "0.00"),
        ("reversals", "0.00"),
        ("net", "24650.00"),
        ("payouts", "0.00"),
    ] {
        assert_eq!(day[field], json!(amount), "{field}");
        assert_eq!(report["totals"][0][field], json!(amount), "{field}");
    }
    for (by, group) in [
        ("week", ""),
        ("month", &today[..7]),
        ("gateway", "novac"),
        ("account", "main"),
        ("currency", "NGN"),
        ("channel", ""),
    ] {
        let told = till.json(&["report", "takings", "--by", by]);
        assert_eq!(told["by"], by);
        assert!(group.is_empty() || column(&told, "group") == [group], "{told}");
        assert_eq!(told["totals"], report["totals"], "{by}");
    }
    let text = till.run(&["report", "takings", "--by", "gateway"]).out;
    assert!(text.contains("24650.00") && text.contains("total"), "{text}");
    let nothing = till.run(&["report", "takings", "--filter", "ORDER-9"]).out;
    assert!(nothing.contains("Nothing moved"), "{nothing}");
}

#[test]
fn takings_and_statements_are_files_as_well() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let till = &shop.till;
    let saved = till.json(&["report", "takings", "--by", "month", "-o", "months.csv"]);
    assert!(saved["file"].as_str().unwrap().ends_with("months.csv"));
    let text = fs::read_to_string(till.path("months.csv")).unwrap();
    assert!(text.starts_with("\"by\",\"group\",\"from\"") && text.contains("25000.00"), "{text}");

    let words = ["report", "statement", "-o", "page.html", "--account", "MAIN"];
    let page = |more: &[&str]| {
        let saved = till.json(&[&words[..], more].concat());
        assert!(saved["path"].as_str().unwrap().ends_with("page.html"));
        fs::read_to_string(till.path("page.html")).unwrap()
    };
    let named = page(&["--shop", "Ada's <Bakery>"]);
    assert!(named.contains("Ada's &lt;Bakery&gt;") && named.contains("NGN 25,000.00"), "{named}");
    assert!(page(&[]).contains("Ada's &lt;Bakery&gt;"), "the name is remembered");
    assert!(till.run(&words).out.contains("save it as PDF"));
}

#[test]
fn a_report_that_cannot_be_made_says_why() {
    let till = Till::new();
    till.json(&["payment", "list"]);
    for (exit, words, code, says) in [
        (2, &["report", "takings", "--by", "hour"][..], "usage", "hour"),
        (2, &["report", "statement"], "usage", "--output"),
        (2, &["report"], "usage", "takings"),
        (1, &["report", "takings", "--filter", "statuss:paid"], "invalid_input", "statuss"),
        (
            1,
            &["report", "takings", "--from", "2026-02-02", "--to", "2026-02-01"],
            "invalid_input",
            "2026-02-01",
        ),
        (1, &["report", "statement", "-o", "x.html", "--account", "nobody"], "not_found", "nobody"),
        (1, &["report", "takings", "-o", "none/x.csv"], "storage", "x.csv"),
        (1, &["report", "settlement", "--account", "nobody"], "not_found", "nobody"),
    ] {
        let (said, message) = till.refused(exit, words);
        assert!(said == code && message.contains(says), "{words:?}: {said}: {message}");
    }
}

#[test]
fn the_zone_of_days_is_shown_set_and_given_back() {
    let till = Till::new();
    let usual = till.json(&["zone"])["time_zone"].clone();
    assert_eq!(till.json(&["zone", "Africa/Lagos"])["time_zone"], "Africa/Lagos");
    assert_eq!(till.json(&["zone"])["time_zone"], "Africa/Lagos");
    assert_eq!(till.json(&["report", "takings"])["time_zone"], "Africa/Lagos");
    let (code, message) = till.refused(1, &["zone", "Africa/Atlantis"]);
    assert!(code == "invalid_input" && message.contains("Africa/Atlantis"), "{message}");
    assert_eq!(till.refused(2, &["zone", "Africa/Lagos", "--reset"]).0, "usage");
    assert_eq!(till.json(&["zone", "--reset"])["time_zone"], usual);
    assert_ne!(till.json(&["zone"])["time_zone"], Value::Null);
    assert!(till.run(&["zone", "Europe/London"]).out.contains("Europe/London"));
}
