//! Why a bank line is not matched, released or booked.

use ledger::{Currency, Money, PayoutKind, Reference, Signer};

/// Why a person's word on a bank line cannot count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MatchRefusal {
    /// The import of the line was undone.
    #[error(
        "{by} undid the import of `{file}`, so its lines no longer count; import the file again if they should"
    )]
    Undone {
        /// What the file was called.
        file: String,
        /// Who undid it.
        by: Signer,
    },
    /// The file is not a bank statement.
    #[error("`{0}` is not a bank statement, so its lines are not money at a bank")]
    NotAStatement(String),
    /// Money that left the bank account, or none.
    #[error("this line is {0}, which is not incoming money; only incoming money can be a payout")]
    NotIncoming(Money),
    /// The line is matched already.
    #[error("{by} matched this line with {payout} already; release it first if that was wrong")]
    LineTaken {
        /// Who.
        by: Signer,
        /// With which payout.
        payout: Reference,
    },
    /// The payout has another line.
    #[error(
        "{payout} is matched with the line of {date} already; release that line first if it was wrong"
    )]
    PayoutTaken {
        /// Which payout.
        payout: Reference,
        /// The day of its line.
        date: chrono::NaiveDate,
    },
    /// The payout did not happen.
    #[error(
        "{0} failed, as far as is known, so no money of it can have come in; look the payout up first"
    )]
    PayoutFailed(Reference),
    /// The payout went to somebody else.
    #[error(
        "{payout} is a payout of the kind `{kind}`, which does not go to your own bank account"
    )]
    NotToYou {
        /// Which payout.
        payout: Reference,
        /// Its kind.
        kind: PayoutKind,
    },
    /// The account has no such money.
    #[error(
        "{account} never held {currency}, so a line in {currency} cannot be money of it; name another account"
    )]
    OtherCurrency {
        /// The account.
        account: String,
        /// The currency of the line.
        currency: Currency,
    },
    /// The check finds that the line is a payout's.
    #[error(
        "this line is the money of {0}, which is known already; booking it would count it twice"
    )]
    KnownPayout(Reference),
    /// The line may be the money of one of these payouts.
    #[error(
        "this line may be the money of {}, which {} known already; match it with the one it is, since booking it would take \
         that money out twice",
        .0.iter().map(Reference::as_str).collect::<Vec<_>>().join(" or "),
        if .0.len() == 1 { "is" } else { "are" }
    )]
    MayBeKnown(Vec<Reference>),
    /// Nobody matched the line.
    #[error(
        "nobody matched this line, so there is nothing to take back; match it by hand with another payout instead"
    )]
    NotMatched,
}

impl MatchRefusal {
    /// Whether somebody else decided meanwhile.
    pub(crate) const fn is_conflict(&self) -> bool {
        matches!(self, Self::LineTaken { .. } | Self::PayoutTaken { .. })
    }
}
