//! The window's commands through Tauri's own message path, without a display: the main job in practice.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use backoffice::Clock;
use serde_json::{Value, json};
use tauri::test::{
    INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets,
};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewWindow};
use tillkeeper::{
    ChosenPath, CommandError, Desk, Desktop, PaymentsChanged, PayoutsChanged, Shop, SyncFinished,
    WebhooksChanged,
};

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
    fn payouts_changed(&self, _: PayoutsChanged) {}
    fn webhooks_changed(&self, _: WebhooksChanged) {}
    fn sync_finished(&self, _: SyncFinished) {}
    fn notify(&self, title: &str, text: &str) {
        self.asked.lock().unwrap().push(format!("{title}: {text}"));
    }
    fn choose_file(&self) -> ChosenPath<'_> {
        Box::pin(async { Ok(None) })
    }
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
    assert_eq!(overview["accounts"].as_array().unwrap().len(), 4);

    counter.done("sync_now", json!({}));
    let form = json!({ "filter": "status:paid,settled", "after": null, "limit": 100 });
    let page = counter.done("payments_page", json!({ "form": form }));
    assert!(page["items"].as_array().unwrap().len() > 15, "{page}");

    let overview = counter.done("practice_leave", json!({}));
    assert_eq!(overview["place"], "first_start", "nothing of practice stays in the books");
}

#[test]
fn the_main_job_is_done_through_commands() {
    let counter = Counter::open();
    let overview = counter.done("practice_start", json!({}));
    let account = overview["accounts"].as_array().unwrap().iter().find(|a| a["gateway"] == "novac");
    let account = account.unwrap()["id"].clone();
    let link = counter.done("link_create", json!({ "form": link_form(&account, "12000.00") }));
    assert!(link["qr_svg"].as_str().unwrap().starts_with("<svg"), "{link}");
    let id = link["payment_id"].clone();

    counter.done("link_copy", json!({ "paymentId": id }));
    let detail = counter.done("payment_verify", json!({ "id": id }));
    assert_eq!(detail["payment"]["status"], "pending");
    assert_eq!(detail["refund"]["allowed"], false);

    let form = json!({ "payment_id": id, "amount": "1.00", "reason": "Too early",
                       "customer_note": null, "merchant_note": null });
    let refusal = counter.ask("refund_create", json!({ "form": form })).unwrap_err();
    assert_eq!(refusal["code"], "refused");
    assert_eq!(refusal["message"], "Only a paid payment can be refunded, and this one is pending.");
}

#[test]
fn what_is_typed_is_checked_field_by_field() {
    let counter = Counter::open();
    let overview = counter.done("practice_start", json!({}));
    let account = overview["accounts"][0]["id"].clone();
    for amount in ["0", "-1", "1.005", "1e3", "25,000", "99999999999999999999"] {
        let problems = counter.done("link_check", json!({ "form": link_form(&account, amount) }));
        assert_eq!(problems[0]["field"], "amount", "{amount}: {problems}");
        let error = counter.ask("link_create", json!({ "form": link_form(&account, amount) }));
        assert_eq!(error.unwrap_err()["field"], "amount", "{amount}");
    }
}

#[test]
fn the_window_chooses_no_files_and_no_addresses() {
    let counter = Counter::open();
    counter.done("practice_start", json!({}));
    let target = counter.folder.path().join("elsewhere.csv");
    let form = json!({ "profile": "base", "filter": "", "from": null, "to": null, "path": target });
    let error = counter.ask("export_save", json!({ "form": form })).unwrap_err();
    assert_eq!(error["field"], "path");
    assert!(!target.exists());
    assert!(counter.ask("export_reveal", json!({ "path": "/etc/passwd" })).is_err());

    let query = json!({ "profile": "base", "filter": "", "from": null, "to": null });
    let preview = counter.done("export_preview", json!({ "form": query }));
    let form = json!({ "profile": "base", "filter": "", "from": null, "to": null,
                       "path": preview["suggested_path"] });
    let saved = counter.done("export_save", json!({ "form": form }));
    assert_eq!(saved["rows"], preview["rows"]);
    assert_eq!(saved["sums"], preview["sums"]);
}

#[test]
fn keys_go_in_and_never_come_out() {
    let counter = Counter::open();
    let overview = counter.done("practice_start", json!({}));
    let secret = "nc_testsk_tillkeeper_window_secret_77";
    let form = json!({ "gateway": "novac", "name": "Second till", "base_url": overview["accounts"][0]["base_url"],
                       "credentials": { "public_key": "nc_testpk_tillkeeper_window_77", "secret_key": secret },
                       "settings": {} });
    let refused = counter.ask("account_connect", json!({ "form": form })).unwrap_err();
    assert_eq!(refused["code"], "gateway", "the sandbox knows no such key: {refused}");
    for command in ["overview", "gateways_list", "export_profiles"] {
        let answer = counter.done(command, json!({})).to_string();
        assert!(!answer.contains("sk_tillkeeper"), "{command} tells a key: {answer}");
    }
    assert!(!refused.to_string().contains(secret));
}

fn link_form(account: &Value, amount: &str) -> Value {
    json!({ "account_id": account, "amount": amount, "currency": "NGN", "email": "ada@example.com",
            "customer_name": "Ada Obi",
            "reference": null, "description": "A test", "callback_url": null, "redirect_url": null,
            "success_url": null, "cancel_url": null })
}
