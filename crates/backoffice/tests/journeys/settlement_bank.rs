//! A bank whose statements come in, and payouts that gateways tell of.

use backoffice::{HISTORY, LineRef, PayoutCheck, SettlementAnswer, SettlementQuery};
use chrono::{NaiveDate, TimeDelta};
use ledger::{
    Body, Currency, Draft, EntryId, ImportId, ImportKind, ImportMade, LedgerAccount, LineRead,
    Money, PayoutId, Subject,
};
use serde_json::json;
use store::{Append, LineTexts, MovementQuery, NewTexts, Store};
use uuid::Uuid;

use crate::shop::Shop;
use crate::webhook_counter::Counter;

/// A line of a statement: its day, how much, and what the bank wrote.
pub(crate) type Line<'a> = (&'a str, Money, &'a str);

pub(crate) fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD)
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn books(shop: &Shop) -> Store {
    Store::open(&shop.office.dir().join(HISTORY)).await.unwrap()
}

/// Imports a statement of `Access Bank`, whose lines have ids of their own.
pub(crate) async fn statement(shop: &Shop, lines: &[Line<'_>]) -> ImportId {
    import(shop, ImportKind::Statement, Some("Access Bank"), lines).await
}

pub(crate) async fn import(
    shop: &Shop,
    of: ImportKind,
    place: Option<&str>,
    lines: &[Line<'_>],
) -> ImportId {
    let id = ImportId(Uuid::now_v7());
    let made = Body::ImportMade(ImportMade {
        of,
        file: "april.csv".to_owned(),
        sha256: "0".repeat(64),
        lines: lines.len().try_into().unwrap(),
        account: None,
        place: place.map(str::to_owned),
        by: None,
    });
    let read = (1..).zip(lines).map(|(line, (date, amount, text))| {
        Body::LineRead(LineRead {
            line,
            key: format!("{date} {amount} {text}"),
            has_own_id: true,
            date: day(date),
            amount: *amount,
            digest: "0".repeat(64),
        })
    });
    let texts = (1..).zip(lines).map(|(line, (_, _, text))| NewTexts {
        line,
        texts: LineTexts { text: (*text).to_owned(), counterparty: None, reference: None },
        salt: vec![1; 16],
    });
    let append = append(shop, id, 0, std::iter::once(made).chain(read).collect());
    books(shop).await.append_import(append, texts.collect(), Vec::new()).await.unwrap();
    id
}

/// Bola undoes an import.
pub(crate) async fn undo(shop: &Shop, id: ImportId) {
    shop.office.undo_import(id, "The wrong file", "Bola").await.unwrap();
}

fn append(shop: &Shop, id: ImportId, expected_version: u64, bodies: Vec<Body>) -> Append {
    let drafts = bodies.into_iter().map(|body| Draft {
        id: EntryId(Uuid::now_v7()),
        at: shop.place.now(),
        actor: ledger::Actor::window(),
        body,
    });
    Append {
        subject: Subject::Import(id),
        expected_version,
        drafts: drafts.collect(),
        people: Vec::new(),
    }
}

/// OVGC tells of a payout to the merchant, a minute after whatever was before; the answer is its id here.
pub(crate) async fn paid_out(counter: &Counter, id: &str, money: Money) -> PayoutId {
    counter.shop.pass(TimeDelta::minutes(1));
    let body = json!({
        "id": format!("evt_{id}"),
        "event": "payout.completed",
        "data": {
            "payout_id": id, "amount": money.minor(), "currency": money.currency().code(),
        },
    });
    counter.deliver(&counter.ovgc_sends(&body)).await.1.payout.unwrap()
}

pub(crate) async fn checked(shop: &Shop) -> SettlementAnswer {
    shop.office.settlement(&SettlementQuery::default()).await.unwrap()
}

/// `po_100001 matched`, in the order of the answer.
pub(crate) fn verdicts(answer: &SettlementAnswer) -> Vec<String> {
    let told = |check: &PayoutCheck| {
        let payout = &answer.payout(&check.payout).unwrap().payout;
        format!("{} {}", payout.order.reference, check.verdict)
    };
    answer.settlement.checks.iter().map(told).collect()
}

/// Where the lines are that want a person.
pub(crate) fn strangers(answer: &SettlementAnswer) -> Vec<LineRef> {
    let strangers = answer.settlement.strangers.iter();
    strangers.map(|stranger| answer.line(&stranger.line).unwrap()).collect()
}

/// What every posting of the books adds up to on an account of the ledger, in one currency, as a program for double entry
/// would have it.
pub(crate) async fn balance(shop: &Shop, account: LedgerAccount, currency: Currency) -> i64 {
    let query = MovementQuery { limit: 5_000, ..MovementQuery::default() };
    let movements = books(shop).await.movements(&query).await.unwrap().items;
    let postings = movements.iter().flat_map(|row| row.movement.postings());
    let wanted = postings
        .filter(|posting| posting.account == account && posting.money.currency() == currency);
    wanted.map(|posting| posting.money.minor()).sum()
}

/// What the gateways hold of a currency, as the store has it.
pub(crate) async fn held(shop: &Shop, currency: Currency) -> i64 {
    let clearing = books(shop).await.clearing(None).await.unwrap();
    let wanted = clearing.iter().filter(|held| held.balance.currency() == currency);
    wanted.map(|held| held.balance.minor()).sum()
}
