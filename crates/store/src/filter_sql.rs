//! The filter language as SQL: conditions on the payment or the payout `p`, with every value bound.
//!
//! Amounts compare in whole minor units: the typed number is turned into the nearest of them per number of digits, so
//! that no comparison rounds. Texts of three letters and more go to the trigram index, shorter ones are looked for in the
//! folded text, and both find the same.

use std::collections::BTreeSet;

use ledger::{Comparison, Currency, Filter, State, Term};
use rusqlite::types::Value;

use crate::fold::folded;
use crate::projection::payment::flag_bit;
use crate::texts::phrase;

/// What rows must fulfil. Clauses are joined by AND, and their values bound in the same order.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    clauses: Vec<String>,
    values: Vec<Value>,
    matching: Vec<String>,
}

/// The columns of the search index.
#[derive(Debug, Clone, Copy)]
enum Column {
    Any,
    Reference,
    Customer,
}

impl Conditions {
    /// The conditions of a filter. Its days are left out.
    pub(crate) fn of(filter: &Filter) -> Self {
        let mut conditions = Self::default();
        for term in &filter.terms {
            conditions.add(term);
        }
        conditions
    }

    /// The conditions of a filter on a payout; `None` where it has a term that only a payment can fulfil. Its days are left
    /// out.
    pub(crate) fn of_payout(filter: &Filter) -> Option<Self> {
        let mut conditions = Self::default();
        for term in &filter.terms {
            match term {
                Term::Gateway(_)
                | Term::Mode(_)
                | Term::Currency(_)
                | Term::Account(_)
                | Term::Amount(..)
                | Term::From(_)
                | Term::To(_) => conditions.add(term),
                Term::Reference(text) => {
                    conditions.and("instr(p.names, ?)", [folded(text).into()]);
                }
                Term::Status(_)
                | Term::Flag(_)
                | Term::Channel(_)
                | Term::Customer(_)
                | Term::Tag(_)
                | Term::Is(_)
                | Term::Text(_) => return None,
            }
        }
        Some(conditions)
    }

    /// One more condition.
    pub(crate) fn and(
        &mut self,
        clause: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) {
        self.clauses.push(clause.into());
        self.values.extend(values);
    }

    /// What the search index is asked for; `None` where it need not be asked.
    pub(crate) fn matching(&self) -> Option<String> {
        (!self.matching.is_empty()).then(|| self.matching.join(" AND "))
    }

    /// The conditions behind WHERE, and the values to be bound.
    pub(crate) fn into_parts(self) -> (String, Vec<Value>) {
        let clauses =
            if self.clauses.is_empty() { "1".to_owned() } else { self.clauses.join("\n   AND ") };
        (clauses, self.values)
    }

    fn add(&mut self, term: &Term) {
        match term {
            Term::Status(any) => self.any_of("p.status", any.iter().map(|word| word.as_str())),
            Term::Gateway(any) => self.any_of("p.gateway", any.iter().map(|word| word.as_str())),
            Term::Mode(any) => self.any_of("p.mode", any.iter().map(|word| word.as_str())),
            Term::Currency(any) => self.any_of("p.currency", any.iter().map(|one| one.code())),
            Term::Flag(any) => {
                let bits = any.iter().fold(0, |set, flag| set | flag_bit(*flag));
                self.and("p.flags & ? <> 0", [bits.into()]);
            }
            Term::Account(name) => self.and(
                "+p.account IN (SELECT id FROM accounts WHERE name_folded = ?)",
                [folded(name).into()],
            ),
            Term::Channel(channel) => {
                self.and("p.channel_folded = ?", [folded(channel).into()]);
            }
            Term::Tag(any) => self.and(
                format!(
                    "EXISTS (SELECT 1 FROM payment_tags t WHERE t.payment = p.place AND t.tag IN ({}))",
                    vec!["?"; any.len()].join(", ")
                ),
                any.iter().map(|tag| tag.to_string().into()),
            ),
            Term::Is(state) => self.and(of_state(*state), []),
            Term::Amount(comparison, number) => {
                self.amount(*comparison, number.mantissa(), number.scale());
            }
            Term::Text(text) => self.text(Column::Any, text),
            Term::Customer(text) => self.text(Column::Customer, text),
            Term::Reference(text) => self.text(Column::Reference, text),
            Term::From(_) | Term::To(_) => {}
        }
    }

