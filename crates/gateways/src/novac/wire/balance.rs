//! What is left, `GET /api/v1/balance/{currency}`, and what a payment would cost, `POST /api/v1/transaction-fee`.
//!
//! The documents name both and show neither's answer, so that the fields are found by any likely name, integrators' first.

use ledger::{Currency, Money};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::fields::Fields;
use super::signed::Signed;
use super::{Envelope, NOVAC};
use crate::reading::{self, Number, parse, parse_list};
use crate::{Balance, Error};

/// What a balance may be called, and the names it may go by; what can be spent first.
const BALANCES: [(&str, &[&str]); 5] = [
    ("available", &["availablebalance", "available"]),
    ("balance", &["balance", "currentbalance", "walletbalance", "amount"]),
    ("ledger", &["ledgerbalance", "ledger"]),
    ("pending", &["pendingbalance", "pending"]),
    ("locked", &["lockedbalance", "locked"]),
];

/// `POST /api/v1/transaction-fee`, as Novac's inline script asks it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::novac) struct FeeQuestion<'a> {
    pub(in crate::novac) transaction_reference: &'a str,
    pub(in crate::novac) payment_type: &'a str,
}

/// Reads what is left in a currency.
pub(in crate::novac) fn balances(body: &[u8], currency: Currency) -> Result<Vec<Balance>, Error> {
    let envelope: Envelope = parse(NOVAC, body)?;
    if envelope.says_no() {
        return Err(envelope.refused());
    }
    let data = envelope.inside(body);
    let found = match data.as_bytes().first() {
        Some(b'{') => of_object(&Fields::read(data)?, currency)?,
        Some(b'[') => of_list(data, currency)?,
        _ => vec![Balance {
            title: "balance".to_owned(),
            money: amount(&scalar::<Signed>(data)?, currency)?,
        }],
    };
    if found.is_empty() {
        return Err(Error::malformed(NOVAC, "it names no balance of this currency"));
    }
    Ok(found)
}

/// Of several balances, those that say that they are of the currency.
fn of_list(data: &str, currency: Currency) -> Result<Vec<Balance>, Error> {
    let mut found = Vec::new();
    for item in parse_list::<Box<RawValue>>(NOVAC, data.as_bytes())? {
        let fields = Fields::read(item.get())?;
        if currency_of(&fields)? == Some(currency) {
            found.extend(of_object(&fields, currency)?);
        }
    }
    Ok(found)
}

fn of_object(fields: &Fields, currency: Currency) -> Result<Vec<Balance>, Error> {
    check_currency(fields, currency)?;
    let known = BALANCES.iter().filter_map(|(title, names)| {
        let signed: Signed = fields.value(names)?;
        Some(amount(&signed, currency).map(|money| Balance { title: (*title).to_owned(), money }))
    });
    known.collect()
}

fn amount(signed: &Signed, currency: Currency) -> Result<Money, Error> {
    signed
        .major_units(currency)
        .ok_or_else(|| Error::malformed(NOVAC, "a balance is no amount of its currency"))
}

fn currency_of(fields: &Fields) -> Result<Option<Currency>, Error> {
    let code = fields.text(&["currency", "transactionfeecurrency"]);
    code.map(|code| reading::currency(NOVAC, &code)).transpose()
}

fn check_currency(fields: &Fields, asked: Currency) -> Result<(), Error> {
    match currency_of(fields)? {
        Some(named) if named != asked => {
            Err(Error::malformed(NOVAC, "it is about another currency than was asked for"))
        }
        _ => Ok(()),
    }
}

fn scalar<T: DeserializeOwned>(data: &str) -> Result<T, Error> {
    let odd = |_| Error::malformed(NOVAC, "it has no number where one belongs");
    serde_json::from_str(data).map_err(odd)
}

/// Reads what Novac would take of a payment.
pub(in crate::novac) fn fee(
    body: &[u8],
    reference: &str,
    currency: Currency,
) -> Result<Money, Error> {
    let envelope: Envelope = parse(NOVAC, body)?;
    if envelope.says_no() {
        return Err(envelope.refused());
    }
    let missing = || Error::malformed(NOVAC, "it names no fee");
    let data = envelope.inside(body);
    let number: Number = if data.starts_with('{') {
        let fields = Fields::read(data)?;
        let named = fields.text(&["transactionreference", "transactionref", "reference"]);
        if named.is_some_and(|named| named != reference) {
            return Err(Error::OtherPayment { gateway: NOVAC });
        }
        check_currency(&fields, currency)?;
        fields.value(&["transactionfeeamount", "transactionfee", "fee"]).ok_or_else(missing)?
    } else {
        scalar(data)?
    };
    number
        .major_units(currency)
        .ok_or_else(|| Error::malformed(NOVAC, "its fee is no amount of the currency"))
}
