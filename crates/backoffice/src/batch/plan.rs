//! The plan of a batch: what would be refunded, what would not and why. It is made from the books alone, and changes nothing.
//!
//! Whether a line may be refunded is the ledger's rule, asked of the payment as it is in the books. The gateway is asked when
//! the line's turn comes; what is left by then must be what the plan says.

mod print;

use std::collections::{BTreeMap, HashMap};

use accounting::import::RefundRequestRow;
use futures::{StreamExt as _, TryStreamExt as _};
use ledger::{AccountId, AmountError, Currency, Money, PaymentId, RefundRefusal, RefundTerms};
use store::PaymentRecord;
use tokio::sync::Mutex;

use super::source::{Asked, BatchSource, Wish};
use crate::refund::{LONGEST_NOTE, wants_approval};
use crate::{Backoffice, Error, FieldProblem, signer};

/// What a batch would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchPlan {
    /// Stands for the plan when it is agreed to: SHA-256 in hex.
    pub digest: String,
    /// Which payments: a filter, or the name of a file.
    pub of: String,
    /// Why, for the books, where a line says nothing else.
    pub reason: String,
    /// Every line, in the order of the source.
    pub lines: Vec<PlanLine>,
    /// How many would be refunded.
    pub refunds: u64,
    /// How many would wait for a second person's yes.
    pub wanting_approval: u64,
    /// How many would not be refunded.
    pub refused: u64,
    /// How many of those to be refunded had something paid back, or held for it, before.
    pub refunded_before: u64,
    /// What would go back, per currency, with what would wait for a yes.
    pub sums: Vec<Money>,
    /// Columns of the list that mean nothing here.
    pub ignored_columns: Vec<String>,
}

/// What a batch would do about one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// The line of the file, or its place among the payments of a filter; from 1.
    pub line: u32,
    /// The order number, or as it was written where no payment was found.
    pub reference: String,
    /// What the merchant calls the account.
    pub account: Option<String>,
    /// The payment, where one was found.
    pub payment: Option<PaymentId>,
    /// Who paid: a name, else an e-mail address.
    pub customer: Option<String>,
    /// How much would go back; `None` where that cannot be told.
    pub amount: Option<Money>,
    /// What may be refunded.
    pub left: Option<Money>,
    /// What went back before, or is held by refunds under way.
    pub before: Option<Money>,
    /// Why, for the books.
    pub reason: String,
    /// A note the customer may see.
    pub customer_note: Option<String>,
    /// What would become of it.
    pub verdict: Verdict,
}

/// What would become of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It would be asked for.
    Refund,
    /// It would wait for a second person's yes.
    WantsApproval,
    /// It would not be refunded; says why.
    Refused(String),
}

impl Verdict {
    /// The word of the verdict.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Refund => "refund",
            Self::WantsApproval => "wants_approval",
            Self::Refused(_) => "refused",
        }
    }
}

/// How many payments are read at the same time.
const AT_ONCE: usize = 4;

impl Backoffice {
    /// Plans a batch. Nothing is written, and nobody is asked.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a list or filter that cannot be used at all, and for a missing reason or name; what is wrong
    /// with one line is said there.
    pub async fn plan_batch(
        &self,
        source: &BatchSource,
        reason: &str,
        by: &str,
    ) -> Result<BatchPlan, Error> {
        signer::name_of(by)?;
        let reason = reason.trim();
        if let Some(problem) = text_problem(reason) {
            return Err(Error::Invalid(vec![FieldProblem::new("reason", problem)]));
        }
        let wishes = self.wishes(source).await?;
        let planning = Planning { office: self, reason, terms: Mutex::default() };
        // A reading that is not polled may hold a connection to the history, so nothing is awaited beside the stream.
        let lines = futures::stream::iter(wishes.asked).map(|asked| planning.line(asked));
        let mut lines: Vec<_> = lines.buffered(AT_ONCE).try_collect().await?;
        refuse_repeated(&mut lines);
        let too_large = |problem: AmountError| {
            Error::Invalid(vec![FieldProblem::new(source.field(), format!("the sum: {problem}"))])
        };
        let count = |word| lines.iter().filter(|line| line.verdict.as_str() == word).count();
        let count = |word| u64::try_from(count(word)).unwrap_or(u64::MAX);
        let before = |line: &&PlanLine| line.before.is_some_and(Money::is_positive);
        let refunded_before = to_refund(&lines).filter(before).count();
        Ok(BatchPlan {
            digest: print::of_plan(&wishes.of, reason, &lines),
            reason: reason.to_owned(),
            refunds: count("refund"),
            wanting_approval: count("wants_approval"),
            refused: count("refused"),
            refunded_before: u64::try_from(refunded_before).unwrap_or(u64::MAX),
            sums: sums(&lines).map_err(too_large)?,
            ignored_columns: wishes.ignored_columns,
            of: wishes.of,
            lines,
        })
    }
}

/// The lines of which a refund would come.
pub(super) fn to_refund(lines: &[PlanLine]) -> impl Iterator<Item = &PlanLine> {
    lines.iter().filter(|line| !matches!(line.verdict, Verdict::Refused(_)))
}

