//! Many refunds at once: nothing happens before the plan was seen and agreed to, and whatever is wrong with it is said.

use std::fs;

use ledger::GatewayKind;
use serde_json::{Value, json};

use crate::program::{column, has_fields};
use crate::shop::Shop;

/// The words of a bulk refund of `list.csv`.
const LIST: [&str; 8] =
    ["refund", "bulk", "--file", "list.csv", "--reason", "Recalled", "--by", "Ada Obi"];

fn shop_with(orders: u32, list: &str) -> Shop {
    let shop = Shop::open();
    for order in 1..=orders {
        shop.paid(&format!("ORDER-{order}"));
    }
    fs::write(shop.till.path("list.csv"), list).unwrap();
    shop
}

fn verdicts(plan: &Value) -> Vec<(u64, &str, &str)> {
    let lines = plan["lines"].as_array().unwrap().iter();
    let told = lines.map(|line| {
        let message = line["message"].as_str().unwrap_or_default();
        (line["line"].as_u64().unwrap(), line["verdict"].as_str().unwrap(), message)
    });
    told.collect()
}

fn go(shop: &Shop, code: i32) -> Value {
    let plan = shop.till.json(&LIST);
    let digest = plan["digest"].as_str().unwrap();
    shop.till.json_with(code, &[&LIST[..], &["--go", digest]].concat())
}

#[test]
fn a_plan_is_shown_and_made_as_it_was_shown() {
    let list =
        "Reference;Amount;Customer_note;Colour\nORDER-1;;;red\nmain/ORDER-2;5000.50;Sorry;\n";
    let shop = shop_with(2, list);
    let till = &shop.till;
    let plan = till.json(&LIST);
    has_fields(
        &plan,
        &[
            ("digest", "s"),
            ("of", "s"),
            ("reason", "s"),
            ("refunds", "i"),
            ("wanting_approval", "i"),
            ("refused", "i"),
            ("refunded_before", "i"),
            ("sums", "a"),
            ("ignored_columns", "a"),
            ("go_on", "s"),
            ("lines", "a"),
        ],
    );
    assert_eq!((&plan["refunds"], &plan["refused"]), (&json!(2), &json!(0)));
    assert_eq!(plan["sums"][0]["amount"], "30000.50");
    assert_eq!(plan["ignored_columns"], json!(["Colour"]));
    let text = till.run(&LIST).out;
    let go_on = plan["go_on"].as_str().unwrap();
    assert!(go_on.starts_with("till refund bulk --file list.csv"), "{go_on}");
    assert!(go_on.contains("--by 'Ada Obi'") && text.contains(go_on), "{text}");
    assert_eq!(till.json(&["refund", "list"])["items"], json!([]), "a plan refunded something");

    let run = go(&shop, 0);
    has_fields(
        &run,
        &[
            ("id", "s"),
            ("of", "s"),
            ("by", "s"),
            ("refunds", "i"),
            ("done", "i"),
            ("results", "o"),
            ("started_at", "s"),
            ("ended_at", "s?"),
            ("cancelled", "b"),
            ("stop", "s"),
            ("message", "s?"),
            ("go_on", "s?"),
            ("lines", "a"),
        ],
    );
    assert_eq!((&run["stop"], &run["done"]), (&json!("finished"), &json!(2)));
    let id = run["id"].as_str().unwrap();
    let made = till.json(&["refund", "list", "--batch", id]);
    assert_eq!(column(&made, "reference").len(), 2);
    assert_eq!(column(&made, "by"), ["Ada Obi", "Ada Obi"]);
    assert_eq!(till.json(&["refund", "list", "--status", "failed"])["items"], json!([]));
    let noted = made["items"].as_array().unwrap().iter().find(|it| it["reference"] == "ORDER-2");
    assert_eq!(noted.unwrap()["customer_note"], "Sorry");

    // The same again is another plan, of which nothing is left to be done.
    let digest = plan["digest"].as_str().unwrap();
    let (code, message) = till.refused(1, &[&LIST[..], &["--go", digest]].concat());
    assert_eq!(code, "conflict", "{message}");
    let batches = till.json(&["refund", "batches"]);
    assert_eq!(column(&batches, "id"), [id]);
    assert_eq!(batches["items"][0]["plan"], json!(digest));
    till.json(&["refund", "batch", id, "-o", "results.csv"]);
    let results = fs::read_to_string(till.path("results.csv")).unwrap();
    assert_eq!(results.lines().count(), 3, "{results}");
}

