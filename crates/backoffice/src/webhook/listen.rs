//! The listener: `POST /webhooks/ACCOUNT` over plain HTTP on this computer, for a tunnel or relay to call.
//!
//! One request a connection, and little time for it: whoever is slow is cut off, and a gateway tries again. It answers
//! once a message is safe, and acts on messages in a task of its own. TLS is the tunnel's business.

mod answer;
mod connection;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ledger::Actor;
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};
use tokio::task::{AbortHandle, JoinHandle};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;
use url::Url;

use super::forwarded::TrustedProxies;
use super::settings::ListenerSettings;
use crate::{Backoffice, Error};

/// How many connections are served at a time; the others wait.
const CONNECTIONS: usize = 256;
/// How long requests under way, and what they lead to, are waited for at the end.
const STOPPING_TIME: Duration = Duration::from_secs(5);
/// How often what was left for later is looked at.
const LATER: Duration = Duration::from_secs(15);
/// How long to wait where no connection can be taken, such as for want of file handles.
const BREATH: Duration = Duration::from_millis(200);

/// A running listener. It stops when dropped; [`Listener::stop`] also waits until it has.
pub struct Listener {
    addr: SocketAddr,
    ear: Arc<Ear>,
    running: DropGuard,
    connections: TaskTracker,
    tasks: Vec<JoinHandle<()>>,
}

/// What all connections share.
struct Ear {
    office: Backoffice,
    proxies: TrustedProxies,
    places: Arc<Semaphore>,
    taken: AtomicU64,
    news: Notify,
}

impl Backoffice {
    /// Listens for gateways' messages until stopped, and acts on them.
    ///
    /// # Errors
    /// [`Error::Listen`] where the address cannot be had, [`Error::Invalid`] for a list of proxies that is none.
    pub async fn listen(&self, settings: ListenerSettings) -> Result<Listener, Error> {
        let proxies = settings.proxies()?;
        let refused = |source| Error::Listen { address: settings.bind, source };
        let socket = TcpListener::bind(settings.bind).await.map_err(refused)?;
        let addr = socket.local_addr().map_err(refused)?;
        let ear = Arc::new(Ear {
            office: self.acting_as(Actor::webhook()),
            proxies,
            places: Arc::new(Semaphore::new(CONNECTIONS)),
            taken: AtomicU64::new(0),
            news: Notify::new(),
        });
        let stopping = CancellationToken::new();
        let connections = TaskTracker::new();
        let accepting = accept(socket, Arc::clone(&ear), stopping.clone(), connections.clone());
        let acting = act(Arc::clone(&ear), stopping.clone());
        let tasks = vec![tokio::spawn(accepting), tokio::spawn(acting)];
        tracing::info!(%addr, "listening for gateways' messages");
        Ok(Listener { addr, ear, running: stopping.drop_guard(), connections, tasks })
    }
}

impl Listener {
    /// The address listened on, with the port that was taken.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Where an account's gateway, or rather the tunnel before it, is to send messages.
    #[must_use]
    pub fn url(&self, account: &str) -> String {
        let base = format!("http://{}", self.addr);
        let url = Url::parse(&base).map(|mut url| {
            if let Ok(mut path) = url.path_segments_mut() {
                path.clear().extend(["webhooks", account]);
            }
            url.to_string()
        });
        url.unwrap_or(base)
    }

    /// How many messages came in and are in the inbox since it was started; tells whether to look there again.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.ear.taken.load(Ordering::Relaxed)
    }

    /// Takes no further messages, lets those under way be kept and acted on for a moment, and returns.
    pub async fn stop(self) {
        let Self { running, connections, tasks, .. } = self;
        drop(running);
        connections.close();
        let breaking_off: Vec<_> = tasks.iter().map(JoinHandle::abort_handle).collect();
        let all = async {
            connections.wait().await;
            futures::future::join_all(tasks).await
        };
        if tokio::time::timeout(STOPPING_TIME, all).await.is_err() {
            tracing::info!("what the messages lead to is done at the next start");
            breaking_off.iter().for_each(AbortHandle::abort);
        }
    }
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listener").field("addr", &self.addr).finish_non_exhaustive()
    }
}

async fn accept(
    socket: TcpListener,
    ear: Arc<Ear>,
    stopping: CancellationToken,
    connections: TaskTracker,
) {
    loop {
        let next = async {
            let place = Arc::clone(&ear.places).acquire_owned().await.ok()?;
            Some((socket.accept().await, place))
        };
        match stopping.run_until_cancelled(next).await.flatten() {
            None => return,
            Some((Ok((stream, peer)), place)) => {
                let served =
                    connection::serve(stream, peer.ip(), Arc::clone(&ear), stopping.clone());
                connections.spawn(async move {
                    served.await;
                    drop(place);
                });
            }
            Some((Err(problem), _)) => {
                tracing::warn!(%problem, "a connection could not be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

/// Acts on messages: those that wait from before, and then as they come in.
async fn act(ear: Arc<Ear>, stopping: CancellationToken) {
    loop {
        if let Err(problem) = ear.office.handle_webhooks().await {
            tracing::warn!(%problem, "messages could not be acted on");
        }
        let news = tokio::time::timeout(LATER, ear.news.notified());
        if stopping.run_until_cancelled(news).await.is_none() {
            return;
        }
    }
}
