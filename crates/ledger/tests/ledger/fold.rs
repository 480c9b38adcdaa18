//! The fold: total, deterministic, and never backwards.

use ledger::{Body, Entry, Flag, Money, Observation, Payment, PaymentStatus, Subject};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::{
    any_history, history, ngn, noon, observation, observed, opened, order, ordered, seen, told,
};

/// The states after each entry.
fn states(entries: &[Entry]) -> Vec<Payment> {
    let folded = entries.iter().scan(None, |state: &mut Option<Payment>, entry| {
        *state = Payment::apply(state.take(), entry);
        Some(state.clone())
    });
    folded.flatten().collect()
}

fn fold(bodies: impl IntoIterator<Item = Body>) -> Payment {
    Payment::fold(&told(bodies)).unwrap()
}

fn after(observations: impl IntoIterator<Item = Observation>) -> Payment {
    fold(ordered(ngn(1_000)).into_iter().chain(observations.into_iter().map(observed)))
}

/// Without what every entry changes.
fn substance(payment: &Payment) -> Payment {
    Payment { version: 0, updated_at: noon(), ..payment.clone() }
}

fn renewal(key: &str) -> Body {
    Body::LinkRenewalRequested { candidates: Vec::new(), idempotency_key: key.to_owned() }
}

fn refused(key: &str) -> Body {
    Body::LinkFailed { idempotency_key: key.to_owned(), message: "no".to_owned() }
}

fn lost(key: &str) -> Body {
    Body::LinkLost { idempotency_key: key.to_owned(), message: "no answer".to_owned() }
}

/// What the gateway says of the link of that reference.
fn of(reference: &str, status: PaymentStatus) -> Body {
    let gateway_reference = Some(reference.to_owned());
    observed(Observation { gateway_reference, ..seen(status) })
}

proptest! {
    #[test]
    fn any_entries_in_any_order_fold_and_fold_the_same_twice(
        entries in any_history().prop_shuffle(),
    ) {
        prop_assert_eq!(Payment::fold(&entries), Payment::fold(&entries));
        prop_assert_eq!(states(&entries).pop(), Payment::fold(&entries));
    }

    #[test]
    fn a_fold_can_be_taken_up_where_it_was_left(entries in history(), cut: Index) {
        let (before, rest) = entries.split_at(cut.index(entries.len()));
        let taken_up = rest.iter().fold(Payment::fold(before), Payment::apply);
        prop_assert_eq!(taken_up, Payment::fold(&entries));
    }

    #[test]
    fn entries_of_other_subjects_change_nothing(entries in history(), other in history()) {
        let stranger = ledger::PaymentId(uuid::Uuid::from_u128(99));
        let strange = other.into_iter().map(|entry| Entry { subject: Subject::Payment(stranger), ..entry });
        let known = Payment::fold(&entries);
        let mixed: Vec<_> = entries.into_iter().chain(strange).collect();
        prop_assert_eq!(Payment::fold(&mixed), known);
    }

    #[test]
    fn only_a_new_link_moves_a_payment_back_or_the_withdrawal_of_what_only_an_import_tells_of(
        entries in history(),
    ) {
        let states = states(&entries);
        for (pair, entry) in states.windows(2).zip(entries.iter().skip(1)) {
            let [before, after] = pair else { continue };
            let is_back = after.status.rank() < before.status.rank();
            let new_link = match entry.body {
                Body::LinkRequested { .. } | Body::LinkRenewalRequested { .. } => {
                    after.links.len() > before.links.len() && after.status == PaymentStatus::Unknown
                }
                Body::LinkOpened { .. } => after.status == PaymentStatus::Pending,
                _ => false,
            };
            let withdrawn = match entry.body {
                Body::PaymentWithdrawn { import, .. } => before.only_import() == Some(import),
                _ => false,
            };
            prop_assert!(!is_back || new_link || withdrawn);
            prop_assert!(!withdrawn || after.status == PaymentStatus::Cancelled);
            prop_assert!(withdrawn || after.status.is_captured() || !before.status.is_captured());
        }
    }

    #[test]
    fn an_answer_changes_no_link_but_its_own(entries in history()) {
        let states = states(&entries);
        for (pair, entry) in states.windows(2).zip(entries.iter().skip(1)) {
            let [before, after] = pair else { continue };
            let (Body::LinkOpened { idempotency_key, .. }
            | Body::LinkFailed { idempotency_key, .. }
            | Body::LinkLost { idempotency_key, .. }) = &entry.body
            else { continue };
            for (old, new) in before.links.iter().zip(&after.links) {
                prop_assert!(old == new || new.idempotency_key == *idempotency_key);
            }
        }
    }

    #[test]
    fn only_an_imports_refunds_are_forgotten_and_only_a_persons_word_gives_way(
        entries in history(),
    ) {
        let states = states(&entries);
        for (pair, entry) in states.windows(2).zip(&entries[1..]) {
            let [before, after] = pair else { continue };
            for old in &before.refunds {
                let Some(new) = after.refund(old.id) else {
                    let is_gone = match entry.body {
                        Body::PaymentWithdrawn { import, .. } => before.only_import() == Some(import),
                        Body::RefundWithdrawn { import, .. } => old.only_import() == Some(import),
                        _ => after.joined.contains_key(&old.id),
                    };
                    prop_assert!(is_gone);
                    continue;
                };
                prop_assert_eq!(old.asked, new.asked);
                let is_joined = matches!(entry.body, Body::RefundJoined { .. });
                let is_confirmed = matches!(entry.body, Body::RefundMatchConfirmed { .. });
                let gives_way = is_joined || is_confirmed || old.by_hand;
                prop_assert!(gives_way || new.status.rank() >= old.status.rank());
                prop_assert!(is_joined || new.method == old.method);
            }
        }
    }

    #[test]
    fn captured_money_is_known_exactly_when_the_status_says_so(entries in history()) {
        for state in states(&entries) {
            prop_assert_eq!(state.captured.is_some(), state.status.is_captured());
        }
    }

    #[test]
    fn an_observation_is_news_exactly_when_it_changes_the_state(
        entries in history(), observation in observation(),
    ) {
        let before = Payment::fold(&entries).unwrap();
        let is_news = before.is_news(&observation);
        let mut last = entries.last().unwrap().clone();
        last.version += 1;
        last.body = observed(observation.clone());
        let after = Payment::apply(Some(before.clone()), &last).unwrap();
        prop_assert_eq!(is_news, substance(&after) != substance(&before));
        prop_assert!(!after.is_news(&observation), "the same news is news only once");
    }

    #[test]
    fn a_refunds_news_is_news_exactly_when_it_changes_the_refund(
        entries in history(), bodies in any_history(),
    ) {
        let mut state = Payment::fold(&entries);
        for entry in bodies {
            let before = state.clone().unwrap();
            state = Payment::apply(state, &entry);
            let after = state.as_ref().unwrap();
            let Body::RefundObserved { refund, status, gateway_status, gateway_refund_id, .. } = &entry.body
            else { continue };
            let (word, id) = (gateway_status.as_deref(), gateway_refund_id.as_deref());
            let known = |payment: &Payment| payment.refund(*refund).map(|refund| {
                (
                    (refund.status, refund.at_gateway),
                    refund.gateway_status.clone(),
                    refund.gateway_refund_id.clone(),
                )
            });
            let is_news = before.is_refund_news(*refund, *status, word, id);
            prop_assert_eq!(is_news, known(&before) != known(after));
            prop_assert!(!after.is_refund_news(*refund, *status, word, id));
        }
    }

    #[test]
    fn the_version_is_that_of_the_last_entry(entries in history()) {
        let version = entries.last().map(|entry| entry.version);
        prop_assert_eq!(Payment::fold(&entries).map(|payment| payment.version), version);
    }
}

