//! What imports bring of payments, and taking it back.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{
    Body, Booked, Concern, DayBook, Entry, Flag, ImportId, LedgerAccount, MovementKind,
    Observation, Payment, PaymentStatus, PersonId, PersonRef, Position, RefundMethod, RefundStatus,
    Source, movements,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::{
    ada, history, import_id, ngn, observed, payment_found, refund_id, seen, told,
};

fn fold(bodies: &[Body]) -> Payment {
    Payment::fold(&told(bodies.iter().cloned())).unwrap()
}

fn from_file(status: PaymentStatus) -> Body {
    let fee = Some(ngn(15));
    observed(Observation { source: Source::Import, fee, ..seen(status) })
}

fn looked_up(status: PaymentStatus) -> Body {
    observed(seen(status))
}

/// A payment that an import brought as paid.
fn imported() -> Vec<Body> {
    vec![payment_found(ngn(1_000), Some(import_id(1))), from_file(PaymentStatus::Paid)]
}

fn withdrawn(import: ImportId) -> Body {
    Body::PaymentWithdrawn {
        import,
        reason: "the wrong file".to_owned(),
        by: ada(),
        on_own_days: false,
    }
}

/// The same of what nobody was handed yet.
fn withdrawn_unseen(import: ImportId) -> Body {
    let mut body = withdrawn(import);
    if let Body::PaymentWithdrawn { on_own_days, .. } = &mut body {
        *on_own_days = true;
    }
    body
}

fn refund_from_file(number: u8, import: Option<ImportId>) -> Body {
    Body::RefundFound {
        refund: refund_id(number),
        amount: ngn(300),
        status: RefundStatus::Processed,
        gateway_status: "done".to_owned(),
        gateway_refund_id: format!("RF-{number}"),
        reason: "from the list".to_owned(),
        import,
    }
}

fn refund_withdrawn(number: u8, import: ImportId) -> Body {
    Body::RefundWithdrawn {
        refund: refund_id(number),
        import,
        reason: "the wrong list".to_owned(),
        by: ada(),
        on_own_days: false,
    }
}

fn refund_observed(number: u8, source: Source) -> Body {
    Body::RefundObserved {
        refund: refund_id(number),
        source,
        status: RefundStatus::Processed,
        gateway_status: Some("paid back".to_owned()),
        gateway_refund_id: None,
        message: None,
        amount: None,
    }
}

fn with(more: impl IntoIterator<Item = Body>) -> Vec<Body> {
    imported().into_iter().chain(more).collect()
}

fn position(entries: &[Entry]) -> Position {
    Payment::fold(entries).map_or_else(Position::new, |payment| payment.position())
}

proptest! {
    #[test]
    fn what_is_withdrawn_has_moved_nothing_and_whatever_else_tells_of_it_stays(
        entries in history(), number in 1..3_u8,
    ) {
        let before = Payment::fold(&entries).unwrap();
        let mut last = entries.last().unwrap().clone();
        last.version += 1;
        last.body = withdrawn(import_id(number));
        let after = Payment::apply(Some(before.clone()), &last).unwrap();
        if before.only_import() == Some(import_id(number)) {
            prop_assert_eq!(after.status, PaymentStatus::Cancelled);
            prop_assert!(after.position().is_empty());
            prop_assert!(after.refunds.is_empty() && after.refundable().is_zero());
        } else {
            let same = Payment { version: before.version, updated_at: before.updated_at, ..after };
            prop_assert_eq!(same, before);
        }
    }

    #[test]
    fn only_what_an_import_brought_and_nobody_else_told_of_is_an_imports_alone(
        entries in history(),
    ) {
        let payment = Payment::fold(&entries).unwrap();
        let told_elsewhere = entries.iter().any(|entry| match &entry.body {
            Body::PaymentObserved { observation, .. } => {
                observation.status.is_captured() && observation.source != Source::Import
            }
            _ => false,
        });
        let is_imports = payment.only_import().is_some();
        prop_assert!(!is_imports || (payment.imported.is_some() && payment.links.is_empty()));
        prop_assert!(!is_imports || payment.refunds.iter().all(|refund| refund.import.is_some()));
        // Without links no news is about an old one.
        prop_assert!(!(is_imports && told_elsewhere));
    }
}

