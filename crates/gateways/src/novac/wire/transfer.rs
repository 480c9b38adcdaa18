//! Sending money: `POST /api/v1/transfers` and `GET /api/v1/transfers/{reference}` (Novac API reference).
//!
//! What Novac says is compared with what was sent. Where it differs, nobody knows what became of the payout, whatever
//! word stands beside it: a wrong "failed" would have it sent twice.

use ledger::{Money, PayoutStatus};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Envelope, NOVAC};
use crate::reading::{self, Number, lenient, lenient_text, parse, sentence, word};
use crate::{Error, PayoutReport};

/// `POST /api/v1/transfers`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::novac) struct Transfer<'a> {
    pub(in crate::novac) currency: &'a str,
    pub(in crate::novac) amount: Box<RawValue>,
    pub(in crate::novac) bank_code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) bank_name: Option<&'a str>,
    pub(in crate::novac) account_number: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::novac) account_name: Option<&'a str>,
    pub(in crate::novac) narration: &'a str,
    pub(in crate::novac) reference: &'a str,
}

/// A transfer as Novac tells it. The documents show it for look-ups alone, so that all of it may be missing elsewhere.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Told {
    #[serde(deserialize_with = "lenient_text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    session_id: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    reference: Option<String>,
    currency: Option<String>,
    amount: Option<Number>,
    #[serde(deserialize_with = "lenient")]
    fee: Option<Number>,
    status: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    provider_response_message: Option<String>,
}

/// Reads the answer to a transfer's request. A yes without a transfer in it means that it was taken on.
pub(in crate::novac) fn transfer_made(
    body: &[u8],
    reference: &str,
    sent: Money,
) -> Result<PayoutReport, Error> {
    let envelope: Envelope = parse(NOVAC, body)?;
    if envelope.says_no() && envelope.is_only_words()? {
        return Err(envelope.refused());
    }
    if envelope.is_empty() {
        return Err(Error::malformed(NOVAC, "it does not say whether the payout was taken on"));
    }
    let told = Told::read(&envelope)?.unwrap_or_default();
    if told.reference.as_deref().is_some_and(|named| named != reference) {
        return Err(Error::OtherPayment { gateway: NOVAC });
    }
    let report = told.report(sent)?;
    agree(&envelope, &report)?;
    Ok(PayoutReport { message: report.message.or_else(|| envelope.message()), ..report })
}

/// Reads the answer to a look-up, which names the transfer and says how it stands, or is of no use.
pub(in crate::novac) fn transfer_found(
    body: &[u8],
    reference: &str,
    sent: Money,
) -> Result<PayoutReport, Error> {
    let envelope: Envelope = parse(NOVAC, body)?;
    if envelope.says_no() && envelope.is_only_words()? {
        return Err(Error::NotFound { gateway: NOVAC, message: envelope.message() });
    }
    let told = Told::read(&envelope)?
        .ok_or_else(|| Error::malformed(NOVAC, "it tells nothing of the payout"))?;
    match told.reference.as_deref() {
        None => return Err(Error::malformed(NOVAC, "it does not say which payout it is about")),
        Some(named) if named != reference => {
            return Err(Error::OtherPayment { gateway: NOVAC });
        }
        Some(_) if told.status.is_none() => {
            return Err(Error::malformed(NOVAC, "it does not say how the payout stands"));
        }
        Some(_) => {}
    }
    let report = told.report(sent)?;
    agree(&envelope, &report)?;
    Ok(report)
}

/// An answer that says no outside and anything but "failed" inside is none.
fn agree(envelope: &Envelope, report: &PayoutReport) -> Result<(), Error> {
    if envelope.says_no() && report.status != PayoutStatus::Failed {
        return Err(Error::malformed(NOVAC, "it says no, and has a payout all the same"));
    }
    Ok(())
}

/// What a word for a transfer's state means. Unknown words are for a person to look at.
fn payout_status(word: &str) -> PayoutStatus {
    match word.trim().to_ascii_lowercase().as_str() {
        "pending" => PayoutStatus::Pending,
        "successful" => PayoutStatus::Processed,
        "failed" => PayoutStatus::Failed,
        _ => PayoutStatus::Unknown,
    }
}

impl Told {
    fn read(envelope: &Envelope) -> Result<Option<Self>, Error> {
        envelope.data().map(|data| parse(NOVAC, data.as_bytes())).transpose()
    }

    fn report(self, sent: Money) -> Result<PayoutReport, Error> {
        let said = self.status.as_deref();
        let status = said.map_or(PayoutStatus::Pending, payout_status);
        let doubt = self.doubt(sent, status)?;
        let fee = self.fee.and_then(|fee| fee.major_units(sent.currency()));
        Ok(PayoutReport {
            status: if doubt.is_some() { PayoutStatus::Unknown } else { status },
            gateway_status: said.map(word).unwrap_or_default(),
            gateway_payout_id: self.id.as_deref().and_then(sentence),
            bank_reference: self.session_id.as_deref().and_then(sentence),
            fee: fee.filter(|_| doubt.is_none()),
            message: doubt.or_else(|| self.provider_response_message.as_deref().and_then(sentence)),
        })
    }

    /// Why the transfer cannot be taken for the one that was sent.
    fn doubt(&self, sent: Money, status: PayoutStatus) -> Result<Option<String>, Error> {
        let currency = match self.currency.as_deref() {
            Some(code) => reading::currency(NOVAC, code)?,
            None => sent.currency(),
        };
        let Some(number) = self.amount else {
            let says_little = currency != sent.currency() || status == PayoutStatus::Processed;
            let doubt = || format!("Novac does not say how much it sent; {sent} was asked for");
            return Ok(says_little.then(doubt));
        };
        let amount = number
            .major_units(currency)
            .ok_or_else(|| Error::malformed(NOVAC, "its amount is none of its currency"))?;
        let doubt = || {
            format!(
                "Novac has this payout with {amount}, and {sent} was asked for. Look into it in Novac's dashboard before \
                 sending anything again"
            )
        };
        Ok((amount != sent).then(doubt))
    }
}
