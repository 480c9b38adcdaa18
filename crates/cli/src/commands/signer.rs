//! `till signer`, and the name that a decision goes by.

use std::path::PathBuf;

use backoffice::Backoffice;

use crate::failure::{DONE, Failure};
use crate::office;
use crate::output::Output;
use crate::view::SignerView;

pub(super) async fn run(
    name: Option<&str>,
    forget: bool,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    let office = office::open(dir).await?;
    if forget {
        office.set_signer(None).await?;
    } else if let Some(name) = name {
        if name.trim().is_empty() {
            return Err(Failure::Usage("write a name, or --forget".to_owned()));
        }
        office.set_signer(Some(name)).await?;
    }
    output.show(&SignerView::of(office.signer().await?))?;
    Ok(DONE)
}

/// The name that was given, else the one that is usual on this computer.
pub(super) async fn name_of(office: &Backoffice, by: Option<String>) -> Result<String, Failure> {
    name_if_any(office, by).await?.ok_or_else(|| {
        Failure::Usage(
            "say who decides this: --by NAME, or once for this computer: till signer NAME"
                .to_owned(),
        )
    })
}

/// The same, where a name need not be given.
pub(super) async fn name_if_any(
    office: &Backoffice,
    by: Option<String>,
) -> Result<Option<String>, Failure> {
    match by {
        Some(by) => Ok(Some(by)),
        None => Ok(office.signer().await?),
    }
}