#[test]
fn an_imported_payment_is_booked_and_nobody_is_asked_about_it() {
    let payment = fold(&imported());
    assert_eq!((payment.captured, payment.fee), (Some(ngn(1_000)), Some(ngn(15))));
    assert_eq!(payment.only_import(), Some(import_id(1)));
    assert!(payment.flags.is_empty());
    assert_eq!(payment.concerns(), []);
    let found = fold(&[payment_found(ngn(1_000), None), looked_up(PaymentStatus::Paid)]);
    assert_eq!(found.concerns(), [Concern::Flag(Flag::Unordered)], "nobody brought that one");
}

#[test]
fn a_withdrawn_payment_books_itself_back_with_its_refunds() {
    let bodies = with([refund_from_file(1, Some(import_id(2))), withdrawn(import_id(1))]);
    let entries = told(bodies.clone());
    let payment = Payment::fold(&entries).unwrap();
    assert_eq!(
        (payment.status, payment.captured, payment.fee),
        (PaymentStatus::Cancelled, None, None)
    );
    assert!(payment.withdrawn && payment.refunds.is_empty());
    let last = movements(&position(&entries[..3]), &position(&entries));
    let booked: Vec<_> =
        last.iter().map(|moved| (moved.kind, moved.funds, moved.money.minor())).collect();
    let clearing = LedgerAccount::Clearing;
    let back = [
        (MovementKind::Sale, clearing, -1_000),
        (MovementKind::Fee, clearing, 15),
        (MovementKind::Refund, clearing, 300),
    ];
    assert_eq!(booked, back);
}

#[test]
fn what_was_withdrawn_comes_back_whoever_tells_of_it_and_is_not_late() {
    for news in [from_file(PaymentStatus::Paid), looked_up(PaymentStatus::Settled)] {
        let payment = fold(&with([withdrawn(import_id(1)), news]));
        assert_eq!(payment.captured, Some(ngn(1_000)));
        assert!(payment.flags.is_empty() && !payment.withdrawn);
    }
    let left = fold(&with([
        withdrawn(import_id(1)),
        looked_up(PaymentStatus::Cancelled),
        looked_up(PaymentStatus::Paid),
    ]));
    assert!(left.flags.contains(&Flag::Late), "the gateway says that the customer had left");
}

#[test]
fn another_import_may_bring_what_was_withdrawn_and_is_the_one_to_be_undone_then() {
    let again = [
        withdrawn(import_id(1)),
        payment_found(ngn(1_000), Some(import_id(2))),
        from_file(PaymentStatus::Paid),
    ];
    let mut bodies = with(again);
    assert_eq!(fold(&bodies).only_import(), Some(import_id(2)));
    bodies.push(withdrawn(import_id(1)));
    assert_eq!(fold(&bodies).captured, Some(ngn(1_000)), "the first has no say any more");
    bodies.push(withdrawn(import_id(2)));
    assert_eq!(fold(&bodies).captured, None);
}

#[test]
fn what_comes_again_is_what_the_new_file_says_of_it() {
    let person = PersonRef { id: PersonId(uuid::Uuid::from_u128(9)), digest: "d".to_owned() };
    let mut again = payment_found(ngn(700), Some(import_id(2)));
    if let Body::PaymentFound { reference, customer, .. } = &mut again {
        *reference = "ORDER-1".parse().unwrap();
        *customer = Some(person.clone());
    }
    let payment = fold(&with([withdrawn(import_id(1)), again.clone()]));
    assert_eq!((payment.reference.as_str(), payment.expected), ("ORDER-1", ngn(700)));
    assert_eq!((payment.customer, payment.gateway_reference), (Some(person), None));
    let live = fold(&with([again]));
    assert_eq!((live.reference.as_str(), live.customer), ("ref-1", None));
}

