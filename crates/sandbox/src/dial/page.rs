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
    let on = states.iter().filter(|state| state.on).count();
    let body = html! {
        div.dials {
            header.intro {
                h1 { "Fault dial" }
                p.hint {
                    "What goes wrong at each gateway, for as long as it is on. "
                    @match on {
                        0 => "Everything works at the moment.",
                        1 => { strong { "One fault is on." } }
                        _ => { strong { (on) " faults are on." } }
                    }
                }
            }
            @for wire in WIRES {
                (gateway(&world, wire, &states))
            }
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
    let states = || states.iter().filter(|state| state.gateway == key);
    let on = states().filter(|state| state.on).count();
    html! {
        section.card.dial aria-labelledby=(key) {
            div.name {
                h2 id=(key) { (wire.gateway.name()) }
                @if on > 0 { span.badge.declined { (on) " on" } }
            }
            ul { @for state in states() { li { (switch(state)) } } }
            @if let Some(messages) = &wire.messages {
                (webhooks(world, key, messages.at_will))
            }
        }
    }
}

fn switch(state: &FaultState) -> Markup {
    let name = format!("{}-{}", state.gateway, state.fault);
    let help = format!("{name}-help");
    html! {
        form.fault method="post" action=(ADDRESS) {
            input type="hidden" name="gateway" value=(state.gateway);
            input type="hidden" name="fault" value=(state.fault);
            input type="hidden" name="on" value=(!state.on);
            div {
                strong id=(name) { (state.fault.title()) }
                p.hint id=(help) { (state.fault.help()) }
            }
            button.switch type="submit" role="switch" aria-checked=(state.on)
                aria-labelledby=(name) aria-describedby=(help) {
                @if state.on { "On" } @else { "Off" }
            }
        }
    }
}

fn webhooks(world: &World, key: &str, at_will: &[Message]) -> Markup {
    let target = world.courier().target(key).unwrap_or_default();
    html! {
        div.webhooks {
            form.target method="post" action="/dial/target" {
                input type="hidden" name="gateway" value=(key);
                label {
                    span { "Webhooks go to" }
                    input type="url" name="url" value=(target) spellcheck="false" autocomplete="off"
                        placeholder="http://127.0.0.1:8377/webhooks/ACCOUNT";
                }
                button.button.quiet type="submit" { "Set" }
            }
            @if !at_will.is_empty() {
                div.sends {
                    @for message in at_will {
                        form method="post" action="/dial/send" {
                            input type="hidden" name="gateway" value=(key);
                            input type="hidden" name="message" value=(message.as_str());
                            button.button.quiet type="submit" { "Send " (message.title()) }
                        }
                    }
                }
            }
        }
    }
}
