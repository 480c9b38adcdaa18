//! Notes and tags on payments: who wrote what, what is refused, and finding payments again by their tags.

use backoffice::{Code, Error, LONGEST_NOTE, MOST_TAGS, Page, PaymentRow};
use ledger::Tag;

use crate::shop::{Shop, only};

fn words(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|tag| (*tag).to_owned()).collect()
}

fn references(page: &Page<PaymentRow>) -> Vec<&str> {
    page.items.iter().map(|row| row.reference.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_stays_with_who_wrote_it_and_when() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let record = shop.office.add_note(id, " Rang about\nthe blue one ", "Bola").await.unwrap();
    let [note] = record.payment.notes.as_slice() else { panic!("{:?}", record.payment.notes) };
    assert_eq!((note.text.as_str(), note.by.as_str()), ("Rang about\nthe blue one", "Bola"));
    assert_eq!(note.at, shop.place.now());
    shop.office.add_note(id, "Rang again", "Chidi").await.unwrap();
    let notes = shop.payment(id).await.notes;
    assert_eq!(notes.iter().map(|note| note.by.as_str()).collect::<Vec<_>>(), ["Bola", "Chidi"]);
    assert_eq!(shop.kinds(id).await.iter().filter(|kind| **kind == "note_added").count(), 2);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_cannot_be_kept_is_refused_with_its_field_and_nothing_is_written() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let before = shop.office.journal_head().await.unwrap();
    let longest = "é".repeat(LONGEST_NOTE);
    let too_long = "é".repeat(LONGEST_NOTE + 1);
    for (text, by, field) in
        [("  ", "Bola", "text"), (too_long.as_str(), "Bola", "text"), ("Rang", " ", "by")]
    {
        let refused = shop.office.add_note(id, text, by).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some(field)));
    }
    let unknown = ledger::PaymentId(uuid::Uuid::nil());
    let refused = shop.office.add_note(unknown, "Rang", "Bola").await.unwrap_err();
    assert_eq!(refused.code(), Code::NotFound);
    assert_eq!(shop.office.journal_head().await.unwrap(), before);
    shop.office.add_note(id, &longest, "Bola").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_written_at_the_same_moment_are_all_kept() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let till = shop.other_door().await;
    let (here, there) = tokio::join!(
        shop.office.add_note(id, "From the window", "Bola"),
        till.add_note(id, "From the till", "Chidi"),
    );
    here.unwrap();
    there.unwrap();
    let mut texts: Vec<_> =
        shop.payment(id).await.notes.into_iter().map(|note| note.text).collect();
    texts.sort();
    assert_eq!(texts, ["From the till", "From the window"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_are_found_by_their_tags() {
    let shop = Shop::open().await;
    let (first, second) = (shop.paid("ORDER-1").await, shop.paid("ORDER-2").await);
    shop.office.set_tags(first, &words(&["Wholesale", "may-2026", "wholesale"])).await.unwrap();
    shop.office.set_tags(second, &words(&["wholesale"])).await.unwrap();
    let tags = shop.payment(first).await.tags;
    assert_eq!(tags.iter().map(Tag::as_str).collect::<Vec<_>>(), ["may-2026", "wholesale"]);

    let found = shop.office.payments(&only("tag:wholesale"), None, 50).await.unwrap();
    assert_eq!(references(&found), ["ORDER-2", "ORDER-1"]);
    let found = shop.office.payments(&only("tag:may-2026"), None, 50).await.unwrap();
    assert_eq!(references(&found), ["ORDER-1"]);
    let counts = shop.office.all_tags().await.unwrap();
    let counts: Vec<_> = counts.iter().map(|(tag, count)| (tag.as_str(), *count)).collect();
    assert!(counts.contains(&("wholesale", 2)) && counts.contains(&("may-2026", 1)), "{counts:?}");

    shop.office.set_tags(first, &[]).await.unwrap();
    assert!(shop.payment(first).await.tags.is_empty());
    let counts = shop.office.all_tags().await.unwrap();
    assert_eq!(
        counts.iter().map(|(tag, count)| (tag.as_str(), *count)).collect::<Vec<_>>(),
        [("wholesale", 1)]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_that_are_none_or_too_many_are_refused_and_the_same_ones_are_not_written_again() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let many: Vec<_> = (0..=MOST_TAGS).map(|number| format!("tag-{number}")).collect();
    for tags in [words(&["two words"]), words(&[""]), words(&["=1+1"]), many.clone()] {
        let refused = shop.office.set_tags(id, &tags).await.unwrap_err();
        assert!(matches!(refused, Error::Invalid(_)), "{refused}");
        assert_eq!(refused.field(), Some("tags"));
    }
    let most = &many[1..];
    shop.office.set_tags(id, most).await.unwrap();
    let before = shop.office.journal_head().await.unwrap();
    shop.office.set_tags(id, most).await.unwrap();
    assert_eq!(shop.office.journal_head().await.unwrap(), before);
}
