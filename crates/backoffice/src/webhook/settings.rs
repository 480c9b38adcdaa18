//! How the listener is set up, as the merchant left it.

use std::net::{Ipv4Addr, SocketAddr};

use super::forwarded::TrustedProxies;
use crate::{Backoffice, Error, FieldProblem};

/// How the listener is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerSettings {
    /// Where it listens; on this computer alone, unless it is set otherwise.
    pub bind: SocketAddr,
    /// The proxies whose `X-Forwarded-For` is believed: addresses and networks, separated by commas.
    pub trusted_proxies: String,
    /// Whether it starts with the window.
    pub starts_with_window: bool,
}

/// The usual port.
const PORT: u16 = 8377;

const BIND: &str = "webhook_bind";
const TRUSTED_PROXIES: &str = "webhook_trusted_proxies";
const STARTS_WITH_WINDOW: &str = "webhook_starts_with_window";
const YES: &str = "yes";

impl Default for ListenerSettings {
    fn default() -> Self {
        Self {
            bind: (Ipv4Addr::LOCALHOST, PORT).into(),
            trusted_proxies: String::new(),
            starts_with_window: false,
        }
    }
}

impl ListenerSettings {
    pub(super) fn proxies(&self) -> Result<TrustedProxies, Error> {
        TrustedProxies::parse(&self.trusted_proxies).ok_or_else(|| {
            let problem = "write addresses and networks with commas between them, such as 127.0.0.1, 10.0.0.0/8, and none of every address";
            Error::Invalid(vec![FieldProblem::new("trusted_proxies", problem)])
        })
    }
}

impl Backoffice {
    /// How the listener is set up; what was never set is as by default.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn listener_settings(&self) -> Result<ListenerSettings, Error> {
        let usual = ListenerSettings::default();
        let bind = self.store().preference(BIND).await?;
        let trusted = self.store().preference(TRUSTED_PROXIES).await?;
        let starts = self.store().preference(STARTS_WITH_WINDOW).await?;
        Ok(ListenerSettings {
            bind: bind.and_then(|text| text.parse().ok()).unwrap_or(usual.bind),
            trusted_proxies: trusted.unwrap_or(usual.trusted_proxies),
            starts_with_window: starts.as_deref() == Some(YES),
        })
    }

    /// Remembers how the listener is set up. One that runs goes on as it was started.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a list of proxies that is none.
    pub async fn set_listener_settings(&self, settings: &ListenerSettings) -> Result<(), Error> {
        settings.proxies()?;
        let bind = settings.bind.to_string();
        let starts = settings.starts_with_window.then_some(YES);
        self.store().set_preference(BIND, Some(&bind)).await?;
        self.store().set_preference(TRUSTED_PROXIES, Some(settings.trusted_proxies.trim())).await?;
        Ok(self.store().set_preference(STARTS_WITH_WINDOW, starts).await?)
    }
}
