//! The hash that stands for a plan: of all that would be done, and of what each line was decided on. Why a line would not be
//! refunded is left out, since the words for that may change without anything being done.

use sha2::{Digest as _, Sha256};

use super::PlanLine;

pub(super) fn of_plan(of: &str, reason: &str, lines: &[PlanLine]) -> String {
    let mut print = Print(Sha256::new());
    print.text("refunds 1");
    print.text(of);
    print.text(reason);
    for line in lines {
        print.text(&line.line.to_string());
        print.text(&line.reference);
        print.text(line.verdict.as_str());
        print.maybe(line.payment);
        print.maybe(line.amount);
        print.maybe(line.left);
        print.text(&line.reason);
        print.maybe(line.customer_note.as_ref());
    }
    hex::encode(print.0.finalize())
}

/// Texts one after the other, each behind its length, so that no two sequences are hashed as the same bytes.
struct Print(Sha256);

impl Print {
    fn text(&mut self, text: &str) {
        self.0.update(text.len().to_string());
        self.0.update(":");
        self.0.update(text);
    }

    fn maybe(&mut self, value: Option<impl ToString>) {
        match value {
            Some(value) => self.text(&value.to_string()),
            None => self.0.update("-"),
        }
    }
}
