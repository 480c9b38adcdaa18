//! Looking up everything that is open: a few at a time, and each as often as its age deserves.

use futures::StreamExt as _;
use ledger::PaymentId;

use crate::{Backoffice, Error};

/// What a round of look-ups found.
#[derive(Debug, Clone, Default)]
pub struct SyncReport {
    /// How many payments were asked about and answered.
    pub looked_up: u64,
    /// The payments that something new was learned of.
    pub changed: Vec<PaymentId>,
    /// The payments whose gateway gave no usable answer.
    pub failed: Vec<SyncFailure>,
}

/// A payment whose gateway gave no usable answer.
#[derive(Debug, Clone)]
pub struct SyncFailure {
    /// Which payment.
    pub payment: PaymentId,
    /// Its order number.
    pub reference: String,
    /// What happened.
    pub message: String,
}

/// What came of one look-up among many.
enum Answer {
    LookedUp { payment: PaymentId, changed: bool },
    Failed(SyncFailure),
}

/// How many gateways are asked at the same time.
const AT_ONCE: usize = 6;
/// How many payments a round in the background takes.
const MOST_DUE: u32 = 60;

impl Backoffice {
    /// Looks up everything that is open, due or not.
    ///
    /// # Errors
    /// Where the history cannot be read; a gateway that does not answer is in the report.
    pub async fn sync(&self) -> Result<SyncReport, Error> {
        let open = self.store().open_payments().await?;
        self.look_up_all(open).await
    }

    /// Looks up what is due by now.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn sync_due(&self) -> Result<SyncReport, Error> {
        let due = self.store().due_lookups(self.shared.clock.now(), MOST_DUE).await?;
        self.look_up_all(due.into_iter().map(|due| due.payment).collect()).await
    }

    /// How many payments wait for news.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn count_open(&self) -> Result<u64, Error> {
        Ok(self.store().count_open().await?)
    }

    async fn look_up_all(&self, payments: Vec<PaymentId>) -> Result<SyncReport, Error> {
        let payments = self.still_asked_about(payments).await?;
        // A look-up that is not polled may hold a connection to the history, so nothing is awaited beside the stream.
        let mut answers = futures::stream::iter(payments)
            .map(|id| self.look_up_one_of_many(id))
            .buffer_unordered(AT_ONCE);
        let mut report = SyncReport::default();
        while let Some(answer) = answers.next().await {
            match answer? {
                Answer::Failed(failure) => report.failed.push(failure),
                Answer::LookedUp { payment, changed } => {
                    report.looked_up = report.looked_up.saturating_add(1);
                    report.changed.extend(changed.then_some(payment));
                }
            }
        }
        Ok(report)
    }

    async fn look_up_one_of_many(&self, payment: PaymentId) -> Result<Answer, Error> {
        match self.look_up(payment).await {
            Ok(looked_up) => Ok(Answer::LookedUp { payment, changed: looked_up.changed }),
            Err(error @ Error::Store(_)) => Err(error),
            Err(error) => {
                let reference = self.payment(payment).await?.payment.reference.to_string();
                Ok(Answer::Failed(SyncFailure { payment, reference, message: error.to_string() }))
            }
        }
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
