//! What gateways tell by themselves: a payment, a refund, money sent; and what the inbox keeps of it.

use backoffice::{Incoming, RefundRecordForm};
use chrono::TimeDelta;
use gateways::{LinkRequest, Person};
use ledger::{
    Actor, Body, Flag, PaymentStatus, PayoutStatus, RefundMethod, RefundStatus, ReturnUrls, Source,
    Subject, Verdict,
};
use reqwest::StatusCode;
use sandbox::Customer;
use serde_json::json;

use crate::shop::{Shop, entries, newest, ngn};
use crate::webhook_counter::{Counter, Letter, from_novac, reason, refunded, session, succeeded};
use crate::wire::Fault;

#[tokio::test(flavor = "multi_thread")]
async fn a_paid_order_is_known_as_soon_as_its_gateway_tells_of_it() {
    let counter = Counter::open().await;
    let novac = counter.shop.order("ORDER-1").await;
    counter.shop.customer(&novac, Customer::PaysByCard);
    let ovgc = counter.paid_at_ovgc("ORDER-2").await;
    let echezona = counter.paid_at_echezona("ORDER-3").await;
    let of_echezona = json!({
        "event": "payment.success",
        "data": {
            "transaction_id": session(&echezona), "amount": 25000, "currency": "NGN", "status": "success",
        },
    });
    for (payment, letter) in [
        (&novac, from_novac(&session(&novac), "successful")),
        (&ovgc, counter.ovgc_sends(&succeeded("evt_1", &ovgc))),
        (&echezona, counter.echezona_sends(&of_echezona)),
    ] {
        let id = payment.payment.id;
        assert_eq!(counter.payment(id).await.status, PaymentStatus::Pending);
        let (status, record) = counter.deliver(&letter).await;
        assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
        assert_eq!(counter.payment(id).await.status, PaymentStatus::Paid, "{}", reason(&record));
        assert!(reason(&record).contains("it is paid"), "{}", reason(&record));
        assert_eq!((record.payment, record.entries.len()), (Some(id), 1));
        assert!(record.handled_at.is_some());

        let detail = counter.detail(record.delivery.id).await;
        assert_eq!(detail.record.delivery.body, letter.body);
        let change = &detail.changes[0];
        assert_eq!((change.body.kind(), &change.actor), ("payment_observed", &Actor::webhook()));
        let Body::PaymentObserved { observation, .. } = &change.body else { panic!("{change:?}") };
        assert_eq!(observation.source, Source::Lookup, "it was looked up and not believed");
        let subject = Some(Subject::Delivery(record.delivery.id));
        let receipts = entries(&counter.shop.office, subject).await;
        let [receipt] = receipts.as_slice() else { panic!("{receipts:?}") };
        let Body::WebhookReceived { body_sha256, .. } = &receipt.body else { panic!() };
        assert_eq!(*body_sha256, record.delivery.body_sha256);
    }
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_nobody_ordered_here_is_booked_once_its_gateway_knows_it() {
    let counter = Counter::open().await;
    let opened = counter.shop.dashboard().open_link(&web_shop_order()).await.unwrap();
    assert!(counter.shop.sandbox.customer(&opened.url, Customer::PaysByCard));
    let letter = from_novac(&opened.gateway_reference, "successful");
    let (_, record) = counter.deliver(&letter).await;
    let payment = counter.payment(record.payment.unwrap()).await;
    assert_eq!((payment.status, payment.captured), (PaymentStatus::Paid, Some(ngn(2_500_000))));
    assert_eq!(payment.flags.iter().collect::<Vec<_>>(), [&Flag::Unordered]);
    assert!(reason(&record).contains("nobody ordered"), "{}", reason(&record));
    assert_eq!(counter.detail(record.delivery.id).await.changes.len(), record.entries.len());

    let (_, record) = counter.deliver(&from_novac("WEBSHOP-000000099", "successful")).await;
    assert_eq!((record.payment, record.entries.len()), (None, 0));
    assert!(reason(&record).contains("does not know it either"), "{}", reason(&record));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_made_in_the_dashboard_of_ovgc_is_booked_once() {
    let counter = Counter::open().await;
    let link = counter.paid_at_ovgc("ORDER-1").await;
    let id = link.payment.id;
    let letter = counter.ovgc_sends(&refunded("evt_1", &link, 1000));
    let (_, record) = counter.deliver(&letter).await;
    let payment = counter.payment(id).await;
    assert_eq!(payment.status, PaymentStatus::Paid, "it was looked up first");
    let [refund] = payment.refunds.as_slice() else { panic!("{:?}", payment.refunds) };
    assert_eq!((refund.status, refund.method), (RefundStatus::Pending, RefundMethod::Dashboard));
    assert_eq!(refund.amount.to_string(), "10.00 USD");
    assert!(reason(&record).contains("10.00 USD is booked as pending"), "{}", reason(&record));
    assert_eq!(record.entries.len(), 2);

    // The same event again, and the same message replayed: nothing more.
    assert_eq!(counter.deliver(&letter).await.1.verdict, Some(Verdict::Duplicate));
    let replayed =
        &counter.shop.office.replay_webhooks(&[record.delivery.id], false).await.unwrap()[0];
    assert!(replayed.changes.is_empty(), "{replayed:?}");
    assert!(replayed.reason.contains("in the books already"), "{replayed:?}");
    assert_eq!(counter.payment(id).await.refunds.len(), 1);
    assert_eq!(counter.payment(id).await.refundable().to_string(), "15.00 USD");
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_was_recorded_by_hand_is_joined_and_not_doubled() {
    let counter = Counter::open().await;
    let link = counter.captured_at_ovgc("ORDER-1").await;
    let id = link.payment.id;
    let form = RefundRecordForm {
        payment: id,
        amount: "10.00".to_owned(),
        method: RefundMethod::Dashboard,
        reason: "Damaged on the way".to_owned(),
        evidence: None,
        key: None,
        by: None,
        file: None,
    };
    counter.shop.office.record_refund(&form).await.unwrap();
    let mut event = refunded("evt_1", &link, 1000);
    event["data"]["refund_id"] = json!("rf_1");
    let (_, record) = counter.deliver(&counter.ovgc_sends(&event)).await;
    let payment = counter.payment(id).await;
    let [refund] = payment.refunds.as_slice() else { panic!("{:?}", payment.refunds) };
    assert_eq!(refund.gateway_refund_id.as_deref(), Some("rf_1"));
    assert_eq!(refund.status, RefundStatus::Processed, "a message never moves a state backwards");
    let Body::RefundMatched { source, .. } = newest(&counter.shop.office).await else { panic!() };
    assert_eq!(source, Source::Webhook);
    assert!(refund.unconfirmed, "a person has yet to say so");
    assert!(reason(&record).contains("recorded by hand"), "{}", reason(&record));

    // Another one of the same amount is another refund.
    let mut event = refunded("evt_2", &link, 1000);
    event["data"]["refund_id"] = json!("rf_2");
    counter.deliver(&counter.ovgc_sends(&event)).await;
    assert_eq!(counter.payment(id).await.refunds.len(), 2);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_by_hand_of_long_ago_is_not_taken_for_a_refund_of_today() {
    let counter = Counter::open().await;
    for (days, refunds) in [(13, 1), (15, 2)] {
        let link = counter.captured_at_ovgc(&format!("ORDER-{days}")).await;
        let form = RefundRecordForm {
            payment: link.payment.id,
            amount: "10.00".to_owned(),
            method: RefundMethod::Dashboard,
            reason: "Damaged on the way".to_owned(),
            evidence: None,
            key: None,
            by: None,
            file: None,
        };
        counter.shop.office.record_refund(&form).await.unwrap();
        counter.shop.pass(TimeDelta::days(days));
        let mut event = refunded(&format!("evt_{days}"), &link, 1000);
        event["data"]["refund_id"] = json!(format!("rf_{days}"));
        let (_, record) = counter.deliver(&counter.ovgc_sends(&event)).await;
        let payment = counter.payment(link.payment.id).await;
        assert_eq!(payment.refunds.len(), refunds, "{days} days: {}", reason(&record));
    }
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_without_an_id_that_is_told_again_is_not_booked_twice() {
    let counter = Counter::open().await;
    let link = counter.captured_at_ovgc("ORDER-1").await;
    let id = link.payment.id;
    counter.deliver(&counter.ovgc_sends(&refunded("evt_1", &link, 1000))).await;
    let (status, record) =
        counter.deliver(&counter.ovgc_sends(&refunded("evt_2", &link, 1000))).await;
    assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
    assert_eq!(counter.payment(id).await.refunds.len(), 1);
    assert!(reason(&record).contains("record it by hand"), "{}", reason(&record));
    assert!(reason(&record).contains("another of the same amount"), "{}", reason(&record));

    // Another amount is another refund.
    counter.deliver(&counter.ovgc_sends(&refunded("evt_3", &link, 500))).await;
    assert_eq!(counter.payment(id).await.refunds.len(), 2);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_cannot_be_is_not_booked_and_the_inbox_says_so() {
    let counter = Counter::open().await;
    let link = counter.captured_at_ovgc("ORDER-1").await;
    let before = counter.payment(link.payment.id).await;
    let mut other_currency = refunded("evt_2", &link, 1000);
    other_currency["data"]["currency"] = json!("EUR");
    for (event, said) in [
        (other_currency, "made in USD"),
        (refunded("evt_3", &link, json!(null)), "record it by hand"),
        (refunded("evt_4", &link, 0), "more than zero"),
    ] {
        let (status, record) = counter.deliver(&counter.ovgc_sends(&event)).await;
        assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)), "{event}");
        assert!(reason(&record).contains(said), "{}", reason(&record));
        assert_eq!(counter.payment(link.payment.id).await, before, "{event}");
    }
    let unpaid =
        counter.shop.office.create_link(&crate::shop::ovgc_order("ORDER-2")).await.unwrap();
    let (_, record) = counter.deliver(&counter.ovgc_sends(&refunded("evt_6", &unpaid, 100))).await;
    assert!(reason(&record).contains("only a paid payment"), "{}", reason(&record));
    assert!(counter.payment(unpaid.payment.id).await.refunds.is_empty());
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_of_more_than_is_left_that_the_gateway_made_is_booked_and_shown_on_the_desk() {
    let counter = Counter::open().await;
    let link = counter.paid_at_echezona("ORDER-1").await;
    for amount in [25001, 700] {
        let refund = json!({
            "event": "refund.processed",
            "data": {
                "transaction_id": session(&link), "amount": amount, "currency": "NGN", "status": "success",
            },
        });
        let (status, record) = counter.deliver(&counter.echezona_sends(&refund)).await;
        assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
        assert!(reason(&record).contains("is booked as"), "{}", reason(&record));
    }
    let payment = counter.payment(link.payment.id).await;
    assert_eq!((payment.refunded(), payment.over_refunded()), (ngn(2_570_100), Some(ngn(70_100))));
    let desk = counter.shop.office.attention().await.unwrap();
    let kinds: Vec<_> = desk.concerns.iter().map(|row| row.kind.as_str()).collect();
    assert!(kinds.contains(&"over_refunded"), "{kinds:?}");

    // OVGC tells only that one was begun.
    let link = counter.captured_at_ovgc("ORDER-2").await;
    let (_, record) = counter.deliver(&counter.ovgc_sends(&refunded("evt_1", &link, 2501))).await;
    assert!(reason(&record).contains("is booked as pending"), "{}", reason(&record));
    assert!(counter.payment(link.payment.id).await.refundable().is_zero());
    let findings = counter.shop.office.examine().await.unwrap();
    let wrong: Vec<_> = findings.iter().filter(|finding| !finding.ok).collect();
    assert!(matches!(wrong.as_slice(), [over] if over.name == "attention"), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn echezona_tells_of_refunds_and_of_money_that_it_sent() {
    let counter = Counter::open().await;
    let link = counter.paid_at_echezona("ORDER-1").await;
    let refund = json!({
        "event": "refund.processed",
        "data": {
            "transaction_id": session(&link), "amount": 5000, "currency": "NGN", "status": "success",
        },
    });
    counter.deliver(&counter.echezona_sends(&refund)).await;
    let payment = counter.payment(link.payment.id).await;
    assert_eq!((payment.refunded(), payment.refundable()), (ngn(500_000), ngn(2_000_000)));

    let sent = json!({
        "event": "transfer.success",
        "data": {
            "transaction_id": "TRF-1", "amount": 12000.5, "currency": "NGN", "status": "success",
        },
    });
    let (_, record) = counter.deliver(&counter.echezona_sends(&sent)).await;
    let payout = counter.shop.office.payout(record.payout.unwrap()).await.unwrap().payout;
    assert_eq!((payout.status, payout.order.amount), (PayoutStatus::Processed, ngn(1_200_050)));
    assert!(payout.was_found());
    assert_eq!(counter.detail(record.delivery.id).await.changes.len(), 2);

    // The same payout under another amount is a mistake of somebody's, and changes nothing.
    let mut other = sent.clone();
    other["data"]["amount"] = json!(99);
    other["data"]["status"] = json!("completed");
    let (_, record) = counter.deliver(&counter.echezona_sends(&other)).await;
    assert!(reason(&record).contains("12000.50 NGN here"), "{}", reason(&record));
    let now = counter.shop.office.payout(payout.id).await.unwrap().payout;
    assert_eq!(now, payout);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_to_the_merchant_that_ovgc_tells_of_is_booked_once() {
    let counter = Counter::open().await;
    let completed = json!({
        "id": "evt_1",
        "event": "payout.completed",
        "data": { "payout_id": "po_1", "amount": 123_456, "currency": "USD" },
    });
    let (_, record) = counter.deliver(&counter.ovgc_sends(&completed)).await;
    let payout = counter.shop.office.payout(record.payout.unwrap()).await.unwrap().payout;
    assert_eq!(payout.order.amount.to_string(), "1234.56 USD");
    let again = json!({
        "id": "evt_2",
        "event": "payout.completed",
        "data": { "payout_id": "po_1", "amount": 123_456, "currency": "USD" },
    });
    let (_, record) = counter.deliver(&counter.ovgc_sends(&again)).await;
    assert_eq!((record.payout, record.entries.len()), (Some(payout.id), 0));
    assert!(reason(&record).contains("known already"), "{}", reason(&record));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_gateway_cannot_be_asked_about_at_once_is_looked_up_later() {
    let counter = Counter::open().await;
    let link = counter.shop.order("ORDER-1").await;
    counter.shop.customer(&link, Customer::PaysByCard);
    counter.shop.wire.always("verify", Fault::Refuse(503, "x-a: b", ""));
    let letter = from_novac(&session(&link), "successful");
    let (status, record) = counter.deliver(&letter).await;
    assert_eq!(status, StatusCode::OK);
    assert!(reason(&record).contains("could not be asked"), "{}", reason(&record));
    assert_eq!(counter.payment(link.payment.id).await.status, PaymentStatus::Pending);

    counter.shop.wire.mend();
    counter.shop.pass(TimeDelta::hours(1));
    counter.shop.office.sync_due().await.unwrap();
    assert_eq!(counter.payment(link.payment.id).await.status, PaymentStatus::Paid);

    // Nothing more is expected of a paid order, so that only the message causes another look-up.
    counter.shop.wire.always("verify", Fault::Refuse(503, "x-a: b", ""));
    let (_, record) = counter.deliver(&from_novac(&session(&link), "reversed")).await;
    assert!(reason(&record).contains("looked up again"), "{}", reason(&record));
    counter.shop.pass(TimeDelta::minutes(5));
    assert_eq!(counter.shop.office.sync_due().await.unwrap().failed.len(), 1);
    counter.shop.wire.mend();
    counter.shop.pass(TimeDelta::minutes(5));
    assert_eq!(counter.shop.office.sync_due().await.unwrap().looked_up, 1);
    assert_eq!(counter.shop.office.sync_due().await.unwrap().looked_up, 0, "that was all");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_message_tells_of_waits_for_its_gateway() {
    let counter = Counter::open().await;
    let opened = counter.shop.dashboard().open_link(&web_shop_order()).await.unwrap();
    assert!(counter.shop.sandbox.customer(&opened.url, Customer::PaysByCard));
    let refunded_link = counter.paid_at_ovgc("ORDER-2").await;
    counter.shop.wire.always("verify", Fault::Refuse(503, "x-a: b", ""));
    counter.shop.wire.always("checkout-sessions", Fault::Refuse(503, "x-a: b", ""));
    counter.deliver(&from_novac(&opened.gateway_reference, "successful")).await;
    counter.deliver(&counter.ovgc_sends(&refunded("evt_1", &refunded_link, 1000))).await;
    for record in counter.inbox().await {
        assert_eq!((record.verdict, record.handled_at), (Some(Verdict::Accepted), None));
    }

    counter.shop.wire.mend();
    assert_eq!(counter.shop.office.handle_webhooks().await.unwrap().handled, 0, "not at once");
    counter.shop.pass(TimeDelta::minutes(1));
    counter.shop.office.handle_webhooks().await.unwrap();
    let inbox = counter.inbox().await;
    assert!(inbox.iter().all(|record| record.handled_at.is_some()), "{inbox:?}");
    let found = counter.payment(inbox[1].payment.unwrap()).await;
    assert_eq!(found.status, PaymentStatus::Paid);
    let refunded = counter.payment(refunded_link.payment.id).await;
    assert_eq!(refunded.refunds.len(), 1);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_ends_between_taking_a_message_and_acting_on_it_loses_nothing() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    shop.customer(&link, Customer::PaysByCard);
    let Letter { account, headers, body } = from_novac(&session(&link), "successful");
    let incoming = Incoming {
        account,
        headers,
        body_bytes: body.len().try_into().unwrap(),
        body,
        source: Some("127.0.0.1".parse().unwrap()),
        received_at: None,
    };
    let receipt = shop.office.receive_webhook(incoming).await.unwrap();
    assert_eq!(receipt, backoffice::Receipt::Taken);

    // Two programs open the books and both act on what waits.
    let (one, other) = (shop.other_door().await, shop.other_door().await);
    let (first, second) = tokio::join!(one.handle_webhooks(), other.handle_webhooks());
    let rounds = [first.unwrap(), second.unwrap()];
    let changed: Vec<_> = rounds.iter().flat_map(|round| &round.changed).collect();
    assert_eq!(changed, [&link.payment.id]);
    assert_eq!(one.handle_webhooks().await.unwrap().handled, 0);
    assert_eq!(
        shop.kinds(link.payment.id).await,
        ["link_requested", "link_opened", "payment_observed"]
    );
    let all = entries(&shop.office, None).await;
    let receipts = all.iter().filter(|entry| entry.body.kind() == "webhook_received");
    assert_eq!(receipts.count(), 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_tries_whether_anybody_listens_is_told_so() {
    let counter = Counter::open().await;
    let mut letter = from_novac("", "successful");
    letter.body = json!({ "notify": "test_assess", "data": {} }).to_string().into_bytes();
    let (status, record) = counter.deliver(&letter).await;
    assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
    assert!(reason(&record).contains("whether anybody listens"), "{}", reason(&record));
    assert_eq!(record.entries.len(), 0);
}

/// An order that was placed somewhere else, at the same account.
pub(crate) fn web_shop_order() -> LinkRequest {
    LinkRequest {
        reference: "WEBSHOP-000000001".parse().unwrap(),
        nonce: "0123456789abcdef".to_owned(),
        idempotency_key: "web-1".to_owned(),
        amount: ngn(2_500_000),
        customer: Person { name: None, email: Some("ada@example.com".to_owned()) },
        description: None,
        urls: ReturnUrls::default(),
        metadata: std::collections::BTreeMap::new(),
        now: "2026-04-14T12:00:00Z".parse().unwrap(),
    }
}
