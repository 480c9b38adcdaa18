//! The window's commands through Tauri's own message path, without a display: the main job in practice.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "shell/care.rs"]
mod care;
#[path = "shell/exports.rs"]
mod exports;
#[path = "shell/money.rs"]
mod money;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use backoffice::Clock;
use serde_json::{Value, json};
use tauri::test::{
    INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets,
};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewWindow};
use tillkeeper::{
    AttentionChanged, BatchChanged, ChosenPath, CommandError, Desk, Desktop, ExportProgressed,
    PaymentsChanged, PayoutsChanged, Shop, SyncFinished, WebhooksChanged,
};

/// A desktop that remembers what it was asked.
#[derive(Default)]
struct FakeDesktop {
    documents: PathBuf,
    /// Where the person puts files; nowhere where they think better of it.
    chosen_folder: Mutex<Option<PathBuf>>,
    /// Which file they choose; none where they think better of it.
    chosen_file: Mutex<Option<PathBuf>>,
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
    fn attention_changed(&self, _: AttentionChanged) {}
    fn batch_changed(&self, _: BatchChanged) {}
    fn export_progressed(&self, event: ExportProgressed) {
        self.asked.lock().unwrap().push(format!("{} of {} rows", event.rows, event.of));
    }
    fn sync_finished(&self, _: SyncFinished) {}
    fn notify(&self, title: &str, text: &str) {
        self.asked.lock().unwrap().push(format!("{title}: {text}"));
    }
    fn choose_file(&self) -> ChosenPath<'_> {
        let file = self.chosen_file.lock().unwrap().clone();
        Box::pin(async move { Ok(file) })
    }
    fn open(&self, url: &str) -> Result<(), CommandError> {
        self.note(url)
    }
    fn open_file(&self, path: &Path) -> Result<(), CommandError> {
        self.note(&path.display().to_string())
    }
    fn copy(&self, text: &str) -> Result<(), CommandError> {
        self.note(text)
    }
    fn reveal(&self, path: &Path) -> Result<(), CommandError> {
        self.note(&path.display().to_string())
    }
    fn choose_path<'a>(&'a self, suggested: &'a Path) -> ChosenPath<'a> {
        let folder = self.chosen_folder.lock().unwrap().clone();
        let name = suggested.file_name().unwrap_or_default().to_owned();
        Box::pin(async move { Ok(folder.map(|folder| folder.join(name))) })
    }
    fn documents(&self) -> PathBuf {
        self.documents.clone()
    }
}

/// A shop in a folder of its own, and the window that asks it.
struct Counter {
    window: WebviewWindow<MockRuntime>,
    desktop: Arc<FakeDesktop>,
    _app: App<MockRuntime>,
    folder: tempfile::TempDir,
}

impl Counter {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        #[expect(clippy::disallowed_methods, reason = "the sandbox runs on the real clock here")]
        let clock = Clock::new(chrono::Utc::now);
        let desktop = Arc::new(FakeDesktop {
            documents: folder.path().join("documents"),
            ..FakeDesktop::default()
        });
        let desk: Desk = desktop.clone();
        let app = mock_builder()
            .manage(Shop::new(folder.path().join("books"), clock))
            .manage(desk)
            .invoke_handler(tillkeeper::handler())
            .build(mock_context(noop_assets()))
            .unwrap();
        let window = tauri::WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default())
            .build()
            .unwrap();
        Self { window, desktop, _app: app, folder }
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
    let account = account_at(&overview, "novac")["id"].clone();
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
    let account = account_at(&overview, "novac")["id"].clone();
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
    let form = json!({ "query": exports::query("base", ""), "path": target });
    let error = counter.ask("export_save", json!({ "form": form })).unwrap_err();
    assert_eq!(error["field"], "path");
    assert!(!target.exists());
    assert!(counter.ask("export_reveal", json!({ "path": "/etc/passwd" })).is_err());
}

