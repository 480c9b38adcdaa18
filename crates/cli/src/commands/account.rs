//! `till account …`

use std::io::{IsTerminal as _, Read as _};
use std::path::PathBuf;

use backoffice::CredentialField;
use backoffice::{AccountForm, Backoffice};
use ledger::GatewayKind;
use secrecy::SecretString;

use crate::args::AccountCommand;
use crate::failure::{DONE, FAILED, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{
    AccountList, AccountView, ApprovalView, BalanceList, CheckView, Removed, ReportView,
    SettingsView,
};

/// Credentials are a few short texts; anything longer was piped in by mistake.
const MOST_CREDENTIAL_BYTES: u64 = 16_384;

pub(super) async fn run(
    command: AccountCommand,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    match command {
        AccountCommand::Add { gateway, name, base_url, settings } => {
            let credentials = credentials(gateway)?;
            let settings = settings.into_iter().collect();
            let form = AccountForm { gateway, name, base_url, credentials, settings };
            add(&office::open(dir).await?, form, output).await
        }
        AccountCommand::List => {
            let accounts = office::open(dir).await?.accounts().await?;
            output.show(&AccountList::of(&accounts))?;
            Ok(DONE)
        }
        AccountCommand::Check { name } => {
            let office = office::open_with_keys(dir, output).await?;
            let account = office.account(&name).await?.record;
            let check = office.check_account(account.id).await?;
            output.show(&CheckView::of(&account, &check))?;
            Ok(if check.ok { DONE } else { FAILED })
        }
        AccountCommand::Settings { name, base_url, settings, reset } => {
            let office = office::open_with_keys(dir, output).await?;
            let mut account = office.account(&name).await?;
            if base_url.is_some() || !settings.is_empty() || !reset.is_empty() {
                let mut wanted = account.record.settings.clone();
                wanted.extend(reset.into_iter().map(|key| {
                    // One that there is none of is left to be refused with the others' names.
                    let known = account.profile.settings.iter().find(|known| known.key == key);
                    let default = known.map_or("", |known| known.default);
                    (key, default.to_owned())
                }));
                wanted.extend(settings);
                account = office.change_account(account.record.id, base_url, wanted).await?;
            }
            output.show(&SettingsView::of(&account))?;
            Ok(DONE)
        }
        AccountCommand::Keys { name, forget_old } => {
            let office = office::open_with_keys(dir, output).await?;
            let account = office.account(&name).await?.record;
            if forget_old {
                office.forget_old_keys(account.id).await?;
            } else {
                office.replace_keys(account.id, credentials(account.gateway)?).await?;
            }
            let check = office.check_account(account.id).await?;
            output.show(&CheckView::of(&account, &check))?;
            Ok(if check.ok { DONE } else { FAILED })
        }
        AccountCommand::Balance { name, currency } => {
            let office = office::open_with_keys(dir, output).await?;
            output.show(&BalanceList::of(&office.balances(&name, currency).await?))?;
            Ok(DONE)
        }
        AccountCommand::Report { name, currency, from, to } => {
            let office = office::open_with_keys(dir, output).await?;
            let lines = office.balance_report(&name, currency, from, to).await?;
            output.show(&ReportView::of(&lines))?;
            Ok(DONE)
        }
        AccountCommand::Approval { name, above, off } => {
            let office = office::open(dir).await?;
            let account = if off || !above.is_empty() {
                office.set_approval(&name, &above).await?
            } else {
                office.account(&name).await?
            };
            output.show(&ApprovalView::of(&account))?;
            Ok(DONE)
        }
        AccountCommand::Remove { name } => {
            let office = office::open_with_keys(dir, output).await?;
            let account = office.account(&name).await?.record;
            office.remove_account(account.id).await?;
            output.show(&Removed::of(&account))?;
            Ok(DONE)
        }
    }
}

async fn add(office: &Backoffice, form: AccountForm, output: Output) -> Result<u8, Failure> {
    // A new vault is not asked for on behalf of keys that will not be kept.
    office.check_new_account(&form).await?;
    office::unlock(office, output).await?;
    let (account, check) = office.connect_account(form).await?;
    output.show(&AccountView::connected(&account, &check))?;
    Ok(DONE)
}

/// Keys come as a JSON object on standard input, or are asked for one by one without being shown.
fn credentials(gateway: GatewayKind) -> Result<SecretString, Failure> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        return ask(backoffice::profile(gateway).asked_for());
    }
    let mut text = String::new();
    stdin.lock().take(MOST_CREDENTIAL_BYTES).read_to_string(&mut text)?;
    Ok(SecretString::from(text))
}

fn ask(fields: impl Iterator<Item = &'static CredentialField>) -> Result<SecretString, Failure> {
    let mut typed = serde_json::Map::new();
    for field in fields {
        let value = rpassword::prompt_password(format!("{}: ", field.title))?;
        typed.insert(field.key.to_owned(), value.into());
    }
    Ok(SecretString::from(serde_json::Value::Object(typed).to_string()))
}
