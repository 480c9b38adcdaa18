//! Matching without a word from anyone: by amount, currency and time.
//!
//! A line is a likeness of a payout of its amount, from the day before the payout up to four days after it is overdue;
//! banks book early in another time zone and late behind holidays. A line that has an id of another payout or the name of
//! another account only is not. It counts where both have no other likeness. Then banks are allowed two liberties, with
//! lines that name the account: to put payouts together, and to keep a fee.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use ledger::{Currency, Money};

use super::matching::{Account, In, Matching, Out};
use super::{BankLine, Certainty};

/// How many days after a payout is overdue a line may still be its.
const DAYS_OVER: u64 = 4;
/// The most payouts that are looked for in one line. They have to follow one another among the payouts of an account that
/// no line was found for, as what a bank puts together does.
const MOST_TOGETHER: usize = 8;

/// Payouts that wait for a line together.
type Queue<'a> = (Account<'a>, Currency);

impl<'a> Matching<'a> {
    pub(super) fn by_likeness(&mut self) {
        let places = self.places();
        self.take_unique(
            &self.pairs(&places, |entry, out| is_named(entry, out) && is_same(entry, out)),
        );
        self.take_unique(&self.pairs(&places, is_same));
        self.take_together(&places);
        self.take_unique(
            &self.pairs(&places, |entry, out| {
                is_named(entry, out) && is_less_a_fee(entry.line, out)
            }),
        );
    }

    /// For each payout without a line, how many lines of its amount it could have.
    pub(super) fn likenesses(&self) -> BTreeMap<usize, usize> {
        counted(self.pairs(&self.places(), is_same).into_iter().map(|(_, out)| out))
    }

    /// For each line without a payout, the payouts of its amount that it may be the money of.
    pub(super) fn candidates(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut candidates = BTreeMap::<_, Vec<_>>::new();
        for (place, out) in self.pairs(&self.places(), is_same) {
            candidates.entry(place).or_default().push(out);
        }
        candidates
    }

    /// Where the free lines of each amount are.
    fn places(&self) -> BTreeMap<Money, Vec<usize>> {
        let mut places = BTreeMap::<_, Vec<_>>::new();
        for (place, entry) in self.ins.iter().enumerate().filter(|(_, entry)| entry.is_free()) {
            places.entry(entry.line.money).or_default().push(place);
        }
        places
    }

