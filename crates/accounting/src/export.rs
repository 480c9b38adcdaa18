//! Writing a file: a heading and one record per row, as RFC 4180 says, with CRLF and without a byte order mark.
//!
//! Everything but numbers is quoted, so that programs which also split on semicolons or tabs keep the columns apart.
//! The hash and the sums are made on the way, so that what is reported is what was written.

use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono_tz::Tz;
use ledger::{Currency, Money};
use sha2::{Digest as _, Sha256};

use crate::profile::Pen;
use crate::{Error, Profile, Row};

/// What the merchant's rows are told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The merchant's time zone.
    pub time_zone: Tz,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many rows it has, without the heading.
    pub rows: u64,
    /// The sum of all rows per currency, by code.
    pub sums: Vec<Money>,
    /// SHA-256 of the file, in lower-case hex.
    pub sha256: String,
}

/// A file that is being written.
pub struct Export<W: Write> {
    profile: &'static Profile,
    context: Context,
    file: csv::Writer<Hashing<W>>,
    cell: String,
    rows: u64,
    sums: BTreeMap<Currency, Money>,
}

impl<W: Write> Export<W> {
    /// Begins a file with its heading.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn begin(profile: &'static Profile, writer: W, context: Context) -> Result<Self, Error> {
        let mut file = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .quote_style(csv::QuoteStyle::NonNumeric)
            .from_writer(Hashing { writer, sha: Sha256::new() });
        file.write_record(profile.columns.iter().map(|column| column.name))?;
        let sums = BTreeMap::new();
        Ok(Self { profile, context, file, cell: String::new(), rows: 0, sums })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// [`Error::Write`], and [`Error::SumTooLarge`] before anything of the row is written.
    pub fn row(&mut self, row: &Row) -> Result<(), Error> {
        let money = row.movement.money;
        let sum = self.sums.entry(money.currency()).or_insert(Money::zero(money.currency()));
        *sum = sum.checked_add(money).map_err(|_| Error::SumTooLarge(money.currency()))?;
        for column in self.profile.columns {
            (column.cell)(row, &self.context, &mut Pen::new(&mut self.cell));
            self.file.write_field(&self.cell)?;
        }
        self.file.write_record(None::<&[u8]>)?;
        self.rows = self.rows.saturating_add(1);
        Ok(())
    }

    /// Writes what is left and says what was written. Making it last on the disk is the caller's affair.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn finish(self) -> Result<Summary, Error> {
        let file = self.file.into_inner();
        let mut file = file.map_err(|error| Error::Write(error.into_error()))?;
        file.flush().map_err(Error::Write)?;
        let sha256 = hex::encode(file.sha.finalize());
        Ok(Summary { rows: self.rows, sums: self.sums.into_values().collect(), sha256 })
    }
}

/// The cells of a row as the file will have them, for a preview.
#[must_use]
pub fn cells(profile: &Profile, row: &Row, context: &Context) -> Vec<String> {
    let columns = profile.columns.iter();
    let cells = columns.map(|column| {
        let mut cell = String::new();
        (column.cell)(row, context, &mut Pen::new(&mut cell));
        cell
    });
    cells.collect()
}

/// Hashes what is written on its way.
struct Hashing<W> {
    writer: W,
    sha: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.writer.write(bytes)?;
        self.sha.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
