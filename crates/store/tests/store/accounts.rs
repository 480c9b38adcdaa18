//! Accounts, and what this machine knows of them for itself.

use std::collections::BTreeMap;

use ledger::{AccountId, Body, Currency, GatewayKind, Mode, Money, Subject};
use store::{Append, Error, Store};
use uuid::Uuid;

use crate::shop::{Shop, at, connect, draft};

async fn remove(store: &Store, account: AccountId) {
    let append = Append {
        subject: Subject::Account(account),
        expected_version: 1,
        drafts: vec![draft(at(10), Body::AccountRemoved)],
        people: Vec::new(),
    };
    store.append(append).await.expect("a removal");
}

#[tokio::test]
async fn an_account_is_found_by_its_name_in_either_case() {
    let shop = Shop::open().await;
    let id = connect(&shop.store, "Café Ọjà").await.expect("an account");
    let found = shop.store.account_by_name("CAFÉ ỌJÀ").await.expect("a file").expect("known");
    assert_eq!((found.id, found.name.as_str()), (id, "Café Ọjà"));
    assert_eq!((found.gateway, found.version), (GatewayKind::Novac, 1));
    assert_eq!(found.settings.get("checkout").map(String::as_str), Some("v2"));
    assert_eq!(found.connected_at, at(-60));
    let nobody = shop.store.account_by_name("Cafe").await;
    assert_eq!(nobody.expect("a file"), None);
}

#[tokio::test]
async fn a_name_is_taken_as_long_as_its_account_is_connected() {
    let shop = Shop::open().await;
    let error = connect(&shop.store, "MAIN SHOP").await.expect_err("taken");
    assert!(matches!(&error, Error::AccountNameTaken { name } if name.as_str() == "MAIN SHOP"));
    remove(&shop.store, shop.account).await;
    let second = connect(&shop.store, "Main Shop").await.expect("free again");
    let connected = shop.store.accounts().await.expect("a list");
    let ids: Vec<_> = connected.iter().map(|account| account.id).collect();
    assert_eq!(ids, [second]);
}

#[tokio::test]
async fn a_removed_account_keeps_its_name_in_the_history() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    remove(&shop.store, shop.account).await;
    let by_name = shop.store.account_by_name("Main shop").await;
    assert_eq!(by_name.expect("a file"), None);
    let removed = shop.store.account(shop.account).await.expect("a file").expect("known");
    assert_eq!((removed.removed_at, removed.version), (Some(at(10)), 2));
    let record = shop.store.payment(id).await.expect("a file").expect("known");
    assert_eq!(record.account_name.as_str(), "Main shop");
    let unknown = shop.store.account(AccountId(Uuid::now_v7())).await;
    assert_eq!(unknown.expect("a file"), None);
}

#[tokio::test]
async fn an_account_is_as_it_was_last_changed() {
    let shop = Shop::open().await;
    let settings = [("checkout_path".to_owned(), "/api/v1/checkout".to_owned())];
    let changed = Body::AccountSettingsChanged {
        base_url: "https://novac.example".to_owned(),
        settings: settings.into(),
    };
    let replaced =
        Body::AccountKeysReplaced { mode: Mode::Unknown, fields: vec!["secret_key".to_owned()] };
    let append = Append {
        subject: Subject::Account(shop.account),
        expected_version: 1,
        drafts: vec![draft(at(10), changed), draft(at(11), replaced)],
        people: Vec::new(),
    };
    shop.store.append(append).await.expect("a change");
    let account = shop.store.account(shop.account).await.expect("a file").expect("known");
    assert_eq!(account.base_url, "https://novac.example");
    assert_eq!(account.settings["checkout_path"], "/api/v1/checkout");
    assert_eq!((account.settings.len(), account.mode), (1, Mode::Unknown));
    assert_eq!((account.version, account.connected_at), (3, at(-60)));
    let connected = shop.store.accounts().await.expect("a list");
    assert_eq!(connected, [account]);
    let differences = shop.store.compare_projections().await.expect("a file");
    assert_eq!(differences, []);
}

#[tokio::test]
async fn accounts_are_listed_by_name_whatever_its_case() {
    let shop = Shop::open().await;
    for name in ["zebra", "Bakery", "apple"] {
        connect(&shop.store, name).await.expect("an account");
    }
    let accounts = shop.store.accounts().await.expect("a list");
    let names: Vec<_> = accounts.iter().map(|account| account.name.as_str()).collect();
    assert_eq!(names, ["apple", "Bakery", "Main shop", "zebra"]);
}

#[tokio::test]
async fn local_matters_are_kept_and_forgotten_and_never_journaled() {
    let shop = Shop::open().await;
    let (store, account) = (&shop.store, shop.account);
    store.set_key_place(account, Some("vault")).await.expect("kept");
    store.set_key_place(account, Some("keychain")).await.expect("kept");
    store.set_preference("theme", Some("dark")).await.expect("kept");
    let place = store.key_place(account).await.expect("a file");
    assert_eq!(place.as_deref(), Some("keychain"));
    let theme = store.preference("theme").await.expect("a file");
    assert_eq!(theme.as_deref(), Some("dark"));
    store.set_key_place(account, None).await.expect("forgotten");
    store.set_preference("theme", None).await.expect("forgotten");
    assert_eq!(store.key_place(account).await.expect("a file"), None);
    assert_eq!(store.preference("theme").await.expect("a file"), None);
    assert_eq!(store.verify_journal().await.expect("a journal").entries, 1);
}

#[tokio::test]
async fn what_wants_a_second_yes_is_as_it_was_last_set_and_outlives_a_removal() {
    let shop = Shop::open().await;
    let store = &shop.store;
    let mut version = 0;
    let mut tell = async |body| {
        version += 1;
        let append = Append {
            subject: Subject::Account(shop.account),
            expected_version: version,
            drafts: vec![draft(at(10), body)],
            people: Vec::new(),
        };
        store.append(append).await.expect("news");
        store.account(shop.account).await.expect("a file").expect("known").approval
    };
    let naira = Money::from_minor(5_000_000, Currency::NGN);
    let none = Money::zero("USD".parse().expect("a currency"));
    assert_eq!(tell(Body::AccountApprovalSet { limits: vec![naira, none] }).await, [naira, none]);
    assert_eq!(tell(Body::AccountApprovalSet { limits: vec![naira] }).await, [naira]);
    assert_eq!(tell(Body::AccountRemoved).await, [naira]);
    let connected = Body::AccountConnected {
        name: "Main shop".parse().expect("a name"),
        gateway: GatewayKind::Novac,
        mode: Mode::Live,
        base_url: "https://gateway.example".to_owned(),
        settings: BTreeMap::new(),
    };
    assert_eq!(tell(connected).await, [naira]);
    let listed = store.accounts().await.expect("a list");
    assert_eq!(
        listed.iter().map(|account| account.approval.clone()).collect::<Vec<_>>(),
        [[naira]]
    );
    assert_eq!(tell(Body::AccountApprovalSet { limits: Vec::new() }).await, []);
    assert_eq!(store.compare_projections().await.expect("a file"), []);
}
