//! A bank statement in OFX 2.1.1, of one account at a gateway in one currency.
//!
//! - `FITID` is the row's id, so that a movement is known in whichever file it comes again. With the bank and the account
//!   it is what programs tell doubles by, so both are made from the names of gateway and account alone.
//! - `DTPOSTED` is the merchant's day at 10:00 Greenwich time, which is the same day from Hawaii to New Zealand: programs
//!   turn times into their own zone and keep the day.
//! - `LEDGERBAL` has to be there. What an account held before the first row is not known here, so it states what the
//!   movements in the file come to, as of the last of them.
//! - `DTSTART` and `DTEND` are the period that was asked for; where none was, all of time.
//!
//! No clock is read: the server's time is that of the first movement.

use chrono::NaiveDate;
use ledger::{Money, MovementKind};
use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use crate::finding::Findings;
use crate::format::Format;
use crate::profiles::words;
use crate::text::{Line, LineRule, mark};
use crate::{Context, ExportError, Row};

const NAME: LineRule = LineRule { forbidden: "", longest: 32 };
const MEMO: LineRule = LineRule { longest: 255, ..NAME };
const WHY: &str =
    "texts in OFX are one plain line, names have up to 32 characters and memos up to 255";

const HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n\
    <?OFX OFXHEADER=\"200\" VERSION=\"211\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" NEWFILEUID=\"NONE\"?>\n";

/// The elements that are open around the movements.
const AROUND: [&str; 4] = ["BANKMSGSRSV1", "STMTTRNRS", "STMTRS", "BANKTRANLIST"];

/// A statement in the making. What stands before the movements is written with the first, which tells whose it is.
pub(in crate::profiles) struct Statement {
    context: Context,
    balance: Option<(Money, NaiveDate)>,
}

impl Statement {
    pub(in crate::profiles) fn new(context: &Context) -> Self {
        Self { context: context.clone(), balance: None }
    }

    fn day(&self, row: &Row) -> NaiveDate {
        row.local(self.context.time_zone).date()
    }

    fn period(&self) -> (NaiveDate, NaiveDate) {
        let ever = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        self.context.period.unwrap_or((ever(1970), ever(2100)))
    }

    fn head(&self, row: &Row, xml: &mut Xml<'_>) -> Result<(), ExportError> {
        signed_on(self.day(row), xml)?;
        let [messages, response, statement, list] = AROUND;
        xml.open(messages)?;
        xml.open(response)?;
        xml.value("TRNUID", "0")?;
        accepted(xml)?;
        xml.open(statement)?;
        xml.value("CURDEF", row.movement.money.currency().code())?;
        xml.open("BANKACCTFROM")?;
        xml.value("BANKID", row.gateway.as_str())?;
        xml.value("ACCTID", &account_id(row))?;
        xml.value("ACCTTYPE", "CHECKING")?;
        xml.close("BANKACCTFROM")?;
        xml.open(list)?;
        let (start, end) = self.period();
        xml.value("DTSTART", &time(start))?;
        xml.value("DTEND", &time(end))
    }

    fn movement(
        &self,
        row: &Row,
        findings: &mut Findings,
        xml: &mut Xml<'_>,
    ) -> Result<(), ExportError> {
        let mut line = |text: &str, rule| Line::told(text, rule, WHY, row, findings);
        let payee = line(words::payee(row), NAME);
        let name = if payee.is_empty() { line(&words::description(row), NAME) } else { payee };
        let memo = line(&words::description(row), MEMO);
        xml.open("STMTTRN")?;
        xml.value("TRNTYPE", kind(row))?;
        xml.value("DTPOSTED", &time(self.day(row)))?;
        xml.value("TRNAMT", &row.movement.money.to_decimal_string())?;
        xml.value("FITID", &row.id())?;
        xml.value("NAME", &name)?;
        xml.value("MEMO", &memo)?;
        xml.close("STMTTRN")
    }
}

