//! Prepares the window's build: the commands the window may call, and a page to show when the
//! interface is not built yet.
//!
//! A command that is missing from [`COMMANDS`] or from `capabilities/main.json` is refused at run
//! time: nothing is allowed only because it exists.

use std::{fs, io, path::Path};

use tauri_build::{AppManifest, Attributes};

/// Every command of the shell; each needs its `allow-…` line in `capabilities/main.json`.
const COMMANDS: &[&str] = &[
    "overview",
    "practice_start",
    "practice_leave",
    "vault_create",
    "vault_unlock",
    "sync_now",
    "signer_set",
    "time_zones",
    "time_zone_set",
    "gateways_list",
    "account_connect",
    "account_check",
    "account_remove",
    "account_settings",
    "account_change",
    "account_keys",
    "account_forget_old_keys",
    "account_approval",
    "payments_page",
    "payment_detail",
    "payment_verify",
    "payment_note",
    "payment_tags",
    "tags_all",
    "link_create",
    "link_renew",
    "link_check",
    "link_fields",
    "link_open",
    "link_copy",
    "refund_create",
    "refund_record",
    "refund_check",
    "refunds_page",
    "refund_choose_file",
    "refund_evidence_save",
    "refund_slip_print",
    "refund_slip_save",
    "refund_approve",
    "refund_reject",
    "refund_outlook",
    "refund_resolve",
    "refund_confirm",
    "refund_split",
    "refund_join",
    "attention",
    "attention_snooze",
    "attention_wake",
    "attention_accept",
    "batch_choose_file",
    "batch_plan",
    "batch_start",
    "batch_resume",
    "batch_cancel",
    "batch_end",
    "batches",
    "batch",
    "batch_result",
    "customers",
    "customer",
    "customer_export",
    "customer_mask_plan",
    "customer_mask",
    "export_profiles",
    "export_preview",
    "export_preview_stop",
    "export_choose_path",
    "export_save",
    "export_stop",
    "export_reveal",
    "exports",
    "export_made",
    "export_again",
    "export_presets",
    "export_preset_save",
    "export_preset_remove",
    "account_names",
    "account_names_set",
    "report",
    "report_save",
    "report_print",
    "shop_name",
    "shop_name_set",
    "settlement",
    "line_match",
    "line_book",
    "line_release",
    "settlement_terms",
    "settlement_terms_set",
    "import_choose_file",
    "import_plan",
    "import_make",
    "imports",
    "import_detail",
    "import_lines",
    "import_undo",
    "import_remembered",
    "import_forget",
    "webhooks",
    "webhook",
    "webhook_replay",
    "webhook_import",
    "listener",
    "listener_start",
    "listener_stop",
    "payout_accounts",
    "payouts",
    "payout",
    "payout_plan",
    "payout_create",
    "payout_look_up",
    "payout_resolve",
    "payout_choices",
    "payout_check",
    "balances",
    "notifications",
    "notifications_set",
    "practice_faults",
    "practice_fault",
];

const INTERFACE: &str = "ui/dist";
const CAPABILITIES: &str = "src-tauri/capabilities";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    ensure_page(Path::new(INTERFACE))?;
    // The interface and the capabilities are compiled in, so a change to either is a change to us.
    println!("cargo:rerun-if-changed={INTERFACE}");
    println!("cargo:rerun-if-changed={CAPABILITIES}");
    let attributes = Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*")
        .app_manifest(AppManifest::new().commands(COMMANDS));
    Ok(tauri_build::try_build(attributes)?)
}

/// Lets a fresh clone compile: Tauri embeds the built interface and refuses an empty folder.
fn ensure_page(dist: &Path) -> io::Result<()> {
    let page = dist.join("index.html");
    if page.exists() {
        return Ok(());
    }
    fs::create_dir_all(dist)?;
    fs::write(page, NOT_BUILT)
}

const NOT_BUILT: &str = r#"<!doctype html>
<html lang="en-GB">
  <head>
    <meta charset="utf-8" />
    <title>Tillkeeper: the interface is not built</title>
  </head>
  <body>
    <h1>The interface is not built yet</h1>
    <p>Run <code>cargo xtask run</code>, which builds everything and opens this window again.</p>
    <p>By hand: <code>npm ci</code> and <code>npm run build</code> in the folder <code>ui</code>, then build the program anew.</p>
  </body>
</html>
"#;
