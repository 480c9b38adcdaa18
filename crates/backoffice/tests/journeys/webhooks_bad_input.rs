//! What must not change money, whoever sends it: each is kept, and the inbox says why nothing came of it.

use backoffice::DeliveryRecord;
use chrono::TimeDelta;
use ledger::{Payment, PaymentId, PaymentStatus, Verdict};
use reqwest::StatusCode;
use sandbox::Customer;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::shop::entries;
use crate::webhook_counter::{
    Counter, Letter, from_novac, from_ovgc, reason, session, signature, succeeded,
};

/// A shop with an order that is paid at its gateway and not known to be, and what there was before the messages came.
struct Untouched {
    counter: Counter,
    payment: PaymentId,
    before: Payment,
    entries: usize,
    asked: usize,
}

impl Untouched {
    async fn open() -> Self {
        let counter = Counter::open().await;
        let payment = counter.paid_at_ovgc("ORDER-1").await.payment.id;
        let before = counter.payment(payment).await;
        let entries = entries(&counter.shop.office, None).await.len();
        let asked = counter.shop.wire.sent("GET /ovgc").len();
        Self { counter, payment, before, entries, asked }
    }

    /// OVGC's message that the order was paid.
    async fn genuine(&self) -> Letter {
        let record = self.counter.shop.office.payment(self.payment).await.unwrap();
        self.counter.ovgc_sends(&succeeded("evt_1", &record))
    }

    /// Sends a message that is to be rejected, and sees that nothing else came of it.
    async fn rejects(&self, letter: &Letter, answer: StatusCode, why: &str) -> DeliveryRecord {
        let (status, record) = self.counter.deliver(letter).await;
        assert_eq!(status, answer, "{}", reason(&record));
        assert_eq!(record.verdict, Some(Verdict::Rejected), "{}", reason(&record));
        assert!(reason(&record).contains(why), "{why}: {}", reason(&record));
        self.is_untouched().await;
        record
    }

    async fn is_untouched(&self) {
        assert_eq!(self.counter.payment(self.payment).await, self.before);
        let now = entries(&self.counter.shop.office, None).await.len();
        assert_eq!(now, self.entries, "the journal has nothing of it");
        let asked = self.counter.shop.wire.sent("GET /ovgc").len();
        assert_eq!(asked, self.asked, "the gateway was not even asked");
    }

