//! Replacing an account's keys, and letting those that were replaced count no longer.
//!
//! New keys are where keys are before the journal hears of them: what a crash in between can leave is an account that has
//! its new keys already, which the gateway has accepted. Where a gateway's messages are proven by a secret, the one that is
//! replaced goes on to count beside the new one until it is forgotten, since messages may be under way.

use std::collections::BTreeMap;

use gateways::{Credentials, CredentialsError};
use ledger::{AccountId, Body, Mode, Subject};
use secrecy::{ExposeSecret as _, SecretString};
use store::AccountRecord;

use super::setup;
use crate::vault::{self, Place};
use crate::{Account, AccountCheck, Backoffice, Error, FieldProblem};

/// Keys by the names of their fields.
type Fields = BTreeMap<String, SecretString>;

/// Begins the name of the field for a secret that is being replaced: `old_api_key` is that of `api_key`.
const OLD: &str = "old_";
/// How many writers may get in between before a writer gives up.
const MOST_TRIES: u32 = 8;

impl Backoffice {
    /// Replaces some or all keys of an account, given as a JSON object of its gateway's fields; a field that is empty or not
    /// given stays as it is. The gateway is asked first: keys that it refuses are not kept, and where it cannot be reached
    /// they are kept unchecked, and the check says so.
    ///
    /// # Errors
    /// [`Error::Invalid`] and [`Error::Setup`] for keys that cannot be right, [`Error::OtherMode`] for test keys where real money is meant and
    /// the other way round, [`Error::Gateway`] for keys that are refused, and the vault's own. The old keys are kept then.
    pub async fn replace_keys(
        &self,
        id: AccountId,
        keys: SecretString,
    ) -> Result<AccountCheck, Error> {
        let account = self.connected_account(id).await?;
        let given = given_fields(&account, &keys)?;
        let names = given.keys().cloned().collect();
        let kept = self.kept_fields(&account.record).await?;
        let merged = merged(&account, kept, given);
        let credentials = Credentials::new(account.record.gateway, merged).map_err(setup)?;
        check_mode(&account.record, credentials.mode())?;

        let AccountRecord { gateway: kind, base_url, name, .. } = &account.record;
        let gateway = self.reach(*kind, base_url, &credentials, &account.settings)?;
        let check = self.check_keys(gateway.as_ref(), credentials.mode(), name.as_str()).await?;
        check_mode(&account.record, check.mode)?;
        let mode = if check.mode == Mode::Unknown { account.record.mode } else { check.mode };
        let body = Body::AccountKeysReplaced { mode, fields: names };
        self.keep_keys(&account.record, &credentials, body).await?;
        Ok(check)
    }

    /// Lets secrets that were replaced count no longer. Where there are none, nothing happens.
    ///
    /// # Errors
    /// Where the keys are not to be had or cannot be changed.
    pub async fn forget_old_keys(&self, id: AccountId) -> Result<(), Error> {
        let account = self.connected_account(id).await?.record;
        let (old, rest): (Fields, Fields) =
            self.kept_fields(&account).await?.into_iter().partition(|(key, _)| is_old(key));
        if old.is_empty() {
            return Ok(());
        }
        let credentials = Credentials::new(account.gateway, rest).map_err(setup)?;
        let fields = old.into_keys().collect();
        let body = Body::AccountKeysReplaced { mode: account.mode, fields };
        self.keep_keys(&account, &credentials, body).await
    }

    /// Whether secrets that were replaced still count.
    ///
    /// # Errors
    /// Where the keys are not to be had.
    pub async fn has_old_keys(&self, id: AccountId) -> Result<bool, Error> {
        let account = self.connected_account(id).await?.record;
        Ok(self.kept_fields(&account).await?.keys().any(|key| is_old(key)))
    }

    /// The keys as they are; none where they were lost, since new ones are just what is wanted then.
    async fn kept_fields(&self, account: &AccountRecord) -> Result<Fields, Error> {
        let secret = match self.key_place(account.id).await? {
            Some(place) => self.shared.keys.get(account.id, place).await,
            None => return Ok(Fields::new()),
        };
        match secret {
            Ok(secret) => fields_of(&secret).map_err(setup),
            Err(
                vault::Error::NotInKeychain | vault::Error::NotInVault | vault::Error::NotInMemory,
            ) => Ok(Fields::new()),
            Err(other) => Err(other.into()),
        }
    }

