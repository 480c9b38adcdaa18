//! `till payout …`

use std::path::PathBuf;

use backoffice::{
    Account, Backoffice, Choice, Error, FieldProblem, PayoutFilter, PayoutForm, PayoutRecord,
    PayoutResolveForm, PayoutValues,
};
use ledger::{PayoutKind, PayoutStatus};

use crate::args::{PayoutArgs, PayoutCommand, PayoutDecision, PayoutTarget};
use crate::commands::payment::cursor;
use crate::commands::signer::name_of;
use crate::failure::{DONE, FAILED, Failure, UNKNOWN};
use crate::office;
use crate::output::Output;
use crate::view::{
    BeneficiaryView, ChoiceList, PayoutDetail, PayoutList, PayoutMade, PlanView, RouteList,
};

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
            Ok(if record.payout.status == PayoutStatus::Unknown { UNKNOWN } else { DONE })
        }
        PayoutCommand::Resolve(args) => {
            resolve(&office::open_with_keys(dir, output).await?, args, output).await
        }
        PayoutCommand::Fields { account, kind } => {
            let account = office::open(dir).await?.account(&account).await?;
            check_can(&account, kind)?;
            output.show(&RouteList::of(&account, kind))?;
            Ok(DONE)
        }
        PayoutCommand::Check(target) => {
            let office = office::open_with_keys(dir, output).await?;
            let account = office.account(&target.account).await?;
            check_can(&account, Some(target.kind))?;
            let PayoutTarget { account: name, kind, fields } = target;
            let found = office.check_beneficiary(&name, kind, &fields.into_iter().collect()).await;
            output
                .show(&BeneficiaryView::of(found.map_err(|why| in_fields(why, &account, kind))?))?;
            Ok(DONE)
        }
        PayoutCommand::Choices { target, name } => {
            let office = office::open_with_keys(dir, output).await?;
            output.show(&ChoiceList::of(&choices(&office, target, &name).await?))?;
            Ok(DONE)
        }
    }
}

async fn create(office: &Backoffice, args: PayoutArgs, output: Output) -> Result<u8, Failure> {
    let PayoutArgs { target, amount, currency, reason, reference, dry_run } = args;
    let account = office.account(&target.account).await?;
    let kind = target.kind;
    check_can(&account, Some(kind))?;
    let currency = match currency {
        Some(currency) => currency,
        None => only_currency(&account, kind)?,
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
    let problems = office.check_payout(&form).await?;
    if !problems.is_empty() {
        return Err(in_fields(Error::Invalid(problems), &account, kind));
    }
    if dry_run {
        output.show(&PlanView::of(&office.plan_payout(&form).await?))?;
        return Ok(DONE);
    }
    let made = office.create_payout(&form).await?;
    output.show(&PayoutMade::of(&made))?;
    Ok(exit_code(&made))
}

async fn resolve(office: &Backoffice, args: PayoutDecision, output: Output) -> Result<u8, Failure> {
    let PayoutDecision { id, arrived, did_not_arrive: _, evidence, by } = args;
    let payout = office.find_payout(&id).await?.payout.id;
    let by = name_of(office, by).await?;
    let form = PayoutResolveForm { payout, arrived, evidence, by };
    let record = office.resolve_payout(&form).await?;
    let timeline = office.payout_timeline(payout).await?;
    output.show(&PayoutDetail::of(&record, &timeline))?;
    Ok(DONE)
}

/// What one cannot be sure of outweighs what has failed.
fn exit_code(made: &[PayoutRecord]) -> u8 {
    let is = |status| made.iter().any(|record| record.payout.status == status);
    if is(PayoutStatus::Unknown) {
        UNKNOWN
    } else if is(PayoutStatus::Failed) {
        FAILED
    } else {
        DONE
    }
}

/// The words of a field that has fixed ones; else the gateway's own list.
async fn choices(
    office: &Backoffice,
    target: PayoutTarget,
    name: &str,
) -> Result<Vec<Choice>, Failure> {
    let PayoutTarget { account, kind, fields } = target;
    let account = office.account(&account).await?;
    check_can(&account, Some(kind))?;
    let route = account.profile.payout_route(kind);
    let field = route.and_then(|route| route.fields.iter().find(|field| field.key == name));
    match field.map(|field| field.values) {
        Some(PayoutValues::OneOf(words)) => {
            let choice =
                |word: &&str| Choice { value: (*word).to_owned(), title: (*word).to_owned() };
            Ok(words.iter().map(choice).collect())
        }
        Some(PayoutValues::Text(_)) => {
            let problem = format!("`{name}` is typed, so there is no list of it");
            Err(invalid("name", problem))
        }
        Some(PayoutValues::Listed) => {
            let name_of_account = account.record.name.as_str();
            let known = fields.into_iter().collect();
            let choices = office.payout_choices(name_of_account, kind, name, &known).await;
            choices.map_err(|why| in_fields(why, &account, kind))
        }
        None => {
            let known = route.map_or(&[][..], |route| route.fields).iter().map(|field| field.key);
            let known = known.collect::<Vec<_>>().join(", ");
            Err(invalid("name", format!("there is no field `{name}` here; there are {known}")))
        }
    }
}

/// Says why an account cannot send money at all, or not this way, before anything is asked of it.
fn check_can(account: &Account, kind: Option<PayoutKind>) -> Result<(), Failure> {
    if let Some(reason) = account.capabilities.payout.reason() {
        return Err(Error::Unsupported(reason.to_owned()).into());
    }
    let routes = account.profile.payout_routes;
    match kind {
        Some(kind) if routes.iter().all(|route| route.kind != kind) => {
            let known: Vec<_> = routes.iter().map(|route| route.kind.as_str()).collect();
            let title = account.profile.title;
            let known = known.join(", ");
            let problem = format!("{title} has no payout of the kind `{kind}`; it has {known}");
            Err(invalid("kind", problem))
        }
        _ => Ok(()),
    }
}

/// The currency that is meant where the gateway sends only one.
fn only_currency(account: &Account, kind: PayoutKind) -> Result<String, Failure> {
    let route = account.profile.payout_route(kind);
    match route.map(|route| route.currencies) {
        Some([only]) => Ok(only.code().to_owned()),
        _ => Err(Failure::Usage("say in which currency: --currency NGN".to_owned())),
    }
}

/// All that is wrong with a form rather than the first of it, with the names to write after `--field`.
fn in_fields(why: Error, account: &Account, kind: PayoutKind) -> Failure {
    let Error::Invalid(problems) = why else { return why.into() };
    let route = account.profile.payout_route(kind);
    let is_field =
        |name| route.is_some_and(|route| route.fields.iter().any(|field| field.key == name));
    let sentence = |problem: &FieldProblem| {
        let message = problem.message.trim_end_matches('.');
        if is_field(problem.field) {
            format!("{}: {message}", problem.field)
        } else {
            message.to_owned()
        }
    };
    let message = problems.iter().map(sentence).collect::<Vec<_>>().join("; ");
    let field = problems.first().map_or("fields", |problem| problem.field);
    invalid(field, message)
}

fn invalid(field: &'static str, message: String) -> Failure {
    Error::Invalid(vec![FieldProblem { field, message }]).into()
}
