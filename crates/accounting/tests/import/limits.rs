//! Files that ask for more than a statement can need are refused early, with the limit in the message.

use accounting::import::{
    ImportError, MOST_COLUMNS, MOST_DEPTH, MOST_IMPORT_BYTES, MOST_LINES, MOST_PARTS,
    guess_history_mapping, guess_mapping, preview_csv, read_camt053, read_ofx, read_statement_csv,
};

use crate::support::{layout, mapping, refusal};

#[test]
fn a_file_of_two_hundred_megabytes_is_refused_by_its_size() {
    let large = vec![b'a'; 200 * 1024 * 1024];
    let least = &large[..=MOST_IMPORT_BYTES];
    for bytes in [large.as_slice(), least] {
        let errors = [
            read_statement_csv(bytes, &mapping("NGN")).unwrap_err(),
            read_ofx(bytes).unwrap_err(),
            read_camt053(bytes).unwrap_err(),
            guess_mapping(bytes).unwrap_err(),
            guess_history_mapping(bytes, chrono_tz::Tz::UTC).unwrap_err(),
            preview_csv(bytes, &layout()).unwrap_err(),
        ];
        for error in errors {
            assert!(matches!(error, ImportError::TooLarge { most: 32 }), "{error}");
            assert!(error.to_string().contains("32 MiB"));
        }
    }
}

#[test]
fn more_lines_than_are_read_at_once_are_refused_with_the_limit() {
    let row = "2026-01-31,1,x\n";
    let file = |lines: usize| format!("date,amount,text\n{}", row.repeat(lines));
    let statement = read_statement_csv(file(MOST_LINES).as_bytes(), &mapping("NGN")).unwrap();
    assert_eq!(statement.lines.len(), MOST_LINES);
    for lines in [MOST_LINES + 1, 3 * MOST_LINES] {
        let error = refusal(file(lines).as_bytes(), &mapping("NGN"));
        assert!(matches!(error, ImportError::TooManyLines { most: MOST_LINES }), "{error}");
    }
    let entries = "<STMTTRN></STMTTRN>".repeat(MOST_LINES + 1);
    let ofx = format!("<OFX><STMTRS>{entries}</STMTRS></OFX>");
    assert!(matches!(read_ofx(ofx.as_bytes()), Err(ImportError::TooManyLines { .. })));
    let camt = format!("<D><B><Stmt>{}</Stmt></B></D>", "<Ntry/>".repeat(MOST_LINES + 1));
    assert!(matches!(read_camt053(camt.as_bytes()), Err(ImportError::TooManyLines { .. })));
}

#[test]
fn a_row_of_a_million_cells_is_refused_before_it_takes_memory() {
    let file = format!("date,amount,text\n{}\n", ",".repeat(1_000_000));
    let error = refusal(file.as_bytes(), &mapping("NGN"));
    assert!(
        matches!(error, ImportError::TooManyColumns { line: 2, most: MOST_COLUMNS }),
        "{error}"
    );
}

#[test]
fn elements_a_thousand_deep_are_refused() {
    let (opens, closes) = ("<a>".repeat(1_000), "</a>".repeat(1_000));
    let error = read_camt053(format!("{opens}{closes}").as_bytes()).unwrap_err();
    assert!(matches!(error, ImportError::TooDeep { most: MOST_DEPTH, .. }), "{error}");
    let error = read_ofx(format!("<OFX>{opens}{closes}</OFX>").as_bytes()).unwrap_err();
    assert!(matches!(error, ImportError::TooDeep { most: MOST_DEPTH, .. }), "{error}");
}

#[test]
fn an_entry_of_a_million_parts_is_refused() {
    let entry = format!("<D><B><Stmt><Ntry>{}</Ntry></Stmt></B></D>", "<a/>".repeat(MOST_PARTS));
    let error = read_camt053(entry.as_bytes()).unwrap_err();
    assert!(matches!(error, ImportError::TooManyParts { most: MOST_PARTS, .. }), "{error}");
}

#[test]
fn files_of_nothing_but_signs_are_read_in_one_go() {
    for sign in ["<", "&", "<a", "&#", "\"", "<!--", "]]>"] {
        let text = sign.repeat(300_000);
        assert!(read_ofx(format!("<OFX>{text}").as_bytes()).is_err());
        assert!(read_camt053(format!("<a>{text}").as_bytes()).is_err());
    }
}

#[test]
fn a_quotation_mark_that_is_left_open_is_told_with_its_line() {
    let file =
        b"date,amount,text\n2026-01-31,1,\"5\"\" pipe\"\n2026-01-31,2,\"open\n2026-01-31,3,x\n";
    assert!(matches!(refusal(file, &mapping("NGN")), ImportError::OpenQuote { line: 3 }));
    // Within a text that does not begin with one, a quotation mark is a letter.
    let inches = b"date,amount,text\n2026-01-31,1,5\" pipe\n2026-01-31,2,x\n";
    let statement = read_statement_csv(inches, &mapping("NGN")).unwrap();
    assert_eq!(statement.lines[0].text, "5\" pipe");
    assert_eq!(statement.lines.len(), 2);
}

#[test]
fn an_empty_file_is_told_to_be_empty() {
    for nothing in ["", "\n\n", " , ,\n"] {
        assert!(
            matches!(refusal(nothing.as_bytes(), &mapping("NGN")), ImportError::Empty),
            "{nothing:?}"
        );
    }
    let statement = read_statement_csv(b"date,amount,text\n", &mapping("NGN")).unwrap();
    assert_eq!((statement.lines.len(), statement.problems.len()), (0, 0));
}
