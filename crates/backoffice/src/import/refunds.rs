//! A gateway's list of refunds, as its API answers it: held against the payments here, and joined as a look-up would.

use std::collections::{BTreeMap, BTreeSet};

use accounting::import::Kind;
use chrono::{DateTime, Utc};
use gateways::{RefundReport, stored};
use ledger::{Body, Payment, PaymentId, Source as Origin, Subject};
use store::AccountRecord;

use super::intake::{Intake, named_currency};
use super::plan::{Becomes, Fate, PlannedLine};
use super::source::Source;
use super::{ImportForm, ImportRefusal, count};
use crate::{Backoffice, Error};

const WANTED: &str = "a list of refunds is the JSON that the gateway's API answers: save that";

/// What came of a refund of the list.
type Judged = (Fate, Option<String>);

impl Backoffice {
    pub(super) async fn take_in_refunds(
        &self,
        form: &ImportForm,
        source: &Source,
    ) -> Result<Intake, Error> {
        let kind = source.written_in(&[Kind::Json], WANTED)?;
        let record = self.account_meant(form.account.as_deref().unwrap_or_default()).await?;
        let account = self.account_by_id(record.id).await?;
        let currency = named_currency(form)?;
        let read = stored::refund_list(record.gateway, &source.bytes, currency, &account.settings);
        let reports = read.map_err(|error| match error {
            gateways::Error::Unsupported { reason } => Error::Unsupported(reason.to_owned()),
            error => ImportRefusal::Report(error).into(),
        })?;
        let mut intake = self.new_intake(form, source, kind);
        intake.plan.account = Some(record.name.to_string());
        intake.plan.in_file = count(reports.len());
        let mut judged = BTreeMap::new();
        let of_payments = self.by_payment(&record, &reports, &mut judged).await?;
        for (id, places) in of_payments {
            self.join(&mut intake, id, &reports, &places, &mut judged).await?;
        }
        self.tell(&mut intake, reports, judged).await?;
        intake.account = Some(record);
        Ok(intake)
    }

    /// Which refunds of the list are of which payment; those of none are judged at once.
    async fn by_payment(
        &self,
        account: &AccountRecord,
        reports: &[RefundReport],
        judged: &mut BTreeMap<usize, Judged>,
    ) -> Result<BTreeMap<PaymentId, Vec<usize>>, Error> {
        let accounts = self.account_and_formers(account).await?;
        let mut of_payments: BTreeMap<PaymentId, Vec<usize>> = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for (place, report) in reports.iter().enumerate() {
            let why = match (&report.gateway_refund_id, &report.gateway_reference) {
                (None, _) => {
                    Some((Fate::Unknown, "the list gives it no id to know it again by".to_owned()))
                }
                (_, None) => {
                    Some((Fate::Unknown, "the list does not say of which payment it is".to_owned()))
                }
                (Some(id), _) if !ids.insert(id.clone()) => {
                    Some((Fate::Known, "the list has it twice".to_owned()))
                }
                (_, Some(reference)) => match self.payment_called(reference, &accounts).await? {
                    Some(payment) => {
                        of_payments.entry(payment).or_default().push(place);
                        None
                    }
                    None => Some((
                        Fate::Unknown,
                        format!(
                            "there is no payment `{reference}` of this account in the books; look it up first"
                        ),
                    )),
                },
            };
            judged.extend(why.map(|(fate, why)| (place, (fate, Some(why)))));
        }
        Ok(of_payments)
    }

