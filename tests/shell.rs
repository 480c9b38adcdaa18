//! The window's commands through Tauri's own message path, without a display: the main job in practice.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use backoffice::Clock;
use serde_json::{Value, json};
use tauri::test::{
    INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets,
};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager as _, WebviewWindow};
use tillkeeper::{ChosenPath, CommandError, Desk, Desktop, PaymentsChanged, Shop, SyncFinished};

/// A desktop that remembers what it was asked.
#[derive(Default)]
struct FakeDesktop {
    documents: PathBuf,
    asked: Mutex<Vec<String>>,
}

impl FakeDesktop {
    fn note(&self, what: &str) -> Result<(), CommandError> {
        self.asked.lock().unwrap().push(what.to_owned());
        Ok(())
    }
}

impl Desktop for FakeDesktop {
    fn payments_changed(&self, _: PaymentsChanged) {}
    fn sync_finished(&self, _: SyncFinished) {}
    fn open(&self, url: &str) -> Result<(), CommandError> {
        self.note(url)
    }
    fn copy(&self, text: &str) -> Result<(), CommandError> {
        self.note(text)
    }
    fn reveal(&self, path: &Path) -> Result<(), CommandError> {
        self.note(&path.display().to_string())
    }
    fn choose_path<'a>(&'a self, _: &'a Path) -> ChosenPath<'a> {
        Box::pin(async { Ok(None) })
    }
    fn documents(&self) -> PathBuf {
        self.documents.clone()
    }
}

/// A shop in a folder of its own, and the window that asks it.
struct Counter {
    window: WebviewWindow<MockRuntime>,
    _app: App<MockRuntime>,
    folder: tempfile::TempDir,
}

impl Counter {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        #[expect(clippy::disallowed_methods, reason = "the sandbox runs on the real clock here")]
        let clock = Clock::new(chrono::Utc::now);
        let desk: Desk = Box::new(FakeDesktop {
            documents: folder.path().join("documents"),
            ..FakeDesktop::default()
        });
        let app = mock_builder()
            .manage(Shop::new(folder.path().join("books"), clock))
            .manage(desk)
            .invoke_handler(tillkeeper::handler())
            .build(mock_context(noop_assets()))
            .unwrap();
        let window = tauri::WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default())
            .build()
            .unwrap();
        Self { window, _app: app, folder }
    }

    /// Sends a command as the window does.
    fn ask(&self, command: &str, args: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: tauri::ipc::CallbackFn(0),
            error: tauri::ipc::CallbackFn(1),
            url: "tauri://localhost".parse().unwrap(),
            body: args.into(),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.window, request).map(|answer| answer.deserialize().unwrap())
    }

    fn done(&self, command: &str, args: Value) -> Value {
        self.ask(command, args).unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}

#[test]
fn practice_has_a_history_to_try_things_on() {
    let counter = Counter::open();
    assert_eq!(counter.done("overview", json!({}))["place"], "first_start");
    let overview = counter.done("practice_start", json!({}));
    assert_eq!(overview["place"], "practice");
    assert_eq!(overview["accounts"].as_array().unwrap().len(), 2);

    counter.done("sync_now", json!({}));
    let form = json!({ "filter": "status:paid,settled", "after": null, "limit": 100 });
    let page = counter.done("payments_page", json!({ "form": form }));
    assert!(page["items"].as_array().unwrap().len() > 15, "{page}");

    let overview = counter.done("practice_leave", json!({}));
    assert_eq!(overview["place"], "first_start", "nothing of practice stays in the books");
}
