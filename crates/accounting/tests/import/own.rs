//! Statements that Tillkeeper wrote itself, read as any bank's.

use accounting::Row;
use accounting::import::read_ofx;
use ledger::MovementKind;
use proptest::prelude::*;

use crate::files::{money, movement, sale, usual, written};

proptest! {
    #[test]
    fn an_ofx_file_of_ours_is_read_with_the_same_ids_days_and_amounts(
        amounts in prop::collection::vec(prop_oneof![-1_000_000_000..0_i64, 1..1_000_000_000_i64], 1..20),
        name in "[ -~&<>\"'=+@]{0,30}",
    ) {
        let row = |(index, minor): (u32, &i64)| Row {
            index,
            movement: movement(MovementKind::Sale, money(*minor, "NGN")),
            customer_name: Some(name.clone()),
            ..sale()
        };
        let rows: Vec<_> = (0..).zip(&amounts).map(row).collect();
        let statements = read_ofx(&written(&rows, usual("ofx")).0).unwrap();
        prop_assert_eq!(statements.len(), 1);
        let statement = &statements[0];
        prop_assert!(statement.problems.is_empty(), "{:?}", statement.problems);
        let read: Vec<_> = statement.lines.iter().map(|line| line.amount.minor()).collect();
        prop_assert_eq!(read, amounts);
        for line in &statement.lines {
            prop_assert!(line.has_own_id());
            prop_assert_eq!(line.date.to_string(), "2026-01-31");
        }
    }
}
