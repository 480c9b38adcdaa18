//! Taking messages to where they are to go: in their order, again where they are not taken, and wrongly where the dial says so.
//!
//! A message is signed each time it is sent, since that is when a gateway's clock is looked at. Whatever is not answered
//! with 2xx is sent again after a pause, a few times.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use chrono::TimeDelta;
use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use url::{Host, Url};

use super::{Hand, Sign};
use crate::state::{Gateway, World};
use crate::wire::WIRES;
use crate::{Delays, Fault};

/// How far a wrong clock is ahead.
const AHEAD: TimeDelta = TimeDelta::minutes(10);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A message on its way.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) gateway: Gateway,
    pub(crate) body: String,
    pub(crate) headers: Sign,
    pub(crate) hand: Hand,
}

impl Delivery {
    /// Whether it is the message that `waiting` waits for.
    fn overtakes(&self, waiting: &Self) -> bool {
        self.gateway == waiting.gateway && self.hand == Hand::Gateway
    }
}

/// Takes messages, and knows where they are to go.
#[derive(Debug)]
pub(crate) struct Courier {
    targets: Mutex<HashMap<Gateway, Url>>,
    bag: UnboundedSender<Delivery>,
}

impl Courier {
    /// A courier, and what he is given.
    pub(crate) fn new() -> (Self, UnboundedReceiver<Delivery>) {
        let (bag, given) = mpsc::unbounded_channel();
        (Self { targets: Mutex::default(), bag }, given)
    }

    pub(crate) fn send_to(&self, gateway: &str, url: Option<&str>) -> bool {
        let wire = WIRES.into_iter().find(|wire| wire.gateway.key() == gateway);
        let Some(gateway) = wire.filter(|wire| wire.messages.is_some()).map(|wire| wire.gateway)
        else {
            return false;
        };
        match url.map(local_address) {
            None => self.targets().remove(&gateway),
            Some(None) => return false,
            Some(Some(url)) => self.targets().insert(gateway, url),
        };
        true
    }

    pub(crate) fn target(&self, gateway: &str) -> Option<String> {
        let wire = WIRES.into_iter().find(|wire| wire.gateway.key() == gateway)?;
        self.targets().get(&wire.gateway).map(Url::to_string)
    }

    /// Takes a message, if there is somewhere to take it to.
    pub(crate) fn take(&self, delivery: Delivery) {
        if self.targets().contains_key(&delivery.gateway) {
            // The sandbox is stopping where nobody takes it.
            let _ = self.bag.send(delivery);
        }
    }

    fn targets(&self) -> MutexGuard<'_, HashMap<Gateway, Url>> {
        self.targets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes messages out for as long as the sandbox runs; after a refusal each of `pauses` passes before the next try.
pub(crate) async fn serve(
    world: Weak<World>,
    mut given: UnboundedReceiver<Delivery>,
    pauses: Vec<Duration>,
    delays: Delays,
) {
    let client = Client::builder().no_proxy().tls_certs_only([]).timeout(PATIENCE).build();
    let client = match client {
        Ok(client) => client,
        Err(problem) => {
            tracing::error!(%problem, "no webhooks can be sent");
            return;
        }
    };
    let pauses: Arc<[Duration]> = pauses.into();
    let mut overtaken: Option<Delivery> = None;
    loop {
        let next = match &overtaken {
            None => Ok(given.recv().await),
            Some(_) => tokio::time::timeout(delays.overtaking, given.recv()).await,
        };
        let (next, passed) = match next {
            // The one that waits was not overtaken.
            Err(_) => (overtaken.take(), None),
            Ok(Some(next)) if overtaken.is_none() && is_to_wait(&world, &next) => {
                overtaken = Some(next);
                continue;
            }
            Ok(Some(next)) => {
                let passed = overtaken.take_if(|waiting| next.overtakes(waiting));
                (Some(next), passed)
            }
            Ok(None) => return,
        };
        for delivery in next.into_iter().chain(passed) {
            let Some(dial) = world.upgrade() else { return };
            let is_on = |fault| dial.dial().is_on(delivery.gateway, fault);
            let times = if is_on(Fault::DuplicateWebhook) { 2 } else { 1 };
            let is_late = is_on(Fault::LateWebhook);
            let (client, pauses, world) =
                (client.clone(), Arc::clone(&pauses), Weak::clone(&world));
            let round = async move {
                if is_late {
                    tokio::time::sleep(delays.late_webhook).await;
                }
                for _ in 0..times {
                    send(&client, &world, &delivery, &pauses).await;
                }
            };
            // In their order, unless they are to wait.
            if is_late { drop(tokio::spawn(round)) } else { round.await }
        }
    }
}

fn is_to_wait(world: &Weak<World>, delivery: &Delivery) -> bool {
    let is_on = |world: Arc<World>| world.dial().is_on(delivery.gateway, Fault::ReorderedWebhooks);
    delivery.hand == Hand::Gateway && world.upgrade().is_some_and(is_on)
}

async fn send(client: &Client, world: &Weak<World>, delivery: &Delivery, pauses: &[Duration]) {
    let mut pauses = pauses.iter();
    loop {
        let Some(request) = world.upgrade().and_then(|world| request(client, &world, delivery))
        else {
            return;
        };
        match request.send().await {
            Ok(answer) if answer.status().is_success() => return,
            Ok(answer) => {
                tracing::debug!(status = answer.status().as_u16(), "a webhook was not taken")
            }
            Err(problem) => {
                tracing::debug!(problem = %problem.without_url(), "a webhook did not arrive")
            }
        }
        let Some(pause) = pauses.next().filter(|_| delivery.hand == Hand::Gateway) else { return };
        tokio::time::sleep(*pause).await;
    }
}

fn request(client: &Client, world: &World, delivery: &Delivery) -> Option<reqwest::RequestBuilder> {
    let target = world.courier().targets().get(&delivery.gateway)?.clone();
    let skew = world.dial().is_on(delivery.gateway, Fault::ClockSkew);
    let signed_at = if skew { world.now() + AHEAD } else { world.now() };
    let request = client.post(target).header(CONTENT_TYPE, "application/json");
    let headers = (delivery.headers)(&delivery.body, signed_at, delivery.hand);
    let request =
        headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    Some(request.body(delivery.body.clone()))
}

/// An address on this computer.
fn local_address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|url| url.scheme() == "http")?;
    let is_local = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    };
    is_local.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_go_to_this_computer_only() {
        for local in
            ["http://127.0.0.1:8377/webhooks/Shop", "http://localhost:1/", "http://[::1]:9/x"]
        {
            assert!(local_address(local).is_some(), "{local}");
        }
        for other in [
            "http://example.com/",
            "https://127.0.0.1/",
            "http://10.0.0.1/",
            "ftp://localhost/",
            "shop",
            "",
        ] {
            assert!(local_address(other).is_none(), "{other}");
        }
    }
}
