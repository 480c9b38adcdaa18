//! The list of checkouts, the newest first, so that a person can find the page to pay on.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::format;
use super::layout::Page;
use crate::state::{Checkout, Standing};

pub(super) fn page(checkouts: &[&Checkout], now: DateTime<Utc>) -> Page {
    let body = html! {
        section.card.list {
            h1 { "Checkouts" }
            @if checkouts.is_empty() {
                p.empty {
                    "None yet. Make a payment link at a sandbox account, and its checkout appears here."
                }
            } @else {
                p.hint { "The newest of this run. The sandbox forgets them when it stops." }
                table {
                    thead {
                        tr {
                            th scope="col" { "Order" }
                            th scope="col" { "Gateway" }
                            th scope="col" { "Opened" }
                            th scope="col" { "Status" }
                            th.number scope="col" { "Amount" }
                        }
                    }
                    tbody { @for checkout in checkouts { (row(checkout, checkout.standing(now))) } }
                }
            }
        }
    };
    Page::new("Checkouts", body)
}

fn row(checkout: &Checkout, standing: Standing) -> Markup {
    let (word, class) = format::standing(standing);
    html! {
        tr {
            th scope="row" {
                a href=(format!("/checkout/{}", checkout.token)) {
                    span.headline dir="auto" { (format::headline(checkout)) }
                    " "
                    span.reference { (checkout.reference) }
                }
            }
            td { (checkout.order.gateway.name()) }
            td { (format::moment(checkout.opened_at)) }
            td { span class=(format!("badge {class}")) { (word) } }
            td.number { (format::amount(checkout.order.amount)) }
        }
    }
}
