//! The operators, circles and plans of recharges, as Nowpay lists them.
//!
//! Of the three only the plans' answer is documented. The other two are read in the same manner, with the names that such fields
//! have elsewhere in the documents. What has no id cannot be chosen and is left out.

use std::collections::BTreeMap;

use ledger::PayoutKind;
use serde::{Deserialize, Serialize};

use super::settings::{CIRCLES_ROUTE, OPERATORS_ROUTE, PLANS_ROUTE};
use super::wire::{self, GATEWAY, text};
use crate::reading::{lenient, lenient_text, parse};
use crate::{Choice, Error, Problem, Setting};

const NO_LIST: &str =
    "Nowpay has lists of the operators, circles and plans of recharges, and of nothing else.";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Operators,
    Circles,
    Plans,
}

/// What is known so far.
#[derive(Serialize)]
pub(super) struct Asked<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    circleid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operatorid: Option<&'a str>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Lists {
    #[serde(deserialize_with = "lenient")]
    operators: Option<Vec<Item>>,
    #[serde(deserialize_with = "lenient")]
    circles: Option<Vec<Item>>,
    #[serde(deserialize_with = "lenient")]
    plans: Option<Vec<Item>>,
    #[serde(deserialize_with = "lenient")]
    data: Option<Vec<Item>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Item {
    #[serde(deserialize_with = "lenient_text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    operatorid: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    circleid: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    operatorname: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    operator: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    circle: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    price: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    validity: Option<String>,
    #[serde(deserialize_with = "lenient_text")]
    description: Option<String>,
}

impl List {
    /// The list behind a field.
    pub(super) fn of(kind: PayoutKind, field: &str) -> Result<Self, Error> {
        match (kind, field) {
            (PayoutKind::Recharge, "operator") => Ok(Self::Operators),
            (PayoutKind::Recharge, "circle") => Ok(Self::Circles),
            (PayoutKind::Recharge, "plan") => Ok(Self::Plans),
            _ => Err(Error::Unsupported { reason: NO_LIST }),
        }
    }

    /// The setting that says where it is.
    pub(super) const fn route(self) -> Setting {
        match self {
            Self::Operators => OPERATORS_ROUTE,
            Self::Circles => CIRCLES_ROUTE,
            Self::Plans => PLANS_ROUTE,
        }
    }

    /// The question, which needs what the lists before this one gave.
    pub(super) fn asked(self, known: &BTreeMap<String, String>) -> Result<Asked<'_>, Problem> {
        let needed = |field: &'static str| {
            let value =
                known.get(field).map(|value| value.trim()).filter(|value| !value.is_empty());
            value.ok_or_else(|| Problem::new(field, format!("choose the {field} first")))
        };
        Ok(match self {
            Self::Operators => Asked { circleid: None, operatorid: None },
            Self::Circles => Asked { circleid: None, operatorid: Some(needed("operator")?) },
            Self::Plans => {
                let operatorid = Some(needed("operator")?);
                Asked { circleid: Some(needed("circle")?), operatorid }
            }
        })
    }

    pub(super) fn read(self, body: &[u8]) -> Result<Vec<Choice>, Error> {
        wire::check_done(body)?;
        let lists: Lists = parse(GATEWAY, body)?;
        let own = match self {
            Self::Operators => lists.operators,
            Self::Circles => lists.circles,
            Self::Plans => lists.plans,
        };
        let no_list = || Error::malformed(GATEWAY, "it has no list that can be read");
        let items = own.or(lists.data).ok_or_else(no_list)?;
        Ok(items.into_iter().filter_map(|item| self.choice(item)).collect())
    }

    fn choice(self, item: Item) -> Option<Choice> {
        let (id, title) = match self {
            Self::Operators => {
                (item.id.or(item.operatorid), item.name.or(item.operatorname).or(item.operator))
            }
            Self::Circles => (item.id.or(item.circleid), item.name.or(item.circle)),
            Self::Plans => {
                let price = item.price.map(|price| format!("₹{price}"));
                let parts = [price, item.validity, item.description];
                let parts: Vec<_> = parts.into_iter().flatten().collect();
                (item.id, (!parts.is_empty()).then(|| parts.join(", ")))
            }
        };
        let value = text(&id)?;
        let title = text(&title).unwrap_or_else(|| value.clone());
        Some(Choice { value, title })
    }
}
