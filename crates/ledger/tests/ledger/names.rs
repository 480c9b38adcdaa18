//! Order numbers and account names: kept as typed, and nothing hidden in them.

use ledger::{AccountName, NameError, Reference, Subject};
use proptest::prelude::*;

fn refused(text: &str) -> NameError {
    text.parse::<Reference>().unwrap_err()
}

#[test]
fn order_numbers_are_kept_as_typed_less_surrounding_space() {
    for typed in
        ["ORDER-00123", "00123", "a b", "Nº 5/2026 – Zoë", "注文１２", "=1+1", "🎂", "e\u{301}"]
    {
        let reference: Reference = format!(" \t{typed}\u{A0}\n").parse().unwrap();
        assert_eq!(reference.as_str(), typed);
        assert_eq!(reference.to_string(), typed);
    }
}

#[test]
fn nothing_and_only_space_are_empty() {
    for text in ["", " ", "\t\r\n", "\u{A0}\u{3000}"] {
        assert_eq!(refused(text), NameError::Empty { what: "the order number" });
    }
}

#[test]
fn length_is_counted_in_characters() {
    let longest = "é".repeat(Reference::MOST);
    assert_eq!(longest.parse::<Reference>().unwrap().as_str(), longest);
    let what = "the order number";
    assert_eq!(refused(&format!("{longest}x")), NameError::TooLong { what, most: 64 });
    let account = "x".repeat(41).parse::<AccountName>().unwrap_err();
    assert_eq!(account.to_string(), "the account name has more than 40 characters");
}

#[test]
fn characters_that_cannot_be_seen_are_refused() {
    let invisible = [
        '\0',
        '\t',
        '\n',
        '\r',
        '\u{1B}',
        '\u{7F}',
        '\u{85}',
        '\u{AD}',
        '\u{61C}',
        '\u{115F}',
        '\u{180E}',
        '\u{200B}',
        '\u{200D}',
        '\u{200E}',
        '\u{200F}',
        '\u{2028}',
        '\u{2029}',
        '\u{202A}',
        '\u{202E}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{206F}',
        '\u{3164}',
        '\u{FEFF}',
        '\u{FFA0}',
        '\u{FFF9}',
        '\u{E0001}',
        '\u{E0041}',
    ];
    for c in invisible {
        let text = format!("ORDER{c}1");
        assert_eq!(refused(&text), NameError::Invisible { what: "the order number" }, "{c:?}");
    }
}

proptest! {
    #[test]
    fn a_name_that_is_taken_is_taken_again_and_means_the_same(text in "\\PC{0,80}") {
        if let Ok(reference) = text.parse::<Reference>() {
            prop_assert_eq!(reference.as_str(), text.trim());
            prop_assert_eq!(reference.as_str().parse::<Reference>(), Ok(reference.clone()));
            let json = serde_json::to_string(&reference).unwrap();
            prop_assert_eq!(serde_json::from_str::<Reference>(&json).unwrap(), reference);
        }
    }

    #[test]
    fn subjects_are_read_back_as_written_and_nothing_panics(text in "\\PC{0,80}", id: u128) {
        let _ = text.parse::<Subject>();
        let id = uuid::Uuid::from_u128(id);
        for kind in [
            "account", "payment", "export", "payout", "delivery", "batch", "person", "import",
        ] {
            let subject: Subject = format!("{kind}:{id}").parse().unwrap();
            prop_assert_eq!(subject.to_string(), format!("{kind}:{id}"));
            prop_assert_eq!(subject.kind(), kind);
        }
    }
}

#[test]
fn names_that_cannot_be_kept_cannot_be_smuggled_in_as_json() {
    assert!(serde_json::from_str::<Reference>(r#""a\u202eb""#).is_err());
    assert!(serde_json::from_str::<Reference>(r#""""#).is_err());
}
