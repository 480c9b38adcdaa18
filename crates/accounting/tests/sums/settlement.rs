//! What becomes of a payout, case by case.

use accounting::settlement::{
    BankLine, Certainty, PayoutSeen, Settlement, Standing, Terms, Tolerance, Verdict,
};
use ledger::GatewayKind;

use crate::support::{
    by_hand, line, march, money, naira, payout, settled, settled_on, strange, told,
};

fn one(payout: PayoutSeen, lines: &[BankLine], today: u32) -> Settlement {
    settled(&[payout], lines, today)
}

fn why(settlement: &Settlement) -> &str {
    &settlement.checks[0].why
}

#[test]
fn every_verdict_has_the_word_that_scripts_look_for() {
    let words: Vec<_> = Verdict::ALL.iter().map(ToString::to_string).collect();
    let expected = [
        "matched",
        "expected",
        "missing",
        "over",
        "under",
        "fee_difference",
        "currency_difference",
        "failed",
    ];
    assert_eq!(words, expected);
    let found = [Certainty::Hand, Certainty::Id, Certainty::Likeness].map(Certainty::as_str);
    assert_eq!(found, ["hand", "id", "likeness"]);
}

#[test]
fn a_payout_whose_id_stands_in_a_line_of_its_amount_is_matched() {
    let found = one(payout("100042", 2, 95_000), &[line("a", 4, 95_000, "trf/nvc-po-100042/x")], 9);
    assert_eq!(told(&found), ["100042 matched a"]);
    let check = &found.checks[0];
    assert_eq!((check.certainty, check.difference), (Some(Certainty::Id), None));
    assert_eq!(
        why(&found),
        "The bank line of 4 March 2026 carries its reference and has all of the money."
    );
}

#[test]
fn an_id_is_found_in_the_reference_and_over_several_words_of_it() {
    let seen = PayoutSeen { ids: vec!["FT/2603/00017".to_owned()], ..payout("1", 2, 95_000) };
    let lines =
        [BankLine { reference: Some("ft 2603 00017".to_owned()), ..line("a", 20, 90_000, "") }];
    assert_eq!(told(&one(seen, &lines, 25)), ["1 under a"]);
}

#[test]
fn a_part_of_a_longer_id_a_date_an_amount_or_a_plain_word_is_no_id() {
    let seen = PayoutSeen {
        ids: ["20260302", "95000", "weekly-payout", "NVC-PO-1000"].map(str::to_owned).to_vec(),
        ..payout("7", 2, 95_000)
    };
    let texts =
        ["NVC-PO-1000-2", "XNVC-PO-1000", "NVC-PO-10001", "20260302", "95000", "weekly-payout"];
    for text in texts {
        let found = one(seen.clone(), &[line("a", 3, 94_999, text)], 4);
        assert_eq!(told(&found), ["7 expected -"], "{text}");
    }
    for text in ["NVC-PO-1000", "(NVC-PO-1000)", "-NVC-PO-1000-", "Ref:nvc-po-1000."] {
        let found = one(seen.clone(), &[line("a", 3, 94_999, text)], 4);
        assert_eq!(told(&found), ["7 fee_difference a"], "{text}");
    }
}

#[test]
fn a_match_by_hand_counts_before_an_id_and_an_id_before_likeness() {
    let payouts = [payout("100001", 2, 500), payout("100002", 2, 700), payout("100003", 2, 900)];
    let lines = [
        by_hand(line("hand", 3, 900, "NVC-PO-100002"), "100001"),
        line("id", 3, 900, "NVC-PO-100002"),
        line("like", 3, 900, "salary"),
    ];
    let found = settled(&payouts, &lines, 4);
    assert_eq!(told(&found), ["100001 over hand", "100002 over id", "100003 matched like"]);
    assert!(why(&found).starts_with(
        "A person matched it with the bank line of 3 March 2026, which has 4.00 NGN more"
    ));
}

