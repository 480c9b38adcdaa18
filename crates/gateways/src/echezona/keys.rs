//! Echezona's key, which also signs its messages, and the mistakes that it shows by itself.

use ledger::GatewayKind;

use super::ECHEZONA;
use crate::{CredentialField, Credentials, CredentialsError};

pub(super) const API_KEY: CredentialField = CredentialField {
    key: "api_key",
    title: "API key",
    help: "In Echezona's dashboard under Settings, API Keys. It also proves Echezona's messages.",
    required: true,
};

pub(super) const OLD_API_KEY: CredentialField = CredentialField {
    key: "old_api_key",
    title: "API key being replaced",
    help: "While a new API key is being set up: the one before it, so that messages signed with it still count.",
    required: false,
};

pub(super) fn check(credentials: &Credentials) -> Result<(), CredentialsError> {
    for field in [API_KEY, OLD_API_KEY] {
        let key = credentials.exposed(field.key);
        let other = match key {
            _ if key.starts_with("nc_") => GatewayKind::Novac,
            _ if key.starts_with("ovgc_") || key.starts_with("whsec_") => GatewayKind::Ovgc,
            _ => continue,
        };
        return Err(CredentialsError::OtherGateway {
            title: field.title,
            other,
            gateway: ECHEZONA,
        });
    }
    Ok(())
}
