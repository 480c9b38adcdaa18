//! What the account of a payment allows, and what follows from it for one payment: read by whoever offers a refund, before
//! anything is decided.

use ledger::{
    Currency, Money, Payment, PaymentId, Refund, RefundMethod, RefundRefusal, RefundStatus,
    RefundTerms,
};
use store::PaymentRecord;

use crate::{Account, Backoffice, Error, FieldProblem};

/// What may be paid back of a payment, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRules {
    /// Whether anything may be paid back, by whatever way.
    pub allowed: Result<(), RefundRefusal>,
    /// Whether all that is left may be paid back by the gateway's API.
    pub by_api: Result<(), RefundRefusal>,
    /// Whether the gateway can pay back a part by its API.
    pub partial: Result<(), RefundRefusal>,
    /// The most of each currency that goes back of a payment without a second person's yes; empty where none is wanted.
    pub approval: Vec<Money>,
}

impl Account {
    /// What the account allows, as it is set up.
    #[must_use]
    pub fn refund_terms(&self) -> RefundTerms {
        let reason = |can: gateways::Capability| can.reason().map(str::to_owned);
        RefundTerms {
            no_api: reason(self.capabilities.refund),
            no_part: reason(self.capabilities.partial_refund),
            days: self.profile.refund_days(&self.settings),
            removed: self.record.removed_at.is_some(),
            approval: self.record.approval.clone(),
        }
    }
}

impl Backoffice {
    /// What may be paid back of a payment, by what is known here.
    #[must_use]
    pub fn refund_rules(&self, record: &PaymentRecord, account: &Account) -> RefundRules {
        let payment = &record.payment;
        let terms = account.refund_terms();
        let left = payment.refundable();
        let by_api = payment.check_refund_by_api(left, &terms, self.shared.clock.now());
        RefundRules {
            allowed: payment.check_refund(left).map_err(as_nothing_left),
            by_api: by_api.map_err(as_nothing_left),
            partial: terms.no_part.map_or(Ok(()), |reason| Err(RefundRefusal::WholeOnly(reason))),
            approval: terms.approval,
        }
    }

    /// What is wrong with an amount to refund, by whatever way and by what is known here; empty where it may be asked for.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn check_refund(
        &self,
        id: PaymentId,
        amount: Option<&str>,
    ) -> Result<Vec<FieldProblem>, Error> {
        let payment = self.payment(id).await?.payment;
        let problem = wanted_amount(&payment, amount)
            .and_then(|amount| payment.check_refund(amount).map_err(refused))
            .err();
        Ok(problem.map(|problem| FieldProblem::new("amount", problem)).into_iter().collect())
    }
}

/// Whether a refund by the gateway's API wants a second person's yes: it counts together with those of the payment that nobody
/// said yes to, so that a limit is not avoided by paying back in parts.
pub(crate) fn wants_approval(payment: &Payment, terms: &RefundTerms, amount: Money) -> bool {
    let had_no_yes = |refund: &&Refund| {
        refund.method == RefundMethod::Api
            && refund.status != RefundStatus::Failed
            && !refund.decision.as_ref().is_some_and(|decision| decision.approved)
    };
    let others = payment.refunds.iter().filter(had_no_yes);
    let sum = others.map(|refund| refund.amount).try_fold(amount, Money::checked_add);
    // What cannot be added up is more than any limit.
    sum.map_or(!terms.approval.is_empty(), |sum| terms.wants_approval(sum))
}

/// Refuses what was decided on when another amount was left than is by now.
pub(super) fn check_left_seen(payment: &Payment, seen: Option<&str>) -> Result<(), Error> {
    let Some(seen) = seen else { return Ok(()) };
    let (digits, currency) = digits_and_currency(payment, seen);
    let then = Money::parse(digits, currency)
        .map_err(|problem| Error::Invalid(vec![FieldProblem::new("left", problem)]))?;
    let left = payment.refundable();
    if then == left { Ok(()) } else { Err(Error::ChangedSincePlan { then, left }) }
}

/// The amount that is meant: all that is left where none is typed.
pub(super) fn wanted_amount(payment: &Payment, typed: Option<&str>) -> Result<Money, Error> {
    match typed.map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(payment.refundable()),
        Some(text) => typed_amount(payment, text),
    }
}

/// Reads `5000.00`, or `5000.00 NGN` where somebody copied an amount with its currency; one in another currency is read as
/// such, and left to the rule.
pub(super) fn typed_amount(payment: &Payment, text: &str) -> Result<Money, Error> {
    let (digits, currency) = digits_and_currency(payment, text);
    Money::parse_positive(digits, currency)
        .map_err(|problem| Error::Invalid(vec![FieldProblem::new("amount", problem)]))
}

fn digits_and_currency<'a>(payment: &Payment, text: &'a str) -> (&'a str, Currency) {
    let text = text.trim();
    let named = text
        .rsplit_once(char::is_whitespace)
        .and_then(|(digits, code)| Some((digits.trim_end(), code.parse().ok()?)));
    named.unwrap_or((text, payment.amount().currency()))
}

pub(super) fn refused(refusal: RefundRefusal) -> Error {
    as_nothing_left(refusal).into()
}

/// All that is left is nothing: say that, not that nothing is too little.
fn as_nothing_left(refusal: RefundRefusal) -> RefundRefusal {
    match refusal {
        RefundRefusal::NotPositive => RefundRefusal::NothingLeft,
        other => other,
    }
}
