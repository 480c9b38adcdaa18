//! Complaint 15 of ACCOUNTING.md: an import makes duplicates or eats real rows.

use accounting::import::{
    Doubt, Mapping, Statement, StatementLine, read_camt053, read_ofx, read_statement_csv,
};
use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::support::{fixture, mapping, minors, named, read};

fn keys(statement: &Statement) -> Vec<&str> {
    statement.lines.iter().map(|line| line.key.as_str()).collect()
}

fn with_ids() -> Mapping {
    Mapping { id: Some(named("id")), ..mapping("NGN") }
}

fn read_ids(rows: &str) -> Statement {
    read_statement_csv(format!("date,amount,text,id\n{rows}").as_bytes(), &with_ids()).unwrap()
}

#[test]
fn an_import_neither_doubles_nor_eats_two_equal_payments_of_one_day() {
    let twice = read("2026-01-31,96.40,NOVAC\n2026-01-31,96.40,NOVAC\n", "NGN");
    assert_eq!(minors(&twice), [9_640, 9_640]);
    assert_ne!(twice.lines[0].key, twice.lines[1].key);
    assert!(twice.lines.iter().all(|line| !line.has_own_id()));
    let again = read("2026-01-31,96.40,NOVAC\n2026-01-31,96.40,NOVAC\n", "NGN");
    assert_eq!(keys(&twice), keys(&again));
}

#[test]
fn an_import_neither_doubles_nor_eats_the_lines_of_files_that_overlap() {
    let day = |number: usize| {
        format!(
            "2026-01-{number:02},5.00,SALE\n2026-01-{number:02},5.00,SALE\n2026-01-{number:02},7.00,SALE\n"
        )
    };
    let first: String = (1..=20).map(day).collect();
    let second: String = (11..=31).map(day).collect();
    let (first, second) = (read(&first, "NGN"), read(&second, "NGN"));
    let both: BTreeSet<_> = keys(&first).into_iter().chain(keys(&second)).collect();
    assert_eq!(both.len(), 31 * 3);
    assert_eq!(&keys(&first)[30..], &keys(&second)[..30]);
}

#[test]
fn an_import_neither_doubles_nor_eats_lines_whose_ids_are_part_of_one_another() {
    let statement =
        read_ids("2026-01-31,1,x,1\n2026-01-31,1,x,11\n2026-01-31,1,x,111\n2026-01-31,1,x, 1 1\n");
    assert_eq!(keys(&statement).into_iter().collect::<BTreeSet<_>>().len(), 4);
    assert!(statement.lines.iter().all(StatementLine::has_own_id));
}

#[test]
fn an_import_neither_doubles_nor_eats_lines_that_share_an_id() {
    let statement =
        read_ids("2026-01-31,1,a,7\n2026-01-31,2,b,7\n2026-01-31,3,c,8\n2026-01-31,1,a,7\n");
    let own: Vec<_> = statement.lines.iter().map(StatementLine::has_own_id).collect();
    assert_eq!(own, [false, false, true, false]);
    assert_eq!(keys(&statement).into_iter().collect::<BTreeSet<_>>().len(), 4);
    assert_eq!(statement.doubts, [Doubt::IdTwice { id: "7".to_owned(), number: 2, more: 2 }]);
}

#[test]
fn an_import_neither_doubles_nor_eats_a_line_that_the_bank_wrote_anew() {
    let before = read_ids("2026-01-31,1,CARD 1234,A-1\n");
    let after = read_ids("2026-02-01,1,CARD 1234 LAGOS,A-1\n");
    assert_eq!(keys(&before), keys(&after));
    // Whoever keeps both sees that the bank changed it.
    assert_ne!(before.lines[0].likeness, after.lines[0].likeness);
}

