//! Messages that came to nothing and want a person: those that were turned away, and those that were given up or told of a
//! refund that was not booked. What the inbox says of them tells which.

use chrono::{DateTime, Utc};
use ledger::Verdict;
use store::{DeliveryQuery, DeliveryRecord};

use super::words;
use crate::{Backoffice, Error};

/// What came in between a message and its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Trouble {
    /// It was acted on for long, and its gateway never answered.
    GivenUp,
    /// It tells of money that was not booked, because it does not say enough or contradicts the books.
    NotBooked,
    /// It is not proven to be the gateway's own.
    NotProven,
    /// It is the gateway's own, or may be, and cannot be read.
    Unreadable,
    /// It is larger than any that is taken.
    TooLarge,
    /// It stands for many that were turned away.
    Flood,
    /// It names no account that is connected.
    NoAccount,
}

/// How many messages are looked through for each kind of trouble.
const MOST: u32 = 500;

impl Trouble {
    /// The word for it, as keys have it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::GivenUp => "given_up",
            Self::NotBooked => "not_booked",
            Self::NotProven => "not_proven",
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too_large",
            Self::Flood => "flood",
            Self::NoAccount => "no_account",
        }
    }

    /// What came in between, by what the inbox says; nothing where nothing did, or the message is still to be acted on.
    pub(crate) fn of(record: &DeliveryRecord) -> Option<Self> {
        let reason = record.reason.as_deref().unwrap_or_default();
        match record.verdict? {
            Verdict::Accepted if record.handled_at.is_some() => {
                let is_proven = record.is_proven == Some(true);
                if words::says_given_up(reason) {
                    Some(Self::GivenUp)
                } else {
                    (is_proven && words::says_not_booked(reason)).then_some(Self::NotBooked)
                }
            }
            Verdict::Accepted | Verdict::Duplicate => None,
            Verdict::Rejected => Some(Self::of_rejected(record, reason)),
        }
    }

    fn of_rejected(record: &DeliveryRecord, reason: &str) -> Self {
        let delivery = &record.delivery;
        if delivery.account.is_none() || words::says_account_removed(reason) {
            Self::NoAccount
        } else if words::says_flood(reason) {
            Self::Flood
        } else if words::says_too_large(reason) {
            Self::TooLarge
        } else if record.is_proven == Some(true) || words::says_unreadable(reason) {
            Self::Unreadable
        } else {
            Self::NotProven
        }
    }
}

impl Backoffice {
    /// The messages that came in since then and came to nothing, each kind the newest first; at most 500 of each kind.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(crate) async fn troubled_deliveries(
        &self,
        since: DateTime<Utc>,
    ) -> Result<Vec<(Trouble, DeliveryRecord)>, Error> {
        let lists = [
            (Verdict::Rejected, None),
            (Verdict::Accepted, Some(words::REPLAY)),
            (Verdict::Accepted, Some(words::BY_HAND)),
        ];
        let mut troubled = Vec::new();
        for (verdict, text) in lists {
            let query = DeliveryQuery {
                account: None,
                verdict: Some(verdict),
                text: text.map(str::to_owned),
                after: None,
                limit: MOST,
            };
            let newest_first = self.store().deliveries(&query).await?.items.into_iter();
            let new = newest_first.take_while(|record| record.delivery.received_at >= since);
            let new =
                new.filter_map(|record| Trouble::of(&record).map(|trouble| (trouble, record)));
            troubled.extend(new);
        }
        // One may be found by both words.
        let mut met = std::collections::HashSet::new();
        troubled.retain(|(_, record)| met.insert(record.delivery.id));
        Ok(troubled)
    }
}

#[cfg(test)]
mod tests {
    use gateways::profile;
    use ledger::{AccountId, Currency, DeliveryId, GatewayKind, Money};
    use store::{DeliveryOrigin, NewDelivery};
    use uuid::Uuid;

    use super::*;

    fn record(verdict: Verdict, reason: String) -> DeliveryRecord {
        let delivery = NewDelivery {
            id: DeliveryId(Uuid::nil()),
            account: Some(AccountId(Uuid::nil())),
            gateway: Some(GatewayKind::Ovgc),
            account_name: "cards".to_owned(),
            origin: DeliveryOrigin::Listener,
            received_at: DateTime::UNIX_EPOCH,
            source: None,
            headers: Vec::new(),
            body: Vec::new(),
            body_bytes: 0,
            body_sha256: String::new(),
            masked: false,
        };
        DeliveryRecord {
            delivery,
            verdict: Some(verdict),
            reason: Some(reason),
            event: None,
            reference: None,
            is_proven: Some(verdict == Verdict::Accepted),
            duplicate_of: None,
            payment: None,
            payout: None,
            entries: Vec::new(),
            handled_at: Some(DateTime::UNIX_EPOCH),
        }
    }

    #[test]
    fn what_the_inbox_says_of_a_message_tells_what_came_in_between() {
        let profile = profile(GatewayKind::Ovgc);
        let dollars = Money::from_minor(1000, Currency::USD);
        let problem = Error::Conflict;
        let rejected = [
            (words::too_large(1, 2), Trouble::TooLarge),
            (words::body_not_kept(1), Trouble::TooLarge),
            (words::too_large_unproven(profile, 2), Trouble::TooLarge),
            (words::cannot_be_proven_again(), Trouble::NotProven),
            (words::account_removed("cards"), Trouble::NoAccount),
        ];
        for (reason, trouble) in rejected {
            assert_eq!(Trouble::of(&record(Verdict::Rejected, reason)), Some(trouble));
        }
        let accepted = [
            (words::not_acted_on(&problem), Some(Trouble::GivenUp)),
            (words::never_asked(profile, "ORDER-1", &problem), Some(Trouble::GivenUp)),
            (words::refund_lookalike(dollars), Some(Trouble::NotBooked)),
            (words::refund_without_amount().to_owned(), Some(Trouble::NotBooked)),
            (
                words::refund_refused(dollars, &ledger::RefundRefusal::Reversed),
                Some(Trouble::NotBooked),
            ),
            (words::refund_of_nothing().to_owned(), Some(Trouble::NotBooked)),
            (words::refund_known().to_owned(), None),
            (words::ping(profile), None),
            (words::not_asked(profile, "ORDER-1", &problem), None),
        ];
        for (reason, trouble) in accepted {
            let record = record(Verdict::Accepted, reason.clone());
            assert_eq!(Trouble::of(&record), trouble, "{reason}");
            let is_found = [words::REPLAY, words::BY_HAND]
                .iter()
                .any(|words| words.split(' ').all(|word| reason.to_lowercase().contains(word)));
            assert!(trouble.is_none() || is_found, "nobody would find: {reason}");
        }
    }
}
