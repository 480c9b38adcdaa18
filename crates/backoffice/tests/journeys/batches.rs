//! Plans of many refunds: what would be refunded, what would not and why, before anything is.

use backoffice::{
    Backoffice, BatchPlan, BatchSource, Code, Error, PaymentFilter, PlanLine, Verdict,
};
use ledger::{BatchId, GatewayKind};
use sandbox::Customer;

use crate::shop::{Shop, ngn, only, order, ovgc_order};

pub(crate) const REASON: &str = "The batch was recalled";

pub(crate) fn list(text: &str) -> BatchSource {
    BatchSource::File { name: "recall.csv".to_owned(), bytes: text.as_bytes().to_vec() }
}

pub(crate) fn filter(text: &str) -> BatchSource {
    BatchSource::Filter(only(text))
}

pub(crate) async fn plan(office: &Backoffice, source: &BatchSource) -> BatchPlan {
    office.plan_batch(source, REASON, "Ngozi").await.unwrap()
}

/// Looks at the plan and says yes.
pub(crate) async fn agree(office: &Backoffice, source: &BatchSource) -> BatchId {
    let digest = plan(office, source).await.digest;
    office.start_batch(source, REASON, "Ngozi", &digest).await.unwrap()
}

/// Why a line would not be refunded.
fn why(line: &PlanLine) -> &str {
    match &line.verdict {
        Verdict::Refused(why) => why,
        Verdict::Refund | Verdict::WantsApproval => panic!("{line:?}"),
    }
}

/// Why each line of a list would not be refunded.
async fn refusals(shop: &Shop, text: &str) -> Vec<String> {
    let plan = plan(&shop.office, &list(text)).await;
    assert_eq!((plan.refunds, plan.wanting_approval, plan.sums.len()), (0, 0, 0));
    plan.lines.iter().map(|line| why(line).to_owned()).collect()
}

