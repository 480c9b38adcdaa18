//! The one rule of what may be paid back, driven as a merchant and a gateway would.

use ledger::{
    Body, Currency, Money, Observation, Payment, PaymentStatus, RefundMethod, RefundRefusal,
    RefundStatus, Source,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::{history, ngn, observed, ordered, refund_id, seen, told};

/// What happens to a payment of 10.00 NGN.
#[derive(Debug, Clone)]
enum Step {
    /// Somebody asks for a refund of this much.
    Ask(i64),
    /// News of one of the refunds.
    News(prop::sample::Index, RefundStatus),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let ask = prop_oneof![1..1_200_i64, Just(1_000), Just(1)].prop_map(Step::Ask);
    let news = (any::<prop::sample::Index>(), select(RefundStatus::ALL));
    vec(prop_oneof![ask, news.prop_map(|(which, status)| Step::News(which, status))], 0..40)
}

fn requested(number: u8, amount: Money) -> Body {
    Body::RefundRequested {
        refund: refund_id(number),
        amount,
        full: false,
        reason: "returned".to_owned(),
        customer_note: None,
        merchant_note: None,
        idempotency_key: number.to_string(),
        batch: None,
        by: None,
    }
}

fn news(number: u8, status: RefundStatus) -> Body {
    Body::RefundObserved {
        refund: refund_id(number),
        source: Source::Lookup,
        status,
        gateway_status: Some(status.to_string()),
        gateway_refund_id: None,
        message: None,
        amount: None,
    }
}

fn recorded(number: u8, amount: Money) -> Body {
    Body::RefundRecorded {
        refund: refund_id(number),
        amount,
        method: RefundMethod::Cash,
        reason: "returned".to_owned(),
        evidence: None,
        idempotency_key: number.to_string(),
        by: None,
        file: None,
        import: None,
    }
}

fn fold(bodies: &[Body]) -> Payment {
    Payment::fold(&told(bodies.iter().cloned())).unwrap()
}

fn paid(more: impl IntoIterator<Item = Body>) -> Payment {
    let mut bodies = ordered(ngn(1_000));
    bodies.push(observed(seen(PaymentStatus::Paid)));
    bodies.extend(more);
    fold(&bodies)
}

fn held(payment: &Payment) -> i64 {
    payment.held_by_refunds(RefundStatus::holds_amount)
}

/// Takes the steps, asking the rule before each refund, and gives the state after each step with whether a refund
/// was let through in it.
fn drive(
    steps: Vec<Step>,
    allow: impl Fn(&Payment, u8, RefundStatus) -> bool,
) -> Vec<(Payment, bool)> {
    let mut bodies = ordered(ngn(1_000));
    bodies.push(observed(seen(PaymentStatus::Paid)));
    let mut states = Vec::new();
    let mut refunds = 0_u8;
    for step in steps {
        let payment = fold(&bodies);
        let mut asked = false;
        match step {
            Step::Ask(minor) if payment.check_refund(ngn(minor)).is_ok() => {
                refunds += 1;
                asked = true;
                bodies.push(requested(refunds, ngn(minor)));
            }
            Step::News(which, status) if refunds > 0 => {
                let number = u8::try_from(which.index(usize::from(refunds))).unwrap() + 1;
                if allow(&payment, number, status) {
                    bodies.push(news(number, status));
                }
            }
            Step::Ask(_) | Step::News(..) => {}
        }
        states.push((fold(&bodies), asked));
    }
    states
}

proptest! {
    #[test]
    fn refunds_that_were_let_through_never_exceed_what_was_captured(steps in steps()) {
        let never_revived = |payment: &Payment, number: u8, _| {
            payment.refund(refund_id(number)).is_some_and(|refund| refund.status != RefundStatus::Failed)
        };
        for (payment, _) in drive(steps, never_revived) {
            prop_assert!(held(&payment) <= 1_000);
            prop_assert_eq!(payment.refundable(), ngn(1_000 - held(&payment)));
        }
    }

    #[test]
    fn even_a_gateway_that_revives_failed_refunds_never_lets_another_one_through(steps in steps()) {
        for (payment, asked) in drive(steps, |_, _, _| true) {
            prop_assert!(!asked || held(&payment) <= 1_000);
            prop_assert!(held(&payment) <= 1_000 || payment.refundable().is_zero());
        }
    }

    #[test]
    fn the_rule_allows_exactly_what_is_left(entries in history(), minor in -10..6_000_i64) {
        let payment = Payment::fold(&entries).unwrap();
        let left = payment.refundable();
        prop_assert!(left.minor() >= 0);
        prop_assert!(left.minor() <= payment.captured.map_or(0, Money::minor).max(0));
        let wanted = Money::from_minor(minor, left.currency());
        let is_allowed = payment.check_refund(wanted).is_ok();
        prop_assert_eq!(is_allowed, minor > 0 && minor <= left.minor());
    }
}

#[test]
fn every_refund_that_did_not_certainly_fail_holds_its_amount() {
    for status in RefundStatus::ALL.iter().copied() {
        let payment = paid([requested(1, ngn(400)), news(1, status)]);
        let left = if status == RefundStatus::Failed { 1_000 } else { 600 };
        assert_eq!(payment.refundable(), ngn(left), "{status}");
    }
}

#[test]
fn a_refund_that_is_processed_and_then_fails_frees_its_amount_and_back_again() {
    let mut bodies = vec![requested(1, ngn(1_000)), news(1, RefundStatus::Processed)];
    assert_eq!(paid(bodies.clone()).refunded(), ngn(1_000));
    bodies.push(news(1, RefundStatus::Failed));
    let freed = paid(bodies.clone());
    assert_eq!((freed.refunded(), freed.refundable()), (ngn(0), ngn(1_000)));
    bodies.push(news(1, RefundStatus::Processed));
    assert_eq!(paid(bodies).refundable(), ngn(0));
}

#[test]
fn stale_news_of_a_refund_changes_neither_its_state_nor_the_gateways_word() {
    let payment = paid([
        requested(1, ngn(400)),
        news(1, RefundStatus::Processed),
        news(1, RefundStatus::Pending),
    ]);
    let refund = payment.refund(refund_id(1)).unwrap();
    assert_eq!(refund.status, RefundStatus::Processed);
    assert_eq!(refund.gateway_status.as_deref(), Some("processed"));
}

#[test]
fn the_same_refund_entered_twice_counts_once() {
    let payment = paid([requested(1, ngn(400)), requested(1, ngn(400)), recorded(1, ngn(400))]);
    assert_eq!(payment.refunds.len(), 1);
    assert_eq!(payment.refundable(), ngn(600));
}

#[test]
fn refusals_say_why() {
    let unpaid = fold(&ordered(ngn(1_000)));
    let refused = unpaid.check_refund(ngn(1)).unwrap_err();
    assert_eq!(refused, RefundRefusal::NotPaid(PaymentStatus::Pending));
    assert_eq!(refused.to_string(), "only a paid payment can be refunded, and this one is pending");

    let reversed = paid([observed(seen(PaymentStatus::Reversed))]);
    assert_eq!(reversed.check_refund(ngn(1)), Err(RefundRefusal::Reversed));
    assert_eq!(reversed.refundable(), ngn(0));

    let whole = paid([]);
    let dollar = Money::from_minor(1, Currency::USD);
    let (paid_in, wanted) = (Currency::NGN, Currency::USD);
    let other = RefundRefusal::OtherCurrency { paid: paid_in, wanted };
    assert_eq!(whole.check_refund(dollar), Err(other));
    for nothing in [0, -1, i64::MIN] {
        assert_eq!(whole.check_refund(ngn(nothing)), Err(RefundRefusal::NotPositive));
    }
    let more = whole.check_refund(ngn(1_001)).unwrap_err();
    assert_eq!(more.to_string(), "10.01 NGN is more than the 10.00 NGN that is left to refund");
    assert_eq!(whole.check_refund(ngn(1_000)), Ok(()));

    let refunded = paid([recorded(1, ngn(1_000))]);
    assert_eq!(refunded.check_refund(ngn(1)), Err(RefundRefusal::NothingLeft));
}

#[test]
fn a_refund_that_others_made_too_large_leaves_nothing_and_not_less() {
    let payment = paid([recorded(1, ngn(800)), recorded(2, ngn(800))]);
    assert_eq!(payment.refunded(), ngn(1_600));
    assert_eq!(payment.refundable(), ngn(0));
}

#[test]
fn a_refund_below_zero_frees_nothing() {
    let payment = paid([recorded(1, ngn(-500))]);
    assert_eq!(payment.refundable(), ngn(1_000));
}

#[test]
fn what_was_paid_bounds_refunds_and_not_what_was_ordered() {
    let short = Observation { amount: Some(ngn(700)), ..seen(PaymentStatus::Paid) };
    let mut bodies = ordered(ngn(1_000));
    bodies.push(observed(short));
    assert!(fold(&bodies).check_refund(ngn(701)).is_err());
    assert_eq!(fold(&bodies).check_refund(ngn(700)), Ok(()));
}
