//! What people decide about refunds: yes and no, how one ended, which two are one, and what is in order as it is.

use chrono::TimeDelta;
use ledger::{
    Body, Concern, Currency, Flag, Money, Payment, PaymentStatus, RefundMethod, RefundRefusal,
    RefundStatus, RefundTerms, Signer, Source,
};
use proptest::prelude::*;

use crate::support::{ada, history, ngn, noon, observed, ordered, refund_id, seen, told};

fn paid(more: impl IntoIterator<Item = Body>) -> Payment {
    let mut bodies = ordered(ngn(1_000));
    bodies.push(observed(seen(PaymentStatus::Paid)));
    bodies.extend(more);
    Payment::fold(&told(bodies)).unwrap()
}

fn requested(number: u8, minor: i64) -> Body {
    Body::RefundRequested {
        refund: refund_id(number),
        amount: ngn(minor),
        full: false,
        reason: "returned".to_owned(),
        customer_note: None,
        merchant_note: None,
        idempotency_key: number.to_string(),
        by: Some(ada()),
        batch: None,
    }
}

fn submitted(number: u8) -> Body {
    Body::RefundSubmitted { refund: refund_id(number) }
}

fn news(number: u8, source: Source, status: RefundStatus, amount: Option<Money>) -> Body {
    Body::RefundObserved {
        refund: refund_id(number),
        source,
        status,
        gateway_status: None,
        gateway_refund_id: None,
        message: None,
        amount,
    }
}

fn recorded(number: u8, minor: i64, method: RefundMethod) -> Body {
    Body::RefundRecorded {
        refund: refund_id(number),
        amount: ngn(minor),
        method,
        reason: "returned".to_owned(),
        evidence: None,
        file: None,
        by: None,
        idempotency_key: number.to_string(),
        import: None,
    }
}

fn found(number: u8, minor: i64, status: RefundStatus) -> Body {
    Body::RefundFound {
        refund: refund_id(number),
        amount: ngn(minor),
        status,
        gateway_status: status.to_string(),
        gateway_refund_id: format!("rf-{number}"),
        reason: "Refunded at the gateway".to_owned(),
        import: None,
    }
}

fn matched(number: u8, status: RefundStatus) -> Body {
    Body::RefundMatched {
        refund: refund_id(number),
        source: Source::Lookup,
        status,
        gateway_status: status.to_string(),
        gateway_refund_id: "rf-9".to_owned(),
    }
}

fn approved(number: u8) -> Body {
    Body::RefundApproved { refund: refund_id(number), by: ada(), note: None }
}

fn rejected(number: u8) -> Body {
    Body::RefundRejected { refund: refund_id(number), by: ada(), reason: "not ours".to_owned() }
}

fn joined(kept: u8, found: u8) -> Body {
    Body::RefundJoined { refund: refund_id(kept), found: refund_id(found), by: ada() }
}

fn split(kept: u8, found: u8) -> Body {
    Body::RefundSplit { refund: refund_id(kept), found: refund_id(found), by: ada() }
}

fn status(payment: &Payment, number: u8) -> RefundStatus {
    payment.refund(refund_id(number)).unwrap().status
}

#[test]
fn a_refund_that_waits_for_a_second_person_holds_its_amount_and_a_no_frees_it() {
    let waiting = paid([requested(1, 600)]);
    assert_eq!(waiting.refundable(), ngn(400));
    assert_eq!(waiting.concerns(), [Concern::RefundRequested(refund_id(1))]);
    let refused = paid([requested(1, 600), rejected(1)]);
    assert_eq!(refused.refundable(), ngn(1_000));
    assert_eq!(status(&refused, 1), RefundStatus::Failed);
    assert!(refused.concerns().is_empty(), "whoever said no knows");
}

#[test]
fn a_refund_is_decided_once() {
    let payment = paid([requested(1, 600), rejected(1), approved(1), submitted(1)]);
    assert_eq!(status(&payment, 1), RefundStatus::Failed);
    let payment = paid([requested(1, 600), approved(1), rejected(1)]);
    assert_eq!(status(&payment, 1), RefundStatus::Approved);
    let decision = payment.refunds[0].decision.clone().unwrap();
    assert!(decision.approved);
    assert_eq!(decision.by, ada());
}

