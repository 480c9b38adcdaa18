//! The way out of a refund whose outcome is unknown: the gateway is asked once more, its refunds are laid beside ours, and only
//! where that does not settle it does a person decide, with what proves it. It is never sent again.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use gateways::RefundReport;
use ledger::{Body, Money, Payment, Refund, RefundId, RefundStatus};
use store::PaymentRecord;

use super::{check_length, decided_at};
use crate::{Account, Backoffice, Error, FieldProblem, signer};

/// How long a request may still be at work at the gateway.
const AT_WORK: TimeDelta = TimeDelta::minutes(10);
/// How long a refund may be pending before a person may decide.
pub(crate) const PENDING_FOR_LONG: TimeDelta = TimeDelta::days(14);

/// What a person decides.
#[derive(Debug, Clone)]
pub struct ResolveForm {
    /// Which refund.
    pub refund: RefundId,
    /// Whether the money went back.
    pub happened: bool,
    /// What proves it.
    pub evidence: String,
    /// A file that proves it, of which a copy is kept.
    pub file: Option<PathBuf>,
    /// Who decides.
    pub by: String,
}

/// A refund of the payment as the gateway lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayRefund {
    /// The gateway's id.
    pub id: Option<String>,
    /// How much, where it says so.
    pub amount: Option<Money>,
    /// What it means.
    pub status: RefundStatus,
    /// The gateway's own word.
    pub word: String,
    /// When it was made, where it says so.
    pub created_at: Option<DateTime<Utc>>,
    /// The refund here that it is.
    pub known_as: Option<RefundId>,
}

/// What is known of a refund once the gateway was asked about it.
#[derive(Debug)]
pub struct RefundOutlook {
    /// The payment.
    pub record: PaymentRecord,
    /// The refund, as the gateway's answer left it.
    pub refund: Refund,
    /// When it was asked.
    pub looked_up_at: DateTime<Utc>,
    /// The gateway's refunds of the payment; `None` where it has no list of them.
    pub listed: Option<Vec<GatewayRefund>>,
    /// What kept it from answering.
    pub problem: Option<Error>,
    /// Why a person cannot decide; `None` where one can.
    pub why_not: Option<String>,
    /// What to do now, in a sentence or two.
    pub advice: String,
}

impl Backoffice {
    /// Asks the gateway about a refund, and says what that leaves to be decided.
    ///
    /// # Errors
    /// [`Error::NotFound`], and where the history cannot be read or written. A gateway that does not answer is told in the
    /// outlook.
    pub async fn refund_outlook(&self, id: RefundId) -> Result<RefundOutlook, Error> {
        let payment = self.find_refund(&id.to_string()).await?.0.payment;
        let account = self.account_by_id(payment.account).await?;
        let (listed, problem) = self.ask_about_refunds(&payment, &account).await?;
        let (record, refund) = self.with_refund(payment.id, id).await?;
        let listed = listed.map(|reports| known_as(&record.payment, reports));
        let now = self.clock().now();
        let why_not = why_not(&refund, problem.as_ref(), now);
        let gateway = record.payment.gateway.title();
        let advice = advice(&refund, gateway, listed.as_deref(), why_not.as_deref());
        Ok(RefundOutlook { record, refund, looked_up_at: now, listed, problem, why_not, advice })
    }

    /// Writes down how a refund ended, as a person decided. The gateway is asked once more before that; what it says comes
    /// first.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::NotFound`], and [`Error::CannotResolve`] where there is nothing to decide, or not yet.
    pub async fn resolve_refund(
        &self,
        form: &ResolveForm,
    ) -> Result<(PaymentRecord, Refund), Error> {
        let by = signer::name_of(&form.by)?;
        let evidence = form.evidence.trim();
        if evidence.is_empty() {
            let problem = "say what shows it, such as where you looked and what you saw";
            return Err(Error::Invalid(vec![FieldProblem::new("evidence", problem)]));
        }
        check_length("evidence", evidence)?;
        if let Some(why_not) = self.refund_outlook(form.refund).await?.why_not {
            return Err(Error::CannotResolve(why_not));
        }
        let file = self.keep_evidence(form.file.as_deref()).await?;
        let status = if form.happened { RefundStatus::Processed } else { RefundStatus::Failed };
        let decide = |payment: &Payment| {
            // Asked again: another program may have learned more since the outlook.
            let why_not = match payment.refund(form.refund) {
                Some(refund) => why_not(refund, None, self.clock().now()),
                None => Some(settled().to_owned()),
            };
            if let Some(why_not) = why_not {
                return Err(Error::CannotResolve(why_not));
            }
            Ok(Body::RefundResolved {
                refund: form.refund,
                status,
                evidence: evidence.to_owned(),
                file: file.clone(),
                by: by.clone(),
            })
        };
        let resolved = self.decide_on_refunds(form.refund, decide).await?;
        self.look_again_soon(resolved.0.payment.id).await?;
        Ok(resolved)
    }

