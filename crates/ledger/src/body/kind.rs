//! The words of the journal: one for each kind of body, the same as in its JSON.

use super::Body;

impl Body {
    /// The word of the body's kind, as in the journal.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::AccountConnected { .. } => "account_connected",
            Self::AccountSettingsChanged { .. } => "account_settings_changed",
            Self::AccountKeysReplaced { .. } => "account_keys_replaced",
            Self::AccountApprovalSet { .. } => "account_approval_set",
            Self::AccountRemoved => "account_removed",
            Self::LinkRequested { .. } => "link_requested",
            Self::LinkRenewalRequested { .. } => "link_renewal_requested",
            Self::LinkOpened { .. } => "link_opened",
            Self::LinkFailed { .. } => "link_failed",
            Self::LinkLost { .. } => "link_lost",
            Self::PaymentFound { .. } => "payment_found",
            Self::PaymentObserved { .. } => "payment_observed",
            Self::PaymentWithdrawn { .. } => "payment_withdrawn",
            Self::RefundRequested { .. } => "refund_requested",
            Self::RefundApproved { .. } => "refund_approved",
            Self::RefundRejected { .. } => "refund_rejected",
            Self::RefundSubmitted { .. } => "refund_submitted",
            Self::RefundObserved { .. } => "refund_observed",
            Self::RefundRecorded { .. } => "refund_recorded",
            Self::RefundFound { .. } => "refund_found",
            Self::RefundWithdrawn { .. } => "refund_withdrawn",
            Self::RefundResolved { .. } => "refund_resolved",
            Self::RefundMatched { .. } => "refund_matched",
            Self::RefundMatchConfirmed { .. } => "refund_match_confirmed",
            Self::RefundJoined { .. } => "refund_joined",
            Self::RefundSplit { .. } => "refund_split",
            Self::AttentionAccepted { .. } => "attention_accepted",
            Self::NoteAdded { .. } => "note_added",
            Self::TagsSet { .. } => "tags_set",
            Self::BatchStarted { .. } => "batch_started",
            Self::BatchEnded { .. } => "batch_ended",
            Self::PersonMasked { .. } => "person_masked",
            Self::PayoutRequested { .. } => "payout_requested",
            Self::PayoutSubmitted => "payout_submitted",
            Self::PayoutFound { .. } => "payout_found",
            Self::PayoutObserved(_) => "payout_observed",
            Self::PayoutFeeFound { .. } => "payout_fee_found",
            Self::PayoutWithdrawn { .. } => "payout_withdrawn",
            Self::WebhookReceived { .. } => "webhook_received",
            Self::ExportMade(_) => "export_made",
            Self::ExportUndone { .. } => "export_undone",
            Self::ImportMade(_) => "import_made",
            Self::LineRead(_) => "line_read",
            Self::LineMatched { .. } => "line_matched",
            Self::LineReleased { .. } => "line_released",
            Self::ImportUndone { .. } => "import_undone",
        }
    }

    /// Of a withdrawal, whether it books back on the days of what it takes back.
    pub(crate) const fn withdrawal(&self) -> Option<bool> {
        match self {
            Self::PaymentWithdrawn { on_own_days, .. }
            | Self::RefundWithdrawn { on_own_days, .. }
            | Self::PayoutWithdrawn { on_own_days, .. } => Some(*on_own_days),
            _ => None,
        }
    }
}
