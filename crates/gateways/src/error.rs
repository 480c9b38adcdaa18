//! What can go wrong on the way to a gateway and back, in words for the merchant.
//!
//! Every error knows its [`Outcome`]: whether the request certainly had no effect, or may have had one. Only a refusal
//! that can be read, and a request that never left, count as "no effect"; all else is unknown. No error carries a key, a
//! header or a body; of a gateway's words at most one short line is kept.

use std::time::Duration;

use ledger::GatewayKind;

use crate::{CredentialsError, SettingError};

/// What an error says about the request's effect at the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It certainly had none.
    NotDone,
    /// It may have had one: look it up, do not send it again.
    Unknown,
}

/// What a lower layer said.
pub(crate) type Source = Box<dyn std::error::Error + Send + Sync>;

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// Which field: `amount`, `currency`, `email`, `reference`, `callback_url` and so on.
    pub field: &'static str,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into() }
    }
}

/// Why a gateway could not do what was asked, or why that is not known.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 401: the key is not known there.
    #[error(
        "{} does not accept the {key}. Copy it again from the gateway's dashboard, and check there that it was not \
         replaced{}", gateway.title(), said(message)
    )]
    Unauthorised {
        /// The gateway.
        gateway: GatewayKind,
        /// Which key.
        key: &'static str,
        /// What the gateway said.
        message: Option<String>,
    },
    /// 403: the key is of the wrong kind, or this computer may not use it.
    #[error(
        "{} does not allow this with the {key}. Check that it is the right kind of key, and that the gateway's dashboard \
         allows the IP address of this computer{}", gateway.title(), said(message)
    )]
    Forbidden {
        /// The gateway.
        gateway: GatewayKind,
        /// Which key.
        key: &'static str,
        /// What the gateway said.
        message: Option<String>,
    },
    /// The gateway does not know it, or not yet.
    #[error(
        "{} has not found it. If it was made just now, look again in a minute{}", gateway.title(), said(message)
    )]
    NotFound {
        /// The gateway.
        gateway: GatewayKind,
        /// What the gateway said.
        message: Option<String>,
    },
    /// 429.
    #[error("{} asks for a pause, because it was asked too often. {}", gateway.title(), pause(*retry_after))]
    RateLimited {
        /// The gateway.
        gateway: GatewayKind,
        /// How long it wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// 409: it clashes with something under way there.
    #[error(
        "{} says that this clashes with something it already has or is working on. Look it up before trying again{}",
        gateway.title(), said(message)
    )]
    Conflict {
        /// The gateway.
        gateway: GatewayKind,
        /// What the gateway said.
        message: Option<String>,
    },
    /// The gateway already has a payment under the reference.
    #[error("{} already has a payment under `{reference}`. Use another order number", gateway.title())]
    Duplicate {
        /// The gateway.
        gateway: GatewayKind,
        /// The reference that was sent.
        reference: String,
    },
    /// The gateway understood the request and said no.
    #[error("{} refused this{}", gateway.title(), said(message))]
    Refused {
        /// The gateway.
        gateway: GatewayKind,
        /// The HTTP status.
        status: u16,
        /// The gateway's word for the reason, such as `SESSION_EXPIRED`.
        code: Option<String>,
        /// What the gateway said.
        message: Option<String>,
    },
    /// The gateway is out of order.
    #[error("{} is out of order at the moment (it answered {status}). Try again later", gateway.title())]
    Unavailable {
        /// The gateway.
        gateway: GatewayKind,
        /// The HTTP status.
        status: u16,
    },
    /// No connection was made, so nothing was sent.
    #[error(
        "{} cannot be reached. Check the internet connection, and the account's base URL if it was changed",
        gateway.title()
    )]
    Offline {
        /// The gateway.
        gateway: GatewayKind,
        /// What the network said.
        source: Source,
    },
    /// No safe connection was made, so nothing was sent.
    #[error(
        "no safe connection to {} could be made: its certificate or encryption is not accepted. Check this computer's \
         date, and whether something on the network intercepts connections", gateway.title()
    )]
    Tls {
        /// The gateway.
        gateway: GatewayKind,
        /// What was wrong with it.
        source: Source,
    },
    /// The request left, and no answer came in time.
    #[error("{} took too long to answer", gateway.title())]
    TimedOut {
        /// The gateway.
        gateway: GatewayKind,
        /// What the network said.
        source: Source,
    },
    /// The request left, and the connection broke before the whole answer was in.
    #[error("the connection to {} broke before its whole answer had come", gateway.title())]
    Interrupted {
        /// The gateway.
        gateway: GatewayKind,
        /// What the network said.
        source: Source,
    },
    /// The answer points elsewhere; keys are not carried there.
    #[error(
        "{} answered by pointing to another address, which is not followed because keys would go there. Check the \
         account's base URL", gateway.title()
    )]
    Redirected {
        /// The gateway.
        gateway: GatewayKind,
    },
    /// The answer is larger than any answer of a gateway.
    #[error("the answer of {} is too large to be one of a payment gateway. Check the account's base URL", gateway.title())]
    TooLarge {
        /// The gateway.
        gateway: GatewayKind,
    },
    /// The answer cannot be understood.
    #[error("the answer of {} cannot be understood: {what}", gateway.title())]
    Malformed {
        /// The gateway.
        gateway: GatewayKind,
        /// What is wrong with it.
        what: String,
    },
    /// The answer is about something else.
    #[error(
        "{} answered about another payment than the one it was asked for. Nothing of the answer was used", gateway.title()
    )]
    OtherPayment {
        /// The gateway.
        gateway: GatewayKind,
    },
    /// This gateway cannot do it.
    #[error("{reason}")]
    Unsupported {
        /// Why, and what to do instead.
        reason: &'static str,
    },
    /// The request was not sent, because the gateway could not take it.
    #[error(transparent)]
    Invalid(#[from] Problem),
    /// The keys cannot be used.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// The account's settings cannot be used.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// This computer cannot make safe connections at all.
    #[error(
        "this computer cannot make safe connections, most likely because it has no list of trusted certificates. \
         Install the system's `ca-certificates`"
    )]
    NoClient {
        /// What is missing.
        source: Source,
    },
}

