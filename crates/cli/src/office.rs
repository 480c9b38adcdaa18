//! Opening the back office for a command: where the history is, and where the keys are.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use backoffice::vault::{Keys, KeysState, WorkFactor};
use backoffice::{Backoffice, Clock, Connector, Setup, default_data_dir};
use chrono::Utc;
use ledger::Actor;
use secrecy::SecretString;

use crate::failure::Failure;
use crate::output::Output;

/// Names a file with the vault's passphrase, for scripts on machines without a keychain.
const PASSPHRASE_FILE: &str = "TILL_PASSPHRASE_FILE";
/// The vault's file in the data folder.
const VAULT: &str = "keys.age";
/// A passphrase file larger than this is some other file.
const MOST_PASSPHRASE_BYTES: u64 = 4_096;

/// The system's clock; the only place of the command line that asks for the time.
pub(crate) fn clock() -> Clock {
    #[expect(clippy::disallowed_methods, reason = "the command line is where time comes in")]
    Clock::new(Utc::now)
}

/// Opens the history. Commands that need no keys leave the keychain alone.
pub(crate) async fn open(data_dir: Option<PathBuf>) -> Result<Backoffice, Failure> {
    let dir = data_dir.or_else(default_data_dir).ok_or_else(|| {
        Failure::Usage("this system names no home folder; say where with --data-dir".to_owned())
    })?;
    let keys = Keys::discover(dir.join(VAULT), WorkFactor::EVERYDAY).await;
    let (clock, connector) = (clock(), Connector::network());
    let setup = Setup { dir, keys, clock, actor: Actor::till(), connector };
    Ok(Backoffice::open(setup).await?)
}

/// Makes the keys usable: nothing to do with a keychain, else the vault's passphrase is asked for.
pub(crate) async fn unlock(office: &Backoffice, output: Output) -> Result<(), Failure> {
    match office.keys().state() {
        KeysState::Keychain | KeysState::Vault | KeysState::Memory => Ok(()),
        KeysState::VaultLocked => {
            let passphrase = passphrase("Passphrase of the vault: ")?;
            Ok(office.keys().unlock(passphrase).await?)
        }
        KeysState::NoVault => {
            output.remark(
                "No keychain can be used here, so keys go into a vault under a passphrase. Choose one and keep it safe; \
                 without it the keys have to be entered anew.",
            );
            let passphrase = passphrase("New passphrase for the vault: ")?;
            Ok(office.keys().create_vault(passphrase).await?)
        }
    }
}

/// Opens the history with usable keys.
pub(crate) async fn open_with_keys(
    data_dir: Option<PathBuf>,
    output: Output,
) -> Result<Backoffice, Failure> {
    let office = open(data_dir).await?;
    // An empty shop has no keys to unlock; the command will say what is missing.
    if !office.accounts().await?.is_empty() {
        unlock(&office, output).await?;
    }
    Ok(office)
}

/// Opens the history with the keys, where they can be had without setting anything up: to look at what wants a person,
/// which is mostly not about keys.
pub(crate) async fn open_to_look(
    data_dir: Option<PathBuf>,
    output: Output,
) -> Result<Backoffice, Failure> {
    let office = open(data_dir).await?;
    let can_ask = std::env::var_os(PASSPHRASE_FILE).is_some() || std::io::stdin().is_terminal();
    if can_ask && matches!(office.keys().state(), KeysState::VaultLocked) {
        unlock(&office, output).await?;
    }
    Ok(office)
}

fn passphrase(prompt: &str) -> Result<SecretString, Failure> {
    if let Some(path) = std::env::var_os(PASSPHRASE_FILE) {
        return Ok(passphrase_in(Path::new(&path))?);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::Usage(format!(
            "no keychain can be used here and nobody can be asked for the vault's passphrase; name a file that holds it in \
             {PASSPHRASE_FILE}"
        )));
    }
    let typed = rpassword::prompt_password(prompt)?;
    Ok(SecretString::from(typed))
}

fn passphrase_in(path: &Path) -> anyhow::Result<SecretString> {
    let doing = || format!("the passphrase file {} cannot be read", path.display());
    let size = std::fs::metadata(path).with_context(doing)?.len();
    if size > MOST_PASSPHRASE_BYTES {
        bail!("{} is too large to be a passphrase file", path.display());
    }
    let text = std::fs::read_to_string(path).with_context(doing)?;
    Ok(SecretString::from(text.trim_end_matches(['\r', '\n'])))
}
