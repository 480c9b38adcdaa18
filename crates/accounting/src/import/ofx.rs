//! Statements in OFX: version 1, which is SGML where values have no end, and version 2, which is XML. Both are read by
//! the same rules, since what banks write as either is seldom exactly that.
//!
//! The sign of `TRNAMT` is believed whatever `TRNTYPE` says, as the OFX specification has it. The day of `DTPOSTED` is
//! the one that is written, in the bank's own zone. OFX has no opening balance, so that a closing one has nothing to be
//! compared with. Transactions that are pending (`STMTTRNP`) are told and not taken, and statements of securities are
//! refused.

mod tags;
mod transaction;

use ledger::Currency;

use super::doubt::First;
use super::identity::identify;
use super::outline::{Element, Outline, Take};
use super::{
    Doubt, ImportError, Kind, LineProblem, MOST_IMPORT_BYTES, MOST_LINES, NotTaken, Statement,
    check_size, encoding,
};

/// How far into a file its header goes.
const HEADER: usize = 1024;

/// Reads the statements of an OFX file, of bank accounts and of cards.
///
/// # Errors
/// [`ImportError`] for a file that is too large, breaks off, declares entities, or has no such statement.
pub fn read_ofx(bytes: &[u8]) -> Result<Vec<Statement>, ImportError> {
    check_size(bytes, MOST_IMPORT_BYTES)?;
    let label = if std::str::from_utf8(bytes).is_ok() { None } else { charset(bytes) };
    let text = encoding::declared(bytes, label.as_deref())?;
    let mut outline = Outline::new(Reader::default());
    tags::walk(&text, &mut outline)?;
    let Reader { mut statements, current, is_of_securities, .. } = outline.taker;
    // Transactions that stand outside of any statement.
    statements.extend(current);
    if is_of_securities {
        let found = "OFX with a statement of securities";
        return Err(ImportError::OtherKind { found, wanted: Kind::Ofx });
    }
    if statements.is_empty() {
        return Err(ImportError::NoStatement(Kind::Ofx));
    }
    if let (Some(number), Some(first)) = (encoding::damaged_line(&text), statements.first_mut()) {
        first.doubts.push(Doubt::Spoilt { number });
    }
    identify(&mut statements);
    Ok(statements)
}

/// The encoding that the header names; Windows' own where it names none, as its default is in the documents.
fn charset(bytes: &[u8]) -> Option<String> {
    let declared = super::xml::declared_encoding(bytes);
    let head = encoding::loosely(bytes.get(..HEADER).unwrap_or(bytes));
    let named = || {
        let (_, behind) = head.split_once("CHARSET:")?;
        behind.split_whitespace().next().map(str::to_owned)
    };
    let label = declared.or_else(named).unwrap_or_default();
    let is_number = !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
    match label.to_ascii_uppercase().as_str() {
        "" | "NONE" | "USASCII" => Some("windows-1252".to_owned()),
        _ if is_number => Some(format!("windows-{label}")),
        _ => Some(label),
    }
}

#[derive(Default)]
struct Reader {
    statements: Vec<Statement>,
    /// The transactions of the statement that is being read.
    current: Option<Statement>,
    entries: u32,
    /// Where types contradict signs.
    odd: First<(u32, String)>,
    is_of_securities: bool,
}

impl Take for Reader {
    fn take(&mut self, path: &[Element], element: Element) -> Result<Option<Element>, ImportError> {
        match element.name.as_str() {
            "STMTTRN" | "STMTTRNP" => {
                self.entry(path, &element)?;
                Ok(None)
            }
            "STMTRS" | "CCSTMTRS" => {
                self.finish(&element);
                Ok(None)
            }
            "INVSTMTRS" => {
                self.is_of_securities = true;
                Ok(None)
            }
            _ => Ok(Some(element)),
        }
    }
}

impl Reader {
    fn entry(&mut self, path: &[Element], element: &Element) -> Result<(), ImportError> {
        self.entries = self.entries.saturating_add(1);
        let number = self.entries;
        if usize::try_from(number).is_ok_and(|number| number > MOST_LINES) {
            return Err(ImportError::TooManyLines { most: MOST_LINES });
        }
        let current = self.current.get_or_insert_with(|| Statement::new(Kind::Ofx));
        let code = path.iter().find_map(|element| element.text_at(&["CURDEF"]));
        let currency = code.and_then(|code| code.parse::<Currency>().ok());
        let read = match element.name.as_str() {
            "STMTTRN" => transaction::line(element, number, currency),
            _ => Err(NotTaken::Pending),
        };
        match read {
            Ok(line) => {
                if let Some(kind) = transaction::contradiction(element, line.amount) {
                    self.odd.note((number, kind));
                }
                current.lines.push(line);
            }
            Err(problem) => current.problems.push(LineProblem { number, problem }),
        }
        Ok(())
    }

    fn finish(&mut self, element: &Element) {
        let mut statement = self.current.take().unwrap_or_else(|| Statement::new(Kind::Ofx));
        let accounts = ["BANKACCTFROM", "CCACCTFROM"];
        let account = accounts.into_iter().find_map(|from| element.text_at(&[from, "ACCTID"]));
        statement.account = account.map(str::to_owned);
        statement.currency = element.text_at(&["CURDEF"]).and_then(|code| code.parse().ok());
        let day = |name| transaction::day(element.text_at(&["BANKTRANLIST", name])?);
        statement.period = day("DTSTART").zip(day("DTEND"));
        let balance = element.text_at(&["LEDGERBAL", "BALAMT"]).zip(statement.currency);
        statement.closing =
            balance.and_then(|(text, currency)| transaction::amount(text, currency).ok());
        let odd = std::mem::take(&mut self.odd);
        let odd = odd.doubt(|(number, kind), more| Doubt::Sign { number, kind, more });
        statement.doubts.extend(odd);
        self.statements.push(statement);
    }
}
