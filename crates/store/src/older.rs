//! Files of an older layout: they are opened, and their projections made again, with all that they had.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use ledger::{
    AccountId, Body, Currency, Draft, EntryId, ExportId, ExportMade, GatewayKind, Mode, Money,
    MovementKind, Observation, Order, PaymentId, PaymentStatus, PayoutId, PayoutKind,
    PayoutObservation, PayoutOrder, PayoutStatus, PersonId, PersonRef, RefundId, RefundStatus,
    ReturnUrls, Source, Subject,
};
use refinery::Target;
use rusqlite::Connection;
use uuid::Uuid;

use crate::journal::{self, Head};
use crate::{Error, MovementQuery, RefundQuery, Settings, Store, open};

/// The layout before signers, batches and customers.
const OLDER: i32 = 6;

const ACCOUNT: AccountId = AccountId(Uuid::from_u128(1));
const PAYMENT: PaymentId = PaymentId(Uuid::from_u128(2));
const PERSON: PersonId = PersonId(Uuid::from_u128(3));
const REFUND: RefundId = RefundId(Uuid::from_u128(4));
const PAYOUT: PayoutId = PayoutId(Uuid::from_u128(5));
const EXPORT: ExportId = ExportId(Uuid::from_u128(6));

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + seconds, 0).expect("a time")
}

fn naira(minor: i64) -> Money {
    Money::from_minor(minor, Currency::NGN)
}

/// An order for 250.00, paid short, with a refund whose answer was lost, a payout of the gateway, and a file.
fn history() -> Vec<(Subject, Body)> {
    let account = Body::AccountConnected {
        name: "Main shop".parse().expect("a name"),
        gateway: GatewayKind::Novac,
        mode: Mode::Test,
        base_url: "https://gateway.example".to_owned(),
        settings: [].into(),
    };
    let order = Order {
        account: ACCOUNT,
        gateway: GatewayKind::Novac,
        mode: Mode::Test,
        reference: "ORDER-1".parse().expect("an order number"),
        amount: naira(25_000),
        customer: PersonRef { id: PERSON, digest: "d".repeat(64) },
        description: None,
        urls: ReturnUrls::default(),
        metadata: [].into(),
    };
    let requested =
        Body::LinkRequested { order, candidates: Vec::new(), idempotency_key: "link".to_owned() };
    let observation = Observation {
        source: Source::Lookup,
        status: PaymentStatus::Paid,
        gateway_status: "PAID".to_owned(),
        gateway_reference: Some("GW-1".to_owned()),
        amount: Some(naira(24_000)),
        charged: None,
        fee: Some(naira(100)),
        channel: None,
        message: None,
    };
    let refund = Body::RefundRequested {
        refund: REFUND,
        amount: naira(1_000),
        full: false,
        reason: "damaged".to_owned(),
        customer_note: None,
        merchant_note: None,
        idempotency_key: "refund".to_owned(),
        by: None,
        batch: None,
    };
    let lost = Body::RefundObserved {
        refund: REFUND,
        source: Source::Reply,
        status: RefundStatus::Unknown,
        gateway_status: None,
        gateway_refund_id: None,
        message: None,
        amount: None,
    };
    let payment = Subject::Payment(PAYMENT);
    let payout = Subject::Payout(PAYOUT);
    vec![
        (Subject::Account(ACCOUNT), account),
        (payment, requested),
        (payment, Body::PaymentObserved { observation, customer: None }),
        (payment, refund),
        (payment, lost),
        (payout, Body::PayoutFound { order: sent(), import: None }),
        (payout, arrived()),
        (Subject::Export(EXPORT), handed_out()),
    ]
}

/// What the gateway paid out of it.
fn sent() -> PayoutOrder {
    PayoutOrder {
        account: ACCOUNT,
        gateway: GatewayKind::Novac,
        mode: Mode::Test,
        kind: PayoutKind::Settlement,
        reference: "OUT-1".parse().expect("a reference"),
        amount: naira(20_000),
        to: "GTBank ••1234".to_owned(),
        beneficiary: None,
        details: [].into(),
        reason: "settled".to_owned(),
        part: None,
    }
}