#[test]
fn a_plan_that_changed_is_not_made_and_the_new_digest_is_told() {
    let shop = shop_with(2, "reference\nORDER-1\nORDER-2\n");
    let plan = shop.till.json(&LIST);
    shop.till.json(&["refund", "create", "ORDER-2", "--amount", "1", "--reason", "Broken"]);
    let go = [&LIST[..], &["--go", plan["digest"].as_str().unwrap()]].concat();
    let (code, message) = shop.till.refused(1, &go);
    assert_eq!(code, "conflict");
    let now = shop.till.json(&LIST);
    assert!(message.contains(now["digest"].as_str().unwrap()), "{message}");
    assert_eq!(now["refunded_before"], 1);
    assert_eq!(shop.till.json(&["refund", "list"])["items"].as_array().unwrap().len(), 1);
    assert_eq!(shop.till.json(&["refund", "batches"])["items"], json!([]));
}

#[test]
fn lines_that_cannot_be_refunded_say_why_and_come_first() {
    let list = "reference,amount,currency\n\
        ORDER-1,25000.00,\n\
        ORDER-2,25000.01,\n\
        =1+1,,\n\
        ORDER-3,10,\n\
        main/ORDER-3,20,\n\
        ORDER-4,10,USD\n\
        NONE,,\n\
        DOLLARS,,\n";
    let shop = shop_with(4, list);
    shop.connect(GatewayKind::Ovgc, "ovgc");
    shop.paid_in_dollars("ovgc", "DOLLARS");
    shop.till.json(&["payment", "verify", "DOLLARS"]);
    let plan = shop.till.json(&LIST);
    let told = verdicts(&plan);
    assert_eq!(told.iter().map(|line| line.0).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(told[0].1, "refund");
    for ((line, verdict, message), says) in told[1..].iter().zip([
        "more than the 25000.00 NGN",
        "no payment `=1+1`",
        "lines 5, 6 are about the same payment",
        "lines 5, 6 are about the same payment",
        "NGN",
        "no payment `NONE`",
        "dashboard",
    ]) {
        assert_eq!(*verdict, "refused", "line {line}");
        assert!(message.contains(says), "line {line} says {message}, not {says}");
    }
    let text = shop.till.run(&LIST).out;
    let place = |word: &str| text.find(word).unwrap();
    assert!(place("NONE") < place("main/ORDER-1"), "{text}");

    let run = go(&shop, 0);
    assert_eq!(run["refunds"], 1, "what the plan refused is no part of it");
}

#[test]
fn lists_that_cannot_be_read_are_refused_as_a_whole() {
    let shop = shop_with(1, "");
    let many: String = (0..50_000).map(|order| format!("ORDER-{order}\n")).collect();
    let many = format!("reference\n{many}");
    let large = format!("reference,note\nORDER-1,{}\n", "x".repeat(5 * 1024 * 1024));
    for (list, says) in [
        ("Order,Amount\nORDER-1,5\n", "no column `reference`; it has: Order, Amount"),
        ("", "no refunds"),
        ("reference\n", "no refunds"),
        ("reference,reference\nORDER-1,ORDER-1\n", "reference"),
        ("reference,reason\nORDER-1,\"Broken\n", "quot"),
        (many.as_str(), "50000"),
        (large.as_str(), "4 MiB"),
    ] {
        fs::write(shop.till.path("list.csv"), list).unwrap();
        let (code, message) = shop.till.refused(1, &LIST);
        assert_eq!(code, "invalid_input", "{message}");
        assert!(message.contains(says), "{says}: {message}");
    }
    fs::write(shop.till.path("list.csv"), b"reference\nORDER-\xff\n").unwrap();
    assert_eq!(shop.till.refused(1, &LIST).0, "invalid_input");
    fs::remove_file(shop.till.path("list.csv")).unwrap();
    let (code, message) = shop.till.refused(1, &LIST);
    assert_eq!(code, "invalid_input");
    assert!(message.contains("list.csv"), "{message}");
    assert_eq!(shop.till.json(&["refund", "list"])["items"], json!([]));
}

#[test]
fn a_bulk_refund_wants_a_source_a_reason_and_a_name() {
    let shop = shop_with(1, "reference\nORDER-1\n");
    let till = &shop.till;
    let named = ["--reason", "Recalled", "--by", "Ada"];
    let bulk = |words: &[&'static str]| [&["refund", "bulk"], words, &named].concat();
    let (code, message) = till.refused(2, &bulk(&[]));
    assert_eq!(code, "usage");
    assert!(message.contains("--filter") && message.contains("--file"), "{message}");
    let both = bulk(&["--filter", "status:paid", "--file", "list.csv"]);
    assert_eq!(till.refused(2, &both).0, "usage");
    for (filter, says) in
        [("", "which payments"), ("customer:nobody", "no such payments"), ("x:y", "x")]
    {
        let (code, message) = till.refused(1, &bulk(&["--filter", filter]));
        assert_eq!(code, "invalid_input");
        assert!(message.contains(says), "{filter}: {message}");
    }
    let nameless = ["refund", "bulk", "--file", "list.csv", "--reason", "Recalled"];
    let (code, message) = till.refused(2, &nameless);
    assert_eq!(code, "usage");
    assert!(message.contains("till signer NAME"), "{message}");
    let speechless = ["refund", "bulk", "--file", "list.csv", "--reason", " ", "--by", "Ada"];
    assert_eq!(till.refused(1, &speechless).0, "invalid_input");

    let filtered = bulk(&["--filter", "status:paid customer:ada"]);
    let plan = till.json(&filtered);
    assert_eq!((&plan["refunds"], &plan["of"]), (&json!(1), &json!("status:paid customer:ada")));
    till.json(&["signer", "Bola"]);
    assert!(till.json(&nameless)["go_on"].as_str().unwrap().contains("--by Bola"));
    for words in [&["refund", "batch", "x"][..], &["refund", "batch", "x", "--resume"]] {
        assert_eq!(till.refused(1, words).0, "not_found");
    }
}

#[test]
fn a_plan_of_which_nothing_can_be_refunded_fails() {
    let shop = shop_with(0, "reference\nNONE\n");
    let plan = shop.till.json_with(1, &LIST);
    assert_eq!((&plan["refused"], &plan["go_on"]), (&json!(1), &json!(null)));
    let digest = plan["digest"].as_str().unwrap();
    let (code, message) = shop.till.refused(1, &[&LIST[..], &["--go", digest]].concat());
    assert_eq!(code, "invalid_input");
    assert!(message.contains("nothing"), "{message}");
}

#[test]
fn what_is_above_the_limit_waits_and_that_is_no_failure() {
    let shop = shop_with(2, "reference,amount\nORDER-1,100\nORDER-2,\n");
    shop.till.json(&["account", "approval", "main", "--above", "10000 NGN"]);
    let plan = shop.till.json(&LIST);
    assert_eq!((&plan["refunds"], &plan["wanting_approval"]), (&json!(1), &json!(1)));
    let run = go(&shop, 0);
    assert_eq!(run["lines"][1]["outcome"], "requested");
    assert_eq!(column(&shop.till.json(&["attention", "list"]), "kind"), ["refund_requested"]);
}
