//! What is known of each gateway before an account is connected.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use gateways::{
    Capability, Credentials, Error, PayoutValues, SettingError, Settings, connect,
    is_secret_header, profile,
};
use ledger::{Currency, GatewayKind};
use sandbox::{Options, Sandbox};

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

/// What CONTRIBUTING says of adding a gateway, for every gateway there is.
#[tokio::test]
async fn a_gateway_is_one_variant_one_file_one_folder_and_its_fixtures() {
    let sandbox = Sandbox::start(Options::new(Arc::new(noon))).await.unwrap();
    let described = sandbox.description();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words: BTreeSet<_> = GatewayKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(words.len(), GatewayKind::ALL.len());
    assert_eq!(described.gateways.keys().copied().collect::<BTreeSet<_>>(), words);
    for &kind in GatewayKind::ALL {
        let word = kind.as_str();
        assert_eq!(profile(kind).kind, kind);
        for source in [
            here.join("src").join(word).with_extension("rs"),
            here.join("../sandbox/src").join(word).with_extension("rs"),
        ] {
            assert!(source.is_file(), "{}", source.display());
        }
        for folder in [here.join("src").join(word), here.join("tests/fixtures").join(word)] {
            let files = std::fs::read_dir(&folder).map_or(0, Iterator::count);
            assert!(files > 0, "{}", folder.display());
        }
    }
}

#[tokio::test]
async fn an_account_at_the_sandbox_is_described_in_the_words_of_its_profile() {
    let sandbox = Sandbox::start(Options::new(Arc::new(noon))).await.unwrap();
    for (word, described) in &sandbox.description().gateways {
        let kind: GatewayKind = word.parse().unwrap();
        let owned = |pairs: &BTreeMap<&str, &str>| -> BTreeMap<String, String> {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let settings = Settings::new(kind, &owned(&described.settings)).unwrap();
        let keys = owned(&described.credentials).into_iter();
        let keys = Credentials::new(kind, keys.map(|(key, value)| (key, value.into()))).unwrap();
        let gateway = connect(kind, &described.base_url, &keys, &settings).unwrap();
        gateway.check().await.unwrap();
    }
}

#[test]
fn whatever_a_gateway_cannot_do_is_told_in_whole_sentences() {
    for &kind in GatewayKind::ALL {
        let can = profile(kind).capabilities(&Settings::defaults(kind));
        let told = [
            can.link,
            can.renew,
            can.look_up,
            can.refund,
            can.partial_refund,
            can.refund_lists,
            can.payout,
            can.balance,
            can.balance_report,
            can.fee_quote,
            can.webhooks,
        ];
        for reason in told.into_iter().filter_map(Capability::reason) {
            let begins = reason.starts_with(char::is_uppercase);
            assert!(begins && reason.ends_with('.'), "{kind}: {reason}");
        }
        for setting in profile(kind).settings {
            for text in [setting.title, setting.help, setting.source] {
                assert!(!text.trim().is_empty(), "{kind} {}", setting.key);
            }
        }
    }
}

#[test]
fn what_a_payout_wants_to_know_can_be_made_a_form_of() {
    for &kind in GatewayKind::ALL {
        let profile = profile(kind);
        let can_pay = profile.capabilities(&Settings::defaults(kind)).payout.is_yes();
        assert_eq!(can_pay, !profile.payout_routes.is_empty(), "{kind}");
        for route in profile.payout_routes {
            let same = profile.payout_routes.iter().filter(|other| other.kind == route.kind);
            assert_eq!(same.count(), 1, "{kind} {}", route.kind);
            assert!(route.currencies.iter().all(|currency| profile.takes(*currency)));
            let keys: BTreeSet<_> = route.fields.iter().map(|field| field.key).collect();
            assert_eq!(keys.len(), route.fields.len(), "{kind} {}", route.kind);
            for field in route.fields {
                assert!(!field.title.is_empty() && !field.help.is_empty(), "{}", field.key);
                match field.values {
                    PayoutValues::Text(is_allowed) => {
                        assert!(!field.required || !is_allowed(""), "{}", field.key);
                    }
                    PayoutValues::OneOf(words) => assert!(words.len() > 1, "{}", field.key),
                    PayoutValues::Listed => {}
                }
            }
        }
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
fn a_limit_of_days_for_refunds_is_known_where_it_is_set() {
    let days = |kind, set: &[(&str, &str)]| {
        let set = set.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        profile(kind).refund_days(&Settings::new(kind, &set.collect()).unwrap())
    };
    assert_eq!(days(GatewayKind::Novac, &[("refund_days", " 180 ")]), Some(180));
    for kind in GatewayKind::ALL {
        assert_eq!(days(*kind, &[]), None, "{kind:?}");
    }
}

#[test]
fn a_signature_is_looked_for_in_a_header_that_is_kept() {
    for kind in [GatewayKind::Ovgc, GatewayKind::Echezona] {
        let set = |name: &str| {
            let given = BTreeMap::from([("webhook_signature_header".to_owned(), name.to_owned())]);
            Settings::new(kind, &given)
        };
        for name in ["authorization", "Proxy-Authorization", "COOKIE", " X-Api-Key "] {
            assert!(is_secret_header(name.trim()));
            let problem = set(name).unwrap_err().to_string();
            let said = "not authorization, proxy-authorization, cookie or x-api-key";
            assert!(problem.contains(said), "{problem}");
        }
        for name in ["X-Signature", "x-authorization", "x-ovgc.signature"] {
            assert!(set(name).is_ok(), "{name}");
        }
        for name in ["", "x signature", "x:y", "größe"] {
            assert!(set(name).is_err(), "{name}");
        }
    }
}

#[test]
fn messages_are_never_taken_from_every_address() {
    for (kind, key) in
        [(GatewayKind::Novac, "webhook_sources"), (GatewayKind::Nowpay, "callback_sources")]
    {
        let set =
            |list: &str| Settings::new(kind, &BTreeMap::from([(key.to_owned(), list.to_owned())]));
        for everywhere in ["0.0.0.0/0", "::/0", "18.233.137.110, ::/0"] {
            let problem = set(everywhere).unwrap_err().to_string();
            assert!(problem.contains("no network of every address"), "{problem}");
        }
        assert!(set("18.233.137.110, 10.0.0.0/8").is_ok());
    }
}

#[test]
fn settings_that_change_what_was_already_paid_say_so() {
    for (kind, key) in [(GatewayKind::Ovgc, "api"), (GatewayKind::Echezona, "amount_unit")] {
        let setting = profile(kind).settings.iter().find(|setting| setting.key == key).unwrap();
        assert!(setting.help.contains("before the first"), "{}", setting.help);
        assert!(setting.help.contains("already paid"), "{}", setting.help);
    }
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
