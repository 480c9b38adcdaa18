//! Which mapping a CSV is read by: the one that is remembered, else what the file shows; with the changes that somebody wants
//! on top. What is left open after that is asked, and nothing is read.

use accounting::import::{ImportError, Question};

use super::plan::MappingFrom;
use super::questions::{self, Needed, OpenQuestion};
use super::words::InWords;
use super::{ImportForm, ImportRefusal};
use crate::Error;

/// A mapping that was chosen.
pub(super) struct Chosen<M> {
    pub(super) mapping: M,
    pub(super) from: MappingFrom,
    pub(super) why: Vec<String>,
    pub(super) questions: Vec<OpenQuestion>,
}

/// What a file shows.
pub(super) struct Shown<M> {
    pub(super) mapping: M,
    pub(super) why: Vec<String>,
    pub(super) open: Vec<Question>,
}

/// Chooses; `shown` is asked only where it is needed.
///
/// # Errors
/// [`Error::Invalid`] for a change that is none, and whatever `shown` says.
pub(super) async fn choose<M: InWords>(
    form: &ImportForm,
    remembered: Option<M>,
    needed: &[Needed],
    shown: impl Future<Output = Result<Shown<M>, Error>>,
) -> Result<Chosen<M>, Error> {
    let remembered = remembered.filter(|_| !form.afresh);
    let (base, from, why, open) = match remembered {
        Some(known) => (known, MappingFrom::Remembered, Vec::new(), Vec::new()),
        None => {
            let Shown { mapping, why, open } = shown.await?;
            (mapping, MappingFrom::File, why, open)
        }
    };
    let mapping = base.changed(&form.changes)?;
    let questions = questions::of_mapping(needed, &mapping.to_words(), &open);
    Ok(Chosen { mapping, from, why, questions })
}

/// A file that could not be read by a mapping, which may be one that is remembered of other files.
pub(super) fn unread(from: MappingFrom, name: &str, error: ImportError) -> Error {
    let is_of_columns = matches!(
        error,
        ImportError::OneColumn { .. }
            | ImportError::ColumnMissing { .. }
            | ImportError::ColumnTwice(_)
            | ImportError::OtherDateOrder { .. }
            | ImportError::NotUtf8 { .. }
            | ImportError::IsUtf8 { .. }
            | ImportError::IsUtf16
            | ImportError::NotUtf16
            | ImportError::OpenQuote { .. }
    );
    if from == MappingFrom::Remembered && is_of_columns {
        let why = error.to_string();
        return ImportRefusal::Remembered { name: name.to_owned(), why }.into();
    }
    error.into()
}
