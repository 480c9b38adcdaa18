//! The proofs find what somebody with the file in his hands has done to it.

use ledger::{Body, ChainHash, PaymentStatus, PayoutStatus, RefundId, RefundStatus, Subject};
use store::{EntryQuery, PaymentQuery, Store};
use uuid::Uuid;

use crate::batches::line;
use crate::payouts::payout_observed;
use crate::shop::{Shop, at, opened, refund_observed, refund_requested};
use crate::{exports, imports};

/// Lets the journal be changed behind the store's back, then puts the triggers up again.
fn tamper(shop: &Shop, sql: &str) {
    let file = shop.intruder();
    let mut triggers = file
        .prepare(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'entries'",
        )
        .expect("triggers");
    let triggers: Vec<(String, String)> = triggers
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("triggers")
        .collect::<Result<_, _>>()
        .expect("triggers");
    for (name, _) in &triggers {
        file.execute_batch(&format!("DROP TRIGGER {name}")).expect("dropped");
    }
    file.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).expect(sql);
    for (_, sql) in &triggers {
        file.execute_batch(sql).expect("put up again");
    }
}

/// One account and two payments: entries 1; 2, 4, 5, 6, 7; 3.
async fn busy_shop() -> Shop {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    shop.order("ORDER-2", 25_000).await;
    shop.tell(id, at(1), opened("GW-1")).await;
    shop.pay(id, at(2)).await;
    let refund = RefundId(Uuid::now_v7());
    shop.tell(id, at(3), refund_requested(refund, 1_000, "key")).await;
    shop.tell(id, at(4), refund_observed(refund, RefundStatus::Processed)).await;
    shop
}

/// A shop that has sorted, agreed and decided, besides.
async fn cared_for_shop() -> Shop {
    let shop = busy_shop().await;
    let id = shop.order("ORDER-3", 25_000).await;
    let tags = ["gift", "may-2026"].map(|word| word.parse().expect("a tag")).into();
    shop.tell(id, at(5), Body::TagsSet { tags }).await;
    shop.start(at(6), vec![line(1, id)]).await;
    shop
}

async fn problem(shop: &Shop) -> (u64, String) {
    let check = shop.store.verify_journal().await.expect("a journal");
    (check.entries, check.problem.unwrap_or_default())
}

#[tokio::test]
async fn a_journal_that_nobody_touched_is_sound() {
    let shop = busy_shop().await;
    let check = shop.store.verify_journal().await.expect("a journal");
    assert_eq!((check.entries, check.problem), (7, None));
    assert_ne!(check.head, ChainHash::GENESIS);
    let empty = tempfile::tempdir().expect("a directory");
    let store = Store::open(&empty.path().join("new")).await.expect("a file");
    let check = store.verify_journal().await.expect("a journal");
    assert_eq!((check.entries, check.head, check.problem), (0, ChainHash::GENESIS, None));
}

#[tokio::test]
async fn the_first_damaged_entry_is_named_with_what_is_wrong() {
    let swap =
        "UPDATE entries SET seq = -3 WHERE seq = 3; UPDATE entries SET seq = 3 WHERE seq = 4;
         UPDATE entries SET seq = 4 WHERE seq = -3;";
    let cases = [
        (
            "UPDATE entries SET body = replace(body, '25000', '99999') WHERE seq = 2",
            2,
            "not what was written",
        ),
        ("UPDATE entries SET actor = 'nobody' WHERE seq = 3", 3, "not what was written"),
        ("UPDATE entries SET at_ms = at_ms + 1 WHERE seq = 4", 4, "not what was written"),
        ("UPDATE entries SET hash = randomblob(32) WHERE seq = 5", 5, "not what was written"),
        ("UPDATE entries SET previous_hash = randomblob(32) WHERE seq = 5", 5, "the entry before"),
        ("DELETE FROM entries WHERE seq = 4", 4, "missing"),
        ("DELETE FROM entries WHERE seq = 1", 1, "missing"),
        (swap, 3, "the entry before"),
        ("UPDATE entries SET version = 9 WHERE seq = 7", 7, "not what was written"),
        ("UPDATE entries SET subject_id = randomblob(16) WHERE seq = 6", 6, "not what was written"),
        ("UPDATE entries SET subject_kind = 'recipe' WHERE seq = 6", 6, "no kind of subject"),
        ("UPDATE entries SET kind = 'link_lost' WHERE seq = 6", 6, "called link_lost"),
    ];
    for (sql, seq, what) in cases {
        let shop = busy_shop().await;
        tamper(&shop, sql);
        let (sound, problem) = problem(&shop).await;
        assert_eq!(sound, seq - 1, "{sql}: {problem}");
        assert!(problem.starts_with(&format!("entry {seq}: ")), "{sql}: {problem}");
        assert!(problem.contains(what), "{sql}: {problem}");
    }
}

