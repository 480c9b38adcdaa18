//! The row that every profile starts from: one movement of money, with what is known of it.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use ledger::{
    EntryId, GatewayKind, Mode, Money, Movement, MovementKind, PaymentId, PayoutId, SaleTurn,
};

/// One movement of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The journal entry that moved it.
    pub entry: EntryId,
    /// Its place among the movements of that entry, from 0.
    pub index: u32,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// The gateway.
    pub gateway: GatewayKind,
    /// What the merchant calls the account.
    pub account: String,
    /// Whether it is real money.
    pub mode: Mode,
    /// What moved.
    pub movement: Movement,
    /// The word for the payment's or payout's state after the entry.
    pub status: String,
    /// What the gateway keeps of a sale.
    pub fee: Option<Money>,
    /// The payment it belongs to; none of a payout.
    pub payment: Option<PaymentId>,
    /// The payout it is.
    pub payout: Option<PayoutId>,
    /// The gateway's own id of that payout.
    pub settlement_id: Option<String>,
    /// The merchant's order number, or the payout's reference.
    pub reference: String,
    /// The gateway's own reference of the payment.
    pub gateway_reference: Option<String>,
    /// How it was paid.
    pub channel: Option<String>,
    /// Who paid, by name.
    pub customer_name: Option<String>,
    /// Who paid, by e-mail.
    pub customer_email: Option<String>,
    /// What the customer was shown, or where a payout went.
    pub description: Option<String>,
    /// Why, where it is a refund or a payout.
    pub note: Option<String>,
    /// Where the news came from.
    pub source: String,
    /// Which of the sales of its order it is, where it is one and [`crate::Context::numbers_orders`] says that it matters.
    pub turn: SaleTurn,
}

impl Row {
    /// The row's own id: the same in every export, and of one length, so that no id is part of another.
    pub(crate) fn id(&self) -> String {
        format!("{}-{:04}", self.entry, self.index)
    }

    /// The word for why money moved.
    pub(crate) fn kind(&self) -> &'static str {
        match self.movement.kind {
            MovementKind::Refund if self.movement.money.is_positive() => "refund_returned",
            kind => kind.as_str(),
        }
    }

    /// When it happened by the merchant's clocks.
    pub(crate) fn local(&self, time_zone: Tz) -> NaiveDateTime {
        self.occurred_at.with_timezone(&time_zone).naive_local()
    }

    /// A sale's gross: money that came, not a correction downwards.
    pub(crate) fn gross(&self) -> Option<Money> {
        let is_sale = self.movement.kind == MovementKind::Sale;
        Some(self.movement.money).filter(|money| is_sale && money.is_positive())
    }

    /// What the gateway kept of a sale and what is left, where both can be said in the row's currency.
    pub(crate) fn fee_and_net(&self) -> Option<(Money, Money)> {
        let (gross, fee) = (self.gross()?, self.fee?);
        Some((fee, gross.checked_sub(fee).ok()?))
    }
}
