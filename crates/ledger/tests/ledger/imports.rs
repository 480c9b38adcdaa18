//! Imported files: their lines, what they were matched with, and undoing them.

use chrono::{NaiveDate, TimeDelta};
use ledger::{
    Body, Entry, Import, ImportId, ImportKind, ImportLine, ImportMade, LineMatch, LineRead,
    PayoutId, Subject, Undone,
};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use crate::support::{ada, entries, import_id, money, ngn, noon, told};

const IMPORT: u8 = 1;

fn payout(number: u8) -> PayoutId {
    PayoutId(Uuid::from_u128(u128::from(number)))
}

fn made() -> Body {
    Body::ImportMade(ImportMade {
        of: ImportKind::Statement,
        file: "november.csv".to_owned(),
        sha256: "00".repeat(32),
        lines: 3,
        account: None,
        place: Some("GTBank".to_owned()),
        by: Some(ada()),
    })
}

fn day() -> NaiveDate {
    noon().date_naive()
}

fn read(line: u32, amount: ledger::Money) -> Body {
    Body::LineRead(LineRead {
        line,
        key: format!("key-{line}"),
        has_own_id: true,
        date: day(),
        amount,
        digest: "11".repeat(32),
    })
}

fn matched(line: u32, number: u8) -> Body {
    Body::LineMatched { line, payout: payout(number), by: ada() }
}

fn released(line: u32) -> Body {
    Body::LineReleased { line, by: ada() }
}

fn undone() -> Body {
    Body::ImportUndone { reason: "the wrong bank".to_owned(), by: ada() }
}

fn of_import(entries: Vec<Entry>) -> Vec<Entry> {
    let subject = Subject::Import(import_id(IMPORT));
    entries.into_iter().map(|entry| Entry { subject, ..entry }).collect()
}

fn fold(bodies: impl IntoIterator<Item = Body>) -> Import {
    Import::fold(&of_import(told(bodies))).unwrap()
}

fn body() -> impl Strategy<Value = Body> {
    let line = || 1..4_u32;
    prop_oneof![
        1 => Just(made()),
        4 => (line(), money()).prop_map(|(line, amount)| read(line, amount)),
        4 => (line(), 1..4_u8).prop_map(|(line, number)| matched(line, number)),
        2 => line().prop_map(released),
        1 => Just(undone()),
        1 => Just(Body::AccountRemoved),
    ]
}

/// Entries in any order, whether or not they make sense where they stand.
fn history() -> impl Strategy<Value = Vec<Entry>> {
    vec((body(), -1_000..1_000_i64), 0..20).prop_map(|bodies| of_import(entries(bodies)))
}

fn states(entries: &[Entry]) -> Vec<(Import, &Entry)> {
    let folded = entries.iter().scan(None, |state: &mut Option<Import>, entry| {
        *state = Import::apply(state.take(), entry);
        Some(state.clone().map(|import| (import, entry)))
    });
    folded.flatten().collect()
}

proptest! {
    #[test]
    fn any_entries_in_any_order_fold_and_can_be_taken_up_where_they_were_left(
        entries in history(), cut: prop::sample::Index,
    ) {
        let (before, rest) = entries.split_at(cut.index(entries.len() + 1));
        let taken_up = rest.iter().fold(Import::fold(before), Import::apply);
        prop_assert_eq!(taken_up, Import::fold(&entries));
    }

    #[test]
    fn a_line_stays_as_it_was_read_and_with_its_payout_until_it_is_released(entries in history()) {
        for pair in states(&entries).windows(2) {
            let [(before, _), (after, entry)] = pair else { continue };
            for (number, old) in &before.lines {
                let new = &after.lines[number];
                let as_read = |line: &ImportLine| ImportLine { matched: None, ..line.clone() };
                prop_assert_eq!(as_read(old), as_read(new));
                let is_released = matches!(entry.body, Body::LineReleased { line, .. } if line == *number);
                prop_assert!(old.matched.is_none() || old.matched == new.matched || is_released);
            }
        }
    }

    #[test]
    fn nothing_of_an_import_that_was_undone_counts_or_changes(entries in history()) {
        for pair in states(&entries).windows(2) {
            let [(before, _), (after, entry)] = pair else { continue };
            if before.undone.is_some() {
                prop_assert_eq!(before.counted().count(), 0);
                let same = Import { version: entry.version, ..before.clone() };
                prop_assert_eq!(&same, after);
            }
        }
    }

    #[test]
    fn entries_of_other_imports_change_nothing(entries in history(), other in history()) {
        let known = Import::fold(&entries);
        let strange = Subject::Import(ImportId(Uuid::from_u128(999)));
        let strange = other.into_iter().map(|entry| Entry { subject: strange, ..entry });
        let mixed: Vec<_> = entries.into_iter().chain(strange).collect();
        prop_assert!(known.is_none() || Import::fold(&mixed) == known);
    }
}

#[test]
fn an_import_has_the_lines_that_were_read() {
    let import = fold([made(), read(1, ngn(500)), read(3, ngn(-20)), read(3, ngn(9))]);
    assert_eq!((import.made.of, import.made.lines, import.version), (ImportKind::Statement, 3, 4));
    let lines: Vec<_> = import.counted().map(|(number, line)| (number, line.read.amount)).collect();
    assert_eq!(lines, [(1, ngn(500)), (3, ngn(-20))]);
    assert_eq!(import.lines[&1].read.key, "key-1");
}

#[test]
fn a_line_is_one_payouts_money_until_somebody_takes_that_back() {
    let steps = [made(), read(1, ngn(500)), matched(2, 1), matched(1, 1), matched(1, 2)];
    let at = noon() + TimeDelta::minutes(3);
    let first = LineMatch { payout: payout(1), by: ada(), at };
    let import = fold(steps.clone());
    assert_eq!(import.lines[&1].matched, Some(first));
    let again = steps.into_iter().chain([released(1), matched(1, 2)]);
    let now = fold(again).lines[&1].matched.clone();
    assert_eq!(now.map(|matched| matched.payout), Some(payout(2)));
}

#[test]
fn an_import_that_was_undone_says_who_and_why_and_stays_so() {
    let steps = [made(), read(1, ngn(500)), undone(), matched(1, 1), read(2, ngn(1)), undone()];
    let import = fold(steps);
    let reason = "the wrong bank".to_owned();
    let at = noon() + TimeDelta::minutes(2);
    assert_eq!(import.undone, Some(Undone { reason, by: ada(), at }));
    assert_eq!((import.lines.len(), import.counted().count()), (1, 0));
    assert_eq!(import.lines[&1].matched, None);
}

#[test]
fn what_opens_no_import_is_none() {
    assert_eq!(Import::fold(&of_import(told([read(1, ngn(500)), undone()]))), None);
    assert_eq!(Import::fold(&told([made()])), None, "it is about a payment");
}
