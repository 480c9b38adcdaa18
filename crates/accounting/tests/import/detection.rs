//! Files are known by what is in them.

use accounting::import::{Kind, detect};
use proptest::prelude::*;

use crate::support::fixture;

#[test]
fn a_file_is_known_by_what_is_in_it() {
    for (bytes, kind) in [
        (fixture!("card_and_bank_1.ofx"), Some(Kind::Ofx)),
        (fixture!("bank_2.ofx"), Some(Kind::Ofx)),
        (b"\n<ofx><SIGNONMSGSRSV1>", Some(Kind::Ofx)),
        (fixture!("germany_02.xml"), Some(Kind::Camt053)),
        (fixture!("two_accounts_08.xml"), Some(Kind::Camt053)),
        (fixture!("bank_uk.csv"), Some(Kind::Csv)),
        (fixture!("bank_germany.csv"), Some(Kind::Csv)),
        (b"a\tb\n1\t2", Some(Kind::Csv)),
        (b"\xef\xbb\xbf{\"status\":true}", Some(Kind::Json)),
        (b" [1, 2]", Some(Kind::Json)),
        (b"PK\x03\x04\0\0", None),
        (b"%PDF-1.7\na,b", None),
        (b"<html><body>a,b</body></html>", None),
        (b"just words", None),
        (b"", None),
    ] {
        assert_eq!(
            detect(bytes),
            kind,
            "{:?}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(30)])
        );
    }
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain("a;b".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(detect(&utf16), Some(Kind::Csv));
}

proptest! {
    #[test]
    fn no_bytes_are_too_odd_to_be_looked_at(bytes: Vec<u8>) {
        let _ = detect(&bytes);
    }
}
