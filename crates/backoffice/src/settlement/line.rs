//! Finding the bank line that a person means, and what has to be so before anything is said of it.

use ledger::{ImportId, PayoutId};
use store::{ImportRecord, PayoutRecord, StatementLine};

use super::MatchRefusal;
use crate::{Backoffice, Error};

/// A bank line as a person's word left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDecided {
    /// The line.
    pub line: StatementLine,
    /// The payout that it is, or was, matched with.
    pub payout: PayoutRecord,
}

impl Backoffice {
    /// A line of an import that was not undone, with the import as it was before the line was read: whoever appends against
    /// its version has seen the line as it is.
    pub(super) async fn line_that_counts(
        &self,
        import: ImportId,
        line: u32,
    ) -> Result<(ImportRecord, StatementLine), Error> {
        let record = self.store().import(import).await?;
        let record = record.ok_or_else(|| Error::not_found("import", import))?;
        let found = self.find_line(import, line).await?;
        if let Some(undone) = &record.undone {
            let (file, by) = (record.file.clone(), undone.by.clone());
            return Err(MatchRefusal::Undone { file, by }.into());
        }
        if found.place.is_none() {
            return Err(MatchRefusal::NotAStatement(record.file).into());
        }
        Ok((record, found))
    }

    /// The same, of a line that came in and that nobody matched.
    pub(super) async fn line_to_match(
        &self,
        import: ImportId,
        line: u32,
    ) -> Result<(ImportRecord, StatementLine), Error> {
        let (record, line) = self.line_that_counts(import, line).await?;
        if !line.amount.is_positive() {
            return Err(MatchRefusal::NotIncoming(line.amount).into());
        }
        if let Some(matched) = &line.matched {
            let payout = self.payout(matched.payout).await?.payout.order.reference;
            return Err(MatchRefusal::LineTaken { by: matched.by.clone(), payout }.into());
        }
        Ok((record, line))
    }

    pub(super) async fn line_decided(
        &self,
        import: ImportId,
        line: u32,
        payout: PayoutId,
    ) -> Result<LineDecided, Error> {
        let line = self.find_line(import, line).await?;
        Ok(LineDecided { line, payout: self.payout(payout).await? })
    }

    async fn find_line(&self, import: ImportId, line: u32) -> Result<StatementLine, Error> {
        let found = self.store().statement_line(import, line).await?;
        found.ok_or_else(|| Error::not_found("line", format!("{line} of {import}")))
    }
}
