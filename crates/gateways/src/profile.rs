//! What is to be known of each gateway before an account is connected, and the one door to a connection.
//!
//! A gateway is one [`Profile`]: adding one means one adapter, one profile and one arm in [`profile`]. Facts are the
//! gateways' own (seeds 000 and 002); what those leave open is a [`Setting`] that a merchant can correct.

mod link;
mod settings;

use ledger::{Currency, GatewayKind, Money, PayoutKind};

use crate::http::{Http, Manners};
use crate::{
    Capabilities, CredentialField, Credentials, CredentialsError, Error, Gateway, PayoutRoute,
    Timing, Webhooks,
};
pub use link::LinkField;
pub use settings::{Allowed, Setting, SettingError, Settings};

/// What is to be known of a gateway.
#[derive(Debug)]
pub struct Profile {
    /// Which gateway.
    pub kind: GatewayKind,
    /// The name it gives itself.
    pub title: &'static str,
    /// Where it is, as long as nothing is set.
    pub base_url: &'static str,
    /// The keys it wants.
    pub credentials: &'static [CredentialField],
    /// What can be set per account.
    pub settings: &'static [Setting],
    /// Which fields a link has there.
    pub link_fields: &'static [LinkField],
    /// The ways to send money; whether an account can is among its capabilities.
    pub payout_routes: &'static [PayoutRoute],
    /// How its messages are proven and read.
    pub webhooks: Webhooks,
    /// The currencies it is documented to take; empty where it says any.
    pub(crate) listed_currencies: &'static [Currency],
    /// The least amounts it takes.
    pub(crate) minimums: &'static [Money],
    /// What an account with some settings can do.
    pub(crate) capabilities: fn(&Settings) -> Capabilities,
    /// For how many days after a payment an account with some settings can refund it.
    pub(crate) refund_days: fn(&Settings) -> Option<u32>,
    /// Where it usually is for an account with some settings.
    pub(crate) address: fn(&Settings) -> &'static str,
    /// What sets its HTTP apart, for an account with some settings.
    pub(crate) manners: fn(&Settings) -> Manners,
    /// The most that goes out at a time.
    pub(crate) most_per_payout: fn(PayoutKind, &Settings) -> Option<Money>,
    /// Finds the mistakes that keys show by themselves.
    pub(crate) check_keys: fn(&Credentials) -> Result<(), CredentialsError>,
    /// Makes its adapter.
    pub(crate) adapter: Adapter,
}

/// How the name of a field begins that keeps a key for a while after another took its place.
const REPLACED: &str = "old_";

/// Makes the adapter of one account.
pub(crate) type Adapter = fn(Http, &Credentials, &Settings) -> Result<Box<dyn Gateway>, Error>;

impl Profile {
    /// What an account with these settings can do; told without its keys and without the network.
    #[must_use]
    pub fn capabilities(&self, settings: &Settings) -> Capabilities {
        (self.capabilities)(settings)
    }

    /// For how many days after a payment the gateway refunds it by its API; `None` where no limit is known.
    #[must_use]
    pub fn refund_days(&self, settings: &Settings) -> Option<u32> {
        (self.refund_days)(settings)
    }

    /// The keys that a merchant is asked for: all but those that are kept of themselves when others take their place.
    pub fn asked_for(&self) -> impl Iterator<Item = &'static CredentialField> {
        self.credentials.iter().filter(|field| !field.key.starts_with(REPLACED))
    }

    /// Where the gateway usually is for an account with these settings.
    #[must_use]
    pub fn address(&self, settings: &Settings) -> &'static str {
        (self.address)(settings)
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
        GatewayKind::Nowpay => &crate::nowpay::PROFILE,
        GatewayKind::Echezona => &crate::echezona::PROFILE,
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
    let profile = profile(kind);
    let manners = (profile.manners)(settings);
    let http = Http::new(kind, base_url, credentials, manners, timing)?;
    (profile.adapter)(http, credentials, settings)
}
