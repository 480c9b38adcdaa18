//! Reports of a gateway that were kept in files.

use gateways::stored::{MOST_STORED_BYTES, balance_report, refund_list};
use gateways::{Error, RefundReport, ReportLine, Settings};
use ledger::{Currency, GatewayKind, RefundStatus};

use crate::support::*;

const NOVAC: GatewayKind = GatewayKind::Novac;

fn report_of(text: &str) -> Result<Vec<ReportLine>, Error> {
    balance_report(NOVAC, text.as_bytes(), Currency::NGN, &Settings::defaults(NOVAC))
}

fn refunds_of_file(text: &str) -> Result<Vec<RefundReport>, Error> {
    refund_list(NOVAC, text.as_bytes(), None, &Settings::defaults(NOVAC))
}

#[test]
fn a_stored_balance_report_is_read_as_one_that_was_just_answered() {
    let report = fixture!("novac/balance_report");
    let lines = report_of(report).unwrap();
    let moved: Vec<_> = lines.iter().map(|line| line.money).collect();
    assert_eq!(moved, [ngn(-118_650), ngn(-1_800), ngn(100_000_000)]);
    assert_eq!(lines[0].at.to_rfc3339(), "2026-06-26T23:30:00+00:00");
    assert_eq!(report_of(&format!("\u{FEFF}{report}")).unwrap(), lines);
    assert_eq!(report_of(fixture!("novac/balance_report_empty")).unwrap(), []);
}

#[test]
fn the_times_of_a_stored_report_are_in_the_zone_that_is_set() {
    let zone = [("report_zone".to_owned(), "+00:00".to_owned())].into_iter().collect();
    let settings = Settings::new(NOVAC, &zone).unwrap();
    let report = fixture!("novac/balance_report").as_bytes();
    let lines = balance_report(NOVAC, report, Currency::NGN, &settings).unwrap();
    assert_eq!(lines[0].at.to_rfc3339(), "2026-06-27T00:30:00+00:00");
}

#[test]
fn a_stored_report_that_cannot_be_read_to_its_last_line_is_an_error_that_names_it() {
    let odd = fixture!("novac/balance_report").replace("999,990.00", "much");
    let error = report_of(&odd).unwrap_err().to_string();
    assert!(error.contains("line 3 of the report"), "{error}");
    let dollars = Settings::defaults(NOVAC);
    let report = fixture!("novac/balance_report").as_bytes();
    let error = balance_report(NOVAC, report, Currency::USD, &dollars).unwrap_err().to_string();
    assert!(error.contains("another currency"), "{error}");
    for text in ["", "a,b\n1,2", "[1]", "{}", fixture!("novac/balance_report_mailed")] {
        assert!(report_of(text).is_err(), "{text}");
    }
}

#[test]
fn a_stored_list_of_refunds_is_read_in_an_envelope_and_bare() {
    let list = fixture!("novac/refund_list");
    let refunds = refunds_of_file(list).unwrap();
    let told: Vec<_> = refunds.iter().map(|refund| (refund.amount, refund.status)).collect();
    let expected =
        [(Some(ngn(100_050)), RefundStatus::Processed), (Some(usd(500)), RefundStatus::Pending)];
    assert_eq!(told, expected);
    let bare = &list[list.find('[').unwrap()..=list.rfind(']').unwrap()];
    assert_eq!(refunds_of_file(bare).unwrap(), refunds);
    assert_eq!(refunds_of_file(fixture!("novac/refund_list_empty")).unwrap(), []);
    assert_eq!(refunds_of_file(fixture!("novac/refund_reply")).unwrap().len(), 1);
}

#[test]
fn a_stored_list_of_refunds_leaves_none_out() {
    let nameless =
        r#"[{"id":"77","amount":"1.00","currency":"NGN"},{"amount":"5.00","currency":"NGN"}]"#;
    let error = refunds_of_file(nameless).unwrap_err().to_string();
    assert!(error.contains("refund 2 of the list"), "{error}");
    let without_currency = r#"[{"id":"77","amount":"1.00"}]"#;
    let error = refunds_of_file(without_currency).unwrap_err().to_string();
    assert!(error.contains("refund 1 of the list does not say its currency"), "{error}");
    let given = refund_list(
        NOVAC,
        without_currency.as_bytes(),
        Some(Currency::NGN),
        &Settings::defaults(NOVAC),
    );
    assert_eq!(given.unwrap()[0].amount, Some(ngn(100)));
    let refused = r#"{"status":false,"message":"Invalid date"}"#;
    assert!(matches!(refunds_of_file(refused), Err(Error::Refused { .. })));
    for text in ["{}", r#"{"status":true,"data":null}"#, "[1]", "null"] {
        assert!(refunds_of_file(text).is_err(), "{text}");
    }
}

#[test]
fn a_gateway_that_has_no_reports_says_so() {
    for &kind in GatewayKind::ALL.iter().filter(|kind| **kind != NOVAC) {
        let settings = Settings::defaults(kind);
        let report = balance_report(kind, b"[]", Currency::NGN, &settings).unwrap_err();
        let refunds = refund_list(kind, b"[]", None, &settings).unwrap_err();
        for error in [report, refunds] {
            assert!(matches!(error, Error::Unsupported { .. }), "{error}");
        }
    }
}

#[test]
fn a_stored_report_that_is_too_large_is_refused_with_the_limit() {
    let large = vec![b' '; MOST_STORED_BYTES + 1];
    let settings = Settings::defaults(NOVAC);
    for error in [
        balance_report(NOVAC, &large, Currency::NGN, &settings).unwrap_err(),
        refund_list(NOVAC, &large, None, &settings).unwrap_err(),
    ] {
        assert!(error.to_string().contains("32 MiB"), "{error}");
    }
}