#[test]
fn a_second_person_is_wanted_above_the_limit_and_in_currencies_without_one() {
    let terms = RefundTerms { approval: vec![ngn(500)], ..RefundTerms::default() };
    assert!(!terms.wants_approval(ngn(499)));
    assert!(!terms.wants_approval(ngn(500)));
    assert!(terms.wants_approval(ngn(501)));
    assert!(terms.wants_approval(Money::from_minor(1, Currency::USD)));
    assert!(!RefundTerms::default().wants_approval(ngn(1_000_000)));
}

#[test]
fn the_terms_of_the_account_are_part_of_the_rule() {
    let payment = paid([]);
    let day = |days| noon() + TimeDelta::days(days) + TimeDelta::minutes(5);
    let check = |terms: &RefundTerms, minor, at| payment.check_refund_by_api(ngn(minor), terms, at);
    let free = RefundTerms::default();
    assert_eq!(check(&free, 1_000, day(4_000)), Ok(()));
    assert!(matches!(check(&free, 1_001, day(0)), Err(RefundRefusal::MoreThanLeft { .. })));
    let month = RefundTerms { days: Some(30), ..RefundTerms::default() };
    assert_eq!(check(&month, 1, day(29)), Ok(()));
    let refusal = check(&month, 1, day(30)).unwrap_err();
    assert_eq!(refusal, RefundRefusal::TooOld { days: 30, paid_on: noon().date_naive() });
    let whole = RefundTerms { no_part: Some("all or nothing".to_owned()), ..free.clone() };
    assert_eq!(check(&whole, 1_000, day(0)), Ok(()));
    assert_eq!(
        check(&whole, 999, day(0)),
        Err(RefundRefusal::WholeOnly("all or nothing".to_owned()))
    );
    let by_hand = RefundTerms { no_api: Some("by hand".to_owned()), ..free.clone() };
    assert_eq!(check(&by_hand, 1, day(0)), Err(RefundRefusal::NoApi("by hand".to_owned())));
    let removed = RefundTerms { removed: true, ..free };
    assert_eq!(check(&removed, 1, day(0)), Err(RefundRefusal::AccountRemoved));
}

#[test]
fn a_person_decides_how_an_unknown_refund_ended_and_the_gateway_may_still_say_otherwise() {
    let lost = news(1, Source::Reply, RefundStatus::Unknown, None);
    let decided = |status| Body::RefundResolved {
        refund: refund_id(1),
        status,
        evidence: "the dashboard shows none".to_owned(),
        file: None,
        by: ada(),
    };
    let unknown = paid([requested(1, 600), submitted(1), lost.clone()]);
    assert_eq!(unknown.concerns(), [Concern::RefundUnknown(refund_id(1))]);
    let failed = decided(RefundStatus::Failed);
    let over = paid([requested(1, 600), submitted(1), lost.clone(), failed.clone()]);
    assert_eq!(over.refundable(), ngn(1_000));
    assert!(over.concerns().is_empty());
    assert_eq!(over.refunds[0].resolved_by, Some(ada()));
    let late = news(1, Source::Lookup, RefundStatus::Processed, None);
    let more =
        [requested(2, 1_000), submitted(2), news(2, Source::Reply, RefundStatus::Processed, None)];
    let first = [requested(1, 600), submitted(1), lost, failed];
    let both = paid(first.into_iter().chain(more).chain([late]));
    assert_eq!(both.concerns()[0], Concern::OverRefunded(ngn(600)));
    assert!(both.refundable().is_zero());
}

#[test]
fn a_refund_that_a_person_took_for_failed_is_held_again_once_the_gateway_works_on_it() {
    let lost = news(1, Source::Reply, RefundStatus::Unknown, None);
    let failed = Body::RefundResolved {
        refund: refund_id(1),
        status: RefundStatus::Failed,
        evidence: "the dashboard shows none".to_owned(),
        file: None,
        by: ada(),
    };
    let pending = news(1, Source::Lookup, RefundStatus::Pending, None);
    let story = [requested(1, 600), submitted(1), lost, failed, pending.clone()];
    let payment = paid(story.clone());
    assert_eq!(status(&payment, 1), RefundStatus::Pending);
    assert_eq!(payment.refundable(), ngn(400));
    assert_eq!(payment.concerns(), [Concern::RefundRevived(refund_id(1))]);
    let gateways = news(1, Source::Lookup, RefundStatus::Failed, None);
    let late = paid(story.into_iter().chain([gateways, pending]));
    assert_eq!(
        status(&late, 1),
        RefundStatus::Failed,
        "the gateway's own word moves forwards only"
    );
}

