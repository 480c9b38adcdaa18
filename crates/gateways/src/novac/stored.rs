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

/// The currency of a balance report, where all of it names one.
pub(crate) fn stored_currency(body: &[u8]) -> Result<Option<Currency>, Error> {
    wire::report_currency(body)
}

/// A list of refunds.
pub(crate) fn stored_refunds(
    body: &[u8],
    currency: Option<Currency>,
) -> Result<Vec<RefundReport>, Error> {
    wire::refund_list(body, currency)
}
