//! Payouts that were sent from here and of which nobody says how they ended.

use ledger::PayoutStatus;
use store::{PayoutQuery, PayoutRecord};

use super::words::channels;
use super::{ConcernKind, ConcernRow, MOST_ROWS, Moment};
use crate::payout::is_left_to_a_person;
use crate::{Backoffice, Error};

impl Backoffice {
    pub(super) async fn concerns_of_payouts(
        &self,
        moment: &Moment,
    ) -> Result<Vec<ConcernRow>, Error> {
        let (mut met, mut concerns) = (super::accounts::Met::default(), Vec::new());
        for record in self.open_payouts_from_here().await? {
            let payout = &record.payout;
            let is_left = is_left_to_a_person(payout, moment.now);
            if !is_left && payout.status != PayoutStatus::Unknown {
                continue;
            }
            let account = met.account(self, payout.order.account).await?;
            let words = channels::payout(payout, is_left, account, moment);
            let key = if is_left { ":left" } else { "" };
            let kind = ConcernKind::PayoutUnknown;
            let key = format!("{kind}:{}{key}", payout.id);
            concerns.push(ConcernRow {
                payout: Some(payout.id),
                account: Some(payout.order.account),
                reference: Some(payout.order.reference.to_string()),
                account_name: Some(record.account_name.clone()),
                amount: Some(payout.order.amount),
                ..ConcernRow::new(key, kind, payout.created_at, words)
            });
        }
        Ok(concerns)
    }

    /// The payouts that are looked up by themselves no more and have not ended, the newest first.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(crate) async fn payouts_left_to_a_person(&self) -> Result<Vec<PayoutRecord>, Error> {
        let now = self.clock().now();
        let mut open = self.open_payouts_from_here().await?;
        open.retain(|record| is_left_to_a_person(&record.payout, now));
        Ok(open)
    }

    /// At most as many as the desk shows; what a gateway sent by itself is none of them.
    async fn open_payouts_from_here(&self) -> Result<Vec<PayoutRecord>, Error> {
        let status = PayoutStatus::ALL.iter().copied().filter(|status| status.is_open());
        let query =
            PayoutQuery { status: status.collect(), limit: MOST_ROWS, ..PayoutQuery::default() };
        let mut open = self.store().payouts(&query).await?.items;
        open.retain(|record| !record.payout.was_found());
        Ok(open)
    }
}
