//! Refunds of which nobody knows how they ended: the gateway is asked, its refunds are shown, and a person decides with what
//! proves it. Nothing is sent again.

use std::fs;

use ledger::GatewayKind;
use sandbox::Fault;
use serde_json::{Value, json};
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::program::has_fields;
use crate::shop::Shop;

/// A gateway at which ORDER-1 of the account `shaky` is paid, and where each refund is answered with a web page.
fn shaky(shop: &Shop) -> MockServer {
    let server = shop.runtime.block_on(MockServer::start());
    let paid = json!({
        "status": true,
        "data": { "status": "successful", "amount": 25000, "currency": "NGN", "channel": "card" }
    });
    let link = |request: &Request| {
        let asked: Value = serde_json::from_slice(&request.body).unwrap();
        let reference = &asked["transactionReference"];
        let data = json!({ "paymentRedirectUrl": "https://pay.example", "transactionReference": reference });
        ResponseTemplate::new(200).set_body_json(json!({ "status": true, "data": data }))
    };
    let broken = ResponseTemplate::new(500).set_body_raw("<h1>Oops</h1>", "text/html");
    let none = ResponseTemplate::new(200).set_body_json(json!({ "status": true, "data": [] }));
    shop.runtime.block_on(async {
        let verify = path_regex("^/api/v1/checkout/.*/verify$");
        let paid = ResponseTemplate::new(200).set_body_json(paid);
        Mock::given(method("GET")).and(verify).respond_with(paid).mount(&server).await;
        Mock::given(method("GET"))
            .and(path_regex("^/api/v1/refund/[-0-9]+/[-0-9]+$"))
            .respond_with(none)
            .mount(&server)
            .await;
        Mock::given(method("POST"))
            .and(path("/api/v1/initiate"))
            .respond_with(link)
            .mount(&server)
            .await;
        Mock::given(method("POST"))
            .and(path("/api/v1/partial-refund"))
            .respond_with(broken)
            .mount(&server)
            .await;
    });
    shop.connect_at(GatewayKind::Novac, "shaky", &server.uri());
    shop.order_at("shaky", "ORDER-1");
    assert_eq!(shop.till.json(&["payment", "verify", "ORDER-1"])["status"], "paid");
    server
}

fn refunds_sent(shop: &Shop, server: &MockServer) -> usize {
    let requests = shop.runtime.block_on(server.received_requests()).unwrap();
    requests.iter().filter(|request| request.url.path() == "/api/v1/partial-refund").count()
}

#[test]
fn asking_about_a_lost_refund_finds_it_and_shows_it_beside_the_gateways() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    shop.sandbox.set_fault("novac", Fault::AnswerLost, true);
    let words = ["refund", "create", "ORDER-1", "--amount", "5000", "--reason", "One short"];
    let lost = shop.till.json_with(3, &words);
    let id = lost["id"].as_str().unwrap();
    shop.sandbox.set_fault("novac", Fault::AnswerLost, false);
    let told = shop.till.run(&["refund", "show", id]).out;
    assert!(told.contains(&format!("till refund resolve {id}")), "{told}");

    let outlook = shop.till.json(&["refund", "resolve", id]);
    has_fields(
        &outlook,
        &[
            ("looked_up_at", "s"),
            ("gateway_refunds", "a"),
            ("problem", "s?"),
            ("can_resolve", "b"),
            ("why_not", "s?"),
            ("advice", "s"),
        ],
    );
    assert!(["pending", "processed"].contains(&outlook["status"].as_str().unwrap()), "{outlook}");
    let listed = &outlook["gateway_refunds"][0];
    assert_eq!((&listed["known_as"], &listed["amount"]), (&json!(id), &json!("5000.00")));
    let decide = ["refund", "resolve", id, "--did-not-happen", "--evidence", "x", "--by", "Ada"];
    assert_eq!(shop.till.refused(1, &decide).0, "refused", "what is known is not decided");
    assert_eq!(shop.till.json(&["payment", "show", "ORDER-1"])["refundable"], "20000.00");
}

#[test]
fn a_person_decides_with_evidence_once_the_gateway_was_asked_and_does_not_know() {
    let shop = Shop::open();
    let server = shaky(&shop);
    let id = shop.refund_an_hour_ago("ORDER-1", "10000");
    let till = &shop.till;
    let outlook = till.json_with(3, &["refund", "resolve", &id]);
    assert_eq!((&outlook["status"], &outlook["can_resolve"]), (&json!("unknown"), &json!(true)));
    let text = till.run(&["refund", "resolve", &id]);
    assert_eq!(text.code, 3);
    assert!(text.out.contains("--did-not-happen --evidence"), "{}", text.out);

    fs::write(till.path("proof.png"), b"a picture of the dashboard").unwrap();
    let words =
        ["refund", "resolve", &id, "--did-not-happen", "--evidence", "Not in the dashboard"];
    let words = [&words[..], &["--evidence-file", "proof.png", "--by", "Ada Obi"]].concat();
    let decided = till.json(&words);
    assert_eq!(
        (&decided["status"], &decided["resolved_by"]),
        (&json!("failed"), &json!("Ada Obi"))
    );
    assert_eq!(decided["evidence"], "Not in the dashboard");
    has_fields(&decided["file"], &[("name", "s"), ("sha256", "s"), ("bytes", "i")]);
    assert_eq!(till.json(&["payment", "show", "ORDER-1"])["refundable"], "25000.00");
    assert_eq!(refunds_sent(&shop, &server), 1, "it was sent again");

    let saved = till.json(&["refund", "evidence", &id, "-o", "copy.png"]);
    assert_eq!(
        (&saved["name"], &saved["sha256"]),
        (&json!("proof.png"), &decided["file"]["sha256"])
    );
    assert_eq!(fs::read(till.path("copy.png")).unwrap(), b"a picture of the dashboard");
    assert_eq!(till.json(&["doctor"])["ok"], true);
    let kept = till.data().join("evidence").join(decided["file"]["sha256"].as_str().unwrap());
    fs::write(kept, b"another picture").unwrap();
    let (code, message) = till.refused(1, &["refund", "evidence", &id, "-o", "copy.png"]);
    assert_eq!(code, "storage");
    assert!(message.contains("proof.png"), "{message}");
    assert_eq!(fs::read(till.path("copy.png")).unwrap(), b"a picture of the dashboard");
    assert_eq!(till.json_with(1, &["doctor"])["ok"], false);
}

