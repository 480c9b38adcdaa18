//! Refunds by the program: what is refused, and what has an unknown outcome.

use std::process::Stdio;
use std::time::Duration;

use ledger::GatewayKind;
use serde_json::{Value, json};
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::shop::Shop;

/// Makes one link, and calls whatever is asked about paid.
fn answer_checkouts(shop: &Shop, server: &MockServer) {
    let paid = json!({
        "status": true,
        "data": { "status": "successful", "amount": 25000, "currency": "NGN", "channel": "card" }
    });
    let verify = Mock::given(method("GET")).and(path_regex("^/api/v1/checkout/.*/verify$"));
    let verify = verify.respond_with(ResponseTemplate::new(200).set_body_json(paid));
    shop.runtime.block_on(verify.mount(server));
    let checkout = Mock::given(method("POST")).and(path("/api/v1/initiate"));
    let checkout = checkout.respond_with(|request: &Request| {
        let asked: Value = serde_json::from_slice(&request.body).unwrap();
        let reference = &asked["transactionReference"];
        let url = "https://checkout.example/pay";
        let data = json!({ "paymentRedirectUrl": url, "transactionReference": reference });
        ResponseTemplate::new(200).set_body_json(json!({ "status": true, "data": data }))
    });
    shop.runtime.block_on(checkout.up_to_n_times(1).mount(server));
}

#[test]
fn refunds_against_the_rules_are_refused() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    shop.order("ORDER-2");
    let refund = |order: &str, amount: &str| {
        let words = ["refund", "create", order, "--amount", amount, "--reason", "Broken"];
        shop.till.refused(1, &words)
    };
    let (code, message) = refund("ORDER-1", "25000.01");
    assert_eq!(code, "refused");
    assert!(message.contains("25000.00 NGN"), "{message}");
    let (code, message) = refund("ORDER-2", "1.00");
    assert_eq!(code, "refused");
    assert!(message.contains("only a paid payment"), "{message}");
    for amount in ["0", "-1", "1.005", "1e3", "25,000", "99999999999999999999"] {
        assert_eq!(refund("ORDER-1", amount).0, "invalid_input", "{amount}");
    }
    assert_eq!(refund("ORDER-3", "1.00").0, "not_found");
    let speechless = ["refund", "create", "ORDER-1", "--reason", " "];
    assert_eq!(shop.till.refused(1, &speechless).0, "invalid_input");
    let by_cheque =
        ["refund", "record", "ORDER-1", "--amount", "1", "--method", "cheque", "--reason", "x"];
    assert_eq!(shop.till.refused(2, &by_cheque).0, "usage");
    assert_eq!(shop.till.json(&["refund", "list"])["items"], json!([]));

    shop.till.json(&["refund", "create", "ORDER-1", "--reason", "Broken"]);
    let (code, message) = refund("ORDER-1", "0.01");
    assert_eq!(code, "refused");
    assert!(message.contains("nothing is left"), "{message}");
}

#[test]
fn a_script_that_says_what_is_left_and_runs_twice_refunds_once() {
    let shop = Shop::open();
    shop.paid("ORDER-1");
    let words = ["refund", "create", "ORDER-1", "--amount", "5000", "--reason", "Broken"];
    let words = [&words[..], &["--left", "25000.00"]].concat();
    shop.till.json(&words);
    let (code, message) = shop.till.refused(1, &words);
    assert_eq!(code, "conflict");
    assert!(message.contains("20000.00 NGN is now"), "{message}");
    for wrong in ["much", "1.005"] {
        let words = ["refund", "create", "ORDER-1", "--reason", "Broken", "--left", wrong];
        assert_eq!(shop.till.refused(1, &words).0, "invalid_input", "{wrong}");
    }
    assert_eq!(shop.till.json(&["payment", "show", "ORDER-1"])["refundable"], "20000.00");
}

#[test]
fn an_unknown_outcome_has_an_exit_code_of_its_own() {
    let shop = Shop::open();
    let server = shop.runtime.block_on(MockServer::start());
    let broken = ResponseTemplate::new(500).set_body_raw("<h1>Oops</h1>", "text/html");
    let posts = Mock::given(method("POST")).and(path("/api/v1/partial-refund"));
    shop.runtime.block_on(posts.respond_with(broken.clone()).mount(&server));
    answer_checkouts(&shop, &server);
    let lost = Mock::given(method("POST")).and(path("/api/v1/initiate")).respond_with(broken);
    shop.runtime.block_on(lost.mount(&server));
    shop.connect_at(GatewayKind::Novac, "shaky", &server.uri());

    shop.order_at("shaky", "ORDER-1");
    let refund = ["refund", "create", "ORDER-1", "--amount", "10000", "--reason", "Broken"];
    let unknown = shop.till.json_with(3, &refund);
    assert_eq!((&unknown["status"], &unknown["amount"]), (&json!("unknown"), &json!("10000.00")));
    assert_eq!(shop.till.json(&["payment", "show", "ORDER-1"])["refundable"], "15000.00");
    let beware = shop.till.run(&["refund", "show", unknown["id"].as_str().unwrap()]);
    assert!(beware.out.contains("do not send it again"), "{}", beware.out);

    let (code, message) = shop.till.refused(
        3,
        &[
            "link",
            "create",
            "--account",
            "shaky",
            "--amount",
            "1000",
            "--currency",
            "NGN",
            "--email",
            "ada@example.com",
            "--reference",
            "ORDER-2",
        ],
    );
    assert_eq!(code, "unknown_outcome");
    assert!(message.contains("may exist"), "{message}");
    assert_eq!(shop.till.json(&["link", "show", "ORDER-2"])["status"], "unknown");
}

