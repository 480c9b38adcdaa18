//! What really is: the money at the gateways, as only they know it.
//!
//! They keep no one from paying back more than came in: the books alone are to see to that.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use gateways::RefundRequest;
use ledger::{GatewayKind, Money, PaymentStatus, RefundStatus};

use crate::chance::Chance;

/// A payment at a gateway.
#[derive(Debug, Clone)]
pub(crate) struct Sale {
    pub(crate) gateway: GatewayKind,
    /// The merchant's order number.
    pub(crate) order: String,
    pub(crate) asked: Money,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) paid: Option<Paid>,
    pub(crate) refunds: Vec<Returned>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Paid {
    pub(crate) amount: Money,
    pub(crate) settles_at: DateTime<Utc>,
}

/// A refund at a gateway.
#[derive(Debug, Clone)]
pub(crate) struct Returned {
    pub(crate) id: String,
    pub(crate) amount: Money,
    /// The key of the request that made it; none of one that was made in the dashboard.
    pub(crate) key: Option<String>,
    pub(crate) made_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    fails_at: Option<DateTime<Utc>>,
    /// How much of its life the gateway's messages have told.
    pub(crate) told: usize,
}

/// A request for a refund that has not had its effect yet.
#[derive(Debug, Clone)]
pub(crate) struct UnderWay {
    pub(crate) request: RefundRequest,
    /// When it has its effect; `None` while that is open.
    pub(crate) at: Option<DateTime<Utc>>,
}

/// All payments, by the gateways' references.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    pub(crate) sales: BTreeMap<String, Sale>,
    pub(crate) under_way: Vec<UnderWay>,
    refunds_made: u64,
}

impl Sale {
    pub(crate) fn status(&self, now: DateTime<Utc>) -> PaymentStatus {
        match self.paid {
            Some(paid) if now >= paid.settles_at => PaymentStatus::Settled,
            Some(_) => PaymentStatus::Paid,
            None if now >= self.expires_at => PaymentStatus::Expired,
            None => PaymentStatus::Pending,
        }
    }

    /// Whether nothing happens any more by itself.
    pub(crate) fn is_at_rest(&self, now: DateTime<Utc>) -> bool {
        let is_over = |refund: &Returned| refund.ends_at.max(refund.fails_at.unwrap_or(now)) <= now;
        self.paid.is_none_or(|paid| paid.settles_at <= now) && self.refunds.iter().all(is_over)
    }

    /// What came in, in minor units.
    pub(crate) fn captured(&self) -> i64 {
        self.paid.map_or(0, |paid| paid.amount.minor())
    }

    /// What has gone back or is on its way, in minor units.
    pub(crate) fn returned(&self, now: DateTime<Utc>) -> i64 {
        let stands = |refund: &&Returned| refund.status(now) != RefundStatus::Failed;
        self.refunds.iter().filter(stands).map(|refund| refund.amount.minor()).sum()
    }
}

impl Returned {
    pub(crate) fn status(&self, now: DateTime<Utc>) -> RefundStatus {
        *self.life(now).last().unwrap()
    }

    /// Every state that it has had, the first one first.
    pub(crate) fn life(&self, now: DateTime<Utc>) -> Vec<RefundStatus> {
        let mut life = vec![RefundStatus::Pending];
        let fails = self.fails_at.filter(|at| *at <= now);
        if self.ends_at <= now && fails.is_none_or(|at| self.ends_at < at) {
            life.push(RefundStatus::Processed);
        }
        life.extend(fails.map(|_| RefundStatus::Failed));
        life
    }
}

impl Truth {
    /// Makes a refund: of a request, or in the dashboard.
    pub(crate) fn pay_back(
        &mut self,
        reference: &str,
        amount: Money,
        key: Option<&str>,
        now: DateTime<Utc>,
        chance: &mut Chance,
    ) -> String {
        self.refunds_made += 1;
        let id = format!("rf-{}", self.refunds_made);
        let ends_at =
            now + TimeDelta::minutes(chance.weighted(&[(3, 0), (3, 7), (3, 300), (1, 4000)]));
        let fails_at = chance.is(15).then(|| now + TimeDelta::minutes(chance.between(1, 3000)));
        self.sales.get_mut(reference).unwrap().refunds.push(Returned {
            id: id.clone(),
            amount,
            key: key.map(str::to_owned),
            made_at: now,
            ends_at,
            fails_at,
            told: 0,
        });
        id
    }

    /// Ends a refund now: it fails, or it stands for ever.
    pub(crate) fn end(&mut self, id: &str, fails: bool, now: DateTime<Utc>) {
        let mut all = self.sales.values_mut().flat_map(|sale| &mut sale.refunds);
        let refund = all.find(|refund| refund.id == id).unwrap();
        refund.ends_at = now;
        refund.fails_at = fails.then_some(now + TimeDelta::seconds(1));
    }

    /// The refund that a request's key made.
    pub(crate) fn of_key(&self, key: &str) -> Option<&Returned> {
        let mut all = self.sales.values().flat_map(|sale| &sale.refunds);
        all.find(|refund| refund.key.as_deref() == Some(key))
    }

    pub(crate) fn is_under_way(&self, key: &str) -> bool {
        self.under_way.iter().any(|waiting| waiting.request.idempotency_key == key)
    }

    /// Whether a request for a refund of this payment may still have its effect.
    pub(crate) fn awaits(&self, reference: &str) -> bool {
        self.under_way.iter().any(|waiting| waiting.request.gateway_reference == reference)
    }
}
