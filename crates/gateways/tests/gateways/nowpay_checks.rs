//! What Nowpay tells without sending money: whether the keys work, what is left, who would receive, what can be chosen. And
//! what it has no request for.

use std::collections::BTreeMap;

use gateways::{
    Balance, Beneficiary, Choice, Credentials, CredentialsError, Error, Outcome, SettingError,
    connect, profile,
};
use ledger::{Currency, GatewayKind, Mode, PayoutKind};
use wiremock::MockServer;

use crate::nowpay_support::*;
use crate::support::*;

const BALANCE: &str = "/api/common/balance";

async fn balances(reply: &str) -> Result<Vec<Balance>, Error> {
    let server = answering(BALANCE, 200, reply).await;
    nowpay(&server).balances(None).await
}

fn left(title: &str, minor: i64) -> Balance {
    Balance { title: title.to_owned(), money: inr(minor) }
}

#[tokio::test]
async fn the_wallets_are_told_and_counts_are_no_money() {
    let server = answering(BALANCE, 200, fixture!("nowpay/balance_reply")).await;
    let told = nowpay(&server).balances(Some(Currency::INR)).await.unwrap();
    assert_eq!(told, [left("Trade wallet", 1_523_050), left("AEPS wallet", 41_000)]);
    let request = only_request(&server).await;
    assert_eq!(body(&request), compact(fixture!("nowpay/balance_request")));
    assert_eq!(route(&request), BALANCE);
}

