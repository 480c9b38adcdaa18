//! One entry: what was booked, and from the payments in it what it is for.

use chrono::NaiveDate;
use ledger::Money;

use super::{currency, day};
use crate::import::number::{self, Marks};
use crate::import::outline::Element;
use crate::import::statement::sum;
use crate::import::{DecimalMark, Doubt, NotTaken, StatementLine, shortened};

/// What banks write where they have no reference.
const NO_REFERENCE: [&str; 3] = ["NOTPROVIDED", "NOT PROVIDED", "NONREF"];
/// Amounts in XML have a point, and nothing between thousands.
const MARKS: Marks = Marks { decimal: DecimalMark::Point, thousands: None };

/// The line of an entry, and what wants a look about it.
pub(super) fn line(
    entry: &Element,
    number: u32,
    statement: Option<&str>,
) -> Result<(StatementLine, Option<Doubt>), NotTaken> {
    check_booked(entry)?;
    let amount = signed_amount(entry)?;
    let date = booked(entry)?;
    let payments: Vec<&Element> =
        entry.all("NtryDtls").flat_map(|details| details.all("TxDtls")).collect();
    let only = match payments[..] {
        [payment] => Some(payment),
        _ => None,
    };
    let line = StatementLine {
        number,
        id: id(entry, only, statement),
        date,
        amount,
        text: text(entry, &payments),
        counterparty: only.and_then(|payment| counterparty(entry, payment, amount)),
        reference: reference(entry, only),
        key: String::new(),
        likeness: String::new(),
    };
    Ok((line, batch(entry, number, amount, &payments)))
}

/// `Amt` with the sign of `CdtDbtInd`, as entries, balances and payments have it.
pub(super) fn signed_amount(element: &Element) -> Result<Money, NotTaken> {
    let amount = element.at(&["Amt"]).ok_or(NotTaken::Missing("amount"))?;
    let money = unsigned(amount)?;
    match element.text_at(&["CdtDbtInd"]) {
        Some("CRDT") => Ok(money),
        Some("DBIT") => money.checked_neg().map_err(|_| NotTaken::Missing("amount")),
        Some(word) => Err(NotTaken::Word { what: "direction", word: shortened(word) }),
        None => Err(NotTaken::Missing("direction")),
    }
}

fn unsigned(amount: &Element) -> Result<Money, NotTaken> {
    let text = amount.text();
    let money = number::money(text, currency(amount.currency.as_deref())?, MARKS);
    let money =
        money.map_err(|why| NotTaken::Amount { what: "amount", text: shortened(text), why })?;
    if money.minor() < 0 {
        return Err(NotTaken::Sign { what: "amount", text: shortened(text) });
    }
    Ok(money)
}

/// Newer versions have the word one level deeper.
fn check_booked(entry: &Element) -> Result<(), NotTaken> {
    let status = entry.text_at(&["Sts", "Cd"]).or_else(|| entry.text_at(&["Sts"]));
    match status.or_else(|| entry.text_at(&["Sts", "Prtry"])) {
        Some("BOOK") => Ok(()),
        Some("PDNG" | "FUTR") => Err(NotTaken::Pending),
        Some("INFO") => Err(NotTaken::Information),
        Some(word) => Err(NotTaken::Word { what: "status", word: shortened(word) }),
        None => Err(NotTaken::Missing("status")),
    }
}

/// The day it was booked, or where the bank leaves that out, the day from which it counts.
fn booked(entry: &Element) -> Result<NaiveDate, NotTaken> {
    let dates =
        ["BookgDt", "ValDt"].into_iter().flat_map(|name| ["Dt", "DtTm"].map(|kind| [name, kind]));
    let text = dates.into_iter().find_map(|path| entry.text_at(&path));
    let text = text.ok_or(NotTaken::Missing("date"))?;
    day(text).ok_or_else(|| NotTaken::Date(shortened(text)))
}

