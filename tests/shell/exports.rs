//! Files for the accountant through the window's commands: every kind of file, what was handed out before, presets, and the
//! zone that days are counted in.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::Counter;

/// Orders of the past: the newest may still change while webhooks come in.
const PAST: &str = "reference:ORDER-0010";

/// A question for all days, without a choice.
pub(crate) fn query(profile: &str, filter: &str) -> Value {
    json!({ "profile": profile, "choices": {}, "columns": [], "filter": filter, "from": null, "to": null,
            "since_last": false })
}

fn practice() -> Counter {
    let counter = Counter::open();
    counter.done("practice_start", json!({}));
    counter
}

/// Looks at a file and saves it where the shell suggests.
fn save(counter: &Counter, query: &Value) -> (Value, Value) {
    let preview = counter.done("export_preview", json!({ "form": query }));
    let form = json!({ "query": query, "path": preview["suggested_path"] });
    let saved = counter.done("export_save", json!({ "form": form }));
    (preview, saved)
}

#[test]
fn every_kind_of_file_is_saved_as_it_was_looked_at() {
    let counter = practice();
    let profiles = counter.done("export_profiles", json!({}));
    for profile in profiles.as_array().unwrap() {
        let name = profile["name"].as_str().unwrap();
        let (preview, saved) = save(&counter, &query(name, PAST));
        assert!(preview["rows"].as_u64().unwrap() > 0, "{name}: {preview}");
        assert_eq!(preview["columns"].as_array().unwrap().is_empty(), preview["text"].is_string());
        for told in ["rows", "sums", "findings"] {
            assert_eq!(saved[told], preview[told], "{name}: {told}");
        }
        let files = saved["files"].as_array().unwrap();
        assert_eq!(u64::try_from(files.len()).unwrap(), preview["files"].as_u64().unwrap());
        for path in files.iter().map(|file| &file["path"]).chain([&saved["manifest"]]) {
            assert!(Path::new(path.as_str().unwrap()).is_file(), "{name}: {path}");
            counter.done("export_reveal", json!({ "path": path }));
        }
    }
    let told = counter.desktop.asked.lock().unwrap();
    assert!(told.iter().any(|line| line.ends_with("rows")), "the window hears how far it is");
}

#[test]
fn no_file_is_suggested_in_the_place_of_one_that_was_saved() {
    let counter = practice();
    for profile in ["base", "xero-bank"] {
        let mut asked = query(profile, PAST);
        let saved = [(); 3].map(|()| save(&counter, &asked).1);
        let places = saved.map(|saved| saved["manifest"].as_str().unwrap().to_owned());
        assert!(places[1].contains("-no2.") && places[2].contains("-no3."), "{places:?}");
        assert!(places.iter().all(|place| Path::new(place).is_file()), "{places:?}");
        asked["since_last"] = json!(true);
        let preview = counter.done("export_preview", json!({ "form": asked }));
        assert!(preview["suggested_path"].as_str().unwrap().contains("-no4."), "{preview}");
    }
}

#[test]
fn what_was_saved_is_in_the_list_and_comes_out_again_byte_for_byte() {
    let counter = practice();
    let mut asked = query("base", PAST);
    asked["columns"] = json!(["local_date", "order_ref", "amount", "currency"]);
    let (_, saved) = save(&counter, &asked);

    let list = counter.done("exports", json!({ "after": null, "limit": 10 }));
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    assert_eq!(list["items"][0]["filter"], PAST);
    let id = &list["items"][0]["id"];
    assert_eq!(*id, saved["id"]);
    let made = counter.done("export_made", json!({ "id": id }));
    assert_eq!(made["columns"], asked["columns"]);
    assert_eq!(made["files"][0]["sha256"], saved["files"][0]["sha256"]);

    let nothing = counter.done("export_again", json!({ "id": id }));
    assert!(nothing.is_null(), "the person thought better of it: {nothing}");
    let folder = counter.folder.path().join("again");
    fs::create_dir(&folder).unwrap();
    *counter.desktop.chosen_folder.lock().unwrap() = Some(folder.clone());
    let again = counter.done("export_again", json!({ "id": id }));
    let path = Path::new(again["files"][0]["path"].as_str().unwrap());
    assert_eq!(path.parent(), Some(folder.as_path()));
    let first = saved["files"][0]["path"].as_str().unwrap();
    assert_eq!(fs::read(path).unwrap(), fs::read(first).unwrap());
}

