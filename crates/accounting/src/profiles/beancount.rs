//! A ledger for Beancount: a transaction per journal entry, with both legs of each movement.
//!
//! It needs no option and no plugin. Accounts are opened right before their first use and as of 1970, since what was
//! learned late happened before what stands above it. Links tie all transactions of a payment together. A second file
//! of the same books must not open the accounts again, hence the choice.

use ledger::Currency;
use unicode_general_category::{GeneralCategory as Category, get_general_category};

use super::USUAL;
use super::books::{Leg, NameRule};
use super::plaintext::{Dialect, Ledger};
use super::words;
use crate::finding::Findings;
use crate::text::{Line, LineRule};
use crate::{Choice, Context, Profile, Row};

pub(crate) const PROFILE: Profile = Profile {
    name: "beancount",
    title: "Beancount ledger",
    about: "Double entry for Beancount: every movement with both its legs, for an `include` in your own ledger.",
    extension: "beancount",
    names_accounts: true,
    choices: &[Choice {
        name: OPEN,
        about: "Whether accounts are opened in the file; Beancount wants each to be opened once.",
        values: &[
            (
                YES,
                "each account is opened before its first use: a file that stands alone, or the first one",
            ),
            ("no", "the accounts are opened elsewhere: a file beside others"),
        ],
        free: false,
    }],
    format: |context| {
        let opens = context.choice(OPEN) == YES;
        Box::new(Ledger::new(context, Beancount { opens }))
    },
    ..USUAL
};

const OPEN: &str = "open";
const YES: &str = "yes";

/// Nothing is forbidden within a line, since what ends a string is escaped.
const TEXT: LineRule = LineRule { forbidden: "", longest: usize::MAX };
const WHY: &str = "texts in a ledger are one plain line";

struct Beancount {
    opens: bool,
}

impl Dialect for Beancount {
    const PREAMBLE: &'static str =
        "; Written by Tillkeeper. One transaction for each entry of its journal.\n";

    const NAMES: NameRule = NameRule {
        fit,
        roots: &["Assets", "Liabilities", "Equity", "Income", "Expenses"],
        one_currency: false,
        why: "accounts of Beancount begin with Assets, Liabilities, Equity, Income or Expenses, and the levels of their \
              names have letters, digits and hyphens behind a capital or a digit",
    };

    fn commodity(&self, _: Currency) -> String {
        String::new()
    }

    fn account(&self, name: &str) -> String {
        if self.opens { format!("1970-01-01 open {name}\n") } else { String::new() }
    }

    fn head(&self, row: &Row, context: &Context, findings: &mut Findings) -> String {
        let day = row.local(context.time_zone).date();
        let mut string = |text: &str| {
            let line = Line::told(text, TEXT, WHY, row, findings);
            format!("\"{}\"", line.replace('\\', r"\\").replace('"', "\\\""))
        };
        let payee = Some(words::payee(row)).filter(|payee| !payee.is_empty());
        let payee = payee.map(|payee| string(payee) + " ").unwrap_or_default();
        let narration = string(&words::description(row));
        let order = string(&row.reference);
        let entry = row.entry;
        let payment = row.payment.map(|id| format!(" ^payment-{id}")).unwrap_or_default();
        let payout = row.payout.map(|id| format!(" ^payout-{id}")).unwrap_or_default();
        format!(
            "{day} * {payee}{narration}{payment}{payout}\n  entry: \"{entry}\"\n  order: {order}\n"
        )
    }

    fn leg(&self, name: &str, leg: Leg<'_>) -> String {
        let (amount, currency) = (leg.money.to_decimal_string(), leg.money.currency());
        let (id, kind) = (leg.row.id(), leg.row.kind());
        format!("  {name}  {amount} {currency}\n    row: \"{id}\"\n    type: \"{kind}\"\n")
    }
}

/// A level as Beancount takes it: `Lagos shop` is `Lagos-shop`, `Co-op` is `Co--op`, `café` is `Café`. Another level may
/// have come out the same where this one cannot be read back from it.
fn fit(level: &str) -> (String, bool) {
    let short: String = level.chars().take(100).collect();
    let mut name = String::with_capacity(short.len());
    for c in short.chars() {
        match c {
            ' ' => name.push('-'),
            '-' => name.push_str("--"),
            c if is_letter_or_digit(c) => name.push(c),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let read = name.replace("--", "\0").replace('-', " ").replace('\0', "-");
    let (name, is_shared) = capital(&name);
    (name, is_shared || read != level)
}

/// The name with a capital or a digit first, and whether another name could come out the same. No two accounts at gateways differ
/// in nothing but whether that letter is a capital.
fn capital(name: &str) -> (String, bool) {
    let mut rest = name.chars();
    let first = rest.next();
    let upper: String = first.into_iter().flat_map(char::to_uppercase).collect();
    if !begins(&upper) {
        // What has a hyphen first is rarer than an X-ray.
        return (format!("X{name}"), first == Some('-'));
    }
    let behind = rest.as_str().chars().next().map(String::from).unwrap_or_default();
    let is_like_put_in_front =
        upper == "X" && !behind.is_empty() && behind != "-" && !begins(&behind.to_uppercase());
    let is_one_of_two = first.is_none_or(|first| {
        upper.to_lowercase() == first.to_string() || upper == first.to_string()
    });
    (upper + rest.as_str(), is_like_put_in_front || !is_one_of_two)
}

/// Whether the letters, which stand for one, may stand in front of a name.
fn begins(letters: &str) -> bool {
    let is_capital = |c: char| {
        matches!(get_general_category(c), Category::UppercaseLetter | Category::DecimalNumber)
    };
    letters.starts_with(is_capital) && letters.chars().all(is_letter_or_digit)
}

/// What Beancount takes: `\p{L}` and `\p{Nd}`.
fn is_letter_or_digit(c: char) -> bool {
    matches!(
        get_general_category(c),
        Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::ModifierLetter
            | Category::OtherLetter
            | Category::DecimalNumber
    )
}
