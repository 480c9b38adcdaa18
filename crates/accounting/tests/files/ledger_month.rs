//! Months for formats with double entry: a rich one, and one in which everybody types what breaks programs.

use std::collections::BTreeMap;

use accounting::{AccountNames, Row};
use ledger::{Currency, GatewayKind, LedgerAccount, Movement, MovementKind};
use proptest::prelude::*;

use crate::support::{money, movement, sale, time};

/// What each account and currency comes to in minor units, by the account's usual name with the words of the row in it.
pub(crate) type Balances = BTreeMap<(String, Currency), i64>;

/// What the rows come to by their postings.
pub(crate) fn balances(rows: &[Row]) -> Balances {
    let names = AccountNames::default();
    let templates = names.templates();
    let mut balances = Balances::new();
    for row in rows {
        for leg in row.movement.postings() {
            let currency = leg.money.currency();
            let name = templates[leg.account.as_str()]
                .replace("{currency}", currency.code())
                .replace("{gateway}", row.gateway.title())
                .replace("{account}", &row.account);
            *balances.entry((name, currency)).or_default() += leg.money.minor();
        }
    }
    balances
}

/// The amounts of all accounts in order, for programs that call the accounts otherwise.
pub(crate) fn amounts(balances: &Balances) -> Vec<(Currency, i64)> {
    let mut amounts: Vec<_> =
        balances.iter().map(|((_, currency), minor)| (*currency, *minor)).collect();
    amounts.sort_unstable();
    amounts
}

/// What each account at a gateway and currency moves, in the order of the files.
pub(crate) fn by_account(rows: &[Row]) -> Vec<(Currency, Vec<i64>)> {
    let mut accounts = BTreeMap::<_, Vec<_>>::new();
    for row in rows.iter().filter(|row| row.movement.funds == LedgerAccount::Clearing) {
        let money = row.movement.money;
        accounts.entry((&row.account, money.currency())).or_default().push(money.minor());
    }
    accounts.into_iter().map(|((_, currency), amounts)| (currency, amounts)).collect()
}

/// How many entries the rows are of.
pub(crate) fn entries(rows: &[Row]) -> usize {
    rows.chunk_by(|row, next| row.entry == next.entry).count()
}

/// The same rows as the entry of that number, at that time.
fn entry(number: u32, at: &str, rows: Vec<Row>) -> Vec<Row> {
    let numbered = rows.into_iter().zip(0..).map(|(row, index)| Row {
        entry: format!("01941f29-7c00-7000-8000-{number:012}").parse().unwrap(),
        index,
        occurred_at: time(at),
        recorded_at: time(at),
        ..row
    });
    numbered.collect()
}

fn moved(row: &Row, kind: MovementKind, minor: i64, code: &str) -> Row {
    Row { movement: movement(kind, money(minor, code)), ..row.clone() }
}

/// A row of a payout from the account of another row.
fn paid_out(row: &Row, reference: &str, to: &str) -> Row {
    Row {
        payment: None,
        payout: Some("01941f29-7c00-7000-8000-00000000002f".parse().unwrap()),
        settlement_id: Some(format!("NVC-{reference}")),
        status: "processed".to_owned(),
        fee: None,
        reference: reference.to_owned(),
        gateway_reference: None,
        channel: None,
        customer_name: None,
        customer_email: None,
        description: Some(to.to_owned()),
        note: None,
        ..row.clone()
    }
}

