//! What was found on examining the books.

use backoffice::Finding;
use serde::Serialize;

use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct DoctorView {
    pub(crate) ok: bool,
    checks: Vec<Check>,
}

#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    detail: String,
}

impl DoctorView {
    pub(crate) fn of(findings: Vec<Finding>) -> Self {
        let ok = findings.iter().all(|finding| finding.ok);
        let check = |Finding { name, ok, detail }| Check { name, ok, detail };
        Self { ok, checks: findings.into_iter().map(check).collect() }
    }
}

impl Show for DoctorView {
    fn text(&self) -> String {
        let line = |check: &Check| {
            format!("{}  {}: {}", if check.ok { "ok  " } else { "FAIL" }, check.name, check.detail)
        };
        self.checks.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
