//! Every filter finds exactly what it says: lists from SQL against the same payments looked at one by one.

mod meaning;
mod moved;

use std::collections::BTreeMap;

use ledger::{
    AccountId, Body, Comparison, Currency, Filter, Flag, GatewayKind, ImportId, Mode, Money,
    Observation, PaymentId, PaymentStatus, PersonId, PersonRef, RefundId, RefundStatus, Source,
    State, Tag, Term,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use rust_decimal::Decimal;
use store::{
    Append, DatedFilter, PaymentQuery, PaymentRecord, PaymentRow, PersonDetails, RefundQuery, Store,
};
use uuid::Uuid;

use self::meaning::{fits, within};
use self::moved::{compare_movements, range, send, sent};
use crate::shop::{
    about, accepted, at, connect, file_in, opened, refund_found, refund_matched, refund_observed,
    refund_recorded, refund_resolved, refund_told, signer,
};

const CURRENCIES: [&str; 4] = ["NGN", "JPY", "BHD", "CLF"];
const TEXTS: [&str; 8] =
    ["Ada Obi", "ÀDÉ_%", "100% off", "\"quoted\" * OR", "ΣΟΦΌΣ ς", "straße (x)", "a", "ß\\'; --"];

const IMPORT: ImportId = ImportId(Uuid::from_u128(7));

const CARES: [Care; 7] = [
    Care::Approve,
    Care::Reject,
    Care::Resolve,
    Care::Fail,
    Care::Join,
    Care::Confirm,
    Care::Split,
];

fn tags() -> Vec<Tag> {
    ["gift", "may-2026", "wholesale"].map(|word| word.parse().expect("a tag")).to_vec()
}

/// A payment as it is to be made.
#[derive(Debug, Clone)]
struct Plan {
    account: usize,
    gateway: GatewayKind,
    mode: Mode,
    amount: Money,
    second: i64,
    name: Option<String>,
    email: Option<String>,
    description: Option<String>,
    found: bool,
    imported: bool,
    steps: Vec<Step>,
}

#[derive(Debug, Clone)]
enum Step {
    Open(u8),
    Observe(Source, PaymentStatus, Option<Money>, Option<String>),
    Withdraw,
    Refund(i64, RefundStatus),
    ByHand(i64),
    Tag(Vec<Tag>),
    Care(Care, i64),
}

/// What people decide about a refund, one thing after the other.
#[derive(Debug, Clone, Copy)]
enum Care {
    Approve,
    Reject,
    Resolve,
    Fail,
    Join,
    Confirm,
    Split,
}

fn money() -> impl Strategy<Value = Money> {
    let minor = prop_oneof![
        1..2_000_i64,
        select(vec![1, 10, 99, 100, 101, 999, 1_000, 1_001, 10_000, i64::MAX]),
    ];
    (minor, select(CURRENCIES.to_vec())).prop_map(|(minor, code)| {
        let currency = code.parse::<Currency>().expect("a currency");
        Money::from_minor(minor, currency)
    })
}

fn text() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(select(TEXTS.to_vec()).prop_map(str::to_owned))
}

fn step() -> impl Strategy<Value = Step> {
    let status = select(PaymentStatus::ALL.to_vec());
    let source = select(vec![Source::Lookup, Source::Import]);
    let refund_status = select(RefundStatus::ALL.to_vec());
    let channel = proptest::option::of(select(vec!["Card".to_owned(), "ÜSSD".to_owned()]));
    prop_oneof![
        any::<u8>().prop_map(Step::Open),
        (source, status, proptest::option::of(money()), channel).prop_map(
            |(source, status, amount, channel)| Step::Observe(source, status, amount, channel)
        ),
        Just(Step::Withdraw),
        (1..500_i64, refund_status).prop_map(|(minor, status)| Step::Refund(minor, status)),
        (1..2_000_i64).prop_map(Step::ByHand),
        subsequence(tags(), 0..=2).prop_map(Step::Tag),
        (select(CARES.to_vec()), 1..500_i64).prop_map(|(care, minor)| Step::Care(care, minor)),
    ]
}

