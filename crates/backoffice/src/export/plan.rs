//! From what a person asked for to what exactly is written: which entries, told in which words.

use accounting::{AccountsAtGateways, Context, Row, Wishes, day_of};
use chrono::NaiveDate;
use chrono_tz::Tz;
use ledger::{MovementKind, SaleTurn};
use store::{ExportKind, ExportMark, MovementFilter, MovementOf, MovementRow};

use super::ExportQuery;
use super::options;
use super::presets::remembered_names;
use super::since::check_what_is_new;
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
    /// Whether there is more that is new than what it is of.
    pub(super) is_of_hole: bool,
}

impl Backoffice {
    /// Works out what an export is of, as of now.
    pub(super) async fn plan_export(&self, query: &ExportQuery) -> Result<Plan, Error> {
        let context = self.export_context(query, self.time_zone().await?).await?;
        if query.since_last {
            let mark = self.export_mark(query, &context).await?;
            return self.plan_new(query, context, &mark).await;
        }
        let head = self.store().head().await?;
        self.plan_between(query, context, None, head).await
    }

    /// The same, of what came to be known behind a mark.
    pub(super) async fn plan_new(
        &self,
        query: &ExportQuery,
        context: Context,
        mark: &ExportMark,
    ) -> Result<Plan, Error> {
        let head = self.store().head().await?;
        let through = mark.until.map_or(head, |until| until.min(head));
        let plan = self.plan_between(query, context, mark.through, through).await?;
        Ok(Plan { only_new: true, is_of_hole: mark.until.is_some(), ..plan })
    }

    /// The same, of the rows of some entries.
    pub(super) async fn plan_between(
        &self,
        query: &ExportQuery,
        mut context: Context,
        after: Option<u64>,
        through: u64,
    ) -> Result<Plan, Error> {
        let zone = context.time_zone;
        let filter = self.dated_in(&query.filter, zone)?;
        let stated = days_of(&filter, zone);
        let movements = MovementFilter { filter, after_seq: after, through_seq: Some(through) };
        if let Some((first, last)) = self.store().movement_span(&movements).await? {
            context = context.with_period(
                stated.0.unwrap_or_else(|| day_of(zone, first)),
                stated.1.unwrap_or_else(|| day_of(zone, last)),
            );
        }
        let described = described(&query.filter);
        Ok(Plan {
            context,
            described,
            period: stated,
            movements,
            through,
            only_new: false,
            is_of_hole: false,
        })
    }

    /// How far what is asked for was handed out before.
    ///
    /// # Errors
    /// [`Error::Invalid`] where what is new of it cannot be told.
    pub(super) async fn export_mark(
        &self,
        query: &ExportQuery,
        context: &Context,
    ) -> Result<ExportMark, Error> {
        check_what_is_new(query, context)?;
        let kind = ExportKind {
            profile: query.profile.clone(),
            filter: described(&query.filter),
            options: options::written(context),
        };
        Ok(self.store().export_mark(&kind).await?)
    }

    /// What the rows are told in.
    pub(super) async fn export_context(
        &self,
        query: &ExportQuery,
        zone: Tz,
    ) -> Result<Context, Error> {
        let wishes = self.with_names(&query.wishes).await?;
        let context = Context::new(accounting::profile(&query.profile)?, zone, &wishes)?;
        let accounts = self.store().account_names().await?;
        let accounts = accounts.iter().map(|(gateway, name)| (*gateway, name.as_str()));
        Ok(context.with_accounts(AccountsAtGateways::of(accounts)))
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

impl Backoffice {
    /// What a page of movements is in a file.
    pub(super) async fn export_rows(
        &self,
        context: &Context,
        page: Vec<MovementRow>,
    ) -> Result<Vec<Row>, Error> {
        let sales: Vec<_> = page
            .iter()
            .filter(|row| context.numbers_orders() && row.movement.kind == MovementKind::Sale)
            .filter_map(|row| match row.of {
                MovementOf::Payment(payment) => Some((payment, row.seq, row.index)),
                MovementOf::Payout(_) => None,
            })
            .collect();
        let turns = self.store().sale_turns(sales).await?;
        let row = |row: MovementRow| {
            let turn = turns.get(&(row.seq, row.index)).copied();
            Row { turn: turn.unwrap_or_default(), ..accounting_row(row) }
        };
        Ok(page.into_iter().map(row).collect())
    }
}

fn accounting_row(row: MovementRow) -> Row {
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
        turn: SaleTurn::First,
    }
}
