//! hledger's CSV with its rules beside it: `hledger -f FILE.csv` reads both, `hledger import` takes only what is new.
//!
//! Each row is a transaction of two postings: where the money was, and what it was for. Their accounts are in the file,
//! so that the rules are but a list of fields, and an accountant who wants other accounts writes `if` blocks under them.
//! Nothing is rounded or inferred: an amount has its currency and all of its digits.

use ledger::LedgerAccount;

use super::USUAL;
use super::statement::{
    ISO_DAY, currency, date, description, kind, note, order_ref, plain_csv, row_id,
};
use crate::style::TextRule;
use crate::table::{Pen, Table};
use crate::text::{LineRule, is_blank};
use crate::{Column, Companion, Context, Profile, Row};

pub(super) const PROFILE: Profile = Profile {
    name: "hledger-csv",
    title: "hledger (CSV with rules)",
    about: "Double entry for hledger: a CSV, and beside it the rules by which hledger reads it.",
    columns: &COLUMNS,
    names_accounts: true,
    format: |context| Box::new(Table::new(plain_csv(ISO_DAY, TEXT), context)),
    companion: Some(|_| Companion { suffix: ".rules", text: RULES.to_owned() }),
    ..USUAL
};

const TEXT: TextRule = TextRule::Line(
    LineRule { forbidden: ";", longest: usize::MAX },
    "hledger takes one plain line, in which a semicolon begins a comment",
);

const COLUMNS: [Column; 11] = [
    date("date"),
    row_id("code"),
    description("description"),
    Column {
        name: "amount",
        about: "The amount; more than zero comes to the merchant.",
        cell: |row, _, pen| pen.money(row.movement.money),
    },
    currency("currency"),
    Column {
        name: "account1",
        about: "Where the money was or went, by its account in the books.",
        cell: |row, context, pen| account(row.movement.postings()[0].account, row, context, pen),
    },
    Column {
        name: "account2",
        about: "What it was for, by its account in the books.",
        cell: |row, context, pen| account(row.movement.postings()[1].account, row, context, pen),
    },
    kind("type"),
    Column {
        name: "gateway",
        about: "The gateway: novac, ovgc, nowpay, echezona.",
        cell: |row, _, pen| pen.plain(row.gateway),
    },
    order_ref("reference"),
    note("note"),
];

const RULES: &str = "\
# How hledger reads the CSV beside this file. To book something elsewhere, write an if block at the end:
#
# if %type ^fee$
#  account2 expenses:bank charges

skip 1
separator ,
decimal-mark .
date-format %Y-%m-%d
fields date, code, description, number, commodity, account1, account2, type, gateway, reference, note
amount1 %number %commodity
";

/// The name of an account, in which only the colons between its levels are colons and no level is empty.
fn account(account: LedgerAccount, row: &Row, context: &Context, pen: &mut Pen<'_>) {
    const LEVEL: LineRule = LineRule { forbidden: ":;", longest: usize::MAX };
    const WHY: &str =
        "in hledger's names of accounts a colon begins a level, and a semicolon a comment";
    for (place, level) in context.names.levels(account, row).iter().enumerate() {
        if place > 0 {
            pen.plain(':');
        }
        let is_empty = level.chars().all(|c| is_blank(c) || LEVEL.forbidden.contains(c));
        pen.line(if is_empty { "_" } else { level }, LEVEL, WHY);
    }
}
