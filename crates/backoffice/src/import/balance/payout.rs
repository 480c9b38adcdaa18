//! The payouts that a balance report tells of: which are new, and what is booked of them.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use gateways::ReportLine;
use ledger::{
    Body, ImportId, Money, PayoutId, PayoutKind, PayoutObservation, PayoutOrder, PayoutStatus,
    Reference, Source as Origin, Subject,
};
use store::{AccountRecord, PayoutRecord};

use super::words::{Meaning, meaning, not_final};
use crate::import::intake::Brought;
use crate::payout::PayoutNews;
use crate::{Account, Backoffice, Error};

/// A report that is being held against the books.
pub(super) struct Report<'a> {
    account: &'a Account,
    pub(super) lines: Vec<ReportLine>,
    /// How often a reference is that of money that left as a payout.
    left: HashMap<String, u32>,
    /// The references of money that came in.
    came: HashSet<String>,
}

/// A payout that is to be booked.
pub(super) struct Payout {
    id: PayoutId,
    version: u64,
    pub(super) order: PayoutOrder,
    /// When it is booked.
    at: DateTime<Utc>,
    line: ReportLine,
    pub(super) fee: Option<Money>,
}

impl Payout {
    /// The entries that say so.
    pub(super) fn brought(self, import: ImportId) -> Brought {
        let observed = Body::PayoutObserved(PayoutObservation {
            gateway_status: Some(self.line.status.unwrap_or(self.line.kind)),
            fee: self.fee,
            ..PayoutObservation::new(Origin::Import, PayoutStatus::Processed)
        });
        let found = Body::PayoutFound { order: self.order, import: Some(import) };
        let bodies = [found, observed].map(|body| (self.at, body)).to_vec();
        Brought {
            subject: Subject::Payout(self.id),
            version: self.version,
            bodies,
            people: Vec::new(),
        }
    }
}

impl Backoffice {
    /// The payout that a line tells of, or why none is booked.
    pub(super) async fn payout_in(
        &self,
        report: &Report<'_>,
        line: &ReportLine,
        kind: PayoutKind,
    ) -> Result<Result<Payout, String>, Error> {
        let account = &report.account.record;
        let Some(name) = &line.reference else {
            return Ok(Err("it is not booked: it has no reference to know it again by".to_owned()));
        };
        if report.left.get(name).is_some_and(|times| *times > 1) {
            return Ok(Err(format!(
                "it is not booked: several payouts of the report are called {name}"
            )));
        }
        if report.came.contains(name) {
            return Ok(Err("it is not booked: money of the same reference came back".to_owned()));
        }
        let Ok(amount) = line.money.checked_neg() else {
            return Ok(Err("it is not booked: its amount cannot be kept exactly".to_owned()));
        };
        if let Some(known) = self.payout_called(name, account).await? {
            let is_closed = known.payout.handed_out;
            return Ok(known_payout(&known, amount).map(|()| Payout {
                id: known.payout.id,
                version: known.payout.version,
                order: known.payout.order.clone(),
                at: if is_closed { self.clock().now() } else { line.at },
                line: line.clone(),
                fee: None,
            }));
        }
        let Ok(reference) = name.parse::<Reference>() else {
            return Ok(Err(
                "it is not booked: its reference is too long or has characters that cannot be seen"
                    .to_owned(),
            ));
        };
        let news = PayoutNews {
            kind,
            status: PayoutStatus::Processed,
            word: line.status.clone().unwrap_or_default(),
            gateway_payout_id: None,
            references: vec![name.clone()],
            amount: Some(amount),
        };
        if let Some(elsewhere) = self.payout_elsewhere(account, &news).await? {
            return Ok(Err(format!(
                "it is not booked: it is a payout of {} already",
                elsewhere.account_name
            )));
        }
        let order = order_of(account, kind, reference, amount, report.account.profile.title);
        let id = PayoutId(self.clock().new_id());
        Ok(Ok(Payout { id, version: 0, order, at: line.at, line: line.clone(), fee: None }))
    }

    pub(super) async fn payout_called(
        &self,
        name: &str,
        account: &AccountRecord,
    ) -> Result<Option<PayoutRecord>, Error> {
        for account in self.account_and_formers(account).await? {
            if let Some(id) = self.store().find_payouts(name, Some(account)).await?.first() {
                return Ok(Some(self.payout(*id).await?));
            }
        }
        Ok(None)
    }
}

impl<'a> Report<'a> {
    pub(super) fn of(account: &'a Account, lines: Vec<ReportLine>) -> Self {
        let (mut left, mut came) = (HashMap::new(), HashSet::new());
        for line in &lines {
            let Some(reference) = line.reference.clone().filter(|_| not_final(line).is_none())
            else {
                continue;
            };
            if line.money.is_positive() {
                came.insert(reference);
            } else if matches!(meaning(line), Meaning::Payout(_)) {
                let times: &mut u32 = left.entry(reference).or_default();
                *times = times.saturating_add(1);
            }
        }
        Self { account, lines, left, came }
    }

    /// The account that the report is of.
    pub(super) fn record(&self) -> &AccountRecord {
        &self.account.record
    }
}

/// Whether a known payout is one that was withdrawn, so that it may be brought again; else why nothing is booked.
fn known_payout(known: &PayoutRecord, amount: Money) -> Result<(), String> {
    let payout = &known.payout;
    if payout.order.amount != amount {
        return Err(format!(
            "it is not booked: a payout of that reference is in the books with {}; look at both",
            payout.order.amount
        ));
    }
    if payout.withdrawn {
        return Ok(());
    }
    Err(format!("it is a payout that is in the books already, as {}", payout.status))
}

fn order_of(
    account: &AccountRecord,
    kind: PayoutKind,
    reference: Reference,
    amount: Money,
    title: &str,
) -> PayoutOrder {
    let to = match kind {
        PayoutKind::Settlement => "the merchant's own account".to_owned(),
        kind => format!("not said ({kind})"),
    };
    PayoutOrder {
        account: account.id,
        gateway: account.gateway,
        mode: account.mode,
        kind,
        reference,
        amount,
        to,
        beneficiary: None,
        details: BTreeMap::new(),
        reason: format!("{title}'s balance report tells of it"),
        part: None,
    }
}
