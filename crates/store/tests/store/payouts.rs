//! Money that is sent: folded, listed, found, and looked up.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{
    AccountId, Body, Currency, GatewayKind, Mode, Money, PayoutId, PayoutKind, PayoutObservation,
    PayoutOrder, PayoutPart, PayoutStatus, PersonId, PersonRef, Source, Subject,
};
use store::{
    Append, Cursor, EntryQuery, Error, LookupState, PaymentQuery, PayoutQuery, PersonDetails,
};
use uuid::Uuid;

use crate::shop::{Shop, at, connect, draft};

impl Shop {
    pub(crate) fn payout_order(&self, reference: &str) -> PayoutOrder {
        PayoutOrder {
            account: self.account,
            gateway: GatewayKind::Nowpay,
            mode: Mode::Test,
            kind: PayoutKind::Bank,
            reference: reference.parse().expect("a reference"),
            amount: Money::from_minor(500_000, Currency::NGN),
            to: "Access Bank ••7890".to_owned(),
            beneficiary: Some(PersonRef { id: PersonId(Uuid::now_v7()), digest: "d".repeat(64) }),
            details: BTreeMap::from([("bank_code".to_owned(), "044".to_owned())]),
            reason: "stock of November".to_owned(),
            part: None,
        }
    }

    /// Requests the payout, to Chidi's account.
    pub(crate) async fn send(&self, order: PayoutOrder, when: DateTime<Utc>) -> PayoutId {
        let id = PayoutId(Uuid::now_v7());
        self.store.append(sending(id, order, when)).await.expect("a payout");
        id
    }

    pub(crate) async fn hear(&self, id: PayoutId, when: DateTime<Utc>, body: Body) {
        let record = self.store.payout(id).await.expect("a file").expect("known");
        let append = of_payout(id, record.payout.version, vec![(when, body)]);
        self.store.append(append).await.expect("news");
    }
}

pub(crate) fn sending(id: PayoutId, order: PayoutOrder, when: DateTime<Utc>) -> Append {
    let details = PersonDetails {
        name: Some("Chidi Eze".to_owned()),
        account: Some("0123456789".to_owned()),
        ..PersonDetails::default()
    };
    let person = order.beneficiary.clone();
    let people = person.map(|person| (person, details, b"salt".to_vec()));
    let body = Body::PayoutRequested { idempotency_key: format!("key-{id}"), order };
    Append { people: people.into_iter().collect(), ..of_payout(id, 0, vec![(when, body)]) }
}

pub(crate) fn of_payout(id: PayoutId, version: u64, bodies: Vec<(DateTime<Utc>, Body)>) -> Append {
    let drafts = bodies.into_iter().map(|(at, body)| draft(at, body));
    Append {
        subject: Subject::Payout(id),
        expected_version: version,
        drafts: drafts.collect(),
        people: Vec::new(),
    }
}

pub(crate) fn payout_observed(status: PayoutStatus, gateway_id: Option<&str>) -> Body {
    Body::PayoutObserved(PayoutObservation {
        source: Source::Reply,
        status,
        gateway_status: Some(status.as_str().to_uppercase()),
        gateway_payout_id: gateway_id.map(str::to_owned),
        bank_reference: gateway_id.map(|id| format!("RRN-{id}")),
        fee: Some(Money::from_minor(5_000, Currency::NGN)),
        message: Some("on its way".to_owned()),
    })
}

fn query() -> PayoutQuery {
    PayoutQuery { limit: 100, ..PayoutQuery::default() }
}

/// The references of what a query finds.
async fn found(shop: &Shop, query: PayoutQuery) -> Vec<String> {
    let page = shop.store.payouts(&query).await.expect("a list");
    page.items.iter().map(|record| record.payout.order.reference.to_string()).collect()
}

