//! What comes while the keys of an account are not at hand.

use backoffice::Receipt;
use ledger::{PaymentStatus, Verdict};
use reqwest::StatusCode;
use serde_json::json;

use crate::webhook_counter::{Counter, incoming, stored, succeeded};

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_proof_would_not_be_kept_is_to_be_sent_again() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let account = counter.shop.office.account("cards").await.unwrap().record;
    let mut settings = account.settings.clone();
    settings.insert("webhook_proof".to_owned(), "secret_in_body".to_owned());
    counter.shop.office.change_account(account.id, None, settings).await.unwrap();
    let mut body = succeeded("evt_1", &order);
    body["webhook_secret"] = json!(counter.secret("ovgc", "webhook_secret"));
    let letter = counter.ovgc_sends(&body);

    // The same books, opened by a program that has not got the keys.
    let keys = counter.shop.place.keys(account.id).await;
    counter.shop.place.lose_keys(account.id).await;
    let listener = counter.shop.other_door().await.listen(crate::webhook_counter::anywhere()).await;
    let listener = listener.unwrap();
    let answer = counter.answer_at(&listener, &letter).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    let pause: u64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(pause > 0);
    assert!(counter.inbox().await.is_empty(), "what cannot be proven later is not kept");

    let file = counter.shop.place.path("stored.jsonl");
    std::fs::write(&file, stored(&letter, counter.shop.place.now()).to_string()).unwrap();
    let locked_out = counter.shop.other_door().await;
    let imported = locked_out.import_webhooks(&file, None).await.unwrap();
    assert!(imported.items.is_empty());
    assert!(imported.problems[0].message.contains("import the file once more"), "{imported:?}");

    // Neither is what is larger than any real message.
    let mut long = counter.ovgc_sends(&succeeded("evt_2", &order));
    long.body.resize(20_000, b' ');
    let mut headed = counter.ovgc_sends(&succeeded("evt_2", &order));
    headed.headers.push(("x-filler".to_owned(), "y".repeat(9_000)));
    for letter in [&long, &headed] {
        let receipt = locked_out.receive_webhook(incoming(letter)).await.unwrap();
        assert!(matches!(receipt, Receipt::Later { .. }), "{receipt:?}");
    }
    let plain = counter.ovgc_sends(&json!({ "id": "evt_3", "event": "ping" }));
    assert_eq!(locked_out.receive_webhook(incoming(&plain)).await.unwrap(), Receipt::Taken);
    assert_eq!(counter.inbox().await.len(), 1);

    // Sent again with the keys at hand, it counts.
    counter.shop.place.give_keys(account.id, &keys).await;
    let (status, record) = counter.deliver(&letter).await;
    assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
    assert_eq!(counter.payment(order.payment.id).await.status, PaymentStatus::Paid);
}
