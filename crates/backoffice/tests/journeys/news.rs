//! News: told once, of what an entry made so, and of nothing that a person did with their own hands.

use backoffice::{ImportForm, News, NewsKind, NotificationSettings, RefundRecordForm};
use chrono::TimeDelta;
use ledger::{ImportKind, PaymentId, RefundMethod};
use sandbox::Customer;
use serde_json::{Value, json};

use crate::payouts::{TRANSFERS, naira, send};
use crate::shop::{Shop, ngn, order};
use crate::wire::Fault;

/// The news since `seen`, which then is what has been seen.
async fn news(shop: &Shop, seen: &mut u64) -> Vec<News> {
    let (news, head) = shop.office.news_since(*seen).await.unwrap();
    assert_eq!(head, shop.office.journal_head().await.unwrap());
    *seen = head;
    news
}

fn kinds(news: &[News]) -> Vec<NewsKind> {
    news.iter().map(|news| news.kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_news_once_it_is_paid_and_only_once() {
    let shop = Shop::open().await;
    let mut seen = 0;
    assert_eq!(news(&shop, &mut seen).await, [], "an account is no news");
    let link = shop.order("ORDER-1").await;
    shop.office.look_up(link.payment.id).await.unwrap();
    assert_eq!(news(&shop, &mut seen).await, [], "nor is a link");
    shop.customer(&link, Customer::PaysByCard);
    shop.office.look_up(link.payment.id).await.unwrap();
    let paid = news(&shop, &mut seen).await;
    assert_eq!(kinds(&paid), [NewsKind::PaymentPaid]);
    assert_eq!((paid[0].reference.as_str(), paid[0].account.as_str()), ("ORDER-1", "main"));
    assert_eq!((paid[0].payment, paid[0].amount), (Some(link.payment.id), Some(ngn(2_500_000))));
    assert_eq!((paid[0].seq, paid[0].payout), (seen, None));
    shop.office.look_up(link.payment.id).await.unwrap();
    assert_eq!(news(&shop, &mut seen).await, []);
    assert_eq!(kinds(&shop.office.news_since(0).await.unwrap().0), [NewsKind::PaymentPaid]);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_a_refund_ends_is_news() {
    let shop = Shop::open().await;
    let id: PaymentId = shop.paid("ORDER-1").await;
    let mut seen = shop.office.journal_head().await.unwrap();
    shop.refund(id, "1000.00").await;
    assert_eq!(news(&shop, &mut seen).await, [], "that it was asked for is none");
    shop.pass(TimeDelta::minutes(1));
    shop.office.look_up(id).await.unwrap();
    let made = news(&shop, &mut seen).await;
    assert_eq!(kinds(&made), [NewsKind::RefundProcessed]);
    assert_eq!(made[0].amount, Some(ngn(100_000)));

    shop.wire.once("POST /novac/api/v1/partial-refund", Fault::HangUp { arrives: true });
    shop.refund(id, "2000.00").await;
    assert_eq!(kinds(&news(&shop, &mut seen).await), [NewsKind::RefundUnknown]);
    let failed = |reply: &mut Value| reply["status"] = json!("failed");
    shop.wire.once("POST /novac/api/v1/partial-refund", Fault::Rewrite(failed));
    shop.refund(id, "3000.00").await;
    let told = kinds(&news(&shop, &mut seen).await);
    assert!(told.contains(&NewsKind::RefundFailed), "{told:?}");

    let by_hand = RefundRecordForm {
        payment: id,
        amount: "10.00".to_owned(),
        method: RefundMethod::Cash,
        reason: "At the till".to_owned(),
        evidence: None,
        key: None,
        by: None,
        file: None,
    };
    shop.office.record_refund(&by_hand).await.unwrap();
    assert_eq!(news(&shop, &mut seen).await, [], "who wrote it down knows it");
}

#[tokio::test(flavor = "multi_thread")]
async fn how_a_payout_ends_is_news() {
    let shop = Shop::open().await;
    let mut seen = shop.office.journal_head().await.unwrap();
    let made = send(&shop.office, &naira("SALARY-0001", "0123456777")).await.payout;
    assert_eq!(news(&shop, &mut seen).await, []);
    shop.pass(TimeDelta::minutes(1));
    shop.office.sync_due().await.unwrap();
    let arrived = news(&shop, &mut seen).await;
    assert_eq!(kinds(&arrived), [NewsKind::PayoutProcessed]);
    assert_eq!((arrived[0].payout, arrived[0].payment), (Some(made.id), None));
    assert_eq!(
        (arrived[0].reference.as_str(), arrived[0].amount),
        ("SALARY-0001", Some(ngn(150_000)))
    );

    shop.wire.once(TRANSFERS, Fault::HangUp { arrives: false });
    send(&shop.office, &naira("SALARY-0002", "0123456701")).await;
    assert_eq!(kinds(&news(&shop, &mut seen).await), [NewsKind::PayoutUnknown]);
    shop.pass(TimeDelta::minutes(10));
    shop.office.sync().await.unwrap();
    assert_eq!(news(&shop, &mut seen).await, [], "that it is still unknown is none");
    let refusal = r#"{"success":false,"message":"No"}"#;
    shop.wire.once(TRANSFERS, Fault::Refuse(400, "x-a: b", refusal));
    shop.office.create_payout(&naira("SALARY-0003", "0123456701")).await.unwrap_err();
    let failed = news(&shop, &mut seen).await;
    assert_eq!(kinds(&failed), [NewsKind::PayoutFailed]);
    assert!(failed[0].text.as_ref().unwrap().contains("No"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_wants_a_persons_eye_is_news_and_says_why() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    shop.customer(&link, Customer::PaysByCard);
    let mut seen = shop.office.journal_head().await.unwrap();
    let less = |reply: &mut Value| reply["data"]["amount"] = json!(100);
    shop.wire.once("verify", Fault::Rewrite(less));
    shop.office.look_up(link.payment.id).await.unwrap();
    let told = news(&shop, &mut seen).await;
    assert_eq!(kinds(&told), [NewsKind::PaymentPaid, NewsKind::PaymentAttention]);
    assert_eq!(told[1].text.as_deref(), Some("another amount was paid than was ordered"));
}

#[tokio::test(flavor = "multi_thread")]
async fn much_news_is_told_fifty_at_a_time_and_none_is_left_out() {
    let shop = Shop::open().await;
    for number in 0..60 {
        let link = shop.office.create_link(&order(&format!("ORDER-{number}"))).await.unwrap();
        shop.customer(&link, Customer::PaysByCard);
    }
    shop.office.sync().await.unwrap();
    let (first, seen) = shop.office.news_since(0).await.unwrap();
    let (second, seen) = shop.office.news_since(seen).await.unwrap();
    assert_eq!((first.len(), second.len()), (50, 10));
    let mut all: Vec<_> = first.iter().chain(&second).map(|news| &news.reference).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 60);
    assert_eq!(shop.office.news_since(seen).await.unwrap(), (Vec::new(), seen));
}

#[tokio::test(flavor = "multi_thread")]
async fn which_news_are_wanted_is_remembered() {
    let shop = Shop::open().await;
    let all = NotificationSettings { payments: true, refunds: true, failures: true };
    assert_eq!(shop.office.notification_settings().await.unwrap(), all);
    let some = NotificationSettings { payments: false, ..all };
    shop.office.set_notification_settings(some).await.unwrap();
    assert_eq!(shop.other_door().await.notification_settings().await.unwrap(), some);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_brought_is_no_news() {
    let shop = Shop::open().await;
    let old = "Order number,Paid at,Amount,Currency,Refunded,Status\n\
               OLD-1,2025-03-02 10:00:00Z,5000.00,NGN,100.00,paid\n";
    let path = shop.place.path("old.csv");
    std::fs::write(&path, old).unwrap();
    let form = ImportForm {
        account: Some("main".to_owned()),
        ..ImportForm::new(ImportKind::History, path)
    };
    let mut seen = shop.office.journal_head().await.unwrap();
    let made = shop.office.make_import(&form, None, None).await.unwrap();
    assert_eq!((made.payments, news(&shop, &mut seen).await), (1, Vec::new()));
    shop.office.undo_import(made.id.unwrap(), "Wrong file", "Ada").await.unwrap();
    assert_eq!(news(&shop, &mut seen).await, []);
}
