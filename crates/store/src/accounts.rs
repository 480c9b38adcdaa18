//! Accounts: connected ones by name, and all by id.

use ledger::{AccountId, AccountName, GatewayKind};
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::decode::{Fields, blob};
use crate::fold::folded;
use crate::{AccountRecord, Error, Store};

impl Store {
    /// The connected accounts, by name.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn accounts(&self) -> Result<Vec<AccountRecord>, Error> {
        self.read(|reading| {
            let mut statement = reading.prepare_cached(
                "SELECT id, name, gateway, mode, base_url, settings, approval, version, connected_ms, removed_ms
                 FROM accounts
                 WHERE removed_ms IS NULL
                 ORDER BY name_folded",
            )?;
            let rows = statement.query_map([], read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The gateway and the name of every account that there ever was, the first connected first, as the journal has it.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn account_names(&self) -> Result<Vec<(GatewayKind, AccountName)>, Error> {
        self.read(|reading| {
            let mut statement = reading.prepare_cached(
                "SELECT a.gateway, a.name FROM accounts a
                 CROSS JOIN entries e ON e.subject_id = a.id AND e.subject_kind = 'account' AND e.version = 1
                 ORDER BY e.seq",
            )?;
            let rows = statement.query_map([], |row| {
                let mut fields = Fields::of(row);
                Ok((fields.word()?, fields.word()?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The connected account of that name, in either case.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn account_by_name(&self, name: &str) -> Result<Option<AccountRecord>, Error> {
        let name = folded(name);
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT id, name, gateway, mode, base_url, settings, approval, version, connected_ms, removed_ms
                 FROM accounts
                 WHERE name_folded = ? AND removed_ms IS NULL",
            )?;
            Ok(statement.query_row([name], read).optional()?)
        })
        .await
    }

    /// The newest of the removed accounts that had that name at that gateway, in either case.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn removed_account(
        &self,
        name: &str,
        gateway: GatewayKind,
    ) -> Result<Option<AccountRecord>, Error> {
        let name = folded(name);
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT id, name, gateway, mode, base_url, settings, approval, version, connected_ms, removed_ms
                 FROM accounts
                 WHERE name_folded = ? AND gateway = ? AND removed_ms IS NOT NULL
                 ORDER BY removed_ms DESC, id DESC
                 LIMIT 1",
            )?;
            Ok(statement.query_row((name, gateway.as_str()), read).optional()?)
        })
        .await
    }

    /// Every account that had that name at that gateway, in either case, whether it was removed or not; the newest first.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn accounts_called(
        &self,
        name: &str,
        gateway: GatewayKind,
    ) -> Result<Vec<AccountRecord>, Error> {
        let name = folded(name);
        self.read(move |reading| {
            let mut statement = reading.prepare_cached(
                "SELECT id, name, gateway, mode, base_url, settings, approval, version, connected_ms, removed_ms
                 FROM accounts
                 WHERE name_folded = ? AND gateway = ?
                 ORDER BY connected_ms DESC, id DESC",
            )?;
            let rows = statement.query_map((name, gateway.as_str()), read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The account of that id, also where it was removed.
    ///
    /// # Errors
    /// Only what may be wrong with the file.
    pub async fn account(&self, id: AccountId) -> Result<Option<AccountRecord>, Error> {
        self.read(move |reading| Ok(by_id(reading, id)?)).await
    }
}

/// The account of that id.
pub(crate) fn by_id(
    reading: &Connection,
    id: AccountId,
) -> rusqlite::Result<Option<AccountRecord>> {
    let mut statement = reading.prepare_cached(
        "SELECT id, name, gateway, mode, base_url, settings, approval, version, connected_ms, removed_ms
         FROM accounts
         WHERE id = ?",
    )?;
    statement.query_row([blob(id.0)], read).optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<AccountRecord> {
    let mut fields = Fields::of(row);
    Ok(AccountRecord {
        id: AccountId(fields.uuid()?),
        name: fields.word()?,
        gateway: fields.word()?,
        mode: fields.word()?,
        base_url: fields.plain()?,
        settings: fields.json()?,
        approval: fields.json()?,
        version: fields.plain()?,
        connected_at: fields.time()?,
        removed_at: fields.maybe_time()?,
    })
}