#[test]
fn a_gateway_that_names_less_frees_nothing_before_it_is_paid_back() {
    let less = |status| news(1, Source::Lookup, status, Some(ngn(60)));
    let open = paid([requested(1, 600), submitted(1), less(RefundStatus::Pending)]);
    assert_eq!(open.refundable(), ngn(400));
    let more = news(1, Source::Lookup, RefundStatus::Pending, Some(ngn(700)));
    assert_eq!(paid([requested(1, 600), submitted(1), more]).refundable(), ngn(300));
    let done = paid([requested(1, 600), submitted(1), less(RefundStatus::Processed)]);
    assert_eq!(done.refundable(), ngn(940));
}

#[test]
fn a_gateways_refund_that_fails_frees_nothing_of_a_record_that_it_may_not_be() {
    let failed = news(1, Source::Lookup, RefundStatus::Failed, None);
    let story =
        [recorded(1, 600, RefundMethod::Dashboard), matched(1, RefundStatus::Pending), failed];
    let unsure = paid(story.clone());
    assert_eq!(unsure.refundable(), ngn(400));
    let yes = Body::RefundMatchConfirmed { refund: refund_id(1), by: ada() };
    let one = paid(story.clone().into_iter().chain([yes]));
    assert_eq!(one.refundable(), ngn(1_000));
    assert_eq!(one.concerns(), [Concern::RefundFailed(refund_id(1))]);
    let two = paid(story.into_iter().chain([split(1, 2)]));
    assert_eq!(two.refundable(), ngn(400));
    assert_eq!(status(&two, 2), RefundStatus::Failed);
}

#[test]
fn a_bank_that_takes_a_payment_back_takes_what_was_paid_back_in_cash_as_well() {
    let cash = [recorded(1, 1_000, RefundMethod::Cash)];
    let reversed = observed(seen(PaymentStatus::Reversed));
    let payment = paid(cash.into_iter().chain([reversed.clone()]));
    assert_eq!(payment.reversed(), Some(ngn(1_000)));
    assert_eq!(payment.concerns(), [Concern::OverRefunded(ngn(1_000))]);
    let by_gateway = [recorded(1, 1_000, RefundMethod::Dashboard), reversed];
    assert!(paid(by_gateway).concerns().is_empty());
}

#[test]
fn another_amount_than_was_asked_for_counts_and_is_told() {
    let less = news(1, Source::Lookup, RefundStatus::Processed, Some(ngn(590)));
    let payment = paid([requested(1, 600), submitted(1), less]);
    assert_eq!(payment.refunded(), ngn(590));
    assert_eq!(payment.refunds[0].asked, ngn(600));
    assert_eq!(payment.concerns(), [Concern::RefundAmount(refund_id(1))]);
    let foreign = Money::from_minor(5, Currency::USD);
    let nonsense = news(1, Source::Lookup, RefundStatus::Processed, Some(foreign));
    assert_eq!(paid([requested(1, 600), submitted(1), nonsense]).refunded(), ngn(600));
}

#[test]
fn a_refund_that_fails_after_it_was_processed_wants_a_look_until_it_had_one() {
    let done = news(1, Source::Reply, RefundStatus::Processed, None);
    let failed = news(1, Source::Lookup, RefundStatus::Failed, None);
    let story = [requested(1, 600), submitted(1), done, failed];
    assert_eq!(paid(story.clone()).concerns(), [Concern::RefundFailed(refund_id(1))]);
    let accepted = Body::AttentionAccepted {
        flags: [].into(),
        refunds: [refund_id(1)].into(),
        note: "paid in cash".to_owned(),
        by: ada(),
    };
    assert!(paid(story.into_iter().chain([accepted])).concerns().is_empty());
    let refused = news(1, Source::Reply, RefundStatus::Failed, None);
    assert!(paid([requested(1, 600), submitted(1), refused]).concerns().is_empty());
}

