//! What an entry is about, and who caused it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{AccountId, BatchId, DeliveryId, ExportId, ImportId, PaymentId, PayoutId, PersonId};

/// What an entry is about; entries of one subject are numbered from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "subject", content = "id", rename_all = "snake_case")]
pub enum Subject {
    /// A connected account.
    Account(AccountId),
    /// A payment with its links and refunds.
    Payment(PaymentId),
    /// A file that was handed out.
    Export(ExportId),
    /// Money that the merchant sends, or that a gateway sends to the merchant.
    Payout(PayoutId),
    /// A message from a gateway that proved to be its own.
    Delivery(DeliveryId),
    /// Many refunds that were agreed to at once.
    Batch(BatchId),
    /// A customer's record.
    Person(PersonId),
    /// A file that a person imported, with its lines.
    Import(ImportId),
}

impl Subject {
    /// The kind of the subject, as a word.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Payment(_) => "payment",
            Self::Export(_) => "export",
            Self::Payout(_) => "payout",
            Self::Delivery(_) => "delivery",
            Self::Batch(_) => "batch",
            Self::Person(_) => "person",
            Self::Import(_) => "import",
        }
    }
}

impl fmt::Display for Subject {
    /// `payment:0192…`, as the journal writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = match self {
            Self::Account(AccountId(id))
            | Self::Payment(PaymentId(id))
            | Self::Export(ExportId(id))
            | Self::Payout(PayoutId(id))
            | Self::Delivery(DeliveryId(id))
            | Self::Batch(BatchId(id))
            | Self::Person(PersonId(id))
            | Self::Import(ImportId(id)) => id,
        };
        write!(f, "{}:{id}", self.kind())
    }
}

impl std::str::FromStr for Subject {
    type Err = SubjectError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unreadable = || SubjectError(text.chars().take(60).collect());
        let (kind, id) = text.split_once(':').ok_or_else(unreadable)?;
        let id = uuid::Uuid::parse_str(id).map_err(|_| unreadable())?;
        match kind {
            "account" => Ok(Self::Account(AccountId(id))),
            "payment" => Ok(Self::Payment(PaymentId(id))),
            "export" => Ok(Self::Export(ExportId(id))),
            "payout" => Ok(Self::Payout(PayoutId(id))),
            "delivery" => Ok(Self::Delivery(DeliveryId(id))),
            "batch" => Ok(Self::Batch(BatchId(id))),
            "person" => Ok(Self::Person(PersonId(id))),
            "import" => Ok(Self::Import(ImportId(id))),
            _ => Err(unreadable()),
        }
    }
}

/// The text is not a kind of subject, a colon and an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a subject; write payment:ID, payout:ID, account:ID, delivery:ID, batch:ID, person:ID, export:ID or \
     import:ID"
)]
pub struct SubjectError(String);

/// Who caused an entry: the window, the command line, a gateway's message, or Tillkeeper looking things up by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Actor(pub String);

impl Actor {
    /// A person at the window.
    #[must_use]
    pub fn window() -> Self {
        Self("window".to_owned())
    }

    /// Tillkeeper, looking things up unasked.
    #[must_use]
    pub fn itself() -> Self {
        Self("tillkeeper".to_owned())
    }

    /// A message from a gateway, which had Tillkeeper look something up.
    #[must_use]
    pub fn webhook() -> Self {
        Self("webhook".to_owned())
    }

    /// A person or script at the command line.
    #[must_use]
    pub fn till() -> Self {
        Self("till".to_owned())
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