#[tokio::test]
async fn a_payout_is_the_same_folded_and_listed() {
    let shop = Shop::open().await;
    let first = shop.send(shop.payout_order("OUT-1"), at(0)).await;
    let part = PayoutPart { whole: first, number: 2, of: 3 };
    let order = PayoutOrder { part: Some(part), ..shop.payout_order("OUT-2") };
    let second = shop.send(order, at(1)).await;
    shop.hear(second, at(2), Body::PayoutSubmitted).await;
    shop.hear(second, at(3), payout_observed(PayoutStatus::Processed, Some("GW-2"))).await;
    let found_one = PayoutId(Uuid::now_v7());
    let order = PayoutOrder {
        beneficiary: None,
        details: BTreeMap::new(),
        kind: PayoutKind::Settlement,
        ..shop.payout_order("SETTLED-3")
    };
    let finding = of_payout(found_one, 0, vec![(at(4), Body::PayoutFound { order, import: None })]);
    shop.store.append(finding).await.expect("a payout");

    let page = shop.store.payouts(&query()).await.expect("a list");
    let mut folded = Vec::new();
    for id in [found_one, second, first] {
        folded.push(shop.store.payout(id).await.expect("a file").expect("known"));
    }
    assert_eq!(page.items, folded);
    let [found_one, second, first] = folded.as_slice() else { panic!("three") };
    assert_eq!(second.payout.status, PayoutStatus::Processed);
    assert_eq!(second.account_name.as_str(), "Main shop");
    let account = second.beneficiary.as_ref().and_then(|person| person.account.as_deref());
    assert_eq!(account, Some("0123456789"));
    assert_eq!((&found_one.beneficiary, found_one.payout.was_found()), (&None, true));
    assert_eq!(first.payout.status, PayoutStatus::Requested);
}

#[tokio::test]
async fn where_money_goes_is_kept_beside_the_journal() {
    let shop = Shop::open().await;
    shop.send(shop.payout_order("OUT-1"), at(0)).await;
    let journal: String = shop
        .intruder()
        .query_row("SELECT group_concat(body) FROM entries", [], |row| row.get(0))
        .expect("bodies");
    assert!(!journal.contains("0123456789") && !journal.contains("Chidi"), "{journal}");
}

#[tokio::test]
async fn a_reference_is_taken_once_per_account_and_by_payouts_only() {
    let shop = Shop::open().await;
    shop.order("OUT-1", 100).await;
    shop.send(shop.payout_order("OUT-1"), at(0)).await;
    let twice = PayoutId(Uuid::now_v7());
    let append = sending(twice, shop.payout_order("OUT-1"), at(1));
    let error = shop.store.append(append).await.expect_err("taken");
    assert!(
        matches!(&error, Error::ReferenceTaken { reference } if reference.as_str() == "OUT-1"),
        "{error}"
    );
    assert_eq!(shop.store.payout(twice).await.expect("a file"), None);
    let account = connect(&shop.store, "Second shop").await.expect("an account");
    let elsewhere = PayoutOrder { account, ..shop.payout_order("OUT-1") };
    shop.send(elsewhere, at(2)).await;
    assert_eq!(found(&shop, query()).await, ["OUT-1", "OUT-1"]);
}

#[tokio::test]
async fn a_payout_from_an_account_that_was_never_connected_is_refused() {
    let shop = Shop::open().await;
    let account = AccountId(Uuid::now_v7());
    let order = PayoutOrder { account, ..shop.payout_order("OUT-1") };
    let error = shop.store.append(sending(PayoutId(Uuid::now_v7()), order, at(0))).await;
    let error = error.expect_err("unknown");
    assert!(matches!(error, Error::AccountUnknown { account: named } if named == account));
}

#[tokio::test]
async fn of_two_who_decide_on_one_payout_the_second_is_told_so() {
    let shop = Shop::open().await;
    let id = shop.send(shop.payout_order("OUT-1"), at(0)).await;
    shop.hear(id, at(1), Body::PayoutSubmitted).await;
    let late = of_payout(id, 1, vec![(at(2), Body::PayoutSubmitted)]);
    let error = shop.store.append(late).await.expect_err("too late");
    assert!(matches!(error, Error::Conflict { expected: 1, found: 2, .. }), "{error}");
}

#[tokio::test]
async fn a_payout_is_found_by_every_name_it_goes_by_and_by_no_part_of_one() {
    let shop = Shop::open().await;
    let id = shop.send(shop.payout_order("OUT-1"), at(0)).await;
    shop.hear(id, at(1), payout_observed(PayoutStatus::Pending, Some("GW-1"))).await;
    let own = id.to_string();
    for name in ["OUT-1", "GW-1", own.as_str()] {
        let found = shop.store.find_payouts(name, None).await.expect("a list");
        assert_eq!(found, [id], "{name}");
    }
    let upper = own.to_uppercase();
    for name in ["out-1", "OUT", "GW-", "", upper.as_str()] {
        let found = shop.store.find_payouts(name, None).await.expect("a list");
        assert_eq!(found, [], "{name}");
    }
    let account = connect(&shop.store, "Second shop").await.expect("an account");
    let order = PayoutOrder { account, ..shop.payout_order("GW-1") };
    let second = shop.send(order, at(9)).await;
    let everywhere = shop.store.find_payouts("GW-1", None).await.expect("a list");
    assert_eq!(everywhere, [second, id]);
    let there = shop.store.find_payouts("GW-1", Some(account)).await.expect("a list");
    assert_eq!(there, [second]);
}

