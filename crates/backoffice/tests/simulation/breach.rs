//! Ways to break the rules, each of which the invariants have to notice.

/// A rule that is broken between the books and the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breach {
    /// A refund whose answer was lost is sent again.
    SendsAgain,
    /// A refund whose answer was lost is sent again under another key.
    SendsAnew,
    /// What was refunded in the gateway's dashboard is not looked at before a refund.
    HidesDashboard,
}
