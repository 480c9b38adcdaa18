//! What the books say, as the merchant gets it out of them: files that are saved, and reports that have to say the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::person::{ENTER, Person};
use crate::{ORDER, make_link_by_mouse, practise_by_mouse, read_csv, row_saying};

const ALL: &str = "Everything";
const SHOP: &str = "Ada’s Bakery";

#[test]
#[ignore = "needs a display, a session bus and tauri-driver"]
fn a_report_on_the_screen_on_disk_and_on_paper_says_what_the_books_say() {
    let person = Person::at_first_start();
    practise_until_all_is_told(&person);
    let books = Books::save(&person);

    person.clicks("Reports");
    person.picks("Period", ALL);
    person.picks("Rows", "By account");
    let of_naira = |row: &&Row| row.currency == "NGN";
    person.clicks_at("//*[@aria-label=\"Currency\"]//button[contains(., \"NGN\")]");
    let table = report_of(&person, "Account");
    let accounts: BTreeSet<_> =
        books.0.iter().filter(of_naira).map(|row| row.account.clone()).collect();
    assert!(accounts.len() > 1, "the shop sells for naira in more places than one");
    let of_account = |account: &str| {
        let rows = books.0.iter().filter(of_naira).filter(|row| row.account == account);
        [vec![account.to_owned()], figures(rows)].concat()
    };
    let expected: Vec<_> = accounts.iter().map(|account| of_account(account)).collect();
    let total = [vec!["Total NGN".to_owned()], figures(books.0.iter().filter(of_naira))].concat();
    assert_eq!(table, [expected, vec![total.clone()]].concat());
    person.photographs("reports");

    person.clicks("Save as CSV…");
    let file = person.documents().join("takings.csv");
    person.chooses_file(&file);
    person.sees("//*[contains(., \"takings.csv\")]");
    let (heading, rows) = read_csv(&file);
    let place = |name: &str| heading.iter().position(|column| column == name).unwrap();
    let nets = rows
        .iter()
        .filter(|row| row[place("currency")] == "NGN")
        .map(|row| row[place("net")].clone());
    let on_screen = table.iter().take(accounts.len()).map(|row| row[5].replace(',', ""));
    assert_eq!(nets.collect::<Vec<_>>(), on_screen.collect::<Vec<_>>());

    person.clicks("Print or save as PDF…");
    person.sees_dialog("Print or save as PDF");
    person.fills("Name of your shop", SHOP);
    person.clicks("Open statement");
    person.sees("//*[contains(., \"The statement is open in your browser.\")]");
    let page = person.reads_in_browser();
    assert!(page.contains(SHOP), "the shop's name stands above it: {page}");
    for figure in table.iter().flat_map(|row| &row[1..]).filter(|figure| *figure != "–") {
        assert!(page.contains(figure), "{figure} is not in {page}");
    }

    // Another grouping, and only a part of it.
    person.picks("Rows", "By way to pay");
    person.fills("Only what matches", "account:\"Lagos shop\"");
    let rows: Vec<_> = books.0.iter().filter(|row| row.account == "Lagos shop").collect();
    let total = [vec!["Total NGN".to_owned()], figures(rows.iter().copied())].concat();
    person.sees(&format!("//tfoot/tr[td[last()]=\"{}\" and td[1]=\"{}\"]", total[6], total[1]));
    let table = report_of(&person, "Way to pay");
    assert_eq!(table.last(), Some(&total));
    let card = rows.iter().copied().filter(|row| row.channel == "card");
    let card = [vec!["card".to_owned()], figures(card)].concat();
    assert!(table.contains(&card), "{card:?} is not in {table:?}");
}

#[test]
#[ignore = "needs a display, a session bus and tauri-driver"]
fn what_is_new_since_the_last_export_is_handed_out_once_and_an_old_file_again_as_it_was() {
    let person = Person::at_first_start();
    practise_until_all_is_told(&person);
    let before = Books::save(&person);

    person.clicks("Payments");
    let url = make_link_by_mouse(&person);
    person.pays_as_customer(&url);
    person.sees(&row_saying("Paid"));

    person.clicks("Exports");
    person.sees("//*[@role=\"region\"]//p[starts-with(., \"Last saved \") and contains(., \"2 movements of money are new\")]");
    person.picks("Period", "Since the last export");
    person.sees(&rows_shown(2));
    let path = person.reads_field("Save as");
    person.clicks("Save file");
    person.sees("//h2[normalize-space(.)=\"The file is saved\"]");
    let new = Books::read(Path::new(&path));
    let told: Vec<_> = new.0.iter().map(|row| (&*row.order, &*row.kind, row.minor)).collect();
    assert_eq!(told, [(ORDER, "sale", 2_500_000), (ORDER, "fee", -35_000)]);
    assert!(before.ids().is_disjoint(&new.ids()), "a row was handed out twice");

    person.clicks("Make another file");
    person.sees("//*[normalize-space(.)=\"Nothing is new\"]");
    person.sees("//button[normalize-space(.)=\"Save file\"][@disabled]");

    person.clicks("Saved before");
    person.sees("//tbody[count(tr)=2]");
    person.clicks_at("//tbody/tr[2]//a");
    person.sees("//aside//h2");
    person.clicks("Write again…");
    let again = person.documents().join("again.csv");
    person.chooses_file(&again);
    person.sees("//*[normalize-space(.)=\"Written again, and the same byte for byte.\"]");
    assert_eq!(fs::read(again).unwrap(), before.1);
}

