//! A shop in front of the fault dial: real accounts, a real listener, and a sandbox that sends its messages there.
//!
//! The tests that use it turn a fault on where it hurts, turn it off, have the shop look things up as it does by itself, and
//! then ask the books and the journal how it ended.

use std::sync::Arc;
use std::time::Duration;

use backoffice::{
    AccountForm, DeliveryFilter, DeliveryRecord, Error, LinkForm, Listener, ListenerSettings,
    PaymentRecord, Timing,
};
use futures::StreamExt as _;
use ledger::{Actor, GatewayKind, Payment, PaymentId, PaymentStatus, ReturnUrls, Verdict};
use sandbox::{Customer, Delays, Fault, FaultState, Options, Sandbox};

use crate::shop::{Place, QUICK, Shop, account_form, connect, order, url};
use crate::wire::{Gate, Wire};

/// A gateway as an account of it is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    Novac,
    OvgcSessions,
    OvgcRequests,
    Echezona,
    Nowpay,
}

impl At {
    pub(crate) fn gateway(self) -> GatewayKind {
        match self {
            Self::Novac => GatewayKind::Novac,
            Self::OvgcSessions | Self::OvgcRequests => GatewayKind::Ovgc,
            Self::Echezona => GatewayKind::Echezona,
            Self::Nowpay => GatewayKind::Nowpay,
        }
    }
}

/// The account that every stage has.
pub(crate) const ACCOUNT: &str = "main";

pub(crate) struct Stage {
    pub(crate) shop: Shop,
    pub(crate) at: At,
    listener: Listener,
}

/// Somebody who does not wait long for an answer.
const IMPATIENT: Timing = Timing { total: Duration::from_secs(3), ..QUICK };

impl Stage {
    /// With one account at a gateway, whose messages come in.
    pub(crate) async fn at(at: At) -> Self {
        Self::with(at, QUICK, |_| ()).await
    }

    /// For a fault: where answers are slow, nobody waits for them long.
    pub(crate) async fn of(at: At, fault: Fault) -> Self {
        let timing = if fault == Fault::Slow { IMPATIENT } else { QUICK };
        Self::with(at, timing, |_| ()).await
    }

    /// With a sandbox that is set up otherwise.
    pub(crate) async fn with(at: At, timing: Timing, change: impl FnOnce(&mut Options)) -> Self {
        let place = Place::new();
        let delays = Delays {
            slow_answer: Duration::from_secs(15),
            asked_pause: Duration::from_secs(3600),
            late_webhook: Duration::from_millis(200),
            overtaking: Duration::from_secs(60),
        };
        let mut options =
            Options { delays, webhook_pauses: Vec::new(), ..Options::new(place.clock()) };
        change(&mut options);
        let sandbox = Sandbox::start(options).await.unwrap();
        let wire = Wire::to(sandbox.addr()).await;
        let office = place.door(Actor::window(), timing).await;
        let listener = office.listen(anywhere()).await.unwrap();
        let shop = Shop { office, sandbox, wire, place };
        let stage = Self { shop, at, listener };
        stage.connect().await;
        let sends = stage.shop.sandbox.send_webhooks_to(at.gateway().as_str(), Some(&stage.url()));
        assert_eq!(sends, at != At::Nowpay);
        stage
    }

    async fn connect(&self) {
        let Shop { office, sandbox, wire, .. } = &self.shop;
        let gateway = self.at.gateway();
        if self.at != At::OvgcRequests {
            connect(office, sandbox, wire, gateway, ACCOUNT).await;
            return;
        }
        let mut form: AccountForm = account_form(sandbox, wire, gateway, ACCOUNT);
        form.settings.insert("api".to_owned(), "payment_request".to_owned());
        let (_, check) = office.connect_account(form).await.unwrap();
        assert!(check.ok, "{}", check.message);
    }

    /// Where the gateway's messages go.
    pub(crate) fn url(&self) -> String {
        self.listener.url(ACCOUNT)
    }

    /// Turns a fault of this stage's gateway.
    pub(crate) fn turn(&self, fault: Fault, on: bool) {
        assert!(self.shop.sandbox.set_fault(self.at.gateway().as_str(), fault, on), "{fault}");
    }

    pub(crate) fn form(&self, reference: &str) -> LinkForm {
        let urls = match self.at.gateway() {
            GatewayKind::Ovgc => ReturnUrls {
                success: Some("https://yoursite.com/success".to_owned()),
                cancel: Some("https://yoursite.com/cancel".to_owned()),
                ..ReturnUrls::default()
            },
            _ => ReturnUrls {
                callback: Some("https://yoursite.com/back".to_owned()),
                ..ReturnUrls::default()
            },
        };
        let currency = match self.at.gateway() {
            GatewayKind::Ovgc => "USD",
            _ => "NGN",
        };
        LinkForm { currency: currency.to_owned(), urls, ..order(reference) }
    }

