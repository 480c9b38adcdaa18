//! The one that a person means by a reference, a gateway's id, an id, or `ACCOUNT/REFERENCE`: the same for everything whose
//! reference is unique only at its account.

use std::fmt::Display;

use ledger::{AccountName, Reference};

use crate::{Backoffice, Error};

/// How many of one reference are told apart; it is unique at each account.
const MOST_MEANT: usize = 20;

/// What a person can mean by its reference.
pub(crate) trait Meant: Sized {
    /// What names one of them in the journal.
    type Id: Copy + Display;
    /// What it is called where there is none.
    const WHAT: &'static str;

    /// Those that have `text` for their reference, a gateway's id or their id.
    async fn named(office: &Backoffice, text: &str) -> Result<Vec<Self::Id>, Error>;
    /// The one with this id.
    async fn with_id(office: &Backoffice, id: Self::Id) -> Result<Self, Error>;
    fn id(&self) -> Self::Id;
    fn account(&self) -> &AccountName;
    fn reference(&self) -> &Reference;
}

impl Backoffice {
    /// The one that `text` means.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::Ambiguous`].
    pub(crate) async fn find_meant<T: Meant>(&self, text: &str) -> Result<T, Error> {
        let mut found = self.called::<T>(text).await?;
        // Both an account's name and a reference may have a slash in them.
        for (slash, _) in text.match_indices('/') {
            if !found.is_empty() {
                break;
            }
            found = self.called_at(&text[..slash], &text[slash + 1..]).await?;
        }
        only(text, found)
    }

    /// The one that `text` means at an account.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::Ambiguous`].
    pub(crate) async fn find_meant_at<T: Meant>(
        &self,
        account: &str,
        text: &str,
    ) -> Result<T, Error> {
        only(&format!("{account}/{text}"), self.called_at(account, text).await?)
    }

    async fn called_at<T: Meant>(&self, account: &str, text: &str) -> Result<Vec<T>, Error> {
        let mut found = self.called::<T>(text).await?;
        found.retain(|one| one.account().as_str().to_lowercase() == account.to_lowercase());
        Ok(found)
    }

    /// Those of a reference, or where there is none, of a gateway's id or an id.
    async fn called<T: Meant>(&self, text: &str) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        for id in T::named(self, text).await?.into_iter().take(MOST_MEANT) {
            found.push(T::with_id(self, id).await?);
        }
        let is_own = |one: &T| one.reference().as_str() == text;
        if found.iter().any(is_own) {
            found.retain(is_own);
        }
        Ok(found)
    }
}

fn only<T: Meant>(text: &str, mut found: Vec<T>) -> Result<T, Error> {
    match found.len() {
        0 | 1 => found.pop().ok_or_else(|| Error::not_found(T::WHAT, text)),
        _ => Err(ambiguous(text, &found)),
    }
}

/// Names each by its account, or by its id where even that would not tell them apart, as with an account that was connected
/// anew under its old name.
fn ambiguous<T: Meant>(text: &str, several: &[T]) -> Error {
    let by_account = |one: &T| format!("{}/{}", one.account(), one.reference());
    let choice = |one: &T| {
        let name = by_account(one);
        let is_unique = several.iter().filter(|other| by_account(other) == name).count() == 1;
        if is_unique { name } else { one.id().to_string() }
    };
    let choices: Vec<_> = several.iter().map(choice).collect();
    Error::Ambiguous { name: text.to_owned(), choices: choices.join(", ") }
}
