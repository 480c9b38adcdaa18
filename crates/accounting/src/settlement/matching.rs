//! Which bank line has which payout: by a person's word, then by the ids in a line.
//!
//! A line is taken once. Everything is sorted before anything is decided, and each step decides from what all steps before
//! it left, so that the order of the facts does not matter.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::{GatewayKind, Money};

use super::terms::{self, Terms};
use super::words::Pieces;
use super::{BankLine, Certainty, Facts, PayoutSeen, Standing};

/// An account at a gateway, by its name.
pub(super) type Account<'a> = (&'a str, GatewayKind);

/// A payout, with the line that was found for it.
pub(super) struct Out<'a> {
    pub(super) seen: &'a PayoutSeen,
    pub(super) terms: Terms,
    pub(super) found: Option<(usize, Certainty)>,
}

/// A bank line, with what is written in it.
pub(super) struct In<'a> {
    pub(super) line: &'a BankLine,
    /// The payouts of which it has an id.
    pub(super) carries: Vec<usize>,
    /// The accounts of which it has a name.
    pub(super) names: BTreeSet<Account<'a>>,
    pub(super) is_taken: bool,
}

/// Payouts and bank lines, each in the order of their days.
pub(super) struct Matching<'a> {
    pub(super) outs: Vec<Out<'a>>,
    pub(super) ins: Vec<In<'a>>,
    pub(super) today: NaiveDate,
}

impl<'a> Out<'a> {
    pub(super) fn account(&self) -> Account<'a> {
        (&self.seen.account, self.seen.gateway)
    }

    pub(super) fn is_open(&self) -> bool {
        self.found.is_none()
    }

    pub(super) fn has_failed(&self) -> bool {
        self.seen.standing == Standing::Failed
    }
}

impl In<'_> {
    /// Whether it may still be matched without a person.
    pub(super) fn is_free(&self) -> bool {
        !self.is_taken && self.line.money.is_positive() && self.line.matched_by_hand.is_none()
    }
}

