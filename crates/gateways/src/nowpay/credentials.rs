//! What Nowpay's username and key show by themselves.
//!
//! The documents call the username numeric, and print a key of 26 hexadecimal digits. A key is not shorter than what is
//! blanked out of answers, so that none can come back through them.

use ledger::GatewayKind;

use crate::{CredentialField, Credentials, CredentialsError};

pub(super) const USERNAME: CredentialField = CredentialField {
    key: "username",
    title: "username",
    help: "The number that Nowpay gave the account when it was activated.",
    required: true,
};

pub(super) const KEY: CredentialField = CredentialField {
    key: "key",
    title: "key",
    help: "Nowpay sends it when the account is activated, and calls it seckey as well. It works only from IP addresses that Nowpay \
           allows: give Nowpay the address of this computer.",
    required: true,
};

const SHORTEST: usize = 16;

/// The most digits of a username.
const LONGEST_USERNAME: usize = 15;

const FOREIGN: [(&str, GatewayKind); 2] =
    [("nc_", GatewayKind::Novac), ("ovgc_", GatewayKind::Ovgc)];

pub(super) fn check(credentials: &Credentials) -> Result<(), CredentialsError> {
    let (username, key) = (credentials.exposed(USERNAME.key), credentials.exposed(KEY.key));
    for (field, text) in [(USERNAME, username), (KEY, key)] {
        if let Some((_, other)) = FOREIGN.iter().find(|(prefix, _)| text.starts_with(prefix)) {
            let gateway = GatewayKind::Nowpay;
            return Err(CredentialsError::OtherGateway {
                title: field.title,
                other: *other,
                gateway,
            });
        }
    }
    let is_username = |text: &str| {
        text.len() <= LONGEST_USERNAME && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if is_username(key) {
        let (given, wanted) = (USERNAME.title, KEY.title);
        return Err(CredentialsError::WrongKind { given, wanted });
    }
    if key.len() < SHORTEST {
        return Err(CredentialsError::TooShort { title: KEY.title });
    }
    Ok(())
}
