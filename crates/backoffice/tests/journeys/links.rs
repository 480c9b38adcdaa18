//! Payment links: what can be asked for, when an order number is free, and one working link per order.

use backoffice::{Code, Error, LinkForm};
use chrono::TimeDelta;
use ledger::{GatewayKind, PaymentStatus, ReturnUrls};
use sandbox::Customer;

use crate::shop::{Shop, only, order, ovgc_order, url};
use crate::wire::Fault;

const INITIATE: &str = "POST /novac/api/v1/initiate";
const SESSIONS: &str = "POST /ovgc/api/checkout-sessions";

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_used_names_its_fields_and_leaves_no_trace() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Ovgc, "cards").await;
    let before = shop.office.journal_head().await.unwrap();
    let novac = |change: fn(&mut LinkForm)| {
        let mut form = order("ORDER-1");
        change(&mut form);
        form
    };
    let ovgc = |change: fn(&mut LinkForm)| {
        let mut form = ovgc_order("ORDER-1");
        change(&mut form);
        form
    };
    let wrong = [
        ("amount", novac(|form| form.amount = "0".to_owned())),
        ("amount", novac(|form| form.amount = "-1".to_owned())),
        ("amount", novac(|form| form.amount = "1.005".to_owned())),
        ("amount", novac(|form| form.amount = "1e3".to_owned())),
        ("amount", novac(|form| form.amount = "25,000".to_owned())),
        ("amount", novac(|form| form.amount = "92233720368547758.08".to_owned())),
        ("amount", novac(|form| form.amount = String::new())),
        ("amount", novac(|form| form.amount = "99.99".to_owned())),
        ("currency", novac(|form| form.currency = "NAIRA".to_owned())),
        ("currency", novac(|form| form.currency = "JPY".to_owned())),
        ("currency", ovgc(|form| form.currency = "XXY".to_owned())),
        ("email", novac(|form| form.email = "ada".to_owned())),
        ("email", novac(|form| form.email = "ada@shop".to_owned())),
        ("email", novac(|form| form.email = String::new())),
        ("reference", novac(|form| form.reference = Some("A".repeat(65)))),
        ("reference", novac(|form| form.reference = Some("A\tB".to_owned()))),
        ("description", novac(|form| form.description = Some("x".repeat(201)))),
        (
            "callback_url",
            novac(|form| form.urls.callback = Some("http://shop.example/".to_owned())),
        ),
        ("redirect_url", novac(|form| form.urls.redirect = Some("shop.example".to_owned()))),
        ("success_url", novac(|form| form.urls.success = Some("https://a.example".to_owned()))),
        ("success_url", ovgc(|form| form.urls.success = None)),
        ("cancel_url", ovgc(|form| form.urls.cancel = Some("javascript:x".to_owned()))),
        (
            "metadata",
            novac(|form| {
                form.metadata = (0..21).map(|n| (n.to_string(), String::new())).collect();
            }),
        ),
    ];
    for (field, form) in wrong {
        let refused = shop.office.create_link(&form).await.unwrap_err();
        assert_eq!(
            (refused.code(), refused.field()),
            (Code::InvalidInput, Some(field)),
            "{refused}"
        );
        let problems = shop.office.check_link(&form).await.unwrap();
        assert!(problems.iter().any(|problem| problem.field == field), "{field}: {problems:?}");
    }
    assert_eq!(shop.office.journal_head().await.unwrap(), before);
    assert_eq!(shop.wire.sent("POST").len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_problems_of_a_form_are_told_at_once() {
    let shop = Shop::open().await;
    let taken = shop.order("ORDER-1").await.payment.reference.to_string();
    let form = LinkForm {
        account: "MAIN".to_owned(),
        amount: "x".to_owned(),
        currency: "NGN".to_owned(),
        email: "x".to_owned(),
        reference: Some(taken),
        urls: ReturnUrls { callback: Some("x".to_owned()), ..ReturnUrls::default() },
        ..LinkForm::default()
    };
    let problems = shop.office.check_link(&form).await.unwrap();
    let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["amount", "email", "callback_url", "reference"]);
    assert_eq!(shop.office.check_link(&order("ORDER-2")).await.unwrap(), []);
    let nowhere = LinkForm { account: "nowhere".to_owned(), ..order("ORDER-2") };
    assert_eq!(shop.office.check_link(&nowhere).await.unwrap()[0].field, "account");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_without_a_number_gets_one() {
    let shop = Shop::open().await;
    let form = LinkForm { reference: Some("  ".to_owned()), ..order("") };
    let made = shop.office.create_link(&form).await.unwrap().payment.reference.to_string();
    let tail = made.strip_prefix("TK-20260414-").unwrap();
    assert_eq!(tail.len(), 8);
    assert_eq!(shop.office.find_payment(&made).await.unwrap().payment.reference.as_str(), made);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_number_is_free_again_only_after_a_link_that_was_refused() {
    let shop = Shop::open().await;
    shop.wire.once(INITIATE, Fault::Refuse(400, "x-a: b", r#"{"status":false,"message":"No"}"#));
    let refused = shop.office.create_link(&order("ORDER-1")).await.unwrap_err();
    assert_eq!(refused.code(), Code::Gateway, "{refused}");
    let failed = shop.office.find_payment("ORDER-1").await.unwrap().payment;
    assert_eq!(failed.status, PaymentStatus::Failed);

    let corrected = LinkForm {
        amount: "26000".to_owned(),
        email: "obi@example.com".to_owned(),
        description: Some("Two chairs".to_owned()),
        ..order("ORDER-1")
    };
    let made = shop.office.create_link(&corrected).await.unwrap().payment;
    assert_eq!((made.id, made.status), (failed.id, PaymentStatus::Pending));
    assert_eq!(made.expected.to_decimal_string(), "26000.00");
    let listed = shop.office.payments(&only("chairs customer:obi@example.com"), None, 5).await;
    assert_eq!(listed.unwrap().items[0].description.as_deref(), Some("Two chairs"));
    let taken = shop.office.create_link(&order("ORDER-1")).await.unwrap_err();
    assert!(matches!(taken, Error::ReferenceTaken { .. }), "{taken}");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_has_one_link_that_works_at_a_time() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Ovgc, "cards").await;
    let first = shop.office.create_link(&ovgc_order("ORDER-1")).await.unwrap();
    let id = first.payment.id;
    let end = first.payment.link().unwrap().expires_at.unwrap();
    assert_eq!(end, shop.place.now() + TimeDelta::minutes(30));

    let same = shop.office.renew_link(id).await.unwrap();
    assert_eq!(url(&same), url(&first), "it still works");
    assert_eq!(shop.wire.sent(SESSIONS).len(), 1);

    shop.pass(TimeDelta::minutes(31));
    let over = shop.office.look_up(id).await.unwrap().record.payment;
    assert_eq!(over.status, PaymentStatus::Expired);
    let second = shop.office.renew_link(id).await.unwrap();
    assert_ne!(url(&second), url(&first));
    assert_eq!(second.payment.status, PaymentStatus::Pending);
    assert_eq!(shop.wire.sent(SESSIONS).len(), 2);
    // That the first one expired says nothing of the order any more.
    let open = shop.office.look_up(id).await.unwrap().record;
    assert_eq!((open.payment.status, url(&open)), (PaymentStatus::Pending, url(&second)));

    shop.customer(&second, Customer::PaysByTransfer);
    let paid = shop.office.look_up(id).await.unwrap().record.payment;
    assert_eq!((paid.status, paid.flags.len()), (PaymentStatus::Paid, 0));
    let refused = shop.office.renew_link(id).await.unwrap_err();
    assert!(matches!(refused, Error::NothingToRenew(PaymentStatus::Paid)), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_second_link_is_made_while_nobody_can_say_whether_the_first_was_paid() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Ovgc, "cards").await;
    let link = shop.office.create_link(&ovgc_order("ORDER-1")).await.unwrap();
    shop.pass(TimeDelta::minutes(31));
    shop.wire.always("GET", Fault::Status(500, "<html>"));
    let refused = shop.office.renew_link(link.payment.id).await.unwrap_err();
    assert_eq!(refused.code(), Code::Gateway, "{refused}");
    assert_eq!(shop.wire.sent(SESSIONS).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_by_an_older_link_is_booked_and_refunded_there() {
    let shop = Shop::open().await;
    let first = shop.order("ORDER-1").await;
    let id = first.payment.id;
    shop.pass(TimeDelta::days(32));
    shop.office.look_up(id).await.unwrap();
    let second = shop.office.renew_link(id).await.unwrap();
    assert_ne!(url(&second), url(&first));

    shop.customer(&first, Customer::PaysByCard);
    let paid = shop.office.look_up(id).await.unwrap().record.payment;
    assert_eq!(paid.status, PaymentStatus::Paid);
    let reference = first.payment.gateway_reference.unwrap();
    assert_eq!(paid.gateway_reference.as_ref(), Some(&reference));

    shop.refund_in_dashboard(id, 100_000).await;
    shop.office.look_up(id).await.unwrap();
    assert_eq!(shop.payment(id).await.refunds.len(), 1);
    shop.refund(id, "5000.00").await;
    let sent = &shop.wire.sent("POST /novac/api/v1/partial-refund")[0].body;
    assert_eq!(sent["reference"], reference.as_str());
}
