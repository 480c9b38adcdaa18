//! `till doctor`

use std::path::PathBuf;

use crate::failure::{DONE, FAILED, Failure};
use crate::office;
use crate::output::Output;
use crate::view::DoctorView;

pub(super) async fn run(dir: Option<PathBuf>, output: Output) -> Result<u8, Failure> {
    let findings = office::open_to_look(dir, output).await?.examine().await?;
    let view = DoctorView::of(findings);
    output.show(&view)?;
    Ok(if view.ok { DONE } else { FAILED })
}
