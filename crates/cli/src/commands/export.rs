//! `till export …`

use std::collections::BTreeMap;
use std::path::PathBuf;

use backoffice::{Backoffice, Cancel, ExportForm, ExportMade, ExportQuery, PaymentFilter, Wishes};

use crate::args::ExportArgs;
use crate::commands::stop::stopped;
use crate::failure::{DONE, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{
    AccountNamesView, ExportHistory, ExportPreviewView, ExportView, PresetView, ProfileDetail,
    ProfileList,
};

/// How many earlier exports are listed at a time.
const LISTED: u32 = 50;

pub(super) async fn run(
    args: ExportArgs,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    if args.list
        && let Some(name) = &args.profile
    {
        output.show(&ProfileDetail::of(backoffice::export_profile(name).map_err(office_said)?))?;
        return Ok(DONE);
    }
    let office = office::open(dir).await?;
    if args.list {
        output.show(&ProfileList::all(&office.export_presets().await?))?;
    } else if args.history {
        let after = args.after.as_deref().map(str::parse).transpose();
        let page = office.exports(after.map_err(backoffice::Error::from)?, LISTED).await?;
        output.show(&ExportHistory::of(&page))?;
    } else if let Some(name) = &args.remove_preset {
        office.remove_export_preset(name).await?;
        output.show(&PresetView::removed(name))?;
    } else {
        return write(&office, args, output).await;
    }
    Ok(DONE)
}

/// Remembers what is to be remembered, and writes or shows what was asked for.
async fn write(office: &Backoffice, args: ExportArgs, output: Output) -> Result<u8, Failure> {
    let names: BTreeMap<_, _> = args.account_names.iter().cloned().collect();
    if !names.is_empty() {
        office.name_accounts(&names).await?;
    }
    let (Some(path), Some(id)) = (&args.output, args.again) else {
        return write_query(office, args, output).await;
    };
    let cancel = cancel_on_interrupt();
    let made = office.save_export_again(id, path, &cancel, |_| {}).await?;
    show_made(&made, &args, output)
}

async fn write_query(office: &Backoffice, args: ExportArgs, output: Output) -> Result<u8, Failure> {
    let Some(query) = query(office, &args).await? else {
        if args.account_names.is_empty() || args.output.is_some() || args.preview {
            return Err(Failure::Usage(
                "say which kind of file: till export PROFILE -o FILE; till export --list names them".to_owned(),
            ));
        }
        output.show(&AccountNamesView::of(office.account_names().await?))?;
        return Ok(DONE);
    };
    if let Some(name) = &args.save_preset {
        office.save_export_preset(name, &query).await?;
        if args.output.is_none() && !args.preview {
            output.show(&PresetView::saved(name))?;
            return Ok(DONE);
        }
    }
    let cancel = cancel_on_interrupt();
    let Some(path) = args.output.clone() else {
        output.show(&ExportPreviewView::of(&office.preview_export(&query, &cancel).await?))?;
        return Ok(DONE);
    };
    let made = office.save_export(&ExportForm { query, path }, &cancel, |_| {}).await?;
    show_made(&made, &args, output)
}

fn show_made(made: &ExportMade, args: &ExportArgs, output: Output) -> Result<u8, Failure> {
    for finding in &made.findings {
        output.remark(&finding.sentence);
    }
    output.show(&ExportView::of(made, args.from, args.to))?;
    Ok(DONE)
}

/// What is asked for; nothing where no profile is named.
async fn query(office: &Backoffice, args: &ExportArgs) -> Result<Option<ExportQuery>, Failure> {
    let filter = PaymentFilter { text: args.filter.clone(), from: args.from, to: args.to };
    let wishes = Wishes {
        choices: args.choices.iter().cloned().collect(),
        columns: args.columns.clone(),
        names: BTreeMap::new(),
    };
    if let Some(name) = &args.preset {
        let mut query = office.export_preset(name).await?.query(filter);
        query.wishes.choices.extend(wishes.choices);
        if !wishes.columns.is_empty() {
            query.wishes.columns = wishes.columns;
        }
        query.since_last |= args.since_last;
        return Ok(Some(query));
    }
    let query = |profile: &String| ExportQuery {
        profile: profile.clone(),
        wishes,
        filter,
        since_last: args.since_last,
    };
    Ok(args.profile.as_ref().map(query))
}

/// Stops what is being written when the program is told to stop, so that nothing of it stays behind.
fn cancel_on_interrupt() -> Cancel {
    let cancel = Cancel::default();
    let heard = cancel.clone();
    tokio::spawn(async move {
        if stopped().await.is_ok() {
            heard.cancel();
        }
    });
    cancel
}

fn office_said(error: impl Into<backoffice::Error>) -> Failure {
    Failure::Office(error.into())
}
