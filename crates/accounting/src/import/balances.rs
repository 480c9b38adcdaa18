//! The balances beside the lines of a CSV, each held against the one before it. Whether the newest line comes first is told
//! by which way fits better.

use std::collections::BTreeMap;

use ledger::{Currency, Money};

use super::{Doubt, Statement};

/// A line and the balance beside it, where that can be read.
pub(super) struct Beside {
    pub(super) number: u32,
    pub(super) amount: Money,
    pub(super) balance: Option<Money>,
}

/// A place where a balance is not what the one before it and the line make.
struct Break {
    number: u32,
    told: Money,
    reached: Money,
}

/// Compares the balances, and takes from them what the account had before and after the lines.
pub(super) fn compare(statement: &mut Statement, lines: Vec<Beside>) {
    let mut currencies: BTreeMap<Currency, Vec<Beside>> = BTreeMap::new();
    for line in lines {
        currencies.entry(line.amount.currency()).or_default().push(line);
    }
    let is_one = currencies.len() == 1;
    for mut lines in currencies.into_values() {
        let forwards = breaks(&lines);
        lines.reverse();
        let backwards = breaks(&lines);
        let is_newest_first = backwards.len() < forwards.len();
        if !is_newest_first {
            lines.reverse();
        }
        let found = if is_newest_first { backwards } else { forwards };
        let more = found.len().saturating_sub(1);
        let first = found.into_iter().next();
        let doubt = first.map(|Break { number, told, reached }| Doubt::Balance {
            number,
            told,
            reached,
            more,
        });
        statement.doubts.extend(doubt);
        if is_one {
            let before = |line: &Beside| line.balance?.checked_sub(line.amount).ok();
            statement.opening = lines.first().and_then(before);
            statement.closing = lines.last().and_then(|line| line.balance);
        }
    }
}

/// The breaks of lines from the oldest to the newest.
fn breaks(lines: &[Beside]) -> Vec<Break> {
    let pairs = lines.iter().zip(lines.iter().skip(1));
    let found = pairs.filter_map(|(before, line)| {
        let reached = before.balance?.checked_add(line.amount).ok()?;
        let told = line.balance.filter(|told| *told != reached)?;
        Some(Break { number: line.number, told, reached })
    });
    found.collect()
}
