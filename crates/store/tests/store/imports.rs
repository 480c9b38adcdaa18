//! Imported files: bank statements line by line, and undoing them.

mod brought;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::{
    Body, Currency, ImportId, ImportKind, ImportMade, LineMatch, LineRead, Money, PayoutId,
    Subject, Undone,
};
use store::{
    Append, Cursor, Error, ImportRecord, LineFilter, LineQuery, LineTexts, NewTexts, StatementLine,
};
use uuid::Uuid;

use crate::shop::{Shop, at, draft, signer};

pub(crate) fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, number).expect("a day")
}

fn naira(minor: i64) -> Money {
    Money::from_minor(minor, Currency::NGN)
}

pub(crate) fn made(of: ImportKind, place: Option<&str>) -> Body {
    Body::ImportMade(ImportMade {
        of,
        file: "november.csv".to_owned(),
        sha256: "a".repeat(64),
        lines: 9,
        account: None,
        place: place.map(str::to_owned),
        by: Some(signer("Bola")),
    })
}

pub(crate) fn read(line: u32, key: &str, date: NaiveDate, minor: i64) -> Body {
    Body::LineRead(LineRead {
        line,
        key: key.to_owned(),
        has_own_id: line != 2,
        date,
        amount: naira(minor),
        digest: "d".repeat(64),
    })
}

fn matched(line: u32, payout: PayoutId) -> Body {
    Body::LineMatched { line, payout, by: signer("Ada") }
}

fn undone() -> Body {
    Body::ImportUndone { reason: "the wrong bank".to_owned(), by: signer("Ada") }
}

pub(crate) fn of_import(id: ImportId, version: u64, bodies: Vec<Body>) -> Append {
    let drafts = (0..).zip(bodies).map(|(second, body)| draft(at(second), body));
    Append {
        subject: Subject::Import(id),
        expected_version: version,
        drafts: drafts.collect(),
        people: Vec::new(),
    }
}

pub(crate) fn says(line: u32, text: &str) -> NewTexts {
    let texts = LineTexts {
        text: text.to_owned(),
        counterparty: Some("NOVAC LTD".to_owned()),
        reference: None,
    };
    NewTexts { line, texts, salt: b"salt".to_vec() }
}

impl Shop {
    /// A statement of one bank account, with these lines, each with its key, day and amount.
    pub(crate) async fn statement(&self, lines: &[(&str, NaiveDate, i64)]) -> ImportId {
        let id = ImportId(Uuid::now_v7());
        self.store
            .append_import(of_statement(id, lines), texts(lines), Vec::new())
            .await
            .expect("an import");
        id
    }

    async fn note(&self, id: ImportId, bodies: Vec<Body>) {
        let known = self.store.import(id).await.expect("a file").expect("known");
        self.store.append(of_import(id, known.version, bodies)).await.expect("news");
    }

    /// All such lines, which are those of a page that has room for them.
    pub(crate) async fn lines(&self, filter: LineFilter) -> Vec<StatementLine> {
        let all = self.store.every_statement_line(&filter).await.expect("lines");
        let query = LineQuery { filter, after: None, limit: 5_000 };
        assert_eq!(self.store.statement_lines(&query).await.expect("lines").items, all);
        all
    }

    async fn line_keys(&self, filter: LineFilter) -> Vec<String> {
        self.lines(filter).await.into_iter().map(|line| line.key).collect()
    }
}

fn of_statement(id: ImportId, lines: &[(&str, NaiveDate, i64)]) -> Append {
    let read =
        (1..).zip(lines).map(|(number, (key, date, minor))| read(number, key, *date, *minor));
    let first = made(ImportKind::Statement, Some("GTBank"));
    of_import(id, 0, std::iter::once(first).chain(read).collect())
}

fn texts(lines: &[(&str, NaiveDate, i64)]) -> Vec<NewTexts> {
    (1..).zip(lines).map(|(number, (key, ..))| says(number, &format!("TRF {key}"))).collect()
}

fn any() -> LineFilter {
    LineFilter::default()
}

