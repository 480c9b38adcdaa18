//! What was removed and may still be read from unused parts of the file. Writing it over takes the whole file and needs
//! nobody else to be using it, so it may fail when the removal itself did not; the file knows that it is still to be done.

use crate::{Backoffice, Error};

impl Backoffice {
    /// Writes over what was removed.
    ///
    /// # Errors
    /// [`Error::DetailsRemain`] where it is still to be done.
    pub(super) async fn wipe(&self) -> Result<(), Error> {
        let Err(problem) = self.store().wipe_remains().await else { return Ok(()) };
        // Another program may have done it.
        if !self.store().has_remains().await? {
            return Ok(());
        }
        tracing::warn!(%problem, "what was removed could not be written over yet");
        Err(Error::DetailsRemain)
    }

    /// Writes over what was removed if it still has to be, and says whether nothing is left.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(crate) async fn wipe_if_needed(&self) -> Result<bool, Error> {
        match self.wipe().await {
            Ok(()) => Ok(true),
            Err(Error::DetailsRemain) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Writes over what was taken out of messages about customers who were removed before, at most once in a while.
    pub(crate) async fn wipe_now_and_then(&self) {
        let is_needed = self.store().has_remains().await.unwrap_or_default();
        if is_needed && self.shared.desk.is_time_to_wipe(self.clock().now()) {
            // It is told by the examination of the books, and tried again.
            let _ = self.wipe().await;
        }
    }
}
