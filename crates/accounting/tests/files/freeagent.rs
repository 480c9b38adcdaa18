//! FreeAgent, read by a reader that takes nothing but what FreeAgent does.

use accounting::Row;
use ledger::MovementKind;
use proptest::prelude::*;

use crate::support::{all_written, money, movement, sale, usual};
use crate::text::hostile_row;

/// Reads lines of exactly `dd/mm/yyyy,amount,description`, without quotation marks anywhere.
fn read(file: &[u8]) -> Vec<[String; 3]> {
    let text = std::str::from_utf8(file).unwrap();
    assert!(!text.contains(['"', '\'']), "{text}");
    let lines = text.strip_suffix("\r\n").map(|lines| lines.split("\r\n"));
    let record = |line: &str| {
        assert!(!line.contains(char::is_control), "{line:?}");
        let cells: Vec<_> = line.split(',').map(str::to_owned).collect();
        let [date, amount, _] = &cells[..] else { panic!("{line}") };
        let day: Vec<_> = date.split('/').map(str::len).collect();
        assert_eq!(day, [2, 2, 4], "{line}");
        let (whole, part) = amount.strip_prefix('-').unwrap_or(amount).split_once('.').unwrap();
        assert!(part.len() == 2 && !whole.is_empty(), "{line}");
        assert!(whole.chars().chain(part.chars()).all(|c| c.is_ascii_digit()), "{line}");
        cells.try_into().unwrap()
    };
    lines.into_iter().flatten().map(record).collect()
}

#[test]
fn amounts_have_two_decimals_and_those_that_have_more_are_left_out() {
    for (minor, code, expected) in [
        (7, "JPY", Some("7.00")),
        (-1_230, "BHD", Some("-1.23")),
        (1_005, "BHD", None),
        (12_300, "CLF", Some("1.23")),
        (-12_345, "CLF", None),
        (5, "NGN", Some("0.05")),
        (i64::MIN, "NGN", Some("-92233720368547758.08")),
    ] {
        let row = Row { movement: movement(MovementKind::Sale, money(minor, code)), ..sale() };
        let (files, summary) = all_written(&[row], usual("freeagent"));
        let amounts: Vec<_> = read(&files[0]).into_iter().map(|[_, amount, _]| amount).collect();
        assert_eq!(amounts, Vec::from_iter(expected.map(str::to_owned)), "{minor} {code}");
        let left_out = summary.findings.iter().find(|found| found.code == "left_out");
        assert_eq!(left_out.is_some(), expected.is_none());
        assert!(left_out.is_none_or(|found| found.sentence.contains("two decimals")));
    }
}

#[test]
fn an_ordinary_sale_is_not_told_as_changed() {
    let (files, summary) = all_written(&[sale()], usual("freeagent"));
    assert_eq!(files[0], b"31/01/2026,25000.00,Sale ORDER-00123 - Ada Obi - Premium plan\r\n");
    assert_eq!(summary.findings, []);
}

proptest! {
    #[test]
    fn its_reader_takes_whatever_people_type(rows in prop::collection::vec(hostile_row(), 0..5)) {
        let (files, summary) = all_written(&rows, usual("freeagent"));
        let read: usize = files.iter().map(|file| read(file).len()).sum();
        prop_assert_eq!(read, rows.len());
        prop_assert_eq!(summary.rows, rows.len() as u64);
    }
}
