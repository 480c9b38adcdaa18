//! What is new since the last export: each row in one file, whatever else is exported meanwhile.

use std::fs;
use std::sync::mpsc;

use backoffice::{Cancel, Code, Error, ExportForm, ExportMade, ExportQuery, LinkForm};
use chrono::TimeDelta;
use ledger::GatewayKind;
use sandbox::Customer;

use crate::shop::{Shop, base, only, ovgc_order};

/// What is new of a filter, in Tillkeeper's own CSV.
pub(crate) fn new_of(filter: &str) -> ExportQuery {
    ExportQuery { since_last: true, ..base(only(filter)) }
}

pub(crate) async fn save(shop: &Shop, name: &str, query: ExportQuery) -> Result<ExportMade, Error> {
    let form = ExportForm { query, path: shop.place.path(name) };
    shop.office.save_export(&form, &Cancel::default(), |_| {}).await
}

/// A GnuCash file with that in it.
fn gnucash(content: &str, since_last: bool) -> ExportQuery {
    let mut query = ExportQuery { profile: "gnucash".to_owned(), since_last, ..base(only("")) };
    query.wishes.choices.insert("content".to_owned(), content.to_owned());
    query
}

#[tokio::test(flavor = "multi_thread")]
async fn two_exports_of_what_is_new_at_once_give_each_row_once() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let other = shop.other_door().await;
    let (path, slow_path) = (shop.place.path("quick.csv"), shop.place.path("slow.csv"));
    let (looked, hear) = mpsc::channel();
    let (go_on, wait) = mpsc::channel::<()>();
    let slow = tokio::spawn(async move {
        let form = ExportForm { query: new_of(""), path: slow_path };
        // It has written its rows and has yet to be entered.
        let told = move |_| {
            if looked.send(()).is_ok() {
                wait.recv().unwrap_or_default();
            }
        };
        other.save_export(&form, &Cancel::default(), told).await
    });
    tokio::task::spawn_blocking(move || hear.recv()).await.unwrap().unwrap();
    let form = ExportForm { query: new_of(""), path };
    let quick = shop.office.save_export(&form, &Cancel::default(), |_| {}).await.unwrap();
    drop(go_on);
    let slow = slow.await.unwrap().unwrap();
    assert_eq!((quick.rows, quick.after), (2, None));
    assert_eq!((slow.rows, slow.after), (0, Some(quick.through)));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_with_other_columns_or_choices_takes_no_row_from_those_that_are_new() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let mut peek = base(only(""));
    peek.wishes.columns = ["order_ref", "amount"].map(str::to_owned).to_vec();
    save(&shop, "peek.csv", peek.clone()).await.unwrap();
    assert_eq!(save(&shop, "1.csv", new_of("")).await.unwrap().rows, 2);
    peek.since_last = true;
    assert_eq!(save(&shop, "2.csv", peek).await.unwrap().rows, 0, "the look had its own rows");

    let chart = save(&shop, "chart.csv", gnucash("accounts", false)).await.unwrap();
    assert_eq!(chart.rows, 2);
    let moved = save(&shop, "moved.csv", gnucash("transactions", true)).await.unwrap();
    assert_eq!((moved.rows, moved.after), (2, None));
    let refused = save(&shop, "new.csv", gnucash("accounts", true)).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some("since_last")));
    assert!(!shop.place.path("new.csv").exists());
    let since = shop.office.since_last_export(&gnucash("accounts", false)).await.unwrap();
    assert!(since.is_none(), "what is new is not offered either");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_is_not_told_by_what_may_change_later() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    for filter in [
        "status:paid",
        "gateway:novac flag:late",
        "channel:card",
        "customer:ada",
        "tag:vip",
        "is:refunded",
        "amount>=1000",
        "premium",
    ] {
        let refused = save(&shop, "new.csv", new_of(filter)).await.unwrap_err();
        assert_eq!(refused.field(), Some("filter"), "{filter}");
        assert!(refused.to_string().contains("choose by gateway"), "{refused}");
        let preset = shop.office.save_export_preset("Nightly", &new_of(filter)).await;
        assert_eq!(preset.unwrap_err().field(), Some("filter"), "{filter}");
        let whole = base(only(filter));
        assert!(shop.office.since_last_export(&whole).await.unwrap().is_none(), "{filter}");
        save(&shop, "all.csv", whole).await.unwrap();
    }
    let told = "gateway:novac account:main mode:test currency:NGN reference:ORDER from:2026-01-01";
    assert_eq!(save(&shop, "new.csv", new_of(told)).await.unwrap().rows, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_made_once_more_says_whether_it_is_the_same_bytes() {
    let shop = Shop::open().await;
    let (first, second) = (shop.paid("ORDER-1").await, shop.paid("ORDER-2").await);
    let tags = ["vip".to_owned()];
    shop.office.set_tags(first, &tags).await.unwrap();
    let made = save(&shop, "then.csv", base(only("tag:vip"))).await.unwrap();
    assert_eq!((made.rows, made.same_bytes), (2, None));
    let again = async |name: &str| {
        let path = shop.place.path(name);
        shop.office.save_export_again(made.id, &path, &Cancel::default(), |_| {}).await.unwrap()
    };
    let same = again("same.csv").await;
    assert_eq!((same.same_bytes, same.findings.len()), (Some(true), 0));

    shop.office.set_tags(second, &tags).await.unwrap();
    let other = again("other.csv").await;
    assert_eq!((other.rows, other.same_bytes), (4, Some(false)));
    assert_eq!(other.findings[0].code, "differs");
    assert_ne!(
        fs::read(shop.place.path("then.csv")).unwrap(),
        fs::read(shop.place.path("other.csv")).unwrap()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_has_the_same_number_in_what_is_new_and_in_all_of_it() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Ovgc, "cards").await;
    let query = |since_last| ExportQuery {
        profile: "xero-invoice".to_owned(),
        since_last,
        ..base(only(""))
    };
    let numbers = |name: &str| {
        let text = fs::read_to_string(shop.place.path(name)).unwrap();
        let number = |line: &str| line.split(',').nth(10).unwrap().to_owned();
        text.lines().skip(1).map(number).collect::<Vec<_>>()
    };
    shop.paid("ORDER-1").await;
    save(&shop, "1.csv", query(true)).await.unwrap();
    assert_eq!(numbers("1.csv"), ["ORDER-1"]);
    let link = shop.office.create_link(&ovgc_order("ORDER-1")).await.unwrap();
    shop.customer(&link, Customer::PaysByCard);
    shop.office.look_up(link.payment.id).await.unwrap();
    let second = save(&shop, "2.csv", query(true)).await.unwrap();
    let id = link.payment.id.to_string();
    let expected = format!("ORDER-1 ({})", &id[id.len() - 8..]);
    assert_eq!(numbers("2.csv"), [expected.as_str()]);
    assert!(second.findings.iter().any(|finding| finding.code == "renumbered"));
    save(&shop, "all.csv", query(false)).await.unwrap();
    assert_eq!(numbers("all.csv"), ["ORDER-1", expected.as_str()]);
    let of_cards = ExportQuery { filter: only("account:cards"), ..query(false) };
    let shown = shop.office.preview_export(&of_cards, &Cancel::default()).await.unwrap();
    assert_eq!(shown.first[0][10], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_another_gateway_had_before_is_no_account_of_that_gateway() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let main = shop.office.account("main").await.unwrap();
    shop.office.remove_account(main.record.id).await.unwrap();
    shop.pass(TimeDelta::minutes(1));
    shop.connect(GatewayKind::Ovgc, "main").await;
    let form = LinkForm { account: "main".to_owned(), ..ovgc_order("ORDER-2") };
    let link = shop.office.create_link(&form).await.unwrap();
    shop.customer(&link, Customer::PaysByCard);
    shop.office.look_up(link.payment.id).await.unwrap();
    let query = ExportQuery { profile: "beancount".to_owned(), ..base(only("")) };
    save(&shop, "all.beancount", query).await.unwrap();
    let text = fs::read_to_string(shop.place.path("all.beancount")).unwrap();
    for name in ["Assets:Clearing:Main:NGN", "Assets:Clearing:Main-OVGC-Payments:USD"] {
        assert!(text.contains(&format!("open {name}\n")), "{text}");
    }
}
