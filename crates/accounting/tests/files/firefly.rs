//! Firefly III.

use crate::support::{assert_golden, month_by, told};

#[test]
fn the_month_is_the_golden_file_byte_for_byte() {
    let (file, summary) = month_by("firefly", &[]);
    assert_golden("firefly.csv", &file);
    assert_eq!(told(&summary), [("left_out", 2), ("text_changed", 17), ("text_cut", 1)]);
}
