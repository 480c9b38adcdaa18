//! What OVGC's documents leave open, and which of its two APIs an account speaks.

use chrono::{FixedOffset, Offset, Utc};
use ledger::Currency;

use crate::unit::Unit;
use crate::webhook::{SIGNATURE_HEADER_FORM, is_signature_header};
use crate::{Allowed, Setting, Settings};

pub(super) const API: Setting = Setting {
    key: "api",
    title: "Which API the account speaks",
    help: "`checkout_sessions` is the API of OVGC's public documents. `payment_request` is the one that newer dashboards show, \
           at billing.ovgcpayments.com. The documents in your dashboard say which is yours. Choose before the first payment: \
           what was already paid would be asked for at the other place, and its amounts read in the other unit.",
    default: CHECKOUT_SESSIONS,
    allowed: Allowed::OneOf(&[CHECKOUT_SESSIONS, PAYMENT_REQUEST]),
    source: "OVGC's Checkout Sessions documents; its newer documents describe payment-request-api",
};

pub(super) const EXPIRES_AT_ZONE: Setting = Setting {
    key: "expires_at_zone",
    title: "Time zone of expiry times",
    help: "OVGC writes when a session expires without saying in which time zone. Change this if links show an expiry that \
           is off by whole hours.",
    default: "UTC",
    allowed: Allowed::OneOf(&ZONES),
    source: "not documented; UTC is the custom",
};

pub(super) const REQUEST_CURRENCY: Setting = Setting {
    key: "request_currency",
    title: "Currency of payment requests",
    help: "A payment request names an amount and no currency. Orders in another currency than this one are not sent. Only \
           for accounts whose API is `payment_request`.",
    default: "USD",
    allowed: Allowed::Text {
        form: "the three letters of a currency, such as USD",
        check: |text| text.parse::<Currency>().is_ok(),
    },
    source: "OVGC's payment-request documents: 25.00 is $25.00",
};

pub(super) const WEBHOOK_PROOF: Setting = Setting {
    key: "webhook_proof",
    title: "How messages are proven",
    help: "`signature`: OVGC signs each message. `secret_in_body`: each message carries the webhook secret. `auto` takes what \
           is usual for the account's API: signatures for `checkout_sessions`, the secret for `payment_request`.",
    default: "auto",
    allowed: Allowed::OneOf(&["auto", SIGNATURE, SECRET_IN_BODY]),
    source: "OVGC's Checkout Sessions documents sign messages; integrators of payment-request-api compare a secret",
};

pub(super) const WEBHOOK_SIGNATURE_HEADER: Setting = Setting {
    key: "webhook_signature_header",
    title: "Header of the signature",
    help: "The header in which OVGC sends the signature of a message. The inbox shows the headers of messages that came in.",
    default: "x-webhook-signature",
    allowed: Allowed::Text { form: SIGNATURE_HEADER_FORM, check: is_signature_header },
    source: "not documented; named as x-webhook-timestamp is, which is documented",
};

const CHECKOUT_SESSIONS: &str = "checkout_sessions";
const PAYMENT_REQUEST: &str = "payment_request";
const SIGNATURE: &str = "signature";
const SECRET_IN_BODY: &str = "secret_in_body";

/// `UTC` and the whole hours beside it.
const ZONES: [&str; 27] = [
    "UTC", "-12:00", "-11:00", "-10:00", "-09:00", "-08:00", "-07:00", "-06:00", "-05:00",
    "-04:00", "-03:00", "-02:00", "-01:00", "+01:00", "+02:00", "+03:00", "+04:00", "+05:00",
    "+06:00", "+07:00", "+08:00", "+09:00", "+10:00", "+11:00", "+12:00", "+13:00", "+14:00",
];

/// Which of OVGC's two APIs an account speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Api {
    /// `/api/checkout-sessions` (seed 002).
    CheckoutSessions,
    /// `/backend/api/payment-request-api`.
    PaymentRequest,
}

impl Api {
    pub(super) fn of(settings: &Settings) -> Self {
        if settings.get(API.key) == PAYMENT_REQUEST {
            Self::PaymentRequest
        } else {
            Self::CheckoutSessions
        }
    }

    /// Where it is.
    pub(super) const fn address(self) -> &'static str {
        match self {
            Self::CheckoutSessions => "https://dashboard.ovgcpayments.com",
            Self::PaymentRequest => "https://billing.ovgcpayments.com",
        }
    }

    /// In which unit it writes amounts.
    pub(super) const fn unit(self) -> Unit {
        match self {
            Self::CheckoutSessions => Unit::Minor,
            Self::PaymentRequest => Unit::Major,
        }
    }
}

/// Whether messages are signed; otherwise they carry the secret.
pub(super) fn signs_messages(settings: &Settings) -> bool {
    match settings.get(WEBHOOK_PROOF.key) {
        SIGNATURE => true,
        SECRET_IN_BODY => false,
        _ => Api::of(settings) == Api::CheckoutSessions,
    }
}

/// The zone of expiry times.
pub(super) fn expiry_zone(settings: &Settings) -> FixedOffset {
    settings.get(EXPIRES_AT_ZONE.key).parse().unwrap_or_else(|_| Utc.fix())
}

/// The currency of payment requests.
pub(super) fn request_currency(settings: &Settings) -> Currency {
    settings.get(REQUEST_CURRENCY.key).parse().unwrap_or(Currency::USD)
}
