//! The ledger's vocabularies as the window's types.

use serde::{Deserialize, Serialize};
use specta::Type;

macro_rules! mirrored {
    ($home:ident: $($(#[$meta:meta])* $name:ident { $($variant:ident),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name { $($variant,)+ }

        impl From<$home::$name> for $name {
            fn from(word: $home::$name) -> Self {
                match word { $($home::$name::$variant => Self::$variant,)+ }
            }
        }

        impl From<$name> for $home::$name {
            fn from(word: $name) -> Self {
                match word { $($name::$variant => Self::$variant,)+ }
            }
        }
    )+};
}
pub(super) use mirrored;

mirrored! {
    ledger:
    /// What is known of a payment.
    PaymentStatus { Pending, Unknown, Cancelled, Expired, Failed, Paid, Settled, Reversed }
    /// What is known of a refund.
    RefundStatus { Requested, Approved, Submitted, Unknown, Pending, Failed, Processed }
    /// How money is paid back.
    RefundMethod { Api, Dashboard, Cash, Bank, Other }
    /// What wants a person's eye.
    Flag { Late, AmountMismatch, CurrencyMismatch, Unordered }
    /// Whether keys move real money.
    Mode { Test, Live, Unknown }
    /// What became of a message from a gateway.
    Verdict { Accepted, Duplicate, Rejected }
    /// What kind of sending a payout is.
    PayoutKind { Bank, Remittance, Wallet, Recharge, Settlement, Transfer }
    /// What is known of a payout.
    PayoutStatus { Requested, Submitted, Unknown, Pending, Failed, Processed }
    /// What kind of file was imported.
    ImportKind { Statement, BalanceReport, RefundList, History }
}

mirrored! {
    backoffice:
    /// What the rows of a report stand for.
    Grouping { Day, Week, Month, Gateway, Account, Currency, Channel }
    /// What a line of a file is to the books.
    Fate { New, Known, Changed, Alike, Unknown }
    /// What a line of a file would be in the books.
    Becomes { Nothing, Line, Payout, PayoutFee, Refund, Payment }
    /// Where the meaning of columns comes from.
    MappingFrom { None, Remembered, File }
    /// A person's decision about lines that look the same as some that are known.
    Alike { Skip, Take }
    /// How a payout ended at the bank.
    SettlementVerdict { Matched, Expected, Missing, Over, Under, FeeDifference, CurrencyDifference, Failed }
    /// How the bank line of a payout was found.
    Certainty { Hand, Id, Likeness }
}

/// How a person paid money back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ManualMethod {
    Dashboard,
    Cash,
    Bank,
    Other,
}

impl From<ManualMethod> for ledger::RefundMethod {
    fn from(method: ManualMethod) -> Self {
        match method {
            ManualMethod::Dashboard => Self::Dashboard,
            ManualMethod::Cash => Self::Cash,
            ManualMethod::Bank => Self::Bank,
            ManualMethod::Other => Self::Other,
        }
    }
}