/// Sales with fees, refunds by every way, one that came back, reversals, corrections, four currencies with other than two
/// digits, an entry in two currencies, one that was learned late, and a payout that leaves nothing at the gateway.
pub(crate) fn rich_month() -> Vec<Row> {
    use MovementKind::{Fee, Payout, Refund, Reversal, Sale, Transfer};
    let lagos = Row { account: "Lagos shop".to_owned(), ..sale() };
    let note = Some("Torn \"box\"; see mail".to_owned());
    let refund = Row { note, ..moved(&lagos, Refund, -500_000, "NGN") };
    let by = |funds| {
        let row = moved(&lagos, Refund, -12_345, "NGN");
        Row { movement: Movement { funds, ..row.movement }, source: "hand".to_owned(), ..row }
    };
    let tokyo = Row {
        gateway: GatewayKind::Ovgc,
        account: "Ovgc – Tōkyō".to_owned(),
        payment: Some("01941f29-7c00-7000-8000-00000000001f".parse().unwrap()),
        reference: "T-7".to_owned(),
        customer_name: Some("山田 花子".to_owned()),
        customer_email: None,
        description: Some("お茶, 2 boxes | \\ 50%".to_owned()),
        ..lagos.clone()
    };
    let settled = paid_out(&lagos, "PO-2026-01", "Access Bank ••7890");
    let sent = paid_out(&tokyo, "RENT-1", "Landlord ••0001");
    let nobody = Row { customer_name: None, customer_email: None, ..tokyo.clone() };
    [
        entry(1, "2026-01-02T09:00:00Z", vec![lagos.clone(), moved(&lagos, Fee, -35_000, "NGN")]),
        entry(2, "2026-01-03T23:30:00Z", vec![refund]),
        entry(3, "2026-01-05T08:00:00Z", vec![moved(&lagos, Refund, 500_000, "NGN")]),
        entry(4, "2026-01-06T08:00:00Z", vec![by(LedgerAccount::Cash)]),
        entry(5, "2026-01-07T08:00:00Z", vec![by(LedgerAccount::Bank)]),
        entry(6, "2026-01-08T08:00:00Z", vec![by(LedgerAccount::OtherFunds)]),
        entry(
            7,
            "2026-01-09T08:00:00Z",
            vec![moved(&tokyo, Sale, 1_234_567, "JPY"), moved(&tokyo, Fee, -44_444, "JPY")],
        ),
        entry(8, "2026-01-10T08:00:00Z", vec![moved(&nobody, Sale, 1_005, "BHD")]),
        entry(9, "2026-01-11T08:00:00Z", vec![moved(&nobody, Sale, 12_345, "CLF")]),
        entry(
            10,
            "2026-01-12T08:00:00Z",
            vec![moved(&tokyo, Fee, -1_500, "JPY"), moved(&tokyo, Sale, 10_099, "USD")],
        ),
        entry(11, "2026-01-04T08:00:00Z", vec![moved(&tokyo, Sale, 700, "JPY")]),
        entry(
            12,
            "2026-01-14T08:00:00Z",
            vec![
                moved(&lagos, Fee, 35_000, "NGN"),
                moved(&lagos, Reversal, -2_499_900, "NGN"),
                moved(&lagos, Sale, -100, "NGN"),
            ],
        ),
        entry(13, "2026-01-15T08:00:00Z", vec![moved(&lagos, Reversal, 2_499_900, "NGN")]),
        entry(
            14,
            "2026-01-16T08:00:00Z",
            vec![moved(&settled, Fee, -2_500, "NGN"), moved(&settled, Payout, -2_497_400, "NGN")],
        ),
        entry(15, "2026-01-17T08:00:00Z", vec![moved(&sent, Transfer, -100_000, "JPY")]),
    ]
    .concat()
}

