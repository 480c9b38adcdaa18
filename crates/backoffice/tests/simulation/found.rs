//! What the simulation found once, each told step by step.

use chrono::TimeDelta;
use ledger::{PaymentId, RefundMethod, RefundStatus};
use tempfile::TempDir;

use crate::fault::{Answer, Call, Effect, Fault, Pause};
use crate::gateway::customer_pays;
use crate::invariants::agrees;
use crate::run::Run;
use crate::schedule::Schedule;
use crate::step::Deed;

/// A shop with one paid order of 400 naira, in a world where nothing goes wrong by itself.
struct Story {
    schedule: Schedule,
    payment: PaymentId,
    _folder: TempDir,
}

const ORDER: &str = "ORDER-1";
const SALE: &str = "ORDER-1-0";

impl Story {
    fn begin(at_api: bool) -> Self {
        let (folder, mut schedule) = Run::new(None).calm();
        let order = Deed::PlaceOrder { order: ORDER.to_owned(), at_api, minor: 40_000 };
        schedule.act(0, order).unwrap();
        customer_pays(&schedule.world, SALE);
        let payment = schedule.books.of_order(ORDER).unwrap().id;
        let mut story = Self { schedule, payment, _folder: folder };
        story.act(Deed::LookUp(payment));
        story
    }

    fn act(&mut self, deed: Deed) {
        self.schedule.act(0, deed).unwrap();
        assert!(!self.schedule.was_refused, "{:?}", self.schedule.log);
    }

    fn pass(&mut self, time: TimeDelta) {
        self.schedule.pass(time).unwrap();
    }

    fn look_up(&mut self) {
        self.act(Deed::LookUp(self.payment));
    }

    fn refund_in_dashboard(&mut self, minor: i64) -> String {
        self.schedule.world.look().pay_back_by_hand(SALE, minor)
    }

    /// The refund stands or fails from now on.
    fn end(&mut self, id: &str, fails: bool) {
        {
            let mut world = self.schedule.world.look();
            let now = world.now;
            world.truth.end(id, fails, now);
        }
        self.pass(TimeDelta::seconds(2));
    }

    fn record(&mut self, minor: i64, made: &str) {
        let (payment, method) = (self.payment, RefundMethod::Dashboard);
        self.act(Deed::Record { payment, minor, method, made: Some(made.to_owned()) });
    }

    /// What wants a person is done.
    fn take_care(&mut self) {
        while let Some(deed) = self.schedule.care().first().cloned() {
            self.act(deed);
        }
    }

    fn statuses(&self) -> Vec<RefundStatus> {
        let payment = self.schedule.books.payment(self.payment).unwrap();
        payment.refunds.iter().map(|refund| refund.status).collect()
    }

    fn assert_agreed(&self) {
        let world = self.schedule.world.look();
        let payment = self.schedule.books.payment(self.payment).unwrap();
        agrees(payment, &world.truth.sales[SALE], &world).unwrap();
    }
}

#[test]
fn a_refund_that_hides_behind_a_newer_one_is_found_by_a_plain_look_up() {
    let mut story = Story::begin(true);
    let (older, newer) = (story.refund_in_dashboard(10_000), story.refund_in_dashboard(5_000));
    story.end(&older, false);
    story.end(&newer, false);
    story.look_up();
    story.assert_agreed();
}

#[test]
fn a_hidden_refund_is_found_in_the_hour_in_which_its_gateway_is_a_day_ahead() {
    let mut story = Story::begin(true);
    story.pass(TimeDelta::minutes(14 * 60 + 30));
    let (older, newer) = (story.refund_in_dashboard(10_000), story.refund_in_dashboard(5_000));
    story.end(&older, false);
    story.end(&newer, false);
    story.look_up();
    story.assert_agreed();
}

#[test]
fn a_record_is_not_left_over_because_an_earlier_refund_of_its_amount_did_not_happen() {
    let mut story = Story::begin(true);
    let lost = Fault { effect: Effect::Never, answer: Answer::TimedOut, pause: Pause::None };
    story.schedule.world.look().script.push_back((Call::Refund, lost));
    let payment = story.payment;
    story.act(Deed::Refund { payment, minor: Some(10_000), left_seen: None, by: "Ada Obi" });
    assert_eq!(story.statuses(), [RefundStatus::Unknown]);
    story.pass(TimeDelta::minutes(15));
    story.take_care();
    assert_eq!(story.statuses(), [RefundStatus::Failed]);

    let made = story.refund_in_dashboard(10_000);
    story.end(&made, false);
    story.record(10_000, &made);
    story.look_up();
    story.take_care();
    assert_eq!(story.statuses(), [RefundStatus::Failed, RefundStatus::Processed]);
    story.assert_agreed();
}

#[test]
fn a_record_of_a_refund_that_had_failed_by_the_first_look_up_can_be_joined_to_it() {
    let mut story = Story::begin(true);
    let made = story.refund_in_dashboard(10_000);
    story.record(10_000, &made);
    story.end(&made, true);
    story.look_up();
    story.take_care();
    assert_eq!(story.statuses(), [RefundStatus::Failed]);
    story.assert_agreed();
}

#[test]
fn a_refund_that_was_acknowledged_without_an_id_is_known_to_have_failed() {
    let mut story = Story::begin(true);
    let payment = story.payment;
    story.schedule.world.look().leaves_ids_out = true;
    story.act(Deed::Refund { payment, minor: Some(10_000), left_seen: None, by: "Ada Obi" });
    story.end("rf-1", true);
    story.look_up();
    assert_eq!(story.statuses(), [RefundStatus::Failed]);
    story.assert_agreed();
}

#[test]
fn messages_about_one_refund_that_wait_together_count_in_the_order_they_came() {
    let mut story = Story::begin(false);
    let made = story.refund_in_dashboard(10_000);
    story.end(&made, true);
    let post = std::mem::take(&mut story.schedule.world.look().post);
    for letter in post {
        story.act(Deed::Receive(letter));
    }
    story.act(Deed::HandleLetters);
    assert_eq!(story.statuses(), [RefundStatus::Failed]);
    story.assert_agreed();
}
