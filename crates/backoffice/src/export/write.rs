//! Writing the files of an export: beside their places first, then entered in the journal, then put into place.
//!
//! The entry comes before the files are in place, so that rows that were handed out are never given again by the next
//! export. What is new is checked once more in the write of the entry: where another export of the kind came in between, all of
//! it is worked out again.

use std::ffi::OsString;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use accounting::{
    Companion, Export, FileMade, Finding, Manifest, ManifestFile, Scope, Summary, Target,
    manifest_name,
};
use ledger::{Body, ExportId, ExportedFile};
use sha2::{Digest as _, Sha256};
use store::{Cursor, MovementQuery};
use tempfile::{NamedTempFile, TempPath};

use super::options;
use super::place::Written;
use super::plan::Plan;
use super::{ExportFile, ExportForm, ExportMade, ExportProgress};
use crate::file::folder_of;
use crate::{Backoffice, Cancel, Error, FieldProblem};

/// How often what is new is worked out, where another export of it keeps coming in between.
const MOST_TRIES: u32 = 5;
/// How many rows are read from the history at a time.
const ROWS_AT_A_TIME: u32 = 1_000;

impl Backoffice {
    /// Writes the files and enters them in the journal. The same filter and history give the same bytes. What an export that
    /// was cut off has left to do is done first.
    ///
    /// # Errors
    /// As [`Backoffice::preview_export`]; [`Error::Cancelled`] where that was asked for; and [`Error::File`] where a file
    /// cannot be written. Older files of those names are then as they were.
    pub async fn save_export(
        &self,
        form: &ExportForm,
        cancel: &Cancel,
        mut told: impl FnMut(ExportProgress) + Send,
    ) -> Result<ExportMade, Error> {
        self.check_export_place(&form.path, false)?;
        let mut findings = self.finish_exports().await?;
        for _ in 0..MOST_TRIES {
            let plan = self.plan_export(&form.query).await?;
            match self.hand_over(plan, &form.path, cancel, &mut told).await {
                Err(Error::Store(store::Error::HandedOut)) => {}
                made => {
                    let mut made = made?;
                    findings.append(&mut made.findings);
                    return Ok(ExportMade { findings, ..made });
                }
            }
        }
        Err(Error::Conflict)
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
        let file = |made: &FileMade| ExportFile {
            path: placed(path, &made.suffix),
            rows: made.rows,
            sha256: made.sha256.clone(),
        };
        let files: Vec<_> = summary.files.iter().map(file).collect();
        let manifest = path.with_file_name(manifest_name(&file_name(path)));
        for place in files.iter().map(|file| &file.path).chain([&manifest]) {
            self.check_export_place(place, plan.only_new)?;
        }
        let mut all = Vec::new();
        for (file, made) in files.iter().zip(written) {
            let (place, sha256) = (file.path.clone(), file.sha256.clone());
            all.push(Written { place, file: made, sha256, replaces: !plan.only_new });
        }
        let mut findings = summary.findings.clone();
        findings.extend(plan.is_of_hole.then(more_is_new));
        all.extend(self.companions(&plan, &files, &mut findings)?);
        let told = manifest_of(&plan, &summary, &files).map_err(failed)?;
        all.push(extra(manifest.clone(), &told, !plan.only_new).map_err(failed)?);
        let id = ExportId(self.shared.clock.new_id());
        self.enter_export(id, entry(&plan, &summary, &files), plan.only_new, all).await?;
        Ok(ExportMade {
            id,
            files,
            manifest,
            same_bytes: None,
            rows: summary.rows,
            sums: summary.sums,
            findings,
            after: plan.movements.after_seq,
            through: plan.through,
        })
    }

    /// Whether a file can go there. Rows since the last export are in no other file, so theirs never takes the place of
    /// another.
    pub(super) fn check_export_place(&self, place: &Path, only_new: bool) -> Result<(), Error> {
        let invalid = |problem| Err(Error::Invalid(vec![FieldProblem::new("path", problem)]));
        if place.is_dir() {
            return Err(file_error(place, io::ErrorKind::IsADirectory.into()));
        }
        self.check_place(place)?;
        let whole = std::path::absolute(place).map_err(|source| file_error(place, source))?;
        if whole.to_str().is_none() {
            return invalid(format!("{} is no name in Unicode; choose another", place.display()));
        }
        if only_new && place.exists() {
            return invalid(format!(
                "{} is there already, and its rows may be in no other file; choose another name",
                place.display()
            ));
        }
        Ok(())
    }

    /// What belongs beside each file, where it is not there. What is there may have been changed by the accountant, who was
    /// asked to, and stays.
    fn companions(
        &self,
        plan: &Plan,
        files: &[ExportFile],
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<Written>, Error> {
        let Some(Companion { suffix, text }) = plan.context.companion() else {
            return Ok(Vec::new());
        };
        let mut companions = Vec::new();
        for file in files {
            let name = format!("{}{suffix}", file_name(&file.path));
            let place = file.path.with_file_name(&name);
            self.check_export_place(&place, false)?;
            match std::fs::read(&place) {
                Ok(bytes) if bytes == text.as_bytes() => {}
                Ok(_) => findings.push(kept(name)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    let new = extra(place.clone(), &text, false);
                    companions.push(new.map_err(|source| file_error(&place, source))?);
                }
                Err(source) => return Err(file_error(&place, source)),
            }
        }
        Ok(companions)
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
            for row in self.export_rows(&plan.context, page.items).await? {
                export.row(row)?;
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

/// What the manifest beside the files says.
fn manifest_of(plan: &Plan, summary: &Summary, files: &[ExportFile]) -> io::Result<String> {
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
    Ok(Manifest::new(&plan.context, &scope, summary, listed).to_json()?)
}

/// A file that comes with the export, written beside its place.
fn extra(place: PathBuf, text: &str, replaces: bool) -> io::Result<Written> {
    let mut new = tempfile::Builder::new().prefix(".new-").tempfile_in(folder_of(&place))?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    let sha256 = hex::encode(Sha256::digest(text.as_bytes()));
    Ok(Written { place, file: new.into_temp_path(), sha256, replaces })
}

fn kept(name: String) -> Finding {
    Finding::of_export(
        "kept",
        format!(
            "{name} was changed by somebody and is left as it is; move it away to have it written anew."
        ),
    )
}

fn more_is_new() -> Finding {
    Finding::of_export(
        "more_is_new",
        "These rows are of an earlier export that was taken back; make the same export once more for what is new since \
                   the last one.",
    )
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

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(super) fn file_error(path: &Path, source: io::Error) -> Error {
    Error::File { path: path.display().to_string(), source }
}
