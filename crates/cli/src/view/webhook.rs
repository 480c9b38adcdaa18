//! Gateways' messages.

use std::path::Path;

use backoffice::{
    Account, DeliveryDetail, DeliveryOrigin, DeliveryRecord, ImportedWebhooks, Listener, Page,
    Replayed,
};
use ledger::Verdict;
use serde::Serialize;

use super::event::Event;
use super::table::{facts, table};
use super::{List, time};
use crate::output::Show;

/// Said of a message that nobody has looked at yet, because the keys are locked.
const WAITING: &str = "waiting";

#[derive(Debug, Serialize)]
struct WebhookView {
    id: String,
    gateway: Option<&'static str>,
    account: String,
    event: Option<String>,
    verdict: Option<&'static str>,
    reason: Option<String>,
    reference: Option<String>,
    received_at: String,
    handled_at: Option<String>,
    payment_id: Option<String>,
    payout_id: Option<String>,
    origin: &'static str,
}

impl WebhookView {
    fn of(record: &DeliveryRecord) -> Self {
        let delivery = &record.delivery;
        Self {
            id: delivery.id.to_string(),
            gateway: delivery.gateway.map(ledger::GatewayKind::as_str),
            account: delivery.account_name.clone(),
            event: record.event.clone(),
            verdict: record.verdict.map(Verdict::as_str),
            reason: record.reason.clone(),
            reference: record.reference.clone(),
            received_at: time(delivery.received_at),
            handled_at: record.handled_at.map(time),
            payment_id: record.payment.map(|id| id.to_string()),
            payout_id: record.payout.map(|id| id.to_string()),
            origin: match delivery.origin {
                DeliveryOrigin::Listener => "listener",
                DeliveryOrigin::Import => "import",
            },
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct WebhookList(List<WebhookView>);

impl WebhookList {
    pub(crate) fn of(page: &Page<DeliveryRecord>) -> Self {
        Self(List::page(page, WebhookView::of))
    }
}

impl Show for WebhookList {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "No message matches. See docs/webhooks.md for how gateways can send some"
                .to_owned();
        }
        let row = |webhook: &WebhookView| {
            vec![
                webhook.received_at.clone(),
                webhook.account.clone(),
                webhook.event.clone().unwrap_or_default(),
                webhook.reference.clone().unwrap_or_default(),
                webhook.verdict.unwrap_or(WAITING).to_owned(),
                webhook.id.clone(),
                webhook.reason.clone().unwrap_or_default(),
            ]
        };
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        let headings = ["WHEN", "ACCOUNT", "EVENT", "ORDER", "VERDICT", "ID", "WHY"];
        table(&headings, &[], &rows) + &self.0.more()
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct WebhookDetail {
    #[serde(flatten)]
    webhook: WebhookView,
    source: Option<String>,
    headers: Vec<(String, String)>,
    body: String,
    body_bytes: u64,
    body_sha256: String,
    masked: bool,
    duplicate_of: Option<String>,
    changes: Vec<Event>,
}

impl WebhookDetail {
    pub(crate) fn of(detail: &DeliveryDetail) -> Self {
        let delivery = &detail.record.delivery;
        Self {
            webhook: WebhookView::of(&detail.record),
            source: delivery.source.map(|source| source.to_string()),
            headers: delivery.headers.clone(),
            body: String::from_utf8_lossy(&delivery.body).into_owned(),
            body_bytes: delivery.body_bytes,
            body_sha256: delivery.body_sha256.clone(),
            masked: delivery.masked,
            duplicate_of: detail.record.duplicate_of.map(|id| id.to_string()),
            changes: detail.changes.iter().map(Event::of).collect(),
        }
    }
}

impl Show for WebhookDetail {
    fn text(&self) -> String {
        let webhook = &self.webhook;
        let masked =
            self.masked.then(|| "Secrets in it were blanked before it was kept".to_owned());
        let known = facts(&[
            ("Message", Some(webhook.id.clone())),
            ("Came in", Some(webhook.received_at.clone())),
            ("For", Some(webhook.account.clone())),
            ("From", self.source.clone()),
            ("Event", webhook.event.clone()),
            ("About", webhook.reference.clone()),
            ("Verdict", Some(webhook.verdict.unwrap_or(WAITING).to_owned())),
            ("Why", webhook.reason.clone()),
            ("Same as", self.duplicate_of.clone()),
            ("Secrets", masked),
        ]);
        let headers: Vec<_> =
            self.headers.iter().map(|(name, value)| vec![name.clone(), value.clone()]).collect();
        let headers = table(&["HEADER", "VALUE"], &[], &headers);
        // One line, since a line break in it could pretend to be more of this text.
        let body = facts(&[("Body", Some(self.body.clone()))]);
        [known, headers, body, Event::lines(&self.changes)].join("\n\n")
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct ReplayView {
    dry_run: bool,
    items: Vec<ReplayedView>,
}

#[derive(Debug, Serialize)]
struct ReplayedView {
    id: String,
    verdict: &'static str,
    reason: String,
    changes: Vec<String>,
}

impl ReplayView {
    pub(crate) fn of(replayed: &[Replayed], dry_run: bool) -> Self {
        let view = |replayed: &Replayed| ReplayedView {
            id: replayed.delivery.to_string(),
            verdict: replayed.verdict.as_str(),
            reason: replayed.reason.clone(),
            changes: replayed.changes.clone(),
        };
        Self { dry_run, items: replayed.iter().map(view).collect() }
    }
}

impl Show for ReplayView {
    fn text(&self) -> String {
        if self.items.is_empty() {
            return "There is no message to take again".to_owned();
        }
        let one = |item: &ReplayedView| {
            let label = if self.dry_run { "Would change" } else { "Changed" };
            let changes = match item.changes.as_slice() {
                [] => "nothing".to_owned(),
                changes => changes.join("; "),
            };
            facts(&[
                ("Message", Some(item.id.clone())),
                ("Verdict", Some(item.verdict.to_owned())),
                ("Why", Some(item.reason.clone())),
                (label, Some(changes)),
            ])
        };
        let count = |verdict: Verdict| {
            self.items.iter().filter(|item| item.verdict == verdict.as_str()).count()
        };
        let counts =
            counted(count(Verdict::Accepted), count(Verdict::Duplicate), count(Verdict::Rejected));
        self.items.iter().map(one).chain([counts]).collect::<Vec<_>>().join("\n\n")
    }
}

/// What came of some files of messages.
#[derive(Debug, Default, Serialize)]
pub(crate) struct ImportView {
    accepted: usize,
    duplicates: usize,
    rejected: usize,
    items: Vec<WebhookView>,
    problems: Vec<ProblemView>,
}

#[derive(Debug, Serialize)]
struct ProblemView {
    file: String,
    line: u64,
    message: String,
}

impl ImportView {
    pub(crate) fn add(&mut self, file: &Path, imported: &ImportedWebhooks) {
        let count = |verdict| imported.items.iter().filter(|item| item.verdict == verdict).count();
        self.accepted += count(Some(Verdict::Accepted));
        self.duplicates += count(Some(Verdict::Duplicate));
        self.rejected += count(Some(Verdict::Rejected));
        self.items.extend(imported.items.iter().map(WebhookView::of));
        let problems = imported.problems.iter().map(|problem| ProblemView {
            file: file.display().to_string(),
            line: problem.line,
            message: problem.message.clone(),
        });
        self.problems.extend(problems);
    }

    /// Whether every line could be read.
    pub(crate) const fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }
}

impl Show for ImportView {
    fn text(&self) -> String {
        let counts = counted(self.accepted, self.duplicates, self.rejected);
        let problem = |problem: &ProblemView| {
            format!("{}, line {}: {}", problem.file, problem.line, problem.message)
        };
        let hint = "Why they were rejected: till webhook list --verdict rejected";
        let hint = (self.rejected > 0).then(|| hint.to_owned());
        let lines = std::iter::once(counts).chain(self.problems.iter().map(problem)).chain(hint);
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn counted(accepted: usize, duplicates: usize, rejected: usize) -> String {
    format!("{accepted} accepted, {duplicates} seen before, {rejected} rejected")
}

/// Where the listener is, printed before it serves.
#[derive(Debug, Serialize)]
pub(crate) struct ListenerView {
    address: String,
    paths: Vec<PathView>,
}

#[derive(Debug, Serialize)]
struct PathView {
    account: String,
    gateway: &'static str,
    url: String,
    proof: &'static str,
}

impl ListenerView {
    pub(crate) fn of(listener: &Listener, accounts: &[Account]) -> Self {
        let accounts = accounts.iter().filter(|account| account.capabilities.webhooks.is_yes());
        let path = |account: &Account| PathView {
            account: account.record.name.to_string(),
            gateway: account.record.gateway.as_str(),
            url: listener.url(account.record.name.as_str()),
            proof: account.profile.webhooks.proof,
        };
        Self { address: format!("http://{}", listener.addr()), paths: accounts.map(path).collect() }
    }
}

impl Show for ListenerView {
    fn text(&self) -> String {
        let head = format!("Listening at {}; stop with Ctrl-C", self.address);
        if self.paths.is_empty() {
            return format!(
                "{head}\n\nNo account is connected whose gateway sends messages. Connect one with `till account add GATEWAY NAME`, then \
                 start this again"
            );
        }
        let row =
            |path: &PathView| vec![path.account.clone(), path.gateway.to_owned(), path.url.clone()];
        let rows: Vec<_> = self.paths.iter().map(row).collect();
        let paths = table(&["ACCOUNT", "GATEWAY", "ADDRESS"], &[], &rows);
        format!("{head}\n\n{paths}")
    }
}
