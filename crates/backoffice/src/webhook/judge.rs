//! Whether a message is the gateway's own, and what it says; told without asking the gateway.
//!
//! The proof is made on the bytes as they came, with the keys and settings of the account's connection, which are in memory:
//! a flood of messages must not become a flood of questions to the keychain.

use gateways::{Arrival, Event, Profile, Proof};
use ledger::Verdict;
use store::{AccountRecord, Judgement};

use super::words;
use crate::{Backoffice, Error};

/// The most bytes of a message that nothing proves; real ones have a few hundred.
pub(super) const LARGEST_UNPROVEN: usize = 16 * 1024;

/// What is thought of a message.
#[derive(Debug)]
pub(super) enum Opinion {
    /// Nobody can tell while the keys are locked away.
    Untold,
    /// It is the gateway's own, or the gateway's messages prove nothing, and it can be read.
    Genuine { event: Event, proof: Proof },
    /// It is not proven.
    NotProven(String),
    /// It is the gateway's own and cannot be read.
    Unreadable { reason: String, proof: Proof },
    /// It is larger than any message that is taken.
    TooLarge(String),
}

impl Opinion {
    /// Whether something shows that it is the gateway's own.
    pub(super) const fn is_proven(&self) -> bool {
        match self {
            Self::Genuine { proof, .. } | Self::Unreadable { proof, .. } => {
                !matches!(proof, Proof::Nothing)
            }
            Self::Untold | Self::NotProven(_) | Self::TooLarge(_) => false,
        }
    }

    /// The verdict that follows; none while nobody can tell.
    pub(super) fn judgement(self, profile: &Profile) -> Option<Judgement> {
        let is_proven = self.is_proven();
        let rejected = |reason| {
            Some(Judgement {
                verdict: Verdict::Rejected,
                reason,
                event: None,
                key: None,
                reference: None,
                is_proven,
            })
        };
        match self {
            Self::Untold => None,
            Self::NotProven(reason) | Self::Unreadable { reason, .. } | Self::TooLarge(reason) => {
                rejected(reason)
            }
            Self::Genuine { event, proof } => Some(Judgement {
                verdict: Verdict::Accepted,
                reason: words::accepted(profile, proof),
                event: Some(event.name),
                key: Some(event.key),
                reference: event.references.into_iter().next(),
                is_proven,
            }),
        }
    }
}

impl Backoffice {
    /// What is thought of a message for an account, by its keys and settings as they are now.
    ///
    /// # Errors
    /// Where the history cannot be read; keys that are not to be had are an opinion.
    pub(super) async fn opinion_of(
        &self,
        account: &AccountRecord,
        arrival: &Arrival<'_>,
    ) -> Result<Opinion, Error> {
        let profile = gateways::profile(account.gateway);
        let connection = match self.connection(account).await {
            Ok(connection) => connection,
            Err(problem @ (Error::Keys(_) | Error::NoKeys(_))) => {
                tracing::debug!(%problem, "a message waits for the keys of its account");
                return Ok(Opinion::Untold);
            }
            Err(other) => return Err(other),
        };
        let proof = match profile.prove(arrival, &connection.credentials, &connection.settings) {
            Ok(proof) => proof,
            Err(why) => return Ok(Opinion::NotProven(words::not_proven(profile, &why))),
        };
        if proof == Proof::Nothing && arrival.body.len() > LARGEST_UNPROVEN {
            return Ok(Opinion::TooLarge(words::too_large_unproven(profile, LARGEST_UNPROVEN)));
        }
        Ok(match profile.read_event(arrival.body, &connection.settings) {
            Ok(event) => Opinion::Genuine { event, proof },
            Err(why) => Opinion::Unreadable { reason: words::unreadable(profile, &why), proof },
        })
    }
}