#[test]
fn a_payout_is_expected_up_to_the_day_it_is_due_and_missing_from_the_next() {
    let other = [line("other", 8, 1, "salary")];
    let found = one(payout("1", 2, 95_000), &other, 5);
    assert_eq!(told(&found), ["1 expected -"]);
    assert_eq!(why(&found), "It left on 2 March 2026 and should be at the bank by 5 March 2026.");
    let found = one(payout("1", 2, 95_000), &other, 6);
    assert_eq!(told(&found), ["1 missing -"]);
    assert_eq!(
        why(&found),
        "It should have been at the bank by 5 March 2026, 1 day ago, and no bank line has it; ask Novac for it."
    );
}

#[test]
fn each_account_has_its_own_days() {
    let patient = Terms { overdue_after_days: 10, ..Terms::usual("Shop", GatewayKind::Novac) };
    let seen = [payout("1", 2, 95_000)];
    assert_eq!(told(&settled_on(&seen, &[], std::slice::from_ref(&patient), 12)), ["1 expected -"]);
    assert_eq!(told(&settled_on(&seen, &[], &[patient], 13)), ["1 missing -"]);
}

#[test]
fn missing_money_is_not_asked_for_before_the_bank_was_heard_of() {
    let found = one(payout("1", 10, 95_000), &[], 20);
    assert!(
        why(&found).ends_with("import a bank statement first; there is none yet."),
        "{}",
        why(&found)
    );
    let found = one(payout("1", 10, 95_000), &[line("old", 9, 1, "salary")], 20);
    assert!(
        why(&found).ends_with(
            "import a newer bank statement first; the last line so far is of 9 March 2026."
        ),
        "{}",
        why(&found)
    );
}

#[test]
fn less_within_the_tolerance_is_a_fee_and_less_by_more_is_under() {
    let lines = |minor| [line("a", 3, minor, "NVC-PO-100001")];
    let cases =
        [(100_000, "matched"), (99_000, "fee_difference"), (98_999, "under"), (100_001, "over")];
    for (minor, verdict) in cases {
        let found = one(payout("100001", 2, 100_000), &lines(minor), 4);
        assert_eq!(told(&found), [format!("100001 {verdict} a")]);
        let difference = found.checks[0].difference.map_or(0, |difference| difference.minor());
        assert_eq!(difference, minor - 100_000);
    }
    let tolerance = Tolerance::Amount(naira(5));
    let fixed = Terms { fee_tolerance: tolerance, ..Terms::usual("Shop", GatewayKind::Novac) };
    for (minor, verdict) in [(99_995, "fee_difference"), (99_994, "under")] {
        let seen = [payout("100001", 2, 100_000)];
        let found = settled_on(&seen, &lines(minor), std::slice::from_ref(&fixed), 4);
        assert_eq!(told(&found), [format!("100001 {verdict} a")]);
    }
}

#[test]
fn less_by_just_the_fee_that_is_known_is_a_fee_however_large() {
    let seen = PayoutSeen { fee: Some(naira(30_000)), ..payout("100001", 2, 100_000) };
    let found = one(seen.clone(), &[line("a", 3, 70_000, "NVC-PO-100001")], 4);
    assert_eq!(told(&found), ["100001 fee_difference a"]);
    assert!(why(&found).ends_with("has 300.00 NGN less, exactly the fee that Novac reported."));
    let found = one(seen.clone(), &[line("a", 3, 70_001, "NVC-PO-100001")], 4);
    assert_eq!(told(&found), ["100001 under a"]);
    assert_eq!(told(&one(seen, &[line("a", 3, 70_000, "NOVAC")], 4)), ["100001 fee_difference a"]);
}

