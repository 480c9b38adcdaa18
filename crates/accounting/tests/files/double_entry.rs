//! What holds for every program of double entry: the file byte by byte, each transaction, and the balance of each account.

use std::collections::BTreeSet;

use accounting::Row;
use proptest::prelude::*;

use crate::ledger_month::{
    Balances, amounts, balances, entries, hostile_entries, hostile_month, rich_month,
};
use crate::support::{assert_golden, told, usual, written};
use crate::{beancount, gnucash, hledger};

/// The number of transactions in a file and its balances, or what is wrong with it.
type Found = Result<(usize, Balances), String>;

/// A program, and a reader that takes nothing but what it does.
struct Program {
    profile: &'static str,
    golden: &'static str,
    /// Reads its file.
    read: fn(&[u8]) -> Found,
    /// How many transactions rows make.
    transactions: fn(&[Row]) -> usize,
    /// What is said of the rich month.
    told: &'static [(&'static str, u64)],
}

const PROGRAMS: [Program; 3] = [
    Program {
        profile: "beancount",
        golden: "beancount.beancount",
        read: beancount::read,
        transactions: entries,
        told: &[("text_changed", 7)],
    },
    Program {
        profile: "hledger",
        golden: "hledger.journal",
        read: hledger::read,
        transactions: entries,
        told: &[("text_changed", 6)],
    },
    Program {
        profile: "gnucash",
        golden: "gnucash.csv",
        read: gnucash::read,
        transactions: |rows| {
            // A transaction of GnuCash has one currency.
            let of = |row: &Row| (row.entry, row.movement.money.currency());
            rows.iter().map(of).collect::<BTreeSet<_>>().len()
        },
        told: &[("text_changed", 18)],
    },
];

impl Program {
    /// Holds every transaction and balance in the file of the rows against their postings. Accounts may be called otherwise.
    fn agrees(&self, rows: &[Row]) -> Result<(), TestCaseError> {
        let (file, _) = written(rows, usual(self.profile));
        let (count, found) = (self.read)(&file).map_err(TestCaseError::fail)?;
        prop_assert_eq!(count, (self.transactions)(rows), "{}", self.profile);
        prop_assert_eq!(amounts(&found), amounts(&balances(rows)), "{}", self.profile);
        Ok(())
    }
}

#[test]
fn every_profile_that_names_accounts_and_is_no_table_is_among_these_programs() {
    let is_ledger = |known: &&accounting::Profile| known.names_accounts && known.columns.is_empty();
    let known = accounting::profiles().iter().filter(is_ledger).map(|known| known.name);
    let tried = PROGRAMS.iter().map(|program| program.profile);
    assert_eq!(known.collect::<BTreeSet<_>>(), tried.collect());
}

#[test]
fn a_month_is_the_golden_file_byte_for_byte() {
    for program in &PROGRAMS {
        let (file, summary) = written(&rich_month(), usual(program.profile));
        assert_golden(program.golden, &file);
        assert_eq!(told(&summary), program.told, "{}", program.profile);
        program.agrees(&rich_month()).unwrap();
    }
}

#[test]
fn accounts_are_called_as_the_postings_call_them_where_the_program_takes_that() {
    for program in PROGRAMS.iter().filter(|program| program.profile != "beancount") {
        let (file, _) = written(&rich_month(), usual(program.profile));
        let (_, found) = (program.read)(&file).unwrap();
        assert_eq!(found, balances(&rich_month()), "{}", program.profile);
    }
}

#[test]
fn hostile_text_adds_no_transaction_and_changes_no_amount() {
    for program in &PROGRAMS {
        program.agrees(&hostile_month()).unwrap();
        let (_, summary) = written(&hostile_month(), usual(program.profile));
        let changed = told(&summary).into_iter().find(|(code, _)| *code == "text_changed");
        assert!(changed.is_some(), "{}", program.profile);
    }
}

proptest! {
    #[test]
    fn every_transaction_is_read_back_with_its_sums(rows in hostile_entries()) {
        for program in &PROGRAMS {
            program.agrees(&rows)?;
        }
    }
}
