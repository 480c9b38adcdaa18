//! Masking: the details go, the journal stays.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use ledger::{Body, ImportId, ImportKind, Money, PaymentId, PersonId, Subject, Verdict};
use store::{
    Append, DeliveryRecord, Error, Handling, Judgement, LineFilter, MovementQuery, NewDelivery,
    PaymentQuery, PayoutQuery, Settings, Store,
};

use uuid::Uuid;

use crate::customers::person;
use crate::shop::{Shop, at, draft, signer};
use crate::{imports, inbox};

fn masking(people: &BTreeSet<PersonId>) -> Append {
    let first = *people.first().expect("somebody");
    let body = Body::PersonMasked {
        people: people.clone(),
        reason: "they asked for it".to_owned(),
        by: signer("Bola"),
    };
    Append {
        subject: Subject::Person(first),
        expected_version: 0,
        drafts: vec![draft(at(100), body)],
        people: Vec::new(),
    }
}

impl Shop {
    async fn mask(&self, people: &BTreeSet<PersonId>) {
        let entries = self.store.mask_people(masking(people), people.clone()).await;
        assert_eq!(entries.expect("masked").len(), 1);
    }

    /// A message about a payment that was judged, and handled unless it waits.
    async fn message_about(
        &self,
        key: &str,
        body: &str,
        payment: Option<PaymentId>,
    ) -> DeliveryRecord {
        let body = body.as_bytes().to_vec();
        let message = NewDelivery { body, ..self.message(at(3)) };
        let id = message.id;
        self.store.receive(message).await.expect("kept");
        let judgement = Judgement { reference: Some("ADA-1".to_owned()), ..inbox::accepted(key) };
        self.store.judge(id, judgement).await.expect("judged");
        if payment.is_some() {
            let handling =
                Handling { at: at(4), reason: None, payment, payout: None, entries: Vec::new() };
            self.store.handled(id, handling).await.expect("handled");
        }
        self.store.delivery(id).await.expect("a file").expect("known")
    }
}

fn naira(minor: i64) -> Money {
    Money::from_minor(minor, ledger::Currency::NGN)
}

/// Everything that the files of the store say, as text.
fn written(shop: &Shop) -> String {
    let directory = shop.file();
    let directory = directory.parent().expect("a directory");
    let files = fs::read_dir(directory).expect("a directory");
    let contents = files.map(|file| fs::read(file.expect("a file").path()).expect("a file"));
    let contents: Vec<_> =
        contents.map(|bytes| String::from_utf8_lossy(&bytes).to_lowercase()).collect();
    contents.concat()
}

#[tokio::test]
async fn a_masked_customer_is_nowhere_in_the_file_and_the_journal_is_whole() {
    let shop = Shop::open().await;
    let unlike = "Zsófia Quixotewitz";
    let (id, first) = shop.order_of("ADA-1", naira(100), 0, person(Some(unlike), None)).await;
    let email = "zsofia@quixotewitz.example";
    let second = shop.learn(id, 1, person(Some(unlike), Some(email))).await;
    let (other, _) = shop.order_of("BOLA-1", naira(100), 2, person(Some("Bola"), None)).await;
    shop.pay(id, at(3)).await;
    let body = format!(r#"{{"event":"paid","customer":{{"email":"{}"}}}}"#, email.to_uppercase());
    shop.message_about("k1", &body, Some(id)).await;
    let people = BTreeSet::from([first, second]);
    assert!(written(&shop).contains("quixotewitz"));

    shop.mask(&people).await;

    for person in people {
        assert_eq!(shop.store.person(person).await.expect("a file"), None);
        assert!(shop.store.is_masked(person).await.expect("a file"));
    }
    let record = shop.store.payment(id).await.expect("a file").expect("known");
    assert_eq!((record.person, record.payment.captured), (None, Some(naira(100))));
    let list = shop.store.payments(&PaymentQuery { limit: 9, ..PaymentQuery::default() }).await;
    let named: Vec<_> = list.expect("a list").items.into_iter().map(|row| row.customer).collect();
    assert_eq!(named, [Some(person(Some("Bola"), None)), None]);
    let movements = MovementQuery { limit: 9, ..MovementQuery::default() };
    let moved = shop.store.movements(&movements).await.expect("a list").items;
    assert!(!moved.is_empty() && moved.iter().all(|row| row.customer.is_none()));
    let customers = shop.store.customers("", None, 9).await.expect("a list").items;
    assert_eq!(customers.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["name:bola"]);
    assert_eq!(shop.store.people_of(email).await.expect("a list"), []);
    assert_eq!(found(&shop, "quixote").await, Vec::<PaymentId>::new());
    assert_eq!(found(&shop, "customer:bola").await, [other]);

    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
    assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new());
    assert_eq!(shop.store.verify_journal().await.expect("a journal").problem, None);
    assert!(shop.store.has_remains().await.expect("a file"));
    shop.store.wipe_remains().await.expect("nobody is in the way");
    assert!(!shop.store.has_remains().await.expect("a file"));
    assert!(!written(&shop).contains("quixotewitz"), "it can be read from the file");
    shop.store.rebuild_projections().await.expect("made again");
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
    assert_eq!(shop.store.people_of("name:bola").await.expect("a list").len(), 1);
}