#[tokio::test]
async fn an_import_is_kept_with_its_lines_and_what_they_say() {
    let shop = Shop::open().await;
    let id = shop.statement(&[("k1", day(2), 500), ("k2", day(1), -20)]).await;
    let payout = PayoutId(Uuid::now_v7());
    shop.note(id, vec![matched(1, payout)]).await;
    let expected = ImportRecord {
        id,
        version: 4,
        of: ImportKind::Statement,
        file: "november.csv".to_owned(),
        sha256: "a".repeat(64),
        in_file: 9,
        account: None,
        account_name: None,
        place: Some("GTBank".to_owned()),
        by: Some(signer("Bola")),
        made_at: at(0),
        lines: 2,
        matched: 1,
        undone: None,
    };
    assert_eq!(shop.store.import(id).await.expect("a file"), Some(expected));
    let line = |number, key: &str, date, minor| StatementLine {
        import: id,
        line: number,
        place: Some("GTBank".to_owned()),
        key: key.to_owned(),
        has_own_id: number != 2,
        date,
        amount: naira(minor),
        matched: None,
        undone: false,
        texts: Some(says(number, &format!("TRF {key}")).texts),
    };
    let first = LineMatch { payout, by: signer("Ada"), at: at(0) };
    let first = StatementLine { matched: Some(first), ..line(1, "k1", day(2), 500) };
    assert_eq!(shop.lines(any()).await, [line(2, "k2", day(1), -20), first]);
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
    let unknown = shop.store.import(ImportId(Uuid::now_v7())).await;
    assert_eq!(unknown.expect("a file"), None);
}

#[tokio::test]
async fn what_lines_say_is_in_no_entry_and_in_no_log() {
    let shop = Shop::open().await;
    shop.statement(&[("k1", day(2), 500)]).await;
    let journal: String = shop
        .intruder()
        .query_row("SELECT group_concat(body) FROM entries", [], |row| row.get(0))
        .expect("bodies");
    assert!(!journal.contains("TRF") && !journal.contains("NOVAC LTD"), "{journal}");
    let shown = format!("{:?} {:?}", shop.lines(any()).await, says(1, "TRF k1"));
    assert!(!shown.contains("TRF") && !shown.contains("NOVAC LTD"), "{shown}");
}

#[tokio::test]
async fn no_line_counts_twice_and_an_undone_one_may_be_imported_again() {
    let shop = Shop::open().await;
    let first = shop.statement(&[("k1", day(1), 500), ("k2", day(2), 20)]).await;
    let known = async || {
        let keys = ["k0", "k1", "k2"].map(str::to_owned);
        let lines = shop.store.lines_by_key("GTBank", &keys).await.expect("lines");
        assert!(lines.iter().all(|line| line.key != "k2" || line.date == day(2)), "{lines:?}");
        let mut known: Vec<_> = lines.into_iter().map(|line| line.key).collect();
        known.sort();
        known
    };
    assert_eq!(known().await, ["k1", "k2"]);
    let head = shop.store.head().await.expect("a journal");
    let again = [("k3", day(3), 7), ("k2", day(2), 20)];
    let second = ImportId(Uuid::now_v7());
    let error =
        shop.store.append_import(of_statement(second, &again), texts(&again), Vec::new()).await;
    assert!(
        matches!(&error, Err(Error::LineTaken { line: 2, place }) if place == "GTBank"),
        "{error:?}"
    );
    assert_eq!(shop.store.head().await.expect("a journal"), head);
    assert_eq!(shop.store.import(second).await.expect("a file"), None);
    let other_bank = [made(ImportKind::Statement, Some("Zenith")), read(1, "k2", day(2), 20)];
    let other = ImportId(Uuid::now_v7());
    let elsewhere = of_import(other, 0, other_bank.to_vec());
    shop.store.append_import(elsewhere, Vec::new(), Vec::new()).await.expect("another bank's");

    shop.note(first, vec![undone()]).await;
    assert_eq!(known().await, Vec::<String>::new());
    shop.store
        .append_import(of_statement(second, &again), texts(&again), Vec::new())
        .await
        .expect("again");
    assert_eq!(known().await, ["k2"]);
    shop.store.rebuild_projections().await.expect("made again");
    assert_eq!(known().await, ["k2"]);
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}

