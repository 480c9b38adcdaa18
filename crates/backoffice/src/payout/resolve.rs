//! The way out of a payout of which nobody says how it ended: the gateway is asked once more, and only where that does not
//! settle it does a person decide, with what proves it. It is never sent again.

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Body, Payout, PayoutId, PayoutObservation, PayoutStatus, Signer, Source};
use store::PayoutRecord;

use super::is_left_to_a_person;
use crate::{Backoffice, Error, FieldProblem, signer};

/// What a person decides.
#[derive(Debug, Clone)]
pub struct PayoutResolveForm {
    /// Which payout.
    pub payout: PayoutId,
    /// Whether the money arrived.
    pub arrived: bool,
    /// What proves it.
    pub evidence: String,
    /// Who decides.
    pub by: String,
}

/// How long a request may still be at work at the gateway.
const AT_WORK: TimeDelta = TimeDelta::minutes(10);
/// The longest evidence.
const LONGEST_EVIDENCE: usize = 500;

impl Backoffice {
    /// Writes down how a payout ended, as a person decided. The gateway is asked once more before that; what it says comes
    /// first, and what it says later counts again.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields `by` and `evidence`, [`Error::NotFound`], and [`Error::CannotResolve`] where there is
    /// nothing to decide, or not yet.
    pub async fn resolve_payout(&self, form: &PayoutResolveForm) -> Result<PayoutRecord, Error> {
        let by = signer::name_of(&form.by)?;
        let evidence = checked_evidence(&form.evidence)?;
        let problem = match self.look_up_payout(form.payout).await {
            Ok(_) => None,
            // There is nobody who could know more than the person.
            Err(Error::Unsupported(_) | Error::AccountRemoved(_)) => None,
            Err(problem) if problem.is_unknown_at_gateway() => None,
            Err(problem @ (Error::NotFound { .. } | Error::Store(_))) => return Err(problem),
            Err(problem) => Some(problem),
        };
        let now = self.clock().now();
        let payout = self.payout(form.payout).await?.payout;
        if let Some(why_not) = why_not(&payout, problem.as_ref(), now) {
            return Err(Error::CannotResolve(why_not));
        }
        let news = decided(form.arrived, evidence, &by);
        let still_open = |payout: &Payout| payout.status.is_open().then(|| news.clone());
        if self.append_news(form.payout, still_open).await?.is_empty() {
            return Err(Error::CannotResolve(settled().to_owned()));
        }
        self.plan_payout_look_up(form.payout, None).await?;
        self.payout(form.payout).await
    }
}

/// Whether a person may have to decide how a payout ended, as far as it tells by itself.
#[must_use]
pub fn may_payout_be_resolved(payout: &Payout, now: DateTime<Utc>) -> bool {
    payout.status == PayoutStatus::Unknown || is_left_to_a_person(payout, now)
}

fn why_not(payout: &Payout, problem: Option<&Error>, now: DateTime<Utc>) -> Option<String> {
    if payout.status == PayoutStatus::Requested {
        return Some("it was not sent yet, so there is nothing to decide".to_owned());
    }
    if !payout.status.is_open() {
        return Some(settled().to_owned());
    }
    if !may_payout_be_resolved(payout, now) {
        return Some(
            "the gateway is still working on it; if it says nothing else for two days, you can decide".to_owned(),
        );
    }
    if now - payout.created_at < AT_WORK {
        let minutes = AT_WORK.num_minutes();
        return Some(format!(
            "it was sent less than {minutes} minutes ago, and the gateway may still be at work on it"
        ));
    }
    problem.map(|problem| {
        format!("the gateway could not be asked, so it may still know: {problem}. Try again later")
    })
}

const fn settled() -> &'static str {
    "it is known how this payout ended, so there is nothing to decide"
}

fn checked_evidence(evidence: &str) -> Result<&str, Error> {
    let evidence = evidence.trim();
    let problem = if evidence.is_empty() {
        "say what shows it, such as the line of a bank statement or what the receiver told"
    } else if evidence.chars().count() > LONGEST_EVIDENCE {
        "write at most 500 characters"
    } else {
        return Ok(evidence);
    };
    Err(Error::Invalid(vec![FieldProblem::new("evidence", problem)]))
}

fn decided(arrived: bool, evidence: &str, by: &Signer) -> Body {
    let (status, how) = if arrived {
        (PayoutStatus::Processed, "arrived")
    } else {
        (PayoutStatus::Failed, "did not arrive")
    };
    Body::PayoutObserved(PayoutObservation {
        message: Some(format!("{by} decided that it {how}: {evidence}")),
        ..PayoutObservation::new(Source::Hand, status)
    })
}
