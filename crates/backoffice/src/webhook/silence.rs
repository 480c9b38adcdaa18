//! Gateways that used to send messages and have stopped, although payments came in.

use chrono::{DateTime, TimeDelta, Utc};
use ledger::AccountName;

use crate::{Backoffice, Error};

/// An account whose gateway has been silent for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// The account.
    pub account: AccountName,
    /// When its last message came in.
    pub since: DateTime<Utc>,
    /// How many payments came in since, of which no message told.
    pub missed: u64,
}

/// How long a gateway may be silent.
const LONG: TimeDelta = TimeDelta::hours(24);
/// How long after a message what it told of may still come into the books.
const BOOKED_WITHIN: TimeDelta = TimeDelta::hours(1);

impl Backoffice {
    /// The accounts whose gateway has sent nothing for more than a day although payments came in. An account that never had a
    /// message is none of them: its gateway may not have been told where to send any.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn silent_gateways(&self) -> Result<Vec<Silence>, Error> {
        let now = self.clock().now();
        let mut silent = Vec::new();
        for account in self.store().accounts().await? {
            let Some(since) = self.store().last_accepted(account.id).await? else { continue };
            if now - since <= LONG {
                continue;
            }
            let missed = self.store().captured_since(account.id, since + BOOKED_WITHIN).await?;
            if missed > 0 {
                silent.push(Silence { account: account.name, since, missed });
            }
        }
        Ok(silent)
    }
}
