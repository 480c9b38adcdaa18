//! What came in, what went back and what gateways kept, by the merchant's own days.

use std::path::Path;

use accounting::report::{Bucket, Grouping, Heading, Report, statement_page};
use accounting::{Period, day_of};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use ledger::{AccountName, Filter, Term};
use store::{DatedFilter, MovementFilter, TakingsRow};

use crate::payment::days_of;
use crate::{Backoffice, Error, PaymentFilter};

/// The preference with the name that stands above statements.
const SHOP_NAME: &str = "shop_name";
/// The longest name of a shop.
const LONGEST_NAME: usize = 120;

/// What a report is to be of.
#[derive(Debug, Clone)]
pub struct ReportQuery {
    /// What its rows stand for.
    pub by: Grouping,
    /// Of which account, by its name; of what the filter says where there is none.
    pub account: Option<String>,
    /// Of which movements. Where it does not say from when or until when, from the first that there is and until the last.
    pub filter: PaymentFilter,
}

impl Backoffice {
    /// What moved, in sums.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the account, and where the filter cannot be read or the period has too many days for such a
    /// report.
    pub async fn report(&self, query: &ReportQuery) -> Result<Report, Error> {
        let account = self.reported_account(query).await?;
        self.report_of(query, account).await
    }

    async fn report_of(
        &self,
        query: &ReportQuery,
        account: Option<AccountName>,
    ) -> Result<Report, Error> {
        let zone = self.time_zone().await?;
        let mut dated = self.dated_in(&query.filter, zone)?;
        dated.filter.terms.extend(account.map(|name| Term::Account(name.to_string())));
        let filter = MovementFilter { filter: dated, ..MovementFilter::default() };
        let span = self.store().movement_span(&filter).await?;
        let period = self.period_of(&filter.filter, span, zone);
        let takings = self.store().takings(&filter).await?;
        let buckets: Vec<_> = takings.into_iter().map(bucket).collect();
        Ok(Report::of(query.by, period, &buckets)?)
    }

    /// Writes a report as CSV, in the place of an older file.
    ///
    /// # Errors
    /// As [`Backoffice::report`], and [`Error::File`].
    pub async fn save_report(&self, query: &ReportQuery, path: &Path) -> Result<Report, Error> {
        let report = self.report(query).await?;
        let mut file = Vec::new();
        let unwritten = |source| Error::File { path: path.display().to_string(), source };
        report.write_csv(&mut file).map_err(unwritten)?;
        self.hand_out(path, file).await?;
        Ok(report)
    }

    /// A statement to print or to save as PDF: one page of HTML with nothing outside it.
    ///
    /// # Errors
    /// As [`Backoffice::report`].
    pub async fn statement(&self, query: &ReportQuery) -> Result<String, Error> {
        let account = self.reported_account(query).await?;
        let report = self.report_of(query, account.clone()).await?;
        let text = query.filter.text.trim();
        let terms = text.parse::<Filter>()?.terms;
        let is_narrower =
            |term: &Term| !matches!(term, Term::Account(_) | Term::From(_) | Term::To(_));
        let account = account.map(|name| name.to_string());
        let heading = Heading {
            shop: self.shop_name().await?,
            account: account.or_else(|| terms.iter().find_map(account_in)),
            selection: terms.iter().any(is_narrower).then(|| text.to_owned()),
            made_at: self.clock().now(),
        };
        Ok(statement_page(&report, &heading))
    }

    /// The same as a file, in the place of an older one.
    ///
    /// # Errors
    /// As [`Backoffice::statement`], and [`Error::File`].
    pub async fn save_statement(&self, query: &ReportQuery, path: &Path) -> Result<(), Error> {
        let page = self.statement(query).await?;
        self.hand_out(path, page.into_bytes()).await
    }

    /// What stands above statements, where a name was given.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn shop_name(&self) -> Result<Option<String>, Error> {
        Ok(self.store().preference(SHOP_NAME).await?)
    }

    /// Puts a name above statements from now on; an empty one takes it away.
    ///
    /// # Errors
    /// As every write.
    pub async fn set_shop_name(&self, name: &str) -> Result<(), Error> {
        let name: String =
            name.trim().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
        let name = Some(name).filter(|name| !name.is_empty());
        Ok(self.store().set_preference(SHOP_NAME, name.as_deref()).await?)
    }

    async fn reported_account(&self, query: &ReportQuery) -> Result<Option<AccountName>, Error> {
        match &query.account {
            Some(name) => Ok(Some(self.account_named(name).await?.name)),
            None => Ok(None),
        }
    }

    /// The days that a report is of: those of the filter, else those on which something moved, else today.
    fn period_of(
        &self,
        filter: &DatedFilter,
        span: Option<(DateTime<Utc>, DateTime<Utc>)>,
        zone: Tz,
    ) -> Period {
        let now = self.clock().now();
        let (first, last) = span.unwrap_or((now, now));
        let (from, to) = days_of(filter, zone);
        let from = from.unwrap_or_else(|| day_of(zone, first));
        let to = to.unwrap_or_else(|| day_of(zone, last).max(from));
        Period { from, to, time_zone: zone }
    }
}

fn account_in(term: &Term) -> Option<String> {
    match term {
        Term::Account(name) => Some(name.clone()),
        _ => None,
    }
}

pub(crate) fn bucket(row: TakingsRow) -> Bucket {
    Bucket {
        quarter: row.quarter,
        account: row.account_name.to_string(),
        gateway: row.gateway,
        channel: row.channel,
        kind: row.kind,
        amount: row.amount,
        count: row.count,
    }
}
