//! `till sandbox`: the gateways, offline, until stopped.

use std::sync::Arc;

use ledger::GatewayKind;
use sandbox::{Fault, Options, Sandbox};

use crate::commands::stop::Stop;
use crate::failure::{DONE, Failure};
use crate::office::clock;
use crate::output::line;

pub(super) async fn serve(
    port: u16,
    webhooks: Vec<(GatewayKind, String)>,
    faults: Vec<(GatewayKind, Fault)>,
) -> Result<u8, Failure> {
    let clock = clock();
    let options = Options { port, ..Options::new(Arc::new(move || clock.now())) };
    let sandbox = Sandbox::start(options).await.map_err(anyhow::Error::from)?;
    for (gateway, url) in &webhooks {
        send_to(&sandbox, *gateway, url)?;
    }
    for (gateway, fault) in faults {
        sandbox.set_fault(gateway.as_str(), fault, true);
    }
    let stop = Stop::listen()?;
    line(&serde_json::to_string(sandbox.description())?)?;
    stop.heard().await?;
    sandbox.stop().await;
    Ok(DONE)
}

fn send_to(sandbox: &Sandbox, gateway: GatewayKind, url: &str) -> Result<(), Failure> {
    if sandbox.send_webhooks_to(gateway.as_str(), Some(url)) {
        return Ok(());
    }
    let senders: Vec<_> = sandbox.webhook_targets().into_iter().map(|(sender, _)| sender).collect();
    Err(Failure::Usage(if senders.contains(&gateway.as_str()) {
        format!(
            "`{url}` is no address on this computer, where alone the sandbox sends webhooks; write one such as \
             http://127.0.0.1:8377/webhooks/Shop"
        )
    } else {
        format!("the sandbox's {gateway} sends no webhooks; those of {} do", senders.join(", "))
    }))
}
