//! Rows to write, and a reader that takes nothing but RFC 4180.

#[path = "support/month.rs"]
mod month;

use std::io;

use accounting::{Context, Export, Row, Summary, Target, Wishes};
use chrono::{DateTime, Utc};
use ledger::{Currency, GatewayKind, LedgerAccount, Mode, Money, Movement, MovementKind, SaleTurn};

pub(crate) use self::month::{ZONE, month};

pub(crate) fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

pub(crate) fn money(minor: i64, code: &str) -> Money {
    Money::from_minor(minor, currency(code))
}

pub(crate) fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn lagos() -> Context {
    zone("Africa/Lagos")
}

pub(crate) fn zone(name: &str) -> Context {
    context("base", name, &Wishes::default())
}

/// What rows are told in by a profile, in Lagos, with nothing chosen.
pub(crate) fn usual(profile: &str) -> Context {
    context(profile, "Africa/Lagos", &Wishes::default())
}

pub(crate) fn context(profile: &str, zone: &str, wishes: &Wishes) -> Context {
    let profile = accounting::profile(profile).unwrap();
    Context::new(profile, zone.parse().unwrap(), wishes).unwrap()
}

/// Choices as they are typed: `dates=uk`.
pub(crate) fn chosen(choices: &[(&str, &str)]) -> Wishes {
    let typed = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Wishes { choices: choices.iter().map(typed).collect(), ..Wishes::default() }
}

/// Keeps files in memory.
pub(crate) struct Memory;

impl Target for Memory {
    type File = Vec<u8>;
    type Done = Vec<u8>;

    fn open(&mut self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn close(&mut self, file: Vec<u8>) -> io::Result<Vec<u8>> {
        Ok(file)
    }
}

pub(crate) fn movement(kind: MovementKind, money: Money) -> Movement {
    let refund = "01941f29-7c00-7000-8000-00000000000a".parse().unwrap();
    let refund = (kind == MovementKind::Refund).then_some(refund);
    Movement { kind, refund, funds: LedgerAccount::Clearing, money }
}

/// A sale of 25,000 naira, of which the gateway keeps 350.
pub(crate) fn sale() -> Row {
    Row {
        entry: "01941f29-7c00-7000-8000-000000000001".parse().unwrap(),
        index: 0,
        occurred_at: time("2026-01-31T22:59:59.999Z"),
        recorded_at: time("2026-01-31T23:00:01Z"),
        gateway: GatewayKind::Novac,
        account: "Shop".to_owned(),
        mode: Mode::Live,
        movement: movement(MovementKind::Sale, money(2_500_000, "NGN")),
        status: "paid".to_owned(),
        fee: Some(money(35_000, "NGN")),
        payment: Some("01941f29-7c00-7000-8000-00000000000f".parse().unwrap()),
        payout: None,
        settlement_id: None,
        reference: "ORDER-00123".to_owned(),
        gateway_reference: Some("NVC_1".to_owned()),
        channel: Some("card".to_owned()),
        customer_name: Some("Ada Obi".to_owned()),
        customer_email: Some("ada@example.com".to_owned()),
        description: Some("Premium plan".to_owned()),
        note: None,
        source: "lookup".to_owned(),
        turn: SaleTurn::First,
    }
}

/// The only file of an export, and what is said of it.
pub(crate) fn written(rows: &[Row], context: Context) -> (Vec<u8>, Summary) {
    let (mut files, summary) = all_written(rows, context);
    assert_eq!(files.len(), 1);
    (files.remove(0), summary)
}

/// Every file of an export, in the order of their names.
pub(crate) fn all_written(rows: &[Row], context: Context) -> (Vec<Vec<u8>>, Summary) {
    let mut export = Export::begin(context, Memory).unwrap();
    for row in rows {
        export.row(row.clone()).unwrap();
    }
    let (summary, files) = export.finish().unwrap();
    (files, summary)
}

/// The cell of one row under a heading.
pub(crate) fn cell(row: &Row, context: Context, heading: &str) -> String {
    let place = context.columns().iter().position(|column| column.name == heading);
    context.preview_cells(row).swap_remove(place.unwrap())
}

/// The whole month by a profile, where it happened, as one text: its files in order, each behind a line with its name.
pub(crate) fn month_by(profile: &str, choices: &[(&str, &str)]) -> (Vec<u8>, Summary) {
    let (files, summary) = all_written(&month(), context(profile, ZONE, &chosen(choices)));
    let mut whole = Vec::new();
    for (made, file) in summary.files.iter().zip(files) {
        if summary.files.len() > 1 {
            whole.extend(format!("==> month{} <==\n", made.suffix).as_bytes());
        }
        whole.extend(file);
    }
    (whole, summary)
}

/// Holds a file against the one that is kept.
pub(crate) fn assert_golden(name: &str, file: &[u8]) {
    let golden = format!("{}/tests/files/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::fs::read(&golden).ok().as_deref() != Some(file) {
        let now = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(&now, file).unwrap();
        panic!("the file is another now; compare {golden} with {now}");
    }
}

/// The findings, each as its code and count.
pub(crate) fn told(summary: &Summary) -> Vec<(&'static str, u64)> {
    summary.findings.iter().map(|finding| (finding.code, finding.count)).collect()
}

/// Reads a file as RFC 4180 has it and refuses everything else: records end with CRLF, the last one too; a quote stands
/// only around a whole field; commas, quotes and line breaks only between quotes; all records are of one length.
pub(crate) fn strictly_read(file: &[u8]) -> Result<Vec<Vec<String>>, String> {
    strictly_read_parted(file, ',')
}

/// The same of a file in which something else stands for the comma.
pub(crate) fn strictly_read_parted(file: &[u8], comma: char) -> Result<Vec<Vec<String>>, String> {
    let text = std::str::from_utf8(file).map_err(|error| error.to_string())?;
    let mut rest = text;
    let mut records = Vec::new();
    while !rest.is_empty() {
        let mut record = Vec::new();
        loop {
            let (field, behind) = strict_field(rest, comma)?;
            record.push(field);
            if let Some(next) = behind.strip_prefix(comma) {
                rest = next;
            } else if let Some(next) = behind.strip_prefix("\r\n") {
                rest = next;
                break;
            } else {
                return Err(format!("neither comma nor CRLF: {:?}", behind.chars().next()));
            }
        }
        records.push(record);
    }
    let lengths = records.iter().map(Vec::len);
    if lengths.clone().min() == lengths.max() { Ok(records) } else { Err("ragged".to_owned()) }
}

fn strict_field(text: &str, comma: char) -> Result<(String, &str), String> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([comma, '\r', '\n']).unwrap_or(text.len());
        let (field, behind) = text.split_at(end);
        let is_bare = !field.contains('"');
        return if is_bare { Ok((field.to_owned(), behind)) } else { Err(field.to_owned()) };
    };
    let mut field = String::new();
    let mut rest = quoted;
    loop {
        let (piece, behind) = rest.split_once('"').ok_or("a quote is open")?;
        field.push_str(piece);
        match behind.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None => return Ok((field, behind)),
        }
    }
}
