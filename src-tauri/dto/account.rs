//! Accounts and the gateways they can be at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Mode, time};

/// Whether one thing can be done, and why not otherwise.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Capability {
    available: bool,
    reason: Option<String>,
}

impl Capability {
    /// It can be done.
    pub(crate) const fn yes() -> Self {
        Self { available: true, reason: None }
    }

    /// It cannot, for a reason.
    pub(crate) const fn no(reason: String) -> Self {
        Self { available: false, reason: Some(reason) }
    }
}

impl From<backoffice::Capability> for Capability {
    fn from(capability: backoffice::Capability) -> Self {
        Self { available: capability.is_yes(), reason: capability.reason().map(str::to_owned) }
    }
}

/// What an account can do.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Capabilities {
    link: Capability,
    renew: Capability,
    lookup: Capability,
    refund: Capability,
    partial_refund: Capability,
    payout: Capability,
    webhooks: Capability,
}

impl From<backoffice::Capabilities> for Capabilities {
    fn from(can: backoffice::Capabilities) -> Self {
        Self {
            link: can.link.into(),
            renew: can.renew.into(),
            lookup: can.look_up.into(),
            refund: can.refund.into(),
            partial_refund: can.partial_refund.into(),
            payout: can.payout.into(),
            webhooks: can.webhooks.into(),
        }
    }
}

/// A guess about a gateway that can be corrected per account.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Setting {
    key: String,
    title: String,
    help: String,
    value: String,
    default: String,
    source: String,
    /// The words to choose from; empty where a text is wanted.
    choices: Vec<String>,
}

impl Setting {
    fn of(setting: &backoffice::Setting, changed: &BTreeMap<String, String>) -> Self {
        let value = changed.get(setting.key).map_or(setting.default, String::as_str);
        Self {
            key: setting.key.to_owned(),
            title: setting.title.to_owned(),
            help: setting.help.to_owned(),
            value: value.to_owned(),
            default: setting.default.to_owned(),
            source: setting.source.to_owned(),
            choices: setting.allowed.choices().iter().map(|choice| (*choice).to_owned()).collect(),
        }
    }
}

/// A key that a gateway wants.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct CredentialField {
    key: String,
    title: String,
    help: String,
    required: bool,
}

impl From<&backoffice::CredentialField> for CredentialField {
    fn from(field: &backoffice::CredentialField) -> Self {
        Self {
            key: field.key.to_owned(),
            title: field.title.to_owned(),
            help: field.help.to_owned(),
            required: field.required,
        }
    }
}

/// A gateway an account can be at.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct GatewayInfo {
    gateway: String,
    title: String,
    base_url: String,
    credentials: Vec<CredentialField>,
    settings: Vec<Setting>,
    currencies: Vec<String>,
}

impl GatewayInfo {
    pub(crate) fn of(profile: &backoffice::Profile) -> Self {
        Self {
            gateway: profile.kind.as_str().to_owned(),
            title: profile.title.to_owned(),
            base_url: profile.base_url.to_owned(),
            credentials: profile.asked_for().map(CredentialField::from).collect(),
            settings: settings_of(profile, &BTreeMap::new()),
            currencies: codes_of(profile),
        }
    }
}

/// A connected account.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Account {
    id: String,
    name: String,
    gateway: String,
    gateway_title: String,
    mode: Mode,
    base_url: String,
    capabilities: Capabilities,
    settings: Vec<Setting>,
    currencies: Vec<String>,
    connected_at: String,
}

impl From<&backoffice::Account> for Account {
    fn from(account: &backoffice::Account) -> Self {
        let record = &account.record;
        Self {
            id: record.id.to_string(),
            name: record.name.to_string(),
            gateway: record.gateway.as_str().to_owned(),
            gateway_title: account.profile.title.to_owned(),
            mode: record.mode.into(),
            base_url: record.base_url.clone(),
            capabilities: account.capabilities.into(),
            settings: settings_of(account.profile, &record.settings),
            currencies: codes_of(account.profile),
            connected_at: time(record.connected_at),
        }
    }
}

/// What is needed to connect an account. Keys come in here and never go out.
#[derive(Deserialize, Type)]
pub(crate) struct AccountForm {
    pub(crate) gateway: String,
    pub(crate) name: String,
    pub(crate) base_url: Option<String>,
    pub(crate) credentials: BTreeMap<String, String>,
    pub(crate) settings: BTreeMap<String, String>,
}

/// What a gateway said of an account's keys.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct AccountCheck {
    ok: bool,
    mode: Mode,
    message: String,
    checked_at: String,
}

impl From<backoffice::AccountCheck> for AccountCheck {
    fn from(check: backoffice::AccountCheck) -> Self {
        Self {
            ok: check.ok,
            mode: check.mode.into(),
            message: check.message,
            checked_at: time(check.checked_at),
        }
    }
}

/// The guesses about a gateway, as they are where these were changed.
pub(super) fn settings_of(
    profile: &backoffice::Profile,
    changed: &BTreeMap<String, String>,
) -> Vec<Setting> {
    profile.settings.iter().map(|setting| Setting::of(setting, changed)).collect()
}

fn codes_of(profile: &backoffice::Profile) -> Vec<String> {
    profile.currencies().into_iter().map(|currency| currency.code().to_owned()).collect()
}
