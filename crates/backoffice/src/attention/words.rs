//! What is said of each concern: a sentence on what happened, what it means for the shop, and the next steps.
//!
//! Whoever reads this runs a shop and no gateway. So amounts and days are named, nobody is blamed, nothing is called failed
//! that may have happened, and every text says what to do, in the order of its steps.

pub(super) mod channels;
pub(super) mod messages;
pub(super) mod payment;
pub(super) mod refund;
pub(super) mod settlement;

use ledger::AccountName;

use super::Step;

/// What is said of a concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) happened: String,
    pub(super) means: String,
    pub(super) steps: Vec<Step>,
}

impl Words {
    /// With the steps that can be taken, in their order.
    fn new<const N: usize>(happened: String, means: String, steps: [Option<Step>; N]) -> Self {
        Self { happened, means, steps: steps.into_iter().flatten().collect() }
    }
}

/// What a gateway or a person said, at the end of a sentence: ` (it said: …)`; nothing where nothing was said.
fn said(message: Option<&str>) -> String {
    let message = message.map(|text| text.trim().trim_end_matches('.')).unwrap_or_default();
    if message.is_empty() { String::new() } else { format!(" (it said: {message})") }
}

/// `main`, `main and cards`, `main, cards and wallet`.
fn listed(names: &[&AccountName]) -> String {
    match names {
        [] => String::new(),
        [only] => only.to_string(),
        [rest @ .., last] => {
            let rest: Vec<_> = rest.iter().map(|name| name.as_str()).collect();
            format!("{} and {last}", rest.join(", "))
        }
    }
}

/// `1 payment`, `2 payments`.
fn counted(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_people_list_them() {
        let names: Vec<AccountName> =
            ["main", "cards", "wallet"].iter().map(|name| name.parse().unwrap()).collect();
        let names: Vec<_> = names.iter().collect();
        assert_eq!(listed(&names[..1]), "main");
        assert_eq!(listed(&names[..2]), "main and cards");
        assert_eq!(listed(&names), "main, cards and wallet");
    }

    #[test]
    fn what_was_said_ends_no_sentence_within_a_sentence() {
        assert_eq!(said(Some("Account closed. ")), " (it said: Account closed)");
        assert_eq!(said(Some(" ")), "");
        assert_eq!(said(None), "");
    }
}
