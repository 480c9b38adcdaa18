//! The CSV files of back offices whose columns are known: `PayPal`'s activity download, Stripe's payments, and
//! Tillkeeper's own base profile (ACCOUNTING.md, 10 and 13).

use super::{HistoryMapping, Left, Meaning, RowKind};
use crate::import::guess::plain;
use crate::import::sheet::Sheet;
use crate::import::{ColumnRef, CurrencyFrom};

/// A back office whose files are known by their headings.
pub(super) struct Known {
    /// What it is called.
    pub(super) name: &'static str,
    /// Headings that only its files have together, as [`plain`] makes them.
    marks: &'static [&'static str],
    /// Fills in what its columns mean.
    pub(super) fill: fn(&mut HistoryMapping, &Sheet),
}

const ALL: [Known; 3] = [
    Known {
        name: "Tillkeeper's own CSV",
        marks: &["schema", "row id", "payment id", "order ref"],
        fill: base,
    },
    Known {
        name: "PayPal's activity",
        marks: &["name", "type", "status", "gross", "fee", "net", "transaction id"],
        fill: paypal,
    },
    Known {
        name: "Stripe's payments",
        marks: &["id", "amount refunded", "converted amount"],
        fill: stripe,
    },
];

/// `PayPal`'s words for what a row is. Others are asked about.
const PAYPAL_KINDS: [(&str, RowKind); 21] = [
    ("express checkout payment", RowKind::Payment),
    ("website payment", RowKind::Payment),
    ("mobile payment", RowKind::Payment),
    ("general payment", RowKind::Payment),
    ("invoice payment", RowKind::Payment),
    ("subscription payment", RowKind::Payment),
    ("donation payment", RowKind::Payment),
    ("ebay auction payment", RowKind::Payment),
    ("direct credit card payment", RowKind::Payment),
    ("preapproved payment bill user payment", RowKind::Payment),
    ("payment refund", RowKind::Refund),
    ("payment reversal", RowKind::Reversal),
    ("general withdrawal", RowKind::Left),
    ("general currency conversion", RowKind::Left),
    ("bank deposit to pp account", RowKind::Left),
    ("general credit card deposit", RowKind::Left),
    ("account hold for open authorization", RowKind::Left),
    ("reversal of general account hold", RowKind::Left),
    ("hold on balance for dispute investigation", RowKind::Left),
    ("cancellation of hold for dispute resolution", RowKind::Left),
    ("payment review hold", RowKind::Left),
];

/// Tillkeeper's own words for what a row is. A fee is told beside its sale as well, as far as it was known by then.
const BASE_KINDS: [(&str, RowKind); 7] = [
    ("sale", RowKind::Sale),
    ("fee", RowKind::Fee),
    ("refund", RowKind::Refund),
    ("refund_returned", RowKind::RefundReturned),
    ("reversal", RowKind::Reversal),
    ("payout", RowKind::Left),
    ("transfer", RowKind::Left),
];

/// The words for states that mean the same wherever they stand.
pub(super) const STATES: [(&str, Meaning); 32] = [
    ("paid", Meaning::Paid),
    ("complete", Meaning::Paid),
    ("completed", Meaning::Paid),
    ("success", Meaning::Paid),
    ("succeeded", Meaning::Paid),
    ("successful", Meaning::Paid),
    ("captured", Meaning::Paid),
    ("settled", Meaning::Settled),
    ("failed", Meaning::Failed),
    ("declined", Meaning::Failed),
    ("denied", Meaning::Failed),
    ("rejected", Meaning::Failed),
    ("cancelled", Meaning::Cancelled),
    ("canceled", Meaning::Cancelled),
    ("voided", Meaning::Cancelled),
    ("expired", Meaning::Expired),
    ("reversed", Meaning::Reversed),
    ("charged back", Meaning::Reversed),
    ("chargeback", Meaning::Reversed),
    ("refunded", Meaning::Refunded),
    ("fully refunded", Meaning::Refunded),
    ("partially refunded", Meaning::PartlyRefunded),
    ("partially_refunded", Meaning::PartlyRefunded),
    ("partial refund", Meaning::PartlyRefunded),
    ("pending", Meaning::Left),
    ("processing", Meaning::Left),
    ("in progress", Meaning::Left),
    ("held", Meaning::Left),
    ("requires_payment_method", Meaning::Left),
    ("requires_action", Meaning::Left),
    ("requires_capture", Meaning::Left),
    ("uncaptured", Meaning::Left),
];