#[test]
fn a_refund_that_the_gateway_answers_as_failed_is_shown_and_fails() {
    let shop = Shop::open();
    let server = shop.runtime.block_on(MockServer::start());
    let failed = json!({ "refundReference": "R-1", "amount": "10000", "status": "failed" });
    let posts = Mock::given(method("POST")).and(path("/api/v1/partial-refund"));
    let posts = posts.respond_with(ResponseTemplate::new(200).set_body_json(failed));
    shop.runtime.block_on(posts.mount(&server));
    answer_checkouts(&shop, &server);
    shop.connect_at(GatewayKind::Novac, "poor", &server.uri());
    shop.order_at("poor", "ORDER-1");

    let refund = ["refund", "create", "ORDER-1", "--amount", "10000", "--reason", "Broken"];
    let refund = shop.till.json_with(1, &refund);
    assert_eq!((&refund["status"], &refund["amount"]), (&json!("failed"), &json!("10000.00")));
    assert_eq!(shop.till.json(&["payment", "show", "ORDER-1"])["refundable"], "25000.00");
}

#[test]
fn of_two_programs_that_refund_at_once_one_does() {
    let shop = Shop::open();
    for round in 0..3 {
        let order = format!("ORDER-{round}");
        shop.paid(&order);
        let start = || {
            let words = ["--json", "refund", "create", &order, "--reason", "Broken"];
            let mut command = shop.till.command(&words);
            let command = command.env_remove("TILL_LOG").stdout(Stdio::piped());
            command.stderr(Stdio::piped()).spawn().unwrap()
        };
        let both = [start(), start()].map(|child| child.wait_with_output().unwrap());
        let codes = both.each_ref().map(|output| output.status.code().unwrap());
        assert_eq!(
            codes.iter().sum::<i32>(),
            1,
            "one of them refunds, and one is refused: {both:?}"
        );
        let list = shop.till.json(&["refund", "list", "--filter", &order]);
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    }
}

#[test]
fn a_program_that_is_killed_leaves_its_intent_behind() {
    let shop = Shop::open();
    let server = shop.runtime.block_on(MockServer::start());
    let never = ResponseTemplate::new(200).set_delay(Duration::from_secs(600));
    let refund = Mock::given(method("POST")).and(path("/api/v1/partial-refund"));
    shop.runtime.block_on(refund.respond_with(never).mount(&server));
    answer_checkouts(&shop, &server);
    shop.connect_at(GatewayKind::Novac, "slow", &server.uri());
    shop.order_at("slow", "ORDER-1");

    let words = ["refund", "create", "ORDER-1", "--amount", "20000", "--reason", "Broken"];
    let mut child =
        shop.till.command(&words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let is_refund = |request: &Request| request.url.path() == "/api/v1/partial-refund";
    while !shop.runtime.block_on(server.received_requests()).unwrap().iter().any(is_refund) {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let left = shop.till.json(&["refund", "list"]);
    assert_eq!(
        (&left["items"][0]["status"], &left["items"][0]["amount"]),
        (&json!("submitted"), &json!("20000.00"))
    );
    assert_eq!(shop.till.refused(1, &words).0, "refused");
    assert_eq!(shop.till.json(&["doctor"])["ok"], true);
    let requests = shop.runtime.block_on(server.received_requests()).unwrap();
    assert_eq!(requests.iter().filter(|request| is_refund(request)).count(), 1);
}

#[test]
fn a_sync_that_got_no_answer_says_so_in_its_exit_code() {
    let shop = Shop::open();
    shop.order("ORDER-1");
    let sync = shop.till.json(&["sync"]);
    assert_eq!((&sync["looked_up"], &sync["failed"]), (&json!(1), &json!([])));
    let Shop { till, sandbox, runtime, .. } = shop;
    runtime.block_on(sandbox.stop());
    let sync = till.json_with(1, &["sync"]);
    assert_eq!(sync["looked_up"], 0);
    assert_eq!(sync["failed"][0]["reference"], "ORDER-1");
    assert!(sync["failed"][0]["message"].as_str().unwrap().contains("cannot be reached"));
}
