//! Programs that die in the middle of many refunds: the next one goes on, and no refund is asked for twice.

use std::collections::BTreeSet;
use std::sync::Arc;

use backoffice::{Backoffice, BatchProgress, BatchStop, Cancel};
use chrono::TimeDelta;
use ledger::{Actor, BatchId, GatewayKind, RefundStatus};
use sandbox::{Customer, Sandbox};
use tokio::runtime::Runtime;

use crate::batches::{agree, list};
use crate::batches_run::{counts, orders, run, words};
use crate::shop::{Place, QUICK, Shop, connect, order, url};
use crate::wire::{Fault, Gate, Wire};

const REFUND: &str = "POST /novac/api/v1/refund";
const VERIFY: &str = "verify";

/// The books, the gateway and the wire after a program died in the middle of a batch of three.
struct AfterTheCrash {
    /// The sandbox and the wire live here.
    world: Runtime,
    place: Place,
    _sandbox: Sandbox,
    wire: Arc<Wire>,
    gate: Arc<Gate>,
    batch: BatchId,
}

impl AfterTheCrash {
    async fn next_program(&self) -> Backoffice {
        self.place.door(Actor::window(), QUICK).await
    }

    /// The payments that refunds were asked for of, request by request.
    fn refunds_sent(&self) -> Vec<String> {
        let sent = self.wire.sent(REFUND).into_iter();
        sent.map(|sent| sent.body["reference"].to_string()).collect()
    }

    async fn check_nothing_repeated(&self, office: &Backoffice, refunds: usize) {
        let sent = self.refunds_sent();
        let distinct: BTreeSet<_> = sent.iter().collect();
        assert_eq!((sent.len(), distinct.len()), (refunds, refunds), "{sent:?}");
        for line in office.batch_lines(self.batch, 0, 10).await.unwrap() {
            let payment = office.payment(line.line.payment).await.unwrap().payment;
            let ids: Vec<_> = payment.refunds.iter().map(|refund| refund.id).collect();
            assert_eq!(ids, [line.line.refund]);
        }
        let findings = office.examine().await.unwrap();
        assert!(findings.iter().all(|finding| finding.ok), "{findings:?}");
    }
}

/// Dies while the second line waits for `about` to be answered.
fn die_at(about: &'static str) -> AfterTheCrash {
    let (world, place) = (Runtime::new().unwrap(), Place::new());
    let (sandbox, wire) = world.block_on(async {
        let sandbox = place.sandbox().await;
        let wire = Wire::to(sandbox.addr()).await;
        (sandbox, Arc::new(wire))
    });
    let gate = Arc::new(Gate::default());
    let program = Runtime::new().unwrap();
    let batch = program.block_on(async {
        let office = place.door(Actor::window(), QUICK).await;
        connect(&office, &sandbox, &wire, GatewayKind::Novac, "main").await;
        for number in 1..=3 {
            let link = office.create_link(&order(&format!("ORDER-{number}"))).await.unwrap();
            assert!(sandbox.customer(&url(&link), Customer::PaysByCard));
            office.look_up(link.payment.id).await.unwrap();
        }
        let source = list("reference\nORDER-1\nORDER-2\nORDER-3\n");
        let id = agree(&office, &source).await;
        let (wire, held) = (Arc::clone(&wire), Arc::clone(&gate));
        tokio::spawn(async move {
            let hold = |now: &BatchProgress| {
                if now.done == 1 {
                    wire.once(about, Fault::Hold(Arc::clone(&held)));
                }
            };
            office.run_batch(id, &Cancel::default(), hold).await
        });
        gate.came().await;
        id
    });
    // The lock goes with the program; here its tasks are the program.
    program.shutdown_timeout(std::time::Duration::from_secs(30));
    AfterTheCrash { world, place, _sandbox: sandbox, wire, gate, batch }
}

