//! The inbox: what comes in is kept as it came, judged once, and found again.

mod lists;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use chrono::{DateTime, Utc};
use ledger::{
    AccountId, Body, DeliveryId, EntryId, GatewayKind, PaymentId, PayoutId, Subject, Verdict,
};
use store::{
    Append, Cursor, DeliveryOrigin, DeliveryQuery, DeliveryRecord, EntryQuery, Error, Handling,
    Judgement, MOST_BODY_BYTES, NewDelivery, PayoutQuery, Store,
};
use uuid::Uuid;

use crate::shop::{Shop, at, connect, draft};

impl Shop {
    pub(crate) fn message(&self, when: DateTime<Utc>) -> NewDelivery {
        let body = br#"{"notify":"transaction","amount":"1500.00"}"#.to_vec();
        NewDelivery {
            id: DeliveryId(Uuid::now_v7()),
            account: Some(self.account),
            gateway: Some(GatewayKind::Novac),
            account_name: "Main shop".to_owned(),
            origin: DeliveryOrigin::Listener,
            received_at: when,
            source: Some(IpAddr::V4(Ipv4Addr::new(18, 233, 137, 110))),
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body_bytes: 43,
            body_sha256: "5".repeat(64),
            body,
            masked: false,
        }
    }

    /// A message that came in, and is not judged.
    async fn receive(&self, when: DateTime<Utc>) -> DeliveryId {
        let message = self.message(when);
        let id = message.id;
        self.store.receive(message).await.expect("kept");
        id
    }

    /// A message that came in and was judged.
    async fn judged(&self, when: DateTime<Utc>, judgement: Judgement) -> DeliveryId {
        let id = self.receive(when).await;
        self.store.judge(id, judgement).await.expect("judged");
        id
    }

    async fn message_of(&self, id: DeliveryId) -> DeliveryRecord {
        self.store.delivery(id).await.expect("a file").expect("known")
    }

    async fn verdict(&self, id: DeliveryId) -> Option<Verdict> {
        self.message_of(id).await.verdict
    }
}

pub(crate) fn accepted(key: &str) -> Judgement {
    Judgement {
        verdict: Verdict::Accepted,
        reason: "it came from the gateway's address".to_owned(),
        event: Some("transaction.successful".to_owned()),
        key: Some(key.to_owned()),
        reference: Some(format!("ORDER-{key}")),
        is_proven: true,
    }
}

fn rejected(reason: &str) -> Judgement {
    Judgement {
        verdict: Verdict::Rejected,
        reason: reason.to_owned(),
        event: None,
        key: None,
        reference: None,
        is_proven: false,
    }
}

fn done(seconds: i64) -> Handling {
    Handling { at: at(seconds), reason: None, payment: None, payout: None, entries: Vec::new() }
}

fn query() -> DeliveryQuery {
    DeliveryQuery { limit: 100, ..DeliveryQuery::default() }
}

async fn listed(store: &Store, query: DeliveryQuery) -> Vec<DeliveryId> {
    let page = store.deliveries(&query).await.expect("a list");
    page.items.iter().map(|record| record.delivery.id).collect()
}

#[tokio::test]
async fn a_message_is_kept_as_it_came_and_listed_without_its_body() {
    let shop = Shop::open().await;
    let sent = NewDelivery {
        body: b"\x00\xff{\"amount\": 1e2}\r\n".to_vec(),
        headers: vec![("x-a".to_owned(), "1".to_owned()), ("x-a".to_owned(), "2".to_owned())],
        source: Some("2001:db8::7".parse().expect("an address")),
        masked: true,
        ..shop.message(at(0))
    };
    shop.store.receive(sent.clone()).await.expect("kept");
    let stranger = NewDelivery {
        account: None,
        gateway: None,
        source: None,
        origin: DeliveryOrigin::Import,
        ..shop.message(at(1))
    };
    shop.store.receive(stranger.clone()).await.expect("kept");

    let record = shop.message_of(sent.id).await;
    assert_eq!(record.delivery, sent);
    assert_eq!((record.verdict, record.handled_at, record.entries.len()), (None, None, 0));
    assert_eq!(shop.message_of(stranger.id).await.delivery, stranger);
    let page = shop.store.deliveries(&query()).await.expect("a list");
    let bare = |delivery: &NewDelivery| NewDelivery { body: Vec::new(), ..delivery.clone() };
    let items: Vec<_> = page.items.into_iter().map(|record| record.delivery).collect();
    assert_eq!(items, [bare(&stranger), bare(&sent)]);
    let nobody = shop.store.delivery(DeliveryId(Uuid::now_v7())).await;
    assert_eq!(nobody.expect("a file"), None);
}

