//! What movements come to: payouts among them, takings by the quarter of an hour, and what gateways hold.

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{
    AccountId, Body, Currency, GatewayKind, LedgerAccount, Mode, Money, MovementKind, Observation,
    Order, PaymentStatus, PayoutId, PayoutKind, PayoutObservation, PayoutOrder, PayoutStatus,
    RefundId, Source,
};
use store::{
    ClearingBalance, Error, MovementFilter, MovementOf, MovementQuery, MovementRow, TakingsRow,
};
use uuid::Uuid;

use crate::payouts::{of_payout, payout_observed};
use crate::shop::{Shop, at, connect, news, observed, refund_recorded};

fn naira(minor: i64) -> Money {
    Money::from_minor(minor, Currency::NGN)
}

impl Shop {
    /// A payout of the gateway to the merchant, which arrives a second later.
    async fn settle(&self, reference: &str, minor: i64, when: DateTime<Utc>) -> PayoutId {
        let order = PayoutOrder {
            kind: PayoutKind::Settlement,
            amount: naira(minor),
            gateway: GatewayKind::Novac,
            beneficiary: None,
            to: "GTBank ••1234".to_owned(),
            reason: "the sales of a day".to_owned(),
            ..self.payout_order(reference)
        };
        let id = PayoutId(Uuid::now_v7());
        let append = of_payout(id, 0, vec![(when, Body::PayoutFound { order, import: None })]);
        self.store.append(append).await.expect("a payout");
        self.hear(id, when + TimeDelta::seconds(1), arrived(reference)).await;
        id
    }

    async fn moved(&self, filter: &MovementFilter) -> Vec<MovementRow> {
        let query = MovementQuery { filter: filter.clone(), after: None, limit: 5_000 };
        self.store.movements(&query).await.expect("a page").items
    }
}

fn arrived(id: &str) -> Body {
    Body::PayoutObserved(PayoutObservation {
        gateway_status: Some("PAID".to_owned()),
        gateway_payout_id: Some(format!("SET-{id}")),
        bank_reference: Some(format!("RRN-{id}")),
        ..PayoutObservation::new(Source::Webhook, PayoutStatus::Processed)
    })
}

fn matching(filter: &str) -> MovementFilter {
    let filter = filter.parse().expect("a filter");
    store::DatedFilter { filter, ..store::DatedFilter::default() }.into()
}

fn told(rows: &[MovementRow]) -> Vec<(MovementKind, i64, &str)> {
    let told =
        rows.iter().map(|row| (row.movement.kind, row.movement.money.minor(), row.status.as_str()));
    told.collect()
}

#[tokio::test]
async fn a_payout_that_arrives_is_among_the_movements_with_what_was_known_then() {
    let shop = Shop::open().await;
    let sale = shop.order("ORDER-1", 25_000).await;
    shop.pay(sale, at(1)).await;
    let id = shop.settle("OUT-1", 24_850, at(4)).await;
    shop.pay(shop.order("ORDER-2", 100).await, at(9)).await;
    let rows = shop.moved(&MovementFilter::default()).await;
    let expected = [
        (MovementKind::Sale, 25_000, "paid"),
        (MovementKind::Fee, -150, "paid"),
        (MovementKind::Payout, -24_850, "processed"),
        (MovementKind::Sale, 100, "paid"),
        (MovementKind::Fee, -150, "paid"),
    ];
    assert_eq!(told(&rows), expected);
    let payout = &rows[2];
    assert_eq!(
        (payout.of, payout.movement.funds),
        (MovementOf::Payout(id), LedgerAccount::Clearing)
    );
    assert_eq!((payout.reference.as_str(), payout.occurred_at), ("OUT-1", at(5)));
    assert_eq!(payout.settlement_id.as_deref(), Some("SET-OUT-1"));
    assert_eq!(payout.bank_reference.as_deref(), Some("RRN-OUT-1"));
    assert_eq!(payout.description.as_deref(), Some("GTBank ••1234"));
    assert_eq!(payout.note.as_deref(), Some("the sales of a day"));
    assert_eq!((payout.source.as_str(), payout.account_name.as_str()), ("webhook", "Main shop"));
    assert_eq!((&payout.customer, &payout.channel, payout.fee), (&None, &None, None));
    assert_eq!((&rows[0].settlement_id, &rows[0].bank_reference), (&None, &None));
}

