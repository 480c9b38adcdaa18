//! A report as a file.

use std::io;

use accounting::report::{Bucket, Grouping, Report};
use accounting::{guarded, unguarded};
use ledger::MovementKind;

use crate::support::{HOSTILE, bucket, money, period, sale};

fn written(report: &Report) -> Vec<u8> {
    let mut file = Vec::new();
    report.write_csv(&mut file).unwrap();
    file
}

fn read(file: &[u8]) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(file).records().map(Result::unwrap).collect()
}

#[test]
fn a_file_says_of_every_row_which_days_it_covers_and_where() {
    let sales = [sale("2026-03-29T12:00:00Z", 123_450)];
    let span = period("2026-03-28", "2026-03-29", "Europe/London");
    let file = written(&Report::of(Grouping::Day, span, &sales).unwrap());
    let expected = "\"by\",\"group\",\"from\",\"to\",\"time_zone\",\"currency\",\"sales_count\",\"sales\",\"refunds_count\",\
        \"refunds\",\"fees\",\"reversals\",\"net\",\"payouts\"\r\n\
        \"day\",\"2026-03-28\",\"2026-03-28\",\"2026-03-28\",\"Europe/London\",\"NGN\",0,0.00,0,0.00,0.00,0.00,0.00,0.00\r\n\
        \"day\",\"2026-03-29\",\"2026-03-29\",\"2026-03-29\",\"Europe/London\",\"NGN\",1,1234.50,0,0.00,0.00,0.00,1234.50,0.00\r\n";
    assert_eq!(String::from_utf8(file).unwrap(), expected);
    let file = written(&Report::of(Grouping::Account, span, &sales).unwrap());
    let row = read(&file).remove(0);
    assert_eq!(
        row.iter().take(4).collect::<Vec<_>>(),
        ["account", "Shop", "2026-03-28", "2026-03-29"]
    );
}

#[test]
fn amounts_have_all_digits_of_their_currency_and_a_minus_keeps_them_numbers() {
    let buckets = [("JPY", "-7"), ("BHD", "-0.007"), ("CLF", "-0.0007")]
        .map(|(code, _)| bucket("2026-02-01T12:00:00Z", MovementKind::Refund, money(-7, code)));
    let span = period("2026-02-01", "2026-02-01", "UTC");
    let file = written(&Report::of(Grouping::Currency, span, &buckets).unwrap());
    let refunds: Vec<_> = read(&file).iter().map(|row| row[9].to_owned()).collect();
    assert_eq!(refunds, ["-0.007", "-0.0007", "-7"]);
    let text = String::from_utf8(file).unwrap();
    assert!(text.contains(",-0.0007,") && !text.contains('\''), "{text}");
}

#[test]
fn hostile_names_are_kept_whole_and_run_nothing() {
    let long = "\u{1F9FE}".repeat(10_000);
    let names: Vec<_> = HOSTILE.iter().copied().chain([long.as_str()]).collect();
    let named = |name: &&str| Bucket {
        account: (*name).to_owned(),
        channel: Some((*name).to_owned()),
        ..sale("2026-02-01T12:00:00Z", 1)
    };
    let buckets: Vec<_> = names.iter().map(named).collect();
    for by in [Grouping::Account, Grouping::Channel] {
        let report = Report::of(by, period("2026-02-01", "2026-02-01", "UTC"), &buckets).unwrap();
        let rows = read(&written(&report));
        assert_eq!(rows.len(), names.len());
        for name in &names {
            let cell = guarded(name);
            assert!(rows.iter().any(|row| row[1] == cell), "{name}");
            assert_eq!(unguarded(&cell), *name);
        }
    }
}

#[test]
fn a_file_of_nothing_has_its_heading() {
    let report = Report::of(Grouping::Day, period("2026-02-01", "2026-02-01", "UTC"), &[]).unwrap();
    let file = written(&report);
    assert_eq!(file.iter().filter(|byte| **byte == b'\n').count(), 1);
}

#[test]
fn a_full_disk_is_an_error() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let report = Report::of(Grouping::Day, period("2026-02-01", "2026-02-01", "UTC"), &[]).unwrap();
    let failed = report.write_csv(Full).unwrap_err();
    assert_eq!(failed.kind(), io::ErrorKind::StorageFull, "{failed}");
}
