//! Looking up everything that is open: a few at a time, and each as often as its age deserves.

use futures::StreamExt as _;
use ledger::{PaymentId, PayoutId, PayoutStatus, Subject};

use crate::{Backoffice, Error};

/// What a round of look-ups found.
#[derive(Debug, Clone, Default)]
pub struct SyncReport {
    /// How many payments and payouts were asked about and answered.
    pub looked_up: u64,
    /// The payments that something new was learned of.
    pub changed: Vec<PaymentId>,
    /// The payouts that something new was learned of.
    pub payouts: Vec<PayoutId>,
    /// The payments and payouts whose gateway gave no usable answer.
    pub failed: Vec<SyncFailure>,
}

/// A payment or payout whose gateway gave no usable answer.
#[derive(Debug, Clone)]
pub struct SyncFailure {
    /// Which payment or payout.
    pub subject: Subject,
    /// Its order number or reference.
    pub reference: String,
    /// What happened.
    pub message: String,
}

/// What came of one look-up among many.
enum Answer {
    LookedUp {
        open: Open,
        changed: bool,
    },
    /// There is nobody to ask.
    CannotBeAsked,
    Failed(SyncFailure),
}

/// Something that waits for news.
#[derive(Clone, Copy)]
enum Open {
    Payment(PaymentId),
    Payout(PayoutId),
}

/// How many gateways are asked at the same time.
const AT_ONCE: usize = 6;
/// How many payments, and how many payouts, a round in the background takes.
const MOST_DUE: u32 = 60;

impl Backoffice {
    /// Looks up everything that is open, due or not.
    ///
    /// # Errors
    /// Where the history cannot be read; a gateway that does not answer is in the report.
    pub async fn sync(&self) -> Result<SyncReport, Error> {
        let payouts = self.store().open_payouts().await?;
        let payments = self.store().open_payments().await?;
        self.look_up_all(payouts, payments).await
    }

    /// Looks up what is due by now.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn sync_due(&self) -> Result<SyncReport, Error> {
        let now = self.shared.clock.now();
        let payouts = self.store().due_payouts(now, MOST_DUE).await?;
        let payments = self.store().due_lookups(now, MOST_DUE).await?;
        self.look_up_all(payouts, payments.into_iter().map(|due| due.payment).collect()).await
    }

    /// How many payments wait for news.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn count_open(&self) -> Result<u64, Error> {
        Ok(self.store().count_open().await?)
    }

    async fn look_up_all(
        &self,
        payouts: Vec<PayoutId>,
        payments: Vec<PaymentId>,
    ) -> Result<SyncReport, Error> {
        let payouts = self.payouts_still_asked_about(payouts).await?;
        let payments = self.still_asked_about(payments).await?;
        let open = payouts.into_iter().map(Open::Payout);
        let open = open.chain(payments.into_iter().map(Open::Payment));
        // A look-up that is not polled may hold a connection to the history, so nothing is awaited beside the stream.
        let mut answers = futures::stream::iter(open)
            .map(|open| self.look_up_one_of_many(open))
            .buffer_unordered(AT_ONCE);
        let mut report = SyncReport::default();
        while let Some(answer) = answers.next().await {
            match answer? {
                Answer::CannotBeAsked => {}
                Answer::Failed(failure) => report.failed.push(failure),
                Answer::LookedUp { open, changed } => {
                    report.looked_up = report.looked_up.saturating_add(1);
                    match open {
                        Open::Payment(id) => report.changed.extend(changed.then_some(id)),
                        Open::Payout(id) => report.payouts.extend(changed.then_some(id)),
                    }
                }
            }
        }
        Ok(report)
    }

    async fn look_up_one_of_many(&self, open: Open) -> Result<Answer, Error> {
        let answer = match open {
            Open::Payment(id) => self.look_up(id).await.map(|looked_up| looked_up.changed),
            Open::Payout(id) => self.look_up_payout(id).await.map(|(_, changed)| changed),
        };
        let error = match answer {
            Ok(changed) => return Ok(Answer::LookedUp { open, changed }),
            Err(error @ Error::Store(_)) => return Err(error),
            Err(Error::Unsupported(_)) => return Ok(Answer::CannotBeAsked),
            Err(error) => error,
        };
        let (subject, reference) = match open {
            Open::Payment(id) => {
                (Subject::Payment(id), self.payment(id).await?.payment.reference.to_string())
            }
            Open::Payout(id) => {
                (Subject::Payout(id), self.payout(id).await?.payout.order.reference.to_string())
            }
        };
        Ok(Answer::Failed(SyncFailure { subject, reference, message: error.to_string() }))
    }

    /// Leaves out the payouts that have ended meanwhile, and those of accounts that were removed; of the latter, time still
    /// tells what became of one that was not answered. They are not planned again.
    async fn payouts_still_asked_about(
        &self,
        payouts: Vec<PayoutId>,
    ) -> Result<Vec<PayoutId>, Error> {
        let connected = self.store().accounts().await?;
        let mut kept = Vec::new();
        for id in payouts {
            let payout = self.payout(id).await?.payout;
            let is_connected = connected.iter().any(|account| account.id == payout.order.account);
            let is_kept = match payout.status {
                PayoutStatus::Requested | PayoutStatus::Submitted => true,
                status => status.is_open() && is_connected,
            };
            if is_kept {
                kept.push(id);
            } else {
                let state = self.store().payout_lookup(id).await?;
                let last = state.map_or(payout.created_at, |state| state.looked_up_at);
                self.store().schedule_payout(id, last, 0, None).await?;
            }
        }
        Ok(kept)
    }

    /// Leaves out the payments of accounts that were removed: there is nobody to ask. They are not planned again.
    async fn still_asked_about(&self, payments: Vec<PaymentId>) -> Result<Vec<PaymentId>, Error> {
        let connected = self.store().accounts().await?;
        let mut kept = Vec::new();
        for id in payments {
            let payment = self.payment(id).await?.payment;
            if connected.iter().any(|account| account.id == payment.account) {
                kept.push(id);
            } else {
                let state = self.store().lookup_state(id).await?;
                let last = state.map_or(payment.created_at, |state| state.looked_up_at);
                self.store().schedule_lookup(id, payment.version, last, 0, None).await?;
            }
        }
        Ok(kept)
    }
}
