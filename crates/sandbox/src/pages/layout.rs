//! The frame of every page, and the headers that keep it closed.
//!
//! No script runs, nothing is loaded from elsewhere, and no other site may frame a page. A form is posted to the
//! sandbox only, but browsers hold the same rule against where the answer redirects to, and that is the merchant's
//! site and wherever it forwards: so a page with a form lets it lead to any http or https address.

use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

const CLOSED: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; \
                      frame-ancestors 'none'; form-action 'none'";
const WITH_FORM: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; \
                         frame-ancestors 'none'; form-action 'self' http: https:";
const MARK: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E\
                    %3Crect width='32' height='32' rx='9' fill='%230d6b58'/%3E%3Cpath d='M9 16.5l5 5 9-11' \
                    fill='none' stroke='white' stroke-width='3.5'/%3E%3C/svg%3E";

/// One page: what its title bar says and what stands in its middle.
pub(crate) struct Page {
    pub(super) status: StatusCode,
    pub(super) title: String,
    pub(super) body: Markup,
    pub(super) has_form: bool,
}

impl Page {
    pub(super) fn new(title: impl Into<String>, body: Markup) -> Self {
        Self { status: StatusCode::OK, title: title.into(), body, has_form: false }
    }

    /// A page with a form on it.
    pub(crate) fn with_form(title: impl Into<String>, body: Markup) -> Self {
        Self { has_form: true, ..Self::new(title, body) }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let headers = [
            (CONTENT_SECURITY_POLICY, if self.has_form { WITH_FORM } else { CLOSED }),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (REFERRER_POLICY, "no-referrer"),
            (CACHE_CONTROL, "no-store"),
        ];
        let page = frame(&self.title, &self.body);
        (self.status, headers, Html(page.into_string())).into_response()
    }
}

fn frame(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) " – Sandbox" }
                link rel="icon" href=(MARK);
                link rel="stylesheet" href="/checkout/style.css";
            }
            body {
                header.notice {
                    p { strong { "Sandbox" } " No real money moves here." }
                }
                main { (body) }
                footer {
                    p { a href="/checkout" { "All checkouts of this sandbox" } " · " a href="/dial" { "Fault dial" } }
                }
            }
        }
    }
}
