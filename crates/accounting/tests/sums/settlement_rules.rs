//! What holds of every settlement check.

use std::collections::{BTreeMap, BTreeSet};

use accounting::settlement::{
    BankLine, Certainty, Facts, Owed, PayoutSeen, Settlement, Standing, Terms, Tolerance, Verdict,
};
use chrono::Days;
use ledger::{GatewayKind, Money};
use proptest::prelude::*;

use crate::support::{line, march, money, naira, owed, payout};

#[derive(Debug, Clone)]
struct Known {
    owed: Vec<Owed>,
    payouts: Vec<PayoutSeen>,
    lines: Vec<BankLine>,
    terms: Vec<Terms>,
}

impl Known {
    fn settled(&self) -> Settlement {
        let Self { owed, payouts, lines, terms } = self;
        Settlement::of(Facts {
            owed,
            payouts,
            lines,
            terms,
            from: march(1),
            as_of: march(15),
            today: march(15),
        })
        .unwrap()
    }
}

/// Amounts that are often alike, a fee apart or sums of one another.
fn minor() -> impl Strategy<Value = i64> {
    prop::sample::select(vec![1_000, 1_000, 995, 990, 2_000, 1_500, 2_500, 3_000, 500])
}

fn payouts() -> impl Strategy<Value = Vec<PayoutSeen>> {
    let standing = prop::sample::select(vec![
        Standing::Arrived,
        Standing::Arrived,
        Standing::Pending,
        Standing::Failed,
    ]);
    let one = (1_u32..15, minor(), standing, any::<bool>(), prop::option::of(0_i64..12), 0..10);
    let one = one.prop_map(|(day, minor, standing, is_web, fee, dollars)| {
        let account = if is_web { "Web" } else { "Shop" };
        let gateway = if is_web { GatewayKind::Echezona } else { GatewayKind::Novac };
        let code = if dollars == 0 { "USD" } else { "NGN" };
        PayoutSeen {
            account: account.to_owned(),
            gateway,
            money: money(minor, code),
            fee: fee.map(|minor| money(minor, code)),
            standing,
            ..payout("", day, 0)
        }
    });
    prop::collection::vec(one, 0..9).prop_map(|mut all| {
        for (number, one) in all.iter_mut().enumerate() {
            one.id = format!("PO-10000{number}");
            one.ids = vec![format!("bank20260{number}")];
        }
        all
    })
}

fn lines() -> impl Strategy<Value = Vec<BankLine>> {
    let words = prop::sample::select(vec![
        "",
        "transfer",
        "NOVAC",
        "echezona web",
        "novac echezona",
        "PO-100001",
        "novac bank202602 x",
        "PO-100001 PO-100002",
        "po-100003 bank202604 bank202605",
    ]);
    let hand = prop::option::weighted(0.15, 0..12);
    let sign = prop::sample::select(vec![1, 1, 1, 1, -1]);
    let one = (1_u32..20, minor(), words, hand, sign, 0..8);
    let one = one.prop_map(|(day, minor, text, hand, sign, dollars)| BankLine {
        money: money(minor * sign, if dollars == 0 { "USD" } else { "NGN" }),
        matched_by_hand: hand.map(|number| format!("PO-10000{number}")),
        ..line("", day, 0, text)
    });
    prop::collection::vec(one, 0..12).prop_map(|mut all| {
        for (number, one) in all.iter_mut().enumerate() {
            one.key = format!("line {number}");
        }
        all
    })
}

fn known() -> impl Strategy<Value = Known> {
    let owed = prop::collection::vec((1_u32..15, -2_000_i64..4_000), 0..8)
        .prop_map(|days| days.into_iter().map(|(day, net)| owed(day, net)).collect());
    let days = 0_u32..6;
    (owed, payouts(), lines(), days).prop_map(|(owed, payouts, lines, days)| {
        let shop = Terms { overdue_after_days: days, ..Terms::usual("Shop", GatewayKind::Novac) };
        let web = Terms::usual("Web", GatewayKind::Echezona);
        let web = Terms { fee_tolerance: Tolerance::Amount(naira(5)), ..web };
        Known { owed, payouts, lines, terms: vec![shop, web] }
    })
}

fn shuffled() -> impl Strategy<Value = (Known, Known)> {
    known().prop_flat_map(|known| {
        let Known { owed, payouts, lines, terms } = known.clone();
        let orders = (
            Just(owed).prop_shuffle(),
            Just(payouts).prop_shuffle(),
            Just(lines).prop_shuffle(),
            Just(terms).prop_shuffle(),
        );
        let shuffled =
            orders.prop_map(|(owed, payouts, lines, terms)| Known { owed, payouts, lines, terms });
        (Just(known), shuffled)
    })
}

