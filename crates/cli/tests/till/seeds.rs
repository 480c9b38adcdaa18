//! The seeds' own examples, against servers that answer exactly as the seeds print it.

use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::program::Till;

const NOVAC_PUBLIC: &str = "nc_testpk_0123456789abcdef0123456789";
const NOVAC_SECRET: &str = "nc_testsk_fedcba9876543210fedcba9876";
const OVGC_KEY: &str = "ovgc_live_0123456789abcdef";

/// Seed 000: `GET /checkout/ORDER-00123/verify`.
const NOVAC_VERIFIED: &str = r#"{
  "status": true,
  "message": "Transaction details retrieved successfully",
  "data": {
    "status": "successful",
    "transactionReference": "ORDER-00123",
    "amount": 25000,
    "chargedAmount": 25000,
    "currency": "NGN",
    "channel": "card",
    "customer": {
      "email": "customer@example.com",
      "name": "Ada Obi"
    }
  }
}"#;

/// Seed 000: the body of `POST /checkout`.
fn novac_order() -> Value {
    json!({
        "amount": 25000,
        "currency": "NGN",
        "email": "customer@example.com",
        "reference": "ORDER-00123",
        "callbackUrl": "https://yourstore.com/payment/callback",
        "redirectUrl": "https://yourstore.com/order/confirm"
    })
}

/// Seed 002: the answer to `POST /api/checkout-sessions`.
const OVGC_CREATED: &str = r#"{
  "data": {
    "session": {
      "id": "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
      "amount": 2500,
      "currency": "USD",
      "status": "pending",
      "expires_at": "2026-04-14 12:30:00"
    },
    "checkout_url": "https://billing.ovgcpayments.com/checkout/a1b2c3d4..."
  }
}"#;

/// Seed 002: the answer to `GET /api/checkout-sessions/:id`.
const OVGC_COMPLETED: &str = r#"{
  "data": {
    "id": "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
    "amount": 2500,
    "currency": "USD",
    "status": "completed"
  }
}"#;

/// A server in a world of its own.
struct Seed {
    world: Runtime,
    server: MockServer,
}

impl Seed {
    fn new() -> Self {
        let world = Runtime::new().unwrap();
        let server = world.block_on(MockServer::start());
        Self { world, server }
    }

    fn answers(&self, mock: Mock) {
        self.world.block_on(mock.mount(&self.server));
    }

    fn sent(&self, verb: &str, at: &str) -> Vec<Request> {
        let all = self.world.block_on(self.server.received_requests()).unwrap();
        let is_meant =
            |request: &Request| request.method.as_str() == verb && request.url.path() == at;
        all.into_iter().filter(is_meant).collect()
    }
}

fn json_text(text: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(text, "application/json")
}

