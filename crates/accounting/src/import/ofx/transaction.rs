//! One transaction of an OFX statement.

use chrono::NaiveDate;
use ledger::{Currency, Money};

use crate::import::number::{self, Marks};
use crate::import::outline::Element;
use crate::import::{AmountProblem, DecimalMark, NotTaken, StatementLine, shortened};

/// The types that say by themselves that money went out, and those that say that it came in.
const OUT: [&str; 4] = ["DEBIT", "PAYMENT", "FEE", "SRVCHG"];
const IN: [&str; 3] = ["CREDIT", "DIRECTDEP", "DEP"];

/// The line of a transaction, in the statement's currency where it names none of its own.
pub(super) fn line(
    element: &Element,
    number: u32,
    currency: Option<Currency>,
) -> Result<StatementLine, NotTaken> {
    // `CURRENCY` says what the amount is in; `ORIGCURRENCY` what it was before the bank converted it.
    let currency = match element.text_at(&["CURRENCY", "CURSYM"]) {
        Some(code) => code.parse().map_err(|_| NotTaken::Currency(shortened(code)))?,
        None => currency.ok_or(NotTaken::Missing("currency"))?,
    };
    let posted = element.text_at(&["DTPOSTED"]).ok_or(NotTaken::Missing("date"))?;
    let text = element.text_at(&["TRNAMT"]).ok_or(NotTaken::Missing("amount"))?;
    let wrong = |why| NotTaken::Amount { what: "amount", text: shortened(text), why };
    let name = element.text_at(&["NAME"]).or_else(|| element.text_at(&["PAYEE", "NAME"]));
    let memo = element.text_at(&["MEMO"]);
    let owned = |path| element.text_at(path).map(str::to_owned);
    Ok(StatementLine {
        number,
        id: owned(&["FITID"]),
        date: day(posted).ok_or_else(|| NotTaken::Date(shortened(posted)))?,
        amount: amount(text, currency).map_err(wrong)?,
        text: memo.or(name).unwrap_or_default().to_owned(),
        counterparty: name.map(str::to_owned),
        reference: owned(&["REFNUM"]).or_else(|| owned(&["CHECKNUM"])),
        key: String::new(),
        likeness: String::new(),
    })
}

/// An amount, whose decimals may stand behind a point or a comma; nothing stands between thousands.
pub(super) fn amount(text: &str, currency: Currency) -> Result<Money, AmountProblem> {
    let decimal = if text.contains(',') { DecimalMark::Comma } else { DecimalMark::Point };
    number::money(text, currency, Marks { decimal, thousands: None })
}

/// The day of `20260131`, `20260131134500` or `20260131134500.000[+1:WAT]`, as it is written.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let (day, time) = text.split_at_checked(8)?;
    let digits = time.split(['.', '[']).next().unwrap_or_default();
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = matches!(digits.len(), 0 | 2 | 4 | 6) && is_plain(digits);
    let day = (is_plain(day) && is_time).then(|| NaiveDate::parse_from_str(day, "%Y%m%d").ok());
    day.flatten()
}

/// The type of a transaction, where it contradicts the sign of its amount.
pub(super) fn contradiction(element: &Element, amount: Money) -> Option<String> {
    let kind = element.text_at(&["TRNTYPE"])?.to_ascii_uppercase();
    let is_odd = (OUT.contains(&kind.as_str()) && amount.is_positive())
        || (IN.contains(&kind.as_str()) && amount.minor() < 0);
    is_odd.then(|| shortened(&kind))
}
