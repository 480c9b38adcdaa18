//! Answers and messages that were damaged on their way, for the tests of what reads them.

use proptest::prelude::*;

/// One of `examples` with up to eleven bytes somewhere in it replaced by any others.
pub(crate) fn damaged(examples: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let which = prop::sample::select(examples);
    let damage = (which, any::<prop::sample::Index>(), 0..12_usize, any::<Vec<u8>>());
    damage.prop_map(|(example, at, length, patch)| {
        let mut body = example.as_bytes().to_vec();
        let from = at.index(body.len());
        let to = body.len().min(from + length);
        body.splice(from..to, patch);
        body
    })
}
