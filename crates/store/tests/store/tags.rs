//! Tags of payments: counted, filtered by, taken away again.

use ledger::{Body, PaymentId, Tag};
use store::{DatedFilter, PaymentQuery};

use crate::shop::{Shop, at};

fn tag(word: &str) -> Tag {
    word.parse().expect("a tag")
}

impl Shop {
    async fn set_tags<const N: usize>(&self, id: PaymentId, words: [&str; N]) {
        let tags = words.map(tag).into();
        self.tell(id, at(1), Body::TagsSet { tags }).await;
    }

    async fn tagged(&self, filter: &str) -> Vec<PaymentId> {
        let filter =
            DatedFilter { filter: filter.parse().expect("a filter"), ..DatedFilter::default() };
        let query = PaymentQuery { filter, limit: 9, after: None };
        self.store.payments(&query).await.expect("a list").items.iter().map(|row| row.id).collect()
    }
}

#[tokio::test]
async fn tags_are_counted_and_filtered_by_as_they_were_last_set() {
    let shop = Shop::open().await;
    let [first, second] = [shop.order("A", 1).await, shop.order("B", 1).await];
    shop.set_tags(first, ["gift", "wholesale", "may-2026"]).await;
    shop.set_tags(second, ["gift"]).await;
    shop.set_tags(first, ["gift", "wholesale"]).await;
    let counted = shop.store.tags().await.expect("a list");
    assert_eq!(counted, [(tag("gift"), 2), (tag("wholesale"), 1)]);
    assert_eq!(shop.tagged("tag:gift").await, [second, first]);
    assert_eq!(shop.tagged("tag:WHOLESALE").await, [first]);
    assert_eq!(shop.tagged("tag:may-2026,wholesale").await, [first]);
    assert_eq!(shop.tagged("tag:gift tag:wholesale").await, [first]);
    assert_eq!(shop.tagged("tag:may-2026").await, []);
    let page = shop.store.payments(&PaymentQuery { limit: 9, ..PaymentQuery::default() }).await;
    let tags: Vec<_> = page.expect("a list").items.into_iter().map(|row| row.tags).collect();
    assert_eq!(tags, [[tag("gift")].into(), [tag("gift"), tag("wholesale")].into()]);
    shop.set_tags(second, []).await;
    assert_eq!(shop.tagged("tag:gift").await, [first]);
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}
