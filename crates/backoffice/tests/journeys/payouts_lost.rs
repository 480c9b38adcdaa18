//! Payouts whose answer is lost, or whose program died: never sent twice, never called failed unless they certainly are, and
//! found again where the gateway made them.

use std::sync::Arc;
use std::time::Duration;

use backoffice::{Backoffice, Code, Timing};
use chrono::TimeDelta;
use ledger::{Actor, GatewayKind, PayoutId, PayoutStatus};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::payouts::{TRANSFERS, kinds, naira, payout, send};
use crate::shop::{Place, QUICK, Shop, connect};
use crate::wire::{Fault, Gate, Wire};

const LOOK_UP: &str = "GET /novac/api/v1/transfers/";

/// Sends a payout while the wire does `fault` to the request.
async fn lose(shop: &Shop, reference: &str, fault: Fault) -> PayoutId {
    shop.wire.once(TRANSFERS, fault);
    let lost = send(&shop.office, &naira(reference, "0123456701")).await.payout;
    assert_eq!(lost.status, PayoutStatus::Unknown);
    assert!(lost.message.is_some());
    lost.id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_whose_answer_is_lost_is_unknown_and_is_found_again() {
    let shop = Shop::open().await;
    let faults = [
        Fault::HangUp { arrives: true },
        Fault::HalfAnAnswer,
        Fault::Status(500, "<html><h1>Internal Server Error</h1></html>"),
        Fault::Status(504, ""),
        Fault::Status(200, "<html>Please wait</html>"),
        Fault::Status(200, r#"{"success":true,"#),
        Fault::Status(302, ""),
        Fault::Status(409, r#"{"success":false,"message":"In progress"}"#),
    ];
    for (round, fault) in faults.into_iter().enumerate() {
        let id = lose(&shop, &format!("SALARY-000{round}"), fault).await;
        let (found, changed) = shop.office.look_up_payout(id).await.unwrap();
        assert_eq!((found.payout.status, changed), (PayoutStatus::Processed, true), "{round}");
        assert!(found.payout.gateway_payout_id.is_some());
        let (_, changed) = shop.office.look_up_payout(id).await.unwrap();
        assert!(!changed, "the same was written twice");
        assert_eq!(shop.wire.sent(TRANSFERS).len(), round + 1, "it was sent twice");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_nobody_answers_in_time_is_unknown() {
    let shop = Shop::open_with(Timing { total: Duration::from_secs(4), ..QUICK }).await;
    let id = lose(&shop, "SALARY-0001", Fault::Silence).await;
    let (found, _) = shop.office.look_up_payout(id).await.unwrap();
    assert_eq!(found.payout.status, PayoutStatus::Processed);
    assert_eq!(shop.wire.sent(TRANSFERS).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_the_gateway_does_not_know_stays_unknown_and_is_left_to_a_person() {
    let shop = Shop::open().await;
    let id = lose(&shop, "SALARY-0001", Fault::HangUp { arrives: false }).await;
    let sent_at = shop.place.now();
    let mut ages = Vec::new();
    for _ in 0..600 {
        let report = shop.office.sync_due().await.unwrap();
        assert_eq!(report.failed.len(), 0, "that it is not known is no failure");
        if report.looked_up > 0 {
            ages.push((shop.place.now() - sent_at).num_seconds());
        }
        shop.pass(match ages.len() {
            0..8 => TimeDelta::seconds(30),
            _ => TimeDelta::minutes(10),
        });
    }
    let hours = (1..=48).map(|hour| hour * 3600);
    let expected: Vec<_> = [30, 60, 120, 300, 600, 1800].into_iter().chain(hours).collect();
    assert_eq!(ages, expected);

    let left = payout(&shop.office, id).await;
    assert_eq!(left.status, PayoutStatus::Unknown);
    assert!(left.message.unwrap().contains("does not know this payout"));
    let said = ["payout_requested", "payout_submitted", "payout_observed", "payout_observed"];
    assert_eq!(kinds(&shop.office, id).await, said, "the same was written again and again");
    let findings = shop.office.examine().await.unwrap();
    let finding = findings.iter().find(|finding| finding.name == "payouts").unwrap();
    assert!(!finding.ok && finding.detail.contains("SALARY-0001"), "{finding:?}");

    // By hand it can still be looked up, and is found as soon as the gateway knows it.
    assert_eq!(shop.office.sync().await.unwrap().looked_up, 1);
    assert_eq!(shop.wire.sent(TRANSFERS).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_does_not_answer_leaves_everything_as_it_was() {
    let shop = Shop::open().await;
    let id = lose(&shop, "SALARY-0001", Fault::HangUp { arrives: true }).await;
    let before = payout(&shop.office, id).await;
    let other = |reply: &mut Value| reply["data"]["reference"] = json!("SALARY-0002");
    for fault in [Fault::Status(503, ""), Fault::HalfAnAnswer, Fault::Rewrite(other)] {
        shop.wire.always(LOOK_UP, fault);
        let failed = shop.office.look_up_payout(id).await.unwrap_err();
        assert_eq!(failed.code(), Code::Gateway, "{failed}");
        let report = shop.office.sync().await.unwrap();
        assert_eq!(report.failed[0].reference, "SALARY-0001");
        assert_eq!(payout(&shop.office, id).await, before);
        shop.wire.mend();
    }
    shop.wire.once(LOOK_UP, Fault::Refuse(429, "retry-after: 3600", ""));
    shop.pass(TimeDelta::minutes(1));
    shop.office.sync_due().await.unwrap();
    shop.pass(TimeDelta::seconds(3599));
    assert_eq!(shop.office.sync_due().await.unwrap().looked_up, 0, "it wants to be left alone");
    shop.pass(TimeDelta::seconds(1));
    assert_eq!(shop.office.sync_due().await.unwrap().looked_up, 1);
    assert_eq!(payout(&shop.office, id).await.status, PayoutStatus::Processed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_the_gateway_has_with_another_amount_stays_unknown_and_is_said() {
    let shop = Shop::open().await;
    let id = lose(&shop, "SALARY-0001", Fault::HangUp { arrives: true }).await;
    let more = |reply: &mut Value| reply["data"]["amount"] = json!(99_000);
    shop.wire.once(LOOK_UP, Fault::Rewrite(more));
    let (seen, _) = shop.office.look_up_payout(id).await.unwrap();
    assert_eq!(seen.payout.status, PayoutStatus::Unknown);
    assert!(seen.payout.message.unwrap().contains("99000.00 NGN"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_goes_away_loses_no_answer() {
    let shop = Shop::open().await;
    let gate = Arc::new(Gate::default());
    shop.wire.once(TRANSFERS, Fault::Hold(Arc::clone(&gate)));
    let office = shop.office.clone();
    let form = naira("SALARY-0001", "0123456701");
    let sending = tokio::spawn(async move { office.create_payout(&form).await });
    gate.came().await;
    sending.abort();
    assert!(sending.await.unwrap_err().is_cancelled());
    gate.open();
    let id = shop.office.find_payout("SALARY-0001").await.unwrap().payout.id;
    let answered = async {
        while payout(&shop.office, id).await.status == PayoutStatus::Submitted {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), answered).await.unwrap();
    assert_eq!(payout(&shop.office, id).await.status, PayoutStatus::Processed);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_after_a_look_up_is_kept_as_well() {
    let shop = Shop::open().await;
    let gate = Arc::new(Gate::default());
    shop.wire.once(TRANSFERS, Fault::Hold(Arc::clone(&gate)));
    let office = shop.office.clone();
    let form = naira("SALARY-0001", "0123456701");
    let sending = tokio::spawn(async move { send(&office, &form).await });
    gate.came().await;
    let till = shop.other_door().await;
    let id = till.find_payout("SALARY-0001").await.unwrap().payout.id;
    // Its request is on its way, so nothing is concluded from the gateway not knowing it yet.
    let (seen, changed) = till.look_up_payout(id).await.unwrap();
    assert_eq!((seen.payout.status, changed), (PayoutStatus::Submitted, false));
    shop.pass(TimeDelta::minutes(4));
    let (seen, _) = till.look_up_payout(id).await.unwrap();
    assert_eq!(seen.payout.status, PayoutStatus::Unknown);
    gate.open();
    assert_eq!(sending.await.unwrap().payout.status, PayoutStatus::Processed);
    assert_eq!(shop.wire.sent(TRANSFERS).len(), 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn payouts_of_a_removed_account_are_not_asked_about() {
    let shop = Shop::open().await;
    let id = lose(&shop, "SALARY-0001", Fault::HangUp { arrives: true }).await;
    let account = shop.office.account("main").await.unwrap().record.id;
    shop.office.remove_account(account).await.unwrap();
    shop.pass(TimeDelta::minutes(10));
    for _ in 0..2 {
        let report = shop.office.sync().await.unwrap();
        assert_eq!((report.looked_up, report.failed.len()), (0, 0));
    }
    let refused = shop.office.look_up_payout(id).await.unwrap_err();
    assert!(refused.to_string().contains("`main` was removed"), "{refused}");
    assert_eq!(payout(&shop.office, id).await.status, PayoutStatus::Unknown);
}

/// A program that dies while a payout is on its way, and the books as the next program finds them.
struct AfterTheCrash {
    /// The sandbox and the wire live here.
    world: Runtime,
    place: Place,
    _sandbox: sandbox::Sandbox,
    wire: Wire,
    gate: Arc<Gate>,
}

impl AfterTheCrash {
    async fn door(&self) -> (Backoffice, PayoutId) {
        let office = self.place.door(Actor::window(), QUICK).await;
        let id = office.find_payout("SALARY-0001").await.unwrap().payout.id;
        (office, id)
    }
}

fn die_while_sending() -> AfterTheCrash {
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
        connect(&office, &sandbox, &wire, GatewayKind::Novac, "main").await;
        wire.once(TRANSFERS, Fault::Hold(Arc::clone(&gate)));
        let form = naira("SALARY-0001", "0123456701");
        tokio::spawn(async move { office.create_payout(&form).await });
        gate.came().await;
    });
    program.shutdown_background();
    AfterTheCrash { world, place, _sandbox: sandbox, wire, gate }
}

#[test]
fn a_payout_whose_program_died_is_unknown_after_a_few_minutes_and_is_not_sent_again() {
    let crash = die_while_sending();
    crash.world.block_on(async {
        let (office, id) = crash.door().await;
        crash.place.pass(TimeDelta::minutes(3) - TimeDelta::milliseconds(1));
        assert_eq!(office.sync_due().await.unwrap().looked_up, 0, "the answer could still come");
        crash.place.pass(TimeDelta::milliseconds(1));
        assert_eq!(office.sync_due().await.unwrap().payouts, [id]);
        assert_eq!(payout(&office, id).await.status, PayoutStatus::Unknown);
        crash.place.pass(TimeDelta::hours(1));
        office.sync_due().await.unwrap();
        assert_eq!(payout(&office, id).await.status, PayoutStatus::Unknown);
        assert_eq!(crash.wire.sent(TRANSFERS).len(), 1);
    });
}

#[test]
fn a_payout_whose_program_died_is_told_as_unknown_even_while_the_gateway_is_away() {
    let crash = die_while_sending();
    crash.world.block_on(async {
        let (office, id) = crash.door().await;
        crash.wire.always("GET", Fault::Status(503, ""));
        crash.place.pass(TimeDelta::minutes(4));
        office.look_up_payout(id).await.unwrap_err();
        assert_eq!(payout(&office, id).await.status, PayoutStatus::Unknown);
    });
}

#[test]
fn a_payout_whose_program_died_is_found_where_the_gateway_made_it() {
    let crash = die_while_sending();
    crash.world.block_on(async {
        let (office, id) = crash.door().await;
        crash.gate.open();
        let found = async {
            while !office.look_up_payout(id).await.unwrap().1 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), found).await.unwrap();
        let found = payout(&office, id).await;
        assert_eq!(found.status, PayoutStatus::Processed);
        assert!(found.gateway_payout_id.is_some());
        assert_eq!(crash.wire.sent(TRANSFERS).len(), 1);
    });
}