    /// Joins the refunds of one payment with those that are known of it.
    async fn join(
        &self,
        intake: &mut Intake,
        id: PaymentId,
        reports: &[RefundReport],
        places: &[usize],
        judged: &mut BTreeMap<usize, Judged>,
    ) -> Result<(), Error> {
        let payment = self.payment(id).await?.payment;
        let mut usable = Vec::new();
        for (place, report) in
            places.iter().filter_map(|place| Some((*place, reports.get(*place)?)))
        {
            match cannot_be(&payment, report) {
                Some(why) => {
                    judged.insert(place, (Fate::Unknown, Some(why)));
                }
                None => usable.push((place, report.clone())),
            }
        }
        let told: Vec<_> = usable.iter().map(|(_, report)| report.clone()).collect();
        let mut bodies = self.refund_list_news(&payment, &told, Origin::Import);
        for (place, report) in &usable {
            let news = bodies.iter().find(|body| names(body, report));
            let fate = news.map_or_else(|| without_news(&payment, report), of_news);
            judged.insert(*place, fate);
        }
        for body in &mut bodies {
            if let Body::RefundFound { import, .. } = body {
                *import = Some(intake.id);
            }
        }
        let now = self.clock().now();
        let at = |body: &Body| {
            let Body::RefundFound { gateway_refund_id, .. } = body else { return now };
            let made = told.iter().find(|report| names(body, report));
            let made = made.and_then(|report| report.created_at).filter(|made| *made < now);
            let is_open = |_: &DateTime<Utc>| !payment.had_handed_out(gateway_refund_id);
            made.filter(is_open).unwrap_or(now)
        };
        let bodies: Vec<_> = bodies.into_iter().map(|body| (at(&body), body)).collect();
        if !bodies.is_empty() {
            let (subject, version) = (Subject::Payment(id), payment.version);
            intake.brought.push(self.entries_at(subject, version, bodies));
        }
        Ok(())
    }

    async fn tell(
        &self,
        intake: &mut Intake,
        reports: Vec<RefundReport>,
        mut judged: BTreeMap<usize, Judged>,
    ) -> Result<(), Error> {
        let zone = self.time_zone().await?;
        let now = self.clock().now();
        for (place, report) in reports.into_iter().enumerate() {
            let (fate, message) = judged.remove(&place).unwrap_or((Fate::Unknown, None));
            let taken = fate == Fate::New;
            intake.plan.lines.push(PlannedLine {
                line: u32::try_from(place.saturating_add(1)).unwrap_or(u32::MAX),
                date: report.created_at.unwrap_or(now).with_timezone(&zone).date_naive(),
                amount: report.amount.and_then(|amount| amount.checked_neg().ok()),
                text: report.gateway_refund_id.unwrap_or_default(),
                counterparty: None,
                reference: report.gateway_reference,
                fate,
                taken,
                becomes: if taken { Becomes::Refund } else { Becomes::Nothing },
                message,
            });
        }
        Ok(())
    }
}

/// Why a refund cannot be one of the payment as it is known here. More than was left it can: the gateway made it.
fn cannot_be(payment: &Payment, report: &RefundReport) -> Option<String> {
    let amount = report.amount?;
    let Some(captured) = payment.captured else {
        return Some(format!(
            "the payment {} is {} here, so that nothing of it can have gone back; look it up first",
            payment.reference, payment.status
        ));
    };
    if captured.currency() != amount.currency() {
        return Some(format!(
            "the payment {} was paid in {}",
            payment.reference,
            captured.currency()
        ));
    }
    (!amount.is_positive()).then(|| "its amount is not more than zero".to_owned())
}

/// Whether the news are those of the report.
fn names(body: &Body, report: &RefundReport) -> bool {
    let named = match body {
        Body::RefundFound { gateway_refund_id, .. }
        | Body::RefundMatched { gateway_refund_id, .. } => Some(gateway_refund_id),
        Body::RefundObserved { gateway_refund_id, .. } => gateway_refund_id.as_ref(),
        _ => None,
    };
    named.is_some() && named == report.gateway_refund_id.as_ref()
}

fn of_news(body: &Body) -> Judged {
    let message = match body {
        Body::RefundMatched { .. } => Some(
            "it is taken for the refund that was recorded by hand; somebody has yet to say that they are one",
        ),
        Body::RefundObserved { .. } => Some("news of a refund that is in the books"),
        _ => None,
    };
    (Fate::New, message.map(str::to_owned))
}

fn without_news(payment: &Payment, report: &RefundReport) -> Judged {
    let is_it = |refund: &&ledger::Refund| refund.gateway_refund_id == report.gateway_refund_id;
    match payment.refunds.iter().find(is_it) {
        Some(known) => (Fate::Known, Some(format!("it is in the books as {}", known.status))),
        None => (Fate::Unknown, Some("the list does not say how much it is".to_owned())),
    }
}
