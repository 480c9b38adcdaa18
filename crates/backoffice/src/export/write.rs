//! Writing the files of an export: beside their places first, then entered in the journal, then put into place.
//!
//! The entry comes before the files are in place, so that rows that were handed out are never given again by the next
//! export. Where a file then cannot be put into place, another entry takes the first one back.

use std::ffi::OsString;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use accounting::{
    Companion, Export, FileMade, Manifest, ManifestFile, Scope, Summary, Target, manifest_name,
};
use ledger::{Body, ExportId, ExportedFile, Subject};
use store::{Cursor, MovementQuery};
use tempfile::{NamedTempFile, TempPath};

use super::options;
use super::plan::{Plan, accounting_row};
use super::{ExportFile, ExportForm, ExportMade, ExportProgress};
use crate::file::{self, folder_of};
use crate::{Backoffice, Cancel, Error, FieldProblem};

/// How many rows are read from the history at a time.
const ROWS_AT_A_TIME: u32 = 1_000;

impl Backoffice {
    /// Writes the files and enters them in the journal. The same filter and history give the same bytes.
    ///
    /// # Errors
    /// As [`Backoffice::preview_export`]; [`Error::Cancelled`] where that was asked for; and [`Error::File`] where a file
    /// cannot be written. Older files of those names are then untouched.
    pub async fn save_export(
        &self,
        form: &ExportForm,
        cancel: &Cancel,
        told: impl FnMut(ExportProgress) + Send,
    ) -> Result<ExportMade, Error> {
        self.check_place(&form.path)?;
        let plan = self.plan_export(&form.query).await?;
        self.hand_over(plan, &form.path, cancel, told).await
    }

    pub(super) async fn hand_over(
        &self,
        plan: Plan,
        path: &Path,
        cancel: &Cancel,
        told: impl FnMut(ExportProgress) + Send,
    ) -> Result<ExportMade, Error> {
        let failed = |source| file_error(path, source);
        let target = Beside(folder_of(path).to_owned());
        let writing = self.write_rows(&plan, target, cancel, told).await;
        let (summary, written) = writing.map_err(|error| match error {
            Error::Export(accounting::ExportError::Write(source)) => failed(source),
            other => other,
        })?;
        let mut files = Vec::new();
        for made in &summary.files {
            let place = placed(path, &made.suffix);
            self.check_export_place(&place, plan.only_new)?;
            files.push(ExportFile { path: place, rows: made.rows, sha256: made.sha256.clone() });
        }
        let extras = extras(&plan, path, &summary, &files).map_err(failed)?;
        let manifest = path.with_file_name(manifest_name(&file_name(path)));
        let id = ExportId(self.shared.clock.new_id());
        let entered = entry(&plan, &summary, &files);
        self.append(Subject::Export(id), 0, vec![entered], Vec::new()).await?;
        let places: Vec<_> = files.iter().map(|file| file.path.clone()).collect();
        let placing = tokio::task::spawn_blocking(move || put_in_place(written, &places, extras));
        if let Err((place, source)) =
            placing.await.unwrap_or_else(|broken| Err((path.to_owned(), io::Error::other(broken))))
        {
            let error = file_error(&place, source);
            let body = Body::ExportUndone { reason: error.to_string() };
            self.append(Subject::Export(id), 1, vec![body], Vec::new()).await?;
            return Err(error);
        }
        Ok(ExportMade {
            id,
            files,
            manifest,
            rows: summary.rows,
            sums: summary.sums,
            findings: summary.findings,
            after: plan.movements.after_seq,
            through: plan.through,
        })
    }

    /// Rows since the last export are in no other file, so theirs never takes the place of another.
    fn check_export_place(&self, place: &Path, only_new: bool) -> Result<(), Error> {
        self.check_place(place)?;
        if place.is_dir() {
            return Err(file_error(place, io::ErrorKind::IsADirectory.into()));
        }
        if only_new && place.exists() {
            let problem = format!(
                "{} is there already, and its rows may be in no other file; choose another name",
                place.display()
            );
            return Err(Error::Invalid(vec![FieldProblem::new("path", problem)]));
        }
        Ok(())
    }

