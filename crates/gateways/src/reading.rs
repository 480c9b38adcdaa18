//! Reading what gateways write: exact numbers, fields that may be of any type, texts made safe to show.
//!
//! Numbers are taken from their digits, never by way of a float. Fields that matter are read strictly; fields that only
//! decorate are dropped where they are not what they should be, so that they never hide a payment.

use ledger::{Currency, GatewayKind, Money};
use rust_decimal::Decimal;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde_json::value::RawValue;

use crate::http::is_safe_address;
use crate::{Error, Person, Problem};

/// The most characters kept of a gateway's sentence.
const LONGEST_SENTENCE: usize = 200;

/// The most characters kept of a gateway's word for a state.
const LONGEST_WORD: usize = 60;

/// The most characters a number is written with.
const LONGEST_NUMBER: usize = 64;

/// Reads a JSON object.
pub(crate) fn parse<T: DeserializeOwned>(gateway: GatewayKind, body: &[u8]) -> Result<T, Error> {
    match first_sign(body) {
        Some(b'{') | None => parse_any(gateway, body),
        // Without this, a list would be read as an object's fields in their order.
        Some(_) => Err(Error::malformed(gateway, "it has another form than documented")),
    }
}

/// Reads a JSON list.
pub(crate) fn parse_list<T: DeserializeOwned>(
    gateway: GatewayKind,
    body: &[u8],
) -> Result<Vec<T>, Error> {
    parse_any(gateway, body)
}

/// Whether JSON is a list.
pub(crate) fn is_list(body: &[u8]) -> bool {
    first_sign(body) == Some(b'[')
}

fn first_sign(body: &[u8]) -> Option<u8> {
    body.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// What is wrong is told by its place, since the parser's own words quote the text.
fn parse_any<T: DeserializeOwned>(gateway: GatewayKind, body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|error| {
        let what = if error.is_eof() {
            "it ends in the middle".to_owned()
        } else if error.is_data() {
            format!(
                "it has another form than documented, at line {} column {}",
                error.line(),
                error.column()
            )
        } else {
            format!("it is not JSON, at line {} column {}", error.line(), error.column())
        };
        Error::malformed(gateway, what)
    })
}

/// A decimal number, written as a JSON number or as a text with or without commas between thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number(Decimal);

impl Number {
    /// An amount of that many major units. Negative and inexact amounts are none.
    pub(crate) fn major_units(self, currency: Currency) -> Option<Money> {
        Money::from_decimal(self.0, currency).ok().filter(|money| money.minor() >= 0)
    }

    /// An amount of that many minor units. Negative and broken amounts are none.
    pub(crate) fn minor_units(self, currency: Currency) -> Option<Money> {
        let whole = self.0.fract().is_zero() && !self.0.is_sign_negative();
        let minor = i64::try_from(self.0).ok().filter(|_| whole)?;
        Some(Money::from_minor(minor, currency))
    }

    fn read(text: &str) -> Option<Self> {
        if text.len() > LONGEST_NUMBER {
            return None;
        }
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let plain = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'));
        let mut value = Decimal::from_str_exact(digits).ok().filter(|_| plain)?.normalize();
        let scale = i64::from(value.scale()).checked_sub(exponent)?;
        if value.is_zero() {
            return Some(Self(Decimal::ZERO));
        }
        match u32::try_from(scale) {
            Ok(scale) => value.set_scale(scale).ok()?,
            Err(_) => {
                value.set_scale(0).ok()?;
                let zeros = u32::try_from(scale.checked_neg()?).ok()?;
                let factor = 10_i64.checked_pow(zeros)?;
                value = value.checked_mul(Decimal::from(factor))?;
            }
        }
        Some(Self(value))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let number = if raw.get().starts_with('"') {
            let text: String =
                serde_json::from_str(raw.get()).map_err(|_| D::Error::custom("a text"))?;
            without_commas(text.trim()).and_then(|text| Number::read(&text))
        } else {
            Number::read(raw.get())
        };
        number.ok_or_else(|| D::Error::custom("a number that can be kept exactly"))
    }
}

/// Takes the commas out of `1,186.50`. Commas in any other place make it no number.
fn without_commas(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty()
        || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    if !grouped || fraction.is_some_and(|fraction| fraction.contains(',')) {
        return None;
    }
    Some(text.replace(',', ""))
}

/// Reads a field that is dropped where it is not of its type.
pub(crate) fn lenient<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let raw = Option::<Box<RawValue>>::deserialize(deserializer)?;
    Ok(raw.and_then(|raw| serde_json::from_str(raw.get()).ok()))
}

/// Reads an object that is dropped where it is none.
pub(crate) fn lenient_object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let raw = Option::<Box<RawValue>>::deserialize(deserializer)?;
    let object = raw.filter(|raw| raw.get().starts_with('{'));
    Ok(object.and_then(|raw| serde_json::from_str(raw.get()).ok()))
}

/// Reads a text or a number as a text; anything else and blank texts are dropped.
pub(crate) fn lenient_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    let raw = Option::<Box<RawValue>>::deserialize(deserializer)?;
    let text = raw.and_then(|raw| match raw.get().as_bytes().first() {
        Some(b'"') => serde_json::from_str(raw.get()).ok(),
        Some(b'0'..=b'9' | b'-') => Some(raw.get().to_owned()),
        _ => None,
    });
    Ok(text.filter(|text| !text.trim().is_empty()))
}