/// Texts that end a cell, a string, a line, a comment, a name or a record in some format, or turn into numbers or dates.
pub(crate) fn hostile_texts() -> Vec<String> {
    let texts = [
        "=HYPERLINK(\"http://evil.example\",\"Click\")",
        "+2348012345678",
        "-5",
        "@ada",
        "one\ttab",
        "two\nlines",
        "2026-01-05 * \"X\" \"Y\"\r\n  Assets:Cash:NGN  1.00 NGN",
        "\"quoted\" and \"\"twice\"\"",
        "\"",
        "back\\slash\\",
        "\\\"",
        "; comment",
        "a  ; two spaces, then a comment",
        "# comment",
        "* star",
        "! mark",
        "(code) text",
        "| bar | bar",
        "[2026-13-45]",
        "date:2026-02-30",
        "^",
        "^link #tag",
        "D01/01/2026",
        "!Type:Bank",
        "</NAME><TRNAMT>1.00</TRNAMT>",
        "&amp; <b> ]]> <!--",
        "a,b;c\td",
        "Assets:Cash:NGN  1.00 NGN",
        "P 2026-01-01 NGN 5 USD",
        "🎂 cake",
        "\u{202E}gnp.exe\u{202C}",
        "zero\u{200B}width\u{FEFF}",
        "non\u{FFFE}character\u{FFFF}",
        "\u{0}\u{7}\u{1b}[31m",
        "e\u{301}\u{327}",
        "日本",
        "   ",
        "",
        "1,234.56",
        "'",
        "100 NGN @ 5 USD",
        "{lot}",
        "apply account X",
        "end comment",
    ];
    let long = "long \"text\", \\ 🎂; ".repeat(600);
    texts.into_iter().map(str::to_owned).chain([long]).collect()
}

/// A sale with its fee, a part of it refunded and a reversal for every hostile text, which is in every column that has one;
/// also as the account's name.
pub(crate) fn hostile_month() -> Vec<Row> {
    let codes = ["NGN", "JPY", "BHD", "CLF"];
    let rows = |(text, number): (String, u32)| {
        let code = codes[usize::try_from(number).unwrap() % codes.len()];
        let row = said(sale(), &text);
        let minor = i64::from(number) * 7_919 + 1_000_003;
        let shift = number * 2;
        [
            entry(
                shift,
                "2026-01-20T12:00:00Z",
                vec![
                    moved(&row, MovementKind::Sale, minor, code),
                    moved(&row, MovementKind::Fee, -i64::from(number) - 1, code),
                ],
            ),
            entry(
                shift + 1,
                "2026-01-21T12:00:00Z",
                vec![moved(&row, MovementKind::Refund, -minor / 3, code)],
            ),
        ]
        .concat()
    };
    hostile_texts().into_iter().zip(1..).flat_map(rows).collect()
}

/// The row with the text wherever somebody can write one.
fn said(row: Row, text: &str) -> Row {
    let some = || Some(text.to_owned());
    Row {
        account: text.to_owned(),
        reference: text.to_owned(),
        gateway_reference: some(),
        channel: some(),
        customer_name: some(),
        customer_email: some(),
        description: some(),
        note: some(),
        source: text.to_owned(),
        settlement_id: some(),
        ..row
    }
}

prop_compose! {
    fn hostile_text()(
        chosen in prop::sample::select(hostile_texts()),
        typed in "[=+\\-@'\"`,;|%\t\r\n\\\\^#*!()\\[\\]{}<>& \u{a0}\u{200b}\u{202e}:a1é🎂]{0,12}",
        any in any::<String>(),
        which in 0..3,
    ) -> String {
        match which {
            0 => chosen,
            1 => typed,
            _ => any,
        }
    }
}

prop_compose! {
    fn hostile_entry()(
        texts in prop::array::uniform4(hostile_text()),
        moves in prop::collection::vec(
            (prop::sample::select(MovementKind::ALL), prop::sample::select(vec!["NGN", "JPY", "BHD", "CLF"]),
             -1_000_000_000_000..1_000_000_000_000_i64),
            1..4,
        ),
    ) -> Vec<Row> {
        let [account, reference, customer, description] = texts;
        let row = Row {
            account,
            reference,
            customer_name: Some(customer),
            note: Some(description.clone()),
            description: Some(description),
            ..sale()
        };
        moves.into_iter().map(|(kind, code, minor)| moved(&row, kind, minor, code)).collect()
    }
}

prop_compose! {
    /// A few entries of whatever people type and whatever moves.
    pub(crate) fn hostile_entries()(entries in prop::collection::vec(hostile_entry(), 0..6)) -> Vec<Row> {
        let numbered = entries.into_iter().zip(1..);
        numbered.flat_map(|(rows, number)| entry(number, "2026-01-20T12:00:00Z", rows)).collect()
    }
}
