//! What a kind of file is made of. The export around it opens, counts, splits and hashes files; a format only says which
//! bytes stand for what.

use crate::finding::Findings;
use crate::style::Style;
use crate::{ExportError, Row};

/// One file in the making. Bytes go to the end of `out`, which is emptied into the file now and then.
pub(crate) trait Format {
    /// How its cells are written, where it has any, so that a preview shows what the file will have.
    fn style(&self) -> Style {
        Style::SHOWN
    }

    /// What stands before the first row.
    ///
    /// # Errors
    /// Where the format cannot be begun.
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), ExportError>;

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
    ) -> Result<(), ExportError>;

    /// What stands behind the last row.
    ///
    /// # Errors
    /// Where the format cannot be ended.
    fn end(&mut self, _: &mut Vec<u8>) -> Result<(), ExportError> {
        Ok(())
    }

    /// What comes behind even that: a piece at a time, until there is none. For formats that are known only once all rows
    /// are, which keep them on the disk until then.
    ///
    /// # Errors
    /// Where the format cannot be ended.
    fn rest(&mut self, _: &mut Vec<u8>) -> Result<(), ExportError> {
        Ok(())
    }
}
