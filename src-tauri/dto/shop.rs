//! The shop as a whole.

use serde::Serialize;
use specta::Type;

use super::Account;

/// What the window is showing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// The merchant's books, with nothing in them yet.
    FirstStart,
    /// The sandbox, with nothing real.
    Practice,
    /// The merchant's books.
    Books,
}

/// Where keys are, or what they wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyPlace {
    /// In the keychain of the operating system.
    Keychain,
    /// In a vault that is open.
    Vault,
    /// In a vault that wants its passphrase.
    VaultLocked,
    /// Nowhere: there is no keychain, and no vault yet.
    NoVault,
    /// In this run of the program, for practice.
    Memory,
}

impl From<backoffice::vault::KeysState> for KeyPlace {
    fn from(state: backoffice::vault::KeysState) -> Self {
        use backoffice::vault::KeysState;
        match state {
            KeysState::Keychain => Self::Keychain,
            KeysState::Vault => Self::Vault,
            KeysState::VaultLocked => Self::VaultLocked,
            KeysState::NoVault => Self::NoVault,
            KeysState::Memory => Self::Memory,
        }
    }
}

/// The shop at a glance.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Overview {
    pub(crate) place: Place,
    pub(crate) version: String,
    pub(crate) time_zone: String,
    pub(crate) locale: String,
    pub(crate) keys: KeyPlace,
    pub(crate) keychain_problem: Option<String>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) payments_open: u32,
    pub(crate) last_sync_at: Option<String>,
    pub(crate) syncing: bool,
    /// How much wants a person, without what was put off.
    pub(crate) attention: u32,
    /// The name that is usual for decisions on this computer.
    pub(crate) signer: Option<String>,
}

/// What a round of look-ups found.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct SyncReport {
    looked_up: u32,
    changed: u32,
    failed: Vec<SyncFailure>,
}

/// A payment whose gateway gave no usable answer.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct SyncFailure {
    reference: String,
    message: String,
}

impl From<backoffice::SyncReport> for SyncReport {
    fn from(report: backoffice::SyncReport) -> Self {
        let failed = report.failed.into_iter();
        Self {
            looked_up: u32::try_from(report.looked_up).unwrap_or(u32::MAX),
            changed: u32::try_from(report.changed.len()).unwrap_or(u32::MAX),
            failed: failed
                .map(|failure| SyncFailure {
                    reference: failure.reference,
                    message: failure.message,
                })
                .collect(),
        }
    }
}
