//! From which amount on a refund of an account wants a second person's yes.
//!
//! A rule that people give themselves: whoever may refund may also change it, and the journal tells that they did. It counts
//! from then on. What waits goes on to wait for its yes. Connecting the account anew under its name keeps the rule.

use std::collections::BTreeSet;

use ledger::{Body, Currency, Money, Subject};

use crate::{Account, Backoffice, Error, FieldProblem};

impl Backoffice {
    /// Sets the most of each currency that goes back of a payment without a second person's yes, such as `50000.00 NGN`, in one
    /// refund or in several; a currency that is not named always wants one, and so does every refund of one whose limit is zero. Without limits none does.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no amount with its currency, or a currency named twice; [`Error::AccountRemoved`];
    /// [`Error::Conflict`] where somebody else changed the account at the same moment.
    pub async fn set_approval(&self, account: &str, limits: &[String]) -> Result<Account, Error> {
        let limits = read(limits)?;
        let id = self.account_named(account).await?.id;
        let known = self.connected_account(id).await?;
        if known.record.approval == limits {
            return Ok(known);
        }
        let bodies = vec![Body::AccountApprovalSet { limits }];
        self.append(Subject::Account(id), known.record.version, bodies, Vec::new()).await?;
        self.account_by_id(id).await
    }
}

/// The limits by currency, so that the same ones are always written down alike.
fn read(texts: &[String]) -> Result<Vec<Money>, Error> {
    let mut limits = texts.iter().map(|text| limit(text)).collect::<Result<Vec<_>, _>>()?;
    limits.sort_by_key(|limit| limit.currency());
    let mut named = BTreeSet::new();
    match limits.iter().find(|limit| !named.insert(limit.currency())) {
        Some(limit) => Err(unfit(format!("{} is limited twice; give one limit", limit.currency()))),
        None => Ok(limits),
    }
}

/// Reads `50000.00 NGN`.
fn limit(text: &str) -> Result<Money, Error> {
    let Some((digits, code)) = text.trim().rsplit_once(char::is_whitespace) else {
        let example = "write an amount and its currency, such as 50000.00 NGN";
        return Err(unfit(format!("`{text}` is not a limit; {example}")));
    };
    let currency: Currency = code.parse().map_err(unfit)?;
    let limit = Money::parse(digits.trim_end(), currency).map_err(unfit)?;
    if limit.minor() < 0 {
        return Err(unfit("a limit cannot be less than zero"));
    }
    Ok(limit)
}

fn unfit(problem: impl ToString) -> Error {
    Error::Invalid(vec![FieldProblem::new("limits", problem)])
}
