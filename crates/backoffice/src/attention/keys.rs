//! Accounts whose gateway cannot be asked because their keys are locked away or gone.
//!
//! A keychain that is locked may ask the person before it answers, so it is asked only when the desk is looked at, and only
//! about accounts whose keys nobody has used in this run; what was heard then is remembered.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use ledger::{AccountId, AccountName};
use store::AccountRecord;

use super::words::channels;
use super::{ConcernKind, ConcernRow, Look, Moment};
use crate::vault::{self, KeysState, Place};
use crate::{Backoffice, Error};

/// What keeps the keys of an account from being had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shut {
    /// The keychain is locked, or not there.
    Keychain,
    /// The vault is locked.
    Vault,
    /// They are not where they were put, or were never put anywhere.
    Gone,
    /// They are not where they were put, which a locked keychain says as well.
    GoneOrLocked,
}

/// The concerns about keys, and every account that is without.
pub(super) struct WithoutKeys {
    pub(super) concerns: Vec<ConcernRow>,
    pub(super) accounts: HashSet<AccountId>,
}

/// How long a keychain is waited for; a person who is asked for a password takes longer.
const PATIENCE: Duration = Duration::from_secs(3);

impl Backoffice {
    pub(super) async fn concerns_of_keys(
        &self,
        moment: &Moment,
        look: Look,
    ) -> Result<WithoutKeys, Error> {
        let mut locked: BTreeMap<Shut, Vec<AccountRecord>> = BTreeMap::new();
        let (mut concerns, mut accounts) = (Vec::new(), HashSet::new());
        let mut look = look;
        for account in self.store().accounts().await? {
            let Some(shut) = self.what_shuts(&account, &mut look).await? else { continue };
            accounts.insert(account.id);
            match shut {
                Shut::Keychain | Shut::Vault => locked.entry(shut).or_default().push(account),
                Shut::Gone | Shut::GoneOrLocked => concerns.push(missing(&account, shut)),
            }
        }
        concerns.extend(
            locked
                .into_iter()
                .map(|(shut, accounts)| of_place(shut, &accounts, self.keys().problem(), moment)),
        );
        Ok(WithoutKeys { concerns, accounts })
    }

    /// What keeps the keys of an account from being had; nothing where they are, or where nobody knows.
    async fn what_shuts(
        &self,
        account: &AccountRecord,
        look: &mut Look,
    ) -> Result<Option<Shut>, Error> {
        if self.is_connected(account) {
            return Ok(None);
        }
        match (self.key_place(account.id).await?, self.keys().state()) {
            (None, _) | (Some(Place::Vault), KeysState::NoVault) => return Ok(Some(Shut::Gone)),
            (Some(Place::Vault), KeysState::VaultLocked) => return Ok(Some(Shut::Vault)),
            (Some(Place::Keychain), _) if self.keys().problem().is_some() => {
                return Ok(Some(Shut::Keychain));
            }
            _ => {}
        }
        let known = self.shared.attention.shut(account.id, account.version);
        // A keychain that asked the person once is not asked again before somebody has use for it.
        let is_to_be_asked = *look == Look::Closely && known != Some(Shut::Keychain);
        if is_to_be_asked { self.ask_for_keys(account, look).await } else { Ok(known) }
    }

    /// Asks for the keys of an account. Where that takes long, nothing is asked for any more.
    async fn ask_for_keys(
        &self,
        account: &AccountRecord,
        look: &mut Look,
    ) -> Result<Option<Shut>, Error> {
        let Ok(asked) = tokio::time::timeout(PATIENCE, self.connection(account)).await else {
            *look = Look::Again;
            self.shared.attention.set_shut(account, Some(Shut::Keychain));
            return Ok(Some(Shut::Keychain));
        };
        match asked {
            Err(problem @ Error::Store(_)) => Err(problem),
            Err(problem) => Ok(Shut::of(&problem)),
            Ok(_) => Ok(None),
        }
    }
}

impl Shut {
    /// What a problem with an account's connection says of its keys.
    pub(crate) const fn of(problem: &Error) -> Option<Self> {
        match problem {
            Error::NoKeys(_) => Some(Self::Gone),
            Error::Keys(problem) => Some(match problem {
                vault::Error::VaultLocked => Self::Vault,
                vault::Error::Keychain(_) => Self::Keychain,
                vault::Error::NotInKeychain => Self::GoneOrLocked,
                _ => Self::Gone,
            }),
            _ => None,
        }
    }
}

/// One concern for all accounts whose keys are in a place: it is unlocked once for all of them.
fn of_place(
    shut: Shut,
    accounts: &[AccountRecord],
    problem: Option<String>,
    moment: &Moment,
) -> ConcernRow {
    let names: Vec<&AccountName> = accounts.iter().map(|account| &account.name).collect();
    let place = if shut == Shut::Vault { Place::Vault } else { Place::Keychain };
    let kind = ConcernKind::KeysLocked;
    let problem = problem.filter(|_| place == Place::Keychain);
    let words = channels::keys_locked(place, &names, problem.as_deref());
    let only = match accounts {
        [only] => Some(only),
        _ => None,
    };
    ConcernRow {
        account: only.map(|account| account.id),
        account_name: only.map(|account| account.name.clone()),
        ..ConcernRow::new(format!("{kind}:{place}"), kind, moment.now, words)
    }
}

fn missing(account: &AccountRecord, shut: Shut) -> ConcernRow {
    let kind = ConcernKind::KeysMissing;
    let words = channels::keys_missing(&account.name, shut == Shut::GoneOrLocked);
    ConcernRow {
        account: Some(account.id),
        account_name: Some(account.name.clone()),
        ..ConcernRow::new(format!("{kind}:{}", account.id), kind, account.connected_at, words)
    }
}
