//! How the cells of a file are written, whatever the file is: what is done to text, and how amounts and days look.

use crate::text::{LineRule, SPLITS};

/// How cells are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// What is done to text.
    pub(crate) text: TextRule,
    /// What separates whole units from the rest.
    pub(crate) decimal: char,
    /// How days are written, as `chrono` has it.
    pub(crate) day: &'static str,
}

impl Style {
    /// For people, where the file itself shows no cells.
    pub(crate) const SHOWN: Self =
        Self { text: TextRule::Guarded(SPLITS), decimal: '.', day: "%Y-%m-%d" };
}

/// What is done to text that a person or a gateway wrote.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TextRule {
    /// Kept whole, with an apostrophe where a spreadsheet would run it: in front, and behind each of these signs.
    Guarded(&'static [char]),
    /// Kept as it is, for cells that say of themselves that they are text; the words say why none is longer.
    Typed(usize, &'static str),
    /// One plain line; the words say why a program takes no other.
    Line(LineRule, &'static str),
}
