//! Looking everything open up: a few at a time, as often as it deserves, and whatever some gateway does.

use std::sync::Arc;

use chrono::TimeDelta;
use ledger::{GatewayKind, PaymentStatus};
use sandbox::Customer;
use tokio::sync::Barrier;

use crate::shop::{Shop, connect, order};
use crate::wire::{Fault, Wire};

#[tokio::test(flavor = "multi_thread")]
async fn six_are_asked_about_at_a_time() {
    let shop = Shop::open().await;
    for number in 0..18 {
        shop.order(&format!("ORDER-{number}")).await;
    }
    // Nobody is answered before six have come; fewer at a time would wait for ever.
    shop.wire.always("verify", Fault::Gather(Arc::new(Barrier::new(6))));
    let report = shop.office.sync().await.unwrap();
    assert_eq!((report.looked_up, report.failed.len()), (18, 0));
    assert_eq!(shop.wire.most_under_way(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_fails_does_not_keep_others_from_being_asked() {
    let shop = Shop::open().await;
    let broken = Wire::to(shop.sandbox.addr()).await;
    connect(&shop.office, &shop.sandbox, &broken, GatewayKind::Novac, "broken").await;
    let mut links = Vec::new();
    for number in 0..4 {
        let form = backoffice::LinkForm {
            account: "broken".to_owned(),
            ..order(&format!("LOST-{number}"))
        };
        shop.office.create_link(&form).await.unwrap();
        links.push(shop.order(&format!("ORDER-{number}")).await);
    }
    broken.always("verify", Fault::HangUp { arrives: false });
    for link in &links {
        shop.customer(link, Customer::PaysByCard);
    }
    let report = shop.office.sync().await.unwrap();
    assert_eq!((report.looked_up, report.changed.len()), (4, 4));
    let mut failed: Vec<_> = report.failed.iter().map(|failure| &failure.reference).collect();
    failed.sort();
    assert_eq!(failed, ["LOST-0", "LOST-1", "LOST-2", "LOST-3"]);
    assert!(report.failed[0].message.starts_with("broken: "), "{}", report.failed[0].message);
    assert_eq!(shop.office.count_open().await.unwrap(), 4);
}

/// How many payments were due.
async fn due(shop: &Shop) -> u64 {
    let report = shop.office.sync_due().await.unwrap();
    report.looked_up + u64::try_from(report.failed.len()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_looked_up_less_often_as_it_grows_old() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    assert_eq!(due(&shop).await, 1, "at once, and then every ten seconds");
    let steps = [
        (TimeDelta::zero(), TimeDelta::seconds(10)),
        (TimeDelta::minutes(15), TimeDelta::minutes(1)),
        (TimeDelta::hours(2), TimeDelta::minutes(10)),
        (TimeDelta::days(2), TimeDelta::hours(1)),
        (TimeDelta::days(8), TimeDelta::days(1)),
    ];
    for (age, pause) in steps {
        let born = link.payment.created_at;
        shop.pass((born + age - shop.place.now()).max(TimeDelta::zero()));
        due(&shop).await;
        shop.pass(pause - TimeDelta::milliseconds(1));
        assert_eq!(due(&shop).await, 0, "too early at {age}");
        shop.pass(TimeDelta::milliseconds(1));
        assert_eq!(due(&shop).await, 1, "too late at {age}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_nobody_pays_ends_by_itself() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    for _ in 0..40 {
        shop.office.sync_due().await.unwrap();
        shop.pass(TimeDelta::days(1));
    }
    assert_eq!(shop.payment(link.payment.id).await.status, PaymentStatus::Expired);
    assert_eq!(due(&shop).await, 0, "nothing more can come");
    assert_eq!(shop.office.count_open().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_does_not_answer_is_asked_less_and_less_and_then_as_before() {
    let shop = Shop::open().await;
    shop.order("ORDER-1").await;
    shop.wire.always("verify", Fault::Status(503, ""));
    assert_eq!(due(&shop).await, 1);
    for seconds in [10, 20, 40, 80] {
        shop.pass(TimeDelta::seconds(seconds) - TimeDelta::milliseconds(1));
        assert_eq!(due(&shop).await, 0, "too early after {seconds}");
        shop.pass(TimeDelta::milliseconds(1));
        assert_eq!(due(&shop).await, 1, "too late after {seconds}");
    }
    shop.wire.mend();
    shop.pass(TimeDelta::seconds(160));
    assert_eq!(due(&shop).await, 1);
    shop.pass(TimeDelta::seconds(10));
    assert_eq!(due(&shop).await, 1, "it answers again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_is_left_alone_for_as_long_as_it_asks() {
    let shop = Shop::open().await;
    shop.order("ORDER-1").await;
    shop.wire.once("verify", Fault::Refuse(429, "retry-after: 3600", ""));
    assert_eq!(due(&shop).await, 1);
    shop.pass(TimeDelta::seconds(3599));
    assert_eq!(due(&shop).await, 0);
    shop.pass(TimeDelta::seconds(1));
    assert_eq!(due(&shop).await, 1);
    assert_eq!(shop.wire.sent("verify").len() - 1, 2, "one for the keys, two for the payment");
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_of_a_removed_account_are_not_asked_about() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    let account = shop.office.account("main").await.unwrap().record.id;
    shop.office.remove_account(account).await.unwrap();
    let report = shop.office.sync().await.unwrap();
    assert_eq!((report.looked_up, report.failed.len()), (0, 0));
    assert_eq!(due(&shop).await, 0);
    let refused = shop.office.look_up(link.payment.id).await.unwrap_err();
    assert!(refused.to_string().contains("`main` was removed"), "{refused}");
}
