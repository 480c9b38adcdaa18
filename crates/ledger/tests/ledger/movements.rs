//! Movements and their double entry.

use std::collections::BTreeMap;

use ledger::{
    Body, Currency, Entry, LedgerAccount, Money, Movement, MovementKind, Observation, Payment,
    PaymentStatus, Position, RefundMethod, RefundStatus, Source, movements,
};
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::support::{history, ngn, observed, ordered, refund_id, seen, told};

fn position(entries: &[Entry]) -> Position {
    Payment::fold(entries).map_or_else(Position::new, |payment| payment.position())
}

/// The movements of each entry, in order.
fn moved(entries: &[Entry]) -> Vec<Movement> {
    let cuts = 0..entries.len();
    let moved =
        cuts.flat_map(|cut| movements(&position(&entries[..cut]), &position(&entries[..=cut])));
    moved.collect()
}

fn total(movements: &[Movement]) -> Position {
    let mut total = Position::new();
    for movement in movements {
        let key = (movement.kind, movement.refund, movement.funds, movement.money.currency());
        *total.entry(key).or_default() += movement.money.minor();
    }
    total.retain(|_, minor| *minor != 0);
    total
}

fn kinds(bodies: Vec<Body>) -> Vec<(MovementKind, LedgerAccount, i64)> {
    let movements = moved(&told(bodies));
    let told = movements.iter().map(|moved| (moved.kind, moved.funds, moved.money.minor()));
    told.collect()
}

fn paid_with_fee() -> Vec<Body> {
    let fee = Some(ngn(15));
    let mut bodies = ordered(ngn(1_000));
    bodies.push(observed(Observation { fee, ..seen(PaymentStatus::Paid) }));
    bodies
}

fn refund(number: u8, minor: i64) -> Body {
    Body::RefundRequested {
        refund: refund_id(number),
        amount: ngn(minor),
        full: false,
        reason: "returned".to_owned(),
        customer_note: None,
        merchant_note: None,
        idempotency_key: number.to_string(),
        batch: None,
        by: None,
    }
}

fn refund_is(number: u8, status: RefundStatus) -> Body {
    Body::RefundObserved {
        refund: refund_id(number),
        source: Source::Lookup,
        status,
        gateway_status: None,
        gateway_refund_id: None,
        message: None,
        amount: None,
    }
}

proptest! {
    #[test]
    fn postings_of_every_movement_sum_to_zero_per_currency(entries in history()) {
        let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
        for movement in moved(&entries) {
            let [debit, credit] = movement.postings();
            prop_assert_eq!(debit.money.checked_add(credit.money), Ok(Money::zero(movement.money.currency())));
            prop_assert_ne!(debit.account, credit.account);
            for posting in [debit, credit] {
                *sums.entry(posting.money.currency()).or_default() += posting.money.minor();
            }
        }
        prop_assert!(sums.values().all(|sum| *sum == 0));
    }

    #[test]
    fn the_movements_of_any_split_of_a_history_add_up_to_its_position(
        (entries, mut cuts) in history().prop_flat_map(|entries| {
            let places: Vec<usize> = (0..=entries.len()).collect();
            let most = places.len();
            (Just(entries), subsequence(places, 0..=most))
        }),
    ) {
        cuts.insert(0, 0);
        cuts.push(entries.len());
        let pieces: Vec<_> = cuts
            .windows(2)
            .flat_map(|cut| movements(&position(&entries[..cut[0]]), &position(&entries[..cut[1]])))
            .collect();
        prop_assert_eq!(total(&pieces), position(&entries));
        prop_assert_eq!(total(&moved(&entries)), position(&entries));
    }

    #[test]
    fn nothing_moves_where_nothing_changes_and_no_movement_is_zero(entries in history()) {
        let here = position(&entries);
        prop_assert_eq!(movements(&here, &here), []);
        prop_assert!(moved(&entries).iter().all(|movement| !movement.money.is_zero()));
    }

    #[test]
    fn going_back_undoes_every_movement(one in history(), other in history()) {
        let (here, there) = (position(&one), position(&other));
        let mut both = movements(&here, &there);
        both.extend(movements(&there, &here));
        prop_assert_eq!(total(&both), Position::new());
    }
}

#[test]
fn nothing_moves_before_money_is_captured() {
    let mut bodies = ordered(ngn(1_000));
    bodies.push(observed(seen(PaymentStatus::Failed)));
    assert_eq!(kinds(bodies), []);
}

#[test]
fn a_sale_and_its_fee_are_two_movements_and_settling_is_none() {
    let clearing = LedgerAccount::Clearing;
    let sale = [(MovementKind::Sale, clearing, 1_000), (MovementKind::Fee, clearing, -15)];
    assert_eq!(kinds(paid_with_fee()), sale);
    let mut settled = paid_with_fee();
    settled.push(observed(seen(PaymentStatus::Settled)));
    assert_eq!(kinds(settled), sale);
}

#[test]
fn a_refund_moves_when_it_is_processed_and_comes_back_when_it_fails_after_all() {
    let mut bodies = paid_with_fee();
    bodies.extend([
        refund(1, 300),
        refund_is(1, RefundStatus::Pending),
        refund_is(1, RefundStatus::Processed),
        refund_is(1, RefundStatus::Failed),
    ]);
    let refunds = kinds(bodies).split_off(2);
    let clearing = LedgerAccount::Clearing;
    let back_and_forth =
        [(MovementKind::Refund, clearing, -300), (MovementKind::Refund, clearing, 300)];
    assert_eq!(refunds, back_and_forth);
}

#[test]
fn a_refund_by_hand_leaves_the_funds_it_was_paid_from() {
    for (method, funds) in [
        (RefundMethod::Dashboard, LedgerAccount::Clearing),
        (RefundMethod::Cash, LedgerAccount::Cash),
        (RefundMethod::Bank, LedgerAccount::Bank),
        (RefundMethod::Other, LedgerAccount::OtherFunds),
    ] {
        let mut bodies = paid_with_fee();
        bodies.push(Body::RefundRecorded {
            refund: refund_id(1),
            amount: ngn(300),
            method,
            reason: "returned".to_owned(),
            evidence: None,
            idempotency_key: "1".to_owned(),
            by: None,
            file: None,
            import: None,
        });
        assert_eq!(kinds(bodies)[2..], [(MovementKind::Refund, funds, -300)], "{method}");
    }
}

#[test]
fn a_reversal_takes_back_what_refunds_have_not() {
    let mut bodies = paid_with_fee();
    bodies.extend([
        refund(1, 300),
        refund_is(1, RefundStatus::Processed),
        observed(seen(PaymentStatus::Reversed)),
    ]);
    let clearing = LedgerAccount::Clearing;
    assert_eq!(kinds(bodies)[3..], [(MovementKind::Reversal, clearing, -700)]);
}

#[test]
fn a_corrected_amount_moves_only_the_difference() {
    let corrected = Observation { amount: Some(ngn(1_200)), ..seen(PaymentStatus::Paid) };
    let mut bodies = paid_with_fee();
    bodies.push(observed(corrected));
    let clearing = LedgerAccount::Clearing;
    assert_eq!(kinds(bodies)[2..], [(MovementKind::Sale, clearing, 200)]);
}
