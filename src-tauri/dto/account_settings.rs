//! What can be changed about an account, and what it can do.

use std::collections::BTreeMap;

use backoffice::Account;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::CredentialField;

/// A guess about a gateway, as it is set for one account.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct AccountSetting {
    key: String,
    title: String,
    help: String,
    value: String,
    default: String,
    /// The words to choose from; empty where a text is wanted.
    choices: Vec<String>,
    source: String,
    changed: bool,
}

/// Something that an account can or cannot do.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Ability {
    what: String,
    yes: bool,
    reason: Option<String>,
}

/// What can be changed about an account, and what it can do.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct AccountSettings {
    base_url: String,
    usual_base_url: String,
    settings: Vec<AccountSetting>,
    /// Whether a secret that was replaced still counts.
    old_keys: bool,
    key_fields: Vec<CredentialField>,
    capabilities: Vec<Ability>,
}

impl AccountSettings {
    pub(crate) fn of(account: &Account, old_keys: bool) -> Self {
        let (record, profile) = (&account.record, account.profile);
        let setting = |setting: &backoffice::Setting| {
            let changed = record.settings.get(setting.key);
            AccountSetting {
                key: setting.key.to_owned(),
                title: setting.title.to_owned(),
                help: setting.help.to_owned(),
                value: changed.map_or(setting.default, String::as_str).to_owned(),
                default: setting.default.to_owned(),
                choices: setting.allowed.choices().iter().map(|word| (*word).to_owned()).collect(),
                source: setting.source.to_owned(),
                changed: changed.is_some(),
            }
        };
        let ability = |(what, can): (&str, backoffice::Capability)| Ability {
            what: what.to_owned(),
            yes: can.is_yes(),
            reason: can.reason().map(str::to_owned),
        };
        Self {
            base_url: record.base_url.clone(),
            usual_base_url: account.usual_address().to_owned(),
            settings: profile.settings.iter().map(setting).collect(),
            old_keys,
            key_fields: profile.asked_for().map(CredentialField::from).collect(),
            capabilities: account.capabilities.named().into_iter().map(ability).collect(),
        }
    }
}

/// What is to be changed about an account.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct AccountChange {
    pub(crate) id: String,
    pub(crate) base_url: Option<String>,
    pub(crate) settings: BTreeMap<String, String>,
}

/// Keys that replace those an account has. They come in here and never go out.
#[derive(Deserialize, Type)]
pub(crate) struct AccountKeys {
    pub(crate) id: String,
    pub(crate) credentials: BTreeMap<String, String>,
}
