//! Answers that go wrong.

use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use futures::stream;

use super::Fault;
use crate::state::{Gateway, World};
use crate::wire::Wire;

const OUT_OF_ORDER: &str = "<!doctype html><html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>";

/// Answers as the dial of the gateway says.
pub(crate) async fn spoil(
    State((world, wire)): State<(Arc<World>, &'static Wire)>,
    request: Request,
    next: Next,
) -> Response {
    let gateway: Gateway = wire.gateway;
    let is_on = |fault| world.dial().is_on(gateway, fault);
    if is_on(Fault::TooMany) {
        let pause = world.delays().asked_pause.as_secs().to_string();
        return (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, pause)]).into_response();
    }
    if is_on(Fault::Broken) {
        return (StatusCode::INTERNAL_SERVER_ERROR, Html(OUT_OF_ORDER)).into_response();
    }
    let makes_something = request.method() == Method::POST && !(wire.only_asks)(request.uri());
    let answer = next.run(request).await;
    // What was asked for is done at once; whoever does not wait for the answer does not know it.
    if is_on(Fault::Slow) {
        tokio::time::sleep(world.delays().slow_answer).await;
    }
    if makes_something && answer.status().is_success() && is_on(Fault::AnswerLost) {
        return broken_off();
    }
    answer
}

/// An answer whose connection breaks within the body.
fn broken_off() -> Response {
    let lost =
        io::Error::new(io::ErrorKind::ConnectionReset, "the answer is lost, as the dial says");
    let parts = [Ok(Bytes::from_static(b"{")), Err(lost)];
    ([(CONTENT_TYPE, "application/json")], Body::from_stream(stream::iter(parts))).into_response()
}
