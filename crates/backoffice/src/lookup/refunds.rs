//! Refunds as the gateway tells them: asking for them, and telling which refund here each of them is.
//!
//! A gateway may show only the newest refund of a payment, and one whose answer was lost is not known by any id. So while
//! one of ours is without its gateway's id, the days around it are asked about as well; and before money is paid back, all
//! days since the payment.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use gateways::{Gateway, RefundHandle, RefundReport};
use ledger::{Body, Payment, Refund, RefundId, RefundMethod, RefundStatus, Source};

use crate::Clock;
use crate::refund::decided_at;

/// How far apart the clocks here and at a gateway may be.
const CLOCKS_APART: TimeDelta = TimeDelta::minutes(5);
/// How much older than the gateway's refund a record by hand of it may be.
const RECORDED_BEFORE: TimeDelta = TimeDelta::days(14);
/// How many days before today are asked about at most.
const MOST_DAYS: Days = Days::new(60);

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
    for (from, to) in days_of_unanswered(payment, now.date_naive()) {
        for report in none_where_refused(gateway.refunds_between(from, to).await)? {
            let is_of_payment =
                report.gateway_reference.as_ref() == Some(&handle.gateway_reference);
            let is_known =
                reports.iter().any(|known| known.gateway_refund_id == report.gateway_refund_id);
            if is_of_payment && !is_known {
                reports.push(report);
            }
        }
    }
    Ok(reports)
}

/// What the gateway knows of the payment's refunds of all days since it came to be known here, today included. Where nobody
/// ordered it, it may be older than that, and the days are as many as are asked about at all.
///
/// # Errors
/// Where it gave no usable answer.
pub(super) async fn ask_since_paid(
    gateway: &dyn Gateway,
    payment: &Payment,
    now: DateTime<Utc>,
) -> Result<Vec<RefundReport>, gateways::Error> {
    let today = now.date_naive();
    let earliest = today.checked_sub_days(MOST_DAYS).unwrap_or(today);
    // A day more, because the gateway counts days in a time zone of its own.
    let before = payment.created_at.date_naive().pred_opt().filter(|_| payment.order.is_some());
    let from = before.unwrap_or(earliest).clamp(earliest, today);
    let mut reports = none_where_refused(gateway.refunds_between(from, today).await)?;
    reports.retain(|report| {
        report.gateway_reference.is_some() && report.gateway_reference == payment.gateway_reference
    });
    Ok(reports)
}

/// What the journal does not know yet of the refunds that a gateway told of.
pub(super) fn news(
    payment: &Payment,
    reports: &[RefundReport],
    source: Source,
    clock: &Clock,
) -> Vec<Body> {
    let mut joined: Vec<RefundId> = Vec::new();
    let mut bodies = Vec::new();
    for report in reports {
        let Some(gateway_refund_id) = report.gateway_refund_id.clone() else { continue };
        match refund_meant(payment, report, &joined, clock.now()) {
            Some(refund) => {
                joined.push(refund.id);
                bodies.extend(if is_recorded_by_hand(refund) {
                    Some(matched(refund, report, source, gateway_refund_id))
                } else {
                    observed(payment, refund, report, source, gateway_refund_id)
                });
            }
            None => bodies.extend(found(report, gateway_refund_id, clock)),
        }
    }
    bodies
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

/// An answer may say that all is done and leave the id out, so that it is waited for however far the refund has come. One that
/// nobody has said yes to was not sent, so that no refund of the gateway is it; one that a person took for failed may turn up
/// after all.
fn awaits_its_id(refund: &Refund) -> bool {
    refund.method == RefundMethod::Api
        && !refund.awaits_decision()
        && (refund.status != RefundStatus::Failed || refund.resolved_by.is_some())
        && refund.gateway_refund_id.is_none()
}

/// Whether only a person says that a refund was made in the gateway's dashboard.
fn is_recorded_by_hand(refund: &Refund) -> bool {
    refund.method == RefundMethod::Dashboard && refund.gateway_refund_id.is_none()
}

/// The refund here that a gateway's refund is: by its id, else the oldest that may be it by its amount.
fn refund_meant<'a>(
    payment: &'a Payment,
    report: &RefundReport,
    joined: &[RefundId],
    now: DateTime<Utc>,
) -> Option<&'a Refund> {
    let by_id = payment.refunds.iter().find(|refund| {
        refund.gateway_refund_id.is_some() && refund.gateway_refund_id == report.gateway_refund_id
    });
    by_id.or_else(|| {
        let mut others = payment.refunds.iter().filter(|refund| !joined.contains(&refund.id));
        others.find(|refund| may_be_by_amount(refund, report, now))
    })
}

/// Whether a gateway's refund may be one without an id that was sent from here, or that a person recorded as made in the
/// gateway's dashboard. The same amount says little, so it is not believed of a refund made before ours was wanted, and a
/// failed one frees nothing that may have been paid. A record by hand may well be younger than what it records, and one that is
/// much older records something else.
fn may_be_by_amount(refund: &Refund, report: &RefundReport, now: DateTime<Utc>) -> bool {
    let made = report.created_at.unwrap_or(now);
    let by_hand = is_recorded_by_hand(refund) && refund.requested_at >= made - RECORDED_BEFORE;
    let is_older = report.created_at.is_some_and(|made| made < decided_at(refund) - CLOCKS_APART);
    let may_be = by_hand || (awaits_its_id(refund) && !is_older);
    may_be && report.status != RefundStatus::Failed && report.amount == Some(refund.amount)
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
        *told != refund.amount && told.currency() == refund.amount.currency() && told.is_positive()
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
    })
}
