//! The shell's state: which books are open, and what goes on with them.
//!
//! There are two places, the merchant's books and practice. Practice has a folder, keys and gateways of its own, so
//! that nothing played there can reach the books.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use backoffice::vault::{Keys, WorkFactor};
use backoffice::{Backoffice, Clock, Connector, Setup};
use chrono::{DateTime, Utc};
use ledger::Actor;
use sandbox::{Fault, FaultState};
use tokio::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard};

use crate::batches::Running;
use crate::error::{Answer, CommandError};
use crate::exports::Exporting;
use crate::listening::Listening;
use crate::practice::Practice;
use crate::slips;

/// The vault's file in the data folder; the same as for `till`.
const VAULT: &str = "keys.age";

/// What is open in the window.
pub struct Shop {
    dir: PathBuf,
    clock: Clock,
    open: RwLock<Open>,
    syncing: AtomicBool,
    last_sync_at: Mutex<Option<DateTime<Utc>>>,
    listening: Mutex<Listening>,
    /// Whether the listener of the books is to run again once practice is over.
    listens_after_practice: AtomicBool,
    pub(crate) batches: Running,
    pub(crate) exporting: Exporting,
    own_paths: Mutex<HashSet<PathBuf>>,
}

enum Open {
    /// Nothing yet: the window is there before the books are.
    Nothing,
    Books(Backoffice),
    Practice(Box<Practice>),
}

impl Shop {
    /// A shop whose books are in `dir`.
    #[must_use]
    pub fn new(dir: PathBuf, clock: Clock) -> Self {
        Self {
            dir,
            clock,
            open: RwLock::new(Open::Nothing),
            syncing: AtomicBool::new(false),
            last_sync_at: Mutex::default(),
            listening: Mutex::default(),
            listens_after_practice: AtomicBool::new(false),
            batches: Running::default(),
            exporting: Exporting::default(),
            own_paths: Mutex::default(),
        }
    }

    /// What is open now; the books, if nothing is yet.
    pub(crate) async fn office(&self) -> Answer<Backoffice> {
        if let Some(office) = self.open.read().await.office() {
            return Ok(office);
        }
        let mut open = self.open.write().await;
        if let Some(office) = open.office() {
            return Ok(office);
        }
        let keys = Keys::discover(self.dir.join(VAULT), WorkFactor::EVERYDAY).await;
        let setup = Setup {
            dir: self.dir.clone(),
            keys,
            clock: self.clock.clone(),
            actor: Actor::window(),
            connector: Connector::network(),
        };
        let office = Backoffice::open(setup).await?;
        // A slip that stays is no reason to keep the books closed.
        if let Err(problem) = slips::remove(&self.dir) {
            tracing::warn!(?problem, "the slips of last time could not be removed");
        }
        *open = Open::Books(office.clone());
        Ok(office)
    }

    /// Closes the books and opens the sandbox with a history to try things on.
    pub(crate) async fn start_practice(&self) -> Answer<()> {
        if self.is_practice().await {
            return Ok(());
        }
        // Before the books are closed, and not while they are: whoever starts the listener asks for the books.
        let was_listening = self.stop_listening().await;
        self.listens_after_practice.store(was_listening, Ordering::Release);
        {
            let mut open = self.open.write().await;
            let practice = Practice::start(&self.clock).await.map_err(CommandError::internal)?;
            *open = Open::Practice(Box::new(practice));
            *self.last_sync_at.lock().await = None;
        }
        self.begin_listening().await?;
        match &*self.open.read().await {
            Open::Practice(practice) => {
                practice.sell_something().await.map_err(CommandError::internal)
            }
            Open::Nothing | Open::Books(_) => Ok(()),
        }
    }

    /// Leaves the sandbox, which forgets everything, and goes back to the books.
    pub(crate) async fn leave_practice(&self) {
        let was = std::mem::replace(&mut *self.open.write().await, Open::Nothing);
        if let Open::Practice(practice) = was {
            self.stop_listening().await;
            practice.stop().await;
        }
        *self.last_sync_at.lock().await = None;
    }

    /// Starts the listener of the books again where practice had stopped it. That it cannot is shown beside it.
    pub(crate) async fn listen_again(&self) -> Answer<()> {
        if !self.listens_after_practice.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        let settings = self.office().await?.listener_settings().await?;
        if let Err(problem) = self.start_listening(settings).await {
            tracing::warn!(?problem, "the listener did not start again");
        }
        Ok(())
    }

    /// Every fault of the sandbox's dial.
    pub(crate) async fn faults(&self) -> Answer<Vec<FaultState>> {
        Ok(self.practice().await?.sandbox.faults())
    }

    /// Turns a fault of the sandbox on or off.
    pub(crate) async fn set_fault(&self, gateway: &str, fault: Fault, on: bool) -> Answer<()> {
        if self.practice().await?.sandbox.set_fault(gateway, fault, on) {
            return Ok(());
        }
        Err(CommandError::invalid("gateway", "The sandbox has no such gateway."))
    }

    /// In practice, has the sandbox send its webhooks to the listener.
    pub(crate) async fn send_sandbox_webhooks_to(&self, listener: SocketAddr) {
        if let Open::Practice(practice) = &*self.open.read().await {
            practice.send_webhooks_to(listener);
        }
    }

    pub(crate) async fn listening(&self) -> MutexGuard<'_, Listening> {
        self.listening.lock().await
    }

    async fn practice(&self) -> Answer<RwLockReadGuard<'_, Practice>> {
        let open = self.open.read().await;
        let practice = RwLockReadGuard::try_map(open, |open| match open {
            Open::Practice(practice) => Some(practice.as_ref()),
            Open::Nothing | Open::Books(_) => None,
        });
        practice
            .map_err(|_| CommandError::invalid("practice", "The dial is there in practice only."))
    }

    pub(crate) async fn is_practice(&self) -> bool {
        matches!(*self.open.read().await, Open::Practice(_))
    }

    /// Marks that look-ups are running for as long as the mark is kept; `None` where they are running already.
    pub(crate) fn begin_sync(&self) -> Option<Syncing<'_>> {
        let was = self.syncing.swap(true, Ordering::AcqRel);
        (!was).then_some(Syncing(self))
    }

    pub(crate) fn is_syncing(&self) -> bool {
        self.syncing.load(Ordering::Acquire)
    }

    /// What time it is.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(crate) async fn synced(&self) {
        *self.last_sync_at.lock().await = Some(self.clock.now());
    }

    pub(crate) async fn last_sync_at(&self) -> Option<DateTime<Utc>> {
        *self.last_sync_at.lock().await
    }

    /// Remembers a place that this side suggested or the person chose in the system's own dialog.
    pub(crate) async fn own_path(&self, path: PathBuf) {
        self.own_paths.lock().await.insert(path);
    }

    /// Whether a path came from here: the window names files, it does not choose them.
    pub(crate) async fn is_own_path(&self, path: &Path) -> bool {
        self.own_paths.lock().await.contains(path)
    }
}

impl Open {
    fn office(&self) -> Option<Backoffice> {
        match self {
            Self::Nothing => None,
            Self::Books(office) => Some(office.clone()),
            Self::Practice(practice) => Some(practice.office.clone()),
        }
    }
}

/// Look-ups are running.
pub(crate) struct Syncing<'a>(&'a Shop);

impl Drop for Syncing<'_> {
    fn drop(&mut self) {
        self.0.syncing.store(false, Ordering::Release);
    }
}
