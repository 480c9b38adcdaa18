//! Streaming, sums, hashes and failures.

use std::io::{self, Write};

use accounting::{Export, ExportError, Row, Target, profile, profiles};
use ledger::{Money, MovementKind};
use proptest::prelude::*;

use crate::support::{Memory, currency, lagos, money, movement, sale, strictly_read, written};

/// A disk with room for so many bytes.
struct Disk {
    room: usize,
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let written = bytes.len().min(self.room);
        self.room -= written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Puts the one file on the disk.
struct OnDisk(Option<Disk>);

impl Target for OnDisk {
    type File = Disk;
    type Done = ();

    fn open(&mut self) -> io::Result<Disk> {
        self.0.take().ok_or(io::ErrorKind::AlreadyExists.into())
    }

    fn close(&mut self, _: Disk) -> io::Result<()> {
        Ok(())
    }
}

fn write_to(disk: Disk, rows: u32) -> Result<(), ExportError> {
    let mut export = Export::begin(lagos(), OnDisk(Some(disk)))?;
    for index in 0..rows {
        export.row(Row { index, ..sale() })?;
    }
    export.finish().map(|_| ())
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let codes = prop::sample::select(vec!["NGN", "JPY", "BHD", "CLF", "USD"]);
    let kinds = prop::sample::select(MovementKind::ALL);
    let minor = -1_000_000_000_000..1_000_000_000_000_i64;
    let row = (codes, kinds, minor, any::<Option<u32>>(), any::<u32>());
    let row = row.prop_map(|(code, kind, minor, fee, index)| Row {
        index,
        movement: movement(kind, money(minor, code)),
        fee: fee.map(|fee| money(fee.into(), code)),
        ..sale()
    });
    prop::collection::vec(row, 0..40)
}

proptest! {
    #[test]
    fn the_stated_sums_are_those_of_the_amounts_in_the_file(rows in rows()) {
        let (file, summary) = written(&rows, lagos());
        let names = profile("base").unwrap().headings();
        let place = |name| names.iter().position(|known| *known == name).unwrap();
        let (code, amount, minor) = (place("currency"), place("amount"), place("amount_minor"));
        let mut sums = std::collections::BTreeMap::new();
        for record in strictly_read(&file).unwrap().split_off(1) {
            let currency = currency(&record[code]);
            let money = Money::parse(&record[amount], currency).unwrap();
            prop_assert_eq!(money.minor().to_string(), record[minor].clone());
            let sum = sums.entry(currency).or_insert(Money::zero(currency));
            *sum = sum.checked_add(money).unwrap();
        }
        prop_assert_eq!(summary.sums, Vec::from_iter(sums.into_values()));
        prop_assert_eq!(summary.rows, rows.len() as u64);
    }

    #[test]
    fn the_same_rows_give_the_same_bytes_and_the_stated_hash_is_theirs(rows in rows()) {
        let (file, summary) = written(&rows, lagos());
        prop_assert_eq!(written(&rows, lagos()), (file.clone(), summary.clone()));
        use sha2::Digest as _;
        prop_assert_eq!(&summary.files[0].sha256, &hex::encode(sha2::Sha256::digest(&file)));
    }

    #[test]
    fn numbers_are_bare_and_nothing_but_numbers(rows in rows()) {
        let names = profile("base").unwrap().headings();
        for record in strictly_read(&written(&rows, lagos()).0).unwrap().split_off(1) {
            for (name, cell) in names.iter().zip(record) {
                if ["amount", "amount_minor"].contains(name) || (["fee", "net"].contains(name) && !cell.is_empty()) {
                    let digits = cell.strip_prefix('-').unwrap_or(&cell);
                    prop_assert!(digits.chars().all(|c| c.is_ascii_digit() || c == '.'));
                    prop_assert!(digits.starts_with(|c: char| c.is_ascii_digit()));
                }
            }
        }
    }
}

#[test]
fn numbers_are_not_quoted_and_text_is() {
    let (file, _) = written(&[sale()], lagos());
    let text = String::from_utf8(file).unwrap();
    assert!(text.contains(",2500000,25000.00,350.00,24650.00,"), "{text}");
    assert!(text.contains(",\"Ada Obi\","), "{text}");
}

#[test]
fn an_export_of_nothing_has_its_heading_and_no_sums() {
    let (file, summary) = written(&[], lagos());
    assert_eq!(strictly_read(&file).unwrap().len(), 1);
    assert_eq!((summary.rows, summary.sums), (0, vec![]));
}

#[test]
fn a_file_begins_without_a_byte_order_mark_and_ends_with_a_line_end() {
    let (file, _) = written(&[sale()], lagos());
    assert!(file.starts_with(b"\"schema\",\"row_id\","));
    assert!(file.ends_with(b"\r\n"));
    assert_eq!(file.iter().filter(|byte| **byte == b'\n').count(), 2);
}

#[test]
fn a_full_disk_is_an_error_wherever_it_fills_up() {
    let (file, _) = written(&[sale()], lagos());
    for room in (0..file.len()).step_by(97) {
        let failed = write_to(Disk { room }, 1).unwrap_err();
        let ExportError::Write(source) = &failed else { panic!("{failed}") };
        assert_eq!(source.kind(), io::ErrorKind::StorageFull);
        assert!(failed.to_string().starts_with("the export could not be written: "));
    }
    let failed = write_to(Disk { room: 50_000 }, 1_000);
    assert!(matches!(failed, Err(ExportError::Write(_))), "in the middle of many rows");
    write_to(Disk { room: file.len() }, 1).unwrap();
}

#[test]
fn a_sum_that_cannot_be_stated_exactly_is_refused() {
    let largest = Row { movement: movement(MovementKind::Sale, money(i64::MAX, "NGN")), ..sale() };
    let mut export = Export::begin(lagos(), Memory).unwrap();
    export.row(largest).unwrap();
    let refused = export.row(sale()).unwrap_err();
    assert!(refused.to_string().contains("sum of all rows in NGN is too large"), "{refused}");
}

#[test]
fn profiles_are_found_by_their_names_and_others_are_refused_with_those_there_are() {
    for known in profiles() {
        assert_eq!(profile(known.name).unwrap().title, known.title);
    }
    let refused = profile("bse").unwrap_err().to_string();
    assert!(
        refused.starts_with("there is no export profile `bse`; there are: base, "),
        "{refused}"
    );
}

#[test]
fn every_profile_and_column_has_one_name_and_says_what_it_is() {
    let mut names: Vec<_> = profiles().iter().map(|profile| profile.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), profiles().len());
    for profile in profiles() {
        assert!(!profile.name.is_empty() && !profile.title.is_empty());
        assert!(profile.about.ends_with('.') && !profile.extension.contains('.'));
        let mut columns = profile.headings();
        columns.sort_unstable();
        columns.dedup();
        assert_eq!(columns.len(), profile.columns.len(), "{}", profile.name);
        assert!(profile.columns.iter().all(|column| column.about.ends_with('.')));
    }
}
