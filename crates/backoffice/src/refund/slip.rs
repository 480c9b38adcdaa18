//! A refund on paper: a page to print or to send, which says to the customer what went back and no more than is known.
//!
//! One HTML file with nothing outside it and no script, so that it opens anywhere, prints as it is, and is safe to send on.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use ledger::{Refund, RefundId, RefundMethod, RefundStatus};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use store::PaymentRecord;

use super::decided_at;
use crate::{Backoffice, Error};

const STYLE: &str = "
body{font:15px/1.5 system-ui,sans-serif;color:#111;background:#fff;max-width:34rem;margin:3rem auto;padding:0 1.5rem}
h1{font-size:1.15rem;margin:0 0 .2rem}
.amount{font-size:2.1rem;font-weight:650;margin:.8rem 0 .2rem;font-variant-numeric:tabular-nums}
.state{margin:0 0 1.6rem}
dl{display:grid;grid-template-columns:9rem 1fr;gap:.45rem 1rem;border-top:1px solid #999;padding-top:1rem;margin:0}
dt{color:#555}dd{margin:0;overflow-wrap:anywhere}
footer{margin-top:2rem;padding-top:.8rem;border-top:1px dashed #999;color:#555;font-size:.85rem}
@page{margin:18mm}@media print{body{margin:0;max-width:none}}
";

impl Backoffice {
    /// The slip of a refund, as an HTML page.
    ///
    /// # Errors
    /// [`Error::NotFound`], and [`Error::NoSlip`] for a refund that did not happen, or has not been agreed to.
    pub async fn refund_slip(&self, id: RefundId) -> Result<String, Error> {
        let (record, refund) = self.find_refund(&id.to_string()).await?;
        if !has_slip(&refund) {
            return Err(Error::NoSlip(refund.status));
        }
        let zone = self.time_zone().await?;
        let made_at = self.clock().now();
        Ok(page(&record, &refund, zone, made_at).into_string())
    }

    /// Writes the slip of a refund into a file.
    ///
    /// # Errors
    /// As [`Backoffice::refund_slip`], and [`Error::File`] where it cannot be written.
    pub async fn save_refund_slip(&self, id: RefundId, to: &Path) -> Result<(), Error> {
        let page = self.refund_slip(id).await?;
        self.hand_out(to, page.into_bytes()).await
    }
}

/// Whether there is anything to tell a customer: not of what failed, and not of what nobody agreed to yet.
#[must_use]
pub fn has_slip(refund: &Refund) -> bool {
    !matches!(
        refund.status,
        RefundStatus::Failed | RefundStatus::Requested | RefundStatus::Approved
    )
}

fn page(record: &PaymentRecord, refund: &Refund, zone: Tz, made_at: DateTime<Utc>) -> Markup {
    let payment = &record.payment;
    let reference = payment.reference.as_str();
    let person = record.person.as_ref();
    let customer = person.and_then(|person| person.name.clone().or_else(|| person.email.clone()));
    let paid = payment.captured.unwrap_or(payment.expected);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="robots" content="noindex";
                title { "Refund of " (reference) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Refund from " (record.account_name) }
                p.amount { (refund.amount) }
                p.state { (state(refund)) }
                dl {
                    (row("Order", Some(reference)))
                    (row("Paid to", customer.as_deref()))
                    (row("Of a payment of", Some(&paid.to_string())))
                    (row("Refund made on", Some(&day(decided_at(refund), zone))))
                    (row("Paid back", Some(way(refund, payment.gateway.title()).as_str())))
                    (row("Reference", Some(refund.gateway_refund_id.as_deref().unwrap_or(&refund.id.to_string()))))
                    (row("Note", refund.customer_note.as_deref()))
                }
                footer {
                    "As known on " (day(made_at, zone)) ". " (limits(refund))
                }
            }
        }
    }
}

fn row(name: &str, value: Option<&str>) -> Markup {
    html! {
        @if let Some(value) = value {
            dt { (name) }
            dd { (value) }
        }
    }
}

fn state(refund: &Refund) -> &'static str {
    match (refund.status, refund.method) {
        (RefundStatus::Processed, RefundMethod::Cash) => "Paid back in cash.",
        (RefundStatus::Processed, _) => "Paid back.",
        (RefundStatus::Pending, _) => "Accepted, and on its way.",
        _ => "Asked for; whether it went through is being checked.",
    }
}

/// What the slip does not say.
fn limits(refund: &Refund) -> &'static str {
    match (refund.status, refund.method) {
        (RefundStatus::Processed, RefundMethod::Cash) => "",
        (RefundStatus::Processed, _) => {
            "Banks may take some days until the money shows in an account."
        }
        _ => "This slip does not prove that the money has arrived.",
    }
}

fn way(refund: &Refund, gateway: &str) -> String {
    match refund.method {
        RefundMethod::Api | RefundMethod::Dashboard => {
            format!("through {gateway}, the way it was paid")
        }
        RefundMethod::Cash => "in cash".to_owned(),
        RefundMethod::Bank => "by bank transfer".to_owned(),
        RefundMethod::Other => "in another way".to_owned(),
    }
}

fn day(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%-d %B %Y, %H:%M %Z").to_string()
}
