//! What the inbox says of a message, in words for the merchant.

use gateways::{Profile, Proof, Rejection};
use ledger::{AccountName, Body, Money, Payment, Payout, PayoutStatus};

use store::PayoutRecord;

use super::judge::Opinion;
use crate::Error;

/// What every message says that was given up and may be replayed.
pub(super) const REPLAY: &str = "replay";
/// What every message says that tells of a refund which was not booked.
pub(super) const BY_HAND: &str = "record it by hand";

/// Whether a sentence is one of [`never_asked`] or [`not_acted_on`].
pub(super) fn says_given_up(reason: &str) -> bool {
    reason.contains("because of this message any more: replay it")
        || reason.starts_with("it could not be acted on, and can be replayed")
}

/// Whether a sentence tells of a refund that was not booked.
pub(super) fn says_not_booked(reason: &str) -> bool {
    reason.contains("booked") && reason.contains(BY_HAND)
}

/// Whether a sentence is one of [`account_removed`].
pub(super) fn says_account_removed(reason: &str) -> bool {
    reason.starts_with("the account `")
}

/// Whether a sentence is one of [`stands_for_many`].
pub(super) fn says_flood(reason: &str) -> bool {
    reason.starts_with("more messages come in than")
}

/// Whether a sentence is about a body that is too large.
pub(super) fn says_too_large(reason: &str) -> bool {
    reason.starts_with("its body ") || reason.starts_with("nothing proves a message of")
}

/// Whether a sentence is one of [`unreadable`].
pub(super) fn says_unreadable(reason: &str) -> bool {
    reason.starts_with("it is no message that ")
}

pub(super) fn accepted(profile: &Profile, proof: Proof) -> String {
    let title = profile.title;
    match proof {
        Proof::Secret => format!("it is proven to be {title}'s own by the account's secret"),
        Proof::OldSecret => {
            format!("it is proven to be {title}'s own by the secret that is being replaced")
        }
        Proof::Source => format!("it is proven to be {title}'s own by the address it came from"),
        Proof::Nothing => {
            format!("nothing proves a message of {title}, so this one causes a look-up at most")
        }
    }
}

pub(super) fn not_proven(profile: &Profile, why: &Rejection) -> String {
    format!("it is not proven to be {}'s own: {why}", profile.title)
}

pub(super) fn unreadable(profile: &Profile, why: &Rejection) -> String {
    format!("it is no message that {} is known to send: {why}", profile.title)
}

pub(super) fn too_large(bytes: u64, most: usize) -> String {
    let most = most / 1024;
    format!(
        "its body has {bytes} bytes, and at most {most} KiB are taken; the body was not kept. No gateway is known to send as \
         much"
    )
}

pub(super) fn too_large_unproven(profile: &Profile, most: usize) -> String {
    let most = most / 1024;
    format!(
        "nothing proves a message of {}, and one that nothing proves may have {most} KiB at most",
        profile.title
    )
}

/// Of a message that is kept so that the inbox tells of those that are not.
pub(super) fn stands_for_many(opinion: &Opinion) -> String {
    let what = match opinion {
        Opinion::Untold => {
            "more messages come in than are kept while the keys of the account are locked away. Unlock them"
        }
        Opinion::NotProven(_) | Opinion::TooLarge(_) => {
            "more messages come in than are kept of those that are not proven. Somebody may be trying things, or the \
             account's secret or settings may be wrong"
        }
        Opinion::Genuine { .. } | Opinion::Unreadable { .. } => {
            "more messages come in than are taken at a time. What they are about is looked up all the same, and this one can \
             be replayed"
        }
    };
    let own = match opinion {
        Opinion::NotProven(reason) | Opinion::TooLarge(reason) => {
            format!(". Of this one: {reason}")
        }
        _ => String::new(),
    };
    format!(
        "{what}. This one stands for all that came in the same minute and were turned away{own}"
    )
}

pub(super) fn cannot_be_proven_again() -> String {
    "it had a secret in it that was blanked before it was kept, so it cannot be proven once more. What it is about is found \
     by looking it up"
        .to_owned()
}

pub(super) fn body_removed() -> String {
    "it was acted on before, and its body was removed together with the details of the customer. Look the payment up instead"
        .to_owned()
}

pub(super) fn account_removed(name: &str) -> String {
    format!(
        "the account `{name}` was removed, and its keys with it, so nobody can be asked any more"
    )
}

pub(super) fn ping(profile: &Profile) -> String {
    format!("{} tried whether anybody listens, and somebody does", profile.title)
}

pub(super) fn about_nothing(profile: &Profile, event: &str) -> String {
    format!(
        "{} tells of `{event}`, which names nothing that could be looked up, so nothing was to be done",
        profile.title
    )
}

