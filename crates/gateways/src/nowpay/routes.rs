//! The ways to send money at Nowpay, and what each wants to know (Nowpay API reference).
//!
//! Two of the fields are only for checks and lists: the UPI address beside a bank account, and the plan of a recharge. Fields of
//! recharges are those that Nowpay documents for its lists of plans.

use std::collections::BTreeMap;

use ledger::{Currency, PayoutKind, Reference};

use crate::{PayoutField, PayoutRoute, PayoutValues, Problem};

const RUPEES: &[Currency] = &[Currency::INR];

/// A field that there is no payout without.
const fn field(
    key: &'static str,
    title: &'static str,
    help: &'static str,
    values: PayoutValues,
) -> PayoutField {
    PayoutField { key, title, help, required: true, personal: false, values }
}

const fn optional(field: PayoutField) -> PayoutField {
    PayoutField { required: false, ..field }
}

/// A field that is somebody's own.
const fn personal(field: PayoutField) -> PayoutField {
    PayoutField { personal: true, ..field }
}

const UPI: &str = "upi";

/// Any: what Nowpay is told is made of it.
const REFERENCE: (usize, usize) = (1, Reference::MOST);

pub(super) static ALL: [PayoutRoute; 4] = [
    PayoutRoute {
        kind: PayoutKind::Bank,
        title: "To a bank account",
        currencies: RUPEES,
        fields: &[
            personal(field(
                "account_number",
                "Account number",
                "6 to 20 letters and digits.",
                PayoutValues::Text(is_account_number),
            )),
            field(
                "ifsc",
                "IFSC",
                "The code of the bank's branch: four letters, a zero, six letters and digits.",
                PayoutValues::Text(is_ifsc),
            ),
            personal(field(
                "account_name",
                "Name on the account",
                "As the bank writes it.",
                PayoutValues::Text(is_name),
            )),
            field(
                "transfer_mode",
                "Transfer by",
                "IMPS at once, NEFT within hours, RTGS for large amounts.",
                PayoutValues::OneOf(&["IMPS", "NEFT", "RTGS"]),
            ),
            personal(optional(field(
                UPI,
                "UPI address to check",
                "Such as name@bank. Only to ask for the name behind it beforehand: the money goes to the account number, whatever \
                 the UPI address. Nowpay may charge for the check.",
                PayoutValues::Text(is_upi_address),
            ))),
        ],
        can_check: true,
        reference_characters: REFERENCE,
    },
    PayoutRoute {
        kind: PayoutKind::Remittance,
        title: "To a remitter's beneficiary",
        currencies: RUPEES,
        fields: &[
            personal(field(
                "sender_number",
                "Remitter's phone number",
                "The ten digits under which the remitter is registered at Nowpay.",
                PayoutValues::Text(is_phone),
            )),
            field(
                "beneficiary_id",
                "Beneficiary",
                "Nowpay's id of who receives it, as registered for the remitter.",
                PayoutValues::Text(is_id),
            ),
            field(
                "remitter_id",
                "Remitter",
                "Nowpay's id of the remitter.",
                PayoutValues::Text(is_id),
            ),
            field(
                "transfer_mode",
                "Transfer by",
                "IMPS at once, NEFT within hours.",
                PayoutValues::OneOf(&["IMPS", "NEFT"]),
            ),
        ],
        can_check: false,
        reference_characters: REFERENCE,
    },
    PayoutRoute {
        kind: PayoutKind::Wallet,
        title: "To a wallet",
        currencies: RUPEES,
        fields: &[
            personal(field(
                "phone",
                "Phone number",
                "The ten digits under which the wallet is registered.",
                PayoutValues::Text(is_phone),
            )),
            field(
                "wallet",
                "Wallet",
                "Whose wallet it is.",
                PayoutValues::OneOf(&["PAYTM", "AMAZON"]),
            ),
        ],
        can_check: true,
        reference_characters: REFERENCE,
    },
    PayoutRoute {
        kind: PayoutKind::Recharge,
        title: "Recharge of a phone or television",
        currencies: RUPEES,
        fields: &[
            personal(field(
                "number",
                "Number",
                "The phone number or the subscriber's number, digits only.",
                PayoutValues::Text(is_number),
            )),
            field("operator", "Operator", "Nowpay's number for it.", PayoutValues::Listed),
            optional(field(
                "circle",
                "Circle",
                "Nowpay's number for the part of India; a television has none.",
                PayoutValues::Listed,
            )),
            optional(field(
                "plan",
                "Plan",
                "Nowpay's number for it. The amount has to be the plan's price.",
                PayoutValues::Listed,
            )),
        ],
        can_check: false,
        reference_characters: REFERENCE,
    },
];

