//! Handing the books to an accountant: a file appears whole or not at all, and the journal knows of it.

use std::path::{Path, PathBuf};

use accounting::{Context, Export, Profile, Row, Summary};
use chrono::NaiveDate;
use ledger::{Body, ExportId, Money, Subject};
use store::{Cursor, DatedFilter, MovementOf, MovementQuery, MovementRow};

use crate::file::folder_of;
use crate::{Backoffice, Error, PaymentFilter};

/// What is to be handed out, and where to.
#[derive(Debug, Clone)]
pub struct ExportForm {
    /// The profile's name.
    pub profile: String,
    /// Which movements.
    pub filter: PaymentFilter,
    /// The file; one that exists is replaced once the new one is whole.
    pub path: PathBuf,
}

/// A file that was handed out.
#[derive(Debug, Clone)]
pub struct ExportMade {
    /// Where it is.
    pub path: PathBuf,
    /// How many rows it has.
    pub rows: u64,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// The sum of all rows, per currency.
    pub sums: Vec<Money>,
}

/// The first rows of what would be handed out.
#[derive(Debug, Clone)]
pub struct ExportPreview {
    /// How many rows it would have.
    pub rows: u64,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// The first rows, cell by cell.
    pub first: Vec<Vec<String>>,
    /// The sum of all rows, per currency.
    pub sums: Vec<Money>,
}

/// A name for a file that tells its profile and period: `tillkeeper-base-2026-11-01-to-2026-11-30.csv`.
///
/// # Errors
/// For a profile that does not exist.
pub fn suggested_file_name(
    profile: &str,
    filter: &PaymentFilter,
    today: NaiveDate,
) -> Result<String, Error> {
    let profile = accounting::profile(profile)?;
    let from = filter.from.map(|day| format!("{day}-")).unwrap_or_default();
    let to = filter.to.unwrap_or(today);
    Ok(format!("tillkeeper-{}-{from}to-{to}.{}", profile.name, profile.extension))
}

/// How many rows are read from the history at a time.
const ROWS_AT_A_TIME: u32 = 1_000;
/// How many rows a preview shows.
const PREVIEW_ROWS: u32 = 8;

impl Backoffice {
    /// What a file would have in it.
    ///
    /// # Errors
    /// For a profile that does not exist or a filter that cannot be read.
    pub async fn preview_export(
        &self,
        profile: &str,
        filter: &PaymentFilter,
    ) -> Result<ExportPreview, Error> {
        let profile = accounting::profile(profile)?;
        let filter = self.dated(filter).await?;
        let context = Context { time_zone: self.time_zone().await? };
        let filter = filter.into();
        let (rows, sums) = self.store().movement_sums(&filter).await?;
        let query = MovementQuery { filter, after: None, limit: PREVIEW_ROWS };
        let page = self.store().movements(&query).await?;
        let cells = |row: Row| accounting::cells(profile, &row, &context);
        Ok(ExportPreview {
            rows,
            columns: accounting::columns(profile)
                .into_iter()
                .map(|name| name.to_string())
                .collect(),
            first: page.items.into_iter().filter_map(accounting_row).map(cells).collect(),
            sums,
        })
    }

    /// Writes the file and enters it in the journal. The same filter and history give the same bytes.
    ///
    /// # Errors
    /// As [`Backoffice::preview_export`], and [`Error::File`] where it cannot be written; an older file of that name is
    /// then untouched.
    pub async fn save_export(&self, form: &ExportForm) -> Result<ExportMade, Error> {
        let profile = accounting::profile(&form.profile)?;
        self.check_place(&form.path)?;
        let filter = self.dated(&form.filter).await?;
        let (summary, file) = self.write_rows(profile, filter, &form.path).await?;
        let failed = |source| Error::File { path: form.path.display().to_string(), source };
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&form.path).map_err(|problem| failed(problem.error))?;
        let made = ExportMade {
            path: form.path.clone(),
            rows: summary.rows,
            sha256: summary.sha256,
            sums: summary.sums,
        };
        let body = Body::ExportMade {
            profile: form.profile.clone(),
            filter: described(&form.filter),
            rows: made.rows,
            sha256: made.sha256.clone(),
            sums: made.sums.clone(),
            after: None,
            through: None,
            files: Vec::new(),
            options: Default::default(),
        };
        let id = ExportId(self.shared.clock.new_id());
        self.append(Subject::Export(id), 0, vec![body], Vec::new()).await?;
        Ok(made)
    }

    async fn write_rows(
        &self,
        profile: &'static Profile,
        filter: DatedFilter,
        path: &Path,
    ) -> Result<(Summary, tempfile::NamedTempFile), Error> {
        let failed = |source| Error::File { path: path.display().to_string(), source };
        let mut file = tempfile::NamedTempFile::new_in(folder_of(path)).map_err(failed)?;
        let context = Context { time_zone: self.time_zone().await? };
        let mut export =
            Export::begin(profile, std::io::BufWriter::new(file.as_file_mut()), context)?;
        let mut after: Option<Cursor> = None;
        loop {
            let filter = filter.clone().into();
            let query = MovementQuery { filter, after, limit: ROWS_AT_A_TIME };
            let page = self.store().movements(&query).await?;
            for row in page.items.into_iter().filter_map(accounting_row) {
                export.row(&row)?;
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let summary = export.finish()?;
        Ok((summary, file))
    }
}

/// The filter and its days, in the filter language.
pub(crate) fn described(filter: &PaymentFilter) -> String {
    let from = filter.from.map(|day| format!("from:{day}"));
    let to = filter.to.map(|day| format!("to:{day}"));
    let text = Some(filter.text.trim().to_owned()).filter(|text| !text.is_empty());
    text.into_iter().chain(from).chain(to).collect::<Vec<_>>().join(" ")
}

/// The movement as files have it, which know of none but those of payments.
fn accounting_row(row: MovementRow) -> Option<Row> {
    let MovementOf::Payment(payment) = row.of else {
        return None;
    };
    let customer = row.customer.unwrap_or_default();
    Some(Row {
        entry: row.entry,
        index: row.index,
        occurred_at: row.occurred_at,
        recorded_at: row.recorded_at,
        gateway: row.gateway,
        account: row.account_name.into(),
        mode: row.mode,
        movement: row.movement,
        status: row.status.parse().ok()?,
        fee: row.fee,
        payment,
        reference: row.reference.into(),
        gateway_reference: row.gateway_reference,
        channel: row.channel,
        customer_name: customer.name,
        customer_email: customer.email,
        description: row.description,
        note: row.note,
        source: row.source,
    })
}
