//! A gateway's report of what moved its balance, as its API answers it.
//!
//! Every line is kept. What is booked of it are payouts that nobody here knows: money that left for the merchant's bank, or
//! for somebody the report does not name. Payments, refunds and what was kept of them are not booked from a report, since it
//! is the payment's own look-up that tells of them, and would be there twice. A payout that is known by its reference stays
//! as it is. A line has no id; what tells it from every other are the balances before and after it.

use std::collections::{BTreeMap, HashMap, HashSet};

use accounting::import::Kind;
use gateways::{ReportLine, stored};
use ledger::{
    Body, Currency, Money, PayoutId, PayoutKind, PayoutOrder, PayoutStatus, Reference,
    Source as Origin, Subject,
};
use store::{AccountRecord, ImportRecord, LineQuery, LineTexts, PayoutRecord};

use super::intake::{Brought, Intake, LineKept, named_currency};
use super::plan::{Becomes, Fate, LineNotTaken, PlannedLine};
use super::source::Source;
use super::statement::count;
use super::{ImportForm, ImportRefusal};
use crate::payout::PayoutNews;
use crate::print::Print;
use crate::{Account, Backoffice, Error, FieldProblem};

const WANTED: &str = "a balance report is the JSON that the gateway's API answers: save that";
/// How many lines are read at a time.
const PAGE: u32 = 5000;
/// A gateway's words for a movement that is done.
const DONE: [&str; 8] =
    ["successful", "success", "completed", "complete", "processed", "paid", "settled", "approved"];
/// A gateway's words for one that did not happen.
const FAILED: [&str; 6] = ["failed", "declined", "rejected", "reversed", "cancelled", "canceled"];

/// What a line's words mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Payout(PayoutKind),
    Fee,
    Other,
}

