//! One row of a history: a payment, or a change to one.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use ledger::{Currency, Money, PaymentStatus, Reference, RefundMethod};

use super::time::{Told, moment};
use super::{HistoryLine, HistoryMapping, Meaning, RowKind};
use crate::import::cells::{self, CurrencyAt};
use crate::import::number::Marks;
use crate::import::sheet::{Sheet, SheetRow};
use crate::import::statement_csv::word_of;
use crate::import::{DateOrder, ImportError, NotTaken, shortened};

/// Where everything stands.
pub(super) struct Columns<'a> {
    mapping: &'a HistoryMapping,
    reference: Vec<usize>,
    id: Option<usize>,
    date: usize,
    order: DateOrder,
    time: Option<usize>,
    zone: Option<usize>,
    time_zone: Tz,
    amount: usize,
    currency: CurrencyAt,
    marks: Marks,
    fee: Option<usize>,
    fee_currency: Option<usize>,
    refunded: Option<usize>,
    status: Option<usize>,
    row: Option<usize>,
    kind: Option<usize>,
    refund_of: Option<usize>,
    refund: Option<usize>,
    funds: Option<usize>,
    left: Vec<(usize, Vec<String>)>,
    /// Name, e-mail, channel, description, the gateway's reference.
    texts: [Option<usize>; 5],
}

/// What a row is.
pub(super) enum Read {
    Payment(Box<Payment>),
    Change(Change),
}

/// A payment, to which rows of what became of it may still come.
pub(super) struct Payment {
    pub(super) line: HistoryLine,
    /// Whether it may have several rows of its own.
    pub(super) is_sale: bool,
    /// The currency of a fee that was left out, since it is not the payment's.
    pub(super) fee_currency: Option<String>,
    /// Whether its state says that it was refunded, and some other row has to say how much.
    pub(super) wants_refund: bool,
}

/// What a row changes of a payment that another row tells of.
pub(super) struct Change {
    pub(super) row: u32,
    pub(super) kind: RowKind,
    /// The id of the payment.
    pub(super) of: String,
    /// The id of the refund, where the file has one.
    pub(super) refund: Option<String>,
    /// When.
    pub(super) at: DateTime<Utc>,
    /// How much, as a payment, a refund and a fee are told: more than zero.
    pub(super) amount: Money,
    /// How it was paid back.
    pub(super) method: RefundMethod,
    /// What the payment was from then on.
    pub(super) status: Option<PaymentStatus>,
}

impl<'a> Columns<'a> {
    pub(super) fn of(sheet: &Sheet, mapping: &'a HistoryMapping) -> Result<Self, ImportError> {
        let unsettled = |what| move || ImportError::Unsettled { what };
        if mapping.reference.is_empty() {
            return Err(ImportError::Unsettled { what: "the column with the order number" });
        }
        let date = mapping.date.as_ref().ok_or_else(unsettled("the column with the date"))?;
        let amount = mapping.amount.as_ref().ok_or_else(unsettled("the column with the amount"))?;
        let date = sheet.place(date)?;
        let optional = |column: &Option<_>| sheet.optional(column.as_ref());
        let texts = [
            &mapping.customer_name,
            &mapping.customer_email,
            &mapping.channel,
            &mapping.description,
            &mapping.gateway_reference,
        ];
        let mut text_places = [None; 5];
        for (place, column) in text_places.iter_mut().zip(texts) {
            *place = optional(column)?;
        }
        let mut left = Vec::new();
        for rows in &mapping.left {
            let words = rows.words.iter().map(|word| word_of(word)).collect();
            left.push((sheet.place(&rows.column)?, words));
        }
        Ok(Self {
            mapping,
            reference: sheet.places(&mapping.reference)?,
            id: optional(&mapping.id)?,
            date,
            order: cells::date_order(sheet, &mapping.layout, date)?,
            time: optional(&mapping.time)?,
            zone: optional(&mapping.zone)?,
            time_zone: mapping.time_zone,
            amount: sheet.place(amount)?,
            currency: CurrencyAt::of(sheet, mapping.currency.as_ref())?,
            marks: cells::marks(&mapping.layout)?,
            fee: optional(&mapping.fee)?,
            fee_currency: optional(&mapping.fee_currency)?,
            refunded: optional(&mapping.refunded)?,
            status: optional(&mapping.status)?,
            row: optional(&mapping.row)?,
            kind: optional(&mapping.kind)?,
            refund_of: optional(&mapping.refund_of)?,
            refund: optional(&mapping.refund)?,
            funds: optional(&mapping.funds)?,
            left,
            texts: text_places,
        })
    }

