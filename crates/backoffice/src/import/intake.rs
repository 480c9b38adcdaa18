//! From a form to all that would be written: the one way that planning and making go.

use chrono::NaiveDate;
use ledger::{ImportId, ImportKind, Money};
use store::{AccountRecord, Append, ImportRecord, LineTexts};

use super::places::Remember;
use super::plan::{EarlierImport, FateCounts, ImportPlan, MappingFrom};
use super::print;
use super::source::Source;
use super::{ImportForm, ImportRefusal};
use crate::{Backoffice, Error, FieldProblem};
use accounting::import::Kind;

/// A plan, and what would be written for it.
pub(super) struct Intake {
    pub(super) id: ImportId,
    pub(super) plan: ImportPlan,
    pub(super) account: Option<AccountRecord>,
    /// The lines that are kept of the file.
    pub(super) lines: Vec<LineKept>,
    /// What it brings of payments and payouts.
    pub(super) brought: Vec<Append>,
    pub(super) remember: Option<Remember>,
}

/// A line that is kept.
pub(super) struct LineKept {
    pub(super) line: u32,
    pub(super) key: String,
    pub(super) has_own_id: bool,
    pub(super) date: NaiveDate,
    pub(super) amount: Money,
    pub(super) texts: LineTexts,
}

impl Backoffice {
    /// What importing a file would do. Nothing is written, and nobody is asked.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a form that cannot be used, [`Error::Unread`], [`Error::Import`] for a file that cannot be read,
    /// with the remedy, and [`Error::NotImported`] for one that is another's.
    pub async fn plan_import(&self, form: &ImportForm) -> Result<ImportPlan, Error> {
        Ok(self.intake(form).await?.plan)
    }

    pub(super) async fn intake(&self, form: &ImportForm) -> Result<Intake, Error> {
        check(form)?;
        let source = Source::read(&form.path).await?;
        let imports = self.store().every_import().await?;
        let mut intake = match form.kind {
            ImportKind::Statement => self.take_in_statement(form, &source, &imports).await?,
            ImportKind::BalanceReport => self.take_in_balance(form, &source, &imports).await?,
            ImportKind::RefundList => self.take_in_refunds(form, &source).await?,
            ImportKind::History => self.take_in_history(form, &source).await?,
        };
        intake.plan.earlier = self.earlier_import(form.kind, &source, &imports).await?;
        intake.plan.add_up();
        intake.plan.digest = print::of_plan(&intake.plan);
        Ok(intake)
    }

    pub(super) fn new_intake(&self, form: &ImportForm, source: &Source, kind: Kind) -> Intake {
        let plan = ImportPlan {
            digest: String::new(),
            of: form.kind,
            file: source.name.clone(),
            sha256: source.sha256.clone(),
            written_in: kind,
            account: None,
            place: None,
            bank_account: None,
            period: None,
            mapping: None,
            mapping_from: MappingFrom::None,
            why: Vec::new(),
            questions: Vec::new(),
            preview: None,
            lines: Vec::new(),
            problems: Vec::new(),
            doubts: Vec::new(),
            ignored_columns: Vec::new(),
            in_file: 0,
            alike: form.alike,
            counts: FateCounts::default(),
            sums: Vec::new(),
            earlier: None,
        };
        Intake {
            id: ImportId(self.clock().new_id()),
            plan,
            account: None,
            lines: Vec::new(),
            brought: Vec::new(),
            remember: None,
        }
    }

    /// The import of the same file that counts.
    async fn earlier_import(
        &self,
        kind: ImportKind,
        source: &Source,
        imports: &[ImportRecord],
    ) -> Result<Option<EarlierImport>, Error> {
        let is_same = |import: &&ImportRecord| {
            import.of == kind && import.sha256 == source.sha256 && import.undone.is_none()
        };
        let Some(import) = imports.iter().find(is_same) else { return Ok(None) };
        let (id, file, at) = (import.id, import.file.clone(), import.made_at);
        let day = at.with_timezone(&self.time_zone().await?).date_naive();
        Ok(Some(EarlierImport { id, file, at, day }))
    }
}

fn check(form: &ImportForm) -> Result<(), Error> {
    let problem = |field, text: &str| Err(Error::Invalid(vec![FieldProblem::new(field, text)]));
    let is_given =
        |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    match form.kind {
        ImportKind::Statement if is_given(&form.account) => problem(
            "account",
            "a bank statement is of a bank account, not of an account at a gateway: leave the account out",
        ),
        ImportKind::Statement => Ok(()),
        _ if is_given(&form.place) => {
            problem("place", "only a bank statement is of a bank account: leave the place out")
        }
        _ if !is_given(&form.account) => {
            problem("account", "say which account at a gateway the file is about")
        }
        _ => Ok(()),
    }
}

/// The only choice that a gateway's report leaves: its currency.
pub(super) fn named_currency(form: &ImportForm) -> Result<Option<ledger::Currency>, Error> {
    let problem = |text: String| Error::Invalid(vec![FieldProblem::new("map", text)]);
    let mut named = None;
    for (key, value) in &form.changes {
        if key.trim() != "currency" {
            let text =
                format!("of a gateway's report only the currency can be said, and not `{key}`");
            return Err(problem(text));
        }
        let code = value.trim().to_uppercase();
        let unknown =
            |_| problem(format!("`{value}` is not a currency code; write one such as NGN"));
        named = Some(code.parse().map_err(unknown)?);
    }
    Ok(named)
}

impl From<ImportRefusal> for Error {
    fn from(refusal: ImportRefusal) -> Self {
        Self::NotImported(Box::new(refusal))
    }
}
