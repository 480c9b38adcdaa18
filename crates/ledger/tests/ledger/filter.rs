//! The filter language: what is read, what is refused and how it is said.

use chrono::NaiveDate;
use ledger::{
    Comparison, Currency, Filter, FilterError, Flag, GatewayKind, Mode, PaymentStatus, State, Term,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn terms(text: &str) -> Vec<Term> {
    text.parse::<Filter>().unwrap().terms
}

fn refusal(text: &str) -> FilterError {
    text.parse::<Filter>().unwrap_err()
}

fn text(text: &str) -> Term {
    Term::Text(text.to_owned())
}

#[test]
fn the_filter_of_the_manual_is_read() {
    let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let read = terms(
        r#"status:paid gateway:novac amount>=1000 from:2026-01-01 customer:ada "premium plan""#,
    );
    let expected = [
        Term::Status(vec![PaymentStatus::Paid]),
        Term::Gateway(vec![GatewayKind::Novac]),
        Term::Amount(Comparison::AtLeast, Decimal::from(1000)),
        Term::From(day),
        Term::Customer("ada".to_owned()),
        text("premium plan"),
    ];
    assert_eq!(read, expected);
}

#[test]
fn every_key_is_read() {
    let day = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
    let owned = str::to_owned;
    for (typed, term) in [
        ("status:paid,settled", Term::Status(vec![PaymentStatus::Paid, PaymentStatus::Settled])),
        ("gateway:ovgc,novac", Term::Gateway(vec![GatewayKind::Ovgc, GatewayKind::Novac])),
        ("account:Shop", Term::Account(owned("Shop"))),
        (r#"account:"My shop""#, Term::Account(owned("My shop"))),
        ("currency:ngn,USD", Term::Currency(vec![Currency::NGN, Currency::USD])),
        ("mode:test", Term::Mode(vec![Mode::Test])),
        ("flag:late,amount_mismatch", Term::Flag(vec![Flag::Late, Flag::AmountMismatch])),
        ("channel:card", Term::Channel(owned("card"))),
        ("customer:ada@example.com", Term::Customer(owned("ada@example.com"))),
        ("reference:ORDER-1", Term::Reference(owned("ORDER-1"))),
        ("reference:a:b", Term::Reference(owned("a:b"))),
        ("is:partly-refunded", Term::Is(State::PartlyRefunded)),
        ("from:2026-02-28", Term::From(day)),
        ("to:2026-02-28", Term::To(day)),
    ] {
        assert_eq!(terms(typed), [term], "{typed}");
    }
}

#[test]
fn every_comparison_is_read() {
    for (typed, comparison) in [
        ("amount<5.50", Comparison::Less),
        ("amount<=5.50", Comparison::AtMost),
        ("amount=5.50", Comparison::Equal),
        ("amount:5.50", Comparison::Equal),
        ("amount>=5.50", Comparison::AtLeast),
        ("amount>5.50", Comparison::More),
    ] {
        let value = "5.5".parse().unwrap();
        assert_eq!(terms(typed), [Term::Amount(comparison, value)], "{typed}");
    }
}

#[test]
fn what_is_no_key_is_text() {
    assert_eq!(terms("ORDER-1 ada"), [text("ORDER-1"), text("ada")]);
    assert_eq!(terms(r#""status:paid""#), [text("status:paid")]);
    assert_eq!(terms(r#""amount>5""#), [text("amount>5")]);
    assert_eq!(terms("amount"), [text("amount")]);
    assert_eq!(terms("12:30"), [text("12:30")]);
    assert_eq!(terms(":x"), [text(":x")]);
    assert_eq!(terms("日本 🎂"), [text("日本"), text("🎂")]);
}

#[test]
fn an_empty_filter_matches_everything() {
    for empty in ["", "  \t\n", "\"\"", "\u{3000}"] {
        assert_eq!(terms(empty), [], "{empty:?}");
    }
}

#[test]
fn refusals_say_what_to_write() {
    for (typed, said) in [
        ("status:payed", "in `status:`, `payed` is not one of pending, unknown"),
        ("status:paid,", "in `status:`, `` is not one of"),
        ("gateway:stripe", "in `gateway:`, `stripe` is not one of novac, ovgc"),
        ("is:lost", "in `is:`, `lost` is not one of open, refunded, partly-refunded, attention"),
        ("currency:naira", "in `currency:`, `naira` is not a currency code"),
        ("from:2026-02-30", "`2026-02-30` is not a date; write it as 2026-01-31"),
        ("to:31.01.2026", "`31.01.2026` is not a date"),
        ("from:2026-1-1", "`2026-1-1` is not a date"),
        ("from:+026-01-01", "`+026-01-01` is not a date"),
        ("amount>=1,000", "`1,000` is not an amount; write digits and at most one point"),
        ("amount>=", "`` is not an amount"),
        ("amount>-5", "`-5` is not an amount"),
        ("amount=>5", "`>5` is not an amount"),
        ("amount>1e3", "`1e3` is not an amount"),
        ("amount>.", "`.` is not an amount"),
        ("customer:", "nothing stands behind `customer:`"),
        (r#"customer:"""#, "nothing stands behind `customer:`"),
        ("colour:red", "there is no filter `colour:`; use status, gateway"),
        (r#"customer:"ada"#, "a quotation mark is missing its partner"),
    ] {
        let refused = refusal(typed).to_string();
        assert!(refused.contains(said), "{typed}: {refused}");
    }
}

#[test]
fn an_endless_filter_is_refused() {
    assert_eq!(terms(&"x".repeat(Filter::MOST)).len(), 1);
    assert_eq!(refusal(&"é".repeat(Filter::MOST + 1)), FilterError::TooLong(Filter::MOST));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_and_never_panics(text in any::<String>()) {
        if let Err(refused) = text.parse::<Filter>() {
            prop_assert!(!refused.to_string().is_empty());
        }
    }

    #[test]
    fn any_text_made_of_the_languages_own_signs_never_panics(
        text in "(status|amount|from|is|currency|[:<>=\",. \\-0-9a-zé]){0,40}",
    ) {
        let _ = text.parse::<Filter>();
    }

    #[test]
    fn any_quoted_text_is_looked_for_as_it_is(wanted in "[^\"]{1,60}") {
        prop_assert_eq!(terms(&format!("\"{wanted}\"")), [text(&wanted)]);
        let customer = terms(&format!("customer:\"{wanted}\""));
        prop_assert_eq!(customer, [Term::Customer(wanted)]);
    }

    #[test]
    fn terms_can_be_joined(left in "[a-z]{1,9}", right in "[a-z]{1,9}", minor in 0..1_000_000_i64) {
        let amount = Decimal::new(minor, 2);
        let read = terms(&format!("{left}  amount<{amount}\t{right}"));
        let expected = [text(&left), Term::Amount(Comparison::Less, amount.normalize()), text(&right)];
        prop_assert_eq!(read, expected);
    }
}
