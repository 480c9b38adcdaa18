//! The window's side of the border, generated from the commands: `ui/src/api/bindings.ts`.

use std::path::Path;

use specta_typescript::Typescript;
use tauri::Runtime;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::commands::{
    account, attention, batch, customer, decision, export, link, notification, payment, payout,
    practice, refund, shop, webhook,
};
use crate::events::{
    AttentionChanged, BatchChanged, ExportProgressed, PaymentsChanged, PayoutsChanged,
    SyncFinished, WebhooksChanged,
};

/// Every command and event, for the shell to serve and for the window to be typed by.
pub(crate) fn builder<R: Runtime>() -> Builder<R> {
    Builder::<R>::new()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        .commands(collect_commands![
            shop::overview,
            shop::practice_start,
            shop::practice_leave,
            shop::vault_create,
            shop::vault_unlock,
            shop::sync_now,
            shop::signer_set,
            shop::time_zones,
            shop::time_zone_set,
            account::gateways_list,
            account::account_connect,
            account::account_check,
            account::account_remove,
            account::account_settings,
            account::account_change,
            account::account_keys,
            account::account_forget_old_keys,
            account::account_approval,
            payment::payments_page,
            payment::payment_detail,
            payment::payment_verify,
            payment::payment_note,
            payment::payment_tags,
            payment::tags_all,
            link::link_create,
            link::link_renew,
            link::link_check,
            link::link_fields,
            link::link_open,
            link::link_copy,
            refund::refund_create,
            refund::refund_record,
            refund::refund_check,
            refund::refunds_page,
            refund::refund_choose_file,
            refund::refund_evidence_save,
            refund::refund_slip_print,
            refund::refund_slip_save,
            decision::refund_approve,
            decision::refund_reject,
            decision::refund_outlook,
            decision::refund_resolve,
            decision::refund_confirm,
            decision::refund_split,
            decision::refund_join,
            attention::attention,
            attention::attention_snooze,
            attention::attention_wake,
            attention::attention_accept,
            batch::batch_choose_file,
            batch::batch_plan,
            batch::batch_start,
            batch::batch_resume,
            batch::batch_cancel,
            batch::batch_end,
            batch::batches,
            batch::batch,
            batch::batch_result,
            customer::customers,
            customer::customer,
            customer::customer_export,
            customer::customer_mask_plan,
            customer::customer_mask,
            export::export_profiles,
            export::export_preview,
            export::export_preview_stop,
            export::export_choose_path,
            export::export_save,
            export::export_stop,
            export::export_reveal,
            export::history::exports,
            export::history::export_made,
            export::history::export_again,
            export::preset::export_presets,
            export::preset::export_preset_save,
            export::preset::export_preset_remove,
            export::preset::account_names,
            export::preset::account_names_set,
            webhook::webhooks,
            webhook::webhook,
            webhook::webhook_replay,
            webhook::webhook_import,
            webhook::listener,
            webhook::listener_start,
            webhook::listener_stop,
            payout::payout_accounts,
            payout::payouts,
            payout::payout,
            payout::payout_plan,
            payout::payout_create,
            payout::payout_look_up,
            payout::payout_resolve,
            payout::payout_choices,
            payout::payout_check,
            payout::balances,
            notification::notifications,
            notification::notifications_set,
            practice::practice_faults,
            practice::practice_fault,
        ])
        .events(collect_events![
            PaymentsChanged,
            PayoutsChanged,
            WebhooksChanged,
            AttentionChanged,
            BatchChanged,
            ExportProgressed,
            SyncFinished,
        ])
}

/// Writes the bindings to a file.
///
/// # Errors
/// Where a type cannot be written in TypeScript, or the file cannot.
pub fn write_typescript(path: &Path) -> Result<(), specta_typescript::Error> {
    builder::<tauri::Wry>().export(Typescript::default(), path)
}
