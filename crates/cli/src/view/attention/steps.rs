//! The steps that settle a concern, as commands to type.

use std::fmt;

use backoffice::{ConcernRow, Step};
use serde::Serialize;

use crate::words::Words;

#[derive(Debug, Serialize)]
pub(super) struct StepView {
    /// What is to be done, in the word that the window has for it too.
    step: &'static str,
    /// How. What is in capitals is to be filled in.
    command: String,
    /// The other decision, where there are two.
    or: Option<String>,
}

impl StepView {
    pub(super) fn of(step: Step, row: &ConcernRow) -> Self {
        let reject = || of_refund("reject", row).plain("--reason WHY --by NAME").to_string();
        let or = (step == Step::ApproveRefund).then(reject);
        Self { step: step.as_str(), command: command(step, row).to_string(), or }
    }

    pub(super) fn is(&self, step: Step) -> bool {
        self.step == step.as_str()
    }
}

impl fmt::Display for StepView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.step.replace('_', " "), self.command)?;
        self.or.as_ref().map_or(Ok(()), |or| write!(f, "  or: {or}"))
    }
}

fn command(step: Step, row: &ConcernRow) -> Words {
    match step {
        Step::LookUp if row.payout.is_some() => of_subject("payout verify", row),
        Step::LookUp if row.payment.is_some() => of_subject("payment verify", row),
        Step::LookUp => Words::till("sync"),
        Step::ResolveRefund => of_refund("resolve", row),
        Step::ApproveRefund => of_refund("approve", row).plain("--by NAME"),
        Step::ConfirmMatch => of_refund("confirm", row).plain("--by NAME"),
        Step::SplitMatch => of_refund("split", row).plain("--by NAME"),
        Step::RecordRefund => {
            of_subject("refund record", row).plain("--amount A --method M --reason WHY")
        }
        Step::Refund => of_subject("refund create", row).plain("--amount A --reason WHY"),
        Step::Accept => of_subject("attention accept", row).plain("--note WHY --by NAME"),
        Step::OpenPayment => of_subject("payment show", row),
        Step::OpenPayout => of_subject("payout show", row),
        Step::ResolvePayout => of_subject("payout resolve", row)
            .plain("--arrived|--did-not-arrive --evidence WHAT-YOU-SAW --by NAME"),
        Step::OpenSettlement => Words::till("settlement show"),
        Step::OpenWebhook => of_id("webhook show", row.delivery),
        Step::ReplayWebhook => of_id("webhook replay", row.delivery),
        Step::OpenListener => Words::till("webhook listen"),
        Step::Unlock => of_account("account check", row),
        Step::ReplaceKeys => of_account("account keys", row),
        Step::ResumeBatch => of_id("refund batch", row.batch).plain("--resume"),
        Step::EndBatch => of_id("refund batch", row.batch).plain("--end"),
        Step::OpenAccount => of_account("account settings", row),
    }
}

/// Of the payment or payout, by what the merchant calls it.
fn of_subject(name: &str, row: &ConcernRow) -> Words {
    let subject = match (&row.account_name, &row.reference) {
        (Some(account), Some(reference)) => format!("{account}/{reference}"),
        (None, Some(reference)) => reference.clone(),
        _ => "REF".to_owned(),
    };
    Words::till(name).word(&subject)
}

fn of_refund(name: &str, row: &ConcernRow) -> Words {
    of_id(&format!("refund {name}"), row.refund)
}

fn of_account(name: &str, row: &ConcernRow) -> Words {
    let account = row.account_name.as_ref().map(ToString::to_string);
    Words::till(name).word(&account.unwrap_or_else(|| "NAME".to_owned()))
}

fn of_id(name: &str, id: Option<impl ToString>) -> Words {
    Words::till(name).word(&id.map_or_else(|| "ID".to_owned(), |id| id.to_string()))
}
