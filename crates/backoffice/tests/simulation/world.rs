//! The world around the shop: time, the gateways' truth, the post between them and the shop, and what goes wrong.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Waker;

use chrono::{DateTime, TimeDelta, Utc};
use gateways::RefundRequest;
use ledger::{Currency, GatewayKind, Money};

use crate::chance::Chance;
use crate::fault::{Call, Effect, Fault, Pause};
use crate::held::HeldUp;
use crate::letter::Letter;
use crate::truth::{Truth, UnderWay};

/// How many programs have the books open.
pub(crate) const SEATS: usize = 2;

/// The world, as everybody in it shares it.
#[derive(Clone)]
pub(crate) struct World(Arc<Mutex<State>>);

pub(crate) struct State {
    pub(crate) seed: u64,
    pub(crate) now: DateTime<Utc>,
    /// How far the shop's clock is ahead.
    pub(crate) skew: TimeDelta,
    /// Changes with everything that somebody does.
    pub(crate) step: u64,
    /// Nothing goes wrong any more.
    pub(crate) is_calm: bool,
    /// Whether the gateways tell when a refund was made.
    pub(crate) tells_times: bool,
    /// Whether every answer to a refund leaves its id out.
    pub(crate) leaves_ids_out: bool,
    /// Whether a call may be held up now.
    pub(crate) may_pause: bool,
    pub(crate) truth: Truth,
    pub(crate) post: Vec<Letter>,
    /// Every refund that was asked for: at which seat, by which key.
    pub(crate) sent: Vec<(usize, String)>,
    /// The gateway's references of links that are about to be asked for, by their nonces.
    references: BTreeMap<String, String>,
    calls: BTreeMap<(u64, Call, String), u64>,
    /// How the next calls go, whatever chance says.
    pub(crate) script: VecDeque<(Call, Fault)>,
    pub(crate) held_up: [Option<HeldUp>; SEATS],
    pub(crate) watchers: [Option<Waker>; SEATS],
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            seed,
            now: "2026-04-14T09:00:00Z".parse().unwrap(),
            skew: TimeDelta::zero(),
            step: 0,
            is_calm: false,
            tells_times: Chance::at(seed, 0, &["times"]).is(75),
            leaves_ids_out: false,
            may_pause: false,
            truth: Truth::default(),
            post: Vec::new(),
            sent: Vec::new(),
            references: BTreeMap::new(),
            calls: BTreeMap::new(),
            script: VecDeque::new(),
            held_up: [const { None }; SEATS],
            watchers: [const { None }; SEATS],
        })))
    }

    pub(crate) fn look(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// The time by the shop's clock.
    pub(crate) fn shop_time(&self) -> DateTime<Utc> {
        let state = self.look();
        state.now + state.skew
    }
}

impl State {
    /// The chance of this moment, for something that has these words.
    pub(crate) fn chance(&self, words: &[&str]) -> Chance {
        Chance::at(self.seed, self.step, words)
    }

    /// Time passes, and what was under way has its effect.
    pub(crate) fn pass(&mut self, time: TimeDelta) {
        self.now += time;
        let now = self.now;
        let is_due = |waiting: &mut UnderWay| waiting.at.is_some_and(|at| at <= now);
        let due: Vec<_> = self.truth.under_way.extract_if(.., is_due).collect();
        for UnderWay { request, at } in due {
            self.pay_back(&request, at.unwrap_or(now));
        }
        self.write_letters();
    }

    /// How the next call of a seat goes.
    pub(crate) fn fault(&mut self, seat: usize, call: Call, order: &str) -> Fault {
        if let Some((_, fault)) = self.script.pop_front_if(|(next, _)| *next == call) {
            return fault;
        }
        if self.is_calm {
            return Fault::NONE;
        }
        let count = self.calls.entry((self.step, call, order.to_owned())).or_default();
        *count += 1;
        let count = count.to_string();
        let mut chance = self.chance(&["fault", &format!("{call:?}"), order, &count]);
        let fault = Fault::drawn(call, &mut chance);
        if self.may_pause && self.held_up[seat].is_none() {
            fault
        } else {
            Fault { pause: Pause::None, ..fault }
        }
    }

    /// A link is about to be asked for: gives it the reference that the gateway will know it by.
    pub(crate) fn reference_for(&mut self, order: &str, nonce: &str) -> String {
        let count = self.references.values().filter(|known| known.starts_with(order)).count();
        let reference = self.references.entry(nonce.to_owned());
        reference.or_insert_with(|| format!("{order}-{count}")).clone()
    }

    /// A request for a refund arrived.
    pub(crate) fn take_request(&mut self, seat: usize, request: &RefundRequest) {
        self.sent.push((seat, request.idempotency_key.clone()));
        self.truth.under_way.push(UnderWay { request: request.clone(), at: None });
    }

    /// A request for a refund has the effect it is to have. Whoever sends one key twice pays back twice.
    pub(crate) fn let_act(&mut self, key: &str, effect: Effect) {
        let waiting = &mut self.truth.under_way;
        let is_meant =
            |waiting: &UnderWay| waiting.request.idempotency_key == key && waiting.at.is_none();
        let Some(place) = waiting.iter().position(is_meant) else { return };
        match effect {
            Effect::Now => {
                let request = waiting.remove(place).request;
                self.pay_back(&request, self.now);
            }
            Effect::Later(seconds) => {
                waiting[place].at = Some(self.now + TimeDelta::seconds(seconds));
            }
            Effect::Never => drop(waiting.remove(place)),
        }
    }

    fn pay_back(&mut self, request: &RefundRequest, at: DateTime<Utc>) {
        let mut chance = self.chance(&["fate", &request.gateway_reference]);
        let (reference, key) = (&request.gateway_reference, &request.idempotency_key);
        self.truth.pay_back(reference, request.amount, Some(key), at, &mut chance);
        self.write_letters();
    }

    /// Somebody refunds in the gateway's dashboard. Gives the refund's id.
    pub(crate) fn pay_back_by_hand(&mut self, reference: &str, minor: i64) -> String {
        let mut chance = self.chance(&["dashboard", reference]);
        let amount = Money::from_minor(minor, Currency::NGN);
        let id = self.truth.pay_back(reference, amount, None, self.now, &mut chance);
        self.write_letters();
        id
    }

    /// What the gateway that cannot be asked about refunds tells by itself.
    fn write_letters(&mut self) {
        let now = self.now;
        for (reference, sale) in &mut self.truth.sales {
            if sale.gateway != GatewayKind::Echezona {
                continue;
            }
            for refund in &mut sale.refunds {
                let life = refund.life(now);
                let news = life.iter().skip(refund.told);
                let letters = news.map(|status| Letter::of_refund(reference, refund, *status));
                self.post.extend(letters);
                refund.told = life.len();
            }
        }
    }
}
