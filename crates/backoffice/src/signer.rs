//! The names by which people stand for what they decide, and the one that is usual on this computer.
//!
//! A name is what somebody says of themselves, not a proof: whoever has the program may write any. It tells people who trust
//! each other who did what, and keeps one of them from approving their own refund by oversight.

use ledger::Signer;

use crate::{Backoffice, Error, FieldProblem};

/// The preference with the usual name.
const SIGNER: &str = "signer";

impl Backoffice {
    /// The name that is usual on this computer.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn signer(&self) -> Result<Option<String>, Error> {
        Ok(self.store().preference(SIGNER).await?)
    }

    /// Sets the usual name; none, or an empty one, forgets it.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a text that is no name.
    pub async fn set_signer(&self, name: Option<&str>) -> Result<(), Error> {
        let signer = name_if_given(name)?;
        Ok(self.store().set_preference(SIGNER, signer.as_ref().map(Signer::as_str)).await?)
    }
}

/// The name of who decides.
pub(crate) fn name_of(by: &str) -> Result<Signer, Error> {
    if by.trim().is_empty() {
        let problem = "say who decides this: a name that the others in the shop know";
        return Err(Error::Invalid(vec![FieldProblem::new("by", problem)]));
    }
    by.parse().map_err(|problem| Error::Invalid(vec![FieldProblem::new("by", problem)]))
}

/// The same, where a name need not be given.
pub(crate) fn name_if_given(by: Option<&str>) -> Result<Option<Signer>, Error> {
    by.filter(|by| !by.trim().is_empty()).map(name_of).transpose()
}
