//! Payments from before Tillkeeper: booked on their own days, known again, and never asked about at a gateway.

use std::collections::BTreeMap;
use std::path::PathBuf;

use backoffice::{
    Code, Error, Fate, Grouping, ImportForm, ImportRefusal, PaymentFilter, ReportQuery,
};
use chrono::TimeDelta;
use ledger::{Flag, GatewayKind, ImportKind, PaymentId, PaymentStatus, RefundMethod, RefundStatus};

use crate::imports::{file, import, plan, refused};
use crate::shop::{Shop, ngn, only, paid_back, refund};

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

/// What moved in two months of the past, and on the day of the test.
async fn by_month(shop: &Shop) -> [Vec<ledger::Money>; 3] {
    let months = [
        "from:2025-03-01 to:2025-03-31",
        "from:2025-04-01 to:2025-04-30",
        "from:2026-04-14 to:2026-04-30",
    ];
    let mut sums = Vec::new();
    for month in months {
        sums.push(shop.preview(month).await.sums);
    }
    sums.try_into().unwrap()
}

const TWO_MONTHS: &str = "OLD-1,2025-03-02 10:00:00Z,5000.00,NGN,75.00,1000.00,paid,Ada,,TX-1\n\
                          OLD-2,2025-04-03 10:00:00Z,1000.00,NGN,,,paid,Bola,,TX-2\n";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_wrongly_is_imported_again_as_if_it_had_never_been() {
    let once = Shop::open().await;
    import(&once, &old(&once, "old.csv", TWO_MONTHS)).await;

    let shop = Shop::open().await;
    let wrong = [("order", "Gateway reference"), ("name", "Status"), ("gateway-reference", "#10")];
    let changes = wrong.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
    let wrong = ImportForm { changes, ..old(&shop, "old.csv", TWO_MONTHS) };
    let made = import(&shop, &wrong).await;
    assert_eq!(found(&shop, "TX-1").await.reference.as_str(), "TX-1");
    shop.office.undo_import(made.id.unwrap(), "Wrong columns", "Ada").await.unwrap();
    assert_eq!(by_month(&shop).await, [vec![ngn(0)], vec![ngn(0)], vec![]], "on its own days");

    let right = ImportForm { afresh: true, ..old(&shop, "old.csv", TWO_MONTHS) };
    assert_eq!(import(&shop, &right).await.payments, 2);
    assert_eq!(by_month(&shop).await, by_month(&once).await);
    let totals = async |shop: &Shop| {
        let query =
            ReportQuery { by: Grouping::Month, account: None, filter: PaymentFilter::default() };
        shop.office.report(&query).await.unwrap().totals
    };
    assert_eq!(totals(&shop).await, totals(&once).await, "also in how many there were");
    for (reference, name) in [("OLD-1", "Ada"), ("OLD-2", "Bola")] {
        let record = shop.office.find_payment(reference).await.unwrap();
        assert_eq!(record.payment.reference.as_str(), reference);
        assert_eq!(record.person.unwrap().name.as_deref(), Some(name));
    }
    let page = shop.office.payments(&only(""), None, 10).await.unwrap();
    assert_eq!(page.items.len(), 2, "each is the payment that it was");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn months_that_were_handed_out_stay_as_they_are_when_an_import_is_undone_and_made_again() {
    let shop = Shop::open().await;
    let form = old(&shop, "old.csv", TWO_MONTHS);
    let made = import(&shop, &form).await;
    let month = || shop.preview("from:2025-03-01 to:2025-03-31");
    let (march, april) = (ngn(500_000 - 7_500 - 100_000), ngn(100_000));
    let path = shop.place.path("books.csv");
    shop.export("from:2025-03-01 to:2025-03-31", &path).await.unwrap();

    shop.office.undo_import(made.id.unwrap(), "A doubt", "Ada").await.unwrap();
    let back = ngn(-march.minor() - april.minor());
    assert_eq!(by_month(&shop).await, [vec![march], vec![april], vec![back]]);
    let planned = plan(&shop, &form).await;
    assert!(planned.lines[1].message.as_ref().unwrap().contains("booked today"));
    let made = import(&shop, &form).await;
    assert_eq!(by_month(&shop).await, [vec![march], vec![april], vec![ngn(0)]]);
    assert_eq!(month().await.sums, [march]);

    // What was made today nobody has been handed.
    shop.pass(TimeDelta::days(40));
    shop.office.undo_import(made.id.unwrap(), "For good", "Ada").await.unwrap();
    assert_eq!(by_month(&shop).await, [vec![march], vec![april], vec![back]]);
    assert_eq!(shop.preview("from:2026-05-01").await.rows, 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_not_undone_where_something_else_hangs_on_it() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let rows = "OLD-1,2025-03-02 10:00:00Z,5000.00,NGN,,,paid,,,\n\
                OLD-2,2025-03-03 10:00:00Z,1000.00,NGN,,,paid,,,\n";
    let made = import(&shop, &old(&shop, "old.csv", rows)).await;
    let payment: PaymentId = found(&shop, "OLD-2").await.id;
    let cash = paid_back(payment, "100.00", RefundMethod::Cash);
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
    // What is remembered of Stripe's is no matter of a file that is known by its headings.
    let made = import(&shop, &history(file(&shop, "paypal.csv", paypal))).await;
    assert_eq!(made.payments, 1, "{:?} {:?}", made.plan.problems, made.plan.questions);
    let payment = found(&shop, "INV-1").await;
    assert_eq!(payment.refundable().to_string(), "1000.00 USD");
    assert_eq!(payment.gateway_reference.as_deref(), Some("PP1"));
    assert_eq!(payment.refunds[0].requested_at.to_rfc3339(), "2025-03-16T10:00:00+00:00");
    // What somebody said of a word is.
    let tab =
        paypal.replace("INV-1", "INV-2").replace("PP1", "PP3").replace("Express Checkout", "Tab");
    let form = history(file(&shop, "tab.csv", tab));
    assert_eq!(plan(&shop, &form).await.questions[0].key, "kind:tab payment");
    let said = vec![("kind:tab payment".to_owned(), "payment".to_owned())];
    let made = import(&shop, &ImportForm { changes: said, ..form }).await;
    assert_eq!(made.payments, 1, "{:?}", made.plan.problems);
    let tab =
        paypal.replace("INV-1", "INV-4").replace("PP1", "PP5").replace("Express Checkout", "Tab");
    assert_eq!(plan(&shop, &history(file(&shop, "more.csv", tab))).await.counts.new, 1);
    let page =
        shop.office.payments(&only("from:2025-03-01 to:2025-03-31"), None, 10).await.unwrap();
    assert_eq!(page.items.len(), 3);
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

/// The cells of a row; within quotation marks, a comma is a comma.
fn cells(line: &str) -> Vec<String> {
    let mut is_quoted = false;
    let cells = line.split(|c| {
        is_quoted ^= c == '"';
        c == ',' && !is_quoted
    });
    cells.map(|cell| cell.trim_matches('"').to_owned()).collect()
}

/// What the rows of a base file come to, by day, kind and where the money was.
fn by_day(text: &str) -> BTreeMap<[String; 3], i64> {
    let mut lines = text.lines().map(cells);
    let heading = lines.next().unwrap();
    let mut sums = BTreeMap::new();
    for cells in lines {
        let row: BTreeMap<_, _> = heading.iter().map(String::as_str).zip(cells).collect();
        let minor: i64 = row["amount"].replace('.', "").parse().unwrap();
        let key = ["occurred_at_utc", "type", "funds"].map(|name| row[name].clone());
        *sums.entry(key).or_default() += minor;
    }
    sums
}

#[tokio::test(flavor = "multi_thread")]
async fn tillkeepers_own_file_brings_the_same_money_on_the_same_days() {
    let head = "schema,row_id,payment_id,order_ref,refund_id,occurred_at_utc,type,status,currency,amount,funds\n";
    let of_payments = "tillkeeper.base.1,1,P1,ORDER-1,,2026-01-10T10:00:00Z,sale,paid,NGN,100.00,clearing\n\
         tillkeeper.base.1,2,P1,ORDER-1,,2026-02-01T10:00:00Z,fee,settled,NGN,-2.00,clearing\n\
         tillkeeper.base.1,3,P1,ORDER-1,R1,2026-03-05T10:00:00Z,refund,settled,NGN,-30.00,clearing\n\
         tillkeeper.base.1,4,P1,ORDER-1,R2,2026-03-06T10:00:00Z,refund,settled,NGN,-10.00,cash\n\
         tillkeeper.base.1,5,P1,ORDER-1,R1,2026-03-20T10:00:00Z,refund_returned,settled,NGN,30.00,clearing\n\
         tillkeeper.base.1,6,P2,ORDER-2,,2026-01-31T23:30:00Z,sale,paid,NGN,50.00,clearing\n\
         tillkeeper.base.1,7,P2,ORDER-2,,2026-01-31T23:30:00Z,fee,paid,NGN,-0.75,clearing\n\
         tillkeeper.base.1,8,P2,ORDER-2,,2026-02-02T10:00:00Z,sale,paid,NGN,5.00,clearing\n\
         tillkeeper.base.1,9,P2,ORDER-2,,2026-03-01T10:00:00Z,reversal,reversed,NGN,-55.00,clearing\n";
    let of_others = "tillkeeper.base.1,10,P3,ORDER-3,,2026-03-01T10:00:00Z,sale,paid,NGN,7.00,clearing\n\
         tillkeeper.base.1,11,P3,ORDER-3,,2026-03-01T10:00:00Z,sale,cancelled,NGN,-7.00,clearing\n\
         tillkeeper.base.1,12,,SETTLE-1,,2026-03-02T10:00:00Z,payout,processed,NGN,-40.00,clearing\n\
         tillkeeper.base.1,13,,SETTLE-1,,2026-03-02T10:00:00Z,fee,processed,NGN,-0.10,clearing\n";
    let mut text = format!("{head}{of_payments}{of_others}");
    let expected = by_day(&format!("{head}{of_payments}"));
    for round in 0..2 {
        let shop = Shop::open().await;
        let form = history(file(&shop, "books.csv", &text));
        let planned = plan(&shop, &form).await;
        assert_eq!((planned.questions.len(), planned.counts.new), (0, 2), "{:?}", planned.problems);
        assert_eq!(
            planned.problems.len(),
            if round == 0 { 4 } else { 0 },
            "{:?}",
            planned.problems
        );
        import(&shop, &form).await;
        let path = shop.place.path("out.csv");
        shop.export("", &path).await.unwrap();
        text = std::fs::read_to_string(path).unwrap();
        assert_eq!(by_day(&text), expected, "round {round}");
        assert_eq!(found(&shop, "ORDER-1").await.refundable(), ngn(9_000));
        assert!(found(&shop, "ORDER-1").await.concerns().is_empty(), "it wants nobody");
        shop.check().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_brought_by_rows_of_several_days_is_withdrawn_on_those_days() {
    let shop = Shop::open().await;
    let rows = "schema,row_id,payment_id,order_ref,refund_id,occurred_at_utc,type,status,currency,amount,funds\n\
         tillkeeper.base.1,1,P1,ORDER-1,,2025-03-10T10:00:00Z,sale,paid,NGN,100.00,clearing\n\
         tillkeeper.base.1,2,P1,ORDER-1,,2025-03-11T10:00:00Z,fee,settled,NGN,-2.00,clearing\n\
         tillkeeper.base.1,3,P1,ORDER-1,R1,2025-04-05T10:00:00Z,refund,settled,NGN,-30.00,clearing\n\
         tillkeeper.base.1,4,P1,ORDER-1,,2025-04-06T10:00:00Z,reversal,reversed,NGN,-70.00,clearing\n";
    let made = import(&shop, &history(file(&shop, "books.csv", rows))).await;
    assert_eq!(by_month(&shop).await, [vec![ngn(9_800)], vec![ngn(-10_000)], vec![]]);
    shop.office.undo_import(made.id.unwrap(), "Wrong account", "Ada").await.unwrap();
    assert_eq!(by_month(&shop).await, [vec![ngn(0)], vec![ngn(0)], vec![]]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_connected_anew_knows_what_the_former_one_has() {
    let shop = Shop::open().await;
    let rows = "OLD-1,2025-03-02 10:00:00Z,5000.00,NGN,,,paid,Ada,,TX-1\n";
    import(&shop, &old(&shop, "old.csv", rows)).await;
    let former = shop.office.account("main").await.unwrap().record.id;
    shop.office.remove_account(former).await.unwrap();
    let anew = shop.connect(GatewayKind::Novac, "main").await.record.id;
    assert_ne!(anew, former);

    let longer = format!("{rows}OLD-2,2025-03-03 10:00:00Z,7.00,NGN,,,paid,Bob,,TX-2\n");
    let made = import(&shop, &old(&shop, "longer.csv", &longer)).await;
    assert_eq!((made.payments, made.plan.counts.known), (1, 1));
    let told = made.plan.lines[0].message.as_ref().unwrap();
    assert!(told.contains(&former.to_string()), "{told}");
    let of = [found(&shop, "OLD-1").await.account, found(&shop, "OLD-2").await.account];
    assert_eq!(of, [former, anew]);
    // And the other way round, where somebody names the former one.
    let form = ImportForm { account: Some(former.to_string()), ..old(&shop, "again.csv", &longer) };
    assert_eq!(plan(&shop, &form).await.counts.known, 2);
    shop.check().await;
}
