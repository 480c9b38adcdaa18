//! What can go wrong with one call of a gateway: whether it has its effect, whether its answer comes, and whether either takes so
//! long that others act meanwhile.

use ledger::GatewayKind;

use crate::chance::Chance;

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Call {
    OpenLink,
    LookUp,
    Refund,
    RefundsOf,
    RefundsBetween,
}

/// Whether a request that changes something does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Now,
    /// So many seconds later, when the caller has long given up.
    Later(i64),
    Never,
}

/// What the caller hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Comes,
    TimedOut,
    Interrupted,
    Broken,
    Malformed,
    Refused,
    Limited,
}

/// Where a call is held up while others act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pause {
    None,
    BeforeEffect,
    AfterEffect,
}

/// How one call goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) effect: Effect,
    pub(crate) answer: Answer,
    pub(crate) pause: Pause,
}

impl Fault {
    pub(crate) const NONE: Self =
        Self { effect: Effect::Now, answer: Answer::Comes, pause: Pause::None };

    pub(crate) fn drawn(call: Call, chance: &mut Chance) -> Self {
        let (effect, answer) = match call {
            Call::Refund => of_refund(chance),
            Call::OpenLink => of_link(chance),
            Call::LookUp | Call::RefundsOf | Call::RefundsBetween => {
                (Effect::Now, of_question(chance))
            }
        };
        let pauses = [(70, Pause::None), (15, Pause::BeforeEffect), (15, Pause::AfterEffect)];
        Self { effect, answer, pause: chance.weighted(&pauses) }
    }
}

impl Answer {
    /// The error that the caller gets; none where the answer comes.
    pub(crate) fn error(self, gateway: GatewayKind) -> Option<gateways::Error> {
        let source = || std::io::Error::other("simulated").into();
        match self {
            Self::Comes => None,
            Self::TimedOut => Some(gateways::Error::TimedOut { gateway, source: source() }),
            Self::Interrupted => Some(gateways::Error::Interrupted { gateway, source: source() }),
            Self::Broken => Some(gateways::Error::Unavailable { gateway, status: 500 }),
            Self::Malformed => {
                Some(gateways::Error::Malformed { gateway, what: "half a page".to_owned() })
            }
            Self::Refused => Some(gateways::Error::Refused {
                gateway,
                status: 400,
                code: None,
                message: Some("not today".to_owned()),
            }),
            Self::Limited => Some(gateways::Error::RateLimited { gateway, retry_after: None }),
        }
    }
}

/// The words of an answer that leave open whether the request had an effect.
fn lost(chance: &mut Chance) -> Answer {
    chance.weighted(&[
        (4, Answer::TimedOut),
        (2, Answer::Interrupted),
        (2, Answer::Broken),
        (1, Answer::Malformed),
    ])
}

fn of_refund(chance: &mut Chance) -> (Effect, Answer) {
    let later = Effect::Later(chance.between(5, 300));
    match chance.below(100) {
        0..45 => (Effect::Now, Answer::Comes),
        45..62 => (Effect::Now, lost(chance)),
        62..78 => (later, lost(chance)),
        78..90 => (Effect::Never, lost(chance)),
        90..95 => (Effect::Never, Answer::Refused),
        _ => (Effect::Never, Answer::Limited),
    }
}

fn of_link(chance: &mut Chance) -> (Effect, Answer) {
    match chance.below(100) {
        0..84 => (Effect::Now, Answer::Comes),
        84..90 => (Effect::Now, lost(chance)),
        90..95 => (Effect::Never, lost(chance)),
        _ => (Effect::Never, Answer::Refused),
    }
}

fn of_question(chance: &mut Chance) -> Answer {
    match chance.below(100) {
        0..82 => Answer::Comes,
        82..95 => lost(chance),
        _ => Answer::Limited,
    }
}