fn arrived() -> Body {
    Body::PayoutObserved(PayoutObservation {
        gateway_payout_id: Some("SET-1".to_owned()),
        ..PayoutObservation::new(Source::Webhook, PayoutStatus::Processed)
    })
}

fn handed_out() -> Body {
    Body::ExportMade(ExportMade {
        profile: "base".to_owned(),
        filter: "status:paid".to_owned(),
        rows: 2,
        sha256: "e".repeat(64),
        sums: vec![naira(23_900)],
        after: None,
        through: None,
        files: Vec::new(),
        options: [].into(),
    })
}

/// The rows that the older layout had of [`history`], as far as they were filled.
const ROWS: &str = "
    INSERT INTO people (id, salt, name, email)
    VALUES (x'00000000000000000000000000000003', x'01', 'Ada Obi', 'Ada@Example.com');
    INSERT INTO accounts (id, name, name_folded, gateway, mode, base_url, settings, version, connected_ms)
    VALUES (x'00000000000000000000000000000001', 'Main shop', 'main shop', 'novac', 'test',
        'https://gateway.example', '{}', 1, 1790000000000);
    INSERT INTO payments (place, id, version, account, gateway, mode, reference, status, flags, amount_minor,
        currency, digits, refunded_minor, refundable_minor, customer, is_open, wants_attention, created_ms)
    VALUES (1876951040000000 << 1, x'00000000000000000000000000000002', 4, x'00000000000000000000000000000001',
        'novac', 'test', 'ORDER-1', 'paid', 2, 24000, 'NGN', 2, 0, 23000,
        x'00000000000000000000000000000003', 1, 1, 1790000001000);
    INSERT INTO refunds (place, id, payment, amount_minor, currency, status, method, is_full, reason,
        idempotency_key, requested_ms, updated_ms)
    SELECT 7, x'00000000000000000000000000000004', place, 1000, 'NGN', 'unknown', 'api', 0, 'damaged',
        'refund', 1790000003000, 1790000004000 FROM payments;
    INSERT INTO search (place, reference, customer, description)
    SELECT place, 'order-1', 'ada obi', '' FROM payments;
    INSERT INTO search_index (rowid, reference, customer, description)
    SELECT place, reference, customer, description FROM search;
    INSERT INTO deliveries (place, id, account_name, origin, received_ms, entries, is_waiting, texts, masked,
        body_bytes, body_sha256, headers, body)
    VALUES (1, x'00000000000000000000000000000009', 'Main shop', 'listener', 0, '[]', 1, 'main shop', 0,
        2, '', '[]', x'7b7d');
    INSERT INTO delivery_index (rowid, texts) SELECT place, texts FROM deliveries;";

/// A file of the older layout, with a journal and its rows.
fn older_file(directory: &Path) -> (PathBuf, Connection) {
    let path = directory.join("tillkeeper.sqlite");
    let mut file = Connection::open(&path).expect("a file");
    file.pragma_update(None, "application_id", open::APPLICATION_ID).expect("our mark");
    let runner = crate::migrations::runner().set_target(Target::Version(OLDER));
    runner.run(&mut file).expect("the older layout");
    let mut head = Head { seq: 0, hash: ledger::ChainHash::GENESIS };
    let (mut version, mut before) = (0, None);
    for (second, (subject, body)) in (0..).zip(history()) {
        version = if before == Some(subject) { version + 1 } else { 1 };
        before = Some(subject);
        let id = EntryId(Uuid::now_v7());
        let draft = Draft { id, at: at(second), actor: ledger::Actor::till(), body };
        (_, head) = journal::put(&file, head, subject, version, draft).expect("an entry");
    }
    file.execute_batch(ROWS).expect("rows");
    (path, file)
}