/// A report that is being held against the books.
struct Report<'a> {
    account: &'a Account,
    lines: Vec<ReportLine>,
    /// How often a reference is that of money that left as a payout.
    left: HashMap<String, u32>,
    /// The references of money that came in.
    came: HashSet<String>,
}

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
                    Err(why) => Place::kept(&why),
                    Ok(payout) => {
                        payouts.insert(payout.order.reference.to_string(), payout);
                        Place { becomes: Becomes::Payout, message: None }
                    }
                },
            };
            let date = line.at.with_timezone(&zone).date_naive();
            let texts = LineTexts {
                text: text_of(line),
                counterparty: None,
                reference: line.reference.clone(),
            };
            intake.plan.lines.push(PlannedLine {
                line: number,
                date,
                amount: Some(line.money),
                text: texts.text.clone(),
                counterparty: None,
                reference: line.reference.clone(),
                fate: if is_known { Fate::Known } else { Fate::New },
                taken: !is_known,
                becomes: place.becomes,
                message: place.message,
            });
            if !is_known {
                let (line, amount) = (number, line.money);
                intake.lines.push(LineKept { line, key, has_own_id: false, date, amount, texts });
            }
        }
        let of_payouts = add_fees(&mut payouts, fees);
        for line in intake.plan.lines.iter_mut().filter(|line| of_payouts.contains(&line.line)) {
            (line.becomes, line.message) = (Becomes::PayoutFee, None);
        }
        let import = intake.id;
        intake.brought.extend(payouts.into_values().map(|payout| payout.brought(import)));
        Ok(())
    }

    /// The payout that a line tells of, or why none is booked.
    async fn payout_in(
        &self,
        report: &Report<'_>,
        line: &ReportLine,
        kind: PayoutKind,
    ) -> Result<Result<Payout, String>, Error> {
        let account = &report.account.record;
        let Some(name) = &line.reference else {
            return Ok(Err("it is not booked: it has no reference to know it again by".to_owned()));
        };
        if report.left.get(name).is_some_and(|times| *times > 1) {
            return Ok(Err(format!(
                "it is not booked: several payouts of the report are called {name}"
            )));
        }
        if report.came.contains(name) {
            return Ok(Err("it is not booked: money of the same reference came back".to_owned()));
        }
        let Ok(amount) = line.money.checked_neg() else {
            return Ok(Err("it is not booked: its amount cannot be kept exactly".to_owned()));
        };
        if let Some(known) = self.payout_called(name, account).await? {
            return Ok(known_payout(&known, amount).and_then(|()| {
                let order = known.payout.order.clone();
                Ok(Payout {
                    id: known.payout.id,
                    version: known.payout.version,
                    order,
                    line: line.clone(),
                    fee: None,
                })
            }));
        }
        let Ok(reference) = name.parse::<Reference>() else {
            return Ok(Err(
                "it is not booked: its reference is too long or has characters that cannot be seen"
                    .to_owned(),
            ));
        };
        let news = PayoutNews {
            kind,
            status: PayoutStatus::Processed,
            word: line.status.clone().unwrap_or_default(),
            gateway_payout_id: None,
            references: vec![name.clone()],
            amount: Some(amount),
        };
        if let Some(elsewhere) = self.payout_elsewhere(account, &news).await? {
            return Ok(Err(format!(
                "it is not booked: it is a payout of {} already",
                elsewhere.account_name
            )));
        }
        let order = order_of(account, kind, reference, amount, report.account.profile.title);
        let id = PayoutId(self.clock().new_id());
        Ok(Ok(Payout { id, version: 0, order, line: line.clone(), fee: None }))
    }

    async fn payout_called(
        &self,
        name: &str,
        account: &AccountRecord,
    ) -> Result<Option<PayoutRecord>, Error> {
        match self.store().find_payouts(name, Some(account.id)).await?.first() {
            Some(id) => Ok(Some(self.payout(*id).await?)),
            None => Ok(None),
        }
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
        let is_earlier = |import: &&ImportRecord| {
            import.of == ledger::ImportKind::BalanceReport
                && import.account == Some(account.id)
                && import.undone.is_none()
        };
        let mut known = HashSet::new();
        for import in imports.iter().filter(is_earlier) {
            let mut query = LineQuery {
                import: Some(import.id),
                from,
                to,
                limit: PAGE,
                ..LineQuery::default()
            };
            loop {
                let page = self.store().statement_lines(&query).await?;
                known.extend(page.items.into_iter().map(|line| line.key));
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
            }
        }
        Ok(known)
    }
}

/// A payout that is to be booked.
struct Payout {
    id: PayoutId,
    version: u64,
    order: PayoutOrder,
    line: ReportLine,
    fee: Option<Money>,
}

impl Payout {
    fn brought(self, import: ledger::ImportId) -> Brought {
        let observed = Body::PayoutObserved {
            source: Origin::Import,
            status: PayoutStatus::Processed,
            gateway_status: Some(self.line.status.unwrap_or(self.line.kind)),
            gateway_payout_id: None,
            bank_reference: None,
            fee: self.fee,
            message: None,
        };
        let found = Body::PayoutFound { order: self.order, import: Some(import) };
        let at = self.line.at;
        Brought {
            subject: Subject::Payout(self.id),
            version: self.version,
            bodies: vec![(at, found), (at, observed)],
            people: Vec::new(),
        }
    }
}

impl Place {
    fn kept(why: &str) -> Self {
        Self { becomes: Becomes::Line, message: Some(why.to_owned()) }
    }
}

