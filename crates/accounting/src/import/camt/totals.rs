//! What a statement says of the number and sum of its entries (`TxsSummry`), against those it has.
//!
//! Banks differ in whether entries that are not booked count, so that a statement is doubted only where neither fits.

use ledger::{Currency, Money};

use crate::import::number::{self, Marks};
use crate::import::outline::Element;
use crate::import::statement::sum;
use crate::import::{DecimalMark, Doubt, shortened};

/// The entries of a statement.
#[derive(Default)]
pub(super) struct Totals {
    /// The amount of each, where it can be read, and whether it was taken.
    entries: Vec<(Option<Money>, bool)>,
}

/// A total that a statement may state.
struct Summary {
    /// The element that states it.
    name: &'static str,
    /// Which amounts it counts.
    counts: fn(Money) -> bool,
    /// What those are called.
    what: &'static str,
}

const SUMMARIES: [Summary; 3] = [
    Summary { name: "TtlNtries", counts: |_| true, what: "entries" },
    Summary { name: "TtlCdtNtries", counts: |money| money.minor() >= 0, what: "credit entries" },
    Summary { name: "TtlDbtNtries", counts: |money| money.minor() < 0, what: "debit entries" },
];

impl Totals {
    pub(super) fn add(&mut self, amount: Option<Money>, is_taken: bool) {
        self.entries.push((amount, is_taken));
    }

    /// What the summary states and the statement has not.
    pub(super) fn compare(&self, summary: &Element, currency: Currency) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        for Summary { name, counts, what } in SUMMARIES {
            let Some(stated) = summary.at(&[name]) else { continue };
            if let Some(told) = stated.text_at(&["NbOfNtries"]) {
                doubts.extend(self.count(told, counts, what));
            }
            if let Some(told) = stated.text_at(&["Sum"]) {
                doubts.extend(self.sum(told, counts, what, currency));
            }
        }
        doubts
    }

    fn count(&self, told: &str, counts: fn(Money) -> bool, what: &'static str) -> Option<Doubt> {
        let number = |only_taken: bool| {
            let entries = self.entries.iter().filter(|(_, taken)| *taken || !only_taken);
            entries.filter(|(amount, _)| amount.is_none_or(counts)).count()
        };
        let (found, taken) = (number(false), number(true));
        let is_fit = told.parse().is_ok_and(|told: usize| told == found || told == taken);
        (!is_fit).then(|| Doubt::Count { what, told: shortened(told), found })
    }

    /// The sum of the amounts without their signs.
    fn sum(
        &self,
        told: &str,
        counts: fn(Money) -> bool,
        what: &'static str,
        currency: Currency,
    ) -> Option<Doubt> {
        let total = |only_taken: bool| {
            let entries = self.entries.iter().filter(|(_, taken)| *taken || !only_taken);
            let amounts = entries.filter_map(|(amount, _)| amount.filter(|amount| counts(*amount)));
            let unsigned = |amount: Money| {
                if amount.minor() < 0 { amount.checked_neg().unwrap_or(amount) } else { amount }
            };
            sum(Money::zero(currency), amounts.map(unsigned))
        };
        let marks = Marks { decimal: DecimalMark::Point, thousands: None };
        let stated = number::money(told, currency, marks).ok();
        // Of several currencies there is no sum.
        let (found, taken) = (total(false)?, total(true)?);
        let is_fit = stated == Some(found) || stated == Some(taken);
        (!is_fit).then(|| Doubt::Sum { what, told: shortened(told), found })
    }
}
