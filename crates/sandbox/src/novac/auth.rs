//! Novac's two keys: the public one starts a checkout, the secret one does the rest.
//!
//! A key that is missing or unknown is 401; the other kind of key than the call wants is 403 (Novac docs, errors).

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::reply::Refusal;
use crate::request::bearer;

pub(super) const PUBLIC_KEY: &str = "nc_testpk_tillkeeper_sandbox_0001";
pub(super) const SECRET_KEY: &str = "nc_testsk_tillkeeper_sandbox_0001";

/// The call was made with the public key.
pub(super) struct PublicKey;

/// The call was made with the secret key.
pub(super) struct SecretKey;

/// The call was made with either key.
pub(super) struct AnyKey;

impl<S: Sync> FromRequestParts<S> for AnyKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        match check(&parts.headers, SECRET_KEY, "secret") {
            Ok(()) | Err(Refusal::WrongKey(_)) => Ok(Self),
            Err(refusal) => Err(refusal),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for PublicKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        check(&parts.headers, PUBLIC_KEY, "public").map(|()| Self)
    }
}

impl<S: Sync> FromRequestParts<S> for SecretKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        check(&parts.headers, SECRET_KEY, "secret").map(|()| Self)
    }
}

fn check(headers: &HeaderMap, wanted: &str, kind: &'static str) -> Result<(), Refusal> {
    match bearer(headers) {
        Some(key) if key == wanted => Ok(()),
        Some(PUBLIC_KEY | SECRET_KEY) => Err(Refusal::WrongKey(kind)),
        Some(_) => Err(Refusal::Unauthorized("The API key is not known.")),
        None => Err(Refusal::Unauthorized("No API key was sent.")),
    }
}
