//! The attention desk: one list of everything that wants a person, each with what happened, what it means for the shop, and
//! the next steps.
//!
//! A concern is not written down anywhere: it follows from the journal, the plans of look-ups, the inbox, the keys and the
//! time, and is gone as soon as its cause is. Its key stays the same for as long as the matter does, and is another once it
//! gets worse, so that putting a concern off never hides more than was known then. Nothing here asks a gateway, and counting
//! asks no keychain either.

mod accept;
mod accounts;
mod batches;
mod keys;
mod kinds;
mod memory;
mod payments;
mod payouts;
mod settlement;
mod snooze;
mod unreachable;
mod webhooks;
mod words;

use std::collections::HashMap;

use accounting::day_of;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use ledger::{AccountId, AccountName, BatchId, DeliveryId, Money, PaymentId, PayoutId, RefundId};
use store::Snooze;

use crate::{Backoffice, Error};
pub use accept::AcceptForm;
pub(crate) use keys::Shut;
pub use kinds::{ConcernKind, Step};
pub(crate) use memory::Memory;
pub use snooze::SnoozeForm;

/// Everything that wants a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Desk {
    /// What is to be looked at now, the gravest first, of those the oldest; at most 500.
    pub concerns: Vec<ConcernRow>,
    /// What was put off, in the same order.
    pub snoozed: Vec<ConcernRow>,
}

/// One thing that wants a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcernRow {
    /// Names the concern for as long as it stays what it is.
    pub key: String,
    /// What kind of thing.
    pub kind: ConcernKind,
    /// The payment it is about.
    pub payment: Option<PaymentId>,
    /// The refund it is about.
    pub refund: Option<RefundId>,
    /// The payout it is about.
    pub payout: Option<PayoutId>,
    /// The newest message it is about.
    pub delivery: Option<DeliveryId>,
    /// The account it is about, unless it is about several.
    pub account: Option<AccountId>,
    /// The bulk refund it is about.
    pub batch: Option<BatchId>,
    /// The order number, or the payout's reference.
    pub reference: Option<String>,
    /// What the merchant calls the account.
    pub account_name: Option<AccountName>,
    /// How much money it is about.
    pub amount: Option<Money>,
    /// Since when, as far as that is known.
    pub since: DateTime<Utc>,
    /// What happened, in a sentence.
    pub happened: String,
    /// What it means for the shop, and what to do.
    pub means: String,
    /// What can be done about it; the first is the step to take.
    pub steps: Vec<Step>,
    /// Until when it is put off, and why; kept until then.
    pub snoozed: Option<Snooze>,
}

/// The most concerns that are on the desk.
const MOST: usize = 500;
/// The most rows that a list is asked for.
const MOST_ROWS: u32 = 500;

/// What all concerns of one look at the desk are told by.
struct Moment {
    now: DateTime<Utc>,
    zone: Tz,
}

/// How closely is looked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Everywhere, as a person looks.
    Closely,
    /// Again and again, to count: what was found a moment ago still counts, and no keychain is asked.
    Again,
}

impl Backoffice {
    /// Everything that wants a person. Where the keys of an account have not been used in this run, they are asked for, with
    /// little patience.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn attention(&self) -> Result<Desk, Error> {
        let concerns = self.all_concerns(Look::Closely).await?;
        let (mut snoozed, mut concerns): (Vec<_>, Vec<_>) =
            concerns.into_iter().partition(|concern| concern.snoozed.is_some());
        concerns.truncate(MOST);
        snoozed.truncate(MOST);
        Ok(Desk { concerns, snoozed })
    }

    /// How many concerns are on the desk, without those that were put off. Cheap enough to be asked whenever the journal
    /// has moved on.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn count_attention(&self) -> Result<u64, Error> {
        let concerns = self.all_concerns(Look::Again).await?;
        let waiting = concerns.iter().filter(|concern| concern.snoozed.is_none()).take(MOST);
        Ok(u64::try_from(waiting.count()).unwrap_or(u64::MAX))
    }

    /// What of one payment wants a person, whether or not it was put off.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn attention_of(&self, id: PaymentId) -> Result<Vec<ConcernRow>, Error> {
        let record = self.payment(id).await?;
        let moment = self.moment().await?;
        let account = self.account_by_id(record.payment.account).await?;
        let mut concerns = payments::of_payment(&record, &account, &moment);
        concerns.extend(payments::of_time(&record, &account, &moment));
        self.put_in_order(concerns, moment.now).await
    }

    async fn all_concerns(&self, look: Look) -> Result<Vec<ConcernRow>, Error> {
        let moment = self.moment().await?;
        let unanswered = self.store().lookup_failures(unreachable::IN_A_ROW).await?;
        let unanswered: Vec<_> = unanswered.into_iter().take(MOST).map(|(id, _)| id).collect();
        let records = self.payments_in_question(&unanswered, &moment).await?;
        let mut concerns = self.concerns_of_payments(&records, &moment).await?;
        concerns.extend(self.concerns_of_payouts(&moment).await?);
        concerns.extend(self.concerns_of_settlement(&moment, look).await?);
        concerns.extend(self.concerns_of_batches(&moment).await?);
        concerns.extend(self.concerns_of_messages(&moment, look).await?);
        let shut = self.concerns_of_keys(&moment, look).await?;
        let unreachable = self.concerns_of_reach(&unanswered, &records, &moment).await?;
        // A gateway that is not asked because its keys are away is no second matter.
        let is_shut =
            |row: &ConcernRow| row.account.is_some_and(|account| shut.accounts.contains(&account));
        concerns.extend(unreachable.into_iter().filter(|row| !is_shut(row)));
        concerns.extend(shut.concerns);
        self.put_in_order(concerns, moment.now).await
    }

    /// The gravest first, of those the oldest, each with what put it off.
    async fn put_in_order(
        &self,
        mut concerns: Vec<ConcernRow>,
        now: DateTime<Utc>,
    ) -> Result<Vec<ConcernRow>, Error> {
        let snoozes = self.store().snoozes().await?;
        let lasting = snoozes.into_iter().filter(|snooze| snooze.until > now);
        let mut lasting: HashMap<_, _> =
            lasting.map(|snooze| (snooze.key.clone(), snooze)).collect();
        for concern in &mut concerns {
            concern.snoozed = lasting.remove(&concern.key);
        }
        concerns.sort_by(|one, other| {
            (one.kind, one.since, &one.key).cmp(&(other.kind, other.since, &other.key))
        });
        Ok(concerns)
    }

    async fn moment(&self) -> Result<Moment, Error> {
        Ok(Moment { now: self.clock().now(), zone: self.time_zone().await? })
    }
}

impl Moment {
    /// The merchant's day, for a sentence: `14 April 2026`.
    fn day(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%-d %B %Y").to_string()
    }

    /// The merchant's day, for a key: `2026-04-14`.
    fn date(&self, at: DateTime<Utc>) -> String {
        day_of(self.zone, at).to_string()
    }
}

impl ConcernRow {
    /// A concern about nothing in particular yet.
    fn new(key: String, kind: ConcernKind, since: DateTime<Utc>, words: words::Words) -> Self {
        let words::Words { happened, means, steps } = words;
        Self {
            key,
            kind,
            payment: None,
            refund: None,
            payout: None,
            delivery: None,
            account: None,
            batch: None,
            reference: None,
            account_name: None,
            amount: None,
            since,
            happened,
            means,
            steps,
            snoozed: None,
        }
    }
}
