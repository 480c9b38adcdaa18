//! The listener: where it listens, whom it believes, what it answers; and what waits for keys or proves nothing.

use std::net::SocketAddr;
use std::time::Duration;

use backoffice::vault::{KeychainProblem, Keys, WorkFactor};
use backoffice::{
    Backoffice, Clock, Code, Connector, Incoming, ListenerSettings, PayoutForm, Receipt, Setup,
};
use chrono::TimeDelta;
use ledger::{Actor, GatewayKind, PaymentStatus, PayoutKind, PayoutStatus, Verdict};
use reqwest::{Client, Method, StatusCode};
use sandbox::{Customer, Fault as Dial, Message};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::shop::{Place, QUICK, Shop, account_form, entries, order};
use crate::webhook_counter::{Counter, Letter, anywhere, from_novac, reason, session, succeeded};
use crate::wire::Wire;

#[tokio::test(flavor = "multi_thread")]
async fn the_header_of_a_proxy_counts_from_those_that_are_trusted() {
    let trusting =
        ListenerSettings { trusted_proxies: "127.0.0.1, 10.0.0.0/8".to_owned(), ..anywhere() };
    let counter = Counter::open_at(trusting).await;
    let account = counter.shop.office.account("main").await.unwrap().record.id;
    // As Novac's account is outside of the sandbox: its documented address and no other.
    counter.shop.office.change_account(account, None, Default::default()).await.unwrap();
    for (number, (forwarded, is_novac)) in [
        (vec!["18.233.137.110"], true),
        (vec!["6.6.6.6, 18.233.137.110, 10.1.1.1"], true),
        (vec!["6.6.6.6", "18.233.137.110"], true),
        (vec!["18.233.137.110, 6.6.6.6"], false),
        (vec!["18.233.137.110", "6.6.6.6"], false),
        (vec!["18.233.137.110, nonsense, 10.1.1.1"], false),
        (vec![], false),
    ]
    .into_iter()
    .enumerate()
    {
        let link = counter.shop.order(&format!("ORDER-{number}")).await;
        counter.shop.customer(&link, Customer::PaysByCard);
        let mut letter = from_novac(&session(&link), "successful");
        let hops = forwarded.iter().map(|hop| ("X-Forwarded-For".to_owned(), (*hop).to_owned()));
        letter.headers.extend(hops);
        let (status, record) = counter.deliver(&letter).await;
        assert_eq!(status == StatusCode::OK, is_novac, "{forwarded:?}: {}", reason(&record));
        let paid = counter.payment(link.payment.id).await.status == PaymentStatus::Paid;
        assert_eq!(paid, is_novac, "{forwarded:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_message_for_an_account_is_answered_and_not_kept() {
    let counter = Counter::open().await;
    let http = Client::builder().no_proxy().build().unwrap();
    let base = format!("http://{}", counter.listener.addr());
    for (method, path, expected) in [
        (Method::GET, "/webhooks/main", StatusCode::METHOD_NOT_ALLOWED),
        (Method::PUT, "/webhooks/main", StatusCode::METHOD_NOT_ALLOWED),
        (Method::POST, "/webhooks/nobody", StatusCode::NOT_FOUND),
        (Method::POST, "/webhooks/%FF%FE", StatusCode::NOT_FOUND),
        (Method::POST, "/webhooks/", StatusCode::NOT_FOUND),
        (Method::POST, "/webhooks/main/more", StatusCode::NOT_FOUND),
        (Method::POST, "/", StatusCode::NOT_FOUND),
        (Method::GET, "/webhooks/../etc/passwd", StatusCode::NOT_FOUND),
    ] {
        let answer =
            http.request(method.clone(), format!("{base}{path}")).body("{}").send().await.unwrap();
        assert_eq!(answer.status(), expected, "{method} {path}");
        let said: Value = answer.json().await.unwrap();
        assert!(said["error"].is_string(), "{said}");
    }
    assert!(counter.inbox().await.is_empty());
    assert_eq!(counter.listener.taken(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_found_by_its_name_in_any_case_and_spelling_of_the_address() {
    let counter = Counter::open().await;
    counter.shop.connect(GatewayKind::Novac, "Lagos shop / ₦").await;
    let url = counter.listener.url("Lagos shop / ₦");
    assert!(url.ends_with("/webhooks/Lagos%20shop%20%2F%20%E2%82%A6"), "{url}");
    for account in ["Lagos shop / ₦", "LAGOS SHOP / ₦", "main", "MAIN"] {
        let mut letter = from_novac("ORDER-NOBODY", account);
        letter.account = account.to_owned();
        assert_eq!(counter.send(&letter).await, StatusCode::OK, "{account}");
    }
    assert_eq!(counter.listener.taken(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_that_stops_hands_back_its_address_and_keeps_what_came_in() {
    let counter = Counter::open().await;
    let order = counter.paid_at_ovgc("ORDER-1").await;
    let letter = counter.ovgc_sends(&succeeded("evt_1", &order));
    assert_eq!(counter.send(&letter).await, StatusCode::OK);
    let Counter { shop, listener, .. } = counter;
    let bind = listener.addr();
    let taken = shop.office.listen(ListenerSettings { bind, ..anywhere() }).await.unwrap_err();
    assert_eq!((taken.code(), taken.field()), (Code::InvalidInput, Some("bind")));
    assert!(taken.to_string().contains(&bind.to_string()), "{taken}");
    listener.stop().await;
    let again = shop.office.listen(ListenerSettings { bind, ..anywhere() }).await.unwrap();
    assert_eq!(again.addr(), bind);
    shop.office.handle_webhooks().await.unwrap();
    assert_eq!(shop.payment(order.payment.id).await.status, PaymentStatus::Paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_the_listener_is_set_up_is_remembered() {
    let shop = Shop::open().await;
    let usual = shop.office.listener_settings().await.unwrap();
    assert_eq!(usual.bind, SocketAddr::from(([127, 0, 0, 1], 8377)));
    assert_eq!((usual.trusted_proxies.as_str(), usual.starts_with_window), ("", false));
    let chosen = ListenerSettings {
        bind: "[::1]:9000".parse().unwrap(),
        trusted_proxies: "127.0.0.1,::1".to_owned(),
        starts_with_window: true,
    };
    shop.office.set_listener_settings(&chosen).await.unwrap();
    assert_eq!(shop.other_door().await.listener_settings().await.unwrap(), chosen);
    for wrong in ["localhost", "1.2.3.4/40", "*"] {
        let settings = ListenerSettings { trusted_proxies: wrong.to_owned(), ..anywhere() };
        let problem = shop.office.set_listener_settings(&settings).await.unwrap_err();
        assert_eq!(problem.field(), Some("trusted_proxies"));
        assert_eq!(
            shop.office.listen(settings).await.unwrap_err().field(),
            Some("trusted_proxies")
        );
    }
    assert_eq!(shop.office.listener_settings().await.unwrap(), chosen);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_breaks_off_is_not_kept() {
    let counter = Counter::open().await;
    for request in [
        "POST /webhooks/main HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{\"notify\"",
        "POST /webhooks/main HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"no",
        "POST /webhooks/main HTTP/1.1\r\nhost",
        "\0\0\0\0",
    ] {
        let mut stream = TcpStream::connect(counter.listener.addr()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(!answer.starts_with(b"HTTP/1.1 200"), "{request}");
    }
    assert!(counter.inbox().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_while_the_vault_is_locked_waits_for_its_keys() {
    let place = Place::new();
    let sandbox = place.sandbox().await;
    let wire = Wire::to(sandbox.addr()).await;
    let open = async || {
        let now = place.clone();
        let problem = KeychainProblem::None { detail: "no bus".to_owned() };
        let setup = Setup {
            dir: place.path("books"),
            keys: Keys::new(Err(problem), place.path("keys.age"), WorkFactor::LEAST),
            clock: Clock::new(move || now.now()),
            actor: Actor::window(),
            connector: Connector::network(),
        };
        Backoffice::open_with(setup, QUICK).await.unwrap()
    };
    let before = open().await;
    let passphrase = || SecretString::from("correct horse");
    before.keys().create_vault(passphrase()).await.unwrap();
    before
        .connect_account(account_form(&sandbox, &wire, GatewayKind::Novac, "main"))
        .await
        .unwrap();
    let link = before.create_link(&order("ORDER-1")).await.unwrap();
    assert!(sandbox.customer(&crate::shop::url(&link), Customer::PaysByCard));

    let office = open().await;
    let Letter { account, headers, body } = from_novac(&session(&link), "successful");
    let incoming = Incoming {
        account,
        headers,
        body_bytes: body.len().try_into().unwrap(),
        body,
        source: Some([127, 0, 0, 1].into()),
        received_at: None,
    };
    assert_eq!(office.receive_webhook(incoming).await.unwrap(), Receipt::Taken);
    assert_eq!(office.handle_webhooks().await.unwrap().handled, 0);
    let waiting = office.deliveries(&Default::default(), None, 5).await.unwrap().items.remove(0);
    assert_eq!((waiting.verdict, waiting.handled_at), (None, None));
    let locked = office.replay_webhooks(&[waiting.delivery.id], false).await.unwrap_err();
    assert_eq!(locked.code(), Code::Locked);

    place.pass(TimeDelta::hours(5));
    office.keys().unlock(passphrase()).await.unwrap();
    assert_eq!(office.handle_webhooks().await.unwrap().changed, [link.payment.id]);
    let record = office.delivery(waiting.delivery.id).await.unwrap().record;
    assert_eq!(record.verdict, Some(Verdict::Accepted));
    assert_eq!(office.payment(link.payment.id).await.unwrap().payment.status, PaymentStatus::Paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_proves_nothing_causes_a_look_up_and_no_more() {
    let counter = Counter::open().await;
    let account = counter.shop.connect(GatewayKind::Nowpay, "wallet").await.record;
    let mut settings = account.settings.clone();
    settings.remove("callback_sources");
    counter.shop.office.change_account(account.id, None, settings).await.unwrap();
    let form = PayoutForm {
        account: "wallet".to_owned(),
        kind: PayoutKind::Bank,
        amount: "100.00".to_owned(),
        currency: "INR".to_owned(),
        fields: crate::payouts::texts(&[
            ("account_number", "0123456777"),
            ("account_name", "Bola Ade"),
            ("ifsc", "HDFC0001234"),
            ("transfer_mode", "IMPS"),
        ]),
        reason: "Invoice 77".to_owned(),
        reference: Some("SALARY0001".to_owned()),
    };
    let payout = crate::payouts::send(&counter.shop.office, &form).await.payout;
    assert_eq!(payout.status, PayoutStatus::Pending);
    let callback = |body: Value| Letter {
        account: "wallet".to_owned(),
        headers: Vec::new(),
        body: body.to_string().into_bytes(),
    };
    // Claims that it failed; the gateway knows better.
    let id = payout.gateway_payout_id.clone().unwrap();
    let letter = callback(json!({ "ourrequestid": id, "success": "0", "amount": "1.00" }));
    counter.shop.pass(TimeDelta::minutes(1));
    let (status, record) = counter.deliver(&letter).await;
    assert_eq!((status, record.verdict), (StatusCode::OK, Some(Verdict::Accepted)));
    assert_eq!(record.payout, Some(payout.id), "{}", reason(&record));
    let now = counter.shop.office.payout(payout.id).await.unwrap().payout;
    assert_eq!((now.status, now.order.amount), (PayoutStatus::Processed, payout.order.amount));
    let all = entries(&counter.shop.office, None).await;
    assert!(all.iter().all(|entry| entry.body.kind() != "webhook_received"), "nothing proved it");

    let (_, record) =
        counter.deliver(&callback(json!({ "ourrequestid": "NP999", "success": "1" }))).await;
    assert!(reason(&record).contains("no payout that was sent from here"), "{}", reason(&record));
    let padded = callback(json!({ "ourrequestid": "NP998", "x": "y".repeat(20_000) }));
    assert_eq!(counter.send(&padded).await, StatusCode::PAYLOAD_TOO_LARGE);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_has_gone_silent_is_told_of() {
    let counter = Counter::open().await;
    let first = counter.paid_at_ovgc("ORDER-1").await;
    counter.deliver(&counter.ovgc_sends(&succeeded("evt_1", &first))).await;
    let since = counter.shop.place.now();
    counter.shop.pass(TimeDelta::hours(25));
    assert!(counter.shop.office.silent_gateways().await.unwrap().is_empty(), "nothing was missed");
    counter.captured_at_ovgc("ORDER-2").await;
    counter.shop.paid("ORDER-3").await;
    let silent = counter.shop.office.silent_gateways().await.unwrap();
    let [silence] = silent.as_slice() else { panic!("{silent:?}") };
    assert_eq!((silence.account.as_str(), silence.since, silence.missed), ("cards", since, 1));
    let findings = counter.shop.office.examine().await.unwrap();
    let finding = findings.iter().find(|finding| finding.name == "webhooks").unwrap();
    assert!(!finding.ok && finding.detail.contains("cards"), "{finding:?}");
    counter.deliver(&counter.ovgc_sends(&succeeded("evt_2", &first))).await;
    assert!(counter.shop.office.silent_gateways().await.unwrap().is_empty());
}

/// Waits until the sandbox's courier has brought so many messages.
async fn brought(counter: &Counter, messages: u64) {
    let all = async {
        while counter.listener.taken() < messages {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), all).await.unwrap();
    counter.shop.office.handle_webhooks().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gateways_own_messages_are_taken_and_their_faults_end_well() {
    let counter = Counter::open().await;
    for (gateway, account) in [("novac", "main"), ("ovgc", "cards"), ("echezona", "lagos")] {
        let url = counter.listener.url(account);
        assert!(counter.shop.sandbox.send_webhooks_to(gateway, Some(&url)));
    }
    let novac = counter.shop.order("ORDER-1").await;
    counter.shop.customer(&novac, Customer::PaysByCard);
    let ovgc = counter.paid_at_ovgc("ORDER-2").await;
    let echezona = counter.paid_at_echezona("ORDER-3").await;
    brought(&counter, 3).await;
    for payment in [&novac, &ovgc, &echezona] {
        let now = counter.payment(payment.payment.id).await;
        assert_eq!(now.status, PaymentStatus::Paid, "{:?}", counter.inbox().await);
    }
    for (gateway, fault, answers) in [
        ("ovgc", Dial::DuplicateWebhook, vec![Verdict::Accepted, Verdict::Duplicate]),
        ("ovgc", Dial::ForgedWebhook, vec![Verdict::Rejected]),
    ] {
        let before = counter.listener.taken();
        assert!(counter.shop.sandbox.set_fault(gateway, fault, true));
        let paid = counter.paid_at_ovgc(&format!("ORDER-{}", fault.as_str())).await;
        brought(&counter, before + u64::try_from(answers.len()).unwrap()).await;
        let inbox = counter.inbox().await;
        for verdict in answers {
            assert!(inbox.iter().any(|item| item.verdict == Some(verdict)), "{fault:?}");
        }
        counter.shop.sandbox.set_fault(gateway, fault, false);
        let payment = counter.shop.office.look_up(paid.payment.id).await.unwrap().record.payment;
        assert_eq!(payment.status, PaymentStatus::Paid);
    }
    assert!(counter.shop.sandbox.refund_in_dashboard(&crate::shop::url(&ovgc), None));
    let before = counter.listener.taken();
    assert!(counter.shop.sandbox.send_webhook("ovgc", Message::Settlement));
    brought(&counter, before + 1).await;
    let refunds = counter.payment(ovgc.payment.id).await.refunds;
    assert_eq!(refunds.len(), 1, "{:?}", counter.inbox().await);
    counter.shop.check().await;
}
