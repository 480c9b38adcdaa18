//! What holds for every profile that is a table: its heading, its reader, its sums, and that nothing in it runs.

use std::collections::BTreeMap;

use accounting::{Context, Profile, Row};
use ledger::{Currency, LedgerAccount, Money, Movement, MovementKind};
use proptest::prelude::*;

use crate::support::{
    ZONE, all_written, assert_golden, chosen, context, money, month, month_by, movement, sale,
    strictly_read_parted, told,
};
use crate::text::{could_run, hostile_row};

/// A profile as it can be chosen, and what its file has to be like.
struct Table {
    profile: &'static str,
    choices: &'static [(&'static str, &'static str)],
    /// Its first line; none where it begins with rows.
    heading: &'static str,
    parted_by: char,
    /// The columns of money in and of money out; the same where it is signed.
    money: (usize, usize),
    /// The file that the month is, and what is said of it.
    golden: Option<(&'static str, Told)>,
}

type Told = &'static [(&'static str, u64)];

const BASE: &str = "schema,row_id,occurred_at_utc,local_date,gateway,account,mode,type,status,currency,amount_minor,\
                    amount,fee,net,payment_id,refund_id,payout_id,link_id,order_ref,customer_name,customer_email,\
                    description,note,source,recorded_at_utc,local_time,time_zone,channel,gateway_reference,funds,gross,\
                    refunded,settlement_id";

const fn table(
    profile: &'static str,
    choices: &'static [(&'static str, &'static str)],
    heading: &'static str,
    money: (usize, usize),
) -> Table {
    Table { profile, choices, heading, parted_by: ',', money, golden: None }
}

/// Every table that is a CSV, each way in which it can be chosen.
const TABLES: [Table; 21] = [
    table("base", &[], BASE, (11, 11)),
    table("spreadsheet", &[], BASE, (11, 11)),
    Table { parted_by: ';', ..table("spreadsheet", &[("separator", "semicolon")], BASE, (11, 11)) },
    Table {
        parted_by: ';',
        ..table("spreadsheet", &[("separator", "semicolon"), ("decimal", "comma")], BASE, (11, 11))
            .golden("spreadsheet.csv", &[])
    },
    Table {
        parted_by: '\t',
        ..table("spreadsheet", &[("separator", "tab"), ("decimal", "comma")], BASE, (11, 11))
    },
    table("qbo-3", &[], "Date,Description,Amount", (2, 2)).golden("qbo-3.csv", &[("left_out", 2), ("text_changed", 4), ("text_cut", 1), ("parts", 5)]),
    table("qbo-3", &[("dates", "uk")], "Date,Description,Amount", (2, 2)),
    table("qbo-4", &[], "Date,Description,Credit,Debit", (2, 3)).golden("qbo-4.csv", &[("left_out", 2), ("text_changed", 4), ("text_cut", 1), ("parts", 5)]),
    table("qbo-4", &[("money-in", "debit")], "Date,Description,Credit,Debit", (3, 2)),
    table("xero-bank", &[], "*Date,*Amount,Payee,Description,Reference,Cheque Number", (1, 1)).golden("xero-bank.csv", &[("left_out", 2), ("text_changed", 9), ("text_cut", 1), ("parts", 5)]),
    table(
        "xero-bank",
        &[("dates", "uk")],
        "*Date,*Amount,Payee,Description,Reference,Cheque Number",
        (1, 1),
    ),
    table(
        "xero-bank",
        &[("header", "us")],
        "*Date,*Amount,Payee,Description,Reference,Check Number",
        (1, 1),
    ),
    table(
        "xero-invoice",
        &[],
        "*ContactName,EmailAddress,POAddressLine1,POAddressLine2,POAddressLine3,POAddressLine4,POCity,PORegion,\
         POPostalCode,POCountry,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,InventoryItemCode,*Description,*Quantity,\
         *UnitAmount,Discount,*AccountCode,*TaxType,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2,Currency,\
         BrandingTheme",
        (17, 17),
    ).golden("xero-invoice.csv", &[("left_out", 3), ("left_out", 7), ("text_changed", 9), ("text_cut", 1), ("renumbered", 2)]),
    table("freeagent", &[], "", (1, 1)).golden("freeagent.csv", &[("left_out", 4), ("left_out", 2), ("text_changed", 5), ("text_cut", 1), ("parts", 4)]),
    table("wave", &[], "Date,Amount,Description", (1, 1)).golden("wave.csv", &[("left_out", 2), ("text_changed", 4), ("text_cut", 1), ("parts", 5)]),
    table("zoho", &[], "Date,Amount,Payee,Description,Reference Number", (1, 1)).golden("zoho.csv", &[("left_out", 2), ("text_changed", 9), ("text_cut", 1), ("parts", 5)]),
    table("zoho", &[("dates", "us")], "Date,Amount,Payee,Description,Reference Number", (1, 1)),
    table(
        "zoho",
        &[("amounts", "double")],
        "Date,Withdrawals,Deposits,Payee,Description,Reference Number",
        (2, 1),
    ),
    table(
        "zoho",
        &[("amounts", "type")],
        "Date,Amount,Amount Type,Payee,Description,Reference Number",
        (1, 1),
    ),
    table(
        "hledger-csv",
        &[],
        "date,code,description,amount,currency,account1,account2,type,gateway,reference,note",
        (3, 3),
    ).golden("hledger-csv.csv", &[("text_changed", 5), ("text_changed", 8)]),
    table(
        "firefly",
        &[],
        "date_transaction,description,amount,currency-code,account-name,opposing-name,category-name,external-id,\
         internal_reference,note",
        (2, 2),
    ).golden("firefly.csv", &[("left_out", 2), ("text_changed", 17), ("text_cut", 1)]),
];

