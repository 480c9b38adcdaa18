//! What wants a person: each thing with what happened, what it means, and the commands that settle it.

mod steps;

use backoffice::{AcceptForm, ConcernRow, Desk, PaymentRecord, Snooze, Step};
use serde::Serialize;

use super::table::harmless;
use super::{MaybeAmount, time};
use crate::output::Show;
use crate::words::Words;
use steps::StepView;

#[derive(Debug, Serialize)]
pub(super) struct ConcernView {
    /// Names it for as long as it stays what it is.
    key: String,
    kind: &'static str,
    reference: Option<String>,
    account: Option<String>,
    #[serde(flatten)]
    amount: MaybeAmount,
    payment: Option<String>,
    refund: Option<String>,
    payout: Option<String>,
    webhook: Option<String>,
    batch: Option<String>,
    since: String,
    happened: String,
    means: String,
    /// What can be done; the first is the step to take.
    steps: Vec<StepView>,
    snoozed: Option<SnoozedView>,
}

impl ConcernView {
    pub(super) fn of(row: &ConcernRow) -> Self {
        Self {
            key: row.key.clone(),
            kind: row.kind.as_str(),
            reference: row.reference.clone(),
            account: row.account_name.as_ref().map(ToString::to_string),
            amount: MaybeAmount::of(row.amount),
            payment: row.payment.map(|id| id.to_string()),
            refund: row.refund.map(|id| id.to_string()),
            payout: row.payout.map(|id| id.to_string()),
            webhook: row.delivery.map(|id| id.to_string()),
            batch: row.batch.map(|id| id.to_string()),
            since: time(row.since),
            happened: row.happened.clone(),
            means: row.means.clone(),
            steps: row.steps.iter().map(|step| StepView::of(*step, row)).collect(),
            snoozed: row.snoozed.as_ref().map(SnoozedView::of),
        }
    }

    /// As it stands on the desk.
    fn text(&self) -> String {
        self.told(|_| true)
    }

    /// As it stands beside its payment, which is open already.
    pub(super) fn text_of_payment(&self) -> String {
        self.told(|step| !step.is(Step::OpenPayment))
    }

    fn told(&self, offers: impl Fn(&StepView) -> bool) -> String {
        let kind = self.kind.replace('_', " ");
        let about = [self.account.as_deref(), self.reference.as_deref()];
        let about: Vec<_> = about.into_iter().flatten().collect();
        let amount = Some(self.amount.text()).filter(|amount| !amount.is_empty());
        let about = Some(about.join("/")).filter(|about| !about.is_empty());
        let head = std::iter::once(kind).chain(about).chain(amount).collect::<Vec<_>>().join("  ");
        let steps = self.steps.iter().filter(|step| offers(step)).map(|step| format!("  > {step}"));
        let snoozed = self.snoozed.as_ref().map(|snooze| format!("  {}", snooze.text()));
        let lines = [head, format!("  {}", self.happened), format!("  {}", self.means)];
        let lines = lines.into_iter().chain(steps).chain(snoozed);
        let lines = lines.chain([format!("  key {}", self.key)]);
        lines.map(|line| harmless(&line)).collect::<Vec<_>>().join("\n")
    }
}

/// `{"items":[…],"next":null,"snoozed":[…]}`
#[derive(Debug, Serialize)]
pub(crate) struct DeskView {
    items: Vec<ConcernView>,
    /// There is one page; it is here because lists have it.
    next: Option<String>,
    snoozed: Vec<ConcernView>,
}

impl DeskView {
    pub(crate) fn of(desk: &Desk) -> Self {
        let views = |rows: &[ConcernRow]| rows.iter().map(ConcernView::of).collect();
        Self { items: views(&desk.concerns), next: None, snoozed: views(&desk.snoozed) }
    }
}

impl Show for DeskView {
    fn text(&self) -> String {
        let mut parts: Vec<_> = self.items.iter().map(ConcernView::text).collect();
        if parts.is_empty() {
            parts.push("Nothing wants you right now".to_owned());
        } else {
            let put_off = Words::till("attention snooze").plain("KEY --days 7 --note WHY");
            parts.push(format!("To put something off: {put_off}"));
        }
        if !self.snoozed.is_empty() {
            parts.push(format!("Put off: {}", self.snoozed.len()));
            parts.extend(self.snoozed.iter().map(ConcernView::text));
        }
        parts.join("\n\n")
    }
}

/// What was put off.
#[derive(Debug, Serialize)]
pub(crate) struct SnoozedView {
    key: String,
    until: String,
    note: String,
    by: String,
    made_at: String,
}

impl SnoozedView {
    pub(crate) fn of(snooze: &Snooze) -> Self {
        Self {
            key: snooze.key.clone(),
            until: time(snooze.until),
            note: snooze.note.clone(),
            by: snooze.by.to_string(),
            made_at: time(snooze.made_at),
        }
    }
}

impl Show for SnoozedView {
    fn text(&self) -> String {
        let wake = Words::till("attention wake").word(&self.key);
        format!("Put off until {} by {}: {}. Back with: {wake}", self.until, self.by, self.note)
    }
}

/// What is on the desk again.
#[derive(Debug, Serialize)]
pub(crate) struct WokenView {
    key: String,
    snoozed: Option<SnoozedView>,
}

impl WokenView {
    pub(crate) fn of(key: String) -> Self {
        Self { key, snoozed: None }
    }
}

impl Show for WokenView {
    fn text(&self) -> String {
        format!("{} is on the desk again", self.key)
    }
}

/// What of a payment was found in order.
#[derive(Debug, Serialize)]
pub(crate) struct AcceptedView {
    reference: String,
    account: String,
    flags: Vec<&'static str>,
    refunds: Vec<String>,
    note: String,
    by: String,
}

impl AcceptedView {
    pub(crate) fn of(record: &PaymentRecord, form: &AcceptForm) -> Self {
        Self {
            reference: record.payment.reference.to_string(),
            account: record.account_name.to_string(),
            flags: form.flags.iter().map(|flag| flag.as_str()).collect(),
            refunds: form.refunds.iter().map(ToString::to_string).collect(),
            note: form.note.clone(),
            by: form.by.clone(),
        }
    }
}

impl Show for AcceptedView {
    fn text(&self) -> String {
        let flags = self.flags.iter().map(|flag| flag.replace('_', " "));
        let refunds = self.refunds.iter().map(|id| format!("refund {id}"));
        let what: Vec<_> = flags.chain(refunds).collect();
        harmless(&format!("In order as it is: {} of {}", what.join(", "), self.reference))
    }
}
