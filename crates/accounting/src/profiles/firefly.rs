//! Firefly III's data importer, with each column called after the role it has there.
//!
//! One file has every account and currency, since each row names its own. Firefly knows a row that it has by its
//! `external-id`; it has taken ids for the same of which one was part of the other, so they are all of one length.

use super::USUAL;
use super::statement::{
    amount, currency, date, description, kind, line, note, order_ref, payee, row_id,
};
use crate::{Column, Profile};

pub(super) const PROFILE: Profile = Profile {
    name: "firefly",
    title: "Firefly III",
    about: "For the data importer of Firefly III: give each column the role of its name, and let external-id tell which rows \
            are there already.",
    columns: &COLUMNS,
    takes: line,
    ..USUAL
};

const COLUMNS: [Column; 10] = [
    date("date_transaction"),
    description("description"),
    amount("amount"),
    currency("currency-code"),
    Column {
        name: "account-name",
        about: "The asset account in Firefly: what the merchant calls the account at the gateway, and the currency.",
        cell: |row, _, pen| {
            pen.text(&format!("{} {}", row.account, row.movement.money.currency()));
        },
    },
    payee("opposing-name"),
    kind("category-name"),
    row_id("external-id"),
    order_ref("internal_reference"),
    note("note"),
];
