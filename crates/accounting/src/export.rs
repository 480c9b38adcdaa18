//! Writing files: rows go in one by one, files come out whole, with their hashes and sums.
//!
//! The rows of one journal entry are written together, so that formats with double entry can make one transaction of
//! them. Which file a row goes into, and when a file is full, is decided here from what the profile declares. The hash
//! and the sums are made on the way, so that what is reported is what was written.

mod file;
mod part;
mod preview;

use std::collections::BTreeMap;
use std::io::{self, Write};

use ledger::{Currency, Mode, Money};

use self::file::OpenFile;
use self::part::PartKey;
use crate::finding::{Finding, Findings, Matter};
use crate::{Context, ExportError, Parts, Row};

/// Where files are written to.
pub trait Target {
    /// A file that is being written.
    type File: Write;
    /// A file that was written.
    type Done;

    /// Opens a new file.
    ///
    /// # Errors
    /// Where none can be made.
    fn open(&mut self) -> io::Result<Self::File>;

    /// Closes a file, once all of it is written.
    ///
    /// # Errors
    /// Where it cannot be kept.
    fn close(&mut self, file: Self::File) -> io::Result<Self::Done>;
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMade {
    /// What tells it from the others, for its name: empty where it is the only one, else `-lagos-shop-NGN` or `-2`.
    pub suffix: String,
    /// How many rows it has, without the heading.
    pub rows: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// The sum of its rows per currency, by code.
    pub sums: Vec<Money>,
    /// SHA-256 of the file, in lower-case hex.
    pub sha256: String,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The files, in the order of their names.
    pub files: Vec<FileMade>,
    /// How many rows all of them have.
    pub rows: u64,
    /// The sum of all rows per currency, by code.
    pub sums: Vec<Money>,
    /// What a person should know before they are handed on.
    pub findings: Vec<Finding>,
}

/// Files that are being written.
pub struct Export<T: Target> {
    context: Context,
    target: T,
    pending: Vec<Row>,
    open: BTreeMap<PartKey, OpenFile<T::File>>,
    done: Vec<(PartKey, u32, FileMade, T::Done)>,
    buffer: Vec<u8>,
    findings: Findings,
    sums: BTreeMap<Currency, Money>,
    modes: BTreeMap<Mode, u64>,
}

impl<T: Target> Export<T> {
    /// Begins.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn begin(context: Context, target: T) -> Result<Self, ExportError> {
        let mut export = Self {
            context,
            target,
            pending: Vec::new(),
            open: BTreeMap::new(),
            done: Vec::new(),
            buffer: Vec::new(),
            findings: Findings::default(),
            sums: BTreeMap::new(),
            modes: BTreeMap::new(),
        };
        if export.context.profile.parts == Parts::Whole {
            export.open_part(&PartKey::Whole, 1)?;
        }
        Ok(export)
    }

    /// Takes a row. Those of one entry come one after the other.
    ///
    /// # Errors
    /// [`ExportError::Write`], and [`ExportError::SumTooLarge`] before anything of the row is written.
    pub fn row(&mut self, row: Row) -> Result<(), ExportError> {
        if let Err(why) = (self.context.profile.takes)(&row) {
            self.findings.left_out(why, &row);
            return Ok(());
        }
        let money = row.movement.money;
        let sum = self.sums.entry(money.currency()).or_insert(Money::zero(money.currency()));
        *sum = sum.checked_add(money).map_err(|_| ExportError::SumTooLarge(money.currency()))?;
        let of_mode = self.modes.entry(row.mode).or_default();
        *of_mode = of_mode.saturating_add(1);
        if self.pending.first().is_some_and(|first| first.entry != row.entry) {
            self.write_pending()?;
        }
        self.pending.push(row);
        Ok(())
    }

