//! Practice: the sandbox's gateways, books in a folder of their own, and a history to try things on.
//!
//! The history is made by doing it: links are asked for, customers pay or leave, payments are looked up and refunded, all through
//! the same doors as real ones, on a clock that begins some weeks ago. When practice ends, folder and keys are gone.

mod desk;
mod history;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use backoffice::vault::Keys;
use backoffice::{AccountForm, Backoffice, Clock, Connector, ListenerSettings, Setup};
use chrono::TimeDelta;
use ledger::{Actor, GatewayKind};
use sandbox::{Options, Sandbox};
use secrecy::SecretString;
use tempfile::TempDir;

/// The sandbox and the books that go with it.
pub(crate) struct Practice {
    pub(crate) office: Backoffice,
    pub(crate) sandbox: Sandbox,
    _folder: TempDir,
}

/// Why practice could not start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("practice needs a temporary folder: {0}")]
    Folder(#[from] std::io::Error),
    #[error(transparent)]
    Sandbox(#[from] sandbox::Error),
    #[error(transparent)]
    Office(#[from] backoffice::Error),
    #[error("the sandbox's own keys cannot be read: {0}")]
    Keys(#[from] serde_json::Error),
}

impl Practice {
    /// Starts the sandbox, connects it, and makes the history.
    pub(crate) async fn start(clock: &Clock) -> Result<Self, Error> {
        let time = Shifted::new(clock.clone());
        let sandbox_time = time.clone();
        let sandbox = Sandbox::start(Options::new(Arc::new(move || sandbox_time.now()))).await?;
        let folder = tempfile::Builder::new().prefix("tillkeeper-practice-").tempdir()?;
        let office_time = time.clone();
        let office = Backoffice::open(Setup {
            dir: folder.path().to_owned(),
            keys: Keys::practice(),
            clock: Clock::new(move || office_time.now()),
            actor: Actor::window(),
            connector: Connector::network(),
        })
        .await?;
        time.shift(history::BEGINS_AGO);
        connect(&office, &sandbox).await?;
        history::live_through(&office, &sandbox, &time).await?;
        desk::leave_to_do(&office, &sandbox, &time).await?;
        time.shift(TimeDelta::zero());
        let bind = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listening =
            ListenerSettings { bind, trusted_proxies: String::new(), starts_with_window: true };
        office.set_listener_settings(&listening).await?;
        Ok(Self { office, sandbox, _folder: folder })
    }

    /// Has the sandbox send its webhooks to the listener.
    pub(crate) fn send_webhooks_to(&self, listener: SocketAddr) {
        for (gateway, name) in ACCOUNTS {
            let name = name.replace(' ', "%20");
            let url = format!("http://{listener}/webhooks/{name}");
            self.sandbox.send_webhooks_to(gateway.as_str(), Some(&url));
        }
    }

    /// A customer pays at this moment, so that the inbox has something to show.
    pub(crate) async fn sell_something(&self) -> Result<(), Error> {
        history::sell_something(&self.office, &self.sandbox).await
    }

    /// Stops the sandbox and forgets everything.
    pub(crate) async fn stop(self) {
        self.sandbox.stop().await;
    }
}

/// The accounts of the practice shop.
const ACCOUNTS: [(GatewayKind, &str); 4] = [
    (GatewayKind::Novac, history::NOVAC),
    (GatewayKind::Ovgc, history::OVGC),
    (GatewayKind::Echezona, history::ECHEZONA),
    (GatewayKind::Nowpay, history::NOWPAY),
];

async fn connect(office: &Backoffice, sandbox: &Sandbox) -> Result<(), Error> {
    for (gateway, name) in ACCOUNTS {
        let Some(described) = sandbox.description().gateways.get(gateway.as_str()) else {
            continue;
        };
        let credentials = serde_json::to_string(&described.credentials)?;
        let settings = described.settings.iter();
        let form = AccountForm {
            gateway,
            name: name.to_owned(),
            base_url: Some(described.base_url.clone()),
            credentials: SecretString::from(credentials),
            settings: settings
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
        };
        office.connect_account(form).await?;
    }
    Ok(())
}

/// A clock that can be put back.
#[derive(Clone)]
struct Shifted {
    clock: Clock,
    back_ms: Arc<AtomicI64>,
}

impl Shifted {
    fn new(clock: Clock) -> Self {
        Self { clock, back_ms: Arc::default() }
    }

    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now() - TimeDelta::milliseconds(self.back_ms.load(Ordering::Acquire))
    }

    /// Puts the clock back by `ago`, counted from the real time.
    fn shift(&self, ago: TimeDelta) {
        self.back_ms.store(ago.num_milliseconds(), Ordering::Release);
    }
}
