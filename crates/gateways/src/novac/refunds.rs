//! Refunds at Novac: asking for one, and finding those that were made.
//!
//! Whether `/refund/{reference}` wants the payment's or the refund's reference is not said, so both are tried.

use chrono::{Days, NaiveDate};

use super::{Novac, wire};
use crate::reading::json_number;
use crate::{Error, Problem, RefundHandle, RefundReport, RefundRequest};

/// The most days one list may cover, both ends included.
const LIST_DAYS: u64 = 7;

/// The most lists one question may take: a year.
const MOST_LISTS: usize = 53;

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
        for (first, last) in weeks(from, to)? {
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

/// Splits days into lists of at most [`LIST_DAYS`].
fn weeks(from: NaiveDate, to: NaiveDate) -> Result<Vec<(NaiveDate, NaiveDate)>, Error> {
    let invalid = |message: &str| Err(Problem::new("period", message).into());
    if to < from {
        return invalid("the period ends before it begins");
    }
    let mut lists = Vec::new();
    let mut first = from;
    while first <= to {
        if lists.len() == MOST_LISTS {
            return invalid("refunds are listed for a year at most");
        }
        let last = first.checked_add_days(Days::new(LIST_DAYS - 1)).map_or(to, |last| last.min(to));
        lists.push((first, last));
        let Some(next) = last.succ_opt() else { break };
        first = next;
    }
    Ok(lists)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(offset: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(offset)
    }

    #[test]
    fn a_period_that_ends_before_it_begins_or_is_over_a_year_is_refused() {
        assert!(weeks(day(1), day(0)).is_err());
        assert!(weeks(day(0), day(400)).is_err());
        assert!(weeks(day(0), NaiveDate::MAX).is_err());
        assert_eq!(weeks(NaiveDate::MAX, NaiveDate::MAX).unwrap().len(), 1);
    }

    proptest! {
        #[test]
        fn lists_cover_every_day_once_and_never_more_than_a_week(length in 0..365_u64) {
            let lists = weeks(day(3), day(3 + length)).unwrap();
            prop_assert_eq!(lists[0].0, day(3));
            prop_assert_eq!(lists[lists.len() - 1].1, day(3 + length));
            for (first, last) in &lists {
                prop_assert!((0..7).contains(&(*last - *first).num_days()));
            }
            for pair in lists.windows(2) {
                prop_assert_eq!(pair[0].1.succ_opt(), Some(pair[1].0));
            }
        }
    }
}
