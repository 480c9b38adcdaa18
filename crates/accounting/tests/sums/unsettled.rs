//! What is still at a gateway, and since when.

use accounting::report::ReportError;
use accounting::settlement::{Facts, Owed, PayoutSeen, Settlement, Standing, Terms, Unsettled};
use ledger::GatewayKind;

use crate::support::{currency, march, money, naira, owed, payout};

fn unsettled(owed: &[Owed], payouts: &[PayoutSeen], today: u32) -> Vec<Unsettled> {
    let facts = Facts {
        owed,
        payouts,
        lines: &[],
        terms: &[],
        from: march(1),
        as_of: march(today),
        today: march(today),
    };
    Settlement::of(facts).unwrap().unsettled
}

#[test]
fn payouts_take_the_oldest_money_first_and_the_first_day_left_tells_how_long_it_waits() {
    let days = [owed(3, 300), owed(1, 100), owed(2, 200)];
    let cases = [(50, Some(1)), (100, Some(2)), (299, Some(2)), (300, Some(3)), (599, Some(3))];
    for (paid, oldest) in cases {
        let found = unsettled(&days, &[payout("1", 3, paid)], 4);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].balance, naira(600 - paid));
        assert_eq!(found[0].oldest, oldest.map(march));
    }
    assert!(unsettled(&days, &[payout("1", 3, 600)], 4).is_empty(), "the account is even");
}

#[test]
fn money_is_overdue_after_the_days_that_are_agreed() {
    let found = unsettled(&[owed(1, 100)], &[], 4);
    assert_eq!((found[0].days, found[0].is_overdue), (3, false));
    assert_eq!(
        found[0].why,
        "Money since 1 March 2026 is at Novac and due in one of the next payouts."
    );
    let found = unsettled(&[owed(1, 100)], &[], 5);
    assert_eq!((found[0].days, found[0].is_overdue), (4, true));
    assert_eq!(
        found[0].why,
        "Money of 1 March 2026, 4 days ago, is not in any payout yet; ask Novac when it comes."
    );
    let terms = [Terms { overdue_after_days: 7, ..Terms::usual("Shop", GatewayKind::Novac) }];
    let days = [owed(1, 100)];
    let facts = Facts {
        owed: &days,
        payouts: &[],
        lines: &[],
        terms: &terms,
        from: march(1),
        as_of: march(5),
        today: march(5),
    };
    assert!(!Settlement::of(facts).unwrap().unsettled[0].is_overdue);
}

#[test]
fn a_day_on_which_more_went_back_takes_of_the_oldest_money() {
    let found = unsettled(&[owed(1, 100), owed(2, 200), owed(3, -150)], &[], 4);
    assert_eq!((found[0].balance, found[0].oldest), (naira(150), Some(march(2))));
}

#[test]
fn fees_of_payouts_take_of_the_balance_in_their_own_currency_and_failed_payouts_take_nothing() {
    let with_fee = PayoutSeen { fee: Some(naira(10)), ..payout("1", 2, 90) };
    assert!(unsettled(&[owed(1, 100)], &[with_fee], 3).is_empty());
    let in_dollars = PayoutSeen { fee: Some(money(1, "USD")), ..payout("1", 2, 100) };
    let found = unsettled(&[owed(1, 100)], &[in_dollars], 3);
    assert_eq!(found.iter().map(|left| left.balance).collect::<Vec<_>>(), [money(-1, "USD")]);
    let failed = PayoutSeen { standing: Standing::Failed, ..payout("1", 2, 100) };
    assert_eq!(unsettled(&[owed(1, 100)], &[failed], 3)[0].balance, naira(100));
}

#[test]
fn more_paid_out_than_came_in_is_told_and_not_overdue() {
    let found = unsettled(&[owed(1, 100)], &[payout("1", 2, 150)], 30);
    assert_eq!((found[0].balance, found[0].oldest, found[0].is_overdue), (naira(-50), None, false));
    assert!(found[0].why.contains("paid out more than is known to have come in"));
}

#[test]
fn accounts_and_currencies_are_kept_apart_whatever_digits_they_have() {
    let web = Owed { account: "Web".to_owned(), ..owed(1, 100) };
    let days = [("JPY", 7), ("BHD", 1_001), ("CLF", 12_345)]
        .map(|(code, minor)| Owed { net: money(minor, code), ..owed(1, 0) });
    let days: Vec<_> = days.into_iter().chain([web, owed(1, 5)]).collect();
    let found = unsettled(&days, &[], 2);
    let told: Vec<_> =
        found.iter().map(|left| format!("{} {}", left.account, left.balance)).collect();
    let expected =
        ["Shop 1.001 BHD", "Shop 1.2345 CLF", "Shop 7 JPY", "Shop 0.05 NGN", "Web 1.00 NGN"];
    assert_eq!(told, expected);
}

#[test]
fn a_balance_or_difference_that_cannot_be_stated_exactly_is_refused() {
    let days = [owed(1, i64::MAX), owed(2, 1)];
    let facts = Facts {
        owed: &days,
        payouts: &[],
        lines: &[],
        terms: &[],
        from: march(1),
        as_of: march(3),
        today: march(3),
    };
    let Err(ReportError::TotalTooLarge(found)) = Settlement::of(facts) else {
        panic!("it was summed")
    };
    assert_eq!(found, currency("NGN"));
}

#[test]
fn of_a_period_that_is_over_it_is_said_how_it_was_at_its_end() {
    let days = [owed(1, 100)];
    let facts = |end: u32| Facts {
        owed: &days,
        payouts: &[],
        lines: &[],
        terms: &[],
        from: march(1),
        as_of: march(end),
        today: march(30),
    };
    let found = &Settlement::of(facts(3)).unwrap().unsettled[0];
    assert_eq!((found.days, found.is_overdue), (2, false));
    assert_eq!(found.why, "Money of 1 March 2026 was not in any payout by 3 March 2026.");
    let found = &Settlement::of(facts(30)).unwrap().unsettled[0];
    assert_eq!((found.days, found.is_overdue), (29, true));
}

#[test]
fn money_from_before_the_period_has_no_day_of_its_own() {
    let days = [owed(1, 100)];
    let facts = Facts {
        owed: &days,
        payouts: &[],
        lines: &[],
        terms: &[],
        from: march(2),
        as_of: march(30),
        today: march(30),
    };
    let found = &Settlement::of(facts).unwrap().unsettled[0];
    assert_eq!(
        found.why,
        "Money from before 2 March 2026, at least 29 days ago, is not in any payout yet; ask Novac when it comes."
    );
}
