//! The keychain against a real Secret Service: GNOME Keyring on a bus of its own.
//!
//! Which bus a program talks to is decided by its environment, so each test starts itself once more in the session it
//! needs (`dbus-run-session`, a home of its own) and runs its body there. Needs the packages `dbus` and
//! `gnome-keyring`; run with `cargo nextest run -p backoffice --run-ignored all keychain_`.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use backoffice::vault::WorkFactor;
use backoffice::vault::{Error, Keychain, KeychainProblem, Keys, KeysState, Place, SecretStore};
use ledger::AccountId;
use secrecy::{ExposeSecret as _, SecretString};
use tempfile::TempDir;
use uuid::Uuid;

const ACCOUNT: AccountId = AccountId(Uuid::from_u128(7));
const SECRET: &str = r#"{"secret_key":"sk_test_\"5d8e7fé"}"#;
const SESSION: &str = "TILLKEEPER_TEST_SESSION";
const NO_BUS: &str = "no-bus";
const LONG: Duration = Duration::from_secs(60);

/// What a test runs in.
#[derive(Clone, Copy)]
enum Session {
    /// A bus with an open keyring.
    Unlocked,
    /// A bus with a keyring that nobody opens.
    Locked,
    /// An address at which nothing listens yet.
    NoBus,
}

impl Session {
    fn name(self) -> &'static str {
        match self {
            Self::Unlocked => "unlocked",
            Self::Locked => "locked",
            Self::NoBus => NO_BUS,
        }
    }

    fn command(self, home: &Path) -> Command {
        let this = std::env::current_exe().unwrap();
        let keyring = match self {
            Self::Unlocked => {
                "printf password | gnome-keyring-daemon --unlock --components=secrets"
            }
            Self::Locked => "gnome-keyring-daemon --start --components=secrets",
            Self::NoBus => {
                let mut command = Command::new(this);
                command.env("DBUS_SESSION_BUS_ADDRESS", address(home));
                return command;
            }
        };
        let mut command = Command::new("dbus-run-session");
        command
            .args(["--", "sh", "-c"])
            .arg(format!("{keyring} >/dev/null 2>&1 || exit 9; exec \"$@\""))
            .arg("sh")
            .arg(this);
        command
    }
}

fn address(home: &Path) -> String {
    format!("unix:path={}", home.join("bus").display())
}

/// Runs `body` in a session of its own, with `home` as its home.
fn within<F: Future<Output = ()>>(
    session: Session,
    home: &TempDir,
    test: &str,
    body: impl FnOnce() -> F,
) {
    match std::env::var(SESSION) {
        Ok(current) if current == session.name() => {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(body());
            std::fs::write(own_home().join("done"), "").unwrap();
            return;
        }
        Ok(_) => return,
        Err(_) => {}
    }
    let output = session
        .command(home.path())
        .args(["--exact", test, "--include-ignored", "--nocapture"])
        .env(SESSION, session.name())
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("dbus-run-session has to be installed");
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    let done = std::fs::remove_file(home.path().join("done"));
    assert!(output.status.success() && done.is_ok(), "{said}");
}

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The home given by the test that started this one.
fn own_home() -> std::path::PathBuf {
    std::env::var_os("HOME").unwrap().into()
}

fn secret() -> SecretString {
    SecretString::from(SECRET)
}

async fn read(keychain: &Keychain) -> Option<String> {
    let secret = keychain.get(ACCOUNT).await.unwrap();
    secret.map(|secret| secret.expose_secret().to_owned())
}

#[test]
#[ignore = "needs a Secret Service"]
fn keychain_gives_back_what_was_put_and_keeps_one_entry() {
    let test = "keychain_gives_back_what_was_put_and_keeps_one_entry";
    within(Session::Unlocked, &home(), test, || async {
        let keychain = Keychain::probe_within(LONG).await.unwrap();
        assert_eq!(read(&keychain).await, None);
        keychain.put(ACCOUNT, SecretString::from("old")).await.unwrap();
        keychain.put(ACCOUNT, secret()).await.unwrap();
        assert_eq!(read(&keychain).await.as_deref(), Some(SECRET));
    });
}

