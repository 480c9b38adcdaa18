//! What people decide about a refund: a second person's yes or no, how one of unknown outcome ended, and which two are one.

use backoffice::{ApproveForm, Backoffice, RejectForm, ResolveForm};
use ledger::RefundStatus;

use super::{code_of, meant, show};
use crate::args::ResolveArgs;
use crate::commands::signer::name_of;
use crate::failure::{DONE, Failure, UNKNOWN};
use crate::output::Output;
use crate::view::OutlookView;

pub(super) async fn approve(
    office: &Backoffice,
    id: &str,
    by: Option<String>,
    note: Option<String>,
    output: Output,
) -> Result<u8, Failure> {
    let refund = meant(office, id).await?.1.id;
    let by = name_of(office, by).await?;
    let (record, refund) = office.approve_refund(&ApproveForm { refund, by, note }).await?;
    show(&record, &refund, output)?;
    Ok(code_of(&refund))
}

pub(super) async fn reject(
    office: &Backoffice,
    id: &str,
    by: Option<String>,
    reason: String,
    output: Output,
) -> Result<u8, Failure> {
    let refund = meant(office, id).await?.1.id;
    let by = name_of(office, by).await?;
    let (record, refund) = office.reject_refund(&RejectForm { refund, by, reason }).await?;
    show(&record, &refund, output)?;
    Ok(DONE)
}

/// Without a decision, what is known of the refund once the gateway was asked, and what to do.
pub(super) async fn resolve(
    office: &Backoffice,
    args: ResolveArgs,
    output: Output,
) -> Result<u8, Failure> {
    let ResolveArgs { id, happened, did_not_happen, evidence, evidence_file, by } = args;
    let refund = meant(office, &id).await?.1.id;
    let Some(evidence) = evidence else {
        let outlook = office.refund_outlook(refund).await?;
        let is_unknown = outlook.refund.status == RefundStatus::Unknown;
        output.show(&OutlookView::of(&outlook))?;
        return Ok(if is_unknown { UNKNOWN } else { DONE });
    };
    if !happened && !did_not_happen {
        let problem = "say how it ended: --happened or --did-not-happen";
        return Err(Failure::Usage(problem.to_owned()));
    }
    let by = name_of(office, by).await?;
    let form = ResolveForm { refund, happened, evidence, file: evidence_file, by };
    let (record, refund) = office.resolve_refund(&form).await?;
    show(&record, &refund, output)?;
    Ok(DONE)
}

pub(super) async fn confirm(
    office: &Backoffice,
    id: &str,
    by: Option<String>,
    output: Output,
) -> Result<u8, Failure> {
    let refund = meant(office, id).await?.1.id;
    let by = name_of(office, by).await?;
    let (record, refund) = office.confirm_match(refund, &by).await?;
    show(&record, &refund, output)?;
    Ok(DONE)
}

pub(super) async fn split(
    office: &Backoffice,
    id: &str,
    by: Option<String>,
    output: Output,
) -> Result<u8, Failure> {
    let refund = meant(office, id).await?.1.id;
    let by = name_of(office, by).await?;
    let (record, refund) = office.split_match(refund, &by).await?;
    show(&record, &refund, output)?;
    Ok(DONE)
}

pub(super) async fn join(
    office: &Backoffice,
    id: &str,
    found: &str,
    by: Option<String>,
    output: Output,
) -> Result<u8, Failure> {
    let recorded = meant(office, id).await?.1.id;
    let found = meant(office, found).await?.1.id;
    let by = name_of(office, by).await?;
    let (record, refund) = office.join_refunds(recorded, found, &by).await?;
    show(&record, &refund, output)?;
    Ok(DONE)
}
