//! What an entry tells a person in one line: its state, its amount and its words, as far as it has them.

use crate::{Body, Money};

/// An entry in short, for timelines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The state it brings.
    pub status: Option<&'static str>,
    /// The amount it is about.
    pub amount: Option<Money>,
    /// A sentence or a reason.
    pub text: Option<String>,
}

impl Body {
    /// The entry in short.
    #[must_use]
    pub fn told(&self) -> Told {
        match self {
            Self::LinkRequested { order, .. } => Told::of(order.amount),
            Self::PaymentFound { amount, .. } => Told::of(*amount),
            Self::LinkFailed { message, .. } | Self::LinkLost { message, .. } => {
                Told::default().saying(message)
            }
            Self::PaymentObserved { observation, .. } => Told {
                status: Some(observation.status.as_str()),
                amount: observation.amount,
                text: observation.message.clone(),
            },
            Self::RefundRequested { amount, reason, .. }
            | Self::RefundRecorded { amount, reason, .. } => Told::of(*amount).saying(reason),
            Self::RefundFound { amount, status, reason, .. } => {
                Told { status: Some(status.as_str()), ..Told::of(*amount) }.saying(reason)
            }
            Self::RefundObserved { status, message, .. } => {
                Told { status: Some(status.as_str()), amount: None, text: message.clone() }
            }
            Self::PayoutRequested { order, .. } | Self::PayoutFound { order } => {
                Told::of(order.amount).saying(&order.reason)
            }
            Self::PayoutObserved { status, message, .. } => {
                Told { status: Some(status.as_str()), amount: None, text: message.clone() }
            }
            Self::WebhookReceived { event, .. } => Told::default().saying(event),
            Self::LinkRenewalRequested { .. }
            | Self::LinkOpened { .. }
            | Self::RefundSubmitted { .. }
            | Self::PayoutSubmitted
            | Self::AccountConnected { .. }
            | Self::AccountSettingsChanged { .. }
            | Self::AccountKeysReplaced { .. }
            | Self::AccountRemoved
            | Self::ExportMade { .. } => Told::default(),
        }
    }
}

impl Told {
    fn of(amount: Money) -> Self {
        Self { amount: Some(amount), ..Self::default() }
    }

    fn saying(self, text: &str) -> Self {
        Self { text: Some(text.to_owned()), ..self }
    }
}
