//! What a merchant does: use cases over the ledger, the gateways, the store and the exports.
//!
//! This crate decides in which order things happen and what is recorded before what. The rule that matters most: an intent
//! that moves money is in the journal before its request leaves, and a lost answer is *unknown*, to be looked up, never sent
//! again. The window and the command line are two doors to the same [`Backoffice`].

mod account;
mod attention;
mod balance;
mod batch;
mod clock;
mod connector;
mod customer;
mod data_dir;
mod doctor;
mod error;
mod export;
mod file;
mod find;
mod import;
mod journal;
mod likings;
mod link;
mod lookup;
mod news;
mod note;
mod payment;
mod payout;
mod person;
mod print;
mod refund;
mod report;
mod schedule;
mod settlement;
mod signer;
mod sync;
pub mod vault;
mod webhook;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ledger::{AccountId, Actor};
use store::Store;
use tokio::sync::Mutex;

use account::Connection;
pub use account::{Account, AccountCheck, AccountForm};
pub use attention::{AcceptForm, ConcernKind, ConcernRow, Desk, SnoozeForm, Step};
pub use batch::{
    Batch, BatchLineState, BatchPlan, BatchProgress, BatchReport, BatchSource, BatchStop, Cancel,
    PlanLine, Verdict,
};
pub use clock::Clock;
pub use connector::Connector;
pub use customer::{CustomerDetail, CustomerExport, MaskForm, MaskPlan};
pub use data_dir::{IDENTIFIER, default_data_dir};
pub use doctor::Finding;
pub use error::{Code, Error, FieldProblem};
pub use export::{
    ExportFile, ExportForm, ExportMade, ExportPreview, ExportProgress, ExportQuery, MadeExport,
    Preset, SinceLast, read_export_options, suggested_file_name,
};
pub use import::{
    Alike, Becomes, EarlierImport, Fate, FateCounts, HISTORY_WORDS, ImportDetail, ImportForm,
    ImportMapping, ImportPlan, ImportRefusal, ImportReport, LAYOUT_WORDS, LineNotTaken,
    MappingFrom, OpenQuestion, PlannedLine, RememberedMapping, STATEMENT_WORDS, UndoReport,
};
pub use link::LinkForm;
pub use news::{News, NewsKind, NotificationSettings};
pub use note::{LONGEST_NOTE, MOST_TAGS};
pub use payment::PaymentFilter;
pub use payout::{PayoutFilter, PayoutForm, PayoutPlan, PayoutResolveForm, may_payout_be_resolved};
pub use refund::{
    ApproveForm, GatewayRefund, JoinCandidate, RefundFilter, RefundForm, RefundOutlook,
    RefundRecordForm, RefundRules, RejectForm, ResolveForm, has_slip, join_candidates,
    may_be_resolved,
};
pub use report::ReportQuery;
pub use settlement::{
    LineDecided, LineRef, MatchRefusal, SettlementAnswer, SettlementQuery, SettlementTerms,
    SettlementTermsForm, USUAL_DAYS,
};
pub use sync::{SyncFailure, SyncReport};
pub use webhook::{
    DeliveryDetail, DeliveryFilter, ImportProblem, ImportedWebhooks, Incoming,
    LARGEST_WEBHOOK_BYTES, Listener, ListenerSettings, Receipt, Replayed, Silence, WebhookRound,
};

// What the doors need of the floors below, so that they depend on nothing else.
pub use accounting::import::{Kind as ImportFileKind, Preview as ImportPreview};
pub use accounting::report::{
    Group as ReportGroup, Grouping, Key as ReportKey, Report as TakingsReport, ReportError,
    Sums as ReportSums,
};
pub use accounting::settlement::{
    BankLine, Certainty, Check as PayoutCheck, PayoutSeen, Settlement, Standing, Stranger,
    Tolerance, Total as SettlementTotal, Unsettled, Verdict as SettlementVerdict,
};
pub use accounting::{
    Choice as ExportChoice, ExportError, Finding as ExportFinding, Profile as ExportProfile,
    Wishes, profile as export_profile, profiles as export_profiles,
};
pub use gateways::{
    Balance, Beneficiary, Capabilities, Capability, Choice, CredentialField, PayoutField,
    PayoutRoute, PayoutValues, Profile, ReportLine, Setting, Settings, Timing, profile,
};
pub use store::{
    AccountRecord, BatchEnd, BatchLine, BatchRecord, Cursor, CustomerRow, CustomerTotal,
    DeliveryOrigin, DeliveryRecord, EntryQuery, ImportRecord, JournalCheck, LineTexts, NewDelivery,
    Page, PaymentRecord, PaymentRow, PayoutRecord, PersonDetails, RefundRow, Snooze, StatementLine,
};

/// The merchant's books and accounts, open in one folder. Cheap to clone.
#[derive(Clone)]
pub struct Backoffice {
    shared: Arc<Shared>,
    actor: Actor,
}

struct Shared {
    store: Store,
    keys: vault::Keys,
    clock: Clock,
    dir: PathBuf,
    timing: Timing,
    connector: Connector,
    connections: Mutex<HashMap<AccountId, Arc<Connection>>>,
    attention: attention::Memory,
    door: webhook::Door,
    desk: webhook::Desk,
}

/// How a back office is opened.
#[derive(Debug)]
pub struct Setup {
    /// The folder of the history; made where it is missing.
    pub dir: PathBuf,
    /// Where keys go.
    pub keys: vault::Keys,
    /// Tells the time.
    pub clock: Clock,
    /// Who the entries are by.
    pub actor: Actor,
    /// How gateways are reached; by the network, but in a simulation.
    pub connector: Connector,
}

/// The history's file in its folder.
pub const HISTORY: &str = "tillkeeper.db";

impl Backoffice {
    /// Opens the books in their folder, and makes both where they are missing.
    ///
    /// # Errors
    /// Where the folder cannot be made, or the file is not a history, is damaged or is from a newer version.
    pub async fn open(setup: Setup) -> Result<Self, Error> {
        Self::open_with(setup, Timing::default()).await
    }

    /// The same, with another patience for gateways.
    ///
    /// # Errors
    /// As [`Backoffice::open`].
    pub async fn open_with(setup: Setup, timing: Timing) -> Result<Self, Error> {
        file::make_private_dir(&setup.dir)?;
        let store = Store::open(&setup.dir.join(HISTORY)).await?;
        let Setup { dir, keys, clock, actor, connector } = setup;
        let shared = Shared {
            store,
            keys,
            clock,
            dir,
            timing,
            connector,
            connections: Mutex::default(),
            attention: attention::Memory::default(),
            door: webhook::Door::default(),
            desk: webhook::Desk::default(),
        };
        Ok(Self { shared: Arc::new(shared), actor })
    }

    /// The same books, written in by somebody else.
    #[must_use]
    pub fn acting_as(&self, actor: Actor) -> Self {
        Self { shared: Arc::clone(&self.shared), actor }
    }

    /// The folder of the history.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.shared.dir
    }

    /// Where the keys are.
    #[must_use]
    pub fn keys(&self) -> &vault::Keys {
        &self.shared.keys
    }

    /// The clock the books are kept by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    fn store(&self) -> &Store {
        &self.shared.store
    }
}
