//! One plain line of text, for programs that import files and show the text in the books.
//!
//! An apostrophe in front of a formula, as spreadsheets have it, would end up in the books. So a sign that begins a
//! formula gets an underscore in front, which is seen for what it is; it does so behind a semicolon as well, where some
//! spreadsheets see a new cell begin. Line breaks and tabs become spaces, marks that turn the direction of writing and
//! other unseen characters go, and what a format cannot carry becomes something like it.

use super::{is_blank, is_formula_sign};
use crate::Row;
use crate::finding::{Findings, Matter};

/// What a program takes of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineRule {
    /// Characters that it does not take; commas and such become spaces, quotation marks apostrophes, and these, where they
    /// are not taken either, the curved one.
    pub(crate) forbidden: &'static str,
    /// The most characters it takes.
    pub(crate) longest: usize,
}

/// A text as a program takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The text.
    pub(crate) text: String,
    /// Whether a character had to be replaced or put in front. White space that was folded does not count.
    pub(crate) changed: bool,
    /// Whether its end is missing.
    pub(crate) cut: bool,
}

impl Line {
    pub(crate) fn of(text: &str, rule: LineRule) -> Self {
        let mut line = Self { text: String::with_capacity(text.len()), changed: false, cut: false };
        for c in text.chars() {
            line.put(c, rule.forbidden);
        }
        line.text.truncate(line.text.trim_end().len());
        if let Some((end, _)) = line.text.char_indices().nth(rule.longest) {
            line.text.truncate(end);
            line.text.truncate(line.text.trim_end().len());
            line.cut = true;
        }
        line
    }

    /// The text as a program takes it, with what had to be done to it told at the row; `why` says what the program needs.
    pub(crate) fn told(
        text: &str,
        rule: LineRule,
        why: &'static str,
        row: &Row,
        findings: &mut Findings,
    ) -> String {
        let line = Self::of(text, rule);
        if line.changed {
            findings.at(Matter::TextChanged(why), row);
        }
        if line.cut {
            findings.at(Matter::TextCut(why), row);
        }
        line.text
    }

    fn put(&mut self, c: char, forbidden: &str) {
        if c.is_whitespace() {
            self.space();
        } else if is_blank(c) || is_noncharacter(c) {
            self.changed = true;
        } else if !forbidden.contains(c) {
            if is_formula_sign(c) && self.begins_cell() {
                self.changed = true;
                self.text.push('_');
            }
            self.text.push(c);
        } else if c == '"' && !forbidden.contains('\'') {
            self.changed = true;
            self.text.push('\'');
        } else if c == '\'' {
            self.changed = true;
            self.text.push('\u{2019}');
        } else {
            self.changed = true;
            self.space();
        }
    }

    /// Whether some spreadsheet takes what comes next for the beginning of a cell.
    fn begins_cell(&self) -> bool {
        self.text.is_empty() || self.text.trim_end().ends_with(';')
    }

    /// No space begins a line or follows another.
    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }
}

/// What Unicode keeps free of any meaning for ever. Two of these cannot stand in XML, and GnuCash's book, which is XML,
/// could not be opened again.
fn is_noncharacter(c: char) -> bool {
    u32::from(c) & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}')
}
