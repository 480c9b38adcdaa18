//! Renewed links: two renewals at once, answers that are late or lost, and gateways that answer about some links only.

use std::sync::Arc;

use backoffice::{Code, Error, PaymentRecord};
use chrono::TimeDelta;
use ledger::{CheckoutLink, PaymentId, PaymentStatus};
use sandbox::Customer;

use crate::shop::{Shop, order, url};
use crate::wire::{Fault, Gate};

const INITIATE: &str = "POST /novac/api/v1/initiate";

/// An order whose link was not paid by in time.
async fn expired(shop: &Shop) -> PaymentId {
    let id = shop.order("ORDER-1").await.payment.id;
    shop.pass(TimeDelta::days(32));
    let over = shop.office.look_up(id).await.unwrap().record.payment;
    assert_eq!(over.status, PaymentStatus::Expired);
    id
}

/// An expired order with a second link, and the first line of a look-up of that link.
async fn renewed(shop: &Shop) -> (PaymentRecord, &'static str) {
    let id = expired(shop).await;
    let record = shop.office.renew_link(id).await.unwrap();
    let reference = record.payment.link().unwrap().gateway_reference.clone().unwrap();
    let asked = format!("GET /novac/api/v1/checkout/{reference}/verify");
    (record, Box::leak(asked.into_boxed_str()))
}

/// A renewal that waits on its way to the gateway.
async fn renewal_under_way(shop: &Shop, id: PaymentId) -> (Arc<Gate>, Renewal) {
    let gate = Arc::new(Gate::default());
    shop.wire.once(INITIATE, Fault::Hold(Arc::clone(&gate)));
    let office = shop.office.clone();
    let renewal = tokio::spawn(async move { office.renew_link(id).await });
    gate.came().await;
    (gate, renewal)
}

type Renewal = tokio::task::JoinHandle<Result<PaymentRecord, Error>>;

#[tokio::test(flavor = "multi_thread")]
async fn of_two_renewals_at_the_same_moment_one_is_sent_and_its_link_is_kept() {
    let shop = Shop::open().await;
    let till = shop.other_door().await;
    let id = expired(&shop).await;
    let (gate, first) = renewal_under_way(&shop, id).await;
    let refused = till.renew_link(id).await.unwrap_err();
    assert!(matches!(refused, Error::LinkUnderWay), "{refused}");
    assert_eq!(refused.code(), Code::Conflict);
    gate.open();
    let made = first.await.unwrap().unwrap();
    assert_eq!(shop.wire.sent(INITIATE).len(), 2);
    let same = till.renew_link(id).await.unwrap();
    assert_eq!(url(&same), url(&made));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_after_a_newer_link_was_made_belongs_to_its_own_link() {
    let shop = Shop::open().await;
    let id = expired(&shop).await;
    let (gate, slow) = renewal_under_way(&shop, id).await;
    shop.pass(TimeDelta::minutes(4));
    let newest = shop.office.renew_link(id).await.unwrap();
    gate.open();
    let record = slow.await.unwrap().unwrap();
    assert_eq!(url(&record), url(&newest));
    let urls: Vec<_> = record.payment.links.iter().filter_map(|link| link.url.clone()).collect();
    assert_eq!(urls.len(), 3, "a link that can be paid by was forgotten");

    assert!(shop.sandbox.customer(&urls[1], Customer::PaysByCard));
    let paid = shop.office.look_up(id).await.unwrap().record.payment;
    assert_eq!((paid.status, paid.flags.len()), (PaymentStatus::Paid, 0));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_third_link_is_made_while_nobody_can_say_whether_the_second_was_paid() {
    let shop = Shop::open().await;
    let (second, asked) = renewed(&shop).await;
    let id = second.payment.id;
    shop.customer(&second, Customer::PaysByCard);
    shop.pass(TimeDelta::days(32));
    shop.wire.always(asked, Fault::Status(503, ""));
    let refused = shop.office.renew_link(id).await.unwrap_err();
    assert_eq!(refused.code(), Code::Gateway, "{refused}");
    assert_eq!(shop.wire.sent(INITIATE).len(), 2);
    let unheard = shop.payment(id).await;
    assert_eq!(unheard.status, PaymentStatus::Pending, "nobody said that it was not paid");

    shop.wire.mend();
    let paid = shop.office.look_up(id).await.unwrap().record.payment;
    assert_eq!((paid.status, paid.flags.len()), (PaymentStatus::Paid, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_an_older_link_counts_though_the_newest_cannot_be_asked_about() {
    let shop = Shop::open().await;
    let (second, asked) = renewed(&shop).await;
    let id = second.payment.id;
    let first = second.payment.links[0].url.clone().unwrap();
    assert!(shop.sandbox.customer(&first, Customer::PaysByCard));
    shop.wire.always(asked, Fault::Status(503, ""));
    let paid = shop.office.look_up(id).await.unwrap().record.payment;
    assert_eq!(paid.status, PaymentStatus::Paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_answers_about_old_links_only_is_asked_less_and_less_often() {
    let shop = Shop::open().await;
    let (second, asked) = renewed(&shop).await;
    shop.wire.always(asked, Fault::Status(503, ""));
    for _ in 0..5 {
        shop.office.look_up(second.payment.id).await.unwrap_err();
    }
    shop.pass(TimeDelta::minutes(1));
    let report = shop.office.sync_due().await.unwrap();
    assert_eq!((report.looked_up, report.failed.len()), (0, 0));
    shop.pass(TimeDelta::minutes(2));
    assert_eq!(shop.office.sync_due().await.unwrap().failed.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_renewal_makes_an_expired_order_open_again() {
    let shop = Shop::open().await;
    let id = expired(&shop).await;
    shop.wire.once(INITIATE, Fault::HangUp { arrives: true });
    let lost = shop.office.renew_link(id).await.unwrap_err();
    assert!(matches!(lost, Error::LinkLost { .. }), "{lost}");
    assert_eq!(shop.payment(id).await.status, PaymentStatus::Unknown);
    let found = shop.office.look_up(id).await.unwrap().record.payment;
    assert_eq!(found.status, PaymentStatus::Pending);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_link_after_a_refused_one_is_not_called_failed() {
    let shop = Shop::open().await;
    shop.wire.once(INITIATE, Fault::Refuse(400, "x-a: b", r#"{"status":false,"message":"No"}"#));
    shop.office.create_link(&order("ORDER-1")).await.unwrap_err();
    shop.wire.once(INITIATE, Fault::HangUp { arrives: true });
    shop.office.create_link(&order("ORDER-1")).await.unwrap_err();
    let id = shop.office.find_payment("ORDER-1").await.unwrap().payment.id;
    assert_eq!(shop.payment(id).await.status, PaymentStatus::Unknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_that_nobody_is_left_to_answer_is_looked_up_a_few_minutes_later() {
    let shop = Shop::open().await;
    let till = shop.other_door().await;
    let id = expired(&shop).await;
    let (_never, renewal) = renewal_under_way(&shop, id).await;
    assert_eq!(till.sync_due().await.unwrap().looked_up, 0, "the answer could still come");
    shop.pass(TimeDelta::minutes(4));
    assert_eq!(till.sync_due().await.unwrap().looked_up, 1);
    let again = till.renew_link(id).await.unwrap();
    let made: Vec<_> = again.payment.links.iter().map(has_address).collect();
    assert_eq!(made, [true, false, true]);
    renewal.abort();
}

const fn has_address(link: &CheckoutLink) -> bool {
    link.url.is_some()
}
