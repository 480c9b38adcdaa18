//! Messages that a relay kept in files.

use std::path::PathBuf;

use backoffice::{Code, DeliveryOrigin, ImportedWebhooks};
use chrono::TimeDelta;
use ledger::{PaymentStatus, Verdict};
use sandbox::Customer;
use serde_json::{Value, json};

use crate::webhook_counter::{
    Counter, from_novac, from_ovgc, reason, refunded, session, stored, succeeded,
};

async fn import(counter: &Counter, text: impl AsRef<[u8]>) -> ImportedWebhooks {
    let path = counter.shop.place.path("messages.jsonl");
    std::fs::write(&path, text).unwrap();
    counter.shop.office.import_webhooks(&path, None).await.unwrap()
}

fn verdicts(imported: &ImportedWebhooks) -> Vec<Verdict> {
    imported.items.iter().map(|item| item.verdict.unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_in_while_the_computer_was_off_counts_as_of_then() {
    let counter = Counter::open().await;
    let (novac, ovgc) =
        (counter.shop.order("ORDER-1").await, counter.paid_at_ovgc("ORDER-2").await);
    counter.shop.customer(&novac, Customer::PaysByCard);
    let then = counter.shop.place.now();
    let lines = [
        stored(&from_novac(&session(&novac), "successful"), then),
        stored(&counter.ovgc_sends(&succeeded("evt_1", &ovgc)), then),
    ];
    counter.shop.pass(TimeDelta::hours(3));
    let text = format!("{}\r\n\n{}\n", lines[0], lines[1]);
    let imported = import(&counter, &text).await;
    assert_eq!(verdicts(&imported), [Verdict::Accepted; 2], "{imported:?}");
    assert!(imported.problems.is_empty());
    for (item, payment) in imported.items.iter().zip([&novac, &ovgc]) {
        assert_eq!(item.delivery.origin, DeliveryOrigin::Import);
        assert_eq!(item.delivery.received_at, then);
        assert_eq!((item.payment, item.entries.len()), (Some(payment.payment.id), 1));
        assert_eq!(counter.payment(payment.payment.id).await.status, PaymentStatus::Paid);
    }
    // The same file again, in the other two forms.
    let array = Value::Array(lines.to_vec());
    let again = import(&counter, &serde_json::to_string_pretty(&array).unwrap()).await;
    assert_eq!(verdicts(&again), [Verdict::Duplicate; 2]);
    let one = import(&counter, &serde_json::to_string_pretty(&lines[1]).unwrap()).await;
    assert_eq!(verdicts(&one), [Verdict::Duplicate]);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_in_by_the_listener_and_by_a_file_counts_once() {
    let counter = Counter::open().await;
    let order = counter.captured_at_ovgc("ORDER-1").await;
    let letter = counter.ovgc_sends(&refunded("evt_1", &order, 1000));
    counter.deliver(&letter).await;
    let imported = import(&counter, &stored(&letter, counter.shop.place.now()).to_string()).await;
    assert_eq!(verdicts(&imported), [Verdict::Duplicate]);
    assert_eq!(counter.payment(order.payment.id).await.refunds.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_that_cannot_be_used_is_told_and_no_other_is_lost() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let good = stored(&counter.ovgc_sends(&succeeded("evt_1", &order)), counter.shop.place.now());
    let with = |field: &str, value: Value| {
        let mut line = good.clone();
        line[field] = value;
        line.to_string().into_bytes()
    };
    let bad = [
        (b"{\"account\":".to_vec(), "no message as JSON"),
        (b"[1]".to_vec(), "no message as JSON"),
        (b"{\"body\":\"\xff\"}".to_vec(), "no message as JSON"),
        (with("account", json!("nobody")), "no account `nobody`"),
        (with("account", json!(null)), "names no account"),
        (with("received_at", json!("yesterday")), "`received_at`"),
        (with("source_ip", json!("the moon")), "`source_ip`"),
        (with("headers", json!("none")), "`headers`"),
        (with("headers", json!({ "a": 1 })), "`headers`"),
        (with("headers", json!(vec![["a", "b"]; 101])), "more headers"),
        (with("body", json!(null)), "`body` or `body_base64` is missing"),
        (with("body_base64", json!("e30=")), "`body` and `body_base64`"),
        (b"{\"account\":\"cards\",\"body_base64\":\"%%\"}".to_vec(), "not written in base64"),
    ];
    let mut text = bad.iter().map(|(line, _)| line.clone()).collect::<Vec<_>>().join(&b'\n');
    text.extend_from_slice(format!("\n\n{good}").as_bytes());
    let imported = import(&counter, &text).await;
    assert_eq!(imported.problems.len(), bad.len(), "{:?}", imported.problems);
    for ((line, problem), (_, said)) in (1..).zip(&imported.problems).zip(&bad) {
        assert_eq!(problem.line, line);
        assert!(problem.message.contains(said), "{said}: {}", problem.message);
    }
    assert_eq!(verdicts(&imported), [Verdict::Accepted]);
    assert_eq!(counter.payment(order.payment.id).await.status, PaymentStatus::Paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_array_that_breaks_off_loses_only_what_is_behind_the_break() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let good = stored(&counter.ovgc_sends(&succeeded("evt_1", &order)), counter.shop.place.now());
    let imported = import(&counter, format!("\u{feff}[\n{good},\n\n7,\n{{\"account\"")).await;
    assert_eq!(verdicts(&imported), [Verdict::Accepted]);
    let lines: Vec<_> = imported.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [4, 5], "{:?}", imported.problems);
}

#[tokio::test(flavor = "multi_thread")]
async fn imported_messages_are_proven_like_all_others() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let now = counter.shop.place.now();
    let body = succeeded("evt_1", &order).to_string();
    let letter = from_ovgc("cards", counter.secret("ovgc", "webhook_secret"), now, body.as_bytes());
    let forged = from_ovgc("cards", "whsec_somebody_elses_secret", now, body.as_bytes());
    let novac = counter.shop.order("ORDER-2").await;
    let mut from_nowhere = stored(&from_novac(&session(&novac), "successful"), now);
    from_nowhere["source_ip"] = json!(null);
    let mut from_elsewhere = from_nowhere.clone();
    from_elsewhere["source_ip"] = json!("203.0.113.7");
    let mut undated = stored(&letter, now);
    undated["received_at"] = json!(null);
    let mut too_large = stored(&letter, now);
    too_large["body"] = json!(" ".repeat(256 * 1024 + 1));
    counter.shop.pass(TimeDelta::hours(2));
    let lines = [
        (stored(&forged, now), "signature does not fit"),
        (stored(&letter, now - TimeDelta::minutes(6)), "in the future"),
        (stored(&letter, now + TimeDelta::minutes(6)), "before it came in"),
        (undated, "does not say when it came in"),
        (from_nowhere, "nobody recorded the address"),
        (from_elsewhere, "it came from 203.0.113.7"),
        (too_large, "256 KiB"),
    ];
    let text: Vec<_> = lines.iter().map(|(line, _)| line.to_string()).collect();
    let imported = import(&counter, text.join("\n")).await;
    assert!(imported.problems.is_empty(), "{:?}", imported.problems);
    for (item, (_, said)) in imported.items.iter().zip(&lines) {
        assert_eq!(item.verdict, Some(Verdict::Rejected), "{said}: {}", reason(item));
        assert!(reason(item).contains(said), "{said}: {}", reason(item));
    }
    for payment in [&order, &novac] {
        assert_eq!(counter.payment(payment.payment.id).await.status, PaymentStatus::Pending);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_in_base64_is_proven_byte_for_byte() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let now = counter.shop.place.now();
    let body = format!("{}\r\n \t", succeeded("evt_1", &order));
    let letter = from_ovgc("CARDS", counter.secret("ovgc", "webhook_secret"), now, body.as_bytes());
    let mut line = stored(&letter, now);
    let pairs: Vec<_> = letter.headers.iter().map(|(name, value)| [name, value]).collect();
    line["headers"] = json!(pairs);
    line["body"] = json!(null);
    line["body_base64"] = json!(in_base64(body.as_bytes()));
    line["account"] = json!(null);
    let path = counter.shop.place.path("one.json");
    std::fs::write(&path, line.to_string()).unwrap();
    let imported = counter.shop.office.import_webhooks(&path, Some("CARDS")).await.unwrap();
    assert_eq!(verdicts(&imported), [Verdict::Accepted], "{imported:?}");
    let kept = counter.detail(imported.items[0].delivery.id).await.record.delivery;
    assert_eq!(kept.body, body.as_bytes());
    assert!(imported.items[0].delivery.body.is_empty(), "lists have no bodies");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_very_many_rejected_messages_the_newest_are_kept() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    counter.deliver(&counter.ovgc_sends(&succeeded("evt_1", &order))).await;
    let now = counter.shop.place.now();
    let forged = from_ovgc("cards", "whsec_somebody_elses_secret", now, b"{}");
    let line = stored(&forged, now + TimeDelta::minutes(1)).to_string();
    import(&counter, vec![line; 2_500].join("\n")).await;
    let rejected = counter.count(Verdict::Rejected).await;
    assert!((2_000..2_250).contains(&rejected), "{rejected}");
    assert_eq!(counter.count(Verdict::Accepted).await, 1, "no other is ever forgotten");
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_there_or_is_too_large_is_an_error_that_names_it() {
    let counter = Counter::open().await;
    let missing = counter.shop.place.path("missing.jsonl");
    let huge: PathBuf = counter.shop.place.path("huge.jsonl");
    std::fs::File::create(&huge).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    for (path, said) in [(&missing, "missing.jsonl"), (&huge, "more than 64 MiB")] {
        let problem = counter.shop.office.import_webhooks(path, None).await.unwrap_err();
        assert_eq!(problem.code(), Code::InvalidInput);
        assert!(problem.to_string().contains(said), "{problem}");
    }
    assert!(counter.inbox().await.is_empty());
    let empty = import(&counter, " \n\n").await;
    assert!(empty.items.is_empty() && empty.problems.is_empty());
}

/// Written out, so that the reading is not tested against itself.
fn in_base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        for place in 0..4 {
            let index = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap();
            text.push(if place <= three.len() { char::from(ALPHABET[index]) } else { '=' });
        }
    }
    text
}
