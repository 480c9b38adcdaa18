//! The one way out: HTTPS requests with a key, and their answers as bytes of JSON or as an [`Error`].
//!
//! Status codes, broken connections and web pages in place of data are sorted here, so that a gateway's adapter only reads
//! its own JSON. Look-ups are repeated as [`retry`](crate::retry) says; everything else is sent exactly once. Redirects are
//! never followed, since keys would go with them. Neither headers nor bodies nor queries are ever logged.

mod address;
mod redaction;
mod refusal;

use std::io;
use std::time::{Duration, Instant};

use chrono::DateTime;
use ledger::GatewayKind;
use reqwest::header::{ACCEPT, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use url::Url;
use uuid::Uuid;

use crate::retry::{self, Timing};
use crate::{CredentialField, Credentials, CredentialsError, Error, Problem};
pub(crate) use address::is_safe_address;
use redaction::Redaction;

/// The most bytes an answer may have.
pub const LARGEST_ANSWER_BYTES: usize = 1024 * 1024;

/// The longest `Retry-After` that is believed.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

const IDEMPOTENCY_KEY: &str = "idempotency-key";
const REQUEST_ID: &str = "x-request-id";

/// A key, what people call it, and where it goes in a request.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) title: &'static str,
    pub(crate) secret: SecretString,
    pub(crate) place: KeyPlace,
}

impl Key {
    /// The key in a field of the credentials.
    pub(crate) fn of(
        credentials: &Credentials,
        field: &CredentialField,
        place: KeyPlace,
    ) -> Result<Self, CredentialsError> {
        let missing = CredentialsError::Missing { title: field.title };
        let secret = credentials.get(field.key).cloned().ok_or(missing)?;
        Ok(Self { title: field.title, secret, place })
    }
}

/// Where a key goes in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyPlace {
    /// `Authorization: Bearer …`
    Bearer,
    /// A header of its own.
    Header(&'static str),
    /// The body, where its adapter puts it.
    Body,
}

/// Where a request goes, beneath the base URL.
#[derive(Clone, Copy)]
pub(crate) enum To<'a> {
    /// A path, segment by segment.
    Path(&'a [&'a str]),
    /// The base URL itself, with this as its query's `route`.
    Route(&'a str),
}

impl<'a, const N: usize> From<&'a [&'a str; N]> for To<'a> {
    fn from(path: &'a [&'a str; N]) -> Self {
        Self::Path(path)
    }
}

/// A connection to one gateway.
pub(crate) struct Http {
    client: Client,
    base: Url,
    gateway: GatewayKind,
    timing: Timing,
    redaction: Redaction,
    manners: Manners,
}

/// What sets a gateway's HTTP apart.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manners {
    /// The merchant allows plain http, by which anybody on the way can read keys and change answers.
    pub(crate) clear_text: bool,
    /// It says no in a line of plain text and not in JSON.
    pub(crate) plain_refusals: bool,
    /// What in its answers says what came of a request, where the HTTP status does not.
    pub(crate) deciding: Option<Deciding>,
}

/// A field of a gateway's answers that says what came of a request; the HTTP status says so only where it is missing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deciding {
    /// Its name.
    pub(crate) field: &'static str,
    /// Its words where the request was carried out or is on its way. Beside the HTTP status of an outage no other counts: who
    /// broke down may say no of what was done all the same.
    pub(crate) taken: &'static [&'static str],
}

impl Http {
    /// Prepares a connection; nothing is sent.
    ///
    /// # Errors
    /// [`Error::Setting`] for a base URL that is none or not safe, [`Error::NoClient`] without trusted certificates.
    pub(crate) fn new(
        gateway: GatewayKind,
        base_url: &str,
        credentials: &Credentials,
        manners: Manners,
        timing: Timing,
    ) -> Result<Self, Error> {
        let base = address::base_url(base_url, manners.clear_text)?;
        let builder = Client::builder()
            .user_agent(concat!("Tillkeeper/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(timing.connect)
            .timeout(timing.total)
            // Shorter than servers keep idle connections, so that a refund does not meet one that is just closing.
            .pool_idle_timeout(Duration::from_secs(10));
        let builder = if base.scheme() == "https" {
            builder.https_only(true)
        } else if !is_safe_address(&base) {
            builder.no_proxy()
        } else {
            // Loopback needs neither a proxy nor the system's certificates, which a bare machine has not.
            builder.no_proxy().tls_certs_only([])
        };
        let client = builder
            .build()
            .map_err(|error| Error::NoClient { source: Box::new(error.without_url()) })?;
        let redaction = Redaction::new(credentials);
        Ok(Self { client, base, gateway, timing, redaction, manners })
    }

    pub(crate) const fn gateway(&self) -> GatewayKind {
        self.gateway
    }

    /// Looks something up; asked again where that makes sense.
    pub(crate) async fn get<'a>(&self, key: &Key, to: impl Into<To<'a>>) -> Result<Vec<u8>, Error> {
        let url = self.url(to.into())?;
        self.repeat(Method::GET, &url, key, || self.client.get(url.clone())).await
    }

    /// Looks something up by a request with a body, for gateways that want it so; asked again as [`Http::get`].
    pub(crate) async fn ask<'a>(
        &self,
        key: &Key,
        to: impl Into<To<'a>>,
        body: &(impl Serialize + Sync),
    ) -> Result<Vec<u8>, Error> {
        let url = self.url(to.into())?;
        let body = json(body)?;
        self.repeat(Method::POST, &url, key, || self.posting(&url, body.clone())).await
    }

