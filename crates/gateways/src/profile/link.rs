//! What a gateway wants to know for a payment link, checked before anything is journaled or sent.

use email_address::{EmailAddress, Options};
use url::Url;

use super::Profile;
use crate::http::is_safe_address;
use crate::{Error, LinkRequest};

/// Whether a gateway wants a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// No link without it.
    Required,
    /// Used where given.
    Optional,
    /// The gateway has no such field.
    Unused,
}

/// Which fields a link has at a gateway. Amount, currency and order number are always wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkFields {
    /// The customer's e-mail address.
    pub email: Need,
    /// The customer's name.
    pub name: Need,
    /// What the customer is shown.
    pub description: Need,
    /// Where the gateway reports back through the browser.
    pub callback_url: Need,
    /// Where the customer is sent at the end.
    pub redirect_url: Need,
    /// Where the customer is sent after paying.
    pub success_url: Need,
    /// Where the customer is sent after leaving.
    pub cancel_url: Need,
    /// The merchant's own keys and values.
    pub metadata: Need,
}

impl Profile {
    /// Whether the gateway could take a link request.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the field and says what to write instead.
    pub fn check_link(&self, request: &LinkRequest) -> Result<(), Error> {
        self.check_amount(request)?;
        self.check_email(request.customer.email.as_deref())?;
        let (urls, fields) = (&request.urls, &self.link);
        let given = [
            ("callback_url", "callback URL", &urls.callback, fields.callback_url),
            ("redirect_url", "redirect URL", &urls.redirect, fields.redirect_url),
            ("success_url", "success URL", &urls.success, fields.success_url),
            ("cancel_url", "cancel URL", &urls.cancel, fields.cancel_url),
        ];
        for (field, name, url, need) in given {
            match (url, need) {
                (Some(url), _) => check_url(field, name, url)?,
                (None, Need::Required) => {
                    return Err(invalid(field, format!("{} needs a {name}", self.title)));
                }
                (None, Need::Optional | Need::Unused) => {}
            }
        }
        Ok(())
    }

    fn check_amount(&self, request: &LinkRequest) -> Result<(), Error> {
        let amount = request.amount;
        let currency = amount.currency();
        if !self.takes(currency) {
            let taken: Vec<_> = self.listed_currencies.iter().map(|c| c.code()).collect();
            let taken = taken.join(", ");
            let message = format!("{} does not take {currency}; it takes {taken}", self.title);
            return Err(invalid("currency", message));
        }
        if !amount.is_positive() {
            return Err(invalid("amount", "the amount must be more than zero".to_owned()));
        }
        match self.minimum(currency) {
            Some(least) if amount.minor() < least.minor() => {
                let message = format!("the least amount at {} is {least}", self.title);
                Err(invalid("amount", message))
            }
            _ => Ok(()),
        }
    }

    fn check_email(&self, email: Option<&str>) -> Result<(), Error> {
        let options =
            Options::default().with_required_tld().without_display_text().without_domain_literal();
        match email {
            Some(email) if EmailAddress::parse_with_options(email, options).is_ok() => Ok(()),
            Some(_) => Err(invalid("email", "this is not an e-mail address".to_owned())),
            None if self.link.email == Need::Required => {
                Err(invalid("email", format!("{} needs the customer's e-mail address", self.title)))
            }
            None => Ok(()),
        }
    }
}

fn check_url(field: &'static str, name: &str, text: &str) -> Result<(), Error> {
    match Url::parse(text) {
        Ok(url) if is_safe_address(&url) => Ok(()),
        Ok(url) if url.scheme() == "http" => {
            Err(invalid(field, format!("the {name} must begin with https://")))
        }
        _ => {
            let message = format!("the {name} is not an address such as https://shop.example/paid");
            Err(invalid(field, message))
        }
    }
}

fn invalid(field: &'static str, message: String) -> Error {
    Error::Invalid { field, message }
}