    /// Streams the rows of a plan to a target.
    pub(super) async fn write_rows<T: Target>(
        &self,
        plan: &Plan,
        target: T,
        cancel: &Cancel,
        mut told: impl FnMut(ExportProgress) + Send,
    ) -> Result<(Summary, Vec<T::Done>), Error> {
        let (of, _) = self.store().movement_sums(&plan.movements).await?;
        let mut export = Export::begin(plan.context.clone(), target)?;
        let mut after: Option<Cursor> = None;
        let mut rows = 0_u64;
        loop {
            if cancel.is_cancelled() {
                return Err(Error::Cancelled("the export"));
            }
            let filter = plan.movements.clone();
            let query = MovementQuery { filter, after, limit: ROWS_AT_A_TIME };
            let page = self.store().movements(&query).await?;
            for row in page.items {
                export.row(accounting_row(row))?;
                rows = rows.saturating_add(1);
            }
            told(ExportProgress { rows, of });
            after = page.next;
            if after.is_none() {
                return Ok(export.finish()?);
            }
        }
    }
}

/// Files that are written beside their places, under names of their own.
struct Beside(PathBuf);

impl Target for Beside {
    type File = BufWriter<NamedTempFile>;
    type Done = TempPath;

    fn open(&mut self) -> io::Result<Self::File> {
        let new = tempfile::Builder::new().prefix(".new-").tempfile_in(&self.0)?;
        Ok(BufWriter::new(new))
    }

    fn close(&mut self, file: Self::File) -> io::Result<TempPath> {
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        Ok(file.into_temp_path())
    }
}

/// A file that comes with the export.
struct Extra {
    place: PathBuf,
    file: TempPath,
}

/// What belongs beside the files, written beside its place like them.
fn extras(
    plan: &Plan,
    path: &Path,
    summary: &Summary,
    files: &[ExportFile],
) -> io::Result<Vec<Extra>> {
    let mut extras = Vec::new();
    if let Some(Companion { suffix, text }) = plan.context.companion() {
        for file in files {
            let name = format!("{}{suffix}", file_name(&file.path));
            extras.push(extra(file.path.with_file_name(name), &text)?);
        }
    }
    let listed = |(made, file): (&FileMade, &ExportFile)| ManifestFile {
        name: file_name(&file.path),
        rows: made.rows,
        bytes: made.bytes,
        sha256: made.sha256.clone(),
    };
    let (from, to) = plan.period;
    let scope = Scope {
        version: env!("CARGO_PKG_VERSION"),
        filter: &plan.described,
        from,
        to,
        after_entry: plan.movements.after_seq,
        through_entry: plan.through,
    };
    let listed = summary.files.iter().zip(files).map(listed).collect();
    let manifest = Manifest::new(&plan.context, &scope, summary, listed);
    extras.push(extra(path.with_file_name(manifest_name(&file_name(path))), &manifest.to_json()?)?);
    Ok(extras)
}

fn extra(place: PathBuf, text: &str) -> io::Result<Extra> {
    let mut new = tempfile::Builder::new().prefix(".new-").tempfile_in(folder_of(&place))?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    Ok(Extra { place, file: new.into_temp_path() })
}

fn put_in_place(
    written: Vec<TempPath>,
    places: &[PathBuf],
    extras: Vec<Extra>,
) -> Result<(), (PathBuf, io::Error)> {
    let extras = extras.into_iter().map(|extra| (extra.file, extra.place));
    let all = written.into_iter().zip(places.iter().cloned()).chain(extras);
    let mut folder = None;
    for (file, place) in all {
        file.persist(&place).map_err(|problem| (place.clone(), problem.error))?;
        folder = Some(place);
    }
    match folder {
        Some(place) => file::sync_folder(folder_of(&place)).map_err(|error| (place, error)),
        None => Ok(()),
    }
}

/// The journal's word for what was handed out.
fn entry(plan: &Plan, summary: &Summary, files: &[ExportFile]) -> Body {
    let handed = |file: &ExportFile| ExportedFile {
        name: file_name(&file.path),
        rows: file.rows,
        sha256: file.sha256.clone(),
    };
    Body::ExportMade(ledger::ExportMade {
        profile: plan.context.profile.name.to_owned(),
        filter: plan.described.clone(),
        rows: summary.rows,
        sha256: files.first().map(|file| file.sha256.clone()).unwrap_or_default(),
        sums: summary.sums.clone(),
        after: plan.movements.after_seq,
        through: Some(plan.through),
        files: files.iter().map(handed).collect(),
        options: options::written(&plan.context),
    })
}

/// The path with something added to the name before its ending.
fn placed(path: &Path, suffix: &str) -> PathBuf {
    if suffix.is_empty() {
        return path.to_owned();
    }
    let mut name = path.file_stem().map(OsString::from).unwrap_or_default();
    name.push(suffix);
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn file_error(path: &Path, source: io::Error) -> Error {
    Error::File { path: path.display().to_string(), source }
}
