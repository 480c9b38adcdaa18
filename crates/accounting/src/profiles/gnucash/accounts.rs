//! The accounts that transactions need, as GnuCash imports them: parents before what is below them.
//!
//! GnuCash reads this file by a pattern of its own, line by line, and knows the heading in its own words only, so the
//! first line is what it exports in English and is skipped by the merchant ("Number of rows for the header").

use std::collections::BTreeSet;

use ledger::{Currency, LedgerAccount};

use super::{NAMES, record};
use crate::finding::Findings;
use crate::format::Format;
use crate::profiles::books::{self, Accounts};
use crate::{Context, ExportError, Row};

const HEADINGS: [&str; 12] = [
    "Type",
    "Full Account Name",
    "Account Name",
    "Account Code",
    "Description",
    "Account Color",
    "Notes",
    "Symbol",
    "Namespace",
    "Hidden",
    "Tax Info",
    "Placeholder",
];

pub(super) struct Chart {
    context: Context,
    accounts: Accounts,
    parents: BTreeSet<Vec<String>>,
}

impl Chart {
    pub(super) fn new(context: &Context) -> Self {
        Self { context: context.clone(), accounts: Accounts::new(NAMES), parents: BTreeSet::new() }
    }
}

impl Format for Chart {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        record(out, &HEADINGS)
    }

    fn entry(
        &mut self,
        rows: &[Row],
        findings: &mut Findings,
        out: &mut Vec<u8>,
    ) -> Result<(), ExportError> {
        for leg in books::legs(rows)? {
            let (levels, is_new) = self.accounts.name(&self.context, leg, findings);
            if !is_new {
                continue;
            }
            let (levels, currency) = (levels.to_vec(), leg.money.currency());
            for depth in 1..=levels.len() {
                let (name, _) = levels.split_at(depth);
                if self.parents.insert(name.to_vec()) {
                    account(out, name, kind(leg.account), currency)?;
                }
            }
        }
        Ok(())
    }
}

fn account(
    out: &mut Vec<u8>,
    levels: &[String],
    kind: &str,
    currency: Currency,
) -> Result<(), ExportError> {
    let (full, own) = (levels.join(":"), levels.last().map_or("", String::as_str));
    let code = currency.code();
    record(out, &[kind, &full, own, "", "", "", "", code, "CURRENCY", "F", "F", "F"])
}

const fn kind(account: LedgerAccount) -> &'static str {
    match account {
        LedgerAccount::Bank => "BANK",
        LedgerAccount::Cash => "CASH",
        LedgerAccount::Clearing | LedgerAccount::OtherFunds => "ASSET",
        LedgerAccount::Sales | LedgerAccount::Refunds | LedgerAccount::Reversals => "INCOME",
        LedgerAccount::Fees | LedgerAccount::Transfers => "EXPENSE",
    }
}
