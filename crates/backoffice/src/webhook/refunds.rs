//! Refunds that a gateway tells of and cannot be asked about.
//!
//! The payment is looked up first. A proven message then joins the refund that it means, by its id or by its amount, as a
//! look-up would; a refund that nobody here asked for is booked as it is, also where
//! more went back than was left: the gateway made it, and the desk shows that. One that
//! the message gives no id is called by the hash of its body. A second one without an id and of the same amount may be the
//! first, sent anew under another event, so it is left to a person.

use gateways::RefundReport;
use ledger::{Body, Money, Payment, RefundRefusal, RefundStatus, Source, Subject};

use super::act::{Outcome, Run};
use super::notice::Notice;
use super::words;
use crate::lookup::MOST_TRIES;
use crate::{Backoffice, Error};

/// Begins the name of a refund that the gateway gave no id.
const NAMELESS: &str = "webhook-";

/// What is to be done about a refund.
enum Decision {
    /// These are to be written.
    Write(Vec<Body>),
    /// It is in the books as the message tells it.
    Known,
    /// The message does not say how much.
    NoAmount,
    /// It has no id, and neither has one of the same amount that is booked; the two may be one.
    Lookalike(Money),
    /// It cannot be one of the payment.
    Refused(Money, RefundRefusal),
}

impl Backoffice {
    pub(super) async fn act_on_refund(
        &self,
        notice: &Notice,
        report: &RefundReport,
        run: Run,
    ) -> Result<Outcome, Error> {
        if notice.event.references.is_empty() {
            return Ok(Outcome::said(words::refund_of_nothing()));
        }
        let (mut outcome, payment) = self.look_up_meant(notice, run).await?;
        let Some(payment) = payment.filter(|_| outcome.left_for.is_none()) else {
            return Ok(outcome);
        };
        if notice.account.capabilities.refund_lists.is_yes() {
            outcome.reason.push_str(&words::refunds_are_listed(notice.account.profile));
            return Ok(outcome);
        }
        if !notice.is_proven {
            outcome.reason.push_str(words::refund_not_believed());
            return Ok(outcome);
        }
        match run {
            Run::Really => self.book_refund(report, payment, &mut outcome).await?,
            Run::Beforehand => {
                let decision = self.decide_on_refund(report, &payment);
                outcome.reason.push_str(&reason_of(&decision));
                if let Decision::Write(bodies) = decision {
                    outcome.bodies.extend(bodies);
                }
            }
        }
        Ok(outcome)
    }

    async fn book_refund(
        &self,
        report: &RefundReport,
        mut payment: Payment,
        outcome: &mut Outcome,
    ) -> Result<(), Error> {
        for _ in 0..MOST_TRIES {
            let decision = self.decide_on_refund(report, &payment);
            let reason = reason_of(&decision);
            if let Decision::Write(bodies) = decision {
                let subject = Subject::Payment(payment.id);
                match self.append(subject, payment.version, bodies, Vec::new()).await {
                    Ok(entries) => outcome.add(entries),
                    Err(Error::Conflict) => {
                        payment = self.payment(payment.id).await?.payment;
                        continue;
                    }
                    Err(other) => return Err(other),
                }
            }
            outcome.reason.push_str(&reason);
            return Ok(());
        }
        Err(Error::Conflict)
    }

    fn decide_on_refund(&self, report: &RefundReport, payment: &Payment) -> Decision {
        let news = self.refund_news(payment, report, Source::Webhook);
        if let Some(amount) = news.iter().find_map(|body| lookalike(payment, body)) {
            return Decision::Lookalike(amount);
        }
        let refused = news.iter().find_map(|body| match body {
            // One that failed paid nothing back, so there is nothing to allow.
            Body::RefundFound { amount, status, .. } if *status != RefundStatus::Failed => {
                Some((*amount, cannot_be(payment, *amount)?))
            }
            _ => None,
        });
        if let Some((amount, refusal)) = refused {
            return Decision::Refused(amount, refusal);
        }
        if !news.is_empty() {
            return Decision::Write(news);
        }
        let is_known = payment
            .refunds
            .iter()
            .any(|refund| refund.gateway_refund_id == report.gateway_refund_id);
        if is_known { Decision::Known } else { Decision::NoAmount }
    }
}

/// Why a gateway cannot have paid back that much of the payment. More than was left it can.
fn cannot_be(payment: &Payment, amount: Money) -> Option<RefundRefusal> {
    let Some(captured) = payment.captured else {
        return Some(RefundRefusal::NotPaid(payment.status));
    };
    let (paid, wanted) = (captured.currency(), amount.currency());
    if paid != wanted {
        return Some(RefundRefusal::OtherCurrency { paid, wanted });
    }
    (!amount.is_positive()).then_some(RefundRefusal::NotPositive)
}

/// The amount of a refund without an id that would be booked beside another of the same amount.
fn lookalike(payment: &Payment, news: &Body) -> Option<Money> {
    let Body::RefundFound { amount, gateway_refund_id, .. } = news else { return None };
    let is_booked = gateway_refund_id.starts_with(NAMELESS)
        && payment.refunds.iter().any(|refund| {
            let id = refund.gateway_refund_id.as_deref();
            id.is_some_and(|id| id.starts_with(NAMELESS))
                && refund.amount == *amount
                && refund.status != RefundStatus::Failed
        });
    is_booked.then_some(*amount)
}

/// The refund as a look-up would tell it.
pub(super) fn report_of(
    notice: &Notice,
    id: Option<&str>,
    status: RefundStatus,
    word: &str,
) -> RefundReport {
    let derived = || format!("{NAMELESS}{}", notice.body_sha256.get(..16).unwrap_or_default());
    RefundReport {
        gateway_refund_id: Some(id.map_or_else(derived, str::to_owned)),
        gateway_reference: None,
        amount: notice.event.amount,
        status,
        gateway_status: word.to_owned(),
        // It was made before the gateway told of it.
        created_at: Some(notice.received_at),
        message: None,
    }
}

fn reason_of(decision: &Decision) -> String {
    match decision {
        Decision::Write(bodies) => bodies.iter().map(words::refund_booked).collect(),
        Decision::Known => words::refund_known().to_owned(),
        Decision::NoAmount => words::refund_without_amount().to_owned(),
        Decision::Lookalike(amount) => words::refund_lookalike(*amount),
        Decision::Refused(amount, why) => words::refund_refused(*amount, why),
    }
}
