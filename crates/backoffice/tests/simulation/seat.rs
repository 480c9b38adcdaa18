//! A seat: one program that has the books open, on a runtime of its own, which can be stopped in the middle of a call and killed.
//!
//! Each seat has one thread for what it asks and one that answers from the file, in order, so that the same seed goes the same
//! way every time; and only one seat is at work at any moment.

use std::future::poll_fn;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use backoffice::vault::{Keys, MemoryVault, WorkFactor};
use backoffice::{Backoffice, Clock, Setup};
use ledger::Actor;
use tokio::runtime::{Builder, Runtime};

use crate::breach::Breach;
use crate::gateway::connector;
use crate::world::World;

/// Something that a seat does, which may take long.
pub(crate) type Work<T> = Pin<Box<dyn Future<Output = T>>>;

/// How far something came.
pub(crate) enum Progress<T> {
    Done(T),
    /// It waits for a gateway.
    HeldUp(Work<T>),
}

/// What a seat needs to open the books.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) world: World,
    pub(crate) dir: std::path::PathBuf,
    pub(crate) keychain: Arc<MemoryVault>,
    pub(crate) breach: Option<Breach>,
}

pub(crate) struct Seat {
    number: usize,
    place: Place,
    // Fields are dropped in this order: the books close on the runtime that they were opened on.
    office: Backoffice,
    runtime: Runtime,
}

impl Seat {
    pub(crate) fn open(number: usize, place: &Place) -> Self {
        let runtime = runtime();
        let office = runtime.block_on(open_books(number, place));
        Self { number, place: place.clone(), office, runtime }
    }

    pub(crate) fn office(&self) -> Backoffice {
        self.office.clone()
    }

    /// Does something that asks no gateway.
    pub(crate) fn ask<T>(&self, question: impl Future<Output = T>) -> T {
        self.runtime.block_on(question)
    }

    /// Does something until it is done or waits for a gateway.
    pub(crate) fn work<T>(&self, mut work: Work<T>) -> Progress<T> {
        let world = &self.place.world;
        let done = self.runtime.block_on(poll_fn(|cx| {
            world.look().watch(self.number, cx.waker());
            match work.as_mut().poll(cx) {
                Poll::Ready(done) => Poll::Ready(Some(done)),
                Poll::Pending if world.look().is_held_up(self.number) => Poll::Ready(None),
                Poll::Pending => Poll::Pending,
            }
        }));
        match done {
            Some(done) => {
                world.look().let_go(self.number);
                Progress::Done(done)
            }
            None => Progress::HeldUp(work),
        }
    }

    /// The program dies, and is started again.
    pub(crate) fn crash<T>(&mut self, work: Option<Work<T>>) {
        let before = std::mem::replace(&mut self.runtime, runtime());
        before.shutdown_background();
        drop(work);
        self.office = self.runtime.block_on(open_books(self.number, &self.place));
        self.place.world.look().let_go(self.number);
    }
}

/// Anything that is read or written takes its turn on one thread.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().max_blocking_threads(1).build().unwrap()
}

async fn open_books(number: usize, place: &Place) -> Backoffice {
    let world = place.world.clone();
    let setup = Setup {
        dir: place.dir.clone(),
        keys: keys(&place.keychain, &place.dir),
        clock: Clock::new(move || world.shop_time()),
        actor: Actor(format!("seat-{number}")),
        connector: connector(&place.world, number, place.breach),
    };
    Backoffice::open(setup).await.unwrap()
}

fn keys(keychain: &Arc<MemoryVault>, dir: &Path) -> Keys {
    Keys::new(Ok(Arc::clone(keychain) as _), dir.join("no-vault"), WorkFactor::LEAST)
}
