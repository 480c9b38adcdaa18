//! Gateways that do not answer: those whose open payments could not be looked up several times in a row.

use std::collections::BTreeMap;
use std::sync::Arc;

use ledger::{AccountId, PaymentId};
use store::PaymentRecord;

use super::accounts::Met;
use super::words::channels;
use super::{ConcernKind, ConcernRow, Moment};
use crate::{Backoffice, Error};

/// After how many look-ups in a row without an answer a gateway counts as unreachable.
pub(super) const IN_A_ROW: u32 = 3;

/// The payments of an account that could not be looked up.
struct Waiting {
    one: PaymentId,
    count: u64,
}

impl Backoffice {
    pub(super) async fn concerns_of_reach(
        &self,
        unanswered: &[PaymentId],
        records: &[Arc<PaymentRecord>],
        moment: &Moment,
    ) -> Result<Vec<ConcernRow>, Error> {
        let mut waiting: BTreeMap<AccountId, Waiting> = BTreeMap::new();
        let of_unanswered = records.iter().map(|record| &record.payment);
        for payment in of_unanswered.filter(|payment| unanswered.contains(&payment.id)) {
            let one = payment.id;
            let of = waiting.entry(payment.account).or_insert(Waiting { one, count: 0 });
            of.count = of.count.saturating_add(1);
        }
        let (mut met, mut concerns) = (Met::default(), Vec::new());
        for (id, Waiting { one, count }) in waiting {
            let account = met.account(self, id).await?;
            if account.is_removed() {
                continue;
            }
            let tried_at = self.looked_up_at(one).await?.unwrap_or(moment.now);
            let kind = ConcernKind::GatewayUnreachable;
            let words = channels::unreachable(count, tried_at, account, moment);
            // Put off, it comes back once ten times as many payments wait.
            let key = format!("{kind}:{id}:{}", count.to_string().len());
            concerns.push(ConcernRow {
                account: Some(id),
                account_name: Some(account.record.name.clone()),
                ..ConcernRow::new(key, kind, tried_at, words)
            });
        }
        Ok(concerns)
    }
}
