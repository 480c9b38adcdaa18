//! What is left at Novac, what moved it, and what a payment would cost.

use chrono::NaiveDate;
use ledger::{Currency, Money};

use super::period::{Longest, Windows};
use super::{Novac, wire};
use crate::{Balance, Error, Problem, ReportLine};

/// The currencies that Novac keeps balances in (its guide to the balance report).
const CURRENCIES: [Currency; 3] = [Currency::NGN, Currency::GHS, Currency::USD];

/// What one report may cover, and how many reports one question may take: ten years.
const REPORTS: Windows = Windows { longest: Longest::Months(6), most: 20 };

impl Novac {
    pub(super) async fn balance_of(&self, currency: Currency) -> Result<Vec<Balance>, Error> {
        let path = ["api", "v1", "balance", currency.code()];
        let answer = self.http.get(&self.secret, &path).await;
        answer
            .and_then(|body| wire::balances(&body, currency))
            .map_err(|error| self.explained(error))
    }

    /// The balances in all currencies, less those that the account has not.
    pub(super) async fn all_balances(&self) -> Result<Vec<Balance>, Error> {
        let mut found = Vec::new();
        let mut refusal = None;
        for currency in CURRENCIES {
            match self.balance_of(currency).await {
                Ok(balances) => found.extend(balances),
                Err(error @ (Error::NotFound { .. } | Error::Refused { .. })) => {
                    refusal.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        refusal.filter(|_| found.is_empty()).map_or(Ok(found), Err)
    }

    pub(super) async fn report_between(
        &self,
        currency: Currency,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<ReportLine>, Error> {
        let mut lines = Vec::new();
        for (first, last) in REPORTS.split(from, to)? {
            let (first, last) = (first.to_string(), last.to_string());
            let path = ["api", "v1", "balancereport", currency.code(), &first, &last];
            match self.http.get(&self.secret, &path).await {
                Ok(body) => lines.extend(wire::report(&body, currency, self.report_zone)?),
                Err(Error::NotFound { message, .. } | Error::Refused { message, .. })
                    if wire::tells_of_nothing(&message) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(lines)
    }

    /// Asked with the public key, as Novac's own page of a checkout does.
    pub(super) async fn fee_of(
        &self,
        reference: &str,
        channel: &str,
        currency: Currency,
    ) -> Result<Money, Error> {
        let channel = channel.trim();
        if channel.is_empty() {
            return Err(Problem::new("channel", "name a way to pay, such as CARD or PWBT").into());
        }
        let question =
            wire::FeeQuestion { transaction_reference: reference, payment_type: channel };
        let path = ["api", "v1", "transaction-fee"];
        let answer = self.http.ask(&self.public, &path, &question).await?;
        wire::fee(&answer, reference, currency)
    }
}
