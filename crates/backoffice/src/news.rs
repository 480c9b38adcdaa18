//! What happened that a person wants to hear of: only what an entry *made* so, so that nothing is told twice and nothing is
//! told that was so before.

mod made;

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use ledger::{AccountName, Entry, Money, Payment, PaymentId, Payout, PayoutId, Subject};
use serde::{Deserialize, Serialize};
use store::EntryQuery;

use crate::{Backoffice, Error};
use made::Made;

/// Something that a person wants to hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The entry that made it so, by its place in the journal.
    pub seq: u64,
    /// What happened.
    pub kind: NewsKind,
    /// The payment that it happened to.
    pub payment: Option<PaymentId>,
    /// The payout that it happened to.
    pub payout: Option<PayoutId>,
    /// The merchant's order number, or the payout's reference.
    pub reference: String,
    /// What the merchant calls the account.
    pub account: AccountName,
    /// How much was paid, refunded or sent.
    pub amount: Option<Money>,
    /// A sentence or a reason.
    pub text: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NewsKind {
    /// A customer has paid.
    PaymentPaid,
    /// A refund is on its way to the customer.
    RefundProcessed,
    /// A refund did not happen.
    RefundFailed,
    /// A refund may or may not have happened.
    RefundUnknown,
    /// The money of a payout has arrived.
    PayoutProcessed,
    /// A payout did not happen, or the money came back.
    PayoutFailed,
    /// A payout may or may not have happened.
    PayoutUnknown,
    /// Something about a payment wants a person's eye.
    PaymentAttention,
}

/// Which news a person wants to hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NotificationSettings {
    /// Payments that were made, and those that want a person's eye.
    pub payments: bool,
    /// Refunds and payouts that went through.
    pub refunds: bool,
    /// Refunds and payouts that failed, or may have happened.
    pub failures: bool,
}

impl Default for NotificationSettings {
    fn default() -> Self {
        Self { payments: true, refunds: true, failures: true }
    }
}

/// The preference that names the news that are wanted.
const NOTIFICATIONS: &str = "notifications";
/// The most news that are told at once.
const MOST_NEWS: usize = 50;
/// How many entries are read at a time.
const PAGE: u32 = 500;
/// The most entries of one payment or payout.
const MOST_ENTRIES: u32 = 5000;

/// The entries of payments and payouts that were read already.
type Histories = HashMap<Subject, Vec<Entry>>;

impl Backoffice {
    /// What happened after the entry `seq`, at most fifty news, and the entry up to which the journal was read for them: where
    /// to go on from the next time.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn news_since(&self, seq: u64) -> Result<(Vec<News>, u64), Error> {
        let (mut news, mut seen) = (Vec::new(), seq);
        let mut histories = Histories::new();
        loop {
            let query = EntryQuery { subject: None, after: Some(seen), limit: PAGE };
            let page = self.store().entries(query).await?;
            for entry in &page.items {
                let made = self.news_of(entry, &mut histories).await?;
                if news.len() + made.len() > MOST_NEWS {
                    return Ok((news, seen));
                }
                news.extend(made);
                seen = entry.seq;
            }
            if page.next.is_none() {
                return Ok((news, seen));
            }
        }
    }

    /// Which news a person wants to hear of; all of them as long as nothing is set.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn notification_settings(&self) -> Result<NotificationSettings, Error> {
        let chosen = self.store().preference(NOTIFICATIONS).await?;
        let chosen = chosen.and_then(|text| serde_json::from_str(&text).ok());
        Ok(chosen.unwrap_or_default())
    }

    /// Remembers which news a person wants to hear of.
    ///
    /// # Errors
    /// Where the history cannot be written.
    pub async fn set_notification_settings(
        &self,
        settings: NotificationSettings,
    ) -> Result<(), Error> {
        let text = serde_json::to_string(&settings).map_err(store::Error::from)?;
        Ok(self.store().set_preference(NOTIFICATIONS, Some(&text)).await?)
    }

    async fn news_of(&self, entry: &Entry, histories: &mut Histories) -> Result<Vec<News>, Error> {
        if !made::may_be_news(&entry.body) {
            return Ok(Vec::new());
        }
        let earlier = self.earlier_entries(entry, histories).await?;
        let made = match entry.subject {
            Subject::Payment(id) => made::of_payment(Payment::fold(earlier), entry)
                .map(|(payment, made)| (payment.account, payment.reference, made, Some(id), None)),
            Subject::Payout(id) => {
                made::of_payout(Payout::fold(earlier), entry).map(|(payout, made)| {
                    (payout.order.account, payout.order.reference, made, None, Some(id))
                })
            }
            _ => None,
        };
        let Some((account, reference, made, payment, payout)) = made else { return Ok(Vec::new()) };
        if made.is_empty() {
            return Ok(Vec::new());
        }
        let account = self.account_by_id(account).await?.record.name;
        let news = made.into_iter().map(|Made { kind, amount, text }| News {
            seq: entry.seq,
            kind,
            payment,
            payout,
            reference: reference.to_string(),
            account: account.clone(),
            amount,
            text,
        });
        Ok(news.collect())
    }

    /// The entries about the same thing before this one.
    async fn earlier_entries<'a>(
        &self,
        entry: &Entry,
        histories: &'a mut Histories,
    ) -> Result<impl Iterator<Item = &'a Entry> + use<'a>, Error> {
        let subject = entry.subject;
        let history = match histories.entry(subject) {
            Slot::Occupied(known) => known.into_mut(),
            Slot::Vacant(unknown) => {
                let query = EntryQuery { subject: Some(subject), after: None, limit: MOST_ENTRIES };
                unknown.insert(self.store().entries(query).await?.items)
            }
        };
        let version = entry.version;
        Ok(history.iter().filter(move |earlier| earlier.version < version))
    }
}
