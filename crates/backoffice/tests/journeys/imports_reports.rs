//! What a gateway tells of its balance and of refunds, out of files: held against the books, and booked once.

use backoffice::{
    Becomes, Code, Error, Fate, ImportForm, ImportPlan, MatchRefusal, PayoutFilter, PayoutRecord,
};
use chrono::TimeDelta;
use ledger::{GatewayKind, ImportKind, PayoutKind, PayoutStatus, RefundMethod, RefundStatus};
use serde_json::{Value, json};

use crate::imports::{books, file, import, plan, refused};
use crate::settlement_bank::{checked, statement, verdicts};
use crate::shop::{Shop, newest, ngn, paid_back};

fn of_main(kind: ImportKind, path: std::path::PathBuf) -> ImportForm {
    ImportForm { account: Some("main".to_owned()), ..ImportForm::new(kind, path) }
}

/// A line of a balance report as Novac's documents show it; what went out is a debit.
fn line(kind: &str, debit: bool, amount: &str, after: &str, reference: &str, date: &str) -> Value {
    json!({
        "type": kind,
        "isDebit": if debit { "yes" } else { "no" },
        "currency": "NGN",
        "domain": "test",
        "amount": amount,
        "balanceBefore": "9,000,000.00",
        "balanceAfter": after,
        "reference": reference,
        "note": "As agreed",
        "status": "successful",
        "date": date,
    })
}

fn report(lines: &[Value]) -> String {
    json!({ "status": true, "message": "Balance report details retrieved successfully", "data": lines })
        .to_string()
}

async fn payouts(shop: &Shop) -> Vec<PayoutRecord> {
    shop.office.payouts(&PayoutFilter::default(), None, 50).await.unwrap().items
}

