//! What payouts move.

use std::collections::BTreeMap;

use ledger::{
    AccountId, Body, Currency, Entry, GatewayKind, ImportId, LedgerAccount, Mode, Money, Movement,
    MovementKind, Payout, PayoutId, PayoutKind, PayoutObservation, PayoutOrder, PayoutStatus,
    Position, Source, Subject, movements,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use crate::support::{entries, money, ngn, told};

const PAYOUT: PayoutId = PayoutId(Uuid::from_u128(7));

fn order(kind: PayoutKind, amount: Money) -> PayoutOrder {
    PayoutOrder {
        account: AccountId(Uuid::from_u128(2)),
        gateway: GatewayKind::Novac,
        mode: Mode::Test,
        kind,
        reference: "OUT-1".parse().unwrap(),
        amount,
        to: "Access Bank ••7890".to_owned(),
        beneficiary: None,
        details: BTreeMap::new(),
        reason: "stock".to_owned(),
        part: None,
    }
}

fn observed(status: PayoutStatus, fee: Option<Money>) -> Body {
    Body::PayoutObserved(PayoutObservation {
        fee,
        ..PayoutObservation::new(Source::Lookup, status)
    })
}

fn body() -> impl Strategy<Value = Body> {
    let kinds = || select(PayoutKind::ALL);
    let requested = (kinds(), money()).prop_map(|(kind, amount)| Body::PayoutRequested {
        order: order(kind, amount),
        idempotency_key: "key".to_owned(),
    });
    let found = (kinds(), money())
        .prop_map(|(kind, amount)| Body::PayoutFound { order: order(kind, amount), import: None });
    let news = (select(Source::ALL), select(PayoutStatus::ALL), option::of(money()));
    let observed = news.prop_map(|(source, status, fee)| {
        let mut body = observed(status, fee);
        if let Body::PayoutObserved(news) = &mut body {
            news.source = source;
        }
        body
    });
    prop_oneof![1 => requested, 1 => found, 1 => Just(Body::PayoutSubmitted), 6 => observed]
}

fn of_payout(entries: Vec<Entry>) -> Vec<Entry> {
    entries.into_iter().map(|entry| Entry { subject: Subject::Payout(PAYOUT), ..entry }).collect()
}

/// Entries in any order, whether or not they make sense where they stand.
fn history() -> impl Strategy<Value = Vec<Entry>> {
    vec((body(), -1_000..1_000_i64), 0..20).prop_map(|bodies| of_payout(entries(bodies)))
}

fn position(entries: &[Entry]) -> Position {
    Payout::fold(entries).map_or_else(Position::new, |payout| payout.position())
}

/// The movements of each entry, in order.
fn moved(entries: &[Entry]) -> Vec<Movement> {
    let cuts = 0..entries.len();
    cuts.flat_map(|cut| movements(&position(&entries[..cut]), &position(&entries[..=cut])))
        .collect()
}

fn kinds(bodies: Vec<Body>) -> Vec<(MovementKind, LedgerAccount, i64)> {
    let movements = moved(&of_payout(told(bodies)));
    movements.iter().map(|moved| (moved.kind, moved.funds, moved.money.minor())).collect()
}

fn sent(kind: PayoutKind, statuses: &[PayoutStatus]) -> Vec<Body> {
    let requested =
        Body::PayoutRequested { order: order(kind, ngn(1_000)), idempotency_key: "key".to_owned() };
    let fee = Some(ngn(25));
    let news = statuses.iter().map(|status| observed(*status, fee));
    std::iter::once(requested).chain(news).collect()
}

proptest! {
    #[test]
    fn what_entries_move_adds_up_to_what_the_payout_has_moved_and_each_sums_to_zero(
        entries in history(),
    ) {
        let mut total = Position::new();
        for movement in moved(&entries) {
            let [debit, credit] = movement.postings();
            let zero = Money::zero(movement.money.currency());
            prop_assert_eq!(debit.money.checked_add(credit.money), Ok(zero));
            prop_assert_ne!(debit.account, credit.account);
            let key = (movement.kind, movement.refund, movement.funds, movement.money.currency());
            *total.entry(key).or_default() += movement.money.minor();
        }
        total.retain(|_, minor| *minor != 0);
        prop_assert_eq!(total, position(&entries));
    }

    #[test]
    fn only_a_payout_that_has_arrived_has_moved_anything(entries in history()) {
        let payout = Payout::fold(&entries);
        let arrived = payout.is_some_and(|payout| payout.status == PayoutStatus::Processed);
        prop_assert!(arrived || position(&entries).is_empty());
    }
}

#[test]
fn money_that_arrives_leaves_the_gateway_with_its_fee() {
    use PayoutStatus::{Pending, Processed, Submitted};
    let clearing = LedgerAccount::Clearing;
    for kind in PayoutKind::ALL {
        let why = match kind {
            PayoutKind::Settlement => MovementKind::Payout,
            _ => MovementKind::Transfer,
        };
        let moved = kinds(sent(*kind, &[Submitted, Pending, Processed]));
        let expected = [(MovementKind::Fee, clearing, -25), (why, clearing, -1_000)];
        assert_eq!(moved, expected, "{kind}");
    }
}

#[test]
fn a_payout_goes_to_the_bank_and_a_transfer_to_others() {
    let movement = |kind| Movement {
        kind,
        refund: None,
        funds: LedgerAccount::Clearing,
        money: Money::from_minor(-1_000, Currency::NGN),
    };
    let other_leg = |kind| movement(kind).postings()[1];
    let payout = other_leg(MovementKind::Payout);
    assert_eq!((payout.account, payout.money), (LedgerAccount::Bank, ngn(1_000)));
    let transfer = other_leg(MovementKind::Transfer);
    assert_eq!((transfer.account, transfer.money), (LedgerAccount::Transfers, ngn(1_000)));
}

#[test]
fn a_payout_that_fails_after_it_arrived_books_itself_back_and_forth() {
    use PayoutStatus::{Failed, Processed};
    let moved = kinds(sent(PayoutKind::Settlement, &[Processed, Failed, Processed]));
    let clearing = LedgerAccount::Clearing;
    let pair = |sign: i64| {
        [(MovementKind::Fee, clearing, 25 * sign), (MovementKind::Payout, clearing, 1_000 * sign)]
    };
    assert_eq!(moved, [pair(-1), pair(1), pair(-1)].concat());
}

#[test]
fn a_fee_that_is_told_later_moves_by_itself() {
    let mut bodies = sent(PayoutKind::Bank, &[]);
    bodies.push(observed(PayoutStatus::Processed, None));
    bodies.push(observed(PayoutStatus::Processed, Some(ngn(30))));
    let clearing = LedgerAccount::Clearing;
    let expected = [(MovementKind::Transfer, clearing, -1_000), (MovementKind::Fee, clearing, -30)];
    assert_eq!(kinds(bodies), expected);
}

#[test]
fn a_payout_that_a_file_brought_is_the_files_until_a_gateway_tells_of_it() {
    use PayoutStatus::{Failed, Processed};
    let file = |number| ImportId(Uuid::from_u128(number));
    let found = |number| Body::PayoutFound {
        order: order(PayoutKind::Settlement, ngn(1_000)),
        import: Some(file(number)),
    };
    let told_by = |source, status| {
        let mut body = observed(status, None);
        if let Body::PayoutObserved(news) = &mut body {
            news.source = source;
        }
        body
    };
    let brought = [found(1), told_by(Source::Import, Processed)];
    let after = |more: &[Body]| {
        let bodies: Vec<_> = brought.iter().chain(more).cloned().collect();
        Payout::fold(&of_payout(told(bodies))).unwrap()
    };
    assert_eq!(after(&[]).import, Some(file(1)));
    let withdrawn = told_by(Source::Hand, Failed);
    let payout = after(std::slice::from_ref(&withdrawn));
    assert_eq!((payout.import, payout.status), (Some(file(1)), Failed));
    let payout = after(&[withdrawn, found(2), told_by(Source::Import, Processed)]);
    assert_eq!((payout.import, payout.status), (Some(file(2)), Processed));
    let payout = after(&[told_by(Source::Lookup, Processed), found(3)]);
    assert_eq!(payout.import, None, "it is true by itself, whatever files say");
}

#[test]
fn a_fee_that_comes_later_is_booked_and_withdrawn_by_itself() {
    let import = |number| ImportId(Uuid::from_u128(number));
    let fee = |number| Body::PayoutFeeFound { fee: ngn(18), import: import(number) };
    let gone = |number| Body::PayoutWithdrawn {
        import: import(number),
        reason: "the wrong file".to_owned(),
        by: "Ada".parse().unwrap(),
        on_own_days: true,
    };
    let brought = Body::PayoutFound {
        order: order(PayoutKind::Settlement, ngn(500)),
        import: Some(import(1)),
    };
    let mut arrived = observed(PayoutStatus::Processed, None);
    if let Body::PayoutObserved(news) = &mut arrived {
        news.source = Source::Import;
    }
    let whole = [brought, arrived.clone(), fee(2)];
    let fold = |more: Vec<Body>| {
        Payout::fold(&of_payout(told(whole.iter().cloned().chain(more)))).unwrap()
    };
    assert_eq!(fold(vec![fee(3)]).fee, Some(ngn(18)), "one that is known is not known twice");
    let without = fold(vec![gone(2)]);
    assert_eq!((without.status, without.fee), (PayoutStatus::Processed, None));
    assert_eq!(fold(vec![gone(3)]).fee, Some(ngn(18)), "the third import brought nothing");
    let withdrawn = fold(vec![gone(1)]);
    assert_eq!((withdrawn.status, withdrawn.withdrawn), (PayoutStatus::Failed, true));
    assert!(withdrawn.position().is_empty());
    let mut by_gateway = observed(PayoutStatus::Processed, Some(ngn(20)));
    assert_eq!(fold(vec![by_gateway.clone(), gone(2)]).fee, Some(ngn(20)), "the gateway said so");
    assert_eq!(fold(vec![gone(1), by_gateway.clone()]).status, PayoutStatus::Processed);
    if let Body::PayoutObserved(news) = &mut by_gateway {
        news.source = Source::Import;
    }
    let again = fold(vec![gone(1), by_gateway]);
    assert_eq!((again.withdrawn, again.fee), (false, Some(ngn(20))));
}
