//! The hosted pages: where a person pays, declines or leaves, and a list of the checkouts of this run.
//!
//! They are plain forms and need no JavaScript, so that a text browser, a screen reader and a test drive them alike.
//! A browser is only ever sent to an address the merchant gave when opening the checkout, checked to be http or https.

mod format;
mod icons;
mod layout;
mod list;
mod payment;
mod result;

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::html;
use serde::Deserialize;
use uuid::Uuid;

use crate::state::{Checkout, Outcome, Standing, World};
pub(crate) use layout::Page;

const LISTED: usize = 100;

/// The pages under `/checkout`.
pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/", get(async || Redirect::to("/checkout")))
        .route("/checkout", get(list_checkouts))
        .route("/checkout/style.css", get(style))
        .route("/checkout/{token}", get(show).post(choose))
        .route("/checkout/{token}/refund", post(refund))
}

/// The page for an address the sandbox does not have.
pub(crate) async fn no_such_page() -> Page {
    message(StatusCode::NOT_FOUND, "No such page", "The sandbox has no page at this address.")
}

#[derive(Deserialize)]
struct Choice {
    action: Action,
    channel: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Pay,
    Decline,
    Leave,
}

async fn list_checkouts(State(world): State<Arc<World>>) -> Page {
    let now = world.now();
    let book = world.book();
    let checkouts: Vec<&Checkout> = book.newest_first().take(LISTED).collect();
    list::page(&checkouts, now)
}

async fn show(State(world): State<Arc<World>>, Path(token): Path<String>) -> Page {
    let now = world.now();
    let book = world.book();
    let Some(checkout) = token.parse().ok().and_then(|token: Uuid| book.by_token(token)) else {
        return unknown_checkout();
    };
    match checkout.standing(now) {
        Standing::Open => payment::page(checkout),
        standing => result::page(checkout, standing, now),
    }
}

/// Does what the form says. A checkout that is no longer open is left as it is and shown instead.
async fn choose(
    State(world): State<Arc<World>>,
    Path(token): Path<String>,
    choice: Result<Form<Choice>, FormRejection>,
) -> Response {
    let chosen = {
        let book = world.book();
        let checkout = token.parse().ok().and_then(|token: Uuid| book.by_token(token));
        let Some(checkout) = checkout else {
            return unknown_checkout().into_response();
        };
        let outcome = choice.ok().and_then(|Form(choice)| outcome(&choice, checkout));
        outcome.map(|outcome| (checkout.token, outcome, checkout.return_url(outcome).cloned()))
    };
    let Some((token, outcome, back)) = chosen else {
        return message(
            StatusCode::BAD_REQUEST,
            "That choice is not offered",
            "Go back, choose one of the ways to pay, and try again.",
        )
        .into_response();
    };
    let counted = world.end(token, outcome);
    match back.filter(|_| counted) {
        Some(url) => Redirect::to(url.as_str()).into_response(),
        None => Redirect::to(&format!("/checkout/{token}")).into_response(),
    }
}

/// Gives back all that is left, where anything is.
async fn refund(State(world): State<Arc<World>>, Path(token): Path<Uuid>) -> Redirect {
    world.refund_in_dashboard(token, None);
    Redirect::to(&format!("/checkout/{token}"))
}

/// What the customer chose, if the checkout offers it; to pay without saying how is to pay by the first way offered.
fn outcome(choice: &Choice, checkout: &Checkout) -> Option<Outcome> {
    match choice.action {
        Action::Decline => Some(Outcome::Declined),
        Action::Leave => Some(Outcome::Left),
        Action::Pay => {
            let mut offered = checkout.order.channels.iter().copied();
            let channel = match &choice.channel {
                None => offered.next(),
                Some(key) => offered.find(|channel| channel.key() == key),
            };
            channel.map(Outcome::Paid)
        }
    }
}

fn unknown_checkout() -> Page {
    message(
        StatusCode::NOT_FOUND,
        "No such checkout",
        "The link is wrong, or the sandbox was restarted since it was made: it forgets everything when it stops.",
    )
}

fn message(status: StatusCode, heading: &'static str, sentence: &str) -> Page {
    let body = html! {
        section.card.message {
            h1 { (heading) }
            p { (sentence) }
        }
    };
    Page { status, ..Page::new(heading, body) }
}

async fn style() -> Response {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "max-age=300")];
    (headers, include_str!("pages/style.css")).into_response()
}
