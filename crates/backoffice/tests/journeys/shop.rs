//! A shop with a sandbox behind a wire, a clock that the test moves, and as many doors as a test wants.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use backoffice::vault::{Keys, MemoryVault, SecretStore as _, WorkFactor};
use backoffice::{
    Account, AccountForm, Backoffice, Cancel, Clock, Connector, EntryQuery, Error, ExportForm,
    ExportMade, ExportPreview, ExportQuery, LinkForm, PaymentFilter, PaymentRecord, RefundForm,
    RefundRecordForm, Setup, Timing,
};
use chrono::{DateTime, TimeDelta, Utc};
use gateways::{Credentials, Gateway, RefundRequest, Settings};
use ledger::{
    AccountId, Actor, Body, Currency, Entry, GatewayKind, Money, PaymentId, Refund, RefundMethod,
    ReturnUrls, Subject,
};
use sandbox::{Customer, Options, Sandbox};
use secrecy::{ExposeSecret as _, SecretString};
use tempfile::TempDir;

use crate::wire::Wire;

/// Patience for a gateway on this computer.
pub(crate) const QUICK: Timing = Timing {
    connect: Duration::from_secs(10),
    total: Duration::from_secs(30),
    first_pause: Duration::from_millis(1),
    longest_pause: Duration::from_secs(2),
};

pub(crate) struct Shop {
    pub(crate) office: Backoffice,
    pub(crate) sandbox: Sandbox,
    pub(crate) wire: Wire,
    pub(crate) place: Place,
}

/// What outlives the program: the folder, the keychain, and time.
#[derive(Clone)]
pub(crate) struct Place {
    folder: Arc<TempDir>,
    keychain: Arc<MemoryVault>,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            folder: Arc::new(tempfile::tempdir().unwrap()),
            keychain: Arc::default(),
            now: Arc::new(Mutex::new("2026-04-14T12:00:00Z".parse().unwrap())),
        }
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    /// Moves the clock, for the shop and its gateways alike.
    pub(crate) fn pass(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    pub(crate) async fn has_keys(&self, account: AccountId) -> bool {
        self.keychain.get(account).await.unwrap().is_some()
    }

    /// Somebody deletes the keys in the keychain.
    pub(crate) async fn lose_keys(&self, account: AccountId) {
        self.keychain.remove(account).await.unwrap();
    }

    /// Puts them there again.
    pub(crate) async fn give_keys(&self, account: AccountId, keys: &BTreeMap<String, String>) {
        let secret = SecretString::from(serde_json::to_string(keys).unwrap());
        self.keychain.put(account, secret).await.unwrap();
    }

    /// The account's keys as the keychain has them.
    pub(crate) async fn keys(&self, account: AccountId) -> BTreeMap<String, String> {
        let secret = self.keychain.get(account).await.unwrap().unwrap();
        serde_json::from_str(secret.expose_secret()).unwrap()
    }

    /// Opens the books as another program would.
    pub(crate) async fn door(&self, actor: Actor, timing: Timing) -> Backoffice {
        let now = Arc::clone(&self.now);
        self.door_with(actor, timing, Clock::new(move || *now.lock().unwrap())).await
    }

    /// The same, with a clock that may do more than tell the time.
    pub(crate) async fn door_at(&self, clock: Clock) -> Backoffice {
        self.door_with(Actor::window(), QUICK, clock).await
    }

    async fn door_with(&self, actor: Actor, timing: Timing, clock: Clock) -> Backoffice {
        let keychain = Arc::clone(&self.keychain);
        let setup = Setup {
            dir: self.path("books"),
            keys: Keys::new(Ok(keychain), self.path("no-vault"), WorkFactor::LEAST),
            clock,
            actor,
            connector: Connector::network(),
        };
        Backoffice::open_with(setup, timing).await.unwrap()
    }

    pub(crate) async fn sandbox(&self) -> Sandbox {
        Sandbox::start(Options::new(self.clock())).await.unwrap()
    }

    /// The time as the gateways of this place know it.
    pub(crate) fn clock(&self) -> sandbox::Clock {
        let now = Arc::clone(&self.now);
        Arc::new(move || *now.lock().unwrap())
    }
}

