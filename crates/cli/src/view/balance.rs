//! What is left at a gateway, what moved it, and what a payment will cost.

use backoffice::{Balance, ReportLine};
use ledger::{Money, Payment};
use serde::Serialize;

use super::table::{facts, table};
use super::{Amount, List, time};
use crate::output::Show;

#[derive(Debug, Serialize)]
struct BalanceView {
    title: String,
    #[serde(flatten)]
    amount: Amount,
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct BalanceList(List<BalanceView>);

impl BalanceList {
    pub(crate) fn of(balances: &[Balance]) -> Self {
        let view = |balance: &Balance| BalanceView {
            title: balance.title.clone(),
            amount: Amount::of(balance.money),
        };
        Self(List::whole(balances, view))
    }
}

impl Show for BalanceList {
    fn text(&self) -> String {
        let row = |balance: &BalanceView| vec![balance.title.clone(), balance.amount.text()];
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        table(&["BALANCE", "AMOUNT"], &[1], &rows)
    }
}

#[derive(Debug, Serialize)]
struct LineView {
    at: String,
    kind: String,
    #[serde(flatten)]
    amount: Amount,
    balance_before: String,
    balance_after: String,
    reference: Option<String>,
    note: Option<String>,
    status: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct ReportView(List<LineView>);

impl ReportView {
    pub(crate) fn of(lines: &[ReportLine]) -> Self {
        let view = |line: &ReportLine| LineView {
            at: time(line.at),
            kind: line.kind.clone(),
            amount: Amount::of(line.money),
            balance_before: line.before.to_decimal_string(),
            balance_after: line.after.to_decimal_string(),
            reference: line.reference.clone(),
            note: line.note.clone(),
            status: line.status.clone(),
        };
        Self(List::whole(lines, view))
    }
}

impl Show for ReportView {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "Nothing moved the balance on these days".to_owned();
        }
        let row = |line: &LineView| {
            vec![
                line.at.clone(),
                line.kind.clone(),
                line.amount.text(),
                line.balance_after.clone(),
                line.reference.clone().unwrap_or_default(),
                line.note.clone().unwrap_or_default(),
            ]
        };
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        table(&["WHEN", "WHY", "AMOUNT", "BALANCE", "REFERENCE", "NOTE"], &[2, 3], &rows)
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct FeeView {
    reference: String,
    channel: String,
    #[serde(flatten)]
    fee: Amount,
}

impl FeeView {
    pub(crate) fn of(payment: &Payment, channel: &str, fee: Money) -> Self {
        let channel = channel.to_owned();
        Self { reference: payment.reference.to_string(), channel, fee: Amount::of(fee) }
    }
}

impl Show for FeeView {
    fn text(&self) -> String {
        facts(&[
            ("Order", Some(self.reference.clone())),
            ("Paid by", Some(self.channel.clone())),
            ("Fee", Some(self.fee.text())),
        ])
    }
}
