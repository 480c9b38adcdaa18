//! Exports of this window: one that is written at a time, and one that is looked at, each of which can be stopped.

use backoffice::Cancel;
use tokio::sync::Mutex;

use crate::error::{Answer, CommandError};
use crate::shop::Shop;

/// What is under way.
#[derive(Default)]
pub(crate) struct Exporting {
    writing: Mutex<Option<Cancel>>,
    looking: Mutex<Cancel>,
}

impl Shop {
    /// Writes files until they are written; nothing comes of it where that was stopped.
    pub(crate) async fn write_export<T>(
        &self,
        cancel: &Cancel,
        writing: impl Future<Output = Result<T, backoffice::Error>>,
    ) -> Answer<Option<T>> {
        {
            let mut under_way = self.exporting.writing.lock().await;
            if under_way.is_some() {
                return Err(CommandError::busy(
                    "A file is being written already. Wait for it, or stop it first.",
                ));
            }
            *under_way = Some(cancel.clone());
        }
        let written = writing.await;
        *self.exporting.writing.lock().await = None;
        unless_stopped(written)
    }

    /// Stops what is being written; nothing of it stays.
    pub(crate) async fn stop_export(&self) {
        if let Some(cancel) = &*self.exporting.writing.lock().await {
            cancel.cancel();
        }
    }

    /// A new look at what a file would have in it; the one before it is of no use any more and stops.
    pub(crate) async fn look_at_export(&self) -> Cancel {
        let new = Cancel::default();
        let before = std::mem::replace(&mut *self.exporting.looking.lock().await, new.clone());
        before.cancel();
        new
    }

    /// Keeps the books open for as long as a file of them is being written.
    pub(crate) async fn finish_export_first(&self) -> Answer<()> {
        if self.exporting.writing.lock().await.is_none() {
            return Ok(());
        }
        Err(CommandError::busy("A file is being written. Wait for it, or stop it first."))
    }
}

/// What came of it; nothing where a person stopped it.
pub(crate) fn unless_stopped<T>(came: Result<T, backoffice::Error>) -> Answer<Option<T>> {
    match came {
        Ok(came) => Ok(Some(came)),
        Err(backoffice::Error::Cancelled(_)) => Ok(None),
        Err(problem) => Err(problem.into()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use backoffice::{Clock, Error};
    use chrono::DateTime;

    use super::*;

    fn shop() -> Shop {
        Shop::new(PathBuf::new(), Clock::new(|| DateTime::UNIX_EPOCH))
    }

    /// Writing that goes on until it is stopped.
    async fn endless(cancel: &Cancel) -> Result<(), Error> {
        while !cancel.is_cancelled() {
            tokio::task::yield_now().await;
        }
        Err(Error::Cancelled("the export"))
    }

    #[tokio::test]
    async fn one_export_is_written_at_a_time_and_nothing_comes_of_one_that_is_stopped() {
        let shop = shop();
        let (cancel, other) = (Cancel::default(), Cancel::default());
        let writing = shop.write_export(&cancel, endless(&cancel));
        let meanwhile = async {
            assert!(shop.finish_export_first().await.is_err());
            assert!(shop.write_export(&other, async { Ok(()) }).await.is_err());
            shop.stop_export().await;
        };
        let (written, ()) = tokio::join!(writing, meanwhile);
        assert_eq!(written.unwrap(), None);
        assert_eq!(shop.write_export(&other, async { Ok(()) }).await.unwrap(), Some(()));
        assert!(shop.finish_export_first().await.is_ok());
    }

    #[tokio::test]
    async fn a_look_stops_the_one_before_it() {
        let shop = shop();
        let first = shop.look_at_export().await;
        let second = shop.look_at_export().await;
        assert!(first.is_cancelled());
        assert!(!second.is_cancelled());
    }
}
