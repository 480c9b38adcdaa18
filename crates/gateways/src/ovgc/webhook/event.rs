//! What a message of OVGC says.
//!
//! Expected is `{event|type|event_type, id?, data: {…}}`, or the same without `data`. There is no `refund.processed`, so
//! `refund.created` is a refund that is *pending*, for ever as far as messages go.

use ledger::{Currency, Money, PayoutKind, PayoutStatus, RefundStatus};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::Settings;
use crate::ovgc::OVGC;
use crate::ovgc::settings::{Api, request_currency};
use crate::reading::{Number, lenient_object, lenient_text, word};
use crate::webhook::{About, Event, Rejection, digest_of, masked, read_body, reference};

#[derive(Deserialize)]
struct Envelope {
    #[serde(default, deserialize_with = "lenient_text")]
    event: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    r#type: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    event_type: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    event_id: Option<String>,
    #[serde(default, deserialize_with = "lenient_text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient_object")]
    data: Option<Box<RawValue>>,
}

/// What a message is about, under any name it may have.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Facts {
    #[serde(deserialize_with = "lenient_object")]
    session: Option<Session>,
    #[serde(deserialize_with = "lenient_text")]
    session_id: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    checkout_session_id: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    transaction_id: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    payment_id: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    order_uuid: Option<String>,
    #[serde(deserialize_with = "lenient_object")]
    metadata: Option<Metadata>,
    #[serde(deserialize_with = "lenient_text")]
    refund_id: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    payout_id: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    id: Option<String>,
    amount: Option<Box<RawValue>>,
    total_amount: Option<Box<RawValue>>,
    #[serde(deserialize_with = "lenient_text")]
    currency: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    payment_status: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    status: Option<String>,
}

#[derive(Deserialize)]
struct Session {
    #[serde(default, deserialize_with = "lenient_text")]
    id: Option<String>,
}

/// What this program put into a session's metadata.
#[derive(Deserialize)]
struct Metadata {
    #[serde(default, deserialize_with = "lenient_text")]
    order_reference: Option<String>,
}

/// What a message is about, as far as its name tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Payment,
    Refund,
    Payout,
    Other,
}

/// The ids of a message, each where it belongs.
struct Ids {
    /// Of the payment; of a payout, its own.
    references: Vec<String>,
    /// Of the refund or payout.
    own: Option<String>,
    /// Of the message.
    message: Option<String>,
}

pub(super) fn read(body: &[u8], settings: &Settings) -> Result<Event, Rejection> {
    let envelope: Envelope = read_body(OVGC, body)?;
    let data = envelope.data.as_ref().map(|data| data.get().as_bytes());
    let facts: Facts = read_body(OVGC, data.unwrap_or(body))?;
    let api = Api::of(settings);
    let named = envelope.name();
    let kind = named.as_deref().map_or(Kind::Payment, Kind::of);
    let name = named.or_else(|| facts.state()).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Rejection::new("it does not say what happened"))?;
    let ids = ids(kind, api, &envelope, &facts);
    let amount = match facts.amount(kind, api, settings) {
        // That a payment was made is looked up; of a refund or payout the message is all there is.
        Err(_) if matches!(kind, Kind::Payment | Kind::Other) => None,
        amount => amount?,
    };
    // Without its secret a message is the same before and after it was kept, and whichever secret it came with.
    let key = ids.key(&name).unwrap_or_else(|| digest_of(&masked(body).body));
    let word = facts.state().unwrap_or_else(|| name.clone());
    let about = match kind {
        Kind::Payment if ids.references.is_empty() => {
            return Err(Rejection::new("it does not say which payment it is about"));
        }
        Kind::Payment => About::Payment,
        Kind::Refund => About::Refund { id: ids.own, status: RefundStatus::Pending, word },
        Kind::Payout => About::Payout {
            kind: PayoutKind::Settlement,
            status: PayoutStatus::Processed,
            word,
            id: ids.own,
        },
        Kind::Other => About::Other,
    };
    Ok(Event { name, key, references: ids.references, about, amount })
}

impl Ids {
    /// The message's own id with the event's name and what it is about, since the id may be an order's after all, which has
    /// a payment and several refunds.
    fn key(&self, name: &str) -> Option<String> {
        let own = self.own.as_deref();
        let parts: Vec<&str> = [name, self.message.as_deref()?].into_iter().chain(own).collect();
        Some(parts.join("|"))
    }
}

