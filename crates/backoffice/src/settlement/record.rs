//! Payouts that only the bank tells of: a line that names a gateway which says nothing of payouts becomes a payout to the
//! merchant, so that the money leaves the clearing account on the day it came in.
//!
//! The payout's reference follows from the line, so that a line is booked once, whoever books it and however often the
//! statement is imported. The line is matched with it in the same transaction. It is a person's word, which gives way to any
//! word of the gateway's. What the bank wrote stays where the line's texts are: people may be in it.

use std::collections::BTreeMap;

use accounting::settlement::{BankLine, Check, Settlement};
use accounting::{Period, day_start};
use chrono::{DateTime, TimeDelta, Utc};
use ledger::{
    Body, ImportId, PayoutId, PayoutKind, PayoutObservation, PayoutOrder, PayoutStatus, Reference,
    Signer, Source, Subject,
};
use sha2::{Digest as _, Sha256};
use store::{AccountRecord, Append, StatementLine};

use super::{LineDecided, MatchRefusal};
use crate::journal::retried;
use crate::{Backoffice, Error, FieldProblem, signer};

/// How much of the digest of a line goes into the reference.
const DIGEST_CHARS: usize = 24;

impl Backoffice {
    /// Books a bank line as a payout of an account to the merchant, and matches the two. A line that was booked and released
    /// is booked as the same payout once more.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field `by`, [`Error::NotFound`], and [`Error::Match`].
    pub async fn record_line_as_payout(
        &self,
        import: ImportId,
        line: u32,
        account: &str,
        by: &str,
    ) -> Result<LineDecided, Error> {
        let by = signer::name_of(by)?;
        let account = self.account_named(account).await?;
        let payout = retried(|| async {
            let (record, found) = self.line_to_match(import, line).await?;
            self.check_holds(&account, &found).await?;
            self.check_no_payout_has(&found).await?;
            let (payout, booking) = self.booked(&account, &found, &by).await?;
            let matched = Body::LineMatched { line, payout, by: by.clone() };
            let matching = self.entries_now(Subject::Import(import), record.version, vec![matched]);
            self.append_all(booking.into_iter().chain([matching]).collect()).await?;
            Ok(payout)
        })
        .await?;
        self.line_decided(import, line, payout).await
    }

    /// What books the payout of a line back, where it was booked from the line and no gateway has told of it since.
    pub(crate) async fn booked_back(
        &self,
        line: &StatementLine,
        by: &Signer,
    ) -> Result<Option<Append>, Error> {
        let Some(matched) = &line.matched else { return Ok(None) };
        let payout = self.payout(matched.payout).await?.payout;
        let is_of_line = payout.by_hand
            && payout.status == PayoutStatus::Processed
            && payout.order.reference == reference_of(line)?;
        let body = observed(
            PayoutStatus::Failed,
            format!("{by} took back that the bank line of {} is this payout", line.date),
        );
        let subject = Subject::Payout(payout.id);
        Ok(is_of_line.then(|| self.entries_now(subject, payout.version, vec![body])))
    }

    /// Which payout a line is booked as, and what is to be written of it; nothing where it is booked already.
    async fn booked(
        &self,
        account: &AccountRecord,
        line: &StatementLine,
        by: &Signer,
    ) -> Result<(PayoutId, Option<Append>), Error> {
        let reference = reference_of(line)?;
        let named = self.store().find_payouts(reference.as_str(), Some(account.id)).await?;
        let arrived = observed(
            PayoutStatus::Processed,
            format!("{by} booked it from the bank line of {}", line.date),
        );
        let Some(known) = named.first() else {
            let id = PayoutId(self.shared.clock.new_id());
            // It is a person's word and not the file's, so that the file does not withdraw it.
            let order = order(account, line, reference);
            let found = Body::PayoutFound { order, import: None };
            let at = self.noon_of(line).await?;
            let bodies = [found, arrived].map(|body| (at, body));
            return Ok((id, Some(self.entries_at(Subject::Payout(id), 0, bodies))));
        };
        let payout = self.payout(*known).await?.payout;
        let is_news = payout.status != PayoutStatus::Processed;
        let again = || self.entries_now(Subject::Payout(payout.id), payout.version, vec![arrived]);
        Ok((payout.id, is_news.then(again)))
    }

