//! What a file says of itself and does not hold, and what wants a look although all lines were taken.

use ledger::Money;

/// Something that wants a look before the lines of a statement are used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// The opening balance and the lines do not make the closing balance.
    #[error(
        "the opening balance and all lines make {reached}, and the file says that the closing balance is {closing}; lines may \
         be missing, or among those that could not be taken"
    )]
    Total {
        /// What the file says.
        closing: Money,
        /// What its lines make.
        reached: Money,
    },
    /// A balance beside a line is not the one before and the line's amount.
    #[error(
        "line {number} makes the balance {reached}, and the file says {told}{}; lines may be missing, or their order or \
         direction may be different", on_lines(*more)
    )]
    Balance {
        /// The line.
        number: u32,
        /// What the file says.
        told: Money,
        /// What the lines make.
        reached: Money,
        /// At how many further lines that happens.
        more: usize,
    },
    /// A balance beside a line cannot be read.
    #[error("the balance `{text}` on line {number} cannot be read{}; balances were not compared there", on_lines(*more))]
    BalanceUnread {
        /// The line.
        number: u32,
        /// What stands there.
        text: String,
        /// At how many further lines that happens.
        more: usize,
    },
    /// The file states another number of entries than it has.
    #[error(
        "the file says that it has {told} {what}, and it has {found}; it may have been cut or changed"
    )]
    Count {
        /// Of what.
        what: &'static str,
        /// What it says.
        told: String,
        /// What it has.
        found: usize,
    },
    /// The file states another sum of entries than it has.
    #[error(
        "the file says that its {what} make {told}, and they make {found}; it may have been cut or changed"
    )]
    Sum {
        /// Of what.
        what: &'static str,
        /// What it says.
        told: String,
        /// What they make.
        found: Money,
    },
    /// The payments of an entry do not make its amount.
    #[error(
        "entry {number} is {booked}, and the payments in it make {found}; the entry's own amount was taken. Fees may be why"
    )]
    Batch {
        /// The entry.
        number: u32,
        /// What was booked.
        booked: Money,
        /// What its payments make.
        found: Money,
    },
    /// The lines add up to more than can be kept exactly.
    #[error("the lines add up to more than can be kept exactly, so no balance was compared")]
    SumTooLarge,
    /// An id that stands at several lines.
    #[error(
        "the id `{id}` on line {number} is on other lines as well{}; lines with such an id are recognised only by how they look",
        on_lines(*more)
    )]
    IdTwice {
        /// The first such id.
        id: String,
        /// The line where it is there again.
        number: u32,
        /// How many further lines have an id that is not theirs alone.
        more: usize,
    },
    /// A fee in another currency than its payment.
    #[error(
        "the fee on line {number} is in {currency} and its payment in another currency{}; such a fee cannot be booked with the \
         payment and was left out", on_lines(*more)
    )]
    FeeCurrency {
        /// The first such line.
        number: u32,
        /// What stands there.
        currency: String,
        /// How many further lines have one.
        more: usize,
    },
    /// A type of entry that contradicts its sign.
    #[error("entry {number} is of type {kind}, and its amount has the opposite sign{}; the sign was believed", in_entries(*more))]
    Sign {
        /// The entry.
        number: u32,
        /// Its type.
        kind: String,
        /// At how many further entries that happens.
        more: usize,
    },
    /// Letters that were lost or spoilt before the file came here.
    #[error(
        "line {number} has letters that were spoilt when the file was saved; the amounts are right, and the names are not. \
         Download it again rather than saving it from another program"
    )]
    Spoilt {
        /// The first such line.
        number: u32,
    },
    /// A row that the mapping skips reads as a line.
    #[error(
        "line {number} is skipped by the mapping, and reads like a line of the statement; check how many rows to skip"
    )]
    Skipped {
        /// The line.
        number: u32,
    },
    /// The statement continues in another file.
    #[error("the statement continues on another page; import the files of its other pages as well")]
    MorePages,
}

/// The first of many alike, and how many more there are.
pub(super) struct First<T>(Option<(T, usize)>);

impl<T> Default for First<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> First<T> {
    /// Takes note of one more.
    pub(super) fn note(&mut self, found: T) {
        match &mut self.0 {
            Some((_, more)) => *more = more.saturating_add(1),
            None => self.0 = Some((found, 0)),
        }
    }

    /// The doubt about all of them.
    pub(super) fn doubt(self, told: impl FnOnce(T, usize) -> Doubt) -> Option<Doubt> {
        self.0.map(|(first, more)| told(first, more))
    }
}

fn on_lines(more: usize) -> String {
    further(more, "on 1 more line", "on", "more lines")
}

fn in_entries(more: usize) -> String {
    further(more, "in 1 more entry", "in", "more entries")
}

fn further(more: usize, one: &str, before: &str, behind: &str) -> String {
    match more {
        0 => String::new(),
        1 => format!(" (and {one})"),
        more => format!(" (and {before} {more} {behind})"),
    }
}
