//! The payouts that a balance report tells of: which are new, and what is booked of them.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use gateways::ReportLine;
use ledger::{
    AccountName, Body, ImportId, Money, PayoutId, PayoutKind, PayoutObservation, PayoutOrder,
    PayoutStatus, Reference, Source as Origin, Subject,
};
use store::{AccountRecord, Append, PayoutRecord};

use super::words::{Meaning, meaning, not_final};
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

/// Why no payout is booked of a line.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotBooked {
    #[error("it is not booked: it has no reference to know it again by")]
    NoReference,
    #[error("it is not booked: several payouts of the report are called {0}")]
    SeveralCalled(String),
    #[error("it is not booked: money of the same reference came back")]
    CameBack,
    #[error("it is not booked: its amount cannot be kept exactly")]
    TooLarge,
    #[error("it is not booked: a payout of that reference is in the books with {0}; look at both")]
    OtherAmount(Money),
    #[error("it is not booked: its reference is too long or has characters that cannot be seen")]
    Reference,
    #[error("it is not booked: it is a payout of {0} already")]
    Elsewhere(AccountName),
    #[error("it is a payout that is in the books already, as {0}")]
    Known(PayoutStatus),
}

impl Payout {
    /// The entries that say so.
    pub(super) fn brought(self, office: &Backoffice, import: ImportId) -> Append {
        let observed = Body::PayoutObserved(PayoutObservation {
            gateway_status: Some(self.line.status.unwrap_or(self.line.kind)),
            fee: self.fee,
            ..PayoutObservation::new(Origin::Import, PayoutStatus::Processed)
        });
        let found = Body::PayoutFound { order: self.order, import: Some(import) };
        let bodies = [(self.at, found), (self.at, observed)];
        office.entries_at(Subject::Payout(self.id), self.version, bodies)
    }
}

impl Backoffice {
    /// The payout that a line tells of, or why none is booked.
    pub(super) async fn payout_in(
        &self,
        report: &Report<'_>,
        line: &ReportLine,
        kind: PayoutKind,
    ) -> Result<Result<Payout, NotBooked>, Error> {
        let account = &report.account.record;
        let (name, amount) = match report.named(line) {
            Ok(named) => named,
            Err(why) => return Ok(Err(why)),
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
            return Ok(Err(NotBooked::Reference));
        };
        let news = PayoutNews {
            kind,
            status: PayoutStatus::Processed,
            word: line.status.clone().unwrap_or_default(),
            gateway_payout_id: None,
            references: vec![name.to_owned()],
            amount: Some(amount),
        };
        if let Some(elsewhere) = self.payout_elsewhere(account, &news).await? {
            return Ok(Err(NotBooked::Elsewhere(elsewhere.account_name)));
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

    /// What the payout of a line is called, and how much it is.
    fn named<'l>(&self, line: &'l ReportLine) -> Result<(&'l str, Money), NotBooked> {
        let name = line.reference.as_deref().ok_or(NotBooked::NoReference)?;
        if self.left.get(name).is_some_and(|times| *times > 1) {
            return Err(NotBooked::SeveralCalled(name.to_owned()));
        }
        if self.came.contains(name) {
            return Err(NotBooked::CameBack);
        }
        Ok((name, line.money.checked_neg().map_err(|_| NotBooked::TooLarge)?))
    }
}

/// Whether a known payout is one that was withdrawn, so that it may be brought again; else why nothing is booked.
fn known_payout(known: &PayoutRecord, amount: Money) -> Result<(), NotBooked> {
    let payout = &known.payout;
    if payout.order.amount != amount {
        return Err(NotBooked::OtherAmount(payout.order.amount));
    }
    if payout.withdrawn { Ok(()) } else { Err(NotBooked::Known(payout.status)) }
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
