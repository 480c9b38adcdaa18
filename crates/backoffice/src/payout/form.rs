//! What a merchant typed to send money, read into what a gateway can be asked for. Every field is checked, so that a form can
//! show all of its problems at once.

use std::collections::BTreeMap;

use gateways::{PayoutField, PayoutRoute, PayoutValues};
use ledger::{Currency, Money, Reference};

use super::{PayoutForm, parts};
use crate::{Account, FieldProblem};

/// The longest reason that is kept and sent.
const LONGEST_REASON: usize = 200;
/// The longest value of a field, whatever its gateway says.
const LONGEST_VALUE: usize = 200;

/// A form whose every field can be used.
pub(super) struct CheckedPayout {
    pub(super) route: &'static PayoutRoute,
    pub(super) total: Money,
    pub(super) parts: Vec<Money>,
    /// What was filled in, less what was left empty.
    pub(super) fields: BTreeMap<String, String>,
    pub(super) reason: String,
    pub(super) reference: Option<Reference>,
}

/// What the form asks for, or everything that is wrong with it.
pub(super) fn checked_payout(
    form: &PayoutForm,
    account: &Account,
) -> Result<CheckedPayout, Vec<FieldProblem>> {
    let Some(route) = account.profile.payout_route(form.kind) else {
        let title = account.profile.title;
        let problem = format!("{title} has no payout of the kind `{}`", form.kind);
        return Err(vec![FieldProblem::new("kind", problem)]);
    };
    let mut problems = Vec::new();
    let total = kept(checked_amount(form, route), &mut problems);
    let most = account.profile.most_per_payout(form.kind, &account.settings);
    let parts = total.and_then(|total| kept(parts::amounts(total, most), &mut problems));
    let reason = kept(checked_reason(&form.reason), &mut problems);
    let reference = kept(checked_reference(form, route, parts.as_ref()), &mut problems);
    let fields = filled_in(&form.fields);
    problems.extend(check_fields(route, &fields));
    match (total, parts, reason, reference) {
        (Some(total), Some(parts), Some(reason), Some(reference)) if problems.is_empty() => {
            Ok(CheckedPayout { route, total, parts, fields, reason, reference })
        }
        _ => Err(problems),
    }
}

/// What is wrong with the fields of a route that were filled in, where some may still be missing.
pub(crate) fn check_given(
    route: &PayoutRoute,
    fields: &BTreeMap<String, String>,
) -> Vec<FieldProblem> {
    let unknown = fields.keys().filter(|key| route.fields.iter().all(|field| field.key != *key));
    let known: Vec<_> = route.fields.iter().map(|field| field.key).collect();
    let unknown = unknown.map(|key| {
        let key: String = key.chars().take(40).collect();
        let problem = format!("there is no field `{key}` here; there are {}", known.join(", "));
        FieldProblem::new("fields", problem)
    });
    let wrong = route.fields.iter().filter_map(|field| {
        let value = fields.get(field.key)?;
        wrong_value(field, value).map(|problem| FieldProblem::new(field.key, problem))
    });
    unknown.chain(wrong).collect()
}

/// What was filled in, less the space around it and what was left empty.
pub(crate) fn filled_in(fields: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let trimmed = fields.iter().map(|(key, value)| (key.clone(), value.trim().to_owned()));
    trimmed.filter(|(_, value)| !value.is_empty()).collect()
}

fn check_fields(route: &PayoutRoute, fields: &BTreeMap<String, String>) -> Vec<FieldProblem> {
    let missing =
        route.fields.iter().filter(|field| field.required && !fields.contains_key(field.key));
    let missing = missing.map(|field| {
        FieldProblem::new(field.key, format!("{} is missing. {}", field.title, field.help))
    });
    missing.chain(check_given(route, fields)).collect()
}

fn wrong_value(field: &PayoutField, value: &str) -> Option<String> {
    let is_plain = value.chars().count() <= LONGEST_VALUE && !value.chars().any(char::is_control);
    let (is_right, form) = match field.values {
        PayoutValues::Text(check) => (check(value), field.help.to_owned()),
        PayoutValues::OneOf(words) => {
            (words.contains(&value), format!("It is one of {}.", words.join(", ")))
        }
        PayoutValues::Listed => (true, field.help.to_owned()),
    };
    let is_wrong = !(is_plain && is_right);
    is_wrong.then(|| format!("{} is not written as it should be. {form}", field.title))
}

fn kept<T>(checked: Result<T, FieldProblem>, problems: &mut Vec<FieldProblem>) -> Option<T> {
    checked.map_err(|problem| problems.push(problem)).ok()
}

fn checked_amount(form: &PayoutForm, route: &PayoutRoute) -> Result<Money, FieldProblem> {
    let currency: Currency =
        form.currency.trim().parse().map_err(|problem| FieldProblem::new("currency", problem))?;
    if !route.currencies.contains(&currency) {
        let known: Vec<_> = route.currencies.iter().map(|currency| currency.code()).collect();
        let problem = format!("{currency} cannot be sent this way; {} can", known.join(", "));
        return Err(FieldProblem::new("currency", problem));
    }
    Money::parse_positive(form.amount.trim(), currency)
        .map_err(|problem| FieldProblem::new("amount", problem))
}

fn checked_reason(text: &str) -> Result<String, FieldProblem> {
    let text = text.trim();
    if text.is_empty() {
        let problem =
            "say what the money is for; the books need a reason, and the receiver reads it";
        return Err(FieldProblem::new("reason", problem));
    }
    if text.chars().count() > LONGEST_REASON || text.chars().any(char::is_control) {
        let problem = format!("the reason is one line of at most {LONGEST_REASON} characters");
        return Err(FieldProblem::new("reason", problem));
    }
    Ok(text.to_owned())
}

fn checked_reference(
    form: &PayoutForm,
    route: &PayoutRoute,
    parts: Option<&Vec<Money>>,
) -> Result<Option<Reference>, FieldProblem> {
    let typed = form.reference.as_deref().filter(|text| !text.trim().is_empty());
    let reference: Option<Reference> = typed
        .map(str::parse)
        .transpose()
        .map_err(|problem| FieldProblem::new("reference", problem))?;
    if let Some(reference) = &reference {
        route
            .check_reference(reference.as_str())
            .map_err(|problem| FieldProblem::new(problem.field, problem.message))?;
    }
    if let (Some(reference), Some(parts)) = (&reference, parts) {
        parts::references(reference, parts.len())?;
    }
    Ok(reference)
}
