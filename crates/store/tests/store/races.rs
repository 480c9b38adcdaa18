//! Two programs on one file.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use ledger::{PaymentStatus, RefundId};
use store::{Error, PaymentQuery, Store};
use uuid::Uuid;

use crate::shop::{Shop, about, at, connect, file_in, news, observed, opened, refund_requested};

/// Where the child process of a race is to write, and what it is called.
const CHILD_FILE: &str = "STORE_TEST_RACE_FILE";
const CHILD_NAME: &str = "STORE_TEST_RACE_NAME";
const ACCOUNTS_EACH: usize = 20;

#[tokio::test(flavor = "multi_thread")]
async fn of_two_refunds_decided_on_at_once_exactly_one_is_written() {
    let shop = Shop::open().await;
    let other = Store::open(&shop.file()).await.expect("a second door");
    for round in 0..20 {
        let id = shop.order(&format!("ORDER-{round}"), 25_000).await;
        shop.pay(id, at(1)).await;
        let wanted = |key: &str| {
            let refund = refund_requested(RefundId(Uuid::now_v7()), 25_000, key);
            about(id, 2, vec![(at(2), refund)])
        };
        let (here, there) =
            tokio::join!(shop.store.append(wanted("window")), other.append(wanted("till")));
        let lost = match (here, there) {
            (Ok(_), Err(error)) | (Err(error), Ok(_)) => error,
            (Ok(_), Ok(_)) => panic!("both were written"),
            (Err(one), Err(two)) => panic!("neither was written: {one}; {two}"),
        };
        assert!(matches!(lost, Error::Conflict { expected: 2, found: 3, .. }), "{lost}");
        let record = other.payment(id).await.expect("a file").expect("known");
        assert_eq!(record.payment.refunds.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_of_different_payments_wait_for_each_other_and_lose_nothing() {
    let shop = Shop::open().await;
    let other = Store::open(&shop.file()).await.expect("a second door");
    let mut writers = tokio::task::JoinSet::new();
    for round in 0..40 {
        let id = shop.order(&format!("ORDER-{round}"), 25_000).await;
        let door = if round % 2 == 0 { &shop.store } else { &other };
        let door = door.clone();
        writers.spawn(async move {
            for version in 1..4 {
                let paid = news(observed(PaymentStatus::Paid));
                let bodies = vec![(at(version), opened("GW")), (at(version), paid)];
                let known = u64::try_from(version * 2 - 1).expect("small");
                door.append(about(id, known, bodies)).await.expect("a place");
            }
        });
    }
    writers.join_all().await;
    let check = shop.store.verify_journal().await.expect("a journal");
    assert_eq!((check.entries, check.problem), (1 + 40 * 7, None));
    assert_eq!(other.compare_projections().await.expect("a file"), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_make_one_file_at_the_same_moment_all_get_it() {
    for _ in 0..20 {
        let directory = tempfile::tempdir().expect("a directory");
        let file = file_in(directory.path());
        let mut opening = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let file = file.clone();
            opening.spawn(async move { Store::open(&file).await });
        }
        for opened in opening.join_all().await {
            opened.expect("the file of whoever was first");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_come_and_go_do_not_keep_each_other_out() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = file_in(directory.path());
    let mut programs = tokio::task::JoinSet::new();
    for program in 0..6 {
        let file = file.clone();
        programs.spawn(async move {
            for visit in 0..12 {
                let store = Store::open(&file).await.expect("a file");
                let name = format!("{program} {visit}");
                connect(&store, &name).await.expect("a place");
                let found = store.account_by_name(&name).await.expect("a file");
                assert!(found.is_some());
            }
        });
    }
    programs.join_all().await;
    let store = Store::open(&file).await.expect("the file");
    let check = store.verify_journal().await.expect("a journal");
    assert_eq!((check.entries, check.problem), (6 * 12, None));
}

#[tokio::test]
async fn processes_that_make_and_fill_one_file_at_once_all_find_their_entries_in_it() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = file_in(directory.path());
    let children: Vec<_> = (0..4)
        .map(|name| {
            Command::new(std::env::current_exe().expect("this program"))
                .args(["--exact", "races::child_connecting_accounts", "--ignored"])
                .env(CHILD_FILE, &file)
                .env(CHILD_NAME, format!("child {name}"))
                .stdout(Stdio::piped())
                .spawn()
                .expect("a process")
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().expect("its end");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
    }
    let store = Store::open(&file).await.expect("their file");
    let accounts = store.accounts().await.expect("a list").into_iter();
    let names: BTreeSet<_> = accounts.map(|account| account.name).collect();
    assert_eq!(names.len(), 4 * ACCOUNTS_EACH);
    let check = store.verify_journal().await.expect("a journal");
    assert_eq!(check.problem, None);
}

#[tokio::test]
#[ignore = "run in processes of their own by the test above"]
async fn child_connecting_accounts() {
    let file = std::env::var_os(CHILD_FILE).expect("a file");
    let name = std::env::var(CHILD_NAME).expect("a name");
    let store = Store::open(file.as_ref()).await.expect("a file");
    for number in 0..ACCOUNTS_EACH {
        connect(&store, &format!("{name} {number}")).await.expect("a place");
    }
}

#[tokio::test]
async fn a_reader_sees_what_another_program_wrote() {
    let shop = Shop::open().await;
    let other = Store::open(&shop.file()).await.expect("a second door");
    let query = PaymentQuery { limit: 10, ..PaymentQuery::default() };
    assert_eq!(other.payments(&query).await.expect("a list").items, []);
    let id = shop.order("ORDER-1", 25_000).await;
    let seen = other.payments(&query).await.expect("a list").items;
    assert_eq!(seen.first().map(|row| row.id), Some(id));
}
