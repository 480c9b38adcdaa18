//! When there is no room, no time, or no permission.

use std::time::Duration;

use ledger::{Currency, Money};
use store::{Error, Settings, Store};

use crate::shop::{Shop, about, at, connect, file_in, opened};

#[tokio::test]
async fn a_full_disk_is_named_and_loses_nothing_that_was_written() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = file_in(directory.path());
    let settings = Settings { most_pages: Some(120), ..Settings::default() };
    let store = Store::open_with(&file, &settings).await.expect("a file");
    let mut written = 0;
    let error = loop {
        match connect(&store, &format!("Shop {written}")).await {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::Full), "{error}");
    assert!(error.to_string().contains("Free some space"));
    assert!(written > 10, "{written}");
    let check = store.verify_journal().await.expect("a journal");
    assert_eq!((check.entries, check.problem), (written, None));
    assert_eq!(store.compare_projections().await.expect("a file"), []);
    assert_eq!(store.check_file().await.expect("a file"), Vec::<String>::new());

    let roomy = Store::open(&file).await.expect("the file");
    connect(&roomy, "Room again").await.expect("room again");
}

#[tokio::test]
async fn a_file_held_by_another_program_for_too_long_is_named_and_then_written() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 1).await;
    let settings = Settings { patience: Duration::from_millis(20), ..Settings::default() };
    let store = Store::open_with(&shop.file(), &settings).await.expect("a file");
    let holder = shop.intruder();
    holder.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let append = about(id, 1, vec![(at(1), opened("GW"))]);
    let error = store.append(append.clone()).await.expect_err("held");
    assert!(matches!(error, Error::Busy), "{error}");
    assert!(store.payment(id).await.expect("readers do not wait").is_some());
    holder.execute_batch("ROLLBACK").expect("free");
    store.append(append).await.expect("free again");
}

#[tokio::test]
async fn half_an_append_that_was_given_up_waiting_for_is_all_or_nothing() {
    let shop = Shop::open().await;
    for number in 0..20 {
        let order = shop.ordered(&format!("ORDER-{number}"), Money::from_minor(1, Currency::NGN));
        let placing = shop.place(order, at(0));
        // Polled once and dropped: the work may be done, under way, or not begun.
        tokio::select! {
            biased;
            _ = placing => {}
            () = std::future::ready(()) => {}
        }
    }
    shop.order("LAST", 1).await;
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
    let check = shop.store.verify_journal().await.expect("a journal");
    assert_eq!(check.problem, None);
}
