//! Sending money: to somebody, or in parts where a gateway takes only so much at a time.
//!
//! The rule of refunds holds here with more at stake, since nothing is held back: every part is in the journal as requested
//! before the first is sent, each is submitted in the journal before its own request leaves, and none is ever sent twice.
//! What certainly never left is failed; what may have left is unknown, and looked up.

mod beneficiary;
mod find;
mod form;
mod lookup;
mod parts;
mod resolve;
mod schedule;
mod send;
mod told;

use std::collections::BTreeMap;

use gateways::PayoutRequest;
use ledger::{Money, PayoutId, PayoutKind, PayoutOrder, PayoutPart, PayoutStatus, Reference};
use store::PayoutRecord;

use crate::person::new_person;
use crate::{Account, Backoffice, Error, FieldProblem};
use form::{CheckedPayout, checked_payout};
pub(crate) use form::{check_given, filled_in};
pub use resolve::{PayoutResolveForm, may_payout_be_resolved};
pub(crate) use schedule::is_left_to_a_person;
pub(crate) use send::payout_observed;
use send::{Part, Sending};
pub(crate) use told::PayoutNews;

/// What a merchant fills in to send money, as typed.
#[derive(Debug, Clone)]
pub struct PayoutForm {
    /// The account's name.
    pub account: String,
    /// By which route.
    pub kind: PayoutKind,
    /// The amount in major units.
    pub amount: String,
    /// The currency's code.
    pub currency: String,
    /// The fields of the route, by their names.
    pub fields: BTreeMap<String, String>,
    /// Why, for the books; also what the receiver reads.
    pub reason: String,
    /// The merchant's own reference; made where there is none. A form that is sent twice under one reference sends once.
    pub reference: Option<String>,
}

/// Which payouts are meant.
#[derive(Debug, Clone, Default)]
pub struct PayoutFilter {
    /// Those of one account, by its name.
    pub account: Option<String>,
    /// Those in one of these states; in any where there are none.
    pub status: Vec<PayoutStatus>,
    /// Words of the reference, the destination, the receiver or the ids.
    pub text: Option<String>,
}

/// What a payout would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutPlan {
    /// The amounts that would be sent one after the other; one, unless the gateway takes only so much at a time.
    pub parts: Vec<Money>,
    /// All of it.
    pub total: Money,
}

