//! `till zone`

use std::path::PathBuf;

use crate::failure::{DONE, Failure};
use crate::office;
use crate::output::Output;
use crate::view::ZoneView;

pub(super) async fn run(
    name: Option<&str>,
    reset: bool,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    let office = office::open(dir).await?;
    if reset || name.is_some() {
        office.set_time_zone(name).await?;
    }
    output.show(&ZoneView::of(office.time_zone().await?.name()))?;
    Ok(DONE)
}
