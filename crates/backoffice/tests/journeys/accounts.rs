//! Accounts: keys that are refused are not kept, and a removed account leaves its history.

use backoffice::{AccountForm, Code, Error};
use ledger::{GatewayKind, RefundRefusal};
use secrecy::SecretString;

use crate::shop::{Shop, account_form, entries, only, order, refund};
use crate::wire::Fault;

fn second(shop: &Shop) -> AccountForm {
    account_form(&shop.sandbox, &shop.wire, GatewayKind::Novac, "second")
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_the_gateway_refuses_are_not_kept() {
    let shop = Shop::open().await;
    let before = shop.office.journal_head().await.unwrap();
    for status in [401, 403] {
        shop.wire.once("verify", Fault::Refuse(status, "x-a: b", r#"{"message":"Invalid key"}"#));
        let refused = shop.office.connect_account(second(&shop)).await.unwrap_err();
        assert_eq!(refused.code(), Code::Gateway);
        assert!(refused.to_string().contains("key"), "{refused}");
    }
    let unknown_here = AccountForm {
        credentials: SecretString::from(
            r#"{"public_key":"nc_testpk_unknown000000","secret_key":"nc_testsk_unknown000000"}"#,
        ),
        ..second(&shop)
    };
    let refused = shop.office.connect_account(unknown_here).await.unwrap_err();
    assert_eq!(refused.code(), Code::Gateway, "{refused}");
    assert_eq!(shop.office.journal_head().await.unwrap(), before);
    assert_eq!(shop.office.accounts().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_right_is_refused_before_anybody_is_asked() {
    let shop = Shop::open().await;
    let asked = shop.wire.sent("").len();
    let keys = |json: &str| AccountForm { credentials: SecretString::from(json), ..second(&shop) };
    let wrong = [
        AccountForm { name: "MAIN".to_owned(), ..second(&shop) },
        AccountForm { name: "  ".to_owned(), ..second(&shop) },
        AccountForm { name: "x".repeat(41), ..second(&shop) },
        AccountForm { base_url: Some("http://api.novac.example".to_owned()), ..second(&shop) },
        AccountForm { base_url: Some("novac".to_owned()), ..second(&shop) },
        AccountForm { settings: [("checkout_path".into(), "x".into())].into(), ..second(&shop) },
        AccountForm { settings: [("no_such".into(), "x".into())].into(), ..second(&shop) },
        keys(""),
        keys("not json"),
        keys(r#"{"public_key":"nc_testpk_0123456789"}"#),
        // The public key in the secret one's place, and the other way round.
        keys(r#"{"public_key":"nc_testsk_0123456789abc","secret_key":"nc_testsk_0123456789abc"}"#),
        keys(r#"{"public_key":"nc_testpk_0123456789abc","secret_key":"nc_testpk_0123456789abc"}"#),
        // Test and live do not go together.
        keys(r#"{"public_key":"nc_testpk_0123456789abc","secret_key":"nc_livesk_0123456789abc"}"#),
        keys(r#"{"public_key":"ovgc_live_0123456789abc","secret_key":"ovgc_live_0123456789abc"}"#),
    ];
    for (number, form) in wrong.into_iter().enumerate() {
        let refused = shop.office.connect_account(form).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidInput, "{number}: {refused}");
        assert!(!refused.to_string().contains("0123456789abc"), "a key is in: {refused}");
    }
    assert_eq!(shop.wire.sent("").len(), asked);
    assert_eq!(shop.office.accounts().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_cannot_be_checked_are_kept_and_the_check_says_so() {
    let shop = Shop::open().await;
    shop.wire.always("verify", Fault::HangUp { arrives: false });
    let (account, check) = shop.office.connect_account(second(&shop)).await.unwrap();
    assert!(!check.ok);
    assert!(check.message.contains("could not be checked"), "{}", check.message);
    assert!(shop.place.has_keys(account.record.id).await);
    assert!(!shop.office.check_account(account.record.id).await.unwrap().ok);

    shop.wire.mend();
    assert!(shop.office.check_account(account.record.id).await.unwrap().ok);
    shop.wire.once("verify", Fault::Refuse(401, "x-a: b", ""));
    assert!(!shop.office.check_account(account.record.id).await.unwrap().ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_connection_is_told_apart_from_an_answer() {
    let shop = Shop::open().await;
    // A port that was listened on a moment ago, and is not any more.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let form = AccountForm { base_url: Some(format!("http://{gone}")), ..second(&shop) };
    let (account, check) = shop.office.connect_account(form).await.unwrap();
    assert!(!check.ok);
    let form =
        backoffice::LinkForm { account: account.record.name.to_string(), ..order("ORDER-1") };
    let refused = shop.office.create_link(&form).await.unwrap_err();
    assert_eq!(refused.code(), Code::Offline, "{refused}");
    // Nothing left this computer, so the number is free.
    let refused = shop.office.create_link(&form).await.unwrap_err();
    assert_eq!(refused.code(), Code::Offline, "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_account_takes_its_keys_along_and_leaves_its_history() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let account = shop.office.account("main").await.unwrap().record.id;
    assert!(shop.place.has_keys(account).await);
    shop.office.remove_account(account).await.unwrap();
    assert!(!shop.place.has_keys(account).await);
    assert_eq!(shop.office.accounts().await.unwrap().len(), 0);

    for refused in [
        shop.office.remove_account(account).await.unwrap_err(),
        shop.office.create_link(&order("ORDER-2")).await.unwrap_err(),
    ] {
        assert_eq!(refused.code(), Code::NotFound, "{refused}");
    }
    let refused = shop.office.create_refund(&refund(id, None)).await.unwrap_err();
    assert!(matches!(refused, Error::Refund(RefundRefusal::AccountRemoved)), "{refused}");
    assert_eq!(refused.code(), Code::Refused);

    assert_eq!(shop.office.find_payment("main/ORDER-1").await.unwrap().payment.id, id);
    let listed = shop.office.payments(&only("account:main ada"), None, 10).await.unwrap();
    assert_eq!(listed.items.len(), 1);
    let path = shop.place.path("all.csv");
    assert_eq!(shop.export("", &path).await.unwrap().rows, 2);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_in_the_keychain_and_nowhere_in_the_books() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund(id, "1.00").await;
    let keys = shop.sandbox.description().gateways["novac"].credentials.clone();
    for entry in entries(&shop.office, None).await {
        let body = format!("{:?}", entry.body);
        assert!(keys.values().all(|key| !body.contains(key)), "{body}");
    }
    for file in std::fs::read_dir(shop.office.dir()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for key in keys.values() {
            let found = bytes.windows(key.len()).any(|part| part == key.as_bytes());
            assert!(!found, "{} has a key in it", path.display());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_settings_that_differ_from_the_defaults_are_recorded() {
    let shop = Shop::open().await;
    let settings = [("checkout_path".to_owned(), "auto".to_owned())].into();
    let form = AccountForm { settings, ..second(&shop) };
    let (account, _) = shop.office.connect_account(form).await.unwrap();
    assert!(account.record.settings.is_empty());
}
