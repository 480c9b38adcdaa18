//! The kinds of concerns, the gravest first, and the steps that settle them. The words are the window's and the command
//! line's.

macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$of_value:meta])* $value:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$of_value])* $value,)+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$value,)+];

            /// The written word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// What kind of thing wants a person. The order is that of the desk: money that may be lost first, then what keeps the
    /// books from following the gateways, then what somebody waits for, and last what only wants a look.
    ConcernKind {
        /// More went back to a customer than was paid.
        OverRefunded = "over_refunded",
        /// A refund may or may not have happened.
        RefundUnknown = "refund_unknown",
        /// A payout may or may not have happened, or nobody says any more whether it arrived.
        PayoutUnknown = "payout_unknown",
        /// A payout to the merchant should be at the bank and is not.
        PayoutMissing = "payout_missing",
        /// Another amount or currency came in at the bank than was paid out.
        PayoutDifference = "payout_difference",
        /// A refund did not go through, as came to be known later.
        RefundFailed = "refund_failed",
        /// A refund that a person took for failed went through after all, or may.
        RefundRevived = "refund_revived",
        /// A bulk refund stopped before its end.
        BatchUnfinished = "batch_unfinished",
        /// The place of the keys is locked.
        KeysLocked = "keys_locked",
        /// The keys of an account are gone.
        KeysMissing = "keys_missing",
        /// A gateway does not answer.
        GatewayUnreachable = "gateway_unreachable",
        /// Whether it was paid is not known.
        PaymentUnknown = "payment_unknown",
        /// Another currency was paid than was ordered.
        CurrencyMismatch = "currency_mismatch",
        /// Another amount was paid than was ordered.
        AmountMismatch = "amount_mismatch",
        /// The gateway pays back another amount than it was asked for.
        RefundAmount = "refund_amount",
        /// A refund found at the gateway was taken for one recorded by hand.
        RefundUnconfirmed = "refund_unconfirmed",
        /// A refund waits for a second person.
        RefundRequested = "refund_requested",
        /// A gateway has kept money for longer than agreed.
        UnsettledOverdue = "unsettled_overdue",
        /// It was paid after its time.
        Late = "late",
        /// Nobody here ordered it.
        Unordered = "unordered",
        /// A refund has been pending for long.
        RefundStale = "refund_stale",
        /// A payment has been pending for so long that nobody looks it up any more.
        PaymentStale = "payment_stale",
        /// Messages came in that could not be taken or acted on.
        WebhookFailed = "webhook_failed",
        /// A gateway that used to send messages sends none.
        GatewaySilent = "gateway_silent",
    }
}

vocabulary! {
    /// What can be done about a concern.
    Step {
        /// Ask the gateway: about the payment or the payout, or about all that is open where the concern is about neither.
        LookUp = "look_up",
        /// Compare with the gateway's refunds, and decide by hand how a refund ended.
        ResolveRefund = "resolve_refund",
        /// Say yes or no to a refund.
        ApproveRefund = "approve_refund",
        /// Say that the gateway's refund and the one recorded by hand are one.
        ConfirmMatch = "confirm_match",
        /// Say that they are two.
        SplitMatch = "split_match",
        /// Record a refund that was paid back by hand.
        RecordRefund = "record_refund",
        /// Refund by the gateway.
        Refund = "refund",
        /// Say that it is in order as it is.
        Accept = "accept",
        /// Look at the payment.
        OpenPayment = "open_payment",
        /// Look at the payout.
        OpenPayout = "open_payout",
        /// Decide by hand how a payout ended.
        ResolvePayout = "resolve_payout",
        /// Look at what arrived at the bank, and match it by hand.
        OpenSettlement = "open_settlement",
        /// Look at the newest message.
        OpenWebhook = "open_webhook",
        /// Take the message once more.
        ReplayWebhook = "replay_webhook",
        /// Look at how messages come in.
        OpenListener = "open_listener",
        /// Unlock the place of the keys.
        Unlock = "unlock",
        /// Enter the account's keys anew.
        ReplaceKeys = "replace_keys",
        /// Go on with a bulk refund.
        ResumeBatch = "resume_batch",
        /// Give the rest of a bulk refund up.
        EndBatch = "end_batch",
        /// Look at the account.
        OpenAccount = "open_account",
    }
}
