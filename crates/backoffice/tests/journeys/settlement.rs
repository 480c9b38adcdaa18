//! Whether the money that gateways owe arrived at the bank: payouts that they told of against statements that were imported.

use backoffice::{
    AccountForm, Certainty, Code, SettlementQuery, SettlementTermsForm, SettlementVerdict,
};
use chrono::TimeDelta;
use ledger::{Currency, GatewayKind, LedgerAccount, Mode, RefundMethod};

use crate::settlement_bank::{
    balance, checked, day, held, paid_out, statement, strangers, undo, usd, verdicts,
};
use crate::shop::{Shop, account_form, ngn, paid_back};
use crate::webhook_counter::Counter;
use crate::wire::Fault;

#[tokio::test(flavor = "multi_thread")]
async fn each_payout_is_laid_beside_the_bank_and_says_what_is_wrong() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    for number in 1..=6 {
        paid_out(&counter, &format!("po_10000{number}"), usd(10_000)).await;
    }
    shop.pass(TimeDelta::days(6));
    paid_out(&counter, "po_100007", usd(777)).await;
    statement(
        shop,
        &[
            ("2026-04-15", usd(10_000), "OVGC po_100001"),
            ("2026-04-15", usd(10_100), "OVGC po_100002"),
            ("2026-04-16", usd(9_000), "OVGC po_100003"),
            ("2026-04-16", usd(9_950), "OVGC po_100004"),
            ("2026-04-16", ngn(1_500_000), "OVGC po_100005"),
            ("2026-04-16", usd(-120), "CARD FEE"),
            ("2026-04-17", usd(4_200), "A GIFT"),
        ],
    )
    .await;
    let answer = checked(shop).await;
    assert_eq!(
        verdicts(&answer),
        [
            "po_100001 matched",
            "po_100002 over",
            "po_100003 under",
            "po_100004 fee_difference",
            "po_100005 currency_difference",
            "po_100006 missing",
            "po_100007 expected",
        ]
    );
    let checks = &answer.settlement.checks;
    assert_eq!(checks[1].difference, Some(usd(100)));
    assert!(checks.iter().take(5).all(|check| check.certainty == Some(Certainty::Id)));
    assert!(checks[5].why.contains("ask OVGC"), "{}", checks[5].why);
    let total = answer.settlement.totals[0];
    assert_eq!((total.said, total.seen), (usd(40_000), usd(39_050)));
    assert_eq!(strangers(&answer), [], "a gift and a fee name no gateway");
    assert!(answer.is_usual_period);
    assert_eq!((answer.period.to - answer.period.from).num_days(), 119);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clearing_account_returns_to_zero_once_all_of_its_money_was_paid_out() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    counter.captured_at_ovgc("ORDER-1").await;
    let owed = held(shop, Currency::USD).await;
    assert_eq!(balance(shop, LedgerAccount::Clearing, Currency::USD).await, owed);
    let answer = checked(shop).await;
    assert_eq!(answer.settlement.unsettled[0].balance, usd(owed));
    assert_eq!(answer.settlement.unsettled[0].oldest, Some(answer.today));

    paid_out(&counter, "po_100001", usd(owed)).await;
    shop.pass(TimeDelta::days(1));
    statement(shop, &[("2026-04-15", usd(owed), "OVGC po_100001")]).await;
    assert_eq!(held(shop, Currency::USD).await, 0);
    assert_eq!(balance(shop, LedgerAccount::Clearing, Currency::USD).await, 0);
    assert_eq!(balance(shop, LedgerAccount::Bank, Currency::USD).await, owed);
    let answer = checked(shop).await;
    assert_eq!(answer.settlement.unsettled, []);
    assert_eq!(verdicts(&answer), ["po_100001 matched"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_asks_no_gateway() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    paid_out(&counter, "po_100001", usd(10_000)).await;
    let import = statement(shop, &[("2026-04-14", usd(10_000), "by some other name")]).await;
    shop.wire.always("", Fault::HangUp { arrives: false });
    let sent = shop.wire.sent("").len();
    assert_eq!(verdicts(&checked(shop).await), ["po_100001 matched"]);
    let payout = shop.office.find_payout("po_100001").await.unwrap().payout.id;
    shop.office.match_line(import, 1, payout, "Ada").await.unwrap();
    let answer = checked(shop).await;
    assert_eq!(answer.settlement.checks[0].certainty, Some(Certainty::Hand));
    shop.office.attention().await.unwrap();
    assert_eq!(shop.wire.sent("").len(), sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_across_the_ends_of_the_period_is_judged_as_what_lies_within() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    counter.captured_at_ovgc("ORDER-1").await;
    let owed = held(shop, Currency::USD).await;
    shop.pass(TimeDelta::days(5));
    paid_out(&counter, "po_100001", usd(owed - 100)).await;
    shop.pass(TimeDelta::days(5));
    paid_out(&counter, "po_100002", usd(60)).await;
    shop.pass(TimeDelta::days(5));
    statement(
        shop,
        &[
            ("2026-04-20", usd(owed - 100), "OVGC po_100001"),
            ("2026-04-25", usd(60), "OVGC po_100002"),
        ],
    )
    .await;
    let of = async |from: &str, to: &str| {
        let query = SettlementQuery {
            from: Some(day(from)),
            to: Some(day(to)),
            account: Some("CARDS".to_owned()),
        };
        shop.office.settlement(&query).await.unwrap()
    };
    // The line of the first payout is within, the payout the day before; of the second it is the other way round.
    let answer = of("2026-04-20", "2026-04-24").await;
    assert_eq!(verdicts(&answer), ["po_100002 matched"]);
    assert_eq!(strangers(&answer), []);
    assert_eq!(answer.account.as_deref(), Some("cards"));
    assert_eq!(answer.settlement.unsettled[0].balance, usd(40));
    // All that was there before the period counts, and what the books say of its end.
    assert_eq!(of("2026-04-16", "2026-04-18").await.settlement.unsettled[0].balance, usd(owed));
    assert_eq!(
        of("2026-04-14", "2026-04-29").await.settlement.unsettled[0].oldest,
        Some(day("2026-04-14"))
    );
    assert_eq!(of("2026-01-01", "2026-02-01").await.settlement.unsettled, []);
    for (from, to, field) in
        [("2026-04-20", "2026-04-19", "to"), ("2020-01-01", "2026-04-19", "from")]
    {
        let query = SettlementQuery { from: Some(day(from)), to: Some(day(to)), account: None };
        let refused = shop.office.settlement(&query).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some(field)));
    }
    let nobody =
        SettlementQuery { account: Some("nobody".to_owned()), ..SettlementQuery::default() };
    assert_eq!(shop.office.settlement(&nobody).await.unwrap_err().code(), Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_an_import_that_was_undone_count_no_more() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    paid_out(&counter, "po_100001", usd(10_000)).await;
    shop.pass(TimeDelta::days(10));
    let import = statement(shop, &[("2026-04-15", usd(10_000), "OVGC po_100001")]).await;
    assert_eq!(verdicts(&checked(shop).await), ["po_100001 matched"]);
    undo(shop, import).await;
    assert_eq!(verdicts(&checked(shop).await), ["po_100001 missing"]);
    statement(shop, &[("2026-04-15", usd(10_000), "OVGC po_100001")]).await;
    assert_eq!(verdicts(&checked(shop).await), ["po_100001 matched"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_decide_what_is_overdue_what_is_a_fee_and_whose_a_line_is() {
    let counter = Counter::open().await;
    let shop = &counter.shop;
    paid_out(&counter, "po_100001", usd(10_000)).await;
    shop.pass(TimeDelta::days(5));
    let set = async |form: SettlementTermsForm| {
        let form = SettlementTermsForm { account: "cards".to_owned(), ..form };
        shop.office.set_settlement_terms(&form).await
    };
    let verdict = async || checked(shop).await.settlement.checks[0].verdict;
    assert_eq!(verdict().await, SettlementVerdict::Missing);
    let longer =
        SettlementTermsForm { overdue_after_days: Some(5), ..SettlementTermsForm::default() };
    assert_eq!(set(longer).await.unwrap().overdue_after_days, 5);
    assert_eq!(verdict().await, SettlementVerdict::Expected);

    statement(shop, &[("2026-04-15", usd(9_850), "PAYMENTS LTD")]).await;
    let words = |words: &[&str]| SettlementTermsForm {
        words: Some(words.iter().map(|word| (*word).to_owned()).collect()),
        ..SettlementTermsForm::default()
    };
    set(words(&["Payments Ltd"])).await.unwrap();
    let keeps = |text: &str| SettlementTermsForm {
        fee_tolerance: Some(text.to_owned()),
        ..SettlementTermsForm::default()
    };
    assert_eq!(verdict().await, SettlementVerdict::Expected, "150 cents are more than 1%");
    for enough in ["1.5%", "2 %", "1.50 USD"] {
        set(keeps(enough)).await.unwrap();
        assert_eq!(verdict().await, SettlementVerdict::FeeDifference, "{enough}");
    }
    for little in ["0%", "1.4%", "1.49 USD", "500.00 NGN"] {
        set(keeps(little)).await.unwrap();
        assert_eq!(verdict().await, SettlementVerdict::Expected, "{little}");
    }
    for (wrong, field) in [
        (keeps("much"), "fee_tolerance"),
        (keeps("1.25%"), "fee_tolerance"),
        (keeps("-1%"), "fee_tolerance"),
        (keeps("50%"), "fee_tolerance"),
        (keeps("1.001 USD"), "fee_tolerance"),
        (keeps("-1.00 USD"), "fee_tolerance"),
        (words(&["a-b"]), "words"),
        (words(&[&"x".repeat(61)]), "words"),
        (
            SettlementTermsForm { overdue_after_days: Some(61), ..SettlementTermsForm::default() },
            "overdue_after_days",
        ),
    ] {
        let refused = set(wrong).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some(field)));
    }
    let all = shop.office.settlement_terms().await.unwrap();
    let cards = all.iter().find(|terms| terms.account.as_str() == "cards").unwrap();
    assert_eq!((cards.overdue_after_days, cards.is_usual), (5, false));
    assert_eq!(cards.words, ["Payments Ltd"]);
    assert!(all.iter().filter(|terms| terms.account != cards.account).all(|terms| terms.is_usual));
    let usual = SettlementTermsForm { reset: true, ..SettlementTermsForm::default() };
    assert!(set(usual).await.unwrap().is_usual);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_back_in_cash_is_still_at_the_gateway() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let before = held(&shop, Currency::NGN).await;
    let form = paid_back(id, "1000.00", RefundMethod::Cash);
    shop.office.record_refund(&form).await.unwrap();
    assert_eq!(checked(&shop).await.settlement.unsettled[0].balance, ngn(before));
}

#[tokio::test(flavor = "multi_thread")]
async fn test_money_is_left_out_as_soon_as_the_books_have_real_money() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    assert_eq!(shop.office.account("main").await.unwrap().record.mode, Mode::Test);
    assert_eq!(checked(&shop).await.settlement.unsettled.len(), 1);
    let form = AccountForm {
        name: "real".to_owned(),
        base_url: Some("http://127.0.0.1:9".to_owned()),
        credentials:
            r#"{"public_key":"nc_live_0123456789abcdef","secret_key":"nc_live_fedcba9876543210"}"#
                .into(),
        ..account_form(&shop.sandbox, &shop.wire, GatewayKind::Novac, "real")
    };
    let (real, _) = shop.office.connect_account(form).await.unwrap();
    assert_eq!(real.record.mode, Mode::Live);
    assert_eq!(checked(&shop).await.settlement.unsettled, []);
}
