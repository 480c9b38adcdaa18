//! The check as text: a table of payouts, and beneath it what is to be done, with the commands for it.

use super::{CheckView, SettlementView, StrangerView, TotalView, UnsettledView};
use crate::output::Show;
use crate::view::table::{harmless, table};
use crate::words::Words;

impl Show for SettlementView {
    fn text(&self) -> String {
        let mut parts = vec![self.heading()];
        if self.items.is_empty() {
            parts.push("No payout is known in these days".to_owned());
        } else {
            parts.push(self.payouts());
        }
        let to_do: Vec<_> = self.items.iter().filter_map(CheckView::to_do).collect();
        if !to_do.is_empty() {
            parts.push(to_do.join("\n"));
        }
        if !self.unsettled.is_empty() {
            let lines = self.unsettled.iter().map(UnsettledView::text);
            parts.push(format!("At gateways:\n{}", lines.collect::<Vec<_>>().join("\n")));
        }
        if !self.strangers.is_empty() {
            let lines = self.strangers.iter().map(StrangerView::text);
            parts.push(format!(
                "Bank lines without a payout:\n{}",
                lines.collect::<Vec<_>>().join("\n")
            ));
        }
        if !self.totals.is_empty() {
            parts.push(self.totals.iter().map(TotalView::text).collect::<Vec<_>>().join("\n"));
        }
        parts.join("\n\n")
    }
}

impl SettlementView {
    fn heading(&self) -> String {
        let usual = if self.usual_period { "; others with --from and --to" } else { "" };
        let of = self.account.iter().map(|account| format!(", {account}")).collect::<String>();
        let (from, to) = (self.period.from, self.period.to);
        harmless(&format!("{from} to {to}, days in {}{of}{usual}", self.time_zone))
    }

    fn payouts(&self) -> String {
        let rows: Vec<_> = self.items.iter().map(CheckView::row).collect();
        let headings =
            ["VERDICT", "PAYOUT", "ACCOUNT", "LEFT ON", "AMOUNT", "AT THE BANK", "LINE OF", "BY"];
        table(&headings, &[4, 5], &rows)
    }
}

impl CheckView {
    fn name(&self) -> &str {
        self.reference.as_deref().unwrap_or(&self.payout)
    }

    fn row(&self) -> Vec<String> {
        let line = self.line.as_ref();
        vec![
            self.verdict.replace('_', " "),
            self.name().to_owned(),
            self.account.clone(),
            self.paid_out_on.to_string(),
            self.amount.text(),
            line.map(|line| line.amount.text()).unwrap_or_default(),
            line.map(|line| line.date.to_string()).unwrap_or_default(),
            self.certainty.unwrap_or_default().to_owned(),
        ]
    }

    /// Why it is so and what is to be done about it; nothing where it is in order.
    fn to_do(&self) -> Option<String> {
        let is_fine = matches!(self.verdict, "matched" | "expected");
        (!is_fine).then(|| harmless(&format!("{}: {}", self.name(), self.why)))
    }
}

impl UnsettledView {
    fn text(&self) -> String {
        harmless(&format!("  {} {}. {}", self.account, self.amount.text(), self.why))
    }
}

impl StrangerView {
    fn text(&self) -> String {
        let line = &self.line;
        let said = format!("  {} {} {}: {}", line.date, line.amount.text(), line.text, self.why);
        let steps = self.steps().into_iter().map(|step| format!("\n    > {step}"));
        harmless(&said) + &steps.collect::<String>()
    }

    /// The commands for it. A line that may be the money of payouts which are known is not booked as another.
    fn steps(&self) -> Vec<Words> {
        let matching = self.line.command("match");
        if !self.candidates.is_empty() {
            let with = |payout: &String| matching.clone().word(payout).plain("--by NAME");
            return self.candidates.iter().map(with).collect();
        }
        let one = match self.accounts.as_slice() {
            [only] => only.as_str(),
            _ => "NAME",
        };
        let booking = self.line.command("payout").option("--account", one).plain("--by NAME");
        vec![matching.plain("PAYOUT --by NAME"), booking]
    }
}

impl TotalView {
    fn text(&self) -> String {
        let Self { currency, paid_out, seen } = self;
        format!(
            "Of payouts with a bank line: {paid_out} {currency} paid out, {seen} {currency} seen"
        )
    }
}