async fn found(shop: &Shop, filter: &str) -> Vec<PaymentId> {
    let filter = store::DatedFilter {
        filter: filter.parse().expect("a filter"),
        ..store::DatedFilter::default()
    };
    let query = PaymentQuery { filter, limit: 9, after: None };
    shop.store.payments(&query).await.expect("a list").items.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn only_messages_that_mention_the_customer_lose_their_bodies() {
    let shop = Shop::open().await;
    let details = person(Some("Ada Obi"), Some("ada@example.com"));
    let (id, who) = shop.order_of("ADA-1", naira(100), 0, details).await;
    let (elsewhere, _) = shop.order_of("BOLA-1", naira(100), 0, person(None, None)).await;
    let mentioned = shop.message_about("k1", r#"{"mail":"ada@example.com"}"#, Some(id)).await;
    let unnamed = shop.message_about("k2", r#"{"status":"paid"}"#, Some(id)).await;
    let duplicate = shop.message_about("k1", r#"{"mail":"ada@example.com"}"#, None).await;
    let judgement = Judgement { reference: None, ..inbox::accepted("k4") };
    let foreign = NewDelivery { body: b"ada@example.com".to_vec(), ..shop.message(at(5)) };
    shop.store.receive(foreign.clone()).await.expect("kept");
    shop.store.judge(foreign.id, judgement).await.expect("judged");
    let handling = Handling {
        at: at(6),
        reason: None,
        payment: Some(elsewhere),
        payout: None,
        entries: vec![],
    };
    shop.store.handled(foreign.id, handling).await.expect("handled");
    assert_eq!(duplicate.verdict, Some(Verdict::Duplicate));
    let about = shop.store.deliveries_of_payments(&[id]).await.expect("a list");
    assert_eq!(about, [mentioned.clone(), unnamed.clone(), duplicate.clone()]);

    shop.mask(&BTreeSet::from([who])).await;

    let about = shop.store.deliveries_of_payments(&[id]).await.expect("a list");
    let blank = |record: &DeliveryRecord| {
        let mut record = record.clone();
        record.delivery.body = b"[masked]".to_vec();
        record.delivery.masked = true;
        record
    };
    assert_eq!(about, [blank(&mentioned), unnamed, blank(&duplicate)]);
    let about = shop.store.deliveries_of_payments(&[elsewhere]).await.expect("a list");
    assert_eq!(about[0].delivery.body, foreign.body);
}

#[tokio::test]
async fn nothing_is_masked_while_a_message_about_the_customer_waits() {
    let shop = Shop::open().await;
    let details = || person(None, Some("ada@example.com"));
    let (_, who) = shop.order_of("ADA-1", naira(100), 0, details()).await;
    let waiting = shop.message_about("k1", r#"{"mail":"ada@example.com"}"#, None).await;
    assert_eq!(waiting.verdict, Some(Verdict::Accepted));
    let head = shop.store.head().await.expect("a journal");
    let people = BTreeSet::from([who]);
    assert_eq!(shop.store.deliveries_waiting_for(people.clone()).await.expect("a file"), 1);
    let error = shop.store.mask_people(masking(&people), people.clone()).await;
    assert!(matches!(error, Err(Error::DeliveriesWaiting { count: 1 })), "{error:?}");
    assert_eq!(shop.store.head().await.expect("a journal"), head);
    assert_eq!(shop.store.person(who).await.expect("a file"), Some(details()));
    assert!(!shop.store.is_masked(who).await.expect("a file"));
    let record = shop.store.delivery(waiting.delivery.id).await.expect("a file");
    assert_eq!(record, Some(waiting));
}

#[tokio::test]
async fn a_message_about_a_masked_customer_loses_its_body_once_it_is_acted_on() {
    let shop = Shop::open().await;
    let details = person(None, Some("ada@example.com"));
    let (id, who) = shop.order_of("ADA-1", naira(100), 0, details).await;
    let (other, _) = shop.order_of("BOLA-1", naira(100), 0, person(Some("Bola"), None)).await;
    shop.mask(&BTreeSet::from([who])).await;
    shop.store.wipe_remains().await.expect("nobody is in the way");

    let body = r#"{"mail":"ada@example.com"}"#;
    let waiting = shop.message_about("k1", body, None).await;
    assert_eq!(waiting.verdict, Some(Verdict::Accepted));
    assert_eq!(waiting.delivery.body, body.as_bytes(), "it could not be acted on without");
    assert!(!shop.store.has_remains().await.expect("a file"));
    let again = shop.message_about("k1", body, None).await;
    let handling =
        Handling { at: at(4), reason: None, payment: Some(id), payout: None, entries: Vec::new() };
    shop.store.handled(waiting.delivery.id, handling).await.expect("handled");
    let done = shop.store.delivery(waiting.delivery.id).await.expect("a file").expect("known");
    assert_eq!(again.verdict, Some(Verdict::Duplicate));
    for message in [&done, &again] {
        assert_eq!(
            (message.delivery.body.as_slice(), message.delivery.masked),
            (&b"[masked]"[..], true)
        );
        assert_eq!(message.delivery.body_sha256, waiting.delivery.body_sha256);
    }
    assert!(written(&shop).contains("ada@example.com"));
    assert!(shop.store.has_remains().await.expect("a file"));
    shop.store.wipe_remains().await.expect("nobody is in the way");
    assert!(!written(&shop).contains("ada@example.com"), "it can be read from the file");

    let elsewhere = Judgement { reference: Some("BOLA-1".to_owned()), ..inbox::accepted("k9") };
    let kept = NewDelivery { body: body.as_bytes().to_vec(), ..shop.message(at(7)) };
    shop.store.receive(kept.clone()).await.expect("kept");
    shop.store.judge(kept.id, elsewhere).await.expect("judged");
    let handling = Handling {
        at: at(8),
        reason: None,
        payment: Some(other),
        payout: None,
        entries: Vec::new(),
    };
    shop.store.handled(kept.id, handling).await.expect("handled");
    let kept_as = shop.store.delivery(kept.id).await.expect("a file").expect("known");
    assert_eq!(kept_as.delivery, kept, "of nobody who was masked");
}

#[tokio::test]
async fn a_repeated_message_is_about_what_the_first_was_about() {
    let shop = Shop::open().await;
    let details = person(None, Some("ada@example.com"));
    let (id, who) = shop.order_of("ADA-1", naira(100), 0, details).await;
    let unlike = |key: &str| Judgement {
        reference: Some("nothing-known".to_owned()),
        ..inbox::accepted(key)
    };
    let mut messages = Vec::new();
    for second in 3..6 {
        let body = b"ada@example.com".to_vec();
        messages.push(NewDelivery { body, ..shop.message(at(second)) });
    }
    let [first, second, late] = messages.as_slice() else { panic!("three") };
    for message in [first, second] {
        shop.store.receive(message.clone()).await.expect("kept");
        shop.store.judge(message.id, unlike("k1")).await.expect("judged");
    }
    let handling =
        Handling { at: at(7), reason: None, payment: Some(id), payout: None, entries: Vec::new() };
    shop.store.handled(first.id, handling).await.expect("handled");
    shop.mask(&BTreeSet::from([who])).await;
    shop.store.receive(late.clone()).await.expect("kept");
    shop.store.judge(late.id, unlike("k1")).await.expect("judged");
    for message in messages {
        let kept = shop.store.delivery(message.id).await.expect("a file").expect("known");
        assert_eq!(kept.delivery.body, b"[masked]");
    }
}

#[tokio::test]
async fn what_is_learned_late_of_a_masked_customer_is_masked_although_a_message_waits() {
    let shop = Shop::open().await;
    let details = || person(None, Some("ada@example.com"));
    let (id, who) = shop.order_of("ADA-1", naira(100), 0, details()).await;
    shop.mask(&BTreeSet::from([who])).await;
    let waiting = shop.message_about("k1", r#"{"mail":"ada@example.com"}"#, None).await;
    let late = shop.learn(id, 1, details()).await;
    let people = BTreeSet::from([late]);
    assert_eq!(shop.store.deliveries_waiting_for(people.clone()).await.expect("a file"), 0);
    shop.mask(&people).await;
    let kept = shop.store.delivery(waiting.delivery.id).await.expect("a file").expect("known");
    assert_eq!(kept, waiting, "it is still to be acted on");
    let handling =
        Handling { at: at(7), reason: None, payment: Some(id), payout: None, entries: Vec::new() };
    shop.store.handled(waiting.delivery.id, handling).await.expect("handled");
    let done = shop.store.delivery(waiting.delivery.id).await.expect("a file").expect("known");
    assert_eq!(done.delivery.body, b"[masked]");
}

#[tokio::test]
async fn what_was_removed_stays_to_be_wiped_until_nobody_reads_the_file() {
    let shop = Shop::open().await;
    let details = person(Some("Zsófia Quixotewitz"), None);
    let (_, who) = shop.order_of("ADA-1", naira(100), 0, details).await;
    shop.mask(&BTreeSet::from([who])).await;
    let settings = Settings { patience: Duration::from_millis(20), ..Settings::default() };
    let hasty = Store::open_with(&shop.file(), &settings).await.expect("a file");
    let reader = shop.intruder();
    reader.execute_batch("BEGIN; SELECT count(*) FROM people").expect("somebody reads");
    let error = hasty.wipe_remains().await;
    assert!(matches!(error, Err(Error::Busy)), "{error:?}");
    assert!(hasty.has_remains().await.expect("a file"));
    reader.execute_batch("COMMIT").expect("done");
    hasty.wipe_remains().await.expect("nobody is in the way");
    assert!(!hasty.has_remains().await.expect("a file"));
    assert!(!written(&shop).contains("quixotewitz"), "it can be read from the file");
    hasty.wipe_remains().await.expect("nothing to do");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_wipe_at_once_wait_for_each_other() {
    let shop = Shop::open().await;
    let other = Store::open(&shop.file()).await.expect("a second door");
    for round in 0..20 {
        let details = person(Some("Ada"), None);
        let (_, who) = shop.order_of(&format!("ADA-{round}"), naira(100), 0, details).await;
        shop.mask(&BTreeSet::from([who])).await;
        let (here, there) = tokio::join!(shop.store.wipe_remains(), other.wipe_remains());
        here.expect("it waits");
        there.expect("it waits");
        assert!(!other.has_remains().await.expect("a file"));
    }
}

#[tokio::test]
async fn a_payee_is_masked_in_what_payouts_are_found_by() {
    let shop = Shop::open().await;
    let order = shop.payout_order("OUT-1");
    let payee = order.beneficiary.clone().expect("somebody").id;
    let id = shop.send(order, at(0)).await;
    shop.mask(&BTreeSet::from([payee])).await;
    for text in ["chidi", "0123456789"] {
        let query = PayoutQuery { text: Some(text.to_owned()), limit: 9, ..PayoutQuery::default() };
        assert_eq!(shop.store.payouts(&query).await.expect("a list").items, [], "{text}");
    }
    let record = shop.store.payout(id).await.expect("a file").expect("known");
    assert_eq!((record.beneficiary, record.payout.order.to.as_str()), (None, "Access Bank ••7890"));
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
    assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new());
}

#[tokio::test]
async fn somebody_else_who_wrote_first_keeps_it_all_as_it_is() {
    let shop = Shop::open().await;
    let details = || person(Some("Ada"), None);
    let (_, who) = shop.order_of("ADA-1", naira(100), 0, details()).await;
    let people = BTreeSet::from([who]);
    let append = Append { expected_version: 1, ..masking(&people) };
    let error = shop.store.mask_people(append, people).await;
    assert!(matches!(error, Err(Error::Conflict { found: 0, .. })), "{error:?}");
    assert_eq!(shop.store.person(who).await.expect("a file"), Some(details()));
}

#[tokio::test]
async fn details_that_came_back_after_masking_are_a_difference() {
    let shop = Shop::open().await;
    let (_, who) = shop.order_of("ADA-1", naira(100), 0, person(Some("Ada"), None)).await;
    shop.mask(&BTreeSet::from([who])).await;
    let intruder = shop.intruder();
    intruder.execute("UPDATE people SET account = '0123456789'", []).expect("changed");
    let found = shop.store.compare_projections().await.expect("a file");
    let details: Vec<_> = found.iter().map(|found| found.detail.clone()).collect();
    assert_eq!(details, [format!("people: {who} was masked, and has details")]);
    assert_eq!(found[0].subject, Subject::Person(who));
}

#[tokio::test]
async fn lines_of_statements_that_mention_the_customer_lose_what_they_say_and_nothing_else() {
    let shop = Shop::open().await;
    let unlike = "Zsófia Quixotewitz";
    let details = person(Some(unlike), Some("zsofia@quixotewitz.example"));
    let (_, who) = shop.order_of("ADA-1", naira(100), 0, details).await;
    let id = ImportId(Uuid::now_v7());
    let said = [
        "TRF FRM QUIXOTEWITZ  ZSÓFIA",
        "ref zsofia@QUIXOTEWITZ.example",
        "NIP/Bola Eze",
        "Zsófia alone",
    ];
    let mut bodies = vec![imports::made(ImportKind::Statement, Some("GTBank"))];
    let mut texts = Vec::new();
    for (number, said) in (1..).zip(said) {
        bodies.push(imports::read(number, &format!("k{number}"), imports::day(number), 100));
        texts.push(imports::says(number, said));
    }
    let append = imports::of_import(id, 0, bodies);
    shop.store.append_import(append, texts, Vec::new()).await.expect("an import");
    assert!(written(&shop).contains("quixotewitz"));
    let before = shop.lines(LineFilter::default()).await;

    shop.mask(&BTreeSet::from([who])).await;

    let mut after = shop.lines(LineFilter::default()).await;
    let kept: Vec<_> = after.iter().map(|line| line.texts.is_some()).collect();
    assert_eq!(kept, [false, false, true, true]);
    for (line, old) in after.iter_mut().zip(&before) {
        line.texts = line.texts.take().or_else(|| old.texts.clone());
    }
    assert_eq!(after, before);
    shop.store.wipe_remains().await.expect("nobody is in the way");
    assert!(!written(&shop).contains("quixotewitz"), "it can be read from the file");
    let keys = shop.store.lines_by_key("GTBank", &["k1".to_owned()]).await.expect("keys");
    assert_eq!(keys.len(), 1, "it is still known");
    shop.store.rebuild_projections().await.expect("made again");
    assert!(shop.lines(LineFilter::default()).await[0].texts.is_none());
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}
