//! The inbox in pages, narrowed and in the order messages came in.

use super::*;

#[tokio::test]
async fn pages_go_on_where_the_one_before_ended_and_survive_new_rows() {
    let shop = Shop::open().await;
    let mut received = Vec::new();
    for number in 0..7 {
        received.push(shop.receive(at(number / 3)).await);
    }
    received.reverse();
    let mut query = DeliveryQuery { limit: 3, ..query() };
    let mut seen = Vec::new();
    loop {
        let page = shop.store.deliveries(&query).await.expect("a page");
        seen.extend(page.items.iter().map(|record| record.delivery.id));
        let Some(next) = page.next else { break };
        query.after = Some(next.to_string().parse::<Cursor>().expect("its own cursor"));
        shop.receive(at(100)).await;
        shop.store.judge(received[0], rejected("meanwhile")).await.expect("judged");
    }
    assert_eq!(seen, received);
}

#[tokio::test]
async fn a_cursor_of_the_inbox_is_of_no_other_list_and_the_other_way_round() {
    let shop = Shop::open().await;
    for number in 0..2 {
        shop.receive(at(number)).await;
        shop.send(shop.payout_order(&format!("OUT-{number}")), at(number)).await;
    }
    let (one, of_payouts) = (DeliveryQuery { limit: 1, ..query() }, PayoutQuery::default());
    let of_inbox = shop.store.deliveries(&one).await.expect("a page").next;
    let of_sent = shop.store.payouts(&of_payouts).await.expect("a page").next;
    assert!(of_inbox.is_some() && of_sent.is_some());
    let error = shop.store.payouts(&PayoutQuery { after: of_inbox, ..of_payouts }).await;
    assert!(matches!(error, Err(Error::Cursor)));
    let error = shop.store.deliveries(&DeliveryQuery { after: of_sent, ..one }).await;
    assert!(matches!(error, Err(Error::Cursor)));
}

#[tokio::test]
async fn a_message_imported_later_is_listed_by_when_it_came_in() {
    let shop = Shop::open().await;
    let noon = shop.receive(at(50)).await;
    let dawn = shop.receive(at(10)).await;
    let dusk = shop.receive(at(90)).await;
    assert_eq!(listed(&shop.store, query()).await, [dusk, noon, dawn]);
}

#[tokio::test]
async fn messages_are_narrowed_by_account_verdict_and_words() {
    let shop = Shop::open().await;
    let account = connect(&shop.store, "Zweiter Laden").await.expect("an account");
    let paid = shop.judged(at(0), accepted("1")).await;
    let twice = shop.judged(at(1), accepted("1")).await;
    let elsewhere = NewDelivery {
        account: Some(account),
        gateway: Some(GatewayKind::Ovgc),
        account_name: "Zweiter Laden".to_owned(),
        source: None,
        ..shop.message(at(2))
    };
    let forged = elsewhere.id;
    shop.store.receive(elsewhere).await.expect("kept");
    let reason = "The signature is not the gateway's";
    shop.store.judge(forged, rejected(reason)).await.expect("judged");
    let new = shop.receive(at(3)).await;

    let of = async |account: Option<AccountId>, verdict: Option<Verdict>, text: &str| {
        let text = Some(text.to_owned());
        listed(&shop.store, DeliveryQuery { account, verdict, text, ..query() }).await
    };
    assert_eq!(of(None, None, "").await, [new, forged, twice, paid]);
    assert_eq!(of(Some(account), None, "").await, [forged]);
    assert_eq!(of(None, Some(Verdict::Duplicate), "").await, [twice]);
    assert_eq!(of(Some(account), Some(Verdict::Accepted), "").await, []);

    assert_eq!(of(None, None, "order-1").await, [twice, paid]);
    assert_eq!(of(None, Some(Verdict::Accepted), "ORDER-1").await, [paid]);
    assert_eq!(of(None, None, "TRANSACTION.success").await, [twice, paid]);
    assert_eq!(of(None, None, "signature not").await, [forged]);
    assert_eq!(of(None, None, "ovgc").await, [forged]);
    assert_eq!(of(None, None, "zweiter").await, [forged]);
    assert_eq!(of(None, None, "18.233").await, [new, twice, paid]);
    assert_eq!(of(None, None, "or 18").await, [twice, paid]);
    assert_eq!(of(Some(shop.account), None, "signature").await, []);

    let reason = Some("The payment is paid now".to_owned());
    shop.store.handled(paid, Handling { reason, ..done(9) }).await.expect("handled");
    assert_eq!(of(None, None, "paid now").await, [paid]);
    assert_eq!(of(None, None, "gateway's address").await, []);
    assert_eq!(shop.store.check_file().await.expect("a file"), Vec::<String>::new());
}
