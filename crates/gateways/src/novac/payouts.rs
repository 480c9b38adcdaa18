//! Payouts to bank accounts in Nigeria: transfers, the banks there are, and whose an account is.
//!
//! Novac sends live money only for servers whose address it has on its list. What says so, in whatever words, is told as
//! that. A clash over the reference is not taken for "not sent": it is looked up.

use std::collections::BTreeMap;

use ledger::{Currency, PayoutKind};

use super::{Novac, wire};
use crate::reading::json_number;
use crate::{
    Beneficiary, Choice, Error, PayoutField, PayoutHandle, PayoutReport, PayoutRequest,
    PayoutRoute, PayoutValues, Problem,
};

const BANK_CODE: &str = "bank_code";
const BANK_NAME: &str = "bank_name";
const ACCOUNT_NUMBER: &str = "account_number";
const ACCOUNT_NAME: &str = "account_name";

/// The one country whose banks Novac lists.
const COUNTRY: &str = "NG";

pub(super) const ROUTES: &[PayoutRoute] = &[BANK];

const BANK: PayoutRoute = PayoutRoute {
    kind: PayoutKind::Bank,
    title: "Bank transfer in Nigeria",
    currencies: &[Currency::NGN],
    fields: &[
        PayoutField {
            key: BANK_CODE,
            title: "Bank",
            help: "One of the banks that Novac lists.",
            required: true,
            personal: false,
            values: PayoutValues::Listed,
        },
        PayoutField {
            key: ACCOUNT_NUMBER,
            title: "Account number",
            help: "Ten digits.",
            required: true,
            personal: true,
            values: PayoutValues::Text(is_account_number),
        },
        PayoutField {
            key: ACCOUNT_NAME,
            title: "Account name",
            help: "As the check of the account shows it. Can be left out.",
            required: false,
            personal: true,
            values: PayoutValues::Text(is_line),
        },
        PayoutField {
            key: BANK_NAME,
            title: "Name of the bank",
            help: "As it is to be shown. Can be left out.",
            required: false,
            personal: false,
            values: PayoutValues::Text(is_line),
        },
    ],
    can_check: true,
    // Novac API reference, initiate transfer.
    reference_characters: (10, 50),
};

