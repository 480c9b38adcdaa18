//! How a file is written whose records are few and known in advance: as RFC 4180 has it, everything but numbers quoted, as
//! in the base profile's file.

use std::io::Write;

pub(crate) fn csv_writer<W: Write>(writer: W) -> csv::Writer<W> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::NonNumeric)
        .from_writer(writer)
}
