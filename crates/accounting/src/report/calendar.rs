//! The days, weeks or months of a period, and which of them an instant is in.
//!
//! They are laid out once, each with the instant it begins at, so that a report and a question for one of its days agree
//! on every instant. Weeks and months that reach over the ends of the period are cut there, and say so by their days.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, Utc};

use super::ReportError;
use super::{Grouping, Key, MOST_GROUPS};
use crate::{Period, day_start};

/// The keys of a report by time; none where it is by something else.
pub(super) struct Calendar {
    keys: Vec<Key>,
    starts: Vec<DateTime<Utc>>,
}

impl Calendar {
    pub(super) fn of(by: Grouping, period: Period) -> Result<Self, ReportError> {
        let Period { from, to, time_zone } = period;
        if to < from {
            return Err(ReportError::PeriodBackwards { from, to });
        }
        let (mut keys, mut starts) = (Vec::new(), Vec::new());
        let mut first = Some(from);
        while let Some(day) = first.filter(|day| *day <= to) {
            let Some((key, last)) = key_from(by, day, to) else { break };
            if keys.len() == MOST_GROUPS {
                return Err(ReportError::ReportTooLong { most: MOST_GROUPS });
            }
            keys.push(key);
            starts.push(day_start(time_zone, day));
            first = last.succ_opt();
        }
        Ok(Self { keys, starts })
    }

    pub(super) fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The key whose days an instant of the period is in.
    pub(super) fn at(&self, instant: DateTime<Utc>) -> Option<&Key> {
        let begun = self.starts.partition_point(|start| *start <= instant);
        begun.checked_sub(1).and_then(|place| self.keys.get(place))
    }
}

/// What begins on a day of the period, and its last day in it.
fn key_from(by: Grouping, first: NaiveDate, to: NaiveDate) -> Option<(Key, NaiveDate)> {
    match by {
        Grouping::Day => Some((Key::Day(first), first)),
        Grouping::Week => {
            let left = 6 - u64::from(first.weekday().num_days_from_monday());
            let last = first.checked_add_days(Days::new(left)).map_or(to, |last| last.min(to));
            Some((Key::Week { first, last }, last))
        }
        Grouping::Month => {
            let next = first.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
            let last = next.and_then(|next| next.pred_opt()).map_or(to, |last| last.min(to));
            Some((Key::Month { first, last }, last))
        }
        Grouping::Gateway | Grouping::Account | Grouping::Currency | Grouping::Channel => None,
    }
}
