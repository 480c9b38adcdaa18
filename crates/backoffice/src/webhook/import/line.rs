//! One stored message, as a relay writes it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The most headers of a message, as the listener has it.
const MOST_HEADERS: usize = 100;
/// The most bytes of all headers together.
const LARGEST_HEADERS: usize = 64 * 1024;

/// A message as a file tells it.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(super) account: Option<String>,
    pub(super) received_at: Option<DateTime<Utc>>,
    pub(super) source: Option<IpAddr>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// The fields; what else a relay writes is its own affair.
#[derive(Deserialize)]
struct Written<'a> {
    account: Option<String>,
    received_at: Option<String>,
    source_ip: Option<String>,
    #[serde(borrow, default)]
    headers: Option<&'a RawValue>,
    body: Option<String>,
    body_base64: Option<String>,
}

/// What a header may be: a text, or a list of them where its name occurs several times.
#[derive(Deserialize)]
#[serde(untagged)]
enum Values {
    One(String),
    Several(Vec<String>),
}

impl Stored {
    /// Reads a message, or says why it is none.
    pub(super) fn read(text: &[u8]) -> Result<Box<Self>, String> {
        let written: Written<'_> = serde_json::from_slice(text).map_err(|problem| {
            format!("this is no message as JSON, such as {EXAMPLE}: {}", without_place(&problem))
        })?;
        let received_at = written.received_at.as_deref().map(time).transpose()?;
        let source = written.source_ip.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let source = source.map(address).transpose()?;
        let headers = written.headers.map(headers).transpose()?.unwrap_or_default();
        let body = match (written.body, written.body_base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(text)) => decoded(&text)?,
            (None, None) => return Err("`body` or `body_base64` is missing".to_owned()),
            (Some(_), Some(_)) => {
                return Err("it has `body` and `body_base64`; one of them is right".to_owned());
            }
        };
        let account = written.account.map(|name| name.trim().to_owned());
        let account = account.filter(|name| !name.is_empty());
        Ok(Box::new(Self { account, received_at, source, headers, body }))
    }
}

const EXAMPLE: &str = "{\"received_at\":\"2026-11-22T10:15:30Z\",\"headers\":{},\"body\":\"…\"}";

fn time(text: &str) -> Result<DateTime<Utc>, String> {
    let time = DateTime::parse_from_rfc3339(text.trim());
    let time = time.map_err(|_| "`received_at` is no time such as 2026-11-22T10:15:30Z")?;
    Ok(time.to_utc())
}

fn address(text: &str) -> Result<IpAddr, String> {
    text.parse().map_err(|_| "`source_ip` is no address such as 18.233.137.110".to_owned())
}

fn decoded(text: &str) -> Result<Vec<u8>, String> {
    let text = text.trim();
    [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD]
        .iter()
        .find_map(|alphabet| alphabet.decode(text).ok())
        .ok_or_else(|| "`body_base64` is not written in base64".to_owned())
}

fn headers(written: &RawValue) -> Result<Vec<(String, String)>, String> {
    let by_name = || serde_json::from_str::<BTreeMap<String, Values>>(written.get()).ok();
    let pairs = serde_json::from_str::<Vec<(String, String)>>(written.get()).ok();
    let pairs = match pairs {
        Some(pairs) => pairs,
        None => by_name().map(spread).ok_or_else(|| {
            "`headers` is neither an object of texts nor a list of pairs".to_owned()
        })?,
    };
    let bytes: usize = pairs.iter().map(|(name, value)| name.len() + value.len()).sum();
    if pairs.len() > MOST_HEADERS || bytes > LARGEST_HEADERS {
        return Err(format!("it has more headers than the {MOST_HEADERS} that are taken"));
    }
    Ok(pairs)
}

fn spread(by_name: BTreeMap<String, Values>) -> Vec<(String, String)> {
    let each = |(name, values): (String, Values)| {
        let values = match values {
            Values::One(value) => vec![value],
            Values::Several(values) => values,
        };
        values.into_iter().map(move |value| (name.clone(), value))
    };
    by_name.into_iter().flat_map(each).collect()
}

/// What is wrong with JSON, less the place: the line is told beside it.
fn without_place(problem: &serde_json::Error) -> String {
    let text = problem.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}
