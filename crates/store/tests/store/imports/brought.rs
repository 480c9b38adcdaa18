//! Payments and refunds that an import brought.

use chrono::{DateTime, Utc};
use ledger::{
    AccountId, Body, Currency, GatewayKind, ImportId, ImportKind, Mode, Money, MovementKind,
    Observation, PaymentId, PaymentStatus, PayoutId, PayoutKind, PayoutObservation, PayoutOrder,
    PayoutStatus, RefundId, RefundStatus, Source, Subject,
};
use store::{Append, Error, MovementFilter, MovementQuery, PaymentQuery, PayoutQuery};
use uuid::Uuid;

use super::{made, of_import};
use crate::payouts::of_payout;
use crate::shop::{Shop, about, at, news, observed, signer};

fn naira(minor: i64) -> Money {
    Money::from_minor(minor, Currency::NGN)
}

fn found(account: AccountId, reference: &str, import: ImportId) -> Body {
    Body::PaymentFound {
        account,
        gateway: GatewayKind::Novac,
        mode: Mode::Live,
        reference: reference.parse().expect("an order number"),
        amount: naira(25_000),
        customer: None,
        import: Some(import),
    }
}

fn from_file(status: PaymentStatus) -> Body {
    news(Observation { source: Source::Import, ..observed(status) })
}

fn refunded(refund: RefundId, import: ImportId) -> Body {
    Body::RefundFound {
        refund,
        amount: naira(1_000),
        status: RefundStatus::Processed,
        gateway_status: "done".to_owned(),
        gateway_refund_id: format!("RF-{refund}"),
        reason: "from the list".to_owned(),
        import: Some(import),
    }
}

fn withdrawn(import: ImportId, on_own_days: bool) -> Body {
    let (reason, by) = ("the wrong file".to_owned(), signer("Ada"));
    Body::PaymentWithdrawn { import, reason, by, on_own_days }
}

impl Shop {
    /// An import of old payments, one for each reference.
    async fn history(
        &self,
        references: &[&str],
        status: PaymentStatus,
        when: DateTime<Utc>,
    ) -> (ImportId, Vec<PaymentId>) {
        let import = ImportId(Uuid::now_v7());
        let opening = of_import(import, 0, vec![made(ImportKind::History, None)]);
        let (mut appends, mut ids) = (vec![opening], Vec::new());
        for reference in references {
            let id = PaymentId(Uuid::now_v7());
            let bodies = [found(self.account, reference, import), from_file(status)];
            appends.push(about(id, 0, bodies.map(|body| (when, body)).to_vec()));
            ids.push(id);
        }
        self.store.append_all(appends).await.expect("a history");
        (import, ids)
    }

    async fn booked(&self) -> Vec<(MovementKind, i64, String, DateTime<Utc>)> {
        let query = MovementQuery { limit: 100, ..MovementQuery::default() };
        let rows = self.store.movements(&query).await.expect("a page").items;
        let told = rows.into_iter().map(|row| {
            (row.movement.kind, row.movement.money.minor(), row.source, row.occurred_at)
        });
        told.collect()
    }
}

#[tokio::test]
async fn what_an_import_brought_is_in_no_ones_way_and_found_by_its_import() {
    let shop = Shop::open().await;
    let (import, ids) = shop.history(&["OLD-1", "OLD-2"], PaymentStatus::Paid, at(-900)).await;
    let (pending, _) = shop.history(&["OLD-3"], PaymentStatus::Pending, at(-800)).await;
    let ordered = shop.order("NEW-1", 1).await;
    assert_eq!(shop.store.imported_payments(import).await.expect("a list"), ids);
    assert_eq!(shop.store.imported_payments(pending).await.expect("a list").len(), 1);
    let due = shop.store.due_lookups(at(99_999), 10).await.expect("a list");
    assert_eq!(due.iter().map(|due| due.payment).collect::<Vec<_>>(), [ordered]);
    assert_eq!(shop.store.open_payments().await.expect("a list"), [ordered]);
    let filter = store::DatedFilter {
        filter: "is:attention reference:old".parse().expect("a filter"),
        ..store::DatedFilter::default()
    };
    let query = PaymentQuery { filter, after: None, limit: 10 };
    assert_eq!(shop.store.payments(&query).await.expect("a list").items, []);
    let captured = shop.store.captured_since(shop.account, at(-1_000)).await;
    assert_eq!(captured.expect("a count"), 0, "no gateway told of them");
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}

