//! Files for the accountant.

use backoffice::ExportMade;
use chrono::NaiveDate;
use ledger::Money;
use serde::Serialize;

use super::List;
use super::table::table;
use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct ExportView {
    files: Vec<File>,
    rows: u64,
    sums: Vec<Sum>,
    period: Period,
}

#[derive(Debug, Serialize)]
struct File {
    path: String,
    rows: u64,
    sha256: String,
}

#[derive(Debug, Serialize)]
struct Sum {
    currency: &'static str,
    amount: String,
}

#[derive(Debug, Serialize)]
struct Period {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl ExportView {
    pub(crate) fn of(made: &ExportMade, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        let file = File {
            path: made.path.display().to_string(),
            rows: made.rows,
            sha256: made.sha256.clone(),
        };
        let sum =
            |sum: &Money| Sum { currency: sum.currency().code(), amount: sum.to_decimal_string() };
        Self {
            files: vec![file],
            rows: made.rows,
            sums: made.sums.iter().map(sum).collect(),
            period: Period { from, to },
        }
    }
}

impl Show for ExportView {
    fn text(&self) -> String {
        let files = self
            .files
            .iter()
            .map(|file| format!("{} ({} rows, SHA-256 {})", file.path, file.rows, file.sha256));
        let sums = self.sums.iter().map(|sum| format!("  sum {} {}", sum.amount, sum.currency));
        files.chain(sums).collect::<Vec<_>>().join("\n")
    }
}

#[derive(Debug, Serialize)]
struct ProfileView {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    extension: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct ProfileList(List<ProfileView>);

impl ProfileList {
    pub(crate) fn all() -> Self {
        Self(List::whole(backoffice::export_profiles(), |profile| ProfileView {
            name: profile.name,
            title: profile.title,
            description: profile.about,
            extension: profile.extension,
        }))
    }
}

impl Show for ProfileList {
    fn text(&self) -> String {
        let row =
            |profile: &ProfileView| vec![profile.name.to_owned(), profile.description.to_owned()];
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        table(&["PROFILE", "FOR"], &[], &rows)
    }
}
