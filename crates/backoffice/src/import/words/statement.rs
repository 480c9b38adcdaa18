//! The mapping of a bank statement, in words.

use accounting::import::{AmountFrom, CurrencyFrom, Mapping};

use super::{Gathering, InWords, LAYOUT_WORDS, Reading, Words, layout, list};

/// The keys of a statement's mapping beside those of its layout, with what they mean.
pub const STATEMENT_WORDS: &[(&str, &str)] = &[
    ("date", "the column with the day a line was booked on"),
    ("amount", "the column with the amount; what went out is below zero"),
    ("in", "the column with what came in, where that has one of its own"),
    ("out", "the column with what went out"),
    ("out-sign", "whether what went out has a minus all the same: minus or none"),
    ("direction", "the column with a word for the direction, where amounts have no sign"),
    ("words-in", "the words for what came in, such as credit|cr"),
    ("words-out", "the words for what went out, such as debit|dr"),
    ("text", "the columns that say what a line is for, such as Details|Narration"),
    ("reference", "the column with an order number or invoice"),
    ("counterparty", "the column with who paid or was paid"),
    ("id", "the column with the bank's own id, which is never there twice"),
    ("balance", "the column with the balance after the line"),
];

const SIGNS: (&str, &str) = ("minus", "none");

impl InWords for Mapping {
    const INSTEAD: &'static [(&'static str, &'static [&'static str])] = &[
        ("amount", &["in", "out", "out-sign"]),
        ("in", &["amount", "direction", "words-in", "words-out"]),
        ("out", &["amount", "direction", "words-in", "words-out"]),
        ("direction", &["in", "out", "out-sign"]),
        ("currency", &["currency-column"]),
        ("currency-column", &["currency"]),
    ];

    fn keys() -> Vec<(&'static str, &'static str)> {
        LAYOUT_WORDS.iter().chain(STATEMENT_WORDS).copied().collect()
    }

    fn to_words(&self) -> Words {
        let mut words = Gathering::default();
        layout::gather(&self.layout, &mut words);
        words.column("date", self.date.as_ref());
        match &self.amount {
            None => {}
            Some(AmountFrom::Signed { column }) => words.column("amount", Some(column)),
            Some(AmountFrom::InAndOut { money_in, money_out, out_is_negative }) => {
                words.column("in", Some(money_in));
                words.column("out", Some(money_out));
                words.put("out-sign", if *out_is_negative { SIGNS.0 } else { SIGNS.1 });
            }
            Some(AmountFrom::WithDirection { column, direction, words_in, words_out }) => {
                words.column("amount", Some(column));
                words.column("direction", Some(direction));
                words.put("words-in", list(words_in.iter().map(String::as_str)));
                words.put("words-out", list(words_out.iter().map(String::as_str)));
            }
        }
        match &self.currency {
            None => {}
            Some(CurrencyFrom::Fixed(currency)) => words.put("currency", currency.code()),
            Some(CurrencyFrom::Column(column)) => words.column("currency-column", Some(column)),
        }
        words.columns("text", &self.text);
        words.column("reference", self.reference.as_ref());
        words.column("counterparty", self.counterparty.as_ref());
        words.column("id", self.id.as_ref());
        words.column("balance", self.balance.as_ref());
        words.0
    }

    fn from_words(words: &Reading<'_>) -> Result<Self, String> {
        Ok(Self {
            layout: layout::read(words)?,
            account: None,
            date: words.column("date")?,
            amount: amount(words)?,
            currency: words.currency()?,
            text: words.columns("text")?,
            reference: words.column("reference")?,
            counterparty: words.column("counterparty")?,
            id: words.column("id")?,
            balance: words.column("balance")?,
        })
    }
}

fn amount(words: &Reading<'_>) -> Result<Option<AmountFrom>, String> {
    match (words.column("in")?, words.column("out")?) {
        (Some(money_in), Some(money_out)) => {
            let is_negative = words.yes_or_no("out-sign", SIGNS.0, SIGNS.1)?;
            let out_is_negative = is_negative.unwrap_or(false);
            return Ok(Some(AmountFrom::InAndOut { money_in, money_out, out_is_negative }));
        }
        (None, None) => {}
        _ => {
            return Err("`in` and `out` belong together: name the column of each, or one `amount`"
                .to_owned());
        }
    }
    let Some(column) = words.column("amount")? else { return Ok(None) };
    let Some(direction) = words.column("direction")? else {
        return Ok(Some(AmountFrom::Signed { column }));
    };
    let (words_in, words_out) = (words.list("words-in"), words.list("words-out"));
    Ok(Some(AmountFrom::WithDirection { column, direction, words_in, words_out }))
}
