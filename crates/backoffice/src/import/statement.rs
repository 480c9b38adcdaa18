//! Bank statements in OFX, CAMT.053 or CSV.

use std::collections::BTreeSet;

use accounting::import::{
    ImportError, Kind, Mapping, Statement, StatementLine, guess_mapping, preview_csv, read_camt053,
    read_ofx, read_statement_csv,
};
use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};
use store::{ImportRecord, LineFilter, LineTexts};

use super::choose::{Chosen, Shown, choose, unread};
use super::fates::{Comparison, DAYS_APART, Judged, KnownLine, key_of};
use super::intake::{Intake, LineKept};
use super::places::{Place, Remember};
use super::plan::{Becomes, Fate, LineNotTaken, PlannedLine};
use super::source::Source;
use super::{Alike, ImportForm, ImportMapping, ImportRefusal, count, questions};
use crate::{Backoffice, Error};

const WANTED: &str = "a bank statement is OFX, CAMT.053 or CSV: ask the bank for one of them";

/// The statements of one bank account, as one.
struct Joined {
    /// What kind of keys its lines have.
    scheme: String,
    statement: Statement,
}

impl Backoffice {
    pub(super) async fn take_in_statement(
        &self,
        form: &ImportForm,
        source: &Source,
        imports: &[ImportRecord],
    ) -> Result<Intake, Error> {
        let kind = source.written_in(&[Kind::Ofx, Kind::Camt053, Kind::Csv], WANTED)?;
        let places = self.places().await?;
        let mut intake = self.new_intake(form, source, kind);
        let (place, joined, mapping) = if kind == Kind::Csv {
            let place = self.place_meant(form.place.as_deref(), None, &places, imports)?;
            let known = places.get(&place).and_then(|place| place.mapping.clone());
            intake.plan.place = Some(place.clone());
            let chosen = chosen(form, source, known).await?;
            let mapping = chosen.mapping.clone();
            let read = read_csv(&mut intake, source, chosen, &place).await?;
            let Some(joined) = read else { return Ok(intake) };
            (place, joined, Some(mapping))
        } else {
            let joined = read_named(source, kind).await?;
            let account = joined.statement.account.as_deref();
            let place = self.place_meant(form.place.as_deref(), account, &places, imports)?;
            (place, joined, None)
        };
        let account = joined.statement.account.clone();
        intake.plan.place = Some(place.clone());
        intake.remember =
            Some(Remember::Place(place.clone(), Box::new(Place { account, mapping })));
        self.compare(&mut intake, joined, &place, form.alike).await?;
        Ok(intake)
    }

    /// Holds the lines of a file against those of the bank account that count.
    async fn compare(
        &self,
        intake: &mut Intake,
        joined: Joined,
        place: &str,
        alike: Option<Alike>,
    ) -> Result<(), Error> {
        let Joined { scheme, statement } = joined;
        let mut known = self.known_lines(place, &statement.lines).await?;
        let here: BTreeSet<&str> = known.iter().map(|line| line.key.as_str()).collect();
        let by_id = statement.lines.iter().filter(|line| line.has_own_id());
        let by_id = by_id.map(|line| key_of(&scheme, &line.key));
        let unseen: Vec<_> = by_id.filter(|key| !here.contains(key.as_str())).collect();
        let of_other_days = self.store().lines_by_key(place, &unseen).await?;
        known.extend(of_other_days.into_iter().map(KnownLine::of));
        let comparison =
            Comparison { scheme: &scheme, lines: &statement.lines, known: &known, alike };
        let judged = comparison.judge();
        fill(intake, statement, judged, alike);
        Ok(())
    }

    /// The lines of the bank account that count, on the days of these and a few more.
    async fn known_lines(
        &self,
        place: &str,
        lines: &[StatementLine],
    ) -> Result<Vec<KnownLine>, Error> {
        let days = || lines.iter().map(|line| line.date);
        let (Some(from), Some(to)) = (days().min(), days().max()) else { return Ok(Vec::new()) };
        let span = TimeDelta::days(DAYS_APART);
        let filter = LineFilter {
            place: Some(place.to_owned()),
            from: from.checked_sub_signed(span).or(Some(from)),
            to: to.checked_add_signed(span).or(Some(to)),
            ..LineFilter::default()
        };
        let lines = self.store().every_statement_line(&filter).await?;
        Ok(lines.into_iter().map(KnownLine::of).collect())
    }
}

impl KnownLine {
    fn of(line: store::StatementLine) -> Self {
        Self {
            key: line.key,
            has_own_id: line.has_own_id,
            date: line.date,
            amount: line.amount,
            text: line.texts.map(|texts| texts.text),
        }
    }
}

