//! Echezona's envelope, `{responseCode, responseMessage, data}`, and its faults in plain text.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::extract::{self, RefuseBody};

/// The envelope of a call that was understood.
pub(super) type Answer<T> = Json<Envelope<T>>;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Envelope<T> {
    response_code: &'static str,
    response_message: &'static str,
    data: T,
}

/// Wraps `data` in the envelope.
pub(super) fn done<T>(data: T) -> Answer<T> {
    Json(Envelope { response_code: "00", response_message: "Successful", data })
}

/// Why Echezona would not do as asked.
#[derive(Debug)]
pub(super) enum Refusal {
    Invalid(String),
    Unauthorized,
    NotFound(&'static str),
    MethodNotAllowed,
    TooLarge,
}

impl Refusal {
    /// A request that breaks a rule, in the rule's words.
    pub(super) fn invalid(why: impl ToString) -> Self {
        Self::Invalid(why.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, why) = match self {
            Self::Invalid(why) => (StatusCode::BAD_REQUEST, why),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "Invalid merchant key".to_owned()),
            Self::NotFound(what) => (StatusCode::NOT_FOUND, what.to_owned()),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "Method not allowed".to_owned())
            }
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Request too large".to_owned()),
        };
        (status, why).into_response()
    }
}

impl RefuseBody for Refusal {
    const CUT_OFF: &'static str = "The body could not be read";

    fn too_large() -> Self {
        Self::TooLarge
    }

    fn unreadable(why: String) -> Self {
        Self::Invalid(why)
    }
}

/// A JSON body.
pub(super) type Body<T> = extract::Body<T, Refusal>;
