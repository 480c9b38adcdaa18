//! What is said of payments.

use ledger::{Money, Payment};
use store::PaymentRecord;

use super::{Step, Words};
use crate::Account;
use crate::attention::Moment;

pub(in crate::attention) fn unknown(
    payment: &Payment,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (gateway, amount) = (account.profile.title, payment.expected);
    let look_up = account.step_look_up();
    let open = Some(Step::OpenPayment);
    let dashboard = if look_up.is_some() { "Look it up" } else { "Look into its dashboard" };
    let lost = payment.link().filter(|link| link.url.is_none() && !link.failed);
    let (happened, means) = match (&payment.gateway_status, lost) {
        (_, Some(link)) => (
            format!(
                "A link for {amount} was asked for on {}, and no answer has said whether {gateway} made it.",
                moment.day(link.requested_at)
            ),
            format!(
                "Nobody was given that link, so most likely nothing was paid by it. {dashboard}; once {gateway} does not know \
                 it, a new link is safe."
            ),
        ),
        (Some(word), None) if !word.is_empty() => (
            format!(
                "{gateway} calls this payment of {amount} `{word}`, a word that is not known here."
            ),
            format!(
                "The customer may have paid or not. {dashboard} before you hand anything out or ask for the money again."
            ),
        ),
        _ => (
            format!(
                "{gateway} has given no answer yet that says what became of this payment of {amount}."
            ),
            format!(
                "The customer may have paid or not. {dashboard} before you hand anything out or ask for the money again."
            ),
        ),
    };
    Words::new(happened, means, [look_up, open])
}

pub(in crate::attention) fn never_ended(
    payment: &Payment,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (gateway, amount) = (account.profile.title, payment.expected);
    let link = payment.link();
    let day = moment.day(link.map_or(payment.created_at, |link| link.requested_at));
    Words::new(
        format!(
            "The payment of {amount} asked for on {day} is still pending, and is no longer looked up by itself."
        ),
        format!(
            "Most likely the customer did not pay. Look it up once more, so that {gateway} says how it ended; if the order \
             still stands, send a new link then."
        ),
        [account.step_look_up(), Some(Step::OpenPayment)],
    )
}

pub(in crate::attention) fn late(payment: &Payment, account: &Account, moment: &Moment) -> Words {
    let (paid, day) = (payment.amount(), paid_on(payment, moment));
    Words::new(
        format!("{paid} came in by {day} for an order that had expired or been given up before."),
        "The money has come. If you still deliver at that price, accept it; if not, refund it."
            .to_owned(),
        [Some(Step::Accept), refund(payment, account), Some(Step::OpenPayment)],
    )
}

pub(in crate::attention) fn other_amount(
    payment: &Payment,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (paid, ordered, day) = (payment.amount(), ordered(payment), paid_on(payment, moment));
    let happened = format!("{paid} were paid for an order of {ordered}, as was learned on {day}.");
    let (accept, open) = (Some(Step::Accept), Some(Step::OpenPayment));
    if paid.minor() > ordered.minor() {
        let apart = apart(paid, ordered);
        let means = format!(
            "The customer paid {apart} too much. Refund the difference, or accept it where it was agreed, such as a tip."
        );
        return Words::new(happened, means, [refund(payment, account), accept, open]);
    }
    let apart = apart(ordered, paid);
    let means = format!(
        "{apart} are missing. Ask the customer for the rest before you deliver, refund what came, or accept it where it was \
         agreed."
    );
    Words::new(happened, means, [open, refund(payment, account), accept])
}

pub(in crate::attention) fn other_currency(
    payment: &Payment,
    account: &Account,
    moment: &Moment,
) -> Words {
    let (paid, ordered, day) = (payment.amount(), ordered(payment), paid_on(payment, moment));
    Words::new(
        format!("{paid} were paid for an order of {ordered}, as was learned on {day}."),
        format!(
            "The books count {paid}. Compare what that is worth with the order: accept it if it is enough, or refund it."
        ),
        [Some(Step::OpenPayment), refund(payment, account), Some(Step::Accept)],
    )
}

pub(in crate::attention) fn unordered(
    record: &PaymentRecord,
    account: &Account,
    moment: &Moment,
) -> Words {
    let payment = &record.payment;
    let (gateway, name, amount) = (account.profile.title, &record.account_name, payment.amount());
    let (accept, open) = (Some(Step::Accept), Some(Step::OpenPayment));
    if payment.captured.is_none() {
        let status = payment.status;
        return Words::new(
            format!("{gateway} tells of a payment of {amount} at {name} that no order here asked for; it is {status}."),
            "No money has come by it. It may be of your website or another program; if that is so, accept it.".to_owned(),
            [accept, open, None],
        );
    }
    let day = paid_on(payment, moment);
    Words::new(
        format!("On {day} a payment of {amount} at {name} was found that no order here asked for."),
        "It may be a sale of your website or another program: accept it then. If nobody in the shop knows of it, find out \
         who paid before you refund it."
            .to_owned(),
        [accept, open, refund(payment, account)],
    )
}

fn refund(payment: &Payment, account: &Account) -> Option<Step> {
    let is_left = payment.refundable().is_positive();
    let by_hand = Some(Step::RecordRefund);
    account.step_refund().or(by_hand).filter(|_| is_left)
}

fn ordered(payment: &Payment) -> Money {
    payment.order.as_ref().map_or(payment.expected, |order| order.amount)
}

fn paid_on(payment: &Payment, moment: &Moment) -> String {
    moment.day(payment.captured_at.unwrap_or(payment.created_at))
}

fn apart(more: Money, less: Money) -> String {
    more.checked_sub(less).map_or_else(|_| "Some of it".to_owned(), |apart| apart.to_string())
}
