//! The way out of a payout of which nobody says how it ended: the gateway is asked first, and only then may a person decide.

use backoffice::{Code, Error, PayoutResolveForm};
use chrono::TimeDelta;
use ledger::{Body, PayoutId, PayoutStatus, Source};

use crate::attention::is_empty;
use crate::payouts::{TRANSFERS, kinds, naira, payout, send};
use crate::shop::Shop;
use crate::wire::Fault;

const LOOK_UP: &str = "GET /novac/api/v1/transfers/";

/// A payout whose answer is lost, an hour ago.
async fn lose(shop: &Shop, arrives: bool) -> PayoutId {
    shop.wire.once(TRANSFERS, Fault::HangUp { arrives });
    let lost = send(&shop.office, &naira("SALARY-0001", "0123456701")).await.payout;
    assert_eq!(lost.status, PayoutStatus::Unknown);
    shop.pass(TimeDelta::hours(1));
    lost.id
}

fn decided(payout: PayoutId, arrived: bool) -> PayoutResolveForm {
    PayoutResolveForm {
        payout,
        arrived,
        evidence: "Bola's bank statement of 15 April".to_owned(),
        by: "Ada Obi".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_the_gateway_does_not_know_ends_as_a_person_decides() {
    for (arrived, status) in [(true, PayoutStatus::Processed), (false, PayoutStatus::Failed)] {
        let shop = Shop::open().await;
        let id = lose(&shop, false).await;
        let resolved = shop.office.resolve_payout(&decided(id, arrived)).await.unwrap().payout;
        assert_eq!(resolved.status, status);
        let message = resolved.message.unwrap();
        assert!(message.contains("Ada Obi") && message.contains("15 April"), "{message}");
        let timeline = shop.office.payout_timeline(id).await.unwrap();
        let Body::PayoutObserved(news) = &timeline.last().unwrap().body else { panic!() };
        assert_eq!(news.source, Source::Hand);
        assert!(is_empty(&shop).await);
        assert_eq!(shop.office.sync().await.unwrap().looked_up, 0, "nobody asks about it any more");
        let again = shop.office.resolve_payout(&decided(id, !arrived)).await.unwrap_err();
        assert!(matches!(again, Error::CannotResolve(_)), "{again}");
        assert_eq!(payout(&shop.office, id).await.status, status);
        assert_eq!(shop.wire.sent(TRANSFERS).len(), 1);
        shop.check().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_gateway_says_comes_before_what_a_person_decides() {
    let shop = Shop::open().await;
    let id = lose(&shop, true).await;
    let refused = shop.office.resolve_payout(&decided(id, false)).await.unwrap_err();
    assert_eq!(refused.code(), Code::Refused, "{refused}");
    assert!(refused.to_string().contains("it is known how this payout ended"), "{refused}");
    assert_eq!(payout(&shop.office, id).await.status, PayoutStatus::Processed);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_while_the_gateway_cannot_be_asked_or_may_be_at_work() {
    let shop = Shop::open().await;
    shop.wire.once(TRANSFERS, Fault::HangUp { arrives: false });
    let id = send(&shop.office, &naira("SALARY-0001", "0123456701")).await.payout.id;
    let refused = shop.office.resolve_payout(&decided(id, false)).await.unwrap_err();
    assert!(refused.to_string().contains("still be at work"), "{refused}");
    shop.pass(TimeDelta::minutes(10));
    shop.wire.always(LOOK_UP, Fault::Refuse(503, "x-a: b", ""));
    let refused = shop.office.resolve_payout(&decided(id, false)).await.unwrap_err();
    assert!(refused.to_string().contains("could not be asked"), "{refused}");
    shop.wire.mend();
    assert_eq!(payout(&shop.office, id).await.status, PayoutStatus::Unknown);
    shop.office.resolve_payout(&decided(id, false)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_the_gateway_is_working_on_is_decided_only_after_two_days() {
    let shop = Shop::open().await;
    let pending = send(&shop.office, &naira("SALARY-0001", "0123456777")).await.payout;
    assert_eq!(pending.status, PayoutStatus::Pending);
    shop.wire.always(
        LOOK_UP,
        Fault::Rewrite(|reply| reply["data"]["status"] = serde_json::json!("pending")),
    );
    shop.pass(TimeDelta::hours(47));
    let refused = shop.office.resolve_payout(&decided(pending.id, true)).await.unwrap_err();
    assert!(refused.to_string().contains("still working on it"), "{refused}");
    shop.pass(TimeDelta::hours(1));
    let resolved = shop.office.resolve_payout(&decided(pending.id, true)).await.unwrap().payout;
    assert_eq!(resolved.status, PayoutStatus::Processed);

    // The gateway's later word counts again.
    shop.wire.mend();
    let failed = |reply: &mut serde_json::Value| reply["data"]["status"] = "failed".into();
    shop.wire.once(LOOK_UP, Fault::Rewrite(failed));
    let (told, _) = shop.office.look_up_payout(pending.id).await.unwrap();
    assert_eq!(told.payout.status, PayoutStatus::Failed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_of_a_removed_account_is_decided_without_its_gateway() {
    let shop = Shop::open().await;
    let id = lose(&shop, true).await;
    let account = shop.office.account("main").await.unwrap().record.id;
    shop.office.remove_account(account).await.unwrap();
    let resolved = shop.office.resolve_payout(&decided(id, true)).await.unwrap().payout;
    assert_eq!(resolved.status, PayoutStatus::Processed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_wants_evidence_and_a_name_and_writes_nothing_without() {
    let shop = Shop::open().await;
    let id = lose(&shop, false).await;
    for (form, field) in [
        (PayoutResolveForm { evidence: " ".to_owned(), ..decided(id, true) }, "evidence"),
        (PayoutResolveForm { evidence: "x".repeat(501), ..decided(id, true) }, "evidence"),
        (PayoutResolveForm { by: " ".to_owned(), ..decided(id, true) }, "by"),
    ] {
        let refused = shop.office.resolve_payout(&form).await.unwrap_err();
        assert_eq!(refused.field(), Some(field), "{refused}");
    }
    let said = ["payout_requested", "payout_submitted", "payout_observed"];
    assert_eq!(kinds(&shop.office, id).await, said);
}
