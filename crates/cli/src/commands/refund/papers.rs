//! What is handed out of a refund: a slip for the customer, and the file that proves it.

use std::path::Path;

use backoffice::Backoffice;

use super::meant;
use crate::failure::{DONE, Failure};
use crate::output::Output;
use crate::view::{EvidenceSaved, SlipSaved};

pub(super) async fn slip(
    office: &Backoffice,
    id: &str,
    path: &Path,
    output: Output,
) -> Result<u8, Failure> {
    let refund = meant(office, id).await?.1.id;
    office.save_refund_slip(refund, path).await?;
    output.show(&SlipSaved::of(refund, path))?;
    Ok(DONE)
}

pub(super) async fn evidence(
    office: &Backoffice,
    id: &str,
    path: &Path,
    output: Output,
) -> Result<u8, Failure> {
    let refund = meant(office, id).await?.1.id;
    let evidence = office.save_evidence(refund, path).await?;
    output.show(&EvidenceSaved::of(refund, path, &evidence))?;
    Ok(DONE)
}
