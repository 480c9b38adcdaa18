//! A person's word: this line is that payout's, or it is not after all.
//!
//! Both are entries of the import, appended against the version in which the line was looked at. Of two people who match the
//! same line one is refused and told who was faster; another line of the same file keeps nobody from theirs.

use ledger::{Body, ImportId, PayoutId, PayoutStatus, Subject};
use store::{LineFilter, PayoutRecord};

use super::facts::destination;
use super::{LineDecided, MatchRefusal};
use crate::journal::retried;
use crate::{Backoffice, Error, signer};

impl Backoffice {
    /// Says that a bank line is the money of a payout, whatever the check thinks of it.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field `by`, [`Error::NotFound`], and [`Error::Match`].
    pub async fn match_line(
        &self,
        import: ImportId,
        line: u32,
        payout: PayoutId,
        by: &str,
    ) -> Result<LineDecided, Error> {
        let by = signer::name_of(by)?;
        retried(|| async {
            let (record, _) = self.line_to_match(import, line).await?;
            self.check_payout_free(&self.payout(payout).await?).await?;
            let matched = Body::LineMatched { line, payout, by: by.clone() };
            self.append(Subject::Import(import), record.version, vec![matched], Vec::new()).await
        })
        .await?;
        self.line_decided(import, line, payout).await
    }

    /// Takes back what a person said of a bank line. A payout that was booked from it alone is booked back.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field `by`, [`Error::NotFound`], and [`Error::Match`].
    pub async fn release_line(
        &self,
        import: ImportId,
        line: u32,
        by: &str,
    ) -> Result<LineDecided, Error> {
        let by = signer::name_of(by)?;
        let payout = retried(|| async {
            let (record, found) = self.line_that_counts(import, line).await?;
            let payout = found.matched.as_ref().ok_or(MatchRefusal::NotMatched)?.payout;
            let released = Body::LineReleased { line, by: by.clone() };
            let release = self.entries_now(Subject::Import(import), record.version, vec![released]);
            let back = self.booked_back(&found, &by).await?;
            self.append_all(back.into_iter().chain([release]).collect()).await?;
            Ok(payout)
        })
        .await?;
        self.line_decided(import, line, payout).await
    }

    /// Whether a payout can have come in at the bank and no other line is its by hand.
    async fn check_payout_free(&self, record: &PayoutRecord) -> Result<(), Error> {
        let payout = &record.payout;
        let (reference, kind) = (&payout.order.reference, payout.order.kind);
        if destination(kind).is_none() {
            return Err(MatchRefusal::NotToYou { payout: reference.clone(), kind }.into());
        }
        if payout.status == PayoutStatus::Failed {
            return Err(MatchRefusal::PayoutFailed(reference.clone()).into());
        }
        let matched = LineFilter { payout: Some(payout.id), ..LineFilter::default() };
        match self.store().every_statement_line(&matched).await?.first() {
            Some(line) => {
                let (payout, date) = (reference.clone(), line.date);
                Err(MatchRefusal::PayoutTaken { payout, date }.into())
            }
            None => Ok(()),
        }
    }
}