#[test]
fn an_import_neither_doubles_nor_eats_a_line_of_an_account_that_is_spelt_in_another_way() {
    let mut other = mapping("NGN");
    other.account = Some("0690000032".to_owned());
    let file = b"date,amount,text\n2026-01-31,1,x\n";
    let (one, two) = (
        read_statement_csv(file, &mapping("NGN")).unwrap(),
        read_statement_csv(file, &other).unwrap(),
    );
    assert_eq!(keys(&one), keys(&two));
    let ofx = String::from_utf8(fixture!("bank_2.ofx").to_vec()).unwrap();
    let account = read_ofx(ofx.as_bytes()).unwrap().remove(0).account.unwrap();
    let other = ofx.replace(&account, &format!("GB29 {account}"));
    let (one, two) = (read_ofx(ofx.as_bytes()).unwrap(), read_ofx(other.as_bytes()).unwrap());
    assert_ne!(one[0].account, two[0].account);
    assert_eq!(keys(&one[0]), keys(&two[0]));
}

#[test]
fn an_import_neither_doubles_nor_eats_lines_of_a_file_that_has_the_same_statement_twice() {
    let text = String::from_utf8(fixture!("germany_02.xml").to_vec()).unwrap();
    let (begin, end) =
        (text.find("<Stmt>").unwrap(), text.find("</Stmt>").unwrap() + "</Stmt>".len());
    let twice = format!("{}{}", &text[..end], &text[begin..]);
    let statements = read_camt053(twice.as_bytes()).unwrap();
    let all: BTreeSet<_> = statements.iter().flat_map(keys).collect();
    assert_eq!(all.len(), 6);
    // What stands twice cannot be told from what happened twice, so that a person is asked.
    assert!(
        statements.iter().flat_map(|statement| &statement.lines).all(|line| !line.has_own_id())
    );
    assert!(
        statements.iter().all(|statement| matches!(statement.doubts[..], [Doubt::IdTwice { .. }]))
    );
}

#[test]
fn an_import_neither_doubles_nor_eats_lines_with_and_without_an_id() {
    let statement = read_ofx(fixture!("bank_2.ofx")).unwrap().remove(0);
    let own: Vec<_> = statement.lines.iter().map(StatementLine::has_own_id).collect();
    assert_eq!(own, [true, false, false]);
    assert_eq!(keys(&statement).into_iter().collect::<BTreeSet<_>>().len(), 3);
}

#[test]
fn where_a_bank_breaks_its_texts_makes_no_other_line() {
    let one = read("2026-01-31,1,\"A  B\nC\"\n", "NGN");
    let other = read("2026-01-31,1.00, A B C \n", "NGN");
    assert_eq!(keys(&one), keys(&other));
    assert_ne!(keys(&one), keys(&read("2026-01-31,1,AB C\n", "NGN")));
}

#[test]
fn a_key_is_the_same_in_every_version() {
    let statement = read_ids("2026-01-31,96.40,NOVAC ORDER-00123,A-1\n");
    assert_eq!(
        statement.lines[0].key,
        "7ada78debb66be088dcbf53da1accdf214d97a434fbb392241b8b53a493f67e5"
    );
    assert_eq!(
        statement.lines[0].likeness,
        "ae666daaf736adc7fb64753e296b8de6e0adde7930c23e86feab8d347df1fd53"
    );
}

proptest! {
    #[test]
    fn each_line_of_a_file_has_a_key_of_its_own_and_keeps_it(
        rows in prop::collection::vec((1..4_u32, 0..3_i64, "[ab ]{0,2}", "[1-3]?"), 0..30),
    ) {
        let text: String = rows.iter().map(|(day, amount, text, id)| format!("2026-01-0{day},{amount},{text},{id}\n")).collect();
        let (once, again) = (read_ids(&text), read_ids(&text));
        prop_assert_eq!(once.lines.len(), rows.len());
        prop_assert_eq!(keys(&once).into_iter().collect::<BTreeSet<_>>().len(), rows.len());
        prop_assert_eq!(keys(&once), keys(&again));
        // A line in front changes no other, unless it looks the same or has its id.
        let more = read_ids(&format!("2025-12-31,9,front,9\n{text}"));
        prop_assert_eq!(&keys(&more)[1..], keys(&once));
    }
}
