//! Payments from before Tillkeeper, out of another program's CSV.
//!
//! A payment is known again by the merchant's order number or by the gateway's reference, at the same account. One that is in
//! the books stays as it is: what a gateway or a person said counts more than a file. What the file has a row for is booked
//! when that happened. Where a column says how much went back, that is booked as a refund in the gateway's dashboard, on the day
//! of the payment, because such files do not say when. Nothing of this is ever looked up by itself, so that it works for
//! accounts that were removed, and for gateways that have forgotten.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use accounting::import::{
    Happened, HistoryGuess, HistoryLine, HistoryMapping, Kind, guess_history_mapping, preview_csv,
    read_history_csv,
};
use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt as _, TryStreamExt as _};
use ledger::{
    AccountId, Body, Money, Observation, PaymentId, PaymentStatus, RefundId, RefundMethod,
    RefundStatus, Source as Origin, Subject,
};
use store::{AccountRecord, Append, PaymentRecord, PersonDetails};

use super::choose::{Chosen, Shown, choose, unread};
use super::intake::Intake;
use super::places::Remember;
use super::plan::{Becomes, Fate, LineNotTaken, PlannedLine};
use super::source::Source;
use super::{IS_CLOSED, ImportForm, ImportMapping, count, questions};
use crate::person::new_person;
use crate::{Backoffice, Error};

const WANTED: &str = "old payments are CSV: save or export them as that";
/// How many payments are looked for at the same time.
const AT_ONCE: usize = 8;
/// How far ahead of the clock here a payment may have been made.
const CLOCKS_APART: TimeDelta = TimeDelta::days(1);

impl Backoffice {
    pub(super) async fn take_in_history(
        &self,
        form: &ImportForm,
        source: &Source,
    ) -> Result<Intake, Error> {
        let kind = source.written_in(&[Kind::Csv], WANTED)?;
        let account = self.account_meant(form.account.as_deref().unwrap_or_default()).await?;
        let mut intake = self.new_intake(form, source, kind);
        intake.plan.account = Some(account.name.to_string());
        let Chosen { mapping, from, why, questions } =
            self.history_mapping(form, source, &account).await?;
        let name = account.name.as_str();
        let layout = mapping.layout.clone();
        let preview = source.parse(move |bytes| preview_csv(bytes, &layout)).await?;
        let plan = &mut intake.plan;
        plan.preview = Some(preview.map_err(|error| unread(from, name, error))?);
        plan.mapping = Some(ImportMapping::History(Box::new(mapping.clone())));
        plan.mapping_from = from;
        plan.why = why;
        plan.questions = questions;
        if !plan.questions.is_empty() {
            plan.in_file = plan.preview.as_ref().map_or(0, |preview| count(preview.lines));
            return Ok(intake);
        }
        let to_read = mapping.clone();
        let read = source.parse(move |bytes| read_history_csv(bytes, &to_read)).await?;
        let history = read.map_err(|error| unread(from, name, error))?;
        plan.questions = questions::of_words(&history.problems);
        plan.doubts = history.doubts.iter().map(ToString::to_string).collect();
        plan.ignored_columns = history.ignored_columns;
        let rows = history.lines.iter().map(|line| line.rows.len()).sum::<usize>();
        plan.in_file = count(rows.saturating_add(history.problems.len()));
        plan.problems = history
            .problems
            .into_iter()
            .map(|told| LineNotTaken { line: told.number, message: told.problem.to_string() })
            .collect();
        self.hold_against_books(&mut intake, history.lines, &account).await?;
        intake.remember = Some(Remember::History(account.id, Box::new(mapping)));
        intake.account = Some(account);
        Ok(intake)
    }

    async fn history_mapping(
        &self,
        form: &ImportForm,
        source: &Source,
        account: &AccountRecord,
    ) -> Result<Chosen<HistoryMapping>, Error> {
        let remembered = self.remembered_history(account.id).await?.filter(|_| !form.afresh);
        let zone = self.time_zone().await?;
        let guess = source.parse(move |bytes| guess_history_mapping(bytes, zone)).await?;
        // A file that is known by its headings is what it is, whatever files came before it. What somebody said of words stays.
        let (remembered, words) = match &guess {
            Ok(guess) if guess.from.is_some() => (None, remembered),
            _ => (remembered, None),
        };
        let shown = async {
            let HistoryGuess { mut mapping, why, open, .. } = guess?;
            if let Some(said) = words {
                mapping.learn_words(said);
            }
            Ok(Shown { mapping, why, open })
        };
        choose(form, remembered, questions::OF_HISTORY, shown).await
    }

