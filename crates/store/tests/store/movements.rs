//! Movements, as exports read them.

use chrono::{DateTime, Utc};
use ledger::{
    Body, Currency, EntryId, Filter, Money, MovementKind, Observation, PaymentStatus, RefundId,
    RefundStatus, SaleTurn,
};
use store::{DatedFilter, Error, MovementFilter, MovementOf, MovementQuery, MovementRow};
use uuid::{Timestamp, Uuid};

use crate::shop::{
    LINK_KEY, Shop, about, at, connect, draft, news, observed, refund_observed, refund_recorded,
    refund_requested,
};

async fn all(shop: &Shop, filter: DatedFilter) -> Vec<MovementRow> {
    let mut query = MovementQuery { filter: filter.into(), after: None, limit: 2 };
    let mut rows = Vec::new();
    loop {
        let page = shop.store.movements(&query).await.expect("a page");
        rows.extend(page.items);
        query.after = page.next;
        if query.after.is_none() {
            return rows;
        }
    }
}

fn told(rows: &[MovementRow]) -> Vec<(MovementKind, i64, &str, &str)> {
    let told = rows.iter().map(|row| {
        let minor = row.movement.money.minor();
        (row.movement.kind, minor, row.status.as_str(), row.source.as_str())
    });
    told.collect()
}

#[tokio::test]
async fn every_movement_is_a_row_with_what_was_known_when_it_moved() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.pay(id, at(1)).await;
    let refund = RefundId(Uuid::now_v7());
    shop.tell(id, at(2), refund_requested(refund, 10_000, "key")).await;
    shop.tell(id, at(3), refund_observed(refund, RefundStatus::Processed)).await;
    shop.tell(id, at(4), refund_recorded(RefundId(Uuid::now_v7()), 500)).await;
    shop.tell(id, at(5), refund_observed(refund, RefundStatus::Failed)).await;
    let reversal = Observation {
        gateway_reference: Some("GW-LATER".to_owned()),
        ..observed(PaymentStatus::Reversed)
    };
    shop.tell(id, at(6), news(reversal)).await;
    let rows = all(&shop, DatedFilter::default()).await;
    assert_eq!(
        told(&rows),
        [
            (MovementKind::Sale, 25_000, "paid", "lookup"),
            (MovementKind::Fee, -150, "paid", "lookup"),
            (MovementKind::Refund, -10_000, "paid", "reply"),
            (MovementKind::Refund, -500, "paid", "hand"),
            (MovementKind::Refund, 10_000, "paid", "reply"),
            (MovementKind::Reversal, -25_000, "reversed", "lookup"),
        ]
    );
    let sale = rows.first().expect("a sale");
    assert_eq!((sale.of, sale.seq, sale.index), (MovementOf::Payment(id), 3, 0));
    assert_eq!(sale.fee, Some(Money::from_minor(150, Currency::NGN)));
    assert_eq!((sale.gateway_reference.as_deref(), sale.channel.as_deref()), (None, Some("Card")));
    assert_eq!(sale.occurred_at, at(1));
    let customer = sale.customer.as_ref().and_then(|person| person.name.as_deref());
    assert_eq!((customer, sale.description.as_deref()), (Some("Ada Obi"), Some("A premium plan")));
    assert_eq!((rows[1].index, rows[1].fee), (1, None));
    assert_eq!(rows[2].note.as_deref(), Some("damaged"));
    assert_eq!(rows[2].movement.refund, Some(refund));
    assert_eq!(rows[5].gateway_reference.as_deref(), Some("GW-LATER"));
}

#[tokio::test]
async fn the_time_of_recording_is_that_of_the_entrys_id() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    let recorded: DateTime<Utc> = at(86_400);
    let seconds = u64::try_from(recorded.timestamp()).expect("after 1970");
    let stamp = Timestamp::from_unix(uuid::NoContext, seconds, recorded.timestamp_subsec_nanos());
    let mut append = about(id, 1, Vec::new());
    let mut paid = draft(at(1), news(observed(PaymentStatus::Paid)));
    paid.id = EntryId(Uuid::new_v7(stamp));
    append.drafts.push(paid);
    let mut by_hand = draft(at(2), refund_recorded(RefundId(Uuid::now_v7()), 100));
    by_hand.id = EntryId(Uuid::from_u128(7));
    append.drafts.push(by_hand);
    shop.store.append(append).await.expect("entries");
    let rows = all(&shop, DatedFilter::default()).await;
    let times: Vec<_> = rows.iter().map(|row| (row.occurred_at, row.recorded_at)).collect();
    assert_eq!(times, [(at(1), recorded), (at(1), recorded), (at(2), at(2))]);
}

