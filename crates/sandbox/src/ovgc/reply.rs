//! OVGC's answers, `{data}`, and errors, `{error:{code,message}}` with the codes of seed 002.

use axum::Json;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

#[derive(Serialize)]
pub(super) struct Answer<T> {
    data: T,
}

/// Wraps `data` as every answer is.
pub(super) fn done<T>(data: T) -> Json<Answer<T>> {
    Json(Answer { data })
}

/// Why OVGC would not do as asked.
#[derive(Debug)]
pub(super) enum Refusal {
    BadRequest(String),
    Unauthorized,
    NotFound(&'static str),
    SessionExpired,
    MethodNotAllowed,
    TooLarge,
}

impl Refusal {
    /// A parameter that is missing or breaks its rule.
    pub(super) fn bad_request(why: impl ToString) -> Self {
        Self::BadRequest(why.to_string())
    }

    /// Its HTTP status, its code and its message.
    pub(super) fn parts(&self) -> (StatusCode, &'static str, &str) {
        match self {
            Self::BadRequest(why) => (StatusCode::BAD_REQUEST, "BAD_REQUEST", why.as_str()),
            Self::Unauthorized => {
                (StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "Invalid or missing API key")
            }
            Self::NotFound(what) => (StatusCode::NOT_FOUND, "NOT_FOUND", *what),
            Self::SessionExpired => {
                (StatusCode::BAD_REQUEST, "SESSION_EXPIRED", "Checkout session has expired")
            }
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "BAD_REQUEST", "Method not allowed")
            }
            Self::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "BAD_REQUEST", "The request is too large")
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, message) = self.parts();
        (status, Json(json!({ "error": { "code": code, "message": message } }))).into_response()
    }
}

/// Why a body did not arrive.
pub(super) fn unreadable(rejection: &BytesRejection) -> Refusal {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        _ => Refusal::bad_request("The body could not be read"),
    }
}
