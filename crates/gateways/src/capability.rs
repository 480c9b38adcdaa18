//! What a gateway can do, and why not otherwise.
//!
//! The window and the command line offer what is here and show the reason for the rest, so a missing feature never looks
//! like a success. Whether one payment may be refunded now is the ledger's business, not this.

/// Whether one thing can be done at a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// It can.
    Yes,
    /// It cannot.
    No {
        /// Why, and what to do instead; a whole sentence.
        reason: &'static str,
    },
}

impl Capability {
    /// Whether it can be done.
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }

    /// Why it cannot be done.
    #[must_use]
    pub const fn reason(self) -> Option<&'static str> {
        match self {
            Self::Yes => None,
            Self::No { reason } => Some(reason),
        }
    }
}

/// What an account can do, as it is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Make a payment link.
    pub link: Capability,
    /// Make another link for the same order.
    pub renew: Capability,
    /// Look a payment up.
    pub look_up: Capability,
    /// Pay back all that was captured.
    pub refund: Capability,
    /// Pay back a part.
    pub partial_refund: Capability,
    /// Tell which refunds were made, whoever made them.
    pub refund_lists: Capability,
    /// Send money to somebody.
    pub payout: Capability,
    /// Tell what is left.
    pub balance: Capability,
    /// Tell what moved the balance, day by day.
    pub balance_report: Capability,
    /// Tell beforehand what a payment will cost the merchant.
    pub fee_quote: Capability,
    /// Send messages when something happens.
    pub webhooks: Capability,
}

impl Capabilities {
    /// Nothing, for one reason; what can be done is named beside it.
    #[must_use]
    pub const fn none(reason: &'static str) -> Self {
        let no = Capability::No { reason };
        Self {
            link: no,
            renew: no,
            look_up: no,
            refund: no,
            partial_refund: no,
            refund_lists: no,
            payout: no,
            balance: no,
            balance_report: no,
            fee_quote: no,
            webhooks: no,
        }
    }

    /// Each with the word it is known by in the window and on the command line.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, Capability); 11] {
        [
            ("link", self.link),
            ("renew", self.renew),
            ("look_up", self.look_up),
            ("refund", self.refund),
            ("partial_refund", self.partial_refund),
            ("refund_lists", self.refund_lists),
            ("payout", self.payout),
            ("balance", self.balance),
            ("balance_report", self.balance_report),
            ("fee_quote", self.fee_quote),
            ("webhooks", self.webhooks),
        ]
    }
}