pub(super) fn cannot_be_asked(reason: &str) -> String {
    format!("nothing could be looked up, so nothing was changed: {reason}")
}

pub(super) fn not_acted_on(problem: &Error) -> String {
    format!("it could not be acted on, and can be replayed: {problem}")
}

pub(super) fn body_not_kept(bytes: u64) -> String {
    format!("its body of {bytes} bytes was not kept, because it was too large")
}

pub(super) fn no_account_named() -> String {
    "it names no account; say for which account the messages are".to_owned()
}

pub(super) fn no_such_account(name: &str) -> String {
    let name: String = name.chars().take(60).collect();
    format!("there is no account `{name}`")
}

pub(super) fn import_with_keys(account: &AccountName) -> String {
    format!(
        "whether it is proven can only be told with the keys of `{account}`, which are not at hand; unlock them and import the \
         file once more"
    )
}

pub(super) const fn not_dated() -> &'static str {
    ". The file does not say when it came in, so the time of the import counted"
}

/// What a look-up came to.
pub(super) fn looked_up(profile: &Profile, payment: &Payment, anything_new: bool) -> String {
    let (title, reference, status) = (profile.title, &payment.reference, payment.status);
    if anything_new {
        format!("{title} was asked about {reference}: it is {status}")
    } else {
        format!("{title} was asked about {reference} and told nothing new: it is {status}")
    }
}

pub(super) fn not_all_asked(problem: &Error) -> String {
    let why = without_account(problem);
    format!(". Not all could be asked, and it will be looked up again. What kept it: {why}")
}

pub(super) fn stranger_found(profile: &Profile, payment: &Payment) -> String {
    let (title, reference, status) = (profile.title, &payment.reference, payment.status);
    format!(
        "no order here is called {reference}. {title} was asked and knows it, so it is booked as a payment that nobody \
         ordered here: it is {status}, {}",
        payment.amount()
    )
}

pub(super) fn known_to_nobody(profile: &Profile, references: &str) -> String {
    format!(
        "no order here is called {references}. {} was asked and does not know it either, so nothing was changed",
        profile.title
    )
}

pub(super) fn not_known_there(profile: &Profile, reference: &str) -> String {
    format!(
        "{} was asked about {reference} and does not know it, so nothing was changed",
        profile.title
    )
}

pub(super) fn not_asked(profile: &Profile, reference: &str, problem: &Error) -> String {
    let (title, why) = (profile.title, without_account(problem));
    format!(
        "{title} could not be asked about {reference}, so nothing was changed; it will be looked up again. What kept it: {why}"
    )
}

pub(super) fn not_asked_of_stranger(profile: &Profile, reference: &str, problem: &Error) -> String {
    let (title, why) = (profile.title, without_account(problem));
    format!(
        "no order here is called {reference}, and {title} could not be asked about it, so nothing was changed; replay this \
         message later. What kept it: {why}"
    )
}

/// Of a message that is not tried again.
pub(super) fn never_asked(profile: &Profile, reference: &str, problem: &Error) -> String {
    let (title, why) = (profile.title, without_account(problem));
    format!(
        "{title} was asked about {reference} again and again since this message came in and never answered, so nothing was \
         changed, and it is not asked because of this message any more: replay it. What kept it: {why}"
    )
}

pub(super) fn payout_of_another_account(payout: &PayoutRecord) -> String {
    format!(
        "{} is a payout of the account {} at the same gateway and is booked there, so nothing was booked for this one",
        payout.payout.order.reference, payout.account_name
    )
}

pub(super) fn of_another_account(reference: &str, accounts: &[String]) -> String {
    format!(
        "{reference} is a payment of the account {}, which a message for this account does not touch",
        accounts.join(", ")
    )
}

/// Where a message and the look-up differ.
pub(super) fn other_amount(told: Money, payment: &Payment) -> Option<String> {
    let known = payment.amount();
    (told != known).then(|| {
        format!(
            ". The message says {told} and the look-up {known}; the gateway's own answer counts"
        )
    })
}

pub(super) fn refunds_are_listed(profile: &Profile) -> String {
    format!(". {} lists its refunds, and that list was asked", profile.title)
}

pub(super) fn refund_booked(body: &Body) -> String {
    match body {
        Body::RefundFound { amount: booked, status, .. } => {
            format!(". The refund of {booked} is booked as {status}")
        }
        Body::RefundMatched { .. } => {
            ". A refund of that amount was recorded by hand, and is taken for this one: say whether it is".to_owned()
        }
        Body::RefundObserved { status, .. } => {
            format!(". It is the refund that is in the books already, which is {status}")
        }
        _ => String::new(),
    }
}

