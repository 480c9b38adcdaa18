//! QIF: what a bank statement would be of the money at a gateway, in a format that nearly every program takes.
//!
//! It has no ids, so a program that reads a period twice has it twice; OFX is the better choice where there is one. It
//! does not say in which order day and month stand, so that is chosen.

use super::words;
use crate::finding::Findings;
use crate::format::Format;
use crate::profile::{as_listed, clearing_only};
use crate::text::{Line, LineRule};
use crate::{Choice, Context, ExportError, Limits, Parts, Profile, Row};

pub(crate) const PROFILE: Profile = Profile {
    name: "qif",
    title: "QIF bank statement",
    about: "A statement of the money at a gateway, for programs that take no OFX. It has no ids: import a period only once.",
    extension: "qif",
    columns: &[],
    free_columns: false,
    names_accounts: false,
    choices: &[Choice {
        name: DATES,
        about: "In which order days are written, which the file itself does not say.",
        values: &[("us", "month, day, year: 01/31/2026"), (UK, "day, month, year: 31/01/2026")],
        free: false,
    }],
    limits: Limits::NONE,
    parts: Parts::Clearing,
    layout: as_listed,
    takes: clearing_only,
    format: |context| Box::new(Statement { context: context.clone() }),
    companion: None,
};

const DATES: &str = "dates";
const UK: &str = "uk";

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
            let shape = if self.context.choice(DATES) == UK { "%d/%m/%Y" } else { "%m/%d/%Y" };
            let mut line = |text: &str| Line::told(text, TEXT, WHY, row, findings);
            let fields = [
                ('D', row.local(self.context.time_zone).format(shape).to_string()),
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

    fn end(&mut self, _: &mut Vec<u8>) -> Result<(), ExportError> {
        Ok(())
    }
}
