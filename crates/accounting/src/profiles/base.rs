//! The base profile: Tillkeeper's own CSV, from which everything can be told and which never changes its columns.
//!
//! One row per movement, and the sign is the direction: a sale and the fee kept of it are two rows, a refund is a row
//! below zero, so the sum of `amount` over any rows of one currency is what moved. `fee` and `net` repeat on the sale's
//! row what the fee's row says, for readers who want one line per sale, and are not to be summed with it. A column is
//! only ever added at the end; anything else would be a new `schema`.

use chrono::{DateTime, Utc};
use ledger::MovementKind;

use super::USUAL;
use crate::style::{Style, TextRule};
use crate::table::{Dialect, Quotes, Table};
use crate::text::SPLITS;
use crate::{Column, Profile};

/// The version of the columns, in every row.
const SCHEMA: &str = "tillkeeper.base.1";

pub(crate) const PROFILE: Profile = Profile {
    name: "base",
    title: "Tillkeeper CSV",
    about: "All movements of money, one row each, for spreadsheets and your own scripts.",
    columns: &COLUMNS,
    free_columns: true,
    format: |context| Box::new(Table::new(DIALECT, context)),
    ..USUAL
};

/// RFC 4180. Everything but numbers is quoted, so that programs which also split on semicolons or tabs keep the columns
/// apart.
const DIALECT: Dialect = Dialect {
    heading: true,
    delimiter: b',',
    mark: false,
    quotes: Quotes::AllButNumbers,
    style: Style { text: TextRule::Guarded(SPLITS), decimal: '.', day: "%Y-%m-%d" },
};

