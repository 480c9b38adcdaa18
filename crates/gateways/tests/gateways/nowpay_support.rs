//! Accounts at Nowpay on a loopback server, and payouts to send from there.

use std::collections::BTreeMap;

use gateways::{Gateway, PayoutHandle, PayoutRequest, Settings, Timing, connect_with};
use ledger::{Currency, GatewayKind, Money, PayoutKind};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::*;

/// The id of the payouts below, made from [`REFERENCE`].
pub(crate) const REQUEST_ID: &str = "RENTZ2D202604";

pub(crate) const REFERENCE: &str = "RENT-202604";

/// Routes that Nowpay tells its merchants and nobody else.
pub(crate) const ROUTES: [(&str, &str); 4] = [
    ("recharge_route", "/api/recharge/submit"),
    ("operators_route", "/api/recharge/operators"),
    ("circles_route", "/api/recharge/circles"),
    ("plans_route", "/api/recharge/plans"),
];

/// The four ways to send money, with the route that each goes to.
pub(crate) const SENDING: [(PayoutKind, &str); 4] = [
    (PayoutKind::Bank, "/api/bank/payout"),
    (PayoutKind::Remittance, "/api/bank/account_transfer"),
    (PayoutKind::Wallet, "/api/bank/wallet_transfer"),
    (PayoutKind::Recharge, "/api/recharge/submit"),
];

pub(crate) fn inr(minor: i64) -> Money {
    Money::from_minor(minor, Currency::INR)
}

pub(crate) fn set(settings: &[(&str, &str)]) -> Settings {
    let given = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    Settings::new(GatewayKind::Nowpay, &given.collect()).unwrap()
}

/// An account that knows every route.
pub(crate) fn nowpay(server: &MockServer) -> Box<dyn Gateway> {
    nowpay_at(&server.uri(), &ROUTES, QUICK)
}

pub(crate) fn nowpay_at(
    origin: &str,
    settings: &[(&str, &str)],
    timing: Timing,
) -> Box<dyn Gateway> {
    let kind = GatewayKind::Nowpay;
    let base_url = format!("{origin}/api/index.php");
    connect_with(kind, &base_url, &credentials(kind), &set(settings), timing).unwrap()
}

/// A server that answers at one route alone.
pub(crate) async fn answering(route: &str, status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method("POST"))
        .and(path("/api/index.php"))
        .and(query_param("route", route))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

pub(crate) fn filled_in(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// Everything that any way of sending wants to know.
pub(crate) fn fields() -> BTreeMap<String, String> {
    filled_in(&[
        ("account_number", "50100123456789"),
        ("account_name", "Ada Okafor"),
        ("ifsc", "hdfc0000123"),
        ("phone", "9876543210"),
        ("wallet", "PAYTM"),
        ("upi", "ada@okhdfcbank"),
        ("beneficiary_id", "7001"),
        ("remitter_id", "3002"),
        ("sender_number", "9876543210"),
        ("number", "9876543210"),
        ("operator", "11"),
        ("circle", "4"),
        ("plan", "901"),
    ])
}

pub(crate) fn payout(kind: PayoutKind) -> PayoutRequest {
    let mut fields = fields();
    let mode = if kind == PayoutKind::Remittance { "NEFT" } else { "IMPS" };
    fields.insert("transfer_mode".to_owned(), mode.to_owned());
    PayoutRequest {
        kind,
        reference: REFERENCE.parse().unwrap(),
        idempotency_key: "0192aabb-0000-7000-8000-000000000003".to_owned(),
        amount: inr(150_000),
        fields,
        narration: "Rent for April".to_owned(),
    }
}

/// What [`payout`] is looked up by, once Nowpay answered.
pub(crate) fn sent(kind: PayoutKind) -> PayoutHandle {
    PayoutHandle {
        kind,
        reference: REFERENCE.parse().unwrap(),
        gateway_payout_id: Some("NP2026041400017".to_owned()),
        amount: inr(150_000),
    }
}

/// The same where Nowpay's answer was lost.
pub(crate) fn lost(kind: PayoutKind) -> PayoutHandle {
    PayoutHandle { gateway_payout_id: None, ..sent(kind) }
}

/// The route that a request went to.
pub(crate) fn route(request: &Request) -> String {
    let mut pairs = request.url.query_pairs();
    pairs.find(|(name, _)| name == "route").map(|(_, route)| route.into_owned()).unwrap()
}
