//! A small shop to test with: an account, orders, and what the gateway says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{
    AccountId, Actor, Body, Currency, Draft, Entry, EntryId, Evidence, GatewayKind, Mode, Money,
    Observation, Order, PaymentId, PaymentStatus, PersonId, PersonRef, RefundId, RefundMethod,
    RefundStatus, ReturnUrls, Signer, Source, Subject,
};
use store::{Append, Error, PersonDetails, Store};
use tempfile::TempDir;
use uuid::Uuid;

/// A store in a directory of its own, with one account.
pub(crate) struct Shop {
    pub(crate) store: Store,
    pub(crate) account: AccountId,
    directory: TempDir,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store::open(&file_in(directory.path())).await.expect("a new file");
        let account = connect(&store, "Main shop").await.expect("an account");
        Self { store, account, directory }
    }

    /// A shop in a file that may have one, in a directory that is kept.
    pub(crate) async fn open_at(file: &Path) -> Self {
        let store = Store::open(file).await.expect("a file");
        let known = store.account_by_name("Main shop").await.expect("a file");
        let account = match known {
            Some(account) => account.id,
            None => connect(&store, "Main shop").await.expect("an account"),
        };
        Self { store, account, directory: tempfile::tempdir().expect("a directory") }
    }

    pub(crate) fn file(&self) -> PathBuf {
        file_in(self.directory.path())
    }

    /// Closes the file, with all of it in one place, and keeps its directory.
    pub(crate) async fn close(self) -> TempDir {
        let file = self.intruder();
        drop(self.store);
        let merged = "PRAGMA wal_checkpoint(TRUNCATE)";
        while file.query_row(merged, [], |row| row.get::<_, bool>(0)).expect("the file") {
            tokio::task::yield_now().await;
        }
        let mode = "PRAGMA journal_mode = DELETE";
        while file.query_row(mode, [], |row| row.get::<_, String>(0)).is_err() {
            tokio::task::yield_now().await;
        }
        self.directory
    }

    /// A second connection to the same file, as another program would have.
    pub(crate) fn intruder(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.file()).expect("the file")
    }

    pub(crate) async fn order(&self, reference: &str, minor: i64) -> PaymentId {
        let order = self.ordered(reference, Money::from_minor(minor, Currency::NGN));
        self.place(order, at(0)).await
    }

    pub(crate) fn ordered(&self, reference: &str, amount: Money) -> Order {
        Order {
            account: self.account,
            gateway: GatewayKind::Novac,
            mode: Mode::Test,
            reference: reference.parse().expect("an order number"),
            amount,
            customer: PersonRef { id: PersonId(Uuid::now_v7()), digest: "d".repeat(64) },
            description: Some("A premium plan".to_owned()),
            urls: ReturnUrls::default(),
            metadata: BTreeMap::new(),
        }
    }

    pub(crate) async fn place(&self, order: Order, when: DateTime<Utc>) -> PaymentId {
        let id = PaymentId(Uuid::now_v7());
        let person = order.customer.clone();
        let details = PersonDetails {
            name: Some("Ada Obi".to_owned()),
            email: Some("ada@example.com".to_owned()),
            ..PersonDetails::default()
        };
        let append = Append {
            people: vec![(person, details, b"salt".to_vec())],
            ..about(id, 0, vec![(when, requested(order))])
        };
        self.store.append(append).await.expect("an order");
        id
    }

    /// Appends at whatever version the payment has.
    pub(crate) async fn tell(&self, id: PaymentId, when: DateTime<Utc>, body: Body) -> Vec<Entry> {
        let record = self.store.payment(id).await.expect("a payment");
        let version = record.expect("it is known").payment.version;
        let append = about(id, version, vec![(when, body)]);
        self.store.append(append).await.expect("news")
    }

    pub(crate) async fn pay(&self, id: PaymentId, when: DateTime<Utc>) -> Vec<Entry> {
        let observation = observed(PaymentStatus::Paid);
        self.tell(id, when, news(observation)).await
    }
}

pub(crate) fn file_in(directory: &Path) -> PathBuf {
    directory.join("tillkeeper.sqlite")
}

/// A fixed morning, and seconds after it.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    let morning = DateTime::from_timestamp(1_790_000_000, 123_000_000).expect("a time");
    morning + TimeDelta::seconds(seconds)
}

pub(crate) async fn connect(store: &Store, name: &str) -> Result<AccountId, Error> {
    let id = AccountId(Uuid::now_v7());
    let body = Body::AccountConnected {
        name: name.parse().expect("a name"),
        gateway: GatewayKind::Novac,
        mode: Mode::Test,
        base_url: "https://gateway.example".to_owned(),
        settings: BTreeMap::from([("checkout".to_owned(), "v2".to_owned())]),
    };
    let drafts = vec![draft(at(-60), body)];
    let append =
        Append { subject: Subject::Account(id), expected_version: 0, drafts, people: Vec::new() };
    store.append(append).await.map(|_| id)
}

