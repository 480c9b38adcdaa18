//! Bank statements brought in: known again by the bank's ids, never left out for their looks alone, and never there twice.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use backoffice::{
    Alike, Code, Error, Fate, ImportForm, ImportPlan, ImportRefusal, ImportReport, StatementLine,
};
use chrono::TimeDelta;
use ledger::{Body, ImportKind, Money};

use crate::shop::{Shop, newest, ngn};

/// A file in the shop's folder.
pub(crate) fn file(shop: &Shop, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = shop.place.path(name);
    fs::write(&path, content).unwrap();
    path
}

/// A statement of the bank account that the merchant calls `GTBank`.
pub(crate) fn statement(path: PathBuf) -> ImportForm {
    ImportForm { place: Some("GTBank".to_owned()), ..ImportForm::new(ImportKind::Statement, path) }
}

/// OFX with a line for each id, day of March 2026, amount and text.
pub(crate) fn ofx(lines: &[(&str, u32, &str, &str)]) -> String {
    let mut text = String::from(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:UTF-8\nCHARSET:NONE\nCOMPRESSION:NONE\nOLDFILEUID:NONE\n\
         NEWFILEUID:NONE\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>NGN<BANKACCTFROM><BANKID>058<ACCTID>0123456789\
         <ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20260301<DTEND>20260331\n",
    );
    for (id, day, amount, name) in lines {
        let kind = if amount.starts_with('-') { "DEBIT" } else { "CREDIT" };
        writeln!(
            text,
            "<STMTTRN><TRNTYPE>{kind}<DTPOSTED>202603{day:02}<TRNAMT>{amount}<FITID>{id}<NAME>{name}</STMTTRN>"
        )
        .unwrap();
    }
    text + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
}

/// A CSV without ids, with a line for each day of March 2026, amount and text.
pub(crate) fn csv(lines: &[(u32, &str, &str)]) -> String {
    let mut text = String::from("Booking date,Details,Amount (NGN)\n");
    for (day, amount, details) in lines {
        writeln!(text, "2026-03-{day:02},{details},{amount}").unwrap();
    }
    text
}

pub(crate) async fn plan(shop: &Shop, form: &ImportForm) -> ImportPlan {
    shop.office.plan_import(form).await.unwrap()
}

pub(crate) async fn import(shop: &Shop, form: &ImportForm) -> ImportReport {
    shop.office.make_import(form, None, None).await.unwrap()
}

/// Why an import was refused; nothing may have been written.
pub(crate) async fn refused(shop: &Shop, form: &ImportForm) -> Error {
    let before = shop.office.journal_head().await.unwrap();
    let refused = shop.office.make_import(form, None, None).await.unwrap_err();
    assert_eq!(shop.office.journal_head().await.unwrap(), before, "something was written");
    refused
}

/// Every line that counts, of all imports, as day, amount and text.
pub(crate) async fn books(shop: &Shop) -> Vec<(String, Money, String)> {
    let mut lines: Vec<StatementLine> = Vec::new();
    for record in shop.office.imports(None, 500).await.unwrap().items {
        lines.extend(shop.office.import_lines(record.id, None, 5000).await.unwrap().items);
    }
    lines.retain(|line| !line.undone);
    let told = |line: StatementLine| (line.date.to_string(), line.amount, line.texts.unwrap().text);
    let mut told: Vec<_> = lines.into_iter().map(told).collect();
    told.sort();
    told
}

