//! What is answered: a status for the gateway's retries, and as little else as can be, since anybody may ask.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_LENGTH, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Extension, Json, Router};
use futures::StreamExt as _;
use serde_json::json;

use super::Ear;
use super::connection::Peer;
use crate::webhook::receive::{Incoming, LARGEST_WEBHOOK_BYTES, Receipt};

const FORWARDED: &str = "x-forwarded-for";
/// How long a body may take.
const BODY_TIME: Duration = Duration::from_secs(15);
/// How much of a body that is too large is read on, so that its sender hears the answer.
const READ_ON: u64 = 4 * 1024 * 1024;
/// How long a gateway is to wait where nothing can be written.
const LATER: Duration = Duration::from_secs(60);

pub(super) fn router(ear: Arc<Ear>) -> Router {
    Router::new()
        .route("/webhooks/{account}", post(take))
        .fallback(async || said(StatusCode::NOT_FOUND, "there is nothing here"))
        .method_not_allowed_fallback(async || {
            said(StatusCode::METHOD_NOT_ALLOWED, "messages come by POST")
        })
        .with_state(ear)
}

async fn take(
    State(ear): State<Arc<Ear>>,
    Extension(Peer(peer)): Extension<Peer>,
    account: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let Ok(Path(account)) = account else { return of_receipt(Receipt::NoSuchAccount) };
    let read = tokio::time::timeout(BODY_TIME, read(body, &headers));
    let Ok(Some((body, body_bytes))) = read.await else {
        return said(StatusCode::REQUEST_TIMEOUT, "the message did not come whole");
    };
    let text =
        |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let forwarded: Vec<_> = headers.get_all(FORWARDED).iter().map(text).collect();
    let sender = ear.proxies.sender(peer, forwarded.iter().map(String::as_str));
    let headers = headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let incoming =
        Incoming { account, headers, body, body_bytes, source: Some(sender), received_at: None };
    match ear.office.receive_webhook(incoming).await {
        Ok(receipt) => {
            let is_gone = matches!(
                receipt,
                Receipt::NoSuchAccount | Receipt::Later { .. } | Receipt::TooMany { .. }
            );
            if !is_gone {
                ear.taken.fetch_add(1, Ordering::Relaxed);
                ear.news.notify_one();
            }
            of_receipt(receipt)
        }
        Err(problem) => {
            tracing::error!(%problem, "a message could not be kept");
            let answer = said(StatusCode::SERVICE_UNAVAILABLE, "it cannot be kept just now");
            with_pause(answer, LATER)
        }
    }
}

/// The body, and how many bytes it has; cut where it is too large. Nothing where it broke off.
async fn read(body: Body, headers: &HeaderMap) -> Option<(Vec<u8>, u64)> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let announced: u64 = announced.or(body.size_hint().exact()).unwrap_or(0);
    let (mut kept, mut bytes) = (Vec::new(), 0_u64);
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.ok()?;
        bytes = bytes.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if kept.len() <= LARGEST_WEBHOOK_BYTES {
            kept.extend_from_slice(&chunk);
        }
        if bytes > READ_ON {
            break;
        }
    }
    kept.truncate(LARGEST_WEBHOOK_BYTES.saturating_add(1));
    Some((kept, bytes.max(announced)))
}

fn of_receipt(receipt: Receipt) -> Response {
    match receipt {
        Receipt::Taken => (StatusCode::OK, Json(json!({ "status": "taken" }))).into_response(),
        Receipt::Rejected => said(StatusCode::UNAUTHORIZED, "it is not proven"),
        Receipt::Later { retry_after } => {
            let error = "it cannot be told just now whether it is proven";
            with_pause(said(StatusCode::SERVICE_UNAVAILABLE, error), retry_after)
        }
        Receipt::Unreadable => said(StatusCode::BAD_REQUEST, "it cannot be read"),
        Receipt::NoSuchAccount => said(StatusCode::NOT_FOUND, "there is no such account"),
        Receipt::TooLarge => said(StatusCode::PAYLOAD_TOO_LARGE, "it is too large"),
        Receipt::TooMany { retry_after } => {
            with_pause(said(StatusCode::TOO_MANY_REQUESTS, "too many messages"), retry_after)
        }
    }
}

fn said(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}

fn with_pause(answer: Response, pause: Duration) -> Response {
    let seconds = pause.as_secs().saturating_add(1).to_string();
    ([(RETRY_AFTER, seconds)], answer).into_response()
}