#[tokio::test]
async fn pages_go_on_where_the_one_before_ended_and_survive_new_rows() {
    let shop = Shop::open().await;
    let mut sent = Vec::new();
    for number in 0..7 {
        // Three share a millisecond: they stay in the order they came.
        let order = shop.payout_order(&format!("OUT-{number}"));
        sent.push(shop.send(order, at(number / 3)).await);
    }
    sent.reverse();
    let mut query = PayoutQuery { limit: 3, ..query() };
    let mut seen = Vec::new();
    loop {
        let page = shop.store.payouts(&query).await.expect("a page");
        seen.extend(page.items.iter().map(|record| record.payout.id));
        let Some(next) = page.next else { break };
        query.after = Some(next.to_string().parse::<Cursor>().expect("its own cursor"));
        shop.send(shop.payout_order(&format!("LATER-{}", seen.len())), at(100)).await;
        shop.hear(sent[0], at(101), Body::PayoutSubmitted).await;
    }
    assert_eq!(seen, sent);
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let shop = Shop::open().await;
    shop.order("A", 1).await;
    shop.order("B", 1).await;
    let payments = PaymentQuery { limit: 1, ..PaymentQuery::default() };
    let after = shop.store.payments(&payments).await.expect("a list").next;
    assert!(after.is_some());
    let error = shop.store.payouts(&PayoutQuery { after, ..query() }).await;
    assert!(matches!(error, Err(Error::Cursor)));
}

#[tokio::test]
async fn payouts_are_narrowed_by_account_state_and_words() {
    let shop = Shop::open().await;
    let account = connect(&shop.store, "Second shop").await.expect("an account");
    let failed = shop.send(shop.payout_order("OUT-1"), at(0)).await;
    shop.hear(failed, at(1), payout_observed(PayoutStatus::Failed, Some("KC-77"))).await;
    let order = PayoutOrder { account, ..shop.payout_order("OUT-2") };
    let pending = shop.send(order, at(2)).await;
    shop.hear(pending, at(3), payout_observed(PayoutStatus::Pending, None)).await;
    let order = PayoutOrder {
        to: "GTBank ••1111".to_owned(),
        beneficiary: None,
        ..shop.payout_order("ÖL-3")
    };
    shop.send(order, at(4)).await;

    let of = async |account: Option<AccountId>, status: &[PayoutStatus], text: &str| {
        let text = Some(text.to_owned());
        found(&shop, PayoutQuery { account, status: status.to_vec(), text, ..query() }).await
    };
    let none: [&str; 0] = [];
    assert_eq!(of(None, &[], " ").await, ["ÖL-3", "OUT-2", "OUT-1"]);
    assert_eq!(of(Some(account), &[], "").await, ["OUT-2"]);
    assert_eq!(of(None, &[PayoutStatus::Failed], "").await, ["OUT-1"]);
    let two = [PayoutStatus::Failed, PayoutStatus::Requested];
    assert_eq!(of(None, &two, "").await, ["ÖL-3", "OUT-1"]);
    assert_eq!(of(Some(account), &two, "").await, none);

    assert_eq!(of(None, &[], "out-").await, ["OUT-2", "OUT-1"]);
    assert_eq!(of(None, &[], "ö").await, ["ÖL-3"]);
    assert_eq!(of(None, &[], "öL-").await, ["ÖL-3"]);
    assert_eq!(of(None, &[], "access 7890").await, ["OUT-2", "OUT-1"]);
    assert_eq!(of(None, &[], "CHIDI").await, ["OUT-2", "OUT-1"]);
    assert_eq!(of(None, &[], "345678").await, ["OUT-2", "OUT-1"]);
    assert_eq!(of(None, &[], "kc-77").await, ["OUT-1"]);
    assert_eq!(of(None, &[], "rrn-kc").await, ["OUT-1"]);
    assert_eq!(of(None, &[], "chidi 1 kc-77").await, ["OUT-1"]);
    assert_eq!(of(None, &[], "chidi gtbank").await, none);
    assert_eq!(of(Some(account), &[PayoutStatus::Pending], "eze").await, ["OUT-2"]);
    for nothing in ["%", "***", "\"out\"", "out* OR x", "eze\u{1f}012", "ezeaccess"] {
        assert_eq!(of(None, &[], nothing).await, none, "{nothing}");
    }
}