#[test]
fn entries_that_open_nothing_are_no_payment() {
    assert_eq!(Payment::fold(&told([observed(seen(PaymentStatus::Paid))])), None);
    assert_eq!(Payment::fold([]), None);
}

#[test]
fn a_new_order_is_unknown_until_its_link_is_there() {
    let mut bodies = ordered(ngn(1_000));
    let opened = bodies.pop().unwrap();
    assert_eq!(fold(bodies.clone()).status, PaymentStatus::Unknown);
    let lost = lost("key-1");
    assert_eq!(fold(bodies.clone().into_iter().chain([lost])).status, PaymentStatus::Unknown);
    assert_eq!(fold(bodies.into_iter().chain([opened])).status, PaymentStatus::Pending);
}

#[test]
fn a_refused_link_fails_the_order_and_may_be_ordered_anew_with_another_amount() {
    let request = |amount: Money, key: &str| Body::LinkRequested {
        order: order(amount),
        candidates: Vec::new(),
        idempotency_key: key.to_owned(),
    };
    let refused = refused("key-1");
    let failed = fold([request(ngn(1_000), "key-1"), refused.clone()]);
    assert_eq!(failed.status, PaymentStatus::Failed);
    assert!(failed.never_offered());
    let again = fold([
        request(ngn(1_000), "key-1"),
        refused,
        request(ngn(500), "key-2"),
        opened("key-2", "r"),
    ]);
    assert_eq!((again.status, again.expected), (PaymentStatus::Pending, ngn(500)));
    assert!(!again.never_offered());
}

#[test]
fn a_paid_payment_stays_paid_whatever_comes_late() {
    for late in [
        PaymentStatus::Pending,
        PaymentStatus::Unknown,
        PaymentStatus::Failed,
        PaymentStatus::Expired,
    ] {
        let payment = after([seen(PaymentStatus::Paid), seen(late)]);
        assert_eq!(payment.status, PaymentStatus::Paid, "{late}");
        assert_eq!(payment.gateway_status.as_deref(), Some("paid"));
    }
}

