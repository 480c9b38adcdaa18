//! How the pages write amounts, times and the names of things.

use chrono::{DateTime, Utc};
use ledger::Money;
use maud::{Markup, html};

use crate::amount::grouped;
use crate::state::{Channel, Checkout, Outcome, Standing};

/// `NGN 25,000.00`, with a space that does not break.
pub(super) fn amount(money: Money) -> String {
    format!("{}\u{a0}{}", money.currency(), grouped(money))
}

/// A moment as a person reads it and as a program does.
pub(super) fn moment(time: DateTime<Utc>) -> Markup {
    html! {
        time datetime=(time.to_rfc3339()) { (time.format("%-d %b %Y, %H:%M UTC")) }
    }
}

/// What a checkout is for, in the merchant's words where there are some.
pub(super) fn headline(checkout: &Checkout) -> &str {
    let order = &checkout.order;
    order.title.as_deref().or(order.description.as_deref()).unwrap_or("Payment")
}

pub(super) fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Card => "Card",
        Channel::Transfer => "Bank transfer",
        Channel::Ussd => "USSD",
        Channel::Opay => "OPay",
        Channel::Palmpay => "PalmPay",
        Channel::Momo => "MoMo",
    }
}

/// One word for how a checkout stands, and the class that colours it.
pub(super) fn standing(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Open => ("Open", "open"),
        Standing::Expired => ("Expired", "ended"),
        Standing::Ended(Outcome::Paid(_), _) => ("Paid", "paid"),
        Standing::Ended(Outcome::Declined, _) => ("Declined", "declined"),
        Standing::Ended(Outcome::Left, _) => ("Cancelled", "ended"),
    }
}
