//! What a gateway wants to know for a payment link, checked before anything is journaled or sent.

use email_address::{EmailAddress, Options};
use ledger::{Money, ReturnUrls};
use url::Url;

use super::Profile;
use crate::http::is_safe_address;
use crate::{LinkRequest, Problem};

/// A field that a link has at a gateway, beside amount, currency and order number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkField {
    /// Its name: `email`, `name`, `description`, `metadata`, `callback_url`, `redirect_url`, `success_url` or `cancel_url`.
    pub key: &'static str,
    /// Whether there is no link without it.
    pub required: bool,
}

impl LinkField {
    pub(crate) const fn required(key: &'static str) -> Self {
        Self { key, required: true }
    }

    pub(crate) const fn optional(key: &'static str) -> Self {
        Self { key, required: false }
    }
}

impl Profile {
    /// The field of that name, where a link has it at this gateway.
    #[must_use]
    pub fn link_field(&self, key: &str) -> Option<&'static LinkField> {
        self.link_fields.iter().find(|field| field.key == key)
    }

    /// Whether an order may be over this amount.
    ///
    /// # Errors
    /// [`Problem`] with `currency` or `amount`.
    pub fn accepts(&self, amount: Money) -> Result<(), Problem> {
        let currency = amount.currency();
        if !self.takes(currency) {
            let taken: Vec<_> = self.listed_currencies.iter().map(|c| c.code()).collect();
            let taken = taken.join(", ");
            let message = format!("{} does not take {currency}; it takes {taken}", self.title);
            return Err(Problem::new("currency", message));
        }
        if !amount.is_positive() {
            return Err(Problem::new("amount", "the amount must be more than zero"));
        }
        match self.minimum(currency) {
            Some(least) if amount.minor() < least.minor() => Err(Problem::new(
                "amount",
                format!("the least amount at {} is {least}", self.title),
            )),
            _ => Ok(()),
        }
    }

    /// Whether the gateway could take a link request.
    ///
    /// # Errors
    /// [`Problem`] names the first field that is wrong.
    pub fn check_link(&self, request: &LinkRequest) -> Result<(), Problem> {
        self.accepts(request.amount)?;
        self.check_email(request.customer.email.as_deref())?;
        self.check_urls(&request.urls).into_iter().next().map_or(Ok(()), Err)
    }

    /// What is wrong with the addresses of an order, one by one.
    #[must_use]
    pub fn check_urls(&self, urls: &ReturnUrls) -> Vec<Problem> {
        let given = [
            ("callback_url", "callback URL", &urls.callback),
            ("redirect_url", "redirect URL", &urls.redirect),
            ("success_url", "success URL", &urls.success),
            ("cancel_url", "cancel URL", &urls.cancel),
        ];
        let check = |(key, name, url): (&'static str, &str, &Option<String>)| {
            let field = self.link_field(key);
            match url {
                Some(_) if field.is_none() => {
                    Some(Problem::new(key, format!("{} takes no {name}", self.title)))
                }
                Some(url) => check_url(key, name, url).err(),
                None if self.requires(key) => {
                    Some(Problem::new(key, format!("{} needs a {name}", self.title)))
                }
                None => None,
            }
        };
        given.into_iter().filter_map(check).collect()
    }

    fn requires(&self, key: &str) -> bool {
        self.link_field(key).is_some_and(|field| field.required)
    }

    /// Whether this is an e-mail address that a customer can be written to.
    ///
    /// # Errors
    /// [`Problem`] with `email`.
    pub fn check_email(&self, email: Option<&str>) -> Result<(), Problem> {
        let options =
            Options::default().with_required_tld().without_display_text().without_domain_literal();
        match email {
            Some(email) if EmailAddress::parse_with_options(email, options).is_ok() => Ok(()),
            Some(_) => Err(Problem::new("email", "this is not an e-mail address")),
            None if self.requires("email") => Err(Problem::new(
                "email",
                format!("{} needs the customer's e-mail address", self.title),
            )),
            None => Ok(()),
        }
    }
}

fn check_url(key: &'static str, name: &str, text: &str) -> Result<(), Problem> {
    match Url::parse(text) {
        Ok(url) if is_safe_address(&url) => Ok(()),
        Ok(url) if url.scheme() == "http" => {
            Err(Problem::new(key, format!("the {name} must begin with https://")))
        }
        _ => {
            let message = format!("the {name} is not an address such as https://shop.example/paid");
            Err(Problem::new(key, message))
        }
    }
}
