//! No text is run as a formula, and none is lost.

use accounting::{Row, guarded, profile, unguarded};
use proptest::prelude::*;

use crate::support::{lagos, sale, strictly_read, written};

/// What a hostile or careless person types.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[=+\\-@＝＋－＠'\"`,;|%\t\r\n\0\u{7f}\u{a0}\u{ad}\u{200b}\u{202e}\u{feff} a1é🎂]{0,20}",
        Just("=HYPERLINK(\"http://evil.example\",\"Click\")".to_owned()),
        Just("=cmd|' /C calc'!A0".to_owned()),
        Just("x;=cmd|' /C calc'!A0;".to_owned()),
    ]
}

prop_compose! {
    pub(crate) fn hostile_row()(texts in prop::array::uniform9(hostile())) -> Row {
        let [account, reference, gateway_reference, channel, name, email, description, note, source] = texts;
        Row {
            account,
            reference,
            gateway_reference: Some(gateway_reference),
            channel: Some(channel),
            customer_name: Some(name),
            customer_email: Some(email),
            description: Some(description),
            note: Some(note),
            source,
            ..sale()
        }
    }
}

/// Whether some spreadsheet could take the text for a formula, once it has dropped what cannot be seen.
pub(crate) fn could_run(cell: &str) -> bool {
    let unseen =
        |c: char| c.is_whitespace() || "\u{ad}\u{200b}\u{202e}\u{feff}\u{fffd}".contains(c);
    let first = cell.trim_start_matches(unseen).chars().next();
    first.is_some_and(|c| "=+-@＝＋－＠".contains(c)) || cell.starts_with(['\t', '\r', '\n', '\0'])
}

/// What is left of a text where control characters cannot be kept.
fn keepable(text: &str) -> String {
    let keep = |c: char| if c.is_control() && !"\t\r\n".contains(c) { '\u{FFFD}' } else { c };
    text.chars().map(keep).collect()
}

proptest! {
    #[test]
    fn a_strict_reader_gives_back_every_cell_of_hostile_rows(rows in prop::collection::vec(hostile_row(), 0..4)) {
        let base = profile("base").unwrap();
        let (file, _) = written(&rows, lagos());
        let mut records = strictly_read(&file).unwrap();
        prop_assert_eq!(records.remove(0), base.headings());
        let expected: Vec<_> = rows.iter().map(|row| lagos().preview_cells(row)).collect();
        prop_assert_eq!(records, expected);
        prop_assert!(!file.contains(&0));
    }

    #[test]
    fn no_text_cell_begins_a_formula_wherever_a_program_splits_it(row in hostile_row()) {
        let base = profile("base").unwrap();
        for (name, cell) in base.headings().iter().zip(lagos().preview_cells(&row)) {
            if ["amount", "amount_minor", "fee", "net"].contains(name) {
                continue;
            }
            prop_assert!(!could_run(&cell), "{}: {:?}", name, cell);
            for piece in cell.split([';', '\t', '\r', '\n']) {
                prop_assert!(!could_run(piece), "{}: {:?} in {:?}", name, piece, cell);
            }
        }
    }

    #[test]
    fn taking_the_guard_away_gives_back_what_was_typed(text in hostile()) {
        prop_assert_eq!(unguarded(&guarded(&text)), keepable(&text));
    }
}

#[test]
fn what_begins_like_a_formula_gets_an_apostrophe() {
    for text in [
        "=1+1",
        "+2348012345678",
        "-5",
        "@ada",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "﹣1",
        "\u{2212}5",
        "  =1",
        "\u{200B}=1",
        "\u{FEFF}=1",
        "\u{A0}=1",
        "\u{202E}=1",
        "\t=1",
        "\tx",
        "\nx",
        "\r\nx",
        " \tx",
        "'=1",
        "'",
    ] {
        assert!(guarded(text).starts_with('\''), "{text:?} became {:?}", guarded(text));
    }
    assert!(guarded("\0=1").starts_with('\''));
}

#[test]
fn ordinary_text_is_left_as_it_is() {
    for text in [
        "",
        "Ada Obi",
        "ada@example.com",
        "ORDER-00123",
        "a=b",
        "5-3",
        "Zoë",
        "o'clock",
        "first; second",
        "line one\r\nline two",
        "(=1)",
        "#5",
        "\"quoted\"",
        "日本",
        "🎂",
    ] {
        assert_eq!(guarded(text), text);
    }
}

#[test]
fn a_formula_behind_another_separator_is_guarded_there() {
    assert_eq!(guarded("x;=1;y"), "x;'=1;y");
    assert_eq!(guarded("x\n=1"), "x\n'=1");
    assert_eq!(guarded("x;'y"), "x;''y");
    assert_eq!(unguarded("x;''y"), "x;'y");
}
