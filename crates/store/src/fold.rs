//! Letters in lower case, for texts that are to be found in either.
//!
//! Each character is folded by itself, so that the fold of a part is a part of the fold: what a person sees in a name is
//! found in it. That is why this is not `str::to_lowercase`, which looks at a letter's neighbours.

/// Keeps several texts in one column apart. No folded text contains it.
pub(crate) const SEPARATOR: char = '\u{1F}';

/// `text` in lower case. Characters that would end a text in SQLite or split one here become spaces.
pub(crate) fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\0' | SEPARATOR => ' ',
            // One sigma, wherever it stands in a word.
            'ς' => 'σ',
            c => c,
        })
        .collect()
}

/// Several texts, folded, in one column.
pub(crate) fn folded_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut column = String::new();
    for text in texts {
        if !column.is_empty() {
            column.push(SEPARATOR);
        }
        column.push_str(&folded(text));
    }
    column
}
