//! A bank's CSV, read by a [`Mapping`].
//!
//! A row whose date, amount or currency cannot be read for certain is a [`LineProblem`], and so is one whose cells
//! slipped. A mapping that the file as a whole proves wrong (no such column, another order of dates) is an error
//! instead, since the rows that can be read by it would be read wrongly.

use ledger::Money;

use super::balances::{self, Beside};
use super::cells::{self, CurrencyAt};
use super::doubt::First;
use super::identity::identify;
use super::number::Marks;
use super::sheet::{Sheet, SheetRow};
use super::{
    AmountFrom, DateOrder, Doubt, ImportError, Kind, LineProblem, Mapping, NotTaken, Statement,
    StatementLine, shortened,
};

/// Reads a bank's CSV.
///
/// # Errors
/// [`ImportError`] where the mapping has a gap or cannot be that of the file, with the remedy.
pub fn read_statement_csv(bytes: &[u8], mapping: &Mapping) -> Result<Statement, ImportError> {
    let sheet = Sheet::read(bytes, &mapping.layout)?;
    let columns = Columns::of(&sheet, mapping)?;
    let mut statement = Statement::new(Kind::Csv);
    statement.account.clone_from(&mapping.account);
    statement.ignored_columns = sheet.unused(&columns.used());
    statement.doubts.clone_from(&sheet.doubts);
    let skipped = sheet.before.iter().find(|row| columns.line(row, &sheet).is_ok());
    statement.doubts.extend(skipped.map(|row| Doubt::Skipped { number: row.line }));
    let mut beside = Vec::new();
    let mut unread = First::default();
    for row in &sheet.rows {
        match columns.line(row, &sheet) {
            Err(problem) => statement.problems.push(LineProblem { number: row.line, problem }),
            Ok(line) => {
                let balance = columns.balance(row, line.amount).unwrap_or_else(|text| {
                    unread.note((row.line, text));
                    None
                });
                beside.push(Beside { number: row.line, amount: line.amount, balance });
                statement.lines.push(line);
            }
        }
    }
    let unread = unread.doubt(|(number, text), more| Doubt::BalanceUnread { number, text, more });
    statement.doubts.extend(unread);
    if columns.balance.is_some() {
        balances::compare(&mut statement, beside);
    }
    let mut currencies = statement.lines.iter().map(|line| line.amount.currency());
    let first = currencies.next();
    statement.currency = first.filter(|first| currencies.all(|currency| currency == *first));
    identify(std::slice::from_mut(&mut statement));
    Ok(statement)
}

/// Where an amount stands.
enum AmountAt {
    Signed(usize),
    InAndOut { money_in: usize, money_out: usize, out_is_negative: bool },
    WithDirection { amount: usize, direction: usize, words_in: Vec<String>, words_out: Vec<String> },
}

/// Where everything stands.
struct Columns {
    date: usize,
    order: DateOrder,
    amount: AmountAt,
    currency: CurrencyAt,
    marks: Marks,
    text: Vec<usize>,
    reference: Option<usize>,
    counterparty: Option<usize>,
    id: Option<usize>,
    balance: Option<usize>,
}

impl Columns {
    fn of(sheet: &Sheet, mapping: &Mapping) -> Result<Self, ImportError> {
        let unsettled = |what| move || ImportError::Unsettled { what };
        let date = mapping.date.as_ref().ok_or_else(unsettled("the column with the date"))?;
        let amount = mapping.amount.as_ref().ok_or_else(unsettled("the column with the amount"))?;
        let date = sheet.place(date)?;
        Ok(Self {
            date,
            order: cells::date_order(sheet, &mapping.layout, date)?,
            amount: AmountAt::of(sheet, amount)?,
            currency: CurrencyAt::of(sheet, mapping.currency.as_ref())?,
            marks: cells::marks(&mapping.layout)?,
            text: sheet.places(&mapping.text)?,
            reference: sheet.optional(mapping.reference.as_ref())?,
            counterparty: sheet.optional(mapping.counterparty.as_ref())?,
            id: sheet.optional(mapping.id.as_ref())?,
            balance: sheet.optional(mapping.balance.as_ref())?,
        })
    }

    fn used(&self) -> Vec<usize> {
        let mut used = self.text.clone();
        used.push(self.date);
        used.extend(self.currency.place());
        used.extend(
            [self.reference, self.counterparty, self.id, self.balance].into_iter().flatten(),
        );
        match self.amount {
            AmountAt::Signed(place) => used.push(place),
            AmountAt::InAndOut { money_in, money_out, .. } => used.extend([money_in, money_out]),
            AmountAt::WithDirection { amount, direction, .. } => used.extend([amount, direction]),
        }
        used
    }

