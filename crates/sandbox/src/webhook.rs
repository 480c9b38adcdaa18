//! Webhooks: what happened, in each gateway's own words, signed as each signs, and sent until it is taken.
//!
//! A gateway's words and signature are its own module's (`<gateway>/webhook.rs`); when and how often a message leaves is the
//! [`Courier`]'s. Messages go to addresses on this computer only.

mod courier;

use chrono::{DateTime, Utc};
use ledger::Money;
use serde::Serialize;

use crate::Sandbox;
use crate::state::{Checkout, Gateway, Refund, World};
use crate::wire::WIRES;
pub(crate) use courier::{Courier, Delivery, serve};

/// How a gateway says what happened.
pub(crate) struct Messages {
    /// The body, where the gateway tells of such a thing at all.
    pub(crate) body: fn(&Happened<'_>) -> Option<String>,
    /// The headers that prove a body, signed at a time; by a secret that is not the gateway's where it is forged.
    pub(crate) headers: Sign,
    /// What can be sent without anything having happened.
    pub(crate) at_will: &'static [Message],
}

/// Makes the headers that prove a body, signed at a time.
pub(crate) type Sign = fn(&str, DateTime<Utc>, Hand) -> Vec<(&'static str, String)>;

/// Something that a gateway may tell of.
pub(crate) enum Happened<'a> {
    /// A customer paid, was declined, or left.
    Ended(&'a Checkout),
    /// Somebody claims that a checkout was paid.
    Claimed(&'a Checkout),
    /// Money of a checkout goes back.
    Refunded(&'a Checkout, &'a Refund),
    /// One of the messages that can be sent at will.
    AtWill(Message, DateTime<Utc>, Money, Option<&'a Checkout>),
}

/// Who writes a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hand {
    /// The gateway.
    Gateway,
    /// Somebody who does not have its secret.
    Stranger,
}

/// A message that can be sent at will.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// Whether anybody listens.
    Ping,
    /// The gateway paid the merchant.
    Settlement,
    /// The gateway transferred money.
    Transfer,
    /// A subscription was renewed, and paid.
    Renewal,
}

/// Every message that can be sent at will.
pub(crate) const MESSAGES: [Message; 4] =
    [Message::Ping, Message::Settlement, Message::Transfer, Message::Renewal];

impl Message {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Ping => "ping",
            Self::Settlement => "settlement",
            Self::Transfer => "transfer",
            Self::Renewal => "renewal",
        }
    }

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Ping => "a connection test",
            Self::Settlement => "a payout to the merchant",
            Self::Transfer => "a transfer",
            Self::Renewal => "a renewed subscription",
        }
    }
}

impl World {
    /// Tells of what happened, where the gateway tells of such a thing and somebody listens.
    pub(crate) fn tell(&self, gateway: Gateway, happened: &Happened<'_>) {
        let Some(messages) = WIRES
            .into_iter()
            .find(|wire| wire.gateway == gateway)
            .and_then(|wire| wire.messages.as_ref())
        else {
            return;
        };
        if let Some(body) = (messages.body)(happened) {
            let hand = match happened {
                Happened::Claimed(_) => Hand::Stranger,
                _ => Hand::Gateway,
            };
            self.courier().take(Delivery { gateway, body, headers: messages.headers, hand });
        }
    }

    /// Sends a message at will, about the newest paid checkout of the gateway where it is about one.
    pub(crate) fn send_now(&self, gateway: &str, message: Message) -> bool {
        let wire = WIRES.into_iter().find(|wire| wire.gateway.key() == gateway);
        let Some(wire) = wire.filter(|wire| {
            wire.messages.as_ref().is_some_and(|messages| messages.at_will.contains(&message))
        }) else {
            return false;
        };
        let now = self.now();
        let book = self.book();
        let paid = book
            .newest_first()
            .find(|checkout| checkout.order.gateway == wire.gateway && checkout.paid().is_some());
        let currency = paid.map_or(wire.currency, |checkout| checkout.order.amount.currency());
        let amount = Money::from_minor(AT_WILL_MINOR, currency);
        self.tell(wire.gateway, &Happened::AtWill(message, now, amount, paid));
        true
    }
}

/// How much a message at will is about, in minor units.
const AT_WILL_MINOR: i64 = 1_250_000;

impl Sandbox {
    /// Where a gateway sends its webhooks from now on, or that it sends none. Says whether the gateway sends any and the address
    /// is one on this computer.
    pub fn send_webhooks_to(&self, gateway: &str, url: Option<&str>) -> bool {
        self.world().courier().send_to(gateway, url)
    }

    /// Where each gateway that sends webhooks sends them.
    #[must_use]
    pub fn webhook_targets(&self) -> Vec<(&'static str, Option<String>)> {
        let senders = WIRES.into_iter().filter(|wire| wire.messages.is_some());
        let target = |key| (key, self.world().courier().target(key));
        senders.map(|wire| target(wire.gateway.key())).collect()
    }

    /// Sends a message without anything having happened. Says whether the gateway has such a message.
    pub fn send_webhook(&self, gateway: &str, message: Message) -> bool {
        self.world().send_now(gateway, message)
    }
}

/// A body as JSON text, in which amounts stay as exact as they are.
pub(crate) fn json(body: &impl Serialize) -> Option<String> {
    serde_json::to_string(body).ok()
}