fn became(plan: &ImportPlan) -> Vec<(Fate, Becomes)> {
    plan.lines.iter().map(|line| (line.fate, line.becomes)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn payouts_that_nobody_here_knows_are_booked_from_a_balance_report_and_nothing_else_is() {
    let shop = Shop::open().await;
    let lines = [
        line("settlement", true, "1,186.50", "100.00", "SETTLE-1", "10/04/2026 09:30"),
        line("settlement_fee", true, "18.00", "82.00", "SETTLE-1", "10/04/2026 09:30"),
        line("settlement_fee", true, "5.00", "77.00", "ORDER-7", "10/04/2026 10:00"),
        line("payout", true, "50.00", "27.00", "TRANSFER-1", "11/04/2026 10:00"),
        line("credit", false, "1,000,000.00", "1,000,027.00", "ORDER-8", "11/04/2026 11:00"),
        line("payout", true, "3.00", "24.00", "TWICE", "11/04/2026 12:00"),
        line("payout", true, "3.00", "21.00", "TWICE", "11/04/2026 13:00"),
    ];
    let form = of_main(ImportKind::BalanceReport, file(&shop, "april.json", report(&lines)));
    let planned = plan(&shop, &form).await;
    let kept = (Fate::New, Becomes::Line);
    assert_eq!(
        became(&planned),
        [
            (Fate::New, Becomes::Payout),
            (Fate::New, Becomes::PayoutFee),
            kept,
            (Fate::New, Becomes::Payout),
            kept,
            kept,
            kept
        ]
    );
    assert!(planned.lines[2].message.as_ref().unwrap().contains("not booked"));
    let made = import(&shop, &form).await;
    assert_eq!((made.lines, made.payouts), (7, 2), "every line is kept");

    let booked = payouts(&shop).await;
    let booked: Vec<_> = booked.iter().map(|record| &record.payout).collect();
    let told: Vec<_> = booked
        .iter()
        .map(|payout| (payout.order.kind, payout.order.amount, payout.fee, payout.status))
        .collect();
    let done = PayoutStatus::Processed;
    assert_eq!(
        told,
        [
            (PayoutKind::Transfer, ngn(5_000), None, done),
            (PayoutKind::Settlement, ngn(118_650), Some(ngn(1_800)), done)
        ]
    );
    // Novac's times are Nigeria's.
    assert_eq!(booked[1].created_at.to_rfc3339(), "2026-04-10T08:30:00+00:00");
    assert_eq!(shop.preview("").await.sums, [ngn(-118_650 - 1_800 - 5_000)]);

    // A longer report has the same lines again, and one that was told of too early.
    let mut more = lines.to_vec();
    let mut pending = line("payout", true, "9.00", "12.00", "LATER", "12/04/2026 10:00");
    pending["status"] = json!("pending");
    more.insert(0, pending);
    let form = of_main(ImportKind::BalanceReport, file(&shop, "more.json", report(&more)));
    let planned = plan(&shop, &form).await;
    assert_eq!((planned.counts.known, planned.counts.new), (7, 0));
    assert_eq!(planned.problems.len(), 1);
    assert!(planned.problems[0].message.contains("comes again with a later report"));
    assert_eq!(import(&shop, &form).await.id, None);
    more[0]["status"] = json!("successful");
    let form = of_main(ImportKind::BalanceReport, file(&shop, "final.json", report(&more)));
    assert_eq!(import(&shop, &form).await.payouts, 1);
    assert_eq!(payouts(&shop).await.len(), 3);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_by_its_reference_is_joined_and_not_booked_again() {
    let shop = Shop::open().await;
    let settled = line("settlement", true, "10.00", "1.00", "SETTLE-1", "10/04/2026 09:30");
    let form = of_main(
        ImportKind::BalanceReport,
        file(&shop, "one.json", report(std::slice::from_ref(&settled))),
    );
    import(&shop, &form).await;
    // The same payout with other balances, as another report may tell it.
    let mut again = settled.clone();
    again["balanceBefore"] = json!("12.00");
    let mut other = again.clone();
    other["amount"] = json!("11.00");
    for (name, told, says) in [("again", again, "already"), ("other", other, "look at both")] {
        let path = file(&shop, &format!("{name}.json"), report(&[told]));
        let made = import(&shop, &of_main(ImportKind::BalanceReport, path)).await;
        assert_eq!((made.lines, made.payouts), (1, 0), "{name}");
        assert!(made.plan.lines[0].message.as_ref().unwrap().contains(says), "{name}");
    }
    assert_eq!(payouts(&shop).await.len(), 1);
    assert_eq!(books(&shop).await.len(), 3);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_report_that_is_undone_books_its_payouts_back_and_can_come_again() {
    let shop = Shop::open().await;
    let settled = line("settlement", true, "10.00", "1.00", "SETTLE-1", "10/04/2026 09:30");
    let form = of_main(ImportKind::BalanceReport, file(&shop, "one.json", report(&[settled])));
    for round in 0..2 {
        let made = import(&shop, &form).await;
        assert_eq!(made.payouts, 1, "round {round}");
        assert_eq!(shop.preview("").await.sums, [ngn(-1_000)]);
        let undone = shop.office.undo_import(made.id.unwrap(), "Practice", "Ada").await.unwrap();
        assert_eq!((undone.lines, undone.payouts), (1, 1));
        assert_eq!(payouts(&shop).await[0].payout.status, PayoutStatus::Failed);
        assert_eq!(shop.preview("to:2026-04-10").await.sums, [ngn(0)], "on its own day");
    }
    assert_eq!(payouts(&shop).await.len(), 1, "it is the same payout each time");

    let made = import(&shop, &form).await;
    shop.export("", &shop.place.path("books.csv")).await.unwrap();
    shop.office.undo_import(made.id.unwrap(), "Practice", "Ada").await.unwrap();
    assert_eq!(shop.preview("from:2026-04-14").await.sums, [ngn(1_000)], "a day that is open");
    import(&shop, &form).await;
    assert_eq!(shop.preview("to:2026-04-10").await.sums, [ngn(-1_000)], "as it was handed out");
    assert_eq!(shop.preview("from:2026-04-14").await.sums, [ngn(0)]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fee_that_a_later_report_tells_of_is_booked_to_its_payout() {
    let shop = Shop::open().await;
    let settled = line("settlement", true, "10.00", "9.00", "SETTLE-1", "10/04/2026 09:30");
    let fees = [
        line("settlement_fee", true, "0.18", "8.82", "SETTLE-1", "11/04/2026 09:30"),
        line("settlement_fee", true, "0.02", "8.80", "SETTLE-1", "11/04/2026 09:31"),
        line("fee", true, "0.50", "8.30", "ORDER-7", "11/04/2026 10:00"),
    ];
    let of = |name: &str, lines: &[Value]| {
        of_main(ImportKind::BalanceReport, file(&shop, name, report(lines)))
    };
    import(&shop, &of("one.json", &[settled])).await;
    let form = of("two.json", &fees);
    let planned = plan(&shop, &form).await;
    let fee = (Fate::New, Becomes::PayoutFee);
    assert_eq!(became(&planned), [fee, fee, (Fate::New, Becomes::Line)]);
    let made = import(&shop, &form).await;
    assert_eq!((made.lines, made.payouts), (3, 0), "no payout is new");
    assert_eq!(payouts(&shop).await[0].payout.fee, Some(ngn(20)));
    assert_eq!(shop.preview("from:2026-04-11 to:2026-04-11").await.sums, [ngn(-20)]);

    let third = line("settlement_fee", true, "0.07", "8.23", "SETTLE-1", "12/04/2026 09:30");
    let planned = plan(&shop, &of("three.json", &[third])).await;
    assert_eq!(became(&planned), [(Fate::New, Becomes::Line)]);
    let told = planned.lines[0].message.as_ref().unwrap();
    assert!(told.contains("SETTLE-1 is in the books with a fee of 0.20 NGN"), "{told}");

    shop.office.undo_import(made.id.unwrap(), "Practice", "Ada").await.unwrap();
    let payout = payouts(&shop).await.remove(0).payout;
    assert_eq!((payout.fee, payout.status), (None, PayoutStatus::Processed));
    assert_eq!(shop.preview("").await.sums, [ngn(-1_000)]);
    shop.check().await;
}

fn refunds(items: &[Value]) -> String {
    json!({ "status": true, "message": "Refunds retrieved", "data": items }).to_string()
}

fn refund(id: &str, amount: &str, of: &str, status: &str) -> Value {
    json!({
        "id": id,
        "refundReference": format!("RFD-{id}"),
        "amount": amount,
        "currency": "NGN",
        "status": status,
        "transactionReference": of,
        "createdAt": "2026-04-14T13:00:00Z",
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_out_of_a_list_join_the_books_as_a_look_up_would_join_them() {
    let shop = Shop::open().await;
    let (found, recorded) = (shop.paid("ORDER-1").await, shop.paid("ORDER-2").await);
    let form = paid_back(recorded, "700.00", RefundMethod::Dashboard);
    shop.office.record_refund(&form).await.unwrap();
    shop.pass(TimeDelta::hours(2));
    let reference = |payment: ledger::Payment| payment.gateway_reference.unwrap();
    let one = reference(shop.payment(found).await);
    let two = reference(shop.payment(recorded).await);
    let list = refunds(&[
        refund("1", "1,000.50", &one, "completed"),
        refund("2", "700.00", &two, "completed"),
        refund("3", "5.00", "ORDER-OF-OTHERS", "completed"),
        refund("1", "1,000.50", &one, "completed"),
    ]);
    let of_day = || shop.preview("reference:ORDER-1 from:2026-04-14 to:2026-04-14");
    let paid = of_day().await.sums;
    let form = of_main(ImportKind::RefundList, file(&shop, "refunds.json", list));
    let planned = plan(&shop, &form).await;
    let fates: Vec<_> = planned.lines.iter().map(|line| line.fate).collect();
    assert_eq!(fates, [Fate::New, Fate::New, Fate::Unknown, Fate::Known]);
    assert!(planned.lines[1].message.as_ref().unwrap().contains("recorded by hand"));
    assert!(planned.lines[2].message.as_ref().unwrap().contains("look it up first"));
    let made = import(&shop, &form).await;
    assert_eq!((made.lines, made.refunded), (0, 2));

    let payment = shop.payment(found).await;
    assert_eq!(payment.refunds[0].amount, ngn(100_050));
    assert_eq!(payment.refunds[0].status, RefundStatus::Processed);
    assert_eq!(payment.refunds[0].gateway_refund_id.as_deref(), Some("RFD-1"));
    let payment = shop.payment(recorded).await;
    assert_eq!(payment.refunds.len(), 1, "it is not there twice");
    assert!(payment.refunds[0].unconfirmed);

    let longer = refunds(&[
        refund("1", "1,000.50", &one, "completed"),
        refund("2", "700.00", &two, "completed"),
    ]);
    let form = of_main(ImportKind::RefundList, file(&shop, "again.json", longer));
    assert_eq!(plan(&shop, &form).await.counts.known, 2);
    assert_eq!(import(&shop, &form).await.id, None);

    let undone =
        shop.office.undo_import(made.id.unwrap(), "Of the test account", "Ada").await.unwrap();
    assert_eq!(undone.refunds, 1);
    assert!(shop.payment(found).await.refunds.is_empty());
    assert_eq!(shop.payment(recorded).await.refunds.len(), 1, "what a person recorded stays");
    assert_eq!(of_day().await.sums, paid, "it is booked back on its own day");

    // Once it was handed out, neither its withdrawal nor what comes again is of that day.
    let made = import(&shop, &form).await;
    shop.export("", &shop.place.path("books.csv")).await.unwrap();
    shop.pass(TimeDelta::days(2));
    shop.office.undo_import(made.id.unwrap(), "Again", "Ada").await.unwrap();
    import(&shop, &form).await;
    assert_eq!(of_day().await.sums, [ngn(paid[0].minor() - 100_050)]);
    assert_eq!(shop.preview("reference:ORDER-1 from:2026-04-16").await.sums, [ngn(0)]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_cannot_be_read_to_its_end_is_refused_whole() {
    let shop = Shop::open().await;
    let good = line("settlement", true, "10.00", "1.00", "SETTLE-1", "10/04/2026 09:30");
    let with = |key: &str, value: Value| {
        let mut bad = good.clone();
        bad[key] = value;
        report(&[good.clone(), bad])
    };
    let cut = report(&[good.clone(), good.clone()]);
    let files = [
        ("cut.json", cut[..cut.len() - 20].to_owned(), "cannot be read"),
        ("amount.json", with("amount", json!("1.1.1")), "line 2"),
        ("time.json", with("date", json!("2026-04-10")), "line 2"),
        ("mixed.json", with("currency", json!("USD")), "say in which currency"),
        ("list.csv", "reference,amount\nA,1\n".to_owned(), "written in CSV"),
        ("empty.json", String::new(), "no rows"),
    ];
    for (name, text, says) in files {
        let form = of_main(ImportKind::BalanceReport, file(&shop, name, text));
        let why = refused(&shop, &form).await;
        assert!(why.to_string().contains(says), "{name}: {why}");
        assert_eq!(why.code(), Code::InvalidInput, "{name}: {why}");
    }
    let of_others = ImportForm {
        account: Some("cards".to_owned()),
        ..of_main(ImportKind::BalanceReport, file(&shop, "good.json", report(&[good])))
    };
    let why = refused(&shop, &of_others).await;
    assert_eq!(why.code(), Code::NotFound);
    shop.connect(GatewayKind::Ovgc, "cards").await;
    let head = newest(&shop.office).await;
    assert_eq!(refused(&shop, &of_others).await.code(), Code::Refused);
    assert_eq!(newest(&shop.office).await, head);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_of_an_account_that_was_connected_anew_are_held_against_the_former_one() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let reference = shop.payment(id).await.gateway_reference.unwrap();
    let settled = line("settlement", true, "10.00", "1.00", "SETTLE-1", "10/04/2026 09:30");
    let fee = line("settlement_fee", true, "0.18", "0.82", "SETTLE-1", "10/04/2026 09:31");
    let of = |name: &str, lines: &[Value]| {
        of_main(ImportKind::BalanceReport, file(&shop, name, report(lines)))
    };
    import(&shop, &of("one.json", std::slice::from_ref(&settled))).await;
    let former = shop.office.account("main").await.unwrap().record.id;
    shop.office.remove_account(former).await.unwrap();
    shop.connect(GatewayKind::Novac, "main").await;

    let form = of("two.json", &[settled, fee]);
    let (known, fee) = ((Fate::Known, Becomes::Nothing), (Fate::New, Becomes::PayoutFee));
    assert_eq!(became(&plan(&shop, &form).await), [known, fee]);
    import(&shop, &form).await;
    let booked = payouts(&shop).await;
    assert_eq!((booked.len(), booked[0].payout.fee), (1, Some(ngn(18))));

    let list = refunds(&[refund("1", "5.00", &reference, "completed")]);
    let form = of_main(ImportKind::RefundList, file(&shop, "refunds.json", list));
    assert_eq!(import(&shop, &form).await.refunded, 1);
    assert_eq!(shop.payment(id).await.refunds[0].amount, ngn(500));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_whose_destination_a_report_leaves_open_is_found_at_the_bank_and_never_missing() {
    let shop = Shop::open().await;
    let lines = [
        line("payout", true, "842.50", "100.00", "PO-1041", "10/04/2026 09:30"),
        line("payout", true, "31.00", "69.00", "SUPPLIER-7", "10/04/2026 10:30"),
    ];
    import(&shop, &of_main(ImportKind::BalanceReport, file(&shop, "april.json", report(&lines))))
        .await;
    shop.pass(TimeDelta::days(30));
    let bank = statement(&shop, &[("2026-04-11", ngn(84_250), "NOVAC LTD PO-1041")]).await;
    let answer = checked(&shop).await;
    assert_eq!(verdicts(&answer), ["PO-1041 matched"], "the other went to somebody else");
    assert_eq!(answer.settlement.strangers, []);
    let refused = shop.office.record_line_as_payout(bank, 1, "main", "Ada").await.unwrap_err();
    let known = Error::Match(MatchRefusal::KnownPayout("PO-1041".parse().unwrap()));
    assert_eq!(refused.to_string(), known.to_string());
    let payout = payouts(&shop).await.pop().unwrap().payout.id;
    shop.office.match_line(bank, 1, payout, "Ada").await.unwrap();
}
