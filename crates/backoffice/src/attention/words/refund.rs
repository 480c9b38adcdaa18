//! What is said of refunds.

use chrono::TimeDelta;
use ledger::{Money, Payment, Refund, RefundStatus};

use super::{Step, Words, said};
use crate::Account;
use crate::attention::Moment;

/// How long a look-up may still bring what became of a refund.
const JUST_SENT: TimeDelta = TimeDelta::minutes(10);

pub(in crate::attention) fn over_refunded(
    payment: &Payment,
    over: Money,
    account: &Account,
) -> Words {
    let (gateway, back, paid) = (account.profile.title, payment.refunded(), payment.amount());
    Words::new(
        format!(
            "{back} went back to the customer for a payment of {paid}: {over} more than was paid."
        ),
        format!(
            "Either the customer was paid back twice, or one refund is in the books twice. Compare the refunds of this \
             payment with the dashboard of {gateway}: join two that are one, or ask the customer or {gateway} for the {over}."
        ),
        [Some(Step::OpenPayment), account.step_look_up()],
    )
}

pub(in crate::attention) fn unknown(refund: &Refund, account: &Account, moment: &Moment) -> Words {
    let (gateway, amount) = (account.profile.title, refund.amount);
    let day = moment.day(refund.requested_at);
    let happened = match &refund.gateway_status {
        Some(word) => format!(
            "{gateway} calls the refund of {amount} of {day} `{word}`, a word that is not known here."
        ),
        None => format!(
            "A refund of {amount} was sent to {gateway} on {day}, and no answer has said whether it happened."
        ),
    };
    let held = format!(
        "The customer may have the money already, so the {amount} stay reserved and nothing is sent a second time. Do not pay \
         it back in another way before this is clear."
    );
    let look_up = account.step_look_up();
    let resolve = Some(Step::ResolveRefund);
    if look_up.is_none() {
        let means = format!(
            "{held} {gateway} cannot be asked from here: look into its dashboard, then say how it ended."
        );
        return Words::new(happened, means, [resolve, Some(Step::OpenPayment), None]);
    }
    if moment.now - refund.updated_at < JUST_SENT {
        let means = format!("{held} A look-up most often tells within minutes.");
        return Words::new(happened, means, [look_up, resolve, Some(Step::OpenPayment)]);
    }
    let means =
        format!("{held} Compare it with the refunds that {gateway} lists, and say how it ended.");
    Words::new(happened, means, [resolve, look_up, Some(Step::OpenPayment)])
}

pub(in crate::attention) fn failed(
    payment: &Payment,
    refund: &Refund,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (gateway, amount) = (account.profile.title, refund.amount);
    let (sent, told) = (moment.day(refund.requested_at), moment.day(refund.updated_at));
    let said = said(refund.message.as_deref());
    let is_left = payment.refundable().is_positive();
    let left = if is_left {
        format!(
            "The {amount} are free again: refund once more, or pay it back by hand and record that. It helps to tell the \
             customer that it takes longer."
        )
    } else {
        "Nothing is left to refund of this payment, so that another refund may have taken its place. If so, it is in order \
         as it is."
            .to_owned()
    };
    Words::new(
        format!(
            "On {told} {gateway} told that the refund of {amount} of {sent} did not go through{said}."
        ),
        format!("The customer has not got this money back. {left}"),
        [
            account.step_refund().filter(|_| is_left),
            Some(Step::RecordRefund).filter(|_| is_left),
            Some(Step::Accept),
            Some(Step::OpenPayment),
        ],
    )
}

pub(in crate::attention) fn revived(
    payment: &Payment,
    refund: &Refund,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (gateway, amount, told) =
        (account.profile.title, refund.amount, moment.day(refund.updated_at));
    let by = refund.resolved_by.as_ref().map_or("Somebody", |by| by.as_str());
    let went = if refund.status == RefundStatus::Processed {
        "went through after all"
    } else {
        "is under way after all"
    };
    let left = payment.refundable();
    Words::new(
        format!(
            "{by} took a refund of {amount} for failed, and on {told} {gateway} told that it {went}."
        ),
        format!(
            "It counts again, and {left} are left to refund. If the customer was paid back in its place, they have the money \
             twice: look at the payment's refunds, and ask for it back or let it be."
        ),
        [Some(Step::OpenPayment), Some(Step::Accept)],
    )
}

