//! `till report …`

use std::path::PathBuf;

use backoffice::{PaymentFilter, ReportQuery};

use super::settlement;
use crate::args::{GroupArgs, ReportCommand, StatementArgs, TakingsArgs};
use crate::failure::{DONE, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{StatementSaved, TakingsView};

pub(super) async fn run(
    command: ReportCommand,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    match command {
        ReportCommand::Takings(args) => takings(args, dir, output).await,
        ReportCommand::Statement(args) => statement(args, dir, output).await,
        ReportCommand::Settlement(args) => {
            settlement::show(&office::open(dir).await?, args, output).await
        }
    }
}

async fn takings(args: TakingsArgs, dir: Option<PathBuf>, output: Output) -> Result<u8, Failure> {
    let office = office::open(dir).await?;
    let query = query(args.group);
    let report = match &args.output {
        Some(path) => office.save_report(&query, path).await?,
        None => office.report(&query).await?,
    };
    output.show(&TakingsView::of(&report, args.output.as_deref()))?;
    Ok(DONE)
}

async fn statement(
    args: StatementArgs,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    let office = office::open(dir).await?;
    if let Some(shop) = &args.shop {
        office.set_shop_name(shop).await?;
    }
    office.save_statement(&query(args.group), &args.output).await?;
    output.show(&StatementSaved::of(&args.output))?;
    Ok(DONE)
}

fn query(args: GroupArgs) -> ReportQuery {
    let GroupArgs { by, account, filter, from, to } = args;
    ReportQuery { by, account, filter: PaymentFilter { text: filter, from, to } }
}
