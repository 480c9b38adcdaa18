//! What the shell asks of the desktop, as one narrow door: Tauri stands behind it in the program, a fake in tests.

use std::path::{Path, PathBuf};
use std::pin::Pin;

use tauri::{AppHandle, Manager as _, Runtime};
use tauri_plugin_clipboard_manager::ClipboardExt as _;
use tauri_plugin_dialog::DialogExt as _;
use tauri_plugin_opener::OpenerExt as _;
use tauri_specta::Event as _;

use crate::error::{Answer, CommandError};
use crate::events::{PaymentsChanged, SyncFinished};

/// A path that the person chose, or none where they thought better of it.
pub type ChosenPath<'a> = Pin<Box<dyn Future<Output = Answer<Option<PathBuf>>> + Send + 'a>>;

/// The desktop around the window.
pub trait Desktop: Send + Sync {
    /// Tells the window of payments with news.
    fn payments_changed(&self, event: PaymentsChanged);
    /// Tells the window that a round of look-ups is over.
    fn sync_finished(&self, event: SyncFinished);
    /// Opens an address in the browser.
    ///
    /// # Errors
    /// Where the desktop has no browser.
    fn open(&self, url: &str) -> Answer<()>;
    /// Puts a text on the clipboard.
    ///
    /// # Errors
    /// Where the desktop has no clipboard.
    fn copy(&self, text: &str) -> Answer<()>;
    /// Shows a file in its folder.
    ///
    /// # Errors
    /// Where the desktop has no file manager.
    fn reveal(&self, path: &Path) -> Answer<()>;
    /// Asks where a file is to go, in the system's own dialog.
    fn choose_path<'a>(&'a self, suggested: &'a Path) -> ChosenPath<'a>;
    /// The folder of the person's documents.
    fn documents(&self) -> PathBuf;
}

/// The desktop, as commands are handed it.
pub type Desk = Box<dyn Desktop>;

/// Tauri's desktop.
pub(crate) struct TauriDesktop<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> Desktop for TauriDesktop<R> {
    fn payments_changed(&self, event: PaymentsChanged) {
        log_unheard(event.emit(&self.0));
    }

    fn sync_finished(&self, event: SyncFinished) {
        log_unheard(event.emit(&self.0));
    }

    fn open(&self, url: &str) -> Answer<()> {
        self.0.opener().open_url(url, None::<&str>).map_err(CommandError::internal)
    }

    fn copy(&self, text: &str) -> Answer<()> {
        self.0.clipboard().write_text(text).map_err(CommandError::internal)
    }

    fn reveal(&self, path: &Path) -> Answer<()> {
        self.0.opener().reveal_item_in_dir(path).map_err(CommandError::internal)
    }

    fn choose_path<'a>(&'a self, suggested: &'a Path) -> ChosenPath<'a> {
        let name = suggested.file_name().map(|name| name.to_string_lossy().into_owned());
        let mut dialog = self.0.dialog().file().set_file_name(name.unwrap_or_default());
        if let Some(folder) = suggested.parent() {
            dialog = dialog.set_directory(folder);
        }
        Box::pin(async move {
            let (answer, chosen) = tokio::sync::oneshot::channel();
            dialog.save_file(move |path| {
                // The window may have been closed while the dialog was open.
                let _ = answer.send(path);
            });
            let path = chosen.await.ok().flatten();
            path.map(|path| path.into_path().map_err(CommandError::internal)).transpose()
        })
    }

    fn documents(&self) -> PathBuf {
        let paths = self.0.path();
        let folder = paths.document_dir().or_else(|_| paths.home_dir()).unwrap_or_default();
        folder.join("Tillkeeper")
    }
}

/// A window that is closing need not hear.
fn log_unheard(sent: tauri::Result<()>) {
    if let Err(problem) = sent {
        tracing::debug!(%problem, "the window did not hear an event");
    }
}
