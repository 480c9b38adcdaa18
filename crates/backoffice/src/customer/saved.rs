//! One customer's personal data in one file, for the customer who asks what is kept of them: all of it, as JSON, which
//! programs read and people can.
//!
//! The journal is not told, since it would keep whose data it was. Files of evidence are named and not included.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::{CheckoutLink, Entry, Money, PaymentId, Refund, Subject};
use serde_json::{Value, json};
use store::{DeliveryRecord, PayoutRecord};

use super::belongings::Belongings;
use crate::{Backoffice, Error};

/// A file with what is kept of one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerExport {
    /// Where it is.
    pub path: PathBuf,
    /// How many payments are in it.
    pub payments: u64,
    /// Its length.
    pub bytes: u64,
}

/// Says what the file is; the number changes where a reader would have to know.
const FORMAT: &str = "tillkeeper-customer-1";

impl Backoffice {
    /// Writes all that is kept of a customer into a file that only this user of the computer can read. One that exists is
    /// replaced once the new one is whole.
    ///
    /// # Errors
    /// [`Error::NotFound`], and [`Error::File`] where it cannot be written; an older file of that name is then untouched.
    pub async fn export_customer(&self, key: &str, to: &Path) -> Result<CustomerExport, Error> {
        self.check_place(to)?;
        let belongings = self.belongings(key).await?;
        let mut payments = Vec::with_capacity(belongings.payments.len());
        for id in &belongings.payments {
            payments.push(self.payment_kept(*id).await?);
        }
        let mut payouts = Vec::with_capacity(belongings.payouts.len());
        for record in &belongings.payouts {
            payouts.push(self.payout_kept(record).await?);
        }
        let document = json!({
            "format": FORMAT,
            "made_at": self.clock().now(),
            "customer": customer_kept(&belongings),
            "people": people_kept(&belongings),
            "payments": payments,
            "payouts": payouts,
        });
        let text = format!("{document:#}\n");
        let bytes = count(text.len());
        self.hand_out(to, text.into_bytes()).await?;
        Ok(CustomerExport {
            path: to.to_owned(),
            payments: count(belongings.payments.len()),
            bytes,
        })
    }

    async fn payment_kept(&self, id: PaymentId) -> Result<Value, Error> {
        let record = self.payment(id).await?;
        let payment = &record.payment;
        let messages = self.store().deliveries_of_payments(&[id]).await?;
        let journal = self.all_entries_of(Subject::Payment(id)).await?;
        Ok(json!({
            "id": payment.id,
            "reference": payment.reference,
            "gateway_reference": payment.gateway_reference,
            "account": record.account_name,
            "gateway": payment.gateway,
            "mode": payment.mode,
            "status": payment.status,
            "gateway_status": payment.gateway_status,
            "flags": payment.flags,
            "expected": money(payment.expected),
            "captured": payment.captured.map(money),
            "charged": payment.charged.map(money),
            "fee": payment.fee.map(money),
            "refunded": money(payment.refunded()),
            "channel": payment.channel,
            "created_at": payment.created_at,
            "captured_at": payment.captured_at,
            "order": payment.order.as_ref().map(|order| json!({
                "description": order.description,
                "urls": order.urls,
                "metadata": order.metadata,
            })),
            "links": payment.links.iter().map(link_kept).collect::<Vec<_>>(),
            "refunds": payment.refunds.iter().map(refund_kept).collect::<Vec<_>>(),
            "notes": payment.notes,
            "tags": payment.tags,
            "messages": messages.iter().map(message_kept).collect::<Vec<_>>(),
            "journal": journal.iter().map(entry_kept).collect::<Vec<_>>(),
        }))
    }

    async fn payout_kept(&self, record: &PayoutRecord) -> Result<Value, Error> {
        let payout = &record.payout;
        let journal = self.all_entries_of(Subject::Payout(payout.id)).await?;
        Ok(json!({
            "id": payout.id,
            "reference": payout.order.reference,
            "account": record.account_name,
            "gateway": payout.order.gateway,
            "kind": payout.order.kind,
            "amount": money(payout.order.amount),
            "to": payout.order.to,
            "details": payout.order.details,
            "reason": payout.order.reason,
            "beneficiary": payout.order.beneficiary.as_ref().map(|person| person.id),
            "status": payout.status,
            "gateway_payout_id": payout.gateway_payout_id,
            "bank_reference": payout.bank_reference,
            "created_at": payout.created_at,
            "journal": journal.iter().map(entry_kept).collect::<Vec<_>>(),
        }))
    }
}

fn customer_kept(belongings: &Belongings) -> Value {
    let row = &belongings.row;
    let totals = row
        .totals
        .iter()
        .map(|total| json!({ "paid": money(total.paid), "refunded": money(total.refunded) }));
    json!({
        "key": row.key,
        "name": row.name,
        "email": row.email,
        "totals": totals.collect::<Vec<_>>(),
    })
}

fn people_kept(belongings: &Belongings) -> Vec<Value> {
    let people = belongings.people.iter().map(|(id, details)| {
        json!({
            "id": id,
            "name": details.name,
            "email": details.email,
            "account": details.account,
        })
    });
    people.collect()
}

fn link_kept(link: &CheckoutLink) -> Value {
    json!({
        "requested_at": link.requested_at,
        "gateway_reference": link.gateway_reference,
        "url": link.url,
        "expires_at": link.expires_at,
        "failed": link.failed,
        "message": link.message,
    })
}

fn refund_kept(refund: &Refund) -> Value {
    json!({
        "id": refund.id,
        "amount": money(refund.amount),
        "status": refund.status,
        "method": refund.method,
        "reason": refund.reason,
        "customer_note": refund.customer_note,
        "merchant_note": refund.merchant_note,
        "evidence": refund.evidence,
        "evidence_file": refund.file,
        "by": refund.by,
        "decision": refund.decision,
        "resolved_by": refund.resolved_by,
        "gateway_refund_id": refund.gateway_refund_id,
        "message": refund.message,
        "requested_at": refund.requested_at,
    })
}

/// A message as it came in: its body is text wherever it can be.
fn message_kept(record: &DeliveryRecord) -> Value {
    let delivery = &record.delivery;
    let (encoding, body) = match std::str::from_utf8(&delivery.body) {
        Ok(text) => ("text", text.to_owned()),
        Err(_) => ("base64", STANDARD.encode(&delivery.body)),
    };
    json!({
        "id": delivery.id,
        "received_at": delivery.received_at,
        "from": delivery.source,
        "event": record.event,
        "reference": record.reference,
        "headers": delivery.headers,
        "body_encoding": encoding,
        "body": body,
    })
}

fn entry_kept(entry: &Entry) -> Value {
    json!({
        "seq": entry.seq,
        "id": entry.id,
        "at": entry.at,
        "actor": entry.actor,
        "body": entry.body,
    })
}

/// `25000.00 NGN`.
fn money(amount: Money) -> String {
    amount.to_string()
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
