//! `till payment …` and `till sync`

use std::path::PathBuf;

use backoffice::{Backoffice, Error, PaymentFilter};
use backoffice::{Cursor, EntryQuery, PaymentRecord};

use crate::args::{ListArgs, PaymentCommand};
use crate::commands::signer::name_of;
use crate::failure::{DONE, FAILED, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{FeeView, PaymentDetail, PaymentList, SyncView};

/// How much of a payment's past is shown; a longer one is read with `till journal list`.
const LONGEST_TIMELINE: u32 = 500;

pub(super) async fn run(
    command: PaymentCommand,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    match command {
        PaymentCommand::List(ListArgs { filter, limit, after }) => {
            let office = office::open(dir).await?;
            let filter = PaymentFilter { text: filter, ..PaymentFilter::default() };
            let page = office.payments(&filter, cursor(after)?, limit).await?;
            output.show(&PaymentList::of(&page))?;
        }
        PaymentCommand::Show { reference } => {
            let office = office::open(dir).await?;
            let record = office.find_payment(&reference).await?;
            show(&office, &record, output).await?;
        }
        PaymentCommand::Verify { reference, account } => {
            let office = office::open_with_keys(dir, output).await?;
            let record = verify(&office, &reference, account.as_deref()).await?;
            show(&office, &record, output).await?;
        }
        PaymentCommand::Fee { reference, channel } => {
            let office = office::open_with_keys(dir, output).await?;
            let payment = office.find_payment(&reference).await?.payment;
            let fee = office.quote_fee(payment.id, &channel).await?;
            output.show(&FeeView::of(&payment, &channel, fee))?;
        }
        PaymentCommand::Note { reference, text, by } => {
            let office = office::open(dir).await?;
            let payment = office.find_payment(&reference).await?.payment.id;
            let by = name_of(&office, by).await?;
            show(&office, &office.add_note(payment, &text, &by).await?, output).await?;
        }
        PaymentCommand::Tag { reference, tags, clear } => {
            let office = office::open(dir).await?;
            let payment = office.find_payment(&reference).await?.payment;
            let kept = payment.tags.iter().filter(|_| !clear).map(ToString::to_string);
            let tags: Vec<_> = kept.chain(tags).collect();
            show(&office, &office.set_tags(payment.id, &tags).await?, output).await?;
        }
    }
    Ok(DONE)
}

/// `till sync`; a script has to notice where a gateway did not answer.
pub(super) async fn sync(office: &Backoffice, output: Output) -> Result<u8, Failure> {
    let report = office.sync().await?;
    let (mut payments, mut payouts) = (Vec::new(), Vec::new());
    for id in &report.changed {
        payments.push(office.payment(*id).await?);
    }
    for id in &report.payouts {
        payouts.push(office.payout(*id).await?);
    }
    output.show(&SyncView::of(&report, &payments, &payouts))?;
    Ok(if report.failed.is_empty() { DONE } else { FAILED })
}

/// A page's `next`, as it was printed.
pub(super) fn cursor(text: Option<String>) -> Result<Option<Cursor>, Failure> {
    let parsed = text.map(|text| text.parse::<Cursor>()).transpose();
    parsed.map_err(|problem| Failure::Usage(problem.to_string()))
}

async fn show(office: &Backoffice, record: &PaymentRecord, output: Output) -> Result<(), Failure> {
    let subject = Some(ledger::Subject::Payment(record.payment.id));
    let query = EntryQuery { subject, after: None, limit: LONGEST_TIMELINE };
    let timeline = office.journal(query).await?.items;
    let concerns = office.attention_of(record.payment.id).await?;
    output.show(&PaymentDetail::of(record, &timeline, &concerns))
}

async fn verify(
    office: &Backoffice,
    reference: &str,
    account: Option<&str>,
) -> Result<PaymentRecord, Failure> {
    if let Some(name) = account {
        let account = office.account(name).await?.record.id;
        return Ok(office.look_up_unknown(account, reference).await?.record);
    }
    match office.find_payment(reference).await {
        Ok(known) => Ok(office.look_up(known.payment.id).await?.record),
        Err(Error::NotFound { .. }) => Err(Failure::NotOrderedHere(reference.to_owned())),
        Err(other) => Err(other.into()),
    }
}
