//! Starting, describing and stopping a sandbox.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use reqwest::StatusCode;
use sandbox::{Error, Options, Sandbox};
use serde_json::json;

use crate::till::{Till, seed_checkout};

fn options(port: u16) -> Options {
    Options { port, ..Options::new(Arc::new(|| DateTime::UNIX_EPOCH)) }
}

#[tokio::test]
async fn the_description_is_the_command_lines_document() {
    let sandbox = Sandbox::start(options(0)).await.unwrap();
    let origin = format!("http://127.0.0.1:{}", sandbox.addr().port());
    let expected = json!({
        "gateways": {
            "novac": {
                "base_url": format!("{origin}/novac"),
                "credentials": {
                    "public_key": "nc_testpk_tillkeeper_sandbox_0001",
                    "secret_key": "nc_testsk_tillkeeper_sandbox_0001"
                },
                "settings": { "webhook_sources": "127.0.0.1" }
            },
            "ovgc": {
                "base_url": format!("{origin}/ovgc"),
                "credentials": {
                    "api_key": "ovgc_test_tillkeeper_sandbox_0001",
                    "webhook_secret": "ovgc_whsec_tillkeeper_sandbox_0001"
                },
                "settings": {}
            },
            "nowpay": {
                "base_url": format!("{origin}/nowpay/api/index.php"),
                "credentials": { "username": "700100", "key": "np_tillkeeper_sandbox_0001" },
                "settings": {
                    "callback_sources": "127.0.0.1",
                    "circles_route": "/api/recharge/circles",
                    "history_route": "/api/recharge/history",
                    "operators_route": "/api/recharge/operators",
                    "plans_route": "/api/recharge/plans",
                    "recharge_route": "/api/recharge/submit"
                }
            },
            "echezona": {
                "base_url": format!("{origin}/echezona"),
                "credentials": { "api_key": "ech_test_tillkeeper_sandbox_0001" },
                "settings": {}
            }
        },
        "checkout": format!("{origin}/checkout"),
        "dial": format!("{origin}/dial")
    });
    assert_eq!(serde_json::to_value(sandbox.description()).unwrap(), expected);
}

#[tokio::test]
async fn only_loopback_is_listened_on() {
    let sandbox = Sandbox::start(options(0)).await.unwrap();
    assert!(sandbox.addr().ip().is_loopback());
}

#[tokio::test]
async fn a_taken_port_is_an_error_that_names_it() {
    let first = Sandbox::start(options(0)).await.unwrap();
    let port = first.addr().port();
    let Error::Listen { port: named, .. } = Sandbox::start(options(port)).await.unwrap_err();
    assert_eq!(named, port);
}

#[tokio::test]
async fn a_stopped_sandbox_answers_no_more_and_frees_its_port() {
    let till = Till::open().await;
    let (addr, list) = (till.sandbox.addr(), till.sandbox.description().checkout.clone());
    assert_eq!(till.visit(&list).await.status, StatusCode::OK);
    till.sandbox.stop().await;
    assert!(till.client.get(&list).send().await.is_err());
    let next = Sandbox::start(options(addr.port())).await.unwrap();
    assert_eq!(next.addr(), addr);
}

#[tokio::test]
async fn sandboxes_share_no_state() {
    let (one, other) = (Till::open().await, Till::open().await);
    one.novac_checkout().await;
    let (status, _) = other.novac_post("/api/v1/checkout", &seed_checkout()).await;
    assert_eq!(status, StatusCode::OK, "the reference is new to the other sandbox");
}

#[tokio::test]
async fn the_refund_delay_can_be_chosen() {
    let options = Options { refund_delay: TimeDelta::zero(), ..options(0) };
    let till = Till::with(options).await;
    let page = till.novac_checkout().await;
    till.choose(&page, "action=pay").await;
    let body = json!({ "reference": "ORDER-00123" });
    let (_, refund) = till.novac_post("/api/v1/refund", &body).await;
    assert_eq!(refund["status"], "processed");
}
