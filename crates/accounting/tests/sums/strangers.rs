//! Bank lines that belong to nothing.

use accounting::settlement::{Certainty, Destination, Facts, PayoutSeen, Settlement, Terms};
use ledger::GatewayKind;

use crate::support::{HOSTILE, by_hand, line, march, payout, settled, settled_on, strange, told};

#[test]
fn a_line_that_names_a_gateway_and_fits_no_payout_is_a_stranger() {
    let lines = [
        line("title", 3, 700, "TRANSFER FROM NOVAC LTD"),
        line("account", 4, 700, "shop"),
        line("part", 5, 700, "novacation workshop"),
        line("out", 6, -700, "NOVAC FEE"),
    ];
    let found = settled(&[payout("1", 2, 95_000)], &lines, 7);
    assert_eq!(strange(&found), ["title", "account"]);
    assert_eq!(found.strangers[0].accounts, ["Shop"]);
    assert_eq!(
        found.strangers[0].why,
        "It names Novac and fits no payout that is known here; look for the payout there, or match it by hand."
    );
}

#[test]
fn words_of_a_gateway_are_those_of_the_terms() {
    let words = vec!["Flutter wave".to_owned(), String::new(), " - ".to_owned()];
    let terms = Terms { names: words, ..Terms::usual("Shop", GatewayKind::Novac) };
    let lines =
        [line("a", 3, 700, "FLUTTER-WAVE"), line("b", 3, 700, "novac"), line("c", 3, 5, "")];
    assert_eq!(strange(&settled_on(&[], &lines, &[terms], 7)), ["a"]);
}

#[test]
fn a_match_by_hand_that_cannot_be_kept_is_told_and_not_matched_by_likeness() {
    let lines = [
        by_hand(line("first", 3, 500, ""), "1"),
        by_hand(line("second", 4, 700, ""), "1"),
        by_hand(line("unknown", 4, 700, ""), "9"),
        by_hand(line("out", 4, -500, ""), "2"),
    ];
    let found = settled(&[payout("1", 2, 500), payout("2", 2, 700)], &lines, 5);
    assert_eq!(told(&found), ["1 matched first", "2 expected -"]);
    assert_eq!(strange(&found), ["out", "second", "unknown"]);
    let whys: Vec<_> = found.strangers.iter().map(|stranger| stranger.why.as_str()).collect();
    assert!(whys[0].contains("not incoming money"), "{}", whys[0]);
    assert!(whys[1].contains("has another bank line already"), "{}", whys[1]);
    assert!(whys[2].contains("not known here"), "{}", whys[2]);
}

#[test]
fn hostile_text_in_lines_ids_and_names_matches_nothing_and_is_kept() {
    let long = "=".repeat(10_000);
    let texts: Vec<_> = HOSTILE.iter().copied().chain([long.as_str(), ""]).collect();
    for text in texts {
        let mut seen = payout("1", 2, 500);
        seen.ids = vec![text.to_owned()];
        seen.account = text.to_owned();
        let lines = [line(text, 3, 700, text)];
        let terms = [Terms::usual(text, GatewayKind::Novac)];
        let facts = Facts {
            owed: &[],
            payouts: &[seen],
            lines: &lines,
            terms: &terms,
            from: march(1),
            as_of: march(4),
            today: march(4),
        };
        let found = Settlement::of(facts).unwrap();
        let kept: Vec<_> = found.strangers.iter().map(|stranger| &stranger.line).collect();
        let has_words = text.chars().any(char::is_alphanumeric);
        assert_eq!(kept.len(), usize::from(has_words), "{text}");
        assert!(kept.iter().all(|kept| **kept == lines[0]));
    }
}

#[test]
fn a_line_that_several_payouts_fit_names_them_all_and_is_nobodys_until_a_person_says() {
    let payouts = [payout("100001", 2, 77_700), payout("100002", 2, 77_700)];
    for text in ["NOVAC LTD", "INWARD TRANSFER"] {
        let found = settled(&payouts, &[line("1", 3, 77_700, text)], 4);
        assert!(found.checks.iter().all(|check| check.line.is_none()));
        let stranger = &found.strangers[0];
        assert_eq!(stranger.candidates, ["100001", "100002"]);
        assert!(stranger.why.contains("several payouts"), "{}", stranger.why);
        let said = [by_hand(line("1", 3, 77_700, text), "100002")];
        let found = settled(&payouts, &said, 4);
        assert_eq!(found.strangers, []);
        assert_eq!(found.checks[1].certainty, Some(Certainty::Hand));
    }
}

#[test]
fn a_payout_that_may_have_gone_to_somebody_else_counts_only_with_a_bank_line() {
    let seen = |id: &str, minor: i64| PayoutSeen {
        destination: Destination::Unknown,
        ..payout(id, 2, minor)
    };
    let payouts = [seen("100001", 84_250), seen("100002", 500), seen("100003", 900)];
    let lines = [line("1", 3, 84_250, "NOVAC LTD NVC-PO-100001"), line("2", 3, 500, "NOVAC")];
    let found = settled(&payouts, &lines, 30);
    let told: Vec<_> =
        found.checks.iter().map(|check| (check.payout.id.as_str(), check.certainty)).collect();
    assert_eq!(
        told,
        [("100001", Some(Certainty::Id)), ("100002", Some(Certainty::Likeness))],
        "the third is not missing"
    );
    assert_eq!(found.strangers, []);
}
