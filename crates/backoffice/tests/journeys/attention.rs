//! The attention desk: what about payments, refunds and payouts is on it, in which order, in which words, and that it goes as
//! soon as its cause does.

use backoffice::{ApproveForm, ConcernKind, ConcernRow, Desk, RefundForm, RefundRecordForm, Step};
use chrono::TimeDelta;
use ledger::{GatewayKind, PaymentId, RefundMethod, RefundStatus};
use sandbox::Customer;
use serde_json::json;

use crate::payouts::{TRANSFERS, naira, send};
use crate::shop::{Shop, ngn, paid_back, refund};
use crate::wire::Fault;

const PARTIAL: &str = "POST /novac/api/v1/partial-refund";

pub(crate) async fn desk(shop: &Shop) -> Desk {
    let desk = shop.office.attention().await.unwrap();
    let count = usize::try_from(shop.office.count_attention().await.unwrap()).unwrap();
    assert_eq!(count, desk.concerns.len(), "what is counted is not what is shown");
    desk
}

/// The only concern of the desk.
pub(crate) async fn only_concern(shop: &Shop) -> ConcernRow {
    let mut concerns = desk(shop).await.concerns;
    assert_eq!(concerns.len(), 1, "{concerns:#?}");
    concerns.remove(0)
}

pub(crate) fn kinds(desk: &Desk) -> Vec<ConcernKind> {
    desk.concerns.iter().map(|concern| concern.kind).collect()
}

pub(crate) async fn is_empty(shop: &Shop) -> bool {
    desk(shop).await == Desk::default()
}

/// An order of 25,000 naira for which the gateway says that so much was paid.
pub(crate) async fn paid_otherwise(shop: &Shop, reference: &str) -> PaymentId {
    let link = shop.order(reference).await;
    shop.customer(&link, Customer::PaysByCard);
    shop.wire.once("verify", Fault::Rewrite(|reply| reply["data"]["amount"] = json!(24000)));
    shop.office.look_up(link.payment.id).await.unwrap();
    link.payment.id
}