fn fates(plan: &ImportPlan) -> Vec<Fate> {
    plan.lines.iter().map(|line| line.fate).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_neither_doubles_nor_eats_rows_where_the_bank_gives_them_ids() {
    let shop = Shop::open().await;
    // Two equal payments on one day are two, because their ids are.
    let first = [("1", 2, "5000.00", "ADA"), ("2", 2, "5000.00", "ADA"), ("3", 3, "-75.50", "FEE")];
    let made = import(&shop, &statement(file(&shop, "one.ofx", ofx(&first)))).await;
    assert_eq!((made.lines, made.plan.counts.new), (3, 3));
    assert_eq!(made.plan.sums, [ngn(1_000_000 - 7_550)]);

    let second = [first[1], first[2], ("4", 3, "5000.00", "ADA"), ("5", 4, "120.00", "BOB")];
    let form = statement(file(&shop, "two.ofx", ofx(&second)));
    let planned = plan(&shop, &form).await;
    assert_eq!(fates(&planned), [Fate::Known, Fate::Known, Fate::New, Fate::New]);
    assert!(!planned.wants_decision(), "ids tell everything");
    assert_eq!(import(&shop, &form).await.lines, 2);

    let amounts: Vec<_> = books(&shop).await.into_iter().map(|(_, amount, _)| amount).collect();
    assert_eq!(amounts, [ngn(500_000), ngn(500_000), ngn(-7_550), ngn(500_000), ngn(12_000)]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_neither_doubles_nor_eats_rows_where_only_their_looks_tell() {
    let shop = Shop::open().await;
    let ada = (2, "5000.00", "ADA");
    let first = csv(&[ada, ada, (3, "-75.50", "Fee")]);
    let made = import(&shop, &statement(file(&shop, "one.csv", first))).await;
    assert_eq!(made.lines, 3, "two equal payments of one day stay two");

    // A third one came in later that day, and the file begins with the day before.
    let second = csv(&[ada, ada, ada, (3, "-75.50", "Fee"), (4, "120.00", "Bob")]);
    let form = statement(file(&shop, "two.csv", second));
    let planned = plan(&shop, &form).await;
    assert_eq!(fates(&planned), [Fate::Alike, Fate::Alike, Fate::New, Fate::Alike, Fate::New]);
    assert!(planned.lines[0].message.as_ref().unwrap().contains("2026-03-02"));
    assert!(planned.wants_decision());
    let why = refused(&shop, &form).await;
    assert_eq!((why.code(), why.field()), (Code::Refused, Some("alike")));
    assert!(why.to_string().starts_with("3 lines of the file may be the same"), "{why}");

    let form = ImportForm { alike: Some(Alike::Skip), ..form };
    assert_eq!(import(&shop, &form).await.lines, 2);
    let expected = [("2026-03-02", 500_000); 3].into_iter();
    let expected: Vec<_> =
        expected.chain([("2026-03-03", -7_550), ("2026-03-04", 12_000)]).collect();
    let told = books(&shop).await;
    let told: Vec<_> = told.iter().map(|(day, amount, _)| (day.as_str(), amount.minor())).collect();
    assert_eq!(told, expected);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_only_looks_like_another_is_taken_when_a_person_says_so_and_is_known_from_then_on()
 {
    let shop = Shop::open().await;
    let ada = (2, "5000.00", "ADA");
    import(&shop, &statement(file(&shop, "morning.csv", csv(&[ada])))).await;
    // The bank's second file of the day has what came in since the first, and nothing else.
    let form = statement(file(&shop, "evening.csv", csv(&[ada, (2, "7.00", "Bob")])));
    assert_eq!(fates(&plan(&shop, &form).await), [Fate::Alike, Fate::New]);
    let made = import(&shop, &ImportForm { alike: Some(Alike::Take), ..form }).await;
    assert_eq!((made.lines, made.plan.counts.taken), (2, 2));

    // The statement of the whole month has both, and both are known by now.
    let month = csv(&[ada, ada, (2, "7.00", "Bob"), (9, "1.00", "Late")]);
    let form = statement(file(&shop, "month.csv", month));
    assert_eq!(
        fates(&plan(&shop, &form).await),
        [Fate::Alike, Fate::Alike, Fate::Alike, Fate::New]
    );
    import(&shop, &ImportForm { alike: Some(Alike::Skip), ..form }).await;
    assert_eq!(books(&shop).await.len(), 4);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_in_another_format_is_not_taken_a_second_time() {
    let shop = Shop::open().await;
    import(
        &shop,
        &statement(file(&shop, "march.csv", csv(&[(2, "5000.00", "Transfer from Ada")]))),
    )
    .await;
    let lines =
        [("1", 2, "5000.00", "NIP/ADA OBI"), ("2", 2, "5000.00", "NIP/BOB"), ("3", 3, "1.00", "X")];
    let form = statement(file(&shop, "march.ofx", ofx(&lines)));
    let planned = plan(&shop, &form).await;
    // One line is known, so one of the file may be it, and not both.
    assert_eq!(fates(&planned), [Fate::Alike, Fate::New, Fate::New]);
    import(&shop, &ImportForm { alike: Some(Alike::Skip), ..form }).await;
    assert_eq!(books(&shop).await.len(), 3);
    // From now on ids tell.
    let lines = [lines[1], lines[2], ("4", 3, "1.00", "X")];
    let form = statement(file(&shop, "again.ofx", ofx(&lines)));
    assert_eq!(fates(&plan(&shop, &form).await), [Fate::Known, Fate::Known, Fate::New]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_the_bank_changed_is_told_and_the_books_stay() {
    let shop = Shop::open().await;
    let lines = [("1", 2, "5000.00", "ADA"), ("2", 3, "10.00", "BOB"), ("3", 3, "11.00", "EVE")];
    import(&shop, &statement(file(&shop, "one.ofx", ofx(&lines)))).await;
    let changed =
        [("1", 2, "5000.01", "ADA"), ("2", 9, "10.00", "BOB"), ("3", 3, "11.00", "E V E")];
    let form = statement(file(&shop, "two.ofx", ofx(&changed)));
    let planned = plan(&shop, &form).await;
    assert_eq!(fates(&planned), [Fate::Changed; 3]);
    assert!(planned.lines[0].message.as_ref().unwrap().contains("5000.00 NGN before"));
    let before = shop.office.journal_head().await.unwrap();
    let made = import(&shop, &form).await;
    assert_eq!((made.id, made.lines), (None, 0), "nothing is new");
    assert_eq!(shop.office.journal_head().await.unwrap(), before);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_uses_its_ids_again_has_its_lines_taken_when_a_person_says_so() {
    let shop = Shop::open().await;
    let first = [("1", 2, "5000.00", "ADA"), ("2", 3, "10.00", "BOB")];
    import(&shop, &statement(file(&shop, "one.ofx", ofx(&first)))).await;
    // Of one the amount is the same by chance, and weeks lie between the two.
    let anew = [("1", 20, "70.00", "EVE"), ("2", 21, "10.00", "FEMI"), ("3", 22, "9.00", "GIL")];
    let form = statement(file(&shop, "two.ofx", ofx(&anew)));
    let planned = plan(&shop, &form).await;
    assert_eq!(fates(&planned), [Fate::Alike, Fate::Alike, Fate::New]);
    let told = planned.lines[0].message.as_ref().unwrap();
    assert!(told.contains("a line of 2026-03-02 over 5000.00 NGN before"), "{told}");
    let why = refused(&shop, &form).await;
    assert_eq!((why.code(), why.field()), (Code::Refused, Some("alike")));
    let skipped = ImportForm { alike: Some(Alike::Skip), ..form.clone() };
    assert_eq!(plan(&shop, &skipped).await.counts.taken, 1);
    let taken = ImportForm { alike: Some(Alike::Take), ..form };
    assert_eq!(import(&shop, &taken).await.lines, 3);

    // Nobody is asked of them again, and each id may be used a third time.
    let longer = [anew[0], ("2", 25, "81.00", "HAL"), anew[2]];
    let form = statement(file(&shop, "three.ofx", ofx(&longer)));
    assert_eq!(fates(&plan(&shop, &form).await), [Fate::Known, Fate::Alike, Fate::Known]);
    assert_eq!(books(&shop).await.len(), 5);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn however_a_file_spells_the_bank_account_its_lines_are_known() {
    let shop = Shop::open().await;
    let lines = [("1", 2, "5000.00", "ADA"), ("2", 3, "10.00", "BOB")];
    let spelt = |name: &str, account: &str, lines: &[(&str, u32, &str, &str)]| {
        let text = ofx(lines).replace("<ACCTID>0123456789", &format!("<ACCTID>{account}"));
        ImportForm { place: None, ..statement(file(&shop, name, text)) }
    };
    let first = spelt("one.ofx", "6789", &lines);
    import(&shop, &ImportForm { place: Some("GTBank".to_owned()), ..first }).await;
    let mut more = lines.to_vec();
    let spellings = [("3", "01-2345-6789"), ("4", "0123456789"), ("5", "NG58 0123 4567 89")];
    for (known, (id, account)) in (2..).zip(spellings) {
        more.push((id, 9, "1.00", "EVE"));
        let form = spelt(&format!("{id}.ofx"), account, &more);
        let planned = plan(&shop, &form).await;
        assert_eq!((planned.counts.new, planned.counts.known), (1, known), "{account}");
        import(&shop, &form).await;
    }
    assert_eq!(books(&shop).await.len(), 5);
    // The longest spelling is what is remembered, and too few digits are nobody's.
    let known = shop.office.remembered_mappings().await.unwrap();
    assert_eq!(known[0].bank_account.as_deref(), Some("NG58 0123 4567 89"));
    for (name, account) in [("six.ofx", "996789"), ("nine.ofx", "9")] {
        let form = spelt(name, account, &lines);
        let why = refused(&shop, &ImportForm { place: Some("GTBank".to_owned()), ..form }).await;
        assert_eq!(why.field(), Some("place"), "{account}: {why}");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_counts_from_another_day_is_alike_and_never_left_out_by_itself() {
    let shop = Shop::open().await;
    let by_value = csv(&[(2, "10.00", "ADA"), (6, "10.00", "ADA"), (20, "7.00", "BOB")]);
    import(&shop, &statement(file(&shop, "march.csv", by_value))).await;
    let by_booking = [("1", 4, "10.00", "A"), ("2", 6, "10.00", "A"), ("3", 24, "7.00", "B")];
    let form = statement(file(&shop, "march.ofx", ofx(&by_booking)));
    let planned = plan(&shop, &form).await;
    assert_eq!(fates(&planned), [Fate::Alike, Fate::Alike, Fate::New]);
    assert!(planned.lines[0].message.as_ref().unwrap().contains("2026-03-02"));
    assert!(planned.lines[1].message.as_ref().unwrap().contains("2026-03-06"));
    let taken = ImportForm { alike: Some(Alike::Take), ..form };
    assert_eq!(import(&shop, &taken).await.lines, 3);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_is_refused_with_its_day_and_taken_again_once_it_was_undone() {
    let shop = Shop::open().await;
    let lines = [("1", 2, "5000.00", "ADA"), ("2", 2, "5000.00", "ADA")];
    let path = file(&shop, "march.ofx", ofx(&lines));
    let made = import(&shop, &statement(path.clone())).await;
    let Body::LineRead(_) = newest(&shop.office).await else { panic!("no line was read") };
    shop.pass(TimeDelta::days(2));

    // By another name it is the same file all the same.
    let copy = file(&shop, "copy.ofx", fs::read(&path).unwrap());
    let why = refused(&shop, &statement(copy)).await;
    assert!(why.to_string().contains("imported on 2026-04-14 already, as `march.ofx`"), "{why}");
    assert_eq!(why.code(), Code::Refused);

    let id = made.id.unwrap();
    let undone = shop.office.undo_import(id, "Of the wrong bank", "Ada").await.unwrap();
    assert_eq!(undone.lines, 2);
    assert!(books(&shop).await.is_empty());
    let record = shop.office.import(id).await.unwrap().record;
    assert_eq!(record.undone.unwrap().reason, "Of the wrong bank");
    let again = shop.office.undo_import(id, "Twice", "Ada").await.unwrap_err();
    assert_eq!(again.code(), Code::Refused);

    let made = import(&shop, &statement(path)).await;
    assert_eq!(made.lines, 2, "nothing of what was undone is in the way");
    assert_eq!(books(&shop).await.len(), 2);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_is_what_was_shown() {
    let shop = Shop::open().await;
    let form = statement(file(&shop, "march.csv", csv(&[(2, "5000.00", "ADA")])));
    let shown = plan(&shop, &form).await;
    assert_eq!(plan(&shop, &form).await.digest, shown.digest, "the same again");
    file(&shop, "march.csv", csv(&[(2, "5000.00", "ADA"), (3, "1.00", "BOB")]));
    let made = shop.office.make_import(&form, Some(&shown.digest), None).await;
    let Err(Error::NotImported(why)) = made else { panic!("another file was imported") };
    let ImportRefusal::PlanChanged(now) = *why else { panic!("{why}") };
    assert_eq!(now.lines.len(), 2);
    shop.office.make_import(&form, Some(&now.digest), Some("Ada")).await.unwrap();
    let record = shop.office.imports(None, 10).await.unwrap().items.remove(0);
    assert_eq!(record.by.unwrap().as_str(), "Ada");
    assert_eq!((record.in_file, record.lines, record.place.as_deref()), (2, 2, Some("GTBank")));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_that_were_chosen_once_are_remembered_and_can_be_forgotten() {
    let shop = Shop::open().await;
    let text = "When;What;How much\n02.03.2026;Ada;5.000,00\n03.03.2026;Bob;-7,50\n";
    let form = statement(file(&shop, "one.csv", text));
    let open = plan(&shop, &form).await;
    assert!(open.lines.is_empty());
    let keys: Vec<_> = open.questions.iter().map(|question| question.key.as_str()).collect();
    assert!(keys.contains(&"currency"), "{keys:?}");
    assert_eq!(open.preview.as_ref().unwrap().rows[1].cells[1], "Ada");
    let why = refused(&shop, &form).await;
    assert_eq!((why.code(), why.field()), (Code::InvalidInput, Some("map")));

    let words = [
        ("skip", "0"),
        ("heading", "yes"),
        ("date", "When"),
        ("text", "What"),
        ("amount", "How much"),
        ("currency", "NGN"),
        ("dates", "d-m-y"),
        ("decimal", "comma"),
        ("thousands", "point"),
    ];
    let changes = words.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
    let form = ImportForm { changes, ..form };
    let made = import(&shop, &form).await;
    assert_eq!(made.plan.sums, [ngn(500_000 - 750)]);

    // The next file needs nothing but the name, in whatever spelling.
    let next = file(&shop, "two.csv", "When;What;How much\n04.03.2026;Eve;1,00\n");
    let next = ImportForm { place: Some("gtbank".to_owned()), ..statement(next) };
    let made = import(&shop, &next).await;
    assert_eq!(made.plan.mapping_from.as_str(), "remembered");
    assert_eq!(made.plan.place.as_deref(), Some("GTBank"));
    assert_eq!(made.plan.sums, [ngn(100)]);

    let other = statement(file(&shop, "three.csv", csv(&[(5, "1.00", "X")])));
    let why = refused(&shop, &other).await;
    assert!(why.to_string().contains("does not fit the columns that are remembered"), "{why}");
    assert_eq!(import(&shop, &ImportForm { afresh: true, ..other }).await.lines, 1);

    let remembered = shop.office.remembered_mappings().await.unwrap();
    assert_eq!((remembered.len(), remembered[0].name.as_str()), (1, "GTBank"));
    shop.office.forget_mapping(ImportKind::Statement, "gtbank").await.unwrap();
    assert!(shop.office.remembered_mappings().await.unwrap().is_empty());
    let gone = shop.office.forget_mapping(ImportKind::Statement, "gtbank").await.unwrap_err();
    assert_eq!(gone.code(), Code::NotFound);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_to_its_own_bank_account_and_to_no_other() {
    let shop = Shop::open().await;
    let nameless = ImportForm::new(
        ImportKind::Statement,
        file(&shop, "one.ofx", ofx(&[("1", 2, "5.00", "ADA")])),
    );
    let why = refused(&shop, &nameless).await;
    assert_eq!(why.field(), Some("place"));
    import(&shop, &ImportForm { place: Some("GTBank".to_owned()), ..nameless }).await;
    // The file names the account, so that nobody has to.
    let second = file(&shop, "two.ofx", ofx(&[("2", 3, "6.00", "BOB")]));
    let second = ImportForm::new(ImportKind::Statement, second);
    assert_eq!(plan(&shop, &second).await.place.as_deref(), Some("GTBank"));
    let why =
        refused(&shop, &ImportForm { place: Some("Zenith".to_owned()), ..second.clone() }).await;
    assert!(why.to_string().contains("which you call `GTBank`"), "{why}");

    let other = ofx(&[("3", 3, "6.00", "BOB")]).replace("0123456789", "9999999999");
    let why = refused(&shop, &statement(file(&shop, "three.ofx", other))).await;
    assert!(why.to_string().contains("is of the bank account 9999999999"), "{why}");
    shop.check().await;
}
