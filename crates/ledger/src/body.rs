//! What an entry says: the facts as they were learned, one kind for each thing that can happen.

mod kind;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AccountId, AccountName, BatchId, Evidence, ExportMade, Flag, GatewayKind, ImportId, ImportMade,
    LineRead, Mode, Money, Observation, Order, PayoutId, PayoutObservation, PayoutOrder, PersonId,
    PersonRef, Reference, RefundId, RefundMethod, RefundStatus, Signer, Source, Tag,
};

/// What happened. The words of `kind` are part of the journal and never change their meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// An account was connected; its keys are elsewhere.
    AccountConnected {
        /// What the merchant calls it.
        name: AccountName,
        /// Its gateway.
        gateway: GatewayKind,
        /// Whether its keys move real money.
        mode: Mode,
        /// Where the gateway is.
        base_url: String,
        /// Settings that differ from the gateway's defaults.
        settings: BTreeMap<String, String>,
    },
    /// The account's address or settings were changed.
    AccountSettingsChanged {
        /// Where the gateway is.
        base_url: String,
        /// Settings that differ from the gateway's defaults.
        settings: BTreeMap<String, String>,
    },
    /// The account's keys were replaced; they are elsewhere.
    AccountKeysReplaced {
        /// Whether the new keys move real money.
        mode: Mode,
        /// Which fields were given anew, never what is in them.
        fields: Vec<String>,
    },
    /// It was set from which amount on a refund of the account wants a second person's yes.
    AccountApprovalSet {
        /// The largest refund of each currency that wants none; a currency that is not named always wants one. Empty where
        /// no refund wants one.
        limits: Vec<Money>,
    },
    /// An account was disconnected and its keys deleted. Its history stays.
    AccountRemoved,
    /// A payment link is about to be asked for. Written before the request leaves.
    LinkRequested {
        /// What is to be paid, by whom.
        order: Order,
        /// The references under which the gateway may know it, where they are known beforehand.
        candidates: Vec<String>,
        /// The key that goes with every attempt of this request.
        idempotency_key: String,
    },
    /// A new link for the same order is about to be asked for.
    LinkRenewalRequested {
        /// The references under which the gateway may know it, where they are known beforehand.
        candidates: Vec<String>,
        /// The key that goes with every attempt of this request.
        idempotency_key: String,
    },
    /// The gateway made the link.
    LinkOpened {
        /// The key of the request that this answers, which names the link.
        idempotency_key: String,
        /// The gateway's reference or session id.
        gateway_reference: String,
        /// Where the customer pays.
        url: String,
        /// When it stops working, where the gateway says so.
        expires_at: Option<DateTime<Utc>>,
    },
    /// The gateway refused the link, or the request certainly never reached it.
    LinkFailed {
        /// The key of the request that this answers, which names the link.
        idempotency_key: String,
        /// What to tell the merchant.
        message: String,
    },
    /// The answer was lost: the link may exist.
    LinkLost {
        /// The key of the request that this answers, which names the link.
        idempotency_key: String,
        /// What to tell the merchant.
        message: String,
    },
    /// A payment was found that no order here asked for: at the gateway, or in a file that a person imported. Of one that
    /// was withdrawn it says which import brings it again, and what that file calls it, what was to be paid, and by whom.
    PaymentFound {
        /// The account it was paid to.
        account: AccountId,
        /// The account's gateway.
        gateway: GatewayKind,
        /// Whether real money is meant.
        mode: Mode,
        /// The reference it was found under.
        reference: Reference,
        /// What it is about, as the gateway says.
        amount: Money,
        /// Who paid, as the gateway says.
        customer: Option<PersonRef>,
        /// The import that brought it, where one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        import: Option<ImportId>,
    },
    /// The gateway said something new of the payment.
    PaymentObserved {
        /// What it said.
        observation: Observation,
        /// Who paid, where the gateway tells more of them than was known.
        customer: Option<PersonRef>,
    },
    /// A payment that nothing but imports tells of counts no more, and no refund of it: it should not have been imported. Says
    /// nothing of a payment that a gateway tells of as well, or that a refund was sent for from here.
    PaymentWithdrawn {
        /// The import that brought it.
        import: ImportId,
        /// Why.
        reason: String,
        /// Who wanted it.
        by: Signer,
        /// Whether it books back on the days of what it takes back, because nothing of that had been handed out. Else it
        /// books back when it is withdrawn, and what comes again is booked when it comes: closed days stay as they are.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on_own_days: bool,
    },
    /// A refund was decided on. Written before the request leaves.
    RefundRequested {
        /// Its identity.
        refund: RefundId,
        /// How much goes back.
        amount: Money,
        /// Whether this is all that was captured, which some gateways want asked for in another way.
        full: bool,
        /// Why, for the books.
        reason: String,
        /// A note the customer may see.
        customer_note: Option<String>,
        /// A note for the merchant.
        merchant_note: Option<String>,
        /// The key that goes with every attempt of this refund.
        idempotency_key: String,
        /// Who wants it, where a name was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Signer>,
        /// The batch it is of, where it is one of many.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        batch: Option<BatchId>,
    },
    /// A second person said yes to a refund.
    RefundApproved {
        /// Which refund.
        refund: RefundId,
        /// Who.
        by: Signer,
        /// What they had to say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// A second person said no to a refund, or whoever wanted it took it back.
    RefundRejected {
        /// Which refund.
        refund: RefundId,
        /// Who.
        by: Signer,
        /// Why.
        reason: String,
    },
    /// The refund's request is about to leave.
    RefundSubmitted {
        /// Which refund.
        refund: RefundId,
    },
    /// Something new is known of a refund.
    RefundObserved {
        /// Which refund.
        refund: RefundId,
        /// Where the news came from.
        source: Source,
        /// What it means.
        status: RefundStatus,
        /// The gateway's own word.
        gateway_status: Option<String>,
        /// The gateway's id of the refund.
        gateway_refund_id: Option<String>,
        /// What to tell the merchant.
        message: Option<String>,
        /// How much goes back by the gateway's own word, where that is not what was asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<Money>,
    },
    /// A refund that was paid back by hand.
    RefundRecorded {
        /// Its identity.
        refund: RefundId,
        /// How much went back.
        amount: Money,
        /// How.
        method: RefundMethod,
        /// Why, for the books.
        reason: String,
        /// What proves it.
        evidence: Option<String>,
        /// A file that proves it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<Evidence>,
        /// Who recorded it, where a name was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Signer>,
        /// Ties the record to the intent of the person who made it, so that a form sent twice records once.
        idempotency_key: String,
        /// The import that brought it, where one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        import: Option<ImportId>,
    },
    /// A refund was found that nobody here asked for: at the gateway, or in the gateway's own list that a person imported.
    RefundFound {
        /// Its identity here.
        refund: RefundId,
        /// How much went back.
        amount: Money,
        /// What it means.
        status: RefundStatus,
        /// The gateway's own word.
        gateway_status: String,
        /// The gateway's id of the refund.
        gateway_refund_id: String,
        /// The gateway's words for why, or how it came to be known.
        reason: String,
        /// The import that brought it, where one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        import: Option<ImportId>,
    },
    /// A refund that nothing but an import tells of counts no more: it should not have been imported.
    RefundWithdrawn {
        /// Which refund.
        refund: RefundId,
        /// The import that brought it.
        import: ImportId,
        /// Why.
        reason: String,
        /// Who wanted it.
        by: Signer,
        /// As of a payment that is withdrawn.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on_own_days: bool,
    },
    /// A person decided how a refund ended whose outcome was unknown.
    RefundResolved {
        /// Which refund.
        refund: RefundId,
        /// Processed or failed.
        status: RefundStatus,
        /// What proves it.
        evidence: String,
        /// A file that proves it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<Evidence>,
        /// Who decided.
        by: Signer,
    },
    /// A refund that the gateway told of was taken for one recorded by hand, by its amount and time. A person has yet to
    /// say whether it is.
    RefundMatched {
        /// The refund that was recorded.
        refund: RefundId,
        /// Where the news came from.
        source: Source,
        /// What it means.
        status: RefundStatus,
        /// The gateway's own word.
        gateway_status: String,
        /// The gateway's id of the refund.
        gateway_refund_id: String,
    },
    /// A person said that the two are one.
    RefundMatchConfirmed {
        /// The refund that was recorded.
        refund: RefundId,
        /// Who said so.
        by: Signer,
    },
    /// A person said that a refund found at the gateway is the one that was recorded by hand.
    RefundJoined {
        /// The refund that was recorded, and stays.
        refund: RefundId,
        /// The refund that was found, and counts no more.
        found: RefundId,
        /// Who said so.
        by: Signer,
    },
    /// A person said that the gateway's refund is not the one that was recorded by hand: they are two.
    RefundSplit {
        /// The refund that was recorded.
        refund: RefundId,
        /// The identity that the gateway's refund gets here.
        found: RefundId,
        /// Who said so.
        by: Signer,
    },
    /// A person looked at what wanted attention about a payment, and it is in order as it is.
    AttentionAccepted {
        /// What was looked at, of the payment.
        flags: BTreeSet<Flag>,
        /// The refunds that were looked at.
        refunds: BTreeSet<RefundId>,
        /// What there was to say.
        note: String,
        /// Who looked.
        by: Signer,
    },
    /// Something to remember about a payment.
    NoteAdded {
        /// The note.
        text: String,
        /// Whose.
        by: Signer,
    },
    /// The tags of a payment are these from now on.
    TagsSet {
        /// All of them.
        tags: BTreeSet<Tag>,
    },
    /// Many refunds are about to be asked for, one after the other. Written before the first of them.
    BatchStarted {
        /// Which payments: a filter, or the name of a file.
        of: String,
        /// SHA-256 of the plan that was agreed to, in hex.
        plan: String,
        /// How many refunds it has.
        lines: u64,
        /// What they come to, per currency.
        sums: Vec<Money>,
        /// Why, for the books.
        reason: String,
        /// Who agreed to it.
        by: Signer,
    },
    /// No more of a batch will be asked for.
    BatchEnded {
        /// Whether a person stopped it before its end.
        cancelled: bool,
        /// How many of its lines came to what, by the words of the result file.
        results: BTreeMap<String, u64>,
    },
    /// The details of a customer were removed for good.
    PersonMasked {
        /// The records that were emptied.
        people: BTreeSet<PersonId>,
        /// Why.
        reason: String,
        /// Who wanted it.
        by: Signer,
    },
    /// Money is about to be sent. Written before the request leaves.
    PayoutRequested {
        /// What is to be sent, where to.
        order: PayoutOrder,
        /// The key that goes with every attempt of this payout.
        idempotency_key: String,
    },
    /// The payout's request is about to leave.
    PayoutSubmitted,
    /// A gateway told of money sent that nobody here asked for, such as a payout of its own to the merchant.
    PayoutFound {
        /// What was sent, as far as the gateway says.
        order: PayoutOrder,
        /// The import that brought it, where one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        import: Option<ImportId>,
    },
    /// Something new is known of a payout.
    PayoutObserved(PayoutObservation),
    /// A gateway's report, which a person imported, has what the gateway took for a payout that was known without.
    PayoutFeeFound {
        /// What it took, beside the amount.
        fee: Money,
        /// The import that brought it.
        import: ImportId,
    },
    /// What nothing but an import tells of a payout counts no more, the payout itself or its fee: it should not have been
    /// imported.
    PayoutWithdrawn {
        /// The import that brought it.
        import: ImportId,
        /// Why.
        reason: String,
        /// Who wanted it.
        by: Signer,
        /// As of a payment that is withdrawn.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on_own_days: bool,
    },
    /// A gateway's message came in and proved to be its own. What it caused are other entries.
    WebhookReceived {
        /// The account it was for.
        account: AccountId,
        /// The account's gateway.
        gateway: GatewayKind,
        /// What happened, in the gateway's word.
        event: String,
        /// What it is about, in the gateway's reference.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        /// SHA-256 of the body as it arrived, in hex.
        body_sha256: String,
    },
    /// A file was handed out.
    ExportMade(ExportMade),
    /// The files of an export could not be put into place: it counts as not made, and its rows as not handed out.
    ExportUndone {
        /// Why.
        reason: String,
    },
    /// A person imported a file. What it brought are entries that name the import.
    ImportMade(ImportMade),
    /// A line of an imported file, without its texts: they lie beside the journal, because they name people.
    LineRead(LineRead),
    /// A person said that a line is the money of a payout.
    LineMatched {
        /// Which line.
        line: u32,
        /// Which payout.
        payout: PayoutId,
        /// Who said so.
        by: Signer,
    },
    /// A person took back that a line is the money of a payout.
    LineReleased {
        /// Which line.
        line: u32,
        /// Who.
        by: Signer,
    },
    /// An import counts no more, and none of its lines. What it brought of payments is withdrawn by entries of theirs.
    ImportUndone {
        /// Why.
        reason: String,
        /// Who wanted it.
        by: Signer,
    },
}