#[tokio::test]
async fn open_is_what_has_not_ended_and_what_was_never_sent() {
    let shop = Shop::open().await;
    let mut sent = Vec::new();
    for (number, status) in PayoutStatus::ALL.iter().enumerate() {
        let order = shop.payout_order(&format!("OUT-{number}"));
        let id = shop.send(order, at(i64::try_from(number).expect("small"))).await;
        shop.hear(id, at(50), payout_observed(*status, None)).await;
        sent.push((*status, id));
    }
    let ended = [PayoutStatus::Failed, PayoutStatus::Processed];
    let open = sent.iter().rev().filter(|(status, _)| !ended.contains(status));
    let open: Vec<_> = open.map(|(_, id)| *id).collect();
    assert_eq!(open.len(), 4);
    assert_eq!(shop.store.open_payouts().await.expect("a list"), open);
    shop.hear(open[0], at(60), payout_observed(PayoutStatus::Processed, None)).await;
    assert_eq!(shop.store.open_payouts().await.expect("a list"), open[1..]);
}

#[tokio::test]
async fn an_open_payout_is_due_until_its_look_up_is_planned() {
    let shop = Shop::open().await;
    let [first, second] = [
        shop.send(shop.payout_order("OUT-1"), at(0)).await,
        shop.send(shop.payout_order("OUT-2"), at(1)).await,
    ];
    let due = async |now, most| shop.store.due_payouts(at(now), most).await.expect("a list");
    assert_eq!(due(5, 10).await, [first, second]);
    assert_eq!(shop.store.payout_lookup(first).await.expect("a file"), None);

    let plan = shop.store.schedule_payout(first, at(5), 3, Some(at(60))).await;
    plan.expect("a plan");
    assert_eq!(due(59, 10).await, [second]);
    assert_eq!(due(60, 10).await, [second, first]);
    assert_eq!(due(60, 1).await, [second]);
    let state = LookupState { looked_up_at: at(5), attempts: 3, next_at: Some(at(60)) };
    assert_eq!(shop.store.payout_lookup(first).await.expect("a file"), Some(state));

    shop.store.schedule_payout(first, at(60), 0, None).await.expect("no plan");
    shop.hear(second, at(61), payout_observed(PayoutStatus::Failed, None)).await;
    assert_eq!(due(9_999, 10).await, []);
    assert_eq!(shop.store.open_payouts().await.expect("a list"), [first]);
}

#[tokio::test]
async fn plans_and_lists_survive_a_rebuild_of_the_projections() {
    let shop = Shop::open().await;
    for number in 0..4 {
        shop.send(shop.payout_order(&format!("OUT-{number}")), at(number / 2)).await;
    }
    let before = shop.store.payouts(&query()).await.expect("a list");
    let last = before.items[0].payout.id;
    shop.store.schedule_payout(last, at(5), 2, Some(at(60))).await.expect("a plan");
    shop.store.rebuild_projections().await.expect("made again");
    assert_eq!(shop.store.payouts(&query()).await.expect("a list"), before);
    let due = shop.store.due_payouts(at(59), 10).await.expect("a list");
    assert_eq!(due.len(), 3);
    assert!(!due.contains(&last));
    let text = Some("chidi out-2".to_owned());
    assert_eq!(found(&shop, PayoutQuery { text, ..query() }).await, ["OUT-2"]);
}

#[tokio::test]
async fn the_journal_has_what_became_of_a_payout() {
    let shop = Shop::open().await;
    let id = shop.send(shop.payout_order("OUT-1"), at(0)).await;
    shop.order("ORDER-1", 100).await;
    shop.hear(id, at(1), Body::PayoutSubmitted).await;
    let subject = Some(Subject::Payout(id));
    let own = shop.store.entries(EntryQuery { subject, limit: 10, after: None }).await;
    let own = own.expect("a page").items;
    let kinds: Vec<_> = own.iter().map(|entry| (entry.version, entry.body.kind())).collect();
    assert_eq!(kinds, [(1, "payout_requested"), (2, "payout_submitted")]);
    let check = shop.store.verify_journal().await.expect("a journal");
    assert_eq!((check.entries, check.problem), (4, None));
}