impl Backoffice {
    /// What is wrong with a form, field by field; empty where it may be sent. Asks nobody outside.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn check_payout(&self, form: &PayoutForm) -> Result<Vec<FieldProblem>, Error> {
        let account = match self.account(&form.account).await {
            Ok(account) => account,
            Err(problem @ Error::NotFound { .. }) => {
                return Ok(vec![FieldProblem::new("account", problem)]);
            }
            Err(other) => return Err(other),
        };
        if let Some(reason) = account.capabilities.payout.reason() {
            return Ok(vec![FieldProblem::new("account", reason)]);
        }
        if let Some(reason) = why_not(form.kind, &account) {
            return Ok(vec![FieldProblem::new("kind", reason)]);
        }
        let checked = match checked_payout(form, &account) {
            Ok(checked) => checked,
            Err(problems) => return Ok(problems),
        };
        let Some(reference) = &checked.reference else { return Ok(Vec::new()) };
        match self.check_unused(&account, reference, checked.parts.len()).await {
            Err(problem @ Error::ReferenceTaken { .. }) => {
                Ok(vec![FieldProblem::new("reference", problem)])
            }
            other => other.map(|()| Vec::new()),
        }
    }

    /// What a form would send.
    ///
    /// # Errors
    /// [`Error::Invalid`], and [`Error::NotFound`] for the account.
    pub async fn plan_payout(&self, form: &PayoutForm) -> Result<PayoutPlan, Error> {
        let account = self.account(&form.account).await?;
        let checked = checked_payout(form, &account).map_err(Error::Invalid)?;
        Ok(PayoutPlan { parts: checked.parts, total: checked.total })
    }

    /// Sends money, in as many parts as the gateway needs, one after the other. All parts are in the journal before the first
    /// is sent. The first part that the gateway does not take on stops the rest, which are then failed for certain. A lost
    /// answer gives a payout whose status is `unknown`, which is not an error: it is looked up until the gateway tells, and
    /// never sent again; nor is one that the gateway took on and answered as `failed`.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::ReferenceTaken`] and [`Error::Unsupported`] before anything is written;
    /// [`Error::Gateway`] where the gateway refused the first part. Nothing was sent in any of these cases.
    pub async fn create_payout(&self, form: &PayoutForm) -> Result<Vec<PayoutRecord>, Error> {
        let account = self.account(&form.account).await?;
        if let Some(reason) = why_not(form.kind, &account) {
            return Err(Error::Unsupported(reason.to_owned()));
        }
        let checked = checked_payout(form, &account).map_err(Error::Invalid)?;
        let reference = match &checked.reference {
            Some(reference) => {
                self.check_unused(&account, reference, checked.parts.len()).await?;
                reference.clone()
            }
            None => self.new_payout_reference()?,
        };
        // Had before anything is written: nothing but the gateway itself is to stand between intent and request.
        let gateway = self.gateway(&account.record).await?;
        let person = beneficiary::person_of(&checked.fields);
        let person = person.map(|details| new_person(&self.shared.clock, details));
        let beneficiary = person.as_ref().map(|(person, ..)| person.clone());
        let drafts = self.drafts(form.kind, &account, &checked, &reference)?;
        let drafts = drafts.into_iter().map(|(part, order)| {
            let beneficiary = beneficiary.clone();
            (part, PayoutOrder { beneficiary, ..order })
        });
        let parts = self.write_down_requested(drafts.collect(), person).await?;
        let account = account.record.name.to_string();
        self.send_payout(Sending { gateway, account, parts }).await
    }

    /// A reference for a payout, to be filled into a form before it is shown, so that the same form sent twice sends once.
    ///
    /// # Errors
    /// None in practice; the type is that of everything that is typed.
    pub fn new_payout_reference(&self) -> Result<Reference, Error> {
        self.new_reference("PO")
    }

    /// One part per amount: what is to be sent, and what the books keep of it.
    fn drafts(
        &self,
        kind: PayoutKind,
        account: &Account,
        checked: &CheckedPayout,
        reference: &Reference,
    ) -> Result<Vec<(Part, PayoutOrder)>, Error> {
        let references = parts::references(reference, checked.parts.len());
        let references = references.map_err(|problem| Error::Invalid(vec![problem]))?;
        let of = u32::try_from(checked.parts.len()).unwrap_or(u32::MAX);
        let ids: Vec<_> = references.iter().map(|_| PayoutId(self.shared.clock.new_id())).collect();
        let whole = ids.first().copied();
        let parts = (1..).zip(ids).zip(references).zip(&checked.parts);
        let drafts = parts.map(|(((number, id), reference), amount)| {
            let request = PayoutRequest {
                kind,
                reference: reference.clone(),
                idempotency_key: id.to_string(),
                amount: *amount,
                fields: checked.fields.clone(),
                narration: checked.reason.clone(),
            };
            let whole = whole.filter(|_| of > 1);
            let order = PayoutOrder {
                account: account.record.id,
                gateway: account.record.gateway,
                mode: account.record.mode,
                kind,
                reference,
                amount: *amount,
                to: beneficiary::in_short(checked.route, &checked.fields),
                beneficiary: None,
                details: beneficiary::details_of(checked.route, &checked.fields),
                reason: checked.reason.clone(),
                part: whole.map(|whole| PayoutPart { whole, number, of }),
            };
            (Part { id, number, version: 0, request }, order)
        });
        Ok(drafts.collect())
    }
}

/// Why money cannot be sent this way from an account as it is set up.
fn why_not(kind: PayoutKind, account: &Account) -> Option<&'static str> {
    account.profile.can_pay_out(kind, &account.settings).reason()
}