impl Shop {
    /// The base file of a filter.
    pub(crate) async fn export(&self, filter: &str, path: &Path) -> Result<ExportMade, Error> {
        let form = ExportForm { query: base(only(filter)), path: path.to_owned() };
        self.office.save_export(&form, &Cancel::default(), |_| {}).await
    }

    /// What the base file of a filter would have.
    pub(crate) async fn preview(&self, filter: &str) -> ExportPreview {
        self.office.preview_export(&base(only(filter)), &Cancel::default()).await.unwrap()
    }

    /// With a Novac account called `main`.
    pub(crate) async fn open() -> Self {
        Self::open_with(QUICK).await
    }

    pub(crate) async fn open_with(timing: Timing) -> Self {
        let place = Place::new();
        let sandbox = place.sandbox().await;
        let wire = Wire::to(sandbox.addr()).await;
        let office = place.door(Actor::window(), timing).await;
        let shop = Self { office, sandbox, wire, place };
        shop.connect(GatewayKind::Novac, "main").await;
        shop
    }

    pub(crate) async fn connect(&self, gateway: GatewayKind, name: &str) -> Account {
        connect(&self.office, &self.sandbox, &self.wire, gateway, name).await
    }

    /// A second program on the same books.
    pub(crate) async fn other_door(&self) -> Backoffice {
        self.place.door(Actor::till(), QUICK).await
    }

    pub(crate) fn pass(&self, time: TimeDelta) {
        self.place.pass(time);
    }

    /// A Novac link for 25,000 naira.
    pub(crate) async fn order(&self, reference: &str) -> PaymentRecord {
        self.office.create_link(&order(reference)).await.unwrap()
    }

    /// An order that was paid by card and looked up.
    pub(crate) async fn paid(&self, reference: &str) -> PaymentId {
        let link = self.order(reference).await;
        self.customer(&link, Customer::PaysByCard);
        let id = link.payment.id;
        self.office.look_up(id).await.unwrap();
        id
    }

    pub(crate) fn customer(&self, link: &PaymentRecord, does: Customer) {
        assert!(self.sandbox.customer(&url(link), does), "the checkout was not open");
    }

    pub(crate) async fn refund(&self, id: PaymentId, amount: &str) -> Refund {
        self.office.create_refund(&refund(id, Some(amount))).await.unwrap().1
    }

    /// Refunds in the gateway's dashboard, past the books.
    pub(crate) async fn refund_in_dashboard(&self, id: PaymentId, minor: i64) {
        let reference = self.payment(id).await.gateway_reference.unwrap();
        self.refund_by_reference(&reference, minor).await;
    }

    pub(crate) async fn refund_by_reference(&self, reference: &str, minor: i64) {
        let request = RefundRequest {
            gateway_reference: reference.to_owned(),
            amount: Money::from_minor(minor, Currency::NGN),
            full: false,
            idempotency_key: format!("dashboard-{minor}"),
            customer_note: None,
            merchant_note: None,
        };
        self.dashboard().refund(&request).await.unwrap();
    }

    /// The gateway itself, past the books and the wire.
    pub(crate) fn dashboard(&self) -> Box<dyn Gateway> {
        let description = &self.sandbox.description().gateways["novac"];
        let keys = serde_json::to_string(&description.credentials).unwrap();
        let keys = Credentials::from_json(GatewayKind::Novac, &keys).unwrap();
        let settings = Settings::defaults(GatewayKind::Novac);
        gateways::connect(GatewayKind::Novac, &description.base_url, &keys, &settings).unwrap()
    }

    pub(crate) async fn payment(&self, id: PaymentId) -> ledger::Payment {
        self.office.payment(id).await.unwrap().payment
    }

    /// The journal about a payment.
    pub(crate) async fn entries(&self, id: PaymentId) -> Vec<Entry> {
        entries(&self.office, Some(Subject::Payment(id))).await
    }

