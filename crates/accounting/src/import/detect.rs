//! What kind of file it is, told from what is in it: names and extensions are what somebody called it.

use super::encoding;
use super::scan::SEPARATORS;

/// How much of a file is looked at.
const LOOKED_AT: usize = 64 * 1024;

/// A kind of file that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Open Financial Exchange, of any version.
    Ofx,
    /// A statement in ISO 20022's XML.
    Camt053,
    /// Comma-separated values, or what is used in place of commas.
    Csv,
    /// What a gateway's API answers.
    Json,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ofx => "OFX",
            Self::Camt053 => "CAMT.053",
            Self::Csv => "CSV",
            Self::Json => "JSON",
        })
    }
}

/// What kind of file it is; `None` for a workbook, a PDF and everything else that cannot be imported.
///
/// Each kind of `camt` file counts as CAMT.053, so that its reader can say which one it is.
#[must_use]
pub fn detect(bytes: &[u8]) -> Option<Kind> {
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let text = encoding::loosely(head);
    let text = text.trim_start();
    if text.contains('\0') {
        return None;
    }
    let capitals = text.to_ascii_uppercase();
    if capitals.starts_with("OFXHEADER")
        || capitals.starts_with("<OFX>")
        || capitals.contains("<?OFX")
    {
        return Some(Kind::Ofx);
    }
    if text.starts_with('<') {
        if capitals.contains("<OFX>") {
            return Some(Kind::Ofx);
        }
        let is_camt = capitals.contains("CAMT.05") || capitals.contains("BKTOCSTMR");
        return is_camt.then_some(Kind::Camt053);
    }
    if text.starts_with(['{', '[']) {
        return Some(Kind::Json);
    }
    let has_columns = text.lines().any(|line| SEPARATORS.iter().any(|sign| line.contains(*sign)));
    (has_columns && !text.starts_with("%PDF")).then_some(Kind::Csv)
}
