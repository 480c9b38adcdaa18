//! The file that tells what came of each refund of a batch, as is known by now.

use std::path::Path;

use accounting::{RefundResult, RefundResults};
use ledger::BatchId;

use super::line::BatchLineState;
use crate::{Backoffice, Error};

/// How many lines are read at a time.
const LINES_AT_A_TIME: u32 = 500;
/// What stands where a line's turn has not come.
const OPEN: &str = "open";

impl Backoffice {
    /// Writes what came of each line, as CSV. The rows can be handed in as a list again.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::File`] where it cannot be written; an older file of that name is then untouched.
    pub async fn batch_result(&self, id: BatchId, to: &Path) -> Result<(), Error> {
        let mut file = Vec::new();
        let unwritten = |source| Error::File { path: to.display().to_string(), source };
        let mut results = RefundResults::begin(&mut file).map_err(unwritten)?;
        let mut after = 0;
        loop {
            let lines = self.batch_lines(id, after, LINES_AT_A_TIME).await?;
            let Some(last) = lines.last() else { break };
            after = last.line.line;
            for line in lines {
                results.row(&row_of(line)).map_err(unwritten)?;
            }
        }
        results.finish().map_err(unwritten)?;
        self.hand_out(to, file).await
    }
}

fn row_of(state: BatchLineState) -> RefundResult {
    let line = state.line;
    RefundResult {
        line: line.line,
        account: state.account,
        reference: state.reference,
        amount: line.amount,
        outcome: state.word.unwrap_or_else(|| OPEN.to_owned()),
        message: state.message,
        reason: line.reason,
        customer_note: line.customer_note,
        payment: line.payment,
        refund: state.asked_for.then_some(line.refund),
    }
}