async fn refusal(shop: &Shop, source: &BatchSource) -> (Error, String) {
    let error = shop.office.plan_batch(source, REASON, "Ngozi").await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput, "{error}");
    let text = error.to_string();
    (error, text)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_says_of_each_line_what_would_become_of_it_and_asks_nobody() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let partly = shop.paid("ORDER-2").await;
    shop.refund(partly, "10000.00").await;
    shop.order("ORDER-3").await;
    let (sent, head) = (shop.wire.sent("").len(), shop.office.journal_head().await.unwrap());

    let plan = plan(
        &shop.office,
        &list(
            "reference;account;amount;currency;reason;customer_note;total\n\
             ORDER-1;main;12000.50;NGN;Late;Sorry;1\n\
             MAIN/ORDER-2;;;;;;2\n\
             ORDER-3;;;;;;3\n\
             ORDER-4;;;;;;4\n",
        ),
    )
    .await;
    assert_eq!((plan.of.as_str(), plan.reason.as_str()), ("recall.csv", REASON));
    assert_eq!((plan.refunds, plan.wanting_approval, plan.refused), (2, 0, 2));
    assert_eq!((plan.sums, plan.refunded_before), (vec![ngn(2_700_050)], 1));
    assert_eq!(plan.ignored_columns, ["total"]);

    let [first, second, third, fourth] = plan.lines.as_slice() else { panic!("{:?}", plan.lines) };
    assert_eq!((first.line, first.verdict.as_str()), (2, "refund"));
    assert_eq!((first.amount, first.left), (Some(ngn(1_200_050)), Some(ngn(2_500_000))));
    assert_eq!((first.reason.as_str(), first.customer_note.as_deref()), ("Late", Some("Sorry")));
    assert_eq!(
        (first.account.as_deref(), first.customer.as_deref()),
        (Some("main"), Some("Ada Obi"))
    );
    assert_eq!((second.amount, second.before), (Some(ngn(1_500_000)), Some(ngn(1_000_000))));
    assert_eq!((second.reference.as_str(), second.reason.as_str()), ("ORDER-2", REASON));
    assert!(why(third).contains("pending"), "{third:?}");
    assert_eq!(why(fourth), "there is no payment `ORDER-4`");
    assert_eq!(fourth.payment, None);

    assert_eq!(shop.wire.sent("").len(), sent, "somebody was asked");
    assert_eq!(shop.office.journal_head().await.unwrap(), head, "something was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_means_all_that_is_left_of_its_payments() {
    let shop = Shop::open().await;
    for reference in ["ORDER-1", "ORDER-2"] {
        shop.paid(reference).await;
    }
    shop.order("OTHER-1").await;
    let plan = plan(&shop.office, &filter("ORDER")).await;
    let lines: Vec<_> =
        plan.lines.iter().map(|line| (line.line, line.reference.as_str(), line.amount)).collect();
    let whole = Some(ngn(2_500_000));
    assert_eq!(lines, [(1, "ORDER-2", whole), (2, "ORDER-1", whole)]);
    assert_eq!((plan.of.as_str(), plan.refunds), ("ORDER", 2));

    for (text, says) in [("", "which payments"), ("NOTHING", "no such payments"), ("is:no", "is:")]
    {
        let error = shop.office.plan_batch(&filter(text), REASON, "Ngozi").await.unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::InvalidInput, Some("filter")));
        assert!(error.to_string().contains(says), "{error}");
    }
    let today = shop.office.today().await.unwrap();
    let of_today = PaymentFilter { from: Some(today), ..only("status:paid") };
    let plan = self::plan(&shop.office, &BatchSource::Filter(of_today)).await;
    assert_eq!((plan.of, plan.refunds), (format!("status:paid from:{today}"), 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_amount_around_what_is_left_is_judged_by_the_rule() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund(id, "24999.00").await;
    for (amount, currency, expected) in [
        ("0.99", "", Ok(99)),
        ("1.00", "NGN", Ok(100)),
        ("1.00", "ngn", Ok(100)),
        ("1.01", "", Err("1.01 NGN is more than the 1.00 NGN")),
        ("0", "", Err("more than zero")),
        ("-1.00", "", Err("more than zero")),
        ("0.001", "", Err("2 digits after the point")),
        ("1,000.00", "", Err("not an amount")),
        ("1e2", "", Err("not an amount")),
        ("=1+1", "", Err("not an amount")),
        ("99999999999999999999", "", Err("too large")),
        ("1.00", "USD", Err("the payment was made in NGN")),
        ("", "USD", Err("the payment was made in NGN")),
        ("1.00", "naira", Err("not a currency")),
    ] {
        let text = format!("reference\tamount\tcurrency\nORDER-1\t{amount}\t{currency}\n");
        let plan = plan(&shop.office, &list(&text)).await;
        let line = &plan.lines[0];
        match expected {
            Ok(minor) => {
                assert_eq!((line.amount, &line.verdict), (Some(ngn(minor)), &Verdict::Refund));
            }
            Err(says) => assert!(why(line).contains(says), "{amount} {currency}: {}", why(line)),
        }
    }
    shop.refund(id, "1.00").await;
    assert!(refusals(&shop, "reference\nORDER-1\n").await[0].starts_with("nothing is left"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_named_twice_is_not_refunded_and_both_lines_are_told() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.paid("ORDER-2").await;
    let at_gateway = shop.payment(id).await.gateway_reference.unwrap();
    let text = format!("reference,amount\nORDER-1,1.00\nORDER-2,\n{at_gateway},2.00\n");
    let plan = plan(&shop.office, &list(&text)).await;
    assert_eq!((plan.refunds, plan.refused), (1, 2));
    assert!(why(&plan.lines[0]).starts_with("lines 2, 4 are about the same payment"));
    assert!(why(&plan.lines[2]).starts_with("lines 2, 4 are about the same payment"));
    assert_eq!(plan.sums, [ngn(2_500_000)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_at_two_accounts_has_to_be_told_apart() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Novac, "second").await;
    shop.paid("ORDER-1").await;
    let mut other = order("ORDER-1");
    other.account = "second".to_owned();
    let link = shop.office.create_link(&other).await.unwrap();
    shop.customer(&link, Customer::PaysByCard);
    shop.office.look_up(link.payment.id).await.unwrap();

    let refused = refusals(&shop, "reference\nORDER-1\n").await;
    assert!(refused[0].contains("main/ORDER-1") && refused[0].contains("second/ORDER-1"));
    let refused = refusals(&shop, "reference,account\nORDER-1,third\n").await;
    assert_eq!(refused, ["there is no payment `third/ORDER-1`"]);

    let text = "reference,account\nORDER-1,Main\nsecond/ORDER-1,\n";
    let plan = plan(&shop.office, &list(text)).await;
    assert_eq!(plan.refunds, 2, "{:?}", plan.lines);
    assert_ne!(plan.lines[0].payment, plan.lines[1].payment);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_gateway_cannot_refund_is_refused_in_the_plan() {
    let shop = Shop::open().await;
    let cards = shop.connect(GatewayKind::Ovgc, "cards").await;
    let link = shop.office.create_link(&ovgc_order("CARD-1")).await.unwrap();
    shop.customer(&link, Customer::PaysByCard);
    shop.office.look_up(link.payment.id).await.unwrap();
    let reason = cards.capabilities.refund.reason().unwrap();
    assert_eq!(refusals(&shop, "reference\nCARD-1\n").await, [reason]);

    let account = shop.office.account("main").await.unwrap();
    let refund = {
        let id = shop.paid("ORDER-1").await;
        shop.refund(id, "1.00").await
    };
    let refused = refusals(&shop, &format!("reference\n{}\n", refund.id)).await;
    assert!(refused[0].contains("a refund cannot be refunded"), "{refused:?}");
    shop.office.remove_account(account.record.id).await.unwrap();
    assert!(refusals(&shop, "reference\nORDER-1\n").await[0].contains("the account was removed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_formula_is_the_name_of_no_payment_and_a_row_that_slipped_is_told() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let text = "reference,amount\n=ORDER-1,\n@ORDER-1,\nORDER-1,1,000.00\nORDER-1\n,1.00\n";
    let refused = refusals(&shop, text).await;
    assert_eq!(refused[0], "there is no payment `=ORDER-1`");
    assert_eq!(refused[1], "there is no payment `@ORDER-1`");
    assert!(refused[2].contains("3 cells, and the heading has 2"));
    assert!(refused[3].contains("1 cells, and the heading has 2"));
    assert!(refused[4].contains("no reference"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_cannot_be_used_is_refused_as_a_whole() {
    let shop = Shop::open().await;
    let rows: String = (0..50_000).map(|number| format!("ORDER-{number}\n")).collect();
    let long = format!("reference\n{rows}");
    for (text, says) in [
        ("", "no refunds"),
        ("order;amount\nORDER-1;1.00\n", "no column `reference`; it has: order, amount"),
        (long.as_str(), "50000 refunds, and 10000 are the most"),
        ("reference,reason\nA,\"B\nC,D\n", "quotation mark"),
    ] {
        let (error, message) = refusal(&shop, &list(text)).await;
        assert_eq!(error.field(), Some("file"));
        assert!(message.contains(says), "{message}");
    }
    let latin = BatchSource::File { name: String::new(), bytes: b"reference\ncaf\xe9\n".to_vec() };
    assert!(refusal(&shop, &latin).await.1.contains("line 2 is not text in UTF-8"));

    let path = shop.place.path("list.csv");
    std::fs::write(&path, "\u{FEFF}reference\r\nORDER-9\r\n").unwrap();
    let from_file = BatchSource::from_file(&path).await.unwrap();
    let plan = plan(&shop.office, &from_file).await;
    assert_eq!((plan.of.as_str(), plan.refused), ("list.csv", 1));
    std::fs::write(&path, vec![b'a'; 5 << 20]).unwrap();
    let large = BatchSource::from_file(&path).await.unwrap();
    assert!(refusal(&shop, &large).await.1.contains("more than 4 MiB"));
    BatchSource::from_file(&shop.place.path("none.csv")).await.unwrap_err();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_says_why_and_by_whom() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let source = list("reference\nORDER-1\n");
    let long = "x".repeat(501);
    for (reason, by, field) in
        [(" ", "Ngozi", "reason"), (long.as_str(), "Ngozi", "reason"), (REASON, " ", "by")]
    {
        let error = shop.office.plan_batch(&source, reason, by).await.unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::InvalidInput, Some(field)));
    }
    let text = format!("reference,reason\nORDER-1,{long}\n");
    assert!(refusals(&shop, &text).await[0].contains("more than 500 characters"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_changed_between_look_and_yes_is_refused_and_given_anew() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.order("ORDER-2").await;
    let source = list("reference,amount\nORDER-1,5000.00\nORDER-2,\n");
    let seen = plan(&shop.office, &source).await;
    // Still enough is left, but it is not what was looked at.
    shop.refund(id, "1000.00").await;
    let said_yes = shop.office.start_batch(&source, REASON, "Ngozi", &seen.digest).await;
    let Err(Error::PlanChanged(anew)) = said_yes else { panic!("{said_yes:?}") };
    assert_eq!(anew.lines[0].left, Some(ngn(2_400_000)));
    assert_ne!(anew.digest, seen.digest);
    assert!(shop.office.unfinished_batches().await.unwrap().is_empty());
    assert_eq!(Error::PlanChanged(anew.clone()).code(), Code::Conflict);

    // Another list, reason or state of a line is another plan; another name is not.
    let other = list("reference,amount\nORDER-1,5000.01\nORDER-2,\n");
    shop.office.start_batch(&other, REASON, "Ngozi", &anew.digest).await.unwrap_err();
    shop.office.start_batch(&source, "Another", "Ngozi", &anew.digest).await.unwrap_err();
    shop.office.start_batch(&source, REASON, "Emeka", &anew.digest).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_would_refund_nothing_is_not_begun_and_one_agreed_to_twice_is_one_batch() {
    let shop = Shop::open().await;
    shop.order("ORDER-1").await;
    let nothing = list("reference\nORDER-1\n");
    let digest = plan(&shop.office, &nothing).await.digest;
    let error = shop.office.start_batch(&nothing, REASON, "Ngozi", &digest).await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidInput, "{error}");

    shop.paid("ORDER-2").await;
    let source = list("reference\nORDER-2\n");
    let id = agree(&shop.office, &source).await;
    assert_eq!(agree(&shop.office, &source).await, id);
    let batches = shop.office.batches(None, 10).await.unwrap().items;
    assert_eq!(batches.len(), 1);
    let record = &batches[0].record;
    assert_eq!((record.lines, record.sums.as_slice()), (1, [ngn(2_500_000)].as_slice()));
    assert_eq!((record.by.as_str(), record.reason.as_str()), ("Ngozi", REASON));
    assert!(record.ended.is_none() && !batches[0].running);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_somebody_began_is_not_begun_by_another_under_their_name() {
    let shop = Shop::open().await;
    shop.paid("ORDER-1").await;
    let source = list("reference\nORDER-1\n");
    let digest = plan(&shop.office, &source).await.digest;
    let id = shop.office.start_batch(&source, REASON, "Ngozi", &digest).await.unwrap();
    let error = shop.office.start_batch(&source, REASON, "Emeka", &digest).await.unwrap_err();
    assert!(matches!(error, Error::PlanUnderWay { .. }), "{error}");
    assert_eq!(error.code(), Code::Conflict);
    assert!(error.to_string().contains("Ngozi"), "{error}");
    let again = shop.office.start_batch(&source, REASON, " ngozi ", &digest).await.unwrap();
    assert_eq!(again, id);
    assert_eq!(shop.office.unfinished_batches().await.unwrap().len(), 1);

    // Given up, it is free to be begun by whoever wants.
    shop.office.end_batch(id).await.unwrap();
    let other = shop.office.start_batch(&source, REASON, "Emeka", &digest).await.unwrap();
    assert_eq!(shop.office.batch(other).await.unwrap().record.by.as_str(), "Emeka");
}
