//! `accounts`: a row per account that is or was connected.

use ledger::{AccountId, Body, Entry, Subject};
use rusqlite::{Connection, OptionalExtension as _};

use crate::columns::Columns;
use crate::decode::{blob, integer, ms};
use crate::fold::folded;
use crate::{AccountRecord, Error};

/// The account after its entries; `None` where none of them connects it.
pub(crate) fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Option<AccountRecord> {
    entries.into_iter().fold(None, apply)
}

/// Makes sure that the account is or was connected here.
pub(crate) fn require(reading: &Connection, account: AccountId) -> Result<(), Error> {
    let mut statement =
        reading.prepare_cached("SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?)")?;
    if statement.query_row([blob(account.0)], |row| row.get(0))? {
        return Ok(());
    }
    Err(Error::AccountUnknown { account })
}

/// Writes the row. A name belongs to one connected account only, in whatever case it is written.
pub(crate) fn write(writing: &Connection, account: &AccountRecord) -> Result<(), Error> {
    if account.removed_at.is_none() && is_taken(writing, account)? {
        return Err(Error::AccountNameTaken { name: account.name.clone() });
    }
    let mut statement = writing.prepare_cached(
        "INSERT INTO accounts (
             id, name, name_folded, gateway, mode, base_url, settings, approval, version, connected_ms, removed_ms
         ) VALUES (
             :id, :name, :name_folded, :gateway, :mode, :base_url, :settings, :approval, :version, :connected_ms, :removed_ms
         )
         ON CONFLICT (id) DO UPDATE SET
             name = excluded.name, name_folded = excluded.name_folded,
             gateway = excluded.gateway, mode = excluded.mode,
             base_url = excluded.base_url, settings = excluded.settings, approval = excluded.approval,
             version = excluded.version, connected_ms = excluded.connected_ms, removed_ms = excluded.removed_ms",
    )?;
    columns(account)?.execute(&mut statement)?;
    Ok(())
}

/// Where the stored row is not what the account's entries say.
pub(crate) fn differences(
    reading: &Connection,
    account: &AccountRecord,
) -> Result<Vec<String>, Error> {
    let mut statement = reading.prepare_cached("SELECT * FROM accounts WHERE id = ?")?;
    let expected = columns(account)?;
    let differing = statement
        .query_row([blob(account.id.0)], |row| expected.differing(row))
        .optional()?
        .unwrap_or_else(|| vec!["the row is missing".to_owned()]);
    let named = differing.into_iter().map(|text| format!("accounts: {text}"));
    Ok(named.collect())
}

fn apply(state: Option<AccountRecord>, entry: &Entry) -> Option<AccountRecord> {
    let Subject::Account(id) = entry.subject else {
        return state;
    };
    if let Body::AccountConnected { .. } = &entry.body {
        return connected(id, entry, state);
    }
    let mut account = state?;
    account.version = entry.version;
    match &entry.body {
        Body::AccountSettingsChanged { base_url, settings } => {
            account.base_url.clone_from(base_url);
            account.settings.clone_from(settings);
        }
        Body::AccountApprovalSet { limits } => account.approval.clone_from(limits),
        Body::AccountKeysReplaced { mode, .. } => account.mode = *mode,
        Body::AccountRemoved => account.removed_at = Some(entry.at),
        _ => {}
    }
    Some(account)
}

/// An account that is connected again still wants a second person's yes where it did.
fn connected(id: AccountId, entry: &Entry, before: Option<AccountRecord>) -> Option<AccountRecord> {
    let Body::AccountConnected { name, gateway, mode, base_url, settings } = &entry.body else {
        return None;
    };
    Some(AccountRecord {
        id,
        name: name.clone(),
        gateway: *gateway,
        mode: *mode,
        base_url: base_url.clone(),
        settings: settings.clone(),
        approval: before.map(|before| before.approval).unwrap_or_default(),
        version: entry.version,
        connected_at: entry.at,
        removed_at: None,
    })
}

fn is_taken(reading: &Connection, account: &AccountRecord) -> rusqlite::Result<bool> {
    let mut statement = reading.prepare_cached(
        "SELECT EXISTS (
             SELECT 1 FROM accounts
             WHERE name_folded = ? AND removed_ms IS NULL AND id <> ?
         )",
    )?;
    let name = folded(account.name.as_str());
    statement.query_row((name, blob(account.id.0)), |row| row.get(0))
}

fn columns(account: &AccountRecord) -> Result<Columns, Error> {
    Ok(Columns::default()
        .with(":id", blob(account.id.0))
        .with(":name", account.name.to_string())
        .with(":name_folded", folded(account.name.as_str()))
        .with(":gateway", account.gateway.to_string())
        .with(":mode", account.mode.to_string())
        .with(":base_url", account.base_url.clone())
        .with(":settings", serde_json::to_string(&account.settings)?)
        .with(":approval", serde_json::to_string(&account.approval)?)
        .with(":version", integer(account.version))
        .with(":connected_ms", ms(account.connected_at))
        .with(":removed_ms", account.removed_at.map(ms)))
}
