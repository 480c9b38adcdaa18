//! Webhooks and the fault dial, from the outside.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use ledger::{Currency, Money};
use sandbox::{Customer, Delays, Fault, Message, Options};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::ovgc_requests;
use crate::till::{Till, seed_session};

/// A message as a shop gets it.
struct Heard {
    headers: HeaderMap,
    body: Value,
}

/// Somewhere for messages to go, which turns the first few away.
struct Shop {
    url: String,
    heard: mpsc::UnboundedReceiver<Heard>,
}

impl Shop {
    async fn turning_away(times: usize) -> Self {
        let (tell, heard) = mpsc::unbounded_channel();
        let left = Arc::new(Mutex::new(times));
        let hear = move |headers: HeaderMap, body: Bytes| async move {
            let body = serde_json::from_slice(&body).unwrap();
            tell.send(Heard { headers, body }).unwrap();
            let mut left = left.lock().unwrap();
            if *left == 0 {
                return StatusCode::OK;
            }
            *left -= 1;
            StatusCode::SERVICE_UNAVAILABLE
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let app = Router::new().route("/hook", post(hear));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, heard }
    }

    async fn next(&mut self) -> Heard {
        tokio::time::timeout(Duration::from_secs(20), self.heard.recv()).await.unwrap().unwrap()
    }

    fn nothing_more(&mut self) -> bool {
        self.heard.try_recv().is_err()
    }
}

async fn till_with(gateway: &str, shop: &Shop) -> Till {
    let till = Till::open().await;
    assert!(till.sandbox.send_webhooks_to(gateway, Some(&shop.url)));
    till
}

#[tokio::test]
async fn novac_tells_of_a_payment_in_the_words_of_seed_000() {
    let mut shop = Shop::turning_away(0).await;
    let till = till_with("novac", &shop).await;
    let url = till.novac_checkout().await;
    assert!(till.sandbox.customer(&url, Customer::PaysByCard));
    let Heard { body, .. } = shop.next().await;
    assert_eq!(
        (&body["notify"], &body["notifyType"]),
        (&"transaction".into(), &"successful".into())
    );
    assert_eq!(body["data"]["transactionReference"], "ORDER-00123");
    assert_eq!(body["data"]["amount"].to_string(), "25000");
    assert_eq!(body["data"]["currency"], "NGN");
    assert_eq!(body["data"]["customer"]["email"], "customer@example.com");
}

#[tokio::test]
async fn ovgc_signs_time_and_body() {
    let mut shop = Shop::turning_away(0).await;
    let till = till_with("ovgc", &shop).await;
    let (id, url) = till.ovgc_session().await;
    till.sandbox.customer(&url, Customer::PaysByCard);
    let Heard { headers, body } = shop.next().await;
    assert_eq!(body["event"], "payment.succeeded");
    assert_eq!(body["data"]["id"], id);
    assert_eq!(body["data"]["amount"], 2500);
    assert!(headers["x-webhook-signature"].to_str().unwrap().starts_with("sha256="));
    let at: i64 = headers["x-webhook-timestamp"].to_str().unwrap().parse().unwrap();
    assert_eq!(
        at,
        "2026-04-14T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp()
    );

    assert!(till.sandbox.refund_in_dashboard(&url, None));
    let Heard { body, .. } = shop.next().await;
    assert_eq!(
        (&body["event"], &body["data"]["session_id"]),
        (&"refund.created".into(), &id.into())
    );
}

