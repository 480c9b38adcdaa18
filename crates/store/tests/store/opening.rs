//! Opening: what is ours, what is not, and what is left untouched.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use store::{Error, Store};

use crate::shop::{Shop, at, file_in, opened};

async fn refused(file: &Path) -> Error {
    let before = fs::read(file).expect("a file");
    let error = Store::open(file).await.expect_err("it is not ours to open");
    assert_eq!(fs::read(file).expect("a file"), before, "the file was touched");
    error
}

#[tokio::test]
async fn a_file_is_made_for_its_owner_only_and_opened_again() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = file_in(directory.path());
    let store = Store::open(&file).await.expect("a new file");
    assert_eq!(store.path(), file);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    drop(store);
    Store::open(&file).await.expect("the same file");
}

#[tokio::test]
async fn the_layout_is_the_one_that_was_looked_at() {
    let shop = Shop::open().await;
    let file = shop.intruder();
    let mut statement = file
        .prepare(
            "SELECT sql FROM sqlite_schema s
             WHERE sql IS NOT NULL AND name <> 'refinery_schema_history'
               AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
             ORDER BY tbl_name, type DESC, name",
        )
        .expect("a schema");
    let parts = statement.query_map([], |row| row.get::<_, String>(0));
    let parts: Vec<_> = parts.expect("a schema").collect::<Result<_, _>>().expect("a schema");
    insta::assert_snapshot!("schema", parts.join(";\n\n"));
}

#[tokio::test]
async fn every_table_of_ours_is_strict() {
    let shop = Shop::open().await;
    let file = shop.intruder();
    let mut statement = file
        .prepare(
            "SELECT name FROM pragma_table_list
             WHERE schema = 'main' AND type = 'table' AND strict = 0
               AND name NOT IN ('sqlite_schema', 'refinery_schema_history')",
        )
        .expect("tables");
    let lax = statement.query_map([], |row| row.get::<_, String>(0));
    let lax: Vec<_> = lax.expect("tables").collect::<Result<_, _>>().expect("tables");
    assert_eq!(lax, Vec::<String>::new());
}

#[tokio::test]
async fn a_store_may_be_dropped_by_a_thread_of_nobody() {
    let shop = Shop::open().await;
    let dropping = std::thread::spawn(move || drop(shop));
    dropping.join().expect("no panic");
}

#[tokio::test]
async fn another_programs_database_is_refused_and_left_as_it_is() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = file_in(directory.path());
    let other = Connection::open(&file).expect("a file");
    other
        .execute_batch("CREATE TABLE recipes (name TEXT); PRAGMA application_id = 7;")
        .expect("another program's");
    drop(other);
    let error = refused(&file).await;
    assert!(matches!(error, Error::NotOurs { .. }), "{error}");

    let unmarked = directory.path().join("unmarked.sqlite");
    let other = Connection::open(&unmarked).expect("a file");
    other.execute_batch("CREATE TABLE recipes (name TEXT)").expect("a table");
    drop(other);
    let error = refused(&unmarked).await;
    assert!(matches!(error, Error::NotOurs { .. }), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let directory = tempfile::tempdir().expect("a directory");
    for (name, content) in [("letter.txt", "Dear Ada,".to_owned()), ("long.txt", "x".repeat(9_000))]
    {
        let file = directory.path().join(name);
        fs::write(&file, content).expect("a file");
        let error = refused(&file).await;
        assert!(matches!(error, Error::NotOurs { .. }), "{error}");
        assert!(error.to_string().contains(name) && error.to_string().contains("Choose another"));
    }
}

#[tokio::test]
async fn an_empty_file_is_taken_as_a_new_one() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = file_in(directory.path());
    fs::write(&file, "").expect("a file");
    Store::open(&file).await.expect("nothing to lose");
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused_and_left_as_it_is() {
    let shop = Shop::open().await;
    let file = shop.file();
    let directory = shop.close().await;
    let later = Connection::open(&file).expect("the file");
    later
        .execute(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
             VALUES (99, 'seats', '2031-01-01T00:00:00Z', '1')",
            [],
        )
        .expect("a later layout");
    drop(later);
    let error = refused(&file).await;
    assert!(matches!(error, Error::Newer { found: 99, known: 8, .. }), "{error}");
    assert!(error.to_string().contains("Install the newer version"));
    drop(directory);
}