#[test]
fn keys_go_in_and_never_come_out() {
    let counter = Counter::open();
    let overview = counter.done("practice_start", json!({}));
    let base_url = account_at(&overview, "novac")["base_url"].clone();
    let secret = "nc_testsk_tillkeeper_window_secret_77";
    let form = json!({ "gateway": "novac", "name": "Second till", "base_url": base_url,
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

#[test]
fn the_sandbox_sends_webhooks_that_end_in_the_inbox() {
    let counter = Counter::open();
    counter.done("practice_start", json!({}));
    let listener = counter.done("listener", json!({}));
    assert_eq!(listener["running"], true, "{listener}");
    assert!(listener["paths"].as_array().unwrap().len() >= 3, "{listener}");

    // They come by themselves; each look asks anew.
    let filter = json!({ "account": null, "verdict": "accepted", "text": null });
    let args = json!({ "filter": filter, "after": null, "limit": 50 });
    let inbox = (0..600).map(|_| counter.done("webhooks", args.clone())).find(|inbox| {
        inbox["items"].as_array().unwrap().len() >= 3
            && inbox["items"].as_array().unwrap().iter().all(|item| !item["handled_at"].is_null())
    });
    let inbox = inbox.expect("the messages of three gateways come in");
    let id = inbox["items"][0]["id"].clone();
    let detail = counter.done("webhook", json!({ "id": id }));
    assert_eq!(detail["body_is_text"], true, "{detail}");
    assert!(!detail["payment_id"].is_null(), "{detail}");

    let replayed = counter.done("webhook_replay", json!({ "ids": [id], "dryRun": true }));
    assert_eq!(replayed[0]["changes"].as_array().unwrap().len(), 0, "nothing is new: {replayed}");
    assert_eq!(counter.done("listener_stop", json!({}))["running"], false);
}

#[test]
fn money_is_sent_once_and_only_as_it_was_confirmed() {
    let counter = Counter::open();
    counter.done("practice_start", json!({}));
    let accounts = counter.done("payout_accounts", json!({}));
    let novac = accounts.as_array().unwrap().iter().find(|a| a["gateway"] == "novac").unwrap();
    assert_eq!(novac["can"]["available"], true);
    let form = |number: &str, amount: &str| {
        json!({ "account": novac["account"], "kind": "bank", "amount": amount, "currency": "NGN",
                "fields": { "bank_code": "058", "account_number": number, "account_name": "Ada Obi" },
                "reason": "Rent", "reference": "PO-202611-RENT-0001" })
    };
    let plan = counter.done("payout_plan", json!({ "form": form("0123456789", "0") }));
    assert_eq!(plan["problems"][0]["field"], "amount", "{plan}");
    let plan = counter.done("payout_plan", json!({ "form": form("0123456789", "2500.50") }));
    assert_eq!(plan["total"]["amount"], "2500.50", "{plan}");

    let made = counter.done("payout_create", json!({ "form": form("0123456789", "2500.50") }));
    assert_eq!(made[0]["status"], "processed", "{made}");
    let again = counter.ask("payout_create", json!({ "form": form("0123456789", "2500.50") }));
    assert_eq!(again.unwrap_err()["field"], "reference", "a second click pays nothing");

    let detail = counter.done("payout", json!({ "id": made[0]["id"] }));
    let kinds: Vec<_> = detail["timeline"].as_array().unwrap().iter().map(|i| &i["kind"]).collect();
    assert_eq!(kinds, ["payout_requested", "payout_submitted", "payout_observed"]);
    assert!(
        !detail["to"].as_str().unwrap().contains("0123456789"),
        "the journal has no whole number"
    );
}

#[test]
fn every_guess_of_every_gateway_can_be_seen_and_changed() {
    let counter = Counter::open();
    let overview = counter.done("practice_start", json!({}));
    for account in overview["accounts"].as_array().unwrap() {
        let args = json!({ "id": account["id"] });
        let settings = counter.done("account_settings", args);
        for setting in settings["settings"].as_array().unwrap() {
            assert!(!setting["source"].as_str().unwrap().is_empty(), "{setting}");
            assert!(!setting["help"].as_str().unwrap().is_empty(), "{setting}");
        }
        for can in settings["capabilities"].as_array().unwrap() {
            let told = can["yes"] == true || can["reason"].as_str().is_some_and(|r| r.len() > 20);
            assert!(told, "{}: {can}", account["gateway"]);
        }
    }
    let ovgc = account_at(&overview, "ovgc")["id"].clone();
    let change = |zone: &str| {
        let form = json!({ "id": ovgc, "base_url": null, "settings": { "expires_at_zone": zone } });
        counter.ask("account_change", json!({ "form": form }))
    };
    let changed = change("+01:00").unwrap().to_string();
    assert!(changed.contains(r#""value":"+01:00""#), "{changed}");
    assert_eq!(change("Lagos").unwrap_err()["code"], "invalid_input");
}

#[test]
fn the_dial_is_there_in_practice_and_nowhere_else() {
    let counter = Counter::open();
    let turn = |on: bool| json!({ "form": { "gateway": "novac", "fault": "broken", "on": on } });
    assert!(counter.ask("practice_faults", json!({})).is_err());
    assert!(counter.ask("practice_fault", turn(true)).is_err());
    let overview = counter.done("practice_start", json!({}));
    let faults = counter.done("practice_fault", turn(true));
    let on = faults.as_array().unwrap().iter().filter(|fault| fault["on"] == true);
    assert_eq!(on.count(), 1, "{faults}");
    let account = account_at(&overview, "novac")["id"].clone();
    let error = counter.ask("link_create", json!({ "form": link_form(&account, "500.00") }));
    assert_eq!(error.unwrap_err()["code"], "unknown_outcome", "a gateway that is out of order");
    counter.done("practice_fault", turn(false));
    counter.done("link_create", json!({ "form": link_form(&account, "500.00") }));
}

#[test]
fn the_listener_of_the_books_runs_again_after_practice() {
    let counter = Counter::open();
    let form = json!({ "bind": "127.0.0.1:0", "trusted_proxies": "", "starts_with_window": false });
    let started = counter.done("listener_start", json!({ "form": form }));
    assert_eq!(started["running"], true, "{started}");
    counter.done("practice_start", json!({}));
    counter.done("practice_leave", json!({}));
    assert_eq!(counter.done("listener", json!({}))["running"], true);

    counter.done("listener_stop", json!({}));
    counter.done("practice_start", json!({}));
    counter.done("practice_leave", json!({}));
    assert_eq!(counter.done("listener", json!({}))["running"], false, "nobody asked for it");
}

#[test]
fn notifications_are_switched_one_by_one() {
    let counter = Counter::open();
    let all = json!({ "payments": true, "refunds": true, "failures": true });
    assert_eq!(counter.done("notifications", json!({})), all);
    let fewer = json!({ "payments": false, "refunds": true, "failures": true });
    assert_eq!(counter.done("notifications_set", json!({ "form": fewer })), fewer);
    assert_eq!(counter.done("notifications", json!({})), fewer);
}

fn account_at<'a>(overview: &'a Value, gateway: &str) -> &'a Value {
    let accounts = overview["accounts"].as_array().unwrap();
    accounts.iter().find(|account| account["gateway"] == gateway).unwrap()
}

fn link_form(account: &Value, amount: &str) -> Value {
    json!({ "account_id": account, "amount": amount, "currency": "NGN", "email": "ada@example.com",
            "customer_name": "Ada Obi",
            "reference": null, "description": "A test", "callback_url": null, "redirect_url": null,
            "success_url": null, "cancel_url": null })
}
