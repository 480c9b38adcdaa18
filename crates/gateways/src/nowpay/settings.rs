//! What a merchant can correct about Nowpay.
//!
//! Several routes are known only to merchants with an account: the public documents describe the requests of some and leave
//! their addresses out. A route that is not set makes what needs it a "no, because …", and its help says so.

use ledger::{Currency, Money, PayoutKind};

use crate::webhook::is_address_list;
use crate::{Allowed, Setting, Settings};

/// The word that allows clear text.
pub(super) const ALLOWED: &str = "allowed";

pub(super) const CLEAR_TEXT: Setting = Setting {
    key: "clear_text",
    title: "Connections without encryption",
    help: "`allowed` lets the base URL begin with http://. Anybody on the way between this computer and Nowpay can then read the \
           key, spend the wallet with it, and change what Nowpay answers. Allow it only where Nowpay offers nothing else, over a \
           private line.",
    default: "refused",
    allowed: Allowed::OneOf(&["refused", ALLOWED]),
    source: "Nowpay's documents print http://; whether https:// answers is not documented",
};

pub(super) const HISTORY_ROUTE: Setting = Setting {
    key: "history_route",
    title: "Route of the history",
    help: "Where a payout is looked up by its request id. Without the right route, a payout whose answer was lost stays unknown.",
    default: "/api/recharge/history",
    allowed: Allowed::Text { form: "a route such as /api/recharge/history", check: is_route },
    source: "Nowpay documents the request and not its route; this one follows the routes it does name",
};

pub(super) const RECHARGE_ROUTE: Setting = unpublished(
    "recharge_route",
    "Route of recharges",
    "Nowpay does not publish the route of recharges. Ask Nowpay for it and fill in the setting `recharge_route`; until then no \
     recharge can be made.",
);

pub(super) const OPERATORS_ROUTE: Setting = unpublished(
    "operators_route",
    "Route of the list of operators",
    "Nowpay does not publish the route of its list of operators. Ask Nowpay for it and fill in the setting `operators_route`; \
     until then an operator is given by Nowpay's number for it.",
);

pub(super) const CIRCLES_ROUTE: Setting = unpublished(
    "circles_route",
    "Route of the list of circles",
    "Nowpay does not publish the route of its list of circles. Ask Nowpay for it and fill in the setting `circles_route`; until \
     then a circle is given by Nowpay's number for it.",
);

pub(super) const PLANS_ROUTE: Setting = unpublished(
    "plans_route",
    "Route of the list of plans",
    "Nowpay does not publish the route of its list of plans. Ask Nowpay for it and fill in the setting `plans_route`; until then \
     a recharge goes by its amount alone.",
);

pub(super) const TRANSFER_LIMIT: Setting = Setting {
    key: "transfer_limit",
    title: "Most per transfer, in rupees",
    help: "An account transfer or wallet transfer over more than this is sent in several parts.",
    default: "5000.00",
    allowed: Allowed::Text { form: "an amount such as 5000.00", check: is_amount },
    source: "Nowpay's account transfer takes 5,000 rupees at a time, by a rule of the Reserve Bank of India; assumed for wallets",
};

pub(super) const PAYTM_WORD: Setting = Setting {
    key: "wallet_mode_word",
    title: "Word for a Paytm wallet",
    help: "What Nowpay is told where the wallet is one at Paytm. Change it where Nowpay refuses every Paytm wallet.",
    default: "PAYTM",
    allowed: Allowed::OneOf(&["PAYTM", "PYTM_WALLET"]),
    source: "the text of Nowpay's documents says PAYTM, their example PYTM_WALLET",
};

pub(super) const CALLBACK_SOURCES: Setting = Setting {
    key: "callback_sources",
    title: "Addresses that callbacks come from",
    help: "IP addresses or networks, separated by commas. Nowpay tells its merchants which. While this is empty a callback proves \
           nothing and causes no more than a look-up; with addresses, one from elsewhere is rejected.",
    default: "",
    allowed: Allowed::Text {
        form: "a list of IP addresses or networks with commas between them, and no network of every address such as \
               0.0.0.0/0, or empty",
        check: is_address_list,
    },
    source: "Nowpay's introduction has merchants allow its IP address and does not name it",
};

/// Every setting, in the order in which people are shown them.
pub(super) const ALL: [Setting; 9] = [
    CLEAR_TEXT,
    HISTORY_ROUTE,
    RECHARGE_ROUTE,
    OPERATORS_ROUTE,
    CIRCLES_ROUTE,
    PLANS_ROUTE,
    TRANSFER_LIMIT,
    PAYTM_WORD,
    CALLBACK_SOURCES,
];

/// The most that goes out at a time.
pub(super) fn most_per_payout(kind: PayoutKind, settings: &Settings) -> Option<Money> {
    match kind {
        PayoutKind::Remittance | PayoutKind::Wallet => amount(settings.get(TRANSFER_LIMIT.key)),
        _ => None,
    }
}

const fn unpublished(key: &'static str, title: &'static str, help: &'static str) -> Setting {
    Setting {
        key,
        title,
        help,
        default: "",
        allowed: Allowed::Text {
            form: "a route such as /api/recharge/history, or empty",
            check: is_route_or_empty,
        },
        source: "not published by Nowpay",
    }
}

fn is_route(text: &str) -> bool {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'.');
    text.len() > 1 && text.starts_with('/') && text.bytes().all(is_plain)
}

fn is_route_or_empty(text: &str) -> bool {
    text.is_empty() || is_route(text)
}

fn is_amount(text: &str) -> bool {
    amount(text).is_some()
}

fn amount(text: &str) -> Option<Money> {
    Money::parse_positive(text, Currency::INR).ok()
}
