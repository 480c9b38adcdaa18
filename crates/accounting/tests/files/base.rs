//! The base CSV, cell by cell and byte by byte.

use accounting::{Row, profile};
use ledger::{GatewayKind, LedgerAccount, Mode, Movement, MovementKind};

use crate::support::{assert_golden, cell, lagos, money, movement, sale, time, written, zone};

fn moved(kind: MovementKind, minor: i64, code: &str) -> Row {
    Row { movement: movement(kind, money(minor, code)), ..sale() }
}

/// A month of a small shop: a sale with its fee, part of it refunded, the refund returned, a cash refund, a reversal, and
/// sales in currencies without two digits.
fn month() -> Vec<Row> {
    let later = |row: Row, number: u32, at: &str| {
        let entry = format!("01941f29-7c00-7000-8000-{number:012}").parse().unwrap();
        Row { entry, index: 0, occurred_at: time(at), recorded_at: time(at), ..row }
    };
    let refund = Row {
        note: Some("Torn; \"=\" sign".to_owned()),
        source: "reply".to_owned(),
        ..moved(MovementKind::Refund, -500_000, "NGN")
    };
    let returned = moved(MovementKind::Refund, 500_000, "NGN");
    let cash = movement(MovementKind::Refund, money(-100, "NGN"));
    let cash = Movement { funds: LedgerAccount::Cash, ..cash };
    let by_hand = Row {
        movement: cash,
        customer_name: Some("=cmd|' /C calc'!A0".to_owned()),
        description: Some("two\r\nlines, one comma".to_owned()),
        source: "hand".to_owned(),
        ..sale()
    };
    let reversal =
        Row { status: "reversed".to_owned(), ..moved(MovementKind::Reversal, -2_499_900, "NGN") };
    let foreign = |minor, code| Row {
        gateway: GatewayKind::Ovgc,
        account: "Ovgc – Tōkyō".to_owned(),
        mode: Mode::Test,
        fee: None,
        gateway_reference: None,
        channel: None,
        customer_name: None,
        customer_email: None,
        description: None,
        ..moved(MovementKind::Sale, minor, code)
    };
    vec![
        sale(),
        Row { index: 1, ..moved(MovementKind::Fee, -35_000, "NGN") },
        later(refund, 2, "2026-02-01T08:00:00Z"),
        later(returned, 3, "2026-02-02T08:00:00Z"),
        later(by_hand, 4, "2026-02-03T08:00:00Z"),
        later(reversal, 5, "2026-02-04T08:00:00Z"),
        later(foreign(7, "JPY"), 6, "2026-02-05T08:00:00Z"),
        later(foreign(1_005, "BHD"), 7, "2026-02-06T08:00:00Z"),
        later(foreign(12_345, "CLF"), 8, "2026-02-07T08:00:00Z"),
    ]
}

#[test]
fn a_month_is_the_golden_file_byte_for_byte() {
    let (file, summary) = written(&month(), lagos());
    assert_golden("base.csv", &file);
    let sums: Vec<_> = summary.sums.iter().map(ToString::to_string).collect();
    assert_eq!(sums, ["1.005 BHD", "1.2345 CLF", "7 JPY", "-350.00 NGN"]);
    assert_eq!(summary.rows, 9);
}

#[test]
fn the_columns_are_those_that_were_promised_and_new_ones_come_last() {
    let promised = "schema,row_id,occurred_at_utc,local_date,gateway,account,mode,type,status,currency,amount_minor,\
                    amount,fee,net,payment_id,refund_id,payout_id,link_id,order_ref,customer_name,customer_email,\
                    description,note,source,recorded_at_utc,local_time,time_zone,channel,gateway_reference,funds,gross,refunded,\
                    settlement_id";
    assert_eq!(profile("base").unwrap().headings().join(","), promised);
}

#[test]
fn each_movement_has_the_word_of_its_type() {
    for (kind, minor, word) in [
        (MovementKind::Sale, 5, "sale"),
        (MovementKind::Sale, -5, "sale"),
        (MovementKind::Fee, -5, "fee"),
        (MovementKind::Refund, -5, "refund"),
        (MovementKind::Refund, 5, "refund_returned"),
        (MovementKind::Reversal, -5, "reversal"),
    ] {
        assert_eq!(cell(&moved(kind, minor, "NGN"), lagos(), "type"), word);
    }
}

