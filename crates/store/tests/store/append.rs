//! Appending: places, versions, and what may exist only once.

use chrono::TimeDelta;
use ledger::{
    AccountId, Currency, EntryId, Money, PaymentId, PaymentStatus, PersonId, RefundId, Subject,
};
use store::{EntryQuery, Error, PaymentQuery, PaymentRow, PersonDetails};
use uuid::Uuid;

use crate::shop::{Shop, about, at, news, observed, opened, refund_requested, requested};

const ALL: EntryQuery = EntryQuery { subject: None, after: None, limit: 100 };

#[tokio::test]
async fn entries_come_back_as_they_were_written_and_numbered_without_gaps() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    let written = shop.tell(id, at(1), opened("GW-1")).await;
    let page = shop.store.entries(ALL).await.expect("a journal");
    let entries = page.items.iter();
    let places: Vec<_> = entries.map(|entry| (entry.seq, entry.version)).collect();
    assert_eq!(places, [(1, 1), (2, 1), (3, 2)]);
    assert_eq!(page.items.last(), written.last());
    assert_eq!(page.next, None);
}

#[tokio::test]
async fn the_journal_is_read_page_by_page_and_by_subject() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.order("ORDER-2", 25_000).await;
    shop.tell(id, at(1), opened("GW-1")).await;
    let mut query = EntryQuery { limit: 3, ..ALL };
    let first = shop.store.entries(query).await.expect("a page");
    assert!(first.next.is_some());
    query.after = first.items.last().map(|entry| entry.seq);
    let second = shop.store.entries(query).await.expect("a page");
    let seqs: Vec<_> = second.items.iter().map(|entry| entry.seq).collect();
    assert_eq!((seqs.as_slice(), second.next), ([4].as_slice(), None));

    let subject = Some(Subject::Payment(id));
    let own = shop.store.entries(EntryQuery { subject, ..ALL }).await;
    let seqs: Vec<_> = own.expect("a page").items.iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, [2, 4]);
}

#[tokio::test]
async fn a_time_is_kept_to_the_millisecond() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    let fine = at(1) + TimeDelta::nanoseconds(456_789);
    let written = shop.tell(id, fine, opened("GW-1")).await;
    assert_eq!(written.first().map(|entry| entry.at), Some(at(1)));
    let page = shop.store.entries(ALL).await.expect("a journal");
    assert_eq!(page.items.last(), written.first());
}

#[tokio::test]
async fn a_payment_is_the_same_folded_and_listed() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.tell(id, at(1), opened("GW-1")).await;
    shop.pay(id, at(2)).await;
    let refund = RefundId(Uuid::now_v7());
    shop.tell(id, at(3), refund_requested(refund, 10_000, "key-1")).await;
    let record = shop.store.payment(id).await.expect("a file").expect("known");
    assert_eq!(record.payment.status, PaymentStatus::Paid);
    assert_eq!(record.payment.refundable(), Money::from_minor(15_000, Currency::NGN));
    assert_eq!(record.account_name.as_str(), "Main shop");
    let query = PaymentQuery { limit: 10, ..PaymentQuery::default() };
    let page = shop.store.payments(&query).await.expect("a list");
    assert_eq!(page.items, [PaymentRow::of(&record)]);
}

#[tokio::test]
async fn a_writer_with_an_old_version_is_told_so_and_writes_nothing() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.tell(id, at(1), opened("GW-1")).await;
    let late = about(id, 1, vec![(at(2), opened("GW-2"))]);
    let error = shop.store.append(late).await.expect_err("too late");
    assert!(matches!(error, Error::Conflict { expected: 1, found: 2, .. }), "{error}");
    let again = about(id, 0, vec![(at(2), opened("GW-2"))]);
    let error = shop.store.append(again).await.expect_err("not new");
    assert!(matches!(error, Error::Conflict { expected: 0, found: 2, .. }), "{error}");
    let page = shop.store.entries(ALL).await.expect("a journal");
    assert_eq!(page.items.len(), 3);
}

#[tokio::test]
async fn several_entries_are_written_all_or_none() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    let paid = news(observed(PaymentStatus::Paid));
    let mut both = about(id, 1, vec![(at(1), opened("GW-1")), (at(2), paid)]);
    let known = shop.store.entries(ALL).await.expect("a journal").items;
    let taken = known.last().expect("an entry").id;
    both.drafts.last_mut().expect("a draft").id = taken;
    let error = shop.store.append(both.clone()).await.expect_err("id taken");
    assert!(matches!(error, Error::EntryTaken { id } if id == taken), "{error}");
    let record = shop.store.payment(id).await.expect("a file").expect("known");
    assert_eq!(record.payment.version, 1);

    both.drafts.last_mut().expect("a draft").id = EntryId(Uuid::now_v7());
    let written = shop.store.append(both).await.expect("both");
    let versions: Vec<_> = written.iter().map(|entry| entry.version).collect();
    assert_eq!(versions, [2, 3]);
}