    /// Whatever was sent before, the real message still does its work.
    async fn takes_the_genuine_one(self) {
        let (status, record) = self.counter.deliver(&self.genuine().await).await;
        assert_eq!(status, StatusCode::OK, "{}", reason(&record));
        assert_eq!(self.counter.payment(self.payment).await.status, PaymentStatus::Paid);
        self.counter.shop.check().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_messages_are_rejected_whatever_they_claim() {
    let shop = Untouched::open().await;
    let genuine = shop.genuine().await;
    let now = shop.counter.shop.place.now();
    let by_another = from_ovgc("cards", "whsec_somebody_elses_secret", now, &genuine.body);
    shop.rejects(&by_another, StatusCode::UNAUTHORIZED, "signature does not fit").await;

    let mut unsigned = genuine.clone();
    unsigned.headers.clear();
    shop.rejects(&unsigned, StatusCode::UNAUTHORIZED, "no header").await;

    let mut twice = genuine.clone();
    twice.headers.push(("x-webhook-signature".to_owned(), "sha256=00".to_owned()));
    shop.rejects(&twice, StatusCode::UNAUTHORIZED, "more than one header").await;

    let mut bare = genuine.clone();
    bare.headers[1].1 = bare.headers[1].1.replace("sha256=", "");
    shop.rejects(&bare, StatusCode::UNAUTHORIZED, "begin with `sha256=`").await;

    // Signed over the body alone, as other gateways do.
    let secret = shop.counter.secret("ovgc", "webhook_secret");
    let mut other_way = genuine.clone();
    other_way.headers[1].1 = format!("sha256={}", signature(secret, &[&genuine.body]));
    shop.rejects(&other_way, StatusCode::UNAUTHORIZED, "signature does not fit").await;

    let mut changed = genuine.clone();
    changed.body = String::from_utf8(genuine.body.clone()).unwrap().replace("2500", "9900").into();
    shop.rejects(&changed, StatusCode::UNAUTHORIZED, "signature does not fit").await;
    shop.takes_the_genuine_one().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_truncated_message_is_rejected_wherever_it_was_cut() {
    let shop = Untouched::open().await;
    let genuine = shop.genuine().await;
    for cut in [0, 1, genuine.body.len() / 2, genuine.body.len() - 1] {
        let mut letter = genuine.clone();
        letter.body.truncate(cut);
        shop.rejects(&letter, StatusCode::UNAUTHORIZED, "signature does not fit").await;
    }
    shop.takes_the_genuine_one().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_from_long_ago_or_from_the_future_is_rejected() {
    let shop = Untouched::open().await;
    let genuine = shop.genuine().await;
    let secret = shop.counter.secret("ovgc", "webhook_secret");
    let now = shop.counter.shop.place.now();
    for (at, why) in [
        (now - TimeDelta::seconds(301), "signed 5 minutes before it came in"),
        (now - TimeDelta::days(3), "sent again by somebody else"),
        (now + TimeDelta::seconds(301), "in the future"),
        (now + TimeDelta::days(3), "clock of this computer may be behind"),
    ] {
        let letter = from_ovgc("cards", secret, at, &genuine.body);
        shop.rejects(&letter, StatusCode::UNAUTHORIZED, why).await;
    }
    let mut undated = genuine.clone();
    undated.headers[0].1 = "soon".to_owned();
    undated.headers[1].1 = format!("sha256={}", signature(secret, &[b"soon.", &genuine.body]));
    shop.rejects(&undated, StatusCode::UNAUTHORIZED, "not a number of seconds").await;

    // Within five minutes it counts, and the same message replayed by somebody who read along does nothing more.
    shop.counter.shop.pass(TimeDelta::minutes(4));
    assert_eq!(shop.counter.send(&genuine).await, StatusCode::OK);
    shop.counter.shop.pass(TimeDelta::minutes(30));
    let (status, record) = shop.counter.deliver(&genuine).await;
    assert_eq!((status, record.verdict), (StatusCode::UNAUTHORIZED, Some(Verdict::Rejected)));
    shop.takes_the_genuine_one().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_comes_again_is_kept_and_does_nothing() {
    let counter = Counter::open().await;
    let payment = counter.paid_at_ovgc("ORDER-1").await;
    let letter = counter.ovgc_sends(&succeeded("evt_1", &payment));
    let (_, first) = counter.deliver(&letter).await;
    let journal = entries(&counter.shop.office, None).await.len();
    let asked = counter.shop.wire.sent("GET /ovgc").len();

    // The gateway signs a repetition anew, with the time it is.
    counter.shop.pass(TimeDelta::minutes(10));
    let again = counter.ovgc_sends(&succeeded("evt_1", &payment));
    for letter in [again.clone(), again] {
        let (status, record) = counter.deliver(&letter).await;
        assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Duplicate)));
        assert_eq!(record.duplicate_of, Some(first.delivery.id));
        assert!(reason(&record).contains(&first.delivery.id.to_string()), "{}", reason(&record));
    }
    assert_eq!(entries(&counter.shop.office, None).await.len(), journal);
    assert_eq!(counter.shop.wire.sent("GET /ovgc").len(), asked);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_out_of_order_never_move_a_state_backwards() {
    let counter = Counter::open().await;
    let payment = counter.paid_at_ovgc("ORDER-1").await;
    let declined = json!({
        "id": "evt_1",
        "event": "payment.declined",
        "data": { "session_id": session(&payment), "status": "declined" },
    });
    let late = counter.ovgc_sends(&declined);
    counter.deliver(&counter.ovgc_sends(&succeeded("evt_2", &payment))).await;
    let paid = counter.payment(payment.payment.id).await;
    let (status, record) = counter.deliver(&late).await;
    assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
    assert!(reason(&record).contains("nothing new: it is paid"), "{}", reason(&record));
    assert_eq!(counter.payment(payment.payment.id).await, paid);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_too_large_is_told_of_and_not_kept() {
    let shop = Untouched::open().await;
    let secret = shop.counter.secret("ovgc", "webhook_secret");
    let now = shop.counter.shop.place.now();
    for bytes in [256 * 1024 + 1, 3 * 1024 * 1024] {
        let letter = from_ovgc("cards", secret, now, &vec![b' '; bytes]);
        let record = shop.rejects(&letter, StatusCode::PAYLOAD_TOO_LARGE, "256 KiB").await;
        let kept = shop.counter.detail(record.delivery.id).await.record.delivery;
        assert_eq!((kept.body.len(), kept.body_bytes), (0, bytes.try_into().unwrap()));
    }
    // The largest that is taken.
    let letter = from_ovgc("cards", secret, now, &vec![b' '; 256 * 1024]);
    shop.rejects(&letter, StatusCode::BAD_REQUEST, "cannot be read").await;
    shop.takes_the_genuine_one().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_none_is_rejected_even_where_it_is_signed() {
    let shop = Untouched::open().await;
    let secret = shop.counter.secret("ovgc", "webhook_secret");
    let now = shop.counter.shop.place.now();
    let deep = [vec![b'['; 50_000], vec![b']'; 50_000]].concat();
    let deep_object = ["{\"event\":".repeat(5_000), "1".to_owned(), "}".repeat(5_000)].concat();
    for body in [
        &b"\xff\xfe{\"event\":\"payment.succeeded\"}"[..],
        b"{\"event\":\"payment.succeeded\",\"id\":\"\xc3\x28\"}",
        b"<html>payment.succeeded</html>",
        b"event=payment.succeeded",
        b"",
        b"null",
        b"[]",
        b"{}",
        b"{\"event\":\"payment.succeeded\"",
        b"{\"event\":\"payment.succeeded\"}",
        &deep,
        deep_object.as_bytes(),
    ] {
        let letter = from_ovgc("cards", secret, now, body);
        let record = shop.rejects(&letter, StatusCode::BAD_REQUEST, "no message that OVGC").await;
        let kept = shop.counter.detail(record.delivery.id).await.record.delivery;
        assert_eq!(kept.body, body, "it can be looked at byte for byte");
    }
    shop.takes_the_genuine_one().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_type_that_a_message_says_it_has_does_not_matter() {
    let counter = Counter::open().await;
    let payment = counter.paid_at_ovgc("ORDER-1").await;
    for (number, kind) in
        ["text/html", "application/x-www-form-urlencoded", "", "\u{e9}"].into_iter().enumerate()
    {
        let mut letter = counter.ovgc_sends(&succeeded(&format!("evt_{number}"), &payment));
        letter.headers.push(("Content-Type".to_owned(), kind.to_owned()));
        let (status, record) = counter.deliver(&letter).await;
        assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)), "{kind}");
    }
    assert_eq!(counter.payment(payment.payment.id).await.status, PaymentStatus::Paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_an_unknown_kind_causes_a_look_up_at_most() {
    let counter = Counter::open().await;
    let payment = counter.paid_at_ovgc("ORDER-1").await;
    let about_nothing = json!({ "event": "coupon.printed", "data": {} });
    let (status, record) = counter.deliver(&counter.ovgc_sends(&about_nothing)).await;
    assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
    assert_eq!((record.event.as_deref(), record.entries.len()), (Some("coupon.printed"), 0));
    assert!(reason(&record).contains("`coupon.printed`"), "{}", reason(&record));

    let about_a_payment = json!({
        "id": "evt_2",
        "event": "dispute.opened",
        "data": { "session_id": session(&payment), "status": "lost", "amount": 1, "currency": "USD" },
    });
    let (_, record) = counter.deliver(&counter.ovgc_sends(&about_a_payment)).await;
    assert_eq!(record.payment, Some(payment.payment.id));
    let payment = counter.payment(payment.payment.id).await;
    assert_eq!(payment.captured.unwrap().to_string(), "25.00 USD", "as the gateway answered");
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_that_nobody_knows_books_nothing() {
    let counter = Counter::open().await;
    let before = entries(&counter.shop.office, None).await.len();
    let unknown = "3f0f7b8e-1111-4222-8333-123456789abc";
    for (number, event) in
        ["payment.succeeded", "payment.declined", "refund.created"].iter().enumerate()
    {
        let body = json!({
            "id": format!("evt_{number}"),
            "event": event,
            "data": { "session_id": unknown, "amount": 2500, "currency": "USD" },
        });
        let (status, record) = counter.deliver(&counter.ovgc_sends(&body)).await;
        assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
        assert!(reason(&record).contains("does not know it either"), "{}", reason(&record));
        assert_eq!((record.payment, record.entries.len()), (None, 0));
    }
    let now = entries(&counter.shop.office, None).await;
    assert!(now[before..].iter().all(|entry| entry.body.kind() == "webhook_received"));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_or_currency_that_the_gateway_does_not_confirm_is_named_and_not_booked() {
    let counter = Counter::open().await;
    for (number, (cents, currency)) in
        [(1, "USD"), (999_999_999, "USD"), (2500, "EUR")].into_iter().enumerate()
    {
        let payment = counter.paid_at_ovgc(&format!("ORDER-{number}")).await;
        let mut event = succeeded(&format!("evt_{number}"), &payment);
        event["data"]["amount"] = json!(cents);
        event["data"]["currency"] = json!(currency);
        let (_, record) = counter.deliver(&counter.ovgc_sends(&event)).await;
        let now = counter.payment(payment.payment.id).await;
        assert_eq!(now.captured.unwrap().to_string(), "25.00 USD");
        assert!(now.flags.is_empty());
        assert!(reason(&record).contains("own answer counts"), "{}", reason(&record));
    }
    // What cannot even be an amount, of a refund, which is not looked up.
    let payment = counter.captured_at_ovgc("ORDER-9").await;
    let before = counter.payment(payment.payment.id).await;
    for (number, amount) in [json!("a lot"), json!(-500), json!(10.001), json!(1e300), json!([1])]
        .into_iter()
        .enumerate()
    {
        let event = crate::webhook_counter::refunded(&format!("evt_r{number}"), &payment, amount);
        let (status, record) = counter.deliver(&counter.ovgc_sends(&event)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{}", reason(&record));
    }
    assert_eq!(counter.payment(payment.payment.id).await, before);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_of_another_account_is_not_touched() {
    let counter = Counter::open().await;
    let novac = counter.shop.order("ORDER-1").await;
    counter.shop.customer(&novac, Customer::PaysByCard);
    let before = counter.payment(novac.payment.id).await;
    let asked = counter.shop.wire.sent("verify").len();
    for event in ["payment.succeeded", "refund.created", "dispute.opened"] {
        let body: Value = json!({
            "id": event,
            "event": event,
            "data": { "session_id": session(&novac), "amount": 2500, "currency": "USD" },
        });
        let (status, record) = counter.deliver(&counter.ovgc_sends(&body)).await;
        assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
        assert!(reason(&record).contains("payment of the account main"), "{}", reason(&record));
        assert_eq!(record.payment, None);
    }
    assert_eq!(counter.payment(novac.payment.id).await, before);
    assert_eq!(counter.shop.wire.sent("verify").len(), asked);

    // And a message that is good for one account is not good for another of the same gateway.
    let letter = counter.ovgc_sends(&succeeded("evt_1", &novac));
    let elsewhere = Letter { account: "lagos".to_owned(), ..letter };
    let (status, record) = counter.deliver(&elsewhere).await;
    assert_eq!((status, record.verdict), (StatusCode::UNAUTHORIZED, Some(Verdict::Rejected)));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_just_rotated_counts_until_it_is_forgotten() {
    let counter = Counter::open().await;
    let account = counter.shop.office.account("cards").await.unwrap().record.id;
    let old = counter.secret("ovgc", "webhook_secret");
    let new = "whsec_the_new_one_0123456789abcdef";
    let keys = SecretString::from(json!({ "webhook_secret": new }).to_string());
    counter.shop.office.replace_keys(account, keys).await.unwrap();
    let now = counter.shop.place.now();
    let send = async |event: &str, secret: &str| {
        let payment = counter.paid_at_ovgc(event).await;
        let body = succeeded(event, &payment).to_string();
        let (status, record) =
            counter.deliver(&from_ovgc("cards", secret, now, body.as_bytes())).await;
        let paid = counter.payment(payment.payment.id).await.status == PaymentStatus::Paid;
        assert_eq!(paid, status == StatusCode::OK, "{}", reason(&record));
        status
    };
    assert_eq!(send("evt_1", old).await, StatusCode::OK);
    assert_eq!(send("evt_2", new).await, StatusCode::OK);
    counter.shop.office.forget_old_keys(account).await.unwrap();
    assert_eq!(send("evt_3", old).await, StatusCode::UNAUTHORIZED);
    assert_eq!(send("evt_4", new).await, StatusCode::OK);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_from_another_address_than_novacs_changes_nothing() {
    let counter = Counter::open().await;
    let account = counter.shop.office.account("main").await.unwrap().record;
    counter
        .shop
        .office
        .change_account(account.id, None, std::collections::BTreeMap::new())
        .await
        .unwrap();
    let link = counter.shop.order("ORDER-1").await;
    counter.shop.customer(&link, Customer::PaysByCard);
    let mut letter = from_novac(&session(&link), "successful");
    letter.headers.push(("X-Forwarded-For".to_owned(), "18.233.137.110".to_owned()));
    let (status, record) = counter.deliver(&letter).await;
    assert_eq!((status, record.verdict), (StatusCode::UNAUTHORIZED, Some(Verdict::Rejected)));
    assert!(reason(&record).contains("it came from 127.0.0.1"), "{}", reason(&record));
    assert_eq!(counter.payment(link.payment.id).await.status, PaymentStatus::Pending);
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_in_a_message_are_blanked_before_it_is_kept() {
    let counter = Counter::open().await;
    let payment = counter.shop.order("ORDER-1").await;
    counter.shop.customer(&payment, Customer::PaysByCard);
    let mut letter = from_novac(&session(&payment), "successful");
    let mut body: Value = serde_json::from_slice(&letter.body).unwrap();
    body["data"]["authorizationCode"] = json!("AUTH_secret_1");
    body["data"]["card"] = json!({ "token": "tok_secret_2", "last4Digits": "1111" });
    letter.body = body.to_string().into_bytes();
    letter.headers.push(("Authorization".to_owned(), "Bearer secret_3".to_owned()));
    letter.headers.push(("Cookie".to_owned(), "session=secret_4".to_owned()));
    let (_, record) = counter.deliver(&letter).await;
    let kept = counter.detail(record.delivery.id).await.record.delivery;
    let shown = format!("{:?} {}", kept.headers, String::from_utf8(kept.body.clone()).unwrap());
    assert!(kept.masked && shown.contains("1111"), "{shown}");
    let file = std::fs::read(counter.shop.place.path("books").join("tillkeeper.db")).unwrap();
    let wal = std::fs::read(counter.shop.place.path("books").join("tillkeeper.db-wal"));
    let on_disk = [file, wal.unwrap_or_default()].concat();
    for secret in ["AUTH_secret_1", "tok_secret_2", "secret_3", "secret_4"] {
        assert!(!shown.contains(secret), "{shown}");
        let is_there = on_disk.windows(secret.len()).any(|bytes| bytes == secret.as_bytes());
        assert!(!is_there, "{secret} is in the file");
    }
    assert_eq!(counter.payment(payment.payment.id).await.status, PaymentStatus::Paid);
}
