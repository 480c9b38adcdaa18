//! Sending money: intent before action, one request per payout, personal data beside the journal, and every problem of a form
//! told before anything is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use backoffice::{Backoffice, Code, Error, PayoutFilter, PayoutForm, PayoutRecord};
use chrono::TimeDelta;
use ledger::{Currency, GatewayKind, Money, Payout, PayoutId, PayoutKind, PayoutStatus};

use crate::shop::{Shop, entries, ngn, refund};
use crate::wire::{Fault, Gate};

pub(crate) const TRANSFERS: &str = "POST /novac/api/v1/transfers";

/// 1,500 naira to a bank account, from the Novac account `main`. The last two digits of the account decide how it ends.
pub(crate) fn naira(reference: &str, account_number: &str) -> PayoutForm {
    let fields = [
        ("bank_code", "044"),
        ("bank_name", "Access Bank"),
        ("account_number", account_number),
        ("account_name", "Bola Ade"),
    ];
    PayoutForm {
        account: "main".to_owned(),
        kind: PayoutKind::Bank,
        amount: "1500.00".to_owned(),
        currency: "NGN".to_owned(),
        fields: texts(&fields),
        reason: "Invoice 77".to_owned(),
        reference: Some(reference.to_owned()),
    }
}

pub(crate) fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// The one payout of a form that is not split.
pub(crate) async fn send(office: &Backoffice, form: &PayoutForm) -> PayoutRecord {
    let mut made = office.create_payout(form).await.unwrap();
    assert_eq!(made.len(), 1);
    made.remove(0)
}

pub(crate) async fn payout(office: &Backoffice, id: PayoutId) -> Payout {
    office.payout(id).await.unwrap().payout
}

