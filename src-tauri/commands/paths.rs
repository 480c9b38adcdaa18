//! Files that the window names: it hands back what was chosen in the system's own dialog or suggested here, and nothing else.

use std::path::{Path, PathBuf};

use crate::desktop::Desk;
use crate::dto::ChosenFile;
use crate::error::{Answer, CommandError};
use crate::shop::Shop;

/// Refuses a path that did not come from here.
pub(crate) async fn own(shop: &Shop, path: Option<&str>, field: &str) -> Answer<()> {
    match path {
        Some(path) if !shop.is_own_path(Path::new(path)).await => {
            Err(CommandError::invalid(field, "Choose the file anew."))
        }
        _ => Ok(()),
    }
}

/// Asks for a file, and remembers that it was chosen.
pub(crate) async fn choose_file(shop: &Shop, desk: &Desk) -> Answer<Option<ChosenFile>> {
    let Some(path) = desk.choose_file().await? else { return Ok(None) };
    let bytes =
        std::fs::metadata(&path).map_err(|problem| CommandError::invalid("file", problem))?;
    shop.own_path(path.clone()).await;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Some(ChosenFile {
        path: path.display().to_string(),
        name,
        bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
    }))
}

/// Asks where a file of some name is to go, and remembers what was chosen, so that it can be shown in its folder later.
pub(crate) async fn choose_place(shop: &Shop, desk: &Desk, name: &str) -> Answer<Option<PathBuf>> {
    let chosen = desk.choose_path(&desk.documents().join(name)).await?;
    if let Some(path) = &chosen {
        shop.own_path(path.clone()).await;
    }
    Ok(chosen)
}
