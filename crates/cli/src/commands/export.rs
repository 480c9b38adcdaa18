//! `till export …`

use std::path::PathBuf;

use backoffice::{ExportForm, PaymentFilter};

use crate::args::ExportArgs;
use crate::failure::{DONE, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{ExportView, ProfileList};

pub(super) async fn run(
    args: ExportArgs,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    let (Some(profile), Some(path)) = (args.profile, args.output) else {
        output.show(&ProfileList::all())?;
        return Ok(DONE);
    };
    let filter = PaymentFilter { text: args.filter, from: args.from, to: args.to };
    let office = office::open(dir).await?;
    let made = office.save_export(&ExportForm { profile, filter, path }).await?;
    output.show(&ExportView::of(&made, args.from, args.to))?;
    Ok(DONE)
}
