//! `till journal …`

use std::path::PathBuf;

use backoffice::EntryQuery;

use crate::args::JournalCommand;
use crate::failure::{DONE, FAILED, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{EntryList, JournalView};

pub(super) async fn run(
    command: JournalCommand,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    let office = office::open(dir).await?;
    match command {
        JournalCommand::List { subject, after, limit } => {
            let subject = subject.map(|text| text.parse::<ledger::Subject>()).transpose();
            let subject = subject.map_err(|problem| Failure::Usage(problem.to_string()))?;
            let page = office.journal(EntryQuery { subject, after, limit }).await?;
            output.show(&EntryList::of(&page))?;
            Ok(DONE)
        }
        JournalCommand::Verify => {
            let check = office.verify_journal().await?;
            output.show(&JournalView::of(&check))?;
            Ok(if check.problem.is_none() { DONE } else { FAILED })
        }
    }
}
