//! First and last names, for gateways that want a name in two parts.

/// A name in two parts: the last word is the last name, as far as two names can be told apart at all.
pub(crate) fn first_and_last(full: Option<&str>) -> (Option<&str>, Option<&str>) {
    let full = full.map(str::trim).filter(|full| !full.is_empty());
    match full.and_then(|full| full.rsplit_once(char::is_whitespace)) {
        Some((first, last)) => (Some(first.trim_end()), Some(last)),
        None => (full, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_the_last_name() {
        assert_eq!(first_and_last(Some(" Ada  Obi ")), (Some("Ada"), Some("Obi")));
        assert_eq!(first_and_last(Some("Ada N. Obi")), (Some("Ada N."), Some("Obi")));
        assert_eq!(first_and_last(Some("Ada")), (Some("Ada"), None));
        assert_eq!(first_and_last(Some(" ")), (None, None));
        assert_eq!(first_and_last(None), (None, None));
    }
}