fn cash(payment: PaymentId, amount: &str) -> RefundRecordForm {
    RefundRecordForm {
        reason: "Came back to the shop".to_owned(),
        ..paid_back(payment, amount, RefundMethod::Cash)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_where_all_is_well_has_an_empty_desk() {
    let shop = Shop::open().await;
    shop.order("ORDER-1").await;
    let paid = shop.paid("ORDER-2").await;
    shop.refund(paid, "100.00").await;
    send(&shop.office, &naira("SALARY-0001", "0123456701")).await;
    assert!(is_empty(&shop).await);
    let findings = shop.office.examine().await.unwrap();
    let finding = findings.iter().find(|finding| finding.name == "attention").unwrap();
    assert_eq!((finding.ok, finding.detail.as_str()), (true, "nothing waits for a person"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_whose_answer_was_lost_is_told_as_unknown_and_never_as_failed() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.wire.once(PARTIAL, Fault::HangUp { arrives: true });
    let lost = shop.refund(id, "10000.00").await;
    let concern = only_concern(&shop).await;
    assert_eq!(concern.kind, ConcernKind::RefundUnknown);
    assert_eq!(concern.key, format!("refund_unknown:{}", lost.id));
    assert_eq!((concern.payment, concern.refund), (Some(id), Some(lost.id)));
    assert_eq!(concern.amount, Some(ngn(1_000_000)));
    assert_eq!(concern.reference.as_deref(), Some("ORDER-1"));
    assert_eq!(concern.account_name.unwrap().as_str(), "main");
    for said in ["10000.00 NGN", "Novac", "14 April 2026"] {
        assert!(concern.happened.contains(said), "{}", concern.happened);
    }
    let all = format!("{} {}", concern.happened, concern.means);
    assert!(!all.to_lowercase().contains("fail"), "{all}");
    assert!(concern.means.contains("may have the money"), "{all}");
    assert_eq!(concern.steps, [Step::LookUp, Step::ResolveRefund, Step::OpenPayment]);

    // Once a look-up would have told, the guided way out comes first.
    shop.pass(TimeDelta::minutes(10));
    assert_eq!(only_concern(&shop).await.steps[0], Step::ResolveRefund);
    assert_eq!(shop.office.attention_of(id).await.unwrap().len(), 1);

    shop.office.look_up(id).await.unwrap();
    assert!(is_empty(&shop).await);
    assert_eq!(shop.office.attention_of(id).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_program_changes_is_counted_here() {
    let shop = Shop::open().await;
    let till = shop.other_door().await;
    let ids = [shop.paid("ORDER-1").await, shop.paid("ORDER-2").await];
    assert!(is_empty(&shop).await);
    for (round, id) in (1..).zip(ids) {
        shop.wire.once(PARTIAL, Fault::HangUp { arrives: true });
        till.create_refund(&refund(id, Some("500.00"))).await.unwrap();
        assert_eq!(shop.office.count_attention().await.unwrap(), round);
    }
    till.look_up(ids[0]).await.unwrap();
    assert_eq!(only_concern(&shop).await.payment, Some(ids[1]));
    till.look_up(ids[1]).await.unwrap();
    assert_eq!(shop.office.count_attention().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_being_made_is_no_concern_and_one_that_was_lost_is() {
    let shop = Shop::open().await;
    shop.wire.once("initiate", Fault::HangUp { arrives: false });
    shop.office.create_link(&crate::shop::order("ORDER-1")).await.unwrap_err();
    let concern = only_concern(&shop).await;
    assert_eq!(concern.kind, ConcernKind::PaymentUnknown);
    assert!(concern.happened.contains("25000.00 NGN"), "{}", concern.happened);
    assert!(concern.means.contains("Nobody was given that link"), "{}", concern.means);
    assert_eq!(concern.steps, [Step::LookUp, Step::OpenPayment]);

    let gate = std::sync::Arc::new(crate::wire::Gate::default());
    shop.wire.once("initiate", Fault::Hold(std::sync::Arc::clone(&gate)));
    let office = shop.office.clone();
    let making =
        tokio::spawn(async move { office.create_link(&crate::shop::order("ORDER-2")).await });
    gate.came().await;
    assert_eq!(only_concern(&shop).await.reference.as_deref(), Some("ORDER-1"));
    shop.pass(TimeDelta::minutes(3));
    assert_eq!(desk(&shop).await.concerns.len(), 2, "its answer counts as lost by now");
    gate.open();
    making.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn too_little_and_too_much_money_call_for_different_steps() {
    let shop = Shop::open().await;
    paid_otherwise(&shop, "ORDER-1").await;
    let less = only_concern(&shop).await;
    assert_eq!(less.kind, ConcernKind::AmountMismatch);
    for said in ["24000.00 NGN", "25000.00 NGN"] {
        assert!(less.happened.contains(said), "{}", less.happened);
    }
    assert!(less.means.starts_with("1000.00 NGN are missing"), "{}", less.means);
    assert_eq!(less.steps, [Step::OpenPayment, Step::Refund, Step::Accept]);

    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    shop.customer(&link, Customer::PaysByCard);
    shop.wire.once("verify", Fault::Rewrite(|reply| reply["data"]["amount"] = json!(26000)));
    shop.office.look_up(link.payment.id).await.unwrap();
    let more = only_concern(&shop).await;
    assert!(more.means.contains("1000.00 NGN too much"), "{}", more.means);
    assert_eq!(more.steps, [Step::Refund, Step::Accept, Step::OpenPayment]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gravest_comes_first_and_of_those_the_oldest() {
    let shop = Shop::open().await;
    let mismatched = paid_otherwise(&shop, "ORDER-1").await;
    shop.pass(TimeDelta::minutes(1));
    let mut unknown = Vec::new();
    for reference in ["ORDER-2", "ORDER-3"] {
        let id = shop.paid(reference).await;
        shop.wire.once(PARTIAL, Fault::HangUp { arrives: false });
        shop.refund(id, "10000.00").await;
        unknown.push(id);
        shop.pass(TimeDelta::minutes(1));
    }
    let payments: Vec<_> =
        desk(&shop).await.concerns.iter().map(|concern| concern.payment.unwrap()).collect();
    assert_eq!(payments, [unknown[0], unknown[1], mismatched]);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_paid_back_than_was_paid_is_the_gravest_and_the_doctor_says_so() {
    let shop = Shop::open().await;
    paid_otherwise(&shop, "ORDER-1").await;
    let id = shop.paid("ORDER-2").await;
    shop.office.record_refund(&cash(id, "20000.00")).await.unwrap();
    shop.refund_in_dashboard(id, 800_000).await;
    shop.pass(TimeDelta::minutes(1));
    shop.office.look_up(id).await.unwrap();
    let desk = desk(&shop).await;
    assert_eq!(kinds(&desk), [ConcernKind::OverRefunded, ConcernKind::AmountMismatch]);
    let over = &desk.concerns[0];
    assert_eq!(over.amount, Some(ngn(300_000)));
    for said in ["28000.00 NGN", "25000.00 NGN", "3000.00 NGN"] {
        assert!(over.happened.contains(said), "{}", over.happened);
    }
    let findings = shop.office.examine().await.unwrap();
    let finding = findings.iter().find(|finding| finding.name == "attention").unwrap();
    assert!(!finding.ok && finding.detail.contains("ORDER-2"), "{finding:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_waits_for_a_second_person_names_the_first() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.office.set_approval("main", &["10000.00 NGN".to_owned()]).await.unwrap();
    let form = RefundForm { by: Some("Ada".to_owned()), ..refund(id, Some("20000.00")) };
    let (_, wanted) = shop.office.create_refund(&form).await.unwrap();
    let concern = only_concern(&shop).await;
    assert_eq!(concern.kind, ConcernKind::RefundRequested);
    for said in ["Ada", "20000.00 NGN", "14 April 2026", "Damaged on the way"] {
        assert!(concern.happened.contains(said), "{}", concern.happened);
    }
    assert!(concern.means.contains("other than Ada"), "{}", concern.means);
    assert_eq!(concern.steps[0], Step::ApproveRefund);
    let yes = ApproveForm { refund: wanted.id, by: "Bola".to_owned(), note: None };
    shop.office.approve_refund(&yes).await.unwrap();
    assert!(is_empty(&shop).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_stays_pending_is_told_of_after_a_week_and_may_be_decided_after_two() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.wire.always(
        "refund",
        Fault::Rewrite(|reply| {
            if let Some(status) = reply.pointer_mut("/data/status") {
                *status = json!("pending");
            }
        }),
    );
    let pending = shop.refund(id, "10000.00").await;
    assert_eq!(pending.status, RefundStatus::Pending);
    shop.pass(TimeDelta::days(7));
    assert!(is_empty(&shop).await);
    shop.pass(TimeDelta::seconds(1));
    let stale = only_concern(&shop).await;
    assert_eq!(stale.kind, ConcernKind::RefundStale);
    assert!(stale.happened.contains("for 7 days"), "{}", stale.happened);
    assert_eq!(stale.steps, [Step::LookUp, Step::OpenPayment]);
    shop.pass(TimeDelta::days(7));
    let left = only_concern(&shop).await;
    assert_eq!(left.steps[0], Step::ResolveRefund);
    assert_ne!(left.key, stale.key, "putting it off earlier would hide what got worse");
    shop.wire.mend();
    shop.office.look_up(id).await.unwrap();
    assert!(is_empty(&shop).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_nobody_looks_up_any_more_is_told_of_unless_its_account_is_gone() {
    let shop = Shop::open().await;
    shop.order("ORDER-1").await;
    shop.pass(TimeDelta::days(32));
    assert!(is_empty(&shop).await, "it may still be looked up by itself");
    shop.pass(TimeDelta::seconds(1));
    let concern = only_concern(&shop).await;
    assert_eq!(concern.kind, ConcernKind::PaymentStale);
    assert_eq!(concern.steps, [Step::LookUp, Step::OpenPayment]);
    let account = shop.office.account("main").await.unwrap().record.id;
    shop.office.remove_account(account).await.unwrap();
    assert!(is_empty(&shop).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_account_offers_only_what_can_be_done_without_its_gateway() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.wire.once(PARTIAL, Fault::HangUp { arrives: true });
    shop.refund(id, "10000.00").await;
    let account = shop.office.account("main").await.unwrap().record.id;
    shop.office.remove_account(account).await.unwrap();
    let concern = only_concern(&shop).await;
    assert_eq!(concern.steps, [Step::ResolveRefund, Step::OpenPayment]);
    assert!(concern.means.contains("cannot be asked from here"), "{}", concern.means);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_of_unknown_outcome_is_told_of_and_gets_graver_after_two_days() {
    let shop = Shop::open().await;
    shop.wire.once(TRANSFERS, Fault::HangUp { arrives: false });
    let lost = send(&shop.office, &naira("SALARY-0001", "0123456701")).await.payout;
    let concern = only_concern(&shop).await;
    assert_eq!((concern.kind, concern.payout), (ConcernKind::PayoutUnknown, Some(lost.id)));
    for said in ["1500.00 NGN", "Access Bank ••6701", "14 April 2026"] {
        assert!(concern.happened.contains(said), "{}", concern.happened);
    }
    assert!(concern.means.contains("do not send it again"), "{}", concern.means);
    assert_eq!(concern.steps, [Step::LookUp, Step::OpenPayout, Step::ResolvePayout]);
    shop.pass(TimeDelta::hours(48));
    let left = only_concern(&shop).await;
    assert_ne!(left.key, concern.key);
    assert_eq!(left.steps[0], Step::ResolvePayout);

    // One that its gateway has taken on is left alone for two days.
    send(&shop.office, &naira("SALARY-0002", "0123456777")).await;
    assert_eq!(desk(&shop).await.concerns.len(), 1);
    shop.pass(TimeDelta::hours(48));
    let desk = desk(&shop).await;
    assert_eq!(kinds(&desk), [ConcernKind::PayoutUnknown; 2]);
    assert!(desk.concerns[1].happened.contains("taken on by Novac"), "{desk:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_nobody_ordered_asks_for_a_look_before_a_refund() {
    let shop = Shop::open().await;
    let account = shop.connect(GatewayKind::Novac, "website").await.record.id;
    let link = shop.order("ORDER-1").await;
    shop.customer(&link, Customer::PaysByCard);
    let reference = link.payment.link().unwrap().gateway_reference.clone().unwrap();
    shop.office.look_up_unknown(account, &reference).await.unwrap();
    let concern = only_concern(&shop).await;
    assert_eq!(concern.kind, ConcernKind::Unordered);
    assert!(concern.happened.contains("25000.00 NGN at website"), "{}", concern.happened);
    assert_eq!(concern.steps, [Step::Accept, Step::OpenPayment, Step::Refund]);
}
