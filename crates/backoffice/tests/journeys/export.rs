//! The accountant's file: the same bytes for the same data, whole or not at all, and known to the journal.

use std::fs;

use backoffice::{
    Cancel, Code, Error, ExportForm, ExportMade, ExportQuery, PaymentFilter, suggested_file_name,
};
use chrono::TimeDelta;
use ledger::Body;
use sha2::{Digest as _, Sha256};

use crate::shop::{Shop, base, newest, ngn, only};

async fn export(shop: &Shop, name: &str, filter: &str) -> (ExportMade, String) {
    let path = shop.place.path(name);
    let made = shop.export(filter, &path).await.unwrap();
    (made, fs::read_to_string(path).unwrap())
}

async fn save(shop: &Shop, name: &str, query: ExportQuery) -> Result<ExportMade, Error> {
    let form = ExportForm { query, path: shop.place.path(name) };
    shop.office.save_export(&form, &Cancel::default(), |_| {}).await
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
    assert_eq!(made.files[0].sha256, digest);
    let entry = newest(&shop.office).await;
    let Body::ExportMade(entry) = entry else {
        panic!("the journal does not know of the file");
    };
    assert_eq!((entry.profile.as_str(), entry.rows), ("base", 3));
    assert_eq!((entry.sha256, entry.sums), (digest, made.sums));
    assert_eq!((entry.files.len(), entry.files[0].name.as_str()), (1, "one.csv"));

    shop.pass(TimeDelta::days(3));
    let (again, same) = export(&shop, "two.csv", "").await;
    assert_eq!((&again.files[0].sha256, same), (&made.files[0].sha256, text));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_what_the_file_will_have() {
    let shop = Shop::open().await;
    for number in 0..6 {
        shop.paid(&format!("ORDER-{number}")).await;
    }
    let before = shop.office.journal_head().await.unwrap();
    let preview = shop.preview("").await;
    assert_eq!(shop.office.journal_head().await.unwrap(), before, "a preview leaves no trace");
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
    let made = save(&shop, "c.csv", base(until.clone())).await.unwrap();
    assert_eq!(made.rows, 2);
    assert!(fs::read_to_string(&made.files[0].path).unwrap().contains("ORDER-1"));
    assert_eq!(
        suggested_file_name("base", &until, day).unwrap(),
        format!("tillkeeper-base-to-{day}.csv")
    );

    let backwards =
        PaymentFilter { from: day.succ_opt(), to: Some(day), ..PaymentFilter::default() };
    let refused = save(&shop, "d.csv", base(backwards)).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some("to")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manifest_beside_the_file_proves_it() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let (made, text) = export(&shop, "books.csv", "status:paid").await;
    assert_eq!(made.manifest, shop.place.path("books.csv.manifest.json"));
    let manifest = fs::read_to_string(&made.manifest).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["profile"], "base");
    assert_eq!(manifest["filter"], "status:paid");
    assert_eq!(manifest["rows"], 2);
    assert_eq!(manifest["sums"][0]["amount"], "24650.00");
    assert_eq!(manifest["files"][0]["name"], "books.csv");
    let digest = hex::encode(Sha256::digest(text.as_bytes()));
    assert_eq!(manifest["files"][0]["sha256"], digest);
    assert_eq!(manifest["time_zone"], shop.office.time_zone().await.unwrap().name());
    let first = fs::read(&made.manifest).unwrap();
    export(&shop, "books.csv", "status:paid").await;
    let second: serde_json::Value =
        serde_json::from_slice(&fs::read(&made.manifest).unwrap()).unwrap();
    let mut expected: serde_json::Value = serde_json::from_slice(&first).unwrap();
    // The journal went on by the entry of the first export; nothing else is another.
    expected["through_entry"] = second["through_entry"].clone();
    assert_eq!(second, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_of_what_is_new_never_gives_a_row_twice_and_leaves_none_out() {
    let shop = Shop::open().await;
    let since_last = || ExportQuery { since_last: true, ..base(only("")) };
    let first = shop.paid("ORDER-1").await;
    let one = save(&shop, "1.csv", since_last()).await.unwrap();
    assert_eq!((one.rows, one.after), (2, None));
    let none = save(&shop, "2.csv", since_last()).await.unwrap();
    assert_eq!((none.rows, none.after), (0, Some(one.through)));

    shop.refund(first, "5000.00").await;
    shop.pass(TimeDelta::minutes(1));
    shop.office.look_up(first).await.unwrap();
    shop.paid("ORDER-2").await;
    // Another filter has a mark of its own, and a plain export sets the mark as well: its rows were given.
    let other = ExportQuery { since_last: true, ..base(only("reference:ORDER-2")) };
    assert_eq!(save(&shop, "other.csv", other).await.unwrap().rows, 2);
    let three = save(&shop, "3.csv", since_last()).await.unwrap();
    assert_eq!(three.rows, 3, "a refund, a sale and its fee");

    let all = save(&shop, "all.csv", base(only(""))).await.unwrap();
    let ids = |name: &str| {
        let text = fs::read_to_string(shop.place.path(name)).unwrap();
        let id = |line: &str| line.split(',').nth(1).unwrap().to_owned();
        text.lines().skip(1).map(id).collect::<Vec<_>>()
    };
    let mut given = [ids("1.csv"), ids("2.csv"), ids("3.csv")].concat();
    let mut whole = ids("all.csv");
    given.sort();
    whole.sort();
    assert_eq!((given, all.rows), (whole, 5));
    assert_eq!(save(&shop, "4.csv", since_last()).await.unwrap().rows, 0);

    // A file of new rows is the only one that has them.
    let refused = save(&shop, "3.csv", since_last()).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some("path")));
    assert_eq!(ids("3.csv").len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_can_be_made_once_more_whatever_came_since() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let mut query = base(only(""));
    query.wishes.columns = ["order_ref", "amount", "currency"].map(str::to_owned).to_vec();
    let made = save(&shop, "then.csv", query).await.unwrap();
    shop.pass(TimeDelta::days(40));
    shop.paid("ORDER-2").await;
    let path = shop.place.path("again.csv");
    let never = Cancel::default();
    let again = shop.office.save_export_again(made.id, &path, &never, |_| {}).await.unwrap();
    assert_eq!(again.files[0].sha256, made.files[0].sha256);
    let text = fs::read_to_string(path).unwrap();
    assert!(text.starts_with("\"order_ref\",\"amount\",\"currency\"\r\n\"ORDER-1\","), "{text}");
    let listed = shop.office.exports(None, 10).await.unwrap().items;
    assert_eq!(listed.iter().map(|export| export.made.rows).collect::<Vec<_>>(), [2, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_export_leaves_nothing() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let before = shop.office.journal_head().await.unwrap();
    fs::create_dir(shop.place.path("out")).unwrap();
    let cancel = Cancel::default();
    cancel.cancel();
    let form = ExportForm { query: base(only("")), path: shop.place.path("out/cancelled.csv") };
    let refused = shop.office.save_export(&form, &cancel, |_| {}).await.unwrap_err();
    assert!(refused.to_string().contains("nothing was written"), "{refused}");
    assert_eq!(fs::read_dir(shop.place.path("out")).unwrap().count(), 0);
    assert_eq!(shop.office.journal_head().await.unwrap(), before);
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
        let query = ExportQuery { profile: profile.to_owned(), ..base(only(filter)) };
        let refused = save(&shop, name, query).await.unwrap_err();
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
async fn rows_of_a_file_that_could_not_be_put_in_place_are_given_again() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let since_last = || ExportQuery { since_last: true, ..base(only("")) };
    // A folder takes the manifest's place, which is found out when all is written.
    fs::create_dir_all(shop.place.path("books.csv.manifest.json/full")).unwrap();
    let refused = save(&shop, "books.csv", since_last()).await.unwrap_err();
    assert_eq!(refused.code(), Code::Storage, "{refused}");
    assert!(matches!(newest(&shop.office).await, Body::ExportUndone { .. }));
    let given = save(&shop, "other.csv", since_last()).await.unwrap();
    assert_eq!((given.rows, given.after), (2, None));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_is_not_written_over_by_an_export() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    for name in ["tillkeeper.db", "tillkeeper.db-wal", "keys.age"] {
        let refused = shop.export("", &shop.office.dir().join(name)).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidInput, "{name}: {refused}");
    }
    shop.export("", &shop.office.dir().join("april.csv")).await.unwrap();
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_merchant_likes_is_kept_with_the_books() {
    let shop = Shop::open().await;
    let mut query = base(only("status:paid"));
    query.wishes.columns = ["order_ref", "gross"].map(str::to_owned).to_vec();
    shop.office.save_export_preset("Monthly", &query).await.unwrap();
    let preset = shop.office.export_preset("Monthly").await.unwrap();
    let asked =
        preset.query(PaymentFilter { from: Some("2026-04-01".parse().unwrap()), ..only("") });
    assert_eq!((asked.filter.text.as_str(), asked.wishes.columns.len()), ("status:paid", 2));
    let wrong = ExportQuery { profile: "bse".to_owned(), ..base(only("")) };
    assert_eq!(
        shop.office.save_export_preset("x", &wrong).await.unwrap_err().code(),
        Code::InvalidInput
    );
    shop.office.remove_export_preset("Monthly").await.unwrap();
    assert_eq!(
        shop.office.remove_export_preset("Monthly").await.unwrap_err().code(),
        Code::NotFound
    );

    let sales = |name: &str| [("sales".to_owned(), name.to_owned())].into();
    shop.office.name_accounts(&sales("Income:Shop:{currency}")).await.unwrap();
    assert_eq!(shop.office.account_names().await.unwrap()["sales"], "Income:Shop:{currency}");
    assert!(shop.office.name_accounts(&sales("Income::Shop")).await.is_err());
    shop.office.name_accounts(&sales("")).await.unwrap();
    assert_eq!(shop.office.account_names().await.unwrap()["sales"], "Income:Sales:{currency}");
}
