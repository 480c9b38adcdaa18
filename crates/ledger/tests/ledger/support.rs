//! Generators of money, observations and whole histories, sensible and senseless alike.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{
    AccountId, Actor, Body, Currency, Entry, EntryId, Flag, GatewayKind, ImportId, Mode, Money,
    Observation, Order, PaymentId, PaymentStatus, PersonId, PersonRef, RefundId, RefundMethod,
    RefundStatus, ReturnUrls, Signer, Source, Subject,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

/// The payment that histories are about.
pub(crate) const PAYMENT: PaymentId = PaymentId(Uuid::from_u128(1));

/// Noon of a day in 2026.
pub(crate) fn noon() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

pub(crate) fn ngn(minor: i64) -> Money {
    Money::from_minor(minor, Currency::NGN)
}

pub(crate) fn refund_id(number: u8) -> RefundId {
    RefundId(Uuid::from_u128(100 + u128::from(number)))
}

pub(crate) fn currency() -> impl Strategy<Value = Currency> {
    select(Currency::all().collect::<Vec<_>>())
}

/// Amounts as they occur, and now and then one that should not.
pub(crate) fn money() -> impl Strategy<Value = Money> {
    let minor = prop_oneof![8 => 0..5_000_i64, 1 => -50..0_i64, 1 => Just(9_007_199_254_740_991)];
    let currency = prop_oneof![9 => Just(Currency::NGN), 1 => Just(Currency::USD)];
    (minor, currency).prop_map(|(minor, currency)| Money::from_minor(minor, currency))
}

/// An order of `amount`, by a customer without details.
pub(crate) fn order(amount: Money) -> Order {
    Order {
        account: AccountId(Uuid::from_u128(2)),
        gateway: GatewayKind::Novac,
        mode: Mode::Test,
        reference: "ORDER-00123".parse().unwrap(),
        amount,
        customer: person(3),
        description: None,
        urls: ReturnUrls::default(),
        metadata: BTreeMap::new(),
    }
}

pub(crate) fn person(number: u128) -> PersonRef {
    PersonRef { id: PersonId(Uuid::from_u128(number)), digest: "00".repeat(32) }
}

/// What a gateway says of a payment, with nothing but a status.
pub(crate) fn seen(status: PaymentStatus) -> Observation {
    Observation {
        source: Source::Lookup,
        status,
        gateway_status: status.to_string(),
        gateway_reference: None,
        amount: None,
        charged: None,
        fee: None,
        channel: None,
        message: None,
    }
}

/// Any word of a closed vocabulary.
fn word<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    select(all)
}

fn name(of: &'static str) -> impl Strategy<Value = String> {
    (1..4_u8).prop_map(move |number| format!("{of}-{number}"))
}

fn refund() -> impl Strategy<Value = RefundId> {
    (1..4_u8).prop_map(refund_id)
}

prop_compose! {
    /// Anything a gateway could say of a payment.
    pub(crate) fn observation()(
        source in word(Source::ALL),
        status in word(PaymentStatus::ALL),
        gateway_status in name("word"),
        gateway_reference in option::of(name("ref")),
        amount in option::of(money()),
        charged in option::of(money()),
        fee in option::of(money()),
        channel in option::of(name("channel")),
    ) -> Observation {
        Observation {
            source, status, gateway_status, gateway_reference, amount, charged, fee, channel, message: None,
        }
    }
}

fn opening() -> impl Strategy<Value = Body> {
    let ordered = (money(), name("key")).prop_map(|(amount, idempotency_key)| {
        Body::LinkRequested { order: order(amount), candidates: Vec::new(), idempotency_key }
    });
    let found = (money(), option::of(Just(person(4))), import()).prop_map(|found| {
        let (amount, customer, import) = found;
        let mut body = payment_found(amount, import);
        if let Body::PaymentFound { customer: named, .. } = &mut body {
            *named = customer;
        }
        body
    });
    prop_oneof![3 => ordered, 2 => found]
}

