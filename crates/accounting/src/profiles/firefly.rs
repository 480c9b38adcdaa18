//! Firefly III's data importer, with each column called after the role it has there.
//!
//! One file has every account and currency, since each row names its own. Firefly knows a row that it has by its
//! `external-id`; it has taken ids for the same of which one was part of the other, so they are all of one length.

use super::statement::{ONE_LINE, amount, date, description, line, payee, plain_csv, row_id};
use crate::profile::as_listed;
use crate::table::Table;
use crate::{Column, Limits, Parts, Profile, Special};

pub(super) const PROFILE: Profile = Profile {
    name: "firefly",
    title: "Firefly III",
    about: "For the data importer of Firefly III: give each column the role of its name, and let external-id tell which rows \
            are there already.",
    extension: "csv",
    columns: &COLUMNS,
    free_columns: false,
    names_accounts: false,
    choices: &[],
    limits: Limits::NONE,
    parts: Parts::Whole,
    layout: as_listed,
    takes: line,
    format: |context| Box::new(Table::new(plain_csv("%Y-%m-%d", ONE_LINE), context)),
    special: Special::NONE,
};

const COLUMNS: [Column; 10] = [
    date("date_transaction"),
    description("description"),
    amount("amount"),
    Column {
        name: "currency-code",
        about: "The currency of the amount, by its ISO 4217 code.",
        cell: |row, _, pen| pen.plain(row.movement.money.currency()),
    },
    Column {
        name: "account-name",
        about: "The asset account in Firefly: what the merchant calls the account at the gateway, and the currency.",
        cell: |row, context, pen| {
            let (called, currency) = (context.accounts.called(row), row.movement.money.currency());
            pen.text(&format!("{called} {currency}"));
        },
    },
    payee("opposing-name"),
    Column {
        name: "category-name",
        about: "Why money moved: sale, fee, refund, refund_returned, reversal, payout, transfer.",
        cell: |row, _, pen| pen.plain(row.kind()),
    },
    row_id("external-id"),
    Column {
        name: "internal_reference",
        about: "The merchant's order number, or the payout's reference.",
        cell: |row, _, pen| pen.text(&row.reference),
    },
    Column {
        name: "note",
        about: "Why, where it is a refund or a payout.",
        cell: |row, _, pen| pen.maybe_text(row.note.as_deref()),
    },
];
