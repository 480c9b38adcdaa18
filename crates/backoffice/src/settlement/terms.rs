//! What is agreed for an account's money: how long it takes, what a bank may keep of it, and by which words its lines are
//! known. Kept with the books as what the merchant likes; what was never set is as usual.

use accounting::settlement::{Terms, Tolerance};
use ledger::{AccountName, Currency, GatewayKind, Money};
use serde::{Deserialize, Serialize};
use store::AccountRecord;

use crate::{Backoffice, Error, FieldProblem};

/// The preference with the terms of all accounts.
const TERMS: &str = "settlement_terms";
/// The most days after which money is overdue.
pub(super) const LONGEST_WAIT: u32 = 60;
/// The most thousandths that a bank may keep: a larger part of a payout is no fee.
const MOST_PER_MILLE: u32 = 200;
/// The most words by which a gateway is known.
const MOST_WORDS: usize = 20;
/// The longest of them.
const LONGEST_WORD: usize = 60;
/// The fewest letters and digits of one: less is in every other line.
const FEWEST_LETTERS: usize = 3;

/// What holds for an account's money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementTerms {
    /// What the merchant calls the account.
    pub account: AccountName,
    /// Its gateway.
    pub gateway: GatewayKind,
    /// After how many days money is overdue.
    pub overdue_after_days: u32,
    /// How much a bank may keep.
    pub fee_tolerance: Tolerance,
    /// The words by which its lines are known.
    pub words: Vec<String>,
    /// Whether nobody set them.
    pub is_usual: bool,
}

/// What is to hold, as typed; what is left out stays as it is.
#[derive(Debug, Clone, Default)]
pub struct SettlementTermsForm {
    /// The account's name.
    pub account: String,
    /// After how many days money is overdue, up to 60.
    pub overdue_after_days: Option<u32>,
    /// How much a bank may keep: `1%`, `0.5%`, or `50.00 NGN`.
    pub fee_tolerance: Option<String>,
    /// The words by which its lines are known; none gives back the usual ones.
    pub words: Option<Vec<String>>,
    /// Whether all is as usual before that.
    pub reset: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptTerms {
    account: AccountName,
    gateway: GatewayKind,
    overdue_after_days: u32,
    fee_tolerance: KeptTolerance,
    words: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptTolerance {
    PerMille(u32),
    Amount(Money),
}

impl Backoffice {
    /// What holds for each connected account, by name.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn settlement_terms(&self) -> Result<Vec<SettlementTerms>, Error> {
        let kept = self.kept_terms().await?;
        let accounts = self.store().accounts().await?;
        Ok(accounts.iter().map(|account| told(&kept, account)).collect())
    }

    /// Sets what holds for an account from now on.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the account, and [`Error::Invalid`] with the fields `overdue_after_days`, `fee_tolerance` and
    /// `words`.
    pub async fn set_settlement_terms(
        &self,
        form: &SettlementTermsForm,
    ) -> Result<SettlementTerms, Error> {
        let account = self.account_named(&form.account).await?;
        let mut kept = self.kept_terms().await?;
        if form.reset {
            kept.retain(|terms| !terms.is_of(&account));
        }
        let before = agreed(&kept, &account);
        let after = changed(&before, form).map_err(Error::Invalid)?;
        if after != before {
            kept.retain(|terms| !terms.is_of(&account));
            kept.push(KeptTerms::of(&account, &after));
        }
        self.set_liking(TERMS, &kept).await?;
        Ok(told(&kept, &account))
    }

    pub(crate) async fn kept_terms(&self) -> Result<Vec<KeptTerms>, Error> {
        self.liking(TERMS).await
    }
}

impl KeptTerms {
    fn of(account: &AccountRecord, terms: &Terms) -> Self {
        Self {
            account: account.name.clone(),
            gateway: account.gateway,
            overdue_after_days: terms.overdue_after_days,
            fee_tolerance: match terms.fee_tolerance {
                Tolerance::PerMille(thousandths) => KeptTolerance::PerMille(thousandths),
                Tolerance::Amount(amount) => KeptTolerance::Amount(amount),
            },
            words: terms.names.clone(),
        }
    }

