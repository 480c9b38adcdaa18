//! Putting a concern off for some days, with a note that says why.
//!
//! What is put off is the concern as it is now: its key. Once the matter gets worse it has another key, and is on the desk
//! again.

use chrono::TimeDelta;
use store::Snooze;

use super::Look;
use crate::{Backoffice, Error, FieldProblem, signer};

/// What puts a concern off.
#[derive(Debug, Clone)]
pub struct SnoozeForm {
    /// The concern's key.
    pub key: String,
    /// For how many days, from 1 to 90.
    pub days: u32,
    /// Why.
    pub note: String,
    /// Who says so.
    pub by: String,
}

/// The most days that a concern is put off for.
const MOST_DAYS: u32 = 90;
/// The longest note.
pub(super) const LONGEST_NOTE: usize = 500;

impl Backoffice {
    /// Puts a concern off. One that was put off already is put off anew.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields `days`, `note` and `by`, and [`Error::NotFound`] where the matter is no longer what
    /// it was.
    pub async fn snooze(&self, form: &SnoozeForm) -> Result<(), Error> {
        let by = signer::name_of(&form.by)?;
        let note = checked_note(&form.note)?;
        if !(1..=MOST_DAYS).contains(&form.days) {
            let problem = format!("choose between 1 and {MOST_DAYS} days");
            return Err(Error::Invalid(vec![FieldProblem::new("days", problem)]));
        }
        let concerns = self.all_concerns(Look::Closely).await?;
        if concerns.iter().all(|concern| concern.key != form.key) {
            return Err(Error::not_found("concern", &form.key));
        }
        let made_at = self.clock().now();
        self.store().forget_snoozes(made_at).await?;
        let until = made_at + TimeDelta::days(i64::from(form.days));
        Ok(self.store().snooze(Snooze { key: form.key.clone(), until, note, by, made_at }).await?)
    }

    /// Puts a concern on the desk again that was put off.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it is not put off.
    pub async fn unsnooze(&self, key: &str) -> Result<(), Error> {
        let snoozes = self.store().snoozes().await?;
        if snoozes.iter().all(|snooze| snooze.key != key) {
            return Err(Error::not_found("snoozed concern", key));
        }
        Ok(self.store().unsnooze(key).await?)
    }
}

/// Why somebody takes a concern for settled or lets it wait, in some words.
pub(super) fn checked_note(note: &str) -> Result<String, Error> {
    let note = note.trim();
    let problem = if note.is_empty() {
        "say why, so that whoever comes next knows"
    } else if note.chars().count() > LONGEST_NOTE {
        "write at most 500 characters"
    } else {
        return Ok(note.to_owned());
    };
    Err(Error::Invalid(vec![FieldProblem::new("note", problem)]))
}
