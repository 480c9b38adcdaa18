//! What a concern needs to know of accounts: what can still be asked of their gateways.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use gateways::Capability;
use ledger::AccountId;

use super::Step;
use crate::{Account, Backoffice, Error};

/// The accounts that were met in one look at the desk.
#[derive(Default)]
pub(super) struct Met(HashMap<AccountId, Account>);

impl Met {
    pub(super) async fn account(
        &mut self,
        office: &Backoffice,
        id: AccountId,
    ) -> Result<&Account, Error> {
        Ok(match self.0.entry(id) {
            Entry::Occupied(met) => met.into_mut(),
            Entry::Vacant(new) => new.insert(office.account_by_id(id).await?),
        })
    }
}

impl Account {
    pub(super) const fn is_removed(&self) -> bool {
        self.record.removed_at.is_some()
    }

    /// The step of asking the gateway about a payment, where it can be asked.
    pub(super) fn step_look_up(&self) -> Option<Step> {
        self.step(self.capabilities.look_up, Step::LookUp)
    }

    /// The step of refunding by the gateway, where it can refund.
    pub(super) fn step_refund(&self) -> Option<Step> {
        self.step(self.capabilities.refund, Step::Refund)
    }

    fn step(&self, capability: Capability, step: Step) -> Option<Step> {
        (capability.is_yes() && !self.is_removed()).then_some(step)
    }
}
