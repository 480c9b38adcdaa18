//! A gateway's report of what moved its balance, as its API answers it.
//!
//! Every line is kept. What is booked of it are payouts that nobody here knows: money that left for the merchant's bank, or
//! for somebody the report does not name. Payments, refunds and what was kept of them are not booked from a report, since it
//! is the payment's own look-up that tells of them, and would be there twice. A payout that is known by its reference stays
//! as it is, and gets the fee that it has none of yet. A line has no id; what tells it from every other are the balances before and after it.

mod fee;
mod payout;
mod words;

use std::collections::{BTreeMap, HashMap, HashSet};

use accounting::import::Kind;
use chrono::NaiveDate;
use gateways::{ReportLine, stored};
use ledger::{Currency, ImportKind};
use store::{AccountRecord, ImportRecord, LineFilter, LineTexts};

use self::fee::add_fees;
use self::payout::{Payout, Report};
use self::words::{Meaning, keys, meaning, not_final, text_of};
use super::intake::{Intake, LineKept, named_currency};
use super::plan::{Becomes, Fate, LineNotTaken, PlannedLine};
use super::source::Source;
use super::{ImportForm, ImportRefusal, count};
use crate::{Account, Backoffice, Error, FieldProblem};

const WANTED: &str = "a balance report is the JSON that the gateway's API answers: save that";

/// What a line would be in the books, and why.
struct Place {
    becomes: Becomes,
    message: Option<String>,
}

impl Backoffice {
    pub(super) async fn take_in_balance(
        &self,
        form: &ImportForm,
        source: &Source,
        imports: &[ImportRecord],
    ) -> Result<Intake, Error> {
        let kind = source.written_in(&[Kind::Json], WANTED)?;
        let record = self.account_meant(form.account.as_deref().unwrap_or_default()).await?;
        let account = self.account_by_id(record.id).await?;
        let lines = report_lines(&account, form, source)?;
        let mut intake = self.new_intake(form, source, kind);
        intake.plan.account = Some(record.name.to_string());
        intake.plan.in_file = count(lines.len());
        let known = self.known_report_lines(&record, &lines, imports).await?;
        let report = Report::of(&account, lines);
        self.judge_report(&mut intake, &report, &known).await?;
        intake.account = Some(record);
        Ok(intake)
    }

    async fn judge_report(
        &self,
        intake: &mut Intake,
        report: &Report<'_>,
        known: &HashSet<String>,
    ) -> Result<(), Error> {
        let zone = self.time_zone().await?;
        let mut payouts: BTreeMap<String, Payout> = BTreeMap::new();
        let mut fees = Vec::new();
        for ((number, line), key) in (1..).zip(&report.lines).zip(keys(&report.lines)) {
            if let Some(message) = not_final(line) {
                intake.plan.problems.push(LineNotTaken { line: number, message });
                continue;
            }
            let is_known = known.contains(&key);
            let place = match meaning(line) {
                _ if is_known => Place { becomes: Becomes::Nothing, message: None },
                Meaning::Fee => {
                    fees.push((number, line));
                    Place::kept("it is not booked: fees of payments are told by the payments")
                }
                Meaning::Other => {
                    Place::kept("it is not booked: only payouts are booked from a report")
                }
                Meaning::Payout(kind) => match self.payout_in(report, line, kind).await? {
                    Err(why) => Place::kept(&why.to_string()),
                    Ok(payout) => {
                        payouts.insert(payout.order.reference.to_string(), payout);
                        Place { becomes: Becomes::Payout, message: None }
                    }
                },
            };
            let date = line.at.with_timezone(&zone).date_naive();
            let planned = planned(number, line, date, place, is_known);
            if !is_known {
                intake.lines.push(LineKept {
                    line: number,
                    key,
                    has_own_id: false,
                    date,
                    amount: line.money,
                    texts: LineTexts {
                        text: planned.text.clone(),
                        counterparty: None,
                        reference: line.reference.clone(),
                    },
                });
            }
            intake.plan.lines.push(planned);
        }
        let (mut of_payouts, others) = add_fees(&mut payouts, fees);
        let import = intake.id;
        intake.brought.extend(payouts.into_values().map(|payout| payout.brought(self, import)));
        let mut why = HashMap::new();
        for (name, fees) in others {
            match self.fee_of_known(report.record(), name, &fees, import).await? {
                Ok(brought) => {
                    intake.brought.push(brought);
                    of_payouts.extend(fees.iter().map(|(number, _)| *number));
                }
                Err(told) => why.extend(fees.iter().map(|(number, _)| (*number, told.clone()))),
            }
        }
        for line in &mut intake.plan.lines {
            if of_payouts.contains(&line.line) {
                (line.becomes, line.message) = (Becomes::PayoutFee, None);
            }
            line.message = why.remove(&line.line).or(line.message.take());
        }
        Ok(())
    }

    /// The keys of the lines of earlier reports of the account, on the days of these.
    async fn known_report_lines(
        &self,
        account: &AccountRecord,
        lines: &[ReportLine],
        imports: &[ImportRecord],
    ) -> Result<HashSet<String>, Error> {
        let zone = self.time_zone().await?;
        let days = || lines.iter().map(|line| line.at.with_timezone(&zone).date_naive());
        // A day more on either side, since days are counted anew where the merchant's zone was changed.
        let from = days().min().and_then(|day| day.pred_opt());
        let to = days().max().and_then(|day| day.succ_opt());
        let accounts = self.account_and_formers(account).await?;
        let is_earlier = |import: &&ImportRecord| {
            import.of == ImportKind::BalanceReport
                && import.account.is_some_and(|of| accounts.contains(&of))
                && import.undone.is_none()
        };
        let mut known = HashSet::new();
        for import in imports.iter().filter(is_earlier) {
            let of_days = LineFilter { import: Some(import.id), from, to, ..LineFilter::default() };
            let lines = self.store().every_statement_line(&of_days).await?;
            known.extend(lines.into_iter().map(|line| line.key));
        }
        Ok(known)
    }
}

impl Place {
    fn kept(why: &str) -> Self {
        Self { becomes: Becomes::Line, message: Some(why.to_owned()) }
    }
}

fn planned(
    number: u32,
    line: &ReportLine,
    date: NaiveDate,
    place: Place,
    is_known: bool,
) -> PlannedLine {
    PlannedLine {
        line: number,
        date,
        amount: Some(line.money),
        text: text_of(line),
        counterparty: None,
        reference: line.reference.clone(),
        fate: if is_known { Fate::Known } else { Fate::New },
        taken: !is_known,
        becomes: place.becomes,
        message: place.message,
    }
}

/// Reads the report in the currency that is said, else in the one that all its lines name.
fn report_lines(
    account: &Account,
    form: &ImportForm,
    source: &Source,
) -> Result<Vec<ReportLine>, Error> {
    let gateway = account.record.gateway;
    let unread = |error| match error {
        gateways::Error::Unsupported { reason } => Error::Unsupported(reason.to_owned()),
        error => ImportRefusal::Report(error).into(),
    };
    let named: Option<Currency> = match named_currency(form)? {
        Some(currency) => Some(currency),
        None => stored::report_currency(gateway, &source.bytes).map_err(unread)?,
    };
    let supported = account.capabilities.balance_report.reason();
    if let Some(reason) = supported {
        return Err(Error::Unsupported(reason.to_owned()));
    }
    let Some(currency) = named else {
        let problem = "say in which currency the report is: not all of its lines name the same one";
        return Err(Error::Invalid(vec![FieldProblem::new("map", problem)]));
    };
    stored::balance_report(gateway, &source.bytes, currency, &account.settings).map_err(unread)
}
