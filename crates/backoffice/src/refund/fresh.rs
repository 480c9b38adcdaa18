//! The newest state of a payment, which a refund by the gateway's API is decided on, and the way to its gateway.

use std::sync::Arc;

use gateways::Gateway;
use ledger::{Payment, RefundRefusal, RefundTerms};

use super::terms::refused;
use crate::{Backoffice, Error};

/// A payment that was looked up together with its refunds.
pub(super) struct Fresh {
    pub(super) payment: Payment,
    /// What its account allows by now.
    pub(super) terms: RefundTerms,
    /// What the merchant calls the account.
    pub(super) account: String,
    pub(super) gateway: Arc<dyn Gateway>,
}

impl Backoffice {
    /// Looks a payment and all its refunds up. What no look-up can change is said without one, with the network off as well.
    ///
    /// # Errors
    /// [`Error::Refund`] where the account never refunds by its API, [`Error::GoneAtGateway`] where the gateway does not know
    /// the payment any more, [`Error::Gateway`] where it did not answer everything.
    pub(super) async fn look_before_refund(&self, known: &Payment) -> Result<Fresh, Error> {
        let account = self.account_by_id(known.account).await?;
        let terms = account.refund_terms();
        let now = self.shared.clock.now();
        if let Err(refusal @ (RefundRefusal::AccountRemoved | RefundRefusal::NoApi(_))) =
            known.check_refund_by_api(known.refundable(), &terms, now)
        {
            return Err(refusal.into());
        }
        // Had before the intent is written: nothing but the gateway itself is to stand between the two.
        let gateway = self.gateway(&account.record).await?;
        match self.look_up(known.id).await {
            Err(error) if error.is_unknown_at_gateway() => {
                let payment = self.payment(known.id).await?.payment;
                payment.check_refund(payment.refundable()).map_err(refused)?;
                return Err(Error::GoneAtGateway(account.record.name.to_string()));
            }
            looked_up => {
                let payment = looked_up?.record.payment;
                self.look_up_refunds(&payment, &account, gateway.as_ref()).await?;
            }
        }
        let account = self.account_by_id(known.account).await?;
        Ok(Fresh {
            payment: self.payment(known.id).await?.payment,
            terms: account.refund_terms(),
            account: account.record.name.to_string(),
            gateway,
        })
    }
}