    /// Asks for something to be made or moved; sent exactly once.
    pub(crate) async fn post<'a>(
        &self,
        key: &Key,
        to: impl Into<To<'a>>,
        idempotency_key: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<Vec<u8>, Error> {
        let url = self.url(to.into())?;
        let idempotency_key = HeaderValue::from_str(idempotency_key)
            .map_err(|_| Problem::new("idempotency_key", "the idempotency key cannot be sent"))?;
        let request = self.posting(&url, json(body)?).header(IDEMPOTENCY_KEY, idempotency_key);
        self.send(Method::POST, &url, key, Uuid::now_v7(), request).await
    }

    async fn repeat(
        &self,
        method: Method,
        url: &Url,
        key: &Key,
        request: impl Fn() -> RequestBuilder,
    ) -> Result<Vec<u8>, Error> {
        let mut attempt = 1;
        loop {
            let id = Uuid::now_v7();
            let error = match self.send(method.clone(), url, key, id, request()).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            let Some(pause) = retry::next(self.timing, attempt, &error, id.as_u64_pair().1) else {
                return Err(error);
            };
            tokio::time::sleep(pause).await;
            attempt += 1;
        }
    }

    fn posting(&self, url: &Url, body: Vec<u8>) -> RequestBuilder {
        self.client.post(url.clone()).header(CONTENT_TYPE, "application/json").body(body)
    }

    fn url(&self, to: To<'_>) -> Result<Url, Error> {
        let problem = || Problem::new("reference", "this reference cannot be part of an address");
        match to {
            To::Path(path) => Ok(address::join(&self.base, path).ok_or_else(problem)?),
            To::Route(route) => {
                let mut url = self.base.clone();
                url.query_pairs_mut().append_pair("route", route);
                Ok(url)
            }
        }
    }

    async fn send(
        &self,
        method: Method,
        url: &Url,
        key: &Key,
        id: Uuid,
        request: RequestBuilder,
    ) -> Result<Vec<u8>, Error> {
        let started = Instant::now();
        let request = match key.place {
            KeyPlace::Bearer => request.bearer_auth(key.secret.expose_secret()),
            KeyPlace::Header(name) => request.header(name, secret_header(key)?),
            KeyPlace::Body => request,
        };
        let request = request.header(ACCEPT, "application/json").header(REQUEST_ID, id.to_string());
        let (status, answer) = match request.send().await {
            Ok(response) => (response.status().as_u16(), self.read(key, &method, response).await),
            Err(error) => (0, Err(self.network(error))),
        };
        let gateway = self.gateway.as_str();
        let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let problem = answer.as_ref().err().map(Error::kind);
        tracing::debug!(gateway, request = %id, %method, path = url.path(), status, ms, problem);
        answer
    }

    async fn read(&self, key: &Key, method: &Method, response: Response) -> Result<Vec<u8>, Error> {
        let status = response.status();
        if status.is_redirection() {
            return Err(Error::Redirected { gateway: self.gateway });
        }
        let trouble = self.trouble(&response);
        let deciding = self.manners.deciding;
        if deciding.is_none()
            && let Some(error) = trouble
        {
            return Err(error);
        }
        let body = self.body(response).await?;
        let body = self.redaction.apply(self.gateway, body)?;
        let is_outage = matches!(trouble, Some(Error::Unavailable { .. }));
        if deciding.is_some_and(|deciding| refusal::decides(&body, deciding, is_outage)) {
            return Ok(body);
        }
        if let Some(error) = trouble {
            return Err(error);
        }
        if status.is_success() {
            refusal::check_is_data(self.gateway, &body)?;
            return Ok(body);
        }
        match (deciding, status) {
            (None, _) | (_, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
                let plain = self.manners.plain_refusals;
                Err(refusal::read(self.gateway, key.title, method, status, &body, plain))
            }
            (Some(Deciding { field, .. }), _) => {
                let what = format!("it has status {} and no `{field}`", status.as_u16());
                Err(Error::malformed(self.gateway, what))
            }
        }
    }

