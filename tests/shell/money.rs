//! Reports, imports and settlement through the window's commands.

use std::fs;

use serde_json::{Value, json};

use crate::Counter;

const STATEMENT: &str = "Booking date,Details,Amount,Currency\n\
    03/04/2026,NIP/NOVAC PAYOUT/77,5000.00,NGN\n\
    04/04/2026,<b>SHOPRITE</b> IKEJA,-1200.50,NGN\n\
    05/04/2026,TRF,twelve,NGN\n";

fn practice() -> Counter {
    let counter = Counter::open();
    counter.done("practice_start", json!({}));
    counter.done("sync_now", json!({}));
    counter
}

fn report(by: &str, filter: &str) -> Value {
    json!({ "form": { "by": by, "filter": filter, "from": null, "to": null } })
}

/// Has the person choose a file with that in it.
fn choose(counter: &Counter, text: &str) -> Value {
    let path = counter.folder.path().join("statement.csv");
    fs::write(&path, text).unwrap();
    *counter.desktop.chosen_file.lock().unwrap() = Some(path);
    counter.done("import_choose_file", json!({}))
}

fn form(path: &Value, changes: &Value) -> Value {
    json!({ "kind": "statement", "path": path, "account": null, "place": "Main bank",
        "changes": changes, "afresh": false, "alike": null })
}

/// Imports the statement with everything that it leaves open answered.
fn imported(counter: &Counter) -> Value {
    let chosen = choose(counter, STATEMENT);
    let form = form(&chosen["path"], &json!([["dates", "d-m-y"]]));
    let plan = counter.done("import_plan", json!({ "form": form }));
    assert_eq!(plan["questions"], json!([]), "{plan}");
    let agreed = json!({ "form": form, "digest": plan["digest"], "by": "Ngozi Ade" });
    let made = counter.done("import_make", agreed);
    assert_eq!(made["lines"], 2, "{made}");
    made["id"].clone()
}

#[test]
fn a_report_comes_to_the_same_whatever_its_rows_are() {
    let counter = practice();
    let by_currency = counter.done("report", report("currency", ""));
    assert!(!by_currency["totals"].as_array().unwrap().is_empty(), "{by_currency}");
    for by in ["day", "week", "month", "gateway", "account", "channel"] {
        let other = counter.done("report", report(by, ""));
        assert_eq!(other["totals"], by_currency["totals"], "{by}");
        assert_eq!(other["by"], by);
    }
    let refused = counter.ask("report", report("day", "colour:green")).unwrap_err();
    assert_eq!(refused["field"], "filter", "{refused}");
}

#[test]
fn a_report_is_saved_where_the_person_says_and_shown_there() {
    let counter = practice();
    assert_eq!(counter.done("report_save", report("month", "")), Value::Null, "nothing chosen");
    *counter.desktop.chosen_folder.lock().unwrap() = Some(counter.folder.path().to_owned());
    let saved = counter.done("report_save", report("month", ""));
    let text = fs::read_to_string(saved.as_str().unwrap()).unwrap();
    assert!(text.lines().count() > 1, "{text}");
    counter.done("export_reveal", json!({ "path": saved }));
}

#[test]
fn a_statement_is_opened_to_be_printed_under_the_name_of_the_shop() {
    let counter = practice();
    assert_eq!(counter.done("shop_name", json!({})), Value::Null);
    let name = counter.done("shop_name_set", json!({ "name": " Ada <Fabrics> " }));
    assert_eq!(name, "Ada <Fabrics>");
    counter.done("report_print", report("month", ""));
    let path = counter.desktop.asked.lock().unwrap().last().unwrap().clone();
    let page = fs::read_to_string(path).unwrap();
    assert!(page.contains("Ada &lt;Fabrics&gt;"), "{page}");
}

#[test]
fn the_window_imports_no_file_that_nobody_chose() {
    let counter = practice();
    let path = counter.folder.path().join("elsewhere.csv");
    fs::write(&path, STATEMENT).unwrap();
    let form = form(&json!(path), &json!([]));
    let refused = counter.ask("import_plan", json!({ "form": form })).unwrap_err();
    assert_eq!(refused["field"], "file", "{refused}");
    let agreed = json!({ "form": form, "digest": "", "by": null });
    assert_eq!(counter.ask("import_make", agreed).unwrap_err()["field"], "file");
    assert_eq!(counter.done("import_choose_file", json!({})), Value::Null);
}

