//! What the merchant likes, kept with the books as JSON: no history, so not in the journal, and never a secret.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Backoffice, Error};

impl Backoffice {
    /// What is kept under a name; the empty value where nothing is.
    pub(crate) async fn liking<T: DeserializeOwned + Default>(
        &self,
        name: &'static str,
    ) -> Result<T, Error> {
        match self.store().preference(name).await? {
            Some(text) => {
                serde_json::from_str(&text).map_err(|source| Error::Kept { name, source })
            }
            None => Ok(T::default()),
        }
    }

    /// Keeps a value under a name, in the place of an older one.
    pub(crate) async fn set_liking<T: Serialize + Sync>(
        &self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let text = serde_json::to_string(value).map_err(|source| Error::Kept { name, source })?;
        Ok(self.store().set_preference(name, Some(&text)).await?)
    }
}
