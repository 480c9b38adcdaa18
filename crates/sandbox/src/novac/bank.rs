//! The banks transfers go to, and who holds an account there.
//!
//! The documents name the calls and not their fields, so the words of the bank list for virtual accounts are used. The
//! check takes `bankCode` and `accountNumber`, or both with underscores as a published integration sends them.

use axum::extract::Path;
use serde::{Deserialize, Serialize};

use super::auth::SecretKey;
use super::reply::{Answer, Body, Refusal, done};
use crate::holder::holder;

const BANKS: [(&str, &str); 6] = [
    ("000", "Sandbox Bank"),
    ("011", "First Bank of Nigeria"),
    ("033", "United Bank for Africa"),
    ("044", "Access Bank"),
    ("057", "Zenith Bank"),
    ("058", "Guaranty Trust Bank"),
];
const HOLDERS: [&str; 6] =
    ["ADA OBI", "TUNDE BAKARE", "NGOZI EZE", "MUSA IBRAHIM", "AMINA YUSUF", "EFE OKORO"];
const ACCOUNT_DIGITS: usize = 10;
const NOBODY: &str = "99";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Bank {
    bank_code: &'static str,
    bank_name: &'static str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountCheck {
    #[serde(alias = "bank_code")]
    bank_code: String,
    #[serde(alias = "account_number")]
    account_number: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Account {
    account_number: String,
    account_name: &'static str,
    bank_code: String,
    bank_name: &'static str,
}

pub(super) async fn list(
    _: SecretKey,
    Path(country): Path<String>,
) -> Result<Answer<Vec<Bank>>, Refusal> {
    if country != "NG" {
        return Err(Refusal::invalid("Banks are listed for NG only."));
    }
    let banks = BANKS.map(|(bank_code, bank_name)| Bank { bank_code, bank_name });
    Ok(done("Banks retrieved successfully", banks.into()))
}

pub(super) async fn verify(
    _: SecretKey,
    Body { json: check, .. }: Body<AccountCheck>,
) -> Result<Answer<Account>, Refusal> {
    let AccountCheck { bank_code, account_number } = check;
    let bank_name =
        bank_name(&bank_code).ok_or_else(|| Refusal::invalid("The bank code is not known."))?;
    if !is_account_number(&account_number) {
        return Err(Refusal::invalid("The account number must have 10 digits."));
    }
    if account_number.ends_with(NOBODY) {
        return Err(Refusal::invalid("The account does not exist."));
    }
    let account_name = holder_of(&account_number);
    let account = Account { account_number, account_name, bank_code, bank_name };
    Ok(done("Account verified successfully", account))
}

/// The name of the bank that has this code.
pub(super) fn bank_name(code: &str) -> Option<&'static str> {
    BANKS.into_iter().find(|bank| bank.0 == code).map(|bank| bank.1)
}

/// Who holds an account.
pub(super) fn holder_of(account_number: &str) -> &'static str {
    holder(account_number, &HOLDERS)
}

pub(super) fn is_account_number(text: &str) -> bool {
    text.len() == ACCOUNT_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}
