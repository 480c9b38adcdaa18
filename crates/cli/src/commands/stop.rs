//! Being told to stop.

use crate::failure::Failure;

/// Waits until the program is told to stop.
pub(super) async fn stopped() -> Result<(), Failure> {
    Stop::listen()?.heard().await
}

/// Ctrl-C, or the signal that service managers send, heard from the moment that this exists: whoever was told that the
/// program serves may end it at once.
#[cfg(unix)]
pub(super) struct Stop {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Stop {
    pub(super) fn listen() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    pub(super) async fn heard(mut self) -> Result<(), Failure> {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        Ok(())
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
pub(super) struct Stop;

#[cfg(not(unix))]
impl Stop {
    pub(super) fn listen() -> Result<Self, Failure> {
        Ok(Self)
    }

    pub(super) async fn heard(self) -> Result<(), Failure> {
        Ok(tokio::signal::ctrl_c().await?)
    }
}
