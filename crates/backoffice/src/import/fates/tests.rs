//! Statements of one bank account, whole or in part, with ids or without: each line that was booked counts once.

use ledger::Currency;
use proptest::prelude::*;

use super::*;
use accounting::import::{read_ofx, read_statement_csv};

/// What a bank booked: day of March, which of a few amounts, which of a few texts.
type Booked = (u32, i64, u8);

fn booked() -> impl Strategy<Value = Vec<Booked>> {
    proptest::collection::vec((1..6_u32, 1..3_i64, 0..2_u8), 0..20).prop_map(|mut lines| {
        lines.sort_by_key(|(day, ..)| *day);
        lines
    })
}

fn mapping() -> accounting::import::Mapping {
    let text = "Booking date,Details,Amount (NGN)\n2026-03-31,x,1.00\n";
    accounting::import::guess_mapping(text.as_bytes()).unwrap().mapping
}

/// The bank's file of some days, with or without ids.
fn file(lines: &[(usize, Booked)], with_ids: bool) -> Vec<StatementLine> {
    if lines.is_empty() {
        return Vec::new();
    }
    if with_ids {
        let rows = lines.iter().map(|(id, (day, amount, text))| {
            format!(
                "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>202603{day:02}<TRNAMT>{amount}.00<FITID>{id}<NAME>{text}</STMTTRN>"
            )
        });
        let rows: String = rows.collect();
        let text = format!(
            "OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>NGN<BANKACCTFROM><ACCTID>1</BANKACCTFROM>\
             <BANKTRANLIST>{rows}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
        );
        return read_ofx(text.as_bytes()).unwrap().remove(0).lines;
    }
    let rows = lines
        .iter()
        .map(|(_, (day, amount, text))| format!("2026-03-{day:02},{text},{amount}.00\n"));
    let text = format!("Booking date,Details,Amount (NGN)\n{}", rows.collect::<String>());
    read_statement_csv(text.as_bytes(), &mapping()).unwrap().lines
}

/// Imports a file, as it is decided, and gives how many lines were taken.
fn import(
    known: &mut Vec<KnownLine>,
    lines: &[StatementLine],
    scheme: &str,
    alike: Alike,
) -> usize {
    let comparison = Comparison { scheme, lines, known, alike: Some(alike) };
    let judged = comparison.judge();
    let taken = lines.iter().zip(judged).filter(|(_, judged)| {
        judged.fate == Fate::New || (judged.fate == Fate::Alike && alike == Alike::Take)
    });
    let taken: Vec<_> = taken
        .map(|(line, judged)| KnownLine {
            key: judged.key,
            has_own_id: judged.has_own_id,
            date: line.date,
            amount: line.amount,
            text: Some(line.text.clone()),
        })
        .collect();
    let count = taken.len();
    known.extend(taken);
    let keys: HashSet<_> = known.iter().map(|line| line.key.as_str()).collect();
    assert_eq!(keys.len(), known.len(), "two lines have one key");
    count
}

fn looks(lines: &[KnownLine]) -> Vec<(NaiveDate, Money, String)> {
    let told = lines.iter().map(|line| (line.date, line.amount, line.text.clone().unwrap()));
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

fn truth(lines: &[Booked]) -> Vec<(NaiveDate, Money, String)> {
    let told = lines.iter().map(|(day, amount, text)| {
        let date = NaiveDate::from_ymd_opt(2026, 3, *day).unwrap();
        (date, Money::from_minor(amount * 100, Currency::NGN), text.to_string())
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

proptest! {
    /// Files of whole days, in any order and however they overlap, make what the bank booked: nothing twice, nothing lost.
    #[test]
    fn an_import_neither_doubles_nor_eats_rows(
        lines in booked(),
        with_ids: bool,
        spans in proptest::collection::vec((1..6_u32, 1..6_u32), 0..6),
    ) {
        let numbered: Vec<_> = lines.iter().copied().enumerate().collect();
        let mut known = Vec::new();
        let scheme = if with_ids { "ofx" } else { "csv" };
        for (one, other) in spans.into_iter().chain([(1, 5)]) {
            let days = one.min(other)..=one.max(other);
            let of_days = numbered.iter().filter(|(_, (day, ..))| days.contains(day));
            let file = file(&of_days.copied().collect::<Vec<_>>(), with_ids);
            import(&mut known, &file, scheme, Alike::Skip);
        }
        prop_assert_eq!(looks(&known), truth(&lines));
    }

    /// The same in two formats: what one brought, the other does not bring again.
    #[test]
    fn a_file_in_another_format_brings_nothing_a_second_time(lines in booked(), ids_first: bool) {
        let numbered: Vec<_> = lines.iter().copied().enumerate().collect();
        let mut known = Vec::new();
        for with_ids in [ids_first, !ids_first, ids_first, !ids_first] {
            let scheme = if with_ids { "ofx" } else { "csv" };
            import(&mut known, &file(&numbered, with_ids), scheme, Alike::Skip);
        }
        prop_assert_eq!(looks(&known), truth(&lines));
    }

    /// Whoever says that lines are others gets all of them, and the next statement that has all of them brings none.
    #[test]
    fn lines_that_a_person_takes_are_known_from_then_on(first in booked(), second in booked()) {
        let mut known = Vec::new();
        let of = |lines: &[Booked]| -> Vec<StatementLine> {
            file(&lines.iter().copied().enumerate().collect::<Vec<_>>(), false)
        };
        import(&mut known, &of(&first), "csv", Alike::Take);
        import(&mut known, &of(&second), "csv", Alike::Take);
        let mut both = [first, second].concat();
        prop_assert_eq!(looks(&known), truth(&both));
        both.sort_by_key(|(day, ..)| *day);
        prop_assert_eq!(import(&mut known, &of(&both), "csv", Alike::Skip), 0);
    }
}
