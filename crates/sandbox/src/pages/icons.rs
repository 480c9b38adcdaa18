//! The few line drawings of the pages. They only decorate: the words beside them say the same.

use maud::{Markup, PreEscaped, html};

use crate::state::{Channel, Outcome, Standing};

pub(super) fn channel(channel: Channel) -> Markup {
    icon(match channel {
        Channel::Card => {
            r#"<rect x="2.5" y="5" width="19" height="14" rx="2.5"/><path d="M2.5 10h19M6 15h4"/>"#
        }
        Channel::Transfer => {
            r#"<path d="M3 9.5 12 4l9 5.5zM5.5 10v7M10 10v7M14 10v7M18.5 10v7M3 20h18"/>"#
        }
        Channel::Ussd => {
            r#"<rect x="6.5" y="2.5" width="11" height="19" rx="2.5"/><path d="M10 7h.01M14 7h.01M10 10.5h.01M14 10.5h.01M10 14h.01M14 14h.01M11 18h2"/>"#
        }
        Channel::Opay | Channel::Palmpay | Channel::Momo => {
            r#"<path d="M4 7.5V18a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V9.5a2 2 0 0 0-2-2H6a2 2 0 0 1 0-4h11v4M16 13.75h.01"/>"#
        }
    })
}

pub(super) fn standing(standing: Standing) -> Markup {
    icon(match standing {
        Standing::Ended(Outcome::Paid(_), _) => r#"<path d="m5 12.5 4.5 4.5L19 7.5"/>"#,
        Standing::Ended(Outcome::Declined, _) => r#"<path d="m7 7 10 10M17 7 7 17"/>"#,
        Standing::Ended(Outcome::Left, _) => r#"<path d="M19 12H6M11 6l-6 6 6 6"/>"#,
        Standing::Open | Standing::Expired => r#"<path d="M12 6v6l4 2.5"/>"#,
    })
}

fn icon(shapes: &'static str) -> Markup {
    html! {
        svg.icon viewBox="0 0 24 24" aria-hidden="true" focusable="false" { (PreEscaped(shapes)) }
    }
}
