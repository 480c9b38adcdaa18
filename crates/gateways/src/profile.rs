//! What is to be known of each gateway before an account is connected, and the one door to a connection.
//!
//! A gateway is one [`Profile`]: adding one means one adapter, one profile and one arm in [`profile`]. Facts are the
//! gateways' own (seeds 000 and 002); what those leave open is a [`Setting`] that a merchant can correct.

mod link;
mod settings;

use ledger::{Currency, GatewayKind, Money};

use crate::http::Http;
use crate::{Capabilities, CredentialField, Credentials, CredentialsError, Error, Gateway, Timing};
pub use link::LinkField;
pub use settings::{Setting, SettingError, Settings};

/// What is to be known of a gateway.
#[derive(Debug)]
pub struct Profile {
    /// Which gateway.
    pub kind: GatewayKind,
    /// The name it gives itself.
    pub title: &'static str,
    /// Where it is.
    pub base_url: &'static str,
    /// The keys it wants.
    pub credentials: &'static [CredentialField],
    /// What can be set per account.
    pub settings: &'static [Setting],
    /// Which fields a link has there.
    pub link_fields: &'static [LinkField],
    /// The currencies it is documented to take; empty where it says any.
    pub(crate) listed_currencies: &'static [Currency],
    /// The least amounts it takes.
    pub(crate) minimums: &'static [Money],
    /// What an account with some settings can do.
    pub(crate) capabilities: fn(&Settings) -> Capabilities,
    /// Finds the mistakes that keys show by themselves.
    pub(crate) check_keys: fn(&Credentials) -> Result<(), CredentialsError>,
    /// Makes its adapter.
    pub(crate) adapter: Adapter,
}

/// Makes the adapter of one account.
pub(crate) type Adapter = fn(Http, &Credentials, &Settings) -> Result<Box<dyn Gateway>, Error>;

impl Profile {
    /// What an account with these settings can do; told without its keys and without the network.
    #[must_use]
    pub fn capabilities(&self, settings: &Settings) -> Capabilities {
        (self.capabilities)(settings)
    }

    /// The currencies an order may be in.
    #[must_use]
    pub fn currencies(&self) -> Vec<Currency> {
        if self.listed_currencies.is_empty() {
            Currency::all().collect()
        } else {
            self.listed_currencies.to_vec()
        }
    }

    /// Whether an order may be in a currency.
    #[must_use]
    pub fn takes(&self, currency: Currency) -> bool {
        self.listed_currencies.is_empty() || self.listed_currencies.contains(&currency)
    }

    /// The least amount of a currency, where one is known.
    #[must_use]
    pub fn minimum(&self, currency: Currency) -> Option<Money> {
        self.minimums.iter().copied().find(|minimum| minimum.currency() == currency)
    }
}

/// What is to be known of a gateway.
#[must_use]
pub const fn profile(kind: GatewayKind) -> &'static Profile {
    match kind {
        GatewayKind::Novac => &crate::novac::PROFILE,
        GatewayKind::Ovgc => &crate::ovgc::PROFILE,
    }
}

/// Connects an account. Nothing is sent until it is asked for something.
///
/// # Errors
/// [`Error::Setting`] for a base URL that is none or not safe, [`Error::Credentials`] for keys of another gateway,
/// [`Error::NoClient`] on a computer without trusted certificates.
pub fn connect(
    kind: GatewayKind,
    base_url: &str,
    credentials: &Credentials,
    settings: &Settings,
) -> Result<Box<dyn Gateway>, Error> {
    connect_with(kind, base_url, credentials, settings, Timing::default())
}

/// As [`connect`], with another patience.
///
/// # Errors
/// As [`connect`].
pub fn connect_with(
    kind: GatewayKind,
    base_url: &str,
    credentials: &Credentials,
    settings: &Settings,
    timing: Timing,
) -> Result<Box<dyn Gateway>, Error> {
    let http = Http::new(kind, base_url, credentials, timing)?;
    (profile(kind).adapter)(http, credentials, settings)
}
