//! What people, customers and programs do next, by chance.
//!
//! What no books can keep from happening is left out: that somebody pays back in the gateway's dashboard while a refund by the API
//! is on its way.

use chrono::TimeDelta;
use ledger::{Payment, PaymentId, Refund, RefundStatus};

use crate::gateway::customer_pays;
use crate::schedule::{Checked, Schedule};
use crate::step::Deed;

/// The most orders of a schedule.
const ORDERS: u64 = 3;
/// Those who sign.
const SIGNERS: [&str; 2] = ["Ada Obi", "Bola Ade"];

/// What may come next.
#[derive(Clone, Copy)]
enum Turn {
    Order,
    Pay,
    LookUp,
    Sync,
    Refund,
    Decide,
    Dashboard,
    Hand,
    Care,
    Renew,
    Letter,
    HandleLetters,
    Crash,
    Seconds,
    Minutes,
    Hours,
    Days,
    ClockSet,
}

const TURNS: [(u64, Turn); 18] = [
    (5, Turn::Order),
    (12, Turn::Pay),
    (8, Turn::LookUp),
    (5, Turn::Sync),
    (26, Turn::Refund),
    (7, Turn::Decide),
    (4, Turn::Dashboard),
    (6, Turn::Hand),
    (7, Turn::Care),
    (1, Turn::Renew),
    (8, Turn::Letter),
    (5, Turn::HandleLetters),
    (1, Turn::Crash),
    (4, Turn::Seconds),
    (8, Turn::Minutes),
    (3, Turn::Hours),
    (2, Turn::Days),
    (3, Turn::ClockSet),
];

impl Schedule {
    /// A few dozen turns.
    pub(crate) fn live(&mut self) -> Checked {
        self.place_order()?;
        self.pay()?;
        self.about_one(Deed::LookUp)?;
        for _ in 0..self.chance.between(20, 45) {
            if self.held_up.is_some() {
                match self.chance.below(100) {
                    0..35 => self.resume()?,
                    35..45 => {
                        self.crash(self.held_up.as_ref().map_or(0, |held_up| held_up.seat))?
                    }
                    _ => {}
                }
            }
            let turn = self.chance.weighted(&TURNS);
            self.take(turn)?;
            let moment = TimeDelta::milliseconds(self.chance.between(200, 20_000));
            self.world.look().pass(moment);
        }
        Ok(())
    }

    fn take(&mut self, turn: Turn) -> Checked {
        match turn {
            Turn::Order => self.place_order(),
            Turn::Pay => self.pay(),
            Turn::LookUp => self.about_one(Deed::LookUp),
            Turn::Sync => {
                let deed = if self.chance.is(50) { Deed::Sync } else { Deed::SyncDue };
                self.at_free_seat(deed)
            }
            Turn::Refund => self.refund(),
            Turn::Decide => self.decide(),
            Turn::Dashboard => self.refund_past_the_books(),
            Turn::Hand => self.refund_by_hand(),
            Turn::Care => {
                let deeds = self.care();
                self.chance.pick(&deeds).map_or(Ok(()), |deed| self.at_free_seat(deed))
            }
            Turn::Renew => self.about_one(Deed::Renew),
            Turn::Letter => self.receive(),
            Turn::HandleLetters => self.at_free_seat(Deed::HandleLetters),
            Turn::Crash => {
                let seat = self.free_seat();
                self.crash(seat)
            }
            Turn::Seconds => self.pass_some(TimeDelta::seconds(60)),
            Turn::Minutes => self.pass_some(TimeDelta::minutes(25)),
            Turn::Hours => self.pass_some(TimeDelta::hours(30)),
            Turn::Days => self.pass_some(TimeDelta::days(3)),
            Turn::ClockSet => {
                let skew = TimeDelta::seconds(self.chance.between(-110, 110));
                self.world.look().skew = skew;
                self.note(&format!("the shop's clock is {} s ahead", skew.num_seconds()));
                Ok(())
            }
        }
    }

    pub(crate) fn at_free_seat(&mut self, deed: Deed) -> Checked {
        let seat = self.free_seat();
        self.act(seat, deed)
    }

