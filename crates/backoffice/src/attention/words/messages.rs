//! What is said of messages that came to nothing.

use ledger::DeliveryId;
use store::DeliveryRecord;

use super::{Step, Words, counted};
use crate::attention::Moment;
use crate::webhook::Trouble;

/// Messages for one account that came to nothing for the same reason.
pub(in crate::attention) struct Messages<'a> {
    pub(in crate::attention) trouble: Trouble,
    /// The newest of them.
    pub(in crate::attention) newest: &'a DeliveryRecord,
    pub(in crate::attention) count: u64,
    /// The gateway's name; the account's where there is none.
    pub(in crate::attention) gateway: &'a str,
}

impl Messages<'_> {
    pub(in crate::attention) fn newest_id(&self) -> DeliveryId {
        self.newest.delivery.id
    }

    pub(in crate::attention) fn words(&self, moment: &Moment) -> Words {
        let (gateway, newest) = (self.gateway, self.newest);
        let account = &newest.delivery.account_name;
        let day = moment.day(newest.delivery.received_at);
        let came = counted(self.count, "message", "messages");
        let last = if self.count == 1 { format!("on {day}") } else { format!("the last on {day}") };
        let (open, replay) = (Some(Step::OpenWebhook), Some(Step::ReplayWebhook));
        match self.trouble {
            Trouble::NotProven => Words::new(
                format!("{came} for {account} came in, {last}, that did not prove to come from {gateway}."),
                format!(
                    "Nothing was changed because of them. If {gateway} did send them, the webhook secret or a setting here is not \
                     what its dashboard says: put that right and replay them. If not, somebody tried something, in vain."
                ),
                [open, Some(Step::ReplaceKeys), replay],
            ),
            Trouble::Unreadable => Words::new(
                format!("{came} for {account} came in, {last}, in a form that {gateway} is not known to use."),
                format!(
                    "Nothing was changed because of them, and payments are still found by looking them up. {gateway} may have \
                     changed what it sends; look at one, and replay it after an update."
                ),
                [open, replay, None],
            ),
            Trouble::TooLarge => Words::new(
                format!("{came} for {account} came in, {last}, larger than any that are taken."),
                "No gateway is known to send as much, so nothing was changed. If it comes again and again, something else sends \
                 to this address."
                    .to_owned(),
                [open, Some(Step::OpenListener), None],
            ),
            Trouble::Flood => Words::new(
                format!("More messages for {account} came in than are taken at a time, {last}."),
                format!(
                    "Some were turned away. {gateway} sends its own again, and payments are still found by looking them up. If \
                     nothing of yours is that busy, somebody else sends to this address."
                ),
                [open, Some(Step::OpenListener), None],
            ),
            Trouble::NoAccount => Words::new(
                format!("{came} came in, {last}, for `{account}`, which is not connected here."),
                "Nothing was changed because of them. If the account has another name here, correct the address in the gateway's \
                 dashboard; if you no longer use it, delete the address there."
                    .to_owned(),
                [open, Some(Step::OpenListener), None],
            ),
            Trouble::GivenUp => Words::new(
                format!(
                    "{came} for {account} came in, {last}, and {gateway} could not be asked about what they tell, for days."
                ),
                format!(
                    "What they tell may be missing in the books. Replay them; where {gateway} still does not answer, look into its \
                     dashboard."
                ),
                [replay, open, None],
            ),
            Trouble::NotBooked => self.not_booked(&day),
        }
    }

    fn not_booked(&self, day: &str) -> Words {
        let (gateway, newest) = (self.gateway, self.newest);
        let of = match &newest.reference {
            Some(reference) => format!(" of {reference}"),
            None => String::new(),
        };
        let payment = newest.payment.map(|_| Step::OpenPayment);
        let record = newest.payment.map(|_| Step::RecordRefund);
        Words::new(
            format!(
                "On {day} {gateway} told of a refund{of} that was not booked, because it did not say enough to be sure."
            ),
            format!(
                "If the dashboard of {gateway} shows a refund that is missing here, record it by hand. If it shows none, there is \
                 nothing to do: put this off until it is gone."
            ),
            [Some(Step::OpenWebhook), record, payment],
        )
    }
}
