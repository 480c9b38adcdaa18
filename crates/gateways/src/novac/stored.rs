//! Novac's answers, from files in which they were kept.

use ledger::Currency;

use super::{settings, wire};
use crate::{Error, RefundReport, ReportLine, Settings};

/// A balance report, whose times are in the zone of the settings.
pub(crate) fn stored_report(
    body: &[u8],
    currency: Currency,
    settings: &Settings,
) -> Result<Vec<ReportLine>, Error> {
    wire::report(body, currency, settings::report_zone(settings))
}

/// A list of refunds.
pub(crate) fn stored_refunds(
    body: &[u8],
    currency: Option<Currency>,
) -> Result<Vec<RefundReport>, Error> {
    wire::refund_list(body, currency)
}
