//! The CSV that GnuCash itself exports and imports: transactions of several splits, one per journal entry and currency.
//!
//! GnuCash's importer has settings by the name of "GnuCash Export Format". They fit the columns up to the amount; what
//! GnuCash exports behind that differs between its versions, and 4.13 refuses its own, so there is nothing behind. The
//! first line of a transaction says all of it, the lines after it only their split. The reader takes a doubled quotation
//! mark for the end of a text and a backslash for an escape, so neither is written. An account has one currency.
//!
//! The accounts have to be there before: the other choice writes the file for "Import Accounts from CSV".

mod accounts;

use ledger::Currency;

use super::USUAL;
use super::books::{self, Accounts, Leg, NameRule};
use super::words;
use crate::finding::Findings;
use crate::format::Format;
use crate::text::{Line, LineRule};
use crate::{Choice, Context, ExportError, Profile, Row};

pub(crate) const PROFILE: Profile = Profile {
    name: "gnucash",
    title: "GnuCash transactions",
    about: "Double entry for GnuCash's import of transactions from CSV; choose the settings \"GnuCash Export Format\" there.",
    names_accounts: true,
    choices: &[Choice {
        name: CONTENT,
        about: "What is in the file.",
        values: &[
            ("transactions", "what moved, for Import Transactions from CSV"),
            (
                ACCOUNTS,
                "the accounts that it moves, for Import Accounts from CSV, which is done first",
            ),
        ],
        free: false,
    }],
    format: |context| {
        if context.choice(CONTENT) == ACCOUNTS {
            Box::new(accounts::Chart::new(context))
        } else {
            Box::new(Transactions { context: context.clone(), accounts: Accounts::new(NAMES) })
        }
    },
    ..USUAL
};

const CONTENT: &str = "content";
const ACCOUNTS: &str = "accounts";

const TEXT: LineRule = LineRule { forbidden: "\"\\", longest: usize::MAX };
const WHY: &str =
    "texts in GnuCash's files are one plain line without quotation marks and backslashes";

const NAMES: NameRule = NameRule {
    fit: |level| {
        let line = Line::of(level, LineRule { forbidden: ":\"\\", longest: 100 });
        let is_shared = line.text != level;
        (line.text, is_shared)
    },
    roots: &[],
    one_currency: true,
    why: "accounts of GnuCash have one currency each, and the levels of their names are plain text without : within",
};

/// The columns, as GnuCash exports them.
const HEADINGS: [&str; 13] = [
    "Date",
    "Transaction ID",
    "Number",
    "Description",
    "Notes",
    "Commodity/Currency",
    "Void Reason",
    "Action",
    "Memo",
    "Full Account Name",
    "Account Name",
    "Amount With Sym",
    "Amount Num.",
];

struct Transactions {
    context: Context,
    accounts: Accounts,
}

impl Format for Transactions {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        record(out, &HEADINGS)
    }

    fn entry(
        &mut self,
        rows: &[Row],
        findings: &mut Findings,
        out: &mut Vec<u8>,
    ) -> Result<(), ExportError> {
        let legs = books::legs(rows)?;
        let mut currencies: Vec<_> = legs.iter().map(|leg| leg.money.currency()).collect();
        currencies.sort_unstable();
        currencies.dedup();
        for currency in currencies {
            let of_currency = legs.iter().filter(|leg| leg.money.currency() == currency);
            let lead = books::lead(of_currency.clone().map(|leg| leg.row));
            // What the transaction is stands in the line of its first split.
            let mut head = lead.map(|lead| self.head(lead, currency, findings));
            for leg in of_currency {
                let head = head.take().unwrap_or_default();
                self.split(&head.each_ref().map(String::as_str), *leg, findings, out)?;
            }
        }
        Ok(())
    }
}

impl Transactions {
    /// The columns of a transaction, up to Void Reason.
    fn head(&self, row: &Row, currency: Currency, findings: &mut Findings) -> [String; 7] {
        let mut line = |text: &str| Line::told(text, TEXT, WHY, row, findings);
        [
            row.local(self.context.time_zone).date().to_string(),
            format!("{}-{currency}", row.entry),
            line(&row.reference),
            line(&words::description(row)),
            format!("Tillkeeper entry {}", row.entry),
            format!("CURRENCY::{currency}"),
            String::new(),
        ]
    }

    fn split(
        &mut self,
        head: &[&str; 7],
        leg: Leg<'_>,
        findings: &mut Findings,
        out: &mut Vec<u8>,
    ) -> Result<(), ExportError> {
        let memo = Line::told(&words::description(leg.row), TEXT, WHY, leg.row, findings);
        let (levels, _) = self.accounts.name(&self.context, leg, findings);
        let (full, own) = (levels.join(":"), levels.last().map_or("", String::as_str));
        let (amount, currency) = (leg.money.to_decimal_string(), leg.money.currency());
        let shown = format!("{amount} {currency}");
        let kind = leg.row.kind();
        let split = [kind, &memo, &full, own, &shown, &amount];
        record(out, &[&head[..], &split].concat())
    }
}

/// A record that GnuCash's own reader takes.
fn record(out: &mut Vec<u8>, cells: &[&str]) -> Result<(), ExportError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(cells).map_err(|error| ExportError::Write(error.into()))?;
    writer.flush().map_err(ExportError::Write)
}
