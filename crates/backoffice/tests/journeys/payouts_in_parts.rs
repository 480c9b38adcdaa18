//! Payouts that go out in parts: all of them written down before the first is sent, and the first that does not go through
//! stops the rest.

use std::sync::Arc;

use backoffice::{Backoffice, Code, Error, PayoutForm, PayoutPlan, PayoutRecord};
use chrono::TimeDelta;
use ledger::{Actor, Currency, GatewayKind, Money, PayoutKind, PayoutStatus};
use tokio::runtime::Runtime;

use crate::payouts::{kinds, texts};
use crate::shop::{Place, QUICK, Shop, connect};
use crate::wire::{Fault, Gate, Wire};

const SEND: &str = "wallet_transfer";

fn inr(minor: i64) -> Money {
    Money::from_minor(minor, Currency::INR)
}

/// 12,000 rupees to a wallet, from the Nowpay account `wallet`, which sends 5,000 at a time.
fn rupees(reference: &str) -> PayoutForm {
    PayoutForm {
        account: "wallet".to_owned(),
        kind: PayoutKind::Wallet,
        amount: "12000.00".to_owned(),
        currency: "INR".to_owned(),
        fields: texts(&[("phone", "9876543210"), ("wallet", "PAYTM")]),
        reason: "Commission of April".to_owned(),
        reference: Some(reference.to_owned()),
    }
}

async fn shop() -> Shop {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Nowpay, "wallet").await;
    shop
}

async fn parts(office: &Backoffice, reference: &str) -> Vec<PayoutRecord> {
    let mut parts = Vec::new();
    for number in 1..=3 {
        parts.push(office.find_payout(&format!("{reference}-{number}")).await.unwrap());
    }
    parts
}

fn statuses(parts: &[PayoutRecord]) -> Vec<PayoutStatus> {
    parts.iter().map(|part| part.payout.status).collect()
}

fn message(part: &PayoutRecord) -> &str {
    part.payout.message.as_deref().unwrap_or_default()
}

