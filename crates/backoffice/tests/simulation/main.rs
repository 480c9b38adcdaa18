//! A deterministic simulation: the back office on a real history, gateways in memory that keep no one from paying back too
//! much, and everything that can go wrong between them, in an order that a seed decides.
//!
//! `SIMULATION_SCHEDULES=10000` says how many schedules are lived through, and `SIMULATION_SEED=7` lives through one again and tells
//! what happens in it.

#![expect(clippy::unwrap_used, reason = "a simulation that cannot go on has failed")]
#![expect(
    clippy::print_stdout,
    reason = "it tells how much was lived through, and what happens in one schedule"
)]

mod books;
mod breach;
mod chance;
mod end;
mod fault;
mod found;
mod gateway;
mod hand;
mod held;
mod invariants;
mod letter;
mod people;
mod run;
mod schedule;
mod seat;
mod step;
mod template;
mod told;
mod truth;
mod world;

use breach::Breach;
use run::{Run, schedules_wanted, seed_wanted};

/// After how many broken schedules a run gives up.
const MOST_BROKEN: usize = 20;

#[test]
fn whatever_goes_wrong_the_books_and_the_gateways_agree_in_the_end() {
    if let Some(seed) = seed_wanted() {
        return Run::new(None).replay(seed);
    }
    let schedules = schedules_wanted();
    let run = Run::new(None).live_through(schedules, MOST_BROKEN);
    println!("{schedules} schedules, seeds 1 to {schedules}: {:?}", run.tally);
    for broken in &run.broken {
        println!("seed {}: {}", broken.seed, broken.what);
    }
    if let Some(first) = run.broken.first() {
        panic!("{first}");
    }
    for what in run::REACHED {
        let times = run.tally.get(what).copied().unwrap_or_default();
        assert!(times > 0, "no schedule reached: {what}");
    }
}

#[test]
fn a_seed_goes_the_same_way_every_time() {
    for seed in 1..=12 {
        let run = Run::new(None);
        let (once, again) = (run.live(seed), run.live(seed));
        assert_eq!(once.log, again.log, "seed {seed}");
    }
}

#[test]
fn a_refund_that_is_sent_again_is_noticed() {
    expect(Breach::SendsAgain, "sent");
}

#[test]
fn a_refund_that_is_sent_anew_under_another_key_is_noticed() {
    expect(Breach::SendsAnew, "sent");
}

#[test]
fn a_refund_that_does_not_look_at_the_dashboard_first_is_noticed() {
    expect(Breach::HidesDashboard, "went back");
}

/// A broken rule is noticed within a few schedules.
fn expect(breach: Breach, word: &str) {
    let run = Run::new(Some(breach)).live_through(200, 1);
    let Some(broken) = run.broken.first() else { panic!("{breach:?} is not noticed") };
    println!("{breach:?}: {}", broken.what);
    assert!(broken.what.contains(word), "{broken}");
}