    /// Whether the account ever held the currency of the line.
    async fn check_holds(
        &self,
        account: &AccountRecord,
        line: &StatementLine,
    ) -> Result<(), Error> {
        let currency = line.amount.currency();
        let clearing = self.store().clearing(None).await?;
        let is_held = clearing
            .iter()
            .any(|held| held.account == account.id && held.balance.currency() == currency);
        let account = account.name.to_string();
        if is_held { Ok(()) } else { Err(MatchRefusal::OtherCurrency { account, currency }.into()) }
    }

    /// Whether the check finds the line to be, or possibly to be, the money of a payout that is known.
    async fn check_no_payout_has(&self, line: &StatementLine) -> Result<(), Error> {
        let zone = self.time_zone().await?;
        let period = Period { from: line.date, to: line.date, time_zone: zone };
        let known = self.seen_by_both(period, self.today().await?).await?;
        let settlement = Settlement::of(known.facts())?;
        let is_it =
            |found: &BankLine| found.key == line.key && Some(&found.place) == line.place.as_ref();
        let reference =
            |id: &String| known.records.get(id).map(|record| record.payout.order.reference.clone());
        let has_it = |check: &&Check| check.line.as_ref().is_some_and(is_it);
        if let Some(check) = settlement.checks.iter().find(has_it)
            && let Some(reference) = reference(&check.payout.id)
        {
            return Err(MatchRefusal::KnownPayout(reference).into());
        }
        let stranger = settlement.strangers.iter().find(|stranger| is_it(&stranger.line));
        let candidates = stranger.into_iter().flat_map(|stranger| &stranger.candidates);
        match candidates.filter_map(reference).collect::<Vec<_>>() {
            payouts if payouts.is_empty() => Ok(()),
            payouts => Err(MatchRefusal::MayBeKnown(payouts).into()),
        }
    }

    /// The middle of the line's day, where the merchant is: a bank says no time.
    async fn noon_of(&self, line: &StatementLine) -> Result<DateTime<Utc>, Error> {
        let noon = day_start(self.time_zone().await?, line.date) + TimeDelta::hours(12);
        Ok(noon.min(self.clock().now()))
    }
}

fn order(account: &AccountRecord, line: &StatementLine, reference: Reference) -> PayoutOrder {
    let place = line.place.as_deref().unwrap_or_default();
    PayoutOrder {
        account: account.id,
        gateway: account.gateway,
        mode: account.mode,
        kind: PayoutKind::Settlement,
        reference,
        amount: line.amount,
        to: "the merchant's own account".to_owned(),
        beneficiary: None,
        details: BTreeMap::new(),
        reason: format!("in the statement of {place} on {}", line.date),
        part: None,
    }
}

fn observed(status: PayoutStatus, message: String) -> Body {
    Body::PayoutObserved(PayoutObservation {
        message: Some(message),
        ..PayoutObservation::new(Source::Hand, status)
    })
}

/// A reference that is the line's own, in whichever import it is.
fn reference_of(line: &StatementLine) -> Result<Reference, Error> {
    let place = line.place.as_deref().unwrap_or_default();
    let mut digest = Sha256::new();
    for part in [place, line.key.as_str()] {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let digest = hex::encode(digest.finalize());
    let reference = format!("BANK-{}", digest.get(..DIGEST_CHARS).unwrap_or(&digest));
    let problem = |problem| Error::Invalid(vec![FieldProblem::new("reference", problem)]);
    reference.parse().map_err(problem)
}
