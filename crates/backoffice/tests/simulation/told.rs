//! What happened, in words that are the same for the same seed: ids, which are not, are left out.

use ledger::{PaymentId, Refund, RefundId};

use crate::schedule::Schedule;
use crate::step::Deed;
use crate::truth::Returned;

impl Schedule {
    /// What is true, and what the books say of it, refund by refund.
    pub(crate) fn tell_state(&mut self) {
        let mut told = Vec::new();
        {
            let world = self.world.look();
            for (reference, sale) in &world.truth.sales {
                let status = sale.status(world.now);
                told.push(format!(
                    "at the gateway {reference} is {status}, {} in",
                    sale.captured()
                ));
                for refund in &sale.refunds {
                    let Returned { id, amount, made_at, key, .. } = refund;
                    let (life, how) =
                        (refund.life(world.now), if key.is_some() { "API" } else { "dashboard" });
                    told.push(format!("  {id} of {amount} by {how} at {made_at}: {life:?}"));
                }
            }
        }
        for payment in &self.books.payments {
            told.push(format!("in the books {} is {}", payment.reference, payment.status));
            for refund in &payment.refunds {
                let id = refund.gateway_refund_id.as_deref().unwrap_or("no id");
                let Refund { amount, method, status, requested_at, .. } = refund;
                told.push(format!("  {id} of {amount} by {method} at {requested_at}: {status}"));
            }
        }
        self.log.extend(told);
    }

    /// A deed in words that are the same for the same seed.
    pub(crate) fn told(&self, deed: &Deed) -> String {
        let order = |id: &PaymentId| {
            let known = self.books.payment(*id);
            known.map_or_else(|| "?".to_owned(), |payment| payment.reference.to_string())
        };
        let refund = |id: &RefundId| {
            let mut payments = self.books.payments.iter();
            let found = payments.find_map(|payment| {
                let place = payment.refunds.iter().position(|refund| refund.id == *id)?;
                Some(format!("{}#{place} of {}", payment.reference, payment.refunds[place].amount))
            });
            found.unwrap_or_else(|| "?".to_owned())
        };
        match deed {
            Deed::PlaceOrder { order, minor, .. } => format!("orders {order} for {minor}"),
            Deed::Renew(id) => format!("renews {}", order(id)),
            Deed::LookUp(id) => format!("looks {} up", order(id)),
            Deed::Sync => "looks everything open up".to_owned(),
            Deed::SyncDue => "looks up what is due".to_owned(),
            Deed::Refund { payment, minor, by, .. } => {
                format!("{by} refunds {} by {minor:?}", order(payment))
            }
            Deed::Approve { refund: id, by } => format!("{by} approves {}", refund(id)),
            Deed::Reject { refund: id, by } => format!("{by} rejects {}", refund(id)),
            Deed::Record { payment, minor, method, made } => {
                format!("records {minor} of {} by {method} ({made:?})", order(payment))
            }
            Deed::Resolve { refund: id, happened } => {
                format!("resolves {}: {happened}", refund(id))
            }
            Deed::Confirm(id) => format!("confirms {}", refund(id)),
            Deed::Split(id) => format!("splits {}", refund(id)),
            Deed::Join { recorded, found } => {
                format!("joins {} and {}", refund(recorded), refund(found))
            }
            Deed::Receive(letter) => {
                format!("gets a letter about {}: {}", letter.payment, letter.tells)
            }
            Deed::HandleLetters => "acts on letters".to_owned(),
        }
    }
}