#[test]
fn a_tolerance_is_exact_in_currencies_of_any_digits() {
    let cases = [
        (Tolerance::PerMille(10), money(7, "JPY"), 0),
        (Tolerance::PerMille(10), money(1_999, "BHD"), 19),
        (Tolerance::PerMille(1_000), money(i64::MAX, "CLF"), i64::MAX),
        (Tolerance::PerMille(u32::MAX), money(i64::MAX, "CLF"), i64::MAX),
        (Tolerance::PerMille(10), money(-5_000, "NGN"), 0),
        (Tolerance::Amount(naira(-3)), money(5_000, "NGN"), 0),
        (Tolerance::Amount(naira(50)), money(5_000, "NGN"), 50),
        (Tolerance::Amount(naira(50)), money(5_000, "JPY"), 0),
    ];
    for (tolerance, payout, most) in cases {
        assert_eq!(tolerance.of(payout).minor(), most);
        assert_eq!(tolerance.of(payout).currency(), payout.currency());
    }
}

#[test]
fn money_in_another_currency_is_told_and_not_compared() {
    let lines = [BankLine { money: money(60, "USD"), ..line("a", 3, 0, "NVC-PO-100001") }];
    let found = one(payout("100001", 2, 95_000), &lines, 4);
    assert_eq!(told(&found), ["100001 currency_difference a"]);
    assert_eq!(found.checks[0].difference, None);
    assert!(why(&found).contains("has 0.60 USD where 950.00 NGN was paid out"), "{}", why(&found));
    assert!(found.totals.is_empty());
    let lines = [BankLine { money: money(95_000, "JPY"), ..line("a", 3, 0, "NOVAC") }];
    assert_eq!(
        told(&one(payout("1", 2, 95_000), &lines, 4)),
        ["1 expected -"],
        "never by likeness"
    );
}

#[test]
fn a_payout_that_failed_stays_so_and_a_line_that_has_it_is_told() {
    let seen = PayoutSeen { standing: Standing::Failed, ..payout("100001", 2, 95_000) };
    let found = one(seen.clone(), &[line("a", 3, 95_000, "NOVAC")], 20);
    assert_eq!(told(&found), ["100001 failed -"], "no likeness of what did not happen");
    assert_eq!(strange(&found), ["a"]);
    let found = one(seen, &[line("a", 3, 95_000, "NVC-PO-100001")], 20);
    assert_eq!(told(&found), ["100001 failed a"]);
    assert!(why(&found).ends_with("ask Novac which of the two is true."), "{}", why(&found));
    assert!(found.totals.is_empty() && found.strangers.is_empty());
}

#[test]
fn likeness_is_looked_for_from_the_day_before_to_four_days_after_it_is_overdue() {
    for (date, verdict) in
        [(8, "missing -"), (9, "matched a"), (17, "matched a"), (18, "missing -")]
    {
        let found = one(payout("1", 10, 95_000), &[line("a", date, 95_000, "transfer")], 28);
        assert_eq!(told(&found), [format!("1 {verdict}")], "{date} March");
    }
}

#[test]
fn likeness_that_is_not_unique_on_both_sides_is_left_to_a_person() {
    let two = [payout("1", 2, 95_000), payout("2", 3, 95_000)];
    let found = settled(&two, &[line("a", 4, 95_000, "NOVAC")], 5);
    assert_eq!(told(&found), ["1 expected -", "2 expected -"]);
    assert!(
        why(&found)
            .ends_with("A bank line of its amount fits another payout as well; match it by hand.")
    );
    let lines = [line("a", 4, 95_000, "NOVAC"), line("b", 4, 95_000, "NOVAC")];
    let found = settled(&two[..1], &lines, 5);
    assert_eq!(told(&found), ["1 expected -"]);
    assert!(why(&found).ends_with("2 bank lines of its amount could be it; match one by hand."));
    assert_eq!(strange(&found), ["a", "b"]);
}

#[test]
fn a_line_that_names_the_gateway_is_taken_before_one_that_names_nobody() {
    let lines = [line("a", 3, 95_000, "customer transfer"), line("b", 4, 95_000, "NOVAC PAYOUT")];
    assert_eq!(told(&one(payout("1", 2, 95_000), &lines, 5)), ["1 matched b"]);
}