#[tokio::test]
async fn two_lines_of_one_file_may_not_share_a_key() {
    let shop = Shop::open().await;
    let twins = [("k1", day(1), 500), ("k1", day(1), 500)];
    let id = ImportId(Uuid::now_v7());
    let error = shop.store.append_import(of_statement(id, &twins), texts(&twins), Vec::new()).await;
    assert!(matches!(error, Err(Error::LineTaken { line: 2, .. })), "{error:?}");
}

#[tokio::test]
async fn an_import_that_was_undone_is_listed_and_none_of_its_lines_count() {
    let shop = Shop::open().await;
    let id = shop.statement(&[("k1", day(1), 500)]).await;
    shop.note(id, vec![matched(1, PayoutId(Uuid::now_v7()))]).await;
    shop.note(id, vec![undone()]).await;
    let record = shop.store.import(id).await.expect("a file").expect("known");
    let reason = "the wrong bank".to_owned();
    assert_eq!(record.undone, Some(Undone { reason, by: signer("Ada"), at: at(0) }));
    assert_eq!(shop.lines(any()).await, []);
    let all = shop.lines(LineFilter { with_undone: true, ..any() }).await;
    let told: Vec<_> = all.iter().map(|line| (line.undone, line.texts.is_some())).collect();
    assert_eq!(told, [(true, true)]);
    let imports = shop.store.imports(None, 10).await.expect("a list").items;
    assert_eq!(imports, [record]);
}