    async fn hold_against_books(
        &self,
        intake: &mut Intake,
        lines: Vec<HistoryLine>,
        account: &AccountRecord,
    ) -> Result<(), Error> {
        let zone = self.time_zone().await?;
        let accounts = &self.account_and_formers(account).await?;
        let ambiguous = several_times(&lines);
        let latest = self.clock().now() + CLOCKS_APART;
        let known = futures::stream::iter(lines).map(|line| async {
            let known = self.payment_told(&line, accounts).await?;
            Ok::<_, Error>((line, known))
        });
        let known: Vec<_> = known.buffered(AT_ONCE).try_collect().await?;
        let mut brought_again = HashSet::new();
        for (line, known) in known {
            // One that was withdrawn is one line's. Another that it was called by then is a payment of its own.
            let known = known.filter(|record| {
                !record.payment.withdrawn || brought_again.insert(record.payment.id)
            });
            let number = line.rows.first().copied().unwrap_or_default();
            if let Some(message) = unusable(&line, &ambiguous, latest) {
                let rows = line.rows.iter();
                intake
                    .plan
                    .problems
                    .extend(rows.map(|row| LineNotTaken { line: *row, message: message.clone() }));
                continue;
            }
            let (fate, message) =
                known.as_ref().map_or((Fate::New, None), |known| judged(&line, known, account));
            let taken = fate == Fate::New;
            intake.plan.lines.push(PlannedLine {
                line: number,
                date: line.at.with_timezone(&zone).date_naive(),
                amount: Some(line.paid()),
                text: line.description.clone().unwrap_or_default(),
                counterparty: line.customer_name.clone().or_else(|| line.customer_email.clone()),
                reference: Some(line.reference.to_string()),
                fate,
                taken,
                becomes: if taken { Becomes::Payment } else { Becomes::Nothing },
                message: message.or_else(|| went_back(&line).filter(|_| taken)),
            });
            if taken {
                let brought = self.payment_brought(intake, &line, known.as_ref(), account);
                intake.brought.push(brought);
            }
        }
        Ok(())
    }

    /// The payment of the accounts that a line tells of, where it is known by its order number or the gateway's reference.
    async fn payment_told(
        &self,
        line: &HistoryLine,
        accounts: &[AccountId],
    ) -> Result<Option<PaymentRecord>, Error> {
        let names = [Some(line.reference.as_str()), line.gateway_reference.as_deref()];
        for name in names.into_iter().flatten() {
            if let Some(id) = self.payment_called(name, accounts).await? {
                return Ok(Some(self.payment(id).await?));
            }
        }
        Ok(None)
    }

    /// The entries of a payment that is new, or that was withdrawn before.
    fn payment_brought(
        &self,
        intake: &Intake,
        line: &HistoryLine,
        withdrawn: Option<&PaymentRecord>,
        account: &AccountRecord,
    ) -> Append {
        let (name, email) = (line.customer_name.clone(), line.customer_email.clone());
        let is_known = name.is_some() || email.is_some();
        let details = is_known.then_some(PersonDetails { name, email, account: None });
        let person = details.map(|details| new_person(self.clock(), details));
        let found = Body::PaymentFound {
            account: account.id,
            gateway: account.gateway,
            mode: account.mode,
            reference: line.reference.clone(),
            amount: line.paid(),
            customer: person.as_ref().map(|person| person.0.clone()),
            import: Some(intake.id),
        };
        let mut bodies = vec![(line.at, found)];
        bodies.extend(self.told(line, intake));
        let payment = withdrawn.map(|record| &record.payment);
        if payment.is_some_and(|payment| payment.handed_out) {
            let now = self.clock().now();
            bodies.iter_mut().for_each(|(at, _)| *at = now);
        }
        let id = payment.map_or_else(|| PaymentId(self.clock().new_id()), |payment| payment.id);
        let version = payment.map_or(0, |payment| payment.version);
        let entries = self.entries_at(Subject::Payment(id), version, bodies);
        Append { people: person.into_iter().collect(), ..entries }
    }