impl<'a> Matching<'a> {
    pub(super) fn of(facts: Facts<'a>) -> Self {
        let mut payouts: Vec<_> = facts.payouts.iter().collect();
        payouts.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.cmp(b)));
        let mut lines: Vec<_> = facts.lines.iter().collect();
        lines.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.cmp(b)));
        let carried = carried(&payouts, &lines);
        let named = named(facts, &lines);
        let found = carried.into_iter().zip(named);
        let ins = lines.into_iter().zip(found).map(|(line, (carries, names))| In {
            line,
            carries,
            names,
            is_taken: false,
        });
        let ins = ins.collect();
        let outs = payouts.into_iter().map(|seen| Out {
            seen,
            terms: terms::of(facts, &seen.account, seen.gateway),
            found: None,
        });
        Self { outs: outs.collect(), ins, today: facts.today }
    }

    /// What a person said.
    pub(super) fn by_hand(&mut self) {
        for place in 0..self.ins.len() {
            let line = self.ins[place].line;
            let Some(id) = line.matched_by_hand.as_ref().filter(|_| line.money.is_positive())
            else {
                continue;
            };
            let wanted = |out: &Out<'_>| out.is_open() && out.seen.id == *id;
            if let Some(out) = self.outs.iter().position(wanted) {
                self.take(place, &[out], Certainty::Hand);
            }
        }
    }

    /// What the ids say: lines that have just the amount of the payout they name first, then those that name several, and
    /// last those of another amount, in the payout's currency before others.
    pub(super) fn by_id(&mut self) {
        let alone: Vec<_> = (0..self.ins.len()).filter(|place| self.names_one(*place)).collect();
        for place in alone.iter().copied() {
            self.take_named(place, |line, payout| line == payout);
        }
        for place in 0..self.ins.len() {
            if !self.names_one(place) {
                let together = self.together(place);
                self.take(place, &together, Certainty::Id);
            }
        }
        for place in alone.iter().copied() {
            self.take_named(place, |line, payout| line.currency() == payout.currency());
        }
        for place in alone {
            self.take_named(place, |_, _| true);
        }
    }

    /// Gives a line to payouts; to none of them where any has a line.
    pub(super) fn take(&mut self, place: usize, outs: &[usize], certainty: Certainty) {
        if outs.is_empty() || !outs.iter().all(|out| self.outs[*out].is_open()) {
            return;
        }
        self.ins[place].is_taken = true;
        for out in outs {
            self.outs[*out].found = Some((place, certainty));
        }
    }

    fn names_one(&self, place: usize) -> bool {
        self.ins[place].carries.len() == 1
    }

    fn take_named(&mut self, place: usize, fits: impl Fn(Money, Money) -> bool) {
        let entry = &self.ins[place];
        let named = entry.carries.first().copied().filter(|_| entry.is_free());
        let fits = |out: &usize| fits(entry.line.money, self.outs[*out].seen.money);
        if let Some(out) = named.filter(fits) {
            self.take(place, &[out], Certainty::Id);
        }
    }

    /// The payouts that a line which names several is for: all of them that have no line yet, where it is their sum; the
    /// one whose amount it has, where no other has that; else none.
    fn together(&self, place: usize) -> Vec<usize> {
        let entry = &self.ins[place];
        if !entry.is_free() {
            return Vec::new();
        }
        let is_fit = |out: &usize| self.outs[*out].is_open() && !self.outs[*out].has_failed();
        let open: Vec<_> = entry.carries.iter().copied().filter(is_fit).collect();
        let mut accounts = open.iter().map(|out| self.outs[*out].account());
        let first = accounts.next();
        let sum = open.iter().try_fold(Money::zero(entry.line.money.currency()), |sum, out| {
            sum.checked_add(self.outs[*out].seen.money).ok()
        });
        if sum == Some(entry.line.money) && accounts.all(|account| Some(account) == first) {
            return open;
        }
        let alike = open.into_iter().filter(|out| self.outs[*out].seen.money == entry.line.money);
        let alike: Vec<_> = alike.collect();
        if alike.len() == 1 { alike } else { Vec::new() }
    }
}

/// For each line, the payouts of which it has an id.
fn carried(payouts: &[&PayoutSeen], lines: &[&BankLine]) -> Vec<Vec<usize>> {
    let pieces: Vec<_> = lines
        .iter()
        .map(|line| Pieces::of_line(line.reference.as_deref().unwrap_or_default(), &line.text))
        .collect();
    let mut places: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (place, pieces) in pieces.iter().enumerate() {
        for piece in pieces.iter() {
            places.entry(piece).or_default().insert(place);
        }
    }
    let mut carried = vec![BTreeSet::new(); lines.len()];
    for (out, payout) in payouts.iter().enumerate() {
        for id in payout.ids.iter().chain([&payout.id]).filter_map(|id| Pieces::of_id(id)) {
            let with_first = id.first().and_then(|first| places.get(first));
            for place in with_first.into_iter().flatten().copied() {
                if pieces[place].contains(&id) {
                    carried[place].insert(out);
                }
            }
        }
    }
    carried.into_iter().map(|outs| outs.into_iter().collect()).collect()
}

/// For each line, the accounts of which it has a name.
fn named<'a>(facts: Facts<'a>, lines: &[&BankLine]) -> Vec<BTreeSet<Account<'a>>> {
    let accounts: Vec<_> = terms::all(facts)
        .into_iter()
        .map(|(account, terms)| {
            (account, terms.names.iter().map(|name| Pieces::words(name)).collect::<Vec<_>>())
        })
        .collect();
    let names_in = |line: &&BankLine| {
        let text = Pieces::words(&line.text);
        let reference = Pieces::words(line.reference.as_deref().unwrap_or_default());
        let is_in = |name: &Pieces| text.contains(name) || reference.contains(name);
        let named = accounts.iter().filter(|(_, names)| names.iter().any(is_in));
        named.map(|(account, _)| *account).collect()
    };
    lines.iter().map(names_in).collect()
}
