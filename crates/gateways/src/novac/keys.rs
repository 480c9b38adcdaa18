//! What Novac's keys show by themselves: `nc_testpk_…`, `nc_livesk_…`, and the older `pk_test_…`, `sk_live_…`.

use ledger::{GatewayKind, Mode};

use super::{PUBLIC_KEY, SECRET_KEY};
use crate::credentials::mode_of;
use crate::{CredentialField, Credentials, CredentialsError};

/// Novac's own plug-in refuses shorter keys.
const SHORTEST: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Public,
    Secret,
}

pub(super) fn check(credentials: &Credentials) -> Result<(), CredentialsError> {
    check_one(credentials, PUBLIC_KEY, Kind::Public)?;
    check_one(credentials, SECRET_KEY, Kind::Secret)?;
    let modes = [PUBLIC_KEY, SECRET_KEY].map(|field| mode_of(credentials.exposed(field.key)));
    match modes {
        [Mode::Test, Mode::Live] | [Mode::Live, Mode::Test] => Err(CredentialsError::MixedModes),
        _ => Ok(()),
    }
}

fn check_one(
    credentials: &Credentials,
    field: CredentialField,
    wanted: Kind,
) -> Result<(), CredentialsError> {
    let key = credentials.exposed(field.key);
    if key.starts_with("ovgc_") {
        return Err(CredentialsError::OtherGateway {
            title: field.title,
            other: GatewayKind::Ovgc,
            gateway: GatewayKind::Novac,
        });
    }
    match kind_of(key) {
        Some(Kind::Public) if wanted == Kind::Secret => {
            Err(CredentialsError::WrongKind { given: PUBLIC_KEY.title, wanted: SECRET_KEY.title })
        }
        Some(Kind::Secret) if wanted == Kind::Public => {
            Err(CredentialsError::WrongKind { given: SECRET_KEY.title, wanted: PUBLIC_KEY.title })
        }
        _ if key.len() < SHORTEST => Err(CredentialsError::TooShort { title: field.title }),
        _ => Ok(()),
    }
}

fn kind_of(key: &str) -> Option<Kind> {
    key.split('_').take(2).find_map(|part| match part {
        "pk" | "testpk" | "livepk" => Some(Kind::Public),
        "sk" | "testsk" | "livesk" => Some(Kind::Secret),
        _ => None,
    })
}
