//! OVGC's messages: proven by a signature or by the shared secret (`proof`), and read (`event`).
//!
//! The seed publishes how a message is signed and names four events; what a message looks like it leaves open, as does
//! the payment-request API. So every place where a thing may be is looked at, and what follows from a message is as little
//! as possible: payments are looked up, and only refunds and payouts, which cannot be, are taken at their word.

mod event;
mod proof;

use crate::Webhooks;

pub(super) const WEBHOOKS: Webhooks = Webhooks {
    proof: "A signature by the webhook secret, made within five minutes of the message's arrival. At the payment-request API, \
            the webhook secret inside the message.",
    prove: proof::prove,
    read: event::read,
};
