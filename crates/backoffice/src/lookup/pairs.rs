//! Which refund here each of the gateway's is. Pure.
//!
//! By its id, and where that is not known yet, by amount and time. An amount alone says little, so that where the gateway tells of
//! fewer refunds than could be meant, those go first that are surely there: the ones it acknowledged, then the ones that a person
//! recorded and will be asked about, then the ones whose answer was lost, and last the ones that a person took for failed.

use chrono::{DateTime, TimeDelta, Utc};
use gateways::RefundReport;
use ledger::{Payment, Refund, RefundId, RefundMethod, RefundStatus};

use crate::refund::decided_at;

/// How far apart the clocks here and at a gateway may be.
const CLOCKS_APART: TimeDelta = TimeDelta::minutes(5);
/// How much older than the gateway's refund a record by hand of it may be.
const RECORDED_BEFORE: TimeDelta = TimeDelta::days(14);

/// The refund here that each of the gateway's is, in their order; none where it is not in the books.
pub(super) fn pairs(
    payment: &Payment,
    reports: &[RefundReport],
    now: DateTime<Utc>,
) -> Vec<Option<RefundId>> {
    let mut pairs: Vec<_> = reports.iter().map(|report| by_id(payment, report)).collect();
    let waiting = payment.refunds.iter();
    let mut waiting: Vec<_> =
        waiting.filter_map(|refund| Some((sureness(payment, refund)?, refund))).collect();
    waiting.sort_by_key(|(sureness, _)| *sureness);
    for (_, refund) in waiting {
        let free = reports
            .iter()
            .zip(&mut pairs)
            .filter(|(report, pair)| pair.is_none() && may_be_by_amount(refund, report, now));
        let how_far =
            |report: &RefundReport| (report.created_at.unwrap_or(now) - decided_at(refund)).abs();
        if let Some((_, pair)) = free.min_by_key(|(report, _)| how_far(report)) {
            *pair = Some(refund.id);
        }
    }
    pair_failed(payment, reports, &mut pairs);
    pairs
}

/// A refund that the gateway acknowledged without an id is the failed one that was made while its answer was waited for, where
/// either can be no other.
fn pair_failed(payment: &Payment, reports: &[RefundReport], pairs: &mut [Option<RefundId>]) {
    let unpaired = |refund: &&Refund| is_acknowledged(refund) && !pairs.contains(&Some(refund.id));
    let ours: Vec<_> = payment.refunds.iter().filter(unpaired).collect();
    for refund in &ours {
        let is_only = ours.iter().filter(|other| other.amount == refund.amount).count() == 1;
        let free = reports.iter().zip(&mut *pairs);
        let mut fitting = free
            .filter(|(report, pair)| is_only && pair.is_none() && failed_as(refund, report))
            .map(|(_, pair)| pair);
        if let (Some(pair), None) = (fitting.next(), fitting.next()) {
            *pair = Some(refund.id);
        }
    }
}

/// An answer may say that all is done and leave the id out, so that it is waited for however far the refund has come. One that
/// nobody has said yes to was not sent, so that no refund of the gateway is it; one that a person took for failed may turn up
/// after all.
pub(super) fn awaits_its_id(refund: &Refund) -> bool {
    refund.method == RefundMethod::Api
        && !refund.awaits_decision()
        && (refund.status != RefundStatus::Failed || refund.resolved_by.is_some())
        && refund.gateway_refund_id.is_none()
}

/// Whether only a person says that a refund was made in the gateway's dashboard.
pub(super) fn is_recorded_by_hand(refund: &Refund) -> bool {
    refund.method == RefundMethod::Dashboard && refund.gateway_refund_id.is_none()
}

/// Whether the gateway said that it has a refund of ours, without saying which.
fn is_acknowledged(refund: &Refund) -> bool {
    awaits_its_id(refund)
        && refund.resolved_by.is_none()
        && matches!(refund.status, RefundStatus::Pending | RefundStatus::Processed)
}

/// Whether a failed one was made between our request and its answer, as far as clocks go.
fn failed_as(refund: &Refund, report: &RefundReport) -> bool {
    let waited = decided_at(refund) - CLOCKS_APART..=refund.updated_at + CLOCKS_APART;
    report.status == RefundStatus::Failed
        && report.amount == Some(refund.amount)
        && report.created_at.is_some_and(|made| waited.contains(&made))
}

fn by_id(payment: &Payment, report: &RefundReport) -> Option<RefundId> {
    let id = report.gateway_refund_id.as_ref()?;
    let known = payment.refunds.iter().find(|refund| refund.gateway_refund_id.as_ref() == Some(id));
    known.map(|refund| refund.id)
}

/// How surely the gateway has a refund that is without its id here, the surest first; none where nothing is waited for. One that
/// was acknowledged is no longer sure once one of its amount failed that nobody here knows: that may have been it.
fn sureness(payment: &Payment, refund: &Refund) -> Option<u8> {
    let is_failed_stranger = |other: &Refund| {
        other.idempotency_key.is_none()
            && other.status == RefundStatus::Failed
            && other.amount == refund.amount
    };
    match refund.status {
        _ if is_recorded_by_hand(refund) => Some(1),
        _ if !awaits_its_id(refund) => None,
        RefundStatus::Failed => Some(3),
        RefundStatus::Pending | RefundStatus::Processed
            if !payment.refunds.iter().any(is_failed_stranger) =>
        {
            Some(0)
        }
        _ => Some(2),
    }
}

/// Whether a gateway's refund may be one without an id. The same amount is not believed of a refund made before ours was wanted,
/// and a failed one frees nothing that may have been paid. A record by hand may well be younger than what it records, and one
/// that is much older records something else.
fn may_be_by_amount(refund: &Refund, report: &RefundReport, now: DateTime<Utc>) -> bool {
    let made = report.created_at.unwrap_or(now);
    let is_in_time = if is_recorded_by_hand(refund) {
        refund.requested_at >= made - RECORDED_BEFORE
    } else {
        report.created_at.is_none_or(|made| made >= decided_at(refund) - CLOCKS_APART)
    };
    is_in_time && report.status != RefundStatus::Failed && report.amount == Some(refund.amount)
}