    pub(crate) async fn kinds(&self, id: PaymentId) -> Vec<&'static str> {
        self.entries(id).await.iter().map(|entry| entry.body.kind()).collect()
    }

    /// How many refunds were asked for on the wire.
    pub(crate) fn refunds_sent(&self) -> usize {
        self.wire.sent("POST /novac/api/v1/refund").len()
            + self.wire.sent("POST /novac/api/v1/partial-refund").len()
    }

    /// Nothing in the books contradicts anything else.
    pub(crate) async fn check(&self) {
        let findings = self.office.examine().await.unwrap();
        assert!(findings.iter().all(|finding| finding.ok), "{findings:?}");
    }
}

pub(crate) async fn connect(
    office: &Backoffice,
    sandbox: &Sandbox,
    wire: &Wire,
    gateway: GatewayKind,
    name: &str,
) -> Account {
    let form = account_form(sandbox, wire, gateway, name);
    let (account, check) = office.connect_account(form).await.unwrap();
    assert!(check.ok, "{}", check.message);
    account
}

pub(crate) fn account_form(
    sandbox: &Sandbox,
    wire: &Wire,
    gateway: GatewayKind,
    name: &str,
) -> AccountForm {
    let description = &sandbox.description().gateways[gateway.as_str()];
    let path = description.base_url.split(&sandbox.addr().to_string()).nth(1).unwrap();
    let settings = description.settings.iter();
    AccountForm {
        gateway,
        name: name.to_owned(),
        base_url: Some(wire.url(path)),
        credentials: SecretString::from(serde_json::to_string(&description.credentials).unwrap()),
        settings: settings.map(|(key, value)| (key.to_string(), value.to_string())).collect(),
    }
}

/// An order at the Novac account `main`.
pub(crate) fn order(reference: &str) -> LinkForm {
    LinkForm {
        account: "main".to_owned(),
        amount: "25000.00".to_owned(),
        currency: "NGN".to_owned(),
        email: "ada@example.com".to_owned(),
        customer_name: Some("Ada Obi".to_owned()),
        reference: Some(reference.to_owned()),
        ..LinkForm::default()
    }
}

/// An order at the OVGC account `cards`.
pub(crate) fn ovgc_order(reference: &str) -> LinkForm {
    LinkForm {
        account: "cards".to_owned(),
        amount: "25.00".to_owned(),
        currency: "USD".to_owned(),
        urls: ReturnUrls {
            success: Some("https://yoursite.com/success".to_owned()),
            cancel: Some("https://yoursite.com/cancel".to_owned()),
            ..ReturnUrls::default()
        },
        ..order(reference)
    }
}

/// A refund that was made by hand, without a proof.
pub(crate) fn paid_back(
    payment: PaymentId,
    amount: &str,
    method: RefundMethod,
) -> RefundRecordForm {
    RefundRecordForm {
        payment,
        amount: amount.to_owned(),
        method,
        reason: "Damaged".to_owned(),
        evidence: None,
        file: None,
        by: None,
        key: None,
    }
}

pub(crate) fn refund(payment: PaymentId, amount: Option<&str>) -> RefundForm {
    RefundForm {
        payment,
        amount: amount.map(str::to_owned),
        reason: "Damaged on the way".to_owned(),
        customer_note: None,
        merchant_note: None,
        by: None,
        left_seen: None,
    }
}

pub(crate) fn url(record: &PaymentRecord) -> String {
    record.payment.link().unwrap().url.clone().unwrap()
}

/// The base file of a filter.
pub(crate) fn base(filter: PaymentFilter) -> ExportQuery {
    ExportQuery { profile: "base".to_owned(), filter, ..ExportQuery::default() }
}

pub(crate) fn only(text: &str) -> PaymentFilter {
    PaymentFilter { text: text.to_owned(), ..PaymentFilter::default() }
}

pub(crate) async fn entries(office: &Backoffice, subject: Option<Subject>) -> Vec<Entry> {
    office.journal(EntryQuery { subject, after: None, limit: 500 }).await.unwrap().items
}

/// The body of the newest entry.
pub(crate) async fn newest(office: &Backoffice) -> Body {
    entries(office, None).await.pop().unwrap().body
}

pub(crate) fn ngn(minor: i64) -> Money {
    Money::from_minor(minor, Currency::NGN)
}
