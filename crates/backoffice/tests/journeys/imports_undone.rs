//! Imports taken back, where by then something else tells of what they brought.

use backoffice::{Code, ImportForm};
use ledger::{
    Actor, Body, Draft, EntryId, ImportId, ImportKind, PaymentStatus, PayoutStatus, Subject,
};
use sandbox::Customer;
use serde_json::json;
use store::{Append, Store};

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

/// Says that a line is the money of a payout, as the settlement check does.
async fn match_line(shop: &Shop, import: ImportId, version: u64, line: u32) {
    let store = Store::open(&shop.place.path("books").join(backoffice::HISTORY)).await.unwrap();
    let payout = shop.office.find_payout("SETTLE-1").await.unwrap().payout.id;
    let body = Body::LineMatched { line, payout, by: "Ada".parse().unwrap() };
    let id = EntryId(uuid(&shop.place.now().timestamp_millis()));
    let draft = Draft { id, at: shop.place.now(), actor: Actor::window(), body };
    let append = Append {
        subject: Subject::Import(import),
        expected_version: version,
        drafts: vec![draft],
        people: Vec::new(),
    };
    store.append(append).await.unwrap();
}

fn uuid(seed: &i64) -> uuid::Uuid {
    uuid::Uuid::from_u64_pair(u64::try_from(*seed).unwrap(), 0x8000_0000_0000_0001)
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
    match_line(&shop, bank, 3, 2).await;

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
