//! `till settlement …`

use std::path::PathBuf;

use backoffice::{Backoffice, SettlementQuery, SettlementTermsForm};

use crate::args::{LineArgs, SettlementArgs, SettlementCommand, TermsArgs};
use crate::commands::signer::name_of;
use crate::failure::{DONE, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{LineDecidedView, SettlementView, TermsList};

pub(super) async fn run(
    command: SettlementCommand,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    let office = office::open(dir).await?;
    match command {
        SettlementCommand::Show(args) => return show(&office, args, output).await,
        SettlementCommand::Match { line: LineArgs { import, line }, payout, by } => {
            let by = name_of(&office, by).await?;
            let payout = office.find_payout(&payout).await?.payout.id;
            let decided = office.match_line(import, line, payout, &by).await?;
            output.show(&LineDecidedView::of(&decided))?;
        }
        SettlementCommand::Release { line: LineArgs { import, line }, by } => {
            let by = name_of(&office, by).await?;
            let decided = office.release_line(import, line, &by).await?;
            output.show(&LineDecidedView::of(&decided))?;
        }
        SettlementCommand::Payout { line: LineArgs { import, line }, account, by } => {
            let by = name_of(&office, by).await?;
            let decided = office.record_line_as_payout(import, line, &account, &by).await?;
            output.show(&LineDecidedView::of(&decided))?;
        }
        SettlementCommand::Terms(args) => terms(&office, args, output).await?,
    }
    Ok(DONE)
}

/// The same as `till report settlement`.
pub(super) async fn show(
    office: &Backoffice,
    args: SettlementArgs,
    output: Output,
) -> Result<u8, Failure> {
    let SettlementArgs { from, to, account } = args;
    let answer = office.settlement(&SettlementQuery { from, to, account }).await?;
    output.show(&SettlementView::of(&answer))?;
    Ok(DONE)
}

async fn terms(office: &Backoffice, args: TermsArgs, output: Output) -> Result<(), Failure> {
    let TermsArgs { account, overdue_days, tolerance, words, reset } = args;
    let Some(account) = account else {
        return output.show(&TermsList::of(&office.settlement_terms().await?));
    };
    let is_asked = overdue_days.is_none() && tolerance.is_none() && words.is_empty() && !reset;
    if is_asked {
        let name = office.account(&account).await?.record.name;
        let mut all = office.settlement_terms().await?;
        all.retain(|terms| terms.account == name);
        return output.show(&TermsList::of(&all));
    }
    let words = Some(words).filter(|words| !words.is_empty());
    let form = SettlementTermsForm {
        account,
        overdue_after_days: overdue_days,
        fee_tolerance: tolerance,
        words,
        reset,
    };
    let set = office.set_settlement_terms(&form).await?;
    output.show(&TermsList::of(std::slice::from_ref(&set)))
}
