//! OFX 2: a bank statement of the money at a gateway, whose movements have ids, so that a program knows those it has.

mod statement;

pub(super) use self::statement::Statement;
use super::USUAL;
use crate::profile::clearing_only;
use crate::{Parts, Profile};

pub(crate) const PROFILE: Profile = Profile {
    name: "ofx",
    title: "OFX bank statement",
    about: "A statement of the money at a gateway, for programs that take OFX; what was imported before is known by its id. \
            Its balance is what the movements in the file come to.",
    extension: "ofx",
    parts: Parts::Clearing,
    takes: clearing_only,
    format: |context| Box::new(Statement::new(context)),
    ..USUAL
};