/// A payment that was found, or brought by an import.
pub(crate) fn payment_found(amount: Money, import: Option<ImportId>) -> Body {
    Body::PaymentFound {
        account: AccountId(Uuid::from_u128(2)),
        gateway: GatewayKind::Ovgc,
        mode: Mode::Unknown,
        reference: "ref-1".parse().unwrap(),
        amount,
        customer: None,
        import,
    }
}

pub(crate) fn import_id(number: u8) -> ImportId {
    ImportId(Uuid::from_u128(200 + u128::from(number)))
}

/// One of two imports, or none.
fn import() -> impl Strategy<Value = Option<ImportId>> {
    option::of((1..3_u8).prop_map(import_id))
}

fn withdrawal() -> impl Strategy<Value = Body> {
    let reason = || "the wrong file".to_owned();
    let days = any::<bool>;
    let payment = (1..3_u8, days()).prop_map(move |(number, on_own_days)| Body::PaymentWithdrawn {
        import: import_id(number),
        reason: reason(),
        by: ada(),
        on_own_days,
    });
    let one = (1..3_u8, refund(), days()).prop_map(move |(number, refund, on_own_days)| {
        let import = import_id(number);
        Body::RefundWithdrawn { refund, import, reason: reason(), by: ada(), on_own_days }
    });
    prop_oneof![2 => payment, 1 => one]
}

fn link_body() -> impl Strategy<Value = Body> {
    let renewal = name("key").prop_map(|idempotency_key| Body::LinkRenewalRequested {
        candidates: vec![idempotency_key.clone()],
        idempotency_key,
    });
    let opened = (name("key"), name("ref")).prop_map(|(idempotency_key, gateway_reference)| {
        Body::LinkOpened {
            idempotency_key,
            gateway_reference,
            url: "https://pay.example/1".to_owned(),
            expires_at: Some(noon()),
        }
    });
    let failed = (name("key"), name("message"))
        .prop_map(|(idempotency_key, message)| Body::LinkFailed { idempotency_key, message });
    let lost = (name("key"), name("message"))
        .prop_map(|(idempotency_key, message)| Body::LinkLost { idempotency_key, message });
    prop_oneof![1 => renewal, 2 => opened, 1 => failed, 1 => lost]
}

fn refund_body() -> impl Strategy<Value = Body> {
    let requested =
        (refund(), money(), any::<bool>()).prop_map(|(id, amount, full)| Body::RefundRequested {
            refund: id,
            amount,
            full,
            reason: "returned".to_owned(),
            customer_note: None,
            merchant_note: None,
            idempotency_key: id.to_string(),
            batch: None,
            by: None,
        });
    let submitted = refund().prop_map(|refund| Body::RefundSubmitted { refund });
    let recorded = (refund(), money(), word(RefundMethod::ALL), import()).prop_map(|recorded| {
        let (id, amount, method, import) = recorded;
        Body::RefundRecorded {
            refund: id,
            amount,
            method,
            reason: "returned".to_owned(),
            evidence: None,
            idempotency_key: id.to_string(),
            by: None,
            file: None,
            import,
        }
    });
    let found = (refund(), money(), word(RefundStatus::ALL), name("word"), import()).prop_map(
        |(id, amount, status, gateway_status, import)| Body::RefundFound {
            refund: id,
            amount,
            status,
            gateway_status,
            gateway_refund_id: id.to_string(),
            reason: "found".to_owned(),
            import,
        },
    );
    prop_oneof![
        4 => requested, 2 => submitted, 2 => recorded, 2 => found, 8 => refund_observed(), 3 => decision(), 3 => joining(),
    ]
}

fn decision() -> impl Strategy<Value = Body> {
    let approved =
        refund().prop_map(|refund| Body::RefundApproved { refund, by: ada(), note: None });
    let rejected = refund().prop_map(|refund| Body::RefundRejected {
        refund,
        by: ada(),
        reason: "not ours".to_owned(),
    });
    let resolved =
        (refund(), word(RefundStatus::ALL)).prop_map(|(refund, status)| Body::RefundResolved {
            refund,
            status,
            evidence: "the statement".to_owned(),
            file: None,
            by: ada(),
        });
    prop_oneof![approved, rejected, resolved]
}

