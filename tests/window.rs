//! The built application in its real window: the main job by mouse, the same by keys alone, and every screen under the
//! content policy in light and dark.
//!
//! `cargo xtask test` makes the session these need (a display, a bus, an open keychain) and runs them one at a time. With
//! `TILLKEEPER_SCREENSHOTS=FOLDER` they leave the pictures of the README there.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

#[path = "window/books.rs"]
mod books;
#[path = "window/chooser.rs"]
mod chooser;
#[path = "window/desk.rs"]
mod desk;
#[path = "window/driver.rs"]
mod driver;
#[path = "window/money.rs"]
mod money;
#[path = "window/person.rs"]
mod person;

use std::path::{Path, PathBuf};

use person::{CONTROL, ENTER, ESCAPE, Person, TAB, button};

const ORDER: &str = "ORDER-90001";

#[test]
#[ignore = "needs a display, a session bus and tauri-driver"]
fn the_main_job_by_mouse_from_first_start_to_the_file() {
    let person = Person::at_first_start();
    practise_by_mouse(&person);
    person.photographs("payments");
    let url = make_link_by_mouse(&person);
    person.pays_as_customer(&url);
    person.sees(&row_saying("Paid"));
    person
        .sees(&format!("//section[@aria-label=\"Messages\"]//*[contains(., \"{ORDER} is paid\")]"));
    person.clicks_at("//section[@aria-label=\"Messages\"]//button");

    person.clicks(ORDER);
    person.clicks("Refund");
    person.sees_dialog(&format!("Refund {ORDER}"));
    person.fills("Amount to pay back", "7500");
    person.fills("Reason", "One of the two baskets was missing");
    person.photographs("refund");
    person.clicks("Review refund");
    person.sees_dialog("Pay 7,500.00 NGN back?");
    person.clicks("Pay back 7,500.00 NGN");
    person.clicks("Done");
    person.sees(&row_saying("Partly refunded"));
    person.sees(&panel_saying("7,500.00 NGN paid back"));
    person.sees(&panel_saying("Because: One of the two baskets was missing"));
    person.photographs("payment");

    person.clicks("Export");
    person.sees("//h1[normalize-space(.)=\"Exports\"]");
    person.photographs("export");
    person.fills("Only what matches", ORDER);
    let shown = Shown::read(&person);
    person.clicks("Save file");
    person.sees("//h2[normalize-space(.)=\"The file is saved\"]");
    let saved = PathBuf::from(person.reads("//main//li/code"));
    assert_eq!(saved, shown.path, "the file is where it was promised");
    assert!(saved.starts_with(person.documents()), "{} is no document", saved.display());
    shown.compare_with_file();
}

#[test]
#[ignore = "needs a display, a session bus and tauri-driver"]
fn webhooks_and_a_payout_by_mouse() {
    let person = Person::at_first_start();
    practise_by_mouse(&person);
    person.clicks("Webhooks");
    person.sees("//*[normalize-space(.)=\"Listening\"]");
    person.sees("//tbody/tr[3]//*[normalize-space(.)=\"Accepted\"]");
    person.photographs("webhooks");
    person.clicks("payment.succeeded");
    person.sees("//aside//*[normalize-space(.)=\"What it changed\"]");
    person.photographs("webhook");
    person.clicks("Replay…");
    person.sees_dialog("Replay this webhook?");
    person.sees(&in_dialog("*[normalize-space(.)=\"Nothing would change.\"]"));
    person.photographs("replay");
    person.types(ESCAPE);

    person.clicks("Payouts");
    person.sees("//tbody/tr[2]");
    person.photographs("payouts");
    person.clicks("New payout");
    person.sees_dialog("New payout");
    person.fills("Account number", "0123456789");
    person.clicks_at("//*[@role=\"dialog\"]//button[@aria-label=\"Open the list: Bank\"]");
    person.clicks_at("(//*[@role=\"option\"])[1]");
    person.fills("Amount that arrives", "15000");
    person.fills("What it is for", "Rent of the stall");
    person.photographs("payout-form");
    person.clicks("Review payout");
    person.sees_dialog("Send 15,000.00 NGN?");
    person.photographs("payout-confirm");
    person.clicks("Send 15,000.00 NGN");
    person.sees_dialog("15,000.00 NGN has arrived");
    person.photographs("payout-done");
    person.clicks("Done");
    person.sees("//tbody/tr[3]//*[normalize-space(.)=\"Arrived\"]");
}

