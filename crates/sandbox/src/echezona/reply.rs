//! Echezona's envelope, `{responseCode, responseMessage, data}`, and its faults in plain text.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

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

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let bytes =
            Bytes::from_request(request, state).await.map_err(|rejection| {
                match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
                    _ => Refusal::invalid("The body could not be read"),
                }
            })?;
        serde_json::from_slice(&bytes).map(Self).map_err(Refusal::invalid)
    }
}