    pub(super) fn used(&self) -> Vec<usize> {
        let mut used = self.reference.clone();
        used.extend([self.date, self.amount]);
        used.extend(self.left.iter().map(|(place, _)| *place));
        let optional = [self.id, self.time, self.zone, self.fee, self.refunded, self.status];
        used.extend(optional.into_iter().flatten());
        used.extend([self.kind, self.refund_of, self.currency.place()].into_iter().flatten());
        used.extend([self.fee_currency, self.row, self.refund, self.funds].into_iter().flatten());
        used.extend(self.texts.into_iter().flatten());
        used
    }

    /// The other back office's id of the row.
    pub(super) fn row_id(&self, row: &SheetRow) -> Option<String> {
        self.row.and_then(|place| row.text(place))
    }

    pub(super) fn read(&self, row: &SheetRow, sheet: &Sheet) -> Result<Read, NotTaken> {
        sheet.fits(row)?;
        for (place, words) in &self.left {
            if words.contains(&word_of(row.cell(*place))) {
                return Err(NotTaken::Left { what: "word", word: shortened(row.cell(*place)) });
            }
        }
        let kind = self.kind(row)?;
        let is_sale = kind == RowKind::Sale;
        if kind == RowKind::Payment || (is_sale && !self.is_below_zero(row)?) {
            return Ok(Read::Payment(Box::new(self.payment(row, is_sale)?)));
        }
        self.change(row, kind).map(Read::Change)
    }

    fn kind(&self, row: &SheetRow) -> Result<RowKind, NotTaken> {
        let Some(place) = self.kind else { return Ok(RowKind::Payment) };
        let word = row.cell(place);
        match self.mapping.kind_words.get(&word_of(word)) {
            Some(RowKind::Left) => Err(NotTaken::Left { what: "kind", word: shortened(word) }),
            Some(kind) => Ok(*kind),
            None => Err(NotTaken::Word { what: "kind", word: shortened(word) }),
        }
    }

    fn payment(&self, row: &SheetRow, is_sale: bool) -> Result<Payment, NotTaken> {
        let meaning = self.meaning(row)?;
        let currency = self.currency.read(row)?;
        let amount = cells::amount(row, self.amount, "amount", currency, self.marks)?;
        let amount = amount.ok_or(NotTaken::Missing("amount"))?;
        if !amount.is_positive() {
            return Err(NotTaken::NotPaid);
        }
        let told = self.unsigned(row, self.refunded, "refunded amount", currency, false)?;
        let refunded = went_back(meaning, amount, told, self.refund_of.is_some())?;
        let is_refunded = matches!(meaning, Some(Meaning::Refunded | Meaning::PartlyRefunded));
        let [customer_name, customer_email, channel, description, gateway_reference] =
            self.texts.map(|place| place.and_then(|place| row.text(place)));
        let fee = self.unsigned(row, self.fee, "fee", currency, self.mapping.fee_is_negative);
        let (fee, fee_currency) = match self.other_currency(row, currency) {
            Some(other) => (None, Some(other)),
            None => (fee?, None),
        };
        let line = HistoryLine {
            rows: vec![row.line],
            reference: self.reference(row)?,
            id: self.id.and_then(|place| row.text(place)),
            at: self.moment(row)?,
            amount,
            fee,
            refunded,
            status: meaning.and_then(status),
            steps: Vec::new(),
            customer_name,
            customer_email,
            channel,
            description,
            gateway_reference,
        };
        let wants_refund = is_refunded && refunded.is_none_or(Money::is_zero);
        Ok(Payment { line, is_sale, fee_currency, wants_refund })
    }

    /// The currency of the row's fee, where there is one and it is not the payment's.
    fn other_currency(&self, row: &SheetRow, currency: Currency) -> Option<String> {
        let fee = self.fee.and_then(|place| row.text(place));
        let told = self.fee_currency.and_then(|place| row.text(place)).filter(|_| fee.is_some())?;
        let is_other = told.parse() != Ok(currency);
        is_other.then(|| shortened(&told))
    }

    fn is_below_zero(&self, row: &SheetRow) -> Result<bool, NotTaken> {
        let currency = self.currency.read(row)?;
        let amount = cells::amount(row, self.amount, "amount", currency, self.marks)?;
        Ok(amount.is_some_and(|amount| amount.minor() < 0))
    }

