//! Xero's sales invoices: an invoice with one line for each sale.
//!
//! Only sales become invoices. What went back is a credit note or a line of the bank statement in Xero, not an invoice
//! below zero, and so has its place in [`super::xero_bank`]. Amounts are what customers paid, so the import is to be told
//! that they include tax. Xero takes lines with one number for one invoice, which two payments never are. So the number is
//! the order's for the first payment of the order alone, and every other has a piece of its id behind it: the same sale has
//! the same number in every export, whatever else is in it.

use ledger::{MovementKind, SaleTurn};

use super::USUAL;
use super::statement::{DAY_FIRST, currency, empty, plain_csv};
use super::words;
use crate::style::TextRule;
use crate::table::{Pen, Table};
use crate::text::{LineRule, is_blank};
use crate::{Choice, Column, Context, Limits, Profile, Row};

pub(super) const PROFILE: Profile = Profile {
    name: "xero-invoice",
    title: "Xero, sales invoices",
    about: "An invoice for each sale, for the import of sales invoices in Xero. Say there that amounts include tax.",
    columns: &COLUMNS,
    choices: &[ACCOUNT, TAX],
    limits: Limits { rows: Some(500), bytes: None, why: "Xero takes at most 500 invoices a file" },
    takes,
    format: |context| Box::new(Table::new(plain_csv(DAY_FIRST, TEXT), context)),
    numbers_orders: true,
    ..USUAL
};

const TEXT: TextRule = TextRule::Line(
    LineRule { forbidden: "", longest: LONGEST },
    "Xero takes names, numbers and descriptions of an invoice as one plain line of at most 255 characters",
);

const LONGEST: usize = 255;

const ACCOUNT: Choice = Choice {
    name: "account-code",
    about: "The code of the account in Xero that sales are booked to.",
    values: &[("200", "Sales, in the chart of accounts that Xero begins with")],
    free: true,
};

const TAX: Choice = Choice {
    name: "tax-type",
    about: "The tax rate of all sales, exactly as Xero displays its name among its tax rates.",
    values: &[
        ("Tax Exempt", "no tax"),
        ("20% (VAT on Income)", "the standard rate in the United Kingdom"),
    ],
    free: true,
};

/// What its template has and nothing here knows.
const UNUSED: &str = "Empty.";

const UNIQUE: &str = "Xero makes one invoice of all lines with one number, and each payment is an invoice of its own";

fn takes(row: &Row) -> Result<(), &'static str> {
    match row.gross() {
        Some(_) => Ok(()),
        None => Err(match row.movement.kind {
            MovementKind::Sale | MovementKind::Refund | MovementKind::Reversal => {
                "what was paid back or taken back is no invoice; make credit notes for it in Xero"
            }
            MovementKind::Fee | MovementKind::Payout | MovementKind::Transfer => {
                "only sales become invoices; fees and payouts are in a bank statement (xero-bank)"
            }
        }),
    }
}

const COLUMNS: [Column; 27] = [
    Column { name: "*ContactName", about: "Who paid.", cell: |row, _, pen| pen.text(contact(row)) },
    Column {
        name: "EmailAddress",
        about: "Who paid; empty once masked.",
        cell: |row, _, pen| pen.maybe_text(row.customer_email.as_deref()),
    },
    empty("POAddressLine1", UNUSED),
    empty("POAddressLine2", UNUSED),
    empty("POAddressLine3", UNUSED),
    empty("POAddressLine4", UNUSED),
    empty("POCity", UNUSED),
    empty("PORegion", UNUSED),
    empty("POPostalCode", UNUSED),
    empty("POCountry", UNUSED),
    Column {
        name: "*InvoiceNumber",
        about: "The order number; where another payment had it first, with a piece of the payment's id behind it.",
        cell: invoice_number,
    },
    Column {
        name: "Reference",
        about: "The row's own id: the same in every export.",
        cell: |row, _, pen| pen.plain(row.id()),
    },
    Column { name: "*InvoiceDate", about: "The day it was paid.", cell: day },
    Column { name: "*DueDate", about: "The same day.", cell: day },
    empty("InventoryItemCode", UNUSED),
    Column {
        name: "*Description",
        about: "What the customer was shown, else the order number.",
        cell: |row, _, pen| match row.description.as_deref() {
            Some(description) if !description.chars().all(is_blank) => pen.text(description),
            _ => pen.text(&words::description(row)),
        },
    },
    Column { name: "*Quantity", about: "One.", cell: |_, _, pen| pen.number(1) },
    Column {
        name: "*UnitAmount",
        about: "What the customer paid, tax included.",
        cell: |row, _, pen| pen.money(row.movement.money),
    },
    empty("Discount", UNUSED),
    Column {
        name: "*AccountCode",
        about: "As chosen.",
        cell: |_, context, pen| pen.plain(context.choice(ACCOUNT.name)),
    },
    Column {
        name: "*TaxType",
        about: "As chosen.",
        cell: |_, context, pen| pen.plain(context.choice(TAX.name)),
    },
    empty("TrackingName1", UNUSED),
    empty("TrackingOption1", UNUSED),
    empty("TrackingName2", UNUSED),
    empty("TrackingOption2", UNUSED),
    currency("Currency"),
    empty("BrandingTheme", UNUSED),
];

/// Xero demands a name.
fn contact(row: &Row) -> &str {
    match words::payee(row) {
        "" => "Customer",
        name => name,
    }
}

fn invoice_number(row: &Row, _: &Context, pen: &mut Pen<'_>) {
    if row.reference.chars().all(is_blank) {
        return pen.unique(&row.id(), LONGEST, UNIQUE);
    }
    let id = match row.turn {
        SaleTurn::First => None,
        SaleTurn::AfterAnother => row.payment.map(|payment| payment.to_string()),
        SaleTurn::OneMore => Some(row.entry.to_string()),
    };
    let Some(id) = id else { return pen.unique(&row.reference, LONGEST, UNIQUE) };
    // What comes last in an id differs most.
    let piece: String = id.chars().skip(id.chars().count().saturating_sub(PIECE)).collect();
    let room = LONGEST.saturating_sub(PIECE).saturating_sub(" ()".len());
    let number: String = row.reference.chars().take(room).collect();
    pen.renumbered(UNIQUE);
    pen.unique(&format!("{number} ({piece})"), LONGEST, UNIQUE);
}

/// How much of an id tells it from others: eight of its hexadecimal digits.
const PIECE: usize = 8;

fn day(row: &Row, context: &Context, pen: &mut Pen<'_>) {
    pen.day(row.local(context.time_zone).date());
}
