//! Money that is sent.

use std::collections::BTreeMap;

use backoffice::{PayoutRecord, PayoutValues};
use ledger::Entry;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Capability, FieldProblem, Mode, Money, PayoutKind, PayoutStatus, TimelineItem, time};

/// Who receives a payout.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Beneficiary {
    name: Option<String>,
    account: Option<String>,
}

/// Of several payouts that are one sending, which.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PayoutPart {
    number: u32,
    of: u32,
}

/// A payout.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Payout {
    id: String,
    reference: String,
    account: String,
    gateway: String,
    mode: Mode,
    kind: PayoutKind,
    amount: Money,
    fee: Option<Money>,
    to: String,
    beneficiary: Option<Beneficiary>,
    status: PayoutStatus,
    gateway_status: Option<String>,
    gateway_payout_id: Option<String>,
    bank_reference: Option<String>,
    reason: String,
    message: Option<String>,
    part: Option<PayoutPart>,
    /// Whether it was found at the gateway and not asked for here.
    found: bool,
    created_at: String,
}

impl From<&PayoutRecord> for Payout {
    fn from(record: &PayoutRecord) -> Self {
        let payout = &record.payout;
        let order = &payout.order;
        Self {
            id: payout.id.to_string(),
            reference: order.reference.to_string(),
            account: record.account_name.to_string(),
            gateway: order.gateway.as_str().to_owned(),
            mode: order.mode.into(),
            kind: order.kind.into(),
            amount: order.amount.into(),
            fee: payout.fee.map(Money::from),
            to: order.to.clone(),
            beneficiary: record.beneficiary.as_ref().map(|person| Beneficiary {
                name: person.name.clone(),
                account: person.account.clone(),
            }),
            status: payout.status.into(),
            gateway_status: payout.gateway_status.clone(),
            gateway_payout_id: payout.gateway_payout_id.clone(),
            bank_reference: payout.bank_reference.clone(),
            reason: order.reason.clone(),
            message: payout.message.clone(),
            part: order.part.as_ref().map(|part| PayoutPart { number: part.number, of: part.of }),
            found: payout.was_found(),
            created_at: time(payout.created_at),
        }
    }
}

/// A page of payouts.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PayoutPage {
    pub(crate) items: Vec<Payout>,
    pub(crate) next: Option<String>,
}

/// A payout and everything that is known of it.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PayoutDetail {
    #[serde(flatten)]
    payout: Payout,
    details: Vec<(String, String)>,
    timeline: Vec<TimelineItem>,
}

impl PayoutDetail {
    pub(crate) fn of(record: &PayoutRecord, timeline: &[Entry]) -> Self {
        let details = &record.payout.order.details;
        Self {
            payout: Payout::from(record),
            details: details.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
            timeline: timeline.iter().map(TimelineItem::from).collect(),
        }
    }
}

/// How a payout ended, as a person decides.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct PayoutResolveForm {
    pub(crate) payout_id: String,
    arrived: bool,
    evidence: String,
    by: String,
}

impl TryFrom<PayoutResolveForm> for backoffice::PayoutResolveForm {
    type Error = crate::error::CommandError;

    fn try_from(form: PayoutResolveForm) -> Result<Self, Self::Error> {
        Ok(Self {
            payout: payout_id(&form.payout_id)?,
            arrived: form.arrived,
            evidence: form.evidence,
            by: form.by,
        })
    }
}

/// Which payouts to list.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct PayoutFilter {
    account: Option<String>,
    status: Vec<PayoutStatus>,
    text: Option<String>,
}

impl From<PayoutFilter> for backoffice::PayoutFilter {
    fn from(filter: PayoutFilter) -> Self {
        Self {
            account: filter.account,
            status: filter.status.into_iter().map(ledger::PayoutStatus::from).collect(),
            text: filter.text,
        }
    }
}

/// One thing that a gateway wants to know of a payout.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PayoutField {
    key: String,
    title: String,
    help: String,
    required: bool,
    choices: Vec<String>,
    /// Whether the gateway keeps a list of what it may be.
    listed: bool,
}

