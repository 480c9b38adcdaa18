//! What only the gateway knows and nobody writes down: what is left, what moved it, what a payment will cost, and who would
//! receive a payout.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use gateways::{Balance, Beneficiary, Capability, Choice, PayoutRoute, ReportLine};
use ledger::{Currency, Money, PaymentId, PayoutKind};

use crate::payout::{check_given, filled_in};
use crate::{Account, Backoffice, Error, FieldProblem};

impl Backoffice {
    /// What is left at an account's gateway, in one currency where it keeps several apart.
    ///
    /// # Errors
    /// [`Error::Unsupported`] and [`Error::Gateway`].
    pub async fn balances(
        &self,
        account: &str,
        currency: Option<Currency>,
    ) -> Result<Vec<Balance>, Error> {
        let account = self.account(account).await?;
        check_can(account.capabilities.balance)?;
        let gateway = self.gateway(&account.record).await?;
        gateway.balances(currency).await.map_err(|source| failed(&account, source))
    }

    /// The gateway's own report of its balance over some days, both included.
    ///
    /// # Errors
    /// [`Error::Invalid`] for days that are none, [`Error::Unsupported`] and [`Error::Gateway`].
    pub async fn balance_report(
        &self,
        account: &str,
        currency: Currency,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<ReportLine>, Error> {
        if from > to {
            let problem = format!("the period ends on {to}, before it begins on {from}");
            return Err(Error::Invalid(vec![FieldProblem::new("to", problem)]));
        }
        let account = self.account(account).await?;
        check_can(account.capabilities.balance_report)?;
        let gateway = self.gateway(&account.record).await?;
        let report = gateway.balance_report(currency, from, to).await;
        report.map_err(|source| failed(&account, source))
    }

    /// What the gateway would take of a payment by a way to pay, in the gateway's word for it.
    ///
    /// # Errors
    /// [`Error::Unsupported`] and [`Error::Gateway`].
    pub async fn quote_fee(&self, id: PaymentId, channel: &str) -> Result<Money, Error> {
        let payment = self.payment(id).await?.payment;
        let account = self.connected_account(payment.account).await?;
        check_can(account.capabilities.fee_quote)?;
        let reference =
            payment.gateway_reference.clone().unwrap_or_else(|| payment.reference.to_string());
        let currency = payment.amount().currency();
        let gateway = self.gateway(&account.record).await?;
        let fee = gateway.quote_fee(&reference, channel.trim(), currency).await;
        fee.map_err(|source| failed(&account, source))
    }

    /// The values that the gateway lists for a field of a payout, given the fields known so far.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::Unsupported`] and [`Error::Gateway`].
    pub async fn payout_choices(
        &self,
        account: &str,
        kind: PayoutKind,
        field: &str,
        known: &BTreeMap<String, String>,
    ) -> Result<Vec<Choice>, Error> {
        let account = self.account(account).await?;
        check_can(account.capabilities.payout)?;
        let route = route(&account, kind)?;
        if route.fields.iter().all(|listed| listed.key != field) {
            let problem = format!("{} has no field of that name", route.title);
            return Err(Error::Invalid(vec![FieldProblem::new("field", problem)]));
        }
        let known = filled_in(known);
        let gateway = self.gateway(&account.record).await?;
        let choices = gateway.choices(kind, field, &known).await;
        choices.map_err(|source| failed(&account, source))
    }

    /// Who would receive a payout with these fields, some of which may still be missing.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::Unsupported`] and [`Error::Gateway`].
    pub async fn check_beneficiary(
        &self,
        account: &str,
        kind: PayoutKind,
        fields: &BTreeMap<String, String>,
    ) -> Result<Beneficiary, Error> {
        let account = self.account(account).await?;
        check_can(account.capabilities.payout)?;
        let route = route(&account, kind)?;
        if !route.can_check {
            let title = account.profile.title;
            let reason = format!("{title} does not say who would receive this kind of payout");
            return Err(Error::Unsupported(reason));
        }
        let fields = filled_in(fields);
        let problems = check_given(route, &fields);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let gateway = self.gateway(&account.record).await?;
        let beneficiary = gateway.check_beneficiary(kind, &fields).await;
        beneficiary.map_err(|source| failed(&account, source))
    }
}

fn check_can(capability: Capability) -> Result<(), Error> {
    match capability.reason() {
        None => Ok(()),
        Some(reason) => Err(Error::Unsupported(reason.to_owned())),
    }
}

fn route(account: &Account, kind: PayoutKind) -> Result<&'static PayoutRoute, Error> {
    account.profile.payout_route(kind).ok_or_else(|| {
        let problem = format!("{} has no payout of the kind `{kind}`", account.profile.title);
        Error::Invalid(vec![FieldProblem::new("kind", problem)])
    })
}

/// What the gateway cannot do, and what was not sent because it could not be right, is told as that.
fn failed(account: &Account, source: gateways::Error) -> Error {
    match source {
        gateways::Error::Unsupported { reason } => Error::Unsupported(reason.to_owned()),
        gateways::Error::Invalid(problem) => Error::Invalid(vec![problem.into()]),
        source => Error::Gateway { account: account.record.name.to_string(), source },
    }
}