/// The bank's id: its own reference of the entry, or of the only payment in it. `NtryRef` is often no more than a number
/// within one statement, so that the statement's id goes before it.
fn id(entry: &Element, only: Option<&Element>, statement: Option<&str>) -> Option<String> {
    let of_payment = |name| only.and_then(|payment| referred(payment.text_at(&["Refs", name])));
    let of_entry = || Some(format!("{}/{}", statement?, referred(entry.text_at(&["NtryRef"]))?));
    let own = referred(entry.text_at(&["AcctSvcrRef"]));
    let own = own.or_else(|| of_payment("AcctSvcrRef")).or_else(|| of_payment("TxId"));
    own.map(str::to_owned).or_else(of_entry)
}

fn referred(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !NO_REFERENCE.contains(&text.to_ascii_uppercase().as_str()))
}

fn reference(entry: &Element, only: Option<&Element>) -> Option<String> {
    let found = match only {
        Some(payment) => {
            let structured = payment.text_at(&["RmtInf", "Strd", "CdtrRefInf", "Ref"]);
            structured.or_else(|| referred(payment.text_at(&["Refs", "EndToEndId"])))
        }
        None => {
            let batch = |name| referred(entry.text_at(&["NtryDtls", "Btch", name]));
            batch("PmtInfId").or_else(|| batch("MsgId"))
        }
    };
    found.map(str::to_owned)
}

/// Who stands on the other side: the payer of what came in, the payee of what went out, and the other way round where the
/// entry takes a payment back.
fn counterparty(entry: &Element, payment: &Element, amount: Money) -> Option<String> {
    let is_reversal = matches!(entry.text_at(&["RvslInd"]), Some("true" | "1"));
    let paid_us = amount.is_positive() != is_reversal;
    let sides = if paid_us { ["Dbtr", "UltmtDbtr"] } else { ["Cdtr", "UltmtCdtr"] };
    let name = sides.into_iter().find_map(|side| {
        let newer = payment.text_at(&["RltdPties", side, "Pty", "Nm"]);
        newer.or_else(|| payment.text_at(&["RltdPties", side, "Nm"]))
    });
    name.map(str::to_owned)
}

/// What the payments in it are for, one after the other; what the bank says of the entry where they say nothing.
fn text(entry: &Element, payments: &[&Element]) -> String {
    let texts: Vec<String> = payments.iter().filter_map(|payment| remittance(payment)).collect();
    if texts.is_empty() {
        return entry.text_at(&["AddtlNtryInf"]).unwrap_or_default().to_owned();
    }
    texts.join("; ")
}

fn remittance(payment: &Element) -> Option<String> {
    let pieces: Vec<&str> = payment
        .all("RmtInf")
        .flat_map(|remittance| remittance.all("Ustrd"))
        .map(Element::text)
        .filter(|piece| !piece.is_empty())
        .collect();
    if pieces.is_empty() {
        return payment.text_at(&["AddtlTxInf"]).map(str::to_owned);
    }
    Some(pieces.join(" "))
}

/// Whether the payments make the entry, where each says how much it is.
fn batch(entry: &Element, number: u32, booked: Money, payments: &[&Element]) -> Option<Doubt> {
    let stated = entry.text_at(&["NtryDtls", "Btch", "NbOfTxs"]);
    let is_one_batch = entry.all("NtryDtls").count() == 1;
    if let Some(told) = stated.filter(|_| is_one_batch && !payments.is_empty())
        && told.parse() != Ok(payments.len())
    {
        return Some(Doubt::Count {
            what: "payments in one entry",
            told: shortened(told),
            found: payments.len(),
        });
    }
    let amounts: Option<Vec<Money>> =
        payments.iter().map(|payment| payment_amount(payment, booked)).collect();
    let amounts = amounts.filter(|amounts| !amounts.is_empty())?;
    let found = sum(Money::zero(booked.currency()), amounts.into_iter())?;
    (found != booked).then_some(Doubt::Batch { number, booked, found })
}

/// A payment's amount with its sign, which is the entry's where it says none.
fn payment_amount(payment: &Element, booked: Money) -> Option<Money> {
    let amount = payment.at(&["Amt"]).or_else(|| payment.at(&["AmtDtls", "TxAmt", "Amt"]))?;
    let amount = unsigned(amount).ok().filter(|amount| amount.currency() == booked.currency())?;
    let went_out = match payment.text_at(&["CdtDbtInd"]) {
        Some(word) => word == "DBIT",
        None => booked.minor() < 0,
    };
    if went_out { amount.checked_neg().ok() } else { Some(amount) }
}
