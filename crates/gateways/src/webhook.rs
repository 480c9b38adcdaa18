//! Messages that a gateway sends by itself: whether they are its own, and what they say.
//!
//! Pure: headers, body, source address, keys and time of arrival are passed in, and the proof is made on the raw bytes before
//! anything reads them. Whatever a message says, it is a hint; the back office looks the payment up before its state
//! changes. How each gateway proves its messages is in `<gateway>/webhook.rs`.

mod body;
mod freshness;
mod masking;
mod signature;
mod source;

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use ledger::{Money, PayoutKind, PayoutStatus, RefundStatus};

use crate::{Credentials, Profile, Settings};
pub(crate) use body::{digest_of, read_body, reference};
pub(crate) use freshness::check_fresh;
pub use masking::{Masked, is_secret_header, masked};
pub(crate) use signature::{Algorithm, check_signature, is_same_secret};
pub(crate) use source::{check_source, is_address_list};

/// The headers of a message: names in lower case, in the order they came in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

/// A message as it came in.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Its headers.
    pub headers: &'a Headers,
    /// Its body, byte for byte.
    pub body: &'a [u8],
    /// Who sent it, as far as that is known for certain.
    pub source: Option<IpAddr>,
    /// When it came in.
    pub received_at: DateTime<Utc>,
}

/// What shows that a message is the gateway's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A signature, or a secret that only the gateway has.
    Secret,
    /// The same, by the secret that is being replaced.
    OldSecret,
    /// The address it came from.
    Source,
    /// Nothing: this gateway's messages prove nothing, and can cause no more than a look-up.
    Nothing,
}

/// Why a message is not acted on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Rejection(pub(crate) String);

/// What a gateway says happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened, in the gateway's word.
    pub name: String,
    /// What tells it from every other event of the account: the gateway's id, else what it is about. The same event sent
    /// again has the same.
    pub key: String,
    /// The references under which the payment may be known, the likeliest first.
    pub references: Vec<String>,
    /// What it is about.
    pub about: About,
    /// The amount it names.
    pub amount: Option<Money>,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Nothing: the gateway tries whether anybody listens.
    Ping,
    /// A payment, which can be looked up.
    Payment,
    /// A refund of the payment.
    Refund {
        /// The gateway's id of the refund, where it tells.
        id: Option<String>,
        /// What it means.
        status: RefundStatus,
        /// The gateway's own word.
        word: String,
    },
    /// Money that the gateway sent to somebody.
    Payout {
        /// What kind of sending.
        kind: PayoutKind,
        /// What it means.
        status: PayoutStatus,
        /// The gateway's own word.
        word: String,
        /// The gateway's id, where it tells.
        id: Option<String>,
    },
    /// Something that this version does not know.
    Other,
}

/// How a gateway's messages are proven and read.
#[derive(Debug)]
pub struct Webhooks {
    /// What proves them; a sentence for people.
    pub proof: &'static str,
    pub(crate) prove: fn(&Arrival<'_>, &Credentials, &Settings) -> Result<Proof, Rejection>,
    pub(crate) read: fn(&[u8], &Settings) -> Result<Event, Rejection>,
}

impl Rejection {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl Headers {
    /// Takes names in any case.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect())
    }

    /// The value of a header that is there exactly once; one that is there twice says nothing for certain.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value)
    }

    /// The value of a header that a message must have, exactly once.
    pub(crate) fn only(&self, name: &str) -> Result<&str, Rejection> {
        self.get(name).ok_or_else(|| {
            let any = self.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
            let how = if any { "more than one header" } else { "no header" };
            Rejection::new(format!("it has {how} `{name}`"))
        })
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// What to write for the header of a signature.
pub(crate) const SIGNATURE_HEADER_FORM: &str = "the name of a header, such as x-webhook-signature, and not authorization, \
     proxy-authorization, cookie or x-api-key, whose values are never kept";

/// Whether a text can be the name of a header that carries a signature. A message is proven again as it was kept, so that
/// one whose value is not kept cannot.
pub(crate) fn is_signature_header(text: &str) -> bool {
    !text.is_empty()
        && !is_secret_header(text)
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

impl Profile {
    /// Whether a message is the gateway's own, sent for the account with these keys and settings, just now.
    ///
    /// # Errors
    /// [`Rejection`] says in a sentence why not.
    pub fn prove(
        &self,
        arrival: &Arrival<'_>,
        credentials: &Credentials,
        settings: &Settings,
    ) -> Result<Proof, Rejection> {
        (self.webhooks.prove)(arrival, credentials, settings)
    }

    /// What a message says. To be asked of proven ones only.
    ///
    /// # Errors
    /// [`Rejection`] for a body that is not what this gateway sends.
    pub fn read_event(&self, body: &[u8], settings: &Settings) -> Result<Event, Rejection> {
        (self.webhooks.read)(body, settings)
    }
}
