//! An account's settings and what it can do.

use backoffice::Account;
use serde::Serialize;

use super::table::{facts, table};
use crate::output::Show;

/// More words than this are told by the first and the last.
const MOST_CHOICES: usize = 8;

#[derive(Debug, Serialize)]
pub(crate) struct SettingsView {
    name: String,
    gateway: &'static str,
    base_url: String,
    usual_base_url: &'static str,
    settings: Vec<SettingView>,
    capabilities: Vec<CapabilityView>,
}

#[derive(Debug, Serialize)]
struct SettingView {
    key: &'static str,
    value: String,
    default: &'static str,
    choices: &'static [&'static str],
    title: &'static str,
    help: &'static str,
    source: &'static str,
}

#[derive(Debug, Serialize)]
struct CapabilityView {
    what: &'static str,
    yes: bool,
    reason: Option<&'static str>,
}

impl SettingsView {
    pub(crate) fn of(account: &Account) -> Self {
        let record = &account.record;
        let setting = |setting: &backoffice::Setting| SettingView {
            key: setting.key,
            value: record
                .settings
                .get(setting.key)
                .map_or(setting.default, String::as_str)
                .to_owned(),
            default: setting.default,
            choices: setting.allowed.choices(),
            title: setting.title,
            help: setting.help,
            source: setting.source,
        };
        let capability = |(what, can): (&'static str, backoffice::Capability)| CapabilityView {
            what,
            yes: can.is_yes(),
            reason: can.reason(),
        };
        Self {
            name: record.name.to_string(),
            gateway: record.gateway.as_str(),
            base_url: record.base_url.clone(),
            usual_base_url: account.usual_address(),
            settings: account.profile.settings.iter().map(setting).collect(),
            capabilities: account.capabilities.named().into_iter().map(capability).collect(),
        }
    }
}

impl Show for SettingsView {
    fn text(&self) -> String {
        let settings = self.settings.iter().map(SettingView::text).collect::<Vec<_>>().join("\n\n");
        let can = self.capabilities.iter().map(|can| {
            let answer = can.reason.unwrap_or("yes");
            vec![can.what.replace('_', " "), answer.to_owned()]
        });
        let can: Vec<_> = can.collect();
        [
            format!("{} ({}) at {}", self.name, self.gateway, self.base_url),
            settings,
            table(&["CAN", ""], &[], &can),
        ]
        .join("\n\n")
    }
}

impl SettingView {
    /// The value, what it is for, and what it would be by itself.
    fn text(&self) -> String {
        let choices = match self.choices {
            [] => String::new(),
            [first, .., last] if self.choices.len() > MOST_CHOICES => {
                format!(". One of {first} to {last}")
            }
            choices => format!(". One of {}", choices.join(", ")),
        };
        let default = match self.default {
            "" => "empty",
            default => default,
        };
        let head = facts(&[(self.key, Some(self.value.clone()))]);
        format!(
            "{}\n    {}. {}\n    Default: {default} ({}){choices}",
            head.trim_end(),
            self.title,
            self.help,
            self.source
        )
    }
}