#[test]
#[ignore = "needs a Secret Service"]
fn keychain_forgets_what_is_removed() {
    let test = "keychain_forgets_what_is_removed";
    within(Session::Unlocked, &home(), test, || async {
        let keychain = Keychain::probe_within(LONG).await.unwrap();
        keychain.put(ACCOUNT, secret()).await.unwrap();
        keychain.remove(ACCOUNT).await.unwrap();
        assert_eq!(read(&keychain).await, None);
        keychain.remove(ACCOUNT).await.unwrap();
    });
}

#[test]
#[ignore = "needs a Secret Service"]
fn keychain_probes_at_once_do_not_disturb_each_other() {
    let test = "keychain_probes_at_once_do_not_disturb_each_other";
    within(Session::Unlocked, &home(), test, || async {
        let mut probes = tokio::task::JoinSet::new();
        for _ in 0..6 {
            probes.spawn(Keychain::probe_within(LONG));
        }
        while let Some(probe) = probes.join_next().await {
            probe.unwrap().unwrap();
        }
    });
}

#[test]
#[ignore = "needs a Secret Service"]
fn keychain_that_was_never_made_is_locked_and_not_empty() {
    let test = "keychain_that_was_never_made_is_locked_and_not_empty";
    within(Session::Locked, &home(), test, || async {
        let problem = Keychain::probe_within(LONG).await.unwrap_err();
        assert!(matches!(problem, KeychainProblem::Locked { .. }), "{problem:?}");
        assert!(problem.to_string().contains("locked"));
    });
}

#[test]
#[ignore = "needs a Secret Service"]
fn keychain_that_is_locked_is_told_from_one_that_lost_the_key() {
    let test = "keychain_that_is_locked_is_told_from_one_that_lost_the_key";
    let home = home();
    within(Session::Unlocked, &home, test, || async {
        let keys = Keys::discover(own_home().join("keys.age"), WorkFactor::LEAST).await;
        assert_eq!(keys.state(), KeysState::Keychain);
        assert_eq!(keys.put(ACCOUNT, secret()).await.unwrap(), Place::Keychain);
        let lost = AccountId(Uuid::from_u128(8));
        assert!(matches!(keys.get(lost, Place::Keychain).await, Err(Error::NotInKeychain)));
    });
    within(Session::Locked, &home, test, || async {
        let keys = Keys::discover(own_home().join("keys.age"), WorkFactor::LEAST).await;
        assert_eq!(keys.state(), KeysState::NoVault);
        assert!(keys.problem().unwrap().contains("locked"), "{keys:?}");
        let locked = keys.get(ACCOUNT, Place::Keychain).await.unwrap_err();
        assert!(matches!(locked, Error::Keychain(KeychainProblem::Locked { .. })), "{locked:?}");
    });
    within(Session::Unlocked, &home, test, || async {
        let keychain = Keychain::probe_within(LONG).await.unwrap();
        assert_eq!(read(&keychain).await.as_deref(), Some(SECRET));
    });
}

#[test]
fn keychain_without_a_bus_says_so_and_does_not_hang() {
    let test = "keychain_without_a_bus_says_so_and_does_not_hang";
    within(Session::NoBus, &home(), test, || async {
        let problem = Keychain::probe_within(LONG).await.unwrap_err();
        assert!(matches!(problem, KeychainProblem::None { .. }), "{problem:?}");
        assert!(problem.to_string().contains("no keychain"), "{problem}");
    });
}

#[test]
fn keychain_that_never_answers_is_given_up() {
    let test = "keychain_that_never_answers_is_given_up";
    within(Session::NoBus, &home(), test, || async {
        let _silent = UnixListener::bind(own_home().join("bus")).unwrap();
        let problem = Keychain::probe_within(Duration::from_millis(200)).await;
        assert_eq!(problem.unwrap_err(), KeychainProblem::NoAnswer);
    });
}
