//! Reading words: what stands under a key, as what it has to be.

use accounting::import::{ColumnRef, CurrencyFrom};
use serde::de::DeserializeOwned;

use super::Words;

/// The words that a mapping is made from.
pub(in crate::import) struct Reading<'a>(pub(in crate::import) &'a Words);

impl Reading<'_> {
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    pub(super) fn column(&self, key: &str) -> Result<Option<ColumnRef>, String> {
        self.text(key).map(column).transpose()
    }

    pub(super) fn columns(&self, key: &str) -> Result<Vec<ColumnRef>, String> {
        items(self.text(key).unwrap_or_default()).iter().map(|name| column(name)).collect()
    }

    pub(super) fn list(&self, key: &str) -> Vec<String> {
        items(self.text(key).unwrap_or_default())
    }

    /// One of a few words.
    pub(super) fn word<T: DeserializeOwned>(
        &self,
        key: &str,
        choices: &str,
    ) -> Result<Option<T>, String> {
        self.text(key).map(|text| chosen(key, text, choices)).transpose()
    }

    pub(super) fn yes_or_no(&self, key: &str, yes: &str, no: &str) -> Result<Option<bool>, String> {
        match self.text(key) {
            None => Ok(None),
            Some(text) if text.eq_ignore_ascii_case(yes) => Ok(Some(true)),
            Some(text) if text.eq_ignore_ascii_case(no) => Ok(Some(false)),
            Some(text) => Err(format!("`{key}` is {yes} or {no}, not `{text}`")),
        }
    }

    pub(super) fn currency(&self) -> Result<Option<CurrencyFrom>, String> {
        if let Some(column) = self.column("currency-column")? {
            return Ok(Some(CurrencyFrom::Column(column)));
        }
        let Some(code) = self.text("currency") else { return Ok(None) };
        let currency = code.to_uppercase().parse().map_err(|_| {
            format!(
                "`{code}` is not a currency code; write one such as NGN, or name the column with the codes: currency-column=…"
            )
        })?;
        Ok(Some(CurrencyFrom::Fixed(currency)))
    }

    /// What stands under keys that begin so, with the rest of each key.
    pub(super) fn all<'a>(&'a self, begins: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let words = self.0.iter();
        words.filter_map(move |(key, value)| Some((key.strip_prefix(begins)?, value.as_str())))
    }
}

/// What a word of a few means.
pub(super) fn chosen<T: DeserializeOwned>(
    key: &str,
    text: &str,
    choices: &str,
) -> Result<T, String> {
    let value = serde_json::Value::String(text.to_lowercase());
    serde_json::from_value(value).map_err(|_| format!("`{key}` is {choices}, not `{text}`"))
}

pub(super) fn column(text: &str) -> Result<ColumnRef, String> {
    let Some(rest) = text.strip_prefix('#') else {
        return Ok(ColumnRef::Heading(text.to_owned()));
    };
    if rest.starts_with('#') {
        return Ok(ColumnRef::Heading(rest.to_owned()));
    }
    if rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(ColumnRef::Heading(text.to_owned()));
    }
    let place = rest.parse().ok().filter(|place| *place > 0);
    place
        .map(ColumnRef::Place)
        .ok_or_else(|| format!("`{text}` is no place of a column; the first is #1"))
}

/// The words of a list; a `|` that belongs to a word has a `\` before it.
pub(super) fn items(text: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        let added = match sign {
            '|' => {
                items.push(String::new());
                continue;
            }
            '\\' => signs.next().unwrap_or('\\'),
            other => other,
        };
        if let Some(item) = items.last_mut() {
            item.push(added);
        }
    }
    items.retain(|item| !item.is_empty());
    items
}