    /// The gateway's refunds of a payment, written down as far as they are news; `None` where it has no list of them, or cannot
    /// be asked any more.
    async fn ask_about_refunds(
        &self,
        payment: &Payment,
        account: &Account,
    ) -> Result<(Option<Vec<RefundReport>>, Option<Error>), Error> {
        if account.record.removed_at.is_some() {
            return Ok((None, None));
        }
        match self.look_up_and_learn(payment.id).await?.problem {
            Some(problem) if problem.is_unknown_at_gateway() => return Ok((None, None)),
            Some(problem) => return Ok((None, Some(problem))),
            None if !account.capabilities.refund_lists.is_yes() => return Ok((None, None)),
            None => {}
        }
        let payment = self.payment(payment.id).await?.payment;
        let gateway = match self.gateway(&account.record).await {
            Ok(gateway) => gateway,
            Err(problem) => return Ok((None, Some(problem))),
        };
        match self.listed_refunds(&payment, account, gateway.as_ref()).await {
            Ok(reports) => Ok((Some(reports), None)),
            Err(problem @ Error::Gateway { .. }) => Ok((None, Some(problem))),
            Err(other) => Err(other),
        }
    }
}

/// Whether a person may have to decide how a refund ended, as far as it tells by itself.
#[must_use]
pub fn may_be_resolved(refund: &Refund, now: DateTime<Utc>) -> bool {
    match refund.status {
        RefundStatus::Unknown => true,
        RefundStatus::Pending => now - decided_at(refund) >= PENDING_FOR_LONG,
        _ => false,
    }
}

fn why_not(refund: &Refund, problem: Option<&Error>, now: DateTime<Utc>) -> Option<String> {
    if refund.status == RefundStatus::Submitted {
        return Some("the gateway has just been asked; give it a few minutes".to_owned());
    }
    if !refund.status.is_open() {
        return Some(settled().to_owned());
    }
    if !may_be_resolved(refund, now) {
        let days = PENDING_FOR_LONG.num_days();
        return Some(format!(
            "the gateway says that it is on its way; if it still says so after {days} days, you can decide"
        ));
    }
    if now - decided_at(refund) < AT_WORK {
        let minutes = AT_WORK.num_minutes();
        return Some(format!(
            "it was asked for less than {minutes} minutes ago, and the gateway may still be at work on it"
        ));
    }
    problem.map(|problem| {
        format!("the gateway could not be asked, so it may still know: {problem}. Try again later")
    })
}

const fn settled() -> &'static str {
    "it is known how this refund ended, so there is nothing to decide"
}

fn advice(
    refund: &Refund,
    gateway: &str,
    listed: Option<&[GatewayRefund]>,
    why_not: Option<&str>,
) -> String {
    if !refund.status.is_open() {
        let how = if refund.status == RefundStatus::Processed {
            "the money went back"
        } else {
            "nothing went back, and the amount is free again"
        };
        return format!("It is settled: {how}.");
    }
    if why_not.is_some() {
        return "Wait: nothing is lost, the amount stays reserved, and it is looked up again by itself."
            .to_owned();
    }
    let dashboard = format!("Look into the dashboard of {gateway}");
    match listed {
        None => format!(
            "{gateway} cannot be asked about this. {dashboard}: if the refund of {} is there, it happened; if it is not, it did \
             not.",
            refund.asked
        ),
        Some(listed) => {
            let unknown = listed.iter().filter(|listed| listed.known_as.is_none()).count();
            let count = match listed.len() {
                0 => "no refund of this payment".to_owned(),
                1 => "one refund of this payment".to_owned(),
                several => format!("{several} refunds of this payment"),
            };
            let others = if unknown > 0 { ", and not all are in the books" } else { "" };
            format!(
                "{gateway} lists {count}{others}; none of them is this one. {dashboard} as well: if it is not there either, it did \
                 not happen, and {} is free again once you say so.",
                refund.asked
            )
        }
    }
}

fn known_as(payment: &Payment, reports: Vec<RefundReport>) -> Vec<GatewayRefund> {
    let refunds = reports.into_iter().map(|report| {
        let id = report.gateway_refund_id;
        let known = payment
            .refunds
            .iter()
            .find(|refund| id.is_some() && refund.gateway_refund_id == id)
            .map(|refund| refund.id);
        GatewayRefund {
            id,
            amount: report.amount,
            status: report.status,
            word: report.gateway_status,
            created_at: report.created_at,
            known_as: known,
        }
    });
    refunds.collect()
}
