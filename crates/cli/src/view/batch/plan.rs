//! What a bulk refund would do, before anybody agrees to it.

use backoffice::{BatchPlan, PlanLine, Verdict};
use ledger::Money;
use serde::Serialize;

use crate::output::Show;
use crate::view::table::table;
use crate::view::{Amount, MaybeAmount};
use crate::words::Words;

#[derive(Debug, Serialize)]
pub(crate) struct BatchPlanView {
    /// Stands for the plan when it is agreed to.
    digest: String,
    of: String,
    reason: String,
    /// How many would be refunded at once.
    refunds: u64,
    /// How many would wait for a second person's yes.
    wanting_approval: u64,
    refused: u64,
    /// How many of those to be refunded had something paid back, or held for it, before.
    refunded_before: u64,
    sums: Vec<Amount>,
    ignored_columns: Vec<String>,
    /// The command that agrees to it; null where nothing of it can be refunded.
    go_on: Option<String>,
    /// Every line, in the order of the file or filter.
    lines: Vec<PlanLineView>,
}

#[derive(Debug, Serialize)]
struct PlanLineView {
    line: u32,
    reference: String,
    account: Option<String>,
    customer: Option<String>,
    #[serde(flatten)]
    amount: MaybeAmount,
    /// What may be refunded, in the payment's currency.
    left: Option<String>,
    /// What went back before, or is held by refunds under way.
    before: Option<String>,
    reason: String,
    customer_note: Option<String>,
    /// `refund`, `wants_approval` or `refused`.
    verdict: &'static str,
    /// Why it is refused.
    message: Option<String>,
    #[serde(skip)]
    has_before: bool,
}

impl BatchPlanView {
    /// With the command that showed the plan.
    pub(crate) fn of(plan: &BatchPlan, command: &Words) -> Self {
        let is_empty = plan.refunds == 0 && plan.wanting_approval == 0;
        let go_on = (!is_empty).then(|| command.clone().option("--go", &plan.digest).to_string());
        Self {
            digest: plan.digest.clone(),
            of: plan.of.clone(),
            reason: plan.reason.clone(),
            refunds: plan.refunds,
            wanting_approval: plan.wanting_approval,
            refused: plan.refused,
            refunded_before: plan.refunded_before,
            sums: plan.sums.iter().copied().map(Amount::of).collect(),
            ignored_columns: plan.ignored_columns.clone(),
            go_on,
            lines: plan.lines.iter().map(PlanLineView::of).collect(),
        }
    }

    /// Whether nothing of it can be refunded.
    pub(crate) fn is_empty(&self) -> bool {
        self.go_on.is_none()
    }

    /// The lines that want a look first.
    fn table(&self) -> String {
        let (refused, others): (Vec<_>, Vec<_>) =
            self.lines.iter().partition(|line| line.verdict == "refused");
        let rows: Vec<_> = refused.into_iter().chain(others).map(PlanLineView::row).collect();
        let headings = ["LINE", "ORDER", "CUSTOMER", "AMOUNT", "WOULD BE"];
        table(&headings, &[0, 3], &rows)
    }

    fn in_short(&self) -> String {
        let Self { refunds, wanting_approval, refused, .. } = self;
        let waiting = match wanting_approval {
            0 => String::new(),
            some => format!(", {some} asked for and waiting for a second person's yes"),
        };
        format!("{}: {refunds} refunded{waiting}, {refused} refused", self.of)
    }
}

impl PlanLineView {
    fn of(line: &PlanLine) -> Self {
        let message = match &line.verdict {
            Verdict::Refused(why) => Some(why.clone()),
            Verdict::Refund | Verdict::WantsApproval => None,
        };
        Self {
            line: line.line,
            reference: line.reference.clone(),
            account: line.account.clone(),
            customer: line.customer.clone(),
            amount: MaybeAmount::of(line.amount),
            left: line.left.map(Money::to_decimal_string),
            before: line.before.map(Money::to_decimal_string),
            reason: line.reason.clone(),
            customer_note: line.customer_note.clone(),
            verdict: line.verdict.as_str(),
            message,
            has_before: line.before.is_some_and(Money::is_positive),
        }
    }

    /// What of the payment went back before.
    fn before_it(&self) -> String {
        match &self.before {
            Some(before) if self.has_before => {
                format!("; {before} went back before, or is on its way")
            }
            _ => String::new(),
        }
    }

    fn row(&self) -> Vec<String> {
        let account = self.account.as_ref().map(|account| format!("{account}/"));
        let would = match (self.verdict, &self.message) {
            (_, Some(why)) => format!("refused: {why}"),
            ("wants_approval", _) => {
                format!("asked for, and waits for a second person's yes{}", self.before_it())
            }
            _ => format!("refunded{}", self.before_it()),
        };
        vec![
            self.line.to_string(),
            format!("{}{}", account.unwrap_or_default(), self.reference),
            self.customer.clone().unwrap_or_default(),
            self.amount.text(),
            would,
        ]
    }
}

impl Show for BatchPlanView {
    fn text(&self) -> String {
        let mut lines = vec![self.table(), String::new(), self.in_short()];
        lines.extend(self.sums.iter().map(|sum| format!("  sum {}", sum.text())));
        if self.refunded_before > 0 {
            lines.push(format!(
                "Beware: of {} of these, something went back before or is on its way; see that they are meant once more",
                self.refunded_before
            ));
        }
        if !self.ignored_columns.is_empty() {
            lines.push(format!("Columns that are not used: {}", self.ignored_columns.join(", ")));
        }
        lines.push(match &self.go_on {
            Some(go_on) => {
                format!("Nothing was refunded yet. To make exactly these refunds:\n  {go_on}")
            }
            None => "Nothing of this can be refunded".to_owned(),
        });
        lines.join("\n")
    }
}