#[test]
fn money_that_comes_after_expiry_is_booked_and_flagged_late() {
    for closed in [PaymentStatus::Expired, PaymentStatus::Cancelled] {
        let payment = after([seen(closed), seen(PaymentStatus::Paid)]);
        assert_eq!(payment.captured, Some(ngn(1_000)));
        assert!(payment.flags.contains(&Flag::Late), "{closed}");
        let settled =
            after([seen(closed), seen(PaymentStatus::Paid), seen(PaymentStatus::Settled)]);
        assert!(settled.flags.contains(&Flag::Late), "late is not forgotten");
    }
    assert!(!after([seen(PaymentStatus::Paid)]).flags.contains(&Flag::Late));
}

#[test]
fn another_amount_and_another_currency_are_booked_and_flagged() {
    let paid = |amount| Observation { amount: Some(amount), ..seen(PaymentStatus::Paid) };
    let less = after([paid(ngn(999))]);
    assert_eq!(less.captured, Some(ngn(999)));
    assert_eq!(Vec::from_iter(less.flags), [Flag::AmountMismatch]);
    let dollars = after([paid(Money::from_minor(1_000, ledger::Currency::USD))]);
    assert_eq!(Vec::from_iter(dollars.flags), [Flag::CurrencyMismatch]);
    let corrected = after([paid(ngn(999)), paid(ngn(1_000))]);
    assert!(corrected.flags.is_empty());
}

#[test]
fn a_renewed_link_makes_an_expired_order_payable_and_the_old_links_end_is_no_news() {
    let expired = of("ref-1", PaymentStatus::Expired);
    let mut bodies = ordered(ngn(1_000));
    bodies.extend([expired.clone(), renewal("key-2"), opened("key-2", "ref-2"), expired]);
    let renewed = fold(bodies.clone());
    assert_eq!((renewed.status, renewed.links.len()), (PaymentStatus::Pending, 2));
    bodies.push(of("ref-1", PaymentStatus::Paid));
    assert_eq!(fold(bodies).status, PaymentStatus::Paid, "money by the old link counts");
}

#[test]
fn of_two_links_under_way_each_gets_its_own_answer() {
    for [first, second] in [["key-2", "key-3"], ["key-3", "key-2"]] {
        let mut bodies = ordered(ngn(1_000));
        bodies.extend([of("ref-1", PaymentStatus::Expired), renewal("key-2"), renewal("key-3")]);
        bodies.extend([opened(first, "ref-2"), refused(second)]);
        let payment = fold(bodies);
        let made = payment.links.iter().find(|link| link.idempotency_key == first).unwrap();
        assert_eq!(made.gateway_reference.as_deref(), Some("ref-2"));
        assert!(made.url.is_some() && !made.failed, "a link that can be paid by was forgotten");
        let other = payment.links.iter().find(|link| link.idempotency_key == second).unwrap();
        assert!(other.failed && other.url.is_none());
        assert!(payment.status.is_open(), "{}", payment.status);
    }
}

#[test]
fn a_lost_renewal_makes_an_expired_order_unknown_and_its_money_is_not_late() {
    let mut bodies = ordered(ngn(1_000));
    let expired = of("ref-1", PaymentStatus::Expired);
    bodies.extend([expired.clone(), renewal("key-2"), lost("key-2")]);
    assert_eq!(fold(bodies.clone()).status, PaymentStatus::Unknown);
    bodies.push(expired);
    assert_eq!(fold(bodies.clone()).status, PaymentStatus::Unknown, "the old link is over already");
    bodies.push(of("ref-2", PaymentStatus::Paid));
    let paid = fold(bodies);
    assert_eq!((paid.status, paid.flags.len()), (PaymentStatus::Paid, 0));
}

#[test]
fn a_refused_renewal_leaves_an_expired_order_expired() {
    let mut bodies = ordered(ngn(1_000));
    bodies.extend([of("ref-1", PaymentStatus::Expired), renewal("key-2"), refused("key-2")]);
    assert_eq!(fold(bodies).status, PaymentStatus::Expired);
}

#[test]
fn a_lost_link_after_a_refused_one_makes_the_order_unknown() {
    let request = |key: &str| Body::LinkRequested {
        order: order(ngn(1_000)),
        candidates: Vec::new(),
        idempotency_key: key.to_owned(),
    };
    let again = [request("key-1"), refused("key-1"), request("key-2")];
    assert_eq!(fold(again.clone()).status, PaymentStatus::Unknown);
    let lost = fold(again.clone().into_iter().chain([lost("key-2")]));
    assert_eq!(lost.status, PaymentStatus::Unknown);
    assert!(!lost.never_offered());
    let refused = fold(again.into_iter().chain([refused("key-2")]));
    assert_eq!(refused.status, PaymentStatus::Failed);
    assert!(refused.never_offered());
}

#[test]
fn a_payment_found_at_the_gateway_is_unordered() {
    let found = Body::PaymentFound {
        account: ledger::AccountId(uuid::Uuid::from_u128(2)),
        gateway: ledger::GatewayKind::Novac,
        mode: ledger::Mode::Live,
        reference: "ref-9".parse().unwrap(),
        amount: ngn(700),
        customer: None,
        import: None,
    };
    let payment = fold([found, observed(seen(PaymentStatus::Paid))]);
    assert_eq!(payment.captured, Some(ngn(700)));
    assert_eq!(Vec::from_iter(payment.flags), [Flag::Unordered]);
}
