//! What an entry tells a person in one line: its state, its amount and its words, as far as it has them.

use crate::{Body, Money, PaymentStatus, Signer, Tag};

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
            Self::RefundObserved { status, message, amount, .. } => {
                Told { status: Some(status.as_str()), amount: *amount, text: message.clone() }
            }
            Self::RefundApproved { by, note, .. } => {
                Told::default().saying(&signed(by, note.as_deref().unwrap_or_default()))
            }
            Self::RefundRejected { by, reason, .. } => Told::default().saying(&signed(by, reason)),
            Self::RefundResolved { status, evidence, by, .. } => {
                let told = Told { status: Some(status.as_str()), ..Told::default() };
                told.saying(&signed(by, evidence))
            }
            Self::RefundMatched { status, .. } => {
                Told { status: Some(status.as_str()), ..Told::default() }
            }
            Self::RefundMatchConfirmed { by, .. }
            | Self::RefundJoined { by, .. }
            | Self::RefundSplit { by, .. } => Told::default().saying(by.as_str()),
            Self::AttentionAccepted { note, by, .. } => Told::default().saying(&signed(by, note)),
            Self::NoteAdded { text, by } => Told::default().saying(&signed(by, text)),
            Self::TagsSet { tags } => {
                let words: Vec<_> = tags.iter().map(Tag::as_str).collect();
                Told::default().saying(&words.join(", "))
            }
            Self::BatchStarted { reason, by, .. } => Told::default().saying(&signed(by, reason)),
            Self::PersonMasked { reason, by, .. }
            | Self::RefundWithdrawn { reason, by, .. }
            | Self::PayoutWithdrawn { reason, by, .. }
            | Self::ImportUndone { reason, by } => Told::default().saying(&signed(by, reason)),
            Self::PaymentWithdrawn { reason, by, .. } => {
                let status = Some(PaymentStatus::Cancelled.as_str());
                Told { status, ..Told::default() }.saying(&signed(by, reason))
            }
            Self::ImportMade(made) => Told::default().saying(&made.file),
            Self::LineRead(line) => Told::of(line.amount),
            Self::LineMatched { by, .. } | Self::LineReleased { by, .. } => {
                Told::default().saying(by.as_str())
            }
            Self::PayoutRequested { order, .. } | Self::PayoutFound { order, .. } => {
                Told::of(order.amount).saying(&order.reason)
            }
            Self::PayoutObserved(news) => Told {
                status: Some(news.status.as_str()),
                amount: None,
                text: news.message.clone(),
            },
            Self::PayoutFeeFound { fee, .. } => Told::of(*fee),
            Self::WebhookReceived { event, .. } => Told::default().saying(event),
            Self::LinkRenewalRequested { .. }
            | Self::LinkOpened { .. }
            | Self::RefundSubmitted { .. }
            | Self::PayoutSubmitted
            | Self::AccountConnected { .. }
            | Self::AccountSettingsChanged { .. }
            | Self::AccountKeysReplaced { .. }
            | Self::AccountApprovalSet { .. }
            | Self::AccountRemoved
            | Self::BatchEnded { .. }
            | Self::ExportMade(_)
            | Self::ExportUndone { .. } => Told::default(),
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

fn signed(by: &Signer, text: &str) -> String {
    if text.is_empty() { by.to_string() } else { format!("{by}: {text}") }
}
