//! A journal for hledger: a transaction per journal entry, with both legs of each movement.
//!
//! The file reads the same in every locale, since it says itself what its decimal mark is. Accounts and commodities are
//! declared before their first use, so that `hledger check --strict` passes. Text stands in the code and the
//! description only: in comments hledger looks for dates and tags, and ids are all that is written there.

use ledger::Currency;

use super::USUAL;
use super::books::{Leg, NameRule};
use super::plaintext::{Dialect, Ledger};
use super::words;
use crate::finding::Findings;
use crate::text::{Line, LineRule};
use crate::{Context, Profile, Row};

pub(crate) const PROFILE: Profile = Profile {
    name: "hledger",
    title: "hledger journal",
    about: "Double entry for hledger: every movement with both its legs, for an `include` in your own journal.",
    extension: "journal",
    names_accounts: true,
    format: |context| Box::new(Ledger::new(context, Hledger)),
    ..USUAL
};

/// A semicolon begins a comment, a bar parts payee from note, and a parenthesis ends the code.
const CODE: LineRule = LineRule { forbidden: ";|()", longest: 100 };
const DESCRIPTION: LineRule = LineRule { forbidden: ";|", longest: usize::MAX };
const WHY: &str = "hledger's descriptions are one plain line without ; and |, its codes have no parentheses and here at \
                   most 100 characters";

struct Hledger;

impl Dialect for Hledger {
    const PREAMBLE: &'static str =
        "; Written by Tillkeeper. One transaction for each entry of its journal.\ndecimal-mark .\n";

    const NAMES: NameRule = NameRule {
        fit: |level| {
            let line = Line::of(level, LineRule { forbidden: ":;", longest: 100 });
            let is_shared = line.text != level;
            (line.text, is_shared)
        },
        roots: &[],
        one_currency: false,
        why: "accounts of hledger begin with a letter or a digit, and have neither ; nor two spaces together; a level of \
              their names has no : within",
    };

    /// An amount shows how those of the currency are written.
    fn commodity(&self, currency: Currency) -> String {
        let digits = usize::try_from(currency.exponent()).unwrap_or_default();
        format!("commodity 1000.{} {currency}\n", "0".repeat(digits))
    }

    fn account(&self, name: &str) -> String {
        format!("account {name}\n")
    }

    /// The code is there even where it is empty, since what begins with a parenthesis would be taken for it otherwise.
    fn head(&self, row: &Row, context: &Context, findings: &mut Findings) -> String {
        let day = row.local(context.time_zone).date();
        let mut line = |text: &str, rule| Line::told(text, rule, WHY, row, findings);
        let code = line(&row.reference, CODE);
        let payee = line(words::payee(row), DESCRIPTION);
        let note = line(&words::description(row), DESCRIPTION);
        let bar = if payee.is_empty() { "" } else { " | " };
        let entry = row.entry;
        let payment = row.payment.map(|id| format!(", payment:{id}")).unwrap_or_default();
        let payout = row.payout.map(|id| format!(", payout:{id}")).unwrap_or_default();
        format!("{day} * ({code}) {payee}{bar}{note}\n    ; entry:{entry}{payment}{payout}\n")
    }

    fn leg(&self, name: &str, leg: Leg<'_>) -> String {
        let (amount, currency) = (leg.money.to_decimal_string(), leg.money.currency());
        let (id, kind) = (leg.row.id(), leg.row.kind());
        format!("    {name}  {amount} {currency}  ; row:{id}, type:{kind}\n")
    }
}
