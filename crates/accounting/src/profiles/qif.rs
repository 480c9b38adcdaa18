//! QIF: what a bank statement would be of the money at a gateway, in a format that nearly every program takes.
//!
//! It has no ids, so a program that reads a period twice has it twice; OFX is the better choice where there is one. It
//! does not say in which order day and month stand, so that is chosen.

use super::USUAL;
use super::statement::{UK, US, chosen_day, dates};
use super::words;
use crate::finding::Findings;
use crate::format::Format;
use crate::profile::clearing_only;
use crate::text::{Line, LineRule};
use crate::{Context, ExportError, Parts, Profile, Row};

pub(crate) const PROFILE: Profile = Profile {
    name: "qif",
    title: "QIF bank statement",
    about: "A statement of the money at a gateway, for programs that take no OFX. It has no ids: import a period only once.",
    extension: "qif",
    choices: &[dates(&[US, UK])],
    parts: Parts::Clearing,
    takes: clearing_only,
    format: |context| Box::new(Statement { context: context.clone() }),
    ..USUAL
};

const TEXT: LineRule = LineRule { forbidden: "", longest: usize::MAX };
const WHY: &str = "a text in QIF is one plain line";

struct Statement {
    context: Context,
}

impl Format for Statement {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        out.extend(b"!Type:Bank\r\n");
        Ok(())
    }

    fn entry(
        &mut self,
        rows: &[Row],
        findings: &mut Findings,
        out: &mut Vec<u8>,
    ) -> Result<(), ExportError> {
        for row in rows {
            let day = row.local(self.context.time_zone).format(chosen_day(&self.context));
            let mut line = |text: &str| Line::told(text, TEXT, WHY, row, findings);
            let fields = [
                ('D', day.to_string()),
                ('T', row.movement.money.to_decimal_string()),
                ('N', line(&row.reference)),
                ('P', line(words::payee(row))),
                ('M', line(&words::description(row))),
            ];
            for (letter, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
                out.extend(format!("{letter}{value}\r\n").as_bytes());
            }
            out.extend(b"^\r\n");
        }
        Ok(())
    }
}
