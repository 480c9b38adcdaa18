//! What a look-up learns, what it flags, and what it does not believe.

use backoffice::{Code, Error, LinkForm};
use chrono::TimeDelta;
use gateways::{LinkRequest, Person};
use ledger::{Flag, PaymentStatus, ReturnUrls};
use sandbox::Customer;
use serde_json::{Value, json};

use crate::shop::{Shop, ngn, only, order};
use crate::wire::Fault;

fn flags(payment: &ledger::Payment) -> Vec<Flag> {
    payment.flags.iter().copied().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paid_order_shows_as_paid_with_its_fee_and_channel() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    assert_eq!(link.payment.status, PaymentStatus::Pending);
    shop.customer(&link, Customer::PaysByUssd);
    let found = shop.office.look_up(link.payment.id).await.unwrap();
    assert!(found.changed);
    let payment = found.record.payment;
    assert_eq!(payment.status, PaymentStatus::Paid);
    assert_eq!((payment.captured, payment.fee), (Some(ngn(2_500_000)), Some(ngn(35_000))));
    assert_eq!(payment.channel.as_deref(), Some("ussd"));
    assert_eq!(flags(&payment), []);

    assert!(!shop.office.look_up(payment.id).await.unwrap().changed, "nothing is new");
    assert_eq!(shop.kinds(payment.id).await, ["link_requested", "link_opened", "payment_observed"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_whom_the_order_names_in_part_is_completed_by_the_gateway() {
    let shop = Shop::open().await;
    let nameless = LinkForm { customer_name: None, ..order("ORDER-1") };
    let link = shop.office.create_link(&nameless).await.unwrap();
    shop.customer(&link, Customer::PaysByCard);
    let tell = |reply: &mut Value| {
        reply["data"]["customer"] = json!({ "email": "ADA@example.com", "name": "Ada Obi" });
    };
    shop.wire.always("verify", Fault::Rewrite(tell));
    let person = shop.office.look_up(link.payment.id).await.unwrap().record.person.unwrap();
    assert_eq!(person.name.as_deref(), Some("Ada Obi"));
    assert_eq!(person.email.as_deref(), Some("ada@example.com"), "as the merchant wrote it");
    let listed = shop.office.payments(&only("customer:\"Ada Obi\""), None, 5).await.unwrap();
    assert_eq!(listed.items.len(), 1);

    // Somebody else at the checkout does not become the customer of the order.
    let bola =
        LinkForm { customer_name: None, email: "b@example.com".to_owned(), ..order("ORDER-2") };
    let link = shop.office.create_link(&bola).await.unwrap();
    shop.customer(&link, Customer::PaysByCard);
    let person = shop.office.look_up(link.payment.id).await.unwrap().record.person.unwrap();
    assert_eq!((person.name, person.email.as_deref()), (None, Some("b@example.com")));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_customers_do_is_told_apart() {
    let shop = Shop::open().await;
    for (does, status) in [
        (Customer::Declines, PaymentStatus::Failed),
        (Customer::Leaves, PaymentStatus::Cancelled),
        (Customer::PaysByTransfer, PaymentStatus::Paid),
    ] {
        let link = shop.order(&format!("ORDER-{status}")).await;
        shop.customer(&link, does);
        let found = shop.office.look_up(link.payment.id).await.unwrap();
        assert_eq!(found.record.payment.status, status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_amount_or_currency_is_booked_and_flagged() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    shop.customer(&link, Customer::PaysByCard);
    shop.wire.once("verify", Fault::Rewrite(|reply| reply["data"]["amount"] = json!(24000)));
    let payment = shop.office.look_up(link.payment.id).await.unwrap().record.payment;
    assert_eq!((payment.status, payment.captured), (PaymentStatus::Paid, Some(ngn(2_400_000))));
    assert_eq!(flags(&payment), [Flag::AmountMismatch]);
    assert_eq!(payment.refundable(), ngn(2_400_000));

    let link = shop.order("ORDER-2").await;
    shop.customer(&link, Customer::PaysByCard);
    shop.wire.once("verify", Fault::Rewrite(|reply| reply["data"]["currency"] = json!("GHS")));
    let payment = shop.office.look_up(link.payment.id).await.unwrap().record.payment;
    assert_eq!(flags(&payment), [Flag::CurrencyMismatch]);
    assert_eq!(payment.captured.unwrap().to_string(), "25000.00 GHS");
    let wanting = shop.office.payments(&only("is:attention"), None, 10).await.unwrap();
    assert_eq!(wanting.items.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_cannot_be_right_change_nothing() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    shop.customer(&link, Customer::PaysByCard);
    let id = link.payment.id;
    let before = shop.payment(id).await;
    let answers = [
        Fault::Rewrite(|reply| reply["data"]["transactionReference"] = json!("ORDER-OTHER")),
        Fault::Rewrite(|reply| reply["data"]["amount"] = json!("a lot")),
        Fault::Rewrite(|reply| reply["data"]["amount"] = json!(25000.001)),
        Fault::Rewrite(|reply| reply["data"]["currency"] = json!("???")),
        Fault::Rewrite(|reply| reply["data"]["status"] = json!(null)),
        Fault::Rewrite(|reply| reply["data"] = json!(null)),
        Fault::Refuse(200, "x-a: b", "<html>Maintenance</html>"),
        Fault::Refuse(302, "location: https://elsewhere.example/", ""),
        Fault::Refuse(401, "x-a: b", ""),
        Fault::Refuse(403, "x-a: b", ""),
        Fault::Refuse(404, "x-a: b", ""),
        Fault::Refuse(429, "retry-after: 600", ""),
    ];
    for (number, answer) in answers.into_iter().enumerate() {
        shop.wire.once("verify", answer);
        let answer = shop.office.look_up(id).await;
        let refused = answer.map(drop).expect_err(&format!("answer {number} was believed"));
        assert_eq!(refused.code(), Code::Gateway, "{number}: {refused}");
        assert_eq!(shop.payment(id).await, before, "{number}");
    }
    assert_eq!(shop.office.look_up(id).await.unwrap().record.payment.status, PaymentStatus::Paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_nobody_knows_is_kept_and_means_nothing() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    shop.wire.once("verify", Fault::Rewrite(|reply| reply["data"]["status"] = json!("in review")));
    let payment = shop.office.look_up(link.payment.id).await.unwrap().record.payment;
    assert_eq!(payment.status, PaymentStatus::Unknown);
    assert_eq!(payment.gateway_status.as_deref(), Some("in review"));
    shop.customer(&link, Customer::PaysByCard);
    let paid = shop.office.look_up(link.payment.id).await.unwrap().record.payment;
    assert_eq!(paid.status, PaymentStatus::Paid);
    // And no later answer takes it back.
    shop.wire.once("verify", Fault::Rewrite(|reply| reply["data"]["status"] = json!("pending")));
    assert!(!shop.office.look_up(paid.id).await.unwrap().changed);
    assert_eq!(shop.payment(paid.id).await.status, PaymentStatus::Paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_after_the_end_is_booked_and_flagged() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    let id = link.payment.id;
    shop.pass(TimeDelta::days(32));
    let over = shop.office.look_up(id).await.unwrap().record.payment;
    assert_eq!(over.status, PaymentStatus::Expired);
    shop.customer(&link, Customer::PaysByCard);
    let late = shop.office.look_up(id).await.unwrap().record.payment;
    assert_eq!((late.status, flags(&late)), (PaymentStatus::Paid, vec![Flag::Late]));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_its_gateway_never_heard_of_expires_too() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1").await.payment.id;
    shop.wire.always("verify", Fault::Refuse(404, "x-a: b", ""));
    shop.pass(TimeDelta::days(30));
    shop.office.look_up(id).await.unwrap_err();
    assert_eq!(shop.payment(id).await.status, PaymentStatus::Pending);
    shop.pass(TimeDelta::days(2));
    shop.office.look_up(id).await.unwrap_err();
    assert_eq!(shop.payment(id).await.status, PaymentStatus::Expired);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_no_reason_to_call_an_order_expired() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1").await.payment.id;
    shop.wire.always("verify", Fault::Status(500, ""));
    shop.pass(TimeDelta::days(60));
    shop.office.look_up(id).await.unwrap_err();
    assert_eq!(shop.payment(id).await.status, PaymentStatus::Pending);
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_that_cannot_be_asked_about_do_not_hide_that_money_came() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    shop.customer(&link, Customer::PaysByCard);
    shop.wire.always("GET /novac/api/v1/refund", Fault::Status(500, "<html>"));
    let refused = shop.office.look_up(link.payment.id).await.unwrap_err();
    assert_eq!(refused.code(), Code::Gateway);
    assert_eq!(shop.payment(link.payment.id).await.status, PaymentStatus::Paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_nobody_ordered_is_booked_with_its_refunds_and_flagged() {
    let shop = Shop::open().await;
    let account = shop.office.account("main").await.unwrap().record.id;
    let request = LinkRequest {
        reference: "WEBSHOP-77".parse().unwrap(),
        nonce: "0a".to_owned(),
        idempotency_key: "k".to_owned(),
        amount: ngn(700_000),
        customer: Person { name: Some("Bola".to_owned()), email: Some("b@example.com".to_owned()) },
        description: None,
        urls: ReturnUrls::default(),
        metadata: Default::default(),
        now: shop.place.now(),
    };
    let elsewhere = shop.dashboard().open_link(&request).await.unwrap();
    assert!(shop.sandbox.customer(&elsewhere.url, Customer::PaysByCard));
    let reference = elsewhere.gateway_reference.as_str();
    assert!(matches!(
        shop.office.find_payment(reference).await.unwrap_err(),
        Error::NotFound { .. }
    ));
    shop.refund_by_reference(reference, 100_000).await;

    let found = shop.office.look_up_unknown(account, reference).await.unwrap();
    let payment = found.record.payment;
    assert_eq!((payment.status, flags(&payment)), (PaymentStatus::Paid, vec![Flag::Unordered]));
    assert_eq!(payment.captured, Some(ngn(700_000)));
    assert_eq!(found.record.person.unwrap().name.as_deref(), Some("Bola"));
    assert_eq!(payment.refunds.len(), 1);

    let again = shop.office.look_up_unknown(account, reference).await.unwrap();
    assert_eq!((again.record.payment.id, again.changed), (payment.id, false));
    let nothing = shop.office.look_up_unknown(account, "NO-SUCH").await.unwrap_err();
    assert_eq!(nothing.code(), Code::Gateway, "{nothing}");
    assert_eq!(shop.office.payments(&only(""), None, 10).await.unwrap().items.len(), 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_looked_up_by_two_at_once_is_booked_once() {
    let shop = Shop::open().await;
    let account = shop.office.account("main").await.unwrap().record.id;
    let link = shop.order("ORDER-1").await;
    shop.customer(&link, Customer::PaysByCard);
    let reference = link.payment.gateway_reference.unwrap();
    // Another shop's books, where nobody ordered it.
    let books = crate::shop::Place::new();
    let (one, other) = (
        books.door(ledger::Actor::window(), crate::shop::QUICK).await,
        books.door(ledger::Actor::till(), crate::shop::QUICK).await,
    );
    let there =
        crate::shop::connect(&one, &shop.sandbox, &shop.wire, ledger::GatewayKind::Novac, "main")
            .await;
    assert_ne!(there.record.id, account);
    let id = there.record.id;
    let (first, second) =
        tokio::join!(one.look_up_unknown(id, &reference), other.look_up_unknown(id, &reference));
    assert_eq!(first.unwrap().record.payment.id, second.unwrap().record.payment.id);
    assert_eq!(one.payments(&only(""), None, 10).await.unwrap().items.len(), 1);
}