impl Format for Statement {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        out.extend(HEADER.as_bytes());
        Xml::new(out).open("OFX")
    }

    fn entry(
        &mut self,
        rows: &[Row],
        findings: &mut Findings,
        out: &mut Vec<u8>,
    ) -> Result<(), ExportError> {
        let mut xml = Xml::new(out);
        for row in rows {
            let (money, day) = (row.movement.money, self.day(row));
            if self.balance.is_none() {
                self.head(row, &mut xml)?;
            }
            let (before, latest) = self.balance.unwrap_or((Money::zero(money.currency()), day));
            let sum = before
                .checked_add(money)
                .map_err(|_| ExportError::SumTooLarge(money.currency()))?;
            self.balance = Some((sum, latest.max(day)));
            self.movement(row, findings, &mut xml)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        let mut xml = Xml::new(out);
        let [messages, response, statement, list] = AROUND;
        if let Some((sum, latest)) = self.balance {
            xml.close(list)?;
            xml.open("LEDGERBAL")?;
            xml.value("BALAMT", &sum.to_decimal_string())?;
            xml.value("DTASOF", &time(latest))?;
            xml.close("LEDGERBAL")?;
            xml.close(statement)?;
            xml.close(response)?;
            xml.close(messages)?;
        } else {
            // A statement of no account cannot be told; an answer without one is valid.
            signed_on(self.period().0, &mut xml)?;
        }
        xml.close("OFX")
    }
}

fn signed_on(day: NaiveDate, xml: &mut Xml<'_>) -> Result<(), ExportError> {
    xml.open("SIGNONMSGSRSV1")?;
    xml.open("SONRS")?;
    accepted(xml)?;
    xml.value("DTSERVER", &time(day))?;
    xml.value("LANGUAGE", "ENG")?;
    xml.close("SONRS")?;
    xml.close("SIGNONMSGSRSV1")
}

fn accepted(xml: &mut Xml<'_>) -> Result<(), ExportError> {
    xml.open("STATUS")?;
    xml.value("CODE", "0")?;
    xml.value("SEVERITY", "INFO")?;
    xml.close("STATUS")
}

fn time(day: NaiveDate) -> String {
    day.format("%Y%m%d100000.000[0:GMT]").to_string()
}

/// What kind of movement it is, in OFX's words.
fn kind(row: &Row) -> &'static str {
    match (row.movement.kind, row.movement.money.is_positive()) {
        (MovementKind::Fee, false) => "FEE",
        (MovementKind::Payout, false) => "XFER",
        (MovementKind::Transfer, false) => "PAYMENT",
        (_, true) => "CREDIT",
        (MovementKind::Sale | MovementKind::Refund | MovementKind::Reversal, false) => "DEBIT",
    }
}

/// The account in the 22 characters that OFX has for it, readable and its own: `lagosshop-3f2a1b-NGN`.
fn account_id(row: &Row) -> String {
    let name = row.account.to_lowercase();
    let short: String = name.chars().filter(char::is_ascii_alphanumeric).take(11).collect();
    let mark = mark(&row.account);
    let currency = row.movement.money.currency();
    let dash = if short.is_empty() { "" } else { "-" };
    format!("{short}{dash}{mark}-{currency}")
}

/// Elements, one a line.
struct Xml<'a>(Writer<&'a mut Vec<u8>>);

impl<'a> Xml<'a> {
    fn new(out: &'a mut Vec<u8>) -> Self {
        Self(Writer::new(out))
    }

    fn open(&mut self, name: &str) -> Result<(), ExportError> {
        self.put(Event::Start(BytesStart::new(name)))?;
        self.end_line()
    }

    fn close(&mut self, name: &str) -> Result<(), ExportError> {
        self.put(Event::End(BytesEnd::new(name)))?;
        self.end_line()
    }

    /// Quotation marks stay as they are: libofx, which reads OFX for GnuCash and others, knows no `&quot;`.
    fn value(&mut self, name: &str, value: &str) -> Result<(), ExportError> {
        self.put(Event::Start(BytesStart::new(name)))?;
        self.put(Event::Text(BytesText::from_escaped(partial_escape(value))))?;
        self.put(Event::End(BytesEnd::new(name)))?;
        self.end_line()
    }

    fn put(&mut self, event: Event<'_>) -> Result<(), ExportError> {
        self.0.write_event(event).map_err(ExportError::Write)
    }

    fn end_line(&mut self) -> Result<(), ExportError> {
        self.0.get_mut().push(b'\n');
        Ok(())
    }
}
