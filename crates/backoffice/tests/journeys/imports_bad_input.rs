//! Files that are wrong, cut, enormous or hostile: each refused in words that say what to do, with nothing written.

use std::fs::File;
use std::path::PathBuf;

use backoffice::{Code, ImportForm};
use ledger::{Currency, ImportKind, Money};

use crate::imports::{books, csv, file, import, ofx, plan, refused, statement};
use crate::shop::Shop;

/// Changes to a mapping, in words.
type Changes = &'static [(&'static str, &'static str)];

fn with(form: ImportForm, changes: &[(&str, &str)]) -> ImportForm {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    ImportForm { changes: changes.iter().map(owned).collect(), ..form }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_right_is_refused_in_words_that_say_what_to_do() {
    let shop = Shop::open().await;
    let good = csv(&[(2, "5000.00", "ADA"), (3, "1.00", "BOB")]);
    let whole = ofx(&[("1", 2, "5.00", "ADA"), ("2", 3, "6.00", "BOB")]);
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"xxxxxxxxxx\"><!ENTITY c \"&b;&b;&b;\">]>\
                <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt>&c;</BkToCstmrStmt></Document>";
    let latin: Vec<u8> = csv(&[(2, "1.00", "M?ller"), (3, "2.00", "B")])
        .bytes()
        .map(|byte| if byte == b'?' { 0xFC } else { byte })
        .collect();
    let us = "Booking date,Details,Amount (NGN)\n03/25/2026,Ada,1.00\n03/26/2026,Bob,2.00\n";
    let files: [(&str, Vec<u8>, Changes, &str); 9] = [
        (
            "delimiter.csv",
            good.clone().into_bytes(),
            &[("delimiter", "semicolon")],
            "choose a comma",
        ),
        ("encoding.csv", latin, &[("encoding", "utf-8")], "choose Windows-1252"),
        ("dates.csv", us.as_bytes().to_vec(), &[("dates", "d-m-y")], "Choose month-day-year"),
        ("column.csv", good.into_bytes(), &[("amount", "Betrag")], "no column `Betrag`"),
        ("cut.ofx", whole.as_bytes()[..whole.len() - 60].to_vec(), &[], "breaks off"),
        ("bomb.xml", bomb.as_bytes().to_vec(), &[], "declares a document type"),
        ("book.xlsx", b"PK\x03\x04\0\0\0\0".to_vec(), &[], "a workbook, a PDF or something else"),
        ("empty.csv", b"\n \n".to_vec(), &[], "no rows"),
        ("report.json", b"{\"status\":true}".to_vec(), &[], "written in JSON"),
    ];
    for (name, bytes, changes, says) in files {
        let form = with(statement(file(&shop, name, bytes)), changes);
        let why = refused(&shop, &form).await;
        assert!(why.to_string().contains(says), "{name}: {why}");
        assert_eq!(why.code(), Code::InvalidInput, "{name}: {why}");
    }
    let gone = statement(PathBuf::from("/nowhere/march.csv"));
    assert_eq!(refused(&shop, &gone).await.code(), Code::InvalidInput);
    assert_eq!(
        refused(&shop, &statement(shop.place.path("books"))).await.code(),
        Code::InvalidInput
    );
    assert!(books(&shop).await.is_empty());
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_megabytes_are_refused_before_they_are_read() {
    let shop = Shop::open().await;
    let path = shop.place.path("huge.csv");
    File::create(&path).unwrap().set_len(200 * 1024 * 1024).unwrap();
    for kind in [ImportKind::Statement, ImportKind::History, ImportKind::BalanceReport] {
        let mut form = ImportForm::new(kind, path.clone());
        if kind == ImportKind::Statement {
            form.place = Some("GTBank".to_owned());
        } else {
            form.account = Some("main".to_owned());
        }
        let why = refused(&shop, &form).await;
        assert!(why.to_string().contains("more than 32 MiB"), "{why}");
        assert_eq!((why.code(), why.field()), (Code::InvalidInput, Some("file")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_kept_as_it_is_written() {
    let shop = Shop::open().await;
    let long = "x".repeat(10_000);
    let texts = [
        "=1+1",
        "+SUM(A1)",
        "-1",
        "@cmd",
        "tab\there",
        "two\nlines",
        "\u{202E}right to left",
        "\"quoted\"",
        "🧾",
        long.as_str(),
    ];
    let mut text = String::from("Booking date,Details,Amount (NGN)\n");
    for details in texts {
        text += &format!("2026-03-02,\"{}\",1.00\n", details.replace('"', "\"\""));
    }
    let made = import(&shop, &statement(file(&shop, "hostile.csv", text))).await;
    assert_eq!(made.lines, 10, "{:?}", made.plan.problems);
    let kept: Vec<_> = books(&shop).await.into_iter().map(|(_, _, text)| text).collect();
    for details in texts {
        assert!(kept.iter().any(|kept| kept == details), "{details:?} is not among {kept:?}");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_have_the_digits_of_their_currency() {
    let shop = Shop::open().await;
    let text = "Booking date,Details,Amount,Currency\n\
                2026-03-25,yen,1500,JPY\n\
                2026-03-25,dinar,1.500,BHD\n\
                2026-03-25,unit of account,1.5000,CLF\n\
                2026-03-25,too fine,1500.5,JPY\n";
    let form = with(statement(file(&shop, "mixed.csv", text)), &[("decimal", "point")]);
    let planned = plan(&shop, &form).await;
    let told: Vec<_> = planned.lines.iter().filter_map(|line| line.amount).collect();
    let money = |minor, currency| Money::from_minor(minor, currency);
    let clf: Currency = "CLF".parse().unwrap();
    let (jpy, bhd) = ("JPY".parse().unwrap(), "BHD".parse().unwrap());
    assert_eq!(told, [money(1500, jpy), money(1500, bhd), money(15_000, clf)]);
    assert_eq!(planned.problems.len(), 1);
    assert!(planned.problems[0].message.contains("JPY has"), "{:?}", planned.problems);
    assert_eq!(import(&shop, &form).await.plan.sums.len(), 3);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_belong_in_a_form_is_told_at_its_field() {
    let shop = Shop::open().await;
    let path = file(&shop, "march.csv", csv(&[(2, "5000.00", "ADA")]));
    let base = statement(path.clone());
    let long = Some("x".repeat(41));
    let forms = [
        (ImportForm { account: Some("main".to_owned()), ..base.clone() }, "account"),
        (ImportForm { place: None, ..base.clone() }, "place"),
        (ImportForm { place: long, ..base.clone() }, "place"),
        (with(base.clone(), &[("colour", "red")]), "map"),
        (with(base.clone(), &[("dates", "sideways")]), "map"),
        (with(base.clone(), &[("in", "Amount (NGN)")]), "map"),
        (with(base.clone(), &[("currency", "naira")]), "map"),
        (with(base.clone(), &[("date", "#0")]), "map"),
        (ImportForm::new(ImportKind::History, path.clone()), "account"),
        (ImportForm { kind: ImportKind::RefundList, ..base }, "place"),
    ];
    for (form, field) in forms {
        let why = refused(&shop, &form).await;
        assert_eq!((why.code(), why.field()), (Code::InvalidInput, Some(field)), "{why}");
    }
}