impl Table {
    const fn golden(self, name: &'static str, told: Told) -> Self {
        Self { golden: Some((name, told)), ..self }
    }

    fn context(&self) -> Context {
        context(self.profile, ZONE, &chosen(self.choices))
    }

    fn named(&self) -> String {
        format!("{} {:?}", self.profile, self.choices)
    }

    /// The records of a file, without its heading, which is held against what it has to be.
    fn records(&self, file: &[u8]) -> Vec<Vec<String>> {
        let text = file.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(file);
        let has_mark = text.len() != file.len();
        assert_eq!(has_mark, self.profile == "spreadsheet", "{}", self.named());
        if self.heading.is_empty() {
            assert!(!file.contains(&b'"'), "{}", self.named());
        }
        let mut records = strictly_read_parted(text, self.parted_by).unwrap();
        if !self.heading.is_empty() {
            assert_eq!(records.remove(0).join(","), self.heading, "{}", self.named());
        }
        records
    }

    /// The amount of a record, with its sign and a point.
    fn amount(&self, record: &[String]) -> String {
        let (money_in, money_out) = self.money;
        let goes_out = record.iter().any(|cell| cell == "Debit");
        let (cell, sign) = match (record[money_in].as_str(), record[money_out].as_str()) {
            (same, _) if money_in == money_out => (same, if goes_out { "-" } else { "" }),
            (came, "") => (came, ""),
            ("", went) => (went, "-"),
            both => panic!("{}: {both:?}", self.named()),
        };
        let digits = format!("{sign}{}", cell.replace(',', "."));
        match digits.split_once('.') {
            Some((_, part)) if part.bytes().any(|digit| digit != b'0') => digits,
            Some((whole, _)) => whole.to_owned(),
            None => digits,
        }
    }
}

/// Whether a cell is digits as Tillkeeper writes them: `-12.50`.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let mut parts = digits.split(['.', ',']);
    let is_digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    parts.clone().count() <= 2 && parts.all(is_digits)
}