    fn about_one(&mut self, deed: impl Fn(PaymentId) -> Deed) -> Checked {
        match self.one_payment() {
            Some(payment) => self.at_free_seat(deed(payment.id)),
            None => Ok(()),
        }
    }

    /// A payment; where something waits for a gateway, rather the one that it is about.
    pub(crate) fn one_payment(&mut self) -> Option<Payment> {
        let all = self.books.payments.clone();
        let waiting = self.held_up.as_ref().and_then(|held_up| held_up.deed.payment(&self.books));
        let same = all.iter().find(|payment| Some(payment.id) == waiting).cloned();
        same.filter(|_| self.chance.is(75)).or_else(|| self.chance.pick(&all))
    }

    fn place_order(&mut self) -> Checked {
        if self.orders == ORDERS {
            return Ok(());
        }
        self.orders += 1;
        let order = format!("ORDER-{}", self.orders);
        let minor = self.chance.between(30, 400) * 400;
        let at_api = self.chance.is(75);
        self.at_free_seat(Deed::PlaceOrder { order, at_api, minor })
    }

    fn pay(&mut self) -> Checked {
        let open: Vec<_> = {
            let world = self.world.look();
            let sales = &world.truth.sales;
            let is_paid =
                |order: &str| sales.values().any(|sale| sale.order == order && sale.paid.is_some());
            let open = sales.iter().filter(|(_, sale)| !is_paid(&sale.order));
            open.map(|(reference, _)| reference.clone()).collect()
        };
        if let Some(reference) = self.chance.pick(&open) {
            let minor = customer_pays(&self.world, &reference);
            self.note(&format!("a customer pays {minor} for {reference}"));
        }
        Ok(())
    }

    fn refund(&mut self) -> Checked {
        let Some(payment) = self.one_payment() else { return Ok(()) };
        let (left, captured) = (payment.refundable().minor(), payment.amount().minor());
        let minor = self.chance.weighted(&[
            (4, None),
            (3, Some(left)),
            (4, Some(captured / 2)),
            (5, Some(captured / 4)),
            (1, Some(left + 1)),
            (1, Some(left - 1)),
            (1, Some(1)),
        ]);
        let by = self.chance.pick(&SIGNERS).unwrap();
        let left_seen = self.chance.is(30).then_some(left);
        self.at_free_seat(Deed::Refund { payment: payment.id, minor, left_seen, by })
    }

    /// A second person says yes or no.
    fn decide(&mut self) -> Checked {
        let waiting = self.refunds(|_, refund| refund.status == RefundStatus::Requested);
        let Some((_, refund)) = self.chance.pick(&waiting) else { return Ok(()) };
        let by = self.chance.pick(&SIGNERS).unwrap();
        let deed = if self.chance.is(80) {
            Deed::Approve { refund: refund.id, by }
        } else {
            Deed::Reject { refund: refund.id, by }
        };
        self.at_free_seat(deed)
    }

    pub(crate) fn refunds(
        &self,
        wanted: impl Fn(&Payment, &Refund) -> bool,
    ) -> Vec<(PaymentId, Refund)> {
        let payments = self.books.payments.iter();
        let all = payments
            .flat_map(|payment| payment.refunds.iter().map(move |refund| (payment, refund)));
        all.filter(|(payment, refund)| wanted(payment, refund))
            .map(|(payment, refund)| (payment.id, refund.clone()))
            .collect()
    }

    /// A letter arrives, and now and then arrives once more later.
    fn receive(&mut self) -> Checked {
        let post = self.world.look().post.clone();
        let is_next = |place: &usize| {
            !post[..*place].iter().any(|earlier| earlier.payment == post[*place].payment)
        };
        let next: Vec<_> = (0..post.len()).filter(is_next).collect();
        let Some(place) = self.chance.pick(&next) else { return Ok(()) };
        if self.chance.is(80) {
            self.world.look().post.remove(place);
        }
        self.count("letters");
        self.at_free_seat(Deed::Receive(post[place].clone()))
    }

    fn pass_some(&mut self, most: TimeDelta) -> Checked {
        let seconds = self.chance.between(1, most.num_seconds());
        self.pass(TimeDelta::seconds(seconds))
    }
}
