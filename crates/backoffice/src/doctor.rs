//! Examining the books: the file, the journal's chain, and whether what is shown can be rebuilt from it.

use crate::payout::is_left_to_a_person;
use crate::{Backoffice, Error};

/// One thing that was examined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was examined.
    pub name: &'static str,
    /// Whether it is sound.
    pub ok: bool,
    /// What was found, in a sentence.
    pub detail: String,
}

impl Backoffice {
    /// Examines the file, the chain, every projection and the place of the keys.
    ///
    /// # Errors
    /// Where the history cannot be read at all; damage is a finding.
    pub async fn examine(&self) -> Result<Vec<Finding>, Error> {
        let damages = self.store().check_file().await?;
        let file = match damages.first() {
            None => finding("file", true, "the file of the history is sound".to_owned()),
            Some(first) => {
                finding("file", false, format!("{} damages, the first: {first}", damages.len()))
            }
        };
        let check = self.store().verify_journal().await?;
        let journal = match check.problem {
            None => finding(
                "journal",
                true,
                format!("all {} entries follow from one another", check.entries),
            ),
            Some(problem) => finding("journal", false, problem),
        };
        let differences = self.store().compare_projections().await?;
        let projections = match differences.first() {
            None => {
                finding("projections", true, "what is shown is what the journal says".to_owned())
            }
            Some(first) => finding(
                "projections",
                false,
                format!(
                    "{} differences, the first at {}: {}",
                    differences.len(),
                    first.subject,
                    first.detail
                ),
            ),
        };
        let keys = self.keys().problem();
        let keys = finding(
            "keys",
            true,
            keys.unwrap_or_else(|| {
                format!("keys are kept in the {}", self.keys().state().as_str())
            }),
        );
        let payouts = self.examine_payouts().await?;
        let webhooks = self.examine_webhooks().await?;
        Ok(vec![file, journal, projections, payouts, webhooks, keys])
    }

    /// Whether there are payouts sent from here of which nobody will say by themselves how they ended.
    async fn examine_payouts(&self) -> Result<Finding, Error> {
        let now = self.clock().now();
        let mut left = Vec::new();
        for id in self.store().open_payouts().await? {
            let payout = self.payout(id).await?.payout;
            if !payout.was_found() && is_left_to_a_person(&payout, now) {
                left.push(payout.order.reference.to_string());
            }
        }
        Ok(match left.first() {
            None => finding("payouts", true, "no payout waits for a person".to_owned()),
            Some(newest) => {
                let count = left.len();
                let detail = format!(
                    "{count} payouts are open after two days, the newest {newest}: look them up, or ask the gateway"
                );
                finding("payouts", false, detail)
            }
        })
    }

    /// Whether an account that used to send messages has fallen silent although it was paid at.
    async fn examine_webhooks(&self) -> Result<Finding, Error> {
        let silent = self.silent_gateways().await?;
        let names: Vec<_> = silent.iter().map(|silence| silence.account.to_string()).collect();
        Ok(if names.is_empty() {
            finding("webhooks", true, "no gateway that sent webhooks has fallen silent".to_owned())
        } else {
            let names = names.join(", ");
            let detail = format!(
                "no webhook has come from {names} for a day, although payments were made: check the tunnel, and the address in the \
                 gateway's dashboard"
            );
            finding("webhooks", false, detail)
        })
    }
}

const fn finding(name: &'static str, ok: bool, detail: String) -> Finding {
    Finding { name, ok, detail }
}
