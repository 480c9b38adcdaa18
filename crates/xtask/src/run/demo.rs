//! The main job on the terminal: connect, ask for money, be paid, pay some back, hand it to the accountant.
//!
//! Everything stays in one new folder, so that the person can go on from there.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::customer;
use super::till::{Till, text};
use crate::places;

const ORDER: &str = "ORDER-00123";
const PART: &str = "12500.00";

/// The sandbox takes three seconds over a refund.
const MOST_LOOK_UPS: usize = 10;
const BETWEEN_LOOK_UPS: Duration = Duration::from_secs(2);

/// Does the job and says what was done and where it is.
///
/// # Errors
/// Where a step of the job fails.
pub(super) fn show() -> Result<()> {
    let folder = new_folder()?;
    let passphrase = folder.join("passphrase");
    write_secret(&passphrase)?;
    let data = folder.join("data");
    places::create_private_dir(&data)?;
    let till = Till::at(&data, &passphrase)?;

    say("A sandbox stands in for the gateway. It runs on this computer, and no money moves.");
    let sandbox = till.sandbox()?;
    let (base_url, credentials) = sandbox.gateway("novac")?;
    say("Connect the merchant's account there; its keys are read from standard input.");
    till.ask_with(&["account", "add", "novac", "practice", "--base-url", &base_url], &credentials)?;

    let export = folder.join("payments.csv");
    sell(&till)?;
    give_back(&till)?;
    hand_over(&till, &export)?;
    drop(sandbox);
    farewell(&till, &folder, &export, &passphrase);
    Ok(())
}

fn sell(till: &Till) -> Result<()> {
    say("Ask Ada for 25,000 naira.");
    let order = ["--reference", ORDER, "--description", "Two bags of coffee"];
    let whom = ["--amount", "25000.00", "--currency", "NGN", "--email", "ada@example.com"];
    let link =
        till.ask(&[&["link", "create", "--account", "practice"], &whom[..], &order].concat())?;
    let page = text(&link, "url")?;
    tell(&format!("Ada gets this link: {page}"));
    say("Ada opens it and pays by card.");
    customer::pay_by_card(&page)?;
    tell("the payment page took it; nobody has told Tillkeeper yet");
    say("Look the payment up at the gateway.");
    let payment = till.ask(&["payment", "verify", ORDER])?;
    tell(&format!("{ORDER} is {}: {}", text(&payment, "status")?, money(&payment, "amount")?));
    expect(&payment, "status", "paid")
}

fn give_back(till: &Till) -> Result<()> {
    say("One bag comes back: refund a part.");
    let reason = ["--amount", PART, "--reason", "One bag returned"];
    let refund = till.ask(&[&["refund", "create", ORDER], &reason[..]].concat())?;
    tell(&format!("{} is {}", money(&refund, "amount")?, text(&refund, "status")?));
    say("The gateway takes some seconds over it: look up what is open until it is through.");
    for _ in 0..MOST_LOOK_UPS {
        thread::sleep(BETWEEN_LOOK_UPS);
        let sync = till.ask(&["sync"])?;
        tell(&format!("{} looked up, {} changed", sync["looked_up"], sync["changed"]));
        if sync["changed"] != 0 {
            break;
        }
    }
    let payment = till.ask(&["payment", "show", ORDER])?;
    let (refunded, left) = (money(&payment, "refunded")?, money(&payment, "refundable")?);
    tell(&format!("{refunded} refunded, {left} could still be"));
    expect(&payment, "refunded", PART)
}

fn hand_over(till: &Till, export: &Path) -> Result<()> {
    say("Write the file for the accountant.");
    let file = export.to_string_lossy();
    let written = till.ask(&["export", "base", "-o", &file])?;
    tell(&format!("{} rows in {file}", written["rows"]));
    for sum in written["sums"].as_array().into_iter().flatten() {
        tell(&format!("sale, fee and refund sum to {}", money(sum, "amount")?));
    }
    say("Check the books.");
    let journal = till.ask(&["journal", "verify"])?;
    tell(&format!("{} entries, each sealed by the one after it", journal["entries"]));
    if journal["ok"] == Value::Bool(true) {
        Ok(())
    } else {
        bail!("the journal is not whole: {journal}")
    }
}

fn farewell(till: &Till, folder: &Path, export: &Path, passphrase: &Path) {
    say(
        "Done: a link, a payment, a look-up, a partial refund and an export. The sandbox has ended.",
    );
    println!("   the history      {}", folder.join("data").display());
    println!("   the export       {}", export.display());
    println!("   the passphrase   {} (of the practice keys)", passphrase.display());
    println!("   look around      {} payment show {ORDER}", till.typed());
    println!("   be rid of it     delete {}", folder.display());
}

fn say(sentence: &str) {
    println!("\n   {sentence}");
}

fn tell(result: &str) {
    println!("     {result}");
}

fn money(answer: &Value, field: &str) -> Result<String> {
    Ok(format!("{} {}", text(answer, field)?, text(answer, "currency")?))
}

fn expect(answer: &Value, field: &str, value: &str) -> Result<()> {
    let is = text(answer, field)?;
    if is == value { Ok(()) } else { bail!("`{field}` should be {value}, but is {is}") }
}

/// A folder nobody had before, among the temporary ones of this system.
fn new_folder() -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("tillkeeper-demo-{:08x}", random() >> 32));
    places::create_private_dir(&folder)?;
    Ok(folder)
}

/// Writes a new passphrase where only its owner can read it.
fn write_secret(path: &Path) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file =
        options.open(path).with_context(|| format!("{} cannot be made", path.display()))?;
    writeln!(file, "{:016x}{:016x}", random(), random()).context("the passphrase cannot be written")
}

/// Random enough for keys that open a sandbox: the standard library seeds its hash maps from the system.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
