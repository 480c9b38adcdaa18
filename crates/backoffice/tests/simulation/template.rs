//! Books with the simulation's accounts, made once and copied for every schedule.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use backoffice::vault::MemoryVault;
use backoffice::{AccountForm, HISTORY};
use ledger::GatewayKind;
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::letter::{API, DASHBOARD, SIGNING_KEY};
use crate::seat::{Place, Seat};
use crate::world::World;

/// From this amount on, where a second person is wanted at all.
const LIMIT: &str = "300.00 NGN";

pub(crate) struct Template {
    folder: TempDir,
    keychain: Arc<MemoryVault>,
}

impl Template {
    pub(crate) fn make() -> Self {
        let folder = tempfile::tempdir_in(memory()).unwrap();
        let template = Self { folder, keychain: Arc::default() };
        for wants_approval in [false, true] {
            let dir = template.books(wants_approval);
            let place = template.place(World::new(0), dir);
            let seat = Seat::open(0, &place);
            seat.ask(async {
                let office = seat.office();
                let novac = json!({ "public_key": "nc_testpk_simulated1", "secret_key": "nc_testsk_simulated1" });
                let form = account(GatewayKind::Novac, API, &novac);
                office.connect_account(form).await.unwrap();
                let form = account(GatewayKind::Echezona, DASHBOARD, &json!({ "api_key": SIGNING_KEY }));
                office.connect_account(form).await.unwrap();
                if wants_approval {
                    office.set_approval(API, &[LIMIT.to_owned()]).await.unwrap();
                }
            });
        }
        template
    }

    /// Books of one's own, which go away with the folder.
    pub(crate) fn copy(&self, world: World, wants_approval: bool) -> (TempDir, Place) {
        let folder = tempfile::tempdir_in(memory()).unwrap();
        let dir = folder.path().join("books");
        std::fs::create_dir(&dir).unwrap();
        let made = self.books(wants_approval).join(HISTORY);
        std::fs::copy(made, dir.join(HISTORY)).unwrap();
        let place = self.place(world, dir);
        (folder, place)
    }

    fn books(&self, wants_approval: bool) -> PathBuf {
        self.folder.path().join(if wants_approval { "with-approval" } else { "without-approval" })
    }

    fn place(&self, world: World, dir: PathBuf) -> Place {
        Place { world, dir, keychain: Arc::clone(&self.keychain), breach: None }
    }
}

fn account(gateway: GatewayKind, name: &str, keys: &Value) -> AccountForm {
    AccountForm {
        gateway,
        name: name.to_owned(),
        base_url: None,
        credentials: SecretString::from(keys.to_string()),
        settings: std::collections::BTreeMap::new(),
    }
}

/// Where files cost no disk, if there is such a place.
fn memory() -> PathBuf {
    let shared = Path::new("/dev/shm");
    if shared.is_dir() { shared.to_owned() } else { std::env::temp_dir() }
}
