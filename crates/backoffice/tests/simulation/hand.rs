//! What people pay back past the gateway's API: in its dashboard, written down or not, and from the till.

use ledger::{Payment, RefundMethod};

use crate::invariants::by_hand;
use crate::schedule::{Checked, Schedule};
use crate::step::Deed;

impl Schedule {
    /// Somebody refunds in the gateway's dashboard, and tells nobody.
    pub(crate) fn refund_past_the_books(&mut self) -> Checked {
        let Some((payment, reference, most)) = self.paid_and_quiet() else { return Ok(()) };
        if let Some(minor) = self.part_of(&payment, most) {
            let id = self.world.look().pay_back_by_hand(&reference, minor);
            self.note(&format!("somebody refunds {minor} of {reference} in the dashboard ({id})"));
            self.count("refunds past the books");
        }
        Ok(())
    }

    /// Somebody pays back in the dashboard or from the till, and writes it down.
    pub(crate) fn refund_by_hand(&mut self) -> Checked {
        let Some((payment, reference, most)) = self.paid_and_quiet() else { return Ok(()) };
        let most = most.min(payment.refundable().minor());
        let Some(minor) = self.part_of(&payment, most) else { return Ok(()) };
        let (method, made) = if self.chance.is(70) {
            let id = self.world.look().pay_back_by_hand(&reference, minor);
            self.note(&format!("somebody refunds {minor} of {reference} in the dashboard ({id})"));
            (RefundMethod::Dashboard, Some(id))
        } else {
            (RefundMethod::Cash, None)
        };
        self.at_free_seat(Deed::Record { payment: payment.id, minor, method, made })
    }

    /// A paid payment of which no refund is on its way, its reference, and what a dashboard would still let go back.
    fn paid_and_quiet(&mut self) -> Option<(Payment, String, i64)> {
        if self.held_up.is_some() {
            return None;
        }
        let payment = self.one_payment()?;
        let world = self.world.look();
        let mut sales = world.truth.sales.iter();
        let (reference, sale) = sales
            .find(|(_, sale)| sale.order == payment.reference.as_str() && sale.paid.is_some())?;
        let left = sale.captured() - sale.returned(world.now) - by_hand(&payment);
        let is_quiet = payment.captured.is_some() && !world.truth.awaits(reference);
        is_quiet.then(|| (payment.clone(), reference.clone(), left))
    }

    fn part_of(&mut self, payment: &Payment, most: i64) -> Option<i64> {
        let captured = payment.amount().minor();
        let parts = [most, captured / 2, captured / 4, captured / 4];
        let fitting: Vec<_> = parts.into_iter().filter(|part| *part > 0 && *part <= most).collect();
        self.chance.pick(&fitting)
    }
}
