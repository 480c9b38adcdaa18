//! Messages of gateways: taken by the listener, told in the inbox, replayed, and imported from files.

use std::fmt::Write as _;
use std::fs;

use ledger::GatewayKind;
use sandbox::{Customer, Fault};
use serde_json::{Value, json};

use crate::program::{SandboxProgram, column, document, has_fields, submit, until};
use crate::shop::Shop;

const WEBHOOK: &[(&str, &str)] = &[
    ("id", "s"),
    ("gateway", "s?"),
    ("account", "s"),
    ("event", "s?"),
    ("verdict", "s?"),
    ("reason", "s?"),
    ("reference", "s?"),
    ("received_at", "s"),
];

/// Where customers are sent at the end.
const THANKS: &str = "https://shop.example/thanks";

/// The keys of an OVGC account with another webhook secret.
fn new_secret(secret: &str) -> String {
    json!({ "webhook_secret": secret }).to_string()
}

fn verdicts(inbox: &[Value]) -> Vec<(&str, &str)> {
    let told = inbox.iter();
    told.map(|item| (item["account"].as_str().unwrap(), item["verdict"].as_str().unwrap()))
        .collect()
}

fn reason(item: &Value) -> &str {
    item["reason"].as_str().unwrap()
}

#[test]
fn a_customer_pays_and_the_books_know_without_being_told_to_look() {
    let shop = Shop::open();
    let till = &shop.till;
    shop.connect(GatewayKind::Novac, "Lagos shop");
    shop.connect(GatewayKind::Ovgc, "cards");
    shop.connect(GatewayKind::Echezona, "abuja");
    let mut listener = shop.listen(&[]);
    has_fields(&listener.description, &[("address", "s"), ("paths", "a")]);
    let address = listener.description["address"].as_str().unwrap();
    assert_eq!(listener.url("Lagos shop"), format!("{address}/webhooks/Lagos%20shop"));

    let [novac, ovgc, echezona] = ["Lagos shop", "cards", "abuja"].map(|name| listener.url(name));
    let (novac, ovgc) = (format!("novac={novac}"), format!("ovgc={ovgc}"));
    let echezona = format!("echezona={echezona}");
    let options = ["--webhook", &novac, "--webhook", &ovgc, "--webhook", &echezona];
    let sandbox = SandboxProgram::start_with(till, &options);
    // The listener goes by the new addresses although another program writes them down.
    for (gateway, name) in [("novac", "Lagos shop"), ("ovgc", "cards"), ("echezona", "abuja")] {
        till.json(&["account", "settings", name, "--base-url", sandbox.base_url(gateway)]);
    }
    let orders = [
        ("Lagos shop", "NGN", "N-1", &["--redirect-url", THANKS][..]),
        ("cards", "USD", "O-1", &["--success-url", THANKS, "--cancel-url", THANKS]),
        ("abuja", "NGN", "E-1", &["--callback-url", THANKS]),
    ];
    for (account, currency, reference, back) in orders {
        let words = ["link", "create", "--account", account, "--amount", "250.00", "--currency"];
        let words = words.into_iter().chain([currency, "--email", "ada@example.com"]);
        let words = words.chain(["--reference", reference, "--description", "Premium plan"]);
        let words: Vec<&str> = words.chain(back.iter().copied()).collect();
        let link = till.json(&words);
        let head = submit(link["url"].as_str().unwrap(), "action=pay&channel=card");
        assert!(head.contains(THANKS), "{head}");
        let paid = until(|| {
            let payment = till.json(&["payment", "show", reference]);
            (payment["status"] == "paid").then_some(payment)
        });
        let last = paid["timeline"].as_array().unwrap().last().unwrap();
        assert_eq!(
            (&last["actor"], &last["kind"]),
            (&json!("webhook"), &json!("payment_observed"))
        );
    }

    let list = till.json(&["webhook", "list"]);
    list["items"].as_array().unwrap().iter().for_each(|item| has_fields(item, WEBHOOK));
    assert_eq!(column(&list, "account"), ["abuja", "cards", "Lagos shop"]);
    assert_eq!(column(&list, "gateway"), ["echezona", "ovgc", "novac"]);
    assert_eq!(column(&list, "verdict"), ["accepted"; 3]);
    let shown = till.json(&["webhook", "show", column(&list, "id")[1]]);
    has_fields(&shown, WEBHOOK);
    has_fields(&shown, &[("headers", "a"), ("body", "s"), ("body_sha256", "s"), ("changes", "a")]);
    assert_eq!(shown["changes"][0]["status"], "paid");
    assert!(shown["body"].as_str().unwrap().contains("payment.succeeded"), "{shown}");

    #[cfg(unix)]
    {
        let pid = listener.child.id().to_string();
        std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert_eq!(listener.child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn forged_and_repeated_messages_are_told_with_their_reasons_and_change_nothing() {
    let shop = Shop::open();
    shop.connect(GatewayKind::Ovgc, "cards");
    let _listener = shop.listen(&[(GatewayKind::Ovgc, "cards")]);
    shop.sandbox.set_fault("ovgc", Fault::ForgedWebhook, true);
    shop.sandbox.set_fault("ovgc", Fault::DuplicateWebhook, true);
    shop.paid_in_dollars("cards", "O-1");
    let has = |inbox: &[Value], verdict: &str| inbox.iter().any(|item| item["verdict"] == verdict);
    let inbox = until(|| {
        let inbox = shop.inbox(3);
        ["accepted", "duplicate", "rejected"].iter().all(|word| has(&inbox, word)).then_some(inbox)
    });
    let of = |verdict: &str| inbox.iter().find(|item| item["verdict"] == verdict).unwrap();
    let (accepted, duplicate, rejected) = (of("accepted"), of("duplicate"), of("rejected"));
    assert!(reason(accepted).contains("OVGC Payments was asked about O-1"), "{accepted}");
    assert!(reason(duplicate).contains("accepted before"), "{duplicate}");
    assert!(reason(duplicate).contains(accepted["id"].as_str().unwrap()), "{duplicate}");
    assert!(reason(rejected).contains("its signature does not fit"), "{rejected}");
    assert_eq!((&rejected["event"], &rejected["reference"]), (&Value::Null, &Value::Null));

    let payment = shop.till.json(&["payment", "show", "O-1"]);
    let kinds = payment["timeline"].as_array().unwrap().iter().map(|event| &event["kind"]);
    assert_eq!(kinds.filter(|kind| *kind == "payment_observed").count(), 1);

    for (verdict, item) in [("duplicate", duplicate), ("rejected", rejected)] {
        let list = shop.till.json(&["webhook", "list", "--verdict", verdict]);
        assert!(column(&list, "verdict").iter().all(|word| *word == verdict));
        assert!(column(&list, "id").contains(&item["id"].as_str().unwrap()));
    }
    let text = shop.till.run(&["webhook", "list", "--verdict", "rejected"]).out;
    assert!(text.contains("WHY") && text.contains("its signature does not fit"), "{text}");
    let found = shop.till.json(&["webhook", "list", "--account", "cards", "--search", "succeeded"]);
    assert!(column(&found, "event").iter().all(|event| *event == "payment.succeeded"));
    assert_eq!(shop.till.json(&["webhook", "list", "--account", "main"])["items"], json!([]));
}

#[test]
fn a_replaced_secret_counts_until_it_is_forgotten_and_rejected_messages_can_be_replayed() {
    let shop = Shop::open();
    shop.connect(GatewayKind::Ovgc, "cards");
    let _listener = shop.listen(&[(GatewayKind::Ovgc, "cards")]);
    shop.replace_keys("cards", &new_secret("whsec_a_new_secret_0001"));
    shop.paid_in_dollars("cards", "O-1");
    assert_eq!(verdicts(&shop.inbox(1)), [("cards", "accepted")]);
    assert_eq!(shop.till.json(&["payment", "show", "O-1"])["status"], "paid");

    shop.forget_old_keys("cards");
    shop.paid_in_dollars("cards", "O-2");
    let inbox = shop.inbox(2);
    assert_eq!(verdicts(&inbox)[0], ("cards", "rejected"));
    assert_eq!(shop.till.json(&["payment", "show", "O-2"])["status"], "pending");
    let still = shop.till.json(&["webhook", "replay", "--rejected"]);
    assert_eq!(still["items"][0]["verdict"], "rejected", "{still}");

    // From here on nobody sends the message again, so that what follows is the replay's doing.
    shop.sandbox.send_webhooks_to("ovgc", None);
    let theirs = shop.sandbox.description().gateways["ovgc"].credentials["webhook_secret"];
    let words = ["--json", "account", "keys", "cards"];
    let checked = document(&words, 0, shop.till.run_with(&new_secret(theirs), &words));
    assert_eq!(checked["ok"], true);
    let before = shop.entries();
    let would = shop.till.json(&["webhook", "replay", "--rejected", "--dry-run"]);
    assert_eq!(would["dry_run"], true);
    has_fields(&would["items"][0], &[("id", "s"), ("verdict", "s"), ("reason", "s")]);
    assert_eq!(would["items"][0]["verdict"], "accepted", "{would}");
    assert!(would["items"][0]["changes"][0].as_str().unwrap().contains("paid"), "{would}");
    assert_eq!(shop.entries(), before, "a dry run wrote something down");
    assert_eq!(shop.till.json(&["payment", "show", "O-2"])["status"], "pending");

    let did = shop.till.json(&["webhook", "replay", "--rejected"]);
    assert_eq!(did["items"][0]["verdict"], "accepted", "{did}");
    assert_eq!(shop.till.json(&["payment", "show", "O-2"])["status"], "paid");
    let none = shop.till.json(&["webhook", "replay", "--rejected"]);
    assert_eq!(none["items"], json!([]), "{none}");
    let id = did["items"][0]["id"].as_str().unwrap();
    let again = shop.till.json(&["webhook", "replay", id]);
    assert_eq!(again["items"][0]["changes"], json!([]), "{again}");
}

/// A message as a relay would have stored it.
fn stored(shown: &Value, account: Option<&str>) -> String {
    let mut line = json!({
        "received_at": shown["received_at"],
        "source_ip": shown["source"],
        "headers": shown["headers"],
        "body": shown["body"],
    });
    if let Some(account) = account {
        line["account"] = account.into();
    }
    line.to_string()
}

#[test]
fn stored_messages_are_imported_and_a_bad_line_keeps_no_other_out() {
    let shop = Shop::open();
    shop.connect(GatewayKind::Ovgc, "cards");
    let _listener = shop.listen(&[(GatewayKind::Ovgc, "cards"), (GatewayKind::Novac, "main")]);
    shop.paid_in_dollars("cards", "O-1");
    let link = shop.order("N-1");
    assert!(shop.sandbox.customer(link["url"].as_str().unwrap(), Customer::PaysByCard));
    let messages = shop.inbox(2).into_iter().map(|item| {
        let shown = shop.till.json(&["webhook", "show", item["id"].as_str().unwrap()]);
        stored(&shown, (item["account"] == "cards").then_some("cards"))
    });
    let messages: Vec<String> = messages.collect();

    // Another computer, which was off meanwhile and has not heard of either order.
    let other = Shop::open();
    let at = |gateway: &str| shop.sandbox.description().gateways[gateway].base_url.clone();
    other.connect_at(GatewayKind::Ovgc, "cards", &at("ovgc"));
    other.till.json(&["account", "settings", "main", "--base-url", &at("novac")]);
    let mut file = String::new();
    for message in &messages {
        writeln!(file, "{message}").unwrap();
    }
    writeln!(file, r#"{{"account":"cards","headers":{{"#).unwrap();
    writeln!(file, r#"{{"account":"nowhere","headers":{{}},"body":"{{}}"}}"#).unwrap();
    writeln!(file, "{}", messages[0]).unwrap();
    fs::write(other.till.path("kept.jsonl"), &file).unwrap();

    let import = ["webhook", "import", "kept.jsonl", "--account", "main"];
    let came = other.till.json_with(1, &import);
    has_fields(&came, &[("accepted", "i"), ("duplicates", "i"), ("rejected", "i")]);
    assert_eq!(
        (&came["accepted"], &came["duplicates"], &came["rejected"]),
        (&json!(2), &json!(1), &json!(0)),
        "{came}"
    );
    came["items"].as_array().unwrap().iter().for_each(|item| has_fields(item, WEBHOOK));
    let problems = came["problems"].as_array().unwrap();
    let lines: Vec<_> = problems.iter().map(|problem| problem["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [3, 4]);
    assert!(problems[1]["message"].as_str().unwrap().contains("`nowhere`"), "{came}");
    let payments = other.till.json(&["payment", "list"]);
    assert_eq!(column(&payments, "status"), ["paid", "paid"]);
    for payment in payments["items"].as_array().unwrap() {
        assert_eq!(payment["flags"], json!(["unordered"]));
    }

    let before = other.entries();
    let again = other.till.run(&import);
    assert_eq!(again.code, 1);
    assert!(again.out.starts_with("0 accepted, 3 seen before, 0 rejected\n"), "{}", again.out);
    assert!(again.out.contains("kept.jsonl, line 3: "), "{}", again.out);
    assert_eq!(other.entries(), before, "a message counted twice");

    // One that was changed on the way is taken into the inbox, and not believed.
    fs::write(other.till.path("forged.json"), messages[1].replace("2500", "9900")).unwrap();
    let forged = other.till.json(&["webhook", "import", "forged.json"]);
    assert_eq!((&forged["rejected"], &forged["problems"]), (&json!(1), &json!([])), "{forged}");
    let said = other.till.run(&["webhook", "import", "forged.json"]).out;
    assert!(said.contains("till webhook list --verdict rejected"), "{said}");
}

#[test]
fn what_cannot_be_done_with_messages_is_said() {
    let shop = Shop::open();
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap().to_string();
    for (code, word, words, says) in [
        (1, "not_found", &["show", "nothing"][..], "`nothing`"),
        (1, "not_found", &["replay", "nothing"], "`nothing`"),
        (1, "not_found", &["list", "--account", "nowhere"], "`nowhere`"),
        (1, "invalid_input", &["import", "none.jsonl"], "none.jsonl"),
        (1, "invalid_input", &["listen", "--bind", &taken], &taken),
        (1, "invalid_input", &["listen", "--bind", "127.0.0.1:0", "--trust", "x"], "10.0.0.0/8"),
        (2, "usage", &["listen", "--bind", "somewhere"], "somewhere"),
        (2, "usage", &["list", "--verdict", "maybe"], "accepted, duplicate, rejected"),
        (2, "usage", &["list", "--limit", "0"], "0"),
        (2, "usage", &["list", "--after", "x"], "start it from the top"),
        (2, "usage", &["replay"], "<IDS>"),
        (2, "usage", &["replay", "x", "--rejected"], "--rejected"),
        (2, "usage", &["import"], "<FILES>"),
    ] {
        let words = [&["webhook"], words].concat();
        let (said, message) = shop.till.refused(code, &words);
        assert_eq!(said, word, "{words:?}: {message}");
        assert!(message.contains(says), "{words:?}: {message}");
    }
    for (option, value, says) in [
        ("--webhook", "novac=http://example.com/hook", "no address on this computer"),
        ("--webhook", "nowpay=http://127.0.0.1:8377/hook", "novac, ovgc, echezona"),
        ("--webhook", "paypal=http://127.0.0.1:8377/hook", "`paypal`"),
        ("--webhook", "novac", "GATEWAY=URL"),
        ("--fault", "novac:earthquake", "answer_lost"),
        ("--fault", "novac", "GATEWAY:FAULT"),
    ] {
        let (code, message) = shop.till.refused(2, &["sandbox", option, value]);
        assert_eq!(code, "usage");
        assert!(message.contains(says), "{value}: {message}");
    }
    let empty = shop.till.run(&["webhook", "list"]).out;
    assert!(empty.contains("docs/webhooks.md"), "{empty}");
    assert_eq!(shop.till.json(&["webhook", "list"]), json!({ "items": [], "next": null }));
}
