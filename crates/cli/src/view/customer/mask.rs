//! What removing a customer's details would come to, or has come to.

use backoffice::MaskPlan;
use serde::Serialize;

use crate::output::Show;
use crate::view::table::harmless;
use crate::view::time;
use crate::words::Words;

#[derive(Debug, Serialize)]
pub(crate) struct MaskView {
    key: String,
    /// Whether it was done.
    masked: bool,
    /// How many records of people are emptied.
    people: u64,
    /// How many payments no longer say who paid.
    payments: u64,
    /// What keeps it from being done now.
    open: Vec<String>,
    newest_payment: Option<String>,
    /// What stays.
    kept: Vec<String>,
    warning: String,
}

impl MaskView {
    pub(crate) fn planned(key: &str, plan: &MaskPlan) -> Self {
        Self::of(key, plan, false)
    }

    pub(crate) fn done(key: &str, plan: &MaskPlan) -> Self {
        Self::of(key, plan, true)
    }

    fn of(key: &str, plan: &MaskPlan, masked: bool) -> Self {
        Self {
            key: key.trim().to_owned(),
            masked,
            people: plan.people,
            payments: plan.payments,
            open: plan.open.clone(),
            newest_payment: plan.newest_payment.map(time),
            kept: plan.kept.clone(),
            warning: plan.warning.clone(),
        }
    }

    fn next(&self) -> String {
        let command = Words::till("customer mask").word(&self.key);
        let command = command.plain("--reason WHY --by NAME").option("--yes", &self.key);
        format!("Nothing was removed yet. To do it:\n  {command}")
    }
}

impl Show for MaskView {
    fn text(&self) -> String {
        let Self { people, payments, .. } = self;
        let head = if self.masked {
            format!("Removed for good: {payments} payments no longer say who paid")
        } else {
            format!(
                "Would empty {people} records, so that {payments} payments no longer say who paid"
            )
        };
        let list = |title: &str, items: &[String]| {
            let items = items.iter().map(|item| format!("  - {item}"));
            let lines = std::iter::once(title.to_owned()).chain(items);
            (lines.clone().count() > 1).then(|| lines.collect::<Vec<_>>().join("\n"))
        };
        let open = list("It cannot be done yet:", &self.open).filter(|_| !self.masked);
        let kept = list("What stays:", &self.kept);
        let warning = (!self.masked).then(|| self.warning.clone());
        let next = (!self.masked && self.open.is_empty()).then(|| self.next());
        let parts = [Some(head), open, kept, warning, next].into_iter().flatten();
        let lines = parts.flat_map(|part| part.lines().map(harmless).collect::<Vec<_>>());
        lines.collect::<Vec<_>>().join("\n")
    }
}