#[test]
fn a_line_that_names_another_gateway_or_another_payout_is_no_likeness() {
    let echezona = PayoutSeen {
        account: "Web".to_owned(),
        gateway: GatewayKind::Echezona,
        ..payout("2", 2, 1)
    };
    let lines = [line("a", 3, 95_000, "ECHEZONA")];
    let found = settled(&[payout("1", 2, 95_000), echezona], &lines, 4);
    assert_eq!(told(&found), ["1 expected -", "2 expected -"]);
    let twice = [line("a", 3, 500, "NVC-PO-100001"), line("b", 4, 500, "NVC-PO-100001")];
    let found = settled(&[payout("100001", 2, 500), payout("100002", 2, 500)], &twice, 5);
    assert_eq!(told(&found), ["100001 matched a", "100002 expected -"]);
    assert_eq!(strange(&found), ["b"]);
}

#[test]
fn a_line_with_less_and_no_id_is_a_fee_only_where_it_names_the_account() {
    let seen = || payout("1", 2, 100_000);
    assert_eq!(told(&one(seen(), &[line("a", 3, 99_500, "Novac")], 4)), ["1 fee_difference a"]);
    assert_eq!(told(&one(seen(), &[line("a", 3, 99_500, "transfer")], 4)), ["1 expected -"]);
    assert_eq!(told(&one(seen(), &[line("a", 3, 98_999, "Novac")], 4)), ["1 expected -"]);
}

#[test]
fn one_line_that_is_the_sum_of_payouts_of_an_account_has_them_all() {
    let payouts = [payout("1", 2, 100), payout("2", 3, 250), payout("3", 4, 70)];
    let found = settled(&payouts, &[line("a", 5, 420, "NOVAC")], 6);
    assert_eq!(told(&found), ["1 matched a", "2 matched a", "3 matched a"]);
    assert_eq!(found.checks[0].shared_with, ["2", "3"]);
    assert!(why(&found).ends_with("is exactly the sum of 3 payouts."), "{}", why(&found));
    assert_eq!((found.totals[0].said, found.totals[0].seen), (naira(420), naira(420)));
    let found = settled(&payouts, &[line("a", 5, 420, "transfer")], 6);
    assert_eq!(told(&found), ["1 missing -", "2 expected -", "3 expected -"], "it names nobody");
}

#[test]
fn a_sum_that_can_be_told_in_two_ways_or_of_two_accounts_or_too_many_payouts_is_left_alone() {
    let both = [payout("1", 2, 100), payout("2", 3, 200), payout("3", 4, 100)];
    let found = settled(&both, &[line("a", 5, 300, "NOVAC")], 6);
    assert!(found.checks.iter().all(|check| check.line.is_none()), "{:?}", told(&found));
    let web = PayoutSeen { account: "Web".to_owned(), ..payout("2", 3, 200) };
    let found = settled(&[payout("1", 2, 100), web], &[line("a", 5, 300, "NOVAC")], 6);
    assert!(found.checks.iter().all(|check| check.line.is_none()), "{:?}", told(&found));
    let many: Vec<_> = (0..9).map(|number| payout(&number.to_string(), 2, 1 << number)).collect();
    let found = settled(&many[..8], &[line("a", 5, 255, "NOVAC")], 6);
    assert!(found.checks.iter().all(|check| check.line.is_some()), "{:?}", told(&found));
    let found = settled(&many, &[line("a", 5, 511, "NOVAC")], 6);
    assert!(found.checks.iter().all(|check| check.line.is_none()), "{:?}", told(&found));
}