    /// The lines and payouts without a match that are alike in a way, of amounts down to what is left behind a fee.
    fn pairs(
        &self,
        places: &BTreeMap<Money, Vec<usize>>,
        is_alike: impl Fn(&In<'_>, &Out<'_>) -> bool,
    ) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for (number, out) in self.outs.iter().enumerate().filter(|(_, out)| out.is_open()) {
            let near = places.range(least(out)..=out.seen.money);
            for place in near.flat_map(|(_, places)| places).copied() {
                let entry = &self.ins[place];
                if is_possible(entry, out) && is_alike(entry, out) {
                    pairs.push((place, number));
                }
            }
        }
        pairs
    }

    /// Takes the pairs of which neither side is in another pair.
    fn take_unique(&mut self, pairs: &[(usize, usize)]) {
        let lines = counted(pairs.iter().map(|(place, _)| *place));
        let outs = counted(pairs.iter().map(|(_, out)| *out));
        for (place, out) in pairs {
            if lines.get(place) == Some(&1) && outs.get(out) == Some(&1) {
                self.take(*place, &[*out], Certainty::Likeness);
            }
        }
    }

    /// Takes the lines that are the sum of payouts in just one way, where no other line may be the sum of any of them.
    fn take_together(&mut self, places: &BTreeMap<Money, Vec<usize>>) {
        let queues = self.queues(places);
        let mut sums = Vec::new();
        for (place, entry) in self.ins.iter().enumerate().filter(|(_, entry)| entry.is_free()) {
            let waiting = entry
                .names
                .iter()
                .filter_map(|account| queues.get(&(*account, entry.line.money.currency())));
            let runs = waiting.flat_map(|queue| self.runs(entry, queue));
            sums.extend(runs.map(|run| (place, run)));
        }
        let lines = counted(sums.iter().map(|(place, _)| *place));
        let outs = counted(sums.iter().flat_map(|(_, run)| run).copied());
        for (place, run) in sums {
            let is_only = run.iter().all(|out| outs.get(out) == Some(&1));
            if lines.get(&place) == Some(&1) && is_only {
                self.take(place, &run, Certainty::Likeness);
            }
        }
    }

    /// The payouts of each account and currency that no line was found for and none is like, in the order of their days.
    fn queues(&self, places: &BTreeMap<Money, Vec<usize>>) -> BTreeMap<Queue<'a>, Vec<usize>> {
        let alike = self.pairs(places, is_same).into_iter().map(|(_, out)| out);
        let alike: BTreeSet<_> = alike.collect();
        let mut queues = BTreeMap::<_, Vec<_>>::new();
        for (number, out) in self.outs.iter().enumerate() {
            let money = out.seen.money;
            let waits = out.is_open() && !out.has_failed() && money.is_positive();
            if waits && !alike.contains(&number) {
                queues.entry((out.account(), money.currency())).or_default().push(number);
            }
        }
        queues
    }

    /// The payouts that follow one another in a queue and that a line is the sum of.
    fn runs(&self, entry: &In<'_>, queue: &[usize]) -> Vec<Vec<usize>> {
        let (date, wanted) = (entry.line.date, entry.line.money);
        if !entry.carries.is_empty() {
            return Vec::new();
        }
        let over = queue.partition_point(|out| times(&self.outs[*out]).1 < date);
        let begun = queue.partition_point(|out| times(&self.outs[*out]).0 <= date);
        let queue = queue.get(over..begun).unwrap_or_default();
        let mut runs = Vec::new();
        for begin in 0..queue.len() {
            let mut sum = Money::zero(wanted.currency());
            for (end, out) in queue.iter().enumerate().skip(begin).take(MOST_TOGETHER) {
                let Ok(more) = sum.checked_add(self.outs[*out].seen.money) else { break };
                sum = more;
                if sum == wanted && end > begin {
                    runs.push(queue[begin..=end].to_vec());
                }
                if sum >= wanted {
                    break;
                }
            }
        }
        runs
    }
}

fn counted(numbers: impl Iterator<Item = usize>) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for number in numbers {
        *counts.entry(number).or_insert(0) += 1;
    }
    counts
}

fn is_possible(entry: &In<'_>, out: &Out<'_>) -> bool {
    let is_of_others = !entry.names.is_empty() && !is_named(entry, out);
    let is_nobodys = entry.is_free() && entry.carries.is_empty() && !is_of_others;
    is_nobodys && !out.has_failed() && is_in_time(entry.line.date, out)
}

fn is_named(entry: &In<'_>, out: &Out<'_>) -> bool {
    entry.names.contains(&out.account())
}

fn is_in_time(date: NaiveDate, out: &Out<'_>) -> bool {
    let (first, last) = times(out);
    first <= date && date <= last
}

/// The first and last day on which a line is looked for.
fn times(out: &Out<'_>) -> (NaiveDate, NaiveDate) {
    let first = out.seen.at.pred_opt().unwrap_or(NaiveDate::MIN);
    let last = out.terms.due(out.seen.at).checked_add_days(Days::new(DAYS_OVER));
    (first, last.unwrap_or(NaiveDate::MAX))
}

fn is_same(entry: &In<'_>, out: &Out<'_>) -> bool {
    entry.line.money == out.seen.money
}

/// Whether a line has less than a payout, by no more than a bank may keep or by just the fee that is known.
pub(super) fn is_less_a_fee(line: &BankLine, out: &Out<'_>) -> bool {
    let payout = out.seen;
    let missing = payout.money.checked_sub(line.money).ok().filter(|missing| missing.is_positive());
    missing.is_some_and(|missing| {
        missing <= out.terms.fee_tolerance.of(payout.money) || payout.fee == Some(missing)
    })
}

/// The least that may arrive of a payout.
fn least(out: &Out<'_>) -> Money {
    let payout = out.seen;
    let most = out.terms.fee_tolerance.of(payout.money);
    let fee = payout.fee.filter(|fee| fee.currency() == most.currency());
    let most = fee.map_or(most, |fee| most.max(fee));
    Money::from_minor(payout.money.minor().saturating_sub(most.minor()), most.currency())
}
