//! `till webhook …`

use std::path::{Path, PathBuf};

use backoffice::{Backoffice, DeliveryFilter};
use ledger::{DeliveryId, Verdict};

use crate::args::WebhookCommand;
use crate::commands::payment::cursor;
use crate::commands::stop::Stop;
use crate::failure::{DONE, FAILED, Failure};
use crate::office;
use crate::output::Output;
use crate::view::{ImportView, ListenerView, ReplayView, WebhookDetail, WebhookList};

/// How many rejected messages are read at a time.
const PAGE: u32 = 500;

pub(super) async fn run(
    command: WebhookCommand,
    dir: Option<PathBuf>,
    output: Output,
) -> Result<u8, Failure> {
    match command {
        WebhookCommand::Listen { bind, trust } => {
            let office = office::open_with_keys(dir, output).await?;
            let mut settings = office.listener_settings().await?;
            settings.bind = bind.unwrap_or(settings.bind);
            settings.trusted_proxies = trust.unwrap_or(settings.trusted_proxies);
            let listener = office.listen(settings).await?;
            let stop = Stop::listen()?;
            output.show(&ListenerView::of(&listener, &office.accounts().await?))?;
            stop.heard().await?;
            listener.stop().await;
            Ok(DONE)
        }
        WebhookCommand::Import { files, account } => {
            let office = office::open_with_keys(dir, output).await?;
            import(&office, &files, account.as_deref(), output).await
        }
        WebhookCommand::List { verdict, account, search, limit, after } => {
            let office = office::open(dir).await?;
            let filter = DeliveryFilter { account, verdict, text: search };
            let page = office.deliveries(&filter, cursor(after)?, limit).await?;
            output.show(&WebhookList::of(&page))?;
            Ok(DONE)
        }
        WebhookCommand::Show { id } => {
            let office = office::open(dir).await?;
            output.show(&WebhookDetail::of(&office.find_delivery(&id).await?))?;
            Ok(DONE)
        }
        WebhookCommand::Replay { ids, rejected, dry_run } => {
            let office = office::open_with_keys(dir, output).await?;
            let ids =
                if rejected { rejected_ones(&office).await? } else { named(&office, &ids).await? };
            output.show(&ReplayView::of(&office.replay_webhooks(&ids, dry_run).await?, dry_run))?;
            Ok(DONE)
        }
    }
}

/// Files are taken one after the other; a line that cannot be read does not keep the others out, and is told of.
async fn import(
    office: &Backoffice,
    files: &[PathBuf],
    account: Option<&str>,
    output: Output,
) -> Result<u8, Failure> {
    let mut view = ImportView::default();
    for file in files {
        view.add(file.as_path(), &take(office, file, account).await?);
    }
    let whole = view.is_whole();
    output.show(&view)?;
    Ok(if whole { DONE } else { FAILED })
}

async fn take(
    office: &Backoffice,
    file: &Path,
    account: Option<&str>,
) -> Result<backoffice::ImportedWebhooks, Failure> {
    let imported = office.import_webhooks(file, account).await?;
    office.handle_webhooks().await?;
    Ok(imported)
}

async fn rejected_ones(office: &Backoffice) -> Result<Vec<DeliveryId>, Failure> {
    let filter = DeliveryFilter { account: None, verdict: Some(Verdict::Rejected), text: None };
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = office.deliveries(&filter, after, PAGE).await?;
        ids.extend(page.items.iter().map(|record| record.delivery.id));
        after = page.next;
        if after.is_none() {
            // The oldest first, as they came in.
            ids.reverse();
            return Ok(ids);
        }
    }
}

async fn named(office: &Backoffice, ids: &[String]) -> Result<Vec<DeliveryId>, Failure> {
    let mut found = Vec::new();
    for id in ids {
        found.push(office.find_delivery(id).await?.record.delivery.id);
    }
    Ok(found)
}
