//! Connecting an account at a gateway, checking it, changing it, and taking it away.
//!
//! Keys go to the vault before the journal hears of the account, and leave it before the journal hears of its end: what
//! a crash in between can leave is a key without an account, never an account that silently has none.

mod approval;
mod change;
mod connection;
mod keys;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use gateways::{Capabilities, Credentials, Gateway, PayoutRoute, Profile, Settings};
use ledger::{AccountId, AccountName, Body, GatewayKind, Mode, Money, Subject};
use secrecy::{ExposeSecret as _, SecretString};
use store::AccountRecord;

use crate::vault::Place;
use crate::{Backoffice, Error, FieldProblem};
pub(crate) use connection::Connection;

/// What is needed to connect an account.
#[derive(Debug)]
pub struct AccountForm {
    /// The gateway.
    pub gateway: GatewayKind,
    /// What the merchant calls it.
    pub name: String,
    /// Where the gateway is, where that is not its usual address.
    pub base_url: Option<String>,
    /// The keys, as a JSON object of the gateway's fields.
    pub credentials: SecretString,
    /// Settings that differ from the gateway's defaults.
    pub settings: BTreeMap<String, String>,
}

/// A connected account and what it can do.
#[derive(Debug, Clone)]
pub struct Account {
    /// The account as recorded.
    pub record: AccountRecord,
    /// Its gateway.
    pub profile: &'static Profile,
    /// Its settings, also those that are as by default.
    pub settings: Settings,
    /// What it can do.
    pub capabilities: Capabilities,
}

/// What the gateway said of an account's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountCheck {
    /// Whether the gateway took the keys.
    pub ok: bool,
    /// What they are for.
    pub mode: Mode,
    /// A sentence for people.
    pub message: String,
    /// When it was asked.
    pub checked_at: DateTime<Utc>,
}

impl Backoffice {
    /// Connects an account: checks the keys with the gateway, keeps them in the keychain or the vault, and writes the
    /// account down. One that has the name of a removed one at the same gateway goes on with its limits for refunds. Keys that the gateway refuses are not kept; where it cannot be reached they are kept unchecked, and
    /// the check says so.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::AccountNameTaken`], [`Error::Setup`] for keys and settings that cannot be right,
    /// [`Error::Gateway`] for keys that are refused, and the vault's own.
    pub async fn connect_account(
        &self,
        form: AccountForm,
    ) -> Result<(Account, AccountCheck), Error> {
        let New { name, base_url, credentials, settings, gateway } = self.read(&form).await?;
        let check = self.check_keys(gateway.as_ref(), credentials.mode(), name.as_str()).await?;

        let id = AccountId(self.shared.clock.new_id());
        let place = self.shared.keys.put(id, credentials.to_json()).await?;
        let removed = self.store().removed_account(name.as_str(), form.gateway).await?;
        let mut bodies = vec![Body::AccountConnected {
            name,
            gateway: form.gateway,
            mode: check.mode,
            base_url,
            settings: settings.changed(form.gateway),
        }];
        // A limit does not go away by connecting the account anew.
        let limits = removed.map(|removed| removed.approval).filter(|limits| !limits.is_empty());
        bodies.extend(limits.map(|limits| Body::AccountApprovalSet { limits }));
        if let Err(error) = self.write_down(id, place, bodies).await {
            self.shared.keys.remove(id, place).await?;
            self.store().set_key_place(id, None).await?;
            return Err(error);
        }
        Ok((self.account_by_id(id).await?, check))
    }

    /// Whether an account could be connected, as far as can be told without asking anybody and without a place for its keys.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::AccountNameTaken`], [`Error::Setup`].
    pub async fn check_new_account(&self, form: &AccountForm) -> Result<(), Error> {
        self.read(form).await.map(drop)
    }