#[test]
fn a_line_that_names_several_payouts_has_all_of_them_where_it_is_their_sum() {
    let payouts = [payout("100001", 2, 100), payout("100002", 20, 250)];
    let text = "NVC-PO-100001, NVC-PO-100002";
    let found = settled(&payouts, &[line("a", 21, 350, text)], 22);
    assert_eq!(told(&found), ["100001 matched a", "100002 matched a"]);
    assert_eq!(found.checks[1].certainty, Some(Certainty::Id));
    let found = settled(&payouts, &[line("a", 21, 250, text)], 22);
    assert_eq!(told(&found), ["100001 missing -", "100002 matched a"]);
    let found = settled(&payouts, &[line("a", 21, 340, text)], 22);
    assert_eq!(told(&found), ["100001 missing -", "100002 expected -"]);
    assert!(found.checks[1].why.ends_with(
        "A bank line names it with other payouts and is not their sum; match it by hand."
    ));
    assert_eq!(strange(&found), ["a"]);
}

#[test]
fn a_payout_that_comes_in_two_lines_is_under_with_the_first_and_the_second_is_a_stranger() {
    let lines = [line("b", 4, 400, "NVC-PO-100001"), line("a", 3, 600, "NVC-PO-100001")];
    let found = one(payout("100001", 2, 1_000), &lines, 5);
    assert_eq!(told(&found), ["100001 under a"]);
    assert_eq!(found.checks[0].difference, Some(naira(-400)));
    assert_eq!(strange(&found), ["b"]);
    assert!(found.strangers[0].why.contains("whether the money came twice or in parts"));
}

#[test]
fn of_several_lines_with_its_id_a_payout_has_the_one_of_its_amount() {
    let lines = [
        line("less", 3, 900, "NVC-PO-100001"),
        BankLine { money: money(1_000, "USD"), ..line("usd", 2, 0, "NVC-PO-100001") },
        line("back", 4, -1_000, "NVC-PO-100001"),
        line("same", 5, 1_000, "NVC-PO-100001"),
    ];
    assert_eq!(told(&one(payout("100001", 2, 1_000), &lines, 6)), ["100001 matched same"]);
    assert_eq!(told(&one(payout("100001", 2, 1_000), &lines[..3], 6)), ["100001 under less"]);
    assert_eq!(
        told(&one(payout("100001", 2, 1_000), &lines[1..3], 6)),
        ["100001 currency_difference usd"]
    );
}

#[test]
fn nothing_known_is_nothing_told() {
    let found = settled(&[], &[], 1);
    assert!(found.checks.is_empty() && found.strangers.is_empty());
    assert!(found.unsettled.is_empty() && found.totals.is_empty());
}

#[test]
fn a_payout_of_a_day_to_come_is_expected() {
    let seen = PayoutSeen { at: march(30), standing: Standing::Pending, ..payout("1", 1, 5) };
    assert_eq!(told(&one(seen, &[], 1)), ["1 expected -"]);
}

#[test]
fn an_answer_about_some_days_is_decided_from_all_that_is_known() {
    let payouts = [payout("100001", 2, 1_000), payout("100002", 10, 2_000)];
    let lines = [
        line("a", 3, 1_000, "NVC-PO-100001"),
        line("b", 11, 2_000, "NVC-PO-100002"),
        line("c", 12, 77, "NOVAC"),
    ];
    let all = settled(&payouts, &lines, 20);
    let later = all.clone().only(None, &(march(3)..=march(12))).unwrap();
    assert_eq!(told(&later), ["100002 matched b"]);
    assert_eq!((later.totals[0].said, later.strangers.len()), (naira(2_000), 1));
    assert_eq!(later.unsettled, all.unsettled);
    let before = all.clone().only(Some("Shop"), &(march(1)..=march(3))).unwrap();
    assert_eq!((told(&before), before.strangers.len()), (vec!["100001 matched a".to_owned()], 0));
    let other = all.only(Some("Web"), &(march(1)..=march(31))).unwrap();
    assert_eq!((other.checks.len(), other.strangers.len(), other.unsettled.len()), (0, 0, 0));
    assert_eq!(other.totals, []);
}
