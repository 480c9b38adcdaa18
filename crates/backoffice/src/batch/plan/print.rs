//! The hash that stands for a plan: of all that would be done, and of what each line was decided on. Why a line would not be
//! refunded is left out, since the words for that may change without anything being done.

use super::PlanLine;
use crate::print::Print;

pub(super) fn of_plan(of: &str, reason: &str, lines: &[PlanLine]) -> String {
    let mut print = Print::begin("refunds 1");
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
    print.end()
}