    fn change(&self, row: &SheetRow, kind: RowKind) -> Result<Change, NotTaken> {
        let of = self.refund_of.and_then(|place| row.text(place));
        // What was kept of anything else than a payment is not told here.
        let left = || NotTaken::Left { what: "kind", word: "fee".to_owned() };
        let missing = || NotTaken::Missing("id of the payment that it is about");
        let of = of.ok_or_else(|| if kind == RowKind::Fee { left() } else { missing() })?;
        let meaning = self.meaning(row)?;
        if meaning == Some(Meaning::Failed) {
            return Err(NotTaken::Left { what: "state", word: "failed".to_owned() });
        }
        let currency = self.currency.read(row)?;
        let amount = cells::amount(row, self.amount, "amount", currency, self.marks)?;
        let amount = amount.filter(|amount| !amount.is_zero());
        let amount = amount.ok_or(NotTaken::Missing("amount"))?;
        let amount = match kind {
            RowKind::Sale => Some(amount),
            RowKind::Fee => amount.checked_neg().ok(),
            _ if amount.minor() < 0 => amount.checked_neg().ok(),
            _ => Some(amount),
        };
        Ok(Change {
            row: row.line,
            kind,
            of,
            refund: self.refund.and_then(|place| row.text(place)),
            at: self.moment(row)?,
            amount: amount.ok_or(NotTaken::Missing("amount"))?,
            method: self.method(row)?,
            status: meaning.and_then(status),
        })
    }

    /// How money was paid back, by where it was.
    fn method(&self, row: &SheetRow) -> Result<RefundMethod, NotTaken> {
        let Some(word) = self.funds.and_then(|place| row.text(place)) else {
            return Ok(RefundMethod::Dashboard);
        };
        match word.to_lowercase().as_str() {
            "clearing" => Ok(RefundMethod::Dashboard),
            "bank" => Ok(RefundMethod::Bank),
            "cash" => Ok(RefundMethod::Cash),
            "other" => Ok(RefundMethod::Other),
            _ => Err(NotTaken::Funds(shortened(&word))),
        }
    }

    fn reference(&self, row: &SheetRow) -> Result<Reference, NotTaken> {
        let text = self.reference.iter().find_map(|place| row.text(*place));
        let text = text.ok_or(NotTaken::Missing("order number"))?;
        text.parse().map_err(|error: ledger::NameError| NotTaken::Reference(error.to_string()))
    }

    fn moment(&self, row: &SheetRow) -> Result<DateTime<Utc>, NotTaken> {
        let told = Told {
            date: row.cell(self.date),
            time: self.time.map(|place| row.cell(place)),
            zone: self.zone.map(|place| row.cell(place)),
        };
        moment(&told, self.order, self.time_zone)
    }

    fn meaning(&self, row: &SheetRow) -> Result<Option<Meaning>, NotTaken> {
        let Some(place) = self.status else { return Ok(None) };
        let word = row.cell(place);
        match self.mapping.status_words.get(&word_of(word)) {
            Some(Meaning::Left) => Err(NotTaken::Left { what: "state", word: shortened(word) }),
            Some(meaning) => Ok(Some(*meaning)),
            None => Err(NotTaken::Word { what: "state", word: shortened(word) }),
        }
    }

    /// An amount that has no direction, as it is written without one or always with a minus.
    fn unsigned(
        &self,
        row: &SheetRow,
        place: Option<usize>,
        what: &'static str,
        currency: Currency,
        is_negative: bool,
    ) -> Result<Option<Money>, NotTaken> {
        let Some(place) = place else { return Ok(None) };
        let Some(amount) = cells::amount(row, place, what, currency, self.marks)? else {
            return Ok(None);
        };
        let amount = if is_negative { amount.checked_neg().ok() } else { Some(amount) };
        let sign = || NotTaken::Sign { what, text: shortened(row.cell(place)) };
        amount.filter(|amount| amount.minor() >= 0).map(Some).ok_or_else(sign)
    }
}

/// How much went back, by the word for the payment's state and by what a column says.
fn went_back(
    meaning: Option<Meaning>,
    amount: Money,
    told: Option<Money>,
    rows_tell: bool,
) -> Result<Option<Money>, NotTaken> {
    if told.is_some_and(|told| told.minor() > amount.minor()) {
        return Err(NotTaken::RefundedTooMuch);
    }
    let is_untold = !rows_tell && told.is_none_or(Money::is_zero);
    match meaning.filter(|_| is_untold) {
        Some(Meaning::Refunded) => Ok(Some(amount)),
        Some(Meaning::PartlyRefunded) => Err(NotTaken::RefundUntold),
        _ => Ok(told),
    }
}

const fn status(meaning: Meaning) -> Option<PaymentStatus> {
    match meaning {
        Meaning::Paid | Meaning::Refunded | Meaning::PartlyRefunded => Some(PaymentStatus::Paid),
        Meaning::Settled => Some(PaymentStatus::Settled),
        Meaning::Failed => Some(PaymentStatus::Failed),
        Meaning::Cancelled => Some(PaymentStatus::Cancelled),
        Meaning::Expired => Some(PaymentStatus::Expired),
        Meaning::Reversed => Some(PaymentStatus::Reversed),
        Meaning::Left => None,
    }
}
