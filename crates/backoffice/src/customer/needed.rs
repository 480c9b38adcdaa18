//! What still needs a customer's details, and what of them stays when they are removed.

use std::collections::BTreeSet;

use accounting::day_of;
use ledger::{Payment, PaymentId, RefundStatus};
use store::PayoutRecord;

use super::belongings::Belongings;
use super::mentions::Traces;
use crate::{Backoffice, Error};

/// How many lines of a batch are read at a time.
const LINES_AT_A_TIME: u32 = 500;

impl Backoffice {
    /// What may still need the details, a sentence each: money that is on its way or not decided on.
    pub(super) async fn still_open(&self, belongings: &Belongings) -> Result<Vec<String>, Error> {
        let mut open = Vec::new();
        for id in &belongings.payments {
            let payment = self.payment(*id).await?.payment;
            if payment.status.is_open() && !self.is_out_of_reach(&payment).await? {
                let reference = &payment.reference;
                open.push(format!("{reference} is {} and may still be paid", payment.status));
            }
            open.extend(open_refunds(&payment));
        }
        open.extend(belongings.payouts.iter().filter_map(open_payout));
        open.extend(self.unfinished_batches_with(&belongings.payments).await?);
        let people = belongings.people.keys().copied().collect();
        match self.store().deliveries_waiting_for(people).await? {
            0 => {}
            count => open.push(by_messages(count)),
        }
        Ok(open)
    }

    /// Whether nothing more can be learned of a payment, because its account was removed.
    async fn is_out_of_reach(&self, payment: &Payment) -> Result<bool, Error> {
        Ok(self.account_by_id(payment.account).await?.record.removed_at.is_some())
    }

    async fn unfinished_batches_with(&self, payments: &[PaymentId]) -> Result<Vec<String>, Error> {
        let payments: BTreeSet<_> = payments.iter().collect();
        let zone = self.time_zone().await?;
        let mut found = Vec::new();
        for batch in self.store().unfinished_batches().await? {
            let mut after = 0;
            loop {
                let lines = self.store().batch_lines(batch.id, after, LINES_AT_A_TIME).await?;
                if lines.iter().any(|row| payments.contains(&row.line.payment)) {
                    let day = day_of(zone, batch.started_at);
                    found.push(format!("the refunds of {day} are not all done"));
                    break;
                }
                let Some(last) = lines.last() else { break };
                after = last.line.line;
            }
        }
        Ok(found)
    }

    /// What stays, a sentence each.
    pub(super) async fn what_stays(&self, belongings: &Belongings) -> Result<Vec<String>, Error> {
        let mut kept = vec![
            "the payments, refunds and payouts themselves, with amounts, days, order numbers and the gateway's references, by \
             which the gateway still knows whose they are"
                .to_owned(),
        ];
        let mentions = self.mentions(belongings).await?;
        kept.extend(mentions.into_iter().map(|what| {
            format!(
                "{what}, which may name the customer: it is in the journal and cannot be changed"
            )
        }));
        let mut files = 0_u64;
        for id in &belongings.payments {
            let refunds = self.payment(*id).await?.payment.refunds;
            let with_file = refunds.iter().filter(|refund| refund.file.is_some());
            files = files.saturating_add(with_file.count().try_into().unwrap_or(u64::MAX));
        }
        if files > 0 {
            kept.push(format!("{files} files of evidence, which may show the customer"));
        }
        if !belongings.payouts.is_empty() {
            kept.push("of payouts, the bank and the last four digits of the account".to_owned());
        }
        let traces = Traces::of(belongings);
        if self.store().snoozes().await?.iter().any(|snooze| traces.are_in(&snooze.note)) {
            kept.push(
                "the note of something that was put off on the desk; wake it to be rid of it"
                    .to_owned(),
            );
        }
        kept.extend(self.mentions_in_batches(belongings).await?);
        kept.push("messages in the inbox that were not joined to a payment, or not yet".to_owned());
        kept.push(
            "copies of the history made before, and files that were handed out: delete them yourself"
                .to_owned(),
        );
        Ok(kept)
    }
}

/// Says that messages wait that mention the customer.
pub(super) fn by_messages(count: usize) -> String {
    let came = match count {
        1 => "1 message in the inbox mentions the customer and was".to_owned(),
        _ => format!("{count} messages in the inbox mention the customer and were"),
    };
    format!(
        "{came} not acted on yet; that is done once the keys of the account are unlocked and its gateway answers"
    )
}

fn open_refunds(payment: &Payment) -> impl Iterator<Item = String> {
    let open = payment
        .refunds
        .iter()
        .filter(|refund| !matches!(refund.status, RefundStatus::Processed | RefundStatus::Failed));
    open.map(|refund| {
        let (amount, reference) = (refund.amount, &payment.reference);
        match refund.status {
            RefundStatus::Requested => {
                format!(
                    "the refund of {amount} of {reference} waits for a second person's yes or no"
                )
            }
            status => format!("the refund of {amount} of {reference} is {status}"),
        }
    })
}

fn open_payout(record: &PayoutRecord) -> Option<String> {
    let payout = &record.payout;
    let (reference, status) = (&payout.order.reference, payout.status);
    status.is_open().then(|| format!("payout {reference} is {status}"))
}
