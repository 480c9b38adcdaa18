//! News for the desktop's own notifications: what they are called and what they say.
//!
//! No amount of news floods the desktop: many at once become one line. Names of customers are left out, since a notification
//! can be read by whoever stands beside the screen.

use backoffice::{Backoffice, News, NewsKind, NotificationSettings};

use crate::desktop::Desk;
use crate::error::Answer;

/// More at once are told of in one line.
const MOST_AT_ONCE: usize = 3;

/// Tells of what happened since the entry `seen`, and gives the newest entry.
pub(crate) async fn tell(office: &Backoffice, desk: &Desk, seen: u64) -> Answer<u64> {
    let (news, head) = office.news_since(seen).await?;
    if news.is_empty() {
        return Ok(head);
    }
    let settings = office.notification_settings().await?;
    let wanted: Vec<_> = news.iter().filter(|news| is_wanted(news.kind, settings)).collect();
    if wanted.len() > MOST_AT_ONCE {
        desk.notify("Tillkeeper", &format!("{} payments and refunds have news", wanted.len()));
    } else {
        for news in wanted {
            desk.notify(title(news.kind), &text(news));
        }
    }
    Ok(head)
}

const fn is_wanted(kind: NewsKind, settings: NotificationSettings) -> bool {
    match kind {
        NewsKind::PaymentPaid | NewsKind::PaymentAttention => settings.payments,
        NewsKind::RefundProcessed | NewsKind::PayoutProcessed => settings.refunds,
        NewsKind::RefundFailed
        | NewsKind::RefundUnknown
        | NewsKind::PayoutFailed
        | NewsKind::PayoutUnknown => settings.failures,
    }
}

const fn title(kind: NewsKind) -> &'static str {
    match kind {
        NewsKind::PaymentPaid => "Paid",
        NewsKind::PaymentAttention => "A payment needs a look",
        NewsKind::RefundProcessed => "Refunded",
        NewsKind::RefundFailed => "A refund failed",
        NewsKind::RefundUnknown => "A refund may have happened",
        NewsKind::PayoutProcessed => "Paid out",
        NewsKind::PayoutFailed => "A payout failed",
        NewsKind::PayoutUnknown => "A payout may have happened",
    }
}

fn text(news: &News) -> String {
    let amount = news.amount.map(|amount| amount.to_string());
    let parts = amount.into_iter().chain([news.reference.clone(), news.account.to_string()]);
    parts.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use ledger::{Currency, Money};

    use super::*;

    fn news(kind: NewsKind) -> News {
        News {
            seq: 7,
            kind,
            payment: None,
            payout: None,
            reference: "ORDER-00123".to_owned(),
            account: "Lagos shop".parse().unwrap(),
            amount: Some(Money::from_minor(2_500_000, Currency::NGN)),
            text: Some("Ada Obi".to_owned()),
        }
    }

    #[test]
    fn a_notification_names_amount_order_and_account_and_no_customer() {
        assert_eq!(text(&news(NewsKind::PaymentPaid)), "25000.00 NGN · ORDER-00123 · Lagos shop");
    }

    #[test]
    fn each_kind_is_switched_by_its_own_setting() {
        let off = NotificationSettings { payments: false, refunds: false, failures: false };
        assert!(is_wanted(NewsKind::PaymentPaid, NotificationSettings { payments: true, ..off }));
        assert!(!is_wanted(NewsKind::PaymentPaid, NotificationSettings { failures: true, ..off }));
        assert!(is_wanted(NewsKind::RefundUnknown, NotificationSettings { failures: true, ..off }));
        assert!(!is_wanted(NewsKind::PayoutProcessed, off));
    }
}
