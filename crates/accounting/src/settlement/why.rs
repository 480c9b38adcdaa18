//! The sentence beside a payout: what was found, and what to do where that is not the whole money.

use std::collections::BTreeMap;

use ledger::Money;

use super::matching::{Matching, Out};
use super::{BankLine, Certainty, Verdict};
use crate::paper::day;

pub(super) fn why_arrived(
    out: &Out<'_>,
    line: &BankLine,
    certainty: Certainty,
    verdict: Verdict,
    others: usize,
) -> String {
    let gateway = out.seen.gateway.title();
    let date = day(line.date);
    if verdict == Verdict::Failed {
        return format!(
            "{gateway} says that this payout failed, and yet the bank line of {date} with {} belongs to it; ask {gateway} \
             which of the two is true.",
            line.money
        );
    }
    let found = match certainty {
        Certainty::Hand => format!("A person matched it with the bank line of {date}, which"),
        Certainty::Id => format!("The bank line of {date} carries its reference and"),
        Certainty::Likeness => format!("The bank line of {date} is the only one that fits and"),
    };
    let rest = match verdict {
        Verdict::Over => {
            format!("has {} more; ask {gateway} what the rest is for", apart(out, line))
        }
        Verdict::FeeDifference if is_known_fee(out, line) => {
            format!("has {} less, exactly the fee that {gateway} reported", apart(out, line))
        }
        Verdict::FeeDifference => {
            format!("has {} less, no more than a bank may keep as its fee", apart(out, line))
        }
        Verdict::Under => format!(
            "has {} less, more than fees explain; look for the rest in other bank lines, and ask {gateway} for it",
            apart(out, line)
        ),
        Verdict::CurrencyDifference => format!(
            "has {} where {} was paid out; compare them at the rate of that day",
            line.money, out.seen.money
        ),
        _ if others > 0 => format!("is exactly the sum of {} payouts", others.saturating_add(1)),
        _ => "has all of the money".to_owned(),
    };
    format!("{found} {rest}.")
}

impl Matching<'_> {
    pub(super) fn why_absent(
        &self,
        out: &Out<'_>,
        verdict: Verdict,
        doubt: Option<&String>,
    ) -> String {
        let gateway = out.seen.gateway.title();
        let due = out.terms.due(out.seen.at);
        let told = match verdict {
            Verdict::Failed => {
                format!(
                    "{gateway} says that this payout failed, so its money should be there again."
                )
            }
            Verdict::Missing => {
                let late = days_ago((self.today - due).num_days());
                let step = self.first_step(out);
                format!(
                    "It should have been at the bank by {}, {late}, and no bank line has it; {step}.",
                    day(due)
                )
            }
            _ => format!(
                "It left on {} and should be at the bank by {}.",
                day(out.seen.at),
                day(due)
            ),
        };
        match doubt.filter(|_| verdict != Verdict::Failed) {
            Some(doubt) => format!("{told} {doubt}"),
            None => told,
        }
    }

    /// What to do about missing money: ask, unless the bank was not heard of since.
    fn first_step(&self, out: &Out<'_>) -> String {
        match self.ins.last().map(|entry| entry.line.date) {
            None => "import a bank statement first; there is none yet".to_owned(),
            Some(newest) if newest < out.terms.due(out.seen.at) => format!(
                "import a newer bank statement first; the last line so far is of {}",
                day(newest)
            ),
            Some(_) => format!("ask {} for it", out.seen.gateway.title()),
        }
    }

    /// For each payout without a line, what is said of lines that may be its and were not taken.
    pub(super) fn doubts(&self) -> BTreeMap<usize, String> {
        let alike = self.likenesses().into_iter().map(|(out, lines)| match lines {
            1 => (
                out,
                "A bank line of its amount fits another payout as well; match it by hand."
                    .to_owned(),
            ),
            _ => (out, format!("{lines} bank lines of its amount could be it; match one by hand.")),
        });
        let carried =
            self.ins.iter().filter(|entry| entry.is_free()).flat_map(|entry| &entry.carries);
        let several =
            "A bank line names it with other payouts and is not their sum; match it by hand.";
        alike.chain(carried.map(|out| (*out, several.to_owned()))).collect()
    }
}

/// How far line and payout are apart, without a sign.
fn apart(out: &Out<'_>, line: &BankLine) -> Money {
    let apart = line.money.minor().abs_diff(out.seen.money.minor());
    let apart = i64::try_from(apart).unwrap_or(i64::MAX);
    Money::from_minor(apart, line.money.currency())
}

fn is_known_fee(out: &Out<'_>, line: &BankLine) -> bool {
    out.seen.fee == Some(apart(out, line))
}

/// `1 day ago`, `5 days ago`.
pub(super) fn days_ago(days: i64) -> String {
    if days == 1 { "1 day ago".to_owned() } else { format!("{days} days ago") }
}