/// Which mapping a CSV is read by.
async fn chosen(
    form: &ImportForm,
    source: &Source,
    known: Option<Mapping>,
) -> Result<Chosen<Mapping>, Error> {
    let shown = async {
        let guess = source.parse(guess_mapping).await??;
        Ok(Shown { mapping: guess.mapping, why: guess.why, open: guess.open })
    };
    choose(form, known, questions::OF_STATEMENT, shown).await
}

/// Reads a CSV, or says what has to be chosen first.
async fn read_csv(
    intake: &mut Intake,
    source: &Source,
    chosen: Chosen<Mapping>,
    place: &str,
) -> Result<Option<Joined>, Error> {
    let Chosen { mapping, from, why, questions } = chosen;
    let layout = mapping.layout.clone();
    let preview = source.parse(move |bytes| preview_csv(bytes, &layout)).await?;
    let plan = &mut intake.plan;
    plan.preview = Some(preview.map_err(|error| unread(from, place, error))?);
    plan.mapping = Some(ImportMapping::Statement(Box::new(mapping.clone())));
    plan.mapping_from = from;
    plan.why = why;
    plan.questions = questions;
    if !plan.questions.is_empty() {
        plan.in_file = plan.preview.as_ref().map_or(0, |preview| count(preview.lines));
        return Ok(None);
    }
    let scheme = scheme_of(&mapping);
    let read = source.parse(move |bytes| read_statement_csv(bytes, &mapping)).await?;
    let statement = read.map_err(|error| unread(from, place, error))?;
    // A row whose direction is in other words, as a total's may be, is told like any that cannot be read.
    if statement.lines.is_empty() {
        plan.questions = questions::of_words(&statement.problems);
    }
    Ok(Some(Joined { scheme, statement }))
}

/// Reads a file that names its columns itself.
async fn read_named(source: &Source, kind: Kind) -> Result<Joined, Error> {
    let (statements, scheme) = match kind {
        Kind::Ofx => (source.parse(read_ofx).await??, "ofx"),
        _ => (source.parse(read_camt053).await??, "camt053"),
    };
    let accounts: BTreeSet<_> = statements.iter().map(|one| one.account.clone()).collect();
    if accounts.len() > 1 {
        let named = accounts
            .into_iter()
            .map(|account| account.unwrap_or_else(|| "one without a name".to_owned()));
        let named = named.collect::<Vec<_>>().join(", ");
        return Err(ImportRefusal::SeveralAccounts(named).into());
    }
    let mut statements = statements.into_iter();
    let Some(mut statement) = statements.next() else {
        return Err(ImportError::NoStatement(kind).into());
    };
    for other in statements {
        statement.lines.extend(other.lines);
        statement.problems.extend(other.problems);
        statement.doubts.extend(other.doubts);
        let periods = statement.period.zip(other.period);
        statement.period = periods.map(|(one, other)| (one.0.min(other.0), one.1.max(other.1)));
    }
    Ok(Joined { scheme: scheme.to_owned(), statement })
}

/// The kind of a CSV's keys: ids out of one column say nothing of those out of another.
fn scheme_of(mapping: &Mapping) -> String {
    let Some(column) = &mapping.id else { return "csv".to_owned() };
    let digest = hex::encode(Sha256::digest(column.to_string().to_lowercase()));
    format!("csv-{}", digest.get(..8).unwrap_or_default())
}

fn fill(intake: &mut Intake, statement: Statement, judged: Vec<Judged>, alike: Option<Alike>) {
    let plan = &mut intake.plan;
    plan.bank_account = statement.account;
    plan.period = statement.period;
    plan.ignored_columns = statement.ignored_columns;
    plan.doubts = statement.doubts.iter().map(ToString::to_string).collect();
    let in_file = statement.lines.len().saturating_add(statement.problems.len());
    plan.in_file = count(in_file);
    let told = statement.problems.into_iter();
    plan.problems = told
        .map(|told| LineNotTaken { line: told.number, message: told.problem.to_string() })
        .collect();
    for (line, judged) in statement.lines.into_iter().zip(judged) {
        let taken = match judged.fate {
            Fate::New => true,
            Fate::Alike => alike == Some(Alike::Take),
            Fate::Known | Fate::Changed | Fate::Unknown => false,
        };
        plan.lines.push(PlannedLine {
            line: line.number,
            date: line.date,
            amount: Some(line.amount),
            text: line.text.clone(),
            counterparty: line.counterparty.clone(),
            reference: line.reference.clone(),
            fate: judged.fate,
            taken,
            becomes: if taken { Becomes::Line } else { Becomes::Nothing },
            message: judged.message,
        });
        if taken {
            intake.lines.push(LineKept {
                line: line.number,
                key: judged.key,
                has_own_id: judged.has_own_id,
                date: line.date,
                amount: line.amount,
                texts: LineTexts {
                    text: line.text,
                    counterparty: line.counterparty,
                    reference: line.reference,
                },
            });
        }
    }
}
