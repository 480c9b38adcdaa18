//! What a kind of file is made of. The export around it opens, counts, splits and hashes files; a format only says which
//! bytes stand for what.

use crate::finding::Findings;
use crate::{Error, Row};

/// One file in the making. Bytes go to the end of `out`, which is emptied into the file now and then.
pub(crate) trait Format {
    /// What stands before the first row.
    ///
    /// # Errors
    /// Where the format cannot be begun.
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), Error>;

    /// What one entry of the journal moved: one row or several of the same entry, none of which is left out.
    ///
    /// A format with a limit of bytes may be handed the same rows again in a new file, and so keeps nothing of them.
    ///
    /// # Errors
    /// Where the rows cannot be told.
    fn entry(
        &mut self,
        rows: &[Row],
        findings: &mut Findings,
        out: &mut Vec<u8>,
    ) -> Result<(), Error>;

    /// What stands behind the last row.
    ///
    /// # Errors
    /// Where the format cannot be ended.
    fn end(&mut self, out: &mut Vec<u8>) -> Result<(), Error>;
}
