//! What about payments and their refunds wants a person: what the ledger says, and what only time tells.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Concern, Flag, Payment, PaymentId, PaymentStatus, Refund, RefundStatus};
use store::PaymentRecord;

use super::accounts::Met;
use super::words::{Words, payment as of_payments, refund as of_refunds};
use super::{ConcernKind, ConcernRow, MOST, Moment};
use crate::refund::may_be_resolved;
use crate::{Account, Backoffice, Error, schedule};

/// How long a refund may be pending before somebody is to ask.
const PENDING_FOR_LONG: TimeDelta = TimeDelta::days(7);

impl Backoffice {
    /// The payments that want a person or may do so, and those of `also`.
    pub(super) async fn payments_in_question(
        &self,
        also: &[PaymentId],
        moment: &Moment,
    ) -> Result<Vec<Arc<PaymentRecord>>, Error> {
        let pending = self.store().stale_refunds(moment.now - PENDING_FOR_LONG).await?;
        let forgotten = self.store().stale_payments(moment.now - schedule::LOOKED_UP_FOR).await?;
        let pending = pending.into_iter().map(|(payment, _)| payment).take(MOST);
        let by_time = pending.chain(forgotten.into_iter().take(MOST));
        let mut payments = self.shared.attention.payments.lock().await;
        payments.wanting(self, by_time.chain(also.iter().copied())).await
    }

    pub(super) async fn concerns_of_payments(
        &self,
        records: &[Arc<PaymentRecord>],
        moment: &Moment,
    ) -> Result<Vec<ConcernRow>, Error> {
        let (mut met, mut concerns) = (Met::default(), Vec::new());
        for record in records {
            let account = met.account(self, record.payment.account).await?;
            concerns.extend(of_payment(record, account, moment));
            concerns.extend(of_time(record, account, moment));
        }
        Ok(concerns)
    }
}

/// What the entries of a payment say.
pub(super) fn of_payment(
    record: &PaymentRecord,
    account: &Account,
    moment: &Moment,
) -> Vec<ConcernRow> {
    let payment = &record.payment;
    let concerns = payment.concerns().into_iter();
    let rows = concerns.filter_map(|concern| match concern {
        Concern::OverRefunded(over) => {
            let words = of_refunds::over_refunded(payment, over, account);
            let since = payment.refunds.iter().map(|refund| refund.updated_at).max();
            let since = since.unwrap_or(payment.updated_at);
            let key = format!("{}:{}", payment.id, over.minor());
            let row = row(record, ConcernKind::OverRefunded, &key, since, words);
            Some(ConcernRow { amount: Some(over), ..row })
        }
        Concern::RefundUnknown(id)
        | Concern::RefundFailed(id)
        | Concern::RefundRevived(id)
        | Concern::RefundRequested(id)
        | Concern::RefundUnconfirmed(id)
        | Concern::RefundAmount(id) => {
            payment.refund(id).map(|refund| of_refund(record, refund, concern, account, moment))
        }
        Concern::PaymentUnknown => unknown(record, account, moment),
        Concern::Flag(flag) => Some(of_flag(record, flag, account, moment)),
    });
    rows.collect()
}

/// What the time says of what a payment waits for.
pub(super) fn of_time(
    record: &PaymentRecord,
    account: &Account,
    moment: &Moment,
) -> Vec<ConcernRow> {
    let payment = &record.payment;
    let pending = payment.refunds.iter().filter(|refund| {
        refund.status == RefundStatus::Pending && refund.updated_at < moment.now - PENDING_FOR_LONG
    });
    let pending = pending.map(|refund| {
        let may_decide = may_be_resolved(refund, moment.now);
        let words = of_refunds::stale(refund, may_decide, account, moment);
        let key = if may_decide { format!("{}:left", refund.id) } else { refund.id.to_string() };
        let row = row(record, ConcernKind::RefundStale, &key, refund.updated_at, words);
        ConcernRow { refund: Some(refund.id), amount: Some(refund.amount), ..row }
    });
    pending.chain(never_ended(record, account, moment)).collect()
}

