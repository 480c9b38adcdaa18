//! Movements of payments and payouts together, against the same looked at one by one.

use std::collections::BTreeMap;

use ledger::{
    AccountId, Body, GatewayKind, Mode, Money, MovementKind, PayoutId, PayoutKind,
    PayoutObservation, PayoutOrder, PayoutStatus, Source,
};
use proptest::prelude::*;
use proptest::sample::select;
use store::{
    DatedFilter, MovementFilter, MovementOf, MovementQuery, MovementRow, PaymentRecord,
    PayoutRecord, Store,
};
use uuid::Uuid;

use super::meaning::{fits, fits_payout, within};
use super::money;
use crate::payouts::of_payout;
use crate::shop::at;

/// A payout as it is to be made.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    account: usize,
    gateway: GatewayKind,
    mode: Mode,
    kind: PayoutKind,
    amount: Money,
    second: i64,
    news: Vec<(PayoutStatus, Option<Money>, Option<u8>)>,
}

/// Which entries' movements are wanted.
pub(super) type Range = (Option<u64>, Option<u64>);

pub(super) fn range() -> impl Strategy<Value = Range> {
    let seq = || proptest::option::weighted(0.3, 0..60_u64);
    (seq(), seq())
}

pub(super) fn sent() -> impl Strategy<Value = Sent> {
    let who = (0..3_usize, select(GatewayKind::ALL.to_vec()), select(Mode::ALL.to_vec()));
    let status = prop_oneof![
        2 => Just(PayoutStatus::Processed),
        1 => select(PayoutStatus::ALL.to_vec()),
    ];
    let fee = proptest::option::of(money());
    let news = proptest::collection::vec((status, fee, proptest::option::of(0..9_u8)), 0..4);
    let what = (select(PayoutKind::ALL.to_vec()), money(), 0..6_i64);
    (who, what, news).prop_map(|(who, what, news)| Sent {
        account: who.0,
        gateway: who.1,
        mode: who.2,
        kind: what.0,
        amount: what.1,
        second: what.2,
        news,
    })
}

/// Makes the payouts that were planned.
pub(super) async fn send(
    store: &Store,
    accounts: &[AccountId],
    plans: &[Sent],
) -> Vec<PayoutRecord> {
    let mut records = Vec::new();
    for (number, plan) in plans.iter().enumerate() {
        let order = PayoutOrder {
            account: accounts[plan.account],
            gateway: plan.gateway,
            mode: plan.mode,
            kind: plan.kind,
            reference: format!("ORDER-OUT-{number}x").parse().expect("a reference"),
            amount: plan.amount,
            to: "Ada Obi's bank".to_owned(),
            beneficiary: None,
            details: BTreeMap::new(),
            reason: "stock".to_owned(),
            part: None,
        };
        let mut bodies = vec![(at(plan.second), Body::PayoutFound { order, import: None })];
        for ((status, fee, id), step) in plan.news.iter().zip(1..) {
            let observed = Body::PayoutObserved(PayoutObservation {
                gateway_payout_id: id.map(|id| format!("GW-{id}")),
                bank_reference: id.map(|id| format!("CAND-{id}")),
                fee: *fee,
                ..PayoutObservation::new(Source::Lookup, *status)
            });
            bodies.push((at(plan.second + step), observed));
        }
        let id = PayoutId(Uuid::now_v7());
        store.append(of_payout(id, 0, bodies)).await.expect("a payout");
        records.push(store.payout(id).await.expect("a file").expect("known"));
    }
    records
}

/// All that the filter lets through, page by page.
async fn listed(store: &Store, filter: &MovementFilter, limit: u32) -> Vec<MovementRow> {
    let mut query = MovementQuery { filter: filter.clone(), after: None, limit };
    let mut rows = Vec::new();
    loop {
        let page = store.movements(&query).await.expect("a page");
        rows.extend(page.items);
        query.after = page.next;
        if query.after.is_none() {
            return rows;
        }
    }
}

/// What is to be listed.
struct Expected {
    rows: Vec<MovementRow>,
    sums: BTreeMap<ledger::Currency, i128>,
}