prop_compose! {
    /// Rows of two accounts and of every kind, some of which moved nothing or not at the gateway.
    fn moved()(
        code in prop::sample::select(vec!["NGN", "JPY", "BHD", "CLF", "USD"]),
        kind in prop::sample::select(MovementKind::ALL),
        funds in prop::sample::select(vec![LedgerAccount::Clearing, LedgerAccount::Clearing, LedgerAccount::Cash]),
        minor in prop_oneof![Just(0_i64), -1_000_000_000_000..1_000_000_000_000_i64],
        account in prop::sample::select(vec!["Lagos", "Tōkyō"]),
        index in any::<u32>(),
    ) -> Row {
        let movement = Movement { funds, ..movement(kind, money(minor, code)) };
        Row { index, movement, account: account.to_owned(), ..sale() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_amounts_in_every_file_add_up_to_what_is_stated_of_it(rows in prop::collection::vec(moved(), 0..30)) {
        for table in &TABLES {
            let (files, summary) = all_written(&rows, table.context());
            let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
            for (made, file) in summary.files.iter().zip(&files) {
                let records = table.records(file);
                prop_assert_eq!(records.len() as u64, made.rows, "{}", table.named());
                let stated: BTreeMap<_, _> = made.sums.iter().map(|sum| (sum.currency(), *sum)).collect();
                let mut added: BTreeMap<_, _> = stated.keys().map(|code| (*code, Money::zero(*code))).collect();
                for record in &records {
                    let named = record.iter().find_map(|cell| stated.get_key_value(&cell.parse().ok()?));
                    let code = named.or(stated.first_key_value()).map(|(code, _)| *code).unwrap();
                    let money = Money::parse(&table.amount(record), code).unwrap();
                    let sum = added.get_mut(&code).unwrap();
                    *sum = sum.checked_add(money).unwrap();
                }
                prop_assert_eq!(&added, &stated, "{}", table.named());
                for (code, sum) in added {
                    let all = sums.entry(code).or_insert(Money::zero(code));
                    *all = all.checked_add(sum).unwrap();
                }
            }
            prop_assert_eq!(&summary.sums, &Vec::from_iter(sums.into_values()));
            let left_out = summary.findings.iter().filter(|found| found.code == "left_out");
            let left_out: u64 = left_out.map(|found| found.count).sum();
            prop_assert_eq!(summary.rows + left_out, rows.len() as u64, "{}", table.named());
        }
    }

    #[test]
    fn a_strict_reader_reads_every_table_and_no_cell_of_it_could_run(rows in prop::collection::vec(hostile_row(), 1..4)) {
        for table in &TABLES {
            let (files, _) = all_written(&rows, table.context());
            for cell in files.iter().flat_map(|file| table.records(file)).flatten() {
                let pieces = cell.split([';', '\t', '\r', '\n']).chain([cell.as_str()]);
                for piece in pieces.filter(|_| !is_number(&cell)) {
                    prop_assert!(!could_run(piece), "{}: {:?} in {:?}", table.named(), piece, cell);
                }
            }
        }
    }

    #[test]
    fn a_file_that_is_not_parted_by_commas_runs_nothing_where_it_is_split_at_them(row in hostile_row()) {
        for table in TABLES.iter().filter(|table| table.parted_by != ',') {
            let (files, _) = all_written(std::slice::from_ref(&row), table.context());
            for cell in table.records(&files[0]).iter().flatten().filter(|cell| !is_number(cell)) {
                prop_assert!(cell.split([',', ';', '\t', '\r', '\n']).all(|piece| !could_run(piece)), "{}: {:?}", table.named(), cell);
            }
        }
    }

    #[test]
    fn a_preview_shows_the_very_cells_of_the_file(row in hostile_row()) {
        for table in &TABLES {
            let (files, _) = all_written(std::slice::from_ref(&row), table.context());
            prop_assert_eq!(&table.records(&files[0])[0], &table.context().preview_cells(&row), "{}", table.named());
        }
    }
}

#[test]
fn a_heading_is_what_it_was_promised_to_be_whatever_is_in_the_file() {
    for table in TABLES.iter().filter(|table| !table.heading.is_empty()) {
        for rows in [vec![], month()] {
            let (files, summary) = all_written(&rows, table.context());
            let records = files.iter().map(|file| table.records(file).len() as u64);
            assert_eq!(records.sum::<u64>(), summary.rows, "{}", table.named());
        }
        let columns: Vec<_> = table.context().columns().iter().map(|column| column.name).collect();
        assert_eq!(columns.join(","), table.heading, "{}", table.named());
    }
}

#[test]
fn the_month_is_the_golden_file_byte_for_byte_and_what_was_found_is_told() {
    for table in &TABLES {
        let Some((golden, expected)) = table.golden else { continue };
        let (file, summary) = month_by(table.profile, table.choices);
        assert_golden(golden, &file);
        assert_eq!(told(&summary), expected, "{}", table.named());
    }
}

#[test]
fn every_profile_of_a_csv_is_among_these_tables_with_the_columns_it_lists() {
    let is_table = |known: &&Profile| known.extension == "csv" && !known.columns.is_empty();
    for known in accounting::profiles().iter().filter(is_table) {
        let usual = |table: &&Table| table.profile == known.name && table.choices.is_empty();
        let Some(table) = TABLES.iter().find(usual) else {
            panic!("{} is not tried", known.name);
        };
        let columns: Vec<_> = table.context().columns().iter().map(|column| column.name).collect();
        assert_eq!(columns, known.headings());
        // The base file has a month of its own, which never changes.
        let has_golden = |table: &Table| table.profile == known.name && table.golden.is_some();
        assert!(known.name == "base" || TABLES.iter().any(has_golden), "{}", known.name);
    }
}

#[test]
fn days_are_in_one_shape_within_a_file_and_those_of_the_merchants_zone() {
    let shape = |table: &Table, day: &str| {
        let [year, month, day] = day.split('-').collect::<Vec<_>>()[..] else { panic!() };
        let usual = match table.profile {
            "qbo-3" | "qbo-4" | "wave" => "us",
            "freeagent" | "xero-invoice" => "uk",
            _ => "iso",
        };
        let chosen = table.choices.iter().find(|(name, _)| *name == "dates");
        match chosen.map_or(usual, |(_, value)| value) {
            "us" => format!("{month}/{day}/{year}"),
            "uk" => format!("{day}/{month}/{year}"),
            _ => format!("{year}-{month}-{day}"),
        }
    };
    for table in &TABLES {
        for row in month().iter().filter(|row| table.context().takes(row)) {
            let zone: chrono_tz::Tz = ZONE.parse().unwrap();
            let day = row.occurred_at.with_timezone(&zone).date_naive().to_string();
            let cells = table.context().preview_cells(row);
            assert!(cells.contains(&shape(table, &day)), "{} {day}: {cells:?}", table.named());
        }
    }
}

#[test]
fn more_rows_than_a_program_takes_go_into_numbered_files_with_a_heading_each() {
    for (name, rows, sizes) in [
        ("qbo-3", 2_001, vec![1_000, 1_000, 1]),
        ("qbo-4", 1_000, vec![1_000]),
        ("xero-bank", 1_999, vec![999, 999, 1]),
        ("xero-invoice", 501, vec![500, 1]),
        ("wave", 1_001, vec![1_000, 1]),
    ] {
        let rows: Vec<_> = (0..rows).map(|number| at_entry(number, sale())).collect();
        let table = TABLES.iter().find(|table| table.profile == name).unwrap();
        let (files, summary) = all_written(&rows, table.context());
        let made: Vec<_> = summary.files.iter().map(|file| file.rows).collect();
        assert_eq!(made, sizes, "{name}");
        let read: Vec<_> = files.iter().map(|file| table.records(file).len() as u64).collect();
        assert_eq!(read, sizes, "{name}");
        let split = summary.findings.iter().find(|found| found.code == "split");
        assert_eq!(split.is_some(), sizes.len() > 1);
        if let Some(split) = split {
            assert!(
                split.sentence.starts_with(&format!("There are {} numbered files: ", sizes.len()))
            );
            assert_eq!(summary.files[1].suffix, "-2");
        }
    }
}

#[test]
fn more_bytes_than_a_program_takes_go_into_numbered_files() {
    let long = Row { customer_name: Some("🎂".repeat(300)), ..sale() };
    for (name, most, rows) in [("qbo-3", 350_000, 700), ("zoho", 10_000_000, 6_000)] {
        let rows: Vec<_> = (0..rows).map(|number| at_entry(number, long.clone())).collect();
        let table = TABLES.iter().find(|table| table.profile == name).unwrap();
        let (files, summary) = all_written(&rows, table.context());
        assert_eq!(files.len(), 2, "{name}");
        assert!(files.iter().all(|file| file.len() <= most), "{name}");
        let read: usize = files.iter().map(|file| table.records(file).len()).sum();
        assert_eq!(read, rows.len());
        let cut = told(&summary).into_iter().find(|(code, _)| *code == "text_cut").unwrap();
        assert!(cut.1 >= rows.len() as u64 && cut.1 <= 2 * rows.len() as u64, "{cut:?}");
    }
}

#[test]
fn a_statement_leaves_out_what_moved_nothing_or_elsewhere_and_says_why() {
    let nothing = Row { movement: movement(MovementKind::Sale, money(0, "NGN")), ..sale() };
    let cash =
        Movement { funds: LedgerAccount::Cash, ..movement(MovementKind::Refund, money(-5, "NGN")) };
    let cash = Row { movement: cash, ..sale() };
    for name in ["qbo-3", "qbo-4", "xero-bank", "freeagent", "wave", "zoho", "firefly"] {
        let rows = [nothing.clone(), cash.clone(), sale()];
        let (_, summary) = all_written(&rows, context(name, ZONE, &chosen(&[])));
        assert_eq!(told(&summary), [("left_out", 1), ("left_out", 1)], "{name}");
        assert_eq!(summary.rows, 1);
        assert_eq!(summary.sums, [money(2_500_000, "NGN")]);
        let why: Vec<_> = summary.findings.iter().map(|found| found.sentence.as_str()).collect();
        assert!(why.iter().any(|why| why.contains("a statement has no lines of zero")), "{why:?}");
        assert!(why.iter().any(|why| why.contains("in cash or from the bank")), "{why:?}");
    }
}

#[test]
fn each_account_and_currency_has_a_statement_of_its_own() {
    for name in ["qbo-3", "qbo-4", "xero-bank", "wave", "zoho"] {
        let (_, summary) = all_written(&month(), context(name, ZONE, &chosen(&[])));
        let suffixes: Vec<_> = summary.files.iter().map(|file| file.suffix.as_str()).collect();
        let expected = [
            "-tōkyō-b-2-BHD",
            "-tōkyō-b-2-CLF",
            "-tōkyō-b-2-JPY",
            "-lagos-shop-NGN",
            "-lagos-shop-USD",
        ];
        assert_eq!(suffixes, expected, "{name}");
        assert!(summary.files.iter().all(|file| file.sums.len() == 1));
        assert!(told(&summary).contains(&("parts", 5)));
    }
}

#[test]
fn no_description_is_digits_alone() {
    let digits = Row {
        reference: "123456".to_owned(),
        customer_name: Some("42".to_owned()),
        description: Some("7".to_owned()),
        ..sale()
    };
    // The base columns and an invoice have what somebody typed, and no words of ours.
    let is_typed =
        |table: &&Table| ["base", "spreadsheet", "xero-invoice"].contains(&table.profile);
    for table in TABLES.iter().filter(|table| !is_typed(table)) {
        let context = table.context();
        let place = context.columns().iter().position(|column| column.name.contains("escription"));
        for row in month().iter().chain([&digits]) {
            let cell = &context.preview_cells(row)[place.unwrap()];
            assert!(cell.starts_with(char::is_alphabetic), "{}: {cell}", table.named());
        }
    }
}

#[test]
fn ids_are_of_one_length_and_no_id_is_part_of_another() {
    for (name, column) in [
        ("base", "row_id"),
        ("firefly", "external-id"),
        ("zoho", "Reference Number"),
        ("xero-bank", "Reference"),
        ("xero-invoice", "Reference"),
        ("hledger-csv", "code"),
    ] {
        let context = context(name, ZONE, &chosen(&[]));
        let place = context.columns().iter().position(|known| known.name == column).unwrap();
        let ids: Vec<_> =
            month().iter().map(|row| context.preview_cells(row).swap_remove(place)).collect();
        for id in &ids {
            assert_eq!(id.len(), ids[0].len());
            assert_eq!(ids.iter().filter(|other| other.contains(id.as_str())).count(), 1, "{name}");
        }
    }
}

fn at_entry(number: u32, row: Row) -> Row {
    Row { entry: format!("01941f29-7c00-7000-8000-{number:012}").parse().unwrap(), ..row }
}