/// Somebody who knows how the chain is made can make it fit again, but not give a subject two entries of one version.
#[tokio::test]
async fn a_version_that_is_not_the_next_is_found_even_where_every_hash_fits() {
    let shop = busy_shop().await;
    let entries = shop.store.entries(EntryQuery { limit: 10, ..EntryQuery::default() }).await;
    let mut previous = ChainHash::GENESIS;
    for entry in entries.expect("a journal").items {
        let file = shop.intruder();
        let body: String = file
            .query_row("SELECT body FROM entries WHERE seq = ?", [entry.seq], |row| row.get(0))
            .expect("a body");
        let version = if entry.seq == 6 { 8 } else { entry.version };
        let link = ledger::Link {
            previous,
            seq: entry.seq,
            version,
            subject: entry.subject,
            id: entry.id,
            at: entry.at,
            actor: &entry.actor,
            body: &body,
        };
        let hash = link.hash();
        let [before, own] = [previous, hash].map(|hash| format!("x'{hash}'"));
        tamper(
            &shop,
            &format!(
                "UPDATE entries SET version = {version}, previous_hash = {before}, hash = {own} WHERE seq = {}",
                entry.seq
            ),
        );
        previous = hash;
    }
    let (sound, problem) = problem(&shop).await;
    assert_eq!(sound, 5, "{problem}");
    assert!(problem.starts_with("entry 6: its version"), "{problem}");
}

#[tokio::test]
async fn projections_that_say_something_else_than_the_journal_are_named() {
    let cases = [
        (
            "UPDATE payments SET status = 'settled' WHERE reference = 'ORDER-1'",
            "payments: status is `settled`, the journal says `paid`",
        ),
        ("UPDATE payments SET refunded_minor = 0", "refunded_minor is 0, the journal says 1000"),
        ("UPDATE refunds SET amount_minor = 1", "amount_minor is 1, the journal says 1000"),
        ("DELETE FROM refunds", "refunds: "),
        (
            "UPDATE movements SET amount_minor = amount_minor + 1 WHERE kind = 'sale'",
            "movements: entry 5: amount_minor is 25001",
        ),
        ("DELETE FROM movements WHERE kind = 'fee'", "movements: 1 rows are missing"),
        (
            "INSERT INTO payment_references SELECT 'GHOST', place FROM payments LIMIT 1",
            "`GHOST` is not in the journal",
        ),
        ("DELETE FROM payment_references WHERE reference = 'GW-1'", "`GW-1` is missing"),
        ("UPDATE search SET reference = 'ghost'", "search: the row has other texts"),
        ("UPDATE accounts SET base_url = 'https://thief.example'", "accounts: base_url is"),
        (
            "UPDATE payments SET id = randomblob(16) WHERE reference = 'ORDER-2'",
            "payments: the row is missing",
        ),
        (
            "UPDATE payments SET id = randomblob(16) WHERE reference = 'ORDER-2'",
            "payments: the row is not in the journal",
        ),
    ];
    for (sql, what) in cases {
        let shop = busy_shop().await;
        assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
        tamper(&shop, sql);
        let found = shop.store.compare_projections().await.expect("a file");
        assert!(found.iter().any(|found| found.detail.contains(what)), "{sql}: {found:?}");
        shop.store.rebuild_projections().await.expect("made again");
        assert_eq!(shop.store.compare_projections().await.expect("a file"), [], "{sql}");
        assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new(), "{sql}");
    }
}

