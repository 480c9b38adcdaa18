//! Into which parts a payout is split, where its gateway takes only so much at a time. Pure.

use ledger::{Money, Reference};

use crate::FieldProblem;

/// More parts than this are a mistake, or something to be settled with the gateway.
const MOST_PARTS: usize = 50;

/// The amounts of the parts, each at most `most`, which together are `total`. A limit in another currency is none.
///
/// # Errors
/// Where there would be too many.
pub(super) fn amounts(total: Money, most: Option<Money>) -> Result<Vec<Money>, FieldProblem> {
    let currency = total.currency();
    let most = most.filter(|most| most.currency() == currency && most.is_positive());
    let Some(most) = most.filter(|most| most.minor() < total.minor()) else {
        return Ok(vec![total]);
    };
    let mut parts = Vec::new();
    let mut left = total.minor();
    while left > 0 {
        if parts.len() == MOST_PARTS {
            let problem = format!(
                "at most {most} goes out at a time, so this would be more than {MOST_PARTS} payouts; send less at once"
            );
            return Err(FieldProblem::new("amount", problem));
        }
        let part = left.min(most.minor());
        parts.push(Money::from_minor(part, currency));
        left = left.saturating_sub(part);
    }
    Ok(parts)
}

/// The references of the parts: the one that was given, or numbered from it.
///
/// # Errors
/// Where a numbered one is too long.
pub(super) fn references(
    reference: &Reference,
    parts: usize,
) -> Result<Vec<Reference>, FieldProblem> {
    if parts <= 1 {
        return Ok(vec![reference.clone()]);
    }
    let numbered = (1..=parts).map(|number| format!("{reference}-{number}").parse());
    numbered.collect::<Result<_, _>>().map_err(|_| {
        let problem = format!(
            "this goes out in {parts} payouts, and the reference is too long to be numbered; choose a shorter one"
        );
        FieldProblem::new("reference", problem)
    })
}

#[cfg(test)]
mod tests {
    use ledger::Currency;
    use proptest::prelude::*;

    use super::*;

    fn inr(minor: i64) -> Money {
        Money::from_minor(minor, Currency::INR)
    }

    #[test]
    fn what_is_within_the_limit_is_one_payout() {
        assert_eq!(amounts(inr(500_000), Some(inr(500_000))), Ok(vec![inr(500_000)]));
        assert_eq!(amounts(inr(500_000), None), Ok(vec![inr(500_000)]));
        let naira = Money::from_minor(1, Currency::NGN);
        assert_eq!(amounts(inr(500_000), Some(naira)), Ok(vec![inr(500_000)]));
    }

    #[test]
    fn what_is_beyond_the_limit_is_full_payouts_and_the_rest() {
        let parts = amounts(inr(1_200_050), Some(inr(500_000)));
        assert_eq!(parts, Ok(vec![inr(500_000), inr(500_000), inr(200_050)]));
    }

    #[test]
    fn nobody_sends_more_than_fifty_payouts_at_once() {
        assert_eq!(amounts(inr(25_000_000), Some(inr(500_000))).map(|parts| parts.len()), Ok(50));
        let problem = amounts(inr(25_000_001), Some(inr(500_000))).unwrap_err();
        assert_eq!(problem.field, "amount");
    }

    proptest! {
        #[test]
        fn the_parts_are_the_whole_and_none_is_beyond_the_limit(
            total in 1_i64..=i64::MAX, most in 1_i64..=i64::MAX,
        ) {
            if let Ok(parts) = amounts(inr(total), Some(inr(most))) {
                prop_assert!(parts.iter().all(|part| part.is_positive() && part.minor() <= most));
                let sum = parts.iter().try_fold(inr(0), |sum, part| sum.checked_add(*part));
                prop_assert_eq!(sum, Ok(inr(total)));
            } else {
                prop_assert!(total / most >= 50);
            }
        }

        #[test]
        fn every_part_has_a_reference_of_its_own(text in "[A-Za-z0-9/_-]{1,64}", parts in 1_usize..=50) {
            let reference: Reference = text.parse().unwrap();
            if let Ok(references) = references(&reference, parts) {
                let distinct: std::collections::BTreeSet<_> = references.iter().collect();
                prop_assert_eq!(distinct.len(), parts);
                prop_assert!(references.iter().all(|part| part.as_str().starts_with(&text)));
            } else {
                prop_assert!(text.len() > 61);
            }
        }
    }
}
