//! Payment links.

use backoffice::{Page, PaymentRecord, PaymentRow};
use ledger::Flag;
use serde::Serialize;

use super::table::{facts, table};
use super::{Amount, List, time};
use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct LinkView {
    reference: String,
    gateway_reference: Option<String>,
    url: Option<String>,
    status: &'static str,
    #[serde(flatten)]
    amount: Amount,
    expires_at: Option<String>,
    account: String,
    id: String,
}

impl LinkView {
    pub(crate) fn of(record: &PaymentRecord) -> Self {
        Self::of_row(&PaymentRow::of(record))
    }

    fn of_row(row: &PaymentRow) -> Self {
        Self {
            reference: row.reference.to_string(),
            gateway_reference: row.gateway_reference.clone(),
            url: row.link_url.clone(),
            status: row.status.as_str(),
            amount: Amount::of(row.amount),
            expires_at: row.link_expires_at.map(time),
            account: row.account_name.to_string(),
            id: row.id.to_string(),
        }
    }
}

impl Show for LinkView {
    fn text(&self) -> String {
        facts(&[
            ("Order", Some(self.reference.clone())),
            ("Amount", Some(self.amount.text())),
            ("Account", Some(self.account.clone())),
            ("Status", Some(self.status.to_owned())),
            ("Reference", self.gateway_reference.clone()),
            ("Works until", self.expires_at.clone()),
            ("Link", self.url.clone()),
        ])
    }
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct LinkList(List<LinkView>);

impl LinkList {
    pub(crate) fn of(page: &Page<PaymentRow>) -> Self {
        // A payment that was found at a gateway has no order, and so no link.
        let is_ordered = |row: &&PaymentRow| !row.flags.contains(&Flag::Unordered);
        let items = page.items.iter().filter(is_ordered).map(LinkView::of_row).collect();
        Self(List { items, next: page.next.as_ref().map(ToString::to_string) })
    }
}

impl Show for LinkList {
    fn text(&self) -> String {
        if self.0.items.is_empty() {
            return "No link is here. Make one with: till link create".to_owned();
        }
        let row = |link: &LinkView| {
            let url = link.url.clone().unwrap_or_default();
            vec![link.reference.clone(), link.amount.text(), link.status.to_owned(), url]
        };
        let rows: Vec<_> = self.0.items.iter().map(row).collect();
        table(&["ORDER", "AMOUNT", "STATUS", "LINK"], &[1], &rows) + &self.0.more()
    }
}
