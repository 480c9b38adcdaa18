//! The answer to a look-up: `GET /api/v1/checkout/{reference}/verify` (seed 000; Novac API reference).
//!
//! `amount` is what the order is worth and is compared with it; `chargedAmount` is more where the customer bears the fee,
//! and then only the rest of the fee, if any, is the merchant's.

use ledger::{Currency, Mode, Money, Observation, PaymentStatus, Source};
use serde::Deserialize;

use super::{Envelope, NOVAC};
use crate::reading::{
    self, Number, lenient, lenient_object, lenient_text, parse, person, sentence, word,
};
use crate::{Error, PaymentReport};

/// The seed shows a part of the API reference's object. Fields that only decorate are dropped where they are odd.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Transaction {
    status: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    transaction_reference: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    transaction_ref: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    reference: Option<String>,
    #[serde(default)]
    amount: Option<Number>,
    #[serde(default, deserialize_with = "lenient")]
    charged_amount: Option<Number>,
    #[serde(default, deserialize_with = "lenient")]
    transaction_fee: Option<Number>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    channel: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    gateway_response_message: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    domain: Option<String>,
    #[serde(default, deserialize_with = "lenient_object")]
    customer: Option<Customer>,
}

#[derive(Deserialize)]
struct Customer {
    #[serde(default, deserialize_with = "lenient_text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    name: Option<String>,
}

/// Reads what Novac knows of the payment `asked` for.
pub(in crate::novac) fn payment(
    body: &[u8],
    asked: &str,
    expected: Option<Currency>,
    mode_of_key: Mode,
) -> Result<PaymentReport, Error> {
    let envelope: Envelope = parse(NOVAC, body)?;
    if envelope.says_no() {
        return Err(Error::NotFound { gateway: NOVAC, message: envelope.message() });
    }
    let data = envelope
        .data()
        .ok_or_else(|| Error::malformed(NOVAC, "it tells nothing of the payment"))?;
    let transaction: Transaction = parse(NOVAC, data.as_bytes())?;
    transaction.check_reference(asked)?;
    let said = transaction.status.as_deref();
    let said =
        said.ok_or_else(|| Error::malformed(NOVAC, "it does not say how the payment stands"))?;
    let status = payment_status(said);
    let amounts = transaction.amounts(status, expected)?;
    let customer = transaction.customer.as_ref();
    Ok(PaymentReport {
        observation: Observation {
            source: Source::Lookup,
            status,
            gateway_status: word(said),
            gateway_reference: Some(asked.to_owned()),
            amount: amounts.amount,
            charged: amounts.charged,
            fee: amounts.fee,
            channel: transaction.channel.as_deref().and_then(sentence),
            message: transaction.gateway_response_message.as_deref().and_then(sentence),
        },
        customer: customer.and_then(|who| person(who.name.as_deref(), who.email.as_deref())),
        mode: mode(transaction.domain.as_deref(), mode_of_key),
    })
}

/// What a word for a payment's state means. Unknown words are for a person to look at, and never mean "failed".
fn payment_status(word: &str) -> PaymentStatus {
    match word.trim().to_ascii_lowercase().as_str() {
        "pending" => PaymentStatus::Pending,
        "successful" => PaymentStatus::Paid,
        "failed" => PaymentStatus::Failed,
        "cancelled" | "abandoned" => PaymentStatus::Cancelled,
        "reversed" => PaymentStatus::Reversed,
        _ => PaymentStatus::Unknown,
    }
}

fn mode(domain: Option<&str>, mode_of_key: Mode) -> Mode {
    match domain {
        Some("test") => Mode::Test,
        Some("live") => Mode::Live,
        _ => mode_of_key,
    }
}

struct Amounts {
    amount: Option<Money>,
    charged: Option<Money>,
    fee: Option<Money>,
}

impl Transaction {
    /// The likeliest name counts where there are several.
    fn check_reference(&self, asked: &str) -> Result<(), Error> {
        let named = [&self.transaction_reference, &self.transaction_ref, &self.reference];
        match named.into_iter().flatten().next() {
            Some(named) if named != asked => Err(Error::OtherPayment { gateway: NOVAC }),
            _ => Ok(()),
        }
    }

    fn amounts(&self, status: PaymentStatus, expected: Option<Currency>) -> Result<Amounts, Error> {
        let currency = match self.currency.as_deref() {
            Some(code) => Some(reading::currency(NOVAC, code)?),
            None => expected,
        };
        let (Some(number), Some(currency)) = (self.amount, currency) else {
            return if status.is_captured() {
                Err(Error::malformed(NOVAC, "it says that money was taken, and not how much"))
            } else {
                Ok(Amounts { amount: None, charged: None, fee: None })
            };
        };
        let amount = number
            .major_units(currency)
            .ok_or_else(|| Error::malformed(NOVAC, "its amount is none of its currency"))?;
        let charged = self.charged_amount.and_then(|number| number.major_units(currency));
        let fee = self.transaction_fee.and_then(|number| number.major_units(currency));
        let fee = fee.and_then(|fee| merchants_share(fee, amount, charged));
        Ok(Amounts { amount: Some(amount), charged, fee })
    }
}

/// What the merchant bears of a fee: all of it, less what the customer was charged beyond the amount.
fn merchants_share(fee: Money, amount: Money, charged: Option<Money>) -> Option<Money> {
    let Some(charged) = charged else {
        return Some(fee);
    };
    let surcharge = charged.checked_sub(amount).ok()?;
    if !surcharge.is_positive() {
        return Some(fee);
    }
    let share = fee.checked_sub(surcharge).ok()?;
    Some(if share.is_positive() { share } else { Money::zero(share.currency()) })
}
