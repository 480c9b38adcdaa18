//! What can be done in one step, and what is said of it afterwards.

use backoffice::{
    ApproveForm, Backoffice, Code, Error, LinkForm, RefundForm, RefundRecordForm, RejectForm,
    ResolveForm,
};
use ledger::{PaymentId, Refund, RefundId, RefundMethod, RefundStatus};

use crate::books::Books;
use crate::letter::{API, DASHBOARD, Letter};

/// What a person or a program does at a seat.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    PlaceOrder {
        order: String,
        at_api: bool,
        minor: i64,
    },
    Renew(PaymentId),
    LookUp(PaymentId),
    Sync,
    SyncDue,
    Refund {
        payment: PaymentId,
        minor: Option<i64>,
        left_seen: Option<i64>,
        by: &'static str,
    },
    Approve {
        refund: RefundId,
        by: &'static str,
    },
    Reject {
        refund: RefundId,
        by: &'static str,
    },
    /// Writes down what was paid back by hand; `made` is the gateway's id of one made in its dashboard.
    Record {
        payment: PaymentId,
        minor: i64,
        method: RefundMethod,
        made: Option<String>,
    },
    Resolve {
        refund: RefundId,
        happened: bool,
    },
    Confirm(RefundId),
    Split(RefundId),
    Join {
        recorded: RefundId,
        found: RefundId,
    },
    Receive(Letter),
    HandleLetters,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// What was said, in words that are the same for the same seed.
    pub(crate) said: String,
    /// The order that was acknowledged.
    pub(crate) payment: Option<PaymentId>,
    /// The refund that was acknowledged, as it was then.
    pub(crate) refund: Option<(PaymentId, Refund)>,
    /// Whether it was an error.
    pub(crate) is_error: bool,
    /// Whether it was said that nothing was done.
    pub(crate) is_refusal: bool,
}

impl Deed {
    /// Whether it may send a refund, and then one at most.
    pub(crate) const fn may_send(&self) -> bool {
        matches!(self, Self::Refund { .. } | Self::Approve { .. })
    }

    /// What is counted where it came to a refund.
    pub(crate) const fn counts_as(&self) -> &'static str {
        match self {
            Self::Approve { .. } => "refunds approved",
            Self::Reject { .. } => "refunds rejected",
            Self::Record { .. } => "refunds recorded",
            Self::Resolve { .. } => "refunds resolved",
            Self::Confirm(_) => "matches confirmed",
            Self::Split(_) => "matches split",
            Self::Join { .. } => "refunds joined",
            _ => "refunds asked for",
        }
    }

    /// Whether it asks about one thing at a time, so that it can be held up in the middle. A person who saw that a refund
    /// happened says so before anything else happens to it.
    pub(crate) const fn is_single(&self) -> bool {
        !matches!(
            self,
            Self::Sync | Self::SyncDue | Self::HandleLetters | Self::Resolve { happened: true, .. }
        )
    }

    /// The payment that it is about, where it is about one.
    pub(crate) fn payment(&self, books: &Books) -> Option<PaymentId> {
        let of_refund = |id: &RefundId| {
            let mut payments = books.payments.iter();
            payments.find(|payment| payment.refund(*id).is_some()).map(|payment| payment.id)
        };
        match self {
            Self::Renew(id) | Self::LookUp(id) => Some(*id),
            Self::Refund { payment, .. } | Self::Record { payment, .. } => Some(*payment),
            Self::Approve { refund, .. } | Self::Reject { refund, .. } => of_refund(refund),
            Self::Resolve { refund, .. } => of_refund(refund),
            _ => None,
        }
    }

    pub(crate) async fn done(self, office: Backoffice) -> Outcome {
        match self {
            Self::PlaceOrder { order, at_api, minor } => {
                let made = office.create_link(&link(&order, at_api, minor)).await;
                let payment = made.as_ref().ok().map(|record| record.payment.id);
                Outcome { payment, ..said(made) }
            }
            Self::Renew(id) => said(office.renew_link(id).await),
            Self::LookUp(id) => said(office.look_up(id).await),
            Self::Sync => said(office.sync().await),
            Self::SyncDue => said(office.sync_due().await),
            Self::Refund { payment, minor, left_seen, by } => {
                let form = RefundForm {
                    payment,
                    amount: minor.map(major),
                    reason: "Damaged on the way".to_owned(),
                    customer_note: None,
                    merchant_note: None,
                    by: Some(by.to_owned()),
                    left_seen: left_seen.map(major),
                };
                acknowledged(office.create_refund(&form).await.map(|(_, refund)| (payment, refund)))
            }
            Self::Approve { refund, by } => {
                let form = ApproveForm { refund, by: by.to_owned(), note: None };
                acknowledged(office.approve_refund(&form).await.map(of_record))
            }
            Self::Reject { refund, by } => {
                let (by, reason) = (by.to_owned(), "Not ours".to_owned());
                let form = RejectForm { refund, by, reason };
                acknowledged(office.reject_refund(&form).await.map(of_record))
            }
            Self::Record { payment, minor, method, .. } => {
                let form = RefundRecordForm {
                    payment,
                    amount: major(minor),
                    method,
                    reason: "Paid back by hand".to_owned(),
                    evidence: None,
                    file: None,
                    by: None,
                    key: None,
                };
                acknowledged(office.record_refund(&form).await.map(of_record))
            }
            Self::Resolve { refund, happened } => {
                let form = ResolveForm {
                    refund,
                    happened,
                    evidence: "Seen in the dashboard".to_owned(),
                    file: None,
                    by: "Ada Obi".to_owned(),
                };
                acknowledged(office.resolve_refund(&form).await.map(of_record))
            }
            Self::Confirm(refund) => {
                acknowledged(office.confirm_match(refund, "Ada Obi").await.map(of_record))
            }
            Self::Split(refund) => {
                acknowledged(office.split_match(refund, "Ada Obi").await.map(of_record))
            }
            Self::Join { recorded, found } => {
                let joined = office.join_refunds(recorded, found, "Ada Obi").await;
                acknowledged(joined.map(of_record))
            }
            Self::Receive(letter) => said(office.receive_webhook(letter.incoming()).await),
            Self::HandleLetters => said(office.handle_webhooks().await),
        }
    }
}