    /// Accounts are known by name, so that one that is connected anew goes on with what was agreed.
    fn is_of(&self, account: &AccountRecord) -> bool {
        self.account == account.name && self.gateway == account.gateway
    }
}

/// What holds for an account.
pub(crate) fn agreed(kept: &[KeptTerms], account: &AccountRecord) -> Terms {
    let usual = Terms::usual(account.name.as_str(), account.gateway);
    let Some(kept) = kept.iter().find(|kept| kept.is_of(account)) else { return usual };
    Terms {
        overdue_after_days: kept.overdue_after_days,
        fee_tolerance: match kept.fee_tolerance {
            KeptTolerance::PerMille(thousandths) => Tolerance::PerMille(thousandths),
            KeptTolerance::Amount(amount) => Tolerance::Amount(amount),
        },
        names: kept.words.clone(),
        ..usual
    }
}

fn told(kept: &[KeptTerms], account: &AccountRecord) -> SettlementTerms {
    let Terms { overdue_after_days, fee_tolerance, names, .. } = agreed(kept, account);
    SettlementTerms {
        account: account.name.clone(),
        gateway: account.gateway,
        overdue_after_days,
        fee_tolerance,
        words: names,
        is_usual: !kept.iter().any(|kept| kept.is_of(account)),
    }
}

fn changed(before: &Terms, form: &SettlementTermsForm) -> Result<Terms, Vec<FieldProblem>> {
    let mut terms = before.clone();
    let mut problems = Vec::new();
    if let Some(days) = form.overdue_after_days {
        terms.overdue_after_days = days;
        if days > LONGEST_WAIT {
            let problem = format!("money may take at most {LONGEST_WAIT} days here");
            problems.push(FieldProblem::new("overdue_after_days", problem));
        }
    }
    match form.fee_tolerance.as_deref().map(tolerance) {
        None => {}
        Some(Ok(tolerance)) => terms.fee_tolerance = tolerance,
        Some(Err(problem)) => problems.push(FieldProblem::new("fee_tolerance", problem)),
    }
    match form.words.as_deref().map(checked_words) {
        None => {}
        Some(Ok(words)) if words.is_empty() => {
            terms.names = Terms::usual(&before.account, before.gateway).names;
        }
        Some(Ok(words)) => terms.names = words,
        Some(Err(problem)) => problems.push(FieldProblem::new("words", problem)),
    }
    if problems.is_empty() { Ok(terms) } else { Err(problems) }
}

/// Reads `1%`, `0.5%` or `50.00 NGN`.
fn tolerance(text: &str) -> Result<Tolerance, String> {
    let text = text.trim();
    let Some(percent) = text.strip_suffix('%') else { return amount(text) };
    let thousandths = per_mille(percent.trim_end()).ok_or_else(|| {
        format!("`{percent}%` is not a percentage that can be used; write one such as 1% or 0.5%")
    })?;
    if thousandths > MOST_PER_MILLE {
        return Err(format!(
            "at most {}% may be kept by a bank; more is missing money",
            MOST_PER_MILLE / 10
        ));
    }
    Ok(Tolerance::PerMille(thousandths))
}

fn per_mille(percent: &str) -> Option<u32> {
    let (whole, tenth) = percent.split_once('.').unwrap_or((percent, "0"));
    let is_number =
        |digits: &str| !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit());
    if !is_number(whole) || !is_number(tenth) || tenth.len() > 1 {
        return None;
    }
    whole.parse::<u32>().ok()?.checked_mul(10)?.checked_add(tenth.parse().ok()?)
}

fn amount(text: &str) -> Result<Tolerance, String> {
    let (digits, code) = text.rsplit_once(char::is_whitespace).ok_or_else(|| {
        format!(
            "`{text}` is neither a percentage nor an amount; write 1% or 50.00 NGN, for example"
        )
    })?;
    let currency: Currency = code.parse().map_err(|problem| format!("{problem}"))?;
    let amount =
        Money::parse(digits.trim_end(), currency).map_err(|problem| problem.to_string())?;
    if amount.minor() < 0 {
        return Err("the amount cannot be negative".to_owned());
    }
    Ok(Tolerance::Amount(amount))
}

fn checked_words(words: &[String]) -> Result<Vec<String>, String> {
    let mut checked: Vec<String> = Vec::new();
    for word in words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        let is_fit = letters >= FEWEST_LETTERS
            && word.chars().count() <= LONGEST_WORD
            && !word.contains(char::is_control);
        if !is_fit {
            return Err(format!(
                "`{}` does not distinguish its lines from others; write {FEWEST_LETTERS} to {LONGEST_WORD} letters, as in the bank's text",
                word.chars().filter(|c| !c.is_control()).take(LONGEST_WORD).collect::<String>()
            ));
        }
        if !checked.iter().any(|known| known == word) {
            checked.push(word.to_owned());
        }
    }
    if checked.len() > MOST_WORDS {
        return Err(format!("at most {MOST_WORDS} words can be kept; remove some"));
    }
    Ok(checked)
}
