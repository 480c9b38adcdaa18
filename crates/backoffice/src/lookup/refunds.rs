//! Refunds as the gateway tells them: asking for them, and what of it is news. Which refund here each of them is, is told in
//! `pairs`.
//!
//! A gateway may show only the newest refund of a payment, and one whose answer was lost is not known by any id. So while
//! one of ours is without its gateway's id, the days around it are asked about as well; and before money is paid back, or
//! once a refund is seen that may hide others, all days since the payment.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use gateways::{Gateway, RefundHandle, RefundReport};
use ledger::{Body, Payment, Refund, RefundId, RefundStatus, Source};

use super::pairs::{awaits_its_id, is_recorded_by_hand, pairs};
use crate::Clock;
use crate::refund::decided_at;

/// How far the days of a gateway that lists refunds are ahead: Novac's are Nigeria's.
const FURTHEST_AHEAD: TimeDelta = TimeDelta::hours(1);
/// How many days before today are asked about at most.
const MOST_DAYS: Days = Days::new(365);

/// What the gateway knows of the refunds of the payment it calls `gateway_reference`.
///
/// # Errors
/// Where it gave no usable answer.
pub(super) async fn ask(
    gateway: &dyn Gateway,
    payment: &Payment,
    gateway_reference: String,
    now: DateTime<Utc>,
) -> Result<Vec<RefundReport>, gateways::Error> {
    let known_ids = payment.refunds.iter().filter_map(|refund| refund.gateway_refund_id.clone());
    let handle = RefundHandle {
        gateway_reference,
        gateway_refund_ids: known_ids.collect(),
        currency: payment.amount().currency(),
    };
    let mut reports = none_where_refused(gateway.refunds_of(&handle).await)?;
    if reports.iter().any(|report| is_news_to(&handle.gateway_refund_ids, report)) {
        let all = ask_since_paid(gateway, payment, &handle.gateway_reference, now).await?;
        add_others(&mut reports, all);
        return Ok(reports);
    }
    for (from, to) in days_of_unanswered(payment, now.date_naive()) {
        let mut listed = none_where_refused(gateway.refunds_between(from, to).await)?;
        listed
            .retain(|report| report.gateway_reference.as_ref() == Some(&handle.gateway_reference));
        add_others(&mut reports, listed);
    }
    Ok(reports)
}

/// The same of all days since the payment came to be known here, today included. Where nobody ordered it, it may be older than
/// that, and the days are as many as are asked about at all.
///
/// # Errors
/// Where it gave no usable answer.
pub(super) async fn ask_since_paid(
    gateway: &dyn Gateway,
    payment: &Payment,
    gateway_reference: &str,
    now: DateTime<Utc>,
) -> Result<Vec<RefundReport>, gateways::Error> {
    let today = now.date_naive();
    let earliest = today.checked_sub_days(MOST_DAYS).unwrap_or(today);
    // A day more, because the gateway counts days in a time zone of its own.
    let before = payment.created_at.date_naive().pred_opt().filter(|_| payment.order.is_some());
    let from = before.unwrap_or(earliest).clamp(earliest, today);
    let mut reports = none_where_refused(gateway.refunds_between(from, today).await)?;
    // A day that has come there and not here is asked about by itself, since one that has not may be refused.
    let there = (now + FURTHEST_AHEAD).date_naive();
    if there > today {
        reports.extend(none_where_refused(gateway.refunds_between(there, there).await)?);
    }
    reports.retain(|report| report.gateway_reference.as_deref() == Some(gateway_reference));
    Ok(reports)
}

/// What the journal does not know yet of the refunds that a gateway told of.
pub(super) fn news(
    payment: &Payment,
    reports: &[RefundReport],
    source: Source,
    clock: &Clock,
) -> Vec<Body> {
    let pairs = pairs(payment, reports, clock.now());
    let news = reports.iter().zip(pairs).filter_map(|(report, pair)| {
        let gateway_refund_id = report.gateway_refund_id.clone()?;
        match pair.and_then(|id| payment.refund(id)) {
            Some(refund) if is_recorded_by_hand(refund) => {
                Some(matched(refund, report, source, gateway_refund_id))
            }
            Some(refund) => observed(payment, refund, report, source, gateway_refund_id),
            None => found(report, gateway_refund_id, clock),
        }
    });
    news.collect()
}