    fn line(&self, row: &SheetRow, sheet: &Sheet) -> Result<StatementLine, NotTaken> {
        sheet.fits(row)?;
        let date = cells::day(row, self.date, self.order)?;
        let amount = self.amount.read(row, self.currency.read(row)?, self.marks)?;
        let mut texts: Vec<String> =
            self.text.iter().filter_map(|place| row.text(*place)).collect();
        texts.dedup();
        let optional = |place: Option<usize>| place.and_then(|place| row.text(place));
        Ok(StatementLine {
            number: row.line,
            id: optional(self.id),
            date,
            amount,
            text: texts.join(" "),
            counterparty: optional(self.counterparty),
            reference: optional(self.reference),
            key: String::new(),
            likeness: String::new(),
        })
    }

    /// The balance beside a line, or the text that is none.
    fn balance(&self, row: &SheetRow, amount: Money) -> Result<Option<Money>, String> {
        let Some(place) = self.balance else { return Ok(None) };
        let balance = cells::amount(row, place, "balance", amount.currency(), self.marks);
        balance.map_err(|_| shortened(row.cell(place)))
    }
}

impl AmountAt {
    fn of(sheet: &Sheet, from: &AmountFrom) -> Result<Self, ImportError> {
        Ok(match from {
            AmountFrom::Signed { column } => Self::Signed(sheet.place(column)?),
            AmountFrom::InAndOut { money_in, money_out, out_is_negative } => Self::InAndOut {
                money_in: sheet.place(money_in)?,
                money_out: sheet.place(money_out)?,
                out_is_negative: *out_is_negative,
            },
            AmountFrom::WithDirection { column, direction, words_in, words_out } => {
                let words = |words: &[String]| words.iter().map(|word| word_of(word)).collect();
                Self::WithDirection {
                    amount: sheet.place(column)?,
                    direction: sheet.place(direction)?,
                    words_in: words(words_in),
                    words_out: words(words_out),
                }
            }
        })
    }

    /// The amount of a row; more than zero came in.
    fn read(
        &self,
        row: &SheetRow,
        currency: ledger::Currency,
        marks: Marks,
    ) -> Result<Money, NotTaken> {
        let amount = |place: usize, what| cells::amount(row, place, what, currency, marks);
        let missing = NotTaken::Missing("amount");
        match self {
            Self::Signed(place) => amount(*place, "amount")?.ok_or(missing),
            Self::InAndOut { money_in, money_out, out_is_negative } => {
                let came = amount(*money_in, "money in")?;
                let went = amount(*money_out, "money out")?;
                let sign = |what, place| NotTaken::Sign { what, text: shortened(row.cell(place)) };
                if came.is_some_and(|came| came.minor() < 0) {
                    return Err(sign("money in", *money_in));
                }
                let is_odd =
                    |went: Money| !went.is_zero() && (went.minor() < 0) != *out_is_negative;
                if went.is_some_and(is_odd) {
                    return Err(sign("money out", *money_out));
                }
                let is_some = |money: &Money| !money.is_zero();
                match (came.filter(is_some), went.filter(is_some)) {
                    (Some(_), Some(_)) => Err(NotTaken::BothWays),
                    (Some(came), None) => Ok(came),
                    (None, Some(went)) if *out_is_negative => Ok(went),
                    (None, Some(went)) => negated(went, row.cell(*money_out)),
                    (None, None) => came.or(went).ok_or(missing),
                }
            }
            Self::WithDirection { amount: place, direction, words_in, words_out } => {
                let amount = amount(*place, "amount")?.ok_or(missing)?;
                if amount.minor() < 0 {
                    return Err(NotTaken::Sign {
                        what: "amount",
                        text: shortened(row.cell(*place)),
                    });
                }
                let word = word_of(row.cell(*direction));
                match (words_in.contains(&word), words_out.contains(&word)) {
                    (true, false) => Ok(amount),
                    (false, true) => negated(amount, row.cell(*place)),
                    _ => Err(NotTaken::Word {
                        what: "direction",
                        word: shortened(row.cell(*direction)),
                    }),
                }
            }
        }
    }
}

fn negated(amount: Money, text: &str) -> Result<Money, NotTaken> {
    amount.checked_neg().map_err(|_| NotTaken::Amount {
        what: "amount",
        text: shortened(text),
        why: super::AmountProblem::TooLarge,
    })
}

/// A word as it is compared.
pub(super) fn word_of(text: &str) -> String {
    text.trim().to_lowercase()
}
