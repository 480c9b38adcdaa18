//! What is known of each gateway before an account is connected.

use std::collections::{BTreeMap, BTreeSet};

use gateways::{Error, SettingError, Settings, connect, profile};
use ledger::{Currency, GatewayKind};

use crate::support::*;

#[test]
fn every_gateway_has_a_profile_that_holds_together() {
    for &kind in GatewayKind::ALL {
        let profile = profile(kind);
        assert_eq!((profile.kind, profile.title), (kind, kind.title()));
        let fields: BTreeSet<_> = profile.credentials.iter().map(|field| field.key).collect();
        assert_eq!(fields.len(), profile.credentials.len());
        for setting in profile.settings {
            let set = BTreeMap::from([(setting.key.to_owned(), setting.default.to_owned())]);
            assert!(Settings::new(kind, &set).is_ok(), "{}", setting.key);
            let words = setting.allowed.choices();
            let choices: BTreeSet<_> = words.iter().collect();
            assert_eq!(choices.len(), words.len(), "{}", setting.key);
        }
        assert!(!profile.currencies().is_empty());
        assert!(profile.currencies().into_iter().all(|currency| profile.takes(currency)));
        let settings = Settings::defaults(kind);
        let gateway = connect(kind, profile.base_url, &credentials(kind), &settings).unwrap();
        assert_eq!(gateway.capabilities(), profile.capabilities(&settings));
    }
}

#[test]
fn novac_takes_its_documented_currencies_from_its_least_amount_on() {
    let novac = profile(GatewayKind::Novac);
    assert!(novac.accepts(ngn(10_000)).is_ok());
    let problem = novac.accepts(ngn(9_999)).unwrap_err();
    assert_eq!(
        (problem.field, problem.to_string().as_str()),
        ("amount", "the least amount at Novac is 100.00 NGN")
    );
    assert!(novac.accepts(usd(1)).is_ok());
    assert_eq!(novac.minimum(Currency::USD), None);
    assert!(!novac.takes(Currency::INR));
}

#[test]
fn links_at_ovgc_need_both_addresses_to_return_to() {
    let ovgc = profile(GatewayKind::Ovgc);
    assert!(ovgc.link_field("success_url").unwrap().required);
    assert!(ovgc.link_field("cancel_url").unwrap().required);
    assert_eq!(ovgc.link_field("callback_url"), None);
    assert!(!profile(GatewayKind::Novac).link_field("callback_url").unwrap().required);
}

#[test]
fn settings_are_choices_and_only_changes_are_journaled() {
    let kind = GatewayKind::Novac;
    let set = |key: &str, value: &str| {
        Settings::new(kind, &BTreeMap::from([(key.to_owned(), value.to_owned())]))
    };
    assert_eq!(Settings::new(kind, &BTreeMap::new()).unwrap(), Settings::defaults(kind));
    assert_eq!(set("checkout_path", "auto").unwrap().changed(kind), BTreeMap::new());
    let checkout = set("checkout_path", "checkout").unwrap();
    assert_eq!(checkout.get("checkout_path"), "checkout");
    assert_eq!(checkout.changed(kind)["checkout_path"], "checkout");
    assert!(matches!(set("checkout_path", "both"), Err(SettingError::NotAllowed { .. })));
    assert!(matches!(set("path", "auto"), Err(SettingError::Unknown { .. })));
}

#[test]
fn keys_are_never_taken_to_an_address_others_can_read() {
    let kind = GatewayKind::Ovgc;
    for (base_url, expected) in [
        ("http://dashboard.ovgcpayments.com", SettingError::UnsafeBaseUrl),
        ("dashboard.ovgcpayments.com", SettingError::BaseUrl),
    ] {
        match connect(kind, base_url, &credentials(kind), &Settings::defaults(kind)) {
            Err(Error::Setting(error)) => assert_eq!(error, expected),
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("{base_url} was accepted"),
        }
    }
}