    /// One value may use an index and stays in its order. Several would have to be merged, which costs more than walking
    /// the list: the unary plus says so to the planner.
    pub(crate) fn any_of<'a>(&mut self, column: &str, words: impl Iterator<Item = &'a str>) {
        let words: Vec<Value> = words.map(|word| word.to_owned().into()).collect();
        let clause = match words.len() {
            0 => "0".to_owned(),
            1 => format!("{column} = ?"),
            more => format!("+{column} IN ({})", vec!["?"; more].join(", ")),
        };
        self.and(clause, words);
    }

    fn amount(&mut self, comparison: Comparison, mantissa: i128, scale: u32) {
        let exponents: BTreeSet<u32> = Currency::all().map(Currency::exponent).collect();
        let mut cases = String::from("CASE p.digits");
        let mut bounds = Vec::new();
        for exponent in exponents {
            let outcome = match compared(comparison, mantissa, scale, exponent) {
                Compared::Always(outcome) => u8::from(outcome).to_string(),
                Compared::Minor(sign, bound) => {
                    bounds.push(bound.into());
                    format!("p.amount_minor {sign} ?")
                }
            };
            cases.push_str(&format!(" WHEN {exponent} THEN {outcome}"));
        }
        cases.push_str(" ELSE 0 END");
        self.and(cases, bounds);
    }

    fn text(&mut self, column: Column, text: &str) {
        let needle = folded(text);
        let Some(phrase) = phrase(&needle) else {
            let found = match column {
                Column::Any => {
                    "instr(s.reference, ?1) OR instr(s.customer, ?1) OR instr(s.description, ?1)"
                }
                Column::Reference => "instr(s.reference, ?1)",
                Column::Customer => "instr(s.customer, ?1)",
            };
            let times = found.matches("?1").count();
            let found = found.replace("?1", "?");
            self.and(
                format!("EXISTS (SELECT 1 FROM search s WHERE s.place = p.place AND ({found}))"),
                vec![needle.into(); times],
            );
            return;
        };
        self.matching.push(match column {
            Column::Any => phrase,
            Column::Reference => format!("reference : {phrase}"),
            Column::Customer => format!("customer : {phrase}"),
        });
    }
}

fn of_state(state: State) -> &'static str {
    match state {
        State::Open => "p.is_open = 1",
        State::Attention => "p.wants_attention = 1",
        State::Refunded => "p.refunded_minor > 0 AND p.refunded_minor >= p.amount_minor",
        State::PartlyRefunded => "p.refunded_minor > 0 AND p.refunded_minor < p.amount_minor",
    }
}

/// A comparison of minor units that says the same as one of major units.
#[derive(Debug, PartialEq, Eq)]
enum Compared {
    /// With a whole number of minor units.
    Minor(&'static str, i64),
    /// With a number that no amount reaches, or that none is equal to.
    Always(bool),
}

/// Compares amounts of a currency with `exponent` digits to `mantissa / 10^scale` major units.
fn compared(comparison: Comparison, mantissa: i128, scale: u32, exponent: u32) -> Compared {
    let (floor, is_whole) = if exponent >= scale {
        let factor = 10_i128.pow(exponent - scale);
        let minor = mantissa.checked_mul(factor);
        (minor.unwrap_or(if mantissa < 0 { i128::MIN } else { i128::MAX }), true)
    } else {
        let divisor = 10_i128.pow(scale - exponent);
        (mantissa.div_euclid(divisor), mantissa.rem_euclid(divisor) == 0)
    };
    // Between two whole numbers, `<` and `>=` begin at the next one up; `<=` and `>` at the one below.
    let bound = match comparison {
        Comparison::Less | Comparison::AtLeast if !is_whole => floor.saturating_add(1),
        Comparison::Equal if !is_whole => return Compared::Always(false),
        _ => floor,
    };
    match i64::try_from(bound) {
        Ok(bound) => Compared::Minor(comparison.as_str(), bound),
        Err(_) => Compared::Always(match comparison {
            Comparison::Less | Comparison::AtMost => bound > 0,
            Comparison::AtLeast | Comparison::More => bound < 0,
            Comparison::Equal => false,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_between_two_minor_units_compares_as_it_reads() {
        // 10.005 with two digits: 1000 and 1001 are its neighbours.
        let with = |comparison| compared(comparison, 10_005, 3, 2);
        assert_eq!(with(Comparison::Less), Compared::Minor("<", 1_001));
        assert_eq!(with(Comparison::AtMost), Compared::Minor("<=", 1_000));
        assert_eq!(with(Comparison::Equal), Compared::Always(false));
        assert_eq!(with(Comparison::AtLeast), Compared::Minor(">=", 1_001));
        assert_eq!(with(Comparison::More), Compared::Minor(">", 1_000));
    }

    #[test]
    fn a_number_beyond_every_amount_is_decided_without_looking() {
        let with = |comparison, mantissa| compared(comparison, mantissa, 0, 2);
        let huge = 10_i128.pow(28);
        assert_eq!(with(Comparison::Less, huge), Compared::Always(true));
        assert_eq!(with(Comparison::AtLeast, huge), Compared::Always(false));
        assert_eq!(with(Comparison::Less, -huge), Compared::Always(false));
        assert_eq!(with(Comparison::More, -huge), Compared::Always(true));
        assert_eq!(with(Comparison::Equal, huge), Compared::Always(false));
    }

    #[test]
    fn the_largest_amount_is_compared_exactly() {
        let largest = i128::from(i64::MAX);
        let most = compared(Comparison::Equal, largest, 2, 2);
        assert_eq!(most, Compared::Minor("=", i64::MAX));
        let more = compared(Comparison::AtMost, largest + 1, 2, 2);
        assert_eq!(more, Compared::Always(true));
    }
}