#[tokio::test]
async fn lines_are_narrowed_by_bank_account_day_import_and_payout() {
    let shop = Shop::open().await;
    let payout = PayoutId(Uuid::now_v7());
    let first = shop.statement(&[("a", day(3), 1), ("b", day(1), 2), ("c", day(2), 3)]).await;
    let second = ImportId(Uuid::now_v7());
    let bodies = vec![made(ImportKind::Statement, Some("Zenith")), read(1, "d", day(2), 4)];
    shop.store
        .append_import(of_import(second, 0, bodies), Vec::new(), Vec::new())
        .await
        .expect("an import");
    shop.note(first, vec![matched(3, payout)]).await;
    let place = |name: &str| LineFilter { place: Some(name.to_owned()), ..any() };
    assert_eq!(shop.line_keys(any()).await, ["b", "c", "d", "a"]);
    assert_eq!(shop.line_keys(place("GTBank")).await, ["b", "c", "a"]);
    assert_eq!(shop.line_keys(place("gtbank")).await, Vec::<String>::new());
    let days = LineFilter { from: Some(day(2)), to: Some(day(2)), ..any() };
    assert_eq!(shop.line_keys(days.clone()).await, ["c", "d"]);
    assert_eq!(shop.line_keys(LineFilter { import: Some(second), ..days }).await, ["d"]);
    assert_eq!(shop.line_keys(LineFilter { payout: Some(payout), ..any() }).await, ["c"]);
    assert_eq!(shop.line_keys(LineFilter { only_matched: true, ..any() }).await, ["c"]);
    let nowhere = LineFilter { import: Some(ImportId(Uuid::now_v7())), ..any() };
    assert_eq!(shop.line_keys(nowhere).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_line_is_found_by_its_import_and_number_also_once_that_was_undone() {
    let shop = Shop::open().await;
    let first = shop.statement(&[("a", day(3), 1), ("b", day(1), 2)]).await;
    let second = shop.statement(&[("c", day(1), 3)]).await;
    let key = async |import, number| {
        let found = shop.store.statement_line(import, number).await.expect("a file");
        found.map(|line| (line.key, line.undone))
    };
    assert_eq!(key(first, 2).await, Some(("b".to_owned(), false)));
    assert_eq!(key(second, 1).await, Some(("c".to_owned(), false)));
    assert_eq!(key(second, 2).await, None);
    assert_eq!(key(ImportId(Uuid::now_v7()), 1).await, None);
    shop.note(first, vec![undone()]).await;
    assert_eq!(key(first, 1).await, Some(("a".to_owned(), true)));
}

#[tokio::test]
async fn pages_of_lines_and_imports_go_on_where_the_one_before_ended() {
    let shop = Shop::open().await;
    let mut made = Vec::new();
    for number in 0..3 {
        let keys = [0, 1, 2].map(|line| format!("{number}-{line}"));
        let lines: Vec<_> = keys.iter().map(|key| (key.as_str(), day(1 + number), 1)).collect();
        made.push(shop.statement(&lines).await);
    }
    let whole = shop.line_keys(any()).await;
    assert_eq!(whole.len(), 9);
    let mut query = LineQuery { limit: 2, ..LineQuery::default() };
    let mut seen = Vec::new();
    loop {
        let page = shop.store.statement_lines(&query).await.expect("a page");
        seen.extend(page.items.into_iter().map(|line| line.key));
        let Some(next) = page.next else { break };
        query.after = Some(next.to_string().parse::<Cursor>().expect("its own cursor"));
    }
    assert_eq!(seen, whole);
    let top = shop.store.imports(None, 2).await.expect("a page");
    let ids: Vec<_> = top.items.iter().map(|import| import.id).collect();
    assert_eq!(ids, [made[2], made[1]]);
    let after = top.next.map(|next| next.to_string().parse::<Cursor>().expect("its own cursor"));
    let rest = shop.store.imports(after.clone(), 2).await.expect("a page");
    assert_eq!((rest.items[0].id, rest.items.len(), rest.next), (made[0], 1, None));
    let all = [top.items, rest.items].concat();
    assert_eq!(shop.store.every_import().await.expect("a list"), all);
    let error = shop.store.statement_lines(&LineQuery { after, ..query }).await;
    assert!(matches!(error, Err(Error::Cursor)));
    for text in ["l1.2", "l1.2.x", "l", "lx"] {
        assert!(matches!(text.parse::<Cursor>(), Err(Error::Cursor)), "{text}");
    }
}

#[tokio::test]
async fn an_import_and_its_texts_are_written_whole_or_not_at_all() {
    let shop = Shop::open().await;
    let lines = [("k1", day(1), 500)];
    let head = shop.store.head().await.expect("a journal");
    let id = ImportId(Uuid::now_v7());
    let twice = vec![says(1, "one"), says(1, "other")];
    shop.store
        .append_import(of_statement(id, &lines), twice, Vec::new())
        .await
        .expect_err("one line, twice");
    assert_eq!(shop.store.head().await.expect("a journal"), head);
    assert_eq!(shop.lines(any()).await, []);

    let elsewhere = Append {
        subject: Subject::Import(id),
        ..of_import(id, 1, vec![made(ImportKind::History, None)])
    };
    let error = shop.store.append_import(elsewhere, Vec::new(), Vec::new()).await;
    assert!(matches!(error, Err(Error::Conflict { found: 0, .. })), "{error:?}");
    let payment = Append {
        subject: Subject::Payment(shop.order("A-1", 1).await),
        ..of_import(id, 1, Vec::new())
    };
    let error = shop.store.append_import(payment, Vec::new(), Vec::new()).await;
    assert!(matches!(error, Err(Error::NotAnImport { .. })), "{error:?}");
}

#[tokio::test]
async fn a_rebuild_makes_imports_again_and_keeps_what_their_lines_say() {
    let shop = Shop::open().await;
    let id = shop.statement(&[("k1", day(1), 500), ("k2", day(1), 500)]).await;
    shop.note(id, vec![matched(2, PayoutId(Uuid::now_v7()))]).await;
    let second = shop.statement(&[("k3", day(1), 1)]).await;
    shop.note(second, vec![undone()]).await;
    let all = LineFilter { with_undone: true, ..any() };
    let lines = shop.lines(all.clone()).await;
    let imports = shop.store.imports(None, 10).await.expect("a list");
    assert_eq!(lines.iter().map(|line| line.import).collect::<BTreeSet<_>>().len(), 2);
    shop.store.rebuild_projections().await.expect("made again");
    assert_eq!(shop.lines(all).await, lines);
    assert_eq!(shop.store.imports(None, 10).await.expect("a list"), imports);
}