    /// All connected accounts, by name.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn accounts(&self) -> Result<Vec<Account>, Error> {
        let records = self.store().accounts().await?;
        records.into_iter().map(Account::of).collect()
    }

    /// The account of that name, in either case.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn account(&self, name: &str) -> Result<Account, Error> {
        Account::of(self.account_named(name).await?)
    }

    /// The account with this id, connected or not.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn account_by_id(&self, id: AccountId) -> Result<Account, Error> {
        let record = self.store().account(id).await?;
        Account::of(record.ok_or_else(|| Error::not_found("account", id))?)
    }

    /// The same, and not one that was removed.
    pub(crate) async fn connected_account(&self, id: AccountId) -> Result<Account, Error> {
        let account = self.account_by_id(id).await?;
        match account.record.removed_at {
            None => Ok(account),
            Some(_) => Err(Error::AccountRemoved(account.record.name.to_string())),
        }
    }

    /// Asks the gateway whether the account's keys still work.
    ///
    /// # Errors
    /// Where the keys are not to be had; keys the gateway refuses are an answer, not an error.
    pub async fn check_account(&self, id: AccountId) -> Result<AccountCheck, Error> {
        let account = self.account_by_id(id).await?;
        let gateway = self.gateway(&account.record).await?;
        let record = &account.record;
        match self.check_keys(gateway.as_ref(), record.mode, record.name.as_str()).await {
            Err(Error::Gateway { source, .. }) => Ok(AccountCheck {
                ok: false,
                mode: record.mode,
                message: source.to_string(),
                checked_at: self.shared.clock.now(),
            }),
            other => other,
        }
    }

    /// Takes an account away: its keys are deleted, its history stays.
    ///
    /// # Errors
    /// Where the keys cannot be deleted; nothing has changed then.
    pub async fn remove_account(&self, id: AccountId) -> Result<(), Error> {
        let account = self.account_by_id(id).await?.record;
        if account.removed_at.is_some() {
            return Err(Error::not_found("account", account.name));
        }
        if let Some(place) = self.key_place(id).await? {
            self.shared.keys.remove(id, place).await?;
        }
        self.append(Subject::Account(id), account.version, vec![Body::AccountRemoved], Vec::new())
            .await?;
        self.store().set_key_place(id, None).await?;
        self.shared.connections.lock().await.remove(&id);
        Ok(())
    }

    async fn read(&self, form: &AccountForm) -> Result<New, Error> {
        let name: AccountName = form
            .name
            .parse()
            .map_err(|problem| Error::Invalid(vec![FieldProblem::new("name", problem)]))?;
        if self.store().account_by_name(name.as_str()).await?.is_some() {
            return Err(Error::AccountNameTaken { name: name.to_string() });
        }
        let settings = Settings::new(form.gateway, &form.settings).map_err(setup)?;
        let usual = gateways::profile(form.gateway).address(&settings);
        let base_url = form.base_url.clone().unwrap_or_else(|| usual.to_owned());
        let credentials = keys_from(form.gateway, &form.credentials)?;
        let gateway = self.reach(form.gateway, &base_url, &credentials, &settings)?;
        Ok(New { name, base_url, credentials, settings, gateway })
    }

    /// Where the keys are is remembered before the journal hears of the account, so that no account is without it.
    async fn write_down(
        &self,
        id: AccountId,
        place: Place,
        bodies: Vec<Body>,
    ) -> Result<(), Error> {
        self.store().set_key_place(id, Some(place.as_str())).await?;
        self.append(Subject::Account(id), 0, bodies, Vec::new()).await.map(drop)
    }

    pub(crate) async fn key_place(&self, id: AccountId) -> Result<Option<Place>, Error> {
        let word = self.store().key_place(id).await?;
        Ok(word.and_then(|word| word.parse().ok()))
    }

    async fn check_keys(
        &self,
        gateway: &dyn Gateway,
        mode: Mode,
        name: &str,
    ) -> Result<AccountCheck, Error> {
        let checked_at = self.shared.clock.now();
        match gateway.check().await {
            Ok(checked) => {
                let merchant =
                    checked.merchant.map(|name| format!(" for {name}")).unwrap_or_default();
                let message = format!("the gateway accepts the keys{merchant}");
                Ok(AccountCheck { ok: true, mode: checked.mode, message, checked_at })
            }
            Err(
                source @ (gateways::Error::Unauthorised { .. } | gateways::Error::Forbidden { .. }),
            ) => Err(Error::Gateway { account: name.to_owned(), source }),
            Err(error) => {
                let message = format!("the keys could not be checked: {error}");
                Ok(AccountCheck { ok: false, mode, message, checked_at })
            }
        }
    }
}

/// A form whose every field can be used.
struct New {
    name: AccountName,
    base_url: String,
    credentials: Credentials,
    settings: Settings,
    gateway: Arc<dyn Gateway>,
}

impl Account {
    fn of(record: AccountRecord) -> Result<Self, Error> {
        let profile = gateways::profile(record.gateway);
        let settings = Settings::new(record.gateway, &record.settings).map_err(setup)?;
        Ok(Self { capabilities: profile.capabilities(&settings), profile, settings, record })
    }

    /// Where its gateway usually is, with its settings.
    #[must_use]
    pub fn usual_address(&self) -> &'static str {
        self.profile.address(&self.settings)
    }

    /// The ways to send money from it, each with the most that goes out at a time; more is sent in parts.
    #[must_use]
    pub fn payout_routes(&self) -> Vec<(&'static PayoutRoute, Option<Money>)> {
        let routes = self.profile.payout_routes.iter();
        routes
            .map(|route| (route, self.profile.most_per_payout(route.kind, &self.settings)))
            .collect()
    }
}

fn keys_from(gateway: GatewayKind, secret: &SecretString) -> Result<Credentials, Error> {
    Credentials::from_json(gateway, secret.expose_secret()).map_err(setup)
}

fn setup(error: impl Into<gateways::Error>) -> Error {
    Error::Setup(error.into())
}
