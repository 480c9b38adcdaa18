//! What gateways take from a request before they look at the call: an API key, a JSON body. Each refuses in its own words.

use std::marker::PhantomData;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use serde::de::DeserializeOwned;

use crate::request::bearer;

/// The refusals of a gateway with one API key.
pub(crate) trait RefuseKey: IntoResponse {
    const API_KEY: &'static str;

    fn unauthorized() -> Self;
}

/// The refusals of a gateway that reads JSON.
pub(crate) trait RefuseBody: IntoResponse {
    /// Why a body that did not arrive whole is refused.
    const CUT_OFF: &'static str;

    fn too_large() -> Self;
    fn unreadable(why: String) -> Self;
}

/// The call was made with the API key.
pub(crate) struct ApiKey<R>(PhantomData<R>);

impl<S: Sync, R: RefuseKey> FromRequestParts<S> for ApiKey<R> {
    type Rejection = R;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, R> {
        match bearer(&parts.headers) {
            Some(key) if key == R::API_KEY => Ok(Self(PhantomData)),
            _ => Err(R::unauthorized()),
        }
    }
}

/// A JSON body.
pub(crate) struct Body<T, R> {
    pub(crate) json: T,
    refusal: PhantomData<R>,
}

impl<S: Send + Sync, T: DeserializeOwned, R: RefuseBody> FromRequest<S> for Body<T, R> {
    type Rejection = R;

    async fn from_request(request: Request, state: &S) -> Result<Self, R> {
        let bytes =
            Bytes::from_request(request, state).await.map_err(|rejection| {
                match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => R::too_large(),
                    _ => R::unreadable(R::CUT_OFF.to_owned()),
                }
            })?;
        let json = serde_json::from_slice(&bytes).map_err(|why| R::unreadable(why.to_string()))?;
        Ok(Self { json, refusal: PhantomData })
    }
}
