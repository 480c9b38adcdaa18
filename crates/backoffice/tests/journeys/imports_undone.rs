//! Imports taken back, where by then something else tells of what they brought.

use backoffice::{Code, ImportForm};
use ledger::{ImportKind, PaymentStatus, PayoutStatus};
use sandbox::Customer;
use serde_json::json;

use crate::imports::{books, csv, file, import, statement};
use crate::shop::{Shop, ngn};
use crate::webhooks::web_shop_order;

fn of_main(kind: ImportKind, path: std::path::PathBuf) -> ImportForm {
    ImportForm { account: Some("main".to_owned()), ..ImportForm::new(kind, path) }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_gateway_told_of_since_stays_and_the_rest_goes() {
    let shop = Shop::open().await;
    let opened = shop.dashboard().open_link(&web_shop_order()).await.unwrap();
    assert!(shop.sandbox.customer(&opened.url, Customer::PaysByCard));
    let told = &opened.gateway_reference;
    let old = format!(
        "Order number,Paid at,Amount,Currency,Refunded,Status\n\
         {told},2026-04-14 12:00:00Z,25000.00,NGN,100.00,paid\n\
         OLD-2,2025-03-03 10:00:00Z,1000.00,NGN,,paid\n"
    );
    let made = import(&shop, &of_main(ImportKind::History, file(&shop, "old.csv", old))).await;
    let id = shop.office.find_payment(told).await.unwrap().payment.id;
    shop.office.look_up(id).await.unwrap();
    assert!(shop.payment(id).await.confirmed);

    let undone = shop.office.undo_import(made.id.unwrap(), "Too early", "Ada").await.unwrap();
    assert_eq!((undone.payments, undone.refunds, undone.kept.len()), (1, 1, 1));
    assert!(undone.kept[0].contains(told), "{:?}", undone.kept);
    let payment = shop.payment(id).await;
    assert_eq!(payment.status, PaymentStatus::Paid);
    assert!(payment.refunds.is_empty(), "only the file told of it");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_was_seen_to_arrive_is_released_before_its_report_is_undone() {
    let shop = Shop::open().await;
    let report = json!({ "status": true, "message": "ok", "data": [{
        "type": "settlement", "isDebit": "yes", "currency": "NGN", "amount": "10.00",
        "balanceBefore": "12.00", "balanceAfter": "2.00", "reference": "SETTLE-1",
        "status": "successful", "date": "24/03/2026 09:30",
    }]});
    let path = file(&shop, "march.json", report.to_string());
    let report = import(&shop, &of_main(ImportKind::BalanceReport, path)).await.id.unwrap();
    let bank = csv(&[(25, "10.00", "NOVAC SETTLE-1"), (26, "3.00", "Else")]);
    let bank = import(&shop, &statement(file(&shop, "march.csv", bank))).await.id.unwrap();
    let payout = shop.office.find_payout("SETTLE-1").await.unwrap().payout.id;
    shop.office.match_line(bank, 2, payout, "Ada").await.unwrap();

    let before = shop.office.journal_head().await.unwrap();
    let why = shop.office.undo_import(report, "Wrong", "Ada").await.unwrap_err();
    assert_eq!(why.code(), Code::Refused);
    assert!(why.to_string().contains("line 2 of a statement of GTBank is matched"), "{why}");
    assert_eq!(shop.office.journal_head().await.unwrap(), before);

    let undone = shop.office.undo_import(bank, "Wrong", "Ada").await.unwrap();
    assert_eq!((undone.lines, undone.released), (2, 1));
    let undone = shop.office.undo_import(report, "Wrong", "Ada").await.unwrap();
    assert_eq!(undone.payouts, 1);
    let payout = shop.office.find_payout("SETTLE-1").await.unwrap().payout;
    assert_eq!((payout.status, payout.order.amount), (PayoutStatus::Failed, ngn(1_000)));
    assert!(books(&shop).await.is_empty());
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_was_booked_from_a_bank_line_goes_with_the_line() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let path = file(&shop, "march.csv", csv(&[(25, "10.00", "NOVAC"), (26, "3.00", "Else")]));
    for round in 0..2 {
        let bank = import(&shop, &statement(path.clone())).await.id.unwrap();
        let booked = shop.office.record_line_as_payout(bank, 2, "main", "Ada").await.unwrap();
        let id = booked.payout.payout.id;
        let status = |record: backoffice::PayoutRecord| record.payout.status;
        let now = shop.office.payout(id).await.map(status).unwrap();
        assert_eq!(now, PayoutStatus::Processed, "round {round}");
        let undone = shop.office.undo_import(bank, "Wrong bank", "Ada").await.unwrap();
        assert_eq!((undone.lines, undone.released, undone.payouts), (2, 1, 1));
        let now = shop.office.payout(id).await.map(status).unwrap();
        assert_eq!(now, PayoutStatus::Failed, "round {round}");
        shop.check().await;
    }
}
