//! Customers: found by what a person knows of them, with all they paid and were paid back, and handed all that is kept of
//! them.

use backoffice::{Code, CustomerRow, LinkForm, Page};
use chrono::TimeDelta;
use ledger::{GatewayKind, RefundStatus};
use sandbox::Customer;
use serde_json::Value;

use crate::payouts::{naira, send};
use crate::shop::{Shop, order, ovgc_order, refund};
use crate::webhook_counter::{Counter, from_novac, session};

const ADA: &str = "ada@example.com";

/// An order of somebody else.
fn order_of(reference: &str, email: &str, name: Option<&str>) -> LinkForm {
    LinkForm { email: email.to_owned(), customer_name: name.map(str::to_owned), ..order(reference) }
}

fn keys(page: &Page<CustomerRow>) -> Vec<&str> {
    page.items.iter().map(|row| row.key.as_str()).collect()
}

/// The customers that a text finds.
async fn found(shop: &Shop, text: &str) -> Vec<String> {
    let page = shop.office.customers(text, None, 50).await.unwrap();
    keys(&page).into_iter().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_found_by_address_name_and_order_number() {
    let shop = Shop::open().await;
    shop.order("ORDER-1").await;
    shop.pass(TimeDelta::minutes(1));
    let chidi = order_of("WEB-2", "Chidi@Example.com", Some("Chidi Eze"));
    shop.office.create_link(&chidi).await.unwrap();
    shop.pass(TimeDelta::minutes(1));
    let again = order_of("ORDER-3", "ADA@example.com", None);
    shop.office.create_link(&again).await.unwrap();

    assert_eq!(found(&shop, "").await, [ADA, "chidi@example.com"], "whoever came last first");
    for text in ["ada@", "EXAMPLE.COM", "Ada Obi", "obi", "ORDER-1", "order-3"] {
        assert!(found(&shop, text).await.contains(&ADA.to_owned()), "{text}");
    }
    for text in ["chidi", "eze", "WEB-2"] {
        assert_eq!(found(&shop, text).await, ["chidi@example.com"], "{text}");
    }
    assert!(found(&shop, "nobody").await.is_empty());

    let first = shop.office.customers("", None, 1).await.unwrap();
    let rest = shop.office.customers("", first.next.clone(), 1).await.unwrap();
    assert_eq!((keys(&first), keys(&rest)), (vec![ADA], vec!["chidi@example.com"]));
    assert!(rest.next.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_has_all_that_was_paid_and_paid_back_in_each_currency() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Ovgc, "cards").await;
    let first = shop.paid("ORDER-1").await;
    shop.paid("ORDER-2").await;
    let dollars = shop.office.create_link(&ovgc_order("ORDER-3")).await.unwrap();
    shop.customer(&dollars, Customer::PaysByCard);
    shop.office.look_up(dollars.payment.id).await.unwrap();
    shop.order("NOT-PAID").await;
    shop.refund(first, "5000.00").await;
    shop.pass(TimeDelta::minutes(1));
    shop.office.look_up(first).await.unwrap();

    let detail = shop.office.customer(" ADA@example.com ", None).await.unwrap();
    assert_eq!((detail.row.key.as_str(), detail.row.payments), (ADA, 4));
    assert_eq!(detail.row.name.as_deref(), Some("Ada Obi"));
    let totals = detail.row.totals.iter();
    let mut totals: Vec<_> =
        totals.map(|total| (total.paid.to_string(), total.refunded.to_string())).collect();
    totals.sort();
    let expected = [("25.00 USD", "0.00 USD"), ("50000.00 NGN", "5000.00 NGN")];
    assert_eq!(totals, expected.map(|(paid, refunded)| (paid.to_owned(), refunded.to_owned())));
    assert_eq!(detail.payments.items.len(), 4);
    let [refund] = detail.refunds.as_slice() else { panic!("{:?}", detail.refunds) };
    assert_eq!((refund.payment, refund.refund.status), (first, RefundStatus::Processed));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_receives_payouts_is_no_customer() {
    let shop = Shop::open().await;
    send(&shop.office, &naira("SALARY-0001", "0123456701")).await;
    assert!(found(&shop, "").await.is_empty());
    assert!(found(&shop, "Bola").await.is_empty());
    let unknown = shop.office.customer("name:bola ade", None).await.unwrap_err();
    assert_eq!(unknown.code(), Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_kept_of_a_customer_is_in_one_file_and_nothing_of_anybody_else() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    let mut form = order("ORDER-1");
    form.description = Some("Blue shoes".to_owned());
    form.metadata.insert("size".to_owned(), "42".to_owned());
    let link = shop.office.create_link(&form).await.unwrap();
    shop.customer(&link, Customer::PaysByCard);
    counter.deliver(&from_novac(&session(&link), "successful")).await;
    let id = link.payment.id;
    shop.office.add_note(id, "Wants them wrapped", "Bola").await.unwrap();
    shop.office.set_tags(id, &["gift".to_owned()]).await.unwrap();
    shop.office.create_refund(&refund(id, Some("5000.00"))).await.unwrap();
    let other = order_of("WEB-2", "chidi@example.com", Some("Chidi Eze"));
    shop.office.create_link(&other).await.unwrap();

    let path = shop.place.path("ada.json");
    std::fs::write(&path, "older").unwrap();
    let made = shop.office.export_customer(ADA, &path).await.unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!((made.payments, made.bytes), (1, text.len().try_into().unwrap()));
    assert!(!text.contains("chidi") && !text.contains("Chidi"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else may read it");
    }

    let file: Value = serde_json::from_str(&text).unwrap();
    assert!(file["people"].as_array().unwrap().iter().all(|person| person["email"] == ADA));
    assert_eq!(file["customer"]["totals"][0]["paid"], "25000.00 NGN");
    let payment = &file["payments"][0];
    assert_eq!(payment["reference"], "ORDER-1");
    assert_eq!(payment["order"]["description"], "Blue shoes");
    assert_eq!(payment["order"]["metadata"]["size"], "42");
    assert_eq!(payment["links"].as_array().unwrap().len(), 1);
    assert_eq!(payment["refunds"][0]["amount"], "5000.00 NGN");
    assert_eq!(payment["notes"][0]["text"], "Wants them wrapped");
    assert_eq!(payment["tags"][0], "gift");
    let body = payment["messages"][0]["body"].as_str().unwrap();
    assert!(body.contains("transactionReference"), "{body}");
    let told: Vec<_> = payment["journal"].as_array().unwrap().iter().collect();
    let kinds: Vec<_> = told.iter().map(|entry| entry["body"]["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, shop.kinds(id).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_written_leaves_the_older_one_and_the_history_as_they_were() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let nowhere = shop.place.path("no-such-folder").join("ada.json");
    let failed = shop.office.export_customer(ADA, &nowhere).await.unwrap_err();
    assert_eq!(failed.code(), Code::Storage);
    let history = shop.office.dir().join(backoffice::HISTORY);
    let refused = shop.office.export_customer(ADA, &history).await.unwrap_err();
    assert_eq!(refused.field(), Some("path"));

    let path = shop.place.path("ada.json");
    std::fs::write(&path, "older").unwrap();
    let unknown = shop.office.export_customer("eve@example.com", &path).await.unwrap_err();
    assert_eq!(unknown.code(), Code::NotFound);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "older");
    shop.check().await;
}
