//! Who receives a payout at Novac: the list of banks, the check of an account, and the form.

use std::collections::BTreeMap;

use gateways::{Beneficiary, Choice, Error, PayoutValues, profile};
use ledger::{GatewayKind, PayoutKind};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::*;

const VERIFY: &str = "/api/v1/banks/account/verify";

async fn answering(verb: &str, at: &str, status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(method(verb)).and(path(at)).respond_with(answer).mount(&server).await;
    server
}

fn receiver() -> BTreeMap<String, String> {
    let fields = [("bank_code", "044"), ("account_number", "0690000031")];
    fields.map(|(key, value)| (key.to_owned(), value.to_owned())).into()
}

#[tokio::test]
async fn banks_are_listed_by_name_whatever_their_fields_are_called() {
    let expected = [("044", "Access Bank"), ("058", "GTBank"), ("057", "Zenith Bank")]
        .map(|(value, title)| Choice { value: value.to_owned(), title: title.to_owned() });
    let banks = fixture!("novac/banks_reply");
    let list = &banks[banks.find('[').unwrap()..=banks.rfind(']').unwrap()];
    for body in [
        banks.to_owned(),
        banks.replace("bankCode", "bank_code").replace("bankName", "bank_name"),
        banks.replace("bankCode", "code").replace("bankName", "name"),
        banks.replace("\"bankCode\"", "\"id\": 7, \"country\": [], \"code\""),
        format!(r#"{{"success":true,"data":{{"country":"NG","banks":{list}}}}}"#),
        format!(r#"{{"banks":{list}}}"#),
        list.replacen('[', r#"[{"bankName":"No code"},{"bankCode":"044","bankName":"Twice"},"#, 1)
            .replace("Twice", "Access Bank"),
    ] {
        let server = answering("GET", "/api/v1/banks/NG", 200, &body).await;
        let known = BTreeMap::new();
        let found = novac(&server).choices(PayoutKind::Bank, "bank_code", &known).await.unwrap();
        assert_eq!(found, expected, "{body}");
        let request = only_request(&server).await;
        assert_eq!(header(&request, "authorization"), format!("Bearer {SECRET_KEY}"));
    }
}

#[tokio::test]
async fn a_list_without_banks_is_no_list() {
    for body in ["{}", "[]", "[7]", "{\"data\":{}}", "{\"data\":[]}", "{\"data\":[{\"id\":1}]}"] {
        let server = answering("GET", "/api/v1/banks/NG", 200, body).await;
        let known = BTreeMap::new();
        let error =
            novac(&server).choices(PayoutKind::Bank, "bank_code", &known).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{body}: {error}");
    }
    let server = MockServer::start().await;
    let known = BTreeMap::new();
    let error = novac(&server).choices(PayoutKind::Bank, "ifsc", &known).await.unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
}

async fn checked(status: u16, body: &str) -> Result<Beneficiary, Error> {
    let server = answering("POST", VERIFY, status, body).await;
    novac(&server).check_beneficiary(PayoutKind::Bank, &receiver()).await
}

#[tokio::test]
async fn the_name_on_an_account_is_asked_for_before_money_goes_there() {
    let server = answering("POST", VERIFY, 200, fixture!("novac/account_reply")).await;
    let who = novac(&server).check_beneficiary(PayoutKind::Bank, &receiver()).await.unwrap();
    assert_eq!(who.name.as_deref(), Some("ADA OBI"));
    let request = only_request(&server).await;
    assert_eq!(body(&request), compact(fixture!("novac/account_request")));
    assert_eq!(header(&request, "authorization"), format!("Bearer {SECRET_KEY}"));
    for body in [
        r#"{"success":true,"data":{"account_name":"ADA OBI"}}"#,
        r#"{"data":{"name":"ADA OBI","account_number":"0690000031"}}"#,
        r#"{"status":true,"data":"ADA OBI"}"#,
        r#"{"status":"verified","account_name":"ADA OBI","account_number":"0690000031"}"#,
    ] {
        assert_eq!(checked(200, body).await.unwrap().name.as_deref(), Some("ADA OBI"), "{body}");
    }
}

#[tokio::test]
async fn an_account_that_does_not_exist_is_a_mistake_in_its_number() {
    for status in [200, 400, 404, 422] {
        match checked(status, fixture!("novac/account_reply_unknown")).await {
            Err(Error::Invalid(problem)) => {
                assert_eq!(problem.field, "account_number");
                assert!(problem.message.contains("Account not found"), "{problem}");
            }
            other => panic!("{status}: {other:?}"),
        }
    }
    let other = fixture!("novac/account_reply").replace("0690000031", "0690000032");
    let error = checked(200, &other).await.unwrap_err();
    assert!(matches!(error, Error::OtherPayment { .. }), "{error}");
    let unlisted = r#"{"status":false,"message":"Your IP is not allowed"}"#;
    let error = checked(400, unlisted).await.unwrap_err();
    assert!(matches!(error, Error::Forbidden { .. }), "{error}");
    let error = checked(500, "").await.unwrap_err();
    assert!(matches!(error, Error::Unavailable { .. }), "{error}");
}

#[test]
fn the_form_of_a_payout_asks_for_what_novac_wants() {
    let novac = profile(GatewayKind::Novac);
    let route = novac.payout_route(PayoutKind::Bank).unwrap();
    assert!(route.can_check);
    let fields: Vec<_> = route.fields.iter().map(|f| (f.key, f.required, f.personal)).collect();
    assert_eq!(
        fields,
        [
            ("bank_code", true, false),
            ("account_number", true, true),
            ("account_name", false, true),
            ("bank_name", false, false),
        ]
    );
    assert!(matches!(route.fields[0].values, PayoutValues::Listed));
    let PayoutValues::Text(is_number) = route.fields[1].values else { panic!("a text") };
    assert!(is_number("0690000031"));
    for other in ["", "069000003", "06900000311", "069000003x", "٠٦٩٠٠٠٠٠٣١"] {
        assert!(!is_number(other), "{other}");
    }
    assert!(novac.payout_route(PayoutKind::Wallet).is_none());
}