#[test]
fn nobody_decides_while_the_gateway_may_still_be_at_work_or_without_evidence() {
    let shop = Shop::open();
    let server = shaky(&shop);
    let create = ["refund", "create", "ORDER-1", "--amount", "10000", "--reason", "Broken"];
    let lost = shop.till.json_with(3, &create);
    let id = lost["id"].as_str().unwrap();
    let outlook = shop.till.json_with(3, &["refund", "resolve", id]);
    assert_eq!(outlook["can_resolve"], false);
    assert!(outlook["why_not"].as_str().unwrap().contains("still be at work"), "{outlook}");
    let by_ada = ["refund", "resolve", id, "--by", "Ada"];
    let decide = |words: &[&'static str]| [&by_ada[..], words].concat();
    let early = decide(&["--happened", "--evidence", "Seen"]);
    assert_eq!(shop.till.refused(1, &early).0, "refused");
    for wrong in [
        &["--happened"][..],
        &["--evidence", "Seen"],
        &["--evidence-file", "x.png"],
        &["--happened", "--did-not-happen", "--evidence", "Seen"],
    ] {
        assert_eq!(shop.till.refused(2, &decide(wrong)).0, "usage", "{wrong:?}");
    }
    let old = shop.refund_an_hour_ago("ORDER-1", "11000");
    let resolve = |words: &[&str]| {
        let start = ["refund", "resolve", &old, "--by", "Ada", "--happened"];
        shop.till.refused(1, &[&start[..], words].concat())
    };
    assert_eq!(resolve(&["--evidence", " "]).0, "invalid_input");
    let (code, message) = resolve(&["--evidence", "Seen", "--evidence-file", "none.png"]);
    assert_eq!(code, "invalid_input");
    assert!(message.contains("none.png"), "{message}");
    fs::write(shop.till.path("large.png"), vec![0; 10 * 1024 * 1024 + 1]).unwrap();
    let (_, message) = resolve(&["--evidence", "Seen", "--evidence-file", "large.png"]);
    assert!(message.contains("10 MB"), "{message}");
    assert_eq!(refunds_sent(&shop, &server), 2, "one was sent again");
}

#[test]
fn a_refund_recorded_by_hand_keeps_its_file_and_has_a_slip_to_print() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let till = &shop.till;
    fs::write(till.path("receipt.txt"), "Signed: Ada").unwrap();
    let words = ["refund", "record", "ORDER-1", "--amount", "5000", "--method", "cash"];
    let words = [&words[..], &["--reason", "<b>Broken</b>", "--evidence", "Receipt 7"]].concat();
    let words = [&words[..], &["--evidence-file", "receipt.txt", "--by", "Ada Obi"]].concat();
    let recorded = till.json(&words);
    assert_eq!((&recorded["by"], &recorded["asked"]), (&json!("Ada Obi"), &json!("5000.00")));
    assert_eq!(recorded["file"]["name"], "receipt.txt");
    let id = recorded["id"].as_str().unwrap();
    till.json(&["refund", "evidence", id, "-o", "copy.txt"]);
    assert_eq!(fs::read_to_string(till.path("copy.txt")).unwrap(), "Signed: Ada");

    let slip = till.json(&["refund", "slip", id, "-o", "slip.html"]);
    assert_eq!(slip, json!({ "id": id, "path": "slip.html" }));
    let page = fs::read_to_string(till.path("slip.html")).unwrap();
    assert!(
        page.contains("ORDER-1") && page.contains("5000.00") && page.contains("main"),
        "{page}"
    );
    assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");

    let bare =
        ["refund", "record", "ORDER-1", "--amount", "1", "--method", "cash", "--reason", "x"];
    let bare = till.json(&bare);
    let id = bare["id"].as_str().unwrap();
    let (code, message) = till.refused(1, &["refund", "evidence", id, "-o", "none"]);
    assert_eq!(code, "not_found");
    assert!(message.contains("evidence"), "{message}");
    let (code, _) = till.refused(1, &["refund", "slip", id, "-o", "no/such/folder/slip.html"]);
    assert_eq!(code, "storage");
    assert_eq!(
        till.refused(1, &["refund", "slip", id, "-o", "data/tillkeeper.db"]).0,
        "invalid_input"
    );
}