/// A plan that is being made.
struct Planning<'a> {
    office: &'a Backoffice,
    reason: &'a str,
    /// What the accounts allow, as far as they were asked about.
    terms: Mutex<HashMap<AccountId, RefundTerms>>,
}

impl Planning<'_> {
    async fn line(&self, asked: Asked) -> Result<PlanLine, Error> {
        let wish = match &asked.wish {
            Wish::Row(row) => row.clone(),
            Wish::Whole(_) | Wish::Unusable(_) => RefundRequestRow::default(),
        };
        let mut line = PlanLine {
            line: asked.line,
            reference: wish.reference.clone(),
            account: wish.account.clone(),
            payment: None,
            customer: None,
            amount: None,
            left: None,
            before: None,
            reason: wish.reason.clone().unwrap_or_else(|| self.reason.to_owned()),
            customer_note: wish.customer_note.clone(),
            verdict: Verdict::Refund,
        };
        match self.office.wished_payment(&asked.wish).await? {
            Err(problem) => line.verdict = Verdict::Refused(problem),
            Ok(record) => {
                let terms = self.terms(record.payment.account).await?;
                fill(&mut line, &record);
                line.verdict = match self.judge(&record, &wish, &terms, &mut line) {
                    Ok(verdict) => verdict,
                    Err(problem) => Verdict::Refused(problem),
                };
            }
        }
        Ok(line)
    }

    fn judge(
        &self,
        record: &PaymentRecord,
        wish: &RefundRequestRow,
        terms: &RefundTerms,
        line: &mut PlanLine,
    ) -> Result<Verdict, String> {
        let payment = &record.payment;
        let amount = amount_of(wish, payment.refundable())?;
        line.amount = Some(amount);
        let texts = [Some(line.reason.as_str()), line.customer_note.as_deref()];
        if let Some(problem) = texts.into_iter().flatten().find_map(text_problem) {
            return Err(problem);
        }
        match payment.check_refund_by_api(amount, terms, self.office.clock().now()) {
            // Only what is left can be nothing, since no such amount is read from a list.
            Err(RefundRefusal::NotPositive) => Err(RefundRefusal::NothingLeft.to_string()),
            Err(refusal) => Err(refusal.to_string()),
            Ok(()) if wants_approval(payment, terms, amount) => Ok(Verdict::WantsApproval),
            Ok(()) => Ok(Verdict::Refund),
        }
    }

    async fn terms(&self, account: AccountId) -> Result<RefundTerms, Error> {
        let mut known = self.terms.lock().await;
        if let Some(terms) = known.get(&account) {
            return Ok(terms.clone());
        }
        let terms = self.office.account_by_id(account).await?.refund_terms();
        known.insert(account, terms.clone());
        Ok(terms)
    }
}

/// What the books know of the line's payment.
fn fill(line: &mut PlanLine, record: &PaymentRecord) {
    let payment = &record.payment;
    let left = payment.refundable();
    line.reference = payment.reference.to_string();
    line.account = Some(record.account_name.to_string());
    line.payment = Some(payment.id);
    line.left = Some(left);
    line.before = payment.captured.and_then(|captured| captured.checked_sub(left).ok());
    let person = record.person.clone().unwrap_or_default();
    line.customer = person.name.or(person.email);
}

/// How much a row asks for: what it says in its currency, or in the payment's, or all that is left.
fn amount_of(wish: &RefundRequestRow, left: Money) -> Result<Money, String> {
    let paid = left.currency();
    let currency = match &wish.currency {
        Some(code) => code.parse::<Currency>().map_err(|problem| problem.to_string())?,
        None => paid,
    };
    match &wish.amount {
        Some(text) => Money::parse_positive(text, currency).map_err(|problem| problem.to_string()),
        None if currency != paid => {
            Err(RefundRefusal::OtherCurrency { paid, wanted: currency }.to_string())
        }
        None => Ok(left),
    }
}

fn text_problem(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("say why the money goes back; the books need a reason".to_owned());
    }
    let is_long = text.chars().count() > LONGEST_NOTE;
    is_long.then(|| format!("a text has more than {LONGEST_NOTE} characters"))
}

/// Of several lines about one payment it cannot be told which was meant, or whether all were: none is refunded.
fn refuse_repeated(lines: &mut [PlanLine]) {
    let mut places: BTreeMap<PaymentId, Vec<u32>> = BTreeMap::new();
    for line in lines.iter() {
        if let Some(payment) = line.payment {
            places.entry(payment).or_default().push(line.line);
        }
    }
    for line in lines {
        let repeated = line.payment.and_then(|payment| places.get(&payment));
        if let Some(repeated) = repeated.filter(|repeated| repeated.len() > 1) {
            let others = repeated.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
            line.verdict = Verdict::Refused(format!(
                "lines {others} are about the same payment; leave one of them, with the whole amount that is to go back"
            ));
        }
    }
}

fn sums(lines: &[PlanLine]) -> Result<Vec<Money>, AmountError> {
    let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
    for amount in to_refund(lines).filter_map(|line| line.amount) {
        let currency = amount.currency();
        let sum = sums.entry(currency).or_insert(Money::zero(currency));
        *sum = sum.checked_add(amount)?;
    }
    Ok(sums.into_values().collect())
}
