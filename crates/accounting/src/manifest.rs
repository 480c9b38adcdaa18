//! The manifest beside an export: what was asked for and what came out, so that a file can be proven years later.
//!
//! It has no time of making, which the journal knows: the same filter and history give the same manifest, byte for byte.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::Money;
use serde::Serialize;

use crate::{Context, Summary};

/// The version of the manifest's fields.
const SCHEMA: &str = "tillkeeper.manifest.1";

/// What was asked for and what came out.
#[derive(Debug, Clone, Serialize)]
pub struct Manifest {
    schema: &'static str,
    tillkeeper: String,
    profile: &'static str,
    choices: BTreeMap<&'static str, String>,
    columns: Vec<&'static str>,
    account_names: BTreeMap<&'static str, String>,
    filter: String,
    period: Period,
    time_zone: String,
    after_entry: Option<u64>,
    through_entry: u64,
    rows: u64,
    sums: Vec<Sum>,
    files: Vec<ManifestFile>,
    findings: Vec<Told>,
}

/// Which rows were asked for, and of which Tillkeeper.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// Tillkeeper's version.
    pub version: &'a str,
    /// The filter and its days, in the filter language.
    pub filter: &'a str,
    /// The first day, where one was asked for.
    pub from: Option<NaiveDate>,
    /// The last day, where one was asked for.
    pub to: Option<NaiveDate>,
    /// The entry of the journal behind which the rows begin, where not all were asked for.
    pub after_entry: Option<u64>,
    /// The last entry whose rows were asked for.
    pub through_entry: u64,
}

/// A file of an export.
#[derive(Debug, Clone, Serialize)]
pub struct ManifestFile {
    /// Its name, without its folder.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// SHA-256 of it, in hex.
    pub sha256: String,
}

#[derive(Debug, Clone, Serialize)]
struct Period {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

#[derive(Debug, Clone, Serialize)]
struct Sum {
    currency: &'static str,
    amount: String,
}

#[derive(Debug, Clone, Serialize)]
struct Told {
    code: &'static str,
    count: u64,
    text: String,
}

impl Manifest {
    /// The manifest of what was written.
    #[must_use]
    pub fn new(
        context: &Context,
        scope: &Scope<'_>,
        summary: &Summary,
        files: Vec<ManifestFile>,
    ) -> Self {
        let sum = |money: &Money| Sum {
            currency: money.currency().code(),
            amount: money.to_decimal_string(),
        };
        let names = context.names.templates().into_iter();
        let told = summary.findings.iter();
        Self {
            schema: SCHEMA,
            tillkeeper: scope.version.to_owned(),
            profile: context.profile.name,
            choices: context.choices().clone(),
            columns: context.columns().iter().map(|column| column.name).collect(),
            account_names: names
                .filter(|_| context.profile.names_accounts)
                .map(|(word, name)| (word, name.to_owned()))
                .collect(),
            filter: scope.filter.to_owned(),
            period: Period { from: scope.from, to: scope.to },
            time_zone: context.time_zone.to_string(),
            after_entry: scope.after_entry,
            through_entry: scope.through_entry,
            rows: summary.rows,
            sums: summary.sums.iter().map(sum).collect(),
            files,
            findings: told
                .map(|found| Told {
                    code: found.code,
                    count: found.count,
                    text: found.sentence.clone(),
                })
                .collect(),
        }
    }

    /// The manifest as it is written.
    ///
    /// # Errors
    /// None that its own fields could cause.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

/// What the manifest of a file is called.
#[must_use]
pub fn manifest_name(file: &str) -> String {
    format!("{file}.manifest.json")
}
