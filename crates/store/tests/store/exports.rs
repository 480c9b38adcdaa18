//! Files that were handed out.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{Body, Currency, ExportId, ExportMade, ExportedFile, Money, Subject};
use store::{Append, Cursor, Error, ExportRecord};
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

impl Shop {
    pub(crate) async fn hand_out(&self, when: DateTime<Utc>, body: Body) -> ExportId {
        let id = ExportId(Uuid::now_v7());
        let append = Append {
            subject: Subject::Export(id),
            expected_version: 0,
            drafts: vec![draft(when, body)],
            people: Vec::new(),
        };
        self.store.append(append).await.expect("an export");
        id
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

#[tokio::test]
async fn the_last_export_is_the_last_in_the_journal_of_its_profile_and_filter() {
    let shop = Shop::open().await;
    let last = async |profile: &str, filter: &str| {
        let found = shop.store.last_export(profile, filter).await.expect("a file");
        found.map(|export| export.id)
    };
    assert_eq!(last("base", "").await, None);
    shop.hand_out(at(9), plain("base", "")).await;
    let second = shop.hand_out(at(1), plain("base", "")).await;
    let paid = shop.hand_out(at(10), since("base", 0, 3)).await;
    let other = shop.hand_out(at(11), plain("ofx", "")).await;
    assert_eq!(last("base", "").await, Some(second), "clocks are set back");
    assert_eq!(last("base", "status:paid").await, Some(paid));
    assert_eq!(last("ofx", "").await, Some(other));
    assert_eq!(last("Base", "").await, None);
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
