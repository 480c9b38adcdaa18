//! Novac's envelope, `{status, message, data}`, around answers and errors.
//!
//! The bodies of 400 and 401 are documented, `responseMessage` in the one and `responseDescription` in the other
//! (Novac docs, errors); 403, 404, 405 and 413 are not, and get the envelope with no data. So do refusals of the balance
//! report, and those of transfers, which say `success` for `status`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::extract::{self, RefuseBody};

/// The envelope of a call that was answered.
pub(super) type Answer<T> = Json<Envelope<T>>;

#[derive(Serialize)]
pub(super) struct Envelope<T> {
    status: bool,
    message: &'static str,
    data: T,
}

/// Wraps `data` in the envelope.
pub(super) fn done<T>(message: &'static str, data: T) -> Answer<T> {
    Json(Envelope { status: true, message, data })
}

/// Why Novac would not do as asked.
#[derive(Debug)]
pub(super) enum Refusal {
    Invalid(String),
    Unauthorized(&'static str),
    WrongKey(&'static str),
    NotFound(&'static str),
    /// Of the balance report, in the documents' own words.
    Report(String),
    NotTransferred(String),
    NoSuchTransfer,
    MethodNotAllowed,
    TooLarge,
}

impl Refusal {
    /// A request that breaks a documented rule, in the rule's words.
    pub(super) fn invalid(why: impl ToString) -> Self {
        Self::Invalid(why.to_string())
    }

    /// A transfer that was not made, and why.
    pub(super) fn not_transferred(why: impl ToString) -> Self {
        Self::NotTransferred(why.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let word = match self {
            Self::NotTransferred(_) | Self::NoSuchTransfer => "success",
            _ => "status",
        };
        let (status, message, data) = match self {
            Self::Invalid(why) => (
                StatusCode::BAD_REQUEST,
                "Invalid request parameter.".to_owned(),
                json!({ "responseCode": "T1", "responseMessage": why }),
            ),
            Self::Unauthorized(why) => (
                StatusCode::UNAUTHORIZED,
                "Invalid Merchant Authorization.".to_owned(),
                json!({ "responseCode": "B01", "responseDescription": why }),
            ),
            Self::WrongKey(wanted) => (
                StatusCode::FORBIDDEN,
                format!("This resource takes the {wanted} key."),
                Value::Null,
            ),
            Self::NotFound(what) => (StatusCode::NOT_FOUND, what.to_owned(), Value::Null),
            Self::Report(why) => (StatusCode::BAD_REQUEST, why, Value::Null),
            Self::NotTransferred(why) => (StatusCode::NOT_FOUND, why, Value::Null),
            Self::NoSuchTransfer => {
                (StatusCode::BAD_REQUEST, "Transfer not found.".to_owned(), Value::Null)
            }
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "The resource does not know this method.".to_owned(),
                Value::Null,
            ),
            Self::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "The request is too large.".to_owned(), Value::Null)
            }
        };
        let body = json!({ word: false, "message": message, "data": data });
        (status, Json(body)).into_response()
    }
}

impl RefuseBody for Refusal {
    const CUT_OFF: &'static str = "The body could not be read.";

    fn too_large() -> Self {
        Self::TooLarge
    }

    fn unreadable(why: String) -> Self {
        Self::Invalid(why)
    }
}

/// A JSON body.
pub(super) type Body<T> = extract::Body<T, Refusal>;