/// Every row of the books, out of a file that the window saved, and the file.
pub(crate) struct Books(pub(crate) Vec<Row>, Vec<u8>);

/// One movement of money.
pub(crate) struct Row {
    id: String,
    pub(crate) account: String,
    pub(crate) kind: String,
    pub(crate) currency: String,
    pub(crate) minor: i64,
    order: String,
    channel: String,
}

impl Books {
    /// Saves everything there is.
    pub(crate) fn save(person: &Person) -> Self {
        person.clicks("Exports");
        person.sees("//h1[normalize-space(.)=\"Exports\"]");
        person.fills("Kind of file", "Tillkeeper CSV");
        person.types(ENTER);
        person.picks("Period", ALL);
        person.sees("//*[@role=\"region\" and @aria-busy=\"false\"]//div[dt=\"Rows\"]");
        let path = person.reads_field("Save as");
        person.clicks("Save file");
        person.sees("//h2[normalize-space(.)=\"The file is saved\"]");
        let books = Self::read(Path::new(&path));
        person.clicks("Make another file");
        books
    }

    fn read(path: &Path) -> Self {
        let (heading, rows) = read_csv(path);
        let place = |name: &str| heading.iter().position(|column| column == name).unwrap();
        let rows = rows.iter().map(|row| {
            let cell = |name: &str| row[place(name)].clone();
            Row {
                id: cell("row_id"),
                account: cell("account"),
                kind: cell("type"),
                currency: cell("currency"),
                minor: cell("amount_minor").parse().unwrap(),
                order: cell("order_ref"),
                channel: cell("channel"),
            }
        });
        Self(rows.collect(), fs::read(path).unwrap())
    }

    fn ids(&self) -> BTreeSet<&str> {
        self.0.iter().map(|row| &*row.id).collect()
    }
}

/// Practice goes on for a moment after it began: what customers paid just then is told of by messages.
pub(crate) fn practise_until_all_is_told(person: &Person) {
    practise_by_mouse(person);
    for order in ["ORDER-00124", "WEB-2008", "MKT-502"] {
        person.sees(&format!(
            "//tbody/tr[contains(th, \"{order}\")][contains(., \"Paid\") or contains(., \"Settled\")]"
        ));
    }
}

fn rows_shown(rows: usize) -> String {
    format!("//*[@role=\"region\" and @aria-busy=\"false\"]//div[dt=\"Rows\"]/dd[.=\"{rows}\"]")
}

/// The table of a report, row by row, once its first column is headed so.
fn report_of(person: &Person, heading: &str) -> Vec<Vec<String>> {
    let table = "//*[@aria-busy=\"false\"]//table";
    person.sees(&format!("{table}[thead/tr/th[1]=\"{heading}\"]"));
    let columns = person.reads_all(&format!("{table}/thead/tr/th"));
    let expected = ["Payments", "Takings", "Refunded", "Fees", "Left over", "Paid out"];
    assert_eq!(columns, [&[heading], &expected[..]].concat());
    let rows = person.reads_all(&format!("{table}//tr[td]")).len();
    let row = |at| person.reads_all(&format!("({table}//tr[td])[{at}]/*"));
    (1..=rows).map(|at| row(at).iter().map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// What a row of a report has to say of these movements.
fn figures<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<String> {
    let rows: Vec<_> = rows.collect();
    let sum = |kinds: &[&str]| -> i64 {
        rows.iter().filter(|row| kinds.contains(&&*row.kind)).map(|row| row.minor).sum()
    };
    let sales = rows.iter().filter(|row| row.kind == "sale").count();
    let columns = [
        sum(&["sale"]),
        sum(&["refund", "refund_returned"]),
        sum(&["fee"]),
        sum(&["sale", "refund", "refund_returned", "fee", "reversal"]),
        sum(&["payout", "transfer"]),
    ];
    let count = if sales == 0 { "–".to_owned() } else { sales.to_string() };
    [vec![count], columns.map(written).to_vec()].concat()
}

/// An amount with two decimals as it stands in a table.
fn written(minor: i64) -> String {
    if minor == 0 {
        return "–".to_owned();
    }
    let sign = if minor < 0 { "-" } else { "" };
    let (whole, part) = (minor.abs() / 100, minor.abs() % 100);
    let digits = whole.to_string();
    let groups: Vec<_> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|three| std::str::from_utf8(three).unwrap())
        .collect();
    format!("{sign}{}.{part:02}", groups.join(","))
}
