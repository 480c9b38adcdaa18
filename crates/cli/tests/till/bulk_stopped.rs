//! Bulk refunds that do not go through to the end: stopped at the keyboard, killed, or left without an answer. They go on, and
//! nothing is refunded twice.

use std::fs;
use std::io::{BufRead, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use sandbox::Fault;
use serde_json::{Value, json};

use crate::program::column;
use crate::shop::Shop;

const LIST: [&str; 8] =
    ["refund", "bulk", "--file", "list.csv", "--reason", "Recalled", "--by", "Ada Obi"];

fn shop_with(orders: u32) -> Shop {
    let shop = Shop::open();
    let mut list = "reference,amount\n".to_owned();
    for order in 1..=orders {
        shop.paid(&format!("ORDER-{order}"));
        list.push_str(&format!("ORDER-{order},5000\n"));
    }
    fs::write(shop.till.path("list.csv"), list).unwrap();
    shop
}

fn agreed(shop: &Shop) -> Vec<String> {
    let digest = shop.till.json(&LIST)["digest"].as_str().unwrap().to_owned();
    LIST.iter().map(|word| (*word).to_owned()).chain(["--go".to_owned(), digest]).collect()
}

/// A run that is under way, once it has told of its first refund.
fn started(shop: &Shop) -> (Child, impl BufRead + use<>) {
    let words = agreed(shop);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let mut command = shop.till.command(&words);
    let command = command.env_remove("TILL_LOG").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    assert!(line.starts_with("1 of "), "{line}");
    (child, told)
}

/// That each order was refunded once, here and at the gateway.
fn each_refunded_once(shop: &Shop, orders: u32) {
    shop.till.json(&["sync"]);
    for order in 1..=orders {
        let shown = shop.till.json(&["payment", "show", &format!("ORDER-{order}")]);
        assert_eq!(shown["refundable"], "20000.00", "{shown}");
        assert_eq!(shown["refunds"].as_array().unwrap().len(), 1);
    }
    assert_eq!(shop.till.json(&["doctor"])["ok"], true);
}

fn batch(shop: &Shop) -> Value {
    shop.till.json(&["refund", "batches"])["items"][0].clone()
}

#[cfg(unix)]
#[test]
fn a_run_that_is_interrupted_ends_after_the_refund_under_way_and_goes_on() {
    let shop = shop_with(4);
    shop.sandbox.set_fault("novac", Fault::Slow, true);
    let (mut child, mut told) = started(&shop);
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let (mut rest, mut out) = (String::new(), String::new());
    told.read_to_string(&mut rest).unwrap();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(rest.contains("Stopping after the refund under way"), "{rest}");
    let stopped = batch(&shop);
    let done = stopped["done"].as_u64().unwrap();
    assert!((1..4).contains(&done), "{stopped}");
    assert_eq!(stopped["results"], json!({ "pending": done }), "one was left without an answer");
    let id = stopped["id"].as_str().unwrap();
    assert!(out.contains(&format!("till refund batch {id} --resume")), "{out}");
    let desk = shop.till.json(&["attention", "list"]);
    assert_eq!(column(&desk, "kind"), ["batch_unfinished"]);

    shop.sandbox.set_fault("novac", Fault::Slow, false);
    let resumed = shop.till.json(&["refund", "batch", id, "--resume"]);
    assert_eq!((&resumed["stop"], &resumed["done"]), (&json!("finished"), &json!(4)));
    each_refunded_once(&shop, 4);
}

#[test]
fn a_run_that_was_killed_goes_on_and_repeats_nothing() {
    let shop = shop_with(3);
    shop.sandbox.set_fault("novac", Fault::Slow, true);
    let (mut child, _told) = started(&shop);
    child.kill().unwrap();
    child.wait().unwrap();
    shop.sandbox.set_fault("novac", Fault::Slow, false);
    let id = batch(&shop)["id"].as_str().unwrap().to_owned();
    let words = ["--json", "refund", "batch", &id, "--resume", "-o", "results.csv"];
    let resumed = shop.till.run(&words);
    // The one that was under way may be unknown by now, which the next look-up settles.
    assert!([0, 3].contains(&resumed.code), "{resumed:?}");
    let results = fs::read_to_string(shop.till.path("results.csv")).unwrap();
    assert_eq!(results.lines().count(), 4, "{results}");
    each_refunded_once(&shop, 3);
}

#[test]
fn a_lost_answer_does_not_keep_the_others_and_has_the_exit_code_of_the_unknown() {
    let shop = shop_with(2);
    shop.sandbox.set_fault("novac", Fault::AnswerLost, true);
    let words = agreed(&shop);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let run = shop.till.json_with(3, &words);
    assert_eq!(run["results"], json!({ "unknown": 2 }));
    shop.sandbox.set_fault("novac", Fault::AnswerLost, false);
    each_refunded_once(&shop, 2);
}

#[test]
fn a_gateway_that_is_away_stops_it_and_the_rest_can_be_given_up() {
    let shop = shop_with(4);
    shop.sandbox.set_fault("novac", Fault::Broken, true);
    let words = agreed(&shop);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let run = shop.till.json_with(1, &words);
    assert_eq!((&run["stop"], &run["done"]), (&json!("stopped"), &json!(0)));
    assert!(run["message"].as_str().unwrap().contains("Novac"), "{run}");
    let id = run["id"].as_str().unwrap();
    assert!(run["go_on"].as_str().unwrap().ends_with(&format!("refund batch {id} --resume")));
    let both = ["refund", "batch", id, "--resume", "--end"];
    assert_eq!(shop.till.refused(2, &both).0, "usage");

    let ended = shop.till.json(&["refund", "batch", id, "--end"]);
    assert_eq!((&ended["cancelled"], &ended["results"]), (&json!(true), &json!({ "skipped": 4 })));
    shop.sandbox.set_fault("novac", Fault::Broken, false);
    let again = shop.till.json_with(1, &["refund", "batch", id, "--resume"]);
    assert_eq!(again["stop"], "cancelled", "what was given up stays so");
    assert_eq!(shop.till.json(&["refund", "list"])["items"], json!([]));
}
