//! Where the history and the vault are kept.

use std::path::PathBuf;

/// The identifier that the window's bundle carries too, so that both find the same folder.
pub const IDENTIFIER: &str = "app.tillkeeper.desktop";

/// The folder of this person's history: `~/.local/share/app.tillkeeper.desktop` on Linux, `Application Support` on macOS,
/// `AppData\Roaming` on Windows; the same as Tauri's `app_data_dir`. `None` where the system names no home.
#[must_use]
pub fn default_data_dir() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|dirs| dirs.data_dir().join(IDENTIFIER))
}
