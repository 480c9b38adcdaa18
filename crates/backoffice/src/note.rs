//! What a merchant writes beside a payment: notes, and the tags that payments are sorted by.
//!
//! Both are entries of the journal, so a note stays for good, as it was written; tags are set anew as a whole.

use std::collections::BTreeSet;

use ledger::{Body, PaymentId, Signer, Tag};
use store::PaymentRecord;

use crate::{Backoffice, Error, FieldProblem, signer};

/// The most characters of a note.
pub const LONGEST_NOTE: usize = 1_000;
/// The most tags of a payment.
pub const MOST_TAGS: usize = 20;

impl Backoffice {
    /// Writes something to remember beside a payment.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields `text` and `by`, and [`Error::NotFound`].
    pub async fn add_note(
        &self,
        payment: PaymentId,
        text: &str,
        by: &str,
    ) -> Result<PaymentRecord, Error> {
        let (text, by) = checked_note(text, by)?;
        let version = self.payment(payment).await?.payment.version;
        self.append_latest(payment, version, Body::NoteAdded { text, by }).await?;
        self.payment(payment).await
    }

    /// Sorts a payment by these tags and no others.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field `tags`, and [`Error::NotFound`].
    pub async fn set_tags(
        &self,
        payment: PaymentId,
        tags: &[String],
    ) -> Result<PaymentRecord, Error> {
        let tags = checked_tags(tags).map_err(|problem| Error::Invalid(vec![problem]))?;
        let record = self.payment(payment).await?;
        if record.payment.tags == tags {
            return Ok(record);
        }
        let version = record.payment.version;
        self.append_latest(payment, version, Body::TagsSet { tags }).await?;
        self.payment(payment).await
    }

    /// Every tag in use, and how many payments have it.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn all_tags(&self) -> Result<Vec<(Tag, u64)>, Error> {
        Ok(self.store().tags().await?)
    }
}

fn checked_note(text: &str, by: &str) -> Result<(String, Signer), Error> {
    let text = text.trim();
    let mut problems = Vec::new();
    if text.is_empty() {
        problems.push(FieldProblem::new("text", "write what is to be remembered"));
    }
    if text.chars().count() > LONGEST_NOTE {
        let problem = format!("a note has at most {LONGEST_NOTE} characters");
        problems.push(FieldProblem::new("text", problem));
    }
    match signer::name_of(by) {
        Ok(by) if problems.is_empty() => return Ok((text.to_owned(), by)),
        Ok(_) => {}
        Err(Error::Invalid(of_name)) => problems.extend(of_name),
        Err(other) => return Err(other),
    }
    Err(Error::Invalid(problems))
}

fn checked_tags(tags: &[String]) -> Result<BTreeSet<Tag>, FieldProblem> {
    let tags: Result<BTreeSet<Tag>, _> = tags.iter().map(|tag| tag.parse()).collect();
    let tags = tags.map_err(|problem| FieldProblem::new("tags", problem))?;
    if tags.len() > MOST_TAGS {
        let problem = format!("a payment has at most {MOST_TAGS} tags; take one away first");
        return Err(FieldProblem::new("tags", problem));
    }
    Ok(tags)
}
