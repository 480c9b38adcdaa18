//! Banks and the names on their accounts: `GET /api/v1/banks/NG`, `POST /api/v1/banks/account/verify`.
//!
//! Novac's guide names both requests and shows neither's fields. Those of the question are as two integrators send them,
//! those of the answers are found by any likely name.

use serde::Serialize;
use serde_json::value::RawValue;

use super::fields::Fields;
use super::{Envelope, NOVAC};
use crate::reading::{is_list, parse, parse_list, sentence};
use crate::{Beneficiary, Choice, Error};

/// `POST /api/v1/banks/account/verify`.
#[derive(Serialize)]
pub(in crate::novac) struct AccountQuestion<'a> {
    pub(in crate::novac) bank_code: &'a str,
    pub(in crate::novac) account_number: &'a str,
    pub(in crate::novac) currency: &'a str,
}

/// Reads a list of banks, by their names.
pub(in crate::novac) fn banks(body: &[u8]) -> Result<Vec<Choice>, Error> {
    let mut banks = if is_list(body) { list(body)? } else { inside(body)? };
    banks.sort_by_cached_key(|bank| bank.title.to_lowercase());
    if banks.is_empty() {
        return Err(Error::malformed(NOVAC, "its list of banks has none"));
    }
    Ok(banks)
}

fn inside(body: &[u8]) -> Result<Vec<Choice>, Error> {
    let envelope: Envelope = parse(NOVAC, body)?;
    if envelope.says_no() {
        return Err(envelope.refused());
    }
    let data = envelope.inside(body);
    if is_list(data.as_bytes()) {
        return list(data.as_bytes());
    }
    Fields::read(data)?.list().map_or_else(|| Ok(Vec::new()), |banks| list(banks.as_bytes()))
}

fn list(json: &[u8]) -> Result<Vec<Choice>, Error> {
    let mut banks: Vec<Choice> = Vec::new();
    for bank in parse_list::<Box<RawValue>>(NOVAC, json)? {
        let fields = Fields::read(bank.get())?;
        let code = fields.text(&["bankcode", "code"]).as_deref().and_then(sentence);
        let name = fields.text(&["bankname", "name"]).as_deref().and_then(sentence);
        if let Some(value) = code
            && banks.iter().all(|known| known.value != value)
        {
            let title = name.unwrap_or_else(|| value.clone());
            banks.push(Choice { value, title });
        }
    }
    Ok(banks)
}

/// Reads who has the account that was asked for.
pub(in crate::novac) fn beneficiary(body: &[u8], account: &str) -> Result<Beneficiary, Error> {
    let envelope: Envelope = parse(NOVAC, body)?;
    if envelope.says_no() {
        return Err(envelope.refused());
    }
    let message = envelope.message();
    let data = envelope.inside(body);
    let name = if data.starts_with('"') {
        serde_json::from_str::<String>(data).ok()
    } else {
        let fields = Fields::read(data)?;
        let named = fields.text(&["accountnumber", "accountno"]);
        if named.is_some_and(|named| named != account) {
            return Err(Error::OtherPayment { gateway: NOVAC });
        }
        fields.text(&["accountname", "name"])
    };
    Ok(Beneficiary { name: name.as_deref().and_then(sentence), message })
}
