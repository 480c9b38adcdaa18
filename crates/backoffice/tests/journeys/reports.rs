//! Takings in sums: what a report says is what the accountant's file has, by the merchant's own days.

use std::collections::BTreeMap;

use backoffice::{Grouping, HISTORY, PaymentFilter, ReportQuery, ReportSums, TakingsReport};
use chrono::{DateTime, TimeDelta, Utc};
use ledger::{
    AccountId, Actor, Body, Draft, EntryId, GatewayKind, ImportId, Mode, Money, Observation,
    PaymentId, PaymentStatus, Source, Subject,
};
use store::{Append, Store};
use uuid::Uuid;

use crate::settlement_bank::{paid_out, usd};
use crate::shop::{Shop, only};
use crate::webhook_counter::Counter;

/// Amounts per group and currency: sales, refunds, fees, payouts.
type Told = BTreeMap<(String, String), BTreeMap<&'static str, i64>>;

async fn report(shop: &Shop, by: Grouping, filter: PaymentFilter) -> TakingsReport {
    shop.office.report(&ReportQuery { by, account: None, filter }).await.unwrap()
}

fn told(report: &TakingsReport) -> Told {
    let sums = |sums: &ReportSums| {
        let all = [
            ("sale", sums.sales),
            ("refund", sums.refunds),
            ("fee", sums.fees),
            ("payout", sums.payouts),
        ];
        let moved = all.into_iter().filter(|(_, money)| !money.is_zero());
        moved.map(|(kind, money)| (kind, money.minor())).collect::<BTreeMap<_, _>>()
    };
    let groups = report.groups.iter().map(|group| {
        let currency = group.sums.currency().to_string();
        ((group.key.label(), currency), sums(&group.sums))
    });
    groups.filter(|(_, sums)| !sums.is_empty()).collect()
}

/// The rows of the base file, by the names of its columns.
async fn rows(shop: &Shop, filter: &str) -> Vec<BTreeMap<String, String>> {
    let path = shop.place.path("base.csv");
    shop.export(filter, &path).await.unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| {
        line.split(',').map(|cell| cell.trim_matches('"').to_owned()).collect::<Vec<_>>()
    });
    let heading = lines.next().unwrap();
    lines.map(|cells| heading.iter().cloned().zip(cells).collect()).collect()
}

/// The same sums from the rows of the base file, grouped by one of its cells.
fn summed(
    rows: &[BTreeMap<String, String>],
    group: impl Fn(&BTreeMap<String, String>) -> String,
) -> Told {
    let mut told = Told::new();
    for row in rows {
        let kind = match row["type"].as_str() {
            "sale" => "sale",
            "refund" | "refund_returned" => "refund",
            "fee" => "fee",
            "payout" => "payout",
            other => panic!("{other}"),
        };
        let key = (group(row), row["currency"].clone());
        let minor: i64 = row["amount_minor"].parse().unwrap();
        *told.entry(key).or_default().entry(kind).or_default() += minor;
    }
    told
}

/// A payment from before, as an import brings it.
async fn imported(shop: &Shop, reference: &str, money: Money, channel: &str, at: DateTime<Utc>) {
    let account = shop.office.accounts().await.unwrap()[0].record.clone();
    let found = Body::PaymentFound {
        account: AccountId(account.id.0),
        gateway: account.gateway,
        mode: Mode::Test,
        reference: reference.parse().unwrap(),
        amount: money,
        customer: None,
        import: Some(ImportId(Uuid::now_v7())),
    };
    let observation = Observation {
        source: Source::Import,
        status: PaymentStatus::Paid,
        gateway_status: "paid".to_owned(),
        gateway_reference: None,
        amount: Some(money),
        charged: None,
        fee: None,
        channel: Some(channel.to_owned()),
        message: None,
    };
    let observed = Body::PaymentObserved { observation, customer: None };
    let drafts = [found, observed].map(|body| Draft {
        id: EntryId(Uuid::now_v7()),
        at,
        actor: Actor::window(),
        body,
    });
    let append = Append {
        subject: Subject::Payment(PaymentId(Uuid::now_v7())),
        expected_version: 0,
        drafts: drafts.to_vec(),
        people: Vec::new(),
    };
    let store = Store::open(&shop.office.dir().join(HISTORY)).await.unwrap();
    store.append(append).await.unwrap();
}

