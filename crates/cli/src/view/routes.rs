//! The ways to send money from an account, and the fields of each.

use backoffice::{Account, PayoutField, PayoutRoute, PayoutValues};
use ledger::PayoutKind;
use serde::Serialize;

use super::table::table;
use super::{Amount, List};
use crate::output::Show;

#[derive(Debug, Serialize)]
struct RouteView {
    kind: &'static str,
    title: &'static str,
    yes: bool,
    reason: Option<&'static str>,
    currencies: Vec<&'static str>,
    most_per_payout: Option<Amount>,
    can_check: bool,
    fields: Vec<FieldView>,
}

#[derive(Debug, Serialize)]
struct FieldView {
    key: &'static str,
    title: &'static str,
    help: &'static str,
    required: bool,
    choices: &'static [&'static str],
    listed: bool,
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct RouteList(List<RouteView>);

impl RouteList {
    /// All ways to send from an account, or the one of a kind.
    pub(crate) fn of(account: &Account, kind: Option<PayoutKind>) -> Self {
        let routes = account.profile.payout_routes.iter();
        let routes = routes.filter(|route| kind.is_none_or(|kind| route.kind == kind));
        let items = routes.map(|route| RouteView::of(account, route)).collect();
        Self(List { items, next: None })
    }
}

impl RouteView {
    fn of(account: &Account, route: &PayoutRoute) -> Self {
        let can = account.profile.can_pay_out(route.kind, &account.settings);
        let most = account.profile.most_per_payout(route.kind, &account.settings);
        Self {
            kind: route.kind.as_str(),
            title: route.title,
            yes: can.is_yes(),
            reason: can.reason(),
            currencies: route.currencies.iter().map(|currency| currency.code()).collect(),
            most_per_payout: most.map(Amount::of),
            can_check: route.can_check,
            fields: route.fields.iter().map(FieldView::of).collect(),
        }
    }

    fn text(&self) -> String {
        let head = format!("{}: {}, in {}", self.kind, self.title, self.currencies.join(" or "));
        let most = self.most_per_payout.as_ref().map(|most| {
            format!("At most {} go out at a time; more is sent in parts.", most.text())
        });
        let reason = self.reason.map(|reason| format!("Not now. {reason}"));
        let check =
            self.can_check.then(|| "Who receives it can be asked: till payout check".to_owned());
        let rows: Vec<_> = self.fields.iter().map(FieldView::row).collect();
        let fields = table(&["FIELD", "NEEDED", "WHAT"], &[], &rows);
        let lines = [Some(head), reason, most, check, Some(fields)];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}

impl FieldView {
    fn of(field: &PayoutField) -> Self {
        let (choices, listed): (&'static [&'static str], bool) = match field.values {
            PayoutValues::Text(_) => (&[], false),
            PayoutValues::OneOf(words) => (words, false),
            PayoutValues::Listed => (&[], true),
        };
        Self {
            key: field.key,
            title: field.title,
            help: field.help,
            required: field.required,
            choices,
            listed,
        }
    }

    fn row(&self) -> Vec<String> {
        let choices =
            (!self.choices.is_empty()).then(|| format!(" One of {}.", self.choices.join(", ")));
        let listed = self
            .listed
            .then(|| format!(" List them with: till payout choices --name {}", self.key));
        let what =
            format!("{}. {}{}", self.title, self.help, choices.or(listed).unwrap_or_default());
        let needed = if self.required { "yes" } else { "" };
        vec![self.key.to_owned(), needed.to_owned(), what]
    }
}

impl Show for RouteList {
    fn text(&self) -> String {
        self.0.items.iter().map(RouteView::text).collect::<Vec<_>>().join("\n\n")
    }
}