#[test]
fn a_file_is_asked_about_before_anything_of_it_is_imported() {
    let counter = practice();
    let chosen = choose(&counter, STATEMENT);
    let open = form(&chosen["path"], &json!([]));
    let plan = counter.done("import_plan", json!({ "form": open }));
    assert_eq!(plan["questions"][0]["key"], "dates", "{plan}");
    assert_eq!(plan["preview"]["headings"][0], "Booking date");
    let agreed = json!({ "form": open, "digest": plan["digest"], "by": null });
    assert_eq!(counter.ask("import_make", agreed).unwrap_err()["field"], "map");

    let answered = form(&chosen["path"], &json!([["dates", "d-m-y"]]));
    let plan = counter.done("import_plan", json!({ "form": answered }));
    assert_eq!(plan["counts"]["taken"], 2, "{plan}");
    assert_eq!(plan["problems"][0]["line"], 4, "{plan}");
    assert_eq!(plan["lines"][0]["date"], "2026-04-03");
    assert_eq!(counter.done("imports", json!({ "after": null, "limit": 50 }))["items"], json!([]));
}

#[test]
fn an_import_is_made_once_and_taken_back_with_a_reason() {
    let counter = practice();
    let id = imported(&counter);
    let lines = json!({ "id": id, "after": null, "limit": 50 });
    let lines = counter.done("import_lines", lines);
    assert_eq!(lines["items"][1]["text"], "<b>SHOPRITE</b> IKEJA", "{lines}");

    let chosen = choose(&counter, STATEMENT);
    let again = form(&chosen["path"], &json!([]));
    let plan = counter.done("import_plan", json!({ "form": again }));
    assert_eq!(plan["earlier"]["id"], id, "{plan}");
    assert_eq!(plan["mapping_from"], "remembered");

    let undo = |reason: &str| json!({ "id": id, "reason": reason, "by": "Ngozi Ade" });
    assert_eq!(counter.ask("import_undo", undo(" ")).unwrap_err()["field"], "reason");
    assert_eq!(counter.done("import_undo", undo("Wrong account"))["lines"], 2);
    let detail = counter.done("import_detail", json!({ "id": id }));
    assert_eq!(detail["import"]["undone"]["reason"], "Wrong account");
    assert_eq!(counter.ask("import_undo", undo("Twice")).unwrap_err()["code"], "refused");
}

#[test]
fn a_plan_that_does_not_hold_any_more_imports_nothing_and_is_shown_anew() {
    let counter = practice();
    let chosen = choose(&counter, STATEMENT);
    let form = form(&chosen["path"], &json!([["dates", "d-m-y"]]));
    let plan = counter.done("import_plan", json!({ "form": form }));
    choose(&counter, &STATEMENT.replace("5000.00", "6000.00"));
    let agreed = json!({ "form": form, "digest": plan["digest"], "by": null });
    let made = counter.done("import_make", agreed);
    assert_eq!(made["id"], Value::Null);
    assert_eq!(made["changed"]["lines"][0]["amount"]["amount"], "6000.00", "{made}");
}

#[test]
fn a_bank_line_is_booked_by_a_person_and_released_again() {
    let counter = practice();
    let import = imported(&counter);
    let period = json!({ "query": { "from": "2026-04-01", "to": "2026-04-30", "account": null } });
    let answer = counter.done("settlement", period.clone());
    let stranger = &answer["strangers"][0];
    assert_eq!(stranger["line"]["import_id"], import, "{answer}");
    assert!(!stranger["why"].as_str().unwrap().is_empty());

    let account = stranger["accounts"][0].clone();
    let line =
        |by: &str| json!({ "import_id": import, "line": stranger["line"]["line"], "by": by });
    let nobody = json!({ "form": line(""), "account": account });
    assert_eq!(counter.ask("line_book", nobody).unwrap_err()["field"], "by");
    let payout = counter.done("line_book", json!({ "form": line("Ngozi"), "account": account }));
    assert_eq!(payout["amount"]["amount"], "5000.00", "{payout}");
    let answer = counter.done("settlement", period);
    assert_eq!(answer["checks"][0]["certainty"], "hand", "{answer}");
    let twice = json!({ "form": line("Ngozi"), "account": account });
    assert_eq!(counter.ask("line_book", twice).unwrap_err()["code"], "conflict");
    counter.done("line_release", json!({ "form": line("Ngozi") }));
}

#[test]
fn terms_are_kept_and_what_cannot_hold_is_told_at_its_field() {
    let counter = practice();
    let terms = counter.done("settlement_terms", json!({}));
    let account = terms[0]["account"].clone();
    let form = |tolerance: &str, reset: bool| {
        json!({ "form": { "account": account, "overdue_after_days": null, "reset": reset,
            "fee_tolerance": tolerance, "words": null } })
    };
    let refused = counter.ask("settlement_terms_set", form("a lot", false)).unwrap_err();
    assert_eq!(refused["field"], "fee_tolerance", "{refused}");
    let kept = counter.done("settlement_terms_set", form("0.5%", false));
    assert_eq!(kept["fee_tolerance"], "0.5%");
    assert_eq!(kept["is_usual"], false);
    let amount = counter.done("settlement_terms_set", form("50.00 NGN", false));
    assert_eq!(amount["fee_tolerance"], "50.00 NGN", "what is shown can be typed again");
}