#[test]
fn what_was_handed_out_before_it_was_withdrawn_is_known_to_have_been_for_good() {
    let unseen = fold(&with([withdrawn_unseen(import_id(1))]));
    assert!(!unseen.handed_out && unseen.withdrawn);
    let seen = [
        withdrawn(import_id(1)),
        payment_found(ngn(1_000), Some(import_id(2))),
        from_file(PaymentStatus::Paid),
        withdrawn_unseen(import_id(2)),
    ];
    assert!(fold(&with(seen)).handed_out);

    let paid = vec![payment_found(ngn(1_000), None), looked_up(PaymentStatus::Paid)];
    let refunds = [1, 2].map(|number| refund_from_file(number, Some(import_id(1))));
    let gone = refund_withdrawn(1, import_id(1));
    let mut unseen = refund_withdrawn(2, import_id(1));
    if let Body::RefundWithdrawn { on_own_days, .. } = &mut unseen {
        *on_own_days = true;
    }
    let payment = fold(&[paid, refunds.to_vec(), vec![gone, unseen]].concat());
    assert_eq!(payment.refunds, []);
    assert_eq!(["RF-1", "RF-2"].map(|id| payment.had_handed_out(id)), [true, false]);
}

/// What entries booked, added up by what it was for and when it counts.
fn by_day(entries: &[Entry]) -> BTreeMap<(MovementKind, DateTime<Utc>), i64> {
    let (mut book, mut days) = (DayBook::default(), BTreeMap::new());
    for cut in 1..=entries.len() {
        for Booked { at, movement } in book.book(&entries[cut - 1], position(&entries[..cut])) {
            *days.entry((movement.kind, at)).or_default() += movement.money.minor();
        }
    }
    days.retain(|_, minor| *minor != 0);
    days
}

fn days_apart(bodies: &[Body]) -> Vec<Entry> {
    let entries = told(bodies.iter().cloned());
    let later = (0..).zip(entries).map(|(day, entry)| {
        let at = entry.at + TimeDelta::days(day);
        Entry { at, ..entry }
    });
    later.collect()
}

proptest! {
    #[test]
    fn days_that_nobody_was_handed_read_as_if_the_file_had_never_been_there(
        said in vec((select(PaymentStatus::ALL), 0..4_i64, option::of(0..4_i64), 0..4_u8), 1..6),
        handed_out: bool,
    ) {
        let mut bodies = vec![payment_found(ngn(1_000), Some(import_id(1)))];
        for (status, amount, fee, refund) in said {
            let (amount, fee) = (Some(ngn(amount * 500)), fee.map(ngn));
            let seen = Observation { source: Source::Import, amount, fee, ..seen(status) };
            bodies.push(observed(seen));
            bodies.push(refund_from_file(refund, Some(import_id(1))));
        }
        if handed_out {
            bodies.insert(3, withdrawn(import_id(1)));
            bodies.insert(4, payment_found(ngn(1_000), Some(import_id(1))));
        }
        let kept = if handed_out { by_day(&days_apart(&bodies[..4])) } else { BTreeMap::new() };
        bodies.push(withdrawn_unseen(import_id(1)));
        prop_assert_eq!(by_day(&days_apart(&bodies)), kept);
    }
}

#[test]
fn what_was_handed_out_stays_on_its_days_and_what_comes_again_is_taken_back_on_its_own() {
    let again = [
        withdrawn(import_id(1)),
        payment_found(ngn(1_000), Some(import_id(2))),
        from_file(PaymentStatus::Paid),
    ];
    let handed_out = days_apart(&with([again[0].clone()]));
    let kept = by_day(&handed_out);
    assert_eq!(kept.len(), 4, "a sale and a fee, and both back on another day");
    let undone = days_apart(&with(again.into_iter().chain([withdrawn_unseen(import_id(2))])));
    assert_eq!(by_day(&undone), kept);
}

#[test]
fn an_import_that_finds_a_payment_again_takes_it_from_nobody() {
    let again = payment_found(ngn(5), Some(import_id(2)));
    let payment = fold(&with([again.clone()]));
    assert_eq!((payment.imported, payment.expected), (Some(import_id(1)), ngn(1_000)));
    let found = fold(&[payment_found(ngn(700), None), again]);
    assert_eq!(found.imported, None);
}

