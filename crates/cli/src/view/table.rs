//! Columns of text for a terminal.
//!
//! Some of the text was written by customers and gateways, so nothing in it reaches the terminal that would command it.

/// Lays rows out under their headings; the columns named in `right` are aligned to the right.
pub(super) fn table(headings: &[&str], right: &[usize], rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| harmless(cell)).collect()).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(String::as_str);
        let heading = headings.get(column).copied();
        cells.chain(heading).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
            if right.contains(&column) {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let body = rows.iter().map(|row| line(row.iter().map(String::as_str).collect()));
    std::iter::once(line(headings.to_vec())).chain(body).collect::<Vec<_>>().join("\n")
}

/// Names and values, one a line; lines without a value are left out.
pub(super) fn facts(facts: &[(&str, Option<String>)]) -> String {
    let told: Vec<(&str, &String)> =
        facts.iter().filter_map(|(name, value)| Some((*name, value.as_ref()?))).collect();
    let width = told.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    told.iter()
        .map(|(name, value)| format!("{name:<width$}  {}", harmless(value)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The text without what would command a terminal.
pub(super) fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
