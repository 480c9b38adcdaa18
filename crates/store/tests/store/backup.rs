//! Backups.

use std::fs;

use store::{Error, Store};

use crate::shop::{Shop, at, opened};

#[tokio::test]
async fn a_backup_is_a_whole_store_of_its_own() {
    let shop = Shop::open().await;
    let id = shop.order("ORDER-1", 25_000).await;
    let directory = tempfile::tempdir().expect("a directory");
    let copy = directory.path().join("monday.tillkeeper");
    shop.store.back_up(&copy).await.expect("a backup");
    shop.tell(id, at(1), opened("AFTER")).await;

    let restored = Store::open(&copy).await.expect("a store");
    let record = restored.payment(id).await.expect("a file").expect("known");
    assert_eq!(record.payment.version, 1);
    let check = restored.verify_journal().await.expect("a journal");
    assert_eq!((check.entries, check.problem), (2, None));
    assert_eq!(restored.compare_projections().await.expect("a file"), []);
    assert_eq!(restored.check_file().await.expect("a file"), Vec::<String>::new());
    let found = restored.find_payments("ORDER-1", None).await;
    assert_eq!(found.expect("a list"), [id]);
}

#[tokio::test]
async fn a_backup_overwrites_nothing() {
    let shop = Shop::open().await;
    let directory = tempfile::tempdir().expect("a directory");
    let taken = directory.path().join("letter.txt");
    for content in ["Dear Ada,", ""] {
        fs::write(&taken, content).expect("a file");
        let error = shop.store.back_up(&taken).await.expect_err("taken");
        assert!(matches!(error, Error::Exists { .. }), "{error}");
        assert_eq!(fs::read_to_string(&taken).expect("a file"), content);
    }
    let error = shop.store.back_up(&shop.file()).await.expect_err("itself");
    assert!(matches!(error, Error::Exists { .. }), "{error}");
}

#[tokio::test]
async fn a_backup_that_cannot_be_written_leaves_nothing_and_says_why() {
    let shop = Shop::open().await;
    let directory = tempfile::tempdir().expect("a directory");
    let nowhere = directory.path().join("missing").join("copy");
    let error = shop.store.back_up(&nowhere).await.expect_err("nowhere");
    assert!(matches!(error, Error::Unreadable { .. }), "{error}");
    assert_eq!(fs::read_dir(directory.path()).expect("a directory").count(), 0);
}

/// The file is there by the time its name turns out to be none that SQLite can be told.
#[cfg(unix)]
#[tokio::test]
async fn a_backup_that_fails_half_way_is_taken_away_again() {
    use std::os::unix::ffi::OsStrExt as _;
    let shop = Shop::open().await;
    let directory = tempfile::tempdir().expect("a directory");
    let odd = directory.path().join(std::ffi::OsStr::from_bytes(b"monday-\xff"));
    let error = shop.store.back_up(&odd).await.expect_err("no such name");
    assert!(matches!(error, Error::Unreadable { .. }), "{error}");
    assert_eq!(fs::read_dir(directory.path()).expect("a directory").count(), 0);
}