fn key(request: &Request) -> &str {
    request.headers["authorization"].to_str().unwrap()
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

#[test]
fn seed_000_runs_from_order_to_refund() {
    let (till, novac) = (Till::new(), Seed::new());
    // `/initiate` is not in the seed, so the server does not know it.
    let made = json!({
        "status": true,
        "message": "Checkout created",
        "data": {
            "checkoutUrl": "https://checkout.novacpayment.com/pay/abc",
            "transactionReference": "ORDER-00123"
        }
    });
    novac.answers(
        Mock::given(method("POST"))
            .and(path("/api/v1/checkout"))
            .and(header("authorization", format!("Bearer {NOVAC_PUBLIC}")))
            .and(header("content-type", "application/json"))
            .and(body_json(novac_order()))
            .respond_with(ResponseTemplate::new(200).set_body_json(made)),
    );
    novac.answers(
        Mock::given(method("GET"))
            .and(path("/api/v1/checkout/ORDER-00123/verify"))
            .and(header("authorization", format!("Bearer {NOVAC_SECRET}")))
            .respond_with(json_text(NOVAC_VERIFIED)),
    );
    novac.answers(
        Mock::given(method("POST"))
            .and(path("/api/v1/refund"))
            .and(header("authorization", format!("Bearer {NOVAC_SECRET}")))
            .and(body_json(json!({ "reference": "ORDER-00123" })))
            .respond_with(json_text(r#"{"status":true,"message":"Refund initiated"}"#)),
    );
    let keys = json!({ "public_key": NOVAC_PUBLIC, "secret_key": NOVAC_SECRET });
    till.connect("novac", "main", &novac.server.uri(), &keys);

    let link = till.json(&[
        "link",
        "create",
        "--account",
        "main",
        "--amount",
        "25000.00",
        "--currency",
        "NGN",
        "--email",
        "customer@example.com",
        "--reference",
        "ORDER-00123",
        "--callback-url",
        "https://yourstore.com/payment/callback",
        "--redirect-url",
        "https://yourstore.com/order/confirm",
    ]);
    assert_eq!(link["url"], "https://checkout.novacpayment.com/pay/abc");
    assert_eq!(
        (&link["reference"], &link["gateway_reference"]),
        (&json!("ORDER-00123"), &json!("ORDER-00123"))
    );
    let tried = novac.sent("POST", "/api/v1/initiate");
    assert_eq!(tried.len(), 1);
    let sent = novac.sent("POST", "/api/v1/checkout");
    assert_eq!(sent.len(), 1);
    // The amount is a number as the seed writes it, not 25000.0 or a text.
    assert!(String::from_utf8_lossy(&sent[0].body).contains(r#""amount":25000,"#));
    assert!(!sent[0].headers.contains_key("cookie"));

    let paid = till.json(&["payment", "verify", "ORDER-00123"]);
    assert_eq!((&paid["status"], &paid["amount"]), (&json!("paid"), &json!("25000.00")));
    assert_eq!((&paid["currency"], &paid["channel"]), (&json!("NGN"), &json!("card")));
    assert_eq!(paid["customer"], json!({ "email": "customer@example.com", "name": "Ada Obi" }));
    assert_eq!(paid["flags"], json!([]));
    for filter in ["ORDER-00123", "status:paid customer:\"Ada Obi\" amount:25000 currency:NGN"] {
        let found = till.json(&["payment", "list", "--filter", filter]);
        assert_eq!(found["items"][0]["reference"], "ORDER-00123", "{filter}");
    }

    let refund = till.json(&["refund", "create", "ORDER-00123", "--reason", "Changed their mind"]);
    assert_eq!((&refund["amount"], &refund["status"]), (&json!("25000.00"), &json!("pending")));
    let sent = novac.sent("POST", "/api/v1/refund");
    assert_eq!((sent.len(), body(&sent[0])), (1, json!({ "reference": "ORDER-00123" })));
    assert_eq!(key(&sent[0]), format!("Bearer {NOVAC_SECRET}"));
    let checked = till.json(&["account", "check", "main"]);
    assert_eq!(checked["ok"], true);
}

#[test]
fn seed_002_runs_from_session_to_completed() {
    let (till, ovgc) = (Till::new(), Seed::new());
    ovgc.answers(
        Mock::given(method("POST"))
            .and(path("/api/checkout-sessions"))
            .and(header("authorization", format!("Bearer {OVGC_KEY}")))
            .respond_with(json_text(OVGC_CREATED)),
    );
    ovgc.answers(
        Mock::given(method("GET"))
            .and(path("/api/checkout-sessions/a1b2c3d4-e5f6-7890-abcd-ef1234567890"))
            .and(header("authorization", format!("Bearer {OVGC_KEY}")))
            .respond_with(json_text(OVGC_COMPLETED)),
    );
    let keys = json!({ "api_key": OVGC_KEY, "webhook_secret": "whsec_0123456789" });
    let account = till.connect("ovgc", "cards", &ovgc.server.uri(), &keys);
    assert_eq!(account["mode"], "live");

    let link = till.json(&[
        "link",
        "create",
        "--account",
        "cards",
        "--amount",
        "25.00",
        "--currency",
        "USD",
        "--email",
        "customer@example.com",
        "--reference",
        "ORDER-00123",
        "--description",
        "Premium Plan",
        "--success-url",
        "https://yoursite.com/success",
        "--cancel-url",
        "https://yoursite.com/cancel",
    ]);
    assert_eq!(link["gateway_reference"], "a1b2c3d4-e5f6-7890-abcd-ef1234567890");
    assert_eq!(link["url"], "https://billing.ovgcpayments.com/checkout/a1b2c3d4...");
    assert_eq!(link["expires_at"], "2026-04-14T12:30:00Z");
    let sent = ovgc.sent("POST", "/api/checkout-sessions");
    let mut asked = body(&sent[0]);
    // Seed 002 has no field for an order number but `metadata`.
    assert_eq!(asked["metadata"]["order_reference"], "ORDER-00123");
    asked.as_object_mut().unwrap().remove("metadata");
    let seed = json!({
        "amount": 2500,
        "currency": "USD",
        "email": "customer@example.com",
        "product_title": "Premium Plan",
        "success_url": "https://yoursite.com/success",
        "cancel_url": "https://yoursite.com/cancel"
    });
    assert_eq!(asked, seed);

    let paid = till.json(&["payment", "verify", "ORDER-00123"]);
    assert_eq!((&paid["status"], &paid["amount"]), (&json!("paid"), &json!("25.00")));
    let by_session = till.json(&["payment", "show", "a1b2c3d4-e5f6-7890-abcd-ef1234567890"]);
    assert_eq!(by_session["reference"], "ORDER-00123");
}
