//! What a file will have, before it is written.

use super::part::PartKey;
use crate::finding::Findings;
use crate::table::{Cell, Pen};
use crate::{Context, ExportError, Row};

impl Context {
    /// The cells of a row as the file will have them; none where the file is not a table.
    #[must_use]
    pub fn preview_cells(&self, row: &Row) -> Vec<String> {
        let style = (self.profile.format)(self).style();
        let mut findings = Findings::default();
        let cells = self.columns().iter().map(|column| {
            let mut cell = Cell::default();
            (column.cell)(row, self, &mut Pen::new(&mut cell, style, row, &mut findings));
            cell.text
        });
        cells.collect()
    }

    /// The file that a few rows would make, for formats that are no tables; the first, where there are several.
    ///
    /// # Errors
    /// As [`Export::row`](crate::Export::row).
    pub fn preview_file(&self, rows: &[Row]) -> Result<Vec<u8>, ExportError> {
        let mut format = (self.profile.format)(self);
        let (mut file, mut findings) = (Vec::new(), Findings::default());
        format.begin(&mut file)?;
        let part = |row: &Row| PartKey::of(self, row);
        let taken: Vec<&Row> = rows.iter().filter(|row| self.takes(row)).collect();
        let first = taken.first().map(|row| part(row));
        let shown: Vec<Row> =
            taken.into_iter().filter(|row| Some(part(row)) == first).cloned().collect();
        for entry in shown.chunk_by(|row, next| row.entry == next.entry) {
            format.entry(entry, &mut findings, &mut file)?;
        }
        format.end(&mut file)?;
        Ok(file)
    }
}
