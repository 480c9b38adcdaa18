//! Many schedules, on as many threads as the computer has.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use tempfile::TempDir;

use crate::breach::Breach;
use crate::chance::Chance;
use crate::schedule::{Checked, Schedule};
use crate::seat::Place;
use crate::template::Template;
use crate::{invariants, world::World};

/// How many schedules are lived through where nothing is said.
const SCHEDULES: u64 = 150;
/// What at least one schedule of a run has to have reached, or the run proves little.
pub(crate) const REACHED: [&str; 13] = [
    "answers lost",
    "crashes",
    "crashes in a call",
    "held up",
    "letters",
    "matches confirmed",
    "refunds approved",
    "refunds asked for",
    "refunds past the books",
    "refunds recorded",
    "refunds rejected",
    "refunds resolved",
    "refunds sent",
];

pub(crate) struct Run {
    template: Template,
    breach: Option<Breach>,
}

/// What came of many schedules.
#[derive(Default)]
pub(crate) struct Lived {
    pub(crate) tally: BTreeMap<&'static str, u64>,
    pub(crate) broken: Vec<Broken>,
}

/// An invariant that did not hold.
pub(crate) struct Broken {
    pub(crate) seed: u64,
    pub(crate) what: String,
    log: Vec<String>,
}

/// One schedule.
pub(crate) struct One {
    pub(crate) log: Vec<String>,
    tally: BTreeMap<&'static str, u64>,
    held: Checked,
}

impl Run {
    pub(crate) fn new(breach: Option<Breach>) -> Self {
        Self { template: Template::make(), breach }
    }

    /// Lives through the schedules of the seeds from 1 on, until so many have broken an invariant.
    pub(crate) fn live_through(&self, schedules: u64, most_broken: usize) -> Lived {
        let next = AtomicU64::new(1);
        let lived = Mutex::new(Lived::default());
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed > schedules || lived.lock().unwrap().broken.len() >= most_broken {
                            return;
                        }
                        let one = self.live(seed);
                        lived.lock().unwrap().add(seed, one);
                    }
                });
            }
        });
        lived.into_inner().unwrap()
    }

    /// A schedule in which nothing goes wrong but what is scripted, and its folder.
    pub(crate) fn calm(&self) -> (TempDir, Schedule) {
        let world = World::new(0);
        {
            let mut state = world.look();
            (state.is_calm, state.tells_times) = (true, true);
        }
        let (folder, place) = self.template.copy(world, false);
        (folder, Schedule::begin(&place, 0))
    }

    /// Lives through one schedule and tells what happens in it.
    pub(crate) fn replay(&self, seed: u64) {
        let one = self.live(seed);
        println!("{}", one.log.join("\n"));
        if let Err(what) = one.held {
            panic!("seed {seed}: {what}");
        }
    }

    pub(crate) fn live(&self, seed: u64) -> One {
        let world = World::new(seed);
        let wants_approval = Chance::at(seed, 0, &["approval"]).is(35);
        let (_folder, place) = self.template.copy(world, wants_approval);
        let mut schedule = Schedule::begin(&Place { breach: self.breach, ..place }, seed);
        let held = schedule
            .live()
            .and_then(|()| schedule.end())
            .and_then(|()| invariants::in_the_end(&schedule));
        let sent = schedule.world.look().sent.len();
        schedule.tally.insert("refunds sent", u64::try_from(sent).unwrap());
        schedule.tell_state();
        One {
            held,
            log: std::mem::take(&mut schedule.log),
            tally: std::mem::take(&mut schedule.tally),
        }
    }
}

impl Lived {
    fn add(&mut self, seed: u64, one: One) {
        for (what, times) in one.tally {
            *self.tally.entry(what).or_default() += times;
        }
        if let Err(what) = one.held {
            self.broken.push(Broken { seed, what, log: one.log });
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, what, log } = self;
        write!(
            f,
            "{}\nseed {seed}: {what}\nSIMULATION_SEED={seed} lives through it again",
            log.join("\n")
        )
    }
}

/// The one schedule that is asked for.
pub(crate) fn seed_wanted() -> Option<u64> {
    number("SIMULATION_SEED")
}

/// How many schedules are asked for.
pub(crate) fn schedules_wanted() -> u64 {
    number("SIMULATION_SCHEDULES").unwrap_or(SCHEDULES)
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}
