//! What can be set for an account at Novac: where its documents differ or say nothing.

use chrono::{FixedOffset, Offset, Utc};

use crate::webhook::is_address_list;
use crate::{Allowed, Setting, Settings};

pub(super) const ALL: &[Setting] =
    &[CHECKOUT_PATH, PAYMENT_OPTIONS, FULL_REFUND, REFUND_DAYS, REPORT_ZONE, WEBHOOK_SOURCES];

pub(super) const CHECKOUT_PATH: Setting = Setting {
    key: "checkout_path",
    title: "How a checkout is started",
    help: "`initiate` derives a reference from the order number, `checkout` sends the order number as it is. `auto` tries \
           `initiate` and goes on to `checkout` where Novac does not know that path.",
    default: "auto",
    allowed: Allowed::OneOf(&["auto", "initiate", "checkout"]),
    source: "Novac's e-commerce guide documents /checkout; its API reference and plug-ins use /initiate",
};

pub(super) const PAYMENT_OPTIONS: Setting = Setting {
    key: "payment_options",
    title: "Ways to pay",
    help: "Which ways the checkout offers: some of CARD, PWBT (bank transfer), OPAY, USSD, PALMPAY and MOMO, with commas \
           between them. Empty offers all that are switched on in Novac's dashboard. Only `initiate` can carry this.",
    default: "",
    allowed: Allowed::Text {
        form: "some of CARD, PWBT, OPAY, USSD, PALMPAY, MOMO with commas between them, or empty",
        check: is_option_list,
    },
    source: "Novac's API reference, allowedPaymentOptions; nothing is sent by default",
};

pub(super) const FULL_REFUND: Setting = Setting {
    key: "full_refund",
    title: "How a full refund is asked for",
    help: "`refund` sends the payment's reference alone. `partial-refund` sends the whole amount along, for accounts where \
           Novac wants one.",
    default: "refund",
    allowed: Allowed::OneOf(&["refund", "partial-refund"]),
    source: "Novac's e-commerce guide sends the reference alone; its refund guide lists an amount as required",
};

pub(super) const REFUND_DAYS: Setting = Setting {
    key: "refund_days",
    title: "Days a payment can be refunded for",
    help: "How many days after a payment Novac still refunds it by its API. Older ones are not asked for, and are paid back by \
           hand. Empty means that no limit is known.",
    default: "",
    allowed: Allowed::Text { form: "a whole number from 1 to 3650, or empty", check: is_days },
    source: "not documented; ask Novac whether your account has a limit",
};

pub(super) const REPORT_ZONE: Setting = Setting {
    key: "report_zone",
    title: "Time zone of the balance report",
    help: "Novac writes the times of its balance report without saying in which time zone. Change this if they are off by \
           whole hours.",
    default: "+01:00",
    allowed: Allowed::Text { form: "an offset such as +01:00 or +00:00", check: is_zone },
    source: "not documented; Novac is in Nigeria, which keeps one hour ahead of UTC all year",
};

pub(super) const WEBHOOK_SOURCES: Setting = Setting {
    key: "webhook_sources",
    title: "Addresses Novac's webhooks come from",
    help: "Novac signs nothing, so that the address is all that proves a webhook. Change this when Novac announces another; \
           addresses and networks, with commas between them.",
    default: "18.233.137.110",
    allowed: Allowed::Text {
        form: "addresses such as 18.233.137.110 or networks such as 10.0.0.0/8, with commas between them, and no network of \
               every address such as 0.0.0.0/0",
        check: is_address_list,
    },
    source: "Novac's WooCommerce plug-in",
};

/// Ten years.
const MOST_REFUND_DAYS: u32 = 3650;
const OPTIONS: [&str; 6] = ["CARD", "PWBT", "OPAY", "USSD", "PALMPAY", "MOMO"];

/// The ways to pay as Novac takes them; none where all are offered.
pub(super) fn payment_options(settings: &Settings) -> Option<String> {
    let options: Vec<&str> = options(settings.get(PAYMENT_OPTIONS.key)).collect();
    (!options.is_empty()).then(|| options.join(","))
}

/// The zone of the balance report.
pub(super) fn report_zone(settings: &Settings) -> FixedOffset {
    zone(settings.get(REPORT_ZONE.key)).unwrap_or_else(|| Utc.fix())
}

/// For how many days after a payment it is refunded; `None` where no limit is known.
pub(super) fn refund_days(settings: &Settings) -> Option<u32> {
    days(settings.get(REFUND_DAYS.key))
}

fn is_option_list(text: &str) -> bool {
    options(text).all(|option| OPTIONS.contains(&option))
}

fn options(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(',').map(str::trim);
    words.filter(move |word| !(word.is_empty() && text.trim().is_empty()))
}

fn is_days(text: &str) -> bool {
    text.is_empty() || days(text).is_some()
}

fn days(text: &str) -> Option<u32> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let days = is_plain.then(|| text.parse().ok()).flatten();
    days.filter(|days| (1..=MOST_REFUND_DAYS).contains(days))
}

fn is_zone(text: &str) -> bool {
    zone(text).is_some()
}

/// Reads `+01:00`.
fn zone(text: &str) -> Option<FixedOffset> {
    let has_shape = text.len() == "+01:00".len() && text.starts_with(['+', '-']);
    has_shape.then(|| text.parse().ok()).flatten()
}
