//! What Echezona's documents leave open.

use crate::unit::Unit;
use crate::webhook::{Algorithm, SIGNATURE_HEADER_FORM, is_signature_header};
use crate::{Allowed, Setting, Settings};

pub(super) const AMOUNT_UNIT: Setting = Setting {
    key: "amount_unit",
    title: "Unit of amounts",
    help: "`major` writes 25000.00 for NGN 25,000, `minor` writes 2500000. Make a small test payment, compare, \
           and change this before the first real payment: what was already paid would be read anew in the other unit.",
    default: "major",
    allowed: Allowed::OneOf(&["major", MINOR]),
    source: "Echezona's documents say the smallest unit; its plug-in and an integrator write naira",
};

pub(super) const WEBHOOK_SIGNATURE_HEADER: Setting = Setting {
    key: "webhook_signature_header",
    title: "Header of the signature",
    help: "The header in which Echezona sends the signature of a message. The inbox shows the headers of messages that \
           came in.",
    default: "X-Echezona-Signature",
    allowed: Allowed::Text { form: SIGNATURE_HEADER_FORM, check: is_signature_header },
    source: "Echezona's plug-in; its documents only say that there is one",
};

pub(super) const WEBHOOK_ALGORITHM: Setting = Setting {
    key: "webhook_algorithm",
    title: "How messages are signed",
    help: "HMAC by SHA-256 or by SHA-512, over the body, with the API key.",
    default: "sha256",
    allowed: Allowed::OneOf(&["sha256", SHA512]),
    source: "Echezona's plug-in; its documents do not say",
};

const MINOR: &str = "minor";
const SHA512: &str = "sha512";

pub(super) fn amount_unit(settings: &Settings) -> Unit {
    if settings.get(AMOUNT_UNIT.key) == MINOR { Unit::Minor } else { Unit::Major }
}

pub(super) fn webhook_algorithm(settings: &Settings) -> Algorithm {
    if settings.get(WEBHOOK_ALGORITHM.key) == SHA512 {
        Algorithm::Sha512
    } else {
        Algorithm::Sha256
    }
}
