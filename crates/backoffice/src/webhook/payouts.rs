//! Money sent that a gateway tells of: looked up where the gateway can be asked, else believed of a proven message.

use gateways::PayoutHandle;
use ledger::{Payout, Source};

use super::act::{Outcome, Run};
use super::notice::Notice;
use super::words;
use crate::payout::{PayoutNews, payout_observed};
use crate::{Backoffice, Error};

impl Backoffice {
    pub(super) async fn act_on_payout(
        &self,
        notice: &Notice,
        news: &PayoutNews,
        run: Run,
    ) -> Result<Outcome, Error> {
        let account = &notice.account;
        let (known, bodies) = self.payout_news_beforehand(&account.record, news).await?;
        if account.capabilities.payout.is_yes() {
            return match known {
                Some(payout) => self.look_up_told(notice, payout, run).await,
                None => Ok(Outcome::said(words::payout_not_from_here(account.profile))),
            };
        }
        if !notice.is_proven {
            return Ok(Outcome::said(words::payout_not_believed()));
        }
        if let Some(payout) = &known
            && let Some(told) = news.amount.filter(|told| *told != payout.order.amount)
        {
            let reason = words::payout_of_other_amount(payout, told);
            return Ok(Outcome { payout: Some(payout.id), ..Outcome::said(reason) });
        }
        if known.is_none()
            && let Some(elsewhere) = self.payout_elsewhere(&account.record, news).await?
        {
            return Ok(Outcome::said(words::payout_of_another_account(&elsewhere)));
        }
        if known.is_none() && bodies.is_empty() {
            return Ok(Outcome::said(words::payout_unclear()));
        }
        match run {
            Run::Really => self.book_told(notice, news).await,
            Run::Beforehand => {
                let reason = words::payout_would_be_booked(&bodies);
                let payout = known.map(|payout| payout.id);
                Ok(Outcome { payout, bodies, ..Outcome::said(reason) })
            }
        }
    }

    /// The payout of the account that an event of an unknown kind names, if the gateway can be asked about it.
    pub(super) async fn payout_named(&self, notice: &Notice) -> Result<Option<Payout>, Error> {
        if !notice.account.capabilities.payout.is_yes() {
            return Ok(None);
        }
        let account = Some(notice.account.record.id);
        for reference in &notice.event.references {
            if let Some(id) = self.store().find_payouts(reference, account).await?.first() {
                return Ok(Some(self.payout(*id).await?.payout));
            }
        }
        Ok(None)
    }

    /// Asks the gateway about a payout that it told of.
    pub(super) async fn look_up_told(
        &self,
        notice: &Notice,
        before: Payout,
        run: Run,
    ) -> Result<Outcome, Error> {
        let profile = notice.account.profile;
        let (id, reference) = (before.id, before.order.reference.clone());
        let answer = match run {
            Run::Really => self.look_up_payout(id).await.map(|(record, _)| record.payout),
            Run::Beforehand => return self.payout_beforehand(notice, before).await,
        };
        let mut outcome = Outcome { payout: Some(id), ..Outcome::default() };
        let mut written = self.payout_timeline(id).await?;
        written.retain(|entry| entry.version > before.version);
        outcome.add(written);
        outcome.reason = match answer {
            Ok(payout) => words::payout_looked_up(profile, &payout, !outcome.entries.is_empty()),
            Err(problem) if problem.is_unknown_at_gateway() => {
                words::not_known_there(profile, reference.as_str())
            }
            Err(problem @ (Error::Gateway { .. } | Error::Unsupported(_))) => {
                words::not_asked(profile, reference.as_str(), &problem)
            }
            Err(other) => return Err(other),
        };
        Ok(outcome)
    }

    async fn payout_beforehand(&self, notice: &Notice, payout: Payout) -> Result<Outcome, Error> {
        let profile = notice.account.profile;
        let gateway = self.gateway(&notice.account.record).await?;
        let handle = PayoutHandle {
            kind: payout.order.kind,
            reference: payout.order.reference.clone(),
            gateway_payout_id: payout.gateway_payout_id.clone(),
            amount: payout.order.amount,
        };
        let mut outcome = Outcome { payout: Some(payout.id), ..Outcome::default() };
        outcome.reason = match gateway.look_up_payout(&handle).await {
            Ok(report) => {
                let status = report.status;
                let observed = payout_observed(Source::Lookup, report);
                let is_news = payout.is_news(&observed);
                outcome.bodies.extend(is_news.then_some(observed));
                words::payout_told(profile, &payout, status, is_news)
            }
            Err(source) => {
                let account = notice.account.record.name.to_string();
                let problem = Error::Gateway { account, source };
                words::not_asked(profile, payout.order.reference.as_str(), &problem)
            }
        };
        Ok(outcome)
    }

    async fn book_told(&self, notice: &Notice, news: &PayoutNews) -> Result<Outcome, Error> {
        let Some((id, entries)) = self.book_payout_news(&notice.account.record, news).await? else {
            return Ok(Outcome::said(words::payout_unclear()));
        };
        let payout = self.payout(id).await?.payout;
        let reason = words::payout_booked(&payout, !entries.is_empty());
        let mut outcome = Outcome { payout: Some(id), ..Outcome::said(reason) };
        outcome.add(entries);
        Ok(outcome)
    }
}
