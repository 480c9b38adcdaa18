//! Files that are in the way, damaged, or not to be had.

use std::fs;

use crate::program::Till;
use crate::shop::Shop;

/// An SQLite file of another program: one page, an empty schema, and a mark of its own.
fn foreign_database() -> Vec<u8> {
    let mut page = vec![0; 4096];
    let mut put = |at: usize, bytes: &[u8]| page[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"SQLite format 3\0");
    put(16, &[0x10, 0, 1, 1, 0, 64, 32, 32]);
    put(24, &1_u32.to_be_bytes());
    put(28, &1_u32.to_be_bytes());
    put(44, &4_u32.to_be_bytes());
    put(56, &1_u32.to_be_bytes());
    put(68, b"Othr");
    put(92, &1_u32.to_be_bytes());
    put(100, &[0x0D, 0, 0, 0, 0, 0x10, 0, 0]);
    page
}

#[test]
fn a_file_that_is_not_ours_is_left_as_it_is() {
    for foreign in [foreign_database(), b"Dear diary".to_vec(), vec![0; 8192]] {
        let till = Till::new();
        fs::create_dir(till.data()).unwrap();
        let file = till.data().join("tillkeeper.db");
        fs::write(&file, &foreign).unwrap();
        for words in [&["payment", "list"][..], &["doctor"], &["account", "list"]] {
            let (code, message) = till.refused(1, words);
            assert_eq!(code, "storage");
            assert!(message.contains("not a Tillkeeper file"), "{message}");
        }
        assert_eq!(fs::read(&file).unwrap(), foreign);
    }
}

#[test]
fn damage_is_named() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let Shop { till, .. } = shop;
    let file = till.data().join("tillkeeper.db");
    let whole = fs::read(&file).unwrap();
    assert!(whole.len() > 40_960);
    let copy = Till::new();
    fs::create_dir(copy.data()).unwrap();
    let mut damaged = whole;
    damaged[8_192..40_960].fill(0xA5);
    fs::write(copy.data().join("tillkeeper.db"), &damaged).unwrap();
    let said = copy.run(&["--json", "doctor"]);
    assert_eq!(said.code, 1, "{said:?}");
    let told = format!("{}{}", said.out, said.err);
    assert!(told.contains("damage") || told.contains(r#""ok":false"#), "{told}");
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let till = Till::new();
    fs::write(till.path("taken"), "a file").unwrap();
    let taken = till.path("taken");
    let within = taken.join("deeper");
    let mut places = vec![taken, within];
    if cfg!(target_os = "linux") {
        places.push("/proc/till".into());
    }
    for place in places {
        let place = place.to_str().unwrap();
        let (code, message) = till.refused(1, &["--data-dir", place, "payment", "list"]);
        assert_eq!(code, "storage");
        assert!(message.contains(place), "{message}");
    }
    assert_eq!(fs::read_to_string(till.path("taken")).unwrap(), "a file");
}

#[test]
fn an_export_that_cannot_be_written_names_its_file_and_touches_no_other() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let before = shop.entries();
    let till = &shop.till;
    fs::create_dir(till.path("folder")).unwrap();
    fs::write(till.path("old.csv"), "last month").unwrap();
    let mut places = vec!["folder", "none/new.csv", "old.csv/new.csv"];
    if cfg!(target_os = "linux") {
        places.push("/proc/new.csv");
    }
    for place in places {
        let (code, message) = till.refused(1, &["export", "base", "-o", place]);
        assert_eq!(code, "storage", "{message}");
        assert!(message.contains(place), "{message}");
    }
    let (code, message) = till.refused(1, &["export", "basic", "-o", "old.csv"]);
    assert!(message.contains("basic") && message.contains("base"), "{code}: {message}");
    assert_eq!(fs::read_to_string(till.path("old.csv")).unwrap(), "last month");
    let history = till.data().join("tillkeeper.db");
    let (code, _) = till.refused(1, &["export", "base", "-o", history.to_str().unwrap()]);
    assert_eq!(code, "invalid_input");
    assert_eq!(shop.entries(), before);

    till.json(&["export", "base", "-o", "old.csv"]);
    assert!(fs::read_to_string(till.path("old.csv")).unwrap().contains("ORDER-1"));
}

#[cfg(unix)]
#[test]
fn what_is_written_is_for_its_owners_eyes() {
    use std::os::unix::fs::PermissionsExt as _;
    let till = Till::new();
    till.json(&["payment", "list"]);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&till.data()), 0o700);
    assert_eq!(mode(&till.data().join("tillkeeper.db")), 0o600);
}