#[tokio::test]
async fn an_older_file_is_brought_up_to_date_and_says_what_its_journal_says() {
    let directory = tempfile::tempdir().expect("a directory");
    let (path, file) = older_file(directory.path());
    let before: String = file
        .query_row("SELECT group_concat(hex(hash)) FROM entries", [], |row| row.get(0))
        .expect("a journal");
    drop(file);

    let store = Store::open(&path).await.expect("an older file");
    assert_eq!(store.compare_projections().await.expect("a file"), []);
    assert_eq!(store.check_file().await.expect("a file"), Vec::<String>::new());
    let check = store.verify_journal().await.expect("a journal");
    assert_eq!((check.entries, check.problem), (8, None));
    let refunds = RefundQuery { limit: 9, ..RefundQuery::default() };
    let refunds = store.refunds(&refunds).await.expect("a list").items;
    let [row] = refunds.as_slice() else { panic!("one refund: {refunds:?}") };
    assert_eq!((row.refund.id, row.refund.asked), (REFUND, naira(1_000)));
    let customer = store.customer("ada@example.com").await.expect("a file").expect("known");
    assert_eq!((customer.payments, customer.totals[0].paid), (1, naira(24_000)));
    let people = store.people_of("ada@example.com").await.expect("a list");
    assert_eq!(people.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [PERSON]);
    let movements = MovementQuery { limit: 9, ..MovementQuery::default() };
    let moved = store.movements(&movements).await.expect("a list").items;
    let last = moved.last().map(|row| (row.movement.kind, row.movement.money));
    assert_eq!((moved.len(), last), (3, Some((MovementKind::Payout, naira(-20_000)))));
    let export = store.last_export("base", "status:paid").await.expect("a file").expect("known");
    assert_eq!((export.id, export.made.rows, export.made.through), (EXPORT, 2, None));
    assert_eq!(
        store.deliveries(&crate::DeliveryQuery::default()).await.expect("a list").items.len(),
        1
    );
    drop(store);

    let again = Store::open(&path).await.expect("the same file");
    assert_eq!(again.compare_projections().await.expect("a file"), []);
    let file = Connection::open(&path).expect("the file");
    let after: String = file
        .query_row("SELECT group_concat(hex(hash)) FROM entries", [], |row| row.get(0))
        .expect("a journal");
    assert_eq!(after, before, "the journal was touched");
}

#[tokio::test]
async fn two_programs_may_open_an_older_file_at_once() {
    let directory = tempfile::tempdir().expect("a directory");
    let (path, file) = older_file(directory.path());
    drop(file);
    let (one, other) = tokio::join!(Store::open(&path), Store::open(&path));
    for store in [one.expect("opened"), other.expect("opened")] {
        assert_eq!(store.compare_projections().await.expect("a file"), []);
    }
}

#[tokio::test]
async fn an_older_file_with_an_entry_that_cannot_be_read_opens_to_be_looked_at() {
    let directory = tempfile::tempdir().expect("a directory");
    let (path, file) = older_file(directory.path());
    file.execute_batch(
        "DROP TRIGGER entries_are_never_changed;
         UPDATE entries SET body = '{}' WHERE seq = 3;",
    )
    .expect("damage");
    drop(file);
    let store = Store::open(&path).await.expect("an older file");
    let check = store.verify_journal().await.expect("a journal");
    assert!(check.problem.is_some_and(|problem| problem.starts_with("entry 3")));
    let refunds = RefundQuery { limit: 9, ..RefundQuery::default() };
    let refunds = store.refunds(&refunds).await.expect("a list").items;
    assert_eq!(refunds[0].refund.asked, naira(1_000), "the lists are what they were");
    assert!(matches!(store.compare_projections().await, Err(Error::Entry { seq: 3, .. })));
}

#[tokio::test]
async fn an_older_file_without_room_for_the_new_stays_older_and_can_be_tried_again() {
    let directory = tempfile::tempdir().expect("a directory");
    let (path, file) = older_file(directory.path());
    let pages: u32 = file.query_row("PRAGMA page_count", [], |row| row.get(0)).expect("pages");
    drop(file);
    let settings = Settings { most_pages: Some(pages), ..Settings::default() };
    let error = Store::open_with(&path, &settings).await.expect_err("no room");
    assert!(matches!(error, Error::Full), "{error}");
    let store = Store::open(&path).await.expect("room enough now");
    assert_eq!(store.compare_projections().await.expect("a file"), []);
}
