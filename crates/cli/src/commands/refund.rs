//! `till refund …`

mod bulk;
mod decide;
mod papers;

use std::path::PathBuf;

use backoffice::{
    Backoffice, Error, PaymentFilter, PaymentRecord, RefundFilter, RefundForm, RefundRecordForm,
};
use ledger::{BatchId, Refund, RefundStatus};

use crate::args::{CreateArgs, ListArgs, RecordArgs, RefundCommand, RefundListArgs};
use crate::commands::payment::cursor;
use crate::commands::signer::name_if_any;
use crate::failure::{DONE, FAILED, Failure, UNKNOWN};
use crate::office;
use crate::output::Output;
use crate::view::{RefundList, RefundView};

pub(super) async fn run(
    command: RefundCommand,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    match command {
        RefundCommand::Create(args) => {
            create(&office::open_with_keys(dir, output).await?, args, output).await
        }
        RefundCommand::Record(args) => record(&office::open(dir).await?, args, output).await,
        RefundCommand::List(args) => list(&office::open(dir).await?, args, output).await,
        RefundCommand::Show { id } => {
            let (record, refund) = meant(&office::open(dir).await?, &id).await?;
            show(&record, &refund, output)?;
            Ok(DONE)
        }
        RefundCommand::Approve { id, by, note } => {
            let office = office::open_with_keys(dir, output).await?;
            decide::approve(&office, &id, by, note, output).await
        }
        RefundCommand::Reject { id, reason, by } => {
            decide::reject(&office::open(dir).await?, &id, by, reason, output).await
        }
        RefundCommand::Resolve(args) => {
            decide::resolve(&office::open_with_keys(dir, output).await?, args, output).await
        }
        RefundCommand::Confirm { id, by } => {
            decide::confirm(&office::open(dir).await?, &id, by, output).await
        }
        RefundCommand::Split { id, by } => {
            decide::split(&office::open(dir).await?, &id, by, output).await
        }
        RefundCommand::Join { id, found, by } => {
            decide::join(&office::open(dir).await?, &id, &found, by, output).await
        }
        RefundCommand::Slip { id, output: path } => {
            papers::slip(&office::open(dir).await?, &id, &path, output).await
        }
        RefundCommand::Evidence { id, output: path } => {
            papers::evidence(&office::open(dir).await?, &id, &path, output).await
        }
        RefundCommand::Bulk(args) => bulk::bulk(args, dir, output).await,
        RefundCommand::Batches { limit, after } => {
            bulk::list(&office::open(dir).await?, after, limit, output).await
        }
        RefundCommand::Batch(args) => bulk::batch(args, dir, output).await,
    }
}

async fn create(office: &Backoffice, args: CreateArgs, output: Output) -> Result<u8, Failure> {
    let CreateArgs { reference, amount, reason, left, customer_note, merchant_note, by } = args;
    let payment = office.find_payment(&reference).await?.payment.id;
    let by = name_if_any(office, by).await?;
    let form =
        RefundForm { payment, amount, reason, customer_note, merchant_note, by, left_seen: left };
    let (record, refund) = office.create_refund(&form).await?;
    show(&record, &refund, output)?;
    Ok(code_of(&refund))
}

async fn record(office: &Backoffice, args: RecordArgs, output: Output) -> Result<u8, Failure> {
    let RecordArgs { reference, amount, method, reason, evidence, evidence_file, by } = args;
    let payment = office.find_payment(&reference).await?.payment.id;
    let by = name_if_any(office, by).await?;
    let file = evidence_file;
    let form = RefundRecordForm { payment, amount, method, reason, evidence, file, by, key: None };
    let (record, refund) = office.record_refund(&form).await?;
    show(&record, &refund, output)?;
    Ok(DONE)
}

async fn list(office: &Backoffice, args: RefundListArgs, output: Output) -> Result<u8, Failure> {
    let RefundListArgs { list: ListArgs { filter, limit, after }, status, batch } = args;
    let batch = batch.as_deref().map(batch_id).transpose()?;
    let payments = PaymentFilter { text: filter, ..PaymentFilter::default() };
    let filter = RefundFilter { payments, status, batch };
    let page = office.refunds(&filter, cursor(after)?, limit).await?;
    output.show(&RefundList::of(&page))?;
    Ok(DONE)
}

/// The refund of that id; where it is a payment that was named, its refunds are.
async fn meant(office: &Backoffice, id: &str) -> Result<(PaymentRecord, Refund), Failure> {
    let nothing = match office.find_refund(id).await {
        Err(nothing @ Error::NotFound { .. }) => nothing,
        found => return Ok(found?),
    };
    match office.find_payment(id).await {
        Ok(record) => Err(Failure::PaymentNotRefund(Box::new(record))),
        Err(_) => Err(nothing.into()),
    }
}

fn show(record: &PaymentRecord, refund: &Refund, output: Output) -> Result<(), Failure> {
    output.show(&RefundView::of(record, refund))
}

/// What came of a refund that was sent.
fn code_of(refund: &Refund) -> u8 {
    match refund.status {
        RefundStatus::Unknown => UNKNOWN,
        RefundStatus::Failed => FAILED,
        _ => DONE,
    }
}

fn batch_id(text: &str) -> Result<BatchId, Failure> {
    let unknown = || Error::NotFound { what: "bulk refund", name: text.to_owned() };
    Ok(text.parse().map_err(|_| unknown())?)
}
