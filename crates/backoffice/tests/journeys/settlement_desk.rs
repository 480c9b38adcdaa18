//! Money between gateways and the bank on the attention desk.

use backoffice::{ConcernKind, SettlementTermsForm, Step};
use chrono::TimeDelta;

use crate::attention::{desk, is_empty, kinds, only_concern};
use crate::settlement_bank::{paid_out, statement, usd};
use crate::shop::{Shop, ngn};
use crate::webhook_counter::Counter;

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_brings_in_no_statements_is_not_asked_about_the_bank() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    shop.pass(TimeDelta::days(60));
    assert!(is_empty(&shop).await, "no payout and no statement is known");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_is_missing_once_the_bank_was_heard_of_after_it_was_due() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    let payout = paid_out(&counter, "po_100001", usd(10_000)).await;
    shop.pass(TimeDelta::days(20));
    assert!(is_empty(shop).await, "the bank was never heard of");
    statement(shop, &[("2026-04-17", usd(500), "A GIFT")]).await;
    assert!(is_empty(shop).await, "it may have come on that day, behind that line");
    let late = statement(shop, &[("2026-04-18", usd(10_000), "by another name")]).await;
    shop.office.match_line(late, 1, payout, "Ada").await.unwrap();
    assert!(is_empty(shop).await);
    shop.office.release_line(late, 1, "Ada").await.unwrap();
    // It is likely now; another of the same amount leaves a doubt.
    paid_out(&counter, "po_100002", usd(10_000)).await;
    assert!(is_empty(shop).await);
    statement(shop, &[("2026-04-18", usd(10_000), "by yet another name")]).await;
    let concern = only_concern(shop).await;
    assert_eq!(concern.kind, ConcernKind::PayoutMissing);
    assert_eq!(concern.key, format!("payout_missing:{payout}"));
    assert_eq!((concern.payout, concern.amount), (Some(payout), Some(usd(10_000))));
    let happened = &concern.happened;
    assert!(happened.contains("told of a payout of 100.00 USD on 14 April 2026"), "{happened}");
    assert!(concern.means.contains("2 bank lines of its amount"), "{}", concern.means);
    assert_eq!(concern.steps, [Step::OpenSettlement, Step::OpenPayout]);
    shop.office.match_line(late, 1, payout, "Ada").await.unwrap();
    assert!(is_empty(shop).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_in_otherwise_than_it_was_paid_out_is_told_with_the_difference() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    let payout = paid_out(&counter, "po_100001", usd(10_000)).await;
    statement(shop, &[("2026-04-15", usd(9_900), "OVGC po_100001")]).await;
    assert!(is_empty(shop).await, "a bank may keep 1%");
    paid_out(&counter, "po_100002", usd(10_000)).await;
    statement(shop, &[("2026-04-15", usd(9_000), "OVGC po_100002")]).await;
    let concern = only_concern(shop).await;
    assert_eq!(concern.kind, ConcernKind::PayoutDifference);
    assert!(concern.happened.contains("the bank has 90.00 USD of it"), "{}", concern.happened);
    assert!(concern.means.contains("10.00 USD less"), "{}", concern.means);
    let generous = SettlementTermsForm {
        account: "cards".to_owned(),
        fee_tolerance: Some("10%".to_owned()),
        ..SettlementTermsForm::default()
    };
    shop.office.set_settlement_terms(&generous).await.unwrap();
    assert!(is_empty(shop).await);
    let strict = SettlementTermsForm { fee_tolerance: Some("0%".to_owned()), ..generous };
    shop.office.set_settlement_terms(&strict).await.unwrap();
    let both = desk(shop).await;
    assert_eq!(kinds(&both), [ConcernKind::PayoutDifference; 2]);
    assert_eq!(both.concerns[0].payout, Some(payout));
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_a_gateway_keeps_for_too_long_is_told_until_its_line_is_booked() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    shop.pass(TimeDelta::days(6));
    assert!(is_empty(&shop).await);
    let lines = [("2026-04-18", ngn(2_465_000), "NOVAC SETTLEMENT")];
    let import = statement(&shop, &lines).await;
    let concern = only_concern(&shop).await;
    assert_eq!(concern.kind, ConcernKind::UnsettledOverdue);
    assert_eq!(concern.amount, Some(ngn(2_465_000)));
    for said in ["24650.00 NGN of main", "Novac", "14 April 2026"] {
        assert!(concern.happened.contains(said), "{}", concern.happened);
    }
    assert_eq!(concern.steps, [Step::OpenSettlement, Step::OpenAccount]);
    shop.office.record_line_as_payout(import, 1, "main", "Ada").await.unwrap();
    assert!(is_empty(&shop).await);
    shop.office.release_line(import, 1, "Ada").await.unwrap();
    assert_eq!(only_concern(&shop).await.key, concern.key);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sold_meanwhile_changes_nothing_that_is_told_of_the_bank() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    shop.pass(TimeDelta::days(6));
    statement(&shop, &[("2026-04-19", ngn(100), "A GIFT")]).await;
    let told = only_concern(&shop).await;
    shop.paid("ORDER-2").await;
    assert_eq!(only_concern(&shop).await, told);
    // By and by the amount follows.
    shop.pass(TimeDelta::minutes(10));
    shop.paid("ORDER-3").await;
    let later = only_concern(&shop).await;
    assert_eq!((&later.key, later.amount), (&told.key, Some(ngn(3 * 2_465_000))));
}
