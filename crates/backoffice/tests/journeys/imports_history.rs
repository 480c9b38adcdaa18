//! Payments from before Tillkeeper: booked on their own days, known again, and never asked about at a gateway.

use std::path::PathBuf;

use backoffice::{Code, Error, Fate, ImportForm, ImportRefusal};
use chrono::TimeDelta;
use ledger::{Flag, ImportKind, PaymentId, PaymentStatus, RefundStatus};

use crate::imports::{file, import, plan, refused};
use crate::shop::{Shop, ngn, only, refund};

const HEAD: &str =
    "Order number,Paid at,Amount,Currency,Fee,Refunded,Status,Customer,Email,Gateway reference\n";

fn history(path: PathBuf) -> ImportForm {
    ImportForm { account: Some("main".to_owned()), ..ImportForm::new(ImportKind::History, path) }
}

fn old(shop: &Shop, name: &str, rows: &str) -> ImportForm {
    history(file(shop, name, format!("{HEAD}{rows}")))
}

async fn found(shop: &Shop, reference: &str) -> ledger::Payment {
    shop.office.find_payment(reference).await.unwrap().payment
}

#[tokio::test(flavor = "multi_thread")]
async fn old_payments_are_booked_on_their_own_days_with_fees_and_refunds() {
    let shop = Shop::open().await;
    let rows = "OLD-1,2025-03-02 10:00:00+01:00,5000.00,NGN,75.00,,paid,Ada Obi,ada@example.com,TX-1\n\
                OLD-2,2025-03-03 10:00:00+01:00,1000.00,NGN,15.00,400.00,partially refunded,Bob,,TX-2\n\
                OLD-3,2025-03-04 10:00:00+01:00,2000.00,NGN,,,failed,,,\n";
    let form = old(&shop, "old.csv", rows);
    let planned = plan(&shop, &form).await;
    assert_eq!((planned.counts.new, planned.in_file), (3, 3), "{:?}", planned.problems);
    assert!(planned.questions.is_empty(), "{:?}", planned.questions);
    assert!(planned.lines[1].message.as_ref().unwrap().contains("400.00 NGN of it went back"));
    let made = import(&shop, &form).await;
    assert_eq!((made.payments, made.refunded), (3, 1));

    let payment = found(&shop, "OLD-1").await;
    assert_eq!((payment.status, payment.fee), (PaymentStatus::Paid, Some(ngn(7_500))));
    assert_eq!(payment.created_at.to_rfc3339(), "2025-03-02T09:00:00+00:00");
    assert!(!payment.flags.contains(&Flag::Unordered), "a person brought it on purpose");
    let person = shop.office.find_payment("TX-1").await.unwrap().person.unwrap();
    assert_eq!(person.name.as_deref(), Some("Ada Obi"));
    let payment = found(&shop, "OLD-2").await;
    assert_eq!(payment.refundable(), ngn(60_000));
    assert_eq!(payment.refunds[0].status, RefundStatus::Processed);
    assert_eq!(found(&shop, "OLD-3").await.status, PaymentStatus::Failed);
    let sums = shop.preview("from:2025-03-01 to:2025-03-31").await.sums;
    assert_eq!(sums, [ngn(500_000 - 7_500 + 100_000 - 1_500 - 40_000)]);
    let open = shop.office.sync().await.unwrap();
    assert_eq!(open.looked_up, 0, "no gateway is asked about them");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_is_in_the_books_stays_as_it_is() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let known = shop.payment(id).await;
    let gateway_reference = known.gateway_reference.clone().unwrap();
    let rows = format!(
        "ORDER-1,2026-04-14 12:00:00Z,25000.00,NGN,,,paid,Mallory,m@example.com,\n\
         ANOTHER-NAME,2026-04-14 12:00:00Z,1.00,NGN,,,failed,,,{gateway_reference}\n\
         NEW-1,2026-04-13 12:00:00Z,3.00,NGN,,,paid,,,\n"
    );
    let form = old(&shop, "old.csv", &rows);
    let planned = plan(&shop, &form).await;
    let fates: Vec<_> = planned.lines.iter().map(|line| line.fate).collect();
    assert_eq!(fates, [Fate::Known, Fate::Changed, Fate::New]);
    assert!(planned.lines[1].message.as_ref().unwrap().contains("with 25000.00 NGN"));
    assert_eq!(import(&shop, &form).await.payments, 1);
    assert_eq!(shop.payment(id).await, known, "not an entry was added");
    // A longer file has all of them again.
    let longer = format!("{rows}NEW-2,2026-04-13 13:00:00Z,4.00,NGN,,,paid,,,\n");
    let made = import(&shop, &old(&shop, "longer.csv", &longer)).await;
    assert_eq!((made.payments, made.plan.counts.known), (1, 2));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_account_takes_its_history_too() {
    let shop = Shop::open().await;
    let id = shop.office.account("main").await.unwrap().record.id;
    shop.office.remove_account(id).await.unwrap();
    let form = old(&shop, "old.csv", "OLD-1,2025-03-02 10:00:00Z,5000.00,NGN,,,paid,,,\n");
    assert_eq!(import(&shop, &form).await.payments, 1);
    let payment = found(&shop, "OLD-1").await;
    assert_eq!((payment.account, payment.status), (id, PaymentStatus::Paid));
    let nobody = ImportForm { account: Some("nobody".to_owned()), ..form };
    assert_eq!(refused(&shop, &nobody).await.code(), Code::NotFound);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_nobody_knows_are_asked_about_and_an_order_number_that_is_there_twice_is_told() {
    let shop = Shop::open().await;
    let rows = "A-1,2025-03-02 10:00:00Z,1.00,NGN,,,Bezahlt,,,\n\
                A-2,2025-03-02 11:00:00Z,2.00,NGN,,,paid,,,\n\
                A-3,2025-03-02 12:00:00Z,3.00,NGN,,,paid,,,\n\
                A-3,2025-03-02 13:00:00Z,4.00,NGN,,,paid,,,\n\
                A-5,2027-03-02 13:00:00Z,4.00,NGN,,,paid,,,\n";
    let form = old(&shop, "old.csv", rows);
    let planned = plan(&shop, &form).await;
    assert_eq!(planned.questions[0].key, "state:bezahlt");
    assert!(planned.questions[0].choices.contains(&"paid"));
    let told: Vec<_> = planned.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(told, [2, 4, 5, 6]);
    assert!(planned.problems[3].message.contains("in the future"));
    let Error::NotImported(why) = refused(&shop, &form).await else { panic!("another error") };
    assert!(matches!(*why, ImportRefusal::Open { .. }), "{why}");

    let changes = vec![("state:Bezahlt".to_owned(), "paid".to_owned())];
    let made = import(&shop, &ImportForm { changes, ..form }).await;
    assert_eq!(made.payments, 2);
    assert!(made.plan.problems[0].message.contains("`A-3` stands at several payments"));
    let word = vec![("state:x".to_owned(), "sort of".to_owned())];
    let bad = ImportForm { changes: word, ..old(&shop, "bad.csv", rows) };
    assert_eq!(refused(&shop, &bad).await.field(), Some("map"));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_that_is_undone_leaves_no_money_and_can_be_imported_again() {
    let shop = Shop::open().await;
    let rows = "OLD-1,2025-03-02 10:00:00Z,5000.00,NGN,75.00,1000.00,paid,Ada,,TX-1\n\
                OLD-2,2025-03-03 10:00:00Z,1000.00,NGN,,,paid,,,\n";
    let form = old(&shop, "old.csv", rows);
    let full = [ngn(500_000 - 7_500 - 100_000 + 100_000)];
    for round in 0..3 {
        let made = import(&shop, &form).await;
        assert_eq!(made.payments, 2, "round {round}");
        assert_eq!(shop.preview("").await.sums, full, "round {round}");
        shop.check().await;
        let undone = shop.office.undo_import(made.id.unwrap(), "Wrong file", "Ada").await.unwrap();
        assert_eq!((undone.payments, undone.kept.len()), (2, 0), "round {round}");
        assert_eq!(shop.preview("").await.sums, [ngn(0)], "round {round}");
        assert_eq!(found(&shop, "OLD-1").await.status, PaymentStatus::Cancelled);
        shop.check().await;
    }
    let detail = {
        let made = import(&shop, &form).await;
        shop.office.import(made.id.unwrap()).await.unwrap()
    };
    assert_eq!((detail.payments_brought, detail.payments.len()), (2, 2));
    assert!(!found(&shop, "OLD-1").await.flags.contains(&Flag::Late));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_not_undone_where_something_else_hangs_on_it() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let rows = "OLD-1,2025-03-02 10:00:00Z,5000.00,NGN,,,paid,,,\n\
                OLD-2,2025-03-03 10:00:00Z,1000.00,NGN,,,paid,,,\n";
    let made = import(&shop, &old(&shop, "old.csv", rows)).await;
    let payment: PaymentId = found(&shop, "OLD-2").await.id;
    let cash = backoffice::RefundRecordForm {
        payment,
        amount: "100.00".to_owned(),
        method: ledger::RefundMethod::Cash,
        reason: "Damaged".to_owned(),
        evidence: None,
        file: None,
        by: None,
        key: None,
    };
    shop.office.record_refund(&cash).await.unwrap();
    let before = shop.office.journal_head().await.unwrap();
    let why = shop.office.undo_import(made.id.unwrap(), "Wrong", "Ada").await.unwrap_err();
    assert_eq!(why.code(), Code::Refused);
    assert!(why.to_string().contains("a refund of 100.00 NGN is in the books for OLD-2"), "{why}");
    assert_eq!(shop.office.journal_head().await.unwrap(), before, "nothing of it was undone");
    assert_eq!(found(&shop, "OLD-1").await.status, PaymentStatus::Paid);
    for (reason, by) in [("", "Ada"), ("Wrong", " ")] {
        let why = shop.office.undo_import(made.id.unwrap(), reason, by).await.unwrap_err();
        assert_eq!(why.code(), Code::InvalidInput);
    }
    // What is no import's is not touched by any of this.
    shop.pass(TimeDelta::minutes(1));
    shop.office.create_refund(&refund(id, Some("5.00"))).await.unwrap();
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_paypal_and_stripe_need_no_mapping() {
    let shop = Shop::open().await;
    let stripe = "id,Description,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Fee,Status,Customer Email\n\
                  ch_1,Premium plan,2025-03-02 10:00:00,50.00,10.00,usd,50.00,10.00,1.75,Paid,ada@example.com\n";
    let made = import(&shop, &history(file(&shop, "stripe.csv", stripe))).await;
    assert_eq!(made.payments, 1, "{:?} {:?}", made.plan.problems, made.plan.questions);
    assert_eq!(found(&shop, "ch_1").await.refundable().to_string(), "40.00 USD");
    let paypal = "\"Date\",\"Time\",\"TimeZone\",\"Name\",\"Type\",\"Status\",\"Currency\",\"Gross\",\"Fee\",\"Net\",\"From Email Address\",\"Transaction ID\",\"Reference Txn ID\",\"Invoice Number\",\"Balance Impact\"\n\
                  \"03/15/2025\",\"10:00:00\",\"UTC\",\"Ada Obi\",\"Express Checkout Payment\",\"Completed\",\"USD\",\"1,050.00\",\"-1.75\",\"1,048.25\",\"ada@example.com\",\"PP1\",\"\",\"INV-1\",\"Credit\"\n\
                  \"03/16/2025\",\"10:00:00\",\"UTC\",\"Ada Obi\",\"Payment Refund\",\"Completed\",\"USD\",\"-50.00\",\"0.00\",\"-50.00\",\"ada@example.com\",\"PP2\",\"PP1\",\"\",\"Debit\"\n";
    let form = ImportForm { afresh: true, ..history(file(&shop, "paypal.csv", paypal)) };
    let made = import(&shop, &form).await;
    assert_eq!(made.payments, 1, "{:?} {:?}", made.plan.problems, made.plan.questions);
    let payment = found(&shop, "INV-1").await;
    assert_eq!(payment.refundable().to_string(), "1000.00 USD");
    assert_eq!(payment.gateway_reference.as_deref(), Some("PP1"));
    let page =
        shop.office.payments(&only("from:2025-03-01 to:2025-03-31"), None, 10).await.unwrap();
    assert_eq!(page.items.len(), 2);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tillkeepers_own_file_brings_the_same_money_to_other_books() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.paid("ORDER-2").await;
    shop.refund(id, "5000.00").await;
    shop.pass(TimeDelta::minutes(1));
    shop.office.look_up(id).await.unwrap();
    let path = shop.place.path("books.csv");
    let made = shop.export("", &path).await.unwrap();

    let other = Shop::open().await;
    let text = std::fs::read_to_string(path).unwrap();
    let form = history(file(&other, "books.csv", text));
    let planned = plan(&other, &form).await;
    assert!(planned.questions.is_empty(), "{:?}", planned.questions);
    assert_eq!(import(&other, &form).await.payments, 2, "{:?}", planned.problems);
    assert_eq!(other.preview("").await.sums, made.sums);
    assert_eq!(found(&other, "ORDER-1").await.refundable(), ngn(2_000_000));
    other.check().await;
}
