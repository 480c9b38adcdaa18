//! The accountant's file: the same bytes for the same data, whole or not at all, and known to the journal.

use std::fs;

use backoffice::{Code, ExportForm, ExportMade, PaymentFilter, suggested_file_name};
use chrono::TimeDelta;
use ledger::Body;
use sha2::{Digest as _, Sha256};

use crate::shop::{Shop, newest, ngn, only};

fn form(shop: &Shop, name: &str, filter: PaymentFilter) -> ExportForm {
    ExportForm { profile: "base".to_owned(), filter, path: shop.place.path(name) }
}

async fn export(shop: &Shop, name: &str, filter: &str) -> (ExportMade, String) {
    let form = form(shop, name, only(filter));
    let made = shop.office.save_export(&form).await.unwrap();
    let text = fs::read_to_string(&form.path).unwrap();
    (made, text)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_is_what_the_journal_says_byte_for_byte_every_time() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund(id, "5000.00").await;
    shop.pass(TimeDelta::minutes(1));
    shop.office.look_up(id).await.unwrap();

    let (made, text) = export(&shop, "one.csv", "").await;
    assert_eq!(made.rows, 3, "a sale, its fee and a refund");
    assert_eq!(made.sums, [ngn(2_500_000 - 35_000 - 500_000)]);
    assert_eq!(text.lines().count(), 4);
    for said in ["25000.00", "-350.00", "-5000.00", "ORDER-1", "Ada Obi", "Damaged on the way"] {
        assert!(text.contains(said), "{said} is missing in {text}");
    }
    let digest = hex::encode(Sha256::digest(text.as_bytes()));
    assert_eq!(made.sha256, digest);
    let Body::ExportMade { profile, rows, sha256, sums, .. } = newest(&shop.office).await else {
        panic!("the journal does not know of the file");
    };
    assert_eq!((profile.as_str(), rows, sha256, sums), ("base", 3, digest, made.sums));

    shop.pass(TimeDelta::days(3));
    let (again, same) = export(&shop, "two.csv", "").await;
    assert_eq!((again.sha256, same), (made.sha256, text));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_what_the_file_will_have() {
    let shop = Shop::open().await;
    for number in 0..6 {
        shop.paid(&format!("ORDER-{number}")).await;
    }
    let preview = shop.office.preview_export("base", &only("")).await.unwrap();
    let (made, text) = export(&shop, "all.csv", "").await;
    assert_eq!((preview.rows, &preview.sums), (made.rows, &made.sums));
    assert_eq!(preview.first.len(), 8);
    assert!(preview.first.iter().all(|row| row.len() == preview.columns.len()));
    assert_eq!(text.lines().next().unwrap().split(',').count(), preview.columns.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_and_days_choose_the_rows() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let day = shop.office.today().await.unwrap();
    shop.pass(TimeDelta::days(2));
    shop.paid("ORDER-2").await;

    assert_eq!(export(&shop, "a.csv", "").await.0.rows, 4);
    assert_eq!(export(&shop, "b.csv", "reference:ORDER-2").await.0.rows, 2);
    let until = PaymentFilter { to: Some(day), ..PaymentFilter::default() };
    let made = shop.office.save_export(&form(&shop, "c.csv", until.clone())).await.unwrap();
    assert_eq!(made.rows, 2);
    assert!(fs::read_to_string(&made.path).unwrap().contains("ORDER-1"));
    assert_eq!(
        suggested_file_name("base", &until, day).unwrap(),
        format!("tillkeeper-base-to-{day}.csv")
    );

    let backwards =
        PaymentFilter { from: day.succ_opt(), to: Some(day), ..PaymentFilter::default() };
    let refused = shop.office.save_export(&form(&shop, "d.csv", backwards)).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some("to")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_made_leaves_the_old_one_and_no_crumbs() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let folder = shop.place.path("out");
    fs::create_dir_all(folder.join("taken")).unwrap();
    fs::write(folder.join("old.csv"), "last month").unwrap();
    let before = shop.office.journal_head().await.unwrap();

    let wrong = [
        ("base", "out/old.csv", "statuss:paid"),
        ("basic", "out/old.csv", ""),
        ("base", "out/taken", ""),
        ("base", "out/none/new.csv", ""),
        ("base", "out/old.csv/new.csv", ""),
    ];
    for (profile, name, filter) in wrong {
        let form = ExportForm { profile: profile.to_owned(), ..form(&shop, name, only(filter)) };
        let refused = shop.office.save_export(&form).await.unwrap_err();
        assert!(!refused.to_string().is_empty());
        if filter.is_empty() && profile == "base" {
            assert_eq!(refused.code(), Code::Storage, "{refused}");
            assert!(refused.to_string().contains(name), "{refused}");
        }
    }
    assert_eq!(fs::read_to_string(folder.join("old.csv")).unwrap(), "last month");
    let mut left: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["old.csv", "taken"]);
    assert_eq!(shop.office.journal_head().await.unwrap(), before);

    let (_, replaced) = export(&shop, "out/old.csv", "").await;
    assert!(replaced.contains("ORDER-1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_is_not_written_over_by_an_export() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    for name in ["tillkeeper.db", "tillkeeper.db-wal", "keys.age"] {
        let mut form = form(&shop, "x", only(""));
        form.path = shop.office.dir().join(name);
        let refused = shop.office.save_export(&form).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidInput, "{name}: {refused}");
    }
    let mut form = form(&shop, "x", only(""));
    form.path = shop.office.dir().join("april.csv");
    shop.office.save_export(&form).await.unwrap();
    shop.check().await;
}
