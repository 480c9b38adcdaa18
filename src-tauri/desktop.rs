//! What the shell asks of the desktop, as one narrow door: Tauri stands behind it in the program, a fake in tests.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use tauri::{AppHandle, Manager as _, Runtime};
use tauri_plugin_clipboard_manager::ClipboardExt as _;
use tauri_plugin_dialog::{DialogExt as _, FilePath};
use tauri_plugin_notification::NotificationExt as _;
use tauri_plugin_opener::OpenerExt as _;
use tauri_specta::Event as _;

use crate::error::{Answer, CommandError};
use crate::events::{
    AttentionChanged, BatchChanged, ExportProgressed, PaymentsChanged, PayoutsChanged,
    SyncFinished, WebhooksChanged,
};

/// A path that the person chose, or none where they thought better of it.
pub type ChosenPath<'a> = Pin<Box<dyn Future<Output = Answer<Option<PathBuf>>> + Send + 'a>>;

/// The desktop around the window.
pub trait Desktop: Send + Sync {
    /// Tells the window of payments with news.
    fn payments_changed(&self, event: PaymentsChanged);
    /// Tells the window of payouts with news.
    fn payouts_changed(&self, event: PayoutsChanged);
    /// Tells the window of messages from gateways.
    fn webhooks_changed(&self, event: WebhooksChanged);
    /// Tells the window that the attention desk is not what it was.
    fn attention_changed(&self, event: AttentionChanged);
    /// Tells the window how far a bulk refund is.
    fn batch_changed(&self, event: BatchChanged);
    /// Tells the window how far an export is.
    fn export_progressed(&self, event: ExportProgressed);
    /// Tells the window that a round of look-ups is over.
    fn sync_finished(&self, event: SyncFinished);
    /// Shows news beside whatever the person is doing.
    fn notify(&self, title: &str, text: &str);
    /// Opens an address in the browser.
    ///
    /// # Errors
    /// Where the desktop has no browser.
    fn open(&self, url: &str) -> Answer<()>;
    /// Opens a file in the program that the desktop has for it.
    ///
    /// # Errors
    /// Where it has none.
    fn open_file(&self, path: &Path) -> Answer<()>;
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
    /// Asks for a file, in the system's own dialog.
    fn choose_file(&self) -> ChosenPath<'_>;
    /// The folder of the person's documents.
    fn documents(&self) -> PathBuf;
}

/// The desktop, as commands are handed it.
pub type Desk = Arc<dyn Desktop>;

/// Tauri's desktop.
pub(crate) struct TauriDesktop<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> Desktop for TauriDesktop<R> {
    fn payments_changed(&self, event: PaymentsChanged) {
        log_unheard(event.emit(&self.0));
    }

    fn payouts_changed(&self, event: PayoutsChanged) {
        log_unheard(event.emit(&self.0));
    }

    fn webhooks_changed(&self, event: WebhooksChanged) {
        log_unheard(event.emit(&self.0));
    }

    fn attention_changed(&self, event: AttentionChanged) {
        log_unheard(event.emit(&self.0));
    }

    fn batch_changed(&self, event: BatchChanged) {
        log_unheard(event.emit(&self.0));
    }

    fn export_progressed(&self, event: ExportProgressed) {
        log_unheard(event.emit(&self.0));
    }

    fn sync_finished(&self, event: SyncFinished) {
        log_unheard(event.emit(&self.0));
    }

    fn notify(&self, title: &str, text: &str) {
        // A desktop without notifications shows none; the window has the news all the same.
        let shown = self.0.notification().builder().title(title).body(text).show();
        if let Err(problem) = shown {
            tracing::debug!(%problem, "the desktop shows no notifications");
        }
    }

    fn open(&self, url: &str) -> Answer<()> {
        self.0.opener().open_url(url, None::<&str>).map_err(CommandError::internal)
    }

    fn open_file(&self, path: &Path) -> Answer<()> {
        let path = path.display().to_string();
        self.0.opener().open_path(path, None::<&str>).map_err(CommandError::internal)
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
        chosen(|answer| dialog.save_file(answer))
    }

    fn choose_file(&self) -> ChosenPath<'_> {
        let dialog = self.0.dialog().file();
        chosen(|answer| dialog.pick_file(answer))
    }

    fn documents(&self) -> PathBuf {
        let paths = self.0.path();
        let folder = paths.document_dir().or_else(|_| paths.home_dir()).unwrap_or_default();
        folder.join("Tillkeeper")
    }
}

/// What the person chose in a dialog that answers once.
fn chosen<'a>(open: impl FnOnce(Box<dyn FnOnce(Option<FilePath>) + Send>)) -> ChosenPath<'a> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    open(Box::new(move |path| {
        // The window may have been closed while the dialog was open.
        let _ = answer.send(path);
    }));
    Box::pin(async move {
        let path = chosen.await.ok().flatten();
        path.map(|path| path.into_path().map_err(CommandError::internal)).transpose()
    })
}

/// A window that is closing need not hear.
fn log_unheard(sent: tauri::Result<()>) {
    if let Err(problem) = sent {
        tracing::debug!(%problem, "the window did not hear an event");
    }
}
