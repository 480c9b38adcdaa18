//! Finding the one payment that a person means, and lists that go on where they ended.

use backoffice::{Code, Error};
use ledger::GatewayKind;

use crate::shop::{Shop, only, order};

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_found_by_every_name_it_has() {
    let shop = Shop::open().await;
    let payment = shop.order("INV/2026/7").await.payment;
    let by_gateway = payment.gateway_reference.clone().unwrap();
    for name in ["INV/2026/7", "main/INV/2026/7", "MAIN/INV/2026/7", &by_gateway] {
        assert_eq!(shop.office.find_payment(name).await.unwrap().payment.id, payment.id, "{name}");
    }
    let by_id = shop.office.find_payment(&payment.id.to_string()).await.unwrap();
    assert_eq!(by_id.payment.id, payment.id);
    for nothing in ["", "INV", "inv/2026/7", "other/INV/2026/7", "main/", "/", "%"] {
        let error = shop.office.find_payment(nothing).await.unwrap_err();
        assert_eq!(error.code(), Code::NotFound, "{nothing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_number_used_at_two_accounts_asks_which_one() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Novac, "Shop/Lagos").await;
    let here = shop.order("ORDER-1").await.payment.id;
    let form = backoffice::LinkForm { account: "shop/lagos".to_owned(), ..order("ORDER-1") };
    let there = shop.office.create_link(&form).await.unwrap().payment.id;

    let unclear = shop.office.find_payment("ORDER-1").await.unwrap_err();
    assert_eq!(unclear.code(), Code::InvalidInput);
    let Error::Ambiguous { choices, .. } = &unclear else { panic!("{unclear}") };
    assert_eq!(choices, "Shop/Lagos/ORDER-1, main/ORDER-1");
    assert_eq!(shop.office.find_payment("main/ORDER-1").await.unwrap().payment.id, here);
    assert_eq!(shop.office.find_payment("Shop/Lagos/ORDER-1").await.unwrap().payment.id, there);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_connected_anew_under_its_old_name_is_told_apart_by_ids() {
    let shop = Shop::open().await;
    let before = shop.order("ORDER-1").await.payment.id;
    let account = shop.office.account("main").await.unwrap().record.id;
    shop.office.remove_account(account).await.unwrap();
    shop.connect(GatewayKind::Novac, "main").await;
    let after = shop.order("ORDER-1").await.payment.id;

    let unclear = shop.office.find_payment("main/ORDER-1").await.unwrap_err();
    let Error::Ambiguous { choices, .. } = &unclear else { panic!("{unclear}") };
    assert_eq!(choices, &format!("{after}, {before}"));
    for id in [before, after] {
        assert_eq!(shop.office.find_payment(&id.to_string()).await.unwrap().payment.id, id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_number_comes_before_a_gateways_reference() {
    let shop = Shop::open().await;
    let first = shop.order("ORDER-1").await.payment;
    let reference = first.gateway_reference.unwrap();
    let namesake = shop.order(&reference).await.payment.id;
    assert_eq!(shop.office.find_payment(&reference).await.unwrap().payment.id, namesake);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_goes_on_where_the_page_ended() {
    let shop = Shop::open().await;
    for number in 0..5 {
        shop.order(&format!("ORDER-{number}")).await;
    }
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = shop.office.payments(&only("gateway:novac"), after, 2).await.unwrap();
        seen.extend(page.items.iter().map(|row| row.reference.to_string()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["ORDER-4", "ORDER-3", "ORDER-2", "ORDER-1", "ORDER-0"]);
    for wrong in ["status:x", "colour:red", "\"open", "amount>x", "from:2026-13-01", "status:"] {
        let refused = shop.office.payments(&only(wrong), None, 2).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some("filter")));
    }
}