/// The columns of the base file and of everything that has the same.
pub(super) const COLUMNS: [Column; 33] = [
    Column {
        name: "schema",
        about: "The version of these columns: tillkeeper.base.1.",
        cell: |_, _, pen| pen.plain(SCHEMA),
    },
    Column {
        name: "row_id",
        about: "The row's own id: the journal entry and the movement's place in it. The same row has the same id in \
                every export, and no id is part of another.",
        cell: |row, _, pen| pen.plain(row.id()),
    },
    Column {
        name: "occurred_at_utc",
        about: "When the money moved, as far as is known, in UTC: 2026-01-31T22:59:59Z.",
        cell: |row, _, pen| pen.plain(utc(row.occurred_at)),
    },
    Column {
        name: "local_date",
        about: "The day of it in the merchant's time zone: 2026-01-31.",
        cell: |row, context, pen| pen.day(row.local(context.time_zone).date()),
    },
    Column {
        name: "gateway",
        about: "The gateway: novac, ovgc, nowpay, echezona.",
        cell: |row, _, pen| pen.plain(row.gateway),
    },
    Column {
        name: "account",
        about: "What the merchant calls the account at the gateway.",
        cell: |row, _, pen| pen.text(&row.account),
    },
    Column {
        name: "mode",
        about: "Whether real money moved: live, test, or unknown where the gateway does not say.",
        cell: |row, _, pen| pen.plain(row.mode),
    },
    Column {
        name: "type",
        about: "Why it moved: sale, fee, refund, refund_returned (a refund that failed after all), reversal (taken back \
                by the gateway or the customer's bank), payout (to the merchant's bank), transfer (sent to somebody else).",
        cell: |row, _, pen| pen.plain(row.kind()),
    },
    Column {
        name: "status",
        about: "The payment's or payout's state after it.",
        cell: |row, _, pen| pen.plain(&row.status),
    },
    Column {
        name: "currency",
        about: "The currency of all amounts in the row, by its ISO 4217 code.",
        cell: |row, _, pen| pen.plain(row.movement.money.currency()),
    },
    Column {
        name: "amount_minor",
        about: "The amount in the currency's smallest unit; more than zero comes to the merchant.",
        cell: |row, _, pen| pen.number(row.movement.money.minor()),
    },
    Column {
        name: "amount",
        about: "The same amount in major units with all digits of the currency. Safe to sum per currency.",
        cell: |row, _, pen| pen.money(row.movement.money),
    },
    Column {
        name: "fee",
        about: "On a sale's row, what the gateway kept of it. The fee has a row of its own; do not sum both.",
        cell: |row, _, pen| pen.maybe_money(row.fee_and_net().map(|(fee, _)| fee)),
    },
    Column {
        name: "net",
        about: "On a sale's row, the amount less the fee. Do not sum it with the fee's row.",
        cell: |row, _, pen| pen.maybe_money(row.fee_and_net().map(|(_, net)| net)),
    },
    Column {
        name: "payment_id",
        about: "The payment's id in Tillkeeper; ties a sale to its fee and refunds.",
        cell: |row, _, pen| pen.maybe_plain(row.payment),
    },
    Column {
        name: "refund_id",
        about: "The refund's id in Tillkeeper, where it is one.",
        cell: |row, _, pen| pen.maybe_plain(row.movement.refund),
    },
    Column {
        name: "payout_id",
        about: "The payout's id in Tillkeeper, where it is one.",
        cell: |row, _, pen| pen.maybe_plain(row.payout),
    },
    Column {
        name: "link_id",
        about: "Kept for the id of a payment link; empty, because no gateway here gives a link an id of its own.",
        cell: |_, _, _| {},
    },
    Column {
        name: "order_ref",
        about: "The merchant's order number, as typed; of a payout, its reference.",
        cell: |row, _, pen| pen.text(&row.reference),
    },
    Column {
        name: "customer_name",
        about: "Who paid; empty once masked.",
        cell: |row, _, pen| pen.maybe_text(row.customer_name.as_deref()),
    },
    Column {
        name: "customer_email",
        about: "Who paid; empty once masked.",
        cell: |row, _, pen| pen.maybe_text(row.customer_email.as_deref()),
    },
    Column {
        name: "description",
        about: "What the customer was shown; of a payout, where it went.",
        cell: |row, _, pen| pen.maybe_text(row.description.as_deref()),
    },
    Column {
        name: "note",
        about: "Why, where it is a refund or a payout.",
        cell: |row, _, pen| pen.maybe_text(row.note.as_deref()),
    },
    Column {
        name: "source",
        about: "Where the news came from: lookup, reply, webhook, deadline, hand, import.",
        cell: |row, _, pen| pen.text(&row.source),
    },
    Column {
        name: "recorded_at_utc",
        about: "When it was written down, in UTC.",
        cell: |row, _, pen| pen.plain(utc(row.recorded_at)),
    },
    Column {
        name: "local_time",
        about: "The time of day of it in the merchant's time zone: 23:59:59.",
        cell: |row, context, pen| pen.plain(row.local(context.time_zone).format("%H:%M:%S")),
    },
    Column {
        name: "time_zone",
        about: "The merchant's time zone: Africa/Lagos.",
        cell: |_, context, pen| pen.plain(context.time_zone),
    },
    Column {
        name: "channel",
        about: "How it was paid, in the gateway's word.",
        cell: |row, _, pen| pen.maybe_text(row.channel.as_deref()),
    },
    Column {
        name: "gateway_reference",
        about: "The gateway's own reference of the payment.",
        cell: |row, _, pen| pen.maybe_text(row.gateway_reference.as_deref()),
    },
    Column {
        name: "funds",
        about: "Where the money was or went: clearing (held by the gateway), bank, cash, other.",
        cell: |row, _, pen| pen.plain(row.movement.funds),
    },
    Column {
        name: "gross",
        about: "On a sale's row, what the customer paid. Safe to sum per currency; do not sum it with `amount`.",
        cell: |row, _, pen| pen.maybe_money(row.gross()),
    },
    Column {
        name: "refunded",
        about: "On a refund's row, what went back, more than zero; less than zero where it came back. Safe to sum per currency; \
                do not sum it with `amount`.",
        cell: |row, _, pen| {
            let is_refund = row.movement.kind == MovementKind::Refund;
            pen.maybe_money(row.movement.money.checked_neg().ok().filter(|_| is_refund));
        },
    },
    Column {
        name: "settlement_id",
        about: "On a payout's row, the gateway's own id of it.",
        cell: |row, _, pen| pen.maybe_text(row.settlement_id.as_deref()),
    },
];

fn utc(time: DateTime<Utc>) -> impl std::fmt::Display {
    time.format("%Y-%m-%dT%H:%M:%SZ")
}
