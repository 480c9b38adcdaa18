//! Taking a message in: it is proven, let in or turned away by how much comes, made safe in the inbox, and answered.
//!
//! The answer says no more than whether the message was taken, since whoever sent it may be anybody; the inbox says why.

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use gateways::{Arrival, Headers};
use ledger::{DeliveryId, Verdict};
use sha2::{Digest as _, Sha256};
use store::{AccountRecord, DeliveryOrigin, Judgement, NewDelivery};

use super::door::Entrance;
use super::judge::{LARGEST_UNPROVEN, Opinion};
use super::words;
use crate::{Backoffice, Error};

/// The most bytes of a message's body that are taken.
pub const LARGEST_WEBHOOK_BYTES: usize = 256 * 1024;

/// How long a gateway is to wait with a message that can only be taken with the keys at hand.
const KEYS_LOCKED: Duration = Duration::from_secs(300);

/// How many rejected messages are kept, the newest.
const REJECTED_KEPT: u32 = 2_000;
/// How many are kept of each account's duplicates and of what nothing proves and changed nothing; no other is ever deleted.
const IDLE_KEPT: u32 = 2_000;
/// The most bytes that are kept of the headers of a message that nothing proves.
const MOST_UNPROVEN_HEADERS: usize = 8 * 1024;

/// A message as it came in.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The name of the account that it is for.
    pub account: String,
    /// Its headers, in their order.
    pub headers: Vec<(String, String)>,
    /// Its body, byte for byte; one that is too large may be cut.
    pub body: Vec<u8>,
    /// How many bytes the body had before it was cut.
    pub body_bytes: u64,
    /// Who sent it, as far as that is known for certain.
    pub source: Option<IpAddr>,
    /// When it came in; now, where it comes in now.
    pub received_at: Option<DateTime<Utc>>,
}

/// What a sender is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receipt {
    /// It is safe in the inbox: accepted, a duplicate, or waiting for keys. Of very many duplicates the first few are.
    Taken,
    /// It is not proven.
    Rejected,
    /// It cannot be told now whether it is proven, nor later of what would be kept of it: it is to be sent again.
    Later {
        /// How long to wait.
        retry_after: Duration,
    },
    /// It is proven and cannot be read.
    Unreadable,
    /// There is no account of that name.
    NoSuchAccount,
    /// Its body is larger than what is taken.
    TooLarge,
    /// Too much comes in at a time.
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
}

impl Backoffice {
    /// Takes a message in. It is safe in the inbox when this returns [`Receipt::Taken`], and is acted on by
    /// [`Backoffice::handle_webhooks`].
    ///
    /// # Errors
    /// Where the history cannot be read or written; the sender is to try again.
    pub async fn receive_webhook(&self, incoming: Incoming) -> Result<Receipt, Error> {
        let door = &self.shared.door;
        let Some(account) = self.store().account_by_name(&incoming.account).await? else {
            let too_many = door.turn_stray().map(|retry_after| Receipt::TooMany { retry_after });
            return Ok(too_many.unwrap_or(Receipt::NoSuchAccount));
        };
        let letter = Letter::of(incoming, self.clock().now());
        let opinion = self.opinion_of_letter(&account, &letter).await?;
        let receipt = receipt_for(&opinion);
        if self.is_known(&account, &opinion).await? && !door.admit_again(account.id) {
            return Ok(receipt);
        }
        match door.admit(account.id, &opinion) {
            Entrance::Open if letter.is_lost_by_waiting(&opinion) => {
                tracing::warn!(
                    account = %account.name,
                    "a message is not taken: the account's keys are locked away, and it could not be proven later"
                );
                Ok(Receipt::Later { retry_after: KEYS_LOCKED })
            }
            Entrance::Open => {
                self.keep(&account, letter, DeliveryOrigin::Listener, opinion).await?;
                Ok(receipt)
            }
            Entrance::Witness(retry_after) => {
                tracing::warn!(account = %account.name, "more messages come in than are kept");
                let opinion = Opinion::NotProven(words::stands_for_many(&opinion));
                self.keep(&account, letter, DeliveryOrigin::Listener, opinion).await?;
                Ok(Receipt::TooMany { retry_after })
            }
            Entrance::Shut(retry_after) => Ok(Receipt::TooMany { retry_after }),
        }
    }

    /// Whether the inbox has the event of a proven message already.
    async fn is_known(&self, account: &AccountRecord, opinion: &Opinion) -> Result<bool, Error> {
        match opinion {
            Opinion::Genuine { event, .. } if opinion.is_proven() => {
                Ok(self.store().is_accepted(account.id, &event.key).await?)
            }
            _ => Ok(false),
        }
    }

    /// What is thought of a message that came in just now or is imported.
    pub(super) async fn opinion_of_letter(
        &self,
        account: &AccountRecord,
        letter: &Letter,
    ) -> Result<Opinion, Error> {
        match letter.too_large() {
            Some(reason) => Ok(Opinion::TooLarge(reason)),
            None => self.opinion_of(account, &letter.arrival()).await,
        }
    }

