//! The vault file and the choice of places, through their public doors. The real keychain is in `keychain.rs`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use backoffice::vault::{
    Error, KeychainProblem, Keys, KeysState, MemoryVault, PassphraseVault, Place, SecretStore,
    WorkFactor,
};
use ledger::AccountId;
use secrecy::{ExposeSecret as _, SecretString};
use tempfile::TempDir;
use uuid::Uuid;

const SECRET: &str = r#"{"public_key":"pk_test_1","secret_key":"sk_test_5d8e7f\u00e9 \"x\""}"#;
const PASSPHRASE: &str = "correct horse";

fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn text(text: &str) -> SecretString {
    SecretString::from(text)
}

struct Shop {
    dir: TempDir,
}

impl Shop {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("keys.age")
    }

    async fn create(&self) -> PassphraseVault {
        PassphraseVault::create(self.path(), text(PASSPHRASE), WorkFactor::LEAST).await.unwrap()
    }

    async fn open(&self, passphrase: &str) -> Result<PassphraseVault, Error> {
        PassphraseVault::open(self.path(), text(passphrase), WorkFactor::LEAST).await
    }

    async fn with_a_secret(&self) -> Vec<u8> {
        let vault = self.create().await;
        vault.put(account(1), text(SECRET)).await.unwrap();
        fs::read(self.path()).unwrap()
    }

    fn keys_without_keychain(&self) -> Keys {
        let problem = KeychainProblem::None { detail: "no bus".to_owned() };
        Keys::new(Err(problem), self.path(), WorkFactor::LEAST)
    }

    fn keys_with(&self, keychain: Arc<MemoryVault>) -> Keys {
        Keys::new(Ok(keychain), self.path(), WorkFactor::LEAST)
    }
}

async fn read(vault: &PassphraseVault, account: AccountId) -> Option<String> {
    let secret = vault.get(account).await.unwrap();
    secret.map(|secret| secret.expose_secret().to_owned())
}

#[tokio::test]
async fn a_vault_gives_back_what_was_put_after_it_is_opened_again() {
    let shop = Shop::new();
    let vault = shop.create().await;
    vault.put(account(1), text(SECRET)).await.unwrap();
    vault.put(account(2), text("old")).await.unwrap();
    vault.put(account(2), text("new")).await.unwrap();

    let opened = shop.open(PASSPHRASE).await.unwrap();
    assert_eq!(read(&opened, account(1)).await.as_deref(), Some(SECRET));
    assert_eq!(read(&opened, account(2)).await.as_deref(), Some("new"));
    assert_eq!(read(&opened, account(3)).await, None);
}

#[tokio::test]
async fn a_removed_secret_is_gone_and_may_be_removed_twice() {
    let shop = Shop::new();
    let vault = shop.create().await;
    vault.put(account(1), text(SECRET)).await.unwrap();
    vault.put(account(2), text("other")).await.unwrap();
    vault.remove(account(1)).await.unwrap();
    vault.remove(account(1)).await.unwrap();

    let opened = shop.open(PASSPHRASE).await.unwrap();
    assert_eq!(read(&opened, account(1)).await, None);
    assert_eq!(read(&opened, account(2)).await.as_deref(), Some("other"));
}

#[tokio::test]
async fn a_wrong_passphrase_opens_nothing_and_says_so() {
    let shop = Shop::new();
    let before = shop.with_a_secret().await;
    let refused = shop.open("correct horse ").await;
    assert!(matches!(refused, Err(Error::WrongPassphrase)));
    assert_eq!(fs::read(shop.path()).unwrap(), before);
}

#[tokio::test]
async fn a_passphrase_of_seven_characters_is_refused_and_one_of_eight_is_taken() {
    let shop = Shop::new();
    for weak in ["", "1234567", "éééééé"] {
        let refused = PassphraseVault::create(shop.path(), text(weak), WorkFactor::LEAST).await;
        assert!(matches!(refused, Err(Error::WeakPassphrase { least: 8 })));
        assert!(!PassphraseVault::exists(&shop.path()));
    }
    PassphraseVault::create(shop.path(), text("éééééééé"), WorkFactor::LEAST).await.unwrap();
}

#[tokio::test]
async fn a_vault_is_never_overwritten_by_a_new_one() {
    let shop = Shop::new();
    let before = shop.with_a_secret().await;
    let again =
        PassphraseVault::create(shop.path(), text("another passphrase"), WorkFactor::LEAST).await;
    assert!(matches!(again, Err(Error::VaultExists(_))));
    assert_eq!(fs::read(shop.path()).unwrap(), before);
}

#[tokio::test]
async fn no_vault_is_told_from_a_damaged_one() {
    let shop = Shop::new();
    assert!(!PassphraseVault::exists(&shop.path()));
    assert!(matches!(shop.open(PASSPHRASE).await, Err(Error::NoVault)));
}

