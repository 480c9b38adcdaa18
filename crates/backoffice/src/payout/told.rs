//! What a gateway tells of a payout by itself, where it cannot be asked: believed from a proven message, and booked once.
//!
//! A payout is known again by the merchant's reference, else by the gateway's id. One that nobody here asked for, such as a
//! gateway's payout to the merchant, joins the books as found.

use std::collections::BTreeMap;

use ledger::{
    Body, Entry, Money, Payout, PayoutId, PayoutKind, PayoutObservation, PayoutOrder, PayoutStatus,
    Reference, Source, Subject,
};
use store::{AccountRecord, PayoutRecord};

use crate::journal::retried;
use crate::{Backoffice, Error};

/// What a proven message says of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PayoutNews {
    pub(crate) kind: PayoutKind,
    pub(crate) status: PayoutStatus,
    /// The gateway's own word for its state.
    pub(crate) word: String,
    /// The gateway's id, where it tells.
    pub(crate) gateway_payout_id: Option<String>,
    /// The references under which it may be known, the likeliest first.
    pub(crate) references: Vec<String>,
    pub(crate) amount: Option<Money>,
}

impl Backoffice {
    /// Writes down what a proven message says of a payout: of one that is known, or of one that is found by it. The same news
    /// again writes nothing. Gives the payout and what was written; nothing where the message names no payout that could be
    /// known again.
    ///
    /// # Errors
    /// Where the history cannot be read or written.
    pub(crate) async fn book_payout_news(
        &self,
        account: &AccountRecord,
        news: &PayoutNews,
    ) -> Result<Option<(PayoutId, Vec<Entry>)>, Error> {
        retried(|| async {
            let (known, bodies) = self.payout_news_beforehand(account, news).await?;
            let (id, version) = match &known {
                Some(payout) => (payout.id, payout.version),
                None if bodies.is_empty() => return Ok(None),
                None => (PayoutId(self.shared.clock.new_id()), 0),
            };
            if bodies.is_empty() {
                return Ok(Some((id, Vec::new())));
            }
            let written = self.append(Subject::Payout(id), version, bodies, Vec::new()).await?;
            Ok(Some((id, written)))
        })
        .await
    }

    /// Which payout a message is about, if it is known here, and what would be written down.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(crate) async fn payout_news_beforehand(
        &self,
        account: &AccountRecord,
        news: &PayoutNews,
    ) -> Result<(Option<Payout>, Vec<Body>), Error> {
        let observed = observed(news);
        if let Some(payout) = self.payout_meant(account, news).await? {
            let is_news = payout.is_news(&observed);
            return Ok((Some(payout), is_news.then_some(observed).into_iter().collect()));
        }
        if self.payout_elsewhere(account, news).await?.is_some() {
            return Ok((None, Vec::new()));
        }
        let found = found(account, news);
        Ok((None, found.map(|found| vec![found, observed]).unwrap_or_default()))
    }

    /// The same payout, where it is booked for another account at the same gateway: a merchant may be connected there twice.
    /// References are the merchants' own, so that one alone tells only where the amount is the same.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(crate) async fn payout_elsewhere(
        &self,
        account: &AccountRecord,
        news: &PayoutNews,
    ) -> Result<Option<PayoutRecord>, Error> {
        for name in news.references.iter().chain(&news.gateway_payout_id) {
            for id in self.store().find_payouts(name, None).await? {
                let record = self.payout(id).await?;
                let (payout, order) = (&record.payout, &record.payout.order);
                let is_there = order.account != account.id
                    && order.gateway == account.gateway
                    && order.mode == account.mode;
                let is_same = payout.gateway_payout_id.as_ref() == Some(name)
                    || news.amount.is_none_or(|amount| amount == order.amount);
                if is_there && is_same {
                    return Ok(Some(record));
                }
            }
        }
        Ok(None)
    }

    async fn payout_meant(
        &self,
        account: &AccountRecord,
        news: &PayoutNews,
    ) -> Result<Option<Payout>, Error> {
        for name in news.references.iter().chain(&news.gateway_payout_id) {
            let called = self.store().find_payouts(name, Some(account.id)).await?;
            if let Some(id) = called.first() {
                return Ok(Some(self.payout(*id).await?.payout));
            }
        }
        Ok(None)
    }
}

/// A payout that nobody here asked for; nothing without an amount, or without a name to know it again by.
fn found(account: &AccountRecord, news: &PayoutNews) -> Option<Body> {
    let mut names = news.references.iter().chain(&news.gateway_payout_id);
    let reference: Reference = names.find_map(|name| name.parse().ok())?;
    let title = account.gateway.title();
    let to = match news.kind {
        PayoutKind::Settlement => "the merchant's own account".to_owned(),
        kind => format!("not said ({kind})"),
    };
    let order = PayoutOrder {
        account: account.id,
        gateway: account.gateway,
        mode: account.mode,
        kind: news.kind,
        reference,
        amount: news.amount?,
        to,
        beneficiary: None,
        details: BTreeMap::new(),
        reason: format!("{title} told of it"),
        part: None,
    };
    Some(Body::PayoutFound { order, import: None })
}

fn observed(news: &PayoutNews) -> Body {
    Body::PayoutObserved(PayoutObservation {
        gateway_status: Some(news.word.clone()),
        gateway_payout_id: news.gateway_payout_id.clone(),
        ..PayoutObservation::new(Source::Webhook, news.status)
    })
}
