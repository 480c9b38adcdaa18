//! Files that were handed out.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{Body, Currency, ExportId, ExportMade, ExportedFile, Money, Subject};
use store::{
    Append, Cursor, Error, ExportKind, ExportRecord, FileOnItsWay, NewExport, UnplacedExport,
};
use uuid::Uuid;

use crate::shop::{Shop, at, draft};

fn naira(minor: i64) -> Money {
    Money::from_minor(minor, Currency::NGN)
}

/// An export as it was written down before there was more to say.
pub(crate) fn plain(profile: &str, filter: &str) -> Body {
    Body::ExportMade(ExportMade {
        profile: profile.to_owned(),
        filter: filter.to_owned(),
        rows: 3,
        sha256: "a".repeat(64),
        sums: vec![naira(700)],
        after: None,
        through: None,
        files: Vec::new(),
        options: BTreeMap::new(),
    })
}

fn since(profile: &str, after: u64, through: u64) -> Body {
    let mut body = plain(profile, "status:paid");
    if let Body::ExportMade(made) = &mut body {
        (made.after, made.through) = (Some(after), Some(through));
        let file = |number| ExportedFile {
            name: format!("books-{number}.csv"),
            rows: number,
            sha256: "b".repeat(64),
        };
        made.files.extend([file(1), file(2)]);
        made.options.insert("clearing".to_owned(), "Assets:Novac".to_owned());
    }
    body
}

fn export(id: ExportId, when: DateTime<Utc>, body: Body) -> Append {
    Append {
        subject: Subject::Export(id),
        expected_version: 0,
        drafts: vec![draft(when, body)],
        people: Vec::new(),
    }
}

impl Shop {
    pub(crate) async fn hand_out(&self, when: DateTime<Utc>, body: Body) -> ExportId {
        let id = ExportId(Uuid::now_v7());
        self.store.append(export(id, when, body)).await.expect("an export");
        id
    }

    async fn undo(&self, id: ExportId) {
        let body = Body::ExportUndone { reason: "the disk is full".to_owned() };
        let append = Append { expected_version: 1, ..export(id, at(50), body) };
        self.store.undo_export(append).await.expect("undone");
    }
}

#[tokio::test]
async fn an_export_is_kept_with_all_that_was_written_down_of_it() {
    let shop = Shop::open().await;
    let id = shop.hand_out(at(5), since("xlsx", 3, u64::MAX >> 1)).await;
    let page = shop.store.exports(None, 10).await.expect("a list");
    let file = |number: u64| ExportedFile {
        name: format!("books-{number}.csv"),
        rows: number,
        sha256: "b".repeat(64),
    };
    let expected = ExportRecord {
        id,
        seq: 2,
        at: at(5),
        made: ExportMade {
            profile: "xlsx".to_owned(),
            filter: "status:paid".to_owned(),
            after: Some(3),
            through: Some(u64::MAX >> 1),
            rows: 3,
            sums: vec![naira(700)],
            sha256: "a".repeat(64),
            files: vec![file(1), file(2)],
            options: BTreeMap::from([("clearing".to_owned(), "Assets:Novac".to_owned())]),
        },
    };
    assert_eq!(page.items, [expected]);
    assert_eq!(page.next, None);
}

impl Shop {
    /// How far exports of that profile and filter reach, and by which.
    async fn reached(&self, kind: &ExportKind) -> (Option<u64>, Option<u64>, Option<ExportId>) {
        let mark = self.store.export_mark(kind).await.expect("a file");
        (mark.through, mark.until, mark.last.map(|export| export.id))
    }
}

/// Exports of a profile and filter that nothing is chosen of.
fn kind(profile: &str, filter: &str) -> ExportKind {
    ExportKind { profile: profile.to_owned(), filter: filter.to_owned(), options: BTreeMap::new() }
}

/// An export of some entries, with some options.
fn of(range: (Option<u64>, u64), options: &[(&str, &str)]) -> Body {
    let mut body = plain("base", "");
    if let Body::ExportMade(made) = &mut body {
        (made.after, made.through) = (range.0, Some(range.1));
        let typed = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        made.options.extend(options.iter().map(typed));
    }
    body
}

#[tokio::test]
async fn exports_of_another_profile_filter_choice_or_columns_set_no_mark() {
    let shop = Shop::open().await;
    assert_eq!(shop.reached(&kind("base", "")).await, (None, None, None));
    let first = shop.hand_out(at(9), plain("base", "")).await;
    shop.hand_out(at(1), plain("base", "mode:live")).await;
    shop.hand_out(at(2), plain("ofx", "")).await;
    shop.hand_out(at(3), of((None, 40), &[("columns", "amount")])).await;
    shop.hand_out(at(4), of((None, 50), &[("choice.dates", "uk")])).await;
    assert_eq!(shop.reached(&kind("base", "")).await, (Some(2), None, Some(first)));
    assert_eq!(shop.reached(&kind("Base", "")).await, (None, None, None));
    let mut columns = kind("base", "");
    columns.options.insert("columns".to_owned(), "amount".to_owned());
    assert_eq!(shop.reached(&columns).await.0, Some(40));
    // How accounts are called and the time zone are nothing that a row was handed out without.
    let named = [("name.sales", "Income:Shop"), ("time_zone", "Africa/Lagos")];
    let last = shop.hand_out(at(5), of((Some(2), 30), &named)).await;
    assert_eq!(shop.reached(&kind("base", "")).await, (Some(30), None, Some(last)));
}

