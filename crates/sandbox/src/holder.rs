//! Who an account that money is sent to belongs to: always the same name for the same account.

/// One of `names`, for good, for whoever holds `account`.
pub(crate) fn holder<'a>(account: &str, names: &[&'a str]) -> &'a str {
    let sum: usize = account.bytes().map(usize::from).sum();
    names.get(sum % names.len().max(1)).copied().unwrap_or_default()
}
