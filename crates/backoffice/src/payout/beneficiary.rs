//! Who receives a payout: what of it is somebody's own and kept beside the journal, and what the journal may say.

use std::collections::BTreeMap;

use gateways::PayoutRoute;
use store::PersonDetails;

/// The fields that name the account that money goes to.
const ACCOUNTS: [&str; 3] = ["account_number", "phone", "number"];
/// The field that names its owner.
const NAME: &str = "account_name";
/// Of fewer digits, the last four would be most of the account.
const FEWEST_DIGITS: usize = 7;

/// The receiver's own data; nothing where the route names nobody.
pub(super) fn person_of(fields: &BTreeMap<String, String>) -> Option<PersonDetails> {
    let name = fields.get(NAME).cloned();
    let account = account_of(fields).cloned();
    let details = PersonDetails { name, account, ..PersonDetails::default() };
    (details != PersonDetails::default()).then_some(details)
}

/// What the journal keeps: all that is nobody's own.
pub(super) fn details_of(
    route: &PayoutRoute,
    fields: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let is_impersonal =
        |key: &str| route.fields.iter().any(|field| field.key == key && !field.personal);
    let impersonal = fields.iter().filter(|(key, _)| is_impersonal(key));
    impersonal.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Where the money goes, in short and without personal data: `Access Bank ••7890`.
pub(super) fn in_short(route: &PayoutRoute, fields: &BTreeMap<String, String>) -> String {
    let details = details_of(route, fields);
    let named = |key: &str, before: &str| details.get(key).map(|value| format!("{before}{value}"));
    let place = named("bank_name", "")
        .or_else(|| named("wallet", ""))
        .or_else(|| named("ifsc", ""))
        .or_else(|| named("bank_code", "bank "))
        .or_else(|| named("operator", "operator "))
        .or_else(|| named("beneficiary_id", "beneficiary "))
        .unwrap_or_else(|| route.title.to_owned());
    match account_of(fields).and_then(|account| last_digits(account)) {
        Some(digits) => format!("{place} ••{digits}"),
        None => place,
    }
}

fn account_of(fields: &BTreeMap<String, String>) -> Option<&String> {
    ACCOUNTS.iter().find_map(|key| fields.get(*key))
}

fn last_digits(account: &str) -> Option<String> {
    let digits: Vec<char> = account.chars().filter(char::is_ascii_digit).collect();
    let last = digits.len().checked_sub(4).filter(|_| digits.len() >= FEWEST_DIGITS)?;
    Some(digits.into_iter().skip(last).collect())
}

#[cfg(test)]
mod tests {
    use gateways::profile;
    use ledger::{GatewayKind, PayoutKind};

    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn short(gateway: GatewayKind, kind: PayoutKind, pairs: &[(&str, &str)]) -> String {
        in_short(profile(gateway).payout_route(kind).unwrap(), &fields(pairs))
    }

    #[test]
    fn a_destination_is_named_by_its_place_and_four_digits() {
        let bank = [("bank_name", "Access Bank"), ("bank_code", "044")];
        let account = ("account_number", "0123457890");
        let said = short(GatewayKind::Novac, PayoutKind::Bank, &[bank[0], bank[1], account]);
        assert_eq!(said, "Access Bank ••7890");
        let said = short(GatewayKind::Novac, PayoutKind::Bank, &[bank[1], account]);
        assert_eq!(said, "bank 044 ••7890");
        let wallet = [("wallet", "PAYTM"), ("phone", "9876543210")];
        assert_eq!(short(GatewayKind::Nowpay, PayoutKind::Wallet, &wallet), "PAYTM ••3210");
    }

    #[test]
    fn a_short_account_is_not_given_away() {
        let account = [("ifsc", "HDFC0001234"), ("account_number", "123456")];
        assert_eq!(short(GatewayKind::Nowpay, PayoutKind::Bank, &account), "HDFC0001234");
    }

    #[test]
    fn nothing_personal_is_among_the_details() {
        for gateway in GatewayKind::ALL {
            for route in profile(*gateway).payout_routes {
                let all = route.fields.iter().map(|field| (field.key.to_owned(), "1".to_owned()));
                let kept = details_of(route, &all.collect());
                let is_kept = |personal: bool| {
                    route.fields.iter().filter(move |field| field.personal == personal)
                };
                assert!(is_kept(true).all(|field| !kept.contains_key(field.key)));
                assert!(is_kept(false).all(|field| kept.contains_key(field.key)));
            }
        }
    }
}
