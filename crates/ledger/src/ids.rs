//! Identities: opaque ids that Tillkeeper gives, and names that people and gateways give.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident,)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let id = Uuid::parse_str(text.trim()).map(Self);
                id.map_err(|_| IdError(text.chars().take(MOST_ECHOED).collect()))
            }
        }
    )+};
}

ids! {
    /// A merchant's account at a gateway, as connected here.
    AccountId,
    /// One order to be paid, with its links and refunds.
    PaymentId,
    /// One intent to pay money back.
    RefundId,
    /// One line of the journal.
    EntryId,
    /// A customer's personal data, kept beside the journal.
    PersonId,
    /// One file handed to an accountant.
    ExportId,
    /// One intent to send money, or one sending that a gateway told of.
    PayoutId,
    /// One message that came in for a gateway's account.
    DeliveryId,
    /// Many refunds that were agreed to at once.
    BatchId,
    /// One file that a person imported.
    ImportId,
}

/// How much of what was typed is said again.
const MOST_ECHOED: usize = 40;

/// The text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an id; copy the whole id, 36 characters long, from the list or answer that shows it"
)]
pub struct IdError(String);

/// Why a name or an order number cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing is left once surrounding space is removed.
    #[error("{what} is empty")]
    Empty {
        /// What was being named.
        what: &'static str,
    },
    /// More characters than are kept.
    #[error("{what} has more than {most} characters")]
    TooLong {
        /// What was being named.
        what: &'static str,
        /// The most it may have.
        most: usize,
    },
    /// Line breaks, tabs, invisible direction marks and other characters that hide what is written.
    #[error("{what} contains a character that cannot be seen, such as a tab or a line break")]
    Invisible {
        /// What was being named.
        what: &'static str,
    },
}

macro_rules! names {
    ($($(#[$meta:meta])* $name:ident($what:literal, $most:literal),)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most characters it may have.
            pub const MOST: usize = $most;

            /// The text as it was typed, less surrounding space.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                visible_text(text, $what, $most).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

names! {
    /// The merchant's own order number, kept exactly as typed.
    Reference("the order number", 64),
    /// What the merchant calls an account.
    AccountName("the account name", 40),
    /// The name by which a person stands for what they decided.
    Signer("the name of who decides", 60),
}

impl Signer {
    /// Whether both are the same person's, however they were typed.
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        let plain =
            |name: &Self| name.0.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
        plain(self) == plain(other)
    }
}

/// A word that a merchant sorts payments by: lower-case letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Tag(String);

/// The text is no tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a tag; write up to 30 letters, digits and hyphens, such as wholesale or may-2026"
)]
pub struct TagError(String);

impl Tag {
    /// The most characters it may have.
    pub const MOST: usize = 30;

    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Tag {
    type Err = TagError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.trim().to_lowercase();
        let is_fit = (1..=Self::MOST).contains(&word.chars().count())
            && word.chars().all(|c| c.is_alphanumeric() || c == '-');
        if is_fit { Ok(Self(word)) } else { Err(TagError(text.chars().take(40).collect())) }
    }
}

impl TryFrom<String> for Tag {
    type Error = TagError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Tag> for String {
    fn from(tag: Tag) -> Self {
        tag.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn visible_text(text: &str, what: &'static str, most: usize) -> Result<String, NameError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NameError::Empty { what });
    }
    if text.chars().count() > most {
        return Err(NameError::TooLong { what, most });
    }
    if text.chars().any(is_invisible) {
        return Err(NameError::Invisible { what });
    }
    Ok(text.to_owned())
}

/// Control characters, line and paragraph separators, and the marks that reorder or hide text (Unicode UAX #9, zero-width
/// characters, fillers, tags, BOM).
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{3164}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}
