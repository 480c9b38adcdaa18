//! Payment links.

use backoffice::{PaymentRecord, PaymentRow};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Money, PaymentStatus, time};
use crate::qr::qr_svg;

/// A payment link as it is given to a customer.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Link {
    payment_id: String,
    reference: String,
    gateway_reference: Option<String>,
    url: Option<String>,
    status: PaymentStatus,
    amount: Money,
    expires_at: Option<String>,
    qr_svg: Option<String>,
    renewable: bool,
}

impl Link {
    /// The newest link of an order; `renewable` where its gateway makes another and the order still wants one.
    pub(crate) fn of(record: &PaymentRecord, can_renew: bool) -> Self {
        let row = PaymentRow::of(record);
        let is_wanted = record.payment.order.is_some() && !record.payment.status.is_captured();
        Self {
            payment_id: row.id.to_string(),
            reference: row.reference.to_string(),
            gateway_reference: row.gateway_reference,
            status: row.status.into(),
            amount: row.amount.into(),
            expires_at: row.link_expires_at.map(time),
            qr_svg: row.link_url.as_deref().and_then(qr_svg),
            url: row.link_url,
            renewable: can_renew && is_wanted,
        }
    }
}

/// A field of a link at one gateway.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct LinkField {
    pub(crate) field: String,
    pub(crate) required: bool,
}

/// What is filled in for a link, as typed.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct LinkForm {
    pub(crate) account_id: String,
    amount: String,
    currency: String,
    email: String,
    customer_name: Option<String>,
    reference: Option<String>,
    description: Option<String>,
    callback_url: Option<String>,
    redirect_url: Option<String>,
    success_url: Option<String>,
    cancel_url: Option<String>,
}

impl LinkForm {
    pub(crate) fn for_account(self, account: String) -> backoffice::LinkForm {
        let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        backoffice::LinkForm {
            account,
            amount: self.amount,
            currency: self.currency,
            email: self.email,
            customer_name: filled(self.customer_name),
            reference: filled(self.reference),
            description: filled(self.description),
            urls: ledger::ReturnUrls {
                callback: filled(self.callback_url),
                redirect: filled(self.redirect_url),
                success: filled(self.success_url),
                cancel: filled(self.cancel_url),
            },
            metadata: std::collections::BTreeMap::new(),
        }
    }
}
