//! What a merchant typed for a link, read into what a gateway can be asked for. Every field is checked, so that a form can
//! show all of its problems at once.

use std::collections::BTreeMap;

use gateways::{Person, Profile};
use ledger::{Currency, Money, Reference};

use super::LinkForm;
use crate::FieldProblem;

/// The longest description that is kept and sent.
const LONGEST_DESCRIPTION: usize = 200;
/// How many keys and values of one's own a link can carry.
const MOST_METADATA: usize = 20;
/// The longest key or value of one's own.
const LONGEST_METADATA: usize = 200;

/// A form whose every field can be used.
pub(super) struct CheckedOrder {
    pub(super) reference: Option<Reference>,
    pub(super) amount: Money,
    pub(super) person: Person,
    pub(super) description: Option<String>,
}

/// What the form asks for, or everything that is wrong with it.
pub(super) fn checked_order(
    form: &LinkForm,
    profile: &Profile,
) -> Result<CheckedOrder, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let amount = kept(checked_amount(form, profile), &mut problems);
    let reference = kept(checked_reference(form), &mut problems);
    let description = kept(checked_description(form), &mut problems);
    if let Err(problem) = profile.check_email(Some(form.email.trim())) {
        problems.push(problem.into());
    }
    problems.extend(profile.check_urls(&form.urls).into_iter().map(FieldProblem::from));
    problems.extend(check_metadata(&form.metadata));
    match (amount, reference, description) {
        (Some(amount), Some(reference), Some(description)) if problems.is_empty() => {
            let name = form.customer_name.as_deref().map(str::trim).filter(|name| !name.is_empty());
            let person =
                Person { name: name.map(str::to_owned), email: Some(form.email.trim().to_owned()) };
            Ok(CheckedOrder { reference, amount, person, description })
        }
        _ => Err(problems),
    }
}

fn kept<T>(checked: Result<T, FieldProblem>, problems: &mut Vec<FieldProblem>) -> Option<T> {
    checked.map_err(|problem| problems.push(problem)).ok()
}

fn checked_amount(form: &LinkForm, profile: &Profile) -> Result<Money, FieldProblem> {
    let currency: Currency =
        form.currency.trim().parse().map_err(|problem| FieldProblem::new("currency", problem))?;
    if !profile.takes(currency) {
        // Said before anything about the amount, whose digits depend on the currency.
        profile.accepts(Money::zero(currency))?;
    }
    let amount = Money::parse_positive(form.amount.trim(), currency)
        .map_err(|problem| FieldProblem::new("amount", problem))?;
    profile.accepts(amount)?;
    Ok(amount)
}

fn checked_reference(form: &LinkForm) -> Result<Option<Reference>, FieldProblem> {
    let typed = form.reference.as_deref().filter(|text| !text.trim().is_empty());
    typed.map(str::parse).transpose().map_err(|problem| FieldProblem::new("reference", problem))
}

fn checked_description(form: &LinkForm) -> Result<Option<String>, FieldProblem> {
    let text = form.description.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().count() > LONGEST_DESCRIPTION) {
        let message = format!("the description has more than {LONGEST_DESCRIPTION} characters");
        return Err(FieldProblem::new("description", message));
    }
    Ok(text.map(str::to_owned))
}

fn check_metadata(metadata: &BTreeMap<String, String>) -> Option<FieldProblem> {
    let is_long = |text: &String| text.chars().count() > LONGEST_METADATA;
    let is_too_much = metadata.len() > MOST_METADATA
        || metadata.iter().any(|(key, value)| is_long(key) || is_long(value));
    is_too_much.then(|| {
        let message = format!(
            "at most {MOST_METADATA} keys and values of {LONGEST_METADATA} characters are kept"
        );
        FieldProblem::new("metadata", message)
    })
}
