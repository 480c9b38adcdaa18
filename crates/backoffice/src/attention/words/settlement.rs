//! What is said of money between a gateway and the bank.

use accounting::settlement::{Check, Unsettled, Verdict};
use chrono::NaiveDate;
use ledger::Payout;

use super::{Step, Words};
use crate::attention::Moment;

pub(in crate::attention) fn of_check(check: &Check, payout: &Payout, moment: &Moment) -> Words {
    let (gateway, order) = (check.payout.gateway.title(), &payout.order);
    let (amount, reference) = (order.amount, &order.reference);
    let day = moment.day(payout.created_at);
    let (open, look) = (Some(Step::OpenPayout), Some(Step::OpenSettlement));
    let Some(line) = check.line.as_ref().filter(|_| check.verdict != Verdict::Missing) else {
        return Words::new(
            format!(
                "{gateway} told of a payout of {amount} on {day}, and no line of your bank statements has it."
            ),
            format!(
                "{} If the money came in under another name, match its line with the payout by hand. {gateway} knows it as \
                 {reference}.",
                check.why
            ),
            [look, open],
        );
    };
    Words::new(
        format!(
            "{gateway} told of a payout of {amount} on {day}, and the bank has {} of it.",
            line.money
        ),
        format!(
            "{} If this is another payout's line, match both by hand; if your bank keeps that much, say so in the terms of {}.",
            check.why, check.payout.account
        ),
        [look, open],
    )
}

pub(in crate::attention) fn of_unsettled(money: &Unsettled, oldest: NaiveDate) -> Words {
    let (gateway, account) = (money.gateway.title(), &money.account);
    Words::new(
        format!(
            "{} of {account} are at {gateway}, the oldest of them since {}, and no payout has them.",
            money.balance,
            oldest.format("%-d %B %Y")
        ),
        format!(
            "{} If it was paid out and {gateway} told nothing of it, find its bank line and book it as a payout; if {gateway} \
             always takes longer, say so in the terms of {account}.",
            money.why
        ),
        [Some(Step::OpenSettlement), Some(Step::OpenAccount)],
    )
}