#[tokio::test]
async fn of_a_payment_request_ovgc_tells_in_major_units_and_with_the_secret_in_the_body() {
    let mut shop = Shop::turning_away(0).await;
    let till = till_with("ovgc", &shop).await;
    let (id, url) = ovgc_requests::open(&till).await;
    assert!(till.sandbox.customer(&url, Customer::PaysByCard));
    assert!(till.sandbox.refund_in_dashboard(&url, Some(Money::from_minor(1_050, Currency::USD))));
    assert!(till.sandbox.send_webhook("ovgc", Message::Settlement));
    let about = |body: &Value| {
        let text = |field: &str| body[field].as_str().map(str::to_owned);
        let amount = body.get("total_amount").or(body.get("amount")).unwrap().to_string();
        assert_eq!(text("webhook_secret"), Some(till.key("ovgc", "webhook_secret")));
        (text("event_type").unwrap(), text("transaction_id"), text("order_uuid"), amount)
    };
    let ordered = Some("ORDER-00123".to_owned());
    let paid = shop.next().await.body;
    let (name, of) = ("payment.succeeded".to_owned(), Some(id));
    assert_eq!(about(&paid), (name, of.clone(), ordered.clone(), "25.5".to_owned()));
    assert_eq!(paid["payment_status"], "Paid");
    let refund = shop.next().await.body;
    assert_eq!(about(&refund), ("refund.created".to_owned(), of, ordered, "10.5".to_owned()));
    assert!(refund["refund_id"].is_string() && refund["payment_status"].is_null());
    assert!(refund["total_amount"].is_null(), "that is the order's");
    let payout = shop.next().await.body;
    assert_eq!(about(&payout), ("payout.completed".to_owned(), None, None, "12500".to_owned()));
    assert!(payout["payout_id"].is_string());
}

#[tokio::test]
async fn a_message_that_is_not_taken_is_sent_again() {
    let mut shop = Shop::turning_away(2).await;
    let clock: sandbox::Clock = Arc::new(|| "2026-04-14T12:00:00Z".parse().unwrap());
    let webhook_pauses = vec![Duration::from_millis(5); 3];
    let till = Till::with(Options { webhook_pauses, ..Options::new(clock) }).await;
    till.sandbox.send_webhooks_to("novac", Some(&shop.url));
    let url = till.novac_checkout().await;
    till.sandbox.customer(&url, Customer::Declines);
    for _ in 0..3 {
        assert_eq!(shop.next().await.body["notifyType"], "failed");
    }
    assert!(till.sandbox.send_webhook("novac", Message::Ping));
    assert_eq!(
        shop.next().await.body["notify"],
        "test_assess",
        "once it was taken it is not sent again"
    );
}

#[tokio::test]
async fn messages_come_twice_forged_or_in_another_order_as_the_dial_says() {
    let mut shop = Shop::turning_away(0).await;
    let till = till_with("ovgc", &shop).await;
    let set = |fault, on| assert!(till.sandbox.set_fault("ovgc", fault, on));
    set(Fault::DuplicateWebhook, true);
    let (_, url) = till.ovgc_session().await;
    till.sandbox.customer(&url, Customer::PaysByCard);
    let (first, second) = (shop.next().await, shop.next().await);
    assert_eq!(first.body, second.body);
    set(Fault::DuplicateWebhook, false);

    set(Fault::ForgedWebhook, true);
    let (_, url) = till.ovgc_session().await;
    till.sandbox.customer(&url, Customer::Declines);
    assert_eq!(shop.next().await.body["event"], "payment.succeeded", "the claim of a stranger");
    assert_eq!(shop.next().await.body["event"], "payment.declined");
    set(Fault::ForgedWebhook, false);

    set(Fault::ReorderedWebhooks, true);
    for does in [Customer::PaysByCard, Customer::Declines] {
        let (_, url) = till.ovgc_session().await;
        till.sandbox.customer(&url, does);
    }
    assert_eq!(shop.next().await.body["event"], "payment.declined");
    assert_eq!(shop.next().await.body["event"], "payment.succeeded");
    assert!(shop.nothing_more());
}

