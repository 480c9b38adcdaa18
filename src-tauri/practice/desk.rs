//! What waits on the desk when practice begins: a refund for a second person, and one to be compared with the gateway's.

use backoffice::{Backoffice, RefundForm, RefundRecordForm};
use chrono::TimeDelta;
use ledger::RefundMethod;
use sandbox::Sandbox;

use super::history::NOVAC;
use super::{Error, Shifted};

/// Who works in the practice shop.
const TUNDE: &str = "Tunde Ajayi";
/// From this amount on a refund wants a second person's yes.
const LIMIT: &str = "100000.00 NGN";

/// Leaves some things for a person.
pub(super) async fn leave_to_do(
    office: &Backoffice,
    sandbox: &Sandbox,
    time: &Shifted,
) -> Result<(), Error> {
    time.shift(TimeDelta::hours(5));
    office.set_approval(NOVAC, &[LIMIT.to_owned()]).await?;
    want_a_large_refund(office).await?;
    time.shift(TimeDelta::hours(4));
    pay_back_by_hand(office, sandbox).await
}

async fn want_a_large_refund(office: &Backoffice) -> Result<(), Error> {
    let payment = office.find_payment("ORDER-00108").await?.payment.id;
    office.set_tags(payment, &["market".to_owned(), "wholesale".to_owned()]).await?;
    let note = "Called on Monday: the second week of the stall was cancelled by the market.";
    office.add_note(payment, note, TUNDE).await?;
    let form = RefundForm {
        payment,
        amount: Some("125000.00".to_owned()),
        reason: "Second week cancelled by the market".to_owned(),
        customer_note: None,
        merchant_note: None,
        by: Some(TUNDE.to_owned()),
        left_seen: None,
    };
    office.create_refund(&form).await?;
    Ok(())
}

/// Refunded in the gateway's dashboard, recorded, and then found by a look-up.
async fn pay_back_by_hand(office: &Backoffice, sandbox: &Sandbox) -> Result<(), Error> {
    let amount = "2800.00";
    let payment = office.find_payment("ORDER-00107").await?.payment;
    let form = RefundRecordForm {
        payment: payment.id,
        amount: amount.to_owned(),
        method: RefundMethod::Dashboard,
        reason: "Half of the bars were broken".to_owned(),
        evidence: Some("Refunded in the dashboard of Novac".to_owned()),
        file: None,
        by: Some(TUNDE.to_owned()),
        key: None,
    };
    let (_, refund) = office.record_refund(&form).await?;
    let url = payment.link().and_then(|link| link.url.clone()).unwrap_or_default();
    sandbox.refund_in_dashboard(&url, Some(refund.amount));
    office.look_up(payment.id).await?;
    Ok(())
}