fn joining() -> impl Strategy<Value = Body> {
    let matched =
        (refund(), word(RefundStatus::ALL)).prop_map(|(refund, status)| Body::RefundMatched {
            refund,
            source: Source::Lookup,
            status,
            gateway_status: status.to_string(),
            gateway_refund_id: "matched".to_owned(),
        });
    let confirmed = refund().prop_map(|refund| Body::RefundMatchConfirmed { refund, by: ada() });
    let two = (refund(), refund());
    let joined = two.prop_map(|(refund, found)| Body::RefundJoined { refund, found, by: ada() });
    let two = (refund(), 1..9_u8);
    let split = two.prop_map(|(refund, found)| Body::RefundSplit {
        refund,
        found: refund_id(found),
        by: ada(),
    });
    let accepted = refund().prop_map(|refund| Body::AttentionAccepted {
        flags: Flag::ALL.iter().copied().collect(),
        refunds: [refund].into(),
        note: "seen".to_owned(),
        by: ada(),
    });
    prop_oneof![matched, confirmed, joined, split, accepted]
}

/// Somebody who decides.
pub(crate) fn ada() -> Signer {
    "Ada Obi".parse().unwrap()
}

prop_compose! {
    fn refund_observed()(
        refund in refund(),
        status in word(RefundStatus::ALL),
        gateway_status in option::of(name("word")),
        gateway_refund_id in option::of(name("refund")),
        message in option::of(name("message")),
        amount in option::weighted(0.2, money()),
        source in select(vec![Source::Lookup, Source::Import]),
    ) -> Body {
        Body::RefundObserved { refund, source, status, gateway_status, gateway_refund_id, message, amount }
    }
}

/// Anything that can be written about a payment.
pub(crate) fn body() -> impl Strategy<Value = Body> {
    let observed = (observation(), option::of(Just(person(5))))
        .prop_map(|(observation, customer)| Body::PaymentObserved { observation, customer });
    prop_oneof![
        1 => opening(), 3 => link_body(), 5 => observed, 5 => refund_body(), 2 => withdrawal(),
    ]
}

/// Entries in their places, from bodies in theirs. Times are given in minutes and need not rise.
pub(crate) fn entries(bodies: Vec<(Body, i64)>) -> Vec<Entry> {
    let numbered = (1..).zip(bodies);
    let entries = numbered.map(|(version, (body, minutes))| Entry {
        seq: version,
        version,
        subject: Subject::Payment(PAYMENT),
        id: EntryId(Uuid::from_u128(u128::from(version))),
        at: noon() + TimeDelta::minutes(minutes),
        actor: Actor::till(),
        body,
    });
    entries.collect()
}

/// Entries in any order, whether or not they make sense where they stand.
pub(crate) fn any_history() -> impl Strategy<Value = Vec<Entry>> {
    vec((body(), -1_000..1_000_i64), 0..30).prop_map(entries)
}

/// Entries in any order behind one that opens a payment.
pub(crate) fn history() -> impl Strategy<Value = Vec<Entry>> {
    (opening(), vec((body(), -1_000..1_000_i64), 0..30))
        .prop_map(|(first, rest)| entries(std::iter::once((first, 0)).chain(rest).collect()))
}

/// A history told by hand, a minute apart.
pub(crate) fn told(bodies: impl IntoIterator<Item = Body>) -> Vec<Entry> {
    entries(bodies.into_iter().zip(0..).collect())
}

/// An order of `amount` that has its link.
pub(crate) fn ordered(amount: Money) -> Vec<Body> {
    let requested = Body::LinkRequested {
        order: order(amount),
        candidates: Vec::new(),
        idempotency_key: "key-1".to_owned(),
    };
    vec![requested, opened("key-1", "ref-1")]
}

pub(crate) fn opened(key: &str, reference: &str) -> Body {
    Body::LinkOpened {
        idempotency_key: key.to_owned(),
        gateway_reference: reference.to_owned(),
        url: "https://pay.example/1".to_owned(),
        expires_at: None,
    }
}

pub(crate) fn observed(observation: Observation) -> Body {
    Body::PaymentObserved { observation, customer: None }
}
