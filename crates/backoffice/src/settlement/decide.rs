//! A person's word: this line is that payout's, or it is not after all.
//!
//! Both are entries of the import, appended against the version in which the line was looked at. Of two people who match the
//! same line one is refused and told who was faster; another line of the same file keeps nobody from theirs.

use chrono::{DateTime, Utc};
use ledger::{Body, Draft, EntryId, ImportId, PayoutId, PayoutStatus, Subject};
use store::{Append, LineFilter, PayoutRecord};

use super::facts::destination;
use super::{LineDecided, MatchRefusal};
use crate::lookup::MOST_TRIES;
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
        for _ in 0..MOST_TRIES {
            let (record, _) = self.line_to_match(import, line).await?;
            self.check_payout_free(&self.payout(payout).await?).await?;
            let matched = Body::LineMatched { line, payout, by: by.clone() };
            let append = self.append_at(
                Subject::Import(import),
                record.version,
                vec![matched],
                self.clock().now(),
            );
            match self.append_together(vec![append]).await {
                Err(Error::Conflict) => {}
                written => return written.and(self.line_decided(import, line, payout).await),
            }
        }
        Err(Error::Conflict)
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
        for _ in 0..MOST_TRIES {
            let (record, found) = self.line_that_counts(import, line).await?;
            let matched = found.matched.as_ref().ok_or(MatchRefusal::NotMatched)?;
            let payout = matched.payout;
            let released = Body::LineReleased { line, by: by.clone() };
            let now = self.clock().now();
            let release =
                self.append_at(Subject::Import(import), record.version, vec![released], now);
            let back = self.booked_back(&found, &by).await?;
            let appends = back.into_iter().chain([release]).collect();
            match self.append_together(appends).await {
                Err(Error::Conflict) => {}
                written => return written.and(self.line_decided(import, line, payout).await),
            }
        }
        Err(Error::Conflict)
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

    /// Entries about a subject that happened at a time, by whoever writes here.
    pub(super) fn append_at(
        &self,
        subject: Subject,
        expected_version: u64,
        bodies: Vec<Body>,
        at: DateTime<Utc>,
    ) -> Append {
        let drafts = bodies.into_iter().map(|body| Draft {
            id: EntryId(self.shared.clock.new_id()),
            at,
            actor: self.actor.clone(),
            body,
        });
        Append { subject, expected_version, drafts: drafts.collect(), people: Vec::new() }
    }

    /// All of them or none.
    pub(super) async fn append_together(&self, appends: Vec<Append>) -> Result<(), Error> {
        Ok(self.store().append_all(appends).await.map(drop)?)
    }
}
