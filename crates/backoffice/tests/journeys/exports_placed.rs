//! Files come into their places, all or none, and what a program that was killed has left is finished by the next.

use std::fs;
use std::path::{Path, PathBuf};

use backoffice::{Code, ExportMade, ExportQuery};
use ledger::{Actor, Body, Draft, EntryId, ExportId, Subject};
use sha2::{Digest as _, Sha256};
use store::{Append, FileOnItsWay, NewExport, Store};
use uuid::Uuid;

use crate::exports_new_rows::{new_of, save};
use crate::shop::{Shop, base, newest, only};

/// What is in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let name = |file: std::io::Result<fs::DirEntry>| file.unwrap().file_name();
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names.into_iter().map(|name| name.to_string_lossy().into_owned()).collect()
}

/// An export whose program was killed between the entry and its files: two files of what is new after the first export.
struct CutOff {
    shop: Shop,
    folder: PathBuf,
    first: ExportMade,
}

impl CutOff {
    /// Both files are written and neither is in its place; they may take the place of others or not.
    async fn of(replaces: bool) -> Self {
        let shop = Shop::open().await;
        let folder = shop.place.path("out");
        fs::create_dir(&folder).unwrap();
        shop.paid("ORDER-1").await;
        let first = save(&shop, "out/first.csv", new_of("")).await.unwrap();
        let mut body = newest(&shop.office).await;
        shop.paid("ORDER-2").await;
        let Body::ExportMade(made) = &mut body else { panic!("no export") };
        made.after = made.through;
        made.through = Some(shop.office.journal_head().await.unwrap());
        let file = |name: &str| {
            let written = folder.join(format!(".new-{name}"));
            fs::write(&written, name).unwrap();
            FileOnItsWay {
                written: written.to_string_lossy().into_owned(),
                place: folder.join(name).to_string_lossy().into_owned(),
                sha256: hex::encode(Sha256::digest(name)),
                replaces,
            }
        };
        let files = vec![file("a.csv"), file("b.csv")];
        let draft = Draft {
            id: EntryId(Uuid::now_v7()),
            at: shop.place.now(),
            actor: Actor::window(),
            body,
        };
        let append = Append {
            subject: Subject::Export(ExportId(Uuid::now_v7())),
            expected_version: 0,
            drafts: vec![draft],
            people: Vec::new(),
        };
        let store = Store::open(&shop.office.dir().join("tillkeeper.db")).await.unwrap();
        store.append_export(NewExport { append, is_of_new: true, files }).await.unwrap();
        Self { shop, folder, first }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The next export, and the codes of what it tells.
    async fn next(&self) -> (ExportMade, Vec<&'static str>) {
        let made = save(&self.shop, "next.csv", new_of("")).await.unwrap();
        self.shop.check().await;
        let codes = made.findings.iter().map(|finding| finding.code).collect();
        (made, codes)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_an_export_that_was_cut_off_are_put_into_place_by_the_next() {
    let cut_off = CutOff::of(false).await;
    // One was in its place already when the program was killed.
    fs::rename(cut_off.path(".new-a.csv"), cut_off.path("a.csv")).unwrap();
    let (made, codes) = cut_off.next().await;
    assert_eq!((made.rows, codes), (0, vec!["finished", "nothing"]));
    assert_eq!(names(&cut_off.folder), ["a.csv", "b.csv", "first.csv", "first.csv.manifest.json"]);
    assert_eq!(fs::read_to_string(cut_off.path("b.csv")).unwrap(), "b.csv");
    assert_eq!(save(&cut_off.shop, "more.csv", new_of("")).await.unwrap().findings.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_an_export_whose_files_are_gone_are_given_again() {
    let cut_off = CutOff::of(false).await;
    fs::remove_file(cut_off.path(".new-b.csv")).unwrap();
    let (made, codes) = cut_off.next().await;
    assert_eq!((made.rows, made.after), (2, Some(cut_off.first.through)));
    assert_eq!(codes, ["taken_back"]);
    assert_eq!(names(&cut_off.folder), ["first.csv", "first.csv.manifest.json"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_what_was_written_is_not_put_into_place() {
    let cut_off = CutOff::of(false).await;
    fs::write(cut_off.path(".new-b.csv"), "half").unwrap();
    let (made, codes) = cut_off.next().await;
    assert_eq!((made.rows, codes), (2, vec!["taken_back"]));
    assert_eq!(names(&cut_off.folder), ["first.csv", "first.csv.manifest.json"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_one_file_cannot_be_put_into_place_all_is_as_it_was_before() {
    let cut_off = CutOff::of(true).await;
    fs::write(cut_off.path("a.csv"), "last month").unwrap();
    fs::create_dir_all(cut_off.path("b.csv/full")).unwrap();
    let (made, codes) = cut_off.next().await;
    assert_eq!((made.rows, codes), (2, vec!["taken_back"]));
    assert_eq!(fs::read_to_string(cut_off.path("a.csv")).unwrap(), "last month");
    assert_eq!(names(&cut_off.folder), ["a.csv", "b.csv", "first.csv", "first.csv.manifest.json"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_never_takes_the_place_of_another_file_not_even_after_a_crash() {
    let cut_off = CutOff::of(false).await;
    fs::write(cut_off.path("b.csv"), "somebody else's").unwrap();
    let (made, codes) = cut_off.next().await;
    assert_eq!((made.rows, codes), (2, vec!["taken_back"]));
    assert_eq!(fs::read_to_string(cut_off.path("b.csv")).unwrap(), "somebody else's");
    assert!(!cut_off.path("a.csv").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_examination_finishes_what_was_cut_off_and_tells_of_it() {
    let cut_off = CutOff::of(true).await;
    let examined = async || {
        let findings = cut_off.shop.office.examine().await.unwrap();
        findings.into_iter().find(|finding| finding.name == "exports").unwrap()
    };
    let first = examined().await;
    assert!(first.ok && first.detail.contains("a.csv, b.csv"), "{}", first.detail);
    assert!(cut_off.path("a.csv").exists());
    let second = examined().await;
    assert!(second.ok && !second.detail.contains("a.csv"), "{}", second.detail);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_taken_back_behind_a_later_export_are_given_and_none_of_the_later_twice() {
    let cut_off = CutOff::of(false).await;
    // The later one of another seat, which knew nothing of the crash.
    let mut later = newest(&cut_off.shop.office).await;
    cut_off.shop.paid("ORDER-3").await;
    if let Body::ExportMade(made) = &mut later {
        made.after = made.through;
        made.through = Some(cut_off.shop.office.journal_head().await.unwrap());
    }
    let draft = Draft {
        id: EntryId(Uuid::now_v7()),
        at: cut_off.shop.place.now(),
        actor: Actor::window(),
        body: later,
    };
    let append = Append {
        subject: Subject::Export(ExportId(Uuid::now_v7())),
        expected_version: 0,
        drafts: vec![draft],
        people: Vec::new(),
    };
    let store = Store::open(&cut_off.shop.office.dir().join("tillkeeper.db")).await.unwrap();
    store.append(append).await.unwrap();
    fs::remove_file(cut_off.path(".new-a.csv")).unwrap();
    cut_off.shop.paid("ORDER-4").await;

    let (hole, codes) = cut_off.next().await;
    assert_eq!((hole.rows, codes), (2, vec!["taken_back", "more_is_new"]));
    let text = fs::read_to_string(cut_off.shop.place.path("next.csv")).unwrap();
    assert!(text.contains("ORDER-2") && !text.contains("ORDER-3") && !text.contains("ORDER-4"));
    let rest = save(&cut_off.shop, "rest.csv", new_of("")).await.unwrap();
    let text = fs::read_to_string(cut_off.shop.place.path("rest.csv")).unwrap();
    assert!(rest.rows == 2 && text.contains("ORDER-4"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_place_is_looked_at_before_anything_is_entered() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    fs::create_dir(shop.place.path("out")).unwrap();
    fs::write(shop.place.path("out/books.csv"), "last month").unwrap();
    let hledger = || ExportQuery { profile: "hledger-csv".to_owned(), ..base(only("")) };
    for (taken, query) in [("manifest.json", base(only(""))), ("rules", hledger())] {
        let folder = shop.place.path(&format!("out/books.csv.{taken}"));
        fs::create_dir(&folder).unwrap();
        let before = shop.office.journal_head().await.unwrap();
        let refused = save(&shop, "out/books.csv", query).await.unwrap_err();
        assert_eq!(refused.code(), Code::Storage, "{refused}");
        assert!(refused.to_string().contains(taken), "{refused}");
        assert_eq!(shop.office.journal_head().await.unwrap(), before, "nothing was entered");
        fs::remove_dir(&folder).unwrap();
        assert_eq!(fs::read_to_string(shop.place.path("out/books.csv")).unwrap(), "last month");
        assert_eq!(names(&shop.place.path("out")), ["books.csv"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_that_the_accountant_changed_stay_and_the_manifest_of_other_rows_does_too() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let query = |since_last| ExportQuery {
        profile: "hledger-csv".to_owned(),
        since_last,
        ..base(only(""))
    };
    let rules = shop.place.path("books.csv.rules");
    let first = save(&shop, "books.csv", query(false)).await.unwrap();
    assert_eq!(first.findings, []);
    let untouched = fs::read_to_string(&rules).unwrap();
    assert_eq!(save(&shop, "books.csv", query(false)).await.unwrap().findings, []);
    assert_eq!(fs::read_to_string(&rules).unwrap(), untouched);

    let changed = format!("{untouched}if %type ^fee$\n account2 expenses:bank charges\n");
    fs::write(&rules, &changed).unwrap();
    let kept = save(&shop, "books.csv", query(false)).await.unwrap();
    assert_eq!(kept.findings[0].code, "kept");
    assert!(kept.findings[0].sentence.contains("books.csv.rules"), "{}", kept.findings[0].sentence);
    assert_eq!(fs::read_to_string(&rules).unwrap(), changed);

    // The file was handed on, and its manifest is still here.
    fs::remove_file(shop.place.path("books.csv")).unwrap();
    let manifest = fs::read(&kept.manifest).unwrap();
    let refused = save(&shop, "books.csv", query(true)).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some("path")));
    assert_eq!(fs::read(&kept.manifest).unwrap(), manifest);
}