fn plan() -> impl Strategy<Value = Plan> {
    let who = (0..3_usize, select(GatewayKind::ALL.to_vec()), select(Mode::ALL.to_vec()));
    let what = (money(), 0..6_i64, text(), text(), text(), (any::<bool>(), any::<bool>()));
    (who, what, proptest::collection::vec(step(), 0..5)).prop_map(|(who, what, steps)| Plan {
        account: who.0,
        gateway: who.1,
        mode: who.2,
        amount: what.0,
        second: what.1,
        name: what.2,
        email: what.3,
        description: what.4,
        found: what.5.0,
        imported: what.5.1,
        steps,
    })
}

fn term() -> impl Strategy<Value = Term> {
    fn some<T: Clone + std::fmt::Debug + 'static>(
        all: &[T],
    ) -> impl Strategy<Value = Vec<T>> + use<T> {
        subsequence(all.to_vec(), 0..=2.min(all.len()))
    }
    let comparison = select(vec![
        Comparison::Less,
        Comparison::AtMost,
        Comparison::Equal,
        Comparison::AtLeast,
        Comparison::More,
    ]);
    let number = prop_oneof![
        (0..120_000_i64, 0..6_u32).prop_map(|(digits, scale)| Decimal::new(digits, scale)),
        select(vec![
            Decimal::MAX,
            Decimal::new(i64::MAX, 2),
            Decimal::new(i64::MAX, 3) + Decimal::new(1, 4),
            Decimal::from_i128_with_scale(10_i128.pow(28) + 1, 28),
            Decimal::ONE,
            Decimal::TEN,
        ]),
    ];
    let currencies = CURRENCIES.map(|code| code.parse::<Currency>().expect("a currency"));
    prop_oneof![
        some(PaymentStatus::ALL).prop_map(Term::Status),
        some(&tags()).prop_map(Term::Tag),
        some(GatewayKind::ALL).prop_map(Term::Gateway),
        some(Mode::ALL).prop_map(Term::Mode),
        some(Flag::ALL).prop_map(Term::Flag),
        some(&currencies).prop_map(Term::Currency),
        select(vec!["shop 0", "SHOP 1", "shop"]).prop_map(|name| Term::Account(name.to_owned())),
        select(vec!["card", "üssd", "car"]).prop_map(|name| Term::Channel(name.to_owned())),
        select(State::ALL.to_vec()).prop_map(Term::Is),
        (comparison.clone(), number.clone()).prop_map(|(sign, number)| Term::Amount(sign, number)),
        (comparison, number).prop_map(|(sign, number)| Term::Amount(sign, number)),
        needle().prop_map(Term::Text),
        needle().prop_map(Term::Text),
        needle().prop_map(Term::Customer),
        needle().prop_map(Term::Reference),
    ]
}

/// A piece of something that is written somewhere, in one case or another.
fn needle() -> impl Strategy<Value = String> {
    let written = TEXTS.iter().copied().chain(["ORDER-1x", "GW-12", "CAND-ORDER", "zzz"]);
    let whole = select(written.map(str::to_owned).collect::<Vec<_>>());
    (whole, 0..8_usize, 1..7_usize, any::<bool>()).prop_map(|(whole, skip, take, upper)| {
        let length = whole.chars().count();
        let piece: String = whole.chars().skip(skip % length).take(take).collect();
        if upper { piece.to_uppercase() } else { piece }
    })
}

