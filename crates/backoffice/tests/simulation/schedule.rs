//! One schedule: people, programs, gateways and chance take turns, and after each turn the invariants have to hold.

use std::collections::BTreeMap;

use backoffice::Finding;
use chrono::TimeDelta;
use ledger::{PaymentId, Refund, RefundId, RefundStatus};

use crate::books::Books;
use crate::chance::Chance;
use crate::invariants;
use crate::seat::{Place, Progress, Seat, Work};
use crate::step::{Deed, Outcome};
use crate::world::{SEATS, World};

/// The findings that have to be sound.
const EXAMINED: [&str; 4] = ["file", "journal", "projections", "evidence"];

/// What an invariant found, in a sentence.
pub(crate) type Checked = Result<(), String>;

pub(crate) struct Schedule {
    pub(crate) world: World,
    pub(crate) chance: Chance,
    pub(crate) books: Books,
    /// The order numbers that were given out.
    pub(crate) orders: u64,
    /// Every order and refund that was acknowledged, the refunds as they were then.
    pub(crate) promised_payments: Vec<PaymentId>,
    pub(crate) promised_refunds: Vec<(PaymentId, Refund)>,
    /// Which of the gateway's refunds a person meant by a record.
    pub(crate) meant: BTreeMap<RefundId, String>,
    pub(crate) held_up: Option<HeldUp>,
    /// Whether the last deed was refused.
    pub(crate) was_refused: bool,
    /// What happened, in words that are the same for the same seed.
    pub(crate) log: Vec<String>,
    /// How often what happened.
    pub(crate) tally: BTreeMap<&'static str, u64>,
    seats: [Seat; SEATS],
}

/// Something that waits for a gateway.
pub(crate) struct HeldUp {
    pub(crate) seat: usize,
    pub(crate) deed: Deed,
    work: Work<Outcome>,
    sent_before: usize,
}

impl Schedule {
    pub(crate) fn begin(place: &Place, seed: u64) -> Self {
        Self {
            world: place.world.clone(),
            chance: Chance::of(seed),
            books: Books::default(),
            orders: 0,
            promised_payments: Vec::new(),
            promised_refunds: Vec::new(),
            meant: BTreeMap::new(),
            held_up: None,
            was_refused: false,
            log: Vec::new(),
            tally: BTreeMap::new(),
            seats: std::array::from_fn(|number| Seat::open(number, place)),
        }
    }

    /// Begins something at a seat, and goes on with it until it is done or waits for a gateway.
    pub(crate) fn act(&mut self, seat: usize, deed: Deed) -> Checked {
        let sent_before = {
            let mut world = self.world.look();
            world.step += 1;
            world.may_pause = self.held_up.is_none() && deed.is_single();
            world.sent.len()
        };
        let office = self.seats[seat].office();
        let work: Work<Outcome> = Box::pin(deed.clone().done(office));
        self.note(&format!("seat {seat}: {}", self.told(&deed)));
        self.go_on(seat, deed, work, sent_before)?;
        self.look_round()
    }

    /// The gateway answers what waits for it.
    pub(crate) fn resume(&mut self) -> Checked {
        let Some(HeldUp { seat, deed, work, sent_before }) = self.held_up.take() else {
            return Ok(());
        };
        self.note(&format!("seat {seat} goes on: {}", self.told(&deed)));
        {
            let mut world = self.world.look();
            world.step += 1;
            world.go_on(seat);
        }
        self.go_on(seat, deed, work, sent_before)?;
        self.look_round()
    }

    /// A program dies, with what it was about to do.
    pub(crate) fn crash(&mut self, seat: usize) -> Checked {
        self.world.look().step += 1;
        let is_its = self.held_up.as_ref().is_some_and(|held_up| held_up.seat == seat);
        let held_up = if is_its { self.held_up.take() } else { None };
        self.note(&format!("seat {seat} crashes"));
        self.count(if held_up.is_some() { "crashes in a call" } else { "crashes" });
        self.seats[seat].crash(held_up.map(|held_up| held_up.work));
        let office = self.seats[seat].office();
        self.seats[seat].ask(self.books.read_again(&office))?;
        self.look_round()
    }

    pub(crate) fn pass(&mut self, time: TimeDelta) -> Checked {
        self.world.look().pass(time);
        self.note(&format!("{} s pass", time.num_seconds()));
        self.look_round()
    }

    /// What is examined once all is over. Silent gateways and the like are no damage.
    pub(crate) fn examine(&self) -> Checked {
        let office = self.seats[0].office();
        let findings = self.seats[0].ask(office.examine()).map_err(|error| error.to_string())?;
        let is_broken = |finding: &Finding| !finding.ok && EXAMINED.contains(&finding.name);
        match findings.into_iter().find(is_broken) {
            Some(finding) => Err(format!("{}: {}", finding.name, finding.detail)),
            None => Ok(()),
        }
    }

    pub(crate) fn note(&mut self, what: &str) {
        self.log.push(what.to_owned());
    }

    pub(crate) fn count(&mut self, what: &'static str) {
        *self.tally.entry(what).or_default() += 1;
    }

    /// A seat that waits for nothing.
    pub(crate) fn free_seat(&mut self) -> usize {
        match &self.held_up {
            Some(held_up) => 1 - held_up.seat,
            None => usize::from(self.chance.is(50)),
        }
    }

    fn go_on(
        &mut self,
        seat: usize,
        deed: Deed,
        work: Work<Outcome>,
        sent_before: usize,
    ) -> Checked {
        match self.seats[seat].work(work) {
            Progress::HeldUp(work) => {
                self.note("  is held up at the gateway");
                self.count("held up");
                self.held_up = Some(HeldUp { seat, deed, work, sent_before });
                Ok(())
            }
            Progress::Done(outcome) => self.settle(seat, &deed, outcome, sent_before),
        }
    }

    fn settle(
        &mut self,
        seat: usize,
        deed: &Deed,
        outcome: Outcome,
        sent_before: usize,
    ) -> Checked {
        self.note(&format!("  {}", outcome.said));
        self.was_refused = outcome.is_error;
        if outcome.refund.is_some() {
            self.count(deed.counts_as());
        }
        if outcome.refund.as_ref().is_some_and(|(_, refund)| refund.status == RefundStatus::Unknown)
        {
            self.count("answers lost");
        }
        invariants::sent_by_this(&self.world.look(), seat, deed, &outcome, sent_before)?;
        self.promised_payments.extend(outcome.payment);
        if let Some((payment, refund)) = outcome.refund {
            if let Deed::Record { made: Some(made), .. } = deed {
                self.meant.insert(refund.id, made.clone());
            }
            self.promised_refunds.push((payment, refund));
        }
        Ok(())
    }

    /// Reads on in the journal, and checks what has to hold at any time.
    fn look_round(&mut self) -> Checked {
        let seat = self.held_up.as_ref().map_or(0, |held_up| 1 - held_up.seat);
        let office = self.seats[seat].office();
        self.seats[seat].ask(self.books.read_on(&office));
        invariants::at_any_time(self)
    }
}
