//! The settlement check: is the money that gateways owe seen to arrive at the bank?
//!
//! Payouts, as gateways tell of them, are matched with the lines of bank statements. A person's word counts first, then an
//! id of the payout in the line, then likeness: amount, currency and time, and only where just one payout and one line
//! fit each other. Where there is a doubt nothing is matched and the sentence beside the payout says so, because a wrong
//! match hides missing money. The same facts give the same answer in whatever order they come.
//!
//! Days are calendar days. Banks rest on days that differ from place to place; whoever waits longer says so in the
//! account's [`Terms`]. Money that arrives in several lines for one payout is not put together: the first line is *under*,
//! and the others are among the strangers. Nothing is converted between currencies.

mod judge;
mod likeness;
mod matching;
mod narrow;
mod strangers;
mod terms;
mod unsettled;
mod why;
mod words;

use chrono::NaiveDate;
use ledger::{GatewayKind, Money};

pub use judge::{Certainty, Verdict};
pub use terms::{Terms, Tolerance};

use crate::report::ReportError;
use matching::Matching;

/// What a day brought on an account at a gateway: its sales less fees, refunds and reversals, without payouts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owed {
    /// What the merchant calls the account.
    pub account: String,
    /// Its gateway.
    pub gateway: GatewayKind,
    /// The day, in the merchant's time zone.
    pub day: NaiveDate,
    /// How much; below zero where more went back than came in.
    pub net: Money,
}

/// What a gateway says of a payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// On its way, or the gateway does not say.
    Pending,
    /// It has arrived.
    Arrived,
    /// It did not happen, or the money came back.
    Failed,
}

/// Where the money of a payout went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Destination {
    /// To the merchant's own bank.
    OwnBank,
    /// The gateway does not say. It is part of the check only where a bank line has it: it may have gone to somebody else.
    Unknown,
}

/// A payout from a gateway that may come in at the merchant's own bank, as the gateway tells of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PayoutSeen {
    /// Its identity here.
    pub id: String,
    /// What the merchant calls the account that it left.
    pub account: String,
    /// The account's gateway.
    pub gateway: GatewayKind,
    /// Where it went.
    pub destination: Destination,
    /// How much goes to the bank; more than zero.
    pub money: Money,
    /// What the gateway took for it beside the amount.
    pub fee: Option<Money>,
    /// When it left, in the merchant's time zone.
    pub at: NaiveDate,
    /// What the gateway says became of it.
    pub standing: Standing,
    /// By what a bank may know it: the gateway's id, the bank's reference, the merchant's reference.
    pub ids: Vec<String>,
}

/// A line of a bank statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BankLine {
    /// Its identity within the bank account.
    pub key: String,
    /// The bank account.
    pub place: String,
    /// The day it was booked.
    pub date: NaiveDate,
    /// How much; below zero is money that left the bank account.
    pub money: Money,
    /// What the bank wrote.
    pub text: String,
    /// The bank's reference, where there is one.
    pub reference: Option<String>,
    /// The payout that a person says it belongs to.
    pub matched_by_hand: Option<String>,
}

/// Everything that is known.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What gateways owe.
    pub owed: &'a [Owed],
    /// What gateways say they paid out.
    pub payouts: &'a [PayoutSeen],
    /// What the bank says.
    pub lines: &'a [BankLine],
    /// What is agreed for accounts; those that are missing have [`Terms::usual`].
    pub terms: &'a [Terms],
    /// The first day of what gateways owe. What is from before is one sum on the day before it.
    pub from: NaiveDate,
    /// The last day of what gateways owe: today, or the end of a period that is over.
    pub as_of: NaiveDate,
    /// The day it is, in the merchant's time zone.
    pub today: NaiveDate,
}

/// How a payout ended, and why that is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The payout.
    pub payout: PayoutSeen,
    /// The bank line that has it.
    pub line: Option<BankLine>,
    /// The ids of other payouts that are in the same line; it is exactly the sum of all.
    pub shared_with: Vec<String>,
    /// How it ended.
    pub verdict: Verdict,
    /// The bank line less the payout, where those differ in one currency.
    pub difference: Option<Money>,
    /// How the line was found, where there is one.
    pub certainty: Option<Certainty>,
    /// A sentence for the merchant.
    pub why: String,
}

/// Money of an account that no payout has taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    /// What the merchant calls the account.
    pub account: String,
    /// Its gateway.
    pub gateway: GatewayKind,
    /// How much is at the gateway. Below zero more was paid out than is known to have come in.
    pub balance: Money,
    /// The first day whose money is not all paid out, where payouts take the oldest money first.
    pub oldest: Option<NaiveDate>,
    /// How many days ago that was, on the last day of what gateways owe.
    pub days: u32,
    /// Whether that is longer than agreed.
    pub is_overdue: bool,
    /// A sentence for the merchant.
    pub why: String,
}

/// A bank line that belongs to no payout although it names a gateway or a payout, has the amount of one, or a person matched it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// The line.
    pub line: BankLine,
    /// The accounts whose words it has.
    pub accounts: Vec<String>,
    /// The ids of payouts of its amount that it may be the money of; where it could be only one, it is matched and no stranger.
    pub candidates: Vec<String>,
    /// A sentence for the merchant.
    pub why: String,
}

/// What was said and what was seen, of all payouts that have a bank line in their own currency and did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// What gateways say they paid out.
    pub said: Money,
    /// What the bank has of it.
    pub seen: Money,
}

/// The answer of the settlement check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Every payout once, the oldest first; of those whose destination is unknown, only what has a bank line.
    pub checks: Vec<Check>,
    /// What is still at gateways, by account and currency; accounts that are even are left out.
    pub unsettled: Vec<Unsettled>,
    /// Bank lines that want a person, the oldest first.
    pub strangers: Vec<Stranger>,
    /// What was matched, per currency by code.
    pub totals: Vec<Total>,
}

impl Settlement {
    /// Matches and judges.
    ///
    /// # Errors
    /// [`ReportError::TotalTooLarge`].
    pub fn of(facts: Facts<'_>) -> Result<Self, ReportError> {
        let mut matching = Matching::of(facts);
        matching.by_hand();
        matching.by_id();
        matching.by_likeness();
        let checks = matching.checks()?;
        let totals = judge::totals(&checks)?;
        let strangers = matching.strangers();
        let unsettled = unsettled::unsettled(facts)?;
        Ok(Self { checks, unsettled, strangers, totals })
    }
}
