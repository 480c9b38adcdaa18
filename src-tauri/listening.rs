//! The listener for gateways' messages, as long as the window is open.
//!
//! It belongs to the books that are open: practice has one of its own on a free port, to which the sandbox sends, so that
//! webhooks can be seen without a tunnel.

use backoffice::{Listener, ListenerSettings};

use crate::dto::{ListenerPath, ListenerState, Silence};
use crate::error::Answer;
use crate::shop::Shop;

/// The listener, if it runs, and why it does not.
#[derive(Default)]
pub(crate) struct Listening {
    listener: Option<Listener>,
    problem: Option<String>,
}

impl Listening {
    /// Stops, and says whether there was anything to stop.
    async fn stop(&mut self) -> bool {
        self.problem = None;
        let Some(listener) = self.listener.take() else { return false };
        listener.stop().await;
        true
    }
}

impl Shop {
    /// Starts the listener where the person wants it to start with the window. That it cannot is shown, and is no reason
    /// not to open.
    pub(crate) async fn begin_listening(&self) -> Answer<()> {
        let settings = self.office().await?.listener_settings().await?;
        if settings.starts_with_window
            && let Err(problem) = self.start_listening(settings).await
        {
            tracing::warn!(?problem, "the listener did not start");
        }
        Ok(())
    }

    /// Starts the listener, anew where it runs.
    pub(crate) async fn start_listening(&self, settings: ListenerSettings) -> Answer<()> {
        let office = self.office().await?;
        let mut listening = self.listening().await;
        listening.stop().await;
        match office.listen(settings).await {
            Ok(listener) => {
                self.send_sandbox_webhooks_to(listener.addr()).await;
                listening.listener = Some(listener);
                Ok(())
            }
            Err(problem) => {
                listening.problem = Some(problem.to_string());
                Err(problem.into())
            }
        }
    }

    /// Stops the listener, and says whether it ran; what is in the inbox stays.
    pub(crate) async fn stop_listening(&self) -> bool {
        self.listening().await.stop().await
    }

    /// How many messages came in since the listener was started; tells whether to look into the inbox again.
    pub(crate) async fn messages_taken(&self) -> u64 {
        self.listening().await.listener.as_ref().map_or(0, Listener::taken)
    }

    /// The listener as it is.
    pub(crate) async fn listener_state(&self) -> Answer<ListenerState> {
        let office = self.office().await?;
        let settings = office.listener_settings().await?;
        let silent = office.silent_gateways().await?;
        let accounts = office.accounts().await?;
        let listening = self.listening().await;
        let listener = listening.listener.as_ref();
        let paths = accounts.iter().filter(|account| account.capabilities.webhooks.is_yes());
        let path = |account: &backoffice::Account, listener: &Listener| {
            let name = account.record.name.as_str();
            ListenerPath::of(name, account.profile, listener.url(name))
        };
        Ok(ListenerState {
            running: listener.is_some(),
            address: listener.map(|listener| format!("http://{}", listener.addr())),
            bind: settings.bind.to_string(),
            trusted_proxies: settings.trusted_proxies,
            problem: listening.problem.clone(),
            paths: listener
                .map(|listener| paths.map(|account| path(account, listener)).collect())
                .unwrap_or_default(),
            silent: silent.into_iter().map(Silence::from).collect(),
            starts_with_window: settings.starts_with_window,
        })
    }
}
