//! Very much at once: nothing real is lost or doubled, and what is forged is let in by a trickle.

use std::sync::Arc;

use chrono::TimeDelta;
use futures::StreamExt as _;
use ledger::{PaymentStatus, Verdict};
use reqwest::StatusCode;
use serde_json::json;

use crate::shop::entries;
use crate::webhook_counter::{Counter, Letter, from_ovgc, reason, session, succeeded};

/// Sends all of them, many at the same time, and says what was answered.
async fn send_all(counter: &Arc<Counter>, letters: Vec<Letter>) -> Vec<StatusCode> {
    let sending = futures::stream::iter(letters).map(|letter| {
        let counter = Arc::clone(counter);
        async move { counter.send(&letter).await }
    });
    sending.buffer_unordered(100).collect().await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_thousand_messages_at_once_each_event_counts_once() {
    let counter = Arc::new(Counter::open().await);
    let mut orders = Vec::new();
    for number in 0..20 {
        orders.push(counter.paid_at_ovgc(&format!("ORDER-{number}")).await);
    }
    // Fifty events, each of which comes twenty times.
    let letters = (0..1000_usize).map(|number| {
        let event = format!("evt_{}", number % 50);
        counter.ovgc_sends(&succeeded(&event, &orders[number % 50 % 20]))
    });
    let answers = send_all(&counter, letters.collect()).await;
    assert!(answers.iter().all(|status| *status == StatusCode::OK), "{answers:?}");
    counter.shop.office.handle_webhooks().await.unwrap();

    assert_eq!(counter.count(Verdict::Accepted).await, 50);
    let duplicates = counter.count(Verdict::Duplicate).await;
    assert!((200..500).contains(&duplicates), "{duplicates} are kept of 950 that say nothing new");
    for order in &orders {
        let kinds = counter.shop.kinds(order.payment.id).await;
        assert_eq!(kinds, ["link_requested", "link_opened", "payment_observed"]);
        assert_eq!(counter.payment(order.payment.id).await.status, PaymentStatus::Paid);
    }
    assert!(counter.inbox().await.iter().all(|record| {
        record.verdict == Some(Verdict::Duplicate) || record.handled_at.is_some()
    }));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_forged_messages_keeps_no_real_one_out() {
    let counter = Arc::new(Counter::open().await);
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let before = entries(&counter.shop.office, None).await.len();
    let now = counter.shop.place.now();
    let forged = (0..500).map(|number| {
        let body = succeeded(&format!("evt_{number}"), &order).to_string();
        from_ovgc("cards", "whsec_somebody_elses_secret", now, body.as_bytes())
    });
    let answers = send_all(&counter, forged.collect()).await;
    let rejected = answers.iter().filter(|status| **status == StatusCode::UNAUTHORIZED).count();
    let turned_away =
        answers.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!(rejected + turned_away, 500, "{answers:?}");
    assert!(rejected >= 60 && turned_away > 0, "{rejected} were kept");

    let inbox = counter.inbox().await;
    let told = inbox.iter().filter(|record| reason(record).contains("stands for all")).count();
    assert!(told >= 1, "the inbox tells of those that were turned away");
    assert_eq!(inbox.len(), rejected + told);
    let body = succeeded("evt_more", &order).to_string();
    let one_more = from_ovgc("cards", "whsec_somebody_elses_secret", now, body.as_bytes());
    let answer = counter.answer_to(&one_more).await;
    if answer.status() == StatusCode::TOO_MANY_REQUESTS {
        let pause: u64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=10).contains(&pause), "{pause}");
    }
    assert_eq!(entries(&counter.shop.office, None).await.len(), before, "no money moved");

    // Another account, and the real gateway, are served as ever.
    let echezona = counter.paid_at_echezona("ORDER-2").await;
    let paid = json!({
        "event": "payment.success",
        "data": { "transaction_id": session(&echezona), "status": "success" },
    });
    assert_eq!(counter.deliver(&counter.echezona_sends(&paid)).await.0, StatusCode::OK);
    let real = counter.ovgc_sends(&succeeded("evt_real", &order));
    assert_eq!(counter.deliver(&real).await.0, StatusCode::OK);
    for payment in [&order, &echezona] {
        assert_eq!(counter.payment(payment.payment.id).await.status, PaymentStatus::Paid);
    }
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_come_in_while_the_books_are_synced_are_not_booked_twice() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let letter = counter.ovgc_sends(&succeeded("evt_1", &order));
    counter.shop.pass(TimeDelta::minutes(1));
    let other = counter.shop.other_door().await;
    let (status, synced) = tokio::join!(counter.send(&letter), other.sync());
    assert_eq!(status, StatusCode::OK);
    synced.unwrap();
    counter.shop.office.handle_webhooks().await.unwrap();
    let kinds = counter.shop.kinds(order.payment.id).await;
    assert_eq!(kinds, ["link_requested", "link_opened", "payment_observed"]);
    counter.shop.check().await;
}
