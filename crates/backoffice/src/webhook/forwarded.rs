//! Who really sent a message that came through a proxy.
//!
//! Each proxy puts the address it was called from behind those that were there (`X-Forwarded-For`; RFC 7239 warns of the
//! same for `Forwarded`), so only what trusted proxies wrote is true: the list is read from its end, and the first address
//! that is no trusted proxy is the sender. What stands before that anybody may have written.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;

/// Proxies whose word is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Reads addresses and networks, separated by commas; none from a text that has anything else in it, or a network of
    /// every address, with which the sender would be whoever the sender says.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let networks = parts.map(|part| {
            let network =
                part.parse::<IpNet>().ok().or_else(|| Some(part.parse::<IpAddr>().ok()?.into()));
            network.filter(|network| network.prefix_len() > 0)
        });
        networks.collect::<Option<_>>().map(Self)
    }

    /// The sender, where `peer` made the connection and `forwarded` are the values of the header in their order.
    pub(super) fn sender<'a>(
        &self,
        peer: IpAddr,
        forwarded: impl DoubleEndedIterator<Item = &'a str>,
    ) -> IpAddr {
        let mut sender = peer.to_canonical();
        for hop in forwarded.rev().flat_map(|value| value.rsplit(',')) {
            if !self.trusts(sender) {
                break;
            }
            let Some(hop) = address(hop.trim()) else { break };
            sender = hop.to_canonical();
        }
        sender
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// An address as proxies write it: alone, with a port, or in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || Some(text.parse::<SocketAddr>().ok()?.ip());
    text.parse().ok().or_else(with_port).or_else(bare)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sender(trusted: &str, peer: &str, forwarded: &[&str]) -> String {
        let trusted = TrustedProxies::parse(trusted).unwrap();
        trusted.sender(peer.parse().unwrap(), forwarded.iter().copied()).to_string()
    }

    #[test]
    fn the_header_counts_from_trusted_proxies_alone() {
        assert_eq!(sender("", "127.0.0.1", &["18.233.137.110"]), "127.0.0.1");
        assert_eq!(sender("127.0.0.1", "10.0.0.9", &["18.233.137.110"]), "10.0.0.9");
        assert_eq!(sender("127.0.0.1", "127.0.0.1", &["18.233.137.110"]), "18.233.137.110");
        assert_eq!(sender("127.0.0.1", "::ffff:127.0.0.1", &["1.2.3.4"]), "1.2.3.4");
        assert_eq!(sender("127.0.0.1", "127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn the_first_hop_from_the_right_that_is_not_trusted_is_the_sender() {
        let trusted = "127.0.0.1, 10.0.0.0/8";
        let forged = &["18.233.137.110, 203.0.113.7, 10.1.1.1"];
        assert_eq!(sender(trusted, "127.0.0.1", forged), "203.0.113.7");
        let several = &["18.233.137.110", "203.0.113.7", "10.1.1.1"];
        assert_eq!(sender(trusted, "127.0.0.1", several), "203.0.113.7");
        assert_eq!(sender(trusted, "127.0.0.1", &["10.2.2.2, 10.1.1.1"]), "10.2.2.2");
        assert_eq!(sender(trusted, "127.0.0.1", &["203.0.113.7:4711"]), "203.0.113.7");
        assert_eq!(sender(trusted, "127.0.0.1", &["[2001:db8::1]:443"]), "2001:db8::1");
        assert_eq!(sender(trusted, "127.0.0.1", &["[2001:db8::1]"]), "2001:db8::1");
    }

    #[test]
    fn what_is_no_address_ends_the_list() {
        for garbage in ["unknown", "_hidden", "", "18.233.137.110 ", "1.2.3", "x\u{0}y"] {
            let forwarded = format!("18.233.137.110, {garbage}, 10.1.1.1");
            let found = sender("127.0.0.1,10.0.0.0/8", "127.0.0.1", &[&forwarded]);
            let expected =
                if garbage.trim() == "18.233.137.110" { garbage.trim() } else { "10.1.1.1" };
            assert_eq!(found, expected, "{garbage:?}");
        }
    }

    #[test]
    fn lists_of_proxies_are_told_from_other_texts() {
        for list in ["", "127.0.0.1", " 10.0.0.0/8 , ::1 "] {
            assert!(TrustedProxies::parse(list).is_some(), "{list}");
        }
        for other in
            ["localhost", "10.0.0.0/33", "1.2.3.4 5.6.7.8", "*", "0.0.0.0/0", "127.0.0.1, ::/0"]
        {
            assert!(TrustedProxies::parse(other).is_none(), "{other}");
        }
    }

    proptest! {
        #[test]
        fn nobody_can_put_a_sender_before_the_one_that_the_proxy_saw(forged in "\\PC{0,60}") {
            let forwarded = [forged, "203.0.113.7".to_owned()];
            let trusted = TrustedProxies::parse("127.0.0.1").unwrap();
            let header = forwarded.join(",");
            let found = trusted.sender("127.0.0.1".parse().unwrap(), [header.as_str()].into_iter());
            prop_assert_eq!(found.to_string(), "203.0.113.7");
        }
    }
}
