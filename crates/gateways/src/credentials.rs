//! The keys of an account: read once, kept redacted, and checked for the mistakes people make before anything is sent.
//!
//! No error here repeats what was typed, since that is a key or part of one. Where keys are kept is the back office's
//! business.

use std::collections::BTreeMap;
use std::fmt;

use ledger::{GatewayKind, Mode};
use secrecy::{ExposeSecret, SecretString};

use crate::profile::profile;

/// One field of a gateway's credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CredentialField {
    /// Its name on standard input and in the keychain.
    pub key: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Where it is found.
    pub help: &'static str,
    /// Whether the account cannot do without.
    pub required: bool,
}

/// The keys of an account. Shows its fields' names, never what is in them.
#[derive(Clone)]
pub struct Credentials {
    fields: BTreeMap<&'static str, SecretString>,
}

/// Why keys cannot be used. Says which field, never what is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    /// Not a JSON object of texts.
    #[error("the credentials are not a JSON object of texts, such as {{{example}}}")]
    NotAnObject {
        /// What to write, less the keys themselves.
        example: String,
    },
    /// A field that this gateway has not.
    #[error("the credentials have a field that {} does not use; it uses {known}", gateway.title())]
    UnknownField {
        /// The gateway.
        gateway: GatewayKind,
        /// The fields it has.
        known: String,
    },
    /// A field is missing or empty.
    #[error("the {title} is missing")]
    Missing {
        /// What people call it.
        title: &'static str,
    },
    /// It contains spaces or characters that no key has.
    #[error("the {title} contains a space or another character that no key has; copy it again")]
    Characters {
        /// What people call it.
        title: &'static str,
    },
    /// It is shorter than any key.
    #[error("the {title} is too short to be whole; copy it again")]
    TooShort {
        /// What people call it.
        title: &'static str,
    },
    /// A key of another kind.
    #[error("the {given} was given where the {wanted} belongs")]
    WrongKind {
        /// What was given.
        given: &'static str,
        /// What belongs there.
        wanted: &'static str,
    },
    /// The key of another gateway.
    #[error("the {title} looks like a key of {}; this account is at {}", other.title(), gateway.title())]
    OtherGateway {
        /// What people call it.
        title: &'static str,
        /// The gateway it belongs to.
        other: GatewayKind,
        /// The gateway of the account.
        gateway: GatewayKind,
    },
    /// One key for tests and one for real money.
    #[error("one key is for tests and the other for real money; give two of the same kind")]
    MixedModes,
}

impl Credentials {
    /// Reads keys from a JSON object such as `{"api_key":"…"}`.
    ///
    /// # Errors
    /// [`CredentialsError`] names the field that cannot be used.
    pub fn from_json(gateway: GatewayKind, text: &str) -> Result<Self, CredentialsError> {
        let fields: BTreeMap<String, String> =
            serde_json::from_str(text).map_err(|_| CredentialsError::NotAnObject {
                example: names(gateway, |field| format!("\"{}\":\"…\"", field.key)),
            })?;
        Self::new(gateway, fields.into_iter().map(|(key, value)| (key, SecretString::from(value))))
    }

    /// Takes keys field by field. Space around a key is not part of it, and an empty optional field is left out.
    ///
    /// # Errors
    /// [`CredentialsError`] names the field that cannot be used.
    pub fn new(
        gateway: GatewayKind,
        given: impl IntoIterator<Item = (String, SecretString)>,
    ) -> Result<Self, CredentialsError> {
        let known = profile(gateway).credentials;
        let mut fields = BTreeMap::new();
        for (key, value) in given {
            let field = known.iter().find(|field| field.key == key).ok_or_else(|| {
                CredentialsError::UnknownField {
                    gateway,
                    known: names(gateway, |field| field.key.to_owned()),
                }
            })?;
            let trimmed = value.expose_secret().trim();
            if trimmed.bytes().any(|byte| !byte.is_ascii_graphic()) {
                return Err(CredentialsError::Characters { title: field.title });
            }
            if !trimmed.is_empty() {
                fields.insert(field.key, SecretString::from(trimmed));
            }
        }
        let missing = known.iter().find(|field| field.required && !fields.contains_key(field.key));
        if let Some(field) = missing {
            return Err(CredentialsError::Missing { title: field.title });
        }
        let credentials = Self { fields };
        (profile(gateway).check_keys)(&credentials)?;
        Ok(credentials)
    }

    /// The keys as a JSON object, for the keychain.
    #[must_use]
    pub fn to_json(&self) -> SecretString {
        let fields: serde_json::Map<String, serde_json::Value> = self
            .fields
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.expose_secret().into()))
            .collect();
        SecretString::from(serde_json::Value::Object(fields).to_string())
    }

    /// Whether the keys move real money, as far as they show it.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.fields
            .values()
            .map(|key| mode_of(key.expose_secret()))
            .find(|mode| *mode != Mode::Unknown)
            .unwrap_or(Mode::Unknown)
    }

    /// The key in a field.
    pub(crate) fn get(&self, key: &str) -> Option<&SecretString> {
        self.fields.get(key)
    }

    /// The key in a field, as text to look at and drop.
    pub(crate) fn exposed(&self, key: &str) -> &str {
        self.get(key).map_or("", ExposeSecret::expose_secret)
    }

    /// Every key.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &SecretString> {
        self.fields.values()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.fields.keys()).finish()
    }
}

/// Whether a key moves real money, where its prefix tells: `nc_testsk_…`, `sk_live_…`, `ovgc_live_…`.
pub(crate) fn mode_of(key: &str) -> Mode {
    let mut parts = key.split('_').take(2);
    parts
        .find_map(|part| {
            if part.starts_with("test") {
                Some(Mode::Test)
            } else if part.starts_with("live") {
                Some(Mode::Live)
            } else {
                None
            }
        })
        .unwrap_or(Mode::Unknown)
}

fn names(gateway: GatewayKind, name: impl Fn(&CredentialField) -> String) -> String {
    profile(gateway).credentials.iter().map(name).collect::<Vec<_>>().join(", ")
}
