//! What a customer does at a checkout page, and a merchant in a gateway's dashboard, without a browser: for demonstrations and
//! tests of other crates.

use ledger::Money;
use uuid::Uuid;

use crate::Sandbox;
use crate::state::{Channel, Outcome};

/// What a customer does at a checkout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Customer {
    /// Pays with a card.
    PaysByCard,
    /// Pays by bank transfer.
    PaysByTransfer,
    /// Pays by USSD.
    PaysByUssd,
    /// Tries to pay and is declined.
    Declines,
    /// Leaves without paying.
    Leaves,
}

impl Sandbox {
    /// Does what a customer would do on the page at `url`. Says whether the checkout was open and so took notice.
    pub fn customer(&self, url: &str, does: Customer) -> bool {
        let outcome = match does {
            Customer::PaysByCard => Outcome::Paid(Channel::Card),
            Customer::PaysByTransfer => Outcome::Paid(Channel::Transfer),
            Customer::PaysByUssd => Outcome::Paid(Channel::Ussd),
            Customer::Declines => Outcome::Declined,
            Customer::Leaves => Outcome::Left,
        };
        let token = url.rsplit('/').next().and_then(|token| token.parse::<Uuid>().ok());
        token.is_some_and(|token| self.world().end(token, outcome))
    }

    /// Refunds what was paid at the page at `url` as the merchant would in the gateway's dashboard, all that is left where no
    /// amount is given. Says whether it was made.
    pub fn refund_in_dashboard(&self, url: &str, amount: Option<Money>) -> bool {
        let token = url.rsplit('/').next().and_then(|token| token.parse::<Uuid>().ok());
        token.is_some_and(|token| self.world().refund_in_dashboard(token, amount))
    }
}