/// What was filled in for a route, each as the route wants it.
pub(super) struct Fields<'a>(&'a BTreeMap<String, String>);

impl<'a> Fields<'a> {
    /// Checks what was filled in. What the route does not know is left alone.
    pub(super) fn of(
        route: &PayoutRoute,
        fields: &'a BTreeMap<String, String>,
    ) -> Result<Self, Problem> {
        let given = Self(fields);
        for field in route.fields {
            given.check(field)?;
        }
        Ok(given)
    }

    /// Checks some of the fields alone, which then have to be there.
    pub(super) fn some(
        route: &PayoutRoute,
        fields: &'a BTreeMap<String, String>,
        keys: &[&str],
    ) -> Result<Self, Problem> {
        let given = Self(fields);
        for field in route.fields.iter().filter(|field| keys.contains(&field.key)) {
            given.check(&PayoutField { required: true, ..*field })?;
        }
        Ok(given)
    }

    /// What was filled in; empty where nothing was.
    pub(super) fn get(&self, key: &str) -> &'a str {
        self.0.get(key).map_or("", |value| value.trim())
    }

    /// What was filled in, where anything was.
    pub(super) fn given(&self, key: &str) -> Option<&'a str> {
        Some(self.get(key)).filter(|value| !value.is_empty())
    }

    fn check(&self, field: &PayoutField) -> Result<(), Problem> {
        let Some(value) = self.given(field.key) else {
            let message = format!("{} is missing. {}", field.title, field.help);
            return if field.required { Err(Problem::new(field.key, message)) } else { Ok(()) };
        };
        let (is_allowed, form) = match field.values {
            PayoutValues::Text(is_allowed) => (is_allowed(value), field.help.to_owned()),
            PayoutValues::OneOf(words) => {
                (words.contains(&value), format!("It is one of {}.", words.join(", ")))
            }
            PayoutValues::Listed => (is_id(value), field.help.to_owned()),
        };
        let problem = || {
            Problem::new(
                field.key,
                format!("{} is not written as it should be. {form}", field.title),
            )
        };
        is_allowed.then_some(()).ok_or_else(problem)
    }
}

fn is_account_number(text: &str) -> bool {
    (6..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// As the Reserve Bank of India writes it.
fn is_ifsc(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 11
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            0..=3 => byte.is_ascii_alphabetic(),
            4 => *byte == b'0',
            _ => byte.is_ascii_alphanumeric(),
        })
}

fn is_name(text: &str) -> bool {
    text.chars().count() <= 100
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(char::is_control)
}

/// Ten digits from 6 on, as mobile numbers in India have.
fn is_phone(text: &str) -> bool {
    text.len() == 10
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.starts_with(['6', '7', '8', '9'])
}

fn is_number(text: &str) -> bool {
    (5..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_id(text: &str) -> bool {
    (1..=60).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_upi_address(text: &str) -> bool {
    let is_plain = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    };
    text.split_once('@').is_some_and(|(name, bank)| {
        (1..=256).contains(&name.len())
            && (2..=64).contains(&bank.len())
            && is_plain(name)
            && is_plain(bank)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_numbers_are_told_from_what_only_looks_like_them() {
        assert!(is_ifsc("HDFC0000123") && is_ifsc("hdfc0abc123"));
        assert!(!is_ifsc("HDFC1000123") && !is_ifsc("HDF00000123") && !is_ifsc("HDFC000012"));
        assert!(is_phone("9876543210"));
        assert!(!is_phone("0987654321") && !is_phone("+919876543210") && !is_phone("98765 4321"));
        assert!(is_upi_address("ada.okafor-1@okhdfcbank"));
        assert!(!is_upi_address("ada@") && !is_upi_address("@bank") && !is_upi_address("a@b@c"));
        assert!(is_account_number("50100123456789"));
        assert!(!is_account_number("50100 123456") && !is_account_number("12345"));
        assert!(is_name("Ada Okafor") && !is_name("12 34") && !is_name("Ada\nOkafor"));
        assert!(is_number("12345") && !is_number("1234") && !is_number("12a45"));
    }
}
