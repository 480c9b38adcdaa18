//! OVGC's keys, and the mistakes that they show by themselves.

use ledger::GatewayKind;

use super::OVGC;
use crate::{CredentialField, Credentials, CredentialsError};

pub(super) const API_KEY: CredentialField = CredentialField {
    key: "api_key",
    title: "API key",
    help: "In OVGC's dashboard under Integrations, API Keys. Begins with ovgc_live_.",
    required: true,
};

pub(super) const WEBHOOK_SECRET: CredentialField = CredentialField {
    key: "webhook_secret",
    title: "webhook secret",
    help: "In OVGC's dashboard, where webhooks are set up. Can be left out where none are used.",
    required: false,
};

pub(super) const OLD_WEBHOOK_SECRET: CredentialField = CredentialField {
    key: "old_webhook_secret",
    title: "webhook secret being replaced",
    help: "While a new webhook secret is being set up: the one before it, so that no message is lost in between.",
    required: false,
};

pub(super) fn check(credentials: &Credentials) -> Result<(), CredentialsError> {
    let key = credentials.exposed(API_KEY.key);
    if key.starts_with("whsec_") {
        let (given, wanted) = (WEBHOOK_SECRET.title, API_KEY.title);
        return Err(CredentialsError::WrongKind { given, wanted });
    }
    for field in [WEBHOOK_SECRET, OLD_WEBHOOK_SECRET] {
        if is_api_key(credentials.exposed(field.key)) {
            let (given, wanted) = (API_KEY.title, field.title);
            return Err(CredentialsError::WrongKind { given, wanted });
        }
    }
    if key.starts_with("nc_") {
        return Err(CredentialsError::OtherGateway {
            title: API_KEY.title,
            other: GatewayKind::Novac,
            gateway: OVGC,
        });
    }
    Ok(())
}

fn is_api_key(text: &str) -> bool {
    text.starts_with("ovgc_live_") || text.starts_with("ovgc_test_")
}
