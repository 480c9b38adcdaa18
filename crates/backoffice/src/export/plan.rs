//! From what a person asked for to what exactly is written: which entries, told in which words.

use accounting::{Context, Row, Wishes, day_of};
use chrono::NaiveDate;
use chrono_tz::Tz;
use store::{MovementFilter, MovementOf, MovementRow};

use super::ExportQuery;
use super::presets::remembered_names;
use crate::payment::days_of;
use crate::{Backoffice, Error, PaymentFilter};

/// What is written.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) context: Context,
    /// The filter and its days, in the filter language.
    pub(super) described: String,
    pub(super) period: (Option<NaiveDate>, Option<NaiveDate>),
    pub(super) movements: MovementFilter,
    pub(super) through: u64,
    /// Whether it is of what came to be known since the last one.
    pub(super) only_new: bool,
}

impl Backoffice {
    /// Works out what an export is of, as of now.
    pub(super) async fn plan_export(&self, query: &ExportQuery) -> Result<Plan, Error> {
        let through = self.store().head().await?;
        let after = if query.since_last { self.mark_of(query).await? } else { None };
        let plan = self.plan_between(query, self.time_zone().await?, after, through).await?;
        Ok(Plan { only_new: query.since_last, ..plan })
    }

    /// The same, of the rows of some entries.
    pub(super) async fn plan_between(
        &self,
        query: &ExportQuery,
        zone: Tz,
        after: Option<u64>,
        through: u64,
    ) -> Result<Plan, Error> {
        let profile = accounting::profile(&query.profile)?;
        let wishes = self.with_names(&query.wishes).await?;
        let filter = self.dated_in(&query.filter, zone)?;
        let stated = days_of(&filter, zone);
        let movements = MovementFilter { filter, after_seq: after, through_seq: Some(through) };
        let mut context = Context::new(profile, zone, &wishes)?;
        if let Some((first, last)) = self.store().movement_span(&movements).await? {
            context.period = Some((
                stated.0.unwrap_or_else(|| day_of(zone, first)),
                stated.1.unwrap_or_else(|| day_of(zone, last)),
            ));
        }
        let described = described(&query.filter);
        Ok(Plan { context, described, period: stated, movements, through, only_new: false })
    }

    /// The last entry that the newest export of the same profile and filter could have had rows of.
    async fn mark_of(&self, query: &ExportQuery) -> Result<Option<u64>, Error> {
        let last = self.store().last_export(&query.profile, &described(&query.filter)).await?;
        Ok(last.map(|export| export.mark()))
    }

    /// The wishes, with the account names that are remembered where none are given.
    async fn with_names(&self, wishes: &Wishes) -> Result<Wishes, Error> {
        let mut names = remembered_names(self).await?;
        names.extend(wishes.names.clone());
        Ok(Wishes { names, ..wishes.clone() })
    }
}

/// The filter and its days, in the filter language.
pub(crate) fn described(filter: &PaymentFilter) -> String {
    let from = filter.from.map(|day| format!("from:{day}"));
    let to = filter.to.map(|day| format!("to:{day}"));
    let text = Some(filter.text.trim().to_owned()).filter(|text| !text.is_empty());
    text.into_iter().chain(from).chain(to).collect::<Vec<_>>().join(" ")
}

pub(super) fn accounting_row(row: MovementRow) -> Row {
    let customer = row.customer.unwrap_or_default();
    let (payment, payout) = match row.of {
        MovementOf::Payment(id) => (Some(id), None),
        MovementOf::Payout(id) => (None, Some(id)),
    };
    Row {
        entry: row.entry,
        index: row.index,
        occurred_at: row.occurred_at,
        recorded_at: row.recorded_at,
        gateway: row.gateway,
        account: row.account_name.into(),
        mode: row.mode,
        movement: row.movement,
        status: row.status,
        fee: row.fee,
        payment,
        payout,
        settlement_id: row.settlement_id,
        reference: row.reference.into(),
        gateway_reference: row.gateway_reference,
        channel: row.channel,
        customer_name: customer.name,
        customer_email: customer.email,
        description: row.description,
        note: row.note,
        source: row.source,
    }
}