#[test]
#[ignore = "needs a display, a session bus and tauri-driver"]
fn the_desk_is_cleared_by_mouse() {
    let person = Person::at_first_start();
    practise_by_mouse(&person);
    person.clicks_at("//nav//*[self::a or self::button][contains(., \"Attention\")]");
    person.sees("//h1[normalize-space(.)=\"Attention\"]");
    person.photographs("attention");
    person.clicks("Look at it…");
    person.sees_dialog("May this be paid back?");
    person.clicks_at("//label[contains(., \"Yes, pay it back\")]");
    person.fills("Your name", "Ngozi Ude");
    person.photographs("approve");
    person.clicks("Pay back 125,000.00 NGN");
    person.clicks("Done");
    person.sees_no_more(&button("Look at it…"));

    person.clicks("It is the same refund…");
    person.sees_dialog("The same refund?");
    person.fills("Your name", "Ngozi Ude");
    person.clicks("They are one");
    person.sees_no_more(&button("It is the same refund…"));

    person.clicks("Refunds");
    person.sees("//tbody/tr[contains(., \"ORDER-00108\")]");
    person.photographs("refunds");
    person.clicks("Customers");
    person.sees("//tbody/tr[contains(., \"Grace Mensah\")]");
    person.photographs("customers");
}

#[test]
#[ignore = "needs a display, a session bus and tauri-driver"]
fn the_main_job_by_keys_alone() {
    let person = Person::at_first_start();
    person.tabs_to("Try it with practice money");
    person.types(ENTER);
    person.sees(&button("New payment link"));

    person.types("n");
    person.sees_dialog("New payment link");
    person.finds_the_focus_at("Amount");
    person.types("25000.00");
    person.tabs_to("Customer’s e-mail");
    person.types("ada@example.com");
    person.tabs_to("Order number");
    person.types(ORDER);
    person.types(ENTER);
    person.sees_dialog("The link is ready");
    let url = person.reads_field("Link");
    person.types(ESCAPE);
    person.pays_as_customer(&url);
    person.sees(&row_saying("Paid"));

    person.types("/");
    person.finds_the_focus_at("Search payments");
    person.types(ORDER);
    person.sees(&format!("//tbody[count(tr)=1]/tr[contains(., \"{ORDER}\")]"));
    person.tabs_to(ORDER);
    person.types(ENTER);
    person.sees(&panel_saying("Look up now"));
    person.types("r");
    person.sees_dialog(&format!("Refund {ORDER}"));
    person.tabs_to("Amount to pay back");
    person.chord(CONTROL, 'a');
    person.types("7500");
    person.tabs_to("Reason");
    person.types("Came too late");
    person.types(ENTER);
    person.sees_dialog("Pay 7,500.00 NGN back?");
    person.types(TAB);
    person.tabs_to("Pay back 7,500.00 NGN");
    person.types(ENTER);
    person.finds_the_focus_at("Done");
    person.types(ENTER);
    person.sees(&row_saying("Partly refunded"));

    person.types(ESCAPE);
    person.sees_no_more("//aside[starts-with(@aria-label, \"Payment \")]");
    person.finds_the_focus_at(ORDER);

    person.types("e");
    let shown = Shown::read(&person);
    person.tabs_to("Save file");
    person.types(ENTER);
    person.finds_the_focus_at("The file is saved");
    shown.compare_with_file();
}

#[test]
#[ignore = "needs a display, a session bus and tauri-driver"]
fn no_screen_breaks_the_content_policy_or_reports_an_error() {
    let person = Person::at_first_start();
    person.asks(LISTEN);
    practise_by_mouse(&person);
    for theme in ["Light", "Dark"] {
        choose_theme(&person, theme);
        walk_through(&person);
    }
    person.photographs("payments-dark");
    assert_eq!(person.asks(HEARD), serde_json::json!([]));
    assert_eq!(person.asks(NOT_LOADED), serde_json::json!([]));

    person.asks(BREAK_THE_POLICY);
    person.waits("word of a policy that was broken on purpose", || {
        person.asks(HEARD).as_array()?.first()?.as_str()?.starts_with("policy").then_some(())
    });
}

/// Remembers what the page complains of from here on.
const LISTEN: &str = "window.heard = [];
    document.addEventListener('securitypolicyviolation',
        (event) => heard.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
    addEventListener('error', (event) => heard.push(`error: ${event.message ?? event.target.src}`), true);
    addEventListener('unhandledrejection', (event) => heard.push(`rejection: ${event.reason}`));
    for (const kind of ['error', 'warn']) {
        const say = console[kind];
        console[kind] = (...words) => { heard.push(`console: ${words.join(' ')}`); say(...words); };
    }";
const HEARD: &str = "return window.heard;";

/// What the policy kept out before anybody could listen: styles, fonts and pictures of the first page.
const NOT_LOADED: &str = "return [
    ...[...document.querySelectorAll('link[rel=stylesheet]')].filter((one) => !one.sheet).map((one) => one.href),
    ...[...document.fonts].filter((one) => one.status === 'error').map((one) => one.family),
    ...[...document.images].filter((one) => one.complete && !one.naturalWidth).map((one) => one.src)];";

const BREAK_THE_POLICY: &str = "const script = document.createElement('script');
    script.textContent = 'window.broken = true';
    document.body.append(script);";

/// What the window says of the file it is going to write.
struct Shown {
    path: PathBuf,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    sum: String,
}

