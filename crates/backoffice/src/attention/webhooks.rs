//! Messages that came to nothing, and gateways that send none.
//!
//! The inbox is read when the desk is looked at; in between, what was found then counts for a minute, since anybody may have
//! messages turned away as often as they like.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use ledger::AccountId;
use store::DeliveryRecord;

use super::accounts::Met;
use super::words::channels;
use super::words::messages::Messages;
use super::{ConcernKind, ConcernRow, Look, Moment};
use crate::webhook::Trouble;
use crate::{Backoffice, Error};

/// How long a message that came to nothing is told of.
const TOLD_FOR: TimeDelta = TimeDelta::days(7);
/// For how long what was found in the inbox counts.
const COUNTS_FOR: TimeDelta = TimeDelta::minutes(1);

/// What was found in the inbox, and when.
pub(super) type Found = Option<(DateTime<Utc>, Vec<ConcernRow>)>;

/// Messages of one account and one reason; each on its own where each is about a payment of its own.
type Heap = (Option<AccountId>, Option<String>, Trouble, String);

impl Backoffice {
    pub(super) async fn concerns_of_messages(
        &self,
        moment: &Moment,
        look: Look,
    ) -> Result<Vec<ConcernRow>, Error> {
        let mut found = self.shared.attention.messages.lock().await;
        if let (Look::Again, Some((at, concerns))) = (look, &*found)
            && (TimeDelta::zero()..COUNTS_FOR).contains(&(moment.now - *at))
        {
            return Ok(concerns.clone());
        }
        let mut concerns = self.failed_messages(moment).await?;
        concerns.extend(self.silences(moment).await?);
        *found = Some((moment.now, concerns.clone()));
        Ok(concerns)
    }

    async fn failed_messages(&self, moment: &Moment) -> Result<Vec<ConcernRow>, Error> {
        let mut heaps: BTreeMap<Heap, Vec<DeliveryRecord>> = BTreeMap::new();
        for (trouble, record) in self.troubled_deliveries(moment.now - TOLD_FOR).await? {
            let delivery = &record.delivery;
            let own = match trouble {
                Trouble::NotBooked => delivery.id.to_string(),
                _ => String::new(),
            };
            // An account may be addressed in either case.
            let name = delivery.account.is_none().then(|| delivery.account_name.clone());
            heaps.entry((delivery.account, name, trouble, own)).or_default().push(record);
        }
        let mut concerns = Vec::new();
        for ((account, _, trouble, own), records) in heaps {
            let Some(newest) = records.iter().max_by_key(|record| record.delivery.received_at)
            else {
                continue;
            };
            let title = newest.delivery.gateway.map(ledger::GatewayKind::title);
            let messages = Messages {
                trouble,
                newest,
                count: u64::try_from(records.len()).unwrap_or(u64::MAX),
                gateway: title.unwrap_or("the gateway"),
            };
            concerns.push(row(&messages, account, &own, &records, moment));
        }
        Ok(concerns)
    }

    async fn silences(&self, moment: &Moment) -> Result<Vec<ConcernRow>, Error> {
        let (mut met, mut concerns) = (Met::default(), Vec::new());
        for silence in self.silent_gateways().await? {
            let id = self.account_named(silence.account.as_str()).await?.id;
            let account = met.account(self, id).await?;
            let kind = ConcernKind::GatewaySilent;
            let key = format!("{kind}:{id}:{}", moment.date(silence.since));
            let words = channels::silent(&silence, account, moment);
            concerns.push(ConcernRow {
                account: Some(id),
                account_name: Some(silence.account),
                ..ConcernRow::new(key, kind, silence.since, words)
            });
        }
        Ok(concerns)
    }
}

fn row(
    messages: &Messages<'_>,
    account: Option<AccountId>,
    own: &str,
    records: &[DeliveryRecord],
    moment: &Moment,
) -> ConcernRow {
    let newest = messages.newest;
    let delivery = &newest.delivery;
    let kind = ConcernKind::WebhookFailed;
    let whose = account.map_or_else(|| delivery.account_name.clone(), |id| id.to_string());
    let which = if own.is_empty() { moment.date(delivery.received_at) } else { own.to_owned() };
    let key = format!("{kind}:{whose}:{}:{which}", messages.trouble.as_str());
    let oldest = records.iter().map(|record| record.delivery.received_at).min();
    ConcernRow {
        payment: newest.payment.filter(|_| records.len() == 1),
        delivery: Some(messages.newest_id()),
        account,
        reference: newest.reference.clone().filter(|_| records.len() == 1),
        account_name: delivery.account_name.parse().ok(),
        ..ConcernRow::new(key, kind, oldest.unwrap_or(delivery.received_at), messages.words(moment))
    }
}