fn of_record((record, refund): (backoffice::PaymentRecord, Refund)) -> (PaymentId, Refund) {
    (record.payment.id, refund)
}

fn said<T>(answer: Result<T, Error>) -> Outcome {
    match answer {
        Ok(_) => Outcome { said: "done".to_owned(), ..Outcome::default() },
        Err(error) => Outcome {
            said: words(&error),
            is_error: true,
            is_refusal: error.code() != Code::UnknownOutcome,
            ..Outcome::default()
        },
    }
}

fn acknowledged(answer: Result<(PaymentId, Refund), Error>) -> Outcome {
    match answer {
        Ok((payment, refund)) => Outcome {
            said: format!("{} {}", refund.amount, refund.status),
            refund: Some((payment, refund)),
            ..Outcome::default()
        },
        Err(error) => said(Err::<(), _>(error)),
    }
}

/// An error in words without ids, which differ from run to run.
fn words(error: &Error) -> String {
    match error {
        Error::RefundFound { .. } => "found already".to_owned(),
        Error::NotFound { what, .. } => format!("no such {what}"),
        other => {
            other.to_string().split(' ').filter(|word| !is_id(word)).collect::<Vec<_>>().join(" ")
        }
    }
}

fn is_id(word: &str) -> bool {
    word.len() >= 36 && word.split('-').count() == 5
}

fn link(order: &str, at_api: bool, minor: i64) -> LinkForm {
    let mut form = LinkForm {
        account: if at_api { API } else { DASHBOARD }.to_owned(),
        amount: major(minor),
        currency: "NGN".to_owned(),
        email: "ada@example.com".to_owned(),
        customer_name: Some("Ada Obi".to_owned()),
        reference: Some(order.to_owned()),
        ..LinkForm::default()
    };
    form.urls.callback = Some("https://shop.example/back".to_owned());
    form
}

/// Minor units of naira as a person types them.
fn major(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

/// Whether a refund is still to be told the end of.
pub(crate) const fn is_settled(status: RefundStatus) -> bool {
    matches!(status, RefundStatus::Processed | RefundStatus::Failed)
}