impl Error {
    /// Whether the request may have had an effect at the gateway.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Unauthorised { .. }
            | Self::Forbidden { .. }
            | Self::NotFound { .. }
            | Self::RateLimited { .. }
            | Self::Duplicate { .. }
            | Self::Refused { .. }
            | Self::Offline { .. }
            | Self::Tls { .. }
            | Self::Unsupported { .. }
            | Self::Invalid(_)
            | Self::Credentials(_)
            | Self::Setting(_)
            | Self::NoClient { .. } => Outcome::NotDone,
            Self::Conflict { .. }
            | Self::Unavailable { .. }
            | Self::TimedOut { .. }
            | Self::Interrupted { .. }
            | Self::Redirected { .. }
            | Self::TooLarge { .. }
            | Self::Malformed { .. }
            | Self::OtherPayment { .. } => Outcome::Unknown,
        }
    }

    /// One word for what happened, for logs and for those who sort errors.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unauthorised { .. } => "unauthorised",
            Self::Forbidden { .. } => "forbidden",
            Self::NotFound { .. } => "not_found",
            Self::RateLimited { .. } => "rate_limited",
            Self::Conflict { .. } => "conflict",
            Self::Duplicate { .. } => "duplicate",
            Self::Refused { .. } => "refused",
            Self::Unavailable { .. } => "unavailable",
            Self::Offline { .. } => "offline",
            Self::Tls { .. } => "tls",
            Self::TimedOut { .. } => "timed_out",
            Self::Interrupted { .. } => "interrupted",
            Self::Redirected { .. } => "redirected",
            Self::TooLarge { .. } => "too_large",
            Self::Malformed { .. } => "malformed",
            Self::OtherPayment { .. } => "other_payment",
            Self::Unsupported { .. } => "unsupported",
            Self::Invalid(_) => "invalid",
            Self::Credentials(_) => "credentials",
            Self::Setting(_) => "setting",
            Self::NoClient { .. } => "no_client",
        }
    }

    pub(crate) fn malformed(gateway: GatewayKind, what: impl Into<String>) -> Self {
        Self::Malformed { gateway, what: what.into() }
    }
}

fn said(message: &Option<String>) -> String {
    message.as_ref().map_or_else(String::new, |message| format!(" (it said: {message})"))
}

fn pause(retry_after: Option<Duration>) -> String {
    retry_after.map_or_else(
        || "Try again in a minute".to_owned(),
        |pause| format!("Try again in {} seconds", pause.as_secs().max(1)),
    )
}
