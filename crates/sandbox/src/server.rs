//! Starting and stopping the sandbox: one loopback listener under which every gateway and page is mounted.
//!
//! The clock comes from the caller and delays are worked out from it when somebody looks, so there are no timers and
//! a test can move a day in one step. What the server answers is the business of the modules it mounts.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::state::World;
use crate::webhook::{self, Courier};
use crate::wire::WIRES;
use crate::{Description, Error, dial, pages};

const REQUEST_BYTES: usize = 64 * 1024;
const REQUEST_TIME: Duration = Duration::from_secs(20);
const STOPPING_TIME: Duration = Duration::from_secs(2);

/// Tells the sandbox what time it is.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// How to run a sandbox.
#[derive(Clone)]
pub struct Options {
    /// The port on 127.0.0.1; zero takes any free one.
    pub port: u16,
    /// What expiry, settlement and refunds are measured by.
    pub clock: Clock,
    /// How long a refund stays pending before it is processed, and a payout that is not decided at once.
    pub refund_delay: TimeDelta,
    /// How long to wait before a webhook that was not taken is sent again, once for each.
    pub webhook_pauses: Vec<Duration>,
    /// How long whatever the dial delays takes.
    pub delays: Delays,
}

/// How long it takes where the dial says that it takes long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delays {
    /// How long an answer takes that is slow.
    pub slow_answer: Duration,
    /// How long a gateway wants to be left alone that was asked too often, in whole seconds.
    pub asked_pause: Duration,
    /// How long after its event a webhook is sent that comes late.
    pub late_webhook: Duration,
    /// How long a webhook waits at most for the next one, which is to overtake it.
    pub overtaking: Duration,
}

impl Default for Delays {
    /// Long enough for a person to see it, and no longer.
    fn default() -> Self {
        Self {
            slow_answer: Duration::from_secs(3),
            asked_pause: Duration::from_secs(1),
            late_webhook: Duration::from_secs(5),
            overtaking: Duration::from_secs(3),
        }
    }
}

impl Options {
    /// Any free port, refunds that take three seconds of `clock`, and three more tries of a webhook, five seconds apart.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        let webhook_pauses = vec![Duration::from_secs(5); 3];
        let refund_delay = TimeDelta::seconds(3);
        Self { port: 0, clock, refund_delay, webhook_pauses, delays: Delays::default() }
    }
}

/// A running sandbox. It stops when dropped; [`Sandbox::stop`] also waits until it has.
pub struct Sandbox {
    addr: SocketAddr,
    description: Description,
    world: Arc<World>,
    running: DropGuard,
    serving: JoinHandle<()>,
}

impl Sandbox {
    /// Listens on loopback and serves until stopped. Needs a Tokio runtime.
    ///
    /// # Errors
    /// [`Error::Listen`] where the port cannot be had.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let Options { port, clock, refund_delay, webhook_pauses, delays } = options;
        let refused = |source| Error::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(refused)?;
        let addr = listener.local_addr().map_err(refused)?;
        let origin = format!("http://{addr}");
        let description = Description::at(&origin);
        let (courier, given) = Courier::new();
        let world = Arc::new(World::new(clock, refund_delay, delays, origin, courier));
        let app = router(Arc::clone(&world));

        let stopping = CancellationToken::new();
        let stopped = stopping.clone().cancelled_owned();
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(stopped).await {
                tracing::error!(%error, "the sandbox stopped serving");
            }
        });
        let stopped = stopping.clone();
        let delivering = webhook::serve(Arc::downgrade(&world), given, webhook_pauses, delays);
        tokio::spawn(async move { stopped.run_until_cancelled(delivering).await });
        tracing::info!(%addr, "the sandbox is open");
        Ok(Self { addr, description, world, running: stopping.drop_guard(), serving })
    }

    /// The address listened on, with the port that was taken.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Where the gateways are and which credentials they take.
    #[must_use]
    pub fn description(&self) -> &Description {
        &self.description
    }

    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// Takes no further requests, lets the running ones finish for a moment, and returns.
    pub async fn stop(self) {
        let Self { running, mut serving, .. } = self;
        drop(running);
        if tokio::time::timeout(STOPPING_TIME, &mut serving).await.is_err() {
            serving.abort();
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("addr", &self.addr).finish_non_exhaustive()
    }
}

fn router(world: Arc<World>) -> Router {
    WIRES
        .iter()
        .fold(Router::new(), |app, wire| {
            let spoiled = from_fn_with_state((Arc::clone(&world), *wire), dial::spoil);
            app.nest(&wire.path(), (wire.routes)().layer(spoiled))
        })
        .merge(pages::router())
        .merge(dial::router())
        .fallback(pages::no_such_page)
        .layer(DefaultBodyLimit::max(REQUEST_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIME))
        .layer(CatchPanicLayer::new())
        .layer(TraceLayer::new_for_http())
        .with_state(world)
}