    /// Puts keys where keys are, and then writes down that they are new.
    async fn keep_keys(
        &self,
        account: &AccountRecord,
        credentials: &Credentials,
        body: Body,
    ) -> Result<(), Error> {
        let id = account.id;
        let before = self.key_place(id).await?;
        let old = match before {
            Some(place) => self.shared.keys.get(id, place).await.ok(),
            None => None,
        };
        let new = credentials.to_json();
        let place = self.shared.keys.put(id, new.clone()).await?;
        let written = match self.store().set_key_place(id, Some(place.as_str())).await {
            Ok(()) => self.write_down_replaced(account, body).await,
            Err(problem) => Err(problem.into()),
        };
        match written {
            Ok(()) => {
                if let Some(before) = before
                    && before != place
                    && let Err(problem) = self.shared.keys.remove(id, before).await
                {
                    tracing::warn!(%problem, "the keys that were replaced are still in the {before}");
                }
                Ok(())
            }
            Err(error) => {
                let gone = matches!(error, Error::AccountRemoved(_));
                let old = old.filter(|_| !gone).zip(before);
                if let Err(problem) = self.put_back(id, (&new, place), old).await {
                    tracing::warn!(%problem, "the keys from before could not be put back");
                }
                Err(error)
            }
        }
    }

    /// That an account has new keys stays true whatever else is written about it meanwhile, but for its end.
    async fn write_down_replaced(&self, account: &AccountRecord, body: Body) -> Result<(), Error> {
        let mut version = account.version;
        for _ in 0..MOST_TRIES {
            let subject = Subject::Account(account.id);
            match self.append(subject, version, vec![body.clone()], Vec::new()).await {
                Err(Error::Conflict) => {
                    version = self.connected_account(account.id).await?.record.version;
                }
                other => return other.map(drop),
            }
        }
        Err(Error::Conflict)
    }

    /// Puts the keys from before back, or none where there were none, unless somebody else has put theirs there meanwhile.
    async fn put_back(
        &self,
        id: AccountId,
        (new, place): (&SecretString, Place),
        old: Option<(SecretString, Place)>,
    ) -> Result<(), Error> {
        let found = self.shared.keys.get(id, place).await?;
        if found.expose_secret() != new.expose_secret() {
            return Ok(());
        }
        let place_before = old.as_ref().map(|(_, before)| before.as_str());
        if place_before != Some(place.as_str()) {
            self.shared.keys.remove(id, place).await?;
        } else if let Some((old, _)) = old.as_ref() {
            self.shared.keys.put(id, old.clone()).await?;
        }
        Ok(self.store().set_key_place(id, place_before).await?)
    }
}

fn is_old(key: &str) -> bool {
    key.starts_with(OLD)
}

fn fields_of(secret: &SecretString) -> Result<Fields, CredentialsError> {
    let fields: BTreeMap<String, String> =
        serde_json::from_str(secret.expose_secret()).map_err(|_| {
            CredentialsError::NotAnObject { example: "\"secret_key\":\"…\"".to_owned() }
        })?;
    Ok(fields.into_iter().map(|(key, value)| (key, SecretString::from(value))).collect())
}

fn given_fields(account: &Account, keys: &SecretString) -> Result<Fields, Error> {
    let mut given = fields_of(keys).map_err(setup)?;
    given.retain(|_, value| !value.expose_secret().trim().is_empty());
    if given.is_empty() {
        let names: Vec<_> = account.profile.credentials.iter().map(|field| field.key).collect();
        let problem = format!("give at least one new key, of {}", names.join(", "));
        return Err(Error::Invalid(vec![FieldProblem::new("credentials", problem)]));
    }
    Ok(given)
}

/// What was kept, with what is given in its place; a secret that is replaced becomes the old one, where the gateway has a
/// field for that.
fn merged(account: &Account, kept: Fields, given: Fields) -> Fields {
    let mut merged = kept.clone();
    for (key, replaced) in kept {
        let old_key = format!("{OLD}{key}");
        let has_old = account.profile.credentials.iter().any(|field| field.key == old_key);
        let is_replaced = given
            .get(&key)
            .is_some_and(|new| new.expose_secret().trim() != replaced.expose_secret());
        if has_old && is_replaced {
            merged.insert(old_key, replaced);
        }
    }
    merged.extend(given);
    merged
}

/// Test keys and keys for real money never take each other's place: the books of an account are of one kind.
fn check_mode(account: &AccountRecord, given: Mode) -> Result<(), Error> {
    let is_other = given != Mode::Unknown && account.mode != Mode::Unknown && given != account.mode;
    if is_other {
        return Err(Error::OtherMode { account: account.name.to_string(), given });
    }
    Ok(())
}
