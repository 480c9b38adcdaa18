//! Bulk refunds that stopped before their end.

use super::words::channels;
use super::{ConcernKind, ConcernRow, Moment};
use crate::{Backoffice, Error};

impl Backoffice {
    /// What no program is going through right now.
    pub(super) async fn concerns_of_batches(
        &self,
        moment: &Moment,
    ) -> Result<Vec<ConcernRow>, Error> {
        let stopped = self.unfinished_batches().await?.into_iter().filter(|batch| !batch.running);
        let concerns = stopped.map(|batch| {
            let record = &batch.record;
            let kind = ConcernKind::BatchUnfinished;
            let words = channels::batch(record, batch.done, moment);
            ConcernRow {
                batch: Some(record.id),
                amount: record.sums.first().copied().filter(|_| record.sums.len() == 1),
                ..ConcernRow::new(format!("{kind}:{}", record.id), kind, record.started_at, words)
            }
        });
        Ok(concerns.collect())
    }
}
