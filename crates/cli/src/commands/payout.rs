//! `till payout …`

use std::path::PathBuf;

use backoffice::{Backoffice, PayoutFilter, PayoutForm};
use ledger::PayoutStatus;

use crate::args::{PayoutArgs, PayoutCommand, PayoutTarget};
use crate::commands::payment::cursor;
use crate::failure::{DONE, FAILED, Failure, UNKNOWN};
use crate::office;
use crate::output::Output;
use crate::view::{BeneficiaryView, ChoiceList, PayoutDetail, PayoutList, PayoutMade, PlanView};

pub(super) async fn run(
    command: PayoutCommand,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    match command {
        PayoutCommand::Create(args) => {
            create(&office::open_with_keys(dir, output).await?, *args, output).await
        }
        PayoutCommand::List { status, account, search, limit, after } => {
            let office = office::open(dir).await?;
            let filter = PayoutFilter { account, status, text: search };
            output.show(&PayoutList::of(&office.payouts(&filter, cursor(after)?, limit).await?))?;
            Ok(DONE)
        }
        PayoutCommand::Show { id } => {
            let office = office::open(dir).await?;
            let record = office.find_payout(&id).await?;
            let timeline = office.payout_timeline(record.payout.id).await?;
            output.show(&PayoutDetail::of(&record, &timeline))?;
            Ok(DONE)
        }
        PayoutCommand::Verify { id } => {
            let office = office::open_with_keys(dir, output).await?;
            let known = office.find_payout(&id).await?.payout.id;
            let (record, _) = office.look_up_payout(known).await?;
            let timeline = office.payout_timeline(known).await?;
            output.show(&PayoutDetail::of(&record, &timeline))?;
            Ok(DONE)
        }
        PayoutCommand::Check(PayoutTarget { account, kind, fields }) => {
            let office = office::open_with_keys(dir, output).await?;
            let fields = fields.into_iter().collect();
            let found = office.check_beneficiary(&account, kind, &fields).await?;
            output.show(&BeneficiaryView::of(found))?;
            Ok(DONE)
        }
        PayoutCommand::Choices { target: PayoutTarget { account, kind, fields }, name } => {
            let office = office::open_with_keys(dir, output).await?;
            let known = fields.into_iter().collect();
            let choices = office.payout_choices(&account, kind, &name, &known).await?;
            output.show(&ChoiceList::of(&choices))?;
            Ok(DONE)
        }
    }
}

async fn create(office: &Backoffice, args: PayoutArgs, output: Output) -> Result<u8, Failure> {
    let PayoutArgs { target, amount, currency, reason, reference, dry_run } = args;
    let currency = match currency {
        Some(currency) => currency,
        None => only_currency(office, &target).await?,
    };
    let form = PayoutForm {
        account: target.account,
        kind: target.kind,
        amount,
        currency,
        fields: target.fields.into_iter().collect(),
        reason,
        reference,
    };
    if dry_run {
        output.show(&PlanView::of(&office.plan_payout(&form).await?))?;
        return Ok(DONE);
    }
    let made = office.create_payout(&form).await?;
    output.show(&PayoutMade::of(&made))?;
    let is = |status| made.iter().any(|record| record.payout.status == status);
    Ok(if is(PayoutStatus::Unknown) {
        UNKNOWN
    } else if is(PayoutStatus::Failed) {
        FAILED
    } else {
        DONE
    })
}

/// The currency that is meant where the gateway sends only one.
async fn only_currency(office: &Backoffice, target: &PayoutTarget) -> Result<String, Failure> {
    let account = office.account(&target.account).await?;
    let route = account.profile.payout_route(target.kind);
    match route.map(|route| route.currencies) {
        Some([only]) => Ok(only.code().to_owned()),
        _ => Err(Failure::Usage("say in which currency: --currency NGN".to_owned())),
    }
}
