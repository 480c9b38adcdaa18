//! Files brought in, and money that is seen to arrive: a gateway's report and a bank's statement, laid beside each other,
//! put right by hand, and taken back.

use std::fs;

use chrono::{Days, NaiveDate, Utc};

use crate::books::{Books, Row, practise_until_all_is_told};
use crate::in_dialog;
use crate::person::Person;

const REPORT: &str = "november.json";
const STATEMENT: &str = "gtbank.csv";
/// What they are known by at the bank: the first by its number, the other two by nothing that tells them apart.
const KNOWN: &str = "SETTLE-100001";
const MISSING: &str = "SETTLE-100002";
const MEANT: &str = "SETTLE-100003";

#[test]
#[ignore = "needs a display, a session bus and tauri-driver"]
fn files_come_in_money_is_seen_to_arrive_and_what_came_in_is_taken_back() {
    let person = Person::at_first_start();
    practise_until_all_is_told(&person);
    let before = Books::save(&person);
    bring_in_report(&person);
    bring_in_statement(&person);
    look_at_settlement(&person);
    put_right_by_hand(&person);
    let paid_out = |row: &&Row| row.kind == "payout" && row.currency == "NGN";
    let books = Books::save(&person);
    let told: Vec<_> =
        books.0.iter().filter(paid_out).map(|row| (&*row.account, row.minor)).collect();
    let mut expected = vec![
        ("Lagos shop", -8_425_000),
        ("Lagos shop", -4_000_000),
        ("Lagos shop", -4_000_000),
        ("Market stall", -1_200_000),
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    expected.retain(|row| !told.contains(row));
    assert_eq!(expected, [], "in {told:?}");

    take_back(&person);
    let sum = |books: &Books| -> i64 {
        books.0.iter().filter(|row| row.currency == "NGN").map(|row| row.minor).sum()
    };
    assert_eq!(sum(&Books::save(&person)), sum(&before), "what was taken back booked itself back");
}

fn bring_in_report(person: &Person) {
    let path = person.documents().join(REPORT);
    fs::write(&path, report()).unwrap();
    person.clicks("Imports");
    person.sees("//*[normalize-space(.)=\"Nothing imported yet\"]");
    person.clicks("Import a file…");
    person.sees_dialog("Import a file");
    person.clicks_at(&in_dialog("label[contains(., \"Novac balance report\")]"));
    person.clicks_at(&in_dialog("button[contains(., \"Choose file\")]"));
    person.chooses_file(&path);
    person.sees(&in_dialog(&format!("*[starts-with(normalize-space(.), \"{REPORT}\")]")));
    person.picks("Account at the gateway", "Lagos shop");
    person.clicks("Look at the file");
    person.sees_dialog("What this file would do");
    person.clicks("Import 4 lines");
    person.sees_dialog("Imported");
    person.sees(&in_dialog("li[normalize-space(.)=\"3 payouts\"]"));
    person.clicks("Done");
    person.sees(&format!("//tbody/tr[contains(., \"{REPORT}\")]"));
}

/// A CSV that leaves its currency open, with a line that is none.
fn bring_in_statement(person: &Person) {
    let path = person.documents().join(STATEMENT);
    fs::write(&path, statement()).unwrap();
    person.clicks("Import a file…");
    person.sees_dialog("Import a file");
    person.clicks("Look at the file");
    person.sees(&in_dialog("*[normalize-space(.)=\"Choose a file.\"]"));
    person.clicks_at(&in_dialog("button[contains(., \"Choose file\")]"));
    person.chooses_file(&path);
    person.fills("Bank account", "GTBank business");
    person.clicks("Look at the file");
    person.sees_dialog("What this file would do");
    person.sees(&in_dialog("h3[normalize-space(.)=\"One question first\"]"));
    person.sees(&in_dialog("button[normalize-space(.)=\"Import\"][@disabled]"));
    person.fills("In which currency are the amounts? The file does not say.", "NGN\u{e007}");

    person.sees(&in_dialog("div[dt=\"Lines to import\"]/dd[normalize-space(.)=\"5 of 6\"]"));
    person.sees(&in_dialog("div[dt=\"Adds up to\"]/dd[starts-with(., \"110,450.00\")]"));
    person.sees(&in_dialog("li[starts-with(., \"Line 6\")]"));
    person.sees(&in_dialog("tr[contains(., \"RENT OF THE STALL\")][contains(., \"-30,000.00\")]"));
    person.photographs("import");
    person.clicks("Import 5 lines");
    person.sees_dialog("Imported");
    person.sees(&in_dialog("li[normalize-space(.)=\"5 lines kept\"]"));
    person.clicks("Check settlement");
    person.sees("//h1[normalize-space(.)=\"Settlement\"]");
}

fn look_at_settlement(person: &Person) {
    person.clicks("Arrived (1)");
    person.sees(&check(KNOWN, "The bank line names the payout."));
    for payout in [MISSING, MEANT] {
        person.sees(&check(payout, "No bank line"));
    }
    person.sees("//p[contains(., \"Overdue, and no bank line has it.\")]");
    person.sees(&stranger("NIP NOVAC PAYOUT"));
    person.sees(
        "//li[contains(., \"Gateways said 84,250.00\")][contains(., \"the bank has 84,250.00\")]",
    );
    person.photographs("settlement");
}

fn put_right_by_hand(person: &Person) {
    person.clicks_at(&format!(
        "{}//button[normalize-space(.)=\"Match…\"]",
        stranger("NIP NOVAC PAYOUT")
    ));
    person.sees_dialog("Match with a payout");
    person.clicks("Match");
    person.sees(&in_dialog("*[normalize-space(.)=\"Choose one.\"]"));
    person.picks("Payout", MEANT);
    person.fills("Your name", "Ngozi Ude");
    person.clicks("Match");
    person.sees_no_more("//*[@role=\"dialog\"]");
    person.sees("//summary[normalize-space(.)=\"Arrived (2)\"]");
    person.sees(&check(MEANT, "Matched by hand."));
    person.sees(&check(MISSING, "No bank line"));
    person.sees_no_more(&stranger("NIP NOVAC PAYOUT"));

    let line = stranger("ECHEZONA LTD");
    let left = "//li[contains(., \"Market stall\")]//p[contains(., \"NGN\")]";
    let before = person.reads(left);
    person.clicks_at(&format!("{line}//button[normalize-space(.)=\"Book as payout…\"]"));
    person.sees_dialog("Book as a payout");
    person.picks("Account at the gateway", "Market stall");
    person.fills("Your name", "Ngozi Ude");
    person.clicks("Book payout");
    person.sees_no_more("//*[@role=\"dialog\"]");
    person.sees("//summary[normalize-space(.)=\"Arrived (3)\"]");
    person.sees_no_more(&line);
    let after = person.reads(left);
    assert_eq!(naira(&before) - naira(&after), 1_200_000, "{before} became {after}");
}

/// Nothing is taken back that something else hangs on.
fn take_back(person: &Person) {
    person.clicks("Imports");
    ask_to_take_back(person, REPORT);
    person.sees(&in_dialog("*[@role=\"alert\"][contains(., \"SETTLE-100003\")]"));
    person.clicks("Cancel");

    ask_to_take_back(person, STATEMENT);
    person.sees_dialog(&format!("{STATEMENT} is taken back"));
    for said in
        ["5 lines count no more", "2 lines are matched no more", "1 payout counts as failed"]
    {
        person.sees(&in_dialog(&format!("li[normalize-space(.)=\"{said}\"]")));
    }
    person.clicks("Done");
    person.clicks("Settlement");
    for payout in [KNOWN, MISSING, MEANT] {
        person.sees(&check(payout, "No bank line"));
    }
    person.sees_no_more(&stranger("ECHEZONA LTD"));

    person.clicks("Imports");
    ask_to_take_back(person, REPORT);
    person.sees_dialog(&format!("{REPORT} is taken back"));
    person.sees(&in_dialog("li[normalize-space(.)=\"3 payouts count as failed\"]"));
    person.clicks("Done");
    person.sees("//aside//*[contains(., \"Taken back by Ngozi Ude\")]");
}

fn ask_to_take_back(person: &Person, file: &str) {
    person.clicks_at(&format!("//tbody/tr[contains(., \"{file}\")]//a"));
    person.sees(&format!("//aside//h2[normalize-space(.)=\"{file}\"]"));
    person.clicks("Take back…");
    person.sees_dialog(&format!("Take {file} back?"));
    person.fills("Reason", "Of another shop");
    person.fills("Your name", "Ngozi Ude");
    person.clicks("Take it back");
}

/// What the page says of a payout.
fn check(payout: &str, words: &str) -> String {
    format!("//article[.//a[.=\"{payout}\"]][contains(., \"{words}\")]")
}

/// A bank line that belongs to no payout.
fn stranger(text: &str) -> String {
    format!("//article[not(.//a)][contains(., \"{text}\")]")
}

fn naira(written: &str) -> i64 {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the window goes by the clock of the computer")]
fn days_ago(days: u64) -> NaiveDate {
    Utc::now().date_naive() - Days::new(days)
}

/// What Novac's API answers, of three settlements and the fee of a payment.
fn report() -> String {
    let lines = [
        ("settlement", "84,250.00", "700,000.00", KNOWN, 10),
        ("settlement_fee", "350.00", "699,650.00", "ORDER-00120", 9),
        ("settlement", "40,000.00", "659,650.00", MISSING, 6),
        ("settlement", "40,000.00", "619,650.00", MEANT, 6),
    ];
    let lines = lines.map(|(kind, amount, after, reference, days)| {
        serde_json::json!({
            "type": kind,
            "isDebit": "yes",
            "currency": "NGN",
            "domain": "test",
            "amount": amount,
            "balanceBefore": "900,000.00",
            "balanceAfter": after,
            "reference": reference,
            "note": null,
            "status": "successful",
            "date": days_ago(days).format("%d/%m/%Y 09:30").to_string(),
        })
    });
    serde_json::json!({ "status": true, "message": "Balance report details retrieved", "data": lines })
        .to_string()
}

fn statement() -> String {
    let lines = [
        (9, format!("NIP NOVAC PAYOUT {KNOWN}"), "84250.00"),
        (4, "NIP NOVAC PAYOUT".to_owned(), "40000.00"),
        (3, "ECHEZONA LTD 0042".to_owned(), "12000.00"),
        (2, "RENT OF THE STALL".to_owned(), "-30000.00"),
        (1, "CARD FEE".to_owned(), "n/a"),
        (1, "GIFT".to_owned(), "4200.00"),
    ];
    let lines = lines.map(|(days, text, amount)| format!("{},{text},{amount}\n", days_ago(days)));
    format!("Date,Description,Amount\n{}", lines.concat())
}
