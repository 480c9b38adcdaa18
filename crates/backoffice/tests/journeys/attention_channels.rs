//! What is on the attention desk about gateways, messages, keys and bulk refunds.

use backoffice::vault::{KeychainProblem, Keys, WorkFactor};
use backoffice::{Backoffice, BatchStop, Cancel, Clock, ConcernKind, Connector, Desk, Setup, Step};
use chrono::TimeDelta;
use ledger::{Actor, GatewayKind, Verdict};
use sandbox::Customer;
use secrecy::SecretString;
use serde_json::json;

use crate::attention::{desk, is_empty, kinds, only_concern};
use crate::batches::agree;
use crate::batches_run::{orders, run};
use crate::shop::{Place, QUICK, Shop, connect};
use crate::webhook_counter::{Counter, from_novac, from_ovgc, refunded, session, succeeded};
use crate::wire::{Fault, Wire};

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_does_not_answer_three_times_is_one_concern_for_all_its_payments() {
    let shop = Shop::open().await;
    let ids = [shop.order("ORDER-1").await.payment.id, shop.order("ORDER-2").await.payment.id];
    shop.wire.always("verify", Fault::Refuse(503, "x-a: b", ""));
    for round in 1..=3 {
        assert!(is_empty(&shop).await, "after {} look-ups", round - 1);
        for id in ids {
            shop.office.look_up(id).await.unwrap_err();
        }
    }
    let concern = only_concern(&shop).await;
    assert_eq!(concern.kind, ConcernKind::GatewayUnreachable);
    assert!(concern.happened.contains("2 open payments at main"), "{}", concern.happened);
    assert!(concern.means.contains("may be old"), "{}", concern.means);
    assert_eq!(concern.steps, [Step::LookUp, Step::OpenAccount]);
    assert_eq!(concern.payment, None, "all that is open is to be looked up");
    shop.wire.mend();
    shop.office.sync().await.unwrap();
    assert!(is_empty(&shop).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_prove_nothing_are_one_concern_with_their_number_until_a_week_has_gone_by() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let body = succeeded("evt_1", &order).to_string();
    let forged = |at| from_ovgc("cards", "whsec_somebody_elses_secret", at, body.as_bytes());
    counter.deliver(&forged(counter.shop.place.now())).await;
    let first = only_concern(&counter.shop).await;
    assert_eq!(first.kind, ConcernKind::WebhookFailed);
    assert!(first.happened.starts_with("1 message for cards"), "{}", first.happened);
    assert_eq!(first.steps, [Step::OpenWebhook, Step::ReplaceKeys, Step::ReplayWebhook]);

    counter.shop.pass(TimeDelta::days(1));
    let (_, newest) = counter.deliver(&forged(counter.shop.place.now())).await;
    let both = only_concern(&counter.shop).await;
    assert!(both.happened.starts_with("2 messages for cards"), "{}", both.happened);
    assert!(both.happened.contains("15 April 2026"), "{}", both.happened);
    assert_eq!(both.delivery, Some(newest.delivery.id));
    assert_eq!(both.since, first.since);
    assert_ne!(both.key, first.key, "what was put off yesterday goes on today");

    counter.shop.pass(TimeDelta::days(7));
    counter.shop.pass(TimeDelta::seconds(1));
    assert!(is_empty(&counter.shop).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_was_given_up_is_gone_from_the_desk_once_its_replay_works() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    counter.shop.wire.always("GET /ovgc", Fault::Refuse(503, "x-a: b", ""));
    let letter = counter.ovgc_sends(&refunded("evt_1", &order, 1000));
    counter.deliver(&letter).await;
    assert!(!kinds(&desk(&counter.shop).await).contains(&ConcernKind::WebhookFailed));
    for _ in 0..80 {
        counter.shop.pass(TimeDelta::hours(1));
        counter.shop.office.handle_webhooks().await.unwrap();
    }
    let record = counter.newest().await;
    assert!(record.handled_at.is_some(), "{record:?}");
    let all = desk(&counter.shop).await.concerns;
    let concern = all.iter().find(|row| row.kind == ConcernKind::WebhookFailed).unwrap();
    assert_eq!(concern.delivery, Some(record.delivery.id));
    assert_eq!(concern.steps, [Step::ReplayWebhook, Step::OpenWebhook]);
    counter.shop.wire.mend();
    counter.shop.office.sync().await.unwrap();
    counter.shop.office.replay_webhooks(&[record.delivery.id], false).await.unwrap();
    assert!(!kinds(&desk(&counter.shop).await).contains(&ConcernKind::WebhookFailed));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_was_told_of_and_not_booked_is_on_the_desk_with_its_payment() {
    let counter = Counter::open().await;
    let link = counter.captured_at_ovgc("ORDER-1").await;
    let told = refunded("evt_1", &link, json!(null));
    let (_, record) = counter.deliver(&counter.ovgc_sends(&told)).await;
    assert_eq!(record.verdict, Some(Verdict::Accepted));
    let concern = only_concern(&counter.shop).await;
    assert_eq!(concern.kind, ConcernKind::WebhookFailed);
    assert_eq!(concern.payment, Some(link.payment.id));
    assert_eq!(concern.steps, [Step::OpenWebhook, Step::RecordRefund, Step::OpenPayment]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_fell_silent_is_told_of_until_it_speaks_again() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    let first = shop.order("ORDER-1").await;
    shop.customer(&first, Customer::PaysByCard);
    counter.deliver(&from_novac(&session(&first), "successful")).await;
    shop.pass(TimeDelta::hours(20));
    shop.paid("ORDER-2").await;
    shop.pass(TimeDelta::hours(5));
    let concern = only_concern(shop).await;
    assert_eq!(concern.kind, ConcernKind::GatewaySilent);
    for said in ["Novac", "main", "14 April 2026", "1 payment"] {
        assert!(concern.happened.contains(said), "{}", concern.happened);
    }
    assert_eq!(concern.steps[0], Step::OpenListener);
    let third = shop.order("ORDER-3").await;
    shop.customer(&third, Customer::PaysByCard);
    counter.deliver(&from_novac(&session(&third), "successful")).await;
    assert!(is_empty(shop).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_are_gone_are_one_concern_and_no_unreachable_gateway_beside_it() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1").await.payment.id;
    let account = shop.office.account("main").await.unwrap().record.id;
    let keys = shop.place.keys(account).await;
    shop.place.lose_keys(account).await;
    // A program that has used no keys yet.
    let till = shop.place.door(Actor::till(), QUICK).await;
    assert_eq!(till.count_attention().await.unwrap(), 0, "counting asks no keychain");
    for _ in 0..3 {
        till.look_up(id).await.unwrap_err();
    }
    assert_eq!(till.count_attention().await.unwrap(), 1, "by now it is known");
    let desk = till.attention().await.unwrap();
    assert_eq!(kinds(&desk), [ConcernKind::KeysMissing]);
    let concern = &desk.concerns[0];
    assert_eq!(concern.account, Some(account));
    assert!(concern.happened.contains("no keys for main"), "{}", concern.happened);
    assert_eq!(concern.steps, [Step::Unlock, Step::ReplaceKeys, Step::OpenAccount]);
    shop.place.give_keys(account, &keys).await;
    till.look_up(id).await.unwrap();
    assert_eq!(till.attention().await.unwrap().concerns, []);
    assert_eq!(till.count_attention().await.unwrap(), 0);
}

/// The books of a computer without a keychain, where the keys are in a vault.
async fn with_a_vault(place: &Place) -> Backoffice {
    let no_keychain = Err(KeychainProblem::NoAnswer);
    let clock = place.clone();
    let setup = Setup {
        dir: place.path("books"),
        keys: Keys::new(no_keychain, place.path("vault"), WorkFactor::LEAST),
        clock: Clock::new(move || clock.now()),
        actor: Actor::till(),
        connector: Connector::network(),
    };
    Backoffice::open_with(setup, QUICK).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_vault_is_one_concern_for_all_accounts_in_it_until_it_is_unlocked() {
    let place = Place::new();
    let sandbox = place.sandbox().await;
    let wire = Wire::to(sandbox.addr()).await;
    let office = with_a_vault(&place).await;
    let passphrase = || SecretString::from("a long enough passphrase");
    office.keys().create_vault(passphrase()).await.unwrap();
    connect(&office, &sandbox, &wire, GatewayKind::Novac, "main").await;
    connect(&office, &sandbox, &wire, GatewayKind::Ovgc, "cards").await;
    assert_eq!(office.attention().await.unwrap(), Desk::default());

    let locked = with_a_vault(&place).await;
    assert_eq!(locked.count_attention().await.unwrap(), 1);
    let desk = locked.attention().await.unwrap();
    assert_eq!(kinds(&desk), [ConcernKind::KeysLocked]);
    let concern = &desk.concerns[0];
    assert_eq!(concern.key, "keys_locked:vault");
    assert!(concern.happened.contains("the keys of cards and main"), "{}", concern.happened);
    assert_eq!((concern.steps[0], concern.account), (Step::Unlock, None));
    locked.keys().unlock(passphrase()).await.unwrap();
    assert_eq!(locked.count_attention().await.unwrap(), 0);
    assert_eq!(locked.attention().await.unwrap(), Desk::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_refund_that_stopped_says_how_far_it_came() {
    let shop = Shop::open().await;
    let id = agree(&shop.office, &orders(&shop, 2).await).await;
    let cancel = Cancel::default();
    let report = shop
        .office
        .run_batch(id, &cancel, |_| shop.wire.always("GET", Fault::Status(503, "")))
        .await
        .unwrap();
    assert!(matches!(report.stop, BatchStop::Stopped(_)), "{report:?}");
    shop.wire.mend();
    let all = desk(&shop).await.concerns;
    let concern = all.iter().find(|row| row.kind == ConcernKind::BatchUnfinished).unwrap();
    assert_eq!(concern.batch, Some(id));
    assert!(concern.happened.contains("The 2 refunds of 50000.00 NGN"), "{}", concern.happened);
    assert!(concern.happened.contains("stopped after 1"), "{}", concern.happened);
    assert_eq!(concern.steps, [Step::ResumeBatch, Step::EndBatch]);
    run(&shop.office, id).await;
    assert!(!kinds(&desk(&shop).await).contains(&ConcernKind::BatchUnfinished));
}
