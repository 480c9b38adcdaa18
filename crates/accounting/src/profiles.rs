//! The kinds of file there are. To add one, write its module with a `PROFILE` and list it here.

mod base;
mod beancount;
mod books;
mod gnucash;
mod hledger;
mod ofx;
mod plaintext;
mod qif;
mod sage;
mod words;

use crate::{Error, Profile};

/// Every profile, in the order in which they are offered.
static PROFILES: [Profile; 7] = [
    base::PROFILE,
    sage::PROFILE,
    gnucash::PROFILE,
    hledger::PROFILE,
    beancount::PROFILE,
    ofx::PROFILE,
    qif::PROFILE,
];
/// Every profile, in the order in which they are offered.
#[must_use]
pub fn profiles() -> &'static [Profile] {
    &PROFILES
}

/// The profile of that name.
///
/// # Errors
/// [`Error::UnknownProfile`] names those there are.
pub fn profile(name: &str) -> Result<&'static Profile, Error> {
    let found = PROFILES.iter().find(|profile| profile.name == name);
    found.ok_or_else(|| Error::UnknownProfile {
        name: name.chars().take(40).collect(),
        known: PROFILES.each_ref().map(|profile| profile.name).join(", "),
    })
}
