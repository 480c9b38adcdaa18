//! The yes to a plan: its lines, and the identity of each refund, are fixed in the transaction that writes it down.

use ledger::{BatchId, Body, RefundId, Subject};
use store::BatchLine;

use super::plan::to_refund;
use super::{BatchPlan, BatchSource};
use crate::{Backoffice, Error, FieldProblem, signer};

impl Backoffice {
    /// Agrees to a plan by its digest. The plan is made anew, and where it is another by now, nothing is begun and the new one
    /// is given. Nothing is asked for yet: [`Backoffice::run_batch`] does that. Whoever agrees to the same plan again before
    /// anything of it was done gets the same batch.
    ///
    /// # Errors
    /// [`Error::PlanChanged`] with the plan as it is now; [`Error::PlanUnderWay`] where somebody else began it; [`Error::Invalid`] where nothing of it would be refunded, and as
    /// [`Backoffice::plan_batch`].
    pub async fn start_batch(
        &self,
        source: &BatchSource,
        reason: &str,
        by: &str,
        digest: &str,
    ) -> Result<BatchId, Error> {
        let plan = self.plan_batch(source, reason, by).await?;
        let by = signer::name_of(by)?;
        if plan.digest != digest {
            return Err(Error::PlanChanged(Box::new(plan)));
        }
        let lines = self.lines_of(&plan);
        if lines.is_empty() {
            let problem = "nothing of this plan can be refunded";
            return Err(Error::Invalid(vec![FieldProblem::new(source.field(), problem)]));
        }
        let unfinished = self.store().unfinished_batches().await?;
        if let Some(same) = unfinished.into_iter().find(|record| record.plan == plan.digest) {
            if same.by.is_same_person(&by) {
                return Ok(same.id);
            }
            return Err(Error::PlanUnderWay { by: same.by });
        }
        let id = BatchId(self.shared.clock.new_id());
        let body = Body::BatchStarted {
            of: plan.of,
            plan: plan.digest,
            lines: u64::try_from(lines.len()).unwrap_or(u64::MAX),
            sums: plan.sums,
            reason: plan.reason,
            by,
        };
        let append = self.entries_now(Subject::Batch(id), 0, vec![body]);
        self.store().start_batch(append, lines).await?;
        Ok(id)
    }

    fn lines_of(&self, plan: &BatchPlan) -> Vec<BatchLine> {
        let lines = to_refund(&plan.lines).filter_map(|line| {
            Some(BatchLine {
                line: line.line,
                payment: line.payment?,
                amount: line.amount?,
                left: line.left?,
                refund: RefundId(self.shared.clock.new_id()),
                reason: line.reason.clone(),
                customer_note: line.customer_note.clone(),
            })
        });
        lines.collect()
    }
}