#[tokio::test]
async fn every_cut_file_is_refused_and_left_as_it_is() {
    let shop = Shop::new();
    let whole = shop.with_a_secret().await;
    for length in 0..whole.len() {
        fs::write(shop.path(), &whole[..length]).unwrap();
        let refused = shop.open(PASSPHRASE).await;
        assert!(
            matches!(refused, Err(Error::VaultDamaged(_))),
            "cut after {length} of {} bytes",
            whole.len()
        );
    }
    assert_eq!(fs::read(shop.path()).unwrap(), whole[..whole.len() - 1]);
}

#[tokio::test]
async fn every_changed_byte_is_noticed() {
    let shop = Shop::new();
    let whole = shop.with_a_secret().await;
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        fs::write(shop.path(), &changed).unwrap();
        let refused = shop.open(PASSPHRASE).await;
        assert!(
            matches!(
                refused,
                Err(Error::VaultDamaged(_) | Error::WrongPassphrase | Error::VaultTooCostly(_))
            ),
            "byte {place} was changed"
        );
    }
}

#[tokio::test]
async fn a_file_that_is_no_vault_is_refused() {
    let shop = Shop::new();
    fs::write(shop.path(), "my notes\n".repeat(200_000)).unwrap();
    assert!(matches!(shop.open(PASSPHRASE).await, Err(Error::VaultDamaged(_))));
}

#[tokio::test]
async fn a_file_that_asks_for_absurd_work_is_refused_before_the_work() {
    let shop = Shop::new();
    let whole = shop.with_a_secret().await;
    let end = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let line_end = end + whole[end..].iter().position(|byte| *byte == b'\n').unwrap();
    assert!(whole[..line_end].ends_with(b" 1"), "the header states the work");
    let mut costly = whole[..line_end - 1].to_vec();
    costly.extend_from_slice(b"40");
    costly.extend_from_slice(&whole[line_end..]);
    fs::write(shop.path(), costly).unwrap();
    assert!(matches!(shop.open(PASSPHRASE).await, Err(Error::VaultTooCostly(_))));
}