fn filter() -> impl Strategy<Value = DatedFilter> {
    let terms = proptest::collection::vec(term(), 0..3);
    let second = || proptest::option::weighted(0.2, (0..6_i64).prop_map(at));
    (terms, second(), second()).prop_map(|(terms, from, until)| DatedFilter {
        filter: Filter { terms },
        from,
        until,
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn lists_from_sql_are_what_looking_at_each_payment_finds(
        plans in proptest::collection::vec(plan(), 1..14),
        payouts in proptest::collection::vec(sent(), 0..6),
        filters in proptest::collection::vec((filter(), range()), 40),
        limit in 1..6_u32,
    ) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let directory = tempfile::tempdir().expect("a directory");
            let store = Store::open(&file_in(directory.path())).await.expect("a file");
            let accounts = accounts(&store).await;
            let records = fill(&store, &accounts, &plans).await;
            let payouts = send(&store, &accounts, &payouts).await;
            for (filter, range) in &filters {
                compare_payments(&store, &records, filter, limit).await?;
                compare_refunds(&store, &records, filter).await?;
                compare_movements(&store, &records, &payouts, filter, *range).await?;
            }
            prop_assert_eq!(store.compare_projections().await.expect("a file"), []);
            store.rebuild_projections().await.expect("made again");
            compare_payments(&store, &records, &DatedFilter::default(), limit).await
        })?;
    }
}

async fn accounts(store: &Store) -> Vec<AccountId> {
    let mut accounts = Vec::new();
    for number in 0..3 {
        let account = connect(store, &format!("Shop {number}")).await;
        accounts.push(account.expect("an account"));
    }
    accounts
}

/// Makes what was planned. The records are in the order of the list: the newest first, and of one millisecond the one
/// that came last.
async fn fill(store: &Store, accounts: &[AccountId], plans: &[Plan]) -> Vec<PaymentRecord> {
    let mut records = Vec::new();
    for (number, plan) in plans.iter().enumerate() {
        let id = PaymentId(Uuid::now_v7());
        let account = accounts[plan.account];
        store.append(planned(id, account, number, plan)).await.expect("a payment");
        records.push(store.payment(id).await.expect("a file").expect("known"));
    }
    records.reverse();
    records.sort_by_key(|record| std::cmp::Reverse(record.payment.created_at));
    records
}

fn planned(id: PaymentId, account: AccountId, number: usize, plan: &Plan) -> Append {
    let person = PersonRef { id: PersonId(Uuid::now_v7()), digest: "d".repeat(64) };
    let reference = format!("ORDER-{number}x").parse().expect("an order number");
    let first = if plan.found {
        Body::PaymentFound {
            account,
            gateway: plan.gateway,
            mode: plan.mode,
            reference,
            amount: plan.amount,
            customer: Some(person.clone()),
            import: plan.imported.then_some(IMPORT),
        }
    } else {
        crate::shop::requested(ledger::Order {
            account,
            gateway: plan.gateway,
            mode: plan.mode,
            reference,
            amount: plan.amount,
            customer: person.clone(),
            description: plan.description.clone(),
            urls: ledger::ReturnUrls::default(),
            metadata: BTreeMap::new(),
        })
    };
    let when = |step: i64| at(plan.second + step);
    let mut bodies = vec![(when(0), first)];
    for (step, number) in plan.steps.iter().zip(1..) {
        bodies.extend(taken(step).into_iter().map(|body| (when(number), body)));
    }
    let details = PersonDetails {
        name: plan.name.clone(),
        email: plan.email.clone(),
        ..PersonDetails::default()
    };
    Append { people: vec![(person, details, Vec::new())], ..about(id, 0, bodies) }
}

fn taken(step: &Step) -> Vec<Body> {
    let refund = RefundId(Uuid::now_v7());
    match step {
        Step::Open(number) => vec![opened(&format!("GW-{number}"))],
        Step::Withdraw => vec![Body::PaymentWithdrawn {
            import: IMPORT,
            reason: "the wrong file".to_owned(),
            by: signer("Bola"),
            on_own_days: false,
        }],
        Step::Observe(source, status, amount, channel) => vec![Body::PaymentObserved {
            observation: Observation {
                source: *source,
                status: *status,
                gateway_status: String::new(),
                gateway_reference: None,
                amount: *amount,
                charged: None,
                fee: None,
                channel: channel.clone(),
                message: None,
            },
            customer: None,
        }],
        Step::Refund(minor, status) => vec![
            crate::shop::refund_requested(refund, *minor, &refund.to_string()),
            refund_observed(refund, *status),
        ],
        Step::ByHand(minor) => vec![refund_recorded(refund, *minor)],
        Step::Tag(tags) => vec![Body::TagsSet { tags: tags.iter().cloned().collect() }],
        Step::Care(care, minor) => care.bodies(refund, *minor),
    }
}

