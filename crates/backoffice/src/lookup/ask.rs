//! Asking a gateway about one payment: by every reference it may go by, and about its refunds once it is paid.

use gateways::{Gateway, PaymentHandle, PaymentReport, RefundReport};
use ledger::{CheckoutLink, Payment};

use super::refunds;
use crate::{Backoffice, Error};

/// How many links of an order are asked about; a customer may pay by an older one.
const MOST_LINKS: usize = 5;

/// What a gateway said of one payment.
#[derive(Default)]
pub(super) struct News {
    pub(super) payments: Vec<PaymentReport>,
    pub(super) refunds: Vec<RefundReport>,
    /// Whether it said anything of the payment itself, be it that there is none.
    pub(super) heard: bool,
}

impl Backoffice {
    /// What the gateway said, and what kept it from saying more.
    ///
    /// # Errors
    /// Where it could not be asked at all.
    pub(super) async fn ask_about(
        &self,
        payment: &Payment,
    ) -> Result<(News, Option<Error>), Error> {
        let account = self.account_by_id(payment.account).await?;
        let gateway = self.gateway(&account.record).await?;
        let failed = |source| Error::Gateway { account: account.record.name.to_string(), source };
        let (payments, problem) = reports_of(gateway.as_ref(), payment).await;
        let mut news = News { payments, heard: true, ..News::default() };
        if let Some(problem) = problem {
            news.heard = is_unknown(&problem);
            return Ok((news, Some(failed(problem))));
        }
        let Some(reference) = paid_under(payment, &news.payments) else {
            return Ok((news, None));
        };
        if !account.capabilities.refund_lists.is_yes() {
            return Ok((news, None));
        }
        let now = self.shared.clock.now();
        let problem = match refunds::ask(gateway.as_ref(), payment, reference, now).await {
            Ok(reports) => {
                news.refunds = reports;
                None
            }
            Err(problem) => Some(failed(problem)),
        };
        Ok((news, problem))
    }
}

/// Asks about each link of an order, the newest first, until one turns out to be paid. Of references that were never
/// confirmed, any one may answer; but while one could not be asked about, nobody knows that the order was not paid by it.
async fn reports_of(
    gateway: &dyn Gateway,
    payment: &Payment,
) -> (Vec<PaymentReport>, Option<gateways::Error>) {
    let mut reports = Vec::new();
    let mut unanswered = None;
    for gateway_reference in references_of(payment) {
        let handle =
            PaymentHandle { gateway_reference, currency: Some(payment.expected.currency()) };
        match gateway.look_up(&handle).await {
            Ok(report) => {
                let captured = report.observation.status.is_captured();
                reports.push(report);
                if captured {
                    return (reports, None);
                }
            }
            Err(error) => unanswered = worse(unanswered, error),
        }
    }
    let problem = unanswered.filter(|error| reports.is_empty() || !is_unknown(error));
    (reports, problem)
}

/// Of two problems the one that tells more: that a payment is not known says little where another reference could not be
/// asked about.
fn worse(known: Option<gateways::Error>, new: gateways::Error) -> Option<gateways::Error> {
    match known {
        Some(known) if !is_unknown(&known) => Some(known),
        _ => Some(new),
    }
}

/// Whether the gateway says that it has no such payment.
const fn is_unknown(error: &gateways::Error) -> bool {
    matches!(error, gateways::Error::NotFound { .. })
}

fn references_of(payment: &Payment) -> Vec<String> {
    if payment.links.is_empty() {
        let known = payment.gateway_reference.clone();
        return vec![known.unwrap_or_else(|| payment.reference.to_string())];
    }
    let of_link = |link: &CheckoutLink| match &link.gateway_reference {
        Some(reference) => vec![reference.clone()],
        None if link.failed => Vec::new(),
        None => link.candidates.clone(),
    };
    payment.links.iter().rev().take(MOST_LINKS).flat_map(of_link).collect()
}

/// The gateway's reference of the link that was paid, which need not be the newest.
fn paid_under(payment: &Payment, reports: &[PaymentReport]) -> Option<String> {
    let paid = reports.iter().find(|report| report.observation.status.is_captured());
    let known = || payment.status.is_captured().then_some(payment.gateway_reference.as_ref());
    paid.and_then(|report| report.observation.gateway_reference.as_ref())
        .or_else(|| known().flatten())
        .cloned()
}
