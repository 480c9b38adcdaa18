//! What an entry made of a payment or a payout that was not so before. Pure. What nothing but an imported file tells of is no
//! news: whoever imported it knows.

use ledger::{
    Body, Entry, Flag, Money, Payment, PaymentStatus, Payout, PayoutStatus, Refund, RefundStatus,
    Source,
};

use super::NewsKind;

/// What was made so.
pub(super) struct Made {
    pub(super) kind: NewsKind,
    pub(super) amount: Option<Money>,
    pub(super) text: Option<String>,
}

/// Whether an entry could have made anything so. What a person wrote down by hand or imported is no news to anybody, and an
/// intent is none.
pub(super) fn may_be_news(body: &Body) -> bool {
    !is_imported(body)
        && matches!(
            body,
            Body::PaymentFound { .. }
                | Body::PaymentObserved { .. }
                | Body::RefundObserved { .. }
                | Body::RefundFound { .. }
                | Body::PayoutObserved(_)
        )
}

/// Whether it is out of a file that a person imported.
fn is_imported(body: &Body) -> bool {
    match body {
        Body::PaymentFound { import, .. } | Body::RefundFound { import, .. } => import.is_some(),
        Body::PaymentObserved { observation, .. } => observation.source == Source::Import,
        Body::RefundObserved { source, .. } => *source == Source::Import,
        Body::PayoutObserved(news) => news.source == Source::Import,
        _ => false,
    }
}

/// The payment after the entry, and what the entry made of it.
pub(super) fn of_payment(before: Option<Payment>, entry: &Entry) -> Option<(Payment, Vec<Made>)> {
    let after = Payment::apply(before.clone(), entry)?;
    if after.only_import().is_some() {
        return Some((after, Vec::new()));
    }
    let was_captured = before.as_ref().is_some_and(|payment| payment.status.is_captured());
    let mut made = Vec::new();
    if after.status.is_captured() && !was_captured {
        let (amount, text) = (Some(after.amount()), after.channel.clone());
        made.push(Made { kind: NewsKind::PaymentPaid, amount, text });
    }
    let text = attention(before.as_ref(), &after);
    if !text.is_empty() {
        let (amount, text) = (Some(after.amount()), Some(text.join("; ")));
        made.push(Made { kind: NewsKind::PaymentAttention, amount, text });
    }
    let refunds = after.refunds.iter().filter_map(|refund| {
        let before = before.as_ref().and_then(|payment| payment.refund(refund.id));
        of_refund(before, refund)
    });
    made.extend(refunds);
    Some((after, made))
}

/// The payout after the entry, and what the entry made of it.
pub(super) fn of_payout(before: Option<Payout>, entry: &Entry) -> Option<(Payout, Vec<Made>)> {
    let after = Payout::apply(before.clone(), entry)?;
    let is_new = before.is_none_or(|payout| payout.status != after.status || payout.version == 1);
    let kind = match after.status {
        PayoutStatus::Processed => Some(NewsKind::PayoutProcessed),
        PayoutStatus::Failed => Some(NewsKind::PayoutFailed),
        PayoutStatus::Unknown => Some(NewsKind::PayoutUnknown),
        PayoutStatus::Requested | PayoutStatus::Submitted | PayoutStatus::Pending => None,
    };
    let (amount, text) = (Some(after.order.amount), after.message.clone());
    let is_of_file = after.import.is_some();
    let made = kind.filter(|_| is_new && !is_of_file).map(|kind| Made { kind, amount, text });
    Some((after, made.into_iter().collect()))
}

fn of_refund(before: Option<&Refund>, after: &Refund) -> Option<Made> {
    if before.is_some_and(|before| before.status == after.status) || after.import.is_some() {
        return None;
    }
    let kind = match after.status {
        RefundStatus::Processed => NewsKind::RefundProcessed,
        RefundStatus::Failed => NewsKind::RefundFailed,
        RefundStatus::Unknown => NewsKind::RefundUnknown,
        _ => return None,
    };
    let text = after.message.clone().or_else(|| Some(after.reason.clone()));
    Some(Made { kind, amount: Some(after.amount), text })
}

/// What wants a person's eye that did not before.
fn attention(before: Option<&Payment>, after: &Payment) -> Vec<&'static str> {
    let is_new = |flag: &&Flag| before.is_none_or(|payment| !payment.flags.contains(flag));
    let flags = after.flags.iter().filter(is_new).map(|flag| match flag {
        Flag::Late => "paid after it had expired or been cancelled",
        Flag::AmountMismatch => "another amount was paid than was ordered",
        Flag::CurrencyMismatch => "paid in another currency than was ordered",
        Flag::Unordered => "no order here asked for it",
    });
    let is_reversed = after.status == PaymentStatus::Reversed
        && before.is_none_or(|payment| payment.status != PaymentStatus::Reversed);
    flags.chain(is_reversed.then_some("the money was taken back")).collect()
}
