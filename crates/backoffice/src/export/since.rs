//! What came since the same was last handed out.

use accounting::Context;
use ledger::{Filter, Term};

use super::{ExportQuery, MadeExport};
use crate::{Backoffice, Error, FieldProblem};

/// The last export of the same kind, and what came since.
#[derive(Debug, Clone)]
pub struct SinceLast {
    /// That export.
    pub last: MadeExport,
    /// How many movements of money have come to be known since.
    pub rows: u64,
}

impl Backoffice {
    /// When the same was last handed out, and how much is new since then; nothing where it never was, or where what is new of
    /// it cannot be told.
    ///
    /// # Errors
    /// As [`Backoffice::preview_export`].
    pub async fn since_last_export(&self, query: &ExportQuery) -> Result<Option<SinceLast>, Error> {
        let context = self.export_context(query, self.time_zone().await?).await?;
        let mark = match self.export_mark(query, &context).await {
            Err(Error::Invalid(_)) => return Ok(None),
            mark => mark?,
        };
        let Some(last) = mark.last.clone() else { return Ok(None) };
        let plan = self.plan_new(query, context, &mark).await?;
        let (rows, _) = self.store().movement_sums(&plan.movements).await?;
        Ok(Some(SinceLast { last, rows }))
    }
}

/// Whether what is new of something can be told: by entries, as long as which rows there are does not change later. A row that
/// comes in through a tag, say, after the entry that it is of would never be handed out.
pub(super) fn check_what_is_new(query: &ExportQuery, context: &Context) -> Result<(), Error> {
    let invalid = |field, text: String| Err(Error::Invalid(vec![FieldProblem::new(field, text)]));
    let filter: Filter = query.filter.text.parse()?;
    if let Some(word) = filter.terms.iter().find_map(may_change) {
        return invalid(
            "filter",
            format!(
                "what is new cannot be told by {word}: it may change after a row was passed over, which would then be in no file; \
                 choose by gateway, account, mode, currency, reference or days"
            ),
        );
    }
    context.check_new_rows().or_else(|why| invalid("since_last", why.to_owned()))
}

/// The word for what may come to be true of a payment after its money moved.
const fn may_change(term: &Term) -> Option<&'static str> {
    match term {
        Term::Status(_) => Some("status:"),
        Term::Flag(_) => Some("flag:"),
        Term::Channel(_) => Some("channel:"),
        Term::Customer(_) => Some("customer:"),
        Term::Tag(_) => Some("tag:"),
        Term::Is(_) => Some("is:"),
        Term::Amount(..) => Some("amount"),
        Term::Text(_) => Some("words"),
        Term::Gateway(_)
        | Term::Account(_)
        | Term::Currency(_)
        | Term::Mode(_)
        | Term::Reference(_)
        | Term::From(_)
        | Term::To(_) => None,
    }
}
