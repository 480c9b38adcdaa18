//! Statements in ISO 20022's `camt.053`, versions 001.02 to 001.13, by the names of their elements: the versions differ in
//! where a few of them stand, and both places are looked at.
//!
//! What the bank booked is the entry; the payments in it (`TxDtls`) say what it is for. `CdtDbtInd` tells the direction
//! of the entry itself, of a reversal too: it is not turned around again. Entries that are not booked are told and not
//! taken. Reports of the day (`camt.052`) and advices of single entries (`camt.054`) are other files, and refused.

mod entry;
mod totals;

use chrono::NaiveDate;
use ledger::{Currency, Money};

use super::identity::identify;
use super::outline::{Element, Outline, Take};
use super::{
    Doubt, ImportError, Kind, LineProblem, MOST_IMPORT_BYTES, MOST_LINES, NotTaken, Statement,
    check_size, xml,
};
use entry::signed_amount;
use totals::Totals;

/// Reads the statements of a CAMT.053 file.
///
/// # Errors
/// [`ImportError`] for a file that is too large, breaks off, declares entities, or is another kind of file.
pub fn read_camt053(bytes: &[u8]) -> Result<Vec<Statement>, ImportError> {
    check_size(bytes, MOST_IMPORT_BYTES)?;
    let mut outline = Outline::new(Reader::default());
    xml::walk(bytes, &mut outline)?;
    let Reader { mut statements, other, .. } = outline.taker;
    if let Some(found) = other {
        return Err(ImportError::OtherKind { found, wanted: Kind::Camt053 });
    }
    if statements.is_empty() {
        return Err(ImportError::NoStatement(Kind::Camt053));
    }
    identify(&mut statements);
    Ok(statements)
}

#[derive(Default)]
struct Reader {
    statements: Vec<Statement>,
    /// The entries of the statement that is being read.
    current: Option<(Statement, Totals)>,
    entries: u32,
    other: Option<&'static str>,
}

impl Take for Reader {
    fn take(&mut self, path: &[Element], element: Element) -> Result<Option<Element>, ImportError> {
        match (element.name.as_str(), path.last().map(|parent| parent.name.as_str())) {
            ("Ntry", Some("Stmt")) => {
                self.entry(path.last().and_then(|parent| parent.text_at(&["Id"])), &element)?;
                Ok(None)
            }
            ("Stmt", _) => {
                self.finish(&element);
                Ok(None)
            }
            ("Rpt", Some("BkToCstmrAcctRpt")) => Ok(self.other("a report of the day (CAMT.052)")),
            ("Ntfctn", Some("BkToCstmrDbtCdtNtfctn")) => {
                Ok(self.other("an advice of single entries (CAMT.054)"))
            }
            _ => Ok(Some(element)),
        }
    }
}

impl Reader {
    fn other(&mut self, what: &'static str) -> Option<Element> {
        self.other = Some(what);
        None
    }

    fn entry(&mut self, statement: Option<&str>, element: &Element) -> Result<(), ImportError> {
        self.entries = self.entries.saturating_add(1);
        let number = self.entries;
        if usize::try_from(number).is_ok_and(|number| number > MOST_LINES) {
            return Err(ImportError::TooManyLines { most: MOST_LINES });
        }
        let (current, totals) = self.current.get_or_insert_with(fresh);
        let read = entry::line(element, number, statement);
        totals.add(signed_amount(element).ok(), read.is_ok());
        match read {
            Ok((line, doubts)) => {
                current.lines.push(line);
                current.doubts.extend(doubts);
            }
            Err(problem) => current.problems.push(LineProblem { number, problem }),
        }
        Ok(())
    }

    fn finish(&mut self, element: &Element) {
        let (mut statement, totals) = self.current.take().unwrap_or_else(fresh);
        let account = element.text_at(&["Acct", "Id", "IBAN"]);
        let account = account.or_else(|| element.text_at(&["Acct", "Id", "Othr", "Id"]));
        statement.account = account.map(str::to_owned);
        statement.opening = balance(element, "OPBD").or_else(|| balance(element, "PRCD"));
        statement.closing = balance(element, "CLBD");
        let named = element.text_at(&["Acct", "Ccy"]).and_then(|code| code.parse().ok());
        let balances = statement.opening.or(statement.closing).map(Money::currency);
        let of_first = || statement.lines.first().map(|line| line.amount.currency());
        statement.currency = named.or(balances).or_else(of_first);
        let day = |name| day(element.text_at(&["FrToDt", name])?);
        statement.period = day("FrDtTm").zip(day("ToDtTm"));
        if let (Some(summary), Some(currency)) = (element.at(&["TxsSummry"]), statement.currency) {
            statement.doubts.extend(totals.compare(summary, currency));
        }
        if has_more_pages(element) {
            statement.doubts.push(Doubt::MorePages);
        }
        statement.compare_balances();
        self.statements.push(statement);
    }
}

fn fresh() -> (Statement, Totals) {
    (Statement::new(Kind::Camt053), Totals::default())
}

/// A balance of the account, by the word for which.
fn balance(statement: &Element, which: &str) -> Option<Money> {
    let is_it = |balance: &&Element| balance.text_at(&["Tp", "CdOrPrtry", "Cd"]) == Some(which);
    statement.all("Bal").find(is_it).and_then(|balance| signed_amount(balance).ok())
}

/// The day of a date or a time, as it is written.
fn day(text: &str) -> Option<NaiveDate> {
    let (day, _) = text.split_at_checked(10)?;
    NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()
}

fn has_more_pages(statement: &Element) -> bool {
    let is_last = statement.text_at(&["StmtPgntn", "LastPgInd"]);
    is_last.is_some_and(|word| matches!(word, "false" | "0"))
}

fn currency(code: Option<&str>) -> Result<Currency, NotTaken> {
    let code = code.unwrap_or_default();
    code.parse().map_err(|_| NotTaken::Currency(super::shortened(code)))
}
