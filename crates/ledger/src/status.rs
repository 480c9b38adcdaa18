//! The vocabularies of states. Which state may follow which is decided in `payment` and `refund`.

use crate::words::words;

words! {
    /// A gateway that Tillkeeper speaks to.
    GatewayKind {
        /// Novac, Nigeria (seed 000).
        Novac = "novac",
        /// OVGC Payments (seed 002).
        Ovgc = "ovgc",
        /// Nowpay, India (seed 003).
        Nowpay = "nowpay",
        /// Echezona, Nigeria (seed 001).
        Echezona = "echezona",
    }
}

impl GatewayKind {
    /// The name the gateway gives itself.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Novac => "Novac",
            Self::Ovgc => "OVGC Payments",
            Self::Nowpay => "Nowpay",
            Self::Echezona => "Echezona",
        }
    }
}

words! {
    /// Whether keys move real money.
    Mode {
        /// The gateway's test world.
        Test = "test",
        /// Real money.
        Live = "live",
        /// The gateway does not say; treat as real money.
        Unknown = "unknown",
    }
}

words! {
    /// What is known of a payment.
    PaymentStatus {
        /// Waiting for the customer.
        Pending = "pending",
        /// The gateway answered nothing that can be understood, or nothing at all.
        Unknown = "unknown",
        /// The customer left.
        Cancelled = "cancelled",
        /// The time to pay is over.
        Expired = "expired",
        /// The gateway refused the customer's payment.
        Failed = "failed",
        /// Captured.
        Paid = "paid",
        /// Captured, and in the merchant's available balance.
        Settled = "settled",
        /// Captured and taken back by the gateway or the customer's bank.
        Reversed = "reversed",
    }
}

impl PaymentStatus {
    /// How far along the payment is. A status never gives way to one of a lower rank; `pending` and `unknown` share
    /// the lowest, since both only say "look again".
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Pending | Self::Unknown => 0,
            Self::Cancelled => 1,
            Self::Expired => 2,
            Self::Failed => 3,
            Self::Paid => 4,
            Self::Settled => 5,
            Self::Reversed => 6,
        }
    }

    /// Whether the gateway took the customer's money, even where it gave it back later.
    #[must_use]
    pub const fn is_captured(self) -> bool {
        self.rank() >= Self::Paid.rank()
    }

    /// Whether the customer may still pay.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.rank() == Self::Pending.rank()
    }
}

words! {
    /// What is known of a refund.
    RefundStatus {
        /// Wanted, and not sent.
        Requested = "requested",
        /// Agreed to by a second person, and not sent.
        Approved = "approved",
        /// On its way to the gateway; the answer is not in.
        Submitted = "submitted",
        /// Sent, and the answer was lost or not understood: it may have happened.
        Unknown = "unknown",
        /// Accepted by the gateway, and the money has not moved yet.
        Pending = "pending",
        /// The gateway says it did not happen.
        Failed = "failed",
        /// The money is on its way back to the customer.
        Processed = "processed",
    }
}

impl RefundStatus {
    /// How far along the refund is. A status never gives way to one of a lower rank. `failed` and `processed` share the
    /// highest: gateways do correct themselves between the two, and the latest word counts.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Requested => 0,
            Self::Approved => 1,
            Self::Submitted => 2,
            Self::Unknown | Self::Pending => 3,
            Self::Failed | Self::Processed => 4,
        }
    }

    /// Whether the refund's amount is spoken for. Only a refund that certainly did not happen frees its amount.
    #[must_use]
    pub const fn holds_amount(self) -> bool {
        !matches!(self, Self::Failed)
    }

    /// Whether the gateway has yet to say how it ended.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Submitted | Self::Unknown | Self::Pending)
    }
}

words! {
    /// How money is paid back.
    RefundMethod {
        /// By the gateway's API.
        Api = "api",
        /// By hand, in the gateway's dashboard.
        Dashboard = "dashboard",
        /// From the till.
        Cash = "cash",
        /// From the merchant's bank account.
        Bank = "bank",
        /// In some other way.
        Other = "other",
    }
}

words! {
    /// What about a payment wants a person's eye.
    Flag {
        /// Paid after it had expired or been cancelled.
        Late = "late",
        /// Another amount was paid than was ordered.
        AmountMismatch = "amount_mismatch",
        /// Paid in another currency than was ordered.
        CurrencyMismatch = "currency_mismatch",
        /// No order here asked for it.
        Unordered = "unordered",
    }
}

impl Flag {
    /// Whether it follows from what was paid.
    pub(crate) const fn is_about_the_amount(self) -> bool {
        matches!(self, Self::AmountMismatch | Self::CurrencyMismatch)
    }
}

words! {
    /// Where a piece of news came from.
    Source {
        /// The gateway was asked.
        Lookup = "lookup",
        /// The answer to a request that asked for something else.
        Reply = "reply",
        /// A signed message of the gateway, about something that it cannot be asked about.
        Webhook = "webhook",
        /// The time to pay ran out, and the gateway still says nothing.
        Deadline = "deadline",
        /// A person.
        Hand = "hand",
        /// A file that a person imported.
        Import = "import",
    }
}

words! {
    /// What became of a message that came in for a gateway's account.
    Verdict {
        /// It proved to be the gateway's own.
        Accepted = "accepted",
        /// It is one that was accepted before.
        Duplicate = "duplicate",
        /// It proved nothing, or cannot be read.
        Rejected = "rejected",
    }
}
