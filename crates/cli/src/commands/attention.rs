//! `till attention …`

use std::path::PathBuf;

use backoffice::{AcceptForm, Error, SnoozeForm};

use crate::args::AttentionCommand;
use crate::commands::signer::name_of;
use crate::failure::{DONE, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{AcceptedView, DeskView, SnoozedView, WokenView};

pub(super) async fn run(
    command: AttentionCommand,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    match command {
        AttentionCommand::List => {
            let desk = office::open_to_look(dir, output).await?.attention().await?;
            output.show(&DeskView::of(&desk))?;
        }
        AttentionCommand::Snooze { key, days, note, by } => {
            let office = office::open_to_look(dir, output).await?;
            let by = name_of(&office, by).await?;
            office.snooze(&SnoozeForm { key: key.clone(), days, note, by }).await?;
            let put_off = office.attention().await?.snoozed.into_iter();
            let found = put_off.filter_map(|concern| concern.snoozed).find(|it| it.key == key);
            let snooze = found.ok_or(Error::NotFound { what: "concern", name: key })?;
            output.show(&SnoozedView::of(&snooze))?;
        }
        AttentionCommand::Wake { key } => {
            office::open(dir).await?.unsnooze(&key).await?;
            output.show(&WokenView::of(key))?;
        }
        AttentionCommand::Accept { reference, note, by } => {
            let office = office::open(dir).await?;
            let record = office.find_payment(&reference).await?;
            let by = name_of(&office, by).await?;
            let form = AcceptForm::all_of(&record.payment, &note, &by);
            let record = office.accept(&form).await?;
            output.show(&AcceptedView::of(&record, &form))?;
        }
    }
    Ok(DONE)
}