#[tokio::test]
async fn tags_people_and_batches_that_say_something_else_than_the_journal_are_named() {
    let cases = [
        ("UPDATE payments SET tags = '[]'", "payments: tags is `[]`"),
        ("UPDATE payments SET captured_ms = NULL", "payments: captured_ms is empty"),
        ("UPDATE payments SET wants_attention = 1", "payments: wants_attention is 1"),
        ("DELETE FROM payment_tags WHERE tag = 'gift'", "payment_tags: `gift` is missing"),
        (
            "INSERT INTO payment_tags SELECT 'ghost', place FROM payments LIMIT 1",
            "payment_tags: `ghost` is not in the journal",
        ),
        ("DELETE FROM payment_people", "payment_people: "),
        (
            "INSERT INTO payment_people SELECT randomblob(16), place FROM payments LIMIT 1",
            "is not in the journal",
        ),
        ("UPDATE refunds SET asked_minor = 1", "asked_minor is 1, the journal says 1000"),
        ("UPDATE refunds SET signer = 'Thief'", "signer is `Thief`, the journal says empty"),
        ("UPDATE accounts SET approval = '[1]'", "accounts: approval is `[1]`"),
        ("UPDATE search SET customer_key = NULL", "search: the row has other texts"),
        ("UPDATE batches SET signer = 'Thief'", "batches: signer is `Thief`"),
        ("DELETE FROM batches", "batches: the row is missing"),
        ("UPDATE batches SET id = randomblob(16)", "batches: the row is not in the journal"),
    ];
    for (sql, what) in cases {
        let shop = cared_for_shop().await;
        assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
        tamper(&shop, sql);
        let found = shop.store.compare_projections().await.expect("a file");
        assert!(found.iter().any(|found| found.detail.contains(what)), "{sql}: {found:?}");
        shop.store.rebuild_projections().await.expect("made again");
        assert_eq!(shop.store.compare_projections().await.expect("a file"), [], "{sql}");
        assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new(), "{sql}");
    }
}

#[tokio::test]
async fn payouts_that_say_something_else_than_the_journal_are_named() {
    let row_is_missing = "payouts: the row is missing";
    let cases = [
        (
            "UPDATE payouts SET status = 'processed' WHERE reference = 'OUT-1'",
            "payouts: status is `processed`, the journal says `pending`",
        ),
        ("UPDATE payouts SET amount_minor = 1", "amount_minor is 1, the journal says 500000"),
        ("UPDATE payouts SET destination = 'Thief'", "destination is `Thief`"),
        ("UPDATE payouts SET beneficiary = randomblob(16)", "payouts: beneficiary is"),
        ("UPDATE payouts SET is_open = 0", "is_open is 0, the journal says 1"),
        ("UPDATE payouts SET details = '{}'", "payouts: details is `{}`"),
        ("UPDATE payouts SET texts = 'x'", "payouts: it has other texts than the payout"),
        ("DELETE FROM payouts WHERE reference = 'OUT-2'", row_is_missing),
        ("UPDATE payouts SET id = randomblob(16) WHERE reference = 'OUT-2'", row_is_missing),
        (
            "UPDATE payouts SET id = randomblob(16) WHERE reference = 'OUT-2'",
            "payouts: the row is not in the journal",
        ),
    ];
    for (sql, what) in cases {
        let shop = Shop::open().await;
        let id = shop.send(shop.payout_order("OUT-1"), at(0)).await;
        shop.hear(id, at(1), payout_observed(PayoutStatus::Pending, Some("GW-1"))).await;
        shop.send(shop.payout_order("OUT-2"), at(2)).await;
        assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
        tamper(&shop, sql);
        let found = shop.store.compare_projections().await.expect("a file");
        assert!(found.iter().any(|found| found.detail.contains(what)), "{sql}: {found:?}");
        assert!(found.iter().all(|found| found.subject.kind() == "payout"), "{sql}: {found:?}");
        assert!(!format!("{found:?}").to_lowercase().contains("chidi"), "{found:?}");
        shop.store.rebuild_projections().await.expect("made again");
        assert_eq!(shop.store.compare_projections().await.expect("a file"), [], "{sql}");
        assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new(), "{sql}");
    }
}