    /// What a status says of the gateway as such, whatever it was asked for.
    fn trouble(&self, response: &Response) -> Option<Error> {
        let (gateway, status) = (self.gateway, response.status());
        if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT {
            return Some(Error::Unavailable { gateway, status: status.as_u16() });
        }
        (status == StatusCode::TOO_MANY_REQUESTS).then(|| {
            let retry_after = retry_after(response.headers());
            Error::RateLimited { gateway, retry_after }
        })
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Error> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.network(error))? {
            if body.len().saturating_add(chunk.len()) > LARGEST_ANSWER_BYTES {
                return Err(Error::TooLarge { gateway: self.gateway });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// Sorts a failure below HTTP by whether the request can have left.
    fn network(&self, error: reqwest::Error) -> Error {
        let gateway = self.gateway;
        let (unconnected, tls) = (error.is_connect() || error.is_dns(), is_about_tls(&error));
        let timed_out = error.is_timeout();
        let source: crate::error::Source = Box::new(error.without_url());
        match (unconnected, tls, timed_out) {
            (true, true, _) => Error::Tls { gateway, source },
            (true, false, _) => Error::Offline { gateway, source },
            (false, _, true) => Error::TimedOut { gateway, source },
            (false, _, false) => Error::Interrupted { gateway, source },
        }
    }
}

fn json(body: &impl Serialize) -> Result<Vec<u8>, Error> {
    let problem = |_| Problem::new("request", "the request cannot be written as JSON");
    Ok(serde_json::to_vec(body).map_err(problem)?)
}

fn secret_header(key: &Key) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(key.secret.expose_secret())
        .map_err(|_| CredentialsError::Characters { title: key.title })?;
    value.set_sensitive(true);
    Ok(value)
}

/// TLS failures reach this layer as input or output errors, one inside the other: "invalid data", or an end of file amid
/// the handshake.
fn is_about_tls(error: &reqwest::Error) -> bool {
    use std::error::Error as _;
    let mut source = error.source();
    while let Some(inner) = source {
        if inner.downcast_ref::<io::Error>().is_some_and(breaks_handshake) {
            return true;
        }
        source = inner.source();
    }
    false
}

fn breaks_handshake(error: &io::Error) -> bool {
    let inner = || error.get_ref()?.downcast_ref::<io::Error>();
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof)
        || inner().is_some_and(breaks_handshake)
}

/// Reads `Retry-After` in seconds or as a date. A date counts from the answer's own `Date`, so that a wrong clock here
/// does not matter.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let value = text(RETRY_AFTER)?;
    let pause = match value.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = DateTime::parse_from_rfc2822(value).ok()?;
            let from = DateTime::parse_from_rfc2822(text(DATE)?).ok()?;
            (until - from).to_std().unwrap_or_default()
        }
    };
    Some(pause.min(LONGEST_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(reqwest::header::HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn retry_after_is_read_in_seconds() {
        let pause = retry_after(&headers(&[(RETRY_AFTER, "120")]));
        assert_eq!(pause, Some(Duration::from_secs(120)));
    }

    #[test]
    fn a_retry_after_date_counts_from_the_date_of_the_answer() {
        let pause = retry_after(&headers(&[
            (DATE, "Wed, 21 Oct 2026 07:28:00 GMT"),
            (RETRY_AFTER, "Wed, 21 Oct 2026 07:28:30 GMT"),
        ]));
        assert_eq!(pause, Some(Duration::from_secs(30)));
    }

    #[test]
    fn a_retry_after_date_that_is_over_asks_for_no_pause() {
        let pause = retry_after(&headers(&[
            (DATE, "Wed, 21 Oct 2026 07:28:00 GMT"),
            (RETRY_AFTER, "Wed, 21 Oct 2026 07:20:00 GMT"),
        ]));
        assert_eq!(pause, Some(Duration::ZERO));
    }

    #[test]
    fn a_retry_after_that_cannot_be_read_counts_as_none() {
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "soon")])), None);
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "-5")])), None);
    }
}
