//! What can be changed about an account, and what it can do.

use std::collections::BTreeMap;

use backoffice::Account;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{CredentialField, Money, Setting, settings_of};

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
    settings: Vec<Setting>,
    /// Whether a secret that was replaced still counts.
    old_keys: bool,
    key_fields: Vec<CredentialField>,
    capabilities: Vec<Ability>,
    /// The largest refund of each currency that wants no second person's yes; empty where none does.
    approval: Vec<Money>,
}

impl AccountSettings {
    pub(crate) fn of(account: &Account, old_keys: bool) -> Self {
        let (record, profile) = (&account.record, account.profile);
        let ability = |(what, can): (&str, backoffice::Capability)| Ability {
            what: what.to_owned(),
            yes: can.is_yes(),
            reason: can.reason().map(str::to_owned),
        };
        Self {
            base_url: record.base_url.clone(),
            usual_base_url: account.usual_address().to_owned(),
            settings: settings_of(profile, &record.settings),
            old_keys,
            key_fields: profile.asked_for().map(CredentialField::from).collect(),
            capabilities: account.capabilities.named().into_iter().map(ability).collect(),
            approval: record.approval.iter().copied().map(Money::from).collect(),
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

/// The largest refund of one currency that wants no second person's yes.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct ApprovalLimit {
    amount: String,
    currency: String,
}

/// From which amounts on refunds of an account want a second person's yes; no limits for never.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct ApprovalForm {
    pub(crate) account_id: String,
    limits: Vec<ApprovalLimit>,
}

impl ApprovalForm {
    /// As the back office reads them: `50000.00 NGN`.
    pub(crate) fn limits(&self) -> Vec<String> {
        let limits = self.limits.iter();
        limits.map(|limit| format!("{} {}", limit.amount.trim(), limit.currency)).collect()
    }
}

/// Keys that replace those an account has. They come in here and never go out.
#[derive(Deserialize, Type)]
pub(crate) struct AccountKeys {
    pub(crate) id: String,
    pub(crate) credentials: BTreeMap<String, String>,
}
