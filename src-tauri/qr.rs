//! A link as a picture that a phone reads.

use fast_qr::ECL;
use fast_qr::QRBuilder;
use fast_qr::convert::svg::SvgBuilder;

/// The link as an SVG document with its quiet zone; `None` where the text is too long for a code.
pub(crate) fn qr_svg(text: &str) -> Option<String> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    Some(SvgBuilder::default().to_str(&code))
}
