//! `till customer …`

use std::path::PathBuf;

use backoffice::{Backoffice, MaskForm};

use crate::args::{CustomerCommand, MaskArgs};
use crate::commands::payment::cursor;
use crate::commands::signer::name_of;
use crate::failure::{DONE, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{CustomerDetailView, CustomerFile, CustomerList, MaskView};

pub(super) async fn run(
    command: CustomerCommand,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    let office = office::open(dir).await?;
    match command {
        CustomerCommand::List { search, limit, after } => {
            let page = office.customers(&search, cursor(after)?, limit).await?;
            output.show(&CustomerList::of(&page))?;
        }
        CustomerCommand::Show { key, after } => {
            let detail = office.customer(&key, cursor(after)?).await?;
            output.show(&CustomerDetailView::of(&detail))?;
        }
        CustomerCommand::Export { key, output: path } => {
            output.show(&CustomerFile::of(&office.export_customer(&key, &path).await?))?;
        }
        CustomerCommand::Mask(args) => mask(&office, args, output).await?,
    }
    Ok(DONE)
}

/// Without a yes, what it would come to.
async fn mask(office: &Backoffice, args: MaskArgs, output: Output) -> Result<(), Failure> {
    let MaskArgs { key, reason, by, yes } = args;
    let plan = office.mask_plan(&key).await?;
    let Some(confirm) = yes else {
        return output.show(&MaskView::planned(&key, &plan));
    };
    let by = name_of(office, by).await?;
    let reason = reason.unwrap_or_default();
    office.mask_customer(&MaskForm { key: key.clone(), reason, by, confirm }).await?;
    output.show(&MaskView::done(&key, &plan))
}
