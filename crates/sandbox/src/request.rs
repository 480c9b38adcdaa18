//! What both gateways check in a request: the bearer key, an e-mail address, a link, the length of a text.
//!
//! How a fault is answered differs per gateway, so these return plain answers and no replies.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use url::Url;

const TEXT_CHARS: usize = 300;
const URL_BYTES: usize = 2_048;

/// The key of an `Authorization: Bearer` header.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}

/// The text where it says something, kept to a length a page can show.
pub(crate) fn text(text: Option<String>) -> Option<String> {
    let text: String = text?.trim().chars().take(TEXT_CHARS).collect();
    (!text.is_empty()).then_some(text)
}

/// Whether the text has the form of an e-mail address.
pub(crate) fn is_email(text: &str) -> bool {
    let plain = text.len() <= 254 && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    plain
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.contains('@') && !host.starts_with('.') && host.contains('.')
        })
}

/// The address of a page a browser may be sent to: http or https, nothing that could run or read files.
pub(crate) fn web_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|_| text.len() <= URL_BYTES)?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}
