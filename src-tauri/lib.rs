//! The shell: all that knows Tauri, and nothing else.

/// Opens the window and serves it until it is closed.
pub fn run() {
    if let Err(error) = tauri::Builder::default().run(tauri::generate_context!()) {
        tracing::error!(%error, "the window did not open");
    }
}
