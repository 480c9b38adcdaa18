//! Accounts that change: the next request goes by it in every program, and what cannot be right changes nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use backoffice::{Account, Backoffice, Code, Error};
use ledger::{AccountId, Body, GatewayKind, Mode};
use secrecy::SecretString;

use crate::payouts::texts;
use crate::shop::{Shop, newest, order};
use crate::wire::{Fault, Gate, Wire};

const INITIATE: &str = "POST /novac/api/v1/initiate";
const CHECKOUT: &str = "POST /novac/api/v1/checkout";

fn json(pairs: &[(&str, &str)]) -> SecretString {
    SecretString::from(serde_json::to_string(&texts(pairs)).unwrap())
}

async fn id_of(office: &Backoffice, name: &str) -> AccountId {
    office.account(name).await.unwrap().record.id
}

/// The settings that are changed, and some more.
fn and(account: &Account, more: &[(&str, &str)]) -> BTreeMap<String, String> {
    account.record.settings.clone().into_iter().chain(texts(more)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_request_goes_by_the_new_settings_in_every_program() {
    let shop = Shop::open().await;
    let till = shop.other_door().await;
    shop.order("ORDER-1").await;
    till.create_link(&order("ORDER-2")).await.unwrap();
    assert_eq!(shop.wire.sent(INITIATE).len(), 2);

    let account = shop.office.account("main").await.unwrap();
    let settings = and(&account, &[("checkout_path", "checkout")]);
    let changed =
        shop.office.change_account(account.record.id, None, settings.clone()).await.unwrap();
    assert_eq!((&changed.record.settings, changed.record.version), (&settings, 2));
    assert_eq!(changed.record.base_url, account.record.base_url);
    shop.order("ORDER-3").await;
    till.create_link(&order("ORDER-4")).await.unwrap();
    assert_eq!((shop.wire.sent(INITIATE).len(), shop.wire.sent(CHECKOUT).len()), (2, 2));

    // The same again is no change.
    shop.office.change_account(account.record.id, None, settings).await.unwrap();
    assert_eq!(shop.office.account("main").await.unwrap().record.version, 2);
    // What is not given is as by default again.
    let changed = till.change_account(account.record.id, None, BTreeMap::new()).await.unwrap();
    assert_eq!(changed.record.settings, BTreeMap::new());
    shop.order("ORDER-5").await;
    assert_eq!(shop.wire.sent(INITIATE).len(), 3);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_can_move_to_another_address() {
    let shop = Shop::open().await;
    let other = Wire::to(shop.sandbox.addr()).await;
    let account = shop.office.account("main").await.unwrap();
    let (id, settings) = (account.record.id, account.record.settings.clone());
    let moved = other.url("/novac");
    shop.office.change_account(id, Some(format!(" {moved} ")), settings.clone()).await.unwrap();
    let sent = shop.wire.sent("").len();
    shop.order("ORDER-1").await;
    assert_eq!((shop.wire.sent("").len(), other.sent(INITIATE).len()), (sent, 1));
    let body = newest_change(&shop, id).await;
    assert_eq!(body, Body::AccountSettingsChanged { base_url: moved, settings: settings.clone() });

    let back = shop.office.change_account(id, Some(String::new()), settings).await.unwrap();
    assert_eq!(back.record.base_url, back.usual_address());
}

async fn newest_change(shop: &Shop, id: AccountId) -> Body {
    let subject = Some(ledger::Subject::Account(id));
    crate::shop::entries(&shop.office, subject).await.pop().unwrap().body
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_at_its_usual_address_moves_along_with_its_settings() {
    let shop = Shop::open().await;
    let account = shop.connect(GatewayKind::Ovgc, "cards").await;
    let id = account.record.id;
    let usual = shop.office.change_account(id, Some(String::new()), BTreeMap::new()).await.unwrap();
    let first = usual.record.base_url.clone();
    let settings = texts(&[("api", "payment_request")]);
    let moved = shop.office.change_account(id, None, settings.clone()).await.unwrap();
    assert_ne!(moved.record.base_url, first);
    assert_eq!(moved.record.base_url, moved.usual_address());
    // Elsewhere it stays where it is.
    let own = shop.wire.url("/ovgc");
    shop.office.change_account(id, Some(own.clone()), settings).await.unwrap();
    let stays = shop.office.change_account(id, None, BTreeMap::new()).await.unwrap();
    assert_eq!(stays.record.base_url, own);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_and_addresses_that_cannot_be_right_change_nothing() {
    let shop = Shop::open().await;
    let before = shop.office.account("main").await.unwrap();
    let id = before.record.id;
    for (base_url, settings) in [
        (None, texts(&[("no_such", "x")])),
        (None, texts(&[("checkout_path", "x")])),
        (None, texts(&[("webhook_sources", "everywhere")])),
        (Some("novac"), BTreeMap::new()),
        (Some("http://api.novac.example"), BTreeMap::new()),
        (Some("https://user:pass@api.novac.example"), BTreeMap::new()),
    ] {
        let base_url = base_url.map(str::to_owned);
        let refused = shop.office.change_account(id, base_url, settings).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidInput, "{refused}");
    }
    assert_eq!(shop.office.account("main").await.unwrap().record, before.record);
    shop.order("ORDER-1").await;

    shop.office.remove_account(id).await.unwrap();
    let removed = shop.office.change_account(id, None, BTreeMap::new()).await.unwrap_err();
    assert!(matches!(removed, Error::AccountRemoved(_)), "{removed}");
    let removed = shop.office.replace_keys(id, json(&[("secret_key", "x")])).await.unwrap_err();
    assert!(matches!(removed, Error::AccountRemoved(_)), "{removed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn clear_text_is_a_setting_that_the_address_is_checked_against() {
    let shop = Shop::open().await;
    let account = shop.connect(GatewayKind::Nowpay, "wallet").await;
    let id = account.record.id;
    let clear = Some("http://nowpay.in/api/index.php".to_owned());
    let allowed = and(&account, &[("clear_text", "allowed")]);
    shop.office.change_account(id, clear.clone(), allowed.clone()).await.unwrap();
    // Not allowed any more, while the address still is clear text.
    let refused = shop.office.change_account(id, None, BTreeMap::new()).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidInput, "{refused}");
    assert_eq!(shop.office.account("wallet").await.unwrap().record.settings, allowed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_secret_counts_until_it_is_forgotten() {
    let shop = Shop::open().await;
    let id = shop.connect(GatewayKind::Ovgc, "cards").await.record.id;
    let before = shop.place.keys(id).await;
    assert!(!shop.office.has_old_keys(id).await.unwrap());
    let new = "whsec_0123456789abcdef0123456789abcdef";
    let check = shop.office.replace_keys(id, json(&[("webhook_secret", new)])).await.unwrap();
    assert!(check.ok, "{}", check.message);
    let keys = shop.place.keys(id).await;
    assert_eq!(keys["webhook_secret"], new);
    assert_eq!(keys["old_webhook_secret"], before["webhook_secret"]);
    assert_eq!(keys["api_key"], before["api_key"]);
    assert!(shop.office.has_old_keys(id).await.unwrap());
    let Body::AccountKeysReplaced { fields, .. } = newest(&shop.office).await else {
        panic!("it was not written down")
    };
    assert_eq!(fields, ["webhook_secret"]);

    // The same again pushes nothing out.
    shop.office.replace_keys(id, json(&[("webhook_secret", new)])).await.unwrap();
    assert_eq!(shop.place.keys(id).await, keys);

    let head = shop.office.journal_head().await.unwrap();
    shop.office.forget_old_keys(id).await.unwrap();
    assert!(!shop.office.has_old_keys(id).await.unwrap());
    assert!(!shop.place.keys(id).await.contains_key("old_webhook_secret"));
    assert_eq!(shop.office.journal_head().await.unwrap(), head + 1);
    shop.office.forget_old_keys(id).await.unwrap();
    assert_eq!(shop.office.journal_head().await.unwrap(), head + 1, "there was nothing to forget");
    assert_eq!(shop.place.keys(id).await["webhook_secret"], new);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_cannot_be_right_leave_the_old_ones_in_place() {
    let shop = Shop::open().await;
    let id = id_of(&shop.office, "main").await;
    let (keys, head) = (shop.place.keys(id).await, shop.office.journal_head().await.unwrap());
    let asked = shop.wire.sent("").len();
    for (given, code) in [
        ("", Code::InvalidInput),
        ("{}", Code::InvalidInput),
        (r#"{"secret_key":" "}"#, Code::InvalidInput),
        (r#"{"password":"nc_testsk_0123456789abc"}"#, Code::InvalidInput),
        (r#"{"secret_key":"nc_testpk_0123456789abc"}"#, Code::InvalidInput),
        (r#"{"secret_key":"nc_livesk_0123456789abc"}"#, Code::InvalidInput),
        (
            r#"{"secret_key":"nc_livesk_0123456789abc","public_key":"nc_livepk_0123456789abc"}"#,
            Code::Refused,
        ),
    ] {
        let refused = shop.office.replace_keys(id, SecretString::from(given)).await.unwrap_err();
        assert_eq!(refused.code(), code, "{given}: {refused}");
        assert!(!refused.to_string().contains("0123456789abc"), "a key is in: {refused}");
    }
    assert_eq!(shop.wire.sent("").len(), asked, "nobody is asked about what cannot be right");
    let unknown_there = json(&[("secret_key", "nc_testsk_unknown000000")]);
    let refused = shop.office.replace_keys(id, unknown_there).await.unwrap_err();
    assert_eq!(refused.code(), Code::Gateway, "{refused}");
    assert_eq!(shop.place.keys(id).await, keys);
    assert_eq!(shop.office.journal_head().await.unwrap(), head);
    shop.order("ORDER-1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_request_has_the_new_keys_in_every_program() {
    let shop = Shop::open().await;
    let id = shop.connect(GatewayKind::Nowpay, "wallet").await.record.id;
    let till = shop.other_door().await;
    till.balances("wallet", None).await.unwrap();
    // The new ones cannot be checked, and are kept unchecked.
    shop.wire.always("nowpay", Fault::HangUp { arrives: false });
    let check = shop.office.replace_keys(id, json(&[("username", "700123")])).await.unwrap();
    assert!(!check.ok && check.message.contains("could not be checked"), "{}", check.message);
    for office in [&shop.office, &till] {
        office.balances("wallet", None).await.unwrap_err();
        let sent = shop.wire.sent("nowpay").pop().unwrap();
        assert_eq!(sent.body["username"], "700123");
    }
    let record = shop.office.account("wallet").await.unwrap().record;
    assert_eq!((record.version, record.mode), (2, Mode::Unknown));
    let body = format!("{:?}", newest(&shop.office).await);
    assert!(body.contains("username") && !body.contains("700123"), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_removed_while_its_new_keys_are_checked_is_left_without_keys() {
    let shop = Shop::open().await;
    let id = id_of(&shop.office, "main").await;
    let gate = Arc::new(Gate::default());
    shop.wire.once("verify", Fault::Hold(Arc::clone(&gate)));
    let (office, keys) = (shop.office.clone(), shop.place.keys(id).await);
    let keys = SecretString::from(serde_json::to_string(&keys).unwrap());
    let replacing = tokio::spawn(async move { office.replace_keys(id, keys).await });
    gate.came().await;
    shop.other_door().await.remove_account(id).await.unwrap();
    gate.open();
    let refused = replacing.await.unwrap().unwrap_err();
    assert!(matches!(refused, Error::AccountRemoved(_)), "{refused}");
    assert!(!shop.place.has_keys(id).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_were_lost_can_be_entered_anew() {
    let shop = Shop::open().await;
    let id = id_of(&shop.office, "main").await;
    let keys = shop.place.keys(id).await;
    shop.place.lose_keys(id).await;
    let till = shop.other_door().await;
    assert_eq!(till.create_link(&order("ORDER-1")).await.unwrap_err().code(), Code::Locked);
    let some = json(&[("secret_key", &keys["secret_key"])]);
    assert_eq!(till.replace_keys(id, some).await.unwrap_err().code(), Code::InvalidInput);
    let all = SecretString::from(serde_json::to_string(&keys).unwrap());
    assert!(till.replace_keys(id, all).await.unwrap().ok);
    till.create_link(&order("ORDER-1")).await.unwrap();
}