pub(crate) fn about(id: PaymentId, version: u64, bodies: Vec<(DateTime<Utc>, Body)>) -> Append {
    let drafts = bodies.into_iter().map(|(at, body)| draft(at, body));
    Append {
        subject: Subject::Payment(id),
        expected_version: version,
        drafts: drafts.collect(),
        people: Vec::new(),
    }
}

pub(crate) fn draft(at: DateTime<Utc>, body: Body) -> Draft {
    Draft { id: EntryId(Uuid::now_v7()), at, actor: Actor::till(), body }
}

/// The key of every order's link.
pub(crate) const LINK_KEY: &str = "link-1";

pub(crate) fn requested(order: Order) -> Body {
    Body::LinkRequested {
        candidates: vec![format!("CAND-{}", order.reference)],
        idempotency_key: LINK_KEY.to_owned(),
        order,
    }
}

pub(crate) fn opened(gateway_reference: &str) -> Body {
    link_opened(LINK_KEY, gateway_reference)
}

/// The answer to the request that went out with `key`.
pub(crate) fn link_opened(key: &str, gateway_reference: &str) -> Body {
    Body::LinkOpened {
        idempotency_key: key.to_owned(),
        gateway_reference: gateway_reference.to_owned(),
        url: format!("https://pay.example/{gateway_reference}"),
        expires_at: Some(at(1_800) + TimeDelta::nanoseconds(7)),
    }
}

pub(crate) fn observed(status: PaymentStatus) -> Observation {
    Observation {
        source: Source::Lookup,
        status,
        gateway_status: status.as_str().to_uppercase(),
        gateway_reference: None,
        amount: None,
        charged: None,
        fee: Some(Money::from_minor(150, Currency::NGN)),
        channel: Some("Card".to_owned()),
        message: None,
    }
}

pub(crate) fn news(observation: Observation) -> Body {
    Body::PaymentObserved { observation, customer: None }
}

pub(crate) fn refund_requested(refund: RefundId, minor: i64, key: &str) -> Body {
    Body::RefundRequested {
        refund,
        amount: Money::from_minor(minor, Currency::NGN),
        full: false,
        reason: "damaged".to_owned(),
        customer_note: Some("sorry".to_owned()),
        merchant_note: None,
        idempotency_key: key.to_owned(),
        batch: None,
        by: None,
    }
}

pub(crate) fn refund_observed(refund: RefundId, status: RefundStatus) -> Body {
    Body::RefundObserved {
        refund,
        source: Source::Reply,
        status,
        gateway_status: Some("ok".to_owned()),
        gateway_refund_id: Some("RF-1".to_owned()),
        message: None,
        amount: None,
    }
}

pub(crate) fn refund_recorded(refund: RefundId, minor: i64) -> Body {
    Body::RefundRecorded {
        refund,
        amount: Money::from_minor(minor, Currency::NGN),
        method: RefundMethod::Cash,
        reason: "from the till".to_owned(),
        evidence: Some("receipt 7".to_owned()),
        idempotency_key: refund.to_string(),
        by: None,
        file: None,
        import: None,
    }
}

/// What a gateway says of a refund, and of its amount where that is not what was asked for.
pub(crate) fn refund_told(
    refund: RefundId,
    source: Source,
    status: RefundStatus,
    minor: Option<i64>,
) -> Body {
    Body::RefundObserved {
        refund,
        source,
        status,
        gateway_status: Some(status.as_str().to_uppercase()),
        gateway_refund_id: Some(format!("RF-{refund}")),
        message: None,
        amount: minor.map(|minor| Money::from_minor(minor, Currency::NGN)),
    }
}

pub(crate) fn refund_found(refund: RefundId, minor: i64) -> Body {
    Body::RefundFound {
        refund,
        amount: Money::from_minor(minor, Currency::NGN),
        status: RefundStatus::Processed,
        gateway_status: "done".to_owned(),
        gateway_refund_id: format!("RF-{refund}"),
        reason: "found there".to_owned(),
        import: None,
    }
}

pub(crate) fn refund_matched(refund: RefundId, status: RefundStatus) -> Body {
    Body::RefundMatched {
        refund,
        source: Source::Lookup,
        status,
        gateway_status: "done".to_owned(),
        gateway_refund_id: format!("RF-{refund}"),
    }
}

pub(crate) fn refund_resolved(refund: RefundId, status: RefundStatus) -> Body {
    Body::RefundResolved {
        refund,
        status,
        evidence: "the dashboard says so".to_owned(),
        file: Some(Evidence { sha256: "e".repeat(64), name: "screen.png".to_owned(), bytes: 7 }),
        by: signer("Bola"),
    }
}

/// That somebody looked at these refunds.
pub(crate) fn accepted<const N: usize>(refunds: [RefundId; N]) -> Body {
    Body::AttentionAccepted {
        flags: BTreeSet::new(),
        refunds: refunds.into(),
        note: "seen".to_owned(),
        by: signer("Ada"),
    }
}

pub(crate) fn signer(name: &str) -> Signer {
    name.parse().expect("a name")
}
