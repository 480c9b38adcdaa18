//! `till sandbox`: the gateways, offline, until stopped.

use std::sync::Arc;

use ledger::GatewayKind;
use sandbox::{Fault, Options, Sandbox};

use crate::failure::{DONE, Failure};
use crate::office::clock;
use crate::output::line;

pub(super) async fn serve(
    port: u16,
    webhooks: Vec<(String, String)>,
    faults: Vec<(GatewayKind, Fault)>,
) -> Result<u8, Failure> {
    let clock = clock();
    let options = Options { port, ..Options::new(Arc::new(move || clock.now())) };
    let sandbox = Sandbox::start(options).await.map_err(anyhow::Error::from)?;
    for (gateway, url) in &webhooks {
        if !sandbox.send_webhooks_to(gateway, Some(url)) {
            return Err(Failure::Usage(format!(
                "`{gateway}={url}` is not a gateway that sends webhooks and an address on this computer"
            )));
        }
    }
    for (gateway, fault) in faults {
        sandbox.set_fault(gateway.as_str(), fault, true);
    }
    line(&serde_json::to_string(sandbox.description())?)?;
    stopped().await?;
    sandbox.stop().await;
    Ok(DONE)
}

/// Waits for Ctrl-C, or for the signal that service managers send.
pub(super) async fn stopped() -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted?,
            _ = terminate.recv() => {}
        }
        Ok(())
    }
    #[cfg(not(unix))]
    Ok(tokio::signal::ctrl_c().await?)
}
