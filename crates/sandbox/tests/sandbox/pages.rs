//! The hosted pages, as a browser gets and sends them.

use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::till::{Till, seed_checkout, seed_session, with};

async fn novac_page(till: &Till, body: &Value) -> String {
    let (status, reply) = till.novac_post("/api/v1/checkout", body).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    reply["data"]["checkoutUrl"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_open_checkout_shows_the_order_and_a_form_with_every_choice() {
    let till = Till::open().await;
    let url = till.novac_checkout().await;
    let page = till.visit(&url).await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "No real money moves here.",
        "Sandbox Corner Shop",
        "NGN\u{a0}25,000.00",
        "ORDER-00123",
        "customer@example.com",
        "value=\"card\"",
        "value=\"transfer\"",
        "value=\"ussd\"",
        "value=\"pay\"",
        "value=\"decline\"",
        "value=\"leave\"",
        "<html lang=\"en\">",
    ] {
        assert!(page.text.contains(part), "{part} is missing");
    }
    assert!(!page.text.contains("<script"));
}

#[tokio::test]
async fn novac_is_returned_to_with_reference_and_status() {
    for (action, status) in
        [("pay&channel=card", "successful"), ("decline", "failed"), ("leave", "cancelled")]
    {
        let till = Till::open().await;
        let url = till.novac_checkout().await;
        let page = till.choose(&url, &format!("action={action}")).await;
        let expected =
            format!("https://yourstore.com/payment/callback?reference=ORDER-00123&status={status}");
        assert_eq!(page.leads_to(), expected);
    }
}

#[tokio::test]
async fn without_a_callback_the_redirect_url_is_used_and_keeps_its_query() {
    let till = Till::open().await;
    let body = with(seed_checkout(), "callbackUrl", Value::Null);
    let body = with(body, "redirectUrl", json!("https://yourstore.com/done?shop=1#top"));
    let page = till.choose(&novac_page(&till, &body).await, "action=pay").await;
    let expected = "https://yourstore.com/done?shop=1&reference=ORDER-00123&status=successful#top";
    assert_eq!(page.leads_to(), expected);
}

#[tokio::test]
async fn ovgc_is_returned_to_by_success_and_cancel_url() {
    for (action, back) in [("pay", "success"), ("decline", "cancel"), ("leave", "cancel")] {
        let till = Till::open().await;
        let (_, url) = till.ovgc_session().await;
        let page = till.choose(&url, &format!("action={action}&channel=ussd")).await;
        assert_eq!(page.leads_to(), format!("https://yoursite.com/{back}"));
    }
}

#[tokio::test]
async fn without_a_web_address_to_return_to_the_browser_stays_for_the_receipt() {
    for address in [Value::Null, json!("javascript:alert(1)"), json!("file:///etc/passwd")] {
        let till = Till::open().await;
        let body = with(seed_checkout(), "callbackUrl", Value::Null);
        let body = with(body, "redirectUrl", address);
        let url = novac_page(&till, &body).await;
        let back = till.choose(&url, "action=pay&channel=ussd").await;
        assert!(url.ends_with(back.leads_to()), "{} leads elsewhere", back.leads_to());
        let receipt = till.visit(&url).await.text;
        assert!(receipt.contains("Payment successful") && receipt.contains("USSD"));
        assert!(!receipt.contains("javascript:") && !receipt.contains("file:"));
    }
}

#[tokio::test]
async fn a_checkout_ends_once_and_shows_how() {
    for (action, heading) in [
        ("pay", "Payment successful"),
        ("decline", "Payment declined"),
        ("leave", "Checkout cancelled"),
    ] {
        let till = Till::open().await;
        let url = till.novac_checkout().await;
        till.choose(&url, &format!("action={action}")).await;
        let again = till.choose(&url, "action=pay&channel=card").await;
        assert!(url.ends_with(again.leads_to()), "a second choice must change nothing");
        let page = till.visit(&url).await;
        assert!(page.text.contains(heading));
        assert!(page.text.contains("https://yourstore.com/payment/callback?reference="));
        assert!(!page.text.contains("value=\"pay\""), "it cannot be paid again");
    }
}

#[tokio::test]
async fn an_expired_checkout_says_so_instead_of_offering_to_pay() {
    let till = Till::open().await;
    let (_, url) = till.ovgc_session().await;
    assert!(till.visit(&url).await.text.contains("14 Apr 2026, 12:30 UTC"));
    till.pass(TimeDelta::minutes(30));
    let page = till.visit(&url).await.text;
    assert!(page.contains("Checkout expired") && !page.contains("<form"));
    assert!(page.contains("https://yoursite.com/cancel"));
}

#[tokio::test]
async fn hostile_text_stays_text() {
    let till = Till::open().await;
    let hostile = "</h1><script>alert('x')</script>\"onload=1";
    let body = with(seed_session(), "product_title", json!(hostile));
    let body = with(body, "email", json!("\"><img/src=x>@example.com"));
    let body = with(body, "cancel_url", json!("https://a.example/\"><script>"));
    let (_, reply) = till.ovgc_post(&body).await;
    let url = reply["data"]["checkout_url"].as_str().unwrap().to_owned();
    let open = till.visit(&url).await.text;
    assert!(open.contains("&lt;script&gt;"));
    till.choose(&url, "action=decline").await;
    let declined = till.visit(&url).await.text;
    let list = till.visit(&till.sandbox.description().checkout).await.text;
    for page in [open, declined, list] {
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
    }
}

#[tokio::test]
async fn a_choice_that_is_not_offered_is_refused_and_changes_nothing() {
    let till = Till::open().await;
    let body = json!({
        "transactionReference": "TILL_0123-456789",
        "amount": 500,
        "currency": "NGN",
        "allowedPaymentOptions": "CARD"
    });
    let (_, reply) = till.novac_post("/api/v1/initiate", &body).await;
    let url = reply["data"]["paymentRedirectUrl"].as_str().unwrap();
    for form in ["action=pay&channel=ussd", "action=pay&channel=cash", "action=steal", ""] {
        let page = till.choose(url, form).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{form}");
        assert!(page.text.contains("That choice is not offered"));
    }
    let (_, reply) = till.novac_get("/api/v1/checkout/TILL_0123-456789/verify").await;
    assert_eq!(reply["data"]["status"], "pending");
    assert!(!till.visit(url).await.text.contains("value=\"ussd\""));
}

#[tokio::test]
async fn the_list_leads_to_every_checkout_with_how_it_stands() {
    let till = Till::open().await;
    let list = &till.sandbox.description().checkout;
    assert!(till.visit(list).await.text.contains("None yet"));
    let paid = till.novac_checkout().await;
    till.choose(&paid, "action=pay").await;
    let (id, _) = till.ovgc_session().await;
    let page = till.visit(list).await.text;
    for part in ["Premium Plan", "ORDER-00123", "Paid", "Open", "USD\u{a0}25.00"] {
        assert!(page.contains(part), "{part} is missing");
    }
    assert!(page.contains(&format!("href=\"/checkout/{id}\"")));
    let home = till.visit(&format!("http://{}/", till.sandbox.addr())).await;
    assert_eq!(home.leads_to(), "/checkout");
}

#[tokio::test]
async fn pages_load_nothing_from_elsewhere_and_cannot_be_framed() {
    let till = Till::open().await;
    let url = till.novac_checkout().await;
    let nowhere = format!("http://{}/nowhere", till.sandbox.addr());
    for address in [&url, &till.sandbox.description().checkout, &nowhere] {
        let page = till.visit(address).await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        for rule in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(rule), "{policy}");
        }
        assert!(!policy.contains("unsafe"));
        assert_eq!(page.headers["cache-control"], "no-store");
        assert_eq!(page.headers["x-content-type-options"], "nosniff");
        assert!(!page.text.contains("style=\""), "the policy forbids inline styles");
    }
}

#[tokio::test]
async fn an_unknown_checkout_is_a_page_that_explains() {
    let till = Till::open().await;
    let checkout = &till.sandbox.description().checkout;
    for token in ["x", "a1b2c3d4-e5f6-7890-abcd-ef1234567890"] {
        let url = format!("{checkout}/{token}");
        for page in [till.visit(&url).await, till.choose(&url, "action=pay").await] {
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            assert!(page.text.contains("No such checkout"));
        }
    }
}

#[tokio::test]
async fn a_receipt_says_how_its_refund_stands_and_offers_one_only_while_something_is_left() {
    let till = Till::open().await;
    let page = till.novac_checkout().await;
    assert!(!till.visit(&page).await.text.contains("/refund"), "nothing is paid yet");
    till.choose(&page, "action=pay").await;
    assert!(till.visit(&page).await.text.contains("/refund"));
    till.choose(&format!("{page}/refund"), "").await;
    let receipt = till.visit(&page).await.text;
    assert!(receipt.contains("pending since") && !receipt.contains("/refund"), "{receipt}");
    till.pass(TimeDelta::seconds(3));
    assert!(till.visit(&page).await.text.contains("processed "));
}
