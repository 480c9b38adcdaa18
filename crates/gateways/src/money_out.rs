//! Sending money, and what is left of it: payouts, checks of who receives them, balances.
//!
//! Optional: the default of each method is [`Error::Unsupported`], and [`Capabilities`](crate::Capabilities) says beforehand what
//! an account can do. Which fields a payout has at a gateway is said by its [`PayoutRoute`]s, so that a form can be
//! made of them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Currency, Money, PayoutKind, PayoutStatus, Reference};

use crate::{Capability, Error, Problem, Profile, Settings};

/// A way to send money at a gateway.
#[derive(Debug, Clone, Copy)]
pub struct PayoutRoute {
    /// What kind of sending.
    pub kind: PayoutKind,
    /// What people call it there.
    pub title: &'static str,
    /// The currencies that can be sent.
    pub currencies: &'static [Currency],
    /// What the gateway wants to know.
    pub fields: &'static [PayoutField],
    /// Whether who receives it can be checked first.
    pub can_check: bool,
    /// The fewest and the most characters of the merchant's reference.
    pub reference_characters: (usize, usize),
}

impl PayoutRoute {
    /// Whether a payout by this route can go by a reference.
    ///
    /// # Errors
    /// [`Problem`] with `reference`.
    pub fn check_reference(&self, reference: &str) -> Result<(), Problem> {
        let (least, most) = self.reference_characters;
        if (least..=most).contains(&reference.chars().count()) {
            return Ok(());
        }
        Err(Problem::new("reference", format!("a reference has {least} to {most} characters here")))
    }
}

/// One thing that a gateway wants to know of a payout, beside amount, reference and reason.
#[derive(Debug, Clone, Copy)]
pub struct PayoutField {
    /// Its name: `account_number`, `bank_code`, `ifsc`, `transfer_mode` and so on.
    pub key: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// How it is written.
    pub help: &'static str,
    /// Whether there is no payout without it.
    pub required: bool,
    /// Whether it is somebody's own: kept beside the journal and never in it.
    pub personal: bool,
    /// What it may be.
    pub values: PayoutValues,
}

/// What a field of a payout may be.
#[derive(Debug, Clone, Copy)]
pub enum PayoutValues {
    /// A text of a form, checked as it is typed.
    Text(fn(&str) -> bool),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// One of a list that the gateway keeps, see [`MoneyOut::choices`].
    Listed,
}

/// A payout to be made.
#[derive(Debug, Clone)]
pub struct PayoutRequest {
    /// By which route.
    pub kind: PayoutKind,
    /// The merchant's reference; also the key by which the gateway tells a repetition.
    pub reference: Reference,
    /// Goes with every attempt.
    pub idempotency_key: String,
    /// How much arrives.
    pub amount: Money,
    /// The fields of the route, by their names.
    pub fields: BTreeMap<String, String>,
    /// What the receiver reads.
    pub narration: String,
}

/// What a payout is looked up by.
#[derive(Debug, Clone)]
pub struct PayoutHandle {
    /// The kind of sending.
    pub kind: PayoutKind,
    /// The merchant's reference.
    pub reference: Reference,
    /// The gateway's id, where it gave one.
    pub gateway_payout_id: Option<String>,
    /// What was sent, to be compared.
    pub amount: Money,
}

/// What a gateway knows of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutReport {
    /// What it means.
    pub status: PayoutStatus,
    /// The gateway's own word.
    pub gateway_status: String,
    /// The gateway's id.
    pub gateway_payout_id: Option<String>,
    /// The bank's reference.
    pub bank_reference: Option<String>,
    /// What the gateway took for it.
    pub fee: Option<Money>,
    /// The gateway's message.
    pub message: Option<String>,
}

/// Who would receive a payout, as the gateway says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beneficiary {
    /// The name on the account; none where the gateway only says that it can be paid.
    pub name: Option<String>,
    /// The gateway's message.
    pub message: Option<String>,
}

/// One of the values that a gateway lists for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What people read.
    pub title: String,
}

/// What is left at a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// What the gateway calls it, such as `available`.
    pub title: String,
    /// How much.
    pub money: Money,
}

/// One line of a gateway's own report of its balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// The gateway's word for why: `payout`, `settlement_fee`.
    pub kind: String,
    /// How much; more than zero came in.
    pub money: Money,
    /// The balance before.
    pub before: Money,
    /// The balance after.
    pub after: Money,
    /// What it is about, in the gateway's reference.
    pub reference: Option<String>,
    /// The gateway's note.
    pub note: Option<String>,
    /// The gateway's word for its state.
    pub status: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

pub(crate) const NOT_OFFERED: &str = "the gateway's documents have no request for this";

const fn not_offered() -> Error {
    Error::Unsupported { reason: NOT_OFFERED }
}

/// Sending money from a connected account, and asking what is left.
#[async_trait]
pub trait MoneyOut: Send + Sync {
    /// Sends money. Never repeated by itself.
    async fn pay_out(&self, _request: &PayoutRequest) -> Result<PayoutReport, Error> {
        Err(not_offered())
    }

    /// What the gateway knows of a payout.
    async fn look_up_payout(&self, _handle: &PayoutHandle) -> Result<PayoutReport, Error> {
        Err(not_offered())
    }

    /// Who would receive a payout of this kind with these fields.
    async fn check_beneficiary(
        &self,
        _kind: PayoutKind,
        _fields: &BTreeMap<String, String>,
    ) -> Result<Beneficiary, Error> {
        Err(not_offered())
    }

    /// The values that the gateway lists for a field, given the fields known so far.
    async fn choices(
        &self,
        _kind: PayoutKind,
        _field: &str,
        _known: &BTreeMap<String, String>,
    ) -> Result<Vec<Choice>, Error> {
        Err(not_offered())
    }

    /// What is left, in one currency where the gateway keeps several apart.
    async fn balances(&self, _currency: Option<Currency>) -> Result<Vec<Balance>, Error> {
        Err(not_offered())
    }

    /// The gateway's own report of its balance over some days, both included.
    async fn balance_report(
        &self,
        _currency: Currency,
        _from: NaiveDate,
        _to: NaiveDate,
    ) -> Result<Vec<ReportLine>, Error> {
        Err(not_offered())
    }

    /// What the gateway would take of a payment by a way to pay, in the gateway's word.
    async fn quote_fee(
        &self,
        _gateway_reference: &str,
        _channel: &str,
        _currency: Currency,
    ) -> Result<Money, Error> {
        Err(not_offered())
    }
}

impl Profile {
    /// The ways to send money from an account with these settings.
    #[must_use]
    pub fn payout_route(&self, kind: PayoutKind) -> Option<&'static PayoutRoute> {
        self.payout_routes.iter().find(|route| route.kind == kind)
    }

    /// Whether an account with these settings can send by a route. Where the gateway publishes no address for one, that is in a
    /// setting of its own, named like `recharge_route`; while it is empty the answer is no, for what the setting's help says.
    #[must_use]
    pub fn can_pay_out(&self, kind: PayoutKind, settings: &Settings) -> Capability {
        let setting = format!("{kind}_route");
        match self.settings.iter().find(|known| known.key == setting) {
            Some(known) if settings.get(known.key).is_empty() => {
                Capability::No { reason: known.help }
            }
            _ => self.capabilities(settings).payout,
        }
    }

    /// The most that goes out at a time; more is sent in parts.
    #[must_use]
    pub fn most_per_payout(&self, kind: PayoutKind, settings: &Settings) -> Option<Money> {
        (self.most_per_payout)(kind, settings)
    }
}
