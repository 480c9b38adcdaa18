//! Settings of an account: the guesses about a gateway that a merchant can correct without a new release.

use std::collections::BTreeMap;

use ledger::GatewayKind;

use super::profile;

/// What a setting may be.
#[derive(Debug, Clone, Copy)]
pub enum Allowed {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A text of some form.
    Text {
        /// What to write, as in "must be …".
        form: &'static str,
        /// Whether a text has that form.
        check: fn(&str) -> bool,
    },
}

impl Allowed {
    /// The words to choose from; empty where a text is wanted.
    #[must_use]
    pub const fn choices(self) -> &'static [&'static str] {
        match self {
            Self::OneOf(choices) => choices,
            Self::Text { .. } => &[],
        }
    }

    fn allows(self, value: &str) -> bool {
        match self {
            Self::OneOf(choices) => choices.contains(&value),
            Self::Text { check, .. } => value.chars().count() <= LONGEST_TEXT && check(value),
        }
    }

    fn form(self) -> String {
        match self {
            Self::OneOf(choices) => format!("one of {}", choices.join(", ")),
            Self::Text { form, .. } => form.to_owned(),
        }
    }
}

/// The most characters of a setting.
const LONGEST_TEXT: usize = 500;

/// One thing that can be set per account.
#[derive(Debug, Clone, Copy)]
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
    pub allowed: Allowed,
    /// Where the default comes from.
    pub source: &'static str,
}

/// The settings of an account, each as it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    values: BTreeMap<&'static str, String>,
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
    /// Not what it may be.
    #[error("`{key}` must be {form}")]
    NotAllowed {
        /// Which setting.
        key: &'static str,
        /// What it may be.
        form: String,
    },
    /// Not an address without user, query and fragment.
    #[error("the base URL is not an address such as https://api.example.com")]
    BaseUrl,
    /// Keys would be sent where others can read them.
    #[error(
        "the base URL must begin with https://, because keys are sent there; plain http:// is for 127.0.0.1 and localhost, \
         and for gateways whose settings allow it"
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
            known.iter().map(|setting| (setting.key, setting.default.to_owned())).collect();
        for (key, value) in given {
            let setting = known.iter().find(|setting| setting.key == key).ok_or_else(|| {
                let known: Vec<_> = known.iter().map(|setting| setting.key).collect();
                SettingError::Unknown { gateway, known: known.join(", ") }
            })?;
            let value = value.trim();
            if !setting.allowed.allows(value) {
                let form = setting.allowed.form();
                return Err(SettingError::NotAllowed { key: setting.key, form });
            }
            values.insert(setting.key, value.to_owned());
        }
        Ok(Self { values })
    }

    /// The settings nobody changed.
    #[must_use]
    pub fn defaults(gateway: GatewayKind) -> Self {
        let settings = profile(gateway).settings.iter();
        let defaults = settings.map(|setting| (setting.key, setting.default.to_owned()));
        Self { values: defaults.collect() }
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
    pub fn get(&self, key: &str) -> &str {
        self.values.get(key).map(String::as_str).unwrap_or_default()
    }
}