#[tokio::test]
async fn what_happened_earlier_comes_first_whenever_it_was_written() {
    let shop = Shop::open().await;
    let [first, second] = [shop.order("A", 100).await, shop.order("B", 200).await];
    shop.pay(first, at(50)).await;
    shop.pay(second, at(20)).await;
    let rows = all(&shop, DatedFilter::default()).await;
    let times: Vec<_> = rows.iter().map(|row| row.occurred_at).collect();
    assert_eq!(times, [at(20), at(20), at(50), at(50)]);
    let within = DatedFilter { from: Some(at(20)), until: Some(at(50)), ..DatedFilter::default() };
    assert_eq!(all(&shop, within).await.len(), 2);
}

#[tokio::test]
async fn a_filter_is_of_the_movements_payment() {
    let shop = Shop::open().await;
    let [first, second] = [shop.order("APPLE-1", 100).await, shop.order("PEAR-1", 200).await];
    shop.pay(first, at(1)).await;
    shop.pay(second, at(2)).await;
    for filter in ["pear", "reference:ear-1", "amount>1.50"] {
        let filter = DatedFilter {
            filter: filter.parse::<Filter>().expect("a filter"),
            ..DatedFilter::default()
        };
        let (count, sums) = shop.store.movement_sums(&filter.clone().into()).await.expect("sums");
        assert_eq!((count, sums), (2, vec![Money::from_minor(50, Currency::NGN)]));
        let rows = all(&shop, filter).await;
        assert!(rows.iter().all(|row| row.of == MovementOf::Payment(second)) && rows.len() == 2);
    }
}

#[tokio::test]
async fn sums_are_exact_up_to_the_largest_amount_and_refused_beyond() {
    let shop = Shop::open().await;
    let sale = async |reference: &str, minor: i64, currency: Currency| {
        let order = shop.ordered(reference, Money::from_minor(minor, currency));
        let id = shop.place(order, at(0)).await;
        let paid = Observation { fee: None, ..observed(PaymentStatus::Paid) };
        shop.tell(id, at(1), news(paid)).await;
        id
    };
    let big = sale("A", i64::MAX, Currency::NGN).await;
    sale("B", 1, Currency::USD).await;
    shop.tell(big, at(2), refund_recorded(RefundId(Uuid::now_v7()), i64::MAX)).await;
    sale("C", i64::MAX, Currency::NGN).await;
    let everything = MovementFilter::default();
    let (count, sums) = shop.store.movement_sums(&everything).await.expect("sums");
    let largest = Money::from_minor(i64::MAX, Currency::NGN);
    assert_eq!((count, sums), (4, vec![largest, Money::from_minor(1, Currency::USD)]));

    sale("D", 1, Currency::NGN).await;
    let error = shop.store.movement_sums(&everything).await.expect_err("too large");
    assert!(matches!(error, Error::Sum(_)), "{error}");
}

#[tokio::test]
async fn a_note_that_moves_nothing_makes_no_row() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    let lost =
        Body::LinkLost { idempotency_key: LINK_KEY.to_owned(), message: "no answer".to_owned() };
    shop.tell(id, at(1), lost).await;
    assert_eq!(all(&shop, DatedFilter::default()).await, []);
    let sums = shop.store.movement_sums(&MovementFilter::default()).await;
    assert_eq!(sums.expect("sums"), (0, Vec::new()));
}

#[tokio::test]
async fn which_sale_of_an_order_number_came_first_is_told_by_the_journal_for_good() {
    let shop = Shop::open().await;
    let older = shop.order("ORDER-1", 25_000).await;
    let account = connect(&shop.store, "Second shop").await.expect("an account");
    let order = shop.ordered("ORDER-1", Money::from_minor(25_000, Currency::NGN));
    let newer = shop.place(ledger::Order { account, ..order }, at(1)).await;
    // The order that was placed later is paid first, as far as the journal knows.
    shop.pay(newer, at(9)).await;
    shop.pay(older, at(2)).await;
    let more = Observation {
        amount: Some(Money::from_minor(30_000, Currency::NGN)),
        ..observed(PaymentStatus::Paid)
    };
    shop.tell(newer, at(10), news(more)).await;
    let rows = all(&shop, DatedFilter::default()).await;
    let sales: Vec<_> = rows
        .iter()
        .filter(|row| row.movement.kind == MovementKind::Sale)
        .filter_map(|row| match row.of {
            MovementOf::Payment(id) => Some((id, row.seq, row.index)),
            MovementOf::Payout(_) => None,
        })
        .collect();
    assert_eq!(sales.iter().map(|sale| sale.0).collect::<Vec<_>>(), [older, newer, newer]);
    let turns = shop.store.sale_turns(sales.clone()).await.expect("a file");
    let turns: Vec<_> = sales.iter().map(|(_, seq, index)| turns[&(*seq, *index)]).collect();
    assert_eq!(turns, [SaleTurn::AfterAnother, SaleTurn::First, SaleTurn::OneMore]);
}
