//! What people decide about refunds: yes and no, how one ended, and which two are one.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Money, Refund, RefundStatus, refund_id, time};
use crate::error::CommandError;

/// A second person's yes.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct ApproveForm {
    refund_id: String,
    by: String,
    note: Option<String>,
}

impl TryFrom<ApproveForm> for backoffice::ApproveForm {
    type Error = CommandError;

    fn try_from(form: ApproveForm) -> Result<Self, CommandError> {
        Ok(Self { refund: refund_id(&form.refund_id)?, by: form.by, note: form.note })
    }
}

/// A no.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct RejectForm {
    refund_id: String,
    by: String,
    reason: String,
}

impl TryFrom<RejectForm> for backoffice::RejectForm {
    type Error = CommandError;

    fn try_from(form: RejectForm) -> Result<Self, CommandError> {
        Ok(Self { refund: refund_id(&form.refund_id)?, by: form.by, reason: form.reason })
    }
}

/// How a refund of unknown outcome ended.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct ResolveForm {
    refund_id: String,
    happened: bool,
    evidence: String,
    pub(crate) file: Option<String>,
    by: String,
}

impl TryFrom<ResolveForm> for backoffice::ResolveForm {
    type Error = CommandError;

    fn try_from(form: ResolveForm) -> Result<Self, CommandError> {
        Ok(Self {
            refund: refund_id(&form.refund_id)?,
            happened: form.happened,
            evidence: form.evidence,
            file: form.file.map(PathBuf::from),
            by: form.by,
        })
    }
}

/// A refund as the gateway lists it.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct GatewayRefund {
    id: String,
    amount: Option<Money>,
    status: RefundStatus,
    word: String,
    created_at: Option<String>,
    known_as: Option<String>,
}

impl From<&backoffice::GatewayRefund> for GatewayRefund {
    fn from(refund: &backoffice::GatewayRefund) -> Self {
        Self {
            id: refund.id.clone().unwrap_or_default(),
            amount: refund.amount.map(Money::from),
            status: refund.status.into(),
            word: refund.word.clone(),
            created_at: refund.created_at.map(time),
            known_as: refund.known_as.map(|id| id.to_string()),
        }
    }
}

/// What is known of a refund once its gateway was asked.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct RefundOutlook {
    refund: Refund,
    reference: String,
    account: String,
    gateway_title: String,
    asked_at: String,
    looked_up_at: Option<String>,
    gateway_list: Option<Vec<GatewayRefund>>,
    list_problem: Option<String>,
    can_resolve: bool,
    why_not: Option<String>,
    advice: String,
}

impl RefundOutlook {
    pub(crate) fn of(outlook: &backoffice::RefundOutlook, now: DateTime<Utc>) -> Self {
        let payment = &outlook.record.payment;
        let listed = outlook.listed.as_ref();
        Self {
            refund: Refund::of(&outlook.refund, now),
            reference: payment.reference.to_string(),
            account: outlook.record.account_name.to_string(),
            gateway_title: payment.gateway.title().to_owned(),
            asked_at: time(outlook.refund.requested_at),
            looked_up_at: Some(time(outlook.looked_up_at)),
            gateway_list: listed.map(|listed| listed.iter().map(GatewayRefund::from).collect()),
            list_problem: outlook.problem.as_ref().map(crate::error::sentence),
            can_resolve: outlook.why_not.is_none(),
            why_not: outlook.why_not.as_ref().map(crate::error::sentence),
            advice: outlook.advice.clone(),
        }
    }
}

/// Two refunds that may be one.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct JoinCandidate {
    recorded: String,
    found: String,
}

impl From<backoffice::JoinCandidate> for JoinCandidate {
    fn from(pair: backoffice::JoinCandidate) -> Self {
        Self { recorded: pair.recorded.to_string(), found: pair.found.to_string() }
    }
}

/// A file that the person chose.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct ChosenFile {
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) bytes: u32,
}
