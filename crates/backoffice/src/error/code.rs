//! The codes of failures, for programs.

/// What kind of failure it is. A code exists because a program does something different for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Something that was typed cannot be used.
    InvalidInput,
    /// No such thing.
    NotFound,
    /// A rule, or the gateway, says no.
    Refused,
    /// The request may or may not have had its effect.
    UnknownOutcome,
    /// The keychain or the vault has to be unlocked.
    Locked,
    /// Somebody else changed the same thing at the same moment.
    Conflict,
    /// The gateway did not answer as it should.
    Gateway,
    /// The gateway cannot be reached.
    Offline,
    /// The history cannot be read or written.
    Storage,
}

impl Code {
    /// The word of the code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::NotFound => "not_found",
            Self::Refused => "refused",
            Self::UnknownOutcome => "unknown_outcome",
            Self::Locked => "locked",
            Self::Conflict => "conflict",
            Self::Gateway => "gateway",
            Self::Offline => "offline",
            Self::Storage => "storage",
        }
    }
}
