//! What a gateway took for its payouts: a line of its own in a balance report, with the payout's reference.

use std::collections::{BTreeMap, HashSet};

use gateways::ReportLine;
use ledger::{Body, ImportId, Money, PayoutStatus, Subject};
use store::{AccountRecord, Append};

use super::payout::Payout;
use crate::{Backoffice, Error};

/// Lines of fees, each with its place in the file.
type Fees<'a> = Vec<(u32, &'a ReportLine)>;

/// Adds fees to the payouts that the report brings. Gives the lines that were one of those, and the others by what they
/// refer to.
pub(super) fn add_fees<'a>(
    payouts: &mut BTreeMap<String, Payout>,
    fees: Fees<'a>,
) -> (HashSet<u32>, BTreeMap<&'a str, Fees<'a>>) {
    let (mut used, mut others) = (HashSet::new(), BTreeMap::new());
    for (number, line) in fees {
        let Some(name) = line.reference.as_deref() else { continue };
        let Some(payout) = payouts.get_mut(name) else {
            let others: &mut Fees<'_> = others.entry(name).or_default();
            others.push((number, line));
            continue;
        };
        if let Some(sum) = sum([(number, line)].iter(), payout.fee) {
            payout.fee = Some(sum);
            used.insert(number);
        }
    }
    (used, others)
}

/// What the fees and what is known of them make; nothing where that cannot be kept exactly, or is none.
fn sum<'a>(
    mut fees: impl Iterator<Item = &'a (u32, &'a ReportLine)>,
    known: Option<Money>,
) -> Option<Money> {
    fees.try_fold(known, |sum, (_, line)| {
        let fee = line.money.checked_neg().ok().filter(|fee| fee.is_positive())?;
        Some(Some(sum.map_or(Ok(fee), |sum| sum.checked_add(fee)).ok()?))
    })?
}

impl Backoffice {
    /// The entry that gives a payout which is in the books its fee, or why none is booked.
    pub(super) async fn fee_of_known(
        &self,
        account: &AccountRecord,
        name: &str,
        fees: &[(u32, &ReportLine)],
        import: ImportId,
    ) -> Result<Result<Append, String>, Error> {
        let Some(known) = self.payout_called(name, account).await? else {
            return Ok(Err(
                "it is not booked: fees of payments are told by the payments".to_owned()
            ));
        };
        let payout = &known.payout;
        if let Some(fee) = payout.fee {
            return Ok(Err(format!(
                "it is not booked: the payout {name} is in the books with a fee of {fee}"
            )));
        }
        if payout.status != PayoutStatus::Processed {
            return Ok(Err(format!("it is not booked: the payout {name} is {}", payout.status)));
        }
        let currency = payout.order.amount.currency();
        let sum = sum(fees.iter(), None).filter(|fee| fee.currency() == currency);
        let Some((fee, (_, first))) = sum.zip(fees.first()) else {
            return Ok(Err(format!("it is not booked: the payout {name} was made in {currency}")));
        };
        let at = if payout.handed_out { self.clock().now() } else { first.at };
        let body = Body::PayoutFeeFound { fee, import };
        Ok(Ok(self.entries_at(Subject::Payout(payout.id), payout.version, [(at, body)])))
    }
}
