//! Old payments out of other back offices.

use std::collections::BTreeMap;

use accounting::Row;
use accounting::import::{
    CurrencyFrom, Doubt, Happened, History, HistoryLine, HistoryMapping, ImportError, Left,
    Meaning, NotTaken, Question, RowKind, guess_history_mapping, read_history_csv,
};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use ledger::{
    Currency, GatewayKind, LedgerAccount, Mode, Money, Movement, MovementKind, PaymentStatus,
    RefundMethod,
};
use proptest::prelude::*;

use crate::files::{lagos, written};
use crate::support::{fixture, layout, money, named};

fn zone(name: &str) -> Tz {
    name.parse().unwrap()
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn left(history: &History) -> Vec<(u32, NotTaken)> {
    history.problems.iter().map(|left| (left.number, left.problem.clone())).collect()
}

/// The columns `order,when,amount` and whatever a test adds.
fn mapping() -> HistoryMapping {
    HistoryMapping {
        reference: vec![named("order")],
        date: Some(named("when")),
        amount: Some(named("amount")),
        currency: Some(CurrencyFrom::Fixed(Currency::NGN)),
        ..HistoryMapping::new(layout(), zone("Africa/Lagos"))
    }
}

fn read(rows: &str, mapping: &HistoryMapping) -> History {
    read_history_csv(rows.as_bytes(), mapping).unwrap()
}

#[test]
fn paypals_activity_is_read_with_its_refunds_and_its_two_zones() {
    let file = fixture!("paypal.csv");
    let guess = guess_history_mapping(file, zone("America/Los_Angeles")).unwrap();
    assert_eq!(guess.from, Some("PayPal's activity"));
    assert_eq!(guess.open, []);
    assert_eq!(guess.unknown_words, ["tab payment"]);
    let history = read_history_csv(file, &guess.mapping).unwrap();
    let [ada, zoe] = &history.lines[..] else { panic!("{history:?}") };
    assert_eq!((ada.reference.as_str(), &ada.rows[..]), ("ORDER-00123", &[3, 2][..]));
    assert_eq!((ada.amount, ada.fee), (money(2_500, "USD"), Some(money(103, "USD"))));
    assert_eq!((ada.refunded, ada.status), (Some(money(500, "USD")), Some(PaymentStatus::Paid)));
    // Both happened at half past one, before and after clocks went back.
    assert_eq!(ada.at, time("2026-11-01T08:30:00Z"));
    assert_eq!(zoe.at, time("2026-11-01T09:30:00Z"));
    assert_eq!((zoe.reference.as_str(), zoe.amount), ("1AB00000000000002", money(102_500, "USD")));
    assert_eq!(zoe.customer_email.as_deref(), Some("zoe@example.com"));
    let word = |what, word: &str| NotTaken::Word { what, word: word.to_owned() };
    let left_out = |what, word: &str| NotTaken::Left { what, word: word.to_owned() };
    assert_eq!(
        left(&history),
        [
            (5, left_out("word", "Memo")),
            (6, left_out("kind", "General Withdrawal")),
            (7, word("kind", "Tab Payment")),
            (8, NotTaken::OfAnother("1AB00000000000999".to_owned())),
        ]
    );
}

#[test]
fn stripes_payments_are_read_in_utc_whatever_the_merchants_zone() {
    let file = fixture!("stripe.csv");
    let guess = guess_history_mapping(file, zone("Africa/Lagos")).unwrap();
    assert_eq!((guess.from, guess.open.len()), (Some("Stripe's payments"), 0));
    assert_eq!(guess.unknown_words, ["blocked"]);
    let history = read_history_csv(file, &guess.mapping).unwrap();
    let told: Vec<_> =
        history.lines.iter().map(|line| (line.status, line.refunded.map(Money::minor))).collect();
    let (paid, failed) = (Some(PaymentStatus::Paid), Some(PaymentStatus::Failed));
    assert_eq!(told, [(paid, Some(0)), (paid, Some(2_000)), (failed, Some(0))]);
    assert_eq!(history.lines[0].at, time("2026-01-31T23:30:15Z"));
    assert_eq!(history.lines[0].amount, money(120_000, "USD"));
    assert_eq!(history.lines[0].gateway_reference.as_deref(), Some("ch_1"));
    let blocked = NotTaken::Word { what: "state", word: "Blocked".to_owned() };
    assert_eq!(left(&history), [(5, blocked)]);
}

#[test]
fn a_fee_in_another_currency_than_its_payment_is_left_out_and_told() {
    let file = "id,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Fee,Converted Currency,Status\n\
        ch_1,2026-01-31 10:00:00,50.00,0.00,usd,50.00,1.75,usd,Paid\n\
        ch_2,2026-01-31 11:00:00,100.00,0.00,eur,110.00,3.43,usd,Paid\n\
        ch_3,2026-01-31 12:00:00,20.00,0.00,eur,22.00,,usd,Paid\n\
        ch_4,2026-01-31 13:00:00,2000,0,jpy,13.00,0.69,usd,Paid\n";
    let guess = guess_history_mapping(file.as_bytes(), zone("UTC")).unwrap();
    assert_eq!(guess.from, Some("Stripe's payments"));
    let history = read(file, &guess.mapping);
    let fees: Vec<_> = history.lines.iter().map(|line| line.fee).collect();
    assert_eq!(fees, [Some(money(175, "USD")), None, None, None], "{:?}", history.problems);
    let doubt = Doubt::FeeCurrency { number: 3, currency: "usd".to_owned(), more: 1 };
    assert_eq!(history.doubts, [doubt]);
    assert!(!history.ignored_columns.contains(&"Converted Currency".to_owned()));
}

/// What a line moves, by when, why, and where the money was.
fn moved(line: &HistoryLine) -> BTreeMap<(DateTime<Utc>, MovementKind, LedgerAccount), i64> {
    let clearing = LedgerAccount::Clearing;
    let mut moved = BTreeMap::new();
    let mut known: BTreeMap<(MovementKind, Option<usize>), i64> = BTreeMap::new();
    let mut move_to = |at, kind, refund, funds, total: i64| {
        let before = known.insert((kind, refund), total).unwrap_or(0);
        *moved.entry((at, kind, funds)).or_default() += total - before;
    };
    move_to(line.at, MovementKind::Sale, None, clearing, line.amount.minor());
    move_to(line.at, MovementKind::Fee, None, clearing, -line.fee.map_or(0, Money::minor));
    for step in &line.steps {
        match step.what {
            Happened::Paid(paid) => {
                move_to(step.at, MovementKind::Sale, None, clearing, paid.minor());
            }
            Happened::Fee(fee) => {
                move_to(step.at, MovementKind::Fee, None, clearing, -fee.minor());
            }
            Happened::Refund { number, amount, method } => {
                let funds = match method {
                    RefundMethod::Cash => LedgerAccount::Cash,
                    RefundMethod::Bank => LedgerAccount::Bank,
                    RefundMethod::Other => LedgerAccount::OtherFunds,
                    RefundMethod::Api | RefundMethod::Dashboard => clearing,
                };
                move_to(step.at, MovementKind::Refund, Some(number), funds, -amount.minor());
            }
            Happened::Reversed => panic!("nothing was taken back"),
        }
    }
    moved.retain(|_, minor| *minor != 0);
    moved
}

#[test]
fn rows_that_cancel_each_other_out_are_no_payment_and_a_row_that_is_there_twice_is_one() {
    let rows = [
        row(1, 0, MovementKind::Sale, 500, Currency::NGN, "a"),
        row(1, 1, MovementKind::Sale, -500, Currency::NGN, "a"),
        row(2, 0, MovementKind::Sale, 700, Currency::NGN, "b"),
    ];
    let (file, _) = written(&rows, lagos());
    let text = String::from_utf8(file).unwrap();
    let last = text.lines().last().unwrap().to_owned();
    let twice = format!("{text}{last}\r\n");
    let mut mapping = guess_history_mapping(twice.as_bytes(), zone("UTC")).unwrap().mapping;
    mapping.layout.decimal_mark = Some(accounting::import::DecimalMark::Point);
    let history = read(&twice, &mapping);
    assert_eq!(history.lines.len(), 1);
    assert_eq!(history.lines[0].paid(), money(700, "NGN"));
    let left = left(&history);
    assert_eq!(left[..2], [(2, NotTaken::CameToNothing), (3, NotTaken::CameToNothing)]);
    assert!(matches!(left[2], (5, NotTaken::RowTwice { line: 4, .. })), "{left:?}");
}

#[test]
fn a_back_office_that_is_not_known_is_read_by_its_headings() {
    let file = "Order number,Paid at,Total (NGN),Fees,Status,Customer,E-mail\n\
        A-1,31/01/2026 23:30,\"25,000.00\",350.00,Successful,Ada,ada@example.com\n";
    let guess = guess_history_mapping(file.as_bytes(), zone("Africa/Lagos")).unwrap();
    assert_eq!((guess.from, guess.open, guess.unknown_words), (None, vec![], vec![]));
    let history = read(file, &guess.mapping);
    let line = &history.lines[0];
    assert_eq!((line.reference.as_str(), line.amount), ("A-1", money(2_500_000, "NGN")));
    assert_eq!((line.fee, line.at), (Some(money(35_000, "NGN")), time("2026-01-31T22:30:00Z")));
    assert_eq!(line.customer_name.as_deref(), Some("Ada"));
}

#[test]
fn what_a_history_does_not_show_is_asked_for() {
    let guess =
        guess_history_mapping(b"Order,Date,Total\nA,03/04/2026,1.234\n", zone("Africa/Lagos"))
            .unwrap();
    let date = Question::DateOrder { example: "03/04/2026".to_owned() };
    let mark = Question::DecimalMark { example: "1.234".to_owned() };
    assert_eq!(guess.open, [date, mark, Question::Currency]);
    let error =
        read_history_csv(b"Order,Date,Total\nA,03/04/2026,1.234\n", &guess.mapping).unwrap_err();
    assert!(matches!(error, ImportError::Unsettled { .. }), "{error}");
}

#[test]
fn a_time_is_read_in_its_own_zone_or_in_the_one_given() {
    let read_time = |when: &str, name: &str| {
        let mut mapping = mapping();
        mapping.time_zone = zone(name);
        let history = read(&format!("order,when,amount\nA,{when},1.00\n"), &mapping);
        history.lines.first().map(|line| line.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
    };
    for (when, name, at) in [
        ("2026-01-31T23:30:00Z", "Africa/Lagos", "2026-01-31T23:30:00Z"),
        ("2026-01-31T23:30:00+05:30", "Africa/Lagos", "2026-01-31T18:00:00Z"),
        ("2026-01-31 23:30:00 +0530", "Africa/Lagos", "2026-01-31T18:00:00Z"),
        ("2026-01-31 23:30 UTC", "Africa/Lagos", "2026-01-31T23:30:00Z"),
        ("2026-01-31 23:30", "Africa/Lagos", "2026-01-31T22:30:00Z"),
        ("2026-01-31 11:30 PM", "Africa/Lagos", "2026-01-31T22:30:00Z"),
        ("2026-01-31 12:30:15 am", "Africa/Lagos", "2026-01-30T23:30:15Z"),
        ("2026-01-31", "Africa/Lagos", "2026-01-30T23:00:00Z"),
        ("2026-01-31 23:30:00.250", "Africa/Lagos", "2026-01-31T22:30:00Z"),
        ("2026-01-31 12:00 WAT", "Africa/Lagos", "2026-01-31T11:00:00Z"),
        ("2026-01-31 12:00 Europe/Berlin", "Africa/Lagos", "2026-01-31T11:00:00Z"),
        ("2026-07-01 12:00 BST", "Europe/London", "2026-07-01T11:00:00Z"),
        // Where clocks go forward at midnight, the day begins at one.
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
    ] {
        assert_eq!(read_time(when, name).as_deref(), Some(at), "{when}");
    }
    for (when, name) in [
        // Twice, and never.
        ("2026-10-25 01:30", "Europe/London"),
        ("2026-03-29 01:30", "Europe/London"),
        // Summer time in winter, and another zone's.
        ("2026-01-31 12:00 BST", "Europe/London"),
        ("2026-01-31 12:00 PST", "Africa/Lagos"),
        ("2026-01-31 25:00", "Africa/Lagos"),
        ("2026-01-31 13:00 PM", "Africa/Lagos"),
        ("2026-01-31 noon", "Africa/Lagos"),
    ] {
        assert_eq!(read_time(when, name), None, "{when}");
    }
}

#[test]
fn a_word_for_a_state_that_is_not_known_is_told_and_not_guessed() {
    let mut mapping = mapping();
    mapping.status = Some(named("state"));
    mapping.status_words = [("ok", Meaning::Paid), ("test", Meaning::Left)]
        .into_iter()
        .map(|(word, meaning)| (word.to_owned(), meaning))
        .collect();
    let rows = "order,when,amount,state\nA,2026-01-31,1.00,OK\nB,2026-01-31,1.00,fine\nC,2026-01-31,1.00,\nD,2026-01-31,1.00,Test\n";
    let history = read(rows, &mapping);
    assert_eq!(history.lines.len(), 1);
    let word = |word: &str| NotTaken::Word { what: "state", word: word.to_owned() };
    let test = NotTaken::Left { what: "state", word: "Test".to_owned() };
    assert_eq!(left(&history), [(3, word("fine")), (4, word("")), (5, test)]);
}

#[test]
fn what_was_refunded_is_never_more_than_was_paid_and_never_made_up() {
    let mut mapping = mapping();
    mapping.refunded = Some(named("back"));
    mapping.status = Some(named("state"));
    mapping.status_words =
        [("paid", Meaning::Paid), ("back", Meaning::Refunded), ("part", Meaning::PartlyRefunded)]
            .into_iter()
            .map(|(word, meaning)| (word.to_owned(), meaning))
            .collect();
    let rows = "order,when,amount,back,state\nA,2026-01-31,5.00,,back\nB,2026-01-31,5.00,2.00,part\nC,2026-01-31,5.00,,part\n\
        D,2026-01-31,5.00,6.00,paid\nE,2026-01-31,5.00,-1.00,paid\nF,2026-01-31,5.00,,paid\nG,2026-01-31,-5.00,,paid\n";
    let history = read(rows, &mapping);
    let told: Vec<_> = history.lines.iter().map(|line| line.refunded.map(Money::minor)).collect();
    assert_eq!(told, [Some(500), Some(200), None]);
    let sign = NotTaken::Sign { what: "refunded amount", text: "-1.00".to_owned() };
    assert_eq!(
        left(&history),
        [
            (4, NotTaken::RefundUntold),
            (5, NotTaken::RefundedTooMuch),
            (6, sign),
            (8, NotTaken::NotPaid)
        ]
    );
}

#[test]
fn a_payment_is_not_taken_without_the_refunds_that_its_rows_tell() {
    let mut mapping = mapping();
    mapping.id = Some(named("order"));
    mapping.kind = Some(named("kind"));
    mapping.kind_words = [
        ("sale", RowKind::Payment),
        ("refund", RowKind::Refund),
        ("back", RowKind::RefundReturned),
    ]
    .into_iter()
    .map(|(word, kind)| (word.to_owned(), kind))
    .collect();
    mapping.refund_of = Some(named("order"));
    mapping.left = vec![Left { column: named("amount"), words: vec!["0.00".to_owned()] }];
    let rows = "order,when,amount,kind\n\
        A,2026-01-31,5.00,sale\nA,2026-01-31,-3.00,refund\nA,2026-01-31,-2.00,refund\nA,2026-01-31,2.00,back\n\
        B,2026-01-31,5.00,sale\nB,2026-01-31,-6.00,refund\nC,2026-01-31,5.00,sale\nC,2026-01-31,5.00,sale\nC,2026-01-31,-1.00,refund\n\
        D,2026-01-31,0.00,sale\n";
    let history = read(rows, &mapping);
    let lines: Vec<_> =
        history.lines.iter().map(|line| (line.reference.as_str(), line.rows.clone())).collect();
    assert_eq!(lines, [("A", vec![2, 3, 4, 5]), ("C", vec![8]), ("C", vec![9])]);
    assert_eq!(history.lines[0].refunded, Some(money(300, "NGN")));
    let numbers: Vec<_> = left(&history).iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [6, 7, 10, 11]);
}

#[test]
fn an_order_number_that_cannot_be_kept_is_told() {
    let long = "x".repeat(65);
    let rows = format!(
        "order,when,amount\n{long},2026-01-31,1.00\n,2026-01-31,1.00\nA\u{202E},2026-01-31,1.00\n'=1,2026-01-31,1.00\n"
    );
    let history = read(&rows, &mapping());
    assert_eq!(history.lines[0].reference.as_str(), "=1");
    assert_eq!(left(&history).len(), 3);
    assert!(left(&history)[0].1.to_string().contains("64 characters"));
}

#[test]
fn a_history_mapping_is_remembered_as_it_is() {
    let mapping =
        guess_history_mapping(fixture!("paypal.csv"), zone("Africa/Lagos")).unwrap().mapping;
    let json = serde_json::to_string(&mapping).unwrap();
    assert_eq!(serde_json::from_str::<HistoryMapping>(&json).unwrap(), mapping);
}

fn row(
    payment: u32,
    index: u32,
    kind: MovementKind,
    minor: i64,
    currency: Currency,
    text: &str,
) -> Row {
    Row {
        entry: uuid(payment).parse().unwrap(),
        index,
        occurred_at: DateTime::from_timestamp(1_700_000_000 + i64::from(payment), 0).unwrap(),
        recorded_at: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
        gateway: GatewayKind::Novac,
        account: "Shop".to_owned(),
        mode: Mode::Live,
        movement: Movement {
            kind,
            refund: None,
            funds: LedgerAccount::Clearing,
            money: Money::from_minor(minor, currency),
        },
        status: "paid".to_owned(),
        fee: None,
        payment: Some(uuid(payment).parse().unwrap()),
        payout: None,
        settlement_id: None,
        reference: format!("={payment}"),
        gateway_reference: None,
        channel: None,
        customer_name: Some(text.to_owned()),
        customer_email: None,
        description: Some(text.to_owned()),
        note: None,
        source: "lookup".to_owned(),
        turn: ledger::SaleTurn::default(),
    }
}

fn uuid(number: u32) -> String {
    format!("01941f29-7c00-7000-8000-{number:012x}")
}

proptest! {
    #[test]
    fn what_the_base_profile_wrote_is_read_as_the_same_payments(
        payments in prop::collection::vec((1..1_000_000_000_i64, 0..1_000_000_000_i64, 0..500_usize, "[=+@a\"',; \\n-]{0,10}"), 1..6),
    ) {
        let currencies: Vec<Currency> = Currency::all().collect();
        let mut rows = Vec::new();
        for (number, (amount, refund, currency, text)) in (1..).zip(&payments) {
            let currency = currencies[currency % currencies.len()];
            rows.push(row(number, 0, MovementKind::Sale, *amount, currency, text.trim()));
            rows.push(row(number, 1, MovementKind::Fee, -1, currency, text.trim()));
            if (1..=*amount).contains(refund) {
                rows.push(row(number, 2, MovementKind::Refund, -refund, currency, text.trim()));
            }
        }
        let (file, _) = written(&rows, lagos());
        let mut mapping = guess_history_mapping(&file, zone("Europe/Berlin")).unwrap().mapping;
        mapping.layout.decimal_mark = Some(accounting::import::DecimalMark::Point);
        mapping.layout.thousands_mark = None;
        let history = read_history_csv(&file, &mapping).unwrap();
        prop_assert_eq!(history.lines.len(), payments.len());
        prop_assert_eq!(&history.problems, &[]);
        for (number, (line, (amount, refund, _, text))) in (1_u32..).zip(history.lines.iter().zip(&payments)) {
            prop_assert_eq!(line.reference.as_str(), format!("={number}"));
            prop_assert_eq!(line.amount.minor(), *amount);
            prop_assert_eq!(line.fee.map(Money::minor), Some(1));
            let refund = (1..=*amount).contains(refund).then_some(*refund);
            prop_assert_eq!(line.refunded.map(Money::minor), refund);
            prop_assert_eq!(line.at.timestamp(), 1_700_000_000 + i64::from(number));
            let text = Some(text.trim()).filter(|text| !text.is_empty());
            prop_assert_eq!(line.customer_name.as_deref(), text);
        }
    }

    #[test]
    fn what_the_base_profile_wrote_moves_the_same_money_at_the_same_times(
        first in 1..1_000_i64,
        later in prop::collection::vec((0..3_i64, 0..3_u8, 1..500_i64, 0..3_u8, any::<bool>()), 0..8),
    ) {
        let funds = [LedgerAccount::Clearing, LedgerAccount::Cash, LedgerAccount::Bank];
        let refund_id = |number: u8| format!("01941f29-7c00-7000-9000-{number:012x}").parse().unwrap();
        let mut rows = vec![row(1, 0, MovementKind::Sale, first, Currency::NGN, "x")];
        let mut refunded = [0_i64; 3];
        let mut at = rows[0].occurred_at;
        for (index, (hours, what, amount, refund, comes_back)) in (1..).zip(later) {
            at += TimeDelta::hours(hours);
            let sign = if comes_back { 1 } else { -1 };
            let place = usize::from(refund);
            let back = comes_back && refunded[place] >= amount;
            let (kind, minor) = match what {
                0 if at > rows[0].occurred_at => (MovementKind::Sale, sign * amount),
                0 | 1 => (MovementKind::Fee, sign * amount),
                _ => (MovementKind::Refund, if back { amount } else { -amount }),
            };
            let mut row = row(1, index, kind, minor, Currency::NGN, "x");
            row.occurred_at = at;
            if kind == MovementKind::Refund {
                refunded[place] -= minor;
                row.movement.refund = Some(refund_id(refund));
                row.movement.funds = funds[place];
            }
            rows.push(row);
        }
        let mut expected = BTreeMap::new();
        for row in &rows {
            let key = (row.occurred_at, row.movement.kind, row.movement.funds);
            *expected.entry(key).or_default() += row.movement.money.minor();
        }
        expected.retain(|_, minor| *minor != 0);
        let (file, _) = written(&rows, lagos());
        let mut mapping = guess_history_mapping(&file, zone("Europe/Berlin")).unwrap().mapping;
        mapping.layout.decimal_mark = Some(accounting::import::DecimalMark::Point);
        mapping.layout.thousands_mark = None;
        let history = read_history_csv(&file, &mapping).unwrap();
        prop_assert_eq!(&history.problems, &[]);
        prop_assert_eq!(history.lines.len(), 1);
        prop_assert_eq!(moved(&history.lines[0]), expected);
        prop_assert_eq!(history.lines[0].refunded_at_once(), None);
    }

    #[test]
    fn each_row_of_a_history_is_in_a_line_or_a_problem_and_no_bytes_are_too_odd(
        rows in prop::collection::vec("(A|B|C),2026-01-3[0-3],-?[0-9.]{1,4},(sale|refund|\\PC{0,3})", 0..12), odd: Vec<u8>,
    ) {
        let mut mapping = mapping();
        mapping.id = Some(named("order"));
        mapping.refund_of = Some(named("order"));
        mapping.kind = Some(named("kind"));
        mapping.kind_words = [("sale", RowKind::Payment), ("refund", RowKind::Refund)]
            .into_iter().map(|(word, kind)| (word.to_owned(), kind)).collect();
        let _ = guess_history_mapping(&odd, zone("Africa/Lagos"));
        let _ = read_history_csv(&odd, &mapping);
        let rows: Vec<_> = rows.iter().map(|row| row.replace(['"', '\r', '\n'], "")).collect();
        let text = format!("order,when,amount,kind\n{}\n", rows.join("\n"));
        let history = read_history_csv(text.as_bytes(), &mapping).unwrap();
        let mut numbers: Vec<u32> = history.lines.iter().flat_map(|line| line.rows.clone()).collect();
        numbers.extend(history.problems.iter().map(|problem| problem.number));
        numbers.sort_unstable();
        let expected: Vec<u32> = (2..).take(rows.len()).collect();
        prop_assert_eq!(numbers, expected);
    }
}