#[tokio::test]
async fn a_payout_that_fails_after_all_comes_back_and_what_was_sent_to_others_is_a_transfer() {
    let shop = Shop::open().await;
    let id = shop.send(shop.payout_order("OUT-1"), at(0)).await;
    shop.hear(id, at(1), payout_observed(PayoutStatus::Processed, Some("GW-1"))).await;
    shop.hear(id, at(2), payout_observed(PayoutStatus::Failed, Some("GW-1"))).await;
    let rows = shop.moved(&MovementFilter::default()).await;
    let expected = [
        (MovementKind::Fee, -5_000, "processed"),
        (MovementKind::Transfer, -500_000, "processed"),
        (MovementKind::Fee, 5_000, "failed"),
        (MovementKind::Transfer, 500_000, "failed"),
    ];
    assert_eq!(told(&rows), expected);
    assert_eq!(rows.iter().map(|row| row.index).collect::<Vec<_>>(), [0, 1, 0, 1]);
    let sums = shop.store.movement_sums(&MovementFilter::default()).await.expect("sums");
    assert_eq!(sums, (4, vec![naira(0)]));
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}

#[tokio::test]
async fn a_filter_that_only_a_payment_can_fulfil_leaves_payouts_out() {
    let shop = Shop::open().await;
    let sale = shop.order("GT-1", 25_000).await;
    shop.pay(sale, at(1)).await;
    shop.settle("GT-2", 24_850, at(4)).await;
    let both = ["", "gateway:novac", "account:\"main shop\"", "currency:ngn", "mode:test"];
    let both =
        both.iter().chain(&["amount>248", "reference:gt", "reference:GT-", "from:2020-01-01"]);
    for filter in both {
        assert_eq!(shop.moved(&matching(filter)).await.len(), 3, "{filter}");
    }
    let payout = ["reference:set-gt", "reference:rrn", "amount=248.50", "reference:2"];
    for filter in payout {
        let rows = shop.moved(&matching(filter)).await;
        assert_eq!(told(&rows), [(MovementKind::Payout, -24_850, "processed")], "{filter}");
    }
    let payment = ["status:paid", "channel:card", "customer:ada", "gt", "is:attention", "tag:gift"];
    for filter in payment.iter().chain(&["flag:late", "status:paid reference:gt"]) {
        let rows = shop.moved(&matching(filter)).await;
        assert!(rows.iter().all(|row| row.of == MovementOf::Payment(sale)), "{filter}");
    }
}

#[tokio::test]
async fn what_is_new_since_an_entry_is_given_once_whenever_it_happened() {
    let shop = Shop::open().await;
    let first = shop.order("A-1", 100).await;
    shop.pay(first, at(50)).await;
    let seen = shop.store.head().await.expect("a journal");
    let second = shop.order("B-2", 200).await;
    shop.pay(second, at(20)).await;
    shop.settle("OUT-1", 50, at(10)).await;
    let newer = MovementFilter { after_seq: Some(seen), ..MovementFilter::default() };
    let older = MovementFilter { through_seq: Some(seen), ..MovementFilter::default() };
    let rows = shop.moved(&newer).await;
    assert_eq!(
        rows.iter().map(|row| row.occurred_at).collect::<Vec<_>>(),
        [at(11), at(20), at(20)]
    );
    let mut both = shop.moved(&older).await;
    both.extend(rows);
    both.sort_by_key(|row| (row.occurred_at, row.seq, row.index));
    assert_eq!(both, shop.moved(&MovementFilter::default()).await);
    let sums = shop.store.movement_sums(&newer).await.expect("sums");
    assert_eq!(sums, (3, vec![naira(200 - 150 - 50)]));
    let span = shop.store.movement_span(&newer).await.expect("a span");
    assert_eq!(span, Some((at(11), at(20))));
    let now = shop.store.head().await.expect("a journal");
    let nothing = MovementFilter { after_seq: Some(now), ..MovementFilter::default() };
    assert_eq!(shop.store.movement_span(&nothing).await.expect("a span"), None);
}

fn quarter(hour: &str) -> DateTime<Utc> {
    format!("2026-11-30T{hour}:00Z").parse().expect("a time")
}

