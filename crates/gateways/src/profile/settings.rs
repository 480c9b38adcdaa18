//! Settings of an account: the guesses about a gateway that a merchant can correct without a new release.

use std::collections::BTreeMap;

use ledger::GatewayKind;

use super::profile;

/// One thing that can be set per account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Its name on the command line and in the journal.
    pub key: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What it is for, in a sentence or two.
    pub help: &'static str,
    /// What it is where nothing is set.
    pub default: &'static str,
    /// What it may be.
    pub choices: &'static [&'static str],
    /// Where the default comes from.
    pub source: &'static str,
}

/// The settings of an account, each one of its choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    values: BTreeMap<&'static str, &'static str>,
}

/// Why a setting or a base URL cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// This gateway has no such setting.
    #[error("{} has no such setting; it has {known}", gateway.title())]
    Unknown {
        /// The gateway.
        gateway: GatewayKind,
        /// The settings it has.
        known: String,
    },
    /// Not one of its choices.
    #[error("`{key}` must be one of {choices}")]
    NotAChoice {
        /// Which setting.
        key: &'static str,
        /// What it may be.
        choices: String,
    },
    /// Not an address without user, query and fragment.
    #[error("the base URL is not an address such as https://api.example.com")]
    BaseUrl,
    /// Keys would be sent where others can read them.
    #[error(
        "the base URL must begin with https://, because keys are sent there; plain http:// is for 127.0.0.1 and localhost"
    )]
    UnsafeBaseUrl,
}

impl Settings {
    /// Reads settings; those not given are as by default.
    ///
    /// # Errors
    /// [`SettingError`] for a setting the gateway has not, or a value that is no choice.
    pub fn new(
        gateway: GatewayKind,
        given: &BTreeMap<String, String>,
    ) -> Result<Self, SettingError> {
        let known = profile(gateway).settings;
        let mut values: BTreeMap<_, _> =
            known.iter().map(|setting| (setting.key, setting.default)).collect();
        for (key, value) in given {
            let setting = known.iter().find(|setting| setting.key == key).ok_or_else(|| {
                let known: Vec<_> = known.iter().map(|setting| setting.key).collect();
                SettingError::Unknown { gateway, known: known.join(", ") }
            })?;
            let choice =
                setting.choices.iter().find(|choice| *choice == value).ok_or_else(|| {
                    SettingError::NotAChoice {
                        key: setting.key,
                        choices: setting.choices.join(", "),
                    }
                })?;
            values.insert(setting.key, choice);
        }
        Ok(Self { values })
    }

    /// The settings nobody changed.
    #[must_use]
    pub fn defaults(gateway: GatewayKind) -> Self {
        let settings = profile(gateway).settings.iter();
        Self { values: settings.map(|setting| (setting.key, setting.default)).collect() }
    }

    /// Those that differ from the gateway's defaults, for the journal.
    #[must_use]
    pub fn changed(&self, gateway: GatewayKind) -> BTreeMap<String, String> {
        profile(gateway)
            .settings
            .iter()
            .filter_map(|setting| {
                let value = self.get(setting.key);
                (value != setting.default).then(|| (setting.key.to_owned(), value.to_owned()))
            })
            .collect()
    }

    /// The value of a setting; empty for one the gateway has not.
    #[must_use]
    pub fn get(&self, key: &str) -> &'static str {
        self.values.get(key).copied().unwrap_or_default()
    }
}
