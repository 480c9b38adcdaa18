//! What `till export` remembers: presets, names of accounts, and every file that was handed out.

use std::fs;

use serde_json::{Value, json};

use crate::program::{Till, column, has_fields};
use crate::shop::Shop;

#[test]
fn a_preset_keeps_what_is_asked_for_but_for_the_days() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let till = &shop.till;
    let keep = [
        "export",
        "base",
        "--columns",
        "order_ref,amount",
        "--filter",
        "account:main",
        "--save-preset",
        "Monthly",
        "--from",
        "2020-01-01",
    ];
    assert_eq!(till.json(&keep), json!({ "preset": "Monthly", "kept": true }));
    let listed = &till.json(&["export", "--list"])["presets"];
    let expected = json!([{ "name": "Monthly", "profile": "base", "filter": "account:main" }]);
    assert_eq!(*listed, expected);

    let today = shop.today().to_string();
    let with = |more: &[&'static str]| {
        [&["export", "--preset", "Monthly", "-o", "monthly.csv"], more].concat()
    };
    let made = till.json(&[&with(&[])[..], &["--from", &today]].concat());
    assert_eq!((&made["rows"], &made["period"]["from"]), (&json!(2), &json!(today)));
    let heading = |name: &str| {
        let text = fs::read_to_string(till.path(name)).unwrap();
        text.lines().next().unwrap().to_owned()
    };
    assert_eq!(heading("monthly.csv"), "\"order_ref\",\"amount\"");
    // What is typed beside it counts, and narrows.
    let narrowed = with(&["--columns", "amount", "--filter", "reference:ORDER-9"]);
    assert_eq!(till.json(&narrowed)["rows"], 0);
    assert_eq!(heading("monthly.csv"), "\"amount\"");

    let forgotten = till.json(&["export", "--remove-preset", "Monthly"]);
    assert_eq!(forgotten, json!({ "preset": "Monthly", "kept": false }));
    assert_eq!(till.refused(1, &with(&[])).0, "not_found");
    for (words, exit) in [
        (&["export", "base", "--save-preset", " "][..], 1),
        (&["export", "base", "--save-preset", "X", "--columns", "none"], 1),
        (&["export", "--save-preset", "X"], 2),
        (&["export", "base", "--preset", "X", "-o", "x.csv"], 2),
    ] {
        till.refused(exit, words);
    }
}

#[test]
fn names_of_accounts_are_remembered_until_they_are_given_back() {
    let till = Till::new();
    let usual = till.json(&["export", "--account-name", "sales="])["account_names"].clone();
    assert_eq!(usual["sales"], "Income:Sales:{currency}");
    let named = till.json(&["export", "--account-name", "sales=Income:Shop:{currency}"]);
    assert_eq!(named["account_names"]["sales"], "Income:Shop:{currency}");
    let others = till.json(&["export", "--account-name", "fees=Expenses:Gateways"]);
    assert_eq!(others["account_names"]["sales"], "Income:Shop:{currency}", "it was forgotten");
    let back = till.json(&["export", "--account-name", "sales=", "--account-name", "fees="]);
    assert_eq!(back["account_names"], usual);
    for wrong in ["sales=Income::Shop", "nobody=X", "sales"] {
        let said = till.run(&["--json", "export", "--account-name", wrong]);
        assert_ne!(said.code, 0, "{wrong}");
    }
}

#[test]
fn what_was_handed_out_is_listed_and_can_be_made_once_more_byte_for_byte() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let till = &shop.till;
    let empty = Till::new().json(&["export", "--history"]);
    assert_eq!((&empty["items"], &empty["next"]), (&json!([]), &Value::Null));
    let filter = ["--filter", "status:paid", "--columns", "order_ref,amount"];
    let made = till.json(&[&["export", "base", "-o", "then.csv"][..], &filter].concat());
    shop.paid("ORDER-2");
    let now = till.json(&[&["export", "base", "-o", "now.csv"][..], &filter].concat());
    assert_ne!(now["files"][0]["sha256"], made["files"][0]["sha256"]);

    let history = till.json(&["export", "--history"]);
    assert_eq!(column(&history, "id"), [now["id"].as_str().unwrap(), made["id"].as_str().unwrap()]);
    has_fields(&history["items"][0], &[("id", "s"), ("profile", "s"), ("rows", "i")]);
    let id = made["id"].as_str().unwrap();
    let again = till.json(&["export", "--again", id, "-o", "again.csv"]);
    assert_eq!(again["files"][0]["sha256"], made["files"][0]["sha256"]);
    let bytes = |name: &str| fs::read(till.path(name)).unwrap();
    assert_eq!(bytes("again.csv"), bytes("then.csv"));
    let text = till.run(&["export", "--history"]).out;
    assert!(text.contains(id) && text.contains("base"), "{text}");
}

#[test]
fn a_long_history_has_pages() {
    let shop = Shop::open();
    let till = &shop.till;
    for number in 0..51 {
        till.json(&["export", "base", "-o", &format!("{number}.csv")]);
    }
    let first = till.json(&["export", "--history"]);
    assert_eq!(column(&first, "id").len(), 50);
    let next = first["next"].as_str().unwrap();
    let rest = till.json(&["export", "--history", "--after", next]);
    assert_eq!((column(&rest, "id").len(), &rest["next"]), (1, &Value::Null));
}
