//! Taking messages once more, told beforehand or done.

use backoffice::{Code, Replayed};
use chrono::TimeDelta;
use ledger::{DeliveryId, PaymentStatus, Verdict};
use reqwest::StatusCode;
use sandbox::Customer;
use secrecy::SecretString;
use serde_json::json;

use crate::shop::entries;
use crate::webhook_counter::{
    Counter, from_novac, from_ovgc, reason, refunded, session, succeeded,
};
use crate::wire::Fault;

async fn replay(counter: &Counter, id: DeliveryId, dry_run: bool) -> Replayed {
    counter.shop.office.replay_webhooks(&[id], dry_run).await.unwrap().remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_rejected_for_a_wrong_secret_counts_once_that_is_put_right() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let secret = "whsec_of_the_dashboard_0123456789";
    let body = succeeded("evt_1", &order).to_string();
    let letter = from_ovgc("cards", secret, counter.shop.place.now(), body.as_bytes());
    let (status, record) = counter.deliver(&letter).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let id = record.delivery.id;
    assert_eq!(
        replay(&counter, id, false).await.verdict,
        Verdict::Rejected,
        "nothing was put right"
    );

    // Hours later: it is proven against the time that it came in.
    counter.shop.pass(TimeDelta::hours(3));
    let account = counter.shop.office.account("cards").await.unwrap().record.id;
    let keys = SecretString::from(json!({ "webhook_secret": secret }).to_string());
    counter.shop.office.replace_keys(account, keys).await.unwrap();

    let before = entries(&counter.shop.office, None).await.len();
    let told = replay(&counter, id, true).await;
    assert_eq!(told.verdict, Verdict::Accepted);
    assert_eq!(told.changes, ["the payment is paid, at 25.00 USD"]);
    assert_eq!(entries(&counter.shop.office, None).await.len(), before, "it was told and not done");
    assert_eq!(counter.detail(id).await.record.verdict, Some(Verdict::Rejected));
    assert_eq!(counter.payment(order.payment.id).await.status, PaymentStatus::Pending);

    let done = replay(&counter, id, false).await;
    assert_eq!((done.verdict, &done.changes), (Verdict::Accepted, &told.changes));
    assert_eq!(counter.payment(order.payment.id).await.status, PaymentStatus::Paid);
    let record = counter.detail(id).await.record;
    assert_eq!((record.verdict, record.entries.len()), (Some(Verdict::Accepted), 1));
    let again = replay(&counter, id, false).await;
    assert!(again.changes.is_empty(), "{again:?}");
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_change_is_told_for_every_kind_of_message() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    counter.shop.wire.always("checkout-sessions", Fault::Refuse(503, "x-a: b", ""));
    let letter = counter.ovgc_sends(&refunded("evt_1", &order, 1000));
    let (_, refund) = counter.deliver(&letter).await;
    counter.shop.wire.mend();
    let told = replay(&counter, refund.delivery.id, true).await;
    let expected =
        ["the payment is paid, at 25.00 USD", "a refund of 10.00 USD is booked as pending"];
    assert_eq!(told.changes, expected);
    assert!(counter.payment(order.payment.id).await.refunds.is_empty());
    assert_eq!(replay(&counter, refund.delivery.id, false).await.changes, expected);

    let completed = json!({
        "id": "evt_2",
        "event": "payout.completed",
        "data": { "payout_id": "po_1", "amount": 123_456, "currency": "USD" },
    });
    let mut forged = counter.ovgc_sends(&completed);
    forged.headers[1].1 = "sha256=00".to_owned();
    let (_, payout) = counter.deliver(&forged).await;
    let told = replay(&counter, payout.delivery.id, true).await;
    assert_eq!((told.verdict, told.changes.len()), (Verdict::Rejected, 0));

    let (_, payout) = counter.deliver(&counter.ovgc_sends(&completed)).await;
    let told = replay(&counter, payout.delivery.id, true).await;
    assert!(told.changes.is_empty() && told.reason.contains("nothing new"), "{told:?}");
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_nobody_ordered_is_told_of_before_it_is_booked() {
    let counter = Counter::open().await;
    let link = counter.shop.order("ORDER-1").await;
    counter.shop.customer(&link, Customer::PaysByCard);
    // Another shop's books, which do not know the order, at the same gateway.
    let elsewhere = Counter::open().await;
    let account = crate::shop::account_form(
        &counter.shop.sandbox,
        &counter.shop.wire,
        ledger::GatewayKind::Novac,
        "other",
    );
    elsewhere.shop.office.connect_account(account).await.unwrap();
    let mut letter = from_novac(&session(&link), "successful");
    letter.account = "other".to_owned();
    counter.shop.wire.always("verify", Fault::Refuse(503, "x-a: b", ""));
    let (_, record) = elsewhere.deliver(&letter).await;
    counter.shop.wire.mend();
    let told = replay(&elsewhere, record.delivery.id, true).await;
    assert_eq!(told.changes.len(), 2, "{told:?}");
    assert!(told.changes[0].contains("which nobody ordered here"), "{told:?}");
    assert!(elsewhere.shop.office.find_payment(&session(&link)).await.is_err());
    let done = replay(&elsewhere, record.delivery.id, false).await;
    assert_eq!(done.changes, told.changes);
    let found = elsewhere.shop.office.find_payment(&session(&link)).await.unwrap().payment;
    assert_eq!(found.status, PaymentStatus::Paid);
    elsewhere.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn duplicates_and_what_lost_its_secret_say_why_they_do_nothing() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let letter = counter.ovgc_sends(&succeeded("evt_1", &order));
    counter.deliver(&letter).await;
    let (_, duplicate) = counter.deliver(&letter).await;
    let told = replay(&counter, duplicate.delivery.id, false).await;
    assert_eq!((told.verdict, told.changes.len()), (Verdict::Duplicate, 0));
    assert_eq!(told.reason, reason(&duplicate));

    let account = counter.shop.office.account("cards").await.unwrap().record.id;
    let by_secret = [("webhook_proof".to_owned(), "secret_in_body".to_owned())];
    counter.shop.office.change_account(account, None, by_secret.into()).await.unwrap();
    let mut body = succeeded("evt_2", &order);
    body["webhook_secret"] = json!("whsec_not_the_one");
    let (status, record) = counter.deliver(&counter.ovgc_sends(&body)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let told = replay(&counter, record.delivery.id, false).await;
    assert_eq!(told.verdict, Verdict::Rejected);
    assert!(told.reason.contains("cannot be proven once more"), "{told:?}");

    // One that was accepted for the secret in it is acted on, although the secret was not kept.
    body["webhook_secret"] = json!(counter.secret("ovgc", "webhook_secret"));
    let (status, record) = counter.deliver(&counter.ovgc_sends(&body)).await;
    assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
    assert!(record.handled_at.is_some() && record.delivery.masked);
    assert!(replay(&counter, record.delivery.id, false).await.reason.contains("it is paid"));
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_of_an_account_that_was_removed_say_so() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let letter = counter.ovgc_sends(&succeeded("evt_1", &order));
    let (_, record) = counter.deliver(&letter).await;
    let account = counter.shop.office.account("cards").await.unwrap().record.id;
    counter.shop.office.remove_account(account).await.unwrap();
    let told = replay(&counter, record.delivery.id, false).await;
    assert!(told.reason.contains("`cards` was removed"), "{told:?}");
    assert_eq!(counter.send(&letter).await, StatusCode::NOT_FOUND);
    assert_eq!(counter.inbox().await.len(), 1, "what is for nobody is not kept");

    let nobody = DeliveryId(uuid::Uuid::nil());
    let problem = counter.shop.office.replay_webhooks(&[nobody], true).await.unwrap_err();
    assert_eq!(problem.code(), Code::NotFound);
    assert_eq!(
        counter.shop.office.find_delivery("nonsense").await.unwrap_err().code(),
        Code::NotFound
    );
}
