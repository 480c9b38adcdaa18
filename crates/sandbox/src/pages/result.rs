//! The page of a checkout that is over: a receipt, a refusal, a goodbye, or an expiry.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::layout::Page;
use super::{format, icons, payment};
use crate::state::{Checkout, Outcome, RefundStage, Standing, charged};

pub(super) fn page(checkout: &Checkout, standing: Standing, now: DateTime<Utc>) -> Page {
    let (heading, sentence) = words(checkout, standing);
    let (_, class) = format::standing(standing);
    let back = match standing {
        Standing::Ended(outcome, _) => checkout.return_url(outcome),
        Standing::Open | Standing::Expired => checkout.return_url(Outcome::Left),
    };
    let body = html! {
        div.card.checkout {
            (payment::summary(checkout))
            section.result aria-label="Result" {
                div class=(format!("seal {class}")) { (icons::standing(standing)) }
                h2 { (heading) }
                p { (sentence) }
                (details(checkout, standing, now))
                @if checkout.paid().is_some() && checkout.refundable(now).is_positive() {
                    form method="post" action=(format!("/checkout/{}/refund", checkout.token)) {
                        button.button.quiet type="submit" { "Refund it, as in the gateway’s dashboard" }
                    }
                }
                @if let Some(url) = back {
                    a.button.primary href=(url) rel="noreferrer" { "Return to the shop" }
                } @else {
                    p.hint { "The shop gave no page to return to; you can close this one." }
                }
            }
        }
    };
    Page::with_form(heading, body)
}

fn words(checkout: &Checkout, standing: Standing) -> (&'static str, String) {
    let amount = format::amount(checkout.order.amount);
    match standing {
        Standing::Ended(Outcome::Paid(_), _) => {
            ("Payment successful", format!("{amount} was paid, in sandbox money."))
        }
        Standing::Ended(Outcome::Declined, _) => {
            ("Payment declined", "Nothing was charged.".to_owned())
        }
        Standing::Ended(Outcome::Left, _) => {
            ("Checkout cancelled", "You left without paying, and nothing was charged.".to_owned())
        }
        Standing::Open | Standing::Expired => (
            "Checkout expired",
            "It was not paid in time. Ask the shop for a new payment link.".to_owned(),
        ),
    }
}

fn details(checkout: &Checkout, standing: Standing, now: DateTime<Utc>) -> Markup {
    html! {
        dl {
            @match standing {
                Standing::Ended(outcome, at) => {
                    @if let Outcome::Paid(channel) = outcome {
                        div { dt { "Paid by" } dd { (format::channel(channel)) } }
                        @let charged = charged(checkout.order.amount, channel);
                        @if charged != checkout.order.amount {
                            div { dt { "Charged" } dd { (format::amount(charged)) ", with the fee" } }
                        }
                    }
                    div { dt { "Time" } dd { (format::moment(at)) } }
                }
                Standing::Open | Standing::Expired => {
                    @if let Some(end) = checkout.expires_at() {
                        div { dt { "Expired" } dd { (format::moment(end)) } }
                    }
                }
            }
            @for refund in checkout.refunds() {
                div {
                    dt { "Refund" }
                    dd {
                        (format::amount(refund.amount)) ", "
                        @match refund.stage(now) {
                            RefundStage::Pending => { "pending since " (format::moment(refund.created_at)) }
                            RefundStage::Processed(at) => { "processed " (format::moment(at)) }
                            RefundStage::Failed(at) => { "failed " (format::moment(at)) }
                        }
                    }
                }
            }
        }
    }
}
