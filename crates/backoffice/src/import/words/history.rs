//! The mapping of old payments, in words.

use std::collections::BTreeMap;

use accounting::import::{CurrencyFrom, HistoryMapping, Left};
use chrono_tz::Tz;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::reading::{chosen, column};
use super::{Gathering, InWords, LAYOUT_WORDS, Reading, Words, layout, list};

/// The keys of a history's mapping beside those of its layout, with what they mean.
pub const HISTORY_WORDS: &[(&str, &str)] = &[
    ("order", "the columns with the order number; the first that is filled counts"),
    ("id", "the column with the other program's id of a payment, by which rows of refunds name it"),
    ("date", "the column with the day, with or without a time"),
    ("time", "the column with the time of day, where that has one of its own"),
    ("zone", "the time zone of times that name none, such as Africa/Lagos"),
    ("zone-column", "the column with the time zone"),
    ("amount", "the column with how much was paid"),
    ("fee", "the column with what the gateway kept"),
    (
        "fee-currency",
        "the column with the currency of the fee, where that may be another than the payment's",
    ),
    ("fee-sign", "whether fees have a minus: minus or none"),
    ("refunded", "the column with how much went back"),
    ("state", "the column with what became of a payment"),
    (
        "state:WORD",
        "what a word in it means: paid, settled, failed, cancelled, expired, reversed, refunded, partly_refunded or left",
    ),
    (
        "row",
        "the column with the other program's id of a row; one that is there twice is taken once",
    ),
    ("kind", "the column with what a row is about, where there is a row for each movement"),
    (
        "kind:WORD",
        "what a word in it means: payment, sale, fee, refund, refund_returned, reversal or left; a payment has one row of the first \
         kind or several of the second",
    ),
    ("refund-of", "the column with the id of the payment that a row of a refund or a fee is about"),
    (
        "refund-id",
        "the column with the id of the refund that a row is about, where a refund may have several",
    ),
    ("funds", "the column with where the money of a refund was: clearing, bank, cash or other"),
    ("leave:COLUMN", "words in a column by which rows are left, such as memo|test"),
    ("name", "the column with the customer's name"),
    ("email", "the column with the customer's e-mail address"),
    ("channel", "the column with how it was paid"),
    ("description", "the column with what it was for"),
    ("gateway-reference", "the column with the gateway's own reference"),
];

const SIGNS: (&str, &str) = ("minus", "none");
const STATES: &str =
    "paid, settled, failed, cancelled, expired, reversed, refunded, partly_refunded or left";
const KINDS: &str = "payment, sale, fee, refund, refund_returned, reversal or left";

impl InWords for HistoryMapping {
    const INSTEAD: &'static [(&'static str, &'static [&'static str])] =
        &[("currency", &["currency-column"]), ("currency-column", &["currency"])];

    fn keys() -> Vec<(&'static str, &'static str)> {
        LAYOUT_WORDS.iter().chain(HISTORY_WORDS).copied().collect()
    }

    fn to_words(&self) -> Words {
        let mut words = Gathering::default();
        layout::gather(&self.layout, &mut words);
        match &self.currency {
            None => {}
            Some(CurrencyFrom::Fixed(currency)) => words.put("currency", currency.code()),
            Some(CurrencyFrom::Column(column)) => words.column("currency-column", Some(column)),
        }
        words.put("zone", self.time_zone.name());
        words.columns("order", &self.reference);
        words.put("fee-sign", if self.fee_is_negative { SIGNS.0 } else { SIGNS.1 });
        let columns = [
            ("id", &self.id),
            ("date", &self.date),
            ("time", &self.time),
            ("zone-column", &self.zone),
            ("amount", &self.amount),
            ("fee", &self.fee),
            ("fee-currency", &self.fee_currency),
            ("refunded", &self.refunded),
            ("state", &self.status),
            ("row", &self.row),
            ("kind", &self.kind),
            ("refund-of", &self.refund_of),
            ("refund-id", &self.refund),
            ("funds", &self.funds),
            ("name", &self.customer_name),
            ("email", &self.customer_email),
            ("channel", &self.channel),
            ("description", &self.description),
            ("gateway-reference", &self.gateway_reference),
        ];
        for (key, named) in columns {
            words.column(key, named.as_ref());
        }
        meanings("state", &self.status_words, &mut words);
        meanings("kind", &self.kind_words, &mut words);
        for left in &self.left {
            let key = format!("leave:{}", super::column(&left.column));
            words.put(&key, list(left.words.iter().map(String::as_str)));
        }
        words.0
    }

    fn from_words(words: &Reading<'_>) -> Result<Self, String> {
        let left = words.all("leave:").map(|(name, text)| {
            Ok(Left { column: column(name)?, words: super::reading::items(text) })
        });
        Ok(Self {
            layout: layout::read(words)?,
            time_zone: zone(words.text("zone").unwrap_or("UTC"))?,
            reference: words.columns("order")?,
            id: words.column("id")?,
            date: words.column("date")?,
            time: words.column("time")?,
            zone: words.column("zone-column")?,
            amount: words.column("amount")?,
            currency: words.currency()?,
            fee: words.column("fee")?,
            fee_currency: words.column("fee-currency")?,
            fee_is_negative: words.yes_or_no("fee-sign", SIGNS.0, SIGNS.1)?.unwrap_or(false),
            refunded: words.column("refunded")?,
            status: words.column("state")?,
            status_words: understood(words, "state:", STATES)?,
            row: words.column("row")?,
            kind: words.column("kind")?,
            kind_words: understood(words, "kind:", KINDS)?,
            refund_of: words.column("refund-of")?,
            refund: words.column("refund-id")?,
            funds: words.column("funds")?,
            left: left.collect::<Result<_, String>>()?,
            customer_name: words.column("name")?,
            customer_email: words.column("email")?,
            channel: words.column("channel")?,
            description: words.column("description")?,
            gateway_reference: words.column("gateway-reference")?,
        })
    }
}

fn meanings<T: Serialize + Copy>(
    stem: &str,
    meanings: &BTreeMap<String, T>,
    words: &mut Gathering,
) {
    for (word, meaning) in meanings {
        words.word(&format!("{stem}:{word}"), Some(*meaning));
    }
}

fn understood<T: DeserializeOwned>(
    words: &Reading<'_>,
    begins: &str,
    choices: &str,
) -> Result<BTreeMap<String, T>, String> {
    let read = |(word, text): (&str, &str)| {
        Ok((word.to_owned(), chosen(&format!("{begins}{word}"), text, choices)?))
    };
    words.all(begins).map(read).collect()
}

fn zone(name: &str) -> Result<Tz, String> {
    name.parse().map_err(|_| format!("`{name}` is no time zone; write one such as Africa/Lagos"))
}
