//! OFX for Sage Accounting, which prefers it to its other formats.
//!
//! Sage takes up to 250 MB and reads the first account of a file only; each file has one.

use super::ofx;
use crate::{Limits, Profile};

pub(crate) const PROFILE: Profile = Profile {
    name: "sage",
    title: "Sage Accounting",
    about: "A statement of the money at a gateway in OFX, to be imported into a bank account of the same currency. \
            Its balance is what the movements in the file come to.",
    limits: Limits {
        // However long its texts are, a movement takes less than 2,500 bytes.
        rows: Some(100_000),
        bytes: None,
        why: "Sage Accounting takes files of up to 250 MB, which 100,000 movements never reach",
    },
    ..ofx::PROFILE
};
