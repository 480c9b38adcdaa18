//! The dial as a page: a switch for each fault, and messages to be sent at once.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, State};
use axum::response::Redirect;
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Fault, FaultState};
use crate::pages::Page;
use crate::state::World;
use crate::webhook::{MESSAGES, Message};
use crate::wire::{WIRES, Wire};

const ADDRESS: &str = "/dial";

/// The pages under `/dial`.
pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .route(ADDRESS, get(show).post(turn))
        .route("/dial/send", post(send))
        .route("/dial/target", post(target))
}

#[derive(Deserialize)]
struct Turn {
    gateway: String,
    fault: String,
    on: bool,
}

#[derive(Deserialize)]
struct Send {
    gateway: String,
    message: String,
}

#[derive(Deserialize)]
struct Target {
    gateway: String,
    url: String,
}

async fn show(State(world): State<Arc<World>>) -> Page {
    let states = world.dial().states();
    let body = html! {
        section.card {
            h1 { "Fault dial" }
            p { "What goes wrong at each gateway, for as long as it is on." }
        }
        @for wire in WIRES {
            (gateway(&world, wire, &states))
        }
    };
    Page::with_form("Fault dial", body)
}

async fn turn(State(world): State<Arc<World>>, Form(turn): Form<Turn>) -> Redirect {
    if let Ok(fault) = turn.fault.parse::<Fault>() {
        world.dial().turn(&turn.gateway, fault, turn.on);
    }
    Redirect::to(ADDRESS)
}

async fn send(State(world): State<Arc<World>>, Form(send): Form<Send>) -> Redirect {
    let message = MESSAGES.into_iter().find(|message| message.as_str() == send.message);
    if let Some(message) = message {
        world.send_now(&send.gateway, message);
    }
    Redirect::to(ADDRESS)
}

async fn target(State(world): State<Arc<World>>, Form(target): Form<Target>) -> Redirect {
    let url = Some(target.url.trim()).filter(|url| !url.is_empty());
    world.courier().send_to(&target.gateway, url);
    Redirect::to(ADDRESS)
}

fn gateway(world: &World, wire: &Wire, states: &[FaultState]) -> Markup {
    let key = wire.gateway.key();
    html! {
        section.card.dial aria-labelledby=(key) {
            h2 id=(key) { (wire.gateway.name()) }
            @for state in states.iter().filter(|state| state.gateway == key) {
                (switch(state))
            }
            @if let Some(messages) = &wire.messages {
                (webhooks(world, key, messages.at_will))
            }
        }
    }
}

fn switch(state: &FaultState) -> Markup {
    let (label, class) =
        if state.on { ("Turn off", "button primary") } else { ("Turn on", "button quiet") };
    html! {
        form.fault method="post" action=(ADDRESS) {
            input type="hidden" name="gateway" value=(state.gateway);
            input type="hidden" name="fault" value=(state.fault);
            input type="hidden" name="on" value=(!state.on);
            div {
                strong { (state.fault.title()) @if state.on { " (on)" } }
                p.hint { (state.fault.help()) }
            }
            button class=(class) type="submit" aria-label={ (label) ": " (state.fault.title()) } { (label) }
        }
    }
}

fn webhooks(world: &World, key: &str, at_will: &[Message]) -> Markup {
    let target = world.courier().target(key).unwrap_or_default();
    html! {
        form.target method="post" action="/dial/target" {
            input type="hidden" name="gateway" value=(key);
            label {
                "Webhooks go to "
                input type="url" name="url" value=(target) placeholder="http://127.0.0.1:8377/webhooks/ACCOUNT";
            }
            button.button.quiet type="submit" { "Set" }
        }
        @for message in at_will {
            form.send method="post" action="/dial/send" {
                input type="hidden" name="gateway" value=(key);
                input type="hidden" name="message" value=(message.as_str());
                button.button.quiet type="submit" { "Send " (message.title()) }
            }
        }
    }
}