    /// Writes what is left and says what was written, with each file as the target closed it.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn finish(mut self) -> Result<(Summary, Vec<T::Done>), ExportError> {
        self.write_pending()?;
        if self.open.is_empty() && self.done.is_empty() {
            self.open_part(&PartKey::Whole, 1)?;
        }
        for (key, file) in std::mem::take(&mut self.open) {
            self.close_part(key, file)?;
        }
        let Self { context, mut done, mut findings, sums, modes, .. } = self;
        done.sort_by(|(key, number, ..), (other, next, ..)| (key, number).cmp(&(other, next)));
        let rows = done.iter().fold(0_u64, |rows, (_, _, made, _)| rows.saturating_add(made.rows));
        part::tell(&context, &done, &mut findings);
        tell_modes(&modes, rows, &mut findings);
        let suffixes = part::suffixes(done.iter().map(|(key, number, ..)| (key, *number)));
        let (files, closed) = done
            .into_iter()
            .zip(suffixes)
            .map(|((_, _, made, closed), suffix)| (FileMade { suffix, ..made }, closed))
            .unzip();
        let sums = sums.into_values().collect();
        Ok((Summary { files, rows, sums, findings: findings.into_list() }, closed))
    }

    fn write_pending(&mut self) -> Result<(), ExportError> {
        let mut by_part: BTreeMap<PartKey, Vec<Row>> = BTreeMap::new();
        for row in self.pending.drain(..) {
            by_part.entry(PartKey::of(&self.context, &row)).or_default().push(row);
        }
        for (key, rows) in by_part {
            self.write_rows(key, &rows)?;
        }
        Ok(())
    }

    fn write_rows(&mut self, key: PartKey, rows: &[Row]) -> Result<(), ExportError> {
        let limits = self.context.profile.limits;
        if !self.open.contains_key(&key) {
            self.open_part(&key, 1)?;
        }
        // Twice at most: what does not fit into a file that has rows goes into a new one, however large it is.
        loop {
            let Some(file) = self.open.get_mut(&key) else { return Ok(()) };
            let is_new = file.rows() == 0;
            if is_new || has_room(limits.rows, file.rows(), rows.len()) {
                // Told once, though it may be put into words twice.
                let before = limits.bytes.map(|_| self.findings.clone());
                self.buffer.clear();
                file.format.entry(rows, &mut self.findings, &mut self.buffer)?;
                if is_new || has_room(limits.bytes, file.bytes(), self.buffer.len()) {
                    return file.write(rows, &self.buffer);
                }
                self.findings = before.unwrap_or_default();
            }
            self.turn_over(&key)?;
        }
    }

    /// Closes a file that is full and begins the next of its part.
    fn turn_over(&mut self, key: &PartKey) -> Result<(), ExportError> {
        let Some(full) = self.open.remove(key) else { return Ok(()) };
        let next = full.number.saturating_add(1);
        self.close_part(key.clone(), full)?;
        self.open_part(key, next)
    }

    fn open_part(&mut self, key: &PartKey, number: u32) -> Result<(), ExportError> {
        let file = self.target.open().map_err(ExportError::Write)?;
        let mut file = OpenFile::new(file, (self.context.profile.format)(&self.context), number);
        self.buffer.clear();
        file.format.begin(&mut self.buffer)?;
        file.write(&[], &self.buffer)?;
        self.open.insert(key.clone(), file);
        Ok(())
    }

    fn close_part(&mut self, key: PartKey, mut file: OpenFile<T::File>) -> Result<(), ExportError> {
        self.buffer.clear();
        file.format.end(&mut self.buffer)?;
        file.write(&[], &self.buffer)?;
        loop {
            self.buffer.clear();
            file.format.rest(&mut self.buffer)?;
            if self.buffer.is_empty() {
                break;
            }
            file.write(&[], &self.buffer)?;
        }
        let number = file.number;
        let (file, made) = file.finish()?;
        let closed = self.target.close(file).map_err(ExportError::Write)?;
        self.done.push((key, number, made, closed));
        Ok(())
    }
}

/// Whether so many more stay within the limit.
fn has_room(most: Option<u64>, has: u64, more: usize) -> bool {
    let more = u64::try_from(more).unwrap_or(u64::MAX);
    most.is_none_or(|most| has.saturating_add(more) <= most)
}

/// Says that test money is beside real money, or that there is nothing at all.
fn tell_modes(modes: &BTreeMap<Mode, u64>, rows: u64, findings: &mut Findings) {
    if let (Some(tests), true) = (modes.get(&Mode::Test), modes.contains_key(&Mode::Live)) {
        findings.of_all(Matter::TestMode, *tests);
    }
    if rows == 0 {
        findings.of_all(Matter::Nothing, 1);
    }
}
