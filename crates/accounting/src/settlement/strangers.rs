//! Bank lines that want a person: money that seems to be a gateway's and is no payout's that is known.

use super::Stranger;
use super::matching::{In, Matching};

impl Matching<'_> {
    pub(super) fn strangers(&self) -> Vec<Stranger> {
        let candidates = self.candidates();
        let lines = self.ins.iter().enumerate().map(|(place, entry)| {
            let outs = candidates.get(&place).into_iter().flatten();
            (entry, outs.map(|out| self.outs[*out].seen.id.clone()).collect::<Vec<_>>())
        });
        let strangers = lines.filter(|(entry, candidates)| is_stranger(entry, candidates));
        strangers
            .map(|(entry, candidates)| Stranger {
                line: entry.line.clone(),
                accounts: entry.names.iter().map(|(account, _)| (*account).to_owned()).collect(),
                why: self.why_strange(entry, candidates.len()),
                candidates,
            })
            .collect()
    }

    fn why_strange(&self, entry: &In<'_>, candidates: usize) -> String {
        if let Some(id) = &entry.line.matched_by_hand {
            return self.why_not_by_hand(entry, id).to_owned();
        }
        let is_open = |place: &&usize| self.outs.get(**place).is_some_and(|out| out.is_open());
        let open = entry.carries.iter().filter(is_open).count();
        match (entry.carries.len(), open) {
            (0, _) if candidates > 0 => {
                let payouts = if candidates == 1 { "a payout" } else { "several payouts" };
                format!(
                    "It has the amount of {payouts}, and that of which is not certain; match it by hand."
                )
            }
            (0, _) => {
                let mut titles: Vec<_> =
                    entry.names.iter().map(|(_, gateway)| gateway.title()).collect();
                titles.dedup();
                let names = titles.join(" or ");
                format!(
                    "It names {names} and fits no payout that is known here; look for the payout there, or match it by \
                     hand."
                )
            }
            (_, 0) => "It names a payout that has another bank line already; find out whether the money came twice or in \
                       parts."
                .to_owned(),
            _ => "It names several payouts and is not their sum; match it by hand.".to_owned(),
        }
    }

    fn why_not_by_hand(&self, entry: &In<'_>, id: &str) -> &'static str {
        if !entry.line.money.is_positive() {
            "A person matched it with a payout, but it is not incoming money; take the match back."
        } else if self.outs.iter().any(|out| out.seen.id == *id) {
            "A person matched it with a payout that has another bank line already; take one of the two matches back."
        } else {
            "A person matched it with a payout that is not known here; match it again."
        }
    }
}

fn is_stranger(entry: &In<'_>, candidates: &[String]) -> bool {
    let is_telling = !entry.names.is_empty() || !entry.carries.is_empty() || !candidates.is_empty();
    let is_income = entry.line.money.is_positive() && is_telling;
    !entry.is_taken && (is_income || entry.line.matched_by_hand.is_some())
}
