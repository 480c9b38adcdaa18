//! Opening the window.

use std::process::ExitCode;
use std::sync::Arc;

use backoffice::{Clock, default_data_dir};
use chrono::Utc;
use tauri::{AppHandle, Manager as _, RunEvent, Runtime};
use tauri_plugin_window_state::StateFlags;

use crate::args::Args;
use crate::desktop::{Desk, TauriDesktop};
use crate::events::PaymentsChanged;
use crate::shop::Shop;
use crate::{bindings, commands, tasks};

/// Opens the window and serves it until it is closed.
pub fn run() -> ExitCode {
    start_log();
    spare_broken_graphics();
    match open(Args::of_process()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            tracing::error!(%problem, "the window did not open");
            ExitCode::FAILURE
        }
    }
}

fn open(args: Args) -> Result<(), Box<dyn std::error::Error>> {
    let dir = args.data_dir.or_else(default_data_dir).ok_or("this system names no home folder")?;
    #[expect(clippy::disallowed_methods, reason = "the shell is where time comes in")]
    let clock = Clock::new(Utc::now);
    tauri::Builder::default()
        // First, so that a second start ends before it touches anything.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| show(app)))
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(StateFlags::all() & !StateFlags::VISIBLE)
                .build(),
        )
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .manage(Shop::new(dir, clock))
        .invoke_handler(commands::handler())
        .setup(move |app| {
            let builder = bindings::builder::<tauri::Wry>();
            builder.mount_events(app);
            let handle = app.handle().clone();
            let desk: Desk = Arc::new(TauriDesktop(handle.clone()));
            app.manage(desk);
            tauri::async_runtime::spawn(async move {
                if args.practice {
                    begin_in_practice(&handle).await;
                } else if let Err(problem) = handle.state::<Shop>().begin_listening().await {
                    tracing::warn!(?problem, "the books did not open");
                }
                tasks::keep_looking_up(handle).await;
            });
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|app, event| {
            // The program ends without unwinding, so practice is told to clear up after itself.
            if matches!(event, RunEvent::Exit) {
                tauri::async_runtime::block_on(app.state::<Shop>().leave_practice());
            }
        });
    Ok(())
}

/// The window may have asked for the shop before practice was ready, so it is told to ask again.
async fn begin_in_practice<R: Runtime>(app: &AppHandle<R>) {
    match app.state::<Shop>().start_practice().await {
        Ok(()) => {
            app.state::<Desk>().payments_changed(PaymentsChanged { ids: Vec::new() });
        }
        Err(problem) => tracing::error!(?problem, "practice did not start"),
    }
}

/// Brings the window forward when the program is started once more.
fn show<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window("main") {
        // Where the desktop does not allow it, the window is at least there.
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Nothing by default; `TILL_LOG=info` and finer go to standard error, and never carry a key or a body.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("TILL_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("tillkeeper=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// `WebKitGTK` draws an empty window on some graphics cards unless this path is off; whoever knows better sets the variable.
/// It has to be set before the first thread starts, so the program becomes itself once more with it set.
fn spare_broken_graphics() {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::process::CommandExt as _;
        const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
        if std::env::var_os(RENDERER).is_none()
            && let Ok(program) = std::env::current_exe()
        {
            let problem = std::process::Command::new(program)
                .args(std::env::args_os().skip(1))
                .env(RENDERER, "1")
                .exec();
            tracing::warn!(%problem, "the window may stay empty on some graphics cards");
        }
    }
}
