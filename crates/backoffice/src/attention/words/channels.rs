//! What is said of payouts, gateways, keys and bulk refunds.

use chrono::{DateTime, Utc};
use ledger::{AccountName, Money, Payout, PayoutStatus};
use store::BatchRecord;

use super::{Step, Words, counted, listed};
use crate::attention::Moment;
use crate::vault::Place;
use crate::{Account, Silence};

pub(in crate::attention) fn payout(
    payout: &Payout,
    is_left: bool,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (gateway, order) = (account.profile.title, &payout.order);
    let (amount, to, reference) = (order.amount, &order.to, &order.reference);
    let day = moment.day(payout.created_at);
    let look_up = Some(Step::LookUp).filter(|_| !account.is_removed());
    let resolve = Some(Step::ResolvePayout);
    let open = Some(Step::OpenPayout);
    if payout.status == PayoutStatus::Pending {
        return Words::new(
            format!(
                "{amount} to {to} were taken on by {gateway} on {day}, and it has not said that they arrived."
            ),
            format!(
                "It is no longer looked up by itself. Ask the receiver whether the money has come, or {gateway} about \
                 {reference}, and then say how it ended."
            ),
            [look_up, resolve, open],
        );
    }
    let happened = format!(
        "{amount} were sent to {to} on {day}, and no answer has said whether they went out."
    );
    let wait = "The money may have gone out, so do not send it again before this is clear.";
    if is_left {
        let means = format!(
            "{wait} It is no longer looked up by itself: ask {gateway} about {reference}, or the receiver, and then say how it ended."
        );
        return Words::new(happened, means, [resolve, look_up, open]);
    }
    let means = format!(
        "{wait} It is looked up by itself for two days; {gateway} knows it as {reference}."
    );
    Words::new(happened, means, [look_up, open, resolve])
}

pub(in crate::attention) fn silent(silence: &Silence, account: &Account, moment: &Moment) -> Words {
    let (gateway, name) = (account.profile.title, &silence.account);
    let (day, missed) = (moment.day(silence.since), counted(silence.missed, "payment", "payments"));
    Words::new(
        format!("{gateway} has sent no message for {name} since {day}, although {missed} came in."),
        format!(
            "Payments are still found by looking them up, only later. Check that the listener runs and the tunnel to it stands, \
             and that the address in the dashboard of {gateway} is the right one."
        ),
        [Some(Step::OpenListener), Some(Step::OpenAccount)],
    )
}

pub(in crate::attention) fn unreachable(
    payments: u64,
    tried_at: DateTime<Utc>,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (gateway, name) = (account.profile.title, &account.record.name);
    let time = tried_at.with_timezone(&moment.zone).format("%H:%M");
    let payments = counted(payments, "open payment", "open payments");
    Words::new(
        format!(
            "{gateway} has given no usable answer about {payments} at {name} several times in a row, the last time on {} at {time}.",
            moment.day(tried_at)
        ),
        format!(
            "What is shown of them may be old: some may be paid by now. They are tried again by themselves, less and less often. \
             Check the internet connection and, with the account's own check, whether {gateway} still takes its keys."
        ),
        [Some(Step::LookUp), Some(Step::OpenAccount)],
    )
}

pub(in crate::attention) fn keys_locked(
    place: Place,
    names: &[&AccountName],
    problem: Option<&str>,
) -> Words {
    let place = if place == Place::Vault { "vault" } else { "keychain" };
    let names = listed(names);
    Words::new(
        match problem {
            Some(problem) => format!("The {place} with the keys of {names} cannot be used: {problem}."),
            None => format!("The {place} with the keys of {names} is locked."),
        },
        "Nothing can be looked up, refunded or sent there until it is unlocked. Nothing is lost: what comes in meanwhile waits."
            .to_owned(),
        [Some(Step::Unlock), Some(Step::OpenAccount)],
    )
}

pub(in crate::attention) fn keys_missing(name: &AccountName, may_be_locked: bool) -> Words {
    let happened = if may_be_locked {
        format!("The keychain gives no keys for {name}: they were deleted in it, or it is locked.")
    } else {
        format!("The keys of {name} are not on this computer.")
    };
    let means = "Its gateway cannot be asked until the keys are there; the history is complete as far as it goes.";
    let unlock = Some(Step::Unlock).filter(|_| may_be_locked);
    let enter = if may_be_locked {
        "Unlock the keychain, or copy the keys from the gateway's dashboard once more and enter them anew."
    } else {
        "Copy them from the gateway's dashboard once more and enter them anew."
    };
    Words::new(
        happened,
        format!("{means} {enter}"),
        [unlock, Some(Step::ReplaceKeys), Some(Step::OpenAccount)],
    )
}

pub(in crate::attention) fn batch(batch: &BatchRecord, done: u64, moment: &Moment) -> Words {
    let (of, by, day) = (batch.lines, &batch.by, moment.day(batch.started_at));
    let left = counted(of.saturating_sub(done), "refund was", "refunds were");
    let sums: Vec<_> = batch.sums.iter().map(Money::to_string).collect();
    let sums = sums.join(" and ");
    let refunds = counted(of, "refund", "refunds");
    Words::new(
        format!(
            "The {refunds} of {sums} together that {by} began on {day} stopped after {done} of them."
        ),
        format!(
            "{left} not gone about yet. Going on repeats none that was asked for; ending it leaves the rest unrefunded."
        ),
        [Some(Step::ResumeBatch), Some(Step::EndBatch)],
    )
}
