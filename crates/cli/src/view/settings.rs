//! An account's settings and what it can do.

use backoffice::Account;
use serde::Serialize;

use super::table::table;
use crate::output::Show;

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
            value: record.settings.get(setting.key).map_or(setting.default, String::as_str).to_owned(),
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
        let row = |setting: &SettingView| {
            let changed = if setting.value == setting.default { "" } else { "changed" };
            let words = [setting.key, &setting.value, changed, setting.source];
            words.map(str::to_owned).to_vec()
        };
        let rows: Vec<_> = self.settings.iter().map(row).collect();
        let can = self.capabilities.iter().map(|can| {
            let answer = can.reason.unwrap_or("yes");
            vec![can.what.replace('_', " "), answer.to_owned()]
        });
        let can: Vec<_> = can.collect();
        [
            format!("{} ({}) at {}", self.name, self.gateway, self.base_url),
            table(&["SETTING", "VALUE", "", "WHERE THE DEFAULT COMES FROM"], &[], &rows),
            table(&["CAN", ""], &[], &can),
        ]
        .join("\n\n")
    }
}
