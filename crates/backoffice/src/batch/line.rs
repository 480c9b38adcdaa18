//! One line of a batch: asking for its refund, and telling what came of it.
//!
//! Whether a refund was asked for is in the journal and nowhere else. What stands beside a line is how it ended when its turn
//! came, for those that never became a refund; of all others the refund itself tells.

use ledger::{BatchId, Refund, RefundStatus};
use store::{BatchLine, BatchLineRow, BatchRecord, LineOutcome};

use crate::{Backoffice, Error, RefundForm};

/// A line, and what came of it as far as is known by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchLineState {
    /// The line as it was agreed to.
    pub line: BatchLine,
    /// The payment's order number.
    pub reference: String,
    /// What the merchant calls its account.
    pub account: String,
    /// `processed`, `pending`, `unknown`, `failed`, `refused`, `requested` or `skipped`; `None` while its turn has not come.
    pub word: Option<String>,
    /// What there is to say about that.
    pub message: Option<String>,
    /// Whether its refund was asked for, which is then in the journal.
    pub asked_for: bool,
}

/// What came of going about a line.
pub(super) enum Turn {
    /// It is over with.
    Over(LineOutcome),
    /// Nothing was asked for, and nobody could be asked: its turn comes again.
    Later(Error),
    /// Nothing was asked for, and nothing can be before a person has done something.
    Stop(Error),
}

/// Its turn did not come before the batch was ended.
pub(super) const SKIPPED: &str = "skipped";
/// It was not asked for, because a rule or the gateway says no.
const REFUSED: &str = "refused";

impl Backoffice {
    /// Lines of a batch behind one of them, in their order; at most 5000.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn batch_lines(
        &self,
        id: BatchId,
        after_line: u32,
        limit: u32,
    ) -> Result<Vec<BatchLineState>, Error> {
        let is_over = self.batch_record(id).await?.ended.is_some();
        let mut lines = Vec::new();
        for row in self.store().batch_lines(id, after_line, limit).await? {
            lines.push(self.state_of_line(row, is_over).await?);
        }
        Ok(lines)
    }

    async fn state_of_line(
        &self,
        row: BatchLineRow,
        is_over: bool,
    ) -> Result<BatchLineState, Error> {
        let refund = match row.outcome.as_ref().map(|outcome| outcome.word.as_str()) {
            Some(REFUSED) => None,
            _ => self.refund_of_line(&row.line).await?,
        };
        let asked_for = refund.is_some();
        let skipped = || LineOutcome { word: SKIPPED.to_owned(), message: None };
        let outcome = refund
            .map(|refund| outcome_of(&refund))
            .or(row.outcome)
            .or_else(|| is_over.then(skipped));
        let (word, message) = outcome.map_or((None, None), |now| (Some(now.word), now.message));
        Ok(BatchLineState {
            line: row.line,
            reference: row.reference.to_string(),
            account: row.account_name.to_string(),
            word,
            message,
            asked_for,
        })
    }

    /// The refund of a line, where it is in the journal.
    pub(super) async fn refund_of_line(&self, line: &BatchLine) -> Result<Option<Refund>, Error> {
        let record = self.store().payment(line.payment).await?;
        Ok(record.and_then(|record| record.payment.refund(line.refund).cloned()))
    }

    /// Asks for the refund of a line, unless it is in the journal already.
    ///
    /// # Errors
    /// Where the history cannot be read or written.
    pub(super) async fn go_about(
        &self,
        batch: &BatchRecord,
        line: &BatchLine,
    ) -> Result<Turn, Error> {
        let form = RefundForm {
            payment: line.payment,
            amount: Some(line.amount.to_string()),
            reason: line.reason.clone(),
            customer_note: line.customer_note.clone(),
            merchant_note: None,
            by: Some(batch.by.to_string()),
            left_seen: None,
        };
        let asked = self.create_refund_as(&form, line.refund, batch.id, line.left).await;
        let error = match asked {
            Ok((_, refund)) => return Ok(Turn::Over(outcome_of(&refund))),
            Err(error) => error,
        };
        match error {
            Error::Store(_) | Error::AnswerNotKept { .. } => return Err(error),
            _ => {}
        }
        // A refund that the gateway refused is an error too, and is in the journal.
        if let Some(refund) = self.refund_of_line(line).await? {
            return Ok(Turn::Over(outcome_of(&refund)));
        }
        Ok(match &error {
            Error::Keys(_) | Error::NoKeys(_) => Turn::Stop(error),
            Error::Gateway { source, .. } if is_for_later(source) => Turn::Later(error),
            _ => Turn::Over(LineOutcome {
                word: REFUSED.to_owned(),
                message: Some(error.to_string()),
            }),
        })
    }
}

/// What came of a refund, by what is known of it.
pub(super) fn outcome_of(refund: &Refund) -> LineOutcome {
    let word = match refund.status {
        RefundStatus::Requested => "requested",
        RefundStatus::Pending => "pending",
        RefundStatus::Failed => "failed",
        RefundStatus::Processed => "processed",
        // Sent, or about to be, by a program that has no answer: it may have happened.
        RefundStatus::Approved | RefundStatus::Submitted | RefundStatus::Unknown => "unknown",
    };
    LineOutcome { word: word.to_owned(), message: refund.message.clone() }
}

/// Whether it lies with the network, the gateway as a whole or the account's keys, not with the one payment.
fn is_for_later(source: &gateways::Error) -> bool {
    use gateways::Error as Said;
    matches!(
        source,
        Said::Offline { .. }
            | Said::Tls { .. }
            | Said::Unavailable { .. }
            | Said::RateLimited { .. }
            | Said::TimedOut { .. }
            | Said::Interrupted { .. }
            | Said::Unauthorised { .. }
            | Said::Forbidden { .. }
    )
}
