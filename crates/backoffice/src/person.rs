//! Customers' personal data, kept beside the journal. An entry names the record and a salted digest of it, so that the
//! details can be masked later and the chain still holds.

use ledger::{PersonId, PersonRef};
use sha2::{Digest as _, Sha256};
use store::{PaymentRecord, PersonDetails};

use crate::Clock;

/// A new record of a customer, ready for [`store::Append`].
pub(crate) fn new_person(
    clock: &Clock,
    details: PersonDetails,
) -> (PersonRef, PersonDetails, Vec<u8>) {
    // Version 4: 122 random bits, so the digest of a short name cannot be guessed once the salt is gone.
    let salt = uuid::Uuid::new_v4().into_bytes().to_vec();
    let digest = digest(&salt, &details);
    (PersonRef { id: PersonId(clock.new_id()), digest }, details, salt)
}

/// SHA-256 of the salt and each detail behind its length, in hex.
fn digest(salt: &[u8], details: &PersonDetails) -> String {
    let mut sha = Sha256::new();
    sha.update(salt);
    for part in [&details.name, &details.email] {
        let part = part.as_deref().unwrap_or_default();
        sha.update(part.len().to_le_bytes());
        sha.update(part);
    }
    // Came later: the digest of somebody without one is what it was before.
    if let Some(account) = &details.account {
        sha.update(account.len().to_le_bytes());
        sha.update(account);
    }
    hex::encode(sha.finalize())
}

/// Whether the details of whoever pays were removed: somebody is named, and nothing is kept of them. Of somebody who never was
/// known, nobody is named either.
pub(crate) fn is_masked(record: &PaymentRecord) -> bool {
    record.payment.customer.is_some() && record.person.is_none()
}

/// The details that are known once a gateway has told of the customer as well; nothing where it told nothing new, or spoke
/// of somebody else.
pub(crate) fn completed(
    known: Option<&PersonDetails>,
    told: &gateways::Person,
) -> Option<PersonDetails> {
    let known = known.cloned().unwrap_or_default();
    let agree = |known: &Option<String>, told: &Option<String>| match (known, told) {
        (Some(known), Some(told)) => known.to_lowercase() == told.to_lowercase(),
        _ => true,
    };
    if !agree(&known.name, &told.name) || !agree(&known.email, &told.email) {
        return None;
    }
    let both = PersonDetails {
        name: known.name.clone().or_else(|| told.name.clone()),
        email: known.email.clone().or_else(|| told.email.clone()),
        account: known.account.clone(),
    };
    (both != known).then_some(both)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_covers_the_account_and_is_what_it_was_where_there_is_none() {
        let ada = PersonDetails {
            name: Some("Ada Obi".to_owned()),
            email: Some("ada@example.com".to_owned()),
            account: None,
        };
        let without = "629b68ce322c37c9e65e50195f41d9e51b612fd54f968480297bf8c516e02aa9";
        assert_eq!(digest(b"salt", &ada), without);
        let ada = PersonDetails { account: Some("0123456789".to_owned()), ..ada };
        let with = "8e3f16ac0ba054156ed24de31d673b20c3fd8fb55d5b47d6c3c7db4b9895b46a";
        assert_eq!(digest(b"salt", &ada), with);
    }
}
