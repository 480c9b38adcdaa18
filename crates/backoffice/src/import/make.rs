//! Importing for good: the plan is made anew, held to what was looked at, and written in one transaction.

use ledger::{Body, ImportId, ImportMade, LineRead, Subject};
use sha2::{Digest as _, Sha256};
use store::{Append, LineTexts, NewTexts};

use super::intake::{Intake, LineKept};
use super::plan::Fate;
use super::{ImportForm, ImportPlan, ImportRefusal, count};
use crate::{Backoffice, Error, signer};

/// What was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// The import, by which it can be looked at and undone; `None` where nothing of the file was new, so that nothing was
    /// written.
    pub id: Option<ImportId>,
    /// What was planned, and done.
    pub plan: ImportPlan,
    /// How many lines are kept of the file.
    pub lines: u64,
    /// How many payments it brought.
    pub payments: u64,
    /// How many payments it brought refunds of, or news of refunds.
    pub refunded: u64,
    /// How many payouts it brought.
    pub payouts: u64,
}

impl Backoffice {
    /// Imports a file. Where a digest is given, only a plan of that digest is made. All of it is written, or nothing.
    ///
    /// # Errors
    /// As [`Backoffice::plan_import`], and [`Error::NotImported`] where the same file was imported before, something has to be
    /// chosen or decided first, or the plan is another by now.
    pub async fn make_import(
        &self,
        form: &ImportForm,
        digest: Option<&str>,
        by: Option<&str>,
    ) -> Result<ImportReport, Error> {
        let by = signer::name_if_given(by)?;
        let intake = self.intake(form).await?;
        check(&intake.plan, digest)?;
        let report = report_of(&intake);
        if report.id.is_none() {
            return Ok(report);
        }
        let Intake { id, plan, account, lines, brought, remember } = intake;
        let made = Body::ImportMade(ImportMade {
            of: plan.of,
            file: plan.file,
            sha256: plan.sha256,
            lines: plan.in_file,
            account: account.map(|account| account.id),
            place: plan.place,
            by,
        });
        let mut bodies = vec![made];
        let mut texts = Vec::with_capacity(lines.len());
        for line in lines {
            let (body, kept) = line_read(line);
            bodies.push(body);
            texts.push(kept);
        }
        let import = self.entries_now(Subject::Import(id), 0, bodies);
        self.store().append_import(import, texts, brought).await?;
        if let Some(remember) = remember
            && let Err(problem) = self.remember(remember).await
        {
            // The import is made, and whoever is told of an error would make it again. The next file is asked about once more.
            tracing::warn!(%problem, "how the file is read could not be remembered");
        }
        Ok(report)
    }
}

/// Whether the plan may be made as it is.
fn check(plan: &ImportPlan, digest: Option<&str>) -> Result<(), Error> {
    if let Some(earlier) = &plan.earlier {
        let (id, file, day) = (earlier.id, earlier.file.clone(), earlier.day);
        return Err(ImportRefusal::Before { id, file, day }.into());
    }
    if let Some(question) = plan.questions.first() {
        let more = plan.questions.len().saturating_sub(1);
        let (key, question) = (question.key.clone(), question.question.clone());
        return Err(ImportRefusal::Open { key, question, more }.into());
    }
    let is_alike = |line: &&super::PlannedLine| line.fate == Fate::Alike;
    if let Some(first) = plan.lines.iter().find(is_alike).filter(|_| plan.wants_decision()) {
        return Err(ImportRefusal::Alike { lines: plan.counts.alike, first: first.line }.into());
    }
    match digest {
        Some(digest) if digest.trim() != plan.digest => {
            Err(ImportRefusal::PlanChanged(Box::new(plan.clone())).into())
        }
        _ => Ok(()),
    }
}

fn report_of(intake: &Intake) -> ImportReport {
    let is_empty = intake.lines.is_empty() && intake.brought.is_empty();
    let of = |is_it: fn(&Append) -> bool| {
        count(intake.brought.iter().filter(|brought| is_it(brought)).count())
    };
    ImportReport {
        id: (!is_empty).then_some(intake.id),
        plan: intake.plan.clone(),
        lines: count(intake.lines.len()),
        payments: of(|brought| {
            let first = brought.drafts.first().map(|draft| &draft.body);
            matches!(first, Some(Body::PaymentFound { .. }))
        }),
        refunded: of(|brought| {
            brought.drafts.iter().any(|draft| {
                matches!(
                    draft.body,
                    Body::RefundFound { .. }
                        | Body::RefundRecorded { .. }
                        | Body::RefundMatched { .. }
                        | Body::RefundObserved { .. }
                )
            })
        }),
        payouts: of(|brought| {
            let first = brought.drafts.first().map(|draft| &draft.body);
            matches!(first, Some(Body::PayoutFound { .. }))
        }),
    }
}

/// A line for the journal, and what lies beside it.
fn line_read(line: LineKept) -> (Body, NewTexts) {
    let salt = uuid::Uuid::new_v4().into_bytes().to_vec();
    let body = Body::LineRead(LineRead {
        line: line.line,
        key: line.key,
        has_own_id: line.has_own_id,
        date: line.date,
        amount: line.amount,
        digest: digest(&salt, &line.texts),
    });
    (body, NewTexts { line: line.line, texts: line.texts, salt })
}

/// SHA-256 of the salt and each text behind its length, in hex; a text that is missing has no length.
fn digest(salt: &[u8], texts: &LineTexts) -> String {
    let mut sha = Sha256::new();
    sha.update(salt);
    for text in [Some(&texts.text), texts.counterparty.as_ref(), texts.reference.as_ref()] {
        match text {
            Some(text) => {
                sha.update(text.len().to_string());
                sha.update(":");
                sha.update(text);
            }
            None => sha.update("-"),
        }
    }
    hex::encode(sha.finalize())
}