fn ids(kind: Kind, api: Api, envelope: &Envelope, facts: &Facts) -> Ids {
    let id = reference(facts.id.as_deref());
    let mut references = facts.references(api, None);
    let mut own = None;
    match kind {
        Kind::Refund if !references.is_empty() => {
            // What names the payment names no refund, or all its refunds would be one.
            let id = id.filter(|id| !references.contains(id));
            own = reference(facts.refund_id.as_deref()).or(id);
        }
        Kind::Refund => {
            own = reference(facts.refund_id.as_deref());
            references.extend(id);
        }
        Kind::Payout => {
            own = reference(facts.payout_id.as_deref()).or(id).or_else(|| references.pop());
            references = own.iter().cloned().collect();
        }
        Kind::Payment | Kind::Other => references = facts.references(api, id),
    }
    let mut message = reference(envelope.event_id.as_deref());
    if envelope.data.is_some() {
        // An id beside `data` is the message's own, unless nothing else says what the message is about.
        let beside = reference(envelope.id.as_deref());
        if references.is_empty() {
            references.extend(beside.clone());
            own = own.or_else(|| beside.filter(|_| kind == Kind::Payout));
        } else {
            let is_known = |id: &String| references.contains(id) || own.as_ref() == Some(id);
            message = message.or_else(|| beside.filter(|id| !is_known(id)));
        }
    }
    Ids { references, own, message }
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "refund.created" => Self::Refund,
            "payout.completed" => Self::Payout,
            _ if name.starts_with("payment.") => Self::Payment,
            _ => Self::Other,
        }
    }
}

impl Envelope {
    fn name(&self) -> Option<String> {
        let names = [&self.event, &self.r#type, &self.event_type];
        names.into_iter().flatten().next().map(|name| word(name))
    }
}

impl Facts {
    /// All that the payment may be known by. `id` is one more that is the payment's.
    fn references(&self, api: Api, id: Option<String>) -> Vec<String> {
        let session = self.session.as_ref().and_then(|session| session.id.as_deref());
        let ordered = self.metadata.as_ref().and_then(|ours| ours.order_reference.as_deref());
        let mut of_session =
            vec![self.session_id.as_deref(), self.checkout_session_id.as_deref(), session];
        of_session.push(id.as_deref());
        let mut of_transaction = vec![
            self.transaction_id.as_deref(),
            self.order_uuid.as_deref(),
            self.payment_id.as_deref(),
        ];
        let all = match api {
            Api::CheckoutSessions => {
                of_session.append(&mut of_transaction);
                of_session
            }
            Api::PaymentRequest => {
                of_transaction.append(&mut of_session);
                of_transaction
            }
        };
        let mut references = Vec::new();
        for found in all.into_iter().chain([ordered]).filter_map(reference) {
            if !references.contains(&found) {
                references.push(found);
            }
        }
        references
    }

    /// The word for the state of what it is about.
    fn state(&self) -> Option<String> {
        self.payment_status.as_deref().or(self.status.as_deref()).map(word)
    }

    /// The amount. Without a currency there is none, but at the payment-request API, which has one currency. Beside the
    /// amount of a refund or payout, `total_amount` is the order's or the amount with fees: where the two differ, neither is
    /// certain.
    fn amount(
        &self,
        kind: Kind,
        api: Api,
        settings: &Settings,
    ) -> Result<Option<Money>, Rejection> {
        let currency = match (&self.currency, api) {
            (Some(code), _) => Some(code.trim().parse::<Currency>().ok()),
            (None, Api::PaymentRequest) => Some(Some(request_currency(settings))),
            (None, Api::CheckoutSessions) => None,
        };
        let Some(currency) = currency else {
            return Ok(None);
        };
        let read = |told: &RawValue| {
            let number: Option<Number> = serde_json::from_str(told.get()).ok();
            let amount =
                number.zip(currency).and_then(|(n, currency)| api.unit().read(n, currency));
            amount.ok_or_else(|| Rejection::new("its amount cannot be read exactly"))
        };
        let is_told = |told: &&RawValue| told.get() != "null";
        let amount = self.amount.as_deref().filter(is_told);
        let total = self.total_amount.as_deref().filter(is_told);
        match kind {
            Kind::Payment | Kind::Other => total.or(amount).map(read).transpose(),
            Kind::Refund | Kind::Payout => {
                let amount = amount.map(read).transpose()?;
                let total = total.map(|told| read(told).ok());
                Ok(amount.filter(|amount| total.is_none_or(|total| total == Some(*amount))))
            }
        }
    }
}
