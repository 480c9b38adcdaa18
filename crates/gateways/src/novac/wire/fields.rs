//! Objects whose fields the documents do not name: found by any name they may go by, however it is written.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::NOVAC;
use crate::Error;
use crate::reading::{lenient_text, parse};

/// The fields of an object. `bankCode`, `bank_code` and `BankCode` are all `bankcode`.
pub(super) struct Fields(BTreeMap<String, Box<RawValue>>);

impl Fields {
    pub(super) fn read(object: &str) -> Result<Self, Error> {
        let fields: BTreeMap<String, Box<RawValue>> = parse(NOVAC, object.as_bytes())?;
        Ok(Self(fields.into_iter().map(|(name, value)| (plain(&name), value)).collect()))
    }

    /// The first of these that is a text or a number.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| lenient_text(self.0.get(*name)?.as_ref()).ok().flatten())
    }

    /// The first of these that can be read.
    pub(super) fn value<T: DeserializeOwned>(&self, names: &[&str]) -> Option<T> {
        names.iter().find_map(|name| serde_json::from_str(self.0.get(*name)?.get()).ok())
    }

    /// The only list among them.
    pub(super) fn list(&self) -> Option<&str> {
        let mut lists = self.0.values().map(|value| value.get()).filter(|v| v.starts_with('['));
        let list = lists.next()?;
        lists.next().is_none().then_some(list)
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
