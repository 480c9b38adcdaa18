//! Which addresses a gateway sends its messages from, for gateways that sign nothing.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{Proof, Rejection};

/// Whether a text is a list of addresses and networks, separated by commas, or empty. A network of every address there is
/// proves nothing and is none.
pub(crate) fn is_address_list(text: &str) -> bool {
    networks(text).is_some()
}

/// Checks the source address against a list of addresses and networks.
pub(crate) fn check_source(
    source: Option<IpAddr>,
    allowed: &str,
    title: &str,
) -> Result<Proof, Rejection> {
    let Some(source) = source.map(|source| source.to_canonical()) else {
        return Err(Rejection::new(format!(
            "nobody recorded the address it came from, which is all that proves a message of {title}"
        )));
    };
    let networks = networks(allowed).unwrap_or_default();
    if networks.iter().any(|network| network.contains(&source)) {
        return Ok(Proof::Source);
    }
    Err(Rejection::new(format!(
        "it came from {source}, which is not an address of {title}. If it came through a tunnel or relay, name that as a \
         trusted proxy; if {title} has a new address, change it in the account's settings"
    )))
}

fn networks(text: &str) -> Option<Vec<IpNet>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let networks = parts.map(|part| {
        let network =
            part.parse::<IpNet>().ok().or_else(|| Some(part.parse::<IpAddr>().ok()?.into()));
        network.filter(|network| network.prefix_len() > 0)
    });
    networks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came_from(source: &str, allowed: &str) -> bool {
        check_source(Some(source.parse().unwrap()), allowed, "Novac").is_ok()
    }

    #[test]
    fn addresses_and_networks_are_allowed_and_nothing_beside_them() {
        assert!(came_from("18.233.137.110", "18.233.137.110"));
        assert!(came_from("::ffff:18.233.137.110", "18.233.137.110"));
        assert!(came_from("10.1.2.3", "18.233.137.110, 10.1.0.0/16"));
        assert!(came_from("2001:db8::1", "2001:db8::/32"));
        assert!(!came_from("18.233.137.111", "18.233.137.110"));
        assert!(!came_from("18.233.137.110", ""));
        assert!(check_source(None, "18.233.137.110", "Novac").is_err());
    }

    #[test]
    fn lists_are_told_from_other_texts() {
        for list in ["", "127.0.0.1", "127.0.0.1,::1", " 10.0.0.0/8 , 1.2.3.4 "] {
            assert!(is_address_list(list), "{list}");
        }
        for other in ["novac", "1.2.3", "1.2.3.4/33", "1.2.3.4 5.6.7.8"] {
            assert!(!is_address_list(other), "{other}");
        }
    }

    #[test]
    fn a_network_of_every_address_is_none() {
        for everywhere in ["0.0.0.0/0", "::/0", "1.2.3.4/0", "127.0.0.1, 0.0.0.0/0"] {
            assert!(!is_address_list(everywhere), "{everywhere}");
            assert!(!came_from("203.0.113.7", everywhere), "{everywhere}");
            assert!(!came_from("2001:db8::1", everywhere), "{everywhere}");
        }
        assert!(is_address_list("0.0.0.0, ::, 128.0.0.0/1"));
    }
}
