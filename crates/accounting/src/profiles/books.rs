//! Double entry for the formats that take it: the legs of what an entry moved, and names of accounts that fit a program.
//!
//! A name is made to fit by itself and not by what was met before it, so that an account is called the same in every
//! file. Where another account could come out the same, a short mark made from the name as it was keeps them apart. Names of
//! the merchant's own that a program cannot tell apart, such as those that differ in a capital, are one account there.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ledger::{Currency, LedgerAccount, Money, MovementKind};

use crate::finding::{Findings, Matter};
use crate::text::mark;
use crate::{Context, ExportError, Row};

/// One leg of a transaction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leg<'a> {
    /// The movement it is of.
    pub(super) row: &'a Row,
    /// The account.
    pub(super) account: LedgerAccount,
    /// What is added to the account, or taken from it.
    pub(super) money: Money,
}

/// Both legs of every movement, in order.
///
/// # Errors
/// [`ExportError::SumTooLarge`] where they would not sum to zero, since an amount has no exact opposite.
pub(super) fn legs(rows: &[Row]) -> Result<Vec<Leg<'_>>, ExportError> {
    let mut legs = Vec::with_capacity(rows.len().saturating_mul(2));
    for row in rows {
        let postings = row.movement.postings();
        let [one, other] = postings.map(|posting| posting.money);
        if !one.checked_add(other).is_ok_and(Money::is_zero) {
            return Err(ExportError::SumTooLarge(row.movement.money.currency()));
        }
        legs.extend(postings.map(|leg| Leg { row, account: leg.account, money: leg.money }));
    }
    Ok(legs)
}

/// The row that a transaction is called by: what a fee was for, rather than the fee.
pub(super) fn lead<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Option<&'a Row> {
    let is_no_fee = |row: &&Row| row.movement.kind != MovementKind::Fee;
    rows.clone().find(is_no_fee).or_else(|| rows.clone().next())
}

/// What a program takes for the name of an account.
#[derive(Clone, Copy)]
pub(super) struct NameRule {
    /// Makes one level fit, and says whether another level could come out the same.
    pub(super) fit: fn(&str) -> (String, bool),
    /// What every name begins with one of; nothing where a name may begin with any word.
    pub(super) roots: &'static [&'static str],
    /// Whether an account has one currency, which is then part of its name.
    pub(super) one_currency: bool,
    /// Says what the program takes, for whoever is told that a name was changed.
    pub(super) why: &'static str,
}

/// The accounts of a file.
pub(super) struct Accounts {
    rule: NameRule,
    /// What each account that was met is called, by its levels as the merchant named them.
    known: BTreeMap<(Vec<String>, Option<Currency>), Vec<String>>,
}

impl Accounts {
    pub(super) const fn new(rule: NameRule) -> Self {
        Self { rule, known: BTreeMap::new() }
    }

    /// The levels of the account's name, and whether the file meets it for the first time.
    pub(super) fn name(
        &mut self,
        context: &Context,
        leg: Leg<'_>,
        findings: &mut Findings,
    ) -> (&[String], bool) {
        let levels = context.levels(leg.account, leg.row);
        let parts = !self.rule.one_currency || context.names.parts_currencies(leg.account);
        let currency = (!parts).then_some(leg.money.currency());
        match self.known.entry((levels, currency)) {
            Entry::Occupied(known) => (known.into_mut(), false),
            Entry::Vacant(new) => {
                let (levels, currency) = new.key();
                let name = self.rule.levels(leg.account, levels, *currency);
                if &name != levels {
                    findings.at(Matter::TextChanged(self.rule.why), leg.row);
                }
                (new.insert(name), true)
            }
        }
    }
}

impl NameRule {
    fn levels(
        self,
        account: LedgerAccount,
        raw: &[String],
        currency: Option<Currency>,
    ) -> Vec<String> {
        let fit = |level: &String| {
            let (mut name, is_shared) = (self.fit)(level);
            if is_shared || name.is_empty() {
                marked(Some(&mut name), level);
            }
            name
        };
        let mut name: Vec<_> = raw.iter().map(fit).collect();
        if !self.roots.is_empty() {
            if !name.first().is_some_and(|first| self.roots.contains(&first.as_str())) {
                name.insert(0, root(account).to_owned());
            }
            if name.len() == 1 {
                name.push((self.fit)(account.as_str()).0);
            }
        } else if let Some(first) = name.first_mut()
            && !first.starts_with(char::is_alphanumeric)
        {
            first.insert(0, '_');
        }
        name.extend(currency.map(|currency| currency.code().to_owned()));
        name
    }
}

/// Puts a mark behind a name that tells it from others that came out the same.
fn marked(name: Option<&mut String>, raw: &str) {
    if let Some(name) = name {
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&mark(raw));
    }
}

/// What kind of account it is, as accountants have them.
pub(super) const fn root(account: LedgerAccount) -> &'static str {
    match account {
        LedgerAccount::Clearing
        | LedgerAccount::Bank
        | LedgerAccount::Cash
        | LedgerAccount::OtherFunds => "Assets",
        LedgerAccount::Sales | LedgerAccount::Refunds | LedgerAccount::Reversals => "Income",
        LedgerAccount::Fees | LedgerAccount::Transfers => "Expenses",
    }
}
