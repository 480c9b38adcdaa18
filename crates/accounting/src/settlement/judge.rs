//! How a payout ended: what its bank line says, or the day where it has none.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use ledger::Money;

use super::likeness::is_less_a_fee;
use super::matching::{Matching, Out};
use super::why::why_arrived;
use super::{BankLine, Check, Destination, Total};
use crate::report::ReportError;

/// How a payout ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// All of it arrived.
    Matched,
    /// It has not arrived and is not yet due.
    Expected,
    /// It has not arrived and is overdue.
    Missing,
    /// More arrived.
    Over,
    /// Less arrived than fees explain.
    Under,
    /// Less arrived, by no more than what a bank may keep.
    FeeDifference,
    /// It arrived in another currency.
    CurrencyDifference,
    /// The gateway says that it did not happen.
    Failed,
}

impl Verdict {
    /// Every verdict, in the order of declaration.
    pub const ALL: &[Self] = &[
        Self::Matched,
        Self::Expected,
        Self::Missing,
        Self::Over,
        Self::Under,
        Self::FeeDifference,
        Self::CurrencyDifference,
        Self::Failed,
    ];

    /// The written word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Expected => "expected",
            Self::Missing => "missing",
            Self::Over => "over",
            Self::Under => "under",
            Self::FeeDifference => "fee_difference",
            Self::CurrencyDifference => "currency_difference",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How the bank line of a payout was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// A person said so.
    Hand,
    /// The line has an id of the payout.
    Id,
    /// Amount, currency and time fit, and no other line or payout does.
    Likeness,
}

impl Certainty {
    /// The written word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Id => "id",
            Self::Likeness => "likeness",
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Matching<'_> {
    pub(super) fn checks(&self) -> Result<Vec<Check>, ReportError> {
        let mut sharing = BTreeMap::<_, Vec<_>>::new();
        for (number, out) in self.outs.iter().enumerate() {
            if let Some((place, _)) = out.found {
                sharing.entry(place).or_default().push(number);
            }
        }
        let others = |number: usize, place: usize| {
            let all = sharing.get(&place).into_iter().flatten();
            let others = all.filter(|other| **other != number);
            others.map(|other| self.outs[*other].seen.id.clone()).collect::<Vec<_>>()
        };
        let doubts = self.doubts();
        let check = |(number, out): (usize, &Out<'_>)| match out.found {
            Some((place, certainty)) => {
                let others = others(number, place);
                Some(arrived(out, self.ins[place].line, certainty, others))
            }
            None if out.seen.destination == Destination::Unknown => None,
            None => Some(Ok(self.absent(out, doubts.get(&number)))),
        };
        self.outs.iter().enumerate().filter_map(check).collect()
    }

    fn absent(&self, out: &Out<'_>, doubt: Option<&String>) -> Check {
        let verdict = if out.has_failed() {
            Verdict::Failed
        } else if self.today > out.terms.due(out.seen.at) {
            Verdict::Missing
        } else {
            Verdict::Expected
        };
        Check {
            payout: out.seen.clone(),
            line: None,
            shared_with: Vec::new(),
            verdict,
            difference: None,
            certainty: None,
            why: self.why_absent(out, verdict, doubt),
        }
    }
}

fn arrived(
    out: &Out<'_>,
    line: &BankLine,
    certainty: Certainty,
    shared_with: Vec<String>,
) -> Result<Check, ReportError> {
    let said = out.seen.money;
    let (verdict, difference) = if out.has_failed() {
        (Verdict::Failed, None)
    } else if line.money.currency() != said.currency() {
        (Verdict::CurrencyDifference, None)
    } else if shared_with.is_empty() {
        let difference = line.money.checked_sub(said);
        let difference = difference.map_err(|_| ReportError::TotalTooLarge(said.currency()))?;
        let verdict = match difference.minor().cmp(&0) {
            Ordering::Equal => Verdict::Matched,
            Ordering::Greater => Verdict::Over,
            Ordering::Less if is_less_a_fee(line, out) => Verdict::FeeDifference,
            Ordering::Less => Verdict::Under,
        };
        (verdict, Some(difference).filter(|difference| !difference.is_zero()))
    } else {
        (Verdict::Matched, None)
    };
    let why = why_arrived(out, line, certainty, verdict, shared_with.len());
    let (payout, line) = (out.seen.clone(), Some(line.clone()));
    Ok(Check { payout, line, shared_with, verdict, difference, certainty: Some(certainty), why })
}

/// What was said and seen of what arrived in its own currency.
pub(super) fn totals(checks: &[Check]) -> Result<Vec<Total>, ReportError> {
    let mut totals = BTreeMap::new();
    for check in checks.iter().filter(|check| is_counted(check)) {
        let said = check.payout.money;
        let currency = said.currency();
        let zero = Money::zero(currency);
        let total = totals.entry(currency).or_insert(Total { said: zero, seen: zero });
        let seen = said.checked_add(check.difference.unwrap_or(zero));
        let sums =
            (total.said.checked_add(said), seen.and_then(|seen| total.seen.checked_add(seen)));
        let (Ok(said), Ok(seen)) = sums else { return Err(ReportError::TotalTooLarge(currency)) };
        *total = Total { said, seen };
    }
    Ok(totals.into_values().collect())
}

fn is_counted(check: &Check) -> bool {
    let is_apart = matches!(check.verdict, Verdict::Failed | Verdict::CurrencyDifference);
    check.line.is_some() && !is_apart
}
