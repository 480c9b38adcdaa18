//! A month that has everything a file can stumble over: a change of the clocks, currencies without two digits, two accounts,
//! corrections, money paid back from elsewhere, and whatever hostile or careless people type.

use accounting::Row;
use ledger::{GatewayKind, LedgerAccount, Movement, MovementKind};

use super::{money, movement, sale, time};

/// Where the shop of the month is. Its clocks go forward on 29 March 2026 at 01:00 UTC.
pub(crate) const ZONE: &str = "Europe/Berlin";

/// Rows in the order in which they happened.
pub(crate) fn month() -> Vec<Row> {
    let mut rows = ordinary();
    rows.extend(corrections());
    rows.extend(hostile());
    rows.extend(foreign());
    rows
}

/// A row of the entry of that number, at that time.
fn row(entry: u32, at: &str, kind: MovementKind, minor: i64, code: &str) -> Row {
    Row {
        entry: format!("01941f29-7c00-7000-8000-{entry:012}").parse().unwrap(),
        occurred_at: time(at),
        recorded_at: time(at),
        account: "Lagos shop".to_owned(),
        movement: movement(kind, money(minor, code)),
        reference: format!("ORDER-{entry:03}"),
        fee: None,
        ..sale()
    }
}

fn from(funds: LedgerAccount, row: Row) -> Row {
    Row { movement: Movement { funds, ..row.movement.clone() }, source: "hand".to_owned(), ..row }
}

fn ordinary() -> Vec<Row> {
    let note = |note: &str, row: Row| Row { note: Some(note.to_owned()), ..row };
    let first = row(1, "2026-03-01T09:00:00Z", MovementKind::Sale, 2_500_000, "NGN");
    vec![
        Row { fee: Some(money(35_000, "NGN")), ..first },
        Row { index: 1, ..row(1, "2026-03-01T09:00:00Z", MovementKind::Fee, -35_000, "NGN") },
        note("Torn", row(2, "2026-03-02T08:00:00Z", MovementKind::Refund, -500_000, "NGN")),
        row(3, "2026-03-03T08:00:00Z", MovementKind::Refund, 500_000, "NGN"),
        from(
            LedgerAccount::Cash,
            note("Back in cash", row(4, "2026-03-04T08:00:00Z", MovementKind::Refund, -100, "NGN")),
        ),
        from(
            LedgerAccount::Bank,
            row(5, "2026-03-05T08:00:00Z", MovementKind::Refund, -999, "NGN"),
        ),
    ]
}

fn corrections() -> Vec<Row> {
    let again = row(7, "2026-03-07T08:00:00Z", MovementKind::Sale, 1_999, "USD");
    let third = row(8, "2026-03-08T08:00:00Z", MovementKind::Sale, 5, "USD");
    vec![
        row(6, "2026-03-06T08:00:00Z", MovementKind::Sale, -1, "NGN"),
        Row { index: 1, ..row(6, "2026-03-06T08:00:00Z", MovementKind::Fee, 10, "NGN") },
        Row { reference: "ORDER-001".to_owned(), ..again },
        Row { reference: "ORDER-001".to_owned(), ..third },
        row(9, "2026-03-09T08:00:00Z", MovementKind::Reversal, -2_499_900, "NGN"),
    ]
}

fn hostile() -> Vec<Row> {
    let typed = |entry: u32, name: &str, description: &str| Row {
        customer_name: Some(name.to_owned()),
        description: Some(description.to_owned()),
        ..row(entry, &format!("2026-03-{entry}T08:00:00Z"), MovementKind::Sale, 10_000, "NGN")
    };
    let long = "A very long story. ".repeat(527);
    vec![
        typed(10, "=cmd|' /C calc'!A0", "two\r\nlines, one \"comma\"; =1+1"),
        typed(11, "+2348012345678", "\tbegins with a tab"),
        typed(12, "-5", "\u{202E}txt.exe"),
        typed(13, "@SUM(1)", "\u{FF1D}1+1"),
        typed(14, "12345", "2026-01-02"),
        typed(15, "\u{200F}שלום \u{200E}", "🎂 pour Zoë O'Neil"),
        Row { reference: "00123".to_owned(), ..typed(16, "Ada \"the\" Obi", &long[..10_000]) },
        Row { reference: "x;=1,=2".to_owned(), ..typed(17, "50% off %type", "_x0041_ a:b;c | d") },
        Row { customer_name: None, description: None, ..typed(18, "", "") },
        Row { reference: String::new(), customer_name: None, ..typed(19, "", "\u{200B} \u{0}") },
    ]
}

fn foreign() -> Vec<Row> {
    let tokyo = |row: Row| Row {
        gateway: GatewayKind::Ovgc,
        account: "=Tōkyō: B; \"2\"".to_owned(),
        gateway_reference: None,
        ..row
    };
    vec![
        tokyo(row(20, "2026-03-28T22:59:59Z", MovementKind::Sale, 1_234, "JPY")),
        tokyo(row(21, "2026-03-28T23:00:00Z", MovementKind::Sale, 7, "JPY")),
        tokyo(row(22, "2026-03-29T00:59:59Z", MovementKind::Sale, 1_005, "BHD")),
        tokyo(row(23, "2026-03-29T01:00:00Z", MovementKind::Sale, 2_500, "BHD")),
        tokyo(row(24, "2026-03-29T21:59:59Z", MovementKind::Fee, -1, "BHD")),
        tokyo(row(25, "2026-03-29T22:00:00Z", MovementKind::Sale, 12_345, "CLF")),
        tokyo(row(26, "2026-03-31T22:30:00Z", MovementKind::Refund, -45, "CLF")),
    ]
}
