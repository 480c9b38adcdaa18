//! What is known of a refund of unknown outcome once the gateway was asked, and the way out.

use backoffice::{GatewayRefund, RefundOutlook};
use serde::Serialize;

use super::RefundView;
use crate::output::Show;
use crate::view::table::table;
use crate::view::{MaybeAmount, time};
use crate::words::Words;

#[derive(Debug, Serialize)]
pub(crate) struct OutlookView {
    #[serde(flatten)]
    refund: RefundView,
    looked_up_at: String,
    /// The gateway's refunds of the payment; null where it has no list of them.
    gateway_refunds: Option<Vec<Listed>>,
    /// What kept the gateway from answering.
    problem: Option<String>,
    can_resolve: bool,
    /// Why a person cannot decide.
    why_not: Option<String>,
    advice: String,
    #[serde(skip)]
    is_open: bool,
}

#[derive(Debug, Serialize)]
struct Listed {
    id: Option<String>,
    #[serde(flatten)]
    amount: MaybeAmount,
    status: &'static str,
    /// The gateway's own word.
    word: String,
    created_at: Option<String>,
    /// The refund here that it is.
    known_as: Option<String>,
}

impl OutlookView {
    pub(crate) fn of(outlook: &RefundOutlook) -> Self {
        let listed = outlook.listed.as_ref();
        Self {
            refund: RefundView::of(&outlook.record, &outlook.refund),
            looked_up_at: time(outlook.looked_up_at),
            gateway_refunds: listed.map(|listed| listed.iter().map(Listed::of).collect()),
            problem: outlook.problem.as_ref().map(ToString::to_string),
            can_resolve: outlook.why_not.is_none(),
            why_not: outlook.why_not.clone(),
            advice: outlook.advice.clone(),
            is_open: outlook.refund.status.is_open(),
        }
    }

    fn listed(&self) -> Option<String> {
        let listed = self.gateway_refunds.as_ref()?;
        if listed.is_empty() {
            return Some("The gateway lists no refund of this payment.".to_owned());
        }
        let rows: Vec<_> = listed.iter().map(|listed| listed.row(&self.refund.id)).collect();
        let headings = ["AT THE GATEWAY", "WHEN", "AMOUNT", "STATUS", "HERE"];
        Some(table(&headings, &[2], &rows))
    }

    fn how_to_decide(&self) -> Option<String> {
        let command = Words::till("refund resolve").word(&self.refund.id);
        self.can_resolve.then(|| {
            format!(
                "If it happened:      {command} --happened --evidence WHAT-YOU-SAW --by NAME\n\
                 If it did not:       {command} --did-not-happen --evidence WHAT-YOU-SAW --by NAME"
            )
        })
    }
}

impl Listed {
    fn of(listed: &GatewayRefund) -> Self {
        Self {
            id: listed.id.clone(),
            amount: MaybeAmount::of(listed.amount),
            status: listed.status.as_str(),
            word: listed.word.clone(),
            created_at: listed.created_at.map(time),
            known_as: listed.known_as.map(|known| known.to_string()),
        }
    }

    fn row(&self, this: &str) -> Vec<String> {
        let here = match self.known_as.as_deref() {
            Some(known) if known == this => "this one".to_owned(),
            Some(other) => other.to_owned(),
            None => "not in the books".to_owned(),
        };
        vec![
            self.id.clone().unwrap_or_default(),
            self.created_at.clone().unwrap_or_default(),
            self.amount.text(),
            self.word.clone(),
            here,
        ]
    }
}

impl Show for OutlookView {
    fn text(&self) -> String {
        let problem = self.problem.as_ref().map(|why| format!("It could not be asked: {why}."));
        let why_not = self.why_not.as_ref().filter(|_| self.is_open);
        let why_not = why_not.map(|why| format!("You cannot decide now: {why}."));
        let parts = [
            Some(self.refund.facts()),
            self.listed(),
            problem,
            why_not,
            Some(self.advice.clone()),
            self.how_to_decide(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
    }
}