fn expected(
    everything: Vec<MovementRow>,
    payments: &[PaymentRecord],
    payouts: &[PayoutRecord],
    filter: &MovementFilter,
) -> Expected {
    let dated = &filter.filter;
    let payments = payments.iter().filter(|record| fits(record, dated));
    let mut fitting: Vec<_> =
        payments.map(|record| MovementOf::Payment(record.payment.id)).collect();
    let payouts = payouts.iter().filter(|record| fits_payout(record, dated));
    fitting.extend(payouts.map(|record| MovementOf::Payout(record.payout.id)));
    let mut rows = everything;
    rows.retain(|row| {
        fitting.contains(&row.of)
            && within(dated, row.occurred_at)
            && filter.after_seq.is_none_or(|after| row.seq > after)
            && filter.through_seq.is_none_or(|through| row.seq <= through)
    });
    let mut sums = BTreeMap::new();
    for row in &rows {
        let money = row.movement.money;
        *sums.entry(money.currency()).or_insert(0_i128) += i128::from(money.minor());
    }
    Expected { rows, sums }
}

pub(super) async fn compare_movements(
    store: &Store,
    payments: &[PaymentRecord],
    payouts: &[PayoutRecord],
    filter: &DatedFilter,
    (after_seq, through_seq): Range,
) -> Result<(), TestCaseError> {
    let everything = listed(store, &MovementFilter::default(), 5_000).await;
    let times: Vec<_> =
        everything.iter().map(|row| (row.occurred_at, row.seq, row.index)).collect();
    prop_assert!(times.is_sorted_by(|one, next| one < next));
    let filter = MovementFilter { filter: filter.clone(), after_seq, through_seq };
    let Expected { rows, sums } = expected(everything, payments, payouts, &filter);
    prop_assert_eq!(listed(store, &filter, 3).await, rows.clone(), "{:?}", filter);
    let ends = rows.first().zip(rows.last());
    let ends = ends.map(|(first, last)| (first.occurred_at, last.occurred_at));
    prop_assert_eq!(store.movement_span(&filter).await.expect("a span"), ends, "{:?}", filter);
    match store.movement_sums(&filter).await {
        Ok((count, found)) => {
            prop_assert_eq!(count, u64::try_from(rows.len()).expect("small"));
            let found: BTreeMap<_, _> =
                found.iter().map(|money| (money.currency(), i128::from(money.minor()))).collect();
            prop_assert_eq!(found, sums);
        }
        Err(error) => {
            let too_large = sums.values().any(|sum| i64::try_from(*sum).is_err());
            prop_assert!(too_large, "{error}");
        }
    }
    compare_takings(store, &filter, &rows).await
}

/// The takings are the same movements, put together.
async fn compare_takings(
    store: &Store,
    filter: &MovementFilter,
    rows: &[MovementRow],
) -> Result<(), TestCaseError> {
    let mut expected = BTreeMap::new();
    for row in rows {
        let quarter = row.occurred_at.timestamp().div_euclid(900) * 900;
        let moved = &row.movement;
        let key = (
            (quarter, row.account_name.to_string(), row.gateway),
            (moved.money.currency(), row.channel.clone(), moved.kind, moved.funds),
        );
        let (sum, count) = expected.entry(key).or_insert((0_i128, 0_i64));
        *sum += i128::from(moved.money.minor());
        let takes_back = (moved.money.minor() < 0) == (moved.kind == MovementKind::Sale);
        *count += if takes_back { -1 } else { 1 };
    }
    let Ok(found) = store.takings(filter).await else {
        let is_too_large = expected.values().any(|(sum, _)| i64::try_from(*sum).is_err());
        prop_assert!(is_too_large);
        return Ok(());
    };
    let found: BTreeMap<_, _> = found
        .into_iter()
        .map(|row| {
            let key = (
                (row.quarter.timestamp(), row.account_name.to_string(), row.gateway),
                (row.amount.currency(), row.channel, row.kind, row.funds),
            );
            (key, (i128::from(row.amount.minor()), row.count))
        })
        .collect();
    prop_assert_eq!(found, expected, "{:?}", filter);
    Ok(())
}