#[tokio::test]
async fn nothing_in_the_file_tells_a_secret_or_whose_it_is() {
    let shop = Shop::new();
    let file = shop.with_a_secret().await;
    for hidden in ["sk_test_5d8e7f", "secret_key", PASSPHRASE, &account(1).to_string()] {
        let found = file.windows(hidden.len()).any(|part| part == hidden.as_bytes());
        assert!(!found, "{hidden} is readable");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_its_owners_alone_from_the_first_byte_and_after_each_change() {
    use std::os::unix::fs::PermissionsExt as _;
    let shop = Shop::new();
    let mode = || fs::metadata(shop.path()).unwrap().permissions().mode() & 0o777;
    let vault = shop.create().await;
    assert_eq!(mode(), 0o600);
    vault.put(account(1), text(SECRET)).await.unwrap();
    assert_eq!(mode(), 0o600);
    let names: Vec<_> =
        fs::read_dir(shop.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "the vault and its lock, nothing left over: {names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_programs_that_write_at_once_lose_nothing() {
    let shop = Shop::new();
    let window = shop.create().await;
    let till = shop.open(PASSPHRASE).await.unwrap();
    let mut writes = tokio::task::JoinSet::new();
    for number in 0..20 {
        let vault = if number % 2 == 0 { &window } else { &till }.clone();
        writes.spawn(async move { vault.put(account(number), text(&format!("{number}"))).await });
    }
    while let Some(written) = writes.join_next().await {
        written.unwrap().unwrap();
    }
    for vault in [&window, &till] {
        for number in 0..20 {
            assert_eq!(read(vault, account(number)).await, Some(number.to_string()));
        }
    }
}

#[tokio::test]
async fn a_vault_that_cannot_be_replaced_keeps_what_it_had() {
    let shop = Shop::new();
    let vault = shop.create().await;
    vault.put(account(1), text("kept")).await.unwrap();
    // A folder in the vault's place cannot be replaced by a file, for anybody.
    fs::rename(shop.path(), shop.dir.path().join("aside")).unwrap();
    fs::create_dir(shop.path()).unwrap();
    assert!(matches!(vault.put(account(2), text("new")).await, Err(Error::VaultFile { .. })));
    fs::remove_dir(shop.path()).unwrap();
    fs::rename(shop.dir.path().join("aside"), shop.path()).unwrap();
    assert_eq!(read(&vault, account(1)).await.as_deref(), Some("kept"));
    assert_eq!(read(&vault, account(2)).await, None);
}

#[tokio::test]
async fn where_a_keychain_works_new_keys_go_there() {
    let shop = Shop::new();
    let keychain = Arc::new(MemoryVault::default());
    let keys = shop.keys_with(Arc::clone(&keychain));
    assert_eq!(keys.state(), KeysState::Keychain);
    assert_eq!(keys.problem(), None);
    assert_eq!(keys.put(account(1), text(SECRET)).await.unwrap(), Place::Keychain);
    let kept = keychain.get(account(1)).await.unwrap().unwrap();
    assert_eq!(kept.expose_secret(), SECRET);
    let secret = keys.get(account(1), Place::Keychain).await.unwrap();
    assert_eq!(secret.expose_secret(), SECRET);
    keys.remove(account(1), Place::Keychain).await.unwrap();
    assert!(keychain.get(account(1)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_keychain_that_forgot_a_key_is_an_error_and_not_an_empty_answer() {
    let shop = Shop::new();
    let keys = shop.keys_with(Arc::default());
    let missing = keys.get(account(1), Place::Keychain).await.unwrap_err();
    assert!(matches!(missing, Error::NotInKeychain));
    assert!(missing.to_string().contains("locked or the key was deleted"));
}

#[tokio::test]
async fn without_a_keychain_a_vault_is_made_locked_and_unlocked() {
    let shop = Shop::new();
    let keys = shop.keys_without_keychain();
    assert_eq!(keys.state(), KeysState::NoVault);
    assert!(keys.problem().unwrap().contains("no keychain"));
    let refused = keys.put(account(1), text(SECRET)).await;
    assert!(matches!(refused, Err(Error::NoVault)));
    keys.create_vault(text(PASSPHRASE)).await.unwrap();
    assert_eq!(keys.state(), KeysState::Vault);
    assert_eq!(keys.put(account(1), text(SECRET)).await.unwrap(), Place::Vault);

    let next_day = shop.keys_without_keychain();
    assert_eq!(next_day.state(), KeysState::VaultLocked);
    let locked = next_day.get(account(1), Place::Vault).await;
    assert!(matches!(locked, Err(Error::VaultLocked)));
    assert!(matches!(next_day.unlock(text("wrong one")).await, Err(Error::WrongPassphrase)));
    assert_eq!(next_day.state(), KeysState::VaultLocked);
    next_day.unlock(text(PASSPHRASE)).await.unwrap();
    let secret = next_day.get(account(1), Place::Vault).await.unwrap();
    assert_eq!(secret.expose_secret(), SECRET);
}

#[tokio::test]
async fn keys_stay_where_they_were_put_when_a_keychain_turns_up() {
    let shop = Shop::new();
    shop.with_a_secret().await;
    let keys = shop.keys_with(Arc::default());
    assert_eq!(keys.state(), KeysState::Keychain);
    let locked = keys.get(account(1), Place::Vault).await;
    assert!(matches!(locked, Err(Error::VaultLocked)));
    keys.unlock(text(PASSPHRASE)).await.unwrap();
    let secret = keys.get(account(1), Place::Vault).await.unwrap();
    assert_eq!(secret.expose_secret(), SECRET);
    assert!(matches!(keys.get(account(2), Place::Vault).await, Err(Error::NotInVault)));
}

#[tokio::test]
async fn practice_keys_last_one_run_and_never_touch_keychain_or_file() {
    let keys = Keys::practice();
    assert_eq!(keys.state(), KeysState::Memory);
    assert_eq!(keys.put(account(1), text(SECRET)).await.unwrap(), Place::Memory);
    let secret = keys.get(account(1), Place::Memory).await.unwrap();
    assert_eq!(secret.expose_secret(), SECRET);
    for real in [Place::Keychain, Place::Vault] {
        let refused = keys.get(account(1), real).await;
        assert!(matches!(refused, Err(Error::PracticeOnly)));
    }

    let shop = Shop::new();
    let real = shop.keys_with(Arc::default());
    let forgotten = real.get(account(1), Place::Memory).await;
    assert!(matches!(forgotten, Err(Error::NotInMemory)));
    real.remove(account(1), Place::Memory).await.unwrap();
}

#[tokio::test]
async fn debugging_output_shows_no_secret() {
    let shop = Shop::new();
    let keys = shop.keys_without_keychain();
    keys.create_vault(text(PASSPHRASE)).await.unwrap();
    keys.put(account(1), text(SECRET)).await.unwrap();
    let shown = format!("{keys:?} {:?}", keys.get(account(1), Place::Vault).await);
    assert!(shown.contains("Vault"));
    assert!(!shown.contains("sk_test") && !shown.contains("horse"), "{shown}");
}

#[test]
fn places_are_written_and_read_back() {
    for place in Place::ALL {
        assert_eq!(place.as_str().parse(), Ok(place));
    }
    let unknown = "Keychain".parse::<Place>().unwrap_err();
    assert_eq!(unknown.to_string(), "`Keychain` is not one of keychain, vault, memory");
}