#[tokio::test]
async fn a_message_prints_without_what_is_in_it() {
    let shop = Shop::open().await;
    let message = NewDelivery { body: b"[97, 98] ada".to_vec(), ..shop.message(at(0)) };
    let printed = format!("{message:?}");
    assert!(printed.contains("Main shop"), "{printed}");
    let told = ["97, 98", "91, 57, 55", "json"].into_iter().find(|text| printed.contains(text));
    assert_eq!(told, None, "{printed}");
}

#[tokio::test]
async fn the_longest_body_is_kept_and_one_byte_more_is_refused() {
    let shop = Shop::open().await;
    let longest = NewDelivery { body: vec![b'x'; MOST_BODY_BYTES], ..shop.message(at(0)) };
    let id = longest.id;
    shop.store.receive(longest).await.expect("kept");
    assert_eq!(shop.message_of(id).await.delivery.body.len(), MOST_BODY_BYTES);
    let longer = NewDelivery { body: vec![b'x'; MOST_BODY_BYTES + 1], ..shop.message(at(1)) };
    let error = shop.store.receive(longer).await.expect_err("too long");
    assert!(matches!(error, Error::BodyTooLong { bytes } if bytes == MOST_BODY_BYTES + 1));
    let grown = shop.intruder().execute("UPDATE deliveries SET body = zeroblob(262145)", []);
    assert!(grown.expect_err("the file refuses it too").to_string().contains("CHECK"));
}

#[tokio::test]
async fn an_event_is_accepted_once_and_is_a_duplicate_ever_after() {
    let shop = Shop::open().await;
    let first = shop.receive(at(0)).await;
    let kept = shop.store.judge(first, accepted("1")).await.expect("judged");
    assert_eq!(kept, accepted("1"));
    let again = shop.receive(at(1)).await;
    let kept = shop.store.judge(again, accepted("1")).await.expect("judged");
    assert_eq!(kept.verdict, Verdict::Duplicate);
    assert!(kept.reason.contains(&first.to_string()), "{}", kept.reason);
    assert!(kept.reason.contains("2026-09-21 14:13:20 UTC"), "{}", kept.reason);
    let record = shop.message_of(again).await;
    assert_eq!(record.verdict, Some(Verdict::Duplicate));
    assert_eq!((record.duplicate_of, record.reason), (Some(first), Some(kept.reason)));
    assert_eq!(record.reference.as_deref(), Some("ORDER-1"));
    let other = shop.judged(at(2), accepted("2")).await;
    assert_eq!(shop.verdict(other).await, Some(Verdict::Accepted));
}

#[tokio::test]
async fn the_same_key_at_another_account_and_no_key_at_all_are_events_of_their_own() {
    let shop = Shop::open().await;
    let account = connect(&shop.store, "Second shop").await.expect("an account");
    let elsewhere = NewDelivery { account: Some(account), ..shop.message(at(1)) };
    let there = elsewhere.id;
    shop.store.receive(elsewhere).await.expect("kept");
    shop.judged(at(0), accepted("1")).await;
    shop.store.judge(there, accepted("1")).await.expect("judged");
    assert_eq!(shop.verdict(there).await, Some(Verdict::Accepted));
    for when in [at(2), at(3)] {
        let keyless = Judgement { key: None, ..accepted("1") };
        let id = shop.judged(when, keyless).await;
        assert_eq!(shop.verdict(id).await, Some(Verdict::Accepted));
    }
}

