//! What is printed: one shape for `--json`, whose field names are a contract, and text for people made from it.

mod account;
mod approval;
mod attention;
mod balance;
mod batch;
mod customer;
mod doctor;
mod event;
mod export;
mod import;
mod journal;
mod link;
mod payment;
mod payout;
mod refund;
mod routes;
mod settings;
mod settlement;
mod signer;
mod sync;
mod table;
mod takings;
mod webhook;
mod zone;

pub(crate) use account::{AccountList, AccountView, CheckView, Removed};
pub(crate) use approval::ApprovalView;
pub(crate) use attention::{AcceptedView, DeskView, SnoozedView, WokenView};
pub(crate) use balance::{BalanceList, FeeView, ReportView};
pub(crate) use batch::{BatchDetail, BatchFile, BatchList, BatchPlanView, BatchRun, Stop};
pub(crate) use customer::{CustomerDetailView, CustomerFile, CustomerList, MaskView};
pub(crate) use doctor::DoctorView;
pub(crate) use export::{
    AccountNamesView, ExportHistory, ExportPreviewView, ExportView, PresetView, ProfileDetail,
    ProfileList,
};
pub(crate) use import::{
    ForgottenView, ImportDetailView, ImportList, ImportMadeView, ImportPlanView, MappingList,
    UndoView,
};
pub(crate) use journal::{EntryList, JournalView};
pub(crate) use link::{LinkList, LinkView};
pub(crate) use payment::{PaymentDetail, PaymentList};
pub(crate) use payout::{
    BeneficiaryView, ChoiceList, PayoutDetail, PayoutList, PayoutMade, PlanView,
};
pub(crate) use refund::{EvidenceSaved, OutlookView, RefundList, RefundView, SlipSaved};
pub(crate) use routes::RouteList;
pub(crate) use settings::SettingsView;
pub(crate) use settlement::{LineDecidedView, SettlementView, TermsList};
pub(crate) use signer::SignerView;
pub(crate) use sync::SyncView;
pub(crate) use takings::{StatementSaved, TakingsView};
pub(crate) use webhook::{ImportView, ListenerView, ReplayView, WebhookDetail, WebhookList};
pub(crate) use zone::ZoneView;

use backoffice::Page;
use chrono::{DateTime, SecondsFormat, Utc};
use ledger::Money;
use serde::Serialize;

/// `{"items":[…],"next":cursor|null}`
#[derive(Debug, Serialize)]
pub(crate) struct List<T> {
    items: Vec<T>,
    next: Option<String>,
}

impl<T> List<T> {
    fn page<R>(page: &Page<R>, view: impl Fn(&R) -> T) -> Self {
        let items = page.items.iter().map(view).collect();
        Self { items, next: page.next.as_ref().map(ToString::to_string) }
    }

    fn whole<R>(things: &[R], view: impl Fn(&R) -> T) -> Self {
        Self { items: things.iter().map(view).collect(), next: None }
    }

    /// A hint on how to go on, where there is more.
    fn more(&self) -> String {
        let hint = |next: &String| format!("\nMore with --after {next}");
        self.next.as_ref().map(hint).unwrap_or_default()
    }
}

/// An amount as `--json` has it: a decimal in major units, the minor units, and the currency, side by side.
#[derive(Debug, Clone, Serialize)]
struct Amount {
    amount: String,
    amount_minor: i64,
    currency: &'static str,
}

impl Amount {
    fn of(money: Money) -> Self {
        Self {
            amount: money.to_decimal_string(),
            amount_minor: money.minor(),
            currency: money.currency().code(),
        }
    }

    fn text(&self) -> String {
        format!("{} {}", self.amount, self.currency)
    }
}

/// The same where there may be none; all three are null then.
#[derive(Debug, Clone, Serialize)]
struct MaybeAmount {
    amount: Option<String>,
    amount_minor: Option<i64>,
    currency: Option<&'static str>,
}

impl MaybeAmount {
    fn of(money: Option<Money>) -> Self {
        Self {
            amount: money.map(Money::to_decimal_string),
            amount_minor: money.map(Money::minor),
            currency: money.map(|money| money.currency().code()),
        }
    }

    fn text(&self) -> String {
        match (&self.amount, self.currency) {
            (Some(amount), Some(currency)) => format!("{amount} {currency}"),
            _ => String::new(),
        }
    }
}

/// RFC 3339 in UTC.
fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
