//! `till import …`

use std::path::{Path, PathBuf};

use backoffice::{Alike, Backoffice, ImportForm};
use ledger::{ImportId, ImportKind};

use super::payment::cursor;
use super::signer::{name_if_any, name_of};
use crate::args::{AlikeChoice, ImportArgs};
use crate::failure::{DONE, FAILED, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{
    ForgottenView, ImportDetailView, ImportList, ImportMadeView, ImportPlanView, MappingList,
    UndoView,
};
use crate::words::Words;

/// How many imports are listed at a time, and how many lines of one.
const LISTED: u32 = 50;
const LINES_SHOWN: u32 = 200;

pub(super) async fn run(
    args: ImportArgs,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    let office = office::open(dir).await?;
    if args.list {
        let page = office.imports(cursor(args.after)?, LISTED).await?;
        output.show(&ImportList::of(&page))?;
    } else if let Some(id) = args.show {
        show(&office, id, args.after, output).await?;
    } else if let Some(id) = args.undo {
        let by = name_of(&office, args.by).await?;
        let reason = args.reason.unwrap_or_default();
        output.show(&UndoView::of(&office.undo_import(id, &reason, &by).await?))?;
    } else if args.mappings {
        output.show(&MappingList::of(&office.remembered_mappings().await?))?;
    } else if let Some(name) = &args.forget {
        office.forget_mapping(args.kind.unwrap_or(ImportKind::Statement), name).await?;
        output.show(&ForgottenView::of(name))?;
    } else {
        return take(&office, args, output).await;
    }
    Ok(DONE)
}

/// Imports a file, or shows what would be imported.
async fn take(office: &Backoffice, args: ImportArgs, output: Output) -> Result<u8, Failure> {
    let (Some(kind), Some(path)) = (args.kind, args.file.clone()) else {
        return Err(Failure::Usage("say which kind of file: till import KIND FILE".to_owned()));
    };
    let command = typed(&args, kind, &path);
    let form = ImportForm {
        account: args.account,
        place: args.place,
        changes: args.map,
        afresh: args.afresh,
        alike: args.alike.map(|choice| match choice {
            AlikeChoice::Skip => Alike::Skip,
            AlikeChoice::Take => Alike::Take,
        }),
        ..ImportForm::new(kind, path)
    };
    if args.preview {
        let plan = office.plan_import(&form).await?;
        output.show(&ImportPlanView::of(&plan, &command))?;
        return Ok(if plan.earlier.is_some() { FAILED } else { DONE });
    }
    let by = name_if_any(office, args.by).await?;
    let report = office.make_import(&form, args.plan.as_deref(), by.as_deref()).await?;
    output.show(&ImportMadeView::of(&report, &Words::till("import")))?;
    // A script has to see that the bank told of lines anew and none was taken.
    let is_left = report.id.is_none() && report.plan.counts.changed > 0;
    Ok(if is_left { FAILED } else { DONE })
}

async fn show(
    office: &Backoffice,
    id: ImportId,
    after: Option<String>,
    output: Output,
) -> Result<(), Failure> {
    let detail = office.import(id).await?;
    let lines = office.import_lines(id, cursor(after)?, LINES_SHOWN).await?;
    output.show(&ImportDetailView::of(&detail, &lines))
}

/// The command as it was typed, less what a preview adds.
fn typed(args: &ImportArgs, kind: ImportKind, path: &Path) -> Words {
    let kind = kind.as_str().replace('_', "-");
    let mut words = Words::till(&format!("import {kind}")).word(&path.to_string_lossy());
    let named = [("--account", &args.account), ("--place", &args.place), ("--by", &args.by)];
    for (name, value) in named {
        if let Some(value) = value {
            words = words.option(name, value);
        }
    }
    for (key, value) in &args.map {
        words = words.option("--map", &format!("{key}={value}"));
    }
    if args.afresh {
        words = words.plain("--afresh");
    }
    match args.alike {
        None => words,
        Some(AlikeChoice::Skip) => words.option("--alike", "skip"),
        Some(AlikeChoice::Take) => words.option("--alike", "take"),
    }
}
