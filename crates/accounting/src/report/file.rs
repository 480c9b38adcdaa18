//! A report as a file: CSV as RFC 4180 has it, in the manner of the other files.
//!
//! Every row says which days it covers and where, so that files of several periods can be laid together. There is no row
//! of totals, because whoever adds a column up would count everything twice.

use std::io::{self, Write};

use super::{Group, Report};
use crate::csv_writer::csv_writer;
use crate::guarded;

const COLUMNS: [&str; 14] = [
    "by",
    "group",
    "from",
    "to",
    "time_zone",
    "currency",
    "sales_count",
    "sales",
    "refunds_count",
    "refunds",
    "fees",
    "reversals",
    "net",
    "payouts",
];

impl Report {
    /// Writes the rows with a heading; amounts are in major units and have no thousands set apart.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn write_csv(&self, writer: impl Write) -> io::Result<()> {
        let mut file = csv_writer(writer);
        file.write_record(COLUMNS)?;
        for group in &self.groups {
            file.write_record(self.cells(group))?;
        }
        file.flush()
    }

    fn cells(&self, group: &Group) -> [String; COLUMNS.len()] {
        let (from, to) = group.key.days().unwrap_or((self.period.from, self.period.to));
        let sums = &group.sums;
        [
            self.by.to_string(),
            guarded(&group.key.label()),
            from.to_string(),
            to.to_string(),
            self.period.time_zone.to_string(),
            sums.currency().to_string(),
            sums.sales_count.to_string(),
            sums.sales.to_decimal_string(),
            sums.refunds_count.to_string(),
            sums.refunds.to_decimal_string(),
            sums.fees.to_decimal_string(),
            sums.reversals.to_decimal_string(),
            sums.net.to_decimal_string(),
            sums.payouts.to_decimal_string(),
        ]
    }
}
