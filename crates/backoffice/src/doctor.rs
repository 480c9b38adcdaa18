//! Examining the books: the file, the journal's chain, and whether what is shown can be rebuilt from it.

use crate::vault::KeysState;
use crate::{Backoffice, ConcernKind, Error};

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
    /// Examines the file, the chain, every projection and the place of the keys. Exports that were cut off are finished. What was removed from the books and may still
    /// be read from unused parts of the file is written over, where the file is sound and nobody else uses it.
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
        let keys = finding("keys", true, self.place_of_keys());
        let removed = self.examine_removed(file.ok).await?;
        let evidence = self.examine_evidence().await?;
        let attention = self.examine_attention().await?;
        let exports = self.examine_exports().await?;
        let payouts = self.examine_payouts().await?;
        let webhooks = self.examine_webhooks().await?;
        Ok(vec![
            file,
            journal,
            projections,
            removed,
            evidence,
            exports,
            attention,
            payouts,
            webhooks,
            keys,
        ])
    }

    fn place_of_keys(&self) -> String {
        let keys = self.keys();
        match keys.state() {
            KeysState::Keychain => "keys are kept in the keychain".to_owned(),
            KeysState::Memory => "the sandbox's keys are kept for this run only".to_owned(),
            KeysState::Vault => "keys are kept in a vault, and its passphrase opens it".to_owned(),
            KeysState::VaultLocked => {
                "keys are kept in a vault; its passphrase was not given, so it was not opened"
                    .to_owned()
            }
            KeysState::NoVault => {
                keys.problem().unwrap_or_else(|| "there is no place for keys yet".to_owned())
            }
        }
    }

    /// Whether what was removed is gone from the file as well.
    async fn examine_removed(&self, is_sound: bool) -> Result<Finding, Error> {
        let is_gone = match is_sound {
            true => self.wipe_if_needed().await?,
            false => !self.store().has_remains().await?,
        };
        let detail = match is_gone {
            true => "nothing that was removed is left in the file",
            false => {
                "details of customers that were removed may still be in unused parts of the file: close every other program that \
                 has these books open, see that there is room on the disk, and run this again"
            }
        };
        Ok(finding("removed", is_gone, detail.to_owned()))
    }

    /// Whether the files that prove refunds are there and as they were.
    async fn examine_evidence(&self) -> Result<Finding, Error> {
        let damaged = self.damaged_evidence().await?;
        Ok(match damaged.first() {
            None => {
                finding("evidence", true, "every file that proves a refund is sound".to_owned())
            }
            Some(first) => {
                let count = damaged.len();
                let detail = format!("{count} files are gone or were changed, the first: {first}");
                finding("evidence", false, detail)
            }
        })
    }

    /// Whether every file that was handed out came into its place. What an export that was cut off has left to do is done.
    async fn examine_exports(&self) -> Result<Finding, Error> {
        let finished = self.finish_exports().await?;
        let is_sound = finished.iter().all(|one| one.code == "finished");
        let told: Vec<_> = finished.into_iter().map(|one| one.sentence).collect();
        Ok(finding(
            "exports",
            is_sound,
            if told.is_empty() {
                "every file that was handed out came into its place".to_owned()
            } else {
                told.join(" ")
            },
        ))
    }

    /// How many matters wait for a person. That some do is a shop's everyday; only money that went back twice is not.
    async fn examine_attention(&self) -> Result<Finding, Error> {
        let desk = self.attention().await?;
        let (waiting, put_off) = (desk.concerns.len(), desk.snoozed.len());
        let all = desk.concerns.iter().chain(&desk.snoozed);
        let over: Vec<_> = all.filter(|row| row.kind == ConcernKind::OverRefunded).collect();
        let first = over.first().and_then(|row| row.reference.as_deref());
        let aside =
            if put_off == 0 { String::new() } else { format!(", and {put_off} are put off") };
        let detail = match (first, waiting) {
            (Some(first), _) => format!(
                "{} payments were paid back beyond what was paid, the first: {first}; look at the attention desk",
                over.len()
            ),
            (None, 0) => format!("nothing waits for a person{aside}"),
            (None, _) => {
                let wait = if waiting == 1 { "matter waits" } else { "matters wait" };
                format!("on the attention desk, {waiting} {wait} for a person{aside}")
            }
        };
        Ok(finding("attention", over.is_empty(), detail))
    }

    /// Whether there are payouts sent from here of which nobody will say by themselves how they ended.
    async fn examine_payouts(&self) -> Result<Finding, Error> {
        let left = self.payouts_left_to_a_person().await?;
        Ok(match left.first() {
            None => finding("payouts", true, "no payout waits for a person".to_owned()),
            Some(newest) => {
                let (count, newest) = (left.len(), &newest.payout.order.reference);
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
