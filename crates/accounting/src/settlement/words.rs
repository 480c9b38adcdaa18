//! Words and ids in what a bank wrote.
//!
//! An id counts only as a whole: `PO-100042` is not in `PO-100042-2`, which may be another payout's. So hyphens and
//! underscores belong to an id, and any other sign parts one from the next. What could be a date, an amount or a plain
//! word is no id to know a payout by.

/// The fewest letters and digits of an id.
const LEAST: usize = 6;
/// The fewest digits of an id that has nothing else: more than a date written without signs has.
const LEAST_DIGITS: usize = 9;

/// Pieces of text in lower case, in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pieces(Vec<String>);

impl Pieces {
    /// The words of a text: letters and digits.
    pub(super) fn words(text: &str) -> Self {
        Self::parted(text, |c| c.is_alphanumeric())
    }

    /// What may be ids in a bank line. Nothing reaches from the reference into the text.
    pub(super) fn of_line(reference: &str, text: &str) -> Self {
        let Self(mut pieces) = Self::ids(reference);
        pieces.push(String::new());
        pieces.extend(Self::ids(text).0);
        Self(pieces)
    }

    /// An id to look for, where it is telling enough.
    pub(super) fn of_id(id: &str) -> Option<Self> {
        let plain = || id.chars().filter(|c| c.is_alphanumeric());
        let digits = plain().filter(|c| c.is_numeric()).count();
        let all = plain().count();
        let is_telling = digits > 0 && all >= if digits == all { LEAST_DIGITS } else { LEAST };
        is_telling.then(|| Self::ids(id))
    }

    pub(super) fn first(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether all of `other` is in here, side by side.
    pub(super) fn contains(&self, other: &Self) -> bool {
        let length = other.0.len();
        length > 0 && self.0.windows(length).any(|window| *window == *other.0)
    }

    fn ids(text: &str) -> Self {
        Self::parted(text, |c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    }

    fn parted(text: &str, belongs: impl Fn(char) -> bool) -> Self {
        let pieces = text.split(|c| !belongs(c)).map(|piece| piece.trim_matches(['-', '_']));
        Self(pieces.filter(|piece| !piece.is_empty()).map(str::to_lowercase).collect())
    }
}