/// Sales, a refund and a payout at two gateways in three weeks of two months.
async fn three_weeks() -> Counter {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    shop.office.set_time_zone(Some("Africa/Lagos")).await.unwrap();
    let first = shop.paid("ORDER-1").await;
    counter.captured_at_ovgc("ORDER-2").await;
    shop.pass(TimeDelta::days(9));
    shop.paid("ORDER-3").await;
    shop.refund(first, "5000.00").await;
    shop.pass(TimeDelta::minutes(5));
    shop.office.look_up(first).await.unwrap();
    shop.pass(TimeDelta::days(9));
    // The day ends an hour earlier in UTC than in Lagos.
    shop.pass(TimeDelta::hours(11));
    shop.paid("ORDER-4").await;
    paid_out(&counter, "po_100001", usd(2_000)).await;
    counter
}

#[tokio::test(flavor = "multi_thread")]
async fn every_report_says_what_the_accountants_file_has() {
    let counter = three_weeks().await;
    let shop = &counter.shop;
    let rows = rows(shop, "").await;
    let cell = |name: &'static str| move |row: &BTreeMap<String, String>| row[name].clone();
    let of = async |by| told(&report(shop, by, only("")).await);
    assert_eq!(of(Grouping::Day).await, summed(&rows, cell("local_date")));
    assert_eq!(of(Grouping::Month).await, summed(&rows, |row| row["local_date"][..7].to_owned()));
    assert_eq!(of(Grouping::Gateway).await, summed(&rows, cell("gateway")));
    assert_eq!(of(Grouping::Account).await, summed(&rows, cell("account")));
    assert_eq!(of(Grouping::Currency).await, summed(&rows, cell("currency")));
    assert_eq!(of(Grouping::Channel).await, summed(&rows, cell("channel")));
    let week = |row: &BTreeMap<String, String>| {
        let day: chrono::NaiveDate = row["local_date"].parse().unwrap();
        day.format("%G-W%V").to_string()
    };
    assert_eq!(of(Grouping::Week).await, summed(&rows, week));
    // A filter narrows both alike.
    let filter = "gateway:novac from:2026-04-20";
    let narrowed = self::rows(shop, filter).await;
    assert_eq!(
        told(&report(shop, Grouping::Day, only(filter)).await),
        summed(&narrowed, cell("local_date"))
    );
    let days: Vec<_> = narrowed.iter().map(|row| row["local_date"].as_str()).collect();
    assert!(days.contains(&"2026-05-03"), "the last sale was after midnight in Lagos: {days:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_on_which_clocks_change_has_all_of_its_own_money_and_no_other() {
    let shop = Shop::open().await;
    shop.office.set_time_zone(Some("Europe/London")).await.unwrap();
    let sold = [
        ("2026-03-28T23:59:59Z", 1),
        ("2026-03-29T00:00:00Z", 10),
        ("2026-03-29T22:59:59Z", 10),
        ("2026-03-29T23:00:00Z", 100),
        ("2026-10-24T22:59:59Z", 2),
        ("2026-10-24T23:00:00Z", 20),
        ("2026-10-25T00:30:00Z", 20),
        ("2026-10-25T01:30:00Z", 20),
        ("2026-10-25T23:59:59Z", 20),
        ("2026-10-26T00:00:00Z", 200),
    ];
    for (number, (at, minor)) in sold.iter().enumerate() {
        imported(&shop, &format!("OLD-{number}"), usd(*minor), "card", at.parse().unwrap()).await;
    }
    let report = report(&shop, Grouping::Day, only("")).await;
    let days: Vec<_> = report.groups.iter().filter(|group| !group.sums.sales.is_zero()).collect();
    let days: Vec<_> =
        days.iter().map(|group| (group.key.label(), group.sums.sales.minor())).collect();
    let day = |label: &str, minor| (label.to_owned(), minor);
    assert_eq!(
        days,
        [
            day("2026-03-28", 1),
            day("2026-03-29", 20),
            day("2026-03-30", 100),
            day("2026-10-24", 2),
            day("2026-10-25", 80),
            day("2026-10-26", 200),
        ]
    );
    let one = PaymentFilter {
        from: Some("2026-10-25".parse().unwrap()),
        to: Some("2026-10-25".parse().unwrap()),
        ..PaymentFilter::default()
    };
    let only_that = self::report(&shop, Grouping::Day, one).await;
    assert_eq!(only_that.totals[0].sales, usd(80));
    assert_eq!(only_that.groups.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn currencies_of_no_three_and_four_digits_are_exact_and_never_added_to_others() {
    let shop = Shop::open().await;
    let at = shop.place.now();
    let amounts = [("JPY", 123_456, "123456"), ("BHD", 1_001, "1.001"), ("CLF", 5, "0.0005")];
    for (code, minor, _) in amounts {
        let money = Money::from_minor(minor, code.parse().unwrap());
        imported(&shop, &format!("OLD-{code}"), money, "card", at).await;
    }
    let path = shop.place.path("report.csv");
    let query = ReportQuery { by: Grouping::Currency, account: None, filter: only("") };
    let report = shop.office.save_report(&query, &path).await.unwrap();
    assert_eq!(report.totals.len(), 3);
    let text = std::fs::read_to_string(path).unwrap();
    let page = shop.office.statement(&query).await.unwrap();
    for (code, _, decimal) in amounts {
        let row = text.lines().find(|line| line.contains(&format!("\"{code}\"")));
        assert!(row.unwrap().contains(&format!(",{decimal},")), "{text}");
        assert!(page.contains(code), "{code}");
    }
    for paper in ["JPY 123,456", "BHD 1.001", "CLF 0.0005"] {
        assert!(page.contains(paper), "{paper}");
    }
    let rows = rows(&shop, "").await;
    assert_eq!(told(&report), summed(&rows, |row| row["currency"].clone()));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_stranger_wrote_turns_a_statement_or_a_file_into_something_else() {
    let shop = Shop::open().await;
    let hostile = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=y>",
        "=HYPERLINK(\"http://x\")",
        "@SUM(A1)",
        "+1;2",
        "\u{202E}drac",
    ];
    for (number, channel) in hostile.iter().enumerate() {
        let at = shop.place.now();
        imported(&shop, &format!("OLD-{number}"), usd(100), channel, at).await;
    }
    let long = "x".repeat(10_000);
    imported(&shop, "OLD-LONG", usd(100), &long, shop.place.now()).await;
    shop.office.set_shop_name("<b>Ada & Söhne</b>").await.unwrap();
    let path = shop.place.path("statement.html");
    let query = ReportQuery { by: Grouping::Channel, account: None, filter: only("") };
    shop.office.save_statement(&query, &path).await.unwrap();
    let page = std::fs::read_to_string(path).unwrap();
    for tag in ["<script", "<img", "<b>", "http://x\""] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert!(page.contains("&lt;b&gt;Ada &amp; Söhne&lt;/b&gt;"), "{page}");
    assert!(page.contains("default-src 'none'"), "nothing from outside is loaded");

    let path = shop.place.path("report.csv");
    shop.office.save_report(&query, &path).await.unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    for cell in text.lines().skip(1).filter_map(|line| line.split(',').nth(1)) {
        let begin = cell.trim_start_matches('"');
        assert!(!begin.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
    }
    assert!(text.contains(",1.00,") || text.contains(",100,"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_nothing_says_so_and_one_that_is_too_long_is_refused() {
    let shop = Shop::open().await;
    let nothing = report(&shop, Grouping::Day, only("")).await;
    assert_eq!((nothing.groups.len(), nothing.totals.len()), (0, 0));
    let query = ReportQuery { by: Grouping::Day, account: None, filter: only("") };
    let page = shop.office.statement(&query).await.unwrap();
    assert!(page.contains("Nothing moved in this period."));
    imported(&shop, "OLD-1", usd(1), "card", "1990-01-01T00:00:00Z".parse().unwrap()).await;
    imported(&shop, "OLD-2", usd(1), "card", shop.place.now()).await;
    let refused = shop.office.report(&query).await.unwrap_err();
    assert_eq!(refused.code(), backoffice::Code::InvalidInput, "{refused}");
    assert_eq!(report(&shop, Grouping::Month, only("")).await.totals[0].sales, usd(2));
    let gateway = report(&shop, Grouping::Gateway, only("")).await;
    assert_eq!(gateway.groups[0].key.label(), GatewayKind::Novac.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_says_what_it_is_of_and_has_nothing_else() {
    let counter = three_weeks().await;
    let shop = &counter.shop;
    let page = async |account: Option<&str>, text: &str| {
        let account = account.map(str::to_owned);
        let query = ReportQuery { by: Grouping::Account, account, filter: only(text) };
        shop.office.statement(&query).await.unwrap()
    };
    let all = page(None, "from:2020-01-01").await;
    assert!(all.contains("All accounts</p>"), "{all}");
    assert!(all.contains("<bdi>main</bdi>") && all.contains("<bdi>cards</bdi>"), "{all}");
    for of_one in [page(Some("MAIN"), "").await, page(None, "account:main").await] {
        assert!(of_one.contains("Account <bdi>main</bdi></p>"), "{of_one}");
        assert!(!of_one.contains("<bdi>cards</bdi>"), "{of_one}");
    }
    let part = page(None, "status:paid \"<b>\"").await;
    let told = "All accounts, only <bdi>status:paid &quot;&lt;b&gt;&quot;</bdi></p>";
    assert!(part.contains(told), "{part}");
    assert!(part.contains("Nothing moved in this period."), "{part}");
    let nobody =
        ReportQuery { by: Grouping::Day, account: Some("nobody".to_owned()), filter: only("") };
    let refused = shop.office.statement(&nobody).await.unwrap_err();
    assert_eq!(refused.code(), backoffice::Code::NotFound, "{refused}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_takes_the_place_of_ordinary_files_only_and_links_stay_links() {
    use std::fs;

    let shop = Shop::open().await;
    let query = ReportQuery { by: Grouping::Day, account: None, filter: only("") };
    let closed = shop.place.path("closed.html");
    fs::write(&closed, "ours").unwrap();
    let mut rights = fs::metadata(&closed).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&closed, rights).unwrap();
    for path in [closed.as_path(), shop.office.dir(), std::path::Path::new("/dev/null")] {
        let refused = shop.office.save_statement(&query, path).await.unwrap_err();
        assert_eq!(refused.field(), Some("path"), "{refused}");
    }
    assert_eq!(fs::read_to_string(&closed).unwrap(), "ours");

    let (link, target) = (shop.place.path("link.html"), shop.place.path("target.html"));
    fs::write(&target, "older").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    shop.office.save_statement(&query, &link).await.unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&target).unwrap().starts_with("<!DOCTYPE html>"));

    let nowhere = shop.place.path("nowhere").join("page.html");
    let refused = shop.office.save_statement(&query, &nowhere).await.unwrap_err().to_string();
    assert!(refused.ends_with("its folder is not there; make it, or choose another"), "{refused}");
}
