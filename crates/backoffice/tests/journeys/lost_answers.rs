//! Lost answers: nothing is sent twice, nothing is called failed or done that is not, and what happened is found out.

use std::time::Duration;

use backoffice::{Code, Error, Timing};
use chrono::TimeDelta;
use ledger::{Actor, PaymentId, PaymentStatus, RefundMethod, RefundStatus};
use sandbox::Customer;
use serde_json::{Value, json};

use crate::crash::{AfterTheCrash, die_while};
use crate::shop::{QUICK, Shop, ngn, order, refund, url};
use crate::wire::Fault;

const PARTIAL: &str = "POST /novac/api/v1/partial-refund";
const INITIATE: &str = "POST /novac/api/v1/initiate";

/// Refunds 10,000 of 25,000 while the wire does `fault` to the request.
async fn lose(shop: &Shop, reference: &str, fault: Fault) -> PaymentId {
    let id = shop.paid(reference).await;
    shop.wire.once(PARTIAL, fault);
    let (record, lost) = shop.office.create_refund(&refund(id, Some("10000.00"))).await.unwrap();
    assert_eq!(lost.status, RefundStatus::Unknown);
    assert_eq!(record.payment.refundable(), ngn(1_500_000), "its amount is not held");
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_whose_answer_is_lost_is_unknown_holds_its_amount_and_is_found_again() {
    let shop = Shop::open().await;
    let faults = [
        Fault::HangUp { arrives: true },
        Fault::HalfAnAnswer,
        Fault::Status(500, "<html><h1>Internal Server Error</h1></html>"),
        Fault::Status(504, ""),
        Fault::Status(200, "<html>Please wait</html>"),
        Fault::Status(200, r#"{"status":true,"#),
        Fault::Status(302, ""),
        Fault::Status(409, r#"{"status":false,"message":"In progress"}"#),
    ];
    for (round, fault) in faults.into_iter().enumerate() {
        let id = lose(&shop, &format!("ORDER-{round}"), fault).await;
        // Sending the same again is refused, since both may have meant the same money.
        let again = shop.office.create_refund(&refund(id, Some("20000.00"))).await.unwrap_err();
        assert_eq!(again.code(), Code::Refused, "{again}");

        shop.office.look_up(id).await.unwrap();
        let payment = shop.payment(id).await;
        assert_eq!(payment.refunds.len(), 1, "it was booked twice");
        assert_eq!(payment.refunds[0].status, RefundStatus::Pending);
        assert_eq!(payment.refunds[0].method, RefundMethod::Api);
        assert!(payment.refunds[0].gateway_refund_id.is_some());
        assert_eq!(shop.refunds_sent(), round + 1, "it was sent twice");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_nobody_answers_in_time_is_unknown() {
    let shop = Shop::open_with(Timing { total: Duration::from_secs(4), ..QUICK }).await;
    let id = lose(&shop, "ORDER-1", Fault::Silence).await;
    shop.office.look_up(id).await.unwrap();
    assert_eq!(shop.payment(id).await.refunds[0].status, RefundStatus::Pending);
    assert_eq!(shop.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_never_arrived_stays_unknown_and_is_never_sent_again_by_itself() {
    let shop = Shop::open().await;
    let id = lose(&shop, "ORDER-1", Fault::HangUp { arrives: false }).await;
    for _ in 0..6 {
        shop.pass(TimeDelta::hours(20));
        shop.office.sync().await.unwrap();
    }
    let payment = shop.payment(id).await;
    assert_eq!(payment.refunds[0].status, RefundStatus::Unknown);
    assert_eq!(payment.refundable(), ngn(1_500_000));
    assert_eq!(shop.refunds_sent(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_refund_behind_a_newer_one_is_found_by_its_day() {
    let shop = Shop::open().await;
    let id = lose(&shop, "ORDER-1", Fault::HangUp { arrives: true }).await;
    shop.paid("ORDER-2").await;
    // Novac shows one refund of a payment, and this is the one.
    shop.pass(TimeDelta::hours(30));
    shop.refund_in_dashboard(id, 300_000).await;
    shop.office.look_up(id).await.unwrap();

    let refunds = shop.payment(id).await.refunds;
    let told: Vec<_> = refunds.iter().map(|refund| (refund.amount, refund.method)).collect();
    assert_eq!(
        told,
        [(ngn(1_000_000), RefundMethod::Api), (ngn(300_000), RefundMethod::Dashboard)]
    );
    assert_eq!(refunds[0].status, RefundStatus::Processed);
    assert_ne!(refunds[0].gateway_refund_id, refunds[1].gateway_refund_id);
    assert_eq!(shop.wire.sent("GET /novac/api/v1/refund/2026-04-13/2026-04-15").len(), 1);

    // Once it is known by its id, its days are not asked about any more.
    shop.office.look_up(id).await.unwrap();
    assert_eq!(shop.wire.sent("GET /novac/api/v1/refund/2026-04-13/2026-04-15").len(), 1);
    assert_eq!(shop.payment(id).await.refunds, refunds);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_refund_is_not_looked_for_in_days_that_have_not_come() {
    let shop = Shop::open().await;
    let id = lose(&shop, "ORDER-1", Fault::HangUp { arrives: false }).await;
    shop.office.look_up(id).await.unwrap();

    assert!(!shop.wire.sent("GET /novac/api/v1/refund/2026-04-13/2026-04-14").is_empty());
    assert!(shop.wire.sent("GET /novac/api/v1/refund/2026-04-13/2026-04-15").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_of_the_same_amount_from_before_is_not_taken_for_the_lost_one() {
    let shop = Shop::open().await;
    let id = lose(&shop, "ORDER-1", Fault::HangUp { arrives: false }).await;
    shop.refund_in_dashboard(id, 1_000_000).await;
    let age = |reply: &mut Value| reply["createdAt"] = json!("2026-04-14T11:54:59Z");
    shop.wire.once("GET /novac/api/v1/refund/", Fault::Rewrite(age));
    shop.wire.once("GET /novac/api/v1/refund/2026", Fault::Refuse(404, "x-a: b", ""));
    shop.office.look_up(id).await.unwrap();
    let payment = shop.payment(id).await;
    let told: Vec<_> =
        payment.refunds.iter().map(|refund| (refund.method, refund.status)).collect();
    assert_eq!(
        told,
        [
            (RefundMethod::Api, RefundStatus::Unknown),
            (RefundMethod::Dashboard, RefundStatus::Pending),
        ]
    );
    assert_eq!(payment.refundable(), ngn(500_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_refund_of_the_same_amount_does_not_free_the_lost_one() {
    let shop = Shop::open().await;
    let id = lose(&shop, "ORDER-1", Fault::HangUp { arrives: true }).await;
    let failed = |reply: &mut Value| reply["status"] = json!("failed");
    shop.wire.once("GET /novac/api/v1/refund/", Fault::Rewrite(failed));
    shop.wire.once("GET /novac/api/v1/refund/2026", Fault::Refuse(404, "x-a: b", ""));
    shop.office.look_up(id).await.unwrap();
    let payment = shop.payment(id).await;
    let told: Vec<_> =
        payment.refunds.iter().map(|refund| (refund.method, refund.status)).collect();
    assert_eq!(
        told,
        [
            (RefundMethod::Api, RefundStatus::Unknown),
            (RefundMethod::Dashboard, RefundStatus::Failed),
        ]
    );
    assert_eq!(payment.refundable(), ngn(1_500_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_refunds_that_cannot_be_had_hides_nothing_else() {
    let shop = Shop::open().await;
    let id = lose(&shop, "ORDER-1", Fault::HangUp { arrives: true }).await;
    let refusal = r#"{"status":false,"message":"Not available"}"#;
    shop.wire.always("GET /novac/api/v1/refund/2026-04-13", Fault::Refuse(400, "x-a: b", refusal));
    shop.office.look_up(id).await.unwrap();
    assert_eq!(shop.payment(id).await.refunds[0].status, RefundStatus::Pending);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_refund_is_decided_on_while_the_lost_one_cannot_be_asked_about() {
    let shop = Shop::open().await;
    let id = lose(&shop, "ORDER-1", Fault::HangUp { arrives: true }).await;
    shop.wire.always("GET /novac/api/v1/refund/2026-04-13", Fault::Status(503, ""));
    let refused = shop.office.create_refund(&refund(id, Some("1.00"))).await.unwrap_err();
    assert_eq!(refused.code(), Code::Gateway, "{refused}");
    assert_eq!(shop.refunds_sent(), 1);
    shop.wire.mend();
    shop.refund(id, "1.00").await;
    assert_eq!(shop.payment(id).await.refunds.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_whose_answer_is_lost_is_unknown_until_it_is_looked_up() {
    let shop = Shop::open().await;
    for (round, fault) in
        [Fault::HangUp { arrives: true }, Fault::HalfAnAnswer, Fault::Status(502, "<html>")]
            .into_iter()
            .enumerate()
    {
        let reference = format!("ORDER-{round}");
        shop.wire.once(INITIATE, fault);
        let lost = shop.office.create_link(&order(&reference)).await.unwrap_err();
        assert!(matches!(lost, Error::LinkLost { .. }), "{lost}");
        assert_eq!(lost.code(), Code::UnknownOutcome);
        let id = shop.office.find_payment(&reference).await.unwrap().payment.id;
        assert_eq!(shop.payment(id).await.status, PaymentStatus::Unknown);

        let taken = shop.office.create_link(&order(&reference)).await.unwrap_err();
        assert!(matches!(taken, Error::ReferenceTaken { .. }), "{taken}");

        let found = shop.office.look_up(id).await.unwrap().record.payment;
        assert_eq!(found.status, PaymentStatus::Pending);
        assert!(found.gateway_reference.unwrap().starts_with(&reference));
        assert_eq!(shop.kinds(id).await, ["link_requested", "link_lost", "payment_observed"]);
        assert_eq!(shop.wire.sent(INITIATE).len(), 2 * round + 1, "it was asked for twice");

        // Its address is lost for good, so renewing makes another link.
        let renewed = shop.office.renew_link(id).await.unwrap();
        assert_eq!(renewed.payment.links.len(), 2);
        shop.customer(&renewed, Customer::PaysByCard);
        let paid = shop.office.look_up(id).await.unwrap().record.payment;
        assert_eq!((paid.status, paid.flags.len()), (PaymentStatus::Paid, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_link_that_never_arrived_can_be_renewed() {
    let shop = Shop::open().await;
    shop.wire.once(INITIATE, Fault::HangUp { arrives: false });
    shop.office.create_link(&order("ORDER-1")).await.unwrap_err();
    let id = shop.office.find_payment("ORDER-1").await.unwrap().payment.id;
    let unknown = shop.office.look_up(id).await.unwrap_err();
    assert_eq!(unknown.code(), Code::Gateway, "{unknown}");
    let renewed = shop.office.renew_link(id).await.unwrap();
    assert_eq!(renewed.payment.status, PaymentStatus::Pending);
    assert!(!url(&renewed).is_empty());
}

fn die_while_refunding() -> AfterTheCrash {
    die_while(PARTIAL, |office, _, id| async move {
        let _ = office.create_refund(&refund(id, Some("10000.00"))).await;
    })
}

#[test]
fn a_refund_whose_program_died_is_unknown_after_a_few_minutes() {
    let crash = die_while_refunding();
    crash.world.block_on(async {
        let office = crash.place.door(Actor::window(), QUICK).await;
        let status = async || {
            let looked_up = office.look_up(crash.payment).await.unwrap();
            looked_up.record.payment.refunds[0].status
        };
        assert_eq!(status().await, RefundStatus::Submitted, "the answer could still come");
        crash.place.pass(TimeDelta::minutes(4));
        assert_eq!(status().await, RefundStatus::Unknown);
        let payment = office.payment(crash.payment).await.unwrap().payment;
        assert_eq!(payment.refundable(), ngn(1_500_000));
        assert_eq!(crash.wire.sent(PARTIAL).len(), 1);
    });
}

#[test]
fn a_refund_whose_program_died_is_looked_up_by_itself() {
    let crash = die_while_refunding();
    crash.world.block_on(async {
        let office = crash.place.door(Actor::window(), QUICK).await;
        crash.place.pass(TimeDelta::minutes(3) - TimeDelta::milliseconds(1));
        assert_eq!(office.sync_due().await.unwrap().looked_up, 0, "the answer could still come");
        crash.place.pass(TimeDelta::milliseconds(1));
        let report = office.sync_due().await.unwrap();
        assert_eq!((report.looked_up, report.changed), (1, vec![crash.payment]));
        let payment = office.payment(crash.payment).await.unwrap().payment;
        assert_eq!(payment.refunds[0].status, RefundStatus::Unknown);
        // And again, until the gateway tells.
        crash.place.pass(TimeDelta::seconds(10));
        assert_eq!(office.sync_due().await.unwrap().looked_up, 1);
        assert_eq!(crash.wire.sent(PARTIAL).len(), 1);
    });
}

#[test]
fn a_refund_whose_program_died_is_told_as_unknown_even_while_the_gateway_is_away() {
    let crash = die_while_refunding();
    crash.world.block_on(async {
        let office = crash.place.door(Actor::window(), QUICK).await;
        crash.wire.always("GET", Fault::Status(503, ""));
        crash.place.pass(TimeDelta::minutes(4));
        office.look_up(crash.payment).await.unwrap_err();
        let payment = office.payment(crash.payment).await.unwrap().payment;
        assert_eq!(payment.refunds[0].status, RefundStatus::Unknown);
    });
}

#[test]
fn a_refund_whose_program_died_is_found_where_the_gateway_made_it() {
    let crash = die_while_refunding();
    crash.world.block_on(async {
        let office = crash.place.door(Actor::window(), QUICK).await;
        crash.gate.open();
        let found = async {
            loop {
                let looked_up = office.look_up(crash.payment).await.unwrap();
                if looked_up.changed {
                    break looked_up.record.payment;
                }
            }
        };
        let payment = tokio::time::timeout(Duration::from_secs(30), found).await.unwrap();
        assert_eq!(payment.refunds.len(), 1);
        assert_eq!(payment.refunds[0].status, RefundStatus::Pending);
        assert!(payment.refunds[0].gateway_refund_id.is_some());
        assert_eq!(crash.wire.sent(PARTIAL).len(), 1);
    });
}