/// Account numbers have ten digits throughout Nigeria.
fn is_account_number(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_line(text: &str) -> bool {
    text.chars().count() <= 100 && !text.chars().any(char::is_control)
}

impl Novac {
    pub(super) async fn send_payout(&self, request: &PayoutRequest) -> Result<PayoutReport, Error> {
        let transfer = transfer(request)?;
        let path = ["api", "v1", "transfers"];
        let answer = self.http.post(&self.secret, &path, &request.idempotency_key, &transfer).await;
        answer
            .and_then(|body| wire::transfer_made(&body, transfer.reference, request.amount))
            .map_err(|error| refused(self.explained(error)))
    }

    pub(super) async fn find_payout(&self, handle: &PayoutHandle) -> Result<PayoutReport, Error> {
        check_kind(handle.kind)?;
        let reference = handle.reference.as_str();
        let path = ["api", "v1", "transfers", reference];
        let answer = self.http.get(&self.secret, &path).await;
        answer
            .and_then(|body| wire::transfer_found(&body, reference, handle.amount))
            .map_err(|error| unfound(self.explained(error)))
    }

    /// The values of a field that has a list.
    pub(super) async fn list(&self, kind: PayoutKind, field: &str) -> Result<Vec<Choice>, Error> {
        check_kind(kind)?;
        if field != BANK_CODE {
            return Err(Error::Unsupported { reason: "Novac lists nothing but its banks." });
        }
        let path = ["api", "v1", "banks", COUNTRY];
        let answer = self.http.get(&self.secret, &path).await;
        answer.and_then(|body| wire::banks(&body)).map_err(|error| self.explained(error))
    }

    pub(super) async fn name_on_account(
        &self,
        kind: PayoutKind,
        fields: &BTreeMap<String, String>,
    ) -> Result<Beneficiary, Error> {
        check_kind(kind)?;
        let account_number = account_number(fields)?;
        let question = wire::AccountQuestion {
            bank_code: bank_code(fields)?,
            account_number,
            currency: Currency::NGN.code(),
        };
        let path = ["api", "v1", "banks", "account", "verify"];
        let answer = self.http.ask(&self.secret, &path, &question).await;
        answer
            .and_then(|body| wire::beneficiary(&body, account_number))
            .map_err(|error| unknown_account(self.explained(error)))
    }

    /// Tells a refusal of this computer's address from all others, whatever its HTTP status.
    pub(super) fn explained(&self, error: Error) -> Error {
        match error {
            Error::Unauthorised { gateway, message, .. }
            | Error::Refused { gateway, message, .. }
            | Error::NotFound { gateway, message }
                if says(&message, is_about_address) =>
            {
                Error::Forbidden { gateway, key: self.secret.title, message }
            }
            error => error,
        }
    }
}

/// A no to a transfer, for which Novac documents the status 404.
fn refused(error: Error) -> Error {
    match error {
        Error::Refused { gateway, message, .. } | Error::NotFound { gateway, message }
            if says(&message, is_about_clash) =>
        {
            Error::Conflict { gateway, message }
        }
        Error::NotFound { gateway, message } => {
            Error::Refused { gateway, status: 404, code: None, message }
        }
        error => error,
    }
}

/// A no to a look-up, for which Novac documents the status 400.
fn unfound(error: Error) -> Error {
    match error {
        Error::Refused { gateway, message, .. } => Error::NotFound { gateway, message },
        error => error,
    }
}

/// A question about an account that is answered with no says that there is none.
fn unknown_account(error: Error) -> Error {
    let (Error::NotFound { message, .. } | Error::Refused { message, .. }) = &error else {
        return error;
    };
    let said = message.as_ref().map_or_else(String::new, |said| format!(" (it said: {said})"));
    let message = format!("Novac finds no such account at this bank{said}");
    Problem::new(ACCOUNT_NUMBER, message).into()
}

/// Makes the transfer that is sent, of what it may be.
fn transfer(request: &PayoutRequest) -> Result<wire::Transfer<'_>, Error> {
    check_kind(request.kind)?;
    if request.amount.currency() != Currency::NGN {
        return Err(Problem::new("currency", "Novac sends naira alone").into());
    }
    if !request.amount.is_positive() {
        return Err(Problem::new("amount", "the amount must be more than zero").into());
    }
    let reference = request.reference.as_str();
    BANK.check_reference(reference)?;
    let narration = request.narration.trim();
    if narration.is_empty() {
        return Err(Problem::new("reason", "Novac wants to know what the payout is for").into());
    }
    Ok(wire::Transfer {
        currency: request.amount.currency().code(),
        amount: json_number(request.amount)?,
        bank_code: bank_code(&request.fields)?,
        bank_name: given(&request.fields, BANK_NAME),
        account_number: account_number(&request.fields)?,
        account_name: given(&request.fields, ACCOUNT_NAME),
        narration,
        reference,
    })
}

fn check_kind(kind: PayoutKind) -> Result<(), Error> {
    if kind == PayoutKind::Bank {
        return Ok(());
    }
    Err(Error::Unsupported { reason: "Novac sends money to bank accounts alone." })
}

fn given<'a>(fields: &'a BTreeMap<String, String>, key: &str) -> Option<&'a str> {
    fields.get(key).map(|value| value.trim()).filter(|value| !value.is_empty())
}

fn bank_code(fields: &BTreeMap<String, String>) -> Result<&str, Problem> {
    given(fields, BANK_CODE).ok_or_else(|| Problem::new(BANK_CODE, "choose the bank"))
}

fn account_number(fields: &BTreeMap<String, String>) -> Result<&str, Problem> {
    given(fields, ACCOUNT_NUMBER)
        .filter(|number| is_account_number(number))
        .ok_or_else(|| Problem::new(ACCOUNT_NUMBER, "an account number in Nigeria has ten digits"))
}

fn says(message: &Option<String>, what: fn(&str) -> bool) -> bool {
    message.as_ref().is_some_and(|message| what(&message.to_lowercase()))
}

fn is_about_address(message: &str) -> bool {
    message.contains("whitelist")
        || message.split(|c: char| !c.is_alphanumeric()).any(|w| w == "ip")
}

fn is_about_clash(message: &str) -> bool {
    let is_taken = || ["used", "exist", "taken", "unique"].iter().any(|w| message.contains(w));
    message.contains("duplicate")
        || message.contains("already")
        || (message.contains("reference") && is_taken())
}