/// A gateway's words, short and on one line, without characters that hide what is written. Nothing where none are left.
pub(crate) fn sentence(text: &str) -> Option<String> {
    let visible: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'))
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(LONGEST_SENTENCE).collect();
    (!short.is_empty()).then_some(short)
}

/// A customer, where the gateway names one.
pub(crate) fn person(name: Option<&str>, email: Option<&str>) -> Option<Person> {
    let person = Person { name: name.and_then(sentence), email: email.and_then(sentence) };
    (person != Person::default()).then_some(person)
}

/// A gateway's word, kept as it is but for its length and what cannot be seen.
pub(crate) fn word(text: &str) -> String {
    sentence(text).unwrap_or_default().chars().take(LONGEST_WORD).collect()
}

/// An address that a customer may be sent to.
pub(crate) fn checkout_address(gateway: GatewayKind, text: &str) -> Result<String, Error> {
    let unsafe_address =
        || Error::malformed(gateway, "the address it gives to pay at is none that is safe to open");
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let url = url::Url::parse(text).ok().filter(|_| plain).ok_or_else(unsafe_address)?;
    if is_safe_address(&url) { Ok(url.into()) } else { Err(unsafe_address()) }
}

/// Reads a currency code.
pub(crate) fn currency(gateway: GatewayKind, code: &str) -> Result<Currency, Error> {
    code.trim().parse().map_err(|_| Error::malformed(gateway, "it names a currency that is none"))
}

/// The JSON number of an amount in major units, as short as it is exact: `25000`, `25000.5`.
pub(crate) fn json_number(amount: Money) -> Result<Box<RawValue>, Error> {
    let text = amount.to_decimal_string();
    let short =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let problem = |_| Problem::new("amount", "the amount cannot be written as a number");
    Ok(RawValue::from_string(short.to_owned()).map_err(problem)?)
}

#[cfg(test)]
mod tests {
    use ledger::GatewayKind::Novac;
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str) -> Option<Money> {
        serde_json::from_str::<Number>(json).ok()?.major_units(Currency::NGN)
    }

    #[test]
    fn numbers_are_read_exactly_in_every_way_of_writing_them() {
        let ngn = |minor| Some(Money::from_minor(minor, Currency::NGN));
        for (json, minor) in [
            ("25000", 2_500_000),
            ("25000.0", 2_500_000),
            ("25000.50", 2_500_050),
            ("0.01", 1),
            ("0", 0),
            ("0e5", 0),
            ("1e3", 100_000),
            ("2.5E-1", 25),
            ("1.5e+2", 15_000),
            ("92233720368547758.07", i64::MAX),
            ("\"25000\"", 2_500_000),
            ("\" 1,186.50 \"", 118_650),
            ("\"1,234,567\"", 123_456_700),
        ] {
            assert_eq!(read(json), ngn(minor), "{json}");
        }
    }

    #[test]
    fn numbers_that_cannot_be_kept_exactly_are_none() {
        for json in [
            "1.005",
            "1e-3",
            "-1",
            "92233720368547758.08",
            "1e99",
            "1e-99",
            "1e9223372036854775807",
            "\"25,00\"",
            "\"25,00.5\"",
            "\"1.5,0\"",
            "\",500\"",
            "\"NaN\"",
            "\"1_000\"",
            "\"+5\"",
            "\"\"",
            "\"-\"",
            "true",
            "[]",
            "{}",
            "0.00000000000000000000000000000001",
        ] {
            assert_eq!(read(json), None, "{json}");
        }
    }

    #[test]
    fn minor_units_are_whole() {
        let read = |json| serde_json::from_str::<Number>(json).ok()?.minor_units(Currency::USD);
        assert_eq!(read("2500.0"), Some(Money::from_minor(2500, Currency::USD)));
        assert_eq!(read("\"2500\""), Some(Money::from_minor(2500, Currency::USD)));
        assert_eq!(read("25.5"), None);
        assert_eq!(read("-25"), None);
        assert_eq!(read("9223372036854775808"), None);
    }

    #[test]
    fn sentences_are_short_and_on_one_line() {
        assert_eq!(sentence(" a\r\n\tb\u{202E}c "), Some("a bc".to_owned()));
        assert_eq!(sentence("\u{200B} \n"), None);
        assert_eq!(sentence(&"é".repeat(500)).unwrap().chars().count(), 200);
    }

    #[test]
    fn what_is_wrong_with_an_answer_is_told_without_quoting_it() {
        let error = parse_list::<u64>(Novac, br#"["sesame"]"#).unwrap_err().to_string();
        assert!(!error.contains("sesame"), "{error}");
    }

    proptest! {
        #[test]
        fn an_amount_written_and_read_again_is_the_same(minor in 0..=i64::MAX, n in 0..500_usize) {
            let currencies: Vec<Currency> = Currency::all().collect();
            let amount = Money::from_minor(minor, currencies[n % currencies.len()]);
            let json = json_number(amount).unwrap();
            let number: Number = serde_json::from_str(json.get()).unwrap();
            prop_assert_eq!(number.major_units(amount.currency()), Some(amount));
            let text: Number = serde_json::from_str(&format!("\"{}\"", amount.to_decimal_string())).unwrap();
            prop_assert_eq!(text.major_units(amount.currency()), Some(amount));
        }

        #[test]
        fn no_text_is_too_odd_to_be_read(text in ".*") {
            let _ = Number::read(&text);
            let _ = without_commas(&text);
            let _ = sentence(&text);
        }
    }
}