#[tokio::test]
async fn what_the_books_are_made_from_is_named_where_it_is_not_what_the_journal_says() {
    let cases = [
        (
            "UPDATE payout_movements SET amount_minor = 1 WHERE kind = 'transfer'",
            "payout_movements: entry 3: amount_minor is 1, the journal says -500000",
        ),
        ("DELETE FROM payout_movements", "payout_movements: 2 rows are missing"),
        ("UPDATE payouts SET names = 'x'", "payouts: names is `x`"),
        ("UPDATE payouts SET digits = 3", "payouts: digits is 3, the journal says 2"),
        ("UPDATE exports SET through_seq = 9", "exports: through_seq is 9, the journal says empty"),
        ("UPDATE exports SET files = '[1]'", "exports: files is `[1]`"),
        ("DELETE FROM exports", "exports: the row is missing"),
        ("UPDATE exports SET id = randomblob(16)", "exports: the row is not in the journal"),
        ("UPDATE imports SET undone_ms = 1", "imports: undone_ms is 1, the journal says empty"),
        ("UPDATE imports SET match_count = 7", "imports: match_count is 7, the journal says 0"),
        ("UPDATE imports SET id = randomblob(16)", "imports: the row is missing"),
        ("UPDATE imports SET id = randomblob(16)", "imports: the row is not in the journal"),
        (
            "UPDATE statement_lines SET amount_minor = 1",
            "statement_lines: line 1: amount_minor is 1, the journal says 500",
        ),
        ("UPDATE statement_lines SET is_live = 0", "statement_lines: line 1: is_live is 0"),
        ("DELETE FROM statement_lines", "statement_lines: line 1: the row is missing"),
        (
            "INSERT INTO statement_lines
             SELECT day, import, 9, NULL, key, has_own_id, amount_minor, currency, digest, NULL, NULL, NULL, 1
             FROM statement_lines",
            "statement_lines: 2 rows, the journal says 1",
        ),
    ];
    for (sql, what) in cases {
        let shop = Shop::open().await;
        let id = shop.send(shop.payout_order("OUT-1"), at(0)).await;
        shop.hear(id, at(1), payout_observed(PayoutStatus::Processed, Some("GW-1"))).await;
        shop.hand_out(at(2), exports::plain("base", "")).await;
        shop.statement(&[("k1", imports::day(1), 500)]).await;
        assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
        tamper(&shop, sql);
        let found = shop.store.compare_projections().await.expect("a file");
        assert!(found.iter().any(|found| found.detail.contains(what)), "{sql}: {found:?}");
        shop.store.rebuild_projections().await.expect("made again");
        assert_eq!(shop.store.compare_projections().await.expect("a file"), [], "{sql}");
        assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new(), "{sql}");
    }
}

#[tokio::test]
async fn a_difference_names_its_subject_and_nobody() {
    let shop = busy_shop().await;
    let id = shop.order("ORDER-3", 1).await;
    tamper(&shop, "UPDATE search SET customer = 'x' WHERE reference LIKE '%order-3%'");
    let found = shop.store.compare_projections().await.expect("a file");
    let subjects: Vec<_> = found.iter().map(|found| found.subject).collect();
    assert_eq!(subjects, [Subject::Payment(id)]);
    assert!(!format!("{found:?}").to_lowercase().contains("ada"), "{found:?}");
}

#[tokio::test]
async fn a_rebuild_makes_every_list_again_as_it_was() {
    let shop = busy_shop().await;
    for number in 0..5 {
        shop.order(&format!("SAME-TIME-{number}"), 1).await;
    }
    let query = PaymentQuery { limit: 100, ..PaymentQuery::default() };
    let before = shop.store.payments(&query).await.expect("a list");
    tamper(
        &shop,
        "DELETE FROM payments WHERE reference = 'ORDER-2'; UPDATE payments SET status = 'failed'",
    );
    assert_ne!(shop.store.payments(&query).await.expect("a list"), before);
    shop.store.rebuild_projections().await.expect("made again");
    assert_eq!(shop.store.payments(&query).await.expect("a list"), before);
    let paid = before.items.iter().filter(|row| row.status == PaymentStatus::Paid);
    assert_eq!(paid.count(), 1);
}

#[tokio::test]
async fn a_search_index_that_is_not_of_its_texts_is_found_and_made_again() {
    let shop = busy_shop().await;
    assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new());
    shop.send(shop.payout_order("OUT-1"), at(0)).await;
    for index in ["search_index", "payout_index"] {
        tamper(&shop, &format!("INSERT INTO {index} ({index}) VALUES ('delete-all')"));
        let problems = shop.store.check_file().await.expect("a file");
        let named = format!("search index {index} is not of the texts");
        assert!(problems.iter().any(|problem| problem.contains(&named)), "{problems:?}");
        shop.store.rebuild_projections().await.expect("made again");
        assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_row_that_names_a_missing_one_is_found() {
    let shop = busy_shop().await;
    tamper(&shop, "DELETE FROM accounts");
    let problems = shop.store.check_file().await.expect("a file");
    assert!(
        problems.iter().any(|problem| problem.contains("accounts that is missing")),
        "{problems:?}"
    );
}
