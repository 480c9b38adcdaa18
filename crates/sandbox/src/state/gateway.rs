//! The gateways the sandbox speaks, and the ways to pay their pages offer.

/// Whose wire it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Gateway {
    Novac,
    Ovgc,
    Nowpay,
    Echezona,
}

impl Gateway {
    /// The name as people write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Novac => "Novac",
            Self::Ovgc => "OVGC Payments",
            Self::Nowpay => "Nowpay",
            Self::Echezona => "Echezona",
        }
    }

    /// The name as programs write it; its routes are mounted under it too.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Novac => "novac",
            Self::Ovgc => "ovgc",
            Self::Nowpay => "nowpay",
            Self::Echezona => "echezona",
        }
    }
}

/// A way to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
    Card,
    Transfer,
    Ussd,
    Opay,
    Palmpay,
    Momo,
}

impl Channel {
    pub(crate) const ALL: [Self; 6] =
        [Self::Card, Self::Transfer, Self::Ussd, Self::Opay, Self::Palmpay, Self::Momo];

    /// What every gateway that collects offers.
    pub(crate) const COMMON: [Self; 3] = [Self::Card, Self::Transfer, Self::Ussd];

    /// Its word in a form.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Transfer => "transfer",
            Self::Ussd => "ussd",
            Self::Opay => "opay",
            Self::Palmpay => "palmpay",
            Self::Momo => "momo",
        }
    }

    /// Whether it is a wallet at another company.
    pub(crate) fn is_wallet(self) -> bool {
        matches!(self, Self::Opay | Self::Palmpay | Self::Momo)
    }
}
