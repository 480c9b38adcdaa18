//! Removing a customer's details: what is told before, what keeps it from being done, and that nothing of them is left
//! anywhere afterwards, or comes back.

use std::collections::BTreeMap;
use std::path::Path;

use backoffice::{
    Backoffice, BatchSource, Code, DeliveryFilter, Error, LinkForm, MaskForm, PaymentFilter,
    RefundForm, RejectForm,
};
use chrono::TimeDelta;
use gateways::{LinkRequest, PaymentHandle, Person};
use ledger::{Body, PaymentId, ReturnUrls, Verdict};
use sandbox::Customer;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::batches::{REASON, list, plan as plan_of};
use crate::payouts::{naira, send};
use crate::shop::{Shop, entries, newest, ngn, only, order, ovgc_order, refund};
use crate::webhook_counter::{Counter, Letter, from_novac, incoming, session};
use crate::wire::Fault;

/// Texts that stand nowhere else.
const EMAIL: &str = "zephyrine@quartermaine.example";
const NAME: &str = "Zephyrine Quartermaine";

/// An order of a customer whose name stands nowhere else.
fn rare(form: LinkForm) -> LinkForm {
    LinkForm { email: EMAIL.to_owned(), customer_name: Some(NAME.to_owned()), ..form }
}

async fn paid(shop: &Shop, form: LinkForm) -> PaymentId {
    let link = shop.office.create_link(&rare(form)).await.unwrap();
    shop.customer(&link, Customer::PaysByCard);
    shop.office.look_up(link.payment.id).await.unwrap();
    link.payment.id
}

fn wanted() -> MaskForm {
    MaskForm {
        key: EMAIL.to_owned(),
        reason: "Asked for by letter".to_owned(),
        by: "Bola".to_owned(),
        confirm: EMAIL.to_owned(),
    }
}

/// Whether a text stands anywhere in the files of the history, in whatever case.
fn is_in_files(dir: &Path, text: &str) -> bool {
    let text = text.to_lowercase().into_bytes();
    let files = ["", "-wal"].map(|end| dir.join(format!("{}{end}", backoffice::HISTORY)));
    files.iter().filter_map(|file| std::fs::read(file).ok()).any(|bytes| {
        bytes.to_ascii_lowercase().windows(text.len()).any(|window| window == text.as_slice())
    })
}

/// What the journal says, as text.
async fn journal(office: &Backoffice) -> String {
    let bodies: Vec<_> = entries(office, None).await.into_iter().map(|entry| entry.body).collect();
    serde_json::to_string(&bodies).unwrap()
}

/// Novac's message with the customer in it.
fn told_of_customer(reference: &str) -> Letter {
    let body = json!({
        "notify": "transaction",
        "notifyType": "successful",
        "data": {
            "transactionReference": reference, "amount": 25000, "status": "successful", "currency": "NGN",
            "customer": { "name": NAME, "email": EMAIL },
        },
    });
    Letter {
        account: "main".to_owned(),
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: body.to_string().into_bytes(),
    }
}

