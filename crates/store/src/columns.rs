//! A row as named values: bound to the parameters of a statement, and compared with the row that is stored.

use ledger::Money;
use rusqlite::types::Value;
use rusqlite::{CachedStatement, Row, ToSql};

/// A row's values by the name of their parameter, `:status`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Columns(Vec<(&'static str, Value)>);

impl Columns {
    /// With one more value.
    pub(crate) fn with(mut self, parameter: &'static str, value: impl Into<Value>) -> Self {
        self.0.push((parameter, value.into()));
        self
    }

    /// Runs a statement that changes rows, with all values bound.
    pub(crate) fn execute(&self, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        let bound: Vec<(&str, &dyn ToSql)> =
            self.0.iter().map(|(parameter, value)| (*parameter, value as &dyn ToSql)).collect();
        statement.execute(bound.as_slice())
    }

    /// Where a stored row, which names at least these columns, says something else.
    pub(crate) fn differing(&self, row: &Row<'_>) -> rusqlite::Result<Vec<String>> {
        let mut differing = Vec::new();
        for (parameter, value) in &self.0 {
            let column = parameter.trim_start_matches(':');
            let stored: Value = row.get(column)?;
            if stored != *value {
                let (stored, value) = (shown(&stored), shown(value));
                differing.push(format!("{column} is {stored}, the journal says {value}"));
            }
        }
        Ok(differing)
    }
}

/// The minor units of an amount that may be missing.
pub(crate) fn minor(money: Option<Money>) -> Option<i64> {
    money.map(Money::minor)
}

/// The currency of an amount that may be missing.
pub(crate) fn code(money: Option<Money>) -> Option<String> {
    money.map(|money| money.currency().code().to_owned())
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => format!("`{text}`"),
        Value::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}