/// The back office that a file is of.
pub(super) fn known(sheet: &Sheet) -> Option<&'static Known> {
    let names: Vec<String> = sheet.headings.iter().map(|heading| plain(heading)).collect();
    let has = |mark: &&str| names.iter().any(|name| name == *mark);
    ALL.iter().find(|known| known.marks.iter().all(has))
}

/// The column of a heading, where it is there.
fn column(sheet: &Sheet, heading: &str) -> Option<ColumnRef> {
    let column = ColumnRef::Heading(heading.to_owned());
    sheet.place(&column).is_ok().then_some(column)
}

fn columns(sheet: &Sheet, headings: &[&str]) -> Vec<ColumnRef> {
    headings.iter().filter_map(|heading| column(sheet, heading)).collect()
}

fn words<T: Copy>(words: &[(&str, T)]) -> std::collections::BTreeMap<String, T> {
    words.iter().map(|(word, meaning)| ((*word).to_owned(), *meaning)).collect()
}

fn base(mapping: &mut HistoryMapping, sheet: &Sheet) {
    let of = |heading| column(sheet, heading);
    mapping.reference = columns(sheet, &["order_ref"]);
    mapping.id = of("payment_id");
    mapping.date = of("occurred_at_utc");
    mapping.amount = of("amount");
    mapping.currency = of("currency").map(CurrencyFrom::Column);
    mapping.status = of("status");
    mapping.row = of("row_id");
    mapping.kind = of("type");
    mapping.kind_words = words(&BASE_KINDS);
    mapping.refund_of = of("payment_id");
    mapping.refund = of("refund_id");
    mapping.funds = of("funds");
    mapping.customer_name = of("customer_name");
    mapping.customer_email = of("customer_email");
    mapping.channel = of("channel");
    mapping.description = of("description");
    mapping.gateway_reference = of("gateway_reference");
}

fn paypal(mapping: &mut HistoryMapping, sheet: &Sheet) {
    let of = |heading| column(sheet, heading);
    mapping.reference = columns(sheet, &["Invoice Number", "Transaction ID"]);
    mapping.id = of("Transaction ID");
    mapping.date = of("Date");
    mapping.time = of("Time");
    mapping.zone = of("TimeZone").or_else(|| of("Time Zone"));
    mapping.amount = of("Gross");
    mapping.currency = of("Currency").map(CurrencyFrom::Column);
    mapping.fee = of("Fee");
    mapping.fee_is_negative = true;
    mapping.status = of("Status");
    mapping.kind = of("Type");
    mapping.kind_words = words(&PAYPAL_KINDS);
    mapping.refund_of = of("Reference Txn ID");
    let memo = of("Balance Impact").map(|column| Left { column, words: vec!["memo".to_owned()] });
    mapping.left = memo.into_iter().collect();
    mapping.customer_name = of("Name");
    mapping.customer_email = of("From Email Address");
    mapping.channel = None;
    mapping.description = of("Item Title").or_else(|| of("Subject"));
    mapping.gateway_reference = of("Transaction ID");
}

fn stripe(mapping: &mut HistoryMapping, sheet: &Sheet) {
    let of = |heading| column(sheet, heading);
    mapping.reference = columns(sheet, &["order_id (metadata)", "order_number (metadata)", "id"]);
    mapping.id = of("id");
    // Both headings say the zone.
    mapping.date = of("Created (UTC)").or_else(|| of("Created date (UTC)"));
    mapping.time_zone = chrono_tz::Tz::UTC;
    mapping.amount = of("Amount");
    mapping.currency = of("Currency").map(CurrencyFrom::Column);
    // What is converted is paid out in the other currency, and Stripe tells its fee in that.
    mapping.fee = of("Fee");
    mapping.fee_currency = of("Converted Currency");
    mapping.refunded = of("Amount Refunded");
    mapping.status = of("Status");
    mapping.customer_name = of("Customer Name").or_else(|| of("Card Name"));
    mapping.customer_email = of("Customer Email");
    mapping.description = of("Description");
    mapping.gateway_reference = of("id");
}
