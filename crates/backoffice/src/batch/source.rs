//! Where a batch comes from, and what it asks for line by line, before anything of it is looked up.

use std::path::Path;

use accounting::import::{MOST_LIST_BYTES, MOST_LIST_ROWS, RefundRequestRow, read_refund_list};
use ledger::PaymentId;
use store::{Cursor, PaymentQuery};

use crate::export::described;
use crate::{Backoffice, Error, FieldProblem, PaymentFilter, file};

/// Which payments are to be refunded.
#[derive(Debug, Clone)]
pub enum BatchSource {
    /// Those of a filter, all that is left of each.
    Filter(PaymentFilter),
    /// Those of a list, as `accounting` reads it.
    File {
        /// What the file is called.
        name: String,
        /// What is in it.
        bytes: Vec<u8>,
    },
}

/// The longest name of a file that is kept.
const LONGEST_NAME: usize = 100;
/// How many payments are counted to say how many are too many.
const MOST_COUNTED: u64 = 1_000_000;
/// How many payments are read at a time.
const ROWS_AT_A_TIME: u32 = 500;

/// One thing that is asked for.
pub(super) struct Asked {
    pub(super) line: u32,
    pub(super) wish: Wish,
}

/// Which payment, and what of it.
pub(super) enum Wish {
    /// All that is left of this one.
    Whole(PaymentId),
    /// What a row of a list says.
    Row(RefundRequestRow),
    /// A row that cannot be used.
    Unusable(String),
}

/// All that is asked for.
pub(super) struct Wishes {
    pub(super) of: String,
    pub(super) asked: Vec<Asked>,
    pub(super) ignored_columns: Vec<String>,
}

impl BatchSource {
    /// The field of a form that it comes from.
    pub(super) const fn field(&self) -> &'static str {
        match self {
            Self::Filter(_) => "filter",
            Self::File { .. } => "file",
        }
    }

    /// The list in a file.
    ///
    /// # Errors
    /// [`Error::Unread`].
    pub async fn from_file(path: &Path) -> Result<Self, Error> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let place = path.to_owned();
        let most = u64::try_from(MOST_LIST_BYTES).unwrap_or(u64::MAX);
        let reading = tokio::task::spawn_blocking(move || file::read_up_to(&place, most));
        let read = reading.await.map_err(std::io::Error::other).flatten();
        let bytes =
            read.map_err(|source| Error::Unread { path: path.display().to_string(), source })?;
        Ok(Self::File { name: name.unwrap_or_default(), bytes })
    }
}

impl Backoffice {
    /// What a source asks for.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a list that cannot be read, a filter that is empty, and more than can be asked for at once.
    pub(super) async fn wishes(&self, source: &BatchSource) -> Result<Wishes, Error> {
        match source {
            BatchSource::Filter(filter) => self.wishes_of_filter(filter).await,
            BatchSource::File { name, bytes } => {
                let list = read_refund_list(bytes)
                    .map_err(|problem| Error::Invalid(vec![FieldProblem::new("file", problem)]))?;
                let asked = list.rows.into_iter().map(|row| Asked {
                    line: row.line,
                    wish: match row.request {
                        Ok(request) => Wish::Row(request),
                        Err(problem) => Wish::Unusable(problem.to_string()),
                    },
                });
                let asked = asked.collect();
                let of = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
                Ok(Wishes { of, asked, ignored_columns: list.ignored_columns })
            }
        }
    }

    async fn wishes_of_filter(&self, filter: &PaymentFilter) -> Result<Wishes, Error> {
        let unusable = |problem: String| Error::Invalid(vec![FieldProblem::new("filter", problem)]);
        let of = described(filter);
        if of.is_empty() {
            let problem =
                "say which payments: a filter that lets all of them through is not refunded";
            return Err(unusable(problem.to_owned()));
        }
        let count = self.count_payments(filter, MOST_COUNTED).await?;
        if usize::try_from(count).map_or(true, |count| count > MOST_LIST_ROWS) {
            let problem = format!(
                "{count} payments are meant, and {MOST_LIST_ROWS} are the most at once; say more of them"
            );
            return Err(unusable(problem));
        }
        if count == 0 {
            return Err(unusable("there are no such payments; try another filter".to_owned()));
        }
        let filter = self.dated(filter).await?;
        let (mut asked, mut after): (Vec<Asked>, Option<Cursor>) = (Vec::new(), None);
        loop {
            let query = PaymentQuery { filter: filter.clone(), after, limit: ROWS_AT_A_TIME };
            let page = self.store().payments(&query).await?;
            let rows = (1..).skip(asked.len()).zip(page.items);
            asked.extend(rows.map(|(line, row)| Asked { line, wish: Wish::Whole(row.id) }));
            after = page.next;
            if after.is_none() || asked.len() > MOST_LIST_ROWS {
                return Ok(Wishes { of, asked, ignored_columns: Vec::new() });
            }
        }
    }
}