#[tokio::test]
async fn an_order_number_is_taken_once_per_account() {
    let shop = Shop::open().await;
    shop.order("ORDER-1", 25_000).await;
    let order = shop.ordered("ORDER-1", Money::from_minor(1, Currency::NGN));
    let new = PaymentId(Uuid::now_v7());
    let twice = about(new, 0, vec![(at(1), requested(order.clone()))]);
    let error = shop.store.append(twice).await.expect_err("taken");
    assert!(
        matches!(&error, Error::ReferenceTaken { reference } if reference.as_str() == "ORDER-1")
    );
    assert_eq!(shop.store.payment(new).await.expect("a file"), None);

    let account = crate::shop::connect(&shop.store, "Second shop").await.expect("an account");
    let elsewhere = ledger::Order { account, ..order };
    let other = about(new, 0, vec![(at(1), requested(elsewhere))]);
    shop.store.append(other).await.expect("another account");
}

#[tokio::test]
async fn a_payment_at_an_account_that_was_never_connected_is_refused() {
    let shop = Shop::open().await;
    let nowhere = AccountId(Uuid::now_v7());
    let order = ledger::Order {
        account: nowhere,
        ..shop.ordered("ORDER-1", Money::from_minor(1, Currency::NGN))
    };
    let append = about(PaymentId(Uuid::now_v7()), 0, vec![(at(1), requested(order))]);
    let error = shop.store.append(append).await.expect_err("unknown account");
    assert!(matches!(error, Error::AccountUnknown { account } if account == nowhere), "{error}");
}

#[tokio::test]
async fn a_person_is_kept_beside_the_journal_and_only_once() {
    let shop = Shop::open().await;
    let order = shop.ordered("ORDER-1", Money::from_minor(1, Currency::NGN));
    let person = order.customer.clone();
    let id = shop.place(order, at(0)).await;
    let details = shop.store.person(person.id).await.expect("a file").expect("known");
    assert_eq!(details.email.as_deref(), Some("ada@example.com"));
    let journal: String = shop
        .intruder()
        .query_row("SELECT group_concat(body) FROM entries", [], |row| row.get(0))
        .expect("bodies");
    assert!(!journal.contains("ada@") && !journal.contains("Ada"), "{journal}");

    let mut again = about(id, 1, vec![(at(1), opened("GW-1"))]);
    let other = PersonDetails { name: Some("Someone else".to_owned()), ..PersonDetails::default() };
    again.people = vec![(person.clone(), other, Vec::new())];
    shop.store.append(again).await.expect("an entry");
    let kept = shop.store.person(person.id).await.expect("a file");
    assert_eq!(kept, Some(details));
    let nobody = shop.store.person(PersonId(Uuid::now_v7())).await;
    assert_eq!(nobody.expect("a file"), None);
}

#[tokio::test]
async fn the_file_itself_refuses_to_change_the_journal() {
    let shop = Shop::open().await;
    shop.order("ORDER-1", 25_000).await;
    let file = shop.intruder();
    let copy = "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE seq = 1";
    let same_id = "INSERT OR REPLACE INTO entries
         SELECT seq + 1, id, at_ms, actor, subject_kind, subject_id, version + 1, kind, body, hash, hash
         FROM entries WHERE seq = 2";
    let gap = "INSERT INTO entries
         SELECT seq + 2, randomblob(16), at_ms, actor, subject_kind, subject_id, version + 1, kind, body, hash, hash
         FROM entries WHERE seq = 2";
    let attempts = [
        ("UPDATE entries SET actor = 'nobody' WHERE seq = 1", "never changed"),
        ("DELETE FROM entries WHERE seq = 2", "never deleted"),
        (copy, "the end of the journal"),
        (same_id, "the end of the journal"),
        (gap, "the end of the journal"),
    ];
    for (sql, refusal) in attempts {
        let error = file.execute(sql, []).expect_err(sql).to_string();
        assert!(error.contains(refusal), "{sql}: {error}");
    }
    let check = shop.store.verify_journal().await.expect("a journal");
    assert_eq!((check.entries, check.problem), (2, None));
}
