//! One rule says what may be paid back: every amount around what is left, and every reason why the gateway is not asked.

use backoffice::{Code, Error, RefundFilter, RefundForm, RefundRecordForm};
use chrono::TimeDelta;
use ledger::{Currency, GatewayKind, Money, PaymentId, RefundMethod, RefundRefusal, RefundStatus};
use sandbox::Customer;

use crate::shop::{Shop, ngn, only, ovgc_order, paid_back, refund};
use crate::wire::Fault;

const PARTIAL: &str = "POST /novac/api/v1/partial-refund";

fn in_cash(payment: PaymentId, amount: &str) -> RefundRecordForm {
    RefundRecordForm {
        reason: "Wrong size".to_owned(),
        ..paid_back(payment, amount, RefundMethod::Cash)
    }
}

async fn refusal(shop: &Shop, form: &RefundForm) -> RefundRefusal {
    match shop.office.create_refund(form).await.unwrap_err() {
        Error::Refund(refusal) => refusal,
        other => panic!("{other}"),
    }
}

/// The one Novac account, with a limit of days.
async fn set_refund_days(shop: &Shop, days: &str) {
    let account = shop.office.account("main").await.unwrap().record;
    let mut settings = account.settings.clone();
    settings.insert("refund_days".to_owned(), days.to_owned());
    shop.office.change_account(account.id, None, settings).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_below_what_is_left_and_exactly_that_are_refunded_and_one_above_is_not() {
    let shop = Shop::open().await;
    for (round, before) in [0, 1_000_000, 2_499_998].into_iter().enumerate() {
        for (amount, left) in [(-1, Some(1)), (0, Some(0)), (1, None)] {
            let id = shop.paid(&format!("ORDER-{round}{amount}")).await;
            if before > 0 {
                shop.refund(id, &ngn(before).to_decimal_string()).await;
            }
            let sent = shop.refunds_sent();
            let wanted = ngn(2_500_000 - before + amount);
            let form = refund(id, Some(&wanted.to_decimal_string()));
            let problems = shop.office.check_refund(id, form.amount.as_deref()).await.unwrap();
            match left {
                Some(left) => {
                    assert_eq!(problems, []);
                    let (record, made) = shop.office.create_refund(&form).await.unwrap();
                    assert_eq!((made.amount, record.payment.refundable()), (wanted, ngn(left)));
                    assert_eq!(shop.refunds_sent(), sent + 1);
                }
                None => {
                    let most = ngn(2_500_000 - before);
                    let too_much = RefundRefusal::MoreThanLeft { wanted, left: most };
                    assert_eq!(problems[0].message, too_much.to_string());
                    assert_eq!(refusal(&shop, &form).await, too_much);
                    assert_eq!(shop.refunds_sent(), sent);
                    assert_eq!(shop.payment(id).await.refundable(), most);
                }
            }
        }
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_amounts_may_be_recorded_by_hand_as_may_be_asked_for() {
    let shop = Shop::open().await;
    for (amount, is_allowed) in [("14999.99", true), ("15000.00", true), ("15000.01", false)] {
        let id = shop.paid(amount).await;
        shop.refund(id, "10000.00").await;
        let recorded = shop.office.record_refund(&in_cash(id, amount)).await;
        assert_eq!(recorded.is_ok(), is_allowed, "{amount}");
        assert_eq!(shop.payment(id).await.refunds.len(), 1 + usize::from(is_allowed));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_in_a_foreign_currency_is_refused_and_one_in_its_own_need_not_name_it() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let head = shop.office.journal_head().await.unwrap();
    let foreign = RefundRefusal::OtherCurrency { paid: Currency::NGN, wanted: Currency::USD };
    for text in ["5.00 USD", "5 usd", " 25000.00  USD "] {
        assert_eq!(refusal(&shop, &refund(id, Some(text))).await, foreign, "{text}");
        let problems = shop.office.check_refund(id, Some(text)).await.unwrap();
        assert_eq!(problems[0].message, foreign.to_string());
        let by_hand = shop.office.record_refund(&in_cash(id, text)).await.unwrap_err();
        assert!(matches!(by_hand, Error::Refund(refusal) if refusal == foreign));
    }
    for text in ["5.00 XYZ", "USD 5.00", "USD", "5,00 NGN"] {
        let refused = shop.office.create_refund(&refund(id, Some(text))).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some("amount")));
    }
    assert_eq!(shop.office.journal_head().await.unwrap(), head);
    assert_eq!(shop.refunds_sent(), 0);
    assert_eq!(shop.refund(id, "5000.00 NGN").await.amount, ngn(500_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_cannot_be_refunded() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let made = shop.refund(id, "5000.00").await;
    let named = shop.office.find_payment(&made.id.to_string()).await.unwrap_err();
    let as_payment = PaymentId(made.id.0);
    let asked = shop.office.create_refund(&refund(as_payment, None)).await.unwrap_err();
    let recorded = shop.office.record_refund(&in_cash(as_payment, "1.00")).await.unwrap_err();
    for refused in [named, asked, recorded] {
        assert!(matches!(&refused, Error::IsRefund { refund, .. } if *refund == made.id));
        assert_eq!(refused.code(), Code::Refused);
        assert!(refused.to_string().contains("a refund of ORDER-1"), "{refused}");
    }
    let nothing = shop.office.find_payment("0197a1b2-0000-7000-8000-000000000000").await;
    assert_eq!(nothing.unwrap_err().code(), Code::NotFound);
    assert_eq!((shop.refunds_sent(), shop.payment(id).await.refunds.len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_at_a_removed_account_is_paid_back_by_hand_only() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let account = shop.office.account("main").await.unwrap().record.id;
    shop.office.remove_account(account).await.unwrap();
    let asked = shop.wire.sent("").len();

    let refused = shop.office.create_refund(&refund(id, Some("1.00"))).await.unwrap_err();
    assert!(matches!(refused, Error::Refund(RefundRefusal::AccountRemoved)), "{refused}");
    assert_eq!((refused.code(), refused.field()), (Code::Refused, None));
    assert!(refused.to_string().contains("record it"), "{refused}");
    let record = shop.office.payment(id).await.unwrap();
    let rules =
        shop.office.refund_rules(&record, &shop.office.account_by_id(account).await.unwrap());
    assert_eq!((rules.allowed, rules.by_api), (Ok(()), Err(RefundRefusal::AccountRemoved)));
    assert_eq!(shop.wire.sent("").len(), asked, "somebody was asked");

    let (record, made) = shop.office.record_refund(&in_cash(id, "25000.00")).await.unwrap();
    assert_eq!((made.status, record.payment.refundable()), (RefundStatus::Processed, ngn(0)));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_the_gateway_no_longer_knows_is_paid_back_by_hand_only() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let unpaid = shop.order("ORDER-2").await.payment.id;
    shop.wire.always("verify", Fault::Refuse(404, "x-a: b", r#"{"status":false}"#));

    let refused = shop.office.create_refund(&refund(id, Some("1.00"))).await.unwrap_err();
    assert!(matches!(&refused, Error::GoneAtGateway(account) if account == "main"), "{refused}");
    assert_eq!(refused.code(), Code::Refused);
    assert!(refused.to_string().contains("pay it back by hand and record it"), "{refused}");
    assert!(matches!(refusal(&shop, &refund(unpaid, None)).await, RefundRefusal::NotPaid(_)));
    assert_eq!(shop.payment(id).await.refunds, []);
    assert_eq!(shop.refunds_sent(), 0);

    shop.office.record_refund(&in_cash(id, "25000.00")).await.unwrap();
    assert_eq!(refusal(&shop, &refund(id, None)).await, RefundRefusal::NothingLeft);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_refunds_for_some_days_is_not_asked_for_older_ones() {
    let shop = Shop::open().await;
    set_refund_days(&shop, "30").await;
    let id = shop.paid("ORDER-1").await;
    shop.pass(TimeDelta::days(30));
    shop.refund(id, "1.00").await;
    shop.pass(TimeDelta::milliseconds(1));
    let refusal = refusal(&shop, &refund(id, Some("1.00"))).await;
    assert_eq!(refusal, RefundRefusal::TooOld { days: 30, paid_on: "2026-04-14".parse().unwrap() });
    let account = shop.office.account("main").await.unwrap();
    let rules = shop.office.refund_rules(&shop.office.payment(id).await.unwrap(), &account);
    assert_eq!((rules.allowed, rules.by_api), (Ok(()), Err(refusal)));
    assert_eq!(shop.refunds_sent(), 1);

    set_refund_days(&shop, "").await;
    shop.refund(id, "2.00").await;
    assert_eq!(shop.refunds_sent(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_of_a_payment_say_what_can_be_done_and_why_not() {
    let shop = Shop::open().await;
    shop.connect(GatewayKind::Ovgc, "cards").await;
    let rules = async |account: &str, id| {
        let account = shop.office.account(account).await.unwrap();
        shop.office.refund_rules(&shop.office.payment(id).await.unwrap(), &account)
    };
    let (whole, unpaid) = (shop.paid("ORDER-1").await, shop.order("ORDER-2").await.payment.id);
    let fine = rules("main", whole).await;
    assert_eq!((fine.allowed, fine.by_api, fine.partial), (Ok(()), Ok(()), Ok(())));
    assert_eq!(fine.approval, []);
    assert!(matches!(rules("main", unpaid).await.allowed, Err(RefundRefusal::NotPaid(_))));
    shop.refund(whole, "25000.00").await;
    let done = rules("main", whole).await;
    let nothing = Err(RefundRefusal::NothingLeft);
    assert_eq!((done.allowed, done.by_api), (nothing.clone(), nothing));

    let link = shop.office.create_link(&ovgc_order("ORDER-3")).await.unwrap();
    shop.customer(&link, Customer::PaysByCard);
    shop.office.look_up(link.payment.id).await.unwrap();
    let by_hand = rules("cards", link.payment.id).await;
    assert_eq!(by_hand.allowed, Ok(()));
    assert!(matches!(by_hand.by_api, Err(RefundRefusal::NoApi(why)) if why.contains("dashboard")));
    assert!(matches!(by_hand.partial, Err(RefundRefusal::WholeOnly(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_says_who_wanted_or_recorded_it() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    let asked = RefundForm { by: Some(" Ada Obi ".to_owned()), ..refund(id, Some("1.00")) };
    let (_, asked) = shop.office.create_refund(&asked).await.unwrap();
    let recorded = RefundRecordForm { by: Some("Chidi".to_owned()), ..in_cash(id, "2.00") };
    let (_, recorded) = shop.office.record_refund(&recorded).await.unwrap();
    let nameless = RefundForm { by: Some("  ".to_owned()), ..refund(id, Some("3.00")) };
    let (_, nameless) = shop.office.create_refund(&nameless).await.unwrap();
    let by = [asked, recorded, nameless].map(|refund| refund.by.map(String::from));
    assert_eq!(by, [Some("Ada Obi".to_owned()), Some("Chidi".to_owned()), None]);

    for name in ["A\tda".to_owned(), "a".repeat(61)] {
        let form = RefundForm { by: Some(name), ..refund(id, Some("4.00")) };
        let refused = shop.office.create_refund(&form).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), (Code::InvalidInput, Some("by")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_usual_name_is_kept_until_it_is_forgotten() {
    let shop = Shop::open().await;
    assert_eq!(shop.office.signer().await.unwrap(), None);
    shop.office.set_signer(Some(" Ada Obi ")).await.unwrap();
    assert_eq!(shop.other_door().await.signer().await.unwrap().as_deref(), Some("Ada Obi"));
    let refused = shop.office.set_signer(Some("A\nda")).await.unwrap_err();
    assert_eq!(refused.field(), Some("by"));
    assert_eq!(shop.office.signer().await.unwrap().as_deref(), Some("Ada Obi"));
    shop.office.set_signer(Some(" ")).await.unwrap();
    assert_eq!(shop.office.signer().await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_are_listed_by_what_is_known_of_them() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund(id, "1.00").await;
    shop.wire.once(PARTIAL, Fault::HangUp { arrives: false });
    shop.refund(id, "2.00").await;
    shop.office.record_refund(&in_cash(id, "3.00")).await.unwrap();
    let listed = async |status: &[RefundStatus], text: &str| {
        let filter = RefundFilter { status: status.to_vec(), ..RefundFilter::from(only(text)) };
        let page = shop.office.refunds(&filter, None, 10).await.unwrap();
        page.items.into_iter().map(|row| row.refund.amount.minor()).collect::<Vec<_>>()
    };
    assert_eq!(listed(&[], "").await, [300, 200, 100]);
    assert_eq!(listed(&[RefundStatus::Unknown], "").await, [200]);
    assert_eq!(listed(&[RefundStatus::Unknown, RefundStatus::Processed], "").await, [300, 200]);
    assert_eq!(listed(&[RefundStatus::Requested], "").await, Vec::<i64>::new());
    assert_eq!(listed(&[RefundStatus::Unknown], "ORDER-2").await, Vec::<i64>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_without_an_amount_is_all_that_is_left_in_the_currency_that_was_paid() {
    let shop = Shop::open().await;
    let id = shop.paid("ORDER-1").await;
    shop.refund(id, "24999.99").await;
    let (_, rest) = shop.office.create_refund(&refund(id, Some("  "))).await.unwrap();
    assert_eq!(rest.amount, Money::from_minor(1, Currency::NGN));
}