#[tokio::test]
async fn a_message_of_another_gateway_overtakes_nothing() {
    let mut shop = Shop::turning_away(0).await;
    let till = till_with("ovgc", &shop).await;
    till.sandbox.send_webhooks_to("novac", Some(&shop.url));
    assert!(till.sandbox.set_fault("ovgc", Fault::ReorderedWebhooks, true));
    let (first, url) = till.ovgc_session().await;
    till.sandbox.customer(&url, Customer::PaysByCard);
    let novac = till.novac_checkout().await;
    till.sandbox.customer(&novac, Customer::PaysByCard);
    assert_eq!(shop.next().await.body["notify"], "transaction");
    let (second, url) = till.ovgc_session().await;
    till.sandbox.customer(&url, Customer::PaysByCard);
    assert_eq!(shop.next().await.body["data"]["id"], second);
    assert_eq!(shop.next().await.body["data"]["id"], first);
}

#[tokio::test]
async fn what_is_answered_slowly_is_done_at_once() {
    let clock: sandbox::Clock = Arc::new(|| "2026-04-14T12:00:00Z".parse().unwrap());
    let delays = Delays { slow_answer: Duration::from_secs(3600), ..Delays::default() };
    let till = Till::with(Options { delays, ..Options::new(clock) }).await;
    assert!(till.sandbox.set_fault("ovgc", Fault::Slow, true));
    let seen = async {
        let session = seed_session();
        let asked = till.ovgc_post(&session);
        let looking = async {
            while !till.visit(&till.sandbox.description().checkout).await.text.contains("USD") {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            (status, _) = asked => panic!("{status} came at once"),
            () = looking => {}
        }
    };
    tokio::time::timeout(Duration::from_secs(20), seen).await.unwrap();
}

#[tokio::test]
async fn a_wrong_clock_signs_ten_minutes_ahead() {
    let mut shop = Shop::turning_away(0).await;
    let till = till_with("ovgc", &shop).await;
    assert!(till.sandbox.set_fault("ovgc", Fault::ClockSkew, true));
    let (_, url) = till.ovgc_session().await;
    till.sandbox.customer(&url, Customer::PaysByCard);
    let headers = shop.next().await.headers;
    let at: i64 = headers["x-webhook-timestamp"].to_str().unwrap().parse().unwrap();
    assert_eq!(
        at,
        "2026-04-14T12:10:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp()
    );
}

#[tokio::test]
async fn messages_go_nowhere_but_to_this_computer_and_only_from_gateways_that_send_any() {
    let till = Till::open().await;
    assert!(!till.sandbox.send_webhooks_to("novac", Some("https://example.com/hook")));
    assert!(!till.sandbox.send_webhooks_to("nowpay", Some("http://127.0.0.1:1/hook")));
    assert!(!till.sandbox.send_webhooks_to("stripe", None));
    assert_eq!(
        till.sandbox.webhook_targets(),
        [("novac", None), ("ovgc", None), ("echezona", None)]
    );
    assert!(!till.sandbox.set_fault("nowpay", Fault::DuplicateWebhook, true));
    assert!(till.sandbox.faults().iter().all(|state| !state.on));
}

#[tokio::test]
async fn the_dial_has_a_page_with_a_switch_for_each_fault() {
    let till = Till::open().await;
    let dial = till.sandbox.description().dial.clone();
    let page = till.visit(&dial).await.text;
    for state in till.sandbox.faults() {
        assert!(page.contains(state.fault.title()), "{}", state.fault);
    }
    till.choose(&dial, "gateway=novac&fault=broken&on=true").await;
    let on: Vec<_> = till.sandbox.faults().into_iter().filter(|state| state.on).collect();
    assert_eq!(on.len(), 1);
    assert_eq!((on[0].gateway, on[0].fault), ("novac", Fault::Broken));
    till.choose(&dial, "gateway=novac&fault=broken&on=false").await;
    assert!(till.sandbox.faults().iter().all(|state| !state.on));
}

#[test]
fn every_fault_is_read_by_its_own_word() {
    for fault in Fault::ALL {
        assert_eq!(fault.as_str().parse(), Ok(fault));
    }
    assert!("gremlins".parse::<Fault>().unwrap_err().to_string().contains("answer_lost"));
}