#[tokio::test]
async fn a_balance_is_told_exactly_or_not_at_all() {
    for aeps in ["null", "\"\"", "\"n/a\"", "[]"] {
        let reply = format!(r#"{{"success":1,"tradebal":"0","aepsbal":{aeps}}}"#);
        assert_eq!(balances(&reply).await.unwrap(), [left("Trade wallet", 0)], "{aeps}");
    }
    for trade in ["null", "\"\"", "\"1.005\"", "true", "\"12 rupees\""] {
        let error =
            balances(&format!(r#"{{"success":"1","tradebal":{trade}}}"#)).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{trade}: {error}");
    }
    for reply in [r#"{"success":"1"}"#, r#"{"tradebal":"5"}"#, r#"{"success":"7","tradebal":"5"}"#]
    {
        let error = balances(reply).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{reply}: {error}");
    }
    let server = MockServer::start().await;
    let error = nowpay(&server).balances(Some(Currency::NGN)).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(problem) if problem.field == "currency"));
}

#[tokio::test]
async fn keys_that_work_get_a_balance_and_others_an_explanation() {
    let server = answering(BALANCE, 200, fixture!("nowpay/balance_reply")).await;
    let checked = nowpay(&server).check().await.unwrap();
    assert_eq!((checked.mode, checked.merchant), (Mode::Unknown, None));
    for (reply, kind) in [
        (fixture!("nowpay/refused_address"), "forbidden"),
        (fixture!("nowpay/refused_key"), "unauthorised"),
        (r#"{"success":"0","message":"Account suspended"}"#, "refused"),
        (r#"{"success":"0"}"#, "refused"),
        ("{}", "malformed"),
    ] {
        let server = answering(BALANCE, 200, reply).await;
        let error = nowpay(&server).check().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{reply}: {error}");
    }
}

#[tokio::test]
async fn a_upi_address_is_checked_under_an_id_of_its_own() {
    let reply = fixture!("nowpay/upi_check_reply");
    let server = answering("/api/bank/upi_verify", 200, reply).await;
    let account = nowpay(&server);
    let fields = filled_in(&[("upi", "ada@okhdfcbank")]);
    let told = account.check_beneficiary(PayoutKind::Bank, &fields).await.unwrap();
    assert_eq!(told, Beneficiary { name: Some("ADA OKAFOR".to_owned()), message: None });
    account.check_beneficiary(PayoutKind::Bank, &fields).await.unwrap();

    let requests = server.received_requests().await.unwrap();
    let ids: Vec<&str> = requests.iter().map(|request| check_id(body(request))).collect();
    assert_ne!(ids[0], ids[1], "no id is sent twice");
    for (request, id) in requests.iter().zip(ids) {
        assert!(id.len() <= 50 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
        let expected = format!(
            r#"{{"username":"100200","key":"{NOWPAY_KEY}","beneficiaryVPA":"ada@okhdfcbank","yourrequestid":"{id}"}}"#
        );
        assert_eq!(body(request), expected);
    }
}

#[tokio::test]
async fn a_wallet_is_checked_as_the_document_says() {
    let reply = fixture!("nowpay/wallet_check_reply");
    let server = answering("/api/bank/wallet_verify", 200, reply).await;
    let fields = filled_in(&[("phone", "9876543210"), ("wallet", "AMAZON")]);
    let told = nowpay(&server).check_beneficiary(PayoutKind::Wallet, &fields).await.unwrap();
    let (name, message) = (Some("Ada O".to_owned()), Some("Wallet found".to_owned()));
    assert_eq!(told, Beneficiary { name, message });
    let request = only_request(&server).await;
    let id = check_id(body(&request));
    let expected = format!(
        r#"{{"username":"100200","key":"{NOWPAY_KEY}","beneficiaryPhoneNo":"9876543210","transferMode":"AMAZON","yourrequestid":"{id}"}}"#
    );
    assert_eq!(body(&request), expected);
}

fn check_id(body: &str) -> &str {
    body.rsplit('"').nth(1).unwrap()
}

#[tokio::test]
async fn a_check_that_says_anything_but_yes_names_nobody() {
    for (reply, kind) in [
        (r#"{"success":"0","message":"No such VPA","beneficiaryName":"X"}"#, "refused"),
        (r#"{"success":"2","beneficiaryName":"X"}"#, "refused"),
        (r#"{"success":"9","beneficiaryName":"X"}"#, "malformed"),
        (r#"{"beneficiaryName":"X"}"#, "malformed"),
        (r#"{"success":"1","yourrequestid":"another"}"#, "other_payment"),
        (fixture!("nowpay/refused_address"), "forbidden"),
    ] {
        let server = answering("/api/bank/upi_verify", 200, reply).await;
        let answer = nowpay(&server).check_beneficiary(PayoutKind::Bank, &fields()).await;
        assert_eq!(answer.unwrap_err().kind(), kind, "{reply}");
    }
}

#[tokio::test]
async fn what_cannot_be_checked_is_not_asked_about() {
    let server = MockServer::start().await;
    let account = nowpay(&server);
    let bank = filled_in(&[("account_number", "50100123456789"), ("ifsc", "HDFC0000123")]);
    let error = account.check_beneficiary(PayoutKind::Bank, &bank).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(problem) if problem.field == "upi"), "{error}");
    let wallet = filled_in(&[("phone", "9876543210")]);
    let error = account.check_beneficiary(PayoutKind::Wallet, &wallet).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(problem) if problem.field == "wallet"), "{error}");
    for kind in [PayoutKind::Remittance, PayoutKind::Recharge, PayoutKind::Transfer] {
        let error = account.check_beneficiary(kind, &fields()).await.unwrap_err();
        assert!(matches!(error, Error::Unsupported { .. }), "{kind}: {error}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

async fn chosen(
    field: &str,
    route_of_list: &str,
    reply: &str,
    known: &[(&str, &str)],
) -> (Result<Vec<Choice>, Error>, Option<String>) {
    let server = answering(route_of_list, 200, reply).await;
    let known = filled_in(known);
    let choices = nowpay(&server).choices(PayoutKind::Recharge, field, &known).await;
    let requests = server.received_requests().await.unwrap();
    (choices, requests.first().map(|request| body(request).to_owned()))
}

fn choice(value: &str, title: &str) -> Choice {
    Choice { value: value.to_owned(), title: title.to_owned() }
}

#[tokio::test]
async fn operators_circles_and_plans_each_need_what_the_one_before_gave() {
    let reply = fixture!("nowpay/operators_reply");
    let (operators, asked) = chosen("operator", "/api/recharge/operators", reply, &[]).await;
    assert_eq!(operators.unwrap(), [choice("11", "Airtel"), choice("12", "Jio")]);
    assert_eq!(asked.unwrap(), compact(fixture!("nowpay/balance_request")), "only the keys");

    let operator = [("operator", "11")];
    let reply = fixture!("nowpay/circles_reply");
    let (circles, asked) = chosen("circle", "/api/recharge/circles", reply, &operator).await;
    assert_eq!(circles.unwrap(), [choice("4", "Karnataka"), choice("5", "Kerala")]);
    assert_eq!(asked.unwrap(), compact(fixture!("nowpay/circles_request")));

    let both = [("operator", "11"), ("circle", "4")];
    let reply = fixture!("nowpay/plans_reply");
    let (plans, asked) = chosen("plan", "/api/recharge/plans", reply, &both).await;
    let first = choice("901", "₹299, 28 days, 1.5 GB a day, unlimited calls");
    assert_eq!(plans.unwrap(), [first, choice("902", "₹19, 1 day, 1 GB")]);
    assert_eq!(asked.unwrap(), compact(fixture!("nowpay/plans_request")));

    for (field, route, known, wanted) in [
        ("circle", "/api/recharge/circles", &[][..], "operator"),
        ("plan", "/api/recharge/plans", &[("circle", "4")], "operator"),
        ("plan", "/api/recharge/plans", &[("operator", "11"), ("circle", " ")], "circle"),
    ] {
        let (choices, asked) = chosen(field, route, "{}", known).await;
        assert!(matches!(choices, Err(Error::Invalid(problem)) if problem.field == wanted));
        assert_eq!(asked, None);
    }
}

#[tokio::test]
async fn a_list_is_read_from_data_as_well_and_what_has_no_id_is_left_out() {
    let reply = r#"{"success":1,"data":[{"id":7,"name":"Vi"},{"name":"Nobody"},{"id":"8"}]}"#;
    let (operators, _) = chosen("operator", "/api/recharge/operators", reply, &[]).await;
    assert_eq!(operators.unwrap(), [choice("7", "Vi"), choice("8", "8")]);
    for (reply, kind) in [
        ("{\"success\":\"1\"}", "malformed"),
        ("{\"success\":\"1\",\"operators\":{}}", "malformed"),
        ("{\"operators\":[]}", "malformed"),
        ("{\"success\":\"0\",\"message\":\"No list\"}", "refused"),
        (fixture!("nowpay/refused_address"), "forbidden"),
    ] {
        let (operators, _) = chosen("operator", "/api/recharge/operators", reply, &[]).await;
        assert_eq!(operators.unwrap_err().kind(), kind, "{reply}");
    }
}

#[tokio::test]
async fn a_list_whose_route_is_not_set_says_which_setting_to_fill_in() {
    let server = MockServer::start().await;
    let account = nowpay_at(&server.uri(), &[], QUICK);
    let known = filled_in(&[("operator", "11"), ("circle", "4")]);
    for (field, setting) in
        [("operator", "operators_route"), ("circle", "circles_route"), ("plan", "plans_route")]
    {
        let error = account.choices(PayoutKind::Recharge, field, &known).await.unwrap_err();
        assert!(matches!(error, Error::Unsupported { .. }), "{error}");
        let text = error.to_string();
        assert!(text.contains(setting) && text.contains("not publish"), "{text}");
    }
    let error = account.choices(PayoutKind::Bank, "ifsc", &known).await.unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_nowpay_has_no_request_for_is_refused_in_a_whole_sentence() {
    let server = MockServer::start().await;
    let account = nowpay(&server);
    let day = "2026-04-14".parse().unwrap();
    let errors = [
        account.open_link(&novac_order()).await.unwrap_err(),
        account.look_up(&payment("ORDER-00123")).await.unwrap_err(),
        account.refund(&full_refund()).await.unwrap_err(),
        account.refunds_of(&refunds_of(&[])).await.unwrap_err(),
        account.refunds_between(day, day).await.unwrap_err(),
        account.balance_report(Currency::INR, day, day).await.unwrap_err(),
        account.quote_fee("ORDER-00123", "card", Currency::INR).await.unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, Error::Unsupported { .. }), "{error}");
        assert_eq!(error.outcome(), Outcome::NotDone);
        let text = error.to_string();
        assert!(text.starts_with("Nowpay's documents have no request") && text.ends_with('.'));
    }
    assert!(server.received_requests().await.unwrap().is_empty());

    let can = profile(GatewayKind::Nowpay).capabilities(&set(&[]));
    assert!(can.payout.is_yes() && can.balance.is_yes() && can.webhooks.is_yes());
    for cannot in [can.link, can.renew, can.look_up, can.refund, can.partial_refund] {
        assert!(cannot.reason().is_some_and(|reason| reason.ends_with('.')));
    }
}

#[test]
fn clear_text_is_refused_until_the_merchant_allows_it_and_is_told_what_it_means() {
    let kind = GatewayKind::Nowpay;
    let open = |url: &str, settings: &[(&str, &str)]| {
        connect(kind, url, &credentials(kind), &set(settings)).map(|_| ())
    };
    let documented = "http://nowpay.in/api/index.php";
    let error = open(documented, &[]).unwrap_err();
    assert!(matches!(error, Error::Setting(SettingError::UnsafeBaseUrl)), "{error}");
    assert!(open(documented, &[("clear_text", "refused")]).is_err());
    assert!(open(documented, &[("clear_text", "allowed")]).is_ok());
    assert!(open(profile(kind).base_url, &[]).is_ok());
    let mut settings = profile(kind).settings.iter();
    let help = settings.find(|setting| setting.key == "clear_text").unwrap().help;
    for danger in ["read the key", "spend the wallet", "change what Nowpay answers"] {
        assert!(help.contains(danger), "{help}");
    }
}

#[test]
fn the_username_and_the_key_are_told_apart() {
    let read = |username: &str, key: &str| {
        let fields = BTreeMap::from([("username", username), ("key", key)]);
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value.into()));
        Credentials::new(GatewayKind::Nowpay, fields).map(|_| ())
    };
    assert_eq!(read("100200", "3bc1572aa4c818c31899055e16"), Ok(()));
    assert_eq!(
        read("3bc1572aa4c818c31899055e16", "100200"),
        Err(CredentialsError::WrongKind { given: "username", wanted: "key" })
    );
    assert_eq!(read("100200", "3bc1572aa"), Err(CredentialsError::TooShort { title: "key" }));
    assert_eq!(
        read("", "3bc1572aa4c818c31899055e16"),
        Err(CredentialsError::Missing { title: "username" })
    );
    assert!(matches!(read("100200", SECRET_KEY), Err(CredentialsError::OtherGateway { .. })));
}
