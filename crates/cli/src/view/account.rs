//! Accounts.

use backoffice::{Account, AccountCheck, AccountRecord};
use serde::Serialize;

use super::table::table;
use super::{List, time};
use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct AccountView {
    name: String,
    id: String,
    gateway: &'static str,
    mode: &'static str,
    base_url: String,
    connected_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<Check>,
}

#[derive(Debug, Serialize)]
struct Check {
    ok: bool,
    message: String,
}

impl AccountView {
    fn of(account: &Account) -> Self {
        let record = &account.record;
        Self {
            name: record.name.to_string(),
            id: record.id.to_string(),
            gateway: record.gateway.as_str(),
            mode: record.mode.as_str(),
            base_url: record.base_url.clone(),
            connected_at: time(record.connected_at),
            check: None,
        }
    }

    pub(crate) fn connected(account: &Account, check: &AccountCheck) -> Self {
        let check = Some(Check { ok: check.ok, message: check.message.clone() });
        Self { check, ..Self::of(account) }
    }
}

impl Show for AccountView {
    fn text(&self) -> String {
        let check = self.check.as_ref().map(|check| format!(": {}", check.message));
        let mode = match self.mode {
            "test" => "TEST",
            "live" => "LIVE",
            _ => "TEST OR LIVE?",
        };
        format!("Connected {} ({}, {mode}){}", self.name, self.gateway, check.unwrap_or_default())
    }
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct AccountList(List<AccountView>);

impl AccountList {
    pub(crate) fn of(accounts: &[Account]) -> Self {
        Self(List::whole(accounts, AccountView::of))
    }
}

impl Show for AccountList {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "No account is connected. Connect one with: till account add GATEWAY NAME"
                .to_owned();
        }
        let row = |account: &AccountView| {
            let mode = if account.mode == "unknown" { "test or live?" } else { account.mode };
            let words = [&account.name, account.gateway, mode, &account.base_url];
            words.map(str::to_owned).to_vec()
        };
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        table(&["ACCOUNT", "GATEWAY", "KEYS", "ADDRESS"], &[], &rows)
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct CheckView {
    name: String,
    ok: bool,
    mode: &'static str,
    message: String,
    checked_at: String,
}

impl CheckView {
    pub(crate) fn of(account: &AccountRecord, check: &AccountCheck) -> Self {
        Self {
            name: account.name.to_string(),
            ok: check.ok,
            mode: check.mode.as_str(),
            message: check.message.clone(),
            checked_at: time(check.checked_at),
        }
    }
}

impl Show for CheckView {
    fn text(&self) -> String {
        format!("{}: {}", self.name, self.message)
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Removed {
    name: String,
    removed: bool,
}

impl Removed {
    pub(crate) fn of(account: &AccountRecord) -> Self {
        Self { name: account.name.to_string(), removed: true }
    }
}

impl Show for Removed {
    fn text(&self) -> String {
        format!("Removed {}: its keys are deleted, its history stays", self.name)
    }
}