#[test]
fn after_an_export_nothing_of_it_is_new() {
    let counter = practice();
    let asked = query("base", PAST);
    let (preview, saved) = save(&counter, &asked);
    assert!(preview["last"].is_null(), "it was never saved before: {preview}");

    let preview = counter.done("export_preview", json!({ "form": asked }));
    assert_eq!(preview["last"]["rows"], saved["rows"]);
    assert_eq!(preview["last"]["new_rows"], 0);
    let mut new = asked.clone();
    new["since_last"] = json!(true);
    let preview = counter.done("export_preview", json!({ "form": new }));
    assert_eq!(preview["rows"], 0);
    assert_eq!(preview["findings"][0]["code"], "nothing");
}

#[test]
fn a_question_that_cannot_be_answered_names_the_field() {
    let counter = practice();
    let refused =
        |query: Value| counter.ask("export_preview", json!({ "form": query })).unwrap_err();
    assert_eq!(refused(query("base", "colour:green"))["field"], "filter");
    let mut dated = query("base", "");
    dated["from"] = json!("1 May");
    assert_eq!(refused(dated)["field"], "from");
    for (what, wrong) in [("choices", json!({ "colour": "red" })), ("columns", json!(["colour"]))] {
        let mut asked = query("base", "");
        asked[what] = wrong;
        assert_eq!(refused(asked)["code"], "invalid_input", "{what}");
    }
}

#[test]
fn presets_are_kept_by_name_and_can_be_taken_away() {
    let counter = practice();
    let keep = |name: &str, form: &Value| {
        counter.ask("export_preset_save", json!({ "name": name, "form": form }))
    };
    let mut weekly = query("xero-bank", "mode:live");
    weekly["since_last"] = json!(true);
    let presets = keep("Weekly", &weekly).unwrap();
    assert_eq!(presets[0]["profile"], "xero-bank");
    assert_eq!(presets[0]["since_last"], true);
    assert_eq!(keep("  ", &weekly).unwrap_err()["field"], "preset");
    let presets = keep("Weekly", &query("base", "")).unwrap();
    assert_eq!(presets.as_array().unwrap().len(), 1, "one name, one preset: {presets}");
    assert_eq!(presets[0]["profile"], "base");
    let left = counter.done("export_preset_remove", json!({ "name": "Weekly" }));
    assert_eq!(left, json!([]));
    let gone = counter.ask("export_preset_remove", json!({ "name": "Weekly" }));
    assert_eq!(gone.unwrap_err()["code"], "not_found");
}

#[test]
fn accounts_are_called_as_the_merchant_calls_them_until_that_is_taken_back() {
    let counter = practice();
    let sales = |names: &Value| {
        let names = names.as_array().unwrap();
        names.iter().find(|one| one["account"] == "sales").unwrap()["name"].clone()
    };
    let usual = sales(&counter.done("account_names", json!({})));
    let name = |name: &str| counter.ask("account_names_set", json!({ "names": { "sales": name } }));
    assert_eq!(sales(&name("Income:Shop:{currency}").unwrap()), "Income:Shop:{currency}");
    assert_eq!(name("Income::Shop").unwrap_err()["code"], "invalid_input");
    assert_eq!(sales(&counter.done("account_names", json!({}))), "Income:Shop:{currency}");
    assert_eq!(sales(&name("").unwrap()), usual);
}

#[test]
fn days_are_counted_in_the_zone_that_was_chosen() {
    let counter = practice();
    let zones = counter.done("time_zones", json!({}));
    let offered: Vec<_> =
        zones.as_array().unwrap().iter().map(|zone| zone["name"].as_str().unwrap()).collect();
    for name in ["Africa/Lagos", "Asia/Kolkata", "America/New_York", "UTC"] {
        assert!(offered.contains(&name), "{name}");
    }
    let kathmandu = zones.as_array().unwrap().iter().find(|zone| zone["name"] == "Asia/Kathmandu");
    assert_eq!(kathmandu.unwrap()["offset"], "+05:45");

    counter.done("time_zone_set", json!({ "name": "Pacific/Auckland" }));
    assert_eq!(counter.done("overview", json!({}))["time_zone"], "Pacific/Auckland");
    let refused = counter.ask("time_zone_set", json!({ "name": "Lagos" })).unwrap_err();
    assert_eq!(refused["field"], "time_zone");
    counter.done("time_zone_set", json!({ "name": null }));
    assert_ne!(counter.done("overview", json!({}))["time_zone"], "Pacific/Auckland");
}
