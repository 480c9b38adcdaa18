//! Wave.

use crate::support::{assert_golden, month_by, told};

#[test]
fn the_month_is_the_golden_file_byte_for_byte() {
    let (file, summary) = month_by("wave", &[]);
    assert_golden("wave.csv", &file);
    let expected = [("left_out", 2), ("text_changed", 4), ("text_cut", 1), ("parts", 5)];
    assert_eq!(told(&summary), expected);
}