pub(crate) async fn kinds(office: &Backoffice, id: PayoutId) -> Vec<&'static str> {
    let timeline = office.payout_timeline(id).await.unwrap();
    timeline.iter().map(|entry| entry.body.kind()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_is_in_the_journal_as_submitted_before_it_is_asked_for() {
    let shop = Shop::open().await;
    let gate = Arc::new(Gate::default());
    shop.wire.once(TRANSFERS, Fault::Hold(Arc::clone(&gate)));
    let office = shop.office.clone();
    let sending =
        tokio::spawn(async move { send(&office, &naira("SALARY-0001", "0123456701")).await });
    gate.came().await;

    let till = shop.other_door().await;
    let seen = till.find_payout("SALARY-0001").await.unwrap().payout;
    assert_eq!(seen.status, PayoutStatus::Submitted);
    assert_eq!(kinds(&till, seen.id).await, ["payout_requested", "payout_submitted"]);

    gate.open();
    let made = sending.await.unwrap();
    assert_eq!((made.payout.id, made.payout.status), (seen.id, PayoutStatus::Processed));
    assert_eq!(kinds(&till, seen.id).await.last(), Some(&"payout_observed"));
    assert_eq!(shop.wire.sent(TRANSFERS).len(), 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pending_payout_is_followed_until_the_gateway_says_how_it_ended() {
    let shop = Shop::open().await;
    let arrives = send(&shop.office, &naira("SALARY-0001", "0123456777")).await.payout;
    let fails = send(&shop.office, &naira("SALARY-0002", "0123456788")).await.payout;
    assert_eq!([arrives.status, fails.status], [PayoutStatus::Pending; 2]);
    assert_eq!(shop.office.sync_due().await.unwrap().looked_up, 0, "too early");
    shop.pass(TimeDelta::seconds(30));
    let report = shop.office.sync_due().await.unwrap();
    assert_eq!((report.looked_up, report.failed.len()), (2, 0));
    let changed: BTreeSet<_> = report.payouts.into_iter().collect();
    assert_eq!(changed, BTreeSet::from([arrives.id, fails.id]));
    assert_eq!(payout(&shop.office, arrives.id).await.status, PayoutStatus::Processed);
    let failed = payout(&shop.office, fails.id).await;
    assert_eq!((failed.status, failed.message.is_some()), (PayoutStatus::Failed, true));
    assert_eq!(shop.office.sync().await.unwrap().looked_up, 0, "nothing is open any more");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_receives_the_money_is_kept_beside_the_journal() {
    let shop = Shop::open().await;
    let made = send(&shop.office, &naira("SALARY-0001", "0123456701")).await;
    let receiver = made.beneficiary.clone().unwrap();
    assert_eq!(receiver.name.as_deref(), Some("Bola Ade"));
    assert_eq!(receiver.account.as_deref(), Some("0123456701"));
    let order = &made.payout.order;
    assert_eq!(order.to, "Access Bank ••6701");
    assert_eq!(order.details, texts(&[("bank_code", "044"), ("bank_name", "Access Bank")]));
    let sent = &shop.wire.sent(TRANSFERS)[0].body;
    assert_eq!(
        (&sent["accountNumber"], &sent["narration"]),
        (&"0123456701".into(), &"Invoice 77".into())
    );
    for entry in entries(&shop.office, None).await {
        let body = format!("{:?}", entry.body);
        assert!(!body.contains("0123456701") && !body.contains("Bola"), "{body}");
    }
    let filter = PayoutFilter { text: Some("bola".to_owned()), ..PayoutFilter::default() };
    assert_eq!(shop.office.payouts(&filter, None, 10).await.unwrap().items, [made]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_sent_says_what_is_wrong_and_nothing_is_written() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Ovgc, "cards").await;
    send(&shop.office, &naira("SALARY-0001", "0123456701")).await;
    let before = shop.office.journal_head().await.unwrap();
    let sent = shop.wire.sent("").len();
    let good = || naira("SALARY-0002", "0123456701");
    let without = |key: &str| {
        let mut form = good();
        form.fields.remove(key);
        form
    };
    let with = |key: &str, value: &str| {
        let mut form = good();
        form.fields.insert(key.to_owned(), value.to_owned());
        form
    };
    for (form, field, says) in [
        (PayoutForm { account: "nobody".into(), ..good() }, "account", "no account"),
        (PayoutForm { kind: PayoutKind::Wallet, ..good() }, "kind", "no payout of the kind"),
        (PayoutForm { amount: "0".into(), ..good() }, "amount", "more than zero"),
        (PayoutForm { amount: "-5".into(), ..good() }, "amount", "more than zero"),
        (PayoutForm { amount: "1.005".into(), ..good() }, "amount", "digits"),
        (PayoutForm { amount: "1e3".into(), ..good() }, "amount", "digits"),
        (PayoutForm { currency: "USD".into(), ..good() }, "currency", "NGN"),
        (PayoutForm { currency: "XXX1".into(), ..good() }, "currency", "XXX1"),
        (PayoutForm { reason: " ".into(), ..good() }, "reason", "say what"),
        (PayoutForm { reason: "x".repeat(201), ..good() }, "reason", "200"),
        (PayoutForm { reference: Some("x".repeat(65)), ..good() }, "reference", "64"),
        (PayoutForm { reference: Some("SALARY-0001".into()), ..good() }, "reference", "in use"),
        (without("account_number"), "account_number", "missing"),
        (with("bank_code", "  "), "bank_code", "missing"),
        (with("account_number", "12345"), "account_number", "Ten digits"),
        (with("account_name", "Bola\nAde"), "account_name", "not written"),
        (with("swift", "ABCDEF"), "fields", "no field `swift`"),
    ] {
        let problems = shop.office.check_payout(&form).await.unwrap();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].field, field, "{problems:?}");
        assert!(problems[0].message.contains(says), "{problems:?}");
        let refused = shop.office.create_payout(&form).await.unwrap_err();
        assert!(matches!(refused.code(), Code::InvalidInput | Code::NotFound), "{refused}");
        assert!(refused.to_string().contains(says), "{refused}");
    }
    let cards = PayoutForm { account: "cards".to_owned(), ..good() };
    assert_eq!(shop.office.check_payout(&cards).await.unwrap()[0].field, "account");
    let refused = shop.office.create_payout(&cards).await.unwrap_err();
    assert_eq!(refused.code(), Code::Refused, "{refused}");

    assert_eq!(shop.office.check_payout(&good()).await.unwrap(), []);
    assert_eq!(shop.office.journal_head().await.unwrap(), before);
    assert_eq!(shop.wire.sent("").len(), sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_that_an_account_is_not_set_up_for_says_what_to_set() {
    let shop = Shop::open().await;
    let account = shop.connect(GatewayKind::Nowpay, "wallet").await;
    let form = PayoutForm {
        account: "wallet".to_owned(),
        kind: PayoutKind::Recharge,
        amount: "199.00".to_owned(),
        currency: "INR".to_owned(),
        fields: texts(&[("number", "9876543210"), ("operator", "1"), ("circle", "2")]),
        ..naira("RECHARGE-1", "")
    };
    let mut settings = account.record.settings.clone();
    settings.remove("recharge_route");
    shop.office.change_account(account.record.id, None, settings).await.unwrap();
    let problems = shop.office.check_payout(&form).await.unwrap();
    assert_eq!(problems[0].field, "kind");
    let refused = shop.office.create_payout(&form).await.unwrap_err();
    assert_eq!(refused.code(), Code::Refused);
    assert!(refused.to_string().contains("recharge_route"), "{refused}");

    let settings = account.record.settings.clone();
    shop.office.change_account(account.record.id, None, settings).await.unwrap();
    let made = send(&shop.office, &form).await;
    assert_eq!(made.payout.status, PayoutStatus::Processed);
    assert_eq!(made.payout.order.to, "operator 1 ••3210");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_twice_sends_once() {
    let shop = Shop::open().await;
    let till = shop.other_door().await;
    for round in 1..=8 {
        let form = naira(&format!("SALARY-000{round}"), "0123456701");
        let (one, other) =
            tokio::join!(shop.office.create_payout(&form), till.create_payout(&form));
        let refused = match (one, other) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            (one, other) => panic!("{one:?} and {other:?}"),
        };
        assert!(matches!(refused, Error::ReferenceTaken { .. }), "{refused}");
        assert_eq!(shop.wire.sent(TRANSFERS).len(), round);
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_look_everything_up_all_the_time_disturb_no_payout() {
    let shop = Shop::open().await;
    let till = shop.other_door().await;
    let sending = async {
        for number in 0..12 {
            let account = if number % 2 == 0 { "0123456701" } else { "0123456777" };
            send(&shop.office, &naira(&format!("SALARY-{number:04}"), account)).await;
        }
    };
    let looking = async {
        loop {
            till.sync().await.unwrap();
            shop.office.sync_due().await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = sending => {}
        () = looking => {}
    }
    shop.pass(TimeDelta::minutes(1));
    till.sync_due().await.unwrap();
    let page = till.payouts(&PayoutFilter::default(), None, 50).await.unwrap();
    assert_eq!(page.items.len(), 12);
    assert!(page.items.iter().all(|record| record.payout.status == PayoutStatus::Processed));
    assert_eq!(shop.wire.sent(TRANSFERS).len(), 12);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_without_a_reference_is_given_one_that_the_gateway_takes() {
    let shop = Shop::open().await;
    let form = PayoutForm { reference: None, ..naira("", "0123456701") };
    let first = send(&shop.office, &form).await.payout;
    let second = send(&shop.office, &form).await.payout;
    assert!(first.order.reference.as_str().starts_with("PO-20260414-"));
    assert_ne!(first.order.reference, second.order.reference);
    assert_eq!([first.status, second.status], [PayoutStatus::Processed; 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_that_the_gateway_refuses_is_failed_and_is_not_sent_again() {
    let shop = Shop::open().await;
    let refusal = r#"{"success":false,"message":"Insufficient balance"}"#;
    shop.wire.once(TRANSFERS, Fault::Refuse(400, "x-a: b", refusal));
    let refused = shop.office.create_payout(&naira("SALARY-0001", "0123456701")).await.unwrap_err();
    assert_eq!(refused.code(), Code::Gateway, "{refused}");
    let failed = shop.office.find_payout("SALARY-0001").await.unwrap().payout;
    assert_eq!(failed.status, PayoutStatus::Failed);
    assert!(failed.message.unwrap().contains("Insufficient balance"));
    let again = shop.office.create_payout(&naira("SALARY-0001", "0123456701")).await.unwrap_err();
    assert!(matches!(again, Error::ReferenceTaken { .. }), "{again}");

    // That the gateway does not know it is no news.
    let (record, changed) = shop.office.look_up_payout(failed.id).await.unwrap();
    assert_eq!((record.payout.status, changed), (PayoutStatus::Failed, false));
    shop.pass(TimeDelta::minutes(10));
    shop.office.sync().await.unwrap();
    assert_eq!(shop.wire.sent(TRANSFERS).len(), 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_is_found_by_its_names_and_listed_by_its_state() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Novac, "second").await;
    let one = send(&shop.office, &naira("SALARY-0001", "0123456701")).await;
    let second = PayoutForm { account: "second".to_owned(), ..naira("SALARY/0002", "0123456777") };
    let two = send(&shop.office, &second).await;
    let at_gateway = one.payout.gateway_payout_id.clone().unwrap();
    let id = one.payout.id.to_string();
    for name in ["SALARY-0001", "main/SALARY-0001", "MAIN/SALARY-0001", &at_gateway, &id] {
        assert_eq!(shop.office.find_payout(name).await.unwrap(), one, "{name}");
    }
    assert_eq!(shop.office.find_payout("second/SALARY/0002").await.unwrap(), two);
    for name in ["second/SALARY-0001", "SALARY", ""] {
        assert_eq!(shop.office.find_payout(name).await.unwrap_err().code(), Code::NotFound);
    }
    // The same reference at both accounts, which the sandbox, being one, would not take.
    shop.wire.once(TRANSFERS, Fault::HangUp { arrives: false });
    let twin = PayoutForm { account: "second".to_owned(), ..naira("SALARY-0001", "0123456701") };
    send(&shop.office, &twin).await;
    let unclear = shop.office.find_payout("SALARY-0001").await.unwrap_err();
    assert!(unclear.to_string().contains("main/SALARY-0001"), "{unclear}");

    let listed = async |account: Option<&str>, status: &[PayoutStatus]| {
        let account = account.map(str::to_owned);
        let filter = PayoutFilter { account, status: status.to_vec(), text: None };
        let page = shop.office.payouts(&filter, None, 10).await.unwrap();
        page.items.iter().map(|record| record.payout.status).collect::<Vec<_>>()
    };
    let (pending, done) = (PayoutStatus::Pending, PayoutStatus::Processed);
    assert_eq!(listed(None, &[]).await, [PayoutStatus::Unknown, pending, done]);
    assert_eq!(listed(Some("main"), &[]).await, [done]);
    assert_eq!(listed(None, &[pending, done]).await, [pending, done]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_gateway_knows_is_asked_and_its_no_is_told() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Ovgc, "cards").await;
    let office = &shop.office;
    let left = office.balances("main", Some(Currency::NGN)).await.unwrap();
    assert_eq!(left[0].money, ngn(100_000_000));
    send(office, &naira("SALARY-0001", "0123456701")).await;
    let left = office.balances("main", Some(Currency::NGN)).await.unwrap();
    assert_eq!(left[0].money, ngn(100_000_000 - 150_000 - 2_500));
    let today = shop.place.now().date_naive();
    let report = office.balance_report("main", Currency::NGN, today, today).await.unwrap();
    assert!(report.iter().any(|line| line.reference.as_deref() == Some("SALARY-0001")));

    let banks =
        office.payout_choices("main", PayoutKind::Bank, "bank_code", &BTreeMap::new()).await;
    assert!(banks.unwrap().iter().any(|bank| bank.value == "044" && bank.title == "Access Bank"));
    let fields = texts(&[("bank_code", "044"), ("account_number", "0123456701")]);
    let receiver = office.check_beneficiary("main", PayoutKind::Bank, &fields).await.unwrap();
    assert!(receiver.name.is_some());
    let nobody = texts(&[("bank_code", "044"), ("account_number", "0123456799")]);
    let refused = office.check_beneficiary("main", PayoutKind::Bank, &nobody).await.unwrap_err();
    assert_eq!(refused.field(), Some("account_number"), "{refused}");
    let wrong = texts(&[("account_number", "1")]);
    let refused = office.check_beneficiary("main", PayoutKind::Bank, &wrong).await.unwrap_err();
    assert_eq!(refused.field(), Some("account_number"), "{refused}");

    let backwards = office.balance_report("main", Currency::NGN, today, today.pred_opt().unwrap());
    assert_eq!(backwards.await.unwrap_err().field(), Some("to"));
    for refused in [
        office.balances("cards", None).await.unwrap_err(),
        office.balance_report("cards", Currency::USD, today, today).await.unwrap_err(),
        office.check_beneficiary("cards", PayoutKind::Bank, &fields).await.unwrap_err(),
    ] {
        assert_eq!(refused.code(), Code::Refused, "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fee_of_a_payment_is_quoted_by_the_gateway() {
    let shop = Shop::open().await;
    let link = shop.order("ORDER-1").await;
    let fee = shop.office.quote_fee(link.payment.id, "card").await.unwrap();
    assert_eq!((fee.currency(), fee.is_positive()), (Currency::NGN, true));
    assert!(fee.minor() < link.payment.amount().minor());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payout_holds_nothing_of_a_payment() {
    let shop = Shop::open().await;
    let id = shop.paid("SALARY-0001").await;
    // An order number and a payout's reference are numbers of two different books.
    let made = send(&shop.office, &naira("SALARY-0001", "0123456701")).await.payout;
    assert_eq!(made.order.amount, Money::from_minor(150_000, Currency::NGN));
    shop.office.create_refund(&refund(id, None)).await.unwrap();
    shop.check().await;
}