impl From<&backoffice::PayoutField> for PayoutField {
    fn from(field: &backoffice::PayoutField) -> Self {
        let choices = match field.values {
            PayoutValues::OneOf(words) => words.iter().map(|word| (*word).to_owned()).collect(),
            PayoutValues::Text(_) | PayoutValues::Listed => Vec::new(),
        };
        Self {
            key: field.key.to_owned(),
            title: field.title.to_owned(),
            help: field.help.to_owned(),
            required: field.required,
            choices,
            listed: matches!(field.values, PayoutValues::Listed),
        }
    }
}

/// A way to send money from an account.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PayoutRoute {
    kind: PayoutKind,
    title: String,
    currencies: Vec<String>,
    fields: Vec<PayoutField>,
    can_check: bool,
    most_per_payout: Option<Money>,
}

/// An account and how money can be sent from it.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PayoutAccount {
    account_id: String,
    account: String,
    gateway: String,
    mode: Mode,
    can: Capability,
    routes: Vec<PayoutRoute>,
    balance: Capability,
}

impl From<&backoffice::Account> for PayoutAccount {
    fn from(account: &backoffice::Account) -> Self {
        let record = &account.record;
        let routes = account.payout_routes().into_iter().map(|(route, most)| PayoutRoute {
            kind: route.kind.into(),
            title: route.title.to_owned(),
            currencies: route.currencies.iter().map(|c| c.code().to_owned()).collect(),
            fields: route.fields.iter().map(PayoutField::from).collect(),
            can_check: route.can_check,
            most_per_payout: most.map(Money::from),
        });
        Self {
            account_id: record.id.to_string(),
            account: record.name.to_string(),
            gateway: record.gateway.as_str().to_owned(),
            mode: record.mode.into(),
            can: account.capabilities.payout.into(),
            routes: routes.collect(),
            balance: account.capabilities.balance.into(),
        }
    }
}

/// A payout to be made, as typed.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct PayoutForm {
    account: String,
    kind: PayoutKind,
    amount: String,
    currency: String,
    fields: BTreeMap<String, String>,
    reason: String,
    reference: Option<String>,
}

impl From<PayoutForm> for backoffice::PayoutForm {
    fn from(form: PayoutForm) -> Self {
        Self {
            account: form.account,
            kind: form.kind.into(),
            amount: form.amount,
            currency: form.currency,
            fields: form.fields,
            reason: form.reason,
            reference: form.reference,
        }
    }
}

/// What a payout would be, or what is wrong with it.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct PayoutPlan {
    pub(crate) problems: Vec<FieldProblem>,
    pub(crate) parts: Vec<Money>,
    pub(crate) total: Option<Money>,
}

/// Which list of a gateway is wanted.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct PayoutChoiceForm {
    pub(crate) account: String,
    pub(crate) kind: PayoutKind,
    pub(crate) field: String,
    pub(crate) known: BTreeMap<String, String>,
}

/// One of the values that a gateway lists.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Choice {
    value: String,
    title: String,
}

impl From<backoffice::Choice> for Choice {
    fn from(choice: backoffice::Choice) -> Self {
        Self { value: choice.value, title: choice.title }
    }
}

/// Whose account is to be checked.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct BeneficiaryForm {
    pub(crate) account: String,
    pub(crate) kind: PayoutKind,
    pub(crate) fields: BTreeMap<String, String>,
}

/// Who would receive a payout, as the gateway says.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct BeneficiaryCheck {
    name: Option<String>,
    message: Option<String>,
}

impl From<backoffice::Beneficiary> for BeneficiaryCheck {
    fn from(found: backoffice::Beneficiary) -> Self {
        Self { name: found.name, message: found.message }
    }
}

/// What is left at a gateway.
#[derive(Debug, Clone, Serialize, Type)]
pub(crate) struct Balance {
    title: String,
    money: Money,
}

impl From<backoffice::Balance> for Balance {
    fn from(balance: backoffice::Balance) -> Self {
        Self { title: balance.title, money: balance.money.into() }
    }
}

/// A payout's id as the window sends it back.
pub(crate) fn payout_id(text: &str) -> crate::error::Answer<ledger::PayoutId> {
    let problem = |_| crate::error::CommandError::invalid("payout_id", "There is no such payout.");
    text.parse().map_err(problem)
}