#[tokio::test]
async fn what_was_handed_out_ends_at_the_first_hole() {
    let shop = Shop::open().await;
    let kind = kind("base", "");
    shop.hand_out(at(1), of((None, 10), &[])).await;
    let second = shop.hand_out(at(2), of((Some(10), 20), &[])).await;
    shop.hand_out(at(3), of((Some(20), 30), &[])).await;
    let last = shop.hand_out(at(4), of((Some(30), 40), &[])).await;
    assert_eq!(shop.reached(&kind).await, (Some(40), None, Some(last)));
    let again = shop.hand_out(at(5), of((Some(10), 20), &[])).await;
    assert_eq!(shop.reached(&kind).await.0, Some(40), "made once more, it reaches no further");
    shop.undo(again).await;
    shop.undo(second).await;
    let (through, until, _) = shop.reached(&kind).await;
    assert_eq!((through, until), (Some(10), Some(20)));
    shop.hand_out(at(6), of((None, 25), &[])).await;
    assert_eq!(shop.reached(&kind).await, (Some(40), None, Some(last)), "all at once fills it");
}

#[tokio::test]
async fn of_two_exports_of_the_same_new_rows_one_is_entered() {
    let shop = Shop::open().await;
    let enter = async |range, is_of_new| {
        let append = export(ExportId(Uuid::now_v7()), at(1), of(range, &[]));
        let new = NewExport { append, is_of_new, files: Vec::new() };
        shop.store.append_export(new).await.map(|_| ())
    };
    enter((None, 10), true).await.expect("the first");
    for taken in [(None, 10), (None, 12), (Some(9), 12)] {
        let refused = enter(taken, true).await;
        assert!(matches!(refused, Err(Error::HandedOut)), "{refused:?}");
    }
    enter((Some(10), 12), true).await.expect("it goes on");
    // Whoever asks for all of it again knows what they do.
    enter((None, 12), false).await.expect("all of it");

    let lost = shop.hand_out(at(2), of((Some(12), 20), &[])).await;
    enter((Some(20), 30), true).await.expect("it goes on");
    shop.undo(lost).await;
    let refused = enter((Some(12), 40), true).await;
    assert!(matches!(refused, Err(Error::HandedOut)), "beyond the hole is given: {refused:?}");
    enter((Some(12), 20), true).await.expect("what is in the hole");
    enter((Some(30), 40), true).await.expect("what is behind it");
}

#[tokio::test]
async fn what_is_left_to_do_of_an_export_is_known_until_it_is_done_or_undone() {
    let shop = Shop::open().await;
    let file = |name: &str| FileOnItsWay {
        written: format!("/books/.new-{name}"),
        place: format!("/books/{name}"),
        sha256: "c".repeat(64),
        replaces: name == "1.csv",
    };
    let mut left = Vec::new();
    for second in [1, 2] {
        let id = ExportId(Uuid::now_v7());
        let files = vec![file("1.csv"), file("2.csv")];
        let append = export(id, at(second), plain("base", ""));
        let new = NewExport { append, is_of_new: false, files: files.clone() };
        shop.store.append_export(new).await.expect("an export");
        left.push(UnplacedExport { id, files });
    }
    assert_eq!(shop.store.unplaced_exports().await.expect("a list"), left);
    shop.store.rebuild_projections().await.expect("made again");
    assert_eq!(shop.store.unplaced_exports().await.expect("a list"), left, "no projection");
    shop.store.export_placed(left[0].id).await.expect("noted");
    assert_eq!(shop.store.unplaced_exports().await.expect("a list"), left[1..]);
    shop.undo(left[1].id).await;
    assert_eq!(shop.store.unplaced_exports().await.expect("a list"), []);
    assert_eq!(shop.store.export(left[1].id).await.expect("a file"), None);

    let about = Append {
        subject: Subject::Account(ledger::AccountId(Uuid::now_v7())),
        ..export(left[1].id, at(3), plain("base", ""))
    };
    let new = NewExport { append: about, is_of_new: false, files: Vec::new() };
    assert!(matches!(shop.store.append_export(new).await, Err(Error::NotAnExport { .. })));
}

#[tokio::test]
async fn exports_are_listed_the_newest_first_page_by_page() {
    let shop = Shop::open().await;
    let mut made = Vec::new();
    for second in 0..5 {
        made.push(shop.hand_out(at(second / 2), plain("base", "")).await);
    }
    made.reverse();
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = shop.store.exports(after, 2).await.expect("a page");
        seen.extend(page.items.iter().map(|export| export.id));
        let Some(next) = page.next else { break };
        after = Some(next.to_string().parse::<Cursor>().expect("its own cursor"));
    }
    assert_eq!(seen, made);
    let foreign = "i7".parse::<Cursor>().ok();
    assert!(matches!(shop.store.exports(foreign, 2).await, Err(Error::Cursor)));
}

#[tokio::test]
async fn exports_are_made_again_from_the_journal() {
    let shop = Shop::open().await;
    shop.hand_out(at(1), plain("base", "")).await;
    shop.hand_out(at(2), since("ofx", 1, 2)).await;
    let before = shop.store.exports(None, 10).await.expect("a list");
    shop.store.rebuild_projections().await.expect("made again");
    assert_eq!(shop.store.exports(None, 10).await.expect("a list"), before);
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}
