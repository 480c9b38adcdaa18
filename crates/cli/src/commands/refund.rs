//! `till refund …`

use std::path::PathBuf;

use backoffice::{PaymentFilter, RefundForm, RefundRecordForm};
use ledger::RefundStatus;

use crate::args::{ListArgs, RefundCommand};
use crate::commands::payment::cursor;
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
        RefundCommand::Create { reference, amount, reason, customer_note, merchant_note } => {
            let office = office::open_with_keys(dir, output).await?;
            let payment = office.find_payment(&reference).await?.payment.id;
            let form = RefundForm { payment, amount, reason, customer_note, merchant_note };
            let (record, refund) = office.create_refund(&form).await?;
            output.show(&RefundView::of(&record, &refund))?;
            Ok(match refund.status {
                RefundStatus::Unknown => UNKNOWN,
                RefundStatus::Failed => FAILED,
                _ => DONE,
            })
        }
        RefundCommand::Record { reference, amount, method, reason, evidence } => {
            let office = office::open(dir).await?;
            let payment = office.find_payment(&reference).await?.payment.id;
            let form = RefundRecordForm { payment, amount, method, reason, evidence, key: None };
            let (record, refund) = office.record_refund(&form).await?;
            output.show(&RefundView::of(&record, &refund))?;
            Ok(DONE)
        }
        RefundCommand::List(ListArgs { filter, limit, after }) => {
            let office = office::open(dir).await?;
            let filter = PaymentFilter { text: filter, ..PaymentFilter::default() };
            let page = office.refunds(&filter, cursor(after)?, limit).await?;
            output.show(&RefundList::of(&page))?;
            Ok(DONE)
        }
        RefundCommand::Show { id } => {
            let office = office::open(dir).await?;
            let (record, refund) = office.find_refund(&id).await?;
            output.show(&RefundView::of(&record, &refund))?;
            Ok(DONE)
        }
    }
}