impl Shown {
    /// Once what is shown is of the order alone.
    fn read(person: &Person) -> Self {
        let preview = "//*[@role=\"region\" and @aria-busy=\"false\"]";
        person.sees(&format!("{preview}//div[dt=\"Rows\"]/dd[.=\"3\"]"));
        let table = format!("{preview}//table");
        let columns = person.reads_all(&format!("{table}/thead/tr/th"));
        let count = person.reads_all(&format!("{table}/tbody/tr")).len();
        let rows = (1..=count)
            .map(|row| person.reads_all(&format!("{table}/tbody/tr[{row}]/td")))
            .collect();
        let sum = person.reads(&format!("{preview}//div[dt=\"Sum\"]/dd"));
        Self { path: person.reads_field("Save as").into(), columns, rows, sum }
    }

    /// The file holds what the window showed: a sale of 25,000 less 1.4 % to the gateway and 7,500 paid back.
    fn compare_with_file(&self) {
        let (columns, rows) = read_csv(&self.path);
        assert_eq!((&columns, &rows), (&self.columns, &self.rows));
        let column = |name: &str| columns.iter().position(|column| column == name).unwrap();
        let (kind, amount, order) = (column("type"), column("amount"), column("order_ref"));
        let movements: Vec<_> = rows.iter().map(|row| (&*row[kind], &*row[amount])).collect();
        let expected = [("sale", "25000.00"), ("fee", "-350.00"), ("refund", "-7500.00")];
        assert_eq!(movements, expected);
        assert!(rows.iter().all(|row| row[order] == ORDER));
        assert_eq!(self.sum.split_whitespace().collect::<Vec<_>>(), ["17,150.00", "NGN"]);
    }
}

fn read_csv(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let columns = cells(reader.headers().unwrap());
    (columns, reader.records().map(|record| cells(&record.unwrap())).collect())
}

fn practise_by_mouse(person: &Person) {
    person.clicks("Try it with practice money");
    person.sees("//*[contains(., \"No real money moves\")]");
    person.sees("//tbody/tr[2]");
}

/// Makes the link for the order, reads its address, and goes back to the payments.
fn make_link_by_mouse(person: &Person) -> String {
    person.clicks("New payment link");
    person.fills("Amount", "25000.00");
    person.fills("Customer’s e-mail", "ada@example.com");
    person.fills("Order number", ORDER);
    person.clicks("Make link");
    person.sees_dialog("The link is ready");
    person.photographs("link");
    let url = person.reads_field("Link");
    person.clicks("Close");
    person.sees(&row_saying("Pending"));
    url
}

/// Turns the switch of the theme, which goes round, until it stands there.
fn choose_theme(person: &Person, theme: &str) {
    let switch = |name: &str| format!("//aside//button[@aria-label=\"{name}\"]");
    let round = ["Light or dark: as the system", "Light", "Dark"];
    let now = round.iter().position(|name| !person.reads_all(&switch(name)).is_empty()).unwrap();
    let names = round.iter().cycle().skip(now);
    for name in names.take_while(|name| **name != theme) {
        person.clicks_at(&switch(name));
    }
    person.sees(&switch(theme));
}

/// Opens every screen and dialog once.
fn walk_through(person: &Person) {
    person.types("n");
    person.sees_dialog("New payment link");
    person.clicks_at("(//*[@role=\"dialog\"]//*[@role=\"combobox\"])[1]");
    person.sees("//*[@role=\"option\"]");
    person.types(ESCAPE);
    person.sees_no_more("//*[@role=\"option\"]");
    person.types(ESCAPE);
    person.sees_no_more("//*[@role=\"dialog\"]");
    person.types("e");
    person.clicks("Open the list: Kind of file");
    person.sees("//*[@role=\"option\"]");
    person.types(ESCAPE);
    person.sees_no_more("//*[@role=\"option\"]");
    person.clicks("Saved before");
    person.sees("//h2[normalize-space(.)=\"Nothing was saved yet\"]");
    person.clicks("Payments");
    person.types("?");
    person.sees_dialog("Keyboard shortcuts");
    person.types(ESCAPE);
    person.chord(CONTROL, 'k');
    person.sees("//*[@role=\"dialog\"]//input");
    person.types(ESCAPE);
    person.clicks("Leave practice");
    person.sees_dialog("Leave practice?");
    person.clicks("Cancel");
    person.clicks("Accounts");
    person.sees("//h1[normalize-space(.)=\"Accounts\"]");
    person.clicks("Payments");
    person.clicks_at("//tbody/tr[contains(., \"ORDER-\") and contains(., \"Paid\")][1]/th/a");
    person.clicks("Refund");
    person.sees("//*[@role=\"dialog\"]//h2[starts-with(., \"Refund \")]");
    person.clicks("Cancel");
    person.clicks("Close payment");
    person.sees_no_more("//aside[starts-with(@aria-label, \"Payment \")]");
}

fn row_saying(state: &str) -> String {
    format!("//tbody/tr[contains(th, \"{ORDER}\")]//*[normalize-space(.)=\"{state}\"]")
}

fn panel_saying(words: &str) -> String {
    format!("//aside[@aria-label=\"Payment {ORDER}\"]//*[normalize-space(.)=\"{words}\"]")
}

fn in_dialog(things: &str) -> String {
    format!("//*[@role=\"dialog\"]//{things}")
}
