//! What is told of a message when it comes in stands, and is acted on however long that takes.

use backoffice::Receipt;
use chrono::TimeDelta;
use ledger::{AccountId, DeliveryId, GatewayKind, PaymentStatus, Verdict};
use reqwest::StatusCode;
use secrecy::SecretString;
use serde_json::json;
use store::{DeliveryOrigin, NewDelivery, Store};
use uuid::Uuid;

use crate::shop::entries;
use crate::webhook_counter::{Counter, Letter, from_ovgc, incoming, reason, refunded, succeeded};
use crate::wire::Fault;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_proven_by_an_old_secret_counts_after_that_is_forgotten() {
    let counter = Counter::open().await;
    let link = counter.captured_at_ovgc("ORDER-1").await;
    let account = counter.shop.office.account("cards").await.unwrap().record.id;
    let letter = counter.ovgc_sends(&refunded("evt_1", &link, 1000));
    let keys = json!({ "webhook_secret": "whsec_the_new_one_0123456789abcdef" });
    let keys = SecretString::from(keys.to_string());
    counter.shop.office.replace_keys(account, keys).await.unwrap();
    let receipt = counter.shop.office.receive_webhook(incoming(&letter)).await.unwrap();
    assert_eq!(receipt, Receipt::Taken);
    counter.shop.office.forget_old_keys(account).await.unwrap();
    counter.shop.office.handle_webhooks().await.unwrap();
    let refunds = counter.payment(link.payment.id).await.refunds;
    assert_eq!(refunds.len(), 1, "{}", reason(&counter.newest().await));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nothing_proved_is_not_proven_by_a_setting_made_later() {
    let counter = Counter::open().await;
    let account = counter.shop.connect(GatewayKind::Nowpay, "wallet").await.record;
    let mut settings = account.settings.clone();
    let sources = settings.remove("callback_sources").unwrap();
    let office = &counter.shop.office;
    office.change_account(account.id, None, settings.clone()).await.unwrap();
    let body = json!({ "ourrequestid": "NP999", "success": "1" }).to_string().into_bytes();
    let letter = Letter { account: "wallet".to_owned(), headers: Vec::new(), body };
    let (_, record) = counter.deliver(&letter).await;
    assert_eq!(record.verdict, Some(Verdict::Accepted));

    settings.insert("callback_sources".to_owned(), sources);
    office.change_account(account.id, None, settings).await.unwrap();
    office.replay_webhooks(&[record.delivery.id], false).await.unwrap();
    let all = entries(office, None).await;
    assert!(all.iter().all(|entry| entry.body.kind() != "webhook_received"), "nothing proved it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_down_for_days_is_asked_again_until_it_answers() {
    let counter = Counter::open().await;
    let answered = counter.paid_at_ovgc("ORDER-1").await;
    counter.shop.wire.always("checkout-sessions", Fault::Refuse(503, "x-a: b", ""));
    counter.deliver(&counter.ovgc_sends(&refunded("evt_1", &answered, 1000))).await;
    for _ in 0..50 {
        counter.shop.pass(TimeDelta::hours(1));
        counter.shop.office.handle_webhooks().await.unwrap();
    }
    assert_eq!(counter.newest().await.handled_at, None, "{}", reason(&counter.newest().await));
    counter.shop.wire.mend();
    counter.shop.pass(TimeDelta::hours(1));
    counter.shop.office.handle_webhooks().await.unwrap();
    assert_eq!(counter.payment(answered.payment.id).await.refunds.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_given_up_says_that_it_is() {
    let counter = Counter::open().await;
    let link = counter.paid_at_ovgc("ORDER-1").await;
    counter.shop.wire.always("checkout-sessions", Fault::Refuse(503, "x-a: b", ""));
    counter.deliver(&counter.ovgc_sends(&refunded("evt_1", &link, 1000))).await;
    counter.shop.pass(TimeDelta::hours(73));
    counter.shop.office.handle_webhooks().await.unwrap();
    let record = counter.newest().await;
    assert!(record.handled_at.is_some());
    let said = reason(&record);
    assert!(said.contains("never answered") && said.contains("replay it"), "{said}");
    assert!(!said.contains("will be looked up again"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_acted_on_keeps_no_other_from_it() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let store = Store::open(&counter.shop.place.path("books").join("tillkeeper.db")).await.unwrap();
    let stray = NewDelivery {
        id: DeliveryId(Uuid::now_v7()),
        account: Some(AccountId(Uuid::now_v7())),
        gateway: Some(GatewayKind::Ovgc),
        account_name: "nowhere".to_owned(),
        origin: DeliveryOrigin::Listener,
        received_at: counter.shop.place.now(),
        source: None,
        headers: Vec::new(),
        body: b"{}".to_vec(),
        body_bytes: 2,
        body_sha256: "0".repeat(64),
        masked: false,
    };
    store.receive(stray).await.unwrap();
    let letter = counter.ovgc_sends(&succeeded("evt_1", &order));
    let receipt = counter.shop.office.receive_webhook(incoming(&letter)).await.unwrap();
    assert_eq!(receipt, Receipt::Taken);
    assert_eq!(counter.shop.office.handle_webhooks().await.unwrap().handled, 1);
    assert_eq!(counter.payment(order.payment.id).await.status, PaymentStatus::Paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_to_a_merchant_who_is_connected_twice_is_booked_once() {
    let counter = Counter::open().await;
    counter.shop.connect(GatewayKind::Ovgc, "cards again").await;
    let completed = json!({
        "id": "evt_1",
        "event": "payout.completed",
        "data": { "payout_id": "po_1", "amount": 123_456, "currency": "USD" },
    });
    let letter = counter.ovgc_sends(&completed);
    let (_, first) = counter.deliver(&letter).await;
    assert!(first.payout.is_some(), "{}", reason(&first));
    let other = Letter { account: "cards again".to_owned(), ..letter };
    let (status, second) = counter.deliver(&other).await;
    assert_eq!((status, second.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
    assert_eq!(second.payout, None);
    assert!(reason(&second).contains("payout of the account cards"), "{}", reason(&second));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn little_is_kept_of_a_forged_message_that_is_large() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let mut body = succeeded("evt_1", &order).to_string().into_bytes();
    body.resize(20_000, b' ');
    let mut letter = from_ovgc("cards", "whsec_forged", counter.shop.place.now(), &body);
    letter.headers.insert(0, ("x-filler".to_owned(), "y".repeat(9_000)));
    let receipt = counter.shop.office.receive_webhook(incoming(&letter)).await.unwrap();
    assert_eq!(receipt, Receipt::Rejected);
    let kept = counter.detail(counter.newest().await.delivery.id).await.record.delivery;
    assert!(kept.body.is_empty() && kept.body_bytes == 20_000);
    assert!(kept.headers.iter().all(|(name, _)| name != "x-filler"), "{:?}", kept.headers);
    assert_eq!(kept.headers.len(), 2);
}
