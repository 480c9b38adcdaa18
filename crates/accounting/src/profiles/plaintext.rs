//! Ledgers in plain text: the order of what is in one, with what it uses declared before its first use. How each line is
//! written is the profile's.

use std::collections::BTreeSet;

use ledger::Currency;

use super::books::{self, Accounts, Leg, NameRule};
use crate::finding::Findings;
use crate::format::Format;
use crate::{Context, ExportError, Row};

/// How a program writes its ledger. Each piece ends its own lines.
pub(super) trait Dialect {
    /// What stands first.
    const PREAMBLE: &'static str;
    /// What the program takes for the name of an account.
    const NAMES: NameRule;

    /// Declares a currency before its first use, where that is done.
    fn commodity(&self, currency: Currency) -> String;

    /// Declares an account before its first use, where that is done.
    fn account(&self, name: &str) -> String;

    /// The transaction of an entry, up to its legs; the row is the first of the entry.
    fn head(&self, row: &Row, context: &Context, findings: &mut Findings) -> String;

    /// One leg.
    fn leg(&self, name: &str, leg: Leg<'_>) -> String;
}

/// A ledger in the making.
pub(super) struct Ledger<D> {
    context: Context,
    dialect: D,
    accounts: Accounts,
    commodities: BTreeSet<Currency>,
}

impl<D: Dialect> Ledger<D> {
    pub(super) fn new(context: &Context, dialect: D) -> Self {
        Self {
            context: context.clone(),
            dialect,
            accounts: Accounts::new(D::NAMES),
            commodities: BTreeSet::new(),
        }
    }
}

impl<D: Dialect> Format for Ledger<D> {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        out.extend(D::PREAMBLE.as_bytes());
        Ok(())
    }

    fn entry(
        &mut self,
        rows: &[Row],
        findings: &mut Findings,
        out: &mut Vec<u8>,
    ) -> Result<(), ExportError> {
        let Some(lead) = books::lead(rows.iter()) else { return Ok(()) };
        let mut declared = String::new();
        let mut transaction = self.dialect.head(lead, &self.context, findings);
        for leg in books::legs(rows)? {
            let currency = leg.money.currency();
            if self.commodities.insert(currency) {
                declared.push_str(&self.dialect.commodity(currency));
            }
            let (levels, is_new) = self.accounts.name(&self.context, leg, findings);
            let name = levels.join(":");
            if is_new {
                declared.push_str(&self.dialect.account(&name));
            }
            transaction.push_str(&self.dialect.leg(&name, leg));
        }
        for piece in [declared, transaction].iter().filter(|piece| !piece.is_empty()) {
            out.push(b'\n');
            out.extend(piece.as_bytes());
        }
        Ok(())
    }
}
