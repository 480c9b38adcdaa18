//! From which amounts on a refund wants a second person's yes, and that nothing goes around it.

use backoffice::{BatchSource, Code, Verdict};
use chrono::TimeDelta;
use ledger::{GatewayKind, RefundStatus, Subject};

use crate::refund_approval::{approve, asked_by, careful, set};
use crate::shop::{Shop, entries, ngn, refund};
use crate::wire::Fault;

const PARTIAL: &str = "POST /novac/api/v1/partial-refund";

#[tokio::test(flavor = "multi_thread")]
async fn paying_back_in_parts_does_not_avoid_the_limit() {
    let shop = careful().await;
    let id = shop.paid("ORDER-1").await;
    for amount in ["3000.00", "2000.00"] {
        assert_eq!(shop.refund(id, amount).await.status, RefundStatus::Pending);
    }
    // A kobo above the limit, in all.
    let source = BatchSource::File {
        name: "recall.csv".to_owned(),
        bytes: b"reference,amount\nORDER-1,0.01\n".to_vec(),
    };
    let plan = shop.office.plan_batch(&source, "Recall", "Ada").await.unwrap();
    assert_eq!(plan.lines[0].verdict, Verdict::WantsApproval);
    let (_, asked) = shop.office.create_refund(&asked_by("Ada", id, Some("0.01"))).await.unwrap();
    assert_eq!(asked.status, RefundStatus::Requested);
    assert_eq!(shop.refunds_sent(), 2);

    // What somebody else said yes to does not count, nor does what failed.
    approve(&shop, asked.id).await.unwrap();
    let other = shop.paid("ORDER-2").await;
    let refusal = r#"{"status":false,"message":"Not refundable","data":null}"#;
    shop.wire.once(PARTIAL, Fault::Refuse(400, "x-a: b", refusal));
    shop.office.create_refund(&refund(other, Some("4000.00"))).await.unwrap_err();
    let (_, asked) =
        shop.office.create_refund(&asked_by("Ada", other, Some("6000.00"))).await.unwrap();
    approve(&shop, asked.id).await.unwrap();
    assert_eq!(shop.refund(other, "5000.00").await.status, RefundStatus::Pending);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connecting_an_account_anew_under_its_name_keeps_its_limit() {
    let shop = careful().await;
    let id = shop.office.account("main").await.unwrap().record.id;
    shop.office.remove_account(id).await.unwrap();
    let anew = shop.connect(GatewayKind::Novac, "Main").await;
    assert_eq!(anew.record.approval, [ngn(500_000)]);
    assert_ne!(anew.record.id, id);
    let subject = Some(Subject::Account(anew.record.id));
    let kinds: Vec<_> =
        entries(&shop.office, subject).await.iter().map(|entry| entry.body.kind()).collect();
    assert_eq!(kinds, ["account_connected", "account_approval_set"]);

    // Turned off, it stays off; and another name is another account.
    shop.pass(TimeDelta::minutes(1));
    set(&shop.office, &[]).await;
    shop.office.remove_account(anew.record.id).await.unwrap();
    assert_eq!(shop.connect(GatewayKind::Novac, "main").await.record.approval, []);
    assert_eq!(shop.connect(GatewayKind::Novac, "other").await.record.approval, []);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_count_per_currency_and_one_that_is_not_named_always_wants_a_yes() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let wants = async |limits: &[&str], amount: &str| {
        set(&shop.office, limits).await;
        let form = asked_by("Ada", id, Some(amount));
        shop.office.create_refund(&form).await.unwrap().1.status == RefundStatus::Requested
    };
    assert!(wants(&["100.00 USD"], "1.00").await);
    assert!(wants(&["0 NGN"], "1.01").await);
    assert!(!wants(&["100.00 USD", "5000.00 NGN"], "1.02").await);
    assert!(!wants(&[], "9000.00").await);
    assert_eq!(shop.payment(id).await.refunds.len(), 4);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_kept_as_they_are_meant_or_not_at_all() {
    let shop = Shop::open().await;
    set(&shop.office, &[" 100 usd ", "50000.00  NGN"]).await;
    let till = shop.other_door().await;
    let limits = till.account("MAIN").await.unwrap().record.approval;
    let limits: Vec<_> = limits.iter().map(ToString::to_string).collect();
    assert_eq!(limits, ["50000.00 NGN", "100.00 USD"]);
    let head = shop.office.journal_head().await.unwrap();
    set(&shop.office, &["50000.00 NGN", "100.00 USD"]).await;
    for wrong in [
        &["50000.00"] as &[&str],
        &["NGN"],
        &[""],
        &["50000.00 XXY"],
        &["50,000 NGN"],
        &["1.005 NGN"],
        &["-1 NGN"],
        &["1.00 NGN", "2.00 ngn"],
    ] {
        let given: Vec<_> = wrong.iter().map(|limit| (*limit).to_owned()).collect();
        let refused = till.set_approval("main", &given).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some("limits")));
    }
    assert_eq!(shop.office.journal_head().await.unwrap(), head, "nothing new, nothing written");
    let nobody = till.set_approval("other", &[]).await.unwrap_err();
    assert_eq!(nobody.code(), Code::NotFound);

    set(&shop.office, &[]).await;
    assert_eq!(till.account("main").await.unwrap().record.approval, []);
    let account = till.account("main").await.unwrap().record.id;
    shop.office.remove_account(account).await.unwrap();
    assert!(till.set_approval("main", &["1 NGN".to_owned()]).await.is_err());
    shop.connect(GatewayKind::Novac, "main").await;
    shop.check().await;
}