fn names_a_gateway(line: &BankLine) -> bool {
    let text = line.text.to_lowercase();
    text.contains("novac") || text.contains("echezona")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn the_order_of_the_facts_does_not_matter((known, shuffled) in shuffled()) {
        prop_assert_eq!(known.settled(), shuffled.settled());
    }

    #[test]
    fn every_payout_is_told_once(known in known()) {
        let mut told: Vec<_> = known.settled().checks.into_iter().map(|check| check.payout).collect();
        let mut payouts = known.payouts;
        told.sort();
        payouts.sort();
        prop_assert_eq!(told, payouts);
    }

    #[test]
    fn a_line_is_taken_once_or_is_the_sum_of_payouts_and_none_that_names_a_gateway_is_lost(known in known()) {
        let settlement = known.settled();
        let mut takers = BTreeMap::<_, Vec<_>>::new();
        for check in &settlement.checks {
            if let Some(line) = &check.line {
                prop_assert!(known.lines.contains(line));
                takers.entry(line.key.clone()).or_default().push(check);
            }
        }
        for checks in takers.values().filter(|checks| checks.len() > 1) {
            let sum: i64 = checks.iter().map(|check| check.payout.money.minor()).sum();
            prop_assert_eq!(Some(sum), checks[0].line.as_ref().map(|line| line.money.minor()));
            for check in checks {
                prop_assert_eq!(check.verdict, Verdict::Matched);
                prop_assert_eq!(check.shared_with.len(), checks.len() - 1);
                prop_assert_eq!(&check.payout.account, &checks[0].payout.account);
            }
        }
        let strangers: Vec<_> = settlement.strangers.iter().map(|stranger| &stranger.line.key).collect();
        let distinct: BTreeSet<_> = strangers.iter().copied().collect();
        prop_assert_eq!(strangers.len(), distinct.len());
        for line in known.lines.iter().filter(|line| line.money.is_positive() && names_a_gateway(line)) {
            prop_assert!(takers.contains_key(&line.key) != distinct.contains(&line.key), "{}", line.key);
        }
        prop_assert!(takers.keys().all(|key| !distinct.contains(key)));
    }

    #[test]
    fn a_verdict_says_what_the_amounts_say(known in known()) {
        for check in known.settled().checks {
            prop_assert!(check.why.ends_with('.'));
            prop_assert_eq!(check.line.is_some(), check.certainty.is_some());
            let said = check.payout.money;
            let seen = check.line.as_ref().map(|line| line.money);
            let is_shared = !check.shared_with.is_empty();
            let difference = seen.filter(|_| !is_shared).and_then(|seen| seen.checked_sub(said).ok());
            let difference = difference.filter(|_| check.verdict != Verdict::Failed);
            prop_assert_eq!(check.difference, difference.filter(|difference| !difference.is_zero()));
            let sign = difference.map(|difference| difference.minor().signum());
            let is_true = match check.verdict {
                Verdict::Matched => is_shared || sign == Some(0),
                Verdict::Over => sign == Some(1),
                Verdict::Under | Verdict::FeeDifference => sign == Some(-1),
                Verdict::CurrencyDifference => seen.is_some_and(|seen| seen.currency() != said.currency()),
                Verdict::Expected | Verdict::Missing => seen.is_none(),
                Verdict::Failed => check.payout.standing == Standing::Failed,
            };
            prop_assert!(is_true, "{check:?}");
            prop_assert!(check.verdict == Verdict::Failed || check.payout.standing != Standing::Failed);
        }
    }

    #[test]
    fn a_likeness_is_of_its_time_and_of_its_amount_or_less_a_fee(known in known()) {
        let settlement = known.settled();
        for check in settlement.checks.iter().filter(|check| check.certainty == Some(Certainty::Likeness)) {
            let line = check.line.as_ref().unwrap();
            let terms = known.terms.iter().find(|terms| terms.account == check.payout.account).unwrap();
            let last = check.payout.at + Days::new(u64::from(terms.overdue_after_days) + 4);
            prop_assert!(check.payout.at - Days::new(1) <= line.date && line.date <= last);
            prop_assert!(matches!(check.verdict, Verdict::Matched | Verdict::FeeDifference));
            prop_assert!(line.matched_by_hand.is_none());
        }
    }

    #[test]
    fn the_totals_are_the_sums_of_the_payouts_and_of_the_lines_that_were_matched(known in known()) {
        let settlement = known.settled();
        let (mut said, mut seen) = (BTreeMap::new(), BTreeMap::new());
        let mut counted = BTreeSet::new();
        for check in &settlement.checks {
            let Some(line) = &check.line else { continue };
            let currency = check.payout.money.currency();
            if check.verdict == Verdict::Failed || line.money.currency() != currency {
                continue;
            }
            *said.entry(currency).or_insert(0) += check.payout.money.minor();
            if counted.insert(&line.key) {
                *seen.entry(currency).or_insert(0) += line.money.minor();
            }
        }
        let sums = |sums: BTreeMap<_, i64>| -> Vec<Money> {
            sums.into_iter().map(|(currency, minor)| Money::from_minor(minor, currency)).collect()
        };
        prop_assert_eq!(settlement.totals.iter().map(|total| total.said).collect::<Vec<_>>(), sums(said));
        prop_assert_eq!(settlement.totals.iter().map(|total| total.seen).collect::<Vec<_>>(), sums(seen));
    }

    #[test]
    fn what_is_unsettled_is_what_days_brought_less_what_was_paid_out(known in known()) {
        let settlement = known.settled();
        let shop = settlement.unsettled.iter().filter(|left| left.account == "Shop");
        let left: i64 = shop
            .filter(|left| left.balance.currency().code() == "NGN")
            .map(|left| left.balance.minor())
            .sum();
        let brought: i64 = known.owed.iter().map(|owed| owed.net.minor()).sum();
        let paid: i64 = known
            .payouts
            .iter()
            .filter(|payout| payout.account == "Shop" && payout.money.currency().code() == "NGN")
            .filter(|payout| payout.standing != Standing::Failed)
            .map(|payout| payout.money.minor() + payout.fee.map_or(0, |fee| fee.minor()))
            .sum();
        prop_assert_eq!(left, brought - paid);
        for left in &settlement.unsettled {
            prop_assert_eq!(left.oldest.is_some(), left.balance.is_positive());
        }
    }
}
