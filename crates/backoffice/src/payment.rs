//! Lists of payments, by the filter language and the merchant's own days.

use accounting::{day_of, day_start};
use chrono::{Days, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use ledger::{Filter, Term};
use store::{Cursor, DatedFilter, Page, PaymentQuery, PaymentRow};

use crate::{Backoffice, Error, FieldProblem};

/// Which payments or movements are meant: the filter language, and days on top of it.
#[derive(Debug, Clone, Default)]
pub struct PaymentFilter {
    /// In the filter language.
    pub text: String,
    /// This day or later.
    pub from: Option<NaiveDate>,
    /// This day or earlier.
    pub to: Option<NaiveDate>,
}

/// The preference that names the merchant's time zone.
const TIME_ZONE: &str = "time_zone";

impl Backoffice {
    /// A page of payments, newest first.
    ///
    /// # Errors
    /// [`Error::Filter`], and where the history cannot be read.
    pub async fn payments(
        &self,
        filter: &PaymentFilter,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<PaymentRow>, Error> {
        let filter = self.dated(filter).await?;
        Ok(self.store().payments(&PaymentQuery { filter, after, limit }).await?)
    }

    /// How many payments a filter matches, counted up to `most`.
    ///
    /// # Errors
    /// As [`Backoffice::payments`].
    pub async fn count_payments(&self, filter: &PaymentFilter, most: u64) -> Result<u64, Error> {
        let filter = self.dated(filter).await?;
        Ok(self.store().count_payments(&filter, most).await?)
    }

    /// The time zone that days are counted in: the merchant's choice, else the computer's, else UTC.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn time_zone(&self) -> Result<Tz, Error> {
        let chosen = self.store().preference(TIME_ZONE).await?;
        let named = chosen.or_else(|| iana_time_zone::get_timezone().ok());
        Ok(named.and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC))
    }

    /// The day it is for the merchant.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn today(&self) -> Result<NaiveDate, Error> {
        Ok(day_of(self.time_zone().await?, self.clock().now()))
    }

    /// Counts days in a time zone from now on; `None` for the computer's.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a zone that does not exist.
    pub async fn set_time_zone(&self, name: Option<&str>) -> Result<(), Error> {
        if let Some(name) = name
            && name.parse::<Tz>().is_err()
        {
            let problem = format!(
                "`{}` is no time zone; write one such as Africa/Lagos",
                name.chars().take(60).collect::<String>()
            );
            return Err(Error::Invalid(vec![FieldProblem::new("time_zone", problem)]));
        }
        Ok(self.store().set_preference(TIME_ZONE, name).await?)
    }

    pub(crate) async fn dated(&self, wanted: &PaymentFilter) -> Result<DatedFilter, Error> {
        self.dated_in(wanted, self.time_zone().await?)
    }

    /// The filter with its days turned into instants of a zone.
    pub(crate) fn dated_in(&self, wanted: &PaymentFilter, zone: Tz) -> Result<DatedFilter, Error> {
        if let (Some(from), Some(to)) = (wanted.from, wanted.to)
            && from > to
        {
            let problem = format!("the period ends on {to}, before it begins on {from}");
            return Err(Error::Invalid(vec![FieldProblem::new("to", problem)]));
        }
        let filter: Filter = wanted.text.parse()?;
        let mut from = wanted.from;
        let mut to = wanted.to;
        for term in &filter.terms {
            match term {
                Term::From(day) => from = Some(from.map_or(*day, |known| known.max(*day))),
                Term::To(day) => to = Some(to.map_or(*day, |known| known.min(*day))),
                _ => {}
            }
        }
        let until = to.and_then(|day| day.checked_add_days(Days::new(1)));
        Ok(DatedFilter {
            filter,
            from: from.map(|day| day_start(zone, day)),
            until: until.map(|day| day_start(zone, day)),
        })
    }
}

/// The first and the last day that a filter is of, where it says so.
pub(crate) fn days_of(filter: &DatedFilter, zone: Tz) -> (Option<NaiveDate>, Option<NaiveDate>) {
    // The last instant before the first that is too late.
    let last = filter.until.map(|until| until - TimeDelta::milliseconds(1));
    (filter.from.map(|from| day_of(zone, from)), last.map(|last| day_of(zone, last)))
}
