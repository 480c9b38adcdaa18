//! Concerns that people settle or let wait: accepted as they are, or put off with a note.

use backoffice::{AcceptForm, Code, ConcernKind, Desk, Error, SnoozeForm};
use chrono::TimeDelta;
use ledger::{Body, Flag, RefundStatus};
use sandbox::Customer;
use serde_json::json;

use crate::attention::{desk, is_empty, only_concern, paid_otherwise};
use crate::payouts::{TRANSFERS, naira, send};
use crate::shop::{Shop, newest};
use crate::wire::Fault;

fn put_off(key: &str, days: u32) -> SnoozeForm {
    SnoozeForm {
        key: key.to_owned(),
        days,
        note: "The customer will pay the rest on Friday".to_owned(),
        by: "Ada".to_owned(),
    }
}

async fn all_of(shop: &Shop, id: ledger::PaymentId) -> AcceptForm {
    AcceptForm::all_of(&shop.payment(id).await, "Agreed by phone", "Ada")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_accepted_leaves_the_desk_and_the_journal_says_by_whom() {
    let shop = Shop::open().await;
    let id = paid_otherwise(&shop, "ORDER-1").await;
    let form = all_of(&shop, id).await;
    let record = shop.office.accept(&form).await.unwrap();
    assert!(record.payment.flags.contains(&Flag::AmountMismatch), "that it was so stays");
    let Body::AttentionAccepted { flags, note, by, .. } = newest(&shop.office).await else {
        panic!()
    };
    assert_eq!(flags.into_iter().collect::<Vec<_>>(), [Flag::AmountMismatch]);
    assert_eq!((note.as_str(), by.as_str()), ("Agreed by phone", "Ada"));
    assert!(is_empty(&shop).await);
    let again = shop.office.accept(&form).await.unwrap_err();
    assert!(matches!(again, Error::NothingToAccept), "{again}");
    assert_eq!(again.code(), Code::Conflict);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_accepted_that_was_not_named_and_nothing_whose_outcome_is_unknown() {
    let shop = Shop::open().await;
    let id = paid_otherwise(&shop, "ORDER-1").await;
    shop.wire.always("verify", Fault::Rewrite(|reply| reply["data"]["amount"] = json!(24000)));
    let none = AcceptForm { flags: [Flag::Late].into(), ..all_of(&shop, id).await };
    assert!(matches!(shop.office.accept(&none).await, Err(Error::NothingToAccept)));

    shop.wire.once("POST /novac/api/v1/partial-refund", Fault::HangUp { arrives: true });
    let lost = shop.refund(id, "1000.00").await;
    assert_eq!(lost.status, RefundStatus::Unknown);
    let form = AcceptForm { refunds: [lost.id].into(), ..all_of(&shop, id).await };
    shop.office.accept(&form).await.unwrap();
    assert_eq!(only_concern(&shop).await.kind, ConcernKind::RefundUnknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acceptance_says_why_and_by_whom() {
    let shop = Shop::open().await;
    let id = paid_otherwise(&shop, "ORDER-1").await;
    let before = shop.office.journal_head().await.unwrap();
    for (note, by, field) in
        [(" ", "Ada", "note"), ("Fine", " ", "by"), (&"x".repeat(501), "Ada", "note")]
    {
        let form =
            AcceptForm { note: note.to_owned(), by: by.to_owned(), ..all_of(&shop, id).await };
        let refused = shop.office.accept(&form).await.unwrap_err();
        assert_eq!(refused.field(), Some(field), "{refused}");
    }
    assert_eq!(shop.office.journal_head().await.unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_off_waits_until_its_day_and_is_kept_with_its_note() {
    let shop = Shop::open().await;
    paid_otherwise(&shop, "ORDER-1").await;
    let key = only_concern(&shop).await.key;
    shop.office.snooze(&put_off(&key, 2)).await.unwrap();
    let Desk { concerns, snoozed } = desk(&shop).await;
    assert_eq!((concerns.len(), snoozed.len()), (0, 1));
    let why = snoozed[0].snoozed.as_ref().unwrap();
    assert_eq!(why.until, shop.place.now() + TimeDelta::days(2));
    assert!(why.note.contains("Friday"));
    assert_eq!(why.by.as_str(), "Ada");

    let till = shop.other_door().await;
    assert_eq!(till.count_attention().await.unwrap(), 0, "it is put off for everybody here");
    shop.pass(TimeDelta::days(2));
    assert_eq!(only_concern(&shop).await.snoozed, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_off_can_be_fetched_back() {
    let shop = Shop::open().await;
    paid_otherwise(&shop, "ORDER-1").await;
    let key = only_concern(&shop).await.key;
    shop.office.snooze(&put_off(&key, 90)).await.unwrap();
    shop.office.unsnooze(&key).await.unwrap();
    assert_eq!(only_concern(&shop).await.key, key);
    let again = shop.office.unsnooze(&key).await.unwrap_err();
    assert_eq!(again.code(), Code::NotFound, "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_gets_worse_is_on_the_desk_again_although_it_was_put_off() {
    let shop = Shop::open().await;
    shop.wire.once(TRANSFERS, Fault::HangUp { arrives: false });
    send(&shop.office, &naira("SALARY-0001", "0123456701")).await;
    let key = only_concern(&shop).await.key;
    shop.office.snooze(&put_off(&key, 30)).await.unwrap();
    assert!(desk(&shop).await.concerns.is_empty());
    shop.pass(TimeDelta::hours(48));
    assert_ne!(only_concern(&shop).await.key, key);

    // Another amount than the one that was put off.
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    shop.customer(&link, Customer::PaysByCard);
    shop.wire.once("verify", Fault::Rewrite(|reply| reply["data"]["amount"] = json!(24000)));
    shop.office.look_up(link.payment.id).await.unwrap();
    shop.office.snooze(&put_off(&only_concern(&shop).await.key, 30)).await.unwrap();
    assert!(desk(&shop).await.concerns.is_empty());
    shop.wire.once("verify", Fault::Rewrite(|reply| reply["data"]["amount"] = json!(14000)));
    shop.office.look_up(link.payment.id).await.unwrap();
    assert!(only_concern(&shop).await.happened.contains("14000.00 NGN"));
}

#[tokio::test(flavor = "multi_thread")]
async fn putting_off_wants_a_concern_a_note_a_name_and_a_sensible_number_of_days() {
    let shop = Shop::open().await;
    paid_otherwise(&shop, "ORDER-1").await;
    let key = only_concern(&shop).await.key;
    for (form, field) in [
        (SnoozeForm { days: 0, ..put_off(&key, 1) }, "days"),
        (SnoozeForm { days: 91, ..put_off(&key, 1) }, "days"),
        (SnoozeForm { note: " ".to_owned(), ..put_off(&key, 1) }, "note"),
        (SnoozeForm { by: String::new(), ..put_off(&key, 1) }, "by"),
    ] {
        let refused = shop.office.snooze(&form).await.unwrap_err();
        assert_eq!(refused.field(), Some(field), "{refused}");
    }
    let refused = shop.office.snooze(&put_off("late:nothing", 1)).await.unwrap_err();
    assert_eq!(refused.code(), Code::NotFound, "{refused}");
    assert!(desk(&shop).await.snoozed.is_empty());
}