#[tokio::test]
async fn takings_are_summed_per_quarter_of_an_hour_channel_kind_and_funds() {
    let shop = Shop::open().await;
    let paid = async |reference: &str, minor: i64, when: &str, channel: &str| {
        let when: DateTime<Utc> = when.parse().expect("a time");
        let order = shop.ordered(reference, naira(minor));
        let id = shop.place(order, when).await;
        let channel = Some(channel.to_owned());
        let observation = Observation { channel, ..observed(PaymentStatus::Paid) };
        shop.tell(id, when, news(observation)).await;
        id
    };
    let one = paid("A", 100, "2026-11-30T09:15:00Z", "card").await;
    paid("B", 200, "2026-11-30T09:29:59.999Z", "card").await;
    paid("C", 400, "2026-11-30T09:29:59.999Z", "ussd").await;
    paid("D", 800, "2026-11-30T09:30:00Z", "card").await;
    let refund = RefundId(Uuid::now_v7());
    shop.tell(one, quarter("09:40"), refund_recorded(refund, 60)).await;
    shop.settle("OUT-1", 500, quarter("09:44")).await;
    let takings = shop.store.takings(&MovementFilter::default()).await.expect("takings");
    let told: Vec<_> = takings
        .iter()
        .map(|row| (row.quarter, row.channel.as_deref(), row.kind, row.amount.minor(), row.count))
        .collect();
    use MovementKind::{Fee, Payout, Refund, Sale};
    let expected = [
        (quarter("09:15"), Some("card"), Fee, -300, 2),
        (quarter("09:15"), Some("card"), Sale, 300, 2),
        (quarter("09:15"), Some("ussd"), Fee, -150, 1),
        (quarter("09:15"), Some("ussd"), Sale, 400, 1),
        (quarter("09:30"), None, Payout, -500, 1),
        (quarter("09:30"), Some("card"), Fee, -150, 1),
        (quarter("09:30"), Some("card"), Refund, -60, 1),
        (quarter("09:30"), Some("card"), Sale, 800, 1),
    ];
    assert_eq!(told, expected);
    let names: Vec<_> = takings.iter().map(|row| row.account_name.as_str()).collect();
    assert!(names.iter().all(|name| *name == "Main shop"));
    let cash = takings.iter().find(|row| row.kind == Refund).map(|row| row.funds);
    assert_eq!(cash, Some(LedgerAccount::Cash));
    let of_ussd = shop.store.takings(&matching("channel:ussd")).await.expect("takings");
    assert_eq!(of_ussd.iter().map(|row| row.amount).collect::<Vec<_>>(), [naira(-150), naira(400)]);
}

#[tokio::test]
async fn what_was_taken_before_1970_is_of_the_quarter_it_was_taken_in() {
    let shop = Shop::open().await;
    let when: DateTime<Utc> = "1969-12-31T23:46:00Z".parse().expect("a time");
    let id = shop.place(shop.ordered("OLD", naira(100)), when).await;
    let free = Observation { fee: None, ..observed(PaymentStatus::Paid) };
    shop.tell(id, when, news(free)).await;
    let takings = shop.store.takings(&MovementFilter::default()).await.expect("takings");
    let quarters: Vec<_> = takings.iter().map(|row| row.quarter.to_rfc3339()).collect();
    assert_eq!(quarters, ["1969-12-31T23:45:00+00:00"]);
}

#[tokio::test]
async fn takings_that_cannot_be_kept_exactly_are_refused() {
    let shop = Shop::open().await;
    for reference in ["A", "B"] {
        let id = shop.order(reference, i64::MAX).await;
        shop.pay(id, at(1)).await;
    }
    let error = shop.store.takings(&MovementFilter::default()).await;
    assert!(matches!(error, Err(Error::Sum(_))), "{error:?}");
    let error = shop.store.clearing(None).await;
    assert!(matches!(error, Err(Error::Sum(_))), "{error:?}");
}

#[tokio::test]
async fn what_a_gateway_holds_returns_to_nothing_once_it_is_paid_out() {
    let shop = Shop::open().await;
    let second = connect(&shop.store, "Second shop").await.expect("an account");
    let place = async |account: AccountId, mode: Mode, reference: &str| {
        let ordered = shop.ordered(reference, naira(1_000));
        let id = shop.place(Order { account, mode, ..ordered }, at(0)).await;
        shop.pay(id, at(1)).await;
        id
    };
    let first = place(shop.account, Mode::Test, "A-1").await;
    place(second, Mode::Live, "B-2").await;
    place(shop.account, Mode::Live, "C-3").await;
    shop.tell(first, at(2), refund_recorded(RefundId(Uuid::now_v7()), 400)).await;
    shop.settle("OUT-1", 850, at(9)).await;
    let row = |account, name: &str, mode, minor| ClearingBalance {
        account,
        account_name: name.parse().expect("a name"),
        gateway: GatewayKind::Novac,
        mode,
        balance: naira(minor),
    };
    let now = shop.store.clearing(None).await.expect("balances");
    let expected = [
        row(shop.account, "Main shop", Mode::Live, 850),
        row(shop.account, "Main shop", Mode::Test, 0),
        row(second, "Second shop", Mode::Live, 850),
    ];
    assert_eq!(now, expected, "what was paid back in cash is still there");
    let earlier = shop.store.clearing(Some(at(10))).await.expect("balances");
    assert_eq!(earlier[1], row(shop.account, "Main shop", Mode::Test, 850));
    assert_eq!(shop.store.clearing(Some(at(1))).await.expect("balances"), []);
}

#[tokio::test]
async fn nothing_taken_makes_no_rows() {
    let shop = Shop::open().await;
    let none: Vec<TakingsRow> = Vec::new();
    assert_eq!(shop.store.takings(&MovementFilter::default()).await.expect("takings"), none);
    assert_eq!(shop.store.clearing(None).await.expect("balances"), []);
}