/// Whether a refund was not seen before, so that others may have been made since then and be hidden by it.
fn is_news_to(known_ids: &[String], report: &RefundReport) -> bool {
    report.gateway_refund_id.as_ref().is_some_and(|id| !known_ids.contains(id))
}

/// Adds what another list has of refunds that are not among these.
fn add_others(reports: &mut Vec<RefundReport>, listed: Vec<RefundReport>) {
    for report in listed {
        if reports.iter().all(|known| known.gateway_refund_id != report.gateway_refund_id) {
            reports.push(report);
        }
    }
}

/// Whether the gateway told of a refund that may have paid something back and cannot be booked, because it says too little of it.
pub(super) fn is_any_unclear(
    payment: &Payment,
    reports: &[RefundReport],
    now: DateTime<Utc>,
) -> bool {
    let pairs = pairs(payment, reports, now);
    reports.iter().zip(pairs).any(|(report, pair)| {
        let says_enough = report.gateway_refund_id.is_some() && report.amount.is_some();
        pair.is_none() && !says_enough && report.status != RefundStatus::Failed
    })
}

/// A payment that was never refunded has no refunds to be found, and a list that cannot be had is no reason to doubt what
/// else was told.
fn none_where_refused(
    answer: Result<Vec<RefundReport>, gateways::Error>,
) -> Result<Vec<RefundReport>, gateways::Error> {
    match answer {
        Err(
            gateways::Error::NotFound { .. }
            | gateways::Error::Refused { .. }
            | gateways::Error::Unsupported { .. },
        ) => Ok(Vec::new()),
        other => other,
    }
}

/// The days around each refund that was sent from here and has no id at the gateway yet; a day more on either side, because
/// the gateway counts days in a time zone of its own.
fn days_of_unanswered(payment: &Payment, today: NaiveDate) -> BTreeSet<(NaiveDate, NaiveDate)> {
    let unanswered = payment.refunds.iter().filter(|refund| awaits_its_id(refund));
    unanswered
        .filter_map(|refund| {
            let day = decided_at(refund).date_naive();
            // Days that have not come may be refused with the whole list.
            Some((day.pred_opt()?, day.succ_opt()?.min(today)))
        })
        .collect()
}

/// Taken for the one that a person recorded, which that person has yet to confirm.
fn matched(
    refund: &Refund,
    report: &RefundReport,
    source: Source,
    gateway_refund_id: String,
) -> Body {
    Body::RefundMatched {
        refund: refund.id,
        source,
        status: report.status,
        gateway_status: report.gateway_status.clone(),
        gateway_refund_id,
    }
}

fn observed(
    payment: &Payment,
    refund: &Refund,
    report: &RefundReport,
    source: Source,
    gateway_refund_id: String,
) -> Option<Body> {
    let word = Some(report.gateway_status.as_str());
    // The gateway knows what it pays back; news of that are news whatever else is known.
    let amount = report.amount.filter(|told| {
        report.status.rank() >= refund.status.rank()
            && *told != refund.amount
            && told.currency() == refund.amount.currency()
            && told.is_positive()
    });
    let is_news = amount.is_some()
        || payment.is_refund_news(refund.id, report.status, word, Some(gateway_refund_id.as_str()));
    is_news.then(|| Body::RefundObserved {
        refund: refund.id,
        source,
        status: report.status,
        gateway_status: Some(report.gateway_status.clone()),
        gateway_refund_id: Some(gateway_refund_id),
        message: report.message.clone(),
        amount,
    })
}

fn found(report: &RefundReport, gateway_refund_id: String, clock: &Clock) -> Option<Body> {
    report.amount.map(|amount| Body::RefundFound {
        refund: RefundId(clock.new_id()),
        amount,
        status: report.status,
        gateway_status: report.gateway_status.clone(),
        gateway_refund_id,
        reason: report.message.clone().unwrap_or_else(|| "Refunded at the gateway".to_owned()),
        import: None,
    })
}
