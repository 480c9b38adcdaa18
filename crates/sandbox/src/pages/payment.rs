//! The page of an open checkout: what is asked for, and the form that pays, declines or leaves.
//!
//! Nothing is typed in: no card number is asked for, so that nobody gives a sandbox a real one.

use maud::{Markup, html};

use super::layout::Page;
use super::{format, icons};
use crate::state::{Channel, Checkout, MERCHANT};

pub(super) fn page(checkout: &Checkout) -> Page {
    let amount = format::amount(checkout.order.amount);
    let body = html! {
        div.card.checkout {
            (summary(checkout))
            form.pay method="post" action=(format!("/checkout/{}", checkout.token)) {
                fieldset {
                    legend { "How would you like to pay?" }
                    @for (index, channel) in checkout.order.channels.iter().enumerate() {
                        (way(*channel, index == 0, &amount))
                    }
                }
                button.button.primary type="submit" name="action" value="pay" {
                    "Pay " (amount)
                }
                div.others {
                    button.button.quiet type="submit" name="action" value="decline" {
                        "Decline payment"
                    }
                    button.button.quiet type="submit" name="action" value="leave" {
                        "Leave unpaid"
                    }
                }
                p.hint {
                    "Paying always succeeds here; declining stands for a bank that refuses."
                }
            }
        }
    };
    Page { has_form: true, ..Page::new(format!("Pay {amount} to {MERCHANT}"), body) }
}

/// Who asks for how much, and what for; shown beside the form and on the receipt.
pub(super) fn summary(checkout: &Checkout) -> Markup {
    let order = &checkout.order;
    let headline = format::headline(checkout);
    html! {
        section.summary aria-label="Order" {
            p.merchant { span.monogram aria-hidden="true" { "S" } (MERCHANT) }
            h1 dir="auto" { (headline) }
            p.amount { (format::amount(order.amount)) }
            dl {
                @if let Some(text) = order.description.as_deref().filter(|text| *text != headline) {
                    div { dt { "For" } dd dir="auto" { (text) } }
                }
                div { dt { "Reference" } dd.reference { (checkout.reference) } }
                @if let Some(name) = &order.customer.name {
                    div { dt { "Customer" } dd dir="auto" { (name) } }
                }
                @if let Some(email) = &order.customer.email {
                    div { dt { "E-mail" } dd { (email) } }
                }
                @if let Some(end) = checkout.expires_at() {
                    div { dt { "Pay before" } dd { (format::moment(end)) } }
                }
                div { dt { "Gateway" } dd { (order.gateway.name()) } }
            }
        }
    }
}

fn way(channel: Channel, chosen: bool, amount: &str) -> Markup {
    let how = match channel {
        Channel::Card => "A test card ending in 4081 is charged.".to_owned(),
        Channel::Transfer => {
            format!("{amount} arrives from account 0000000001 at Sandbox Bank.")
        }
        Channel::Ussd => "A test phone dials *000# and confirms.".to_owned(),
        Channel::Opay | Channel::Palmpay | Channel::Momo => {
            "A test wallet confirms, and the fee is charged on top.".to_owned()
        }
    };
    let value = channel.key();
    let (id, hint) = (format!("by-{value}"), format!("by-{value}-how"));
    html! {
        div.way {
            input type="radio" name="channel" value=(value) id=(id) aria-describedby=(hint)
                checked[chosen];
            label for=(id) {
                (icons::channel(channel))
                span.name { (format::channel(channel)) }
                span.dot aria-hidden="true" {}
            }
            p.how id=(hint) { (how) }
        }
    }
}
