//! Which addresses keys and customers may be sent to, and how a path is put together.
//!
//! Paths are joined segment by segment, so that an order number with a slash stays one segment.

use url::{Host, Url};

use crate::SettingError;

/// Whether an address is https, or plain http that never leaves this computer.
pub(crate) fn is_safe_address(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.host().is_some(),
        "http" => match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        },
        _ => false,
    }
}

/// Reads the base URL of an account; plain http to elsewhere only with `clear_text`.
pub(super) fn base_url(text: &str, clear_text: bool) -> Result<Url, SettingError> {
    let url = Url::parse(text.trim()).map_err(|_| SettingError::BaseUrl)?;
    let is_allowed = clear_text && url.scheme() == "http" && url.host().is_some();
    if !is_safe_address(&url) && !is_allowed {
        return Err(SettingError::UnsafeBaseUrl);
    }
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if plain { Ok(url) } else { Err(SettingError::BaseUrl) }
}

/// Puts segments after a base URL. Nothing for segments that would change the path's shape.
pub(super) fn join(base: &Url, path: &[&str]) -> Option<Url> {
    if path.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
        return None;
    }
    let mut url = base.clone();
    url.path_segments_mut().ok()?.pop_if_empty().extend(path);
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_loopback_are_base_urls() {
        for good in [
            "https://api.novacpayment.com",
            "http://127.0.0.1:8080/novac/",
            "http://localhost",
            "http://[::1]:9",
        ] {
            assert!(base_url(good, false).is_ok(), "{good}");
        }
        for unsafe_url in [
            "http://api.novacpayment.com",
            "http://10.0.0.1",
            "ftp://localhost",
            "http://localhost.example.com",
        ] {
            let allowed = base_url(unsafe_url, true).is_ok();
            assert_eq!(allowed, unsafe_url.starts_with("http://"), "{unsafe_url}");
            assert_eq!(
                base_url(unsafe_url, false),
                Err(SettingError::UnsafeBaseUrl),
                "{unsafe_url}"
            );
        }
        for none in
            ["", "api.novacpayment.com", "https://a:b@example.com", "https://example.com?x=1"]
        {
            assert_eq!(base_url(none, false), Err(SettingError::BaseUrl), "{none}");
        }
    }

    #[test]
    fn an_odd_reference_stays_one_segment() {
        let base = Url::parse("https://example.com/novac/").unwrap();
        let url = join(&base, &["checkout", "A/B?c#d e%é", "verify"]).unwrap();
        assert_eq!(url.path(), "/novac/checkout/A%2FB%3Fc%23d%20e%25%C3%A9/verify");
        assert_eq!((url.query(), url.fragment()), (None, None));
    }

    #[test]
    fn a_reference_that_would_climb_the_path_is_refused() {
        let base = Url::parse("https://example.com").unwrap();
        for reference in ["", ".", ".."] {
            assert_eq!(join(&base, &["checkout", reference, "verify"]), None);
        }
    }
}