impl Care {
    fn bodies(self, refund: RefundId, minor: i64) -> Vec<Body> {
        let found = RefundId(Uuid::now_v7());
        let requested = crate::shop::refund_requested(refund, minor, &refund.to_string());
        let recorded = refund_recorded(refund, minor);
        let matched = refund_matched(refund, RefundStatus::Pending);
        let by = signer("Bola");
        match self {
            Self::Approve => vec![
                requested,
                Body::RefundApproved { refund, by, note: Some("go".to_owned()) },
                Body::RefundSubmitted { refund },
                refund_told(refund, Source::Lookup, RefundStatus::Pending, Some(minor + 1)),
            ],
            Self::Reject => {
                vec![requested, Body::RefundRejected { refund, by, reason: "twice".to_owned() }]
            }
            Self::Resolve => vec![
                requested,
                refund_observed(refund, RefundStatus::Unknown),
                refund_resolved(refund, RefundStatus::Processed),
            ],
            Self::Fail => vec![
                requested,
                refund_told(refund, Source::Lookup, RefundStatus::Failed, None),
                accepted([refund]),
            ],
            Self::Join => {
                vec![recorded, refund_found(found, minor), Body::RefundJoined { refund, found, by }]
            }
            Self::Confirm => {
                vec![recorded, matched, Body::RefundMatchConfirmed { refund, by }]
            }
            Self::Split => vec![recorded, matched, Body::RefundSplit { refund, found, by }],
        }
    }
}

async fn compare_payments(
    store: &Store,
    records: &[PaymentRecord],
    filter: &DatedFilter,
    limit: u32,
) -> Result<(), TestCaseError> {
    let expected: Vec<PaymentRow> = records
        .iter()
        .filter(|record| fits(record, filter) && within(filter, record.payment.created_at))
        .map(PaymentRow::of)
        .collect();
    let mut query = PaymentQuery { filter: filter.clone(), after: None, limit };
    let mut listed = Vec::new();
    loop {
        let page = store.payments(&query).await.expect("a page");
        listed.extend(page.items);
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    let count = store.count_payments(filter, 1_000).await.expect("a count");
    prop_assert_eq!(count, u64::try_from(expected.len()).expect("small"), "{:?}", filter);
    prop_assert_eq!(listed, expected, "{:?}", filter);
    Ok(())
}

async fn compare_refunds(
    store: &Store,
    records: &[PaymentRecord],
    filter: &DatedFilter,
) -> Result<(), TestCaseError> {
    let fitting = records.iter().filter(|record| fits(record, filter));
    let refunds = fitting.flat_map(|record| &record.payment.refunds);
    let mut expected: Vec<_> =
        refunds.filter(|refund| within(filter, refund.requested_at)).collect();
    let query = RefundQuery { filter: filter.clone(), limit: 500, ..RefundQuery::default() };
    let page = store.refunds(&query).await.expect("a page");
    let times: Vec<_> = page.items.iter().map(|row| row.refund.requested_at).collect();
    prop_assert!(times.is_sorted_by(|one, next| one >= next));
    let mut listed: Vec<_> = page.items.iter().map(|row| &row.refund).collect();
    listed.sort_by_key(|refund| refund.id);
    expected.sort_by_key(|refund| refund.id);
    prop_assert_eq!(listed, expected, "{:?}", filter);
    Ok(())
}
