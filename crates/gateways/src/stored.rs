//! What a gateway's own reports say, from files in which somebody kept what its API answered.
//!
//! The same readers are used as for answers that come over the network, and they are as strict: a file that cannot be
//! read to its last line is an error, and nothing of it is used. What was asked of the gateway is not in such a file,
//! so that the currency is passed in where the lines do not name it. Which lines are new is decided by the caller.

use ledger::{Currency, GatewayKind};

use crate::money_out::NOT_OFFERED;
use crate::{Capability, Error, Problem, RefundReport, ReportLine, Settings, profile};

/// The most bytes of a file.
pub const MOST_STORED_BYTES: usize = 32 * 1024 * 1024;

/// Reads a stored report of what moved the balance in one currency. Its times are in the zone that the account's
/// settings say.
///
/// # Errors
/// [`Error::Unsupported`] for a gateway that has no such report, [`Error::Invalid`] for a file that is too large,
/// [`Error::Malformed`] with the number of a line that cannot be read, [`Error::Refused`] for an answer that is a refusal.
pub fn balance_report(
    kind: GatewayKind,
    bytes: &[u8],
    currency: Currency,
    settings: &Settings,
) -> Result<Vec<ReportLine>, Error> {
    let body = checked(bytes)?;
    match kind {
        GatewayKind::Novac => crate::novac::stored_report(body, currency, settings),
        GatewayKind::Ovgc | GatewayKind::Nowpay | GatewayKind::Echezona => {
            Err(not_kept(profile(kind).capabilities(settings).balance_report))
        }
    }
}

/// The currency of a stored report of what moved the balance, where every line names the same one.
///
/// # Errors
/// As [`balance_report`].
pub fn report_currency(kind: GatewayKind, bytes: &[u8]) -> Result<Option<Currency>, Error> {
    let body = checked(bytes)?;
    match kind {
        GatewayKind::Novac => crate::novac::stored_currency(body),
        GatewayKind::Ovgc | GatewayKind::Nowpay | GatewayKind::Echezona => Ok(None),
    }
}

/// Reads a stored list of refunds. `currency` is of those that do not say.
///
/// # Errors
/// As [`balance_report`].
pub fn refund_list(
    kind: GatewayKind,
    bytes: &[u8],
    currency: Option<Currency>,
    settings: &Settings,
) -> Result<Vec<RefundReport>, Error> {
    let body = checked(bytes)?;
    match kind {
        GatewayKind::Novac => crate::novac::stored_refunds(body, currency),
        GatewayKind::Ovgc | GatewayKind::Nowpay | GatewayKind::Echezona => {
            Err(not_kept(profile(kind).capabilities(settings).refund_lists))
        }
    }
}

/// The error of a gateway whose answers of that kind are not known; its own reason where it has one.
fn not_kept(capability: Capability) -> Error {
    Error::Unsupported { reason: capability.reason().unwrap_or(NOT_OFFERED) }
}

/// The answer as it came: whoever kept it may have put a byte order mark before it.
fn checked(bytes: &[u8]) -> Result<&[u8], Error> {
    if bytes.len() > MOST_STORED_BYTES {
        let most = MOST_STORED_BYTES / (1024 * 1024);
        let message = format!(
            "the file has more than {most} MiB, which is the most that is read; keep fewer days in one"
        );
        return Err(Problem::new("file", message).into());
    }
    Ok(bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes))
}
