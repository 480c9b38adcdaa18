//! The statement to print.

use accounting::amount;
use accounting::report::{Bucket, Grouping, Heading, Report, statement_page};
use ledger::MovementKind;

use crate::support::{HOSTILE, bucket, money, naira, period, sale, time};

fn heading() -> Heading {
    Heading {
        shop: Some("Ada's".to_owned()),
        account: None,
        selection: None,
        made_at: time("2026-04-01T08:05:00Z"),
    }
}

fn page(by: Grouping, buckets: &[Bucket]) -> String {
    let span = period("2026-03-01", "2026-03-31", "Europe/London");
    statement_page(&Report::of(by, span, buckets).unwrap(), &heading())
}

#[test]
fn amounts_have_their_currency_thousands_apart_and_all_digits() {
    let cases = [
        (naira(123_450), "NGN 1,234.50"),
        (naira(-99_999), "NGN -999.99"),
        (naira(0), "NGN 0.00"),
        (money(-1_234_567, "JPY"), "JPY -1,234,567"),
        (money(999, "JPY"), "JPY 999"),
        (money(1_000_001, "BHD"), "BHD 1,000.001"),
        (money(12_345, "CLF"), "CLF 1.2345"),
        (naira(i64::MIN), "NGN -92,233,720,368,547,758.08"),
    ];
    for (money, text) in cases {
        assert_eq!(amount(money), text);
    }
}

#[test]
fn a_statement_tells_shop_period_totals_rows_and_when_it_was_made() {
    let buckets = [
        sale("2026-03-29T12:00:00Z", 12_345_600),
        bucket("2026-03-30T12:00:00Z", MovementKind::Refund, naira(-45_600)),
        bucket("2026-03-30T12:00:00Z", MovementKind::Sale, money(5_000, "JPY")),
    ];
    let page = page(Grouping::Day, &buckets);
    let told = [
        "Statement of <bdi>Ada's</bdi>",
        "1 to 31 March 2026",
        "All accounts",
        "NGN 123,000.00",
        "JPY 5,000",
        "Sales (1)",
        "NGN -456.00",
        "Sun 29 March 2026",
        ">123,456.00</td>",
        "Notes",
        "As known on 1 April 2026, 09:05 BST",
        "Europe/London",
    ];
    for text in told {
        assert!(page.contains(text), "{text} is missing");
    }
    assert_eq!(page.matches("<tr>").count(), 2 * (31 + 1), "a heading and the days of March");
}

#[test]
fn weeks_and_months_say_their_days_where_they_are_cut() {
    let sales = [sale("2026-03-29T12:00:00Z", 1)];
    assert!(page(Grouping::Week, &sales).contains("2026-W09: 1 March 2026<"));
    assert!(page(Grouping::Week, &sales).contains("2026-W13: 23 to 29 March 2026"));
    assert!(page(Grouping::Month, &sales).contains("<bdi>March 2026</bdi>"));
    let span = period("2026-03-02", "2026-03-31", "UTC");
    let cut = statement_page(&Report::of(Grouping::Month, span, &sales).unwrap(), &heading());
    assert!(cut.contains("<bdi>2 to 31 March 2026</bdi>"));
}

#[test]
fn a_period_is_told_without_saying_a_month_or_year_twice() {
    let told = |from, to| {
        let report = Report::of(Grouping::Month, period(from, to, "UTC"), &[]).unwrap();
        statement_page(&report, &heading())
    };
    assert!(told("2026-03-29", "2026-03-29").contains(">29 March 2026<"));
    assert!(told("2026-03-30", "2026-04-05").contains(">30 March to 5 April 2026<"));
    assert!(told("2025-03-30", "2026-03-05").contains(">30 March 2025 to 5 March 2026<"));
}

#[test]
fn a_statement_of_nothing_says_so() {
    assert!(page(Grouping::Day, &[]).contains("Nothing moved in this period."));
}

#[test]
fn hostile_names_stay_text() {
    for name in HOSTILE {
        let heading = Heading {
            shop: Some(name.to_owned()),
            account: Some(name.to_owned()),
            selection: Some(name.to_owned()),
            made_at: time("2026-04-01T08:05:00Z"),
        };
        let bucket = Bucket {
            account: name.to_owned(),
            channel: Some(name.to_owned()),
            ..sale("2026-03-29T12:00:00Z", 1)
        };
        for by in [Grouping::Account, Grouping::Channel] {
            let span = period("2026-03-01", "2026-03-31", "UTC");
            let report = Report::of(by, span, [&bucket]).unwrap();
            let page = statement_page(&report, &heading);
            for forbidden in ["<script", "<img", "\"></td>"] {
                assert!(!page.contains(forbidden), "{name}");
            }
            let escaped = name
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
                .replace('"', "&quot;");
            assert_eq!(page.matches(&format!("<bdi>{escaped}</bdi>")).count(), 4, "{name}");
        }
    }
}

#[test]
fn a_statement_needs_nothing_from_elsewhere() {
    let page = page(Grouping::Day, &[sale("2026-03-29T12:00:00Z", 1)]);
    for outside in ["http://", "https://", "src=", "href=", "url(", "@import", "<script", "<link"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("@page{size:A4") && page.contains("@media print"));
}