#[tokio::test]
async fn a_rejected_message_may_be_judged_again_and_an_accepted_one_stays_accepted() {
    let shop = Shop::open().await;
    let id = shop.judged(at(0), rejected("the signature is another")).await;
    let worse = shop.store.judge(id, rejected("it is too old")).await.expect("judged");
    assert_eq!(worse, rejected("it is too old"));
    let kept = shop.store.judge(id, accepted("1")).await.expect("judged");
    assert_eq!(kept, accepted("1"));
    let kept = shop.store.judge(id, rejected("the keys were replaced")).await.expect("judged");
    assert_eq!(kept, accepted("1"));
    let duplicate = shop.judged(at(1), accepted("1")).await;
    let kept = shop.store.judge(duplicate, rejected("the keys were replaced")).await;
    assert_eq!(kept.expect("judged").verdict, Verdict::Duplicate);
    let kept = shop.store.judge(duplicate, accepted("9")).await.expect("judged");
    assert_eq!((kept.verdict, kept.key.as_deref()), (Verdict::Duplicate, Some("1")));
    // A rejected one proves nothing, so it stands in nobody's way.
    let forged = Judgement { verdict: Verdict::Rejected, ..accepted("2") };
    shop.judged(at(2), forged).await;
    let real = shop.judged(at(3), accepted("2")).await;
    assert_eq!(shop.verdict(real).await, Some(Verdict::Accepted));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_programs_that_judge_the_same_event_at_once_exactly_one_accepts_it() {
    let shop = Shop::open().await;
    let other = Store::open(&shop.file()).await.expect("a second door");
    for round in 0..20 {
        let key = format!("{round}");
        let [here, there] = [shop.receive(at(round)).await, shop.receive(at(round)).await];
        let (one, two) = tokio::join!(
            shop.store.judge(here, accepted(&key)),
            other.judge(there, accepted(&key))
        );
        let verdicts = [one.expect("judged").verdict, two.expect("judged").verdict];
        let verdicts: BTreeSet<_> = verdicts.into_iter().collect();
        assert_eq!(verdicts, BTreeSet::from([Verdict::Accepted, Verdict::Duplicate]));
        let (one, two) = (shop.message_of(here).await, shop.message_of(there).await);
        assert_eq!(
            (one.duplicate_of, two.duplicate_of),
            if one.verdict == Some(Verdict::Accepted) {
                (None, Some(here))
            } else {
                (Some(there), None)
            }
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_programs_that_judge_one_message_at_once_both_are_told_the_same() {
    let shop = Shop::open().await;
    let other = Store::open(&shop.file()).await.expect("a second door");
    for round in 0..20 {
        let id = shop.receive(at(round)).await;
        let (yes, no) = (accepted(&round.to_string()), rejected("the clock is wrong"));
        let (one, two) = tokio::join!(shop.store.judge(id, yes.clone()), other.judge(id, no));
        one.expect("judged");
        two.expect("judged");
        // Whoever came first, acceptance stands.
        assert_eq!(shop.store.judge(id, rejected("later")).await.expect("judged"), yes);
    }
}

#[tokio::test]
async fn the_file_itself_refuses_to_accept_an_event_twice() {
    let shop = Shop::open().await;
    shop.judged(at(0), accepted("1")).await;
    shop.judged(at(1), accepted("1")).await;
    let error = shop.intruder().execute("UPDATE deliveries SET verdict = 'accepted'", []);
    assert!(error.expect_err("refused").to_string().contains("UNIQUE"));
}

#[tokio::test]
async fn what_was_not_judged_or_not_acted_on_waits_the_oldest_first() {
    let shop = Shop::open().await;
    let waiting = async |most| shop.store.waiting_deliveries(&[], most).await.expect("a list");
    let late = shop.receive(at(9)).await;
    let early = shop.receive(at(1)).await;
    let turned_away = shop.judged(at(5), rejected("no signature")).await;
    assert_eq!(waiting(10).await, [early, late]);
    assert_eq!(waiting(1).await, [early]);
    shop.store.judge(late, accepted("1")).await.expect("judged");
    shop.store.judge(early, accepted("1")).await.expect("judged");
    assert_eq!(waiting(10).await, [late], "the early one is the duplicate");
    shop.store.handled(late, done(10)).await.expect("handled");
    assert_eq!(waiting(10).await, []);
    shop.store.handled(turned_away, done(11)).await.expect("handled");
    shop.store.judge(turned_away, accepted("2")).await.expect("judged");
    assert_eq!(waiting(10).await, [turned_away]);
    assert_eq!(shop.message_of(turned_away).await.handled_at, None);
}

#[tokio::test]
async fn what_was_done_about_a_message_adds_up() {
    let shop = Shop::open().await;
    let id = shop.judged(at(0), accepted("1")).await;
    let [first, second] = [EntryId(Uuid::now_v7()), EntryId(Uuid::now_v7())];
    let payment = PaymentId(Uuid::now_v7());
    let handling = Handling { payment: Some(payment), entries: vec![first], ..done(1) };
    shop.store.handled(id, handling).await.expect("handled");
    let reason = shop.message_of(id).await.reason;
    assert_eq!(reason.as_deref(), Some("it came from the gateway's address"));
    let payout = PayoutId(Uuid::now_v7());
    let handling = Handling {
        reason: Some("looked up again".to_owned()),
        payout: Some(payout),
        entries: vec![first, second],
        ..done(2)
    };
    shop.store.handled(id, handling).await.expect("handled");
    let record = shop.message_of(id).await;
    assert_eq!(record.reason.as_deref(), Some("looked up again"));
    assert_eq!((record.payment, record.payout), (Some(payment), Some(payout)));
    assert_eq!((record.entries, record.handled_at), (vec![first, second], Some(at(2))));
    assert_eq!(record.delivery.body, shop.message(at(0)).body);
}

#[tokio::test]
async fn nothing_can_be_said_of_a_message_that_is_not_there() {
    let shop = Shop::open().await;
    let id = DeliveryId(Uuid::now_v7());
    let error = shop.store.judge(id, accepted("1")).await.expect_err("unknown");
    assert!(matches!(error, Error::DeliveryUnknown { id: named } if named == id), "{error}");
    let error = shop.store.handled(id, done(0)).await.expect_err("unknown");
    assert!(matches!(error, Error::DeliveryUnknown { .. }), "{error}");
}

#[tokio::test]
async fn only_the_oldest_rejected_messages_are_ever_forgotten() {
    let shop = Shop::open().await;
    let paid = shop.judged(at(0), accepted("1")).await;
    let twice = shop.judged(at(1), accepted("1")).await;
    let new = shop.receive(at(2)).await;
    let mut forged = Vec::new();
    for number in 3..8 {
        forged.push(shop.judged(at(number), rejected("forged")).await);
    }
    assert_eq!(shop.store.forget_rejected(5).await.expect("nothing"), 0);
    assert_eq!(shop.store.forget_rejected(2).await.expect("forgotten"), 3);
    let left = [forged[4], forged[3], new, twice, paid];
    assert_eq!(listed(&shop.store, query()).await, left);
    let text = Some("forged".to_owned());
    assert_eq!(listed(&shop.store, DeliveryQuery { text, ..query() }).await, left[..2]);
    assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new());
    assert_eq!(shop.store.forget_rejected(0).await.expect("forgotten"), 2);
    assert_eq!(listed(&shop.store, query()).await, left[2..]);
}

#[tokio::test]
async fn of_what_changed_nothing_only_the_newest_of_each_account_is_kept() {
    let shop = Shop::open().await;
    let unproven = |key: &str| Judgement { is_proven: false, ..accepted(key) };
    let paid = shop.judged(at(0), accepted("paid")).await;
    shop.store.handled(paid, done(1)).await.expect("handled");
    let waiting = shop.judged(at(1), unproven("waiting")).await;
    let told = shop.judged(at(2), unproven("told")).await;
    let entries = vec![EntryId(Uuid::now_v7())];
    shop.store.handled(told, Handling { entries, ..done(3) }).await.expect("handled");
    let mut idle = Vec::new();
    for number in 3..6 {
        let id = shop.judged(at(number), unproven(&number.to_string())).await;
        shop.store.handled(id, done(number)).await.expect("handled");
        idle.push(id);
    }
    let twice = shop.judged(at(6), accepted("paid")).await;
    let other = connect(&shop.store, "Second shop").await.expect("an account");
    let message = NewDelivery { account: Some(other), ..shop.message(at(0)) };
    let elsewhere = message.id;
    shop.store.receive(message).await.expect("kept");
    shop.store.judge(elsewhere, unproven("elsewhere")).await.expect("judged");
    shop.store.handled(elsewhere, done(7)).await.expect("handled");

    assert_eq!(shop.store.forget_idle(4).await.expect("nothing"), 0);
    assert_eq!(shop.store.forget_idle(2).await.expect("forgotten"), 2);
    let left: BTreeSet<_> = listed(&shop.store, query()).await.into_iter().collect();
    assert_eq!(left, BTreeSet::from([paid, waiting, told, idle[2], twice, elsewhere]));
    assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new());
}

#[tokio::test]
async fn what_waits_for_one_account_can_be_passed_over() {
    let shop = Shop::open().await;
    let mine = shop.receive(at(0)).await;
    let other = connect(&shop.store, "Second shop").await.expect("an account");
    let theirs = NewDelivery { account: Some(other), ..shop.message(at(1)) };
    let nobodys = NewDelivery { account: None, ..shop.message(at(2)) };
    let (theirs_id, nobodys_id) = (theirs.id, nobodys.id);
    shop.store.receive(theirs).await.expect("kept");
    shop.store.receive(nobodys).await.expect("kept");
    let waiting = async |except: &[AccountId], most| {
        shop.store.waiting_deliveries(except, most).await.expect("a list")
    };
    assert_eq!(waiting(&[], 9).await, [mine, theirs_id, nobodys_id]);
    assert_eq!(waiting(&[shop.account], 1).await, [theirs_id]);
    assert_eq!(waiting(&[shop.account, other], 9).await, [nobodys_id]);
    let accounts = shop.store.waiting_accounts().await.expect("a list");
    assert_eq!(BTreeSet::from_iter(accounts), BTreeSet::from([shop.account, other]));
    shop.store.judge(mine, rejected("forged")).await.expect("judged");
    assert_eq!(shop.store.waiting_accounts().await.expect("a list"), [other]);
}

#[tokio::test]
async fn whether_a_message_was_proven_is_kept_with_its_verdict() {
    let shop = Shop::open().await;
    let proven = shop.judged(at(0), accepted("1")).await;
    let unproven = shop.judged(at(1), Judgement { is_proven: false, ..accepted("2") }).await;
    let new = shop.receive(at(2)).await;
    for (id, is_proven) in [(proven, Some(true)), (unproven, Some(false)), (new, None)] {
        assert_eq!(shop.message_of(id).await.is_proven, is_proven);
    }
    let is_accepted = async |key| shop.store.is_accepted(shop.account, key).await.expect("a file");
    assert!(is_accepted("1").await && !is_accepted("3").await);
}

#[tokio::test]
async fn the_inbox_tells_when_a_gateway_was_last_heard_and_the_books_what_it_kept_to_itself() {
    let shop = Shop::open().await;
    let account = shop.account;
    let last = async || shop.store.last_accepted(account).await.expect("a file");
    assert_eq!(last().await, None);
    shop.judged(at(1), rejected("forged")).await;
    assert_eq!(last().await, None);
    shop.judged(at(20), accepted("2")).await;
    shop.judged(at(10), accepted("1")).await;
    shop.judged(at(30), rejected("forged")).await;
    assert_eq!(last().await, Some(at(20)));
    let other = connect(&shop.store, "Second shop").await.expect("an account");
    assert_eq!(shop.store.last_accepted(other).await.expect("a file"), None);

    for (reference, when) in [("A", 10), ("B", 20), ("C", 30)] {
        let id = shop.order(reference, 1_000).await;
        shop.pay(id, at(when)).await;
    }
    shop.order("D", 1_000).await;
    let captured =
        async |account, since| shop.store.captured_since(account, since).await.expect("a count");
    assert_eq!(captured(account, at(0)).await, 3);
    assert_eq!(captured(account, at(20)).await, 2);
    assert_eq!(captured(account, at(20) + chrono::TimeDelta::nanoseconds(1)).await, 1);
    assert_eq!(captured(account, at(31)).await, 0);
    assert_eq!(captured(other, at(0)).await, 0);
}

#[tokio::test]
async fn a_rebuild_leaves_the_inbox_alone_and_makes_its_index_again() {
    let shop = Shop::open().await;
    let paid = shop.judged(at(0), accepted("1")).await;
    let before = shop.message_of(paid).await;
    let emptied = "INSERT INTO delivery_index (delivery_index) VALUES ('delete-all')";
    shop.intruder().execute(emptied, []).expect("damage");
    let problems = shop.store.check_file().await.expect("a file");
    assert!(problems.iter().any(|problem| problem.contains("delivery_index")), "{problems:?}");
    shop.store.rebuild_projections().await.expect("made again");
    assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new());
    assert_eq!(shop.message_of(paid).await, before);
    let text = Some("order-1".to_owned());
    assert_eq!(listed(&shop.store, DeliveryQuery { text, ..query() }).await, [paid]);
}

#[tokio::test]
async fn an_accepted_message_has_its_own_line_in_the_journal() {
    let shop = Shop::open().await;
    let id = shop.judged(at(0), accepted("1")).await;
    let body = Body::WebhookReceived {
        account: shop.account,
        gateway: GatewayKind::Novac,
        event: "transaction.successful".to_owned(),
        reference: Some("ORDER-1".to_owned()),
        body_sha256: "5".repeat(64),
    };
    let append = Append {
        subject: Subject::Delivery(id),
        expected_version: 0,
        drafts: vec![draft(at(1), body)],
        people: Vec::new(),
    };
    let written = shop.store.append(append.clone()).await.expect("an entry");
    let again = shop.store.append(append).await.expect_err("once");
    assert!(matches!(again, Error::Conflict { expected: 0, found: 1, .. }), "{again}");
    let subject = Some(Subject::Delivery(id));
    let own = shop.store.entries(EntryQuery { subject, limit: 10, after: None }).await;
    assert_eq!(own.expect("a page").items, written);
    let check = shop.store.verify_journal().await.expect("a journal");
    assert_eq!((check.entries, check.problem), (2, None));
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}
