//! The payment that a line asks about.

use store::PaymentRecord;

use super::source::Wish;
use crate::{Backoffice, Error};

impl Backoffice {
    /// The payment of a wish, or why there is none to refund.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(super) async fn wished_payment(
        &self,
        wish: &Wish,
    ) -> Result<Result<PaymentRecord, String>, Error> {
        let found = match wish {
            Wish::Whole(id) => self.payment(*id).await,
            Wish::Unusable(problem) => return Ok(Err(problem.clone())),
            Wish::Row(row) => match &row.account {
                None => self.find_payment(&row.reference).await,
                Some(account) => self.find_meant_at(account, &row.reference).await,
            },
        };
        match found {
            Ok(record) => Ok(Ok(record)),
            Err(error @ Error::Store(_)) => Err(error),
            Err(none) => Ok(Err(none.to_string())),
        }
    }
}