impl<'a> Report<'a> {
    fn of(account: &'a Account, lines: Vec<ReportLine>) -> Self {
        let (mut left, mut came) = (HashMap::new(), HashSet::new());
        for line in &lines {
            let Some(reference) = line.reference.clone().filter(|_| not_final(line).is_none())
            else {
                continue;
            };
            if line.money.is_positive() {
                came.insert(reference);
            } else if matches!(meaning(line), Meaning::Payout(_)) {
                let times: &mut u32 = left.entry(reference).or_default();
                *times = times.saturating_add(1);
            }
        }
        Self { account, lines, left, came }
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

/// Whether a known payout is one that was withdrawn, so that it may be brought again; else why nothing is booked.
fn known_payout(known: &PayoutRecord, amount: Money) -> Result<(), String> {
    let payout = &known.payout;
    if payout.order.amount != amount {
        return Err(format!(
            "it is not booked: a payout of that reference is in the books with {}; look at both",
            payout.order.amount
        ));
    }
    let is_withdrawn =
        payout.import.is_some() && payout.by_hand && payout.status == PayoutStatus::Failed;
    if is_withdrawn {
        return Ok(());
    }
    Err(format!("it is a payout that is in the books already, as {}", payout.status))
}

fn order_of(
    account: &AccountRecord,
    kind: PayoutKind,
    reference: Reference,
    amount: Money,
    title: &str,
) -> PayoutOrder {
    let to = match kind {
        PayoutKind::Settlement => "the merchant's own account".to_owned(),
        kind => format!("not said ({kind})"),
    };
    PayoutOrder {
        account: account.id,
        gateway: account.gateway,
        mode: account.mode,
        kind,
        reference,
        amount,
        to,
        beneficiary: None,
        details: BTreeMap::new(),
        reason: format!("{title}'s balance report tells of it"),
        part: None,
    }
}

/// What was taken for a payout stands in a line of its own, with the payout's reference. Gives the lines that were one.
fn add_fees(payouts: &mut BTreeMap<String, Payout>, fees: Vec<(u32, &ReportLine)>) -> HashSet<u32> {
    let mut used = HashSet::new();
    for (number, line) in fees {
        let payout = line.reference.as_ref().and_then(|name| payouts.get_mut(name));
        let (Some(payout), Ok(fee)) = (payout, line.money.checked_neg()) else { continue };
        let sum = match payout.fee {
            None => Ok(fee),
            Some(known) => known.checked_add(fee),
        };
        if let Ok(sum) = sum
            && fee.is_positive()
        {
            payout.fee = Some(sum);
            used.insert(number);
        }
    }
    used
}

fn meaning(line: &ReportLine) -> Meaning {
    let kind = line.kind.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    let is_done = line.status.as_ref().is_none_or(|status| is_one_of(status, &DONE));
    if line.money.minor() >= 0 || !is_done || says(&["revers", "refund"]) {
        return Meaning::Other;
    }
    if says(&["fee"]) {
        Meaning::Fee
    } else if says(&["settlement"]) {
        Meaning::Payout(PayoutKind::Settlement)
    } else if says(&["payout", "transfer", "withdraw"]) {
        Meaning::Payout(PayoutKind::Transfer)
    } else {
        Meaning::Other
    }
}

/// Why a line is not to be taken yet.
fn not_final(line: &ReportLine) -> Option<String> {
    let status = line.status.as_ref()?;
    let is_final = is_one_of(status, &DONE) || is_one_of(status, &FAILED);
    (!is_final).then(|| {
        format!(
            "its state is `{status}`, which is not the last one; it comes again with a later report"
        )
    })
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| word.trim().eq_ignore_ascii_case(known))
}

fn text_of(line: &ReportLine) -> String {
    let status = line.status.as_deref().filter(|status| !is_one_of(status, &DONE));
    let parts = [Some(line.kind.as_str()), line.note.as_deref(), status];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

/// What tells each line from every other, with a number among those that are alike in all of it.
fn keys(lines: &[ReportLine]) -> Vec<String> {
    let mut alike: HashMap<String, u32> = HashMap::new();
    let mut key = |line: &ReportLine| {
        let mut print = Print::begin("tillkeeper.balance-line.1");
        print.text(&line.kind);
        print.text(&line.at.to_rfc3339());
        for money in [line.money, line.before, line.after] {
            print.text(&money.to_string());
        }
        print.maybe(line.reference.as_ref());
        let looks = print.end();
        let number = alike.entry(looks.clone()).or_default();
        *number = number.saturating_add(1);
        format!("balance:{looks}:{number}")
    };
    lines.iter().map(&mut key).collect()
}
