//! Lists of payments: order, pages, exact finding and text search.

use ledger::{Currency, Filter, Money, PaymentId};
use store::{Cursor, DatedFilter, Error, PaymentQuery};
use uuid::Uuid;

use crate::shop::{Shop, at, connect, link_opened, opened};

fn matching(filter: &str) -> DatedFilter {
    DatedFilter { filter: filter.parse::<Filter>().expect("a filter"), ..DatedFilter::default() }
}

async fn found(shop: &Shop, filter: &str) -> Vec<String> {
    let query = PaymentQuery { filter: matching(filter), limit: 500, after: None };
    let page = shop.store.payments(&query).await.expect("a list");
    page.items.iter().map(|row| row.reference.to_string()).collect()
}

#[tokio::test]
async fn pages_go_on_where_the_one_before_ended_and_survive_new_rows() {
    let shop = Shop::open().await;
    let mut placed = Vec::new();
    for number in 0..7 {
        // Three share a millisecond: they stay in the order they came.
        let order = shop.ordered(&format!("ORDER-{number}"), Money::from_minor(1, Currency::NGN));
        placed.push(shop.place(order, at(i64::from(number) / 3)).await);
    }
    placed.reverse();
    let mut query = PaymentQuery { limit: 3, ..PaymentQuery::default() };
    let mut seen = Vec::new();
    loop {
        let page = shop.store.payments(&query).await.expect("a page");
        seen.extend(page.items.iter().map(|row| row.id));
        let Some(next) = page.next else { break };
        let written = next.to_string();
        query.after = Some(written.parse::<Cursor>().expect("its own cursor"));
        let reference = format!("LATER-{}", seen.len());
        let later = shop.ordered(&reference, Money::from_minor(1, Currency::NGN));
        shop.place(later, at(100)).await;
    }
    assert_eq!(seen.get(..3), placed.get(..3));
    assert_eq!(seen, placed);
}

#[tokio::test]
async fn a_later_payment_with_an_earlier_time_is_listed_by_its_time() {
    let shop = Shop::open().await;
    for (reference, when) in [("NOON", 50), ("DAWN", 10), ("DUSK", 90)] {
        let order = shop.ordered(reference, Money::from_minor(1, Currency::NGN));
        shop.place(order, at(when)).await;
    }
    assert_eq!(found(&shop, "").await, ["DUSK", "NOON", "DAWN"]);
}

#[test]
fn nonsense_is_no_cursor() {
    for text in
        ["", "p", "px", "m1.2", "m1.2.3.4", "zebra", "o", "d1.2", "-1", "p99999999999999999999"]
    {
        let parsed = text.parse::<Cursor>();
        assert!(matches!(parsed, Err(Error::Cursor)), "{text}");
    }
}

#[tokio::test]
async fn the_ends_of_a_period_are_from_inclusive_and_until_exclusive() {
    let shop = Shop::open().await;
    for second in 0..4 {
        let reference = format!("SECOND-{second}");
        let order = shop.ordered(&reference, Money::from_minor(1, Currency::NGN));
        shop.place(order, at(second)).await;
    }
    let within = DatedFilter { from: Some(at(1)), until: Some(at(3)), ..DatedFilter::default() };
    assert_eq!(shop.store.count_payments(&within, 100).await.expect("a count"), 2);
    let a_moment_later = DatedFilter {
        from: Some(at(1) + chrono::TimeDelta::nanoseconds(1)),
        until: Some(at(3) + chrono::TimeDelta::nanoseconds(1)),
        ..DatedFilter::default()
    };
    let query = PaymentQuery { filter: a_moment_later, limit: 10, after: None };
    let page = shop.store.payments(&query).await.expect("a list");
    let seconds: Vec<_> = page.items.iter().map(|row| row.created_at).collect();
    assert_eq!(seconds, [at(3), at(2)]);
}

#[tokio::test]
async fn counting_stops_where_it_is_told_to() {
    let shop = Shop::open().await;
    for number in 0..5 {
        shop.order(&format!("ORDER-{number}"), 1).await;
    }
    let all = DatedFilter::default();
    assert_eq!(shop.store.count_payments(&all, 3).await.expect("a count"), 3);
    assert_eq!(shop.store.count_payments(&all, 9).await.expect("a count"), 5);
    let one = matching("order-3");
    assert_eq!(shop.store.count_payments(&one, 9).await.expect("a count"), 1);
}

