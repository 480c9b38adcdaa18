//! Customers: whose payments are one person's.

use ledger::{
    Body, Currency, Money, Observation, Order, PaymentId, PaymentStatus, PersonId, PersonRef,
    RefundId,
};
use store::{Append, Cursor, CustomerTotal, Error, PaymentQuery, PersonDetails};
use uuid::Uuid;

use crate::shop::{Shop, about, at, news, observed, opened, refund_recorded, requested};

pub(crate) fn person(name: Option<&str>, email: Option<&str>) -> PersonDetails {
    let own = |text: Option<&str>| text.map(str::to_owned);
    PersonDetails { name: own(name), email: own(email), account: None }
}

impl Shop {
    /// An order of somebody, whose record is a new one.
    pub(crate) async fn order_of(
        &self,
        reference: &str,
        amount: Money,
        second: i64,
        details: PersonDetails,
    ) -> (PaymentId, PersonId) {
        let order: Order = self.ordered(reference, amount);
        let (id, who) = (PaymentId(Uuid::now_v7()), order.customer.clone());
        let people = vec![(who.clone(), details, b"salt".to_vec())];
        let append = Append { people, ..about(id, 0, vec![(at(second), requested(order))]) };
        self.store.append(append).await.expect("an order");
        (id, who.id)
    }

    /// That a gateway tells more of the customer than was known.
    pub(crate) async fn learn(
        &self,
        id: PaymentId,
        second: i64,
        details: PersonDetails,
    ) -> PersonId {
        let who = PersonRef { id: PersonId(Uuid::now_v7()), digest: "e".repeat(64) };
        let body = Body::PaymentObserved {
            observation: observed(PaymentStatus::Pending),
            customer: Some(who.clone()),
        };
        let version = self.store.payment(id).await.expect("a file").expect("known");
        let append = Append {
            people: vec![(who.clone(), details, b"pepper".to_vec())],
            ..about(id, version.payment.version, vec![(at(second), body)])
        };
        self.store.append(append).await.expect("news");
        who.id
    }

    async fn keys(&self, text: &str) -> Vec<String> {
        let page = self.store.customers(text, None, 500).await.expect("a page");
        page.items.into_iter().map(|row| row.key).collect()
    }
}

fn naira(minor: i64) -> Money {
    Money::from_minor(minor, Currency::NGN)
}

#[tokio::test]
async fn payments_of_one_e_mail_are_one_customers_in_whatever_case() {
    let shop = Shop::open().await;
    let ada = person(Some("Ada Obi"), Some("ada@example.com"));
    let (first, _) = shop.order_of("A-1", naira(25_000), 0, ada).await;
    shop.pay(first, at(1)).await;
    let (second, _) = shop
        .order_of("A-2", naira(7_000), 10, person(Some("Ada O."), Some(" Ada@Example.COM ")))
        .await;
    shop.pay(second, at(11)).await;
    shop.tell(second, at(12), refund_recorded(RefundId(Uuid::now_v7()), 2_000)).await;
    shop.order_of("A-3", naira(99_000), 20, person(None, Some("ada@example.com"))).await;
    shop.order_of("B-1", naira(1), 5, person(Some("Bola"), None)).await;

    let page = shop.store.customers("", None, 10).await.expect("a page");
    let [ada, bola] = page.items.as_slice() else { panic!("two customers: {:?}", page.items) };
    assert_eq!(ada.key, "ada@example.com");
    assert_eq!((ada.name.as_deref(), ada.email.as_deref()), (None, Some("ada@example.com")));
    assert_eq!((ada.payments, ada.last_at), (3, at(20)));
    let total = CustomerTotal { paid: naira(32_000), refunded: naira(2_000) };
    assert_eq!(ada.totals, [total]);
    assert_eq!((bola.key.as_str(), bola.payments), ("name:bola", 1));
    assert_eq!(bola.totals, []);

    let found = shop.store.customer("ADA@example.com").await.expect("a file");
    assert_eq!(found.as_ref(), Some(ada));
    assert_eq!(shop.store.customer("name:Bola").await.expect("a file").as_ref(), Some(bola));
    assert_eq!(shop.store.customer("ada").await.expect("a file"), None);
    let payments = shop.store.payments_of("ada@example.com", None, 2).await.expect("a page");
    let references: Vec<_> = payments.items.iter().map(|row| row.reference.as_str()).collect();
    assert_eq!(references, ["A-3", "A-2"]);
    let rest = shop.store.payments_of("ADA@example.com", payments.next, 2).await.expect("a page");
    assert_eq!((rest.items.len(), rest.next), (1, None));
}

#[tokio::test]
async fn what_was_paid_is_summed_per_currency_and_exactly() {
    let shop = Shop::open().await;
    let ada = || person(None, Some("ada@example.com"));
    for (number, currency, minor) in
        [(1, "NGN", i64::MAX), (2, "JPY", 5), (3, "USD", 1), (4, "JPY", 7)]
    {
        let amount = Money::from_minor(minor, currency.parse().expect("a currency"));
        let (id, _) = shop.order_of(&format!("A-{number}"), amount, number, ada()).await;
        if currency != "USD" {
            let paid = Observation { fee: None, ..observed(PaymentStatus::Paid) };
            shop.tell(id, at(50), news(paid)).await;
        }
    }
    let row = shop.store.customer("ada@example.com").await.expect("a file").expect("known");
    let paid: Vec<_> = row.totals.iter().map(|total| total.paid.to_string()).collect();
    assert_eq!(paid.len(), 2, "{paid:?}");
    assert_eq!(row.totals[0].paid.minor(), 12);
    assert_eq!(row.totals[1].paid, naira(i64::MAX));
    let (one_more, _) = shop.order_of("A-9", naira(1), 9, ada()).await;
    shop.pay(one_more, at(51)).await;
    let error = shop.store.customer("ada@example.com").await;
    assert!(matches!(error, Err(Error::Sum(_))), "{error:?}");
}

