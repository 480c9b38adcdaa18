//! How everything is put in order in the end: by look-ups, by messages, by time, and by people.
//!
//! People tell the truth as far as they can see it, in the gateway's dashboard and in the books.

use chrono::TimeDelta;
use ledger::{Payment, Refund, RefundId, RefundStatus};

use crate::schedule::{Checked, Schedule};
use crate::step::{Deed, is_settled};

/// How many days go by before the last look-ups: first every refund comes to its end, and then a person may say so of one that
/// the gateway never told the end of.
const LAST_DAYS: [i64; 2] = [5, 15];

impl Schedule {
    /// Nothing goes wrong any more, everything is looked up, and people put in order what is left to them.
    pub(crate) fn end(&mut self) -> Checked {
        if let Some(held_up) = &self.held_up {
            let seat = held_up.seat;
            if self.chance.is(50) { self.crash(seat)? } else { self.resume()? }
        }
        {
            let mut world = self.world.look();
            world.is_calm = true;
            world.skew = TimeDelta::zero();
        }
        self.note("from here on nothing goes wrong");
        self.pass(TimeDelta::minutes(15))?;
        self.put_in_order()?;
        for days in LAST_DAYS {
            if self.is_at_rest() {
                break;
            }
            self.pass(TimeDelta::days(days))?;
            self.put_in_order()?;
        }
        Ok(())
    }

    /// Whether time changes nothing any more.
    fn is_at_rest(&self) -> bool {
        let world = self.world.look();
        let is_at_rest = world.truth.sales.values().all(|sale| sale.is_at_rest(world.now));
        drop(world);
        is_at_rest && self.refunds(|_, refund| !is_settled(refund.status)).is_empty()
    }

    fn put_in_order(&mut self) -> Checked {
        self.look_everything_up()?;
        for refund in self.waiting_for_a_yes() {
            self.must(Deed::Reject { refund, by: "Chi Eze" })?;
        }
        while let Some(deed) = self.care().first().cloned() {
            self.must(deed)?;
        }
        Ok(())
    }

    fn look_everything_up(&mut self) -> Checked {
        let post = std::mem::take(&mut self.world.look().post);
        for letter in post {
            self.must(Deed::Receive(letter))?;
        }
        self.must(Deed::HandleLetters)?;
        self.must(Deed::Sync)?;
        let payments = self.books.payments.clone();
        for payment in payments {
            let is_there = {
                let world = self.world.look();
                world.truth.sales.values().any(|sale| sale.order == payment.reference.as_str())
            };
            if is_there {
                self.must(Deed::LookUp(payment.id))?;
            }
        }
        Ok(())
    }

    fn waiting_for_a_yes(&self) -> Vec<RefundId> {
        let waiting = self.refunds(|_, refund| refund.status == RefundStatus::Requested);
        waiting.into_iter().map(|(_, refund)| refund.id).collect()
    }

    /// Does what cannot be refused now.
    fn must(&mut self, deed: Deed) -> Checked {
        self.act(0, deed)?;
        let said = self.log.last().cloned().unwrap_or_default();
        if self.was_refused {
            return Err(format!("it was refused in the end: {said}"));
        }
        Ok(())
    }

    /// What wants a person, answered truthfully.
    pub(crate) fn care(&self) -> Vec<Deed> {
        let world = self.world.look();
        let mut deeds = Vec::new();
        for payment in self.books.payments.iter() {
            let is_known = |id: &str| {
                payment.refunds.iter().any(|other| other.gateway_refund_id.as_deref() == Some(id))
            };
            for refund in &payment.refunds {
                let key = refund.idempotency_key.as_deref().unwrap_or_default();
                let made = world.truth.of_key(key);
                let is_open = match refund.status {
                    RefundStatus::Unknown => !world.truth.is_under_way(key),
                    RefundStatus::Pending => {
                        let end = made.map_or(RefundStatus::Failed, |made| made.status(world.now));
                        end != RefundStatus::Pending
                            && backoffice::may_be_resolved(refund, world.now)
                    }
                    _ => false,
                };
                if is_open {
                    let stands = made.filter(|made| {
                        made.status(world.now) != RefundStatus::Failed && !is_known(&made.id)
                    });
                    deeds.push(Deed::Resolve { refund: refund.id, happened: stands.is_some() });
                }
                if refund.unconfirmed {
                    let is_it = self.meant.get(&refund.id) == refund.gateway_refund_id.as_ref();
                    deeds.push(if is_it {
                        Deed::Confirm(refund.id)
                    } else {
                        Deed::Split(refund.id)
                    });
                }
            }
            deeds.extend(self.joins(payment));
        }
        deeds
    }

    /// The records that are one with a refund found at the gateway: with the one that was meant, or with another of the same amount
    /// where the one that was meant was taken for a refund of ours, so that each counts once.
    fn joins(&self, payment: &Payment) -> Vec<Deed> {
        let id_of = |refund: &Refund| refund.gateway_refund_id.clone();
        let is_taken =
            |id: &String| payment.refunds.iter().any(|one| id_of(one).as_ref() == Some(id));
        let is_anothers = |id: &String, than: RefundId| {
            let mut others = payment.refunds.iter().filter(|one| one.id != than);
            others.any(|one| id_of(one).is_none() && self.meant.get(&one.id) == Some(id))
        };
        let candidates = backoffice::join_candidates(payment).into_iter();
        let joins = candidates.filter(|pair| {
            let meant = self.meant.get(&pair.recorded);
            let found = payment.refund(pair.found).and_then(id_of);
            meant.zip(found).is_some_and(|(meant, found)| {
                *meant == found || (is_taken(meant) && !is_anothers(&found, pair.recorded))
            })
        });
        joins.map(|pair| Deed::Join { recorded: pair.recorded, found: pair.found }).collect()
    }
}
