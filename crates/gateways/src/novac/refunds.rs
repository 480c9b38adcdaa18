//! Refunds at Novac: asking for one, and finding those that were made.
//!
//! Whether `/refund/{reference}` wants the payment's or the refund's reference is not said, so both are tried.

use chrono::NaiveDate;

use super::period::{Longest, Windows};
use super::{Novac, wire};
use crate::reading::json_number;
use crate::{Error, Problem, RefundHandle, RefundReport, RefundRequest};

/// What one list may cover, and how many lists one question may take: a year.
const LISTS: Windows = Windows { longest: Longest::Days(7), most: 53 };

impl Novac {
    pub(super) async fn send_refund(&self, request: &RefundRequest) -> Result<RefundReport, Error> {
        if !request.amount.is_positive() {
            return Err(Problem::new("amount", "a refund must be more than zero").into());
        }
        let (path, amount) = if request.full && !self.full_refund_has_amount {
            ("refund", None)
        } else {
            ("partial-refund", Some(json_number(request.amount)?))
        };
        let body = wire::RefundOrder {
            reference: &request.gateway_reference,
            amount,
            customer_note: request.customer_note.as_deref(),
            merchant_note: request.merchant_note.as_deref(),
        };
        let path = ["api", "v1", path];
        let answer = self.http.post(&self.secret, &path, &request.idempotency_key, &body).await?;
        wire::refund_made(&answer, &request.gateway_reference, request.amount.currency())
    }

    pub(super) async fn find_refunds(
        &self,
        handle: &RefundHandle,
    ) -> Result<Vec<RefundReport>, Error> {
        let payment = &handle.gateway_reference;
        let mut found: Vec<RefundReport> = Vec::new();
        for asked in std::iter::once(payment).chain(&handle.gateway_refund_ids) {
            let path = ["api", "v1", "refund", asked.as_str()];
            let reports = match self.http.get(&self.secret, &path).await {
                Ok(body) => wire::refunds(&body, Some(handle.currency))?,
                Err(Error::NotFound { .. } | Error::Refused { .. }) => Vec::new(),
                Err(error) => return Err(error),
            };
            let ours = reports.into_iter().filter(|report| {
                report.gateway_reference.as_ref().is_none_or(|reference| reference == payment)
            });
            for mut report in ours {
                if report.gateway_refund_id.is_none() && asked != payment {
                    report.gateway_refund_id = Some(asked.clone());
                }
                let known = report.gateway_refund_id.is_some()
                    && found
                        .iter()
                        .any(|other| other.gateway_refund_id == report.gateway_refund_id);
                if !known {
                    found.push(report);
                }
            }
        }
        Ok(found)
    }

    pub(super) async fn list_refunds(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<RefundReport>, Error> {
        let mut found = Vec::new();
        for (first, last) in LISTS.split(from, to)? {
            let (first, last) = (first.to_string(), last.to_string());
            let path = ["api", "v1", "refund", &first, &last];
            match self.http.get(&self.secret, &path).await {
                Ok(body) => found.extend(wire::refunds(&body, None)?),
                Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}
