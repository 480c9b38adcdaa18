//! The hash that stands for a plan: of the file, of how it is read, and of what would be taken. Sentences are left out, since
//! their words may change without anything being done.

use crate::print::Print;

use super::ImportPlan;

pub(super) fn of_plan(plan: &ImportPlan) -> String {
    let mut print = Print::begin("import 1");
    print.text(plan.of.as_str());
    print.text(&plan.sha256);
    print.maybe(plan.account.as_ref());
    print.maybe(plan.place.as_ref());
    for (key, value) in plan.mapping.iter().flat_map(super::ImportMapping::words) {
        print.text(&key);
        print.text(&value);
    }
    for line in &plan.lines {
        print.text(&line.line.to_string());
        print.maybe(line.amount);
        print.text(line.fate.as_str());
        print.text(if line.taken { line.becomes.as_str() } else { "left" });
    }
    for problem in &plan.problems {
        print.text(&problem.line.to_string());
    }
    print.end()
}
