//! What is put off on the attention desk.

use store::Snooze;

use crate::shop::{Shop, at, signer};

fn snooze(key: &str, until: i64) -> Snooze {
    Snooze {
        key: key.to_owned(),
        until: at(until),
        note: "the bank said Monday".to_owned(),
        by: signer("Bola"),
        made_at: at(0),
    }
}

#[tokio::test]
async fn what_is_put_off_is_kept_until_it_is_woken() {
    let shop = Shop::open().await;
    let store = &shop.store;
    store.snooze(snooze("refund_stale:1", 100)).await.expect("kept");
    store.snooze(snooze("late:2", 50)).await.expect("kept");
    store.snooze(snooze("late:2", 70)).await.expect("kept");
    let kept = store.snoozes().await.expect("a list");
    assert_eq!(kept, [snooze("late:2", 70), snooze("refund_stale:1", 100)]);
    store.unsnooze("late:2").await.expect("woken");
    store.unsnooze("nothing:3").await.expect("nothing to wake");
    assert_eq!(store.snoozes().await.expect("a list"), [snooze("refund_stale:1", 100)]);
}

#[tokio::test]
async fn only_what_was_due_before_a_time_is_forgotten() {
    let shop = Shop::open().await;
    let store = &shop.store;
    for (key, until) in [("a", 10), ("b", 20), ("c", 30)] {
        store.snooze(snooze(key, until)).await.expect("kept");
    }
    assert_eq!(store.forget_snoozes(at(20)).await.expect("forgotten"), 1);
    assert_eq!(store.snoozes().await.expect("a list"), [snooze("b", 20), snooze("c", 30)]);
}