pub(super) fn refund_known() -> &'static str {
    ". The refund it tells of is in the books already"
}

pub(super) fn refund_without_amount() -> &'static str {
    ". The message does not say how much was refunded, so no refund was booked: look into the gateway's dashboard and record \
     it by hand"
}

pub(super) fn refund_lookalike(told: Money) -> String {
    format!(
        ". The message tells of a refund of {told} without an id, and another of the same amount is booked already, so this one \
         was not booked. If it is a second one, which the gateway's dashboard shows, record it by hand"
    )
}

pub(super) fn refund_refused(told: Money, why: &ledger::RefundRefusal) -> String {
    format!(
        ". The message tells of a refund of {told}, which was not booked: {why}. Look into the gateway's dashboard, and record \
         it by hand if it is right"
    )
}

pub(super) fn refund_not_believed() -> &'static str {
    ". Nothing proves the message, so the refund it tells of was not booked"
}

pub(super) fn refund_of_nothing() -> &'static str {
    "the message tells of a refund and does not say of which payment, so nothing was booked: look into the gateway's \
     dashboard and record it by hand"
}

pub(super) fn payout_looked_up(profile: &Profile, payout: &Payout, anything_new: bool) -> String {
    let (title, reference, status) = (profile.title, &payout.order.reference, payout.status);
    if anything_new {
        format!("{title} was asked about the payout {reference}: it is {status}")
    } else {
        format!(
            "{title} was asked about the payout {reference} and told nothing new: it is {status}"
        )
    }
}

pub(super) fn payout_told(
    profile: &Profile,
    payout: &Payout,
    status: PayoutStatus,
    anything_new: bool,
) -> String {
    let (title, reference) = (profile.title, &payout.order.reference);
    let news = if anything_new { "" } else { ", which was known already" };
    format!("{title} was asked about the payout {reference}: it is {status}{news}")
}

pub(super) fn payout_not_from_here(profile: &Profile) -> String {
    format!(
        "it names no payout that was sent from here, and {} is asked about those alone, so nothing was changed",
        profile.title
    )
}

pub(super) fn payout_of_other_amount(payout: &Payout, told: Money) -> String {
    format!(
        "the message tells of {told} under {}, which is a payout of {} here, so nothing was changed: look into the gateway's \
         dashboard",
        payout.order.reference, payout.order.amount
    )
}

pub(super) fn payout_would_be_booked(bodies: &[Body]) -> String {
    match bodies.first() {
        Some(Body::PayoutFound { order, .. }) => format!(
            "the gateway tells of the payout {} of {}, which would be booked",
            order.reference, order.amount
        ),
        Some(_) => "the gateway tells something new of a payout that is in the books".to_owned(),
        None => "the gateway tells nothing new of a payout that is in the books".to_owned(),
    }
}

pub(super) fn payout_booked(payout: &Payout, anything_new: bool) -> String {
    let (reference, status) = (&payout.order.reference, payout.status);
    if anything_new {
        format!("the gateway tells of the payout {reference}, which is booked as {status}")
    } else {
        format!("the payout {reference} is {status}, which was known already")
    }
}

pub(super) fn payout_not_believed() -> String {
    "it tells of a payout that is not known here, and nothing proves the message, so nothing was booked"
        .to_owned()
}

pub(super) fn payout_unclear() -> String {
    "it tells of money that was sent, but not how much of it or under which reference, so nothing was booked: look into the \
     gateway's dashboard"
        .to_owned()
}

/// What an entry changes, for the list of a replay.
pub(super) fn change(body: &Body) -> String {
    match body {
        Body::PaymentFound { reference, amount: found, .. } => {
            format!("the payment {reference} of {found}, which nobody ordered here, is booked")
        }
        Body::PaymentObserved { observation, .. } => match observation.amount {
            Some(told) => format!("the payment is {}, at {told}", observation.status),
            None => format!("the payment is {}", observation.status),
        },
        Body::RefundFound { amount: found, status, .. } => {
            format!("a refund of {found} is booked as {status}")
        }
        Body::RefundObserved { status, .. } => format!("a refund in the books is {status}"),
        Body::RefundMatched { .. } => "a refund recorded by hand is taken for this one".to_owned(),
        Body::PayoutFound { order, .. } => {
            format!("the payout {} of {} is booked", order.reference, order.amount)
        }
        Body::PayoutObserved(news) => format!("the payout is {}", news.status),
        other => other.kind().replace('_', " "),
    }
}

/// A gateway's problem without the name of the account, which is beside it.
fn without_account(problem: &Error) -> String {
    match problem {
        Error::Gateway { source, .. } => source.to_string(),
        other => other.to_string(),
    }
}
