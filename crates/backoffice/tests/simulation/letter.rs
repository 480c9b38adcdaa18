//! What gateways send by themselves.

use backoffice::Incoming;
use hmac::{Hmac, KeyInit as _, Mac as _};
use ledger::RefundStatus;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::truth::{Returned, Sale};

/// The account at the gateway that refunds by its API and lists refunds.
pub(crate) const API: &str = "main";
/// The account at the gateway that refunds in its dashboard alone, and tells of it.
pub(crate) const DASHBOARD: &str = "lagos";
/// The key of the latter, which also signs its messages.
pub(crate) const SIGNING_KEY: &str = "ez_test_simulated_signing_key";

/// A message that is on its way.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    account: &'static str,
    body: String,
    /// The payment that it is about. Messages about one arrive in their order, though some of them twice.
    pub(crate) payment: String,
    /// What it tells.
    pub(crate) tells: String,
}

impl Letter {
    pub(crate) fn of_payment(reference: &str, sale: &Sale) -> Self {
        let amount = sale.paid.map_or(sale.asked, |paid| paid.amount).to_decimal_string();
        match sale.gateway {
            ledger::GatewayKind::Novac => Self {
                account: API,
                body: json!({
                    "notify": "transaction",
                    "notifyType": "successful",
                    "data": { "transactionReference": reference, "status": "successful", "currency": "NGN" },
                })
                .to_string(),
                payment: reference.to_owned(),
                tells: "it is paid".to_owned(),
            },
            _ => Self::of_dashboard(
                reference,
                "it is paid".to_owned(),
                &json!({
                    "event": "payment.success",
                    "data": { "transaction_id": reference, "amount": amount, "currency": "NGN", "status": "success" },
                }),
            ),
        }
    }

    pub(crate) fn of_refund(reference: &str, refund: &Returned, status: RefundStatus) -> Self {
        let amount = refund.amount.to_decimal_string();
        let body = json!({
            "event": "refund.processed",
            "data": {
                "transaction_id": reference, "refund_id": refund.id, "amount": amount, "currency": "NGN",
                "status": status.as_str(),
            },
        });
        Self::of_dashboard(reference, format!("{} is {status}", refund.id), &body)
    }

    fn of_dashboard(reference: &str, tells: String, body: &Value) -> Self {
        let (body, payment) = (body.to_string(), reference.to_owned());
        Self { account: DASHBOARD, body, payment, tells }
    }

    /// As it comes in at the shop.
    pub(crate) fn incoming(&self) -> Incoming {
        let body = self.body.clone().into_bytes();
        let mut mac = Hmac::<Sha256>::new_from_slice(SIGNING_KEY.as_bytes()).unwrap();
        mac.update(&body);
        let signature = hex::encode(mac.finalize().into_bytes());
        Incoming {
            account: self.account.to_owned(),
            headers: vec![("X-Echezona-Signature".to_owned(), signature)],
            body_bytes: body.len().try_into().unwrap(),
            body,
            source: Some([18, 233, 137, 110].into()),
            received_at: None,
        }
    }
}