#[tokio::test]
async fn a_withdrawn_payment_is_booked_back_when_it_was_withdrawn_and_can_be_brought_again() {
    let shop = Shop::open().await;
    let (import, ids) = shop.history(&["OLD-1"], PaymentStatus::Paid, at(-900)).await;
    let refund = RefundId(Uuid::now_v7());
    shop.tell(ids[0], at(-800), refunded(refund, import)).await;
    let both = shop.store.imported_refunds(import).await.expect("a list");
    assert_eq!(both, [(ids[0], refund)]);
    shop.tell(ids[0], at(5), withdrawn(import, false)).await;

    let record = shop.store.payment(ids[0]).await.expect("a file").expect("known");
    assert_eq!(
        (record.payment.status, record.payment.refunds.len()),
        (PaymentStatus::Cancelled, 0)
    );
    let imported = |kind, minor, when| (kind, minor, "import".to_owned(), when);
    use MovementKind::{Fee, Refund, Sale};
    let expected = vec![
        imported(Sale, 25_000, at(-900)),
        imported(Fee, -150, at(-900)),
        imported(Refund, -1_000, at(-800)),
        imported(Sale, -25_000, at(5)),
        imported(Fee, 150, at(5)),
        imported(Refund, 1_000, at(5)),
    ];
    assert_eq!(shop.booked().await, expected);
    let query = MovementQuery { limit: 100, ..MovementQuery::default() };
    let rows = shop.store.movements(&query).await.expect("a page").items;
    assert_eq!(rows[5].note.as_deref(), Some("from the list"));
    assert_eq!(shop.store.imported_refunds(import).await.expect("a list"), []);
    let refunds = shop.store.refunds(&store::RefundQuery { limit: 9, ..Default::default() }).await;
    assert_eq!(refunds.expect("a list").items, []);
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);

    let again = ImportId(Uuid::now_v7());
    shop.tell(ids[0], at(-900), found(shop.account, "OLD-1", again)).await;
    shop.tell(ids[0], at(-900), from_file(PaymentStatus::Paid)).await;
    shop.tell(ids[0], at(-800), refunded(RefundId(Uuid::now_v7()), again)).await;
    let (count, sums) = shop.store.movement_sums(&MovementFilter::default()).await.expect("sums");
    assert_eq!((count, sums), (9, vec![naira(25_000 - 150 - 1_000)]));
    assert_eq!(shop.store.imported_payments(again).await.expect("a list"), ids);
    assert_eq!(shop.store.imported_payments(import).await.expect("a list"), []);
    shop.store.rebuild_projections().await.expect("made again");
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}

#[tokio::test]
async fn a_payment_that_nobody_was_handed_is_booked_back_on_its_own_days() {
    let shop = Shop::open().await;
    let (import, ids) = shop.history(&["OLD-1"], PaymentStatus::Paid, at(-900)).await;
    let refund = RefundId(Uuid::now_v7());
    shop.tell(ids[0], at(-800), refunded(refund, import)).await;
    shop.tell(ids[0], at(5), withdrawn(import, true)).await;
    let moved = shop.booked().await.into_iter().map(|(_, minor, _, at)| (minor, at));
    let moved: Vec<_> = moved.collect();
    let expected =
        [(25_000, -900), (-150, -900), (-25_000, -900), (150, -900), (-1_000, -800), (1_000, -800)];
    assert_eq!(moved, expected.map(|(minor, day)| (minor, at(day))));
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);

    // It comes again by another name, which it is found by from then on.
    let again = ImportId(Uuid::now_v7());
    shop.tell(ids[0], at(-900), found(shop.account, "ORDER-1", again)).await;
    shop.tell(ids[0], at(-900), from_file(PaymentStatus::Paid)).await;
    for (name, is_it) in [("ORDER-1", true), ("OLD-1", false)] {
        let named = shop.store.find_payments(name, Some(shop.account)).await.expect("a list");
        assert_eq!(named == ids, is_it, "{name}: {named:?}");
    }
    shop.order("TAKEN", 1).await;
    shop.tell(ids[0], at(6), withdrawn(again, true)).await;
    let taken = about(ids[0], 7, vec![(at(-900), found(shop.account, "TAKEN", again))]);
    let error = shop.store.append(taken).await;
    assert!(matches!(error, Err(Error::ReferenceTaken { .. })), "{error:?}");
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}

#[tokio::test]
async fn several_subjects_are_written_together_or_not_at_all() {
    let shop = Shop::open().await;
    shop.order("TAKEN", 1).await;
    let head = shop.store.head().await.expect("a journal");
    let import = ImportId(Uuid::now_v7());
    let payment = |reference: &str| {
        let bodies = vec![(at(0), found(shop.account, reference, import))];
        about(PaymentId(Uuid::now_v7()), 0, bodies)
    };
    let error = shop.store.append_all(vec![payment("FREE"), payment("TAKEN")]).await;
    assert!(matches!(error, Err(Error::ReferenceTaken { .. })), "{error:?}");
    assert_eq!(shop.store.head().await.expect("a journal"), head);
    let entries = shop.store.append_all(vec![payment("FREE"), payment("FREE-2")]).await;
    let places: Vec<_> = entries.expect("written").iter().map(|entry| entry.seq).collect();
    assert_eq!(places, [head + 1, head + 2]);
    assert_eq!(shop.store.verify_journal().await.expect("a journal").problem, None);
}

