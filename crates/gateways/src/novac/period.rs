//! Long periods, asked for one window after the other, because Novac tells only so many days at a time.

use chrono::{Days, Months, NaiveDate};

use crate::{Error, Problem};

/// What one window may cover, both ends included.
#[derive(Debug, Clone, Copy)]
pub(super) enum Longest {
    Days(u64),
    Months(u32),
}

/// Into what a period may be split.
#[derive(Debug, Clone, Copy)]
pub(super) struct Windows {
    pub(super) longest: Longest,
    pub(super) most: usize,
}

impl Windows {
    /// The first and last days of the windows that cover a period, each day once.
    pub(super) fn split(
        self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(NaiveDate, NaiveDate)>, Error> {
        if to < from {
            return Err(Problem::new("period", "the period ends before it begins").into());
        }
        let mut windows = Vec::new();
        let mut first = from;
        while first <= to {
            if windows.len() == self.most {
                let message = format!("the period is longer than {}", self.in_all());
                return Err(Problem::new("period", message).into());
            }
            let last = self.longest.last(first).map_or(to, |last| last.min(to));
            windows.push((first, last));
            let Some(next) = last.succ_opt() else { break };
            first = next;
        }
        Ok(windows)
    }

    fn in_all(self) -> String {
        match self.longest {
            Longest::Days(days) => format!("{} windows of {days} days", self.most),
            Longest::Months(months) => format!("{} windows of {months} months", self.most),
        }
    }
}

impl Longest {
    /// The last day of a window that begins with `first`.
    fn last(self, first: NaiveDate) -> Option<NaiveDate> {
        let next = match self {
            Self::Days(days) => first.checked_add_days(Days::new(days)),
            Self::Months(months) => first.checked_add_months(Months::new(months)),
        };
        next?.pred_opt()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WEEKS: Windows = Windows { longest: Longest::Days(7), most: 53 };
    const HALF_YEARS: Windows = Windows { longest: Longest::Months(6), most: 20 };

    fn day(offset: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(offset)
    }

    #[test]
    fn a_period_that_ends_before_it_begins_or_is_too_long_is_refused() {
        assert!(WEEKS.split(day(1), day(0)).is_err());
        assert!(WEEKS.split(day(0), day(400)).is_err());
        assert!(HALF_YEARS.split(day(0), NaiveDate::MAX).is_err());
        assert_eq!(WEEKS.split(NaiveDate::MAX, NaiveDate::MAX).unwrap().len(), 1);
    }

    #[test]
    fn half_a_year_ends_the_day_before_the_same_day_of_the_month() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let windows = HALF_YEARS.split(day("2025-08-31"), day("2026-03-01")).unwrap();
        assert_eq!(
            windows,
            [(day("2025-08-31"), day("2026-02-27")), (day("2026-02-28"), day("2026-03-01"))]
        );
    }

    proptest! {
        #[test]
        fn windows_cover_every_day_once_and_are_never_too_long(start in 0..800_u64, length in 0..365_u64) {
            let (from, to) = (day(start), day(start + length));
            for (windows, most) in [(WEEKS, 7), (HALF_YEARS, 184)] {
                let windows = windows.split(from, to).unwrap();
                prop_assert_eq!(windows[0].0, from);
                prop_assert_eq!(windows[windows.len() - 1].1, to);
                for (first, last) in &windows {
                    prop_assert!((1..=most).contains(&((*last - *first).num_days() + 1)));
                    prop_assert!(*last < *first + Months::new(6));
                }
                for pair in windows.windows(2) {
                    prop_assert_eq!(pair[0].1.succ_opt(), Some(pair[1].0));
                }
            }
        }
    }
}
