//! The fault dial: what goes wrong, at which gateway, for as long as it is turned on.
//!
//! A fault is turned on and off from the command line, from a page, or by whoever runs the sandbox; requests and webhooks
//! look at the dial when they leave. What goes wrong is done in one place each: faults of answers in `dial/answers.rs`,
//! faults of messages in `webhook/courier.rs`, and faults of money where the money is (`state.rs`).

mod answers;
mod page;

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Sandbox;
use crate::state::Gateway;
use crate::wire::{WIRES, Wire};
pub(crate) use answers::spoil;
pub(crate) use page::router;

/// Something that goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// What was asked for is done, and the answer never arrives.
    AnswerLost,
    /// What was asked for is done at once, and the answer takes some seconds.
    Slow,
    /// 429, with a pause asked for.
    TooMany,
    /// 500, with a web page in place of data.
    Broken,
    /// Customers pay another amount than was ordered.
    WrongAmount,
    /// Each webhook is sent twice.
    DuplicateWebhook,
    /// Webhooks arrive long after what they tell of.
    LateWebhook,
    /// A webhook arrives after the one that follows it.
    ReorderedWebhooks,
    /// Before each webhook comes one from somebody else, who claims that the payment was made.
    ForgedWebhook,
    /// The gateway's clock is ten minutes ahead.
    ClockSkew,
    /// Refunds are processed and then fail.
    RefundFailsLater,
}

/// A fault of one gateway, and whether it is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultState {
    /// The gateway's name, as programs write it.
    pub gateway: &'static str,
    /// The fault.
    pub fault: Fault,
    /// Whether it is on.
    pub on: bool,
}

/// The text names no fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a fault; there are answer_lost, slow, too_many, broken, wrong_amount, duplicate_webhook, late_webhook, \
         reordered_webhooks, forged_webhook, clock_skew and refund_fails_later"
)]
pub struct UnknownFault(String);

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 11] = [
        Self::AnswerLost,
        Self::Slow,
        Self::TooMany,
        Self::Broken,
        Self::WrongAmount,
        Self::DuplicateWebhook,
        Self::LateWebhook,
        Self::ReorderedWebhooks,
        Self::ForgedWebhook,
        Self::ClockSkew,
        Self::RefundFailsLater,
    ];

    /// The word it is known by.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AnswerLost => "answer_lost",
            Self::Slow => "slow",
            Self::TooMany => "too_many",
            Self::Broken => "broken",
            Self::WrongAmount => "wrong_amount",
            Self::DuplicateWebhook => "duplicate_webhook",
            Self::LateWebhook => "late_webhook",
            Self::ReorderedWebhooks => "reordered_webhooks",
            Self::ForgedWebhook => "forged_webhook",
            Self::ClockSkew => "clock_skew",
            Self::RefundFailsLater => "refund_fails_later",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::AnswerLost => "Answers get lost",
            Self::Slow => "Answers are slow",
            Self::TooMany => "Too many requests",
            Self::Broken => "Out of order",
            Self::WrongAmount => "Wrong amount paid",
            Self::DuplicateWebhook => "Webhooks come twice",
            Self::LateWebhook => "Webhooks come late",
            Self::ReorderedWebhooks => "Webhooks come in the wrong order",
            Self::ForgedWebhook => "Forged webhooks",
            Self::ClockSkew => "Wrong clock",
            Self::RefundFailsLater => "Refunds fail later",
        }
    }

    /// What it does, in a sentence.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::AnswerLost => {
                "Links, refunds and payouts are made, but the connection breaks before the answer."
            }
            Self::Slow => "Every answer takes some seconds.",
            Self::TooMany => "Every request is turned away, and a pause is asked for.",
            Self::Broken => "Every request is answered with status 500 and a web page.",
            Self::WrongAmount => "Customers pay half of what was ordered.",
            Self::DuplicateWebhook => "Each message is sent a second time.",
            Self::LateWebhook => "Each message is sent some seconds after the event.",
            Self::ReorderedWebhooks => "A message waits until the next one was sent.",
            Self::ForgedWebhook => {
                "Before each message comes one that somebody else made up: the payment succeeded."
            }
            Self::ClockSkew => "Messages are signed with a time ten minutes ahead.",
            Self::RefundFailsLater => "Refunds are processed, and fail after as long again.",
        }
    }

    /// Whether a gateway can have it: one that sends no webhooks has no faults of them.
    fn suits(self, wire: &Wire) -> bool {
        match self {
            Self::AnswerLost | Self::Slow | Self::TooMany | Self::Broken => true,
            Self::WrongAmount => wire.gateway != Gateway::Nowpay,
            Self::DuplicateWebhook
            | Self::LateWebhook
            | Self::ReorderedWebhooks
            | Self::ForgedWebhook => wire.messages.is_some(),
            Self::ClockSkew => wire.gateway == Gateway::Ovgc,
            Self::RefundFailsLater => wire.gateway == Gateway::Novac,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = Self::ALL.into_iter().find(|fault| fault.as_str() == text);
        fault.ok_or_else(|| UnknownFault(text.chars().take(40).collect()))
    }
}

/// The faults that are on.
#[derive(Debug, Default)]
pub(crate) struct Dial(Mutex<HashSet<(Gateway, Fault)>>);

impl Dial {
    pub(crate) fn is_on(&self, gateway: Gateway, fault: Fault) -> bool {
        self.on().contains(&(gateway, fault))
    }

    /// Turns a fault, and says whether the gateway can have it.
    pub(crate) fn turn(&self, gateway: &str, fault: Fault, on: bool) -> bool {
        let wire = WIRES.into_iter().find(|wire| wire.gateway.key() == gateway);
        let Some(wire) = wire.filter(|wire| fault.suits(wire)) else { return false };
        let place = (wire.gateway, fault);
        if on {
            self.on().insert(place)
        } else {
            self.on().remove(&place)
        };
        true
    }

    /// Every fault of every gateway that can have it.
    pub(crate) fn states(&self) -> Vec<FaultState> {
        let on = self.on();
        let of_wire = |wire: &'static Wire| {
            let faults = Fault::ALL.into_iter().filter(|fault| fault.suits(wire));
            let gateway = wire.gateway;
            let state = |fault| (gateway.key(), fault, on.contains(&(gateway, fault)));
            faults.map(state).collect::<Vec<_>>()
        };
        let states = WIRES.into_iter().flat_map(of_wire);
        states.map(|(gateway, fault, on)| FaultState { gateway, fault, on }).collect()
    }

    fn on(&self) -> MutexGuard<'_, HashSet<(Gateway, Fault)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sandbox {
    /// Every fault of every gateway that can have it.
    #[must_use]
    pub fn faults(&self) -> Vec<FaultState> {
        self.world().dial().states()
    }

    /// Turns a fault on or off, and says whether there is such a gateway and it can have the fault.
    pub fn set_fault(&self, gateway: &str, fault: Fault, on: bool) -> bool {
        self.world().dial().turn(gateway, fault, on)
    }
}