    /// Makes a message safe in the inbox, less its secrets, and writes down what is thought of it.
    pub(super) async fn keep(
        &self,
        account: &AccountRecord,
        letter: Letter,
        origin: DeliveryOrigin,
        opinion: Opinion,
    ) -> Result<DeliveryId, Error> {
        let id = DeliveryId(self.clock().new_id());
        let delivery = letter.into_delivery(id, account, origin, opinion.is_proven());
        self.store().receive(delivery).await?;
        let Some(judgement) = opinion.judgement(gateways::profile(account.gateway)) else {
            return Ok(id);
        };
        self.judge_and_tidy(id, judgement).await?;
        Ok(id)
    }

    /// Writes down what is thought of a message, and now and then forgets the oldest of what came to nothing.
    pub(super) async fn judge_and_tidy(
        &self,
        id: DeliveryId,
        judgement: Judgement,
    ) -> Result<Judgement, Error> {
        let kept = self.store().judge(id, judgement).await?;
        let is_passing = kept.verdict != Verdict::Accepted || !kept.is_proven;
        if is_passing && self.shared.door.is_time_to_tidy() {
            self.store().forget_rejected(REJECTED_KEPT).await?;
            self.store().forget_idle(IDLE_KEPT).await?;
        }
        Ok(kept)
    }
}

/// A message on its way into the inbox.
pub(super) struct Letter {
    headers: Headers,
    body: Vec<u8>,
    body_bytes: u64,
    source: Option<IpAddr>,
    received_at: DateTime<Utc>,
}

impl Letter {
    pub(super) fn of(incoming: Incoming, now: DateTime<Utc>) -> Self {
        let Incoming { headers, body, body_bytes, source, received_at, .. } = incoming;
        Self {
            headers: Headers::new(headers),
            body,
            body_bytes,
            source: source.map(|source| source.to_canonical()),
            received_at: received_at.unwrap_or(now),
        }
    }

    fn arrival(&self) -> Arrival<'_> {
        Arrival {
            headers: &self.headers,
            body: &self.body,
            source: self.source,
            received_at: self.received_at,
        }
    }

    fn too_large(&self) -> Option<String> {
        let is_cut = usize::try_from(self.body_bytes).ok() != Some(self.body.len());
        let is_too_large = is_cut || self.body.len() > LARGEST_WEBHOOK_BYTES;
        is_too_large.then(|| words::too_large(self.body_bytes, LARGEST_WEBHOOK_BYTES))
    }

    /// Whether a message that cannot be judged now could not be proven later either, since a part of its proof would not be
    /// kept.
    pub(super) fn is_lost_by_waiting(&self, opinion: &Opinion) -> bool {
        let headers = self.headers.iter().map(|(name, value)| name.len() + value.len());
        let is_cut = || {
            self.body.len() > LARGEST_UNPROVEN
                || headers.sum::<usize>() > MOST_UNPROVEN_HEADERS
                || gateways::masked(&self.body).changed
        };
        matches!(opinion, Opinion::Untold) && is_cut()
    }

    /// The message as it is kept: less its secrets, and without what is too large.
    fn into_delivery(
        self,
        id: DeliveryId,
        account: &AccountRecord,
        origin: DeliveryOrigin,
        is_proven: bool,
    ) -> NewDelivery {
        let body_sha256 = hex::encode(Sha256::digest(&self.body));
        let masked = gateways::masked(&self.body);
        let (largest, mut room) = if is_proven {
            (LARGEST_WEBHOOK_BYTES, usize::MAX)
        } else {
            (LARGEST_UNPROVEN, MOST_UNPROVEN_HEADERS)
        };
        let is_kept = self.too_large().is_none() && masked.body.len() <= largest;
        let has_room = |(name, value): &(&str, &str)| {
            let left = room.checked_sub(name.len() + value.len());
            room = left.unwrap_or(room);
            left.is_some()
        };
        let header = |(name, value): (&str, &str)| {
            let value = if gateways::is_secret_header(name) { BLANK } else { value };
            (name.to_owned(), value.to_owned())
        };
        NewDelivery {
            id,
            account: Some(account.id),
            gateway: Some(account.gateway),
            account_name: account.name.to_string(),
            origin,
            received_at: self.received_at,
            source: self.source,
            headers: self.headers.iter().filter(has_room).map(header).collect(),
            body: if is_kept { masked.body } else { Vec::new() },
            body_bytes: self.body_bytes,
            body_sha256,
            masked: masked.changed,
        }
    }
}

/// Stands where a secret was.
const BLANK: &str = "[secret]";

const fn receipt_for(opinion: &Opinion) -> Receipt {
    match opinion {
        Opinion::Untold | Opinion::Genuine { .. } => Receipt::Taken,
        Opinion::NotProven(_) => Receipt::Rejected,
        Opinion::Unreadable { .. } => Receipt::Unreadable,
        Opinion::TooLarge(_) => Receipt::TooLarge,
    }
}