#[test]
fn a_payment_that_a_gateway_confirms_cannot_be_withdrawn_and_stays_in_order() {
    let mut bodies = with([looked_up(PaymentStatus::Paid)]);
    assert_eq!(fold(&bodies).only_import(), None);
    bodies.push(withdrawn(import_id(1)));
    let payment = fold(&bodies);
    assert_eq!(payment.captured, Some(ngn(1_000)));
    assert!(payment.flags.is_empty(), "it was brought on purpose");
}

#[test]
fn a_gateways_word_confirms_even_where_it_brings_nothing_else() {
    let settled = with([from_file(PaymentStatus::Settled)]);
    let Body::PaymentObserved { observation, .. } = looked_up(PaymentStatus::Paid) else {
        panic!("an observation");
    };
    assert!(fold(&settled).is_news(&observation));
    let payment = fold(&[settled, vec![observed(observation.clone())]].concat());
    assert_eq!((payment.status, payment.only_import()), (PaymentStatus::Settled, None));
    assert!(!payment.is_news(&observation));
}

#[test]
fn a_payment_with_a_refund_from_here_cannot_be_withdrawn() {
    let by_hand = Body::RefundRecorded {
        refund: refund_id(1),
        amount: ngn(300),
        method: RefundMethod::Cash,
        reason: "returned".to_owned(),
        evidence: None,
        file: None,
        by: None,
        idempotency_key: "1".to_owned(),
        import: None,
    };
    let payment = fold(&with([by_hand, withdrawn(import_id(1))]));
    assert_eq!((payment.captured, payment.refunded()), (Some(ngn(1_000)), ngn(300)));
}

#[test]
fn an_order_from_here_is_never_withdrawn() {
    let mut bodies = crate::support::ordered(ngn(1_000));
    bodies.extend([from_file(PaymentStatus::Paid), withdrawn(import_id(1))]);
    assert_eq!(fold(&bodies).captured, Some(ngn(1_000)));
}

#[test]
fn an_imported_refund_is_withdrawn_by_itself_until_a_gateway_tells_of_it() {
    let paid = vec![payment_found(ngn(1_000), None), looked_up(PaymentStatus::Paid)];
    let one = refund_from_file(1, Some(import_id(1)));
    let gone = [paid.clone(), vec![one.clone(), refund_withdrawn(1, import_id(1))]].concat();
    assert_eq!(fold(&gone).refunds, []);
    let other_import =
        [paid.clone(), vec![one.clone(), refund_withdrawn(1, import_id(2))]].concat();
    assert_eq!(fold(&other_import).refunded(), ngn(300));
    let read_again = vec![one.clone(), refund_observed(1, Source::Import)];
    let read_again = [paid.clone(), read_again, vec![refund_withdrawn(1, import_id(1))]].concat();
    assert_eq!(fold(&read_again).refunds, []);
    let confirmed = vec![one, refund_observed(1, Source::Lookup)];
    let confirmed = [paid, confirmed, vec![refund_withdrawn(1, import_id(1))]].concat();
    assert_eq!(fold(&confirmed).refunded(), ngn(300));
}

#[test]
fn an_imported_refund_that_may_be_the_gateways_waits_for_a_person() {
    let matched = Body::RefundMatched {
        refund: refund_id(1),
        source: Source::Lookup,
        status: RefundStatus::Processed,
        gateway_status: "done".to_owned(),
        gateway_refund_id: "RF-9".to_owned(),
    };
    let mut bodies = with([refund_from_file(1, Some(import_id(1))), matched]);
    assert_eq!(fold(&bodies).only_import(), None);
    bodies.push(Body::RefundMatchConfirmed { refund: refund_id(1), by: ada() });
    assert_eq!(fold(&bodies).refunds[0].only_import(), None, "it is the gateway's");
    bodies.pop();
    bodies.push(Body::RefundSplit { refund: refund_id(1), found: refund_id(2), by: ada() });
    let payment = fold(&bodies);
    let of_files: Vec<_> = payment.refunds.iter().map(|refund| refund.only_import()).collect();
    assert_eq!(of_files, [Some(import_id(1)), None]);
}