/// Starts sending, and gives the gate that the first request waits at.
async fn held(
    shop: &Shop,
    reference: &str,
) -> (Arc<Gate>, tokio::task::JoinHandle<Vec<PayoutRecord>>) {
    let gate = Arc::new(Gate::default());
    shop.wire.once(SEND, Fault::Hold(Arc::clone(&gate)));
    let (office, form) = (shop.office.clone(), rupees(reference));
    let sending = tokio::spawn(async move { office.create_payout(&form).await.unwrap() });
    gate.came().await;
    (gate, sending)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_beyond_the_limit_goes_out_in_linked_parts() {
    let shop = shop().await;
    let form = rupees("APRIL");
    let plan = shop.office.plan_payout(&form).await.unwrap();
    let amounts = vec![inr(500_000), inr(500_000), inr(200_000)];
    assert_eq!(plan, PayoutPlan { parts: amounts.clone(), total: inr(1_200_000) });

    let made = shop.office.create_payout(&form).await.unwrap();
    assert_eq!(made, parts(&shop.office, "APRIL").await);
    assert_eq!(statuses(&made), [PayoutStatus::Processed; 3]);
    assert_eq!(made.iter().map(|part| part.payout.order.amount).collect::<Vec<_>>(), amounts);
    let whole = made[0].payout.id;
    for (number, part) in (1..).zip(&made) {
        let linked = part.payout.order.part.clone().unwrap();
        assert_eq!((linked.whole, linked.number, linked.of), (whole, number, 3));
        assert_eq!(part.beneficiary, made[0].beneficiary);
        assert_eq!(part.payout.order.to, "PAYTM ••3210");
    }
    let sent = shop.wire.sent(SEND);
    let amounts: Vec<_> = sent.iter().map(|sent| sent.body["amount"].as_str().unwrap()).collect();
    assert_eq!(amounts, ["5000.00", "5000.00", "2000.00"]);
    let ids: std::collections::BTreeSet<_> =
        sent.iter().map(|sent| sent.body["yourrequestid"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 3);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_parts_are_written_down_before_the_first_is_sent() {
    let shop = shop().await;
    let (gate, sending) = held(&shop, "APRIL").await;
    let till = shop.other_door().await;
    let seen = parts(&till, "APRIL").await;
    let requested = PayoutStatus::Requested;
    assert_eq!(statuses(&seen), [PayoutStatus::Submitted, requested, requested]);
    gate.open();
    assert_eq!(statuses(&sending.await.unwrap()), [PayoutStatus::Processed; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_fails_stops_the_rest() {
    let shop = shop().await;
    let (gate, sending) = held(&shop, "APRIL").await;
    let refusal = r#"{"success":"0","message":"Daily limit reached"}"#;
    shop.wire.once(SEND, Fault::Refuse(200, "x-a: b", refusal));
    gate.open();
    let made = sending.await.unwrap();
    let failed = PayoutStatus::Failed;
    assert_eq!(statuses(&made), [PayoutStatus::Processed, failed, failed]);
    assert!(message(&made[1]).contains("Daily limit reached"), "{}", message(&made[1]));
    assert_eq!(message(&made[2]), "not sent, because part 2 failed");
    let last = made[2].payout.id;
    assert_eq!(kinds(&shop.office, last).await, ["payout_requested", "payout_observed"]);
    assert_eq!(shop.wire.sent(SEND).len(), 2);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_which_nothing_is_known_stops_the_rest() {
    let shop = shop().await;
    let (gate, sending) = held(&shop, "APRIL").await;
    shop.wire.once(SEND, Fault::HangUp { arrives: true });
    gate.open();
    let made = sending.await.unwrap();
    let (done, unknown, failed) =
        (PayoutStatus::Processed, PayoutStatus::Unknown, PayoutStatus::Failed);
    assert_eq!(statuses(&made), [done, unknown, failed]);
    assert_eq!(message(&made[2]), "not sent, because it is not known what became of part 2");

    // It turns out to have gone through. The rest stays unsent: that is for a person to decide.
    shop.pass(TimeDelta::minutes(1));
    shop.office.sync().await.unwrap();
    assert_eq!(statuses(&parts(&shop.office, "APRIL").await), [done, done, failed]);
    assert_eq!(shop.wire.sent(SEND).len(), 2);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_first_part_is_not_taken_on_nothing_is_sent() {
    let shop = shop().await;
    shop.wire.once(SEND, Fault::Refuse(403, "x-a: b", r#"{"message":"Not from there"}"#));
    let refused = shop.office.create_payout(&rupees("APRIL")).await.unwrap_err();
    assert_eq!(refused.code(), Code::Gateway, "{refused}");
    // Taken on and failed is an answer, not an error.
    let refusal = r#"{"success":"0","message":"Insufficient balance"}"#;
    shop.wire.once(SEND, Fault::Refuse(200, "x-a: b", refusal));
    let failed = shop.office.create_payout(&rupees("MAY")).await.unwrap();
    assert_eq!(message(&failed[0]), "Insufficient balance");
    for reference in ["APRIL", "MAY"] {
        let made = parts(&shop.office, reference).await;
        assert_eq!(statuses(&made), [PayoutStatus::Failed; 3]);
        assert_eq!(message(&made[2]), "not sent, because part 1 failed");
    }
    assert_eq!(shop.wire.sent(SEND).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_was_called_off_meanwhile_is_not_sent() {
    let shop = shop().await;
    let (gate, sending) = held(&shop, "APRIL").await;
    let till = shop.other_door().await;
    // So late that nobody could tell a slow program from a dead one.
    shop.pass(TimeDelta::minutes(6));
    till.sync_due().await.unwrap();
    let seen = parts(&till, "APRIL").await;
    let (unknown, failed) = (PayoutStatus::Unknown, PayoutStatus::Failed);
    assert_eq!(statuses(&seen), [unknown, failed, PayoutStatus::Requested]);
    assert!(message(&seen[1]).contains("never sent"), "{}", message(&seen[1]));
    gate.open();
    let made = sending.await.unwrap();
    assert_eq!(statuses(&made), [PayoutStatus::Processed, failed, failed]);
    assert_eq!(message(&made[2]), "not sent, because part 2 could not be sent");
    assert_eq!(shop.wire.sent(SEND).len(), 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_is_one_sending_whatever_its_parts_are_called() {
    let shop = shop().await;
    shop.office.create_payout(&rupees("APRIL")).await.unwrap();
    let small = |reference: &str| PayoutForm { amount: "10.00".into(), ..rupees(reference) };
    for again in [rupees("APRIL"), small("APRIL"), small("APRIL-2"), rupees("APRIL-2")] {
        let refused = shop.office.create_payout(&again).await.unwrap_err();
        assert!(matches!(refused, Error::ReferenceTaken { .. }), "{refused}");
        let problems = shop.office.check_payout(&again).await.unwrap();
        assert_eq!(problems[0].field, "reference");
    }
    shop.office.create_payout(&small("MAY-1")).await.unwrap();
    let refused = shop.office.create_payout(&rupees("MAY")).await.unwrap_err();
    assert!(matches!(refused, Error::ReferenceTaken { .. }), "{refused}");
    // Where neither was split, they are just two numbers.
    shop.office.create_payout(&small("MAY")).await.unwrap();
    assert_eq!(shop.wire.sent(SEND).len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_not_all_parts_can_be_written_down_none_is_sent() {
    let shop = shop().await;
    let till = shop.other_door().await;
    for round in 0..12 {
        let whole = format!("APRIL{round}");
        let sent = shop.wire.sent(SEND).len();
        let form = rupees(&whole);
        // Takes the number of the last part, at just the same moment.
        let small = PayoutForm { amount: "10.00".to_owned(), ..rupees(&format!("{whole}-3")) };
        let (split, single) =
            tokio::join!(shop.office.create_payout(&form), till.create_payout(&small));
        let sent = shop.wire.sent(SEND).len() - sent;
        match (split, single) {
            (Ok(made), Err(Error::ReferenceTaken { .. })) => {
                assert_eq!((statuses(&made), sent), (vec![PayoutStatus::Processed; 3], 3));
            }
            (Err(Error::ReferenceTaken { .. }), Ok(_)) => {
                assert_eq!(sent, 1);
                for number in 1..=2 {
                    if let Ok(part) = till.find_payout(&format!("{whole}-{number}")).await {
                        assert_eq!(part.payout.status, PayoutStatus::Failed);
                        assert!(message(&part).contains("part 3 could not be written down"));
                    }
                }
            }
            (split, single) => panic!("{split:?} and {single:?}"),
        }
    }
    shop.check().await;
}

#[test]
fn parts_whose_program_died_before_they_were_sent_are_failed_in_time() {
    let (world, place) = (Runtime::new().unwrap(), Place::new());
    let (sandbox, wire) = world.block_on(async {
        let sandbox = place.sandbox().await;
        let wire = Wire::to(sandbox.addr()).await;
        (sandbox, wire)
    });
    let gate = Arc::new(Gate::default());
    let program = Runtime::new().unwrap();
    program.block_on(async {
        let office = place.door(Actor::window(), QUICK).await;
        connect(&office, &sandbox, &wire, GatewayKind::Nowpay, "wallet").await;
        wire.once(SEND, Fault::Hold(Arc::clone(&gate)));
        tokio::spawn(async move { office.create_payout(&rupees("APRIL")).await });
        gate.came().await;
    });
    program.shutdown_background();

    world.block_on(async {
        let office = place.door(Actor::till(), QUICK).await;
        let (unknown, requested, failed) =
            (PayoutStatus::Unknown, PayoutStatus::Requested, PayoutStatus::Failed);
        let after = async |minutes| {
            place.pass(TimeDelta::minutes(minutes));
            office.sync_due().await.unwrap();
            statuses(&parts(&office, "APRIL").await)
        };
        assert_eq!(after(2).await, [PayoutStatus::Submitted, requested, requested]);
        assert_eq!(after(2).await, [unknown, requested, requested]);
        assert_eq!(after(2).await, [unknown, failed, requested]);
        assert_eq!(after(3).await, [unknown, failed, failed]);
        let made = parts(&office, "APRIL").await;
        assert!(message(&made[1]).contains("never sent"), "{}", message(&made[1]));
        assert_eq!(wire.sent(SEND).len(), 1);
    });
}
