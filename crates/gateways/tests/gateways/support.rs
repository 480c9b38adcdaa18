//! Accounts on a loopback server, requests to make there, and servers that misbehave below HTTP.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use gateways::{
    Credentials, Gateway, LinkRequest, PaymentHandle, Person, RefundHandle, RefundRequest,
    Settings, Timing, connect_with,
};
use ledger::{Currency, GatewayKind, Money, ReturnUrls};
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wiremock::{MockServer, Request};

pub(crate) const PUBLIC_KEY: &str = "nc_testpk_0123456789abcdef0123";
pub(crate) const SECRET_KEY: &str = "nc_testsk_fedcba98765432100123";
pub(crate) const API_KEY: &str = "ovgc_test_00112233445566778899";
pub(crate) const WEBHOOK_SECRET: &str = "whsec_aabbccddeeff00112233";
pub(crate) const NOWPAY_KEY: &str = "np_0123456789abcdef0123456789";
pub(crate) const ECHEZONA_KEY: &str = "ez_fedcba9876543210fedcba98";
pub(crate) const SESSION: &str = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";

/// Patience for a loopback server.
pub(crate) const QUICK: Timing = Timing {
    connect: Duration::from_secs(5),
    total: Duration::from_secs(10),
    first_pause: Duration::from_millis(1),
    longest_pause: Duration::from_secs(2),
};

/// A fixture, by its gateway and name.
macro_rules! fixture {
    ($path:literal) => {
        include_str!(concat!("../fixtures/", $path, ".json"))
    };
}
pub(crate) use fixture;

pub(crate) fn credentials(kind: GatewayKind) -> Credentials {
    let fields: &[(&str, &str)] = match kind {
        GatewayKind::Novac => &[("public_key", PUBLIC_KEY), ("secret_key", SECRET_KEY)],
        GatewayKind::Ovgc => &[("api_key", API_KEY), ("webhook_secret", WEBHOOK_SECRET)],
        GatewayKind::Nowpay => &[("username", "100200"), ("key", NOWPAY_KEY)],
        GatewayKind::Echezona => &[("api_key", ECHEZONA_KEY)],
    };
    let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), SecretString::from(*value)));
    Credentials::new(kind, fields).unwrap()
}

pub(crate) fn account(kind: GatewayKind, base_url: &str, timing: Timing) -> Box<dyn Gateway> {
    let settings = Settings::defaults(kind);
    connect_with(kind, base_url, &credentials(kind), &settings, timing).unwrap()
}

pub(crate) fn account_set(
    kind: GatewayKind,
    base_url: &str,
    key: &str,
    value: &str,
) -> Box<dyn Gateway> {
    let given = BTreeMap::from([(key.to_owned(), value.to_owned())]);
    let settings = Settings::new(kind, &given).unwrap();
    connect_with(kind, base_url, &credentials(kind), &settings, QUICK).unwrap()
}

pub(crate) fn novac(server: &MockServer) -> Box<dyn Gateway> {
    account(GatewayKind::Novac, &server.uri(), QUICK)
}

/// An account at Novac whose checkouts start by one path alone.
pub(crate) fn novac_by(server: &MockServer, path: &str) -> Box<dyn Gateway> {
    account_set(GatewayKind::Novac, &server.uri(), "checkout_path", path)
}

pub(crate) fn ovgc(server: &MockServer) -> Box<dyn Gateway> {
    account(GatewayKind::Ovgc, &server.uri(), QUICK)
}

pub(crate) fn ngn(minor: i64) -> Money {
    Money::from_minor(minor, Currency::NGN)
}

pub(crate) fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD)
}

pub(crate) fn noon() -> DateTime<Utc> {
    "2026-04-14T12:00:00Z".parse().unwrap()
}

/// The order of seed 000.
pub(crate) fn novac_order() -> LinkRequest {
    LinkRequest {
        reference: "ORDER-00123".parse().unwrap(),
        nonce: "0a1b2c3d".to_owned(),
        idempotency_key: "0192aabb-0000-7000-8000-000000000001".to_owned(),
        amount: ngn(2_500_000),
        customer: Person { name: None, email: Some("customer@example.com".to_owned()) },
        description: None,
        urls: ReturnUrls {
            callback: Some("https://yourstore.com/payment/callback".to_owned()),
            redirect: Some("https://yourstore.com/order/confirm".to_owned()),
            ..ReturnUrls::default()
        },
        metadata: BTreeMap::new(),
        now: noon(),
    }
}

/// The order of seed 002.
pub(crate) fn ovgc_order() -> LinkRequest {
    LinkRequest {
        amount: usd(2500),
        description: Some("Premium Plan".to_owned()),
        urls: ReturnUrls {
            success: Some("https://yoursite.com/success".to_owned()),
            cancel: Some("https://yoursite.com/cancel".to_owned()),
            ..ReturnUrls::default()
        },
        ..novac_order()
    }
}

pub(crate) fn payment(reference: &str) -> PaymentHandle {
    PaymentHandle { gateway_reference: reference.to_owned(), currency: None }
}

pub(crate) fn refunds_of(ids: &[&str]) -> RefundHandle {
    RefundHandle {
        gateway_reference: "ORDER-00123".to_owned(),
        gateway_refund_ids: ids.iter().map(|id| (*id).to_owned()).collect(),
        currency: Currency::NGN,
    }
}

pub(crate) fn full_refund() -> RefundRequest {
    RefundRequest {
        gateway_reference: "ORDER-00123".to_owned(),
        amount: ngn(2_500_000),
        full: true,
        idempotency_key: "0192aabb-0000-7000-8000-000000000002".to_owned(),
        customer_note: None,
        merchant_note: None,
    }
}

/// The one request a server received.
pub(crate) async fn only_request(server: &MockServer) -> Request {
    let mut requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1, "exactly one request is sent");
    requests.remove(0)
}

pub(crate) fn header<'a>(request: &'a Request, name: &str) -> &'a str {
    request.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

pub(crate) fn body(request: &Request) -> &str {
    std::str::from_utf8(&request.body).unwrap()
}

/// JSON without the space between its parts.
pub(crate) fn compact(json: &str) -> String {
    json.lines().map(|line| line.trim().replacen("\": ", "\":", 1)).collect()
}

/// A server that reads each request to its end, answers with the same bytes and closes the connection.
pub(crate) struct RawServer {
    pub(crate) address: SocketAddr,
    requests: Arc<AtomicUsize>,
}

impl RawServer {
    pub(crate) async fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let (answer, count) = (answer.into(), requests.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serve(stream, &answer, &count).await;
            }
        });
        Self { address, requests }
    }

    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    pub(crate) fn http(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn https(&self) -> String {
        format!("https://{}", self.address)
    }
}

async fn serve(mut stream: TcpStream, answer: &[u8], count: &AtomicUsize) {
    let mut request = Vec::new();
    while !is_whole(&request) {
        match stream.read_buf(&mut request).await {
            Ok(1..) => {}
            _ => return,
        }
    }
    count.fetch_add(1, Ordering::SeqCst);
    let _ = stream.write_all(answer).await;
    let _ = stream.shutdown().await;
}

/// Whether an HTTP request is all there. What does not begin like one, such as a TLS greeting, is whole at once.
fn is_whole(request: &[u8]) -> bool {
    if request.is_empty() {
        return false;
    }
    if !request[0].is_ascii_uppercase() {
        return true;
    }
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}