#[tokio::test]
async fn customers_are_found_by_parts_of_their_texts_and_by_a_payments_name() {
    let shop = Shop::open().await;
    let ada = || person(Some("Ada Obi"), Some("ada@example.com"));
    let (first, _) = shop.order_of("SHOE-1", naira(1), 0, ada()).await;
    shop.tell(first, at(1), opened("GW-77")).await;
    shop.order_of("HAT-2", naira(1), 5, ada()).await;
    shop.order_of("SHOE-3", naira(1), 3, person(Some("Bola Ade"), None)).await;
    let (ada, bola) = ("ada@example.com", "name:bola ade");
    assert_eq!(shop.keys("").await, [ada, bola]);
    assert_eq!(shop.keys("  ").await, [ada, bola]);
    assert_eq!(shop.keys("EXAMPLE").await, [ada]);
    assert_eq!(shop.keys("obi ada").await, [ada]);
    assert_eq!(shop.keys("ad").await, [ada, bola]);
    assert_eq!(shop.keys("ad bola").await, [bola]);
    assert_eq!(shop.keys("shoe").await, [ada, bola]);
    assert_eq!(shop.keys("shoe-1").await, [ada]);
    assert_eq!(shop.keys("gw-77").await, [ada]);
    assert_eq!(shop.keys("hat shoe").await, Vec::<String>::new());
    assert_eq!(shop.keys("premium").await, Vec::<String>::new());
    assert_eq!(shop.keys("\"* OR").await, Vec::<String>::new());
}

#[tokio::test]
async fn pages_of_customers_go_on_where_the_one_before_ended() {
    let shop = Shop::open().await;
    for number in 0..7 {
        let email = format!("customer-{}@example.com", number % 4);
        let details = person(None, Some(&email));
        shop.order_of(&format!("A-{number}"), naira(1), number, details).await;
    }
    for text in ["", "customer", "cu"] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = shop.store.customers(text, after, 3).await.expect("a page");
            seen.extend(page.items.into_iter().map(|row| (row.key, row.payments)));
            let Some(next) = page.next else { break };
            after = Some(next.to_string().parse::<Cursor>().expect("its own cursor"));
        }
        let seen: Vec<_> = seen.iter().map(|(key, payments)| (&key[9..10], *payments)).collect();
        assert_eq!(seen, [("2", 2), ("1", 2), ("0", 2), ("3", 1)], "{text}");
    }
    let payments = PaymentQuery { limit: 1, ..PaymentQuery::default() };
    let other = shop.store.payments(&payments).await.expect("a list").next;
    let error = shop.store.customers("", other, 3).await;
    assert!(matches!(error, Err(Error::Cursor)));
}

#[tokio::test]
async fn nobody_is_a_customer_for_being_paid() {
    let shop = Shop::open().await;
    shop.send(shop.payout_order("OUT-1"), at(0)).await;
    shop.order_of("A-1", naira(1), 0, person(None, None)).await;
    shop.order_of("A-2", naira(1), 1, person(Some(" "), Some(""))).await;
    assert_eq!(shop.keys("").await, Vec::<String>::new());
    assert_eq!(shop.keys("chidi").await, Vec::<String>::new());
    assert_eq!(shop.store.customer("name:chidi eze").await.expect("a file"), None);
}

#[tokio::test]
async fn a_payment_goes_to_the_customer_that_a_gateway_names_and_takes_its_record_with_it() {
    let shop = Shop::open().await;
    let (id, nameless) = shop.order_of("A-1", naira(1), 0, person(Some("Ada Obi"), None)).await;
    assert_eq!(shop.keys("").await, ["name:ada obi"]);
    let known = shop.learn(id, 1, person(Some("Ada Obi"), Some("ada@example.com"))).await;
    assert_eq!(shop.keys("").await, ["ada@example.com"]);
    assert_eq!(shop.keys("obi").await, ["ada@example.com"]);
    let people = shop.store.people_of("ada@example.com").await.expect("a list");
    let ids: Vec<_> = people.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [nameless, known]);
    assert_eq!(people[1].1.email.as_deref(), Some("ada@example.com"));
    let by_name = shop.store.people_of("name:ada obi").await.expect("a list");
    assert_eq!(by_name.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [nameless]);

    let other = shop.learn(id, 2, person(Some("Bola"), Some("bola@example.com"))).await;
    let people = shop.store.people_of("bola@example.com").await.expect("a list");
    let ids: Vec<_> = people.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [nameless, other], "a record of another e-mail stays another's");
    assert_eq!(shop.store.compare_projections().await.expect("a file"), []);
}

#[tokio::test]
async fn payouts_to_a_person_are_found_by_the_record_of_that_payout() {
    let shop = Shop::open().await;
    let order = shop.payout_order("OUT-1");
    let payee = order.beneficiary.clone().expect("somebody").id;
    let id = shop.send(order, at(0)).await;
    shop.send(shop.payout_order("OUT-2"), at(1)).await;
    let found = shop.store.payouts_of_people(&[payee, payee]).await.expect("a list");
    assert_eq!(found.iter().map(|record| record.payout.id).collect::<Vec<_>>(), [id]);
    assert_eq!(found.first(), shop.store.payout(id).await.expect("a file").as_ref());
    assert_eq!(shop.store.payouts_of_people(&[]).await.expect("a list"), []);
    let people = shop.store.people_of("name:CHIDI eze").await.expect("a list");
    assert_eq!(people.len(), 2, "one for each payout");
}