    pub(crate) async fn link(&self, reference: &str) -> Result<PaymentRecord, Error> {
        self.shop.office.create_link(&self.form(reference)).await
    }

    pub(crate) fn customer(&self, link: &PaymentRecord, does: Customer) {
        self.shop.customer(link, does);
    }

    pub(crate) async fn payment(&self, id: PaymentId) -> Payment {
        self.shop.payment(id).await
    }

    /// A payment that was made and is in the books, whose message has been acted on.
    pub(crate) async fn paid(&self, reference: &str) -> PaymentRecord {
        let link = self.link(reference).await.unwrap();
        let before = self.inbox().await.len();
        self.customer(&link, Customer::PaysByCard);
        self.heard(before + 1).await;
        let record = self.shop.office.payment(link.payment.id).await.unwrap();
        assert_eq!(record.payment.status, PaymentStatus::Paid);
        record
    }

    /// Refunds in the gateway's dashboard.
    pub(crate) fn refund_in_dashboard(&self, payment: &PaymentRecord, minor: i64) {
        let amount = ledger::Money::from_minor(minor, payment.payment.expected.currency());
        assert!(self.shop.sandbox.refund_in_dashboard(&url(payment), Some(amount)));
    }

    /// What came in, the oldest first.
    pub(crate) async fn inbox(&self) -> Vec<DeliveryRecord> {
        let filter = DeliveryFilter::default();
        let mut all = self.shop.office.deliveries(&filter, None, 500).await.unwrap().items;
        all.reverse();
        all
    }

    /// What came in, once it is as many messages and each was judged and, where it was accepted, acted on.
    pub(crate) async fn heard(&self, messages: usize) -> Vec<DeliveryRecord> {
        let all = async {
            loop {
                let all = self.inbox().await;
                if all.len() >= messages && all.iter().all(is_done_with) {
                    return all;
                }
                tokio::task::yield_now().await;
            }
        };
        let all = tokio::time::timeout(Duration::from_secs(30), all).await.unwrap();
        assert_eq!(all.len(), messages, "more came in than was sent");
        all
    }

    /// Runs something that sends a request whose first line contains `about`, and turns a fault on just before it arrives.
    pub(crate) async fn turned_on_at<T: Send + 'static>(
        &self,
        fault: Fault,
        about: &'static str,
        doing: impl Future<Output = T> + Send + 'static,
    ) -> T {
        let gate = Arc::new(Gate::default());
        self.shop.wire.once(about, crate::wire::Fault::Hold(Arc::clone(&gate)));
        let doing = tokio::spawn(doing);
        gate.came().await;
        self.turn(fault, true);
        gate.open();
        doing.await.unwrap()
    }
}

fn is_done_with(record: &DeliveryRecord) -> bool {
    match record.verdict {
        None => false,
        Some(Verdict::Accepted) => record.handled_at.is_some(),
        Some(Verdict::Duplicate | Verdict::Rejected) => true,
    }
}

/// A free port of this computer.
fn anywhere() -> ListenerSettings {
    ListenerSettings { bind: ([127, 0, 0, 1], 0).into(), ..ListenerSettings::default() }
}

pub(crate) fn verdicts(inbox: &[DeliveryRecord]) -> Vec<Verdict> {
    inbox.iter().filter_map(|record| record.verdict).collect()
}

pub(crate) fn reason(record: &DeliveryRecord) -> &str {
    record.reason.as_deref().unwrap_or_default()
}

/// Goes through something for every fault that each of `gateways` can have, a few at a time, and says for which it went wrong.
pub(crate) async fn for_each_fault<T: Future<Output = ()> + Send + 'static>(
    gateways: &[At],
    journey: impl Fn(At, Fault) -> T,
) {
    let dial = Place::new().sandbox().await;
    let has = |at: At, fault: Fault| {
        let of_gateway = |state: &FaultState| state.gateway == at.gateway().as_str();
        dial.faults().iter().any(|state| of_gateway(state) && state.fault == fault)
    };
    let all = gateways.iter().flat_map(|at| Fault::ALL.map(|fault| (*at, fault)));
    let all: Vec<_> = all.filter(|(at, fault)| has(*at, *fault)).collect();
    let journeys = all.into_iter().map(|(at, fault)| {
        let journey = journey(at, fault);
        async move { (at, fault, tokio::spawn(journey).await.is_ok()) }
    });
    let ended: Vec<_> = futures::stream::iter(journeys).buffer_unordered(6).collect().await;
    let wrong: Vec<_> = ended.iter().filter(|(_, _, is_well)| !is_well).collect();
    assert!(!ended.is_empty() && wrong.is_empty(), "{wrong:?}");
}

/// The faults that only requests and their answers can have.
pub(crate) fn is_of_answers(fault: Fault) -> bool {
    matches!(fault, Fault::AnswerLost | Fault::Slow | Fault::TooMany | Fault::Broken)
}