#[test]
fn a_batch_whose_program_died_before_a_refund_was_asked_for_goes_on_with_it() {
    let crash = die_at(VERIFY);
    crash.world.block_on(async {
        crash.gate.open();
        let office = crash.next_program().await;
        let unfinished = office.unfinished_batches().await.unwrap();
        assert_eq!((unfinished[0].record.id, unfinished[0].done), (crash.batch, 1));
        assert!(!unfinished[0].running);
        let report = run(&office, crash.batch).await;
        assert!(matches!(report.stop, BatchStop::Finished), "{report:?}");
        assert_eq!(report.results, counts(&[("pending", 3)]));
        crash.check_nothing_repeated(&office, 3).await;
    });
}

#[test]
fn a_batch_whose_program_died_while_a_refund_was_under_way_does_not_ask_for_it_again() {
    let crash = die_at(REFUND);
    crash.world.block_on(async {
        // The gateway never gets it: it is unknown all the same, and only a person can say.
        let office = crash.next_program().await;
        let report = run(&office, crash.batch).await;
        assert_eq!(report.results, counts(&[("pending", 2), ("unknown", 1)]));
        crash.check_nothing_repeated(&office, 3).await;
        crash.place.pass(TimeDelta::minutes(4));
        office.sync().await.unwrap();
        let second = office.find_payment("ORDER-2").await.unwrap().payment;
        assert_eq!(second.refunds[0].status, RefundStatus::Unknown);
        crash.check_nothing_repeated(&office, 3).await;
    });
}

#[test]
fn a_refund_that_its_program_died_over_and_the_gateway_made_is_told_as_made() {
    let crash = die_at(REFUND);
    crash.world.block_on(async {
        crash.gate.open();
        let office = crash.next_program().await;
        run(&office, crash.batch).await;
        let id = office.find_payment("ORDER-2").await.unwrap().payment.id;
        let found = async { while !office.look_up(id).await.unwrap().changed {} };
        tokio::time::timeout(std::time::Duration::from_secs(30), found).await.unwrap();
        let pending = Some("pending".to_owned());
        assert_eq!(words(&office, crash.batch).await, [pending.clone(), pending.clone(), pending]);
        crash.check_nothing_repeated(&office, 3).await;
    });
}

#[test]
fn a_batch_that_is_given_up_after_a_crash_tells_of_the_refund_that_was_under_way() {
    let crash = die_at(REFUND);
    crash.world.block_on(async {
        let office = crash.next_program().await;
        let ended = office.end_batch(crash.batch).await.unwrap().record.ended.unwrap();
        assert!(ended.cancelled);
        assert_eq!(ended.results, counts(&[("pending", 1), ("skipped", 1), ("unknown", 1)]));
        assert_eq!(crash.refunds_sent().len(), 2);
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_whose_every_outcome_was_lost_asks_for_nothing_again() {
    let shop = Shop::open().await;
    let id = agree(&shop.office, &orders(&shop, 4).await).await;
    // What is dropped in the middle of each line is what a program leaves behind that dies there.
    for round in 1..=4 {
        let gate = Arc::new(Gate::default());
        shop.wire.once(REFUND, Fault::Hold(Arc::clone(&gate)));
        let office = shop.place.door(Actor::till(), QUICK).await;
        let cancel = Cancel::default();
        {
            let mut going = std::pin::pin!(office.run_batch(id, &cancel, |_| {}));
            tokio::select! {
                _ = &mut going => panic!("it went past the refund that is held"),
                () = gate.came() => {}
            }
        }
        assert_eq!(shop.refunds_sent(), round);
        gate.open();
    }
    let report = run(&shop.office, id).await;
    assert!(matches!(report.stop, BatchStop::Finished));
    assert_eq!((report.lines, report.left, shop.refunds_sent()), (4, 0, 4));
    let lines = shop.office.batch_lines(id, 0, 10).await.unwrap();
    for line in lines {
        assert_eq!(shop.payment(line.line.payment).await.refunds.len(), 1);
    }
}