#[test]
fn a_flag_that_was_looked_at_wants_no_look_and_stays_a_flag() {
    let mut bodies = ordered(ngn(900));
    let amount = Some(ngn(1_000));
    bodies.push(observed(ledger::Observation { amount, ..seen(PaymentStatus::Paid) }));
    let payment = Payment::fold(&told(bodies.clone())).unwrap();
    assert_eq!(payment.concerns(), [Concern::Flag(Flag::AmountMismatch)]);
    bodies.push(Body::AttentionAccepted {
        flags: [Flag::AmountMismatch, Flag::Late].into(),
        refunds: [].into(),
        note: "a tip".to_owned(),
        by: ada(),
    });
    let payment = Payment::fold(&told(bodies.clone())).unwrap();
    assert!(payment.concerns().is_empty());
    assert!(payment.flags.contains(&Flag::AmountMismatch));
    assert!(
        !payment.accepted.contains(&Flag::Late),
        "one that was not raised is not accepted beforehand"
    );
    let amount = Some(ngn(1_100));
    bodies.push(observed(ledger::Observation { amount, ..seen(PaymentStatus::Paid) }));
    let other = Payment::fold(&told(bodies)).unwrap();
    assert_eq!(
        other.concerns(),
        [Concern::Flag(Flag::AmountMismatch)],
        "another amount is another matter"
    );
}

#[test]
fn a_match_by_amount_counts_once_and_waits_for_a_yes() {
    let story = [recorded(1, 600, RefundMethod::Dashboard), matched(1, RefundStatus::Pending)];
    let payment = paid(story.clone());
    assert_eq!(payment.refunded(), ngn(600));
    assert_eq!(payment.concerns(), [Concern::RefundUnconfirmed(refund_id(1))]);
    let yes = Body::RefundMatchConfirmed { refund: refund_id(1), by: ada() };
    let sure = paid(story.clone().into_iter().chain([yes]));
    assert!(sure.concerns().is_empty());
    assert_eq!(sure.refunds[0].gateway_refund_id.as_deref(), Some("rf-9"));
    let two = paid(story.into_iter().chain([split(1, 2)]));
    assert_eq!(two.refunded(), ngn(600), "the gateway's own is under way");
    assert_eq!(two.refunds[1].status, RefundStatus::Pending);
    assert_eq!(two.refunds.len(), 2);
    assert_eq!(two.refunds[0].gateway_refund_id, None);
    assert_eq!(two.refunds[1].gateway_refund_id.as_deref(), Some("rf-9"));
    assert!(two.refundable().is_zero());
}

#[test]
fn a_refund_found_that_is_the_one_recorded_counts_once() {
    let story = [recorded(1, 600, RefundMethod::Bank), found(2, 400, RefundStatus::Processed)];
    let apart = paid(story.clone());
    assert_eq!(apart.refunded(), ngn(1_000));
    let one = paid(story.into_iter().chain([joined(1, 2)]));
    assert_eq!(one.refunds.len(), 1);
    assert_eq!(one.refunded(), ngn(400), "the gateway knows what it paid");
    assert_eq!(one.refunds[0].method, RefundMethod::Dashboard);
    assert_eq!(one.joined[&refund_id(2)], refund_id(1));
    let again = [recorded(1, 600, RefundMethod::Bank), found(2, 400, RefundStatus::Processed)];
    let again = again.into_iter().chain([joined(1, 2), found(2, 400, RefundStatus::Processed)]);
    assert_eq!(paid(again).refunds.len(), 1, "a refund that was joined does not come back");
}

#[test]
fn names_are_the_same_persons_however_they_are_typed() {
    let name = |text: &str| text.parse::<Signer>().unwrap();
    assert!(name("Ada  Obi").is_same_person(&name("ada obi")));
    assert!(!name("Ada Obi").is_same_person(&name("Ada")));
}

proptest! {
    #[test]
    fn a_joined_refund_is_never_among_the_refunds(entries in history()) {
        let Some(payment) = Payment::fold(&entries) else { return Ok(()) };
        for (gone, kept) in &payment.joined {
            prop_assert!(payment.refund(*gone).is_none());
            prop_assert!(gone != kept);
        }
        let mut ids: Vec<_> = payment.refunds.iter().map(|refund| refund.id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), payment.refunds.len());
    }

    #[test]
    fn what_is_over_is_told_exactly_when_more_went_back_than_came(entries in history()) {
        let Some(payment) = Payment::fold(&entries) else { return Ok(()) };
        let over = payment.captured.map_or(0, |captured| {
            let back = payment
                .held_by_refunds(|status| status.holds_amount() && status != RefundStatus::Requested).saturating_add(payment.reversed().map_or(0, Money::minor));
            back.saturating_sub(captured.minor()).max(0)
        });
        prop_assert_eq!(payment.over_refunded().map_or(0, |money| money.minor()), over);
        let told = payment.concerns().iter().any(|concern| matches!(concern, Concern::OverRefunded(_)));
        prop_assert_eq!(told, over > 0);
    }
}