#[test]
fn fee_and_net_stand_on_sales_alone() {
    let of = |row: &Row| (cell(row, lagos(), "fee"), cell(row, lagos(), "net"));
    let stated = |fee: &str, net: &str| (fee.to_owned(), net.to_owned());
    assert_eq!(of(&sale()), stated("350.00", "24650.00"));
    assert_eq!(of(&Row { fee: None, ..sale() }), stated("", ""));
    assert_eq!(of(&Row { fee: Some(money(0, "NGN")), ..sale() }), stated("0.00", "25000.00"));
    assert_eq!(of(&Row { fee: Some(money(1, "USD")), ..sale() }), stated("", ""));
    for kind in [MovementKind::Fee, MovementKind::Refund, MovementKind::Reversal] {
        assert_eq!(of(&moved(kind, 5_000, "NGN")), stated("", ""));
        assert_eq!(of(&moved(kind, -5_000, "NGN")), stated("", ""));
    }
    assert_eq!(of(&moved(MovementKind::Sale, -5, "NGN")), stated("", ""), "a correction downwards");
}

#[test]
fn amounts_have_the_digits_of_their_currency() {
    for (minor, code, amount) in [
        (7, "JPY", "7"),
        (-7, "JPY", "-7"),
        (5, "NGN", "0.05"),
        (-5, "NGN", "-0.05"),
        (1_005, "BHD", "1.005"),
        (-1, "CLF", "-0.0001"),
        (i64::MIN, "NGN", "-92233720368547758.08"),
    ] {
        let row = moved(MovementKind::Sale, minor, code);
        assert_eq!(cell(&row, lagos(), "amount"), amount);
        assert_eq!(cell(&row, lagos(), "amount_minor"), minor.to_string());
    }
}

#[test]
fn local_day_and_time_follow_the_zone_through_changes_of_the_clock() {
    for (utc, name, day, clock) in [
        ("2026-01-31T23:30:00Z", "Africa/Lagos", "2026-02-01", "00:30:00"),
        ("2026-03-29T00:59:59Z", "Europe/Berlin", "2026-03-29", "01:59:59"),
        ("2026-03-29T01:00:00Z", "Europe/Berlin", "2026-03-29", "03:00:00"),
        ("2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-25", "02:30:00"),
        ("2026-10-25T01:30:00Z", "Europe/Berlin", "2026-10-25", "02:30:00"),
        ("2026-03-28T23:30:00Z", "Europe/Berlin", "2026-03-29", "00:30:00"),
        ("2026-07-01T22:30:00Z", "Europe/Berlin", "2026-07-02", "00:30:00"),
        ("2026-01-01T05:00:00Z", "America/New_York", "2026-01-01", "00:00:00"),
        ("2026-01-01T04:59:59Z", "America/New_York", "2025-12-31", "23:59:59"),
        ("2026-06-30T18:30:00Z", "Asia/Kolkata", "2026-07-01", "00:00:00"),
    ] {
        let row = Row { occurred_at: time(utc), ..sale() };
        assert_eq!(cell(&row, zone(name), "occurred_at_utc"), utc);
        assert_eq!(cell(&row, zone(name), "local_date"), day, "{utc} {name}");
        assert_eq!(cell(&row, zone(name), "local_time"), clock, "{utc} {name}");
        assert_eq!(cell(&row, zone(name), "time_zone"), name);
    }
}

#[test]
fn a_rows_id_is_its_own_and_no_part_of_another() {
    let ids: Vec<_> =
        (0..200).map(|index| cell(&Row { index, ..sale() }, lagos(), "row_id")).collect();
    assert_eq!(ids[1], "01941f29-7c00-7000-8000-000000000001-0001");
    for (place, id) in ids.iter().enumerate() {
        let containing: Vec<_> = ids.iter().filter(|other| other.contains(id)).collect();
        assert_eq!(containing, [&ids[place]]);
    }
}

#[test]
fn a_refund_names_itself_and_the_funds_it_came_from() {
    let refund = moved(MovementKind::Refund, -5, "NGN");
    assert_eq!(cell(&refund, lagos(), "refund_id"), "01941f29-7c00-7000-8000-00000000000a");
    assert_eq!(cell(&refund, lagos(), "funds"), "clearing");
    assert_eq!(cell(&sale(), lagos(), "refund_id"), "");
}