pub(in crate::attention) fn requested(
    refund: &Refund,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (gateway, amount, reason) = (account.profile.title, refund.amount, &refund.reason);
    let day = moment.day(refund.requested_at);
    let (who, other) = match &refund.by {
        Some(by) => (by.to_string(), format!("Somebody other than {by}")),
        None => ("Somebody".to_owned(), "A second person".to_owned()),
    };
    Words::new(
        format!(
            "{who} asked on {day} to refund {amount} (“{reason}”), and it waits for a second person."
        ),
        format!(
            "Nothing was sent to {gateway} yet, and the {amount} are reserved meanwhile. {other} looks at it and says yes or no."
        ),
        [Some(Step::ApproveRefund), Some(Step::OpenPayment)],
    )
}

pub(in crate::attention) fn unconfirmed(
    refund: &Refund,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (gateway, amount) = (account.profile.title, refund.asked);
    let day = moment.day(refund.requested_at);
    Words::new(
        format!(
            "{gateway} tells of a refund of {amount}, which was taken for the one that was recorded by hand on {day}."
        ),
        "Most often the two are one: say so, and all is in order. If the customer was paid back twice, say that they are two, \
         and both are counted."
            .to_owned(),
        [Some(Step::ConfirmMatch), Some(Step::SplitMatch), Some(Step::OpenPayment)],
    )
}

pub(in crate::attention) fn amount(
    payment: &Payment,
    refund: &Refund,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (gateway, asked, told) = (account.profile.title, refund.asked, refund.amount);
    let day = moment.day(refund.requested_at);
    let happened = format!(
        "{gateway} pays back {told} for the refund of {day}, which was asked for as {asked}."
    );
    let is_less = told.minor() < asked.minor();
    let apart = if is_less { asked.checked_sub(told) } else { told.checked_sub(asked) };
    let apart = apart.map_or_else(|_| "another amount".to_owned(), |apart| apart.to_string());
    let accept = Some(Step::Accept);
    if is_less {
        let can_refund = payment.refundable().is_positive();
        let means = format!(
            "The customer gets {apart} less than was meant, and the books count what {gateway} says. Refund the rest, or \
             accept it as it is."
        );
        let refund = account.step_refund().filter(|_| can_refund);
        return Words::new(happened, means, [refund, accept, Some(Step::OpenPayment)]);
    }
    let means = format!(
        "The customer gets {apart} more than was meant, and the books count what {gateway} says. Ask {gateway} why, or accept \
         it as it is."
    );
    Words::new(happened, means, [accept, account.step_look_up(), Some(Step::OpenPayment)])
}

pub(in crate::attention) fn stale(
    refund: &Refund,
    may_decide: bool,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (gateway, amount) = (account.profile.title, refund.amount);
    let day = moment.day(refund.requested_at);
    let days = (moment.now - refund.updated_at).num_days();
    let id = match &refund.gateway_refund_id {
        Some(id) => format!(" It goes by `{id}` there."),
        None => String::new(),
    };
    let happened = format!(
        "The refund of {amount} of {day} has been pending at {gateway} for {days} days without any news."
    );
    let resolve = Some(Step::ResolveRefund).filter(|_| may_decide);
    let look_up = account.step_look_up();
    if may_decide {
        let means = format!(
            "The customer may still be waiting. Ask {gateway} or the customer whether the money has come, and say how it \
             ended.{id}"
        );
        return Words::new(happened, means, [resolve, look_up, Some(Step::OpenPayment)]);
    }
    let means = format!(
        "The customer may still be waiting. Look it up; where that tells nothing new, ask {gateway} about it.{id}"
    );
    Words::new(happened, means, [look_up, resolve, Some(Step::OpenPayment)])
}