    /// What a line tells of its payment: how it was paid, what went back by the same row, and what happened then.
    fn told(&self, line: &HistoryLine, intake: &Intake) -> Vec<(DateTime<Utc>, Body)> {
        let mut seen = observation(line);
        let mut bodies = vec![(line.at, observed(&seen))];
        let mut refunds: HashMap<usize, RefundId> = HashMap::new();
        let recorded = |refund: RefundId, amount, method| Body::RefundRecorded {
            refund,
            amount,
            method,
            reason: format!("Refunded before, as {} has it", intake.plan.file),
            evidence: None,
            file: None,
            by: None,
            idempotency_key: refund.to_string(),
            import: Some(intake.id),
        };
        if let Some(amount) = line.refunded_at_once().filter(|_| seen.status.is_captured()) {
            let refund = RefundId(self.clock().new_id());
            bodies.push((line.at, recorded(refund, amount, RefundMethod::Dashboard)));
        }
        for step in &line.steps {
            let status = step.status.filter(|status| status.rank() > seen.status.rank());
            seen.status = status.unwrap_or(seen.status);
            let body = match step.what {
                Happened::Paid(amount) => {
                    seen.amount = Some(amount);
                    observed(&seen)
                }
                Happened::Fee(fee) => {
                    seen.fee = Some(fee);
                    observed(&seen)
                }
                Happened::Reversed => {
                    seen.status = PaymentStatus::Reversed;
                    observed(&seen)
                }
                Happened::Refund { number, amount, method } => match refunds.entry(number) {
                    Entry::Occupied(known) => refund_changed(*known.get(), amount),
                    Entry::Vacant(new) => {
                        let refund = *new.insert(RefundId(self.clock().new_id()));
                        recorded(refund, amount, method)
                    }
                },
            };
            bodies.push((step.at, body));
        }
        bodies
    }
}

/// How a payment was paid, as its own row tells.
fn observation(line: &HistoryLine) -> Observation {
    let status = line.status.unwrap_or(PaymentStatus::Paid);
    Observation {
        source: Origin::Import,
        status,
        gateway_status: status.to_string(),
        gateway_reference: line.gateway_reference.clone(),
        amount: Some(line.amount),
        charged: None,
        fee: line.fee,
        channel: line.channel.clone(),
        message: line.description.clone(),
    }
}

fn observed(seen: &Observation) -> Body {
    let observation = Observation { gateway_status: seen.status.to_string(), ..seen.clone() };
    Body::PaymentObserved { observation, customer: None }
}

/// So much of a refund had gone back from then on; it failed where that is nothing.
fn refund_changed(refund: RefundId, amount: Money) -> Body {
    let status = if amount.is_zero() { RefundStatus::Failed } else { RefundStatus::Processed };
    Body::RefundObserved {
        refund,
        source: Origin::Import,
        status,
        gateway_status: None,
        gateway_refund_id: None,
        message: None,
        amount: Some(amount).filter(|amount| !amount.is_zero()),
    }
}

/// What a line is to a payment that is in the books. One that was withdrawn is as good as new.
fn judged(
    line: &HistoryLine,
    known: &PaymentRecord,
    account: &AccountRecord,
) -> (Fate, Option<String>) {
    let payment = &known.payment;
    if payment.withdrawn {
        return (Fate::New, payment.handed_out.then(|| IS_CLOSED.to_owned()));
    }
    let mut name = format!("{}/{}", known.account_name, payment.reference);
    if payment.account != account.id {
        name = format!("{name} of the account {} by the same name", payment.account);
    }
    if payment.amount() == line.paid() {
        return (Fate::Known, Some(format!("it is in the books as {name}, {}", payment.status)));
    }
    let amount = payment.amount();
    (
        Fate::Changed,
        Some(format!("it is in the books as {name} with {amount}, and stays so; look at both")),
    )
}

fn went_back(line: &HistoryLine) -> Option<String> {
    let refunded = line.refunded.filter(|refunded| refunded.is_positive())?;
    Some(format!("{refunded} of it went back"))
}

/// Why a line cannot be a payment of its own.
fn unusable(
    line: &HistoryLine,
    ambiguous: &HashSet<String>,
    latest: DateTime<Utc>,
) -> Option<String> {
    let names = [Some(line.reference.as_str()), line.gateway_reference.as_deref()];
    if let Some(name) = names.into_iter().flatten().find(|name| ambiguous.contains(*name)) {
        return Some(format!(
            "`{name}` stands at several payments of the file; choose another column for the order number, or give each its own"
        ));
    }
    let last = line.steps.iter().map(|step| step.at).fold(line.at, DateTime::max);
    (last > latest)
        .then(|| "it is in the future; check the order of dates in the mapping".to_owned())
}

/// The names that stand at several payments.
fn several_times(lines: &[HistoryLine]) -> HashSet<String> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut several = HashSet::new();
    for (place, line) in lines.iter().enumerate() {
        let names = [Some(line.reference.as_str()), line.gateway_reference.as_deref()];
        for name in names.into_iter().flatten() {
            if *places.entry(name).or_insert(place) != place {
                several.insert(name.to_owned());
            }
        }
    }
    several
}