#[tokio::test]
async fn a_file_whose_migrations_were_edited_is_refused() {
    let shop = Shop::open().await;
    let file = shop.file();
    let directory = shop.close().await;
    let edited = Connection::open(&file).expect("the file");
    edited
        .execute("UPDATE refinery_schema_history SET checksum = '1' WHERE version = 2", [])
        .expect("an edit");
    drop(edited);
    let error = Store::open(&file).await.expect_err("another layout");
    assert!(matches!(&error, Error::Altered { detail, .. } if detail.contains('2')), "{error}");
    drop(directory);
}

#[tokio::test]
async fn a_layout_that_fails_half_way_leaves_nothing_behind() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = file_in(directory.path());
    let settings = store::Settings { most_pages: Some(12), ..store::Settings::default() };
    let error = Store::open_with(&file, &settings).await.expect_err("too small");
    assert!(matches!(error, Error::Full), "{error}");
    let left: u32 = Connection::open(&file)
        .expect("the file")
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name IN ('entries', 'payments', 'lookups')",
            [],
            |row| row.get(0),
        )
        .expect("a count");
    assert_eq!(left, 0);
    Store::open(&file).await.expect("room enough now");
}

#[tokio::test]
async fn a_damaged_file_is_named_when_it_is_opened_or_read() {
    let shop = Shop::open().await;
    for number in 0..50 {
        let id = shop.order(&format!("ORDER-{number}"), 1).await;
        shop.tell(id, at(1), opened("GW")).await;
    }
    let file = shop.file();
    let directory = shop.close().await;
    // Every page is in use then: nothing is lost with one that is not.
    Connection::open(&file).expect("the file").execute_batch("VACUUM").expect("room");
    let sound = fs::read(&file).expect("the file");
    let mut named = 0;
    for page in 0..sound.len() / 4_096 {
        let mut damaged = sound.clone();
        // The first hundred bytes say what the file is; without them it is nobody's.
        let (from, until) = ((page * 4_096).max(100), (page + 1) * 4_096);
        damaged[from..until].fill(0xAA);
        fs::write(&file, &damaged).expect("the file");
        if let Some(error) = first_error(&file).await {
            assert!(matches!(error, Error::Damaged { .. }), "page {page}: {error:?}");
            assert!(error.to_string().contains("restore"), "{error}");
            named += 1;
        }
        let problems = problems(&file).await;
        assert!(problems > 0, "page {page} is damaged and nothing says so");
    }
    assert!(named > 5, "{named}");
    drop(directory);
}

/// Opens the file and reads all of it.
async fn first_error(file: &Path) -> Option<Error> {
    let store = match Store::open(file).await {
        Ok(store) => store,
        Err(error) => return Some(error),
    };
    if let Err(error) = store.verify_journal().await {
        return Some(error);
    }
    store.compare_projections().await.err()
}

/// Counts what the checks find, each error being one.
async fn problems(file: &Path) -> usize {
    let Ok(store) = Store::open(file).await else {
        return 1;
    };
    store.check_file().await.map_or(1, |problems| problems.len())
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_named() {
    let directory = tempfile::tempdir().expect("a directory");
    let error = Store::open(directory.path()).await.expect_err("a directory");
    assert!(matches!(error, Error::Unreadable { .. }), "{error}");
    let nowhere = directory.path().join("missing").join("file");
    let error = Store::open(&nowhere).await.expect_err("no such directory");
    assert!(matches!(error, Error::Unreadable { .. }), "{error}");
    assert!(error.to_string().contains("Check that the folder exists"), "{error}");
}

/// The kernel's own files are read-only to everybody, the superuser included.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_nobody_may_write_to_is_named_as_that() {
    let error = Store::open(Path::new("/sys/tillkeeper.sqlite")).await;
    let error = error.expect_err("read-only");
    assert!(matches!(error, Error::ReadOnly { .. }), "{error}");
    assert!(error.to_string().contains("permission"), "{error}");
}