#[tokio::test]
async fn an_import_about_an_account_names_it_and_one_that_never_was_is_refused() {
    let shop = Shop::open().await;
    let about_account = |account| {
        let mut body = made(ImportKind::BalanceReport, None);
        if let Body::ImportMade(made) = &mut body {
            made.account = Some(account);
        }
        body
    };
    let id = ImportId(Uuid::now_v7());
    let stranger = AccountId(Uuid::now_v7());
    let append =
        Append { subject: Subject::Import(id), ..of_import(id, 0, vec![about_account(stranger)]) };
    let error = shop.store.append_import(append, Vec::new(), Vec::new()).await;
    assert!(matches!(error, Err(Error::AccountUnknown { .. })), "{error:?}");
    let append = of_import(id, 0, vec![about_account(shop.account)]);
    shop.store.append_import(append, Vec::new(), Vec::new()).await.expect("an import");
    let record = shop.store.import(id).await.expect("a file").expect("known");
    assert_eq!(record.account, Some(shop.account));
    assert_eq!(record.account_name.map(|name| name.to_string()).as_deref(), Some("Main shop"));
}

#[tokio::test]
async fn an_import_and_what_it_brings_are_written_together_or_not_at_all() {
    let shop = Shop::open().await;
    shop.order("TAKEN", 1).await;
    let head = shop.store.head().await.expect("a journal");
    let import = ImportId(Uuid::now_v7());
    let opening = || of_import(import, 0, vec![made(ImportKind::History, None)]);
    let payment = |reference: &str| {
        let bodies = vec![(at(0), found(shop.account, reference, import))];
        about(PaymentId(Uuid::now_v7()), 0, bodies)
    };
    let brought = vec![payment("FREE"), payment("TAKEN")];
    let error = shop.store.append_import(opening(), Vec::new(), brought).await;
    assert!(matches!(error, Err(Error::ReferenceTaken { .. })), "{error:?}");
    assert_eq!(shop.store.head().await.expect("a journal"), head);
    assert_eq!(shop.store.import(import).await.expect("a file"), None);
    let brought = vec![payment("FREE"), payment("FREE-2")];
    shop.store.append_import(opening(), Vec::new(), brought).await.expect("an import");
    assert_eq!(shop.store.imported_payments(import).await.expect("a file").len(), 2);
}

#[tokio::test]
async fn payouts_that_an_import_brought_are_found_by_it_until_a_gateway_tells_of_them() {
    let shop = Shop::open().await;
    let import = ImportId(Uuid::now_v7());
    let order = PayoutOrder {
        account: shop.account,
        gateway: GatewayKind::Novac,
        mode: Mode::Live,
        kind: PayoutKind::Settlement,
        reference: "SETTLE-1".parse().expect("a reference"),
        amount: naira(1_000),
        to: "the merchant's own account".to_owned(),
        beneficiary: None,
        details: std::collections::BTreeMap::new(),
        reason: "a report tells of it".to_owned(),
        part: None,
    };
    let told_by =
        |source| Body::PayoutObserved(PayoutObservation::new(source, PayoutStatus::Processed));
    let id = PayoutId(Uuid::now_v7());
    let found = Body::PayoutFound { order, import: Some(import) };
    let bodies = vec![(at(1), found), (at(1), told_by(Source::Import))];
    shop.store
        .append_import(
            of_import(import, 0, vec![made(ImportKind::BalanceReport, None)]),
            Vec::new(),
            vec![of_payout(id, 0, bodies)],
        )
        .await
        .expect("an import");
    assert_eq!(shop.store.imported_payouts(import).await.expect("a file"), [id]);
    let record = shop.store.payout(id).await.expect("a file").expect("known");
    assert_eq!(record.payout.import, Some(import));
    let listed = shop.store.payouts(&PayoutQuery { limit: 5, ..PayoutQuery::default() }).await;
    assert_eq!(listed.expect("a file").items[0].payout, record.payout);
    let news = of_payout(id, 2, vec![(at(2), told_by(Source::Lookup))]);
    shop.store.append(news).await.expect("news");
    assert_eq!(shop.store.imported_payouts(import).await.expect("a file"), []);
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}
