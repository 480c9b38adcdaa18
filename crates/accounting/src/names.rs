//! How the accounts of the books are called in files with double entry.
//!
//! Each account of the ledger has a name with colons between its levels, in which `{account}`, `{gateway}` and
//! `{currency}` stand for those of the row. The currency is in every name, since some programs keep one currency per
//! account; the account at the gateway is in the clearing account's, so that each returns to zero by itself. Where a name was
//! that of accounts at several gateways, all but the first of those have the gateway's title behind it.

use std::collections::BTreeMap;

use ledger::{GatewayKind, LedgerAccount};

use crate::text::shortened;
use crate::{ExportError, Row};

/// The longest name of an account.
const LONGEST: usize = 200;

/// What an account is called unless the merchant says otherwise.
const fn default_name(account: LedgerAccount) -> &'static str {
    match account {
        LedgerAccount::Clearing => "Assets:Clearing:{account}:{currency}",
        LedgerAccount::Bank => "Assets:Bank:{currency}",
        LedgerAccount::Cash => "Assets:Cash:{currency}",
        LedgerAccount::OtherFunds => "Assets:Other:{currency}",
        LedgerAccount::Sales => "Income:Sales:{currency}",
        LedgerAccount::Refunds => "Income:Refunds:{currency}",
        LedgerAccount::Reversals => "Income:Reversals:{currency}",
        LedgerAccount::Transfers => "Expenses:Transfers:{currency}",
        LedgerAccount::Fees => "Expenses:Fees:{account}:{currency}",
    }
}

/// The names of all accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountNames(BTreeMap<LedgerAccount, String>);

impl AccountNames {
    /// The usual names, but for those given: by the ledger's word for the account, `sales` to `Income:Shop:{currency}`.
    ///
    /// # Errors
    /// [`ExportError::AccountName`] for an account there is not, or a name that could not stand in any program.
    pub fn with(names: &BTreeMap<String, String>) -> Result<Self, ExportError> {
        let mut known = BTreeMap::new();
        for (word, name) in names {
            let unfit = |why: &'static str| ExportError::AccountName { word: shortened(word), why };
            let account = LedgerAccount::ALL.iter().find(|account| account.as_str() == word);
            let account = *account.ok_or_else(|| {
                unfit("there is no such account; there are clearing, bank, cash, other, sales, fees, refunds, reversals and \
                       transfers")
            })?;
            check(name).map_err(unfit)?;
            known.insert(account, name.clone());
        }
        Ok(Self(known))
    }

    /// Every account's name as a template, by the ledger's word for it.
    #[must_use]
    pub fn templates(&self) -> BTreeMap<&'static str, &str> {
        let named = |account: &LedgerAccount| (account.as_str(), self.template(*account));
        LedgerAccount::ALL.iter().map(named).collect()
    }

    fn template(&self, account: LedgerAccount) -> &str {
        self.0.get(&account).map_or(default_name(account), String::as_str)
    }

    /// Whether each currency has an account of its own.
    pub(crate) fn parts_currencies(&self, account: LedgerAccount) -> bool {
        self.template(account).contains("{currency}")
    }

    /// The levels of an account's name for a row of an account at a gateway that is called so, outermost first. What stands for
    /// the row's own words is as it is there; each format makes it fit its program.
    pub(crate) fn levels(&self, account: LedgerAccount, row: &Row, called: &str) -> Vec<String> {
        let level = |level: &str| {
            level
                .replace("{currency}", row.movement.money.currency().code())
                .replace("{gateway}", row.gateway.title())
                .replace("{account}", called)
        };
        self.template(account).split(':').map(level).collect()
    }
}

/// What accounts at gateways are called, where that is not simply their name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountsAtGateways(BTreeMap<(GatewayKind, String), String>);

impl AccountsAtGateways {
    /// What each is called, out of all that there ever were, the first connected first: it keeps its name for good, whatever
    /// is connected later. The case of a letter makes no other account of one.
    pub fn of<'a>(accounts: impl IntoIterator<Item = (GatewayKind, &'a str)>) -> Self {
        let mut first = BTreeMap::new();
        let mut called = BTreeMap::new();
        for (gateway, name) in accounts {
            let lower = name.to_lowercase();
            let is_first = *first.entry(lower.clone()).or_insert(gateway) == gateway;
            let name = || match is_first {
                true => name.to_owned(),
                false => format!("{name} {}", gateway.title()),
            };
            called.entry((gateway, lower)).or_insert_with(name);
        }
        Self(called)
    }

    /// What the account of a row is called.
    pub(crate) fn called<'a>(&'a self, row: &'a Row) -> &'a str {
        let known = self.0.get(&(row.gateway, row.account.to_lowercase()));
        known.map_or(row.account.as_str(), String::as_str)
    }
}

fn check(name: &str) -> Result<(), &'static str> {
    if name.chars().count() > LONGEST {
        return Err("its name has more than 200 characters");
    }
    if name.chars().any(char::is_control) {
        return Err("its name has a tab, a line break or another control character");
    }
    if name.split(':').any(|level| level.trim().is_empty()) {
        return Err(
            "its name has an empty level; write levels with one colon between them, such as Income:Sales",
        );
    }
    let known = ["{account}", "{gateway}", "{currency}"];
    let rest = known.iter().fold(name.to_owned(), |rest, word| rest.replace(word, ""));
    if rest.contains(['{', '}']) {
        return Err("its name has braces around something else than account, gateway or currency");
    }
    Ok(())
}
