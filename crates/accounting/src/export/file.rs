//! One file on its way to the disk: counted, summed and hashed as it goes.

use std::collections::BTreeMap;
use std::io::Write;

use ledger::{Currency, Money};
use sha2::{Digest as _, Sha256};

use super::FileMade;
use crate::format::Format;
use crate::{ExportError, Row};

pub(super) struct OpenFile<W: Write> {
    pub(super) format: Box<dyn Format + Send>,
    /// Which of the files of its part it is, from 1.
    pub(super) number: u32,
    file: W,
    sha: Sha256,
    rows: u64,
    bytes: u64,
    sums: BTreeMap<Currency, Money>,
}

impl<W: Write> OpenFile<W> {
    pub(super) fn new(file: W, format: Box<dyn Format + Send>, number: u32) -> Self {
        Self { format, number, file, sha: Sha256::new(), rows: 0, bytes: 0, sums: BTreeMap::new() }
    }

    pub(super) const fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Writes the bytes that stand for the rows.
    pub(super) fn write(&mut self, rows: &[Row], bytes: &[u8]) -> Result<(), ExportError> {
        for row in rows {
            let money = row.movement.money;
            let sum = self.sums.entry(money.currency()).or_insert(Money::zero(money.currency()));
            *sum =
                sum.checked_add(money).map_err(|_| ExportError::SumTooLarge(money.currency()))?;
            self.rows = self.rows.saturating_add(1);
        }
        self.file.write_all(bytes).map_err(ExportError::Write)?;
        self.sha.update(bytes);
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(W, FileMade), ExportError> {
        self.file.flush().map_err(ExportError::Write)?;
        let made = FileMade {
            suffix: String::new(),
            rows: self.rows,
            bytes: self.bytes,
            sums: self.sums.into_values().collect(),
            sha256: hex::encode(self.sha.finalize()),
        };
        Ok((self.file, made))
    }
}