/// Nothing of the customer is found by any door, or stands in the files.
async fn assert_gone(shop: &Shop) {
    let office = &shop.office;
    for text in [EMAIL, NAME, "zephyrine", "quartermaine"] {
        assert!(office.customers(text, None, 50).await.unwrap().items.is_empty(), "{text}");
        let found = office.payments(&only(&format!("\"{text}\"")), None, 50).await.unwrap();
        assert!(found.items.is_empty(), "{text}");
        let found =
            office.payments(&only(&format!("customer:\"{text}\"")), None, 50).await.unwrap();
        assert!(found.items.is_empty(), "{text}");
        assert!(!journal(office).await.to_lowercase().contains(&text.to_lowercase()), "{text}");
        assert!(!is_in_files(office.dir(), text), "{text} is in the file");
    }
    let listed = office.payments(&PaymentFilter::default(), None, 50).await.unwrap().items;
    assert!(listed.iter().all(|row| row.customer.as_ref().is_none_or(|customer| {
        customer.email.as_deref() != Some(EMAIL) && customer.name.as_deref() != Some(NAME)
    })));
    let path = shop.place.path("books.csv");
    shop.export("", &path).await.unwrap();
    let file = std::fs::read_to_string(path).unwrap().to_lowercase();
    assert!(!file.contains("zephyrine") && !file.contains("quartermaine"));
    for record in office.deliveries(&DeliveryFilter::default(), None, 50).await.unwrap().items {
        let body = office.delivery(record.delivery.id).await.unwrap().record.delivery.body;
        let body = String::from_utf8(body).unwrap().to_lowercase();
        assert!(!body.contains("zephyrine") && !body.contains("quartermaine"), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_masked_customer_is_left_and_the_books_stay_whole() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    let id = paid(shop, order("ORDER-1")).await;
    let link = shop.office.payment(id).await.unwrap();
    counter.deliver(&told_of_customer(&session(&link))).await;
    shop.office.create_refund(&refund(id, Some("5000.00"))).await.unwrap();
    shop.pass(TimeDelta::minutes(1));
    shop.office.look_up(id).await.unwrap();
    shop.paid("ORDER-2").await;
    assert!(is_in_files(shop.office.dir(), EMAIL) && is_in_files(shop.office.dir(), NAME));

    let plan = shop.office.mask_plan(EMAIL).await.unwrap();
    assert_eq!((plan.open.as_slice(), plan.payments), ([].as_slice(), 1));
    let before = shop.payment(id).await;
    shop.office.mask_customer(&wanted()).await.unwrap();

    let Body::PersonMasked { people, reason, by } = newest(&shop.office).await else { panic!() };
    assert_eq!(people.len().try_into(), Ok(plan.people));
    assert_eq!((reason.as_str(), by.as_str()), ("Asked for by letter", "Bola"));
    assert_gone(shop).await;
    assert_eq!(shop.payment(id).await, before, "the payment itself is what it was");
    let check = shop.office.verify_journal().await.unwrap();
    assert_eq!(check.problem, None);
    shop.check().await;
    let other = shop.office.customer("ada@example.com", None).await.unwrap();
    assert_eq!(other.row.name.as_deref(), Some("Ada Obi"), "nobody else is touched");
    let again = shop.office.mask_customer(&wanted()).await.unwrap_err();
    assert_eq!(again.code(), Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_gateway_tells_later_does_not_bring_a_masked_customer_back() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    let id = paid(shop, order("ORDER-1")).await;
    let link = shop.office.payment(id).await.unwrap();
    shop.office.mask_customer(&wanted()).await.unwrap();

    let gateway_reference = link.payment.gateway_reference.clone().unwrap();
    let handle = PaymentHandle { gateway_reference, currency: None };
    let told = shop.dashboard().look_up(&handle).await.unwrap().customer.unwrap();
    assert_eq!(told.email.as_deref(), Some(EMAIL), "the gateway does tell whose it is");
    let before = shop.entries(id).await.len();
    shop.wire.once(
        "GET /novac/api/v1/",
        Fault::Rewrite(|reply| {
            reply["data"]["channel"] = json!("ussd");
        }),
    );
    shop.office.look_up(id).await.unwrap();
    let learned = shop.kinds(id).await.split_off(before);
    assert_eq!(learned, ["payment_observed"], "there was news to write down");
    shop.refund_in_dashboard(id, 500_000).await;
    shop.office.look_up(id).await.unwrap();
    assert_eq!(shop.payment(id).await.refunds.len(), 1, "the refund itself is booked");
    assert_gone(shop).await;

    let letter = told_of_customer(&session(&link));
    let (_, told) = counter.deliver(&letter).await;
    assert_eq!((told.payment, told.verdict), (Some(id), Some(Verdict::Accepted)));
    assert_gone(shop).await;
    let body = counter.detail(told.delivery.id).await.record.delivery;
    assert_eq!(
        body.body_sha256,
        hex::encode(Sha256::digest(&letter.body)),
        "it can be told that this was the one"
    );
    let replayed = shop.office.replay_webhooks(&[told.delivery.id], false).await.unwrap();
    assert!(replayed[0].reason.contains("its body was removed"), "{replayed:?}");
    let (_, again) = counter.deliver(&letter).await;
    assert_eq!(again.verdict, Some(Verdict::Duplicate));
    let body = counter.detail(again.delivery.id).await.record.delivery.body;
    assert_eq!(body, b"[masked]");
    let record = shop.office.payment(id).await.unwrap();
    assert!(record.person.is_none() && record.payment.customer.is_some());
    assert!(shop.office.customers("", None, 50).await.unwrap().items.is_empty());
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_late_messages_has_the_file_written_over_once_an_hour_at_most() {
    let shop = Shop::open().await;
    let id = paid(&shop, order("ORDER-1")).await;
    let letter = told_of_customer(&session(&shop.office.payment(id).await.unwrap()));
    shop.office.mask_customer(&wanted()).await.unwrap();
    for is_left in [false, true] {
        shop.office.receive_webhook(incoming(&letter)).await.unwrap();
        shop.office.handle_webhooks().await.unwrap();
        assert_eq!(is_in_files(shop.office.dir(), EMAIL), is_left);
    }
    shop.pass(TimeDelta::hours(1));
    shop.office.handle_webhooks().await.unwrap();
    assert_gone(&shop).await;
    shop.office.receive_webhook(incoming(&letter)).await.unwrap();
    shop.office.handle_webhooks().await.unwrap();
    assert!(is_in_files(shop.office.dir(), EMAIL), "too early");
    shop.check().await;
    assert_gone(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_waits_keeps_the_details_until_it_is_acted_on() {
    let shop = Shop::open().await;
    let id = paid(&shop, order("ORDER-1")).await;
    let letter = told_of_customer(&session(&shop.office.payment(id).await.unwrap()));
    shop.office.receive_webhook(incoming(&letter)).await.unwrap();
    let open = shop.office.mask_plan(EMAIL).await.unwrap().open;
    let [waits] = open.as_slice() else { panic!("{open:?}") };
    assert!(waits.starts_with("1 message in the inbox mentions the customer"), "{waits}");
    let refused = shop.office.mask_customer(&wanted()).await.unwrap_err();
    assert_eq!(refused.code(), Code::Refused);
    let Error::DetailsNeeded(told) = refused else { panic!("{refused}") };
    assert_eq!(told, open);
    assert!(shop.office.customer(EMAIL, None).await.is_ok());

    shop.office.handle_webhooks().await.unwrap();
    assert!(shop.office.mask_plan(EMAIL).await.unwrap().open.is_empty());
    shop.office.mask_customer(&wanted()).await.unwrap();
    assert_gone(&shop).await;
}

/// A payment that was ordered elsewhere, of a customer of whom the gateway tells no more than the name.
async fn found_by_name(counter: &Counter) -> PaymentId {
    let request = LinkRequest {
        reference: "WEBSHOP-1".parse().unwrap(),
        nonce: "0123456789abcdef".to_owned(),
        idempotency_key: "web-1".to_owned(),
        amount: ngn(2_500_000),
        customer: Person { name: Some(NAME.to_owned()), email: Some("x@example.com".to_owned()) },
        description: None,
        urls: ReturnUrls::default(),
        metadata: BTreeMap::new(),
        now: counter.shop.place.now(),
    };
    let opened = counter.shop.dashboard().open_link(&request).await.unwrap();
    assert!(counter.shop.sandbox.customer(&opened.url, Customer::PaysByCard));
    let without_email = |reply: &mut Value| {
        if let Some(customer) = reply.pointer_mut("/data/customer") {
            customer["email"] = Value::Null;
        }
    };
    counter.shop.wire.always("GET /novac/api/v1/", Fault::Rewrite(without_email));
    let letter = from_novac(&opened.gateway_reference, "successful");
    counter.deliver(&letter).await.1.payment.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_without_an_e_mail_is_removed_by_name_and_with_them_a_payee_of_that_name() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    let id = found_by_name(&counter).await;
    let mut form = naira("SALARY-0001", "0123456701");
    form.fields.insert("account_name".to_owned(), NAME.to_owned());
    let payout = send(&shop.office, &form).await.payout.id;
    shop.paid("ORDER-2").await;
    let key = format!("name:{}", NAME.to_lowercase());
    let customer = shop.office.customer(&key, None).await.unwrap();
    assert_eq!((customer.row.email, customer.row.name.as_deref()), (None, Some(NAME)));

    let plan = shop.office.mask_plan(&key).await.unwrap();
    assert_eq!((plan.open.as_slice(), plan.payments, plan.people), ([].as_slice(), 1, 2));
    let told = "Everybody called zephyrine quartermaine without an e-mail address is taken";
    assert!(plan.warning.contains(told), "{}", plan.warning);
    assert!(plan.warning.contains("for payout SALARY-0001."), "{}", plan.warning);
    let other = shop.office.mask_plan("ada@example.com").await.unwrap().warning;
    assert!(!other.contains("Everybody"), "{other}");
    let form = MaskForm { key: key.clone(), confirm: key.clone(), ..wanted() };
    shop.office.mask_customer(&form).await.unwrap();

    assert_gone(shop).await;
    assert!(!is_in_files(shop.office.dir(), "0123456701"), "the payee's account");
    assert!(shop.office.payout(payout).await.unwrap().beneficiary.is_none());
    assert!(shop.office.payment(id).await.unwrap().person.is_none());
    assert!(shop.office.customer("ada@example.com", None).await.is_ok(), "nobody else is touched");
    let again = shop.office.mask_customer(&form).await.unwrap_err();
    assert_eq!(again.code(), Code::NotFound);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_customer_can_come_back_with_a_new_order() {
    let shop = Shop::open().await;
    paid(&shop, order("ORDER-1")).await;
    shop.office.mask_customer(&wanted()).await.unwrap();
    paid(&shop, order("ORDER-2")).await;
    let customer = shop.office.customer(EMAIL, None).await.unwrap();
    assert_eq!(customer.row.payments, 1, "only of the new order it is known whose it is");
    shop.office.mask_customer(&wanted()).await.unwrap();
    assert_gone(&shop).await;
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_on_its_way_keeps_the_details() {
    let shop = Shop::open().await;
    let pending = shop.office.create_link(&rare(order("ORDER-1"))).await.unwrap();
    let refused = shop.office.mask_customer(&wanted()).await.unwrap_err();
    assert_eq!(refused.code(), Code::Refused);
    let Error::DetailsNeeded(open) = refused else { panic!("{refused}") };
    assert_eq!(open, ["ORDER-1 is pending and may still be paid"]);
    assert_eq!(shop.office.mask_plan(EMAIL).await.unwrap().open, open);

    shop.customer(&pending, Customer::PaysByCard);
    let id = pending.payment.id;
    shop.office.look_up(id).await.unwrap();
    assert!(shop.office.mask_plan(EMAIL).await.unwrap().open.is_empty());
    shop.refund(id, "5000.00").await;
    let open = shop.office.mask_plan(EMAIL).await.unwrap().open;
    assert_eq!(open, ["the refund of 5000.00 NGN of ORDER-1 is pending"]);
    assert!(shop.office.mask_customer(&wanted()).await.is_err());
    let known = shop.office.payment(id).await.unwrap().person.unwrap();
    assert_eq!(known.email.as_deref(), Some(EMAIL));

    shop.pass(TimeDelta::minutes(1));
    shop.office.look_up(id).await.unwrap();
    shop.office.mask_customer(&wanted()).await.unwrap();
    assert_gone(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_waits_for_a_yes_and_a_batch_that_is_not_done_keep_the_details() {
    let shop = Shop::open().await;
    let first = paid(&shop, order("ORDER-1")).await;
    paid(&shop, order("ORDER-2")).await;
    let source = BatchSource::Filter(only("reference:ORDER-2"));
    let plan = shop.office.plan_batch(&source, "Recalled", "Bola").await.unwrap();
    assert_eq!(plan.refunds, 1, "{plan:?}");
    let batch = shop.office.start_batch(&source, "Recalled", "Bola", &plan.digest).await.unwrap();
    shop.office.set_approval("main", &["1000.00 NGN".to_owned()]).await.unwrap();
    let form = RefundForm { by: Some("Bola".to_owned()), ..refund(first, Some("5000.00")) };
    let (_, waits) = shop.office.create_refund(&form).await.unwrap();

    let open = shop.office.mask_plan(EMAIL).await.unwrap().open;
    let expected = [
        "the refund of 5000.00 NGN of ORDER-1 waits for a second person's yes or no",
        "the refunds of 2026-04-14 are not all done",
    ];
    assert_eq!(open, expected);
    assert_eq!(shop.office.mask_customer(&wanted()).await.unwrap_err().code(), Code::Refused);

    let no = RejectForm { refund: waits.id, by: "Chidi".to_owned(), reason: "Kept".to_owned() };
    shop.office.reject_refund(&no).await.unwrap();
    shop.office.end_batch(batch).await.unwrap();
    shop.office.mask_customer(&wanted()).await.unwrap();
    assert_gone(&shop).await;
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_names_what_stays_and_changes_nothing() {
    let shop = Shop::open().await;
    let mut form = order("ORDER-1");
    form.description = Some("Shoes for Zephyrine".to_owned());
    form.metadata.insert("gift_of".to_owned(), NAME.to_owned());
    let first = paid(&shop, form).await;
    paid(&shop, order("ORDER-2")).await;
    shop.office.add_note(first, &format!("{EMAIL} rang"), "Bola").await.unwrap();
    let mut back = refund(first, Some("5000.00"));
    back.reason = "Ms Quartermaine sent them back".to_owned();
    shop.office.create_refund(&back).await.unwrap();
    let other = shop.paid("ORDER-3").await;
    shop.office.add_note(other, &format!("Paid by {NAME} for a friend"), "Bola").await.unwrap();
    shop.office.add_note(other, "Zephyrine is a brand of soap", "Bola").await.unwrap();
    let rows =
        "reference,reason,customer_note\nORDER-1,Zephyrine wants it back,Dear Ms Quartermaine\n";
    let source = list(rows);
    let batch = plan_of(&shop.office, &source).await.digest;
    let batch = shop.office.start_batch(&source, REASON, "Ngozi", &batch).await.unwrap();
    shop.office.end_batch(batch).await.unwrap();
    let path = shop.place.path("hers.csv");
    shop.export(&format!("customer:{EMAIL}"), &path).await.unwrap();
    let before = shop.office.journal_head().await.unwrap();

    let plan = shop.office.mask_plan(EMAIL).await.unwrap();
    for expected in [
        "the description of ORDER-1,",
        "the keys and values of ORDER-1,",
        "a note of ORDER-1, ORDER-3,",
        "the reason of a refund of ORDER-1,",
        "the filter of the file of 2026-04-14,",
        "the reason in the list of bulk refunds of ORDER-1,",
        "the note to the customer in the list of bulk refunds of ORDER-1,",
        "copies of the history made before",
    ] {
        let is_said = plan.kept.iter().any(|kept| kept.starts_with(expected));
        assert!(is_said, "{expected}: {:#?}", plan.kept);
    }
    assert!(!plan.kept.iter().any(|kept| kept.contains("ORDER-2")), "{:#?}", plan.kept);
    assert_eq!((plan.payments, plan.newest_payment), (2, Some(shop.place.now())));
    assert!(plan.warning.contains("Tillkeeper cannot tell"), "{}", plan.warning);
    assert!(plan.warning.contains("2026-04-14"), "{}", plan.warning);
    assert_eq!(shop.office.journal_head().await.unwrap(), before);
    assert!(shop.office.payment(first).await.unwrap().person.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn details_are_removed_only_for_who_types_the_key_and_says_who_and_why() {
    let shop = Shop::open().await;
    paid(&shop, order("ORDER-1")).await;
    let before = shop.office.journal_head().await.unwrap();
    for (form, field) in [
        (MaskForm { confirm: "yes".to_owned(), ..wanted() }, "confirm"),
        (MaskForm { confirm: String::new(), ..wanted() }, "confirm"),
        (MaskForm { by: " ".to_owned(), ..wanted() }, "by"),
        (MaskForm { reason: String::new(), ..wanted() }, "reason"),
        (MaskForm { reason: "x".repeat(501), ..wanted() }, "reason"),
        (MaskForm { reason: format!("{NAME} asked for it"), ..wanted() }, "reason"),
        (MaskForm { reason: "Zephyrine asked for it".to_owned(), ..wanted() }, "reason"),
    ] {
        let refused = shop.office.mask_customer(&form).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some(field)));
    }
    assert_eq!(shop.office.journal_head().await.unwrap(), before);
    let unknown = MaskForm { key: "eve@example.com".to_owned(), ..wanted() };
    assert_eq!(shop.office.mask_customer(&unknown).await.unwrap_err().code(), Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_remove_the_same_details_at_once_one_does_it_and_the_other_sees_it_done() {
    let shop = Shop::open().await;
    paid(&shop, order("ORDER-1")).await;
    let till = shop.other_door().await;
    let form = wanted();
    let (here, there) = tokio::join!(shop.office.mask_customer(&form), till.mask_customer(&form));
    for outcome in [here, there] {
        assert!(matches!(outcome, Ok(()) | Err(Error::NotFound { .. })), "{outcome:?}");
    }
    let kinds = entries(&shop.office, None).await;
    let masked = kinds.iter().filter(|entry| entry.body.kind() == "person_masked").count();
    assert_eq!(masked, 1);
    assert_gone(&shop).await;
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_new_link_is_asked_for_somebody_whose_details_are_gone() {
    let shop = Shop::open().await;
    shop.connect(ledger::GatewayKind::Ovgc, "cards").await;
    let link = shop.office.create_link(&rare(ovgc_order("ORDER-1"))).await.unwrap();
    shop.pass(TimeDelta::minutes(31));
    shop.office.look_up(link.payment.id).await.unwrap();
    shop.office.mask_customer(&wanted()).await.unwrap();
    let sent = shop.wire.sent("POST ").len();
    let refused = shop.office.renew_link(link.payment.id).await.unwrap_err();
    assert!(matches!(refused, Error::CustomerMasked(_)), "{refused}");
    assert_eq!(shop.wire.sent("POST ").len(), sent);
}
