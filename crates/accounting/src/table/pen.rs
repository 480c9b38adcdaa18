//! One cell: what it holds, written as the profile's style has it.

use std::fmt::{self, Write as _};

use chrono::NaiveDate;
use ledger::Money;

use crate::Row;
use crate::finding::{Findings, Matter};
use crate::style::{Style, TextRule};
use crate::text::{self, Line, LineRule};

/// What a cell holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Words, or nothing.
    #[default]
    Text,
    /// A whole number.
    Number,
    /// An amount, maybe without its sign.
    Money(Money),
    /// A day.
    Day(NaiveDate),
}

/// A cell as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) kind: CellKind,
}

impl Cell {
    pub(crate) const fn is_number(&self) -> bool {
        matches!(self.kind, CellKind::Number | CellKind::Money(_))
    }
}

/// Writes one cell.
pub(crate) struct Pen<'a> {
    cell: &'a mut Cell,
    style: Style,
    row: &'a Row,
    findings: &'a mut Findings,
}

impl<'a> Pen<'a> {
    pub(crate) fn new(
        cell: &'a mut Cell,
        style: Style,
        row: &'a Row,
        findings: &'a mut Findings,
    ) -> Self {
        cell.text.clear();
        cell.kind = CellKind::Text;
        Self { cell, style, row, findings }
    }

    /// An id or word that Tillkeeper made: written as it is.
    pub(crate) fn plain(&mut self, value: impl fmt::Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.cell.text, "{value}");
    }

    /// The same, where there is any.
    pub(crate) fn maybe_plain(&mut self, value: Option<impl fmt::Display>) {
        if let Some(value) = value {
            self.plain(value);
        }
    }

    /// A whole number.
    pub(crate) fn number(&mut self, value: i64) {
        self.cell.kind = CellKind::Number;
        self.plain(value);
    }

    /// An amount in major units, with all digits of its currency.
    pub(crate) fn money(&mut self, money: Money) {
        self.digits(money, &money.to_decimal_string());
    }

    /// The same, where there is any.
    pub(crate) fn maybe_money(&mut self, money: Option<Money>) {
        if let Some(money) = money {
            self.money(money);
        }
    }

    /// An amount without its sign, for columns whose heading says the direction.
    pub(crate) fn unsigned(&mut self, money: Money) {
        self.digits(money, money.to_decimal_string().trim_start_matches('-'));
    }

    /// An amount whose digits, with a point among them, are written otherwise than usual.
    pub(crate) fn digits(&mut self, money: Money, digits: &str) {
        self.cell.kind = CellKind::Money(money);
        let mark = self.style.decimal;
        self.cell.text.extend(digits.chars().map(|c| if c == '.' { mark } else { c }));
    }

    /// A day.
    pub(crate) fn day(&mut self, day: NaiveDate) {
        self.cell.kind = CellKind::Day(day);
        let shape = self.style.day;
        self.plain(day.format(shape));
    }

    /// What a person or a gateway wrote.
    pub(crate) fn text(&mut self, text: &str) {
        match self.style.text {
            TextRule::Guarded(splits) => text::guard_into(text, splits, &mut self.cell.text),
            TextRule::Typed(longest, why) => {
                let (typed, cut) = text::typed(text, longest);
                if cut {
                    self.findings.at(Matter::TextCut(why), self.row);
                }
                self.cell.text.push_str(&typed);
            }
            TextRule::Line(rule, why) => self.line(text, rule, why),
        }
    }

    /// The same, where there is any.
    pub(crate) fn maybe_text(&mut self, text: Option<&str>) {
        if let Some(text) = text {
            self.text(text);
        }
    }

    /// A number that no other record of the export has; the words say why that must be. One that was given before gets
    /// another behind it, which is told.
    pub(crate) fn unique(&mut self, number: &str, longest: usize, why: &'static str) {
        let before = self.cell.text.len();
        self.text(number);
        let wanted = self.cell.text.split_off(before);
        let given = self.findings.unused(&wanted, longest);
        if given != wanted {
            self.findings.at(Matter::Renumbered(why), self.row);
        }
        self.cell.text.push_str(&given);
    }

    /// One plain line, where that is wanted of this cell in particular.
    pub(crate) fn line(&mut self, text: &str, rule: LineRule, why: &'static str) {
        let line = Line::told(text, rule, why, self.row, self.findings);
        self.cell.text.push_str(&line);
    }
}