fn of_refund(
    record: &PaymentRecord,
    refund: &Refund,
    concern: Concern,
    account: &Account,
    moment: &Moment,
) -> ConcernRow {
    let payment = &record.payment;
    let (kind, words) = match concern {
        Concern::RefundFailed(_) => {
            (ConcernKind::RefundFailed, of_refunds::failed(payment, refund, account, moment))
        }
        Concern::RefundRevived(_) => {
            (ConcernKind::RefundRevived, of_refunds::revived(payment, refund, account, moment))
        }
        Concern::RefundRequested(_) => {
            (ConcernKind::RefundRequested, of_refunds::requested(refund, account, moment))
        }
        Concern::RefundUnconfirmed(_) => {
            (ConcernKind::RefundUnconfirmed, of_refunds::unconfirmed(refund, account, moment))
        }
        Concern::RefundAmount(_) => {
            (ConcernKind::RefundAmount, of_refunds::amount(payment, refund, account, moment))
        }
        _ => (ConcernKind::RefundUnknown, of_refunds::unknown(refund, account, moment)),
    };
    let id = refund.id;
    let key = match kind {
        ConcernKind::RefundAmount => format!("{id}:{}", refund.amount.minor()),
        ConcernKind::RefundRevived => format!("{id}:{}", refund.status),
        _ => id.to_string(),
    };
    let row = row(record, kind, &key, refund.updated_at, words);
    ConcernRow { refund: Some(id), amount: Some(refund.amount), ..row }
}

fn of_flag(record: &PaymentRecord, flag: Flag, account: &Account, moment: &Moment) -> ConcernRow {
    let payment = &record.payment;
    let (kind, words) = match flag {
        Flag::Late => (ConcernKind::Late, of_payments::late(payment, account, moment)),
        Flag::AmountMismatch => {
            (ConcernKind::AmountMismatch, of_payments::other_amount(payment, account, moment))
        }
        Flag::CurrencyMismatch => {
            (ConcernKind::CurrencyMismatch, of_payments::other_currency(payment, account, moment))
        }
        Flag::Unordered => {
            (ConcernKind::Unordered, of_payments::unordered(record, account, moment))
        }
    };
    // One that was put off while nothing was paid, or less, is told of again once it is another amount.
    let minor = payment.captured.map_or(0, ledger::Money::minor);
    let key = format!("{}:{minor}", payment.id);
    row(record, kind, &key, paid_at(payment), words)
}

/// Nothing while the answer to a link that was asked for just now may still come.
fn unknown(record: &PaymentRecord, account: &Account, moment: &Moment) -> Option<ConcernRow> {
    let payment = &record.payment;
    let since = payment.link().map_or(payment.created_at, |link| link.requested_at);
    let is_being_made = payment.link().is_some_and(|link| {
        let is_answered = link.url.is_some() || link.failed || link.message.is_some();
        !is_answered && moment.now - since < schedule::ANSWER_LOST_AFTER
    });
    if is_being_made {
        return None;
    }
    let words = of_payments::unknown(payment, account, moment);
    let key = format!("{}:{}", payment.id, payment.links.len());
    Some(row(record, ConcernKind::PaymentUnknown, &key, since, words))
}

/// A payment that is still pending once nobody looks it up by itself any more. At an account that was removed there is
/// nobody to ask and nothing to be done.
fn never_ended(record: &PaymentRecord, account: &Account, moment: &Moment) -> Option<ConcernRow> {
    let payment = &record.payment;
    let last = payment.link().map_or(payment.created_at, |link| link.requested_at);
    let is_forgotten = payment.status == PaymentStatus::Pending
        && last < moment.now - schedule::LOOKED_UP_FOR
        && !account.is_removed();
    is_forgotten.then(|| {
        let words = of_payments::never_ended(payment, account, moment);
        let key = format!("{}:{}", payment.id, payment.links.len());
        row(record, ConcernKind::PaymentStale, &key, last, words)
    })
}

fn paid_at(payment: &Payment) -> DateTime<Utc> {
    payment.captured_at.unwrap_or(payment.created_at)
}

fn row(
    record: &PaymentRecord,
    kind: ConcernKind,
    key: &str,
    since: DateTime<Utc>,
    words: Words,
) -> ConcernRow {
    let payment = &record.payment;
    ConcernRow {
        payment: Some(payment.id),
        account: Some(payment.account),
        reference: Some(payment.reference.to_string()),
        account_name: Some(record.account_name.clone()),
        amount: Some(payment.amount()),
        ..ConcernRow::new(format!("{kind}:{key}"), kind, since, words)
    }
}
