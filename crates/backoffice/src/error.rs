//! What can go wrong for a merchant, as one error with a code that programs act on and a sentence for people.

mod code;
mod unwritten;

use std::net::SocketAddr;
use std::time::Duration;

use chrono::NaiveDate;
use ledger::{
    FilterError, Mode, Money, PaymentStatus, Reference, RefundId, RefundRefusal, RefundStatus,
    Signer,
};

pub use code::Code;
use unwritten::unwritten;

use crate::{BatchPlan, ImportRefusal, MatchRefusal, vault};

/// A field of a form that cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name in the form and in `--json`.
    pub field: &'static str,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl FieldProblem {
    pub(crate) fn new(field: &'static str, message: impl ToString) -> Self {
        Self { field, message: message.to_string() }
    }
}

impl From<gateways::Problem> for FieldProblem {
    fn from(problem: gateways::Problem) -> Self {
        Self { field: problem.field, message: problem.message }
    }
}

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields that cannot be used; the first one is the message.
    #[error("{}", .0.first().map_or("the form is incomplete", |problem| problem.message.as_str()))]
    Invalid(Vec<FieldProblem>),
    /// Nothing of that name.
    #[error("there is no {what} `{name}`")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// What it was called.
        name: String,
    },
    /// Several things of that name.
    #[error("`{name}` is known at several accounts; say which one: {choices}")]
    Ambiguous {
        /// What was looked for.
        name: String,
        /// How to name each.
        choices: String,
    },
    /// The order number of a payment, or the reference of a payout, is in use.
    #[error(
        "`{reference}` is in use at this account already; look at what goes by it, or choose another number"
    )]
    ReferenceTaken {
        /// The order number or reference.
        reference: String,
    },
    /// The account's name is in use.
    #[error("there is an account called `{name}` already; choose another name")]
    AccountNameTaken {
        /// The name.
        name: String,
    },
    /// The gateway cannot do this.
    #[error("{0}")]
    Unsupported(String),
    /// A link is only renewed once it can no longer be paid by.
    #[error("this payment is {0}, so it needs no new link")]
    NothingToRenew(PaymentStatus),
    /// Another link was asked for a moment ago, and its answer is not in.
    #[error("a link for this order is being made right now; look again in a minute")]
    LinkUnderWay,
    /// The rule of refunds says no.
    #[error("{0}")]
    Refund(#[from] RefundRefusal),
    /// A bank line cannot be matched, released or booked.
    #[error("{0}")]
    Match(#[from] MatchRefusal),
    /// The payment has a refund that was not known when this one was decided on.
    #[error(
        "this payment was refunded from somewhere else meanwhile; look at that refund, and repeat this one if it is still \
         wanted"
    )]
    RefundedMeanwhile,
    /// A refund of the same amount may have happened, and nobody knows yet.
    #[error(
        "a refund of {amount} may have been made already, and how {refund} ended is not known yet: find that out before \
         asking for the same again"
    )]
    RefundUncertain {
        /// The one that may have happened.
        refund: RefundId,
        /// How much.
        amount: Money,
    },
    /// The gateway does not know a payment that the books have as paid.
    #[error(
        "{0} does not know this payment any more, so it cannot be refunded there: pay it back by hand and record it"
    )]
    GoneAtGateway(String),
    /// What is named is a refund.
    #[error(
        "`{refund}` is a refund of {reference}, and a refund cannot be refunded: name the payment to refund more of it"
    )]
    IsRefund {
        /// The refund.
        refund: RefundId,
        /// The order number of its payment.
        reference: Reference,
    },
    /// What is left to refund is not what it was when the refund was planned.
    #[error(
        "{then} was left to refund when this was decided on, and {left} is now; look at the payment and decide again"
    )]
    ChangedSincePlan {
        /// What was left then.
        then: Money,
        /// What is left now.
        left: Money,
    },
    /// A second person said yes or no to the refund already.
    #[error("{by} {} this refund already; look at what came of it", if *approved { "approved" } else { "rejected" })]
    RefundDecided {
        /// Who.
        by: Signer,
        /// Which of the two.
        approved: bool,
    },
    /// The refund waits for nobody's yes.
    #[error("this refund is {0} and waits for nobody's yes")]
    NotWaiting(RefundStatus),
    /// The gateway tells of a refund, and not how much or which.
    #[error(
        "{0} tells of a refund of this payment without saying how much it is, so what is left cannot be told: look into its \
         dashboard, record that refund by hand, and pay back what is left by hand as well"
    )]
    RefundUnclear(String),
    /// Nobody asks whether the refund is the gateway's.
    #[error(
        "this refund was not taken for one of the gateway's, or somebody said already whether it is"
    )]
    NoMatch,
    /// Two refunds that cannot be one.
    #[error(
        "these two cannot be one refund: one has to be recorded by hand and the other found at the gateway, of the same payment \
         and amount"
    )]
    CannotJoin,
    /// A person cannot decide how the refund or payout ended, or not yet.
    #[error("{0}")]
    CannotResolve(String),
    /// What was to be accepted wants nobody's attention.
    #[error(
        "nothing of this waits to be accepted: it was settled or accepted meanwhile, or wants another step; look at it again"
    )]
    NothingToAccept,
    /// There is nothing to tell a customer of the refund.
    #[error("a refund that is {0} has no slip")]
    NoSlip(RefundStatus),
    /// A file that proves something is not what it was.
    #[error(
        "the file `{name}` is gone from {path}, or was changed there; put it back from a backup"
    )]
    EvidenceDamaged {
        /// What it was called.
        name: String,
        /// Where it is kept.
        path: String,
    },
    /// Whoever asks for a refund cannot be the second person.
    #[error("{0} asked for this refund, so somebody else has to approve it")]
    OwnRefund(Signer),
    /// What is to be recorded by hand was found at the gateway and booked already.
    #[error(
        "the gateway's refund of that amount is in the books since {day} as {refund}; recording it would book it twice. If \
         there was another one, look the payment up"
    )]
    RefundFound {
        /// The refund that was found.
        refund: RefundId,
        /// The merchant's day on which it was found.
        day: NaiveDate,
    },
    /// A customer's details cannot be removed yet.
    #[error(
        "the details of this customer are still needed: {}{}",
        .0.first().map_or("something is open", String::as_str),
        more(.0.len())
    )]
    DetailsNeeded(Vec<String>),
    /// A customer's details were removed, and unused parts of the file may still have them.
    #[error(
        "the details of this customer were removed from the books. Unused parts of the file may still have them: another program \
         was using it, or the disk is full. Close every other program that has these books open, make room, and run `till \
         doctor`, which finishes it"
    )]
    DetailsRemain,
    /// The customer's details were removed, so that no new link can be asked for.
    #[error("the details of whoever was to pay `{0}` were removed; make a new order instead")]
    CustomerMasked(Reference),
    /// What a plan would do is not what was looked at.
    #[error(
        "the plan is another by now: something was paid, refunded or changed since it was made. Look at it again and agree to \
         the new one"
    )]
    PlanChanged(Box<BatchPlan>),
    /// Somebody else agreed to the same plan, and it is not done yet.
    #[error(
        "{by} began the same bulk refund already, and it is not done: let {by} go on with it, or give it up before you begin \
         it anew"
    )]
    PlanUnderWay {
        /// Who.
        by: Signer,
    },
    /// Another program goes through the batch.
    #[error(
        "these refunds are being gone through right now, here or in another program; wait until it is done"
    )]
    BatchRunning,
    /// Somebody else kept changing the same thing.
    #[error(
        "this was changed from somewhere else at the same moment; look at it again and repeat if it is still wanted"
    )]
    Conflict,
    /// The gateway said no, or nothing.
    #[error("{account}: {source}")]
    Gateway {
        /// The account's name.
        account: String,
        /// What the gateway said.
        source: gateways::Error,
    },
    /// Settings or keys that a gateway cannot be reached with.
    #[error("{0}")]
    Setup(#[source] gateways::Error),
    /// The link was asked for and the answer was lost.
    #[error(
        "{account}: {source}. The link may exist; it is being looked up, and asking for a new one with `renew` is safe as long \
         as the customer has not been given the first"
    )]
    LinkLost {
        /// The account's name.
        account: String,
        /// What went wrong.
        source: gateways::Error,
    },
    /// The request left, and what came of it could not be written down.
    #[error(
        "{account} was asked, and what came of it could not be written down: {problem}. It may have happened: look it up \
         before asking again"
    )]
    AnswerNotKept {
        /// The account's name.
        account: String,
        /// What kept it from being written.
        problem: String,
    },
    /// The keys of an account are not to be had.
    #[error(transparent)]
    Keys(#[from] vault::Error),
    /// The keys of an account are gone.
    #[error(
        "the keys of `{0}` are not on this computer; enter them anew in the account's settings"
    )]
    NoKeys(String),
    /// Test keys where real money is meant, or the other way round.
    #[error(
        "these keys are for {}, and the account `{account}` is not: its books would mix the two. Connect them as an account \
         of their own", if *given == Mode::Test { "tests" } else { "real money" }
    )]
    OtherMode {
        /// The account's name.
        account: String,
        /// What the keys are for.
        given: Mode,
    },
    /// The account was taken away, and its keys with it.
    #[error(
        "the account `{0}` was removed, and its keys with it; its history stays, but its gateway can no longer be asked"
    )]
    AccountRemoved(String),
    /// The filter cannot be read.
    #[error("{0}")]
    Filter(#[from] FilterError),
    /// The history cannot be read or written.
    #[error(transparent)]
    Store(store::Error),
    /// The file cannot be made.
    #[error(transparent)]
    Export(#[from] accounting::ExportError),
    /// The report or the settlement check cannot be made.
    #[error(transparent)]
    Report(#[from] accounting::report::ReportError),
    /// A file that was to be imported is not one that can be read.
    #[error(transparent)]
    Import(#[from] accounting::import::ImportError),
    /// A file was not imported, or an import not undone.
    #[error(transparent)]
    NotImported(Box<ImportRefusal>),
    /// A file cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unread {
        /// Which file.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// Nobody can listen at an address.
    #[error(
        "nobody can listen at {address}: {source}. Choose another port, or stop the program that listens there already"
    )]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// It was cancelled before its end.
    #[error("{0} was cancelled; nothing was written")]
    Cancelled(&'static str),
    /// What is kept of the merchant's likings cannot be read.
    #[error("what was kept under `{name}` cannot be read: {source}")]
    Kept {
        /// Under which name.
        name: &'static str,
        /// Why not.
        source: serde_json::Error,
    },
    /// A file cannot be written.
    #[error("{path} cannot be written: {}", unwritten(.source))]
    File {
        /// Which file.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
}

impl Error {
    /// The code that programs act on.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Invalid(_)
            | Self::ReferenceTaken { .. }
            | Self::AccountNameTaken { .. }
            | Self::Filter(_)
            | Self::Setup(_)
            | Self::Store(store::Error::Cursor)
            | Self::Ambiguous { .. }
            | Self::Unread { .. }
            | Self::Listen { .. } => Code::InvalidInput,
            Self::Import(_) => Code::InvalidInput,
            Self::NotImported(refusal) => refusal.code(),
            Self::NotFound { .. } => Code::NotFound,
            Self::Match(refusal) if refusal.is_conflict() => Code::Conflict,
            Self::Unsupported(_)
            | Self::NothingToRenew(_)
            | Self::NoMatch
            | Self::RefundUnclear(_)
            | Self::CannotJoin
            | Self::CannotResolve(_)
            | Self::NoSlip(_)
            | Self::Match(_)
            | Self::Refund(_)
            | Self::RefundUncertain { .. }
            | Self::GoneAtGateway(_)
            | Self::IsRefund { .. }
            | Self::NotWaiting(_)
            | Self::OwnRefund(_)
            | Self::RefundFound { .. }
            | Self::OtherMode { .. }
            | Self::DetailsNeeded(_)
            | Self::CustomerMasked(_)
            | Self::Cancelled(_)
            | Self::AccountRemoved(_) => Code::Refused,
            Self::RefundedMeanwhile
            | Self::ChangedSincePlan { .. }
            | Self::RefundDecided { .. }
            | Self::NothingToAccept
            | Self::PlanChanged(_)
            | Self::PlanUnderWay { .. }
            | Self::BatchRunning
            | Self::LinkUnderWay
            | Self::Conflict => Code::Conflict,
            Self::Gateway { source: gateways::Error::Offline { .. }, .. } => Code::Offline,
            Self::Gateway { .. } => Code::Gateway,
            Self::LinkLost { .. } | Self::AnswerNotKept { .. } => Code::UnknownOutcome,
            Self::Keys(_) | Self::NoKeys(_) => Code::Locked,
            Self::Export(accounting::ExportError::Write(_)) => Code::Storage,
            Self::Export(_) | Self::Report(_) => Code::InvalidInput,
            Self::Store(_)
            | Self::Kept { .. }
            | Self::File { .. }
            | Self::EvidenceDamaged { .. }
            | Self::DetailsRemain => Code::Storage,
        }
    }

    /// The field of the form that the error is about.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Invalid(problems) => problems.first().map(|problem| problem.field),
            Self::ReferenceTaken { .. } => Some("reference"),
            Self::AccountNameTaken { .. } => Some("name"),
            Self::Filter(_) => Some("filter"),
            Self::Listen { .. } => Some("bind"),
            Self::OwnRefund(_) => Some("by"),
            Self::Import(_) => Some("file"),
            Self::NotImported(refusal) => refusal.field(),
            Self::Refund(
                RefundRefusal::NoApi(_)
                | RefundRefusal::TooOld { .. }
                | RefundRefusal::AccountRemoved,
            ) => None,
            Self::Refund(_) => Some("amount"),
            _ => None,
        }
    }

    /// Whether the gateway answered that it does not know the payment.
    pub(crate) fn is_unknown_at_gateway(&self) -> bool {
        matches!(self, Self::Gateway { source: gateways::Error::NotFound { .. }, .. })
    }

    /// How long the gateway wants to be left alone.
    pub(crate) fn pause_asked_for(&self) -> Option<Duration> {
        match self {
            Self::Gateway { source: gateways::Error::RateLimited { retry_after, .. }, .. } => {
                *retry_after
            }
            _ => None,
        }
    }

    pub(crate) fn not_kept(account: &str, problem: &impl ToString) -> Self {
        Self::AnswerNotKept { account: account.to_owned(), problem: problem.to_string() }
    }

    pub(crate) fn not_found(what: &'static str, name: impl ToString) -> Self {
        Self::NotFound { what, name: name.to_string() }
    }
}

/// Says how many come after the first.
fn more(count: usize) -> String {
    match count.saturating_sub(1) {
        0 => String::new(),
        more => format!(", and {more} more"),
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::ReferenceTaken { reference } => {
                Self::ReferenceTaken { reference: reference.to_string() }
            }
            store::Error::AccountNameTaken { name } => {
                Self::AccountNameTaken { name: name.to_string() }
            }
            store::Error::Conflict { .. } => Self::Conflict,
            store::Error::LineTaken { line, .. } => ImportRefusal::Meanwhile { line }.into(),
            other => Self::Store(other),
        }
    }
}
