//! What an accepted message tells, read again from the inbox.

use chrono::{DateTime, Utc};
use gateways::{Arrival, Event, Headers, Proof};
use ledger::DeliveryId;
use store::{DeliveryRecord, NewDelivery};

use super::words;
use crate::{Account, Backoffice, Error};

/// A message that was accepted, ready to be acted on.
pub(super) struct Notice {
    pub(super) id: DeliveryId,
    pub(super) account: Account,
    pub(super) event: Event,
    /// Whether something shows that it is the gateway's own. What nothing proves causes a look-up and no more.
    pub(super) is_proven: bool,
    pub(super) body_sha256: String,
    pub(super) received_at: DateTime<Utc>,
}

/// What there is to be read.
pub(super) enum Reading {
    /// Something to act on.
    Notice(Box<Notice>),
    /// Nothing yet: the keys of the account are locked away.
    Later,
    /// Nothing, and why.
    Nothing(String),
}

impl Backoffice {
    /// Reads a message from the inbox once more. Whether it is proven was told when it was judged, and stands, whatever became
    /// of keys and settings. Where that was not kept it is asked again; a body that had a secret in it cannot be proven
    /// again, and was accepted for that secret.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(super) async fn read_notice(&self, record: &DeliveryRecord) -> Result<Reading, Error> {
        let delivery = &record.delivery;
        if delivery.is_blank() {
            return Ok(Reading::Nothing(words::body_removed()));
        }
        let account = match self.account_of(delivery).await? {
            Ok(account) => account,
            Err(reason) => return Ok(Reading::Nothing(reason)),
        };
        let connection = match self.connection(&account.record).await {
            Ok(connection) => connection,
            Err(Error::Keys(_) | Error::NoKeys(_)) => return Ok(Reading::Later),
            Err(other) => return Err(other),
        };
        let profile = account.profile;
        let headers = Headers::new(delivery.headers.iter().cloned());
        let arrival = arrival_of(delivery, &headers);
        let is_proven = record.is_proven.unwrap_or_else(|| {
            match profile.prove(&arrival, &connection.credentials, &connection.settings) {
                Ok(proof) => proof != Proof::Nothing,
                Err(_) => delivery.masked,
            }
        });
        Ok(match profile.read_event(&delivery.body, &connection.settings) {
            Ok(event) => Reading::Notice(Box::new(Notice {
                id: delivery.id,
                account,
                event,
                is_proven,
                body_sha256: delivery.body_sha256.clone(),
                received_at: delivery.received_at,
            })),
            Err(why) => Reading::Nothing(words::unreadable(profile, &why)),
        })
    }

    /// The connected account that a message is for, or why there is none.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(super) async fn account_of(
        &self,
        delivery: &NewDelivery,
    ) -> Result<Result<Account, String>, Error> {
        let gone = || Err(words::account_removed(&delivery.account_name));
        let Some(id) = delivery.account else { return Ok(gone()) };
        let account = self.account_by_id(id).await?;
        Ok(if account.record.removed_at.is_some() { gone() } else { Ok(account) })
    }
}

/// A message of the inbox as it arrived, less its secrets.
pub(super) fn arrival_of<'a>(delivery: &'a NewDelivery, headers: &'a Headers) -> Arrival<'a> {
    Arrival {
        headers,
        body: &delivery.body,
        source: delivery.source,
        received_at: delivery.received_at,
    }
}