#[tokio::test]
async fn a_payment_is_found_by_every_name_it_goes_by_and_by_no_part_of_one() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 1).await;
    shop.tell(id, at(1), opened("GW-1")).await;
    let renewal = ledger::Body::LinkRenewalRequested {
        candidates: vec!["CAND-2".to_owned()],
        idempotency_key: "second".to_owned(),
    };
    shop.tell(id, at(2), renewal).await;
    shop.tell(id, at(3), link_opened("second", "GW-2")).await;
    let own = id.to_string();
    for name in ["ORDER-1", "GW-1", "GW-2", "CAND-ORDER-1", "CAND-2", own.as_str()] {
        let found = shop.store.find_payments(name, None).await.expect("a list");
        assert_eq!(found, [id], "{name}");
    }
    let upper = own.to_uppercase();
    for name in ["order-1", "ORDER", "GW-", "", upper.as_str()] {
        let found = shop.store.find_payments(name, None).await.expect("a list");
        assert_eq!(found, [], "{name}");
    }
}

#[tokio::test]
async fn one_name_at_two_accounts_is_found_twice_the_newest_first() {
    let shop = Shop::open().await;
    let first = shop.order("ORDER-1", 1).await;
    let account = connect(&shop.store, "Second shop").await.expect("an account");
    let order =
        ledger::Order { account, ..shop.ordered("ORDER-1", Money::from_minor(1, Currency::NGN)) };
    let second = shop.place(order, at(9)).await;
    let everywhere = shop.store.find_payments("ORDER-1", None).await;
    assert_eq!(everywhere.expect("a list"), [second, first]);
    let there = shop.store.find_payments("ORDER-1", Some(account)).await;
    assert_eq!(there.expect("a list"), [second]);
    let there = shop.store.find_payments(&first.to_string(), Some(account)).await;
    assert_eq!(there.expect("a list"), Vec::<PaymentId>::new());
}

#[tokio::test]
async fn text_is_found_in_any_case_and_of_any_length() {
    let shop = Shop::open().await;
    for reference in ["ÄPFEL-47", "apfel-48", "ΣΟΦΌΣ-1", "K\u{130}RAZ"] {
        shop.order(reference, 1).await;
    }
    assert_eq!(found(&shop, "äpfel").await, ["ÄPFEL-47"]);
    assert_eq!(found(&shop, "ä").await, ["ÄPFEL-47"]);
    assert_eq!(found(&shop, "47").await, ["ÄPFEL-47"]);
    assert_eq!(found(&shop, "PFEL").await, ["apfel-48", "ÄPFEL-47"]);
    assert_eq!(found(&shop, "σοφός").await, ["ΣΟΦΌΣ-1"]);
    assert_eq!(found(&shop, "\u{130}RA").await, ["K\u{130}RAZ"]);
    assert_eq!(found(&shop, "premium").await.len(), 4);
    assert_eq!(found(&shop, "customer:ADA@EXAMPLE").await.len(), 4);
    assert_eq!(found(&shop, "reference:premium").await.len(), 0);
}

#[tokio::test]
async fn what_means_something_to_a_search_engine_is_only_text_here() {
    let shop = Shop::open().await;
    let odd = ["50%OFF", "A_B-C", "say \"hi\"", "x* OR y", "a:b(c)", "o'neil^2", "{NEAR}+"];
    for reference in odd {
        shop.order(reference, 1).await;
    }
    for reference in odd {
        let quoted = reference.replace('"', "");
        let filter =
            if reference == quoted { format!("\"{reference}\"") } else { "say".to_owned() };
        assert_eq!(found(&shop, &filter).await, [reference], "{filter}");
    }
    for nothing in ["\"%%%\"", "\"___\"", "\"_%\"", "\"* OR *\"", "\"x OR y\"", "\"***\"", "a*b"] {
        assert_eq!(found(&shop, nothing).await, Vec::<String>::new(), "{nothing}");
    }
    assert_eq!(found(&shop, "\"%\"").await, ["50%OFF"]);
    assert_eq!(found(&shop, "\"_\"").await, ["A_B-C"]);
}

#[tokio::test]
async fn no_text_is_found_across_the_end_of_another() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 1).await;
    shop.tell(id, at(1), opened("GW-9")).await;
    assert_eq!(found(&shop, "obiada").await, Vec::<String>::new());
    assert_eq!(found(&shop, "\"obi\u{1f}ada\"").await, Vec::<String>::new());
    assert_eq!(found(&shop, "gw-9").await, ["ORDER-1"]);
    let unknown = shop.store.payment(PaymentId(Uuid::now_v7())).await;
    assert_eq!(unknown.expect("a file"), None);
}
