//! The filter language, one for the window, the command line and exports:
//! `status:paid gateway:novac amount>=1000 from:2026-01-01 customer:ada "premium plan"`.
//!
//! Terms are all required. A word is looked for in order numbers, references, customers and descriptions. Values with
//! spaces are quoted. Several values of one kind are separated by commas: `status:paid,settled`. Dates are days in
//! the merchant's time zone, both ends included; whoever runs the filter turns them into instants.

use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{Currency, Flag, GatewayKind, Mode, PaymentStatus, Tag, UnknownWord};

/// A parsed filter. The empty one matches everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// What a payment must fulfil, all of it.
    pub terms: Vec<Term>,
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// One of these states.
    Status(Vec<PaymentStatus>),
    /// At one of these gateways.
    Gateway(Vec<GatewayKind>),
    /// At the account of this name, in either case.
    Account(String),
    /// In one of these currencies.
    Currency(Vec<Currency>),
    /// Test or live.
    Mode(Vec<Mode>),
    /// With one of these flags.
    Flag(Vec<Flag>),
    /// Paid in this way.
    Channel(String),
    /// By a customer whose name or e-mail contains this.
    Customer(String),
    /// With one of these tags.
    Tag(Vec<Tag>),
    /// With an order number or gateway reference that contains this.
    Reference(String),
    /// In a derived state.
    Is(State),
    /// With an amount, in major units of its currency, that compares so.
    Amount(Comparison, Decimal),
    /// On this day or later.
    From(NaiveDate),
    /// On this day or earlier.
    To(NaiveDate),
    /// With this text somewhere.
    Text(String),
}

/// How an amount compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

crate::words::words! {
    /// A state that follows from others.
    State {
        /// Waiting for the customer, or for an answer that was lost.
        Open = "open",
        /// All of the money has gone back.
        Refunded = "refunded",
        /// Some of the money has gone back.
        PartlyRefunded = "partly-refunded",
        /// Flagged, or with an unknown outcome.
        Attention = "attention",
    }
}

/// Why a text is not a filter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// A value outside its vocabulary.
    #[error("in `{key}:`, {source}")]
    Word {
        /// Which key.
        key: &'static str,
        /// What was not understood.
        source: UnknownWord,
    },
    /// Not a currency.
    #[error("in `currency:`, {0}")]
    Currency(#[from] crate::UnknownCurrency),
    /// Not a day.
    #[error("`{0}` is not a date; write it as 2026-01-31")]
    Date(String),
    /// Not a number to compare with.
    #[error("`{0}` is not an amount; write digits and at most one point, such as amount>=1000.50")]
    Amount(String),
    /// Not a tag.
    #[error("in `tag:`, {0}")]
    Tag(#[from] crate::TagError),
    /// A key with nothing behind it.
    #[error("nothing stands behind `{0}`")]
    NoValue(String),
    /// A key that does not exist.
    #[error(
        "there is no filter `{0}:`; use status, gateway, account, currency, mode, flag, channel, customer, reference, tag, is, \
         amount, from or to, or put the text in quotes"
    )]
    UnknownKey(String),
    /// A quote without its end.
    #[error("a quotation mark is missing its partner")]
    OpenQuote,
    /// Longer than any person would type.
    #[error("the filter is longer than {0} characters")]
    TooLong(usize),
}

impl Filter {
    /// The longest filter that is read.
    pub const MOST: usize = 2_000;
}

impl FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.chars().count() > Self::MOST {
            return Err(FilterError::TooLong(Self::MOST));
        }
        let terms = words_of(text)?.iter().map(Word::term).collect::<Result<_, _>>()?;
        Ok(Self { terms })
    }
}

/// A run of characters without unquoted spaces.
#[derive(Default)]
struct Word {
    text: String,
    /// Where the quoted part begins, in bytes of `text`; a separator behind that is text.
    quoted_from: Option<usize>,
}

fn words_of(text: &str) -> Result<Vec<Word>, FilterError> {
    let mut words = Vec::new();
    let mut word = Word::default();
    let mut in_quotes = false;
    for c in text.chars() {
        match c {
            '"' => {
                in_quotes = !in_quotes;
                word.quoted_from.get_or_insert(word.text.len());
            }
            c if c.is_whitespace() && !in_quotes => words.push(std::mem::take(&mut word)),
            c => word.text.push(c),
        }
    }
    if in_quotes {
        return Err(FilterError::OpenQuote);
    }
    words.push(word);
    words.retain(|word| !word.text.is_empty());
    Ok(words)
}

impl Word {
    fn term(&self) -> Result<Term, FilterError> {
        let bare = self.text.get(..self.quoted_from.unwrap_or(self.text.len())).unwrap_or_default();
        if let Some(comparison) =
            bare.strip_prefix("amount").filter(|rest| rest.starts_with(['<', '=', '>', ':']))
        {
            return amount_term(comparison);
        }
        let Some((key, _)) = bare.split_once(':') else {
            return Ok(Term::Text(self.text.clone()));
        };
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Ok(Term::Text(self.text.clone()));
        }
        let value = self.text.get(key.len() + 1..).unwrap_or_default();
        if value.is_empty() {
            return Err(FilterError::NoValue(format!("{key}:")));
        }
        keyed_term(key, value)
    }
}

fn keyed_term(key: &str, value: &str) -> Result<Term, FilterError> {
    let text = || value.to_owned();
    Ok(match key {
        "status" => Term::Status(list("status", value)?),
        "gateway" => Term::Gateway(list("gateway", value)?),
        "mode" => Term::Mode(list("mode", value)?),
        "flag" => Term::Flag(list("flag", value)?),
        "is" => Term::Is(value.parse().map_err(|source| FilterError::Word { key: "is", source })?),
        "currency" => Term::Currency(value.split(',').map(str::parse).collect::<Result<_, _>>()?),
        "tag" => Term::Tag(value.split(',').map(str::parse).collect::<Result<_, _>>()?),
        "account" => Term::Account(text()),
        "channel" => Term::Channel(text()),
        "customer" => Term::Customer(text()),
        "reference" => Term::Reference(text()),
        "from" => Term::From(day(value)?),
        "to" => Term::To(day(value)?),
        other => return Err(FilterError::UnknownKey(other.to_owned())),
    })
}

fn list<T: FromStr<Err = UnknownWord>>(
    key: &'static str,
    value: &str,
) -> Result<Vec<T>, FilterError> {
    value
        .split(',')
        .map(|word| word.parse().map_err(|source| FilterError::Word { key, source }))
        .collect()
}

fn day(value: &str) -> Result<NaiveDate, FilterError> {
    NaiveDate::parse_from_str(value, "%Y-%m-%d")
        .ok()
        .filter(|day| day.to_string() == value)
        .ok_or_else(|| FilterError::Date(value.chars().take(40).collect()))
}

fn amount_term(rest: &str) -> Result<Term, FilterError> {
    const SIGNS: [(&str, Comparison); 6] = [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("<", Comparison::Less),
        (">", Comparison::More),
        ("=", Comparison::Equal),
        (":", Comparison::Equal),
    ];
    let (comparison, number) = SIGNS
        .iter()
        .find_map(|(sign, comparison)| Some((*comparison, rest.strip_prefix(sign)?)))
        .ok_or_else(|| FilterError::Amount(rest.to_owned()))?;
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value = is_plain.then(|| Decimal::from_str(number).ok()).flatten();
    value
        .map(|value| Term::Amount(comparison, value.normalize()))
        .ok_or_else(|| FilterError::Amount(number.to_owned()))
}

impl Comparison {
    /// The sign, as it is typed; also SQL's.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::More => ">",
        }
    }
}
