//! What the merchant likes of exports, kept with the books: presets, and what accounts are called in other programs.

use std::collections::BTreeMap;

use accounting::{AccountNames, Context, Wishes};
use serde::{Deserialize, Serialize};

use super::ExportQuery;
use super::since::check_what_is_new;
use crate::{Backoffice, Error, FieldProblem, PaymentFilter};

/// The preference with all presets, by name.
const PRESETS: &str = "export_presets";
/// The preference with the names of accounts.
const NAMES: &str = "export_account_names";
/// The longest name of a preset.
const LONGEST_NAME: usize = 60;
/// The most presets that are kept.
const MOST: usize = 100;

/// An export that is made again and again. Days are not part of it: a month is asked for anew each time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// What the merchant calls it.
    pub name: String,
    /// The profile's name.
    pub profile: String,
    /// Choices by their name.
    pub choices: BTreeMap<String, String>,
    /// Columns, in order; all of them where there are none.
    pub columns: Vec<String>,
    /// The filter, without days.
    pub filter: String,
    /// Only what came to be known since the last such export.
    pub since_last: bool,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    profile: String,
    #[serde(default)]
    choices: BTreeMap<String, String>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    filter: String,
    #[serde(default)]
    since_last: bool,
}

impl Preset {
    /// What it asks for, in a period.
    #[must_use]
    pub fn query(&self, filter: PaymentFilter) -> ExportQuery {
        let texts = [self.filter.trim(), filter.text.trim()];
        let text = texts.iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>();
        ExportQuery {
            profile: self.profile.clone(),
            wishes: Wishes {
                choices: self.choices.clone(),
                columns: self.columns.clone(),
                names: BTreeMap::new(),
            },
            filter: PaymentFilter { text: text.join(" "), ..filter },
            since_last: self.since_last,
        }
    }
}

impl Backoffice {
    /// The presets, by name.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn export_presets(&self) -> Result<Vec<Preset>, Error> {
        let kept: BTreeMap<String, Kept> = self.liking(PRESETS).await?;
        let preset = |(name, kept): (String, Kept)| Preset {
            name,
            profile: kept.profile,
            choices: kept.choices,
            columns: kept.columns,
            filter: kept.filter,
            since_last: kept.since_last,
        };
        Ok(kept.into_iter().map(preset).collect())
    }

    /// The preset of that name.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn export_preset(&self, name: &str) -> Result<Preset, Error> {
        let mut presets = self.export_presets().await?.into_iter();
        presets
            .find(|preset| preset.name == name)
            .ok_or_else(|| Error::not_found("export preset", name))
    }

    /// Keeps a preset, in the place of an older one of that name.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name that is none, too many presets, or where what is new cannot be told; where the profile does
    /// not offer what it chooses.
    pub async fn save_export_preset(&self, name: &str, query: &ExportQuery) -> Result<(), Error> {
        let name = name.trim();
        let problem = |text: String| Err(Error::Invalid(vec![FieldProblem::new("preset", text)]));
        if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control)
        {
            return problem(format!("give the preset a name of 1 to {LONGEST_NAME} characters"));
        }
        let profile = accounting::profile(&query.profile)?;
        let context = Context::new(profile, chrono_tz::UTC, &query.wishes)?;
        let _: ledger::Filter = query.filter.text.parse()?;
        if query.since_last {
            check_what_is_new(query, &context)?;
        }
        let mut presets: BTreeMap<String, Kept> = self.liking(PRESETS).await?;
        let kept = Kept {
            profile: query.profile.clone(),
            choices: query.wishes.choices.clone(),
            columns: query.wishes.columns.clone(),
            filter: query.filter.text.trim().to_owned(),
            since_last: query.since_last,
        };
        presets.insert(name.to_owned(), kept);
        if presets.len() > MOST {
            return problem(format!("there are {MOST} presets already; remove one first"));
        }
        self.set_liking(PRESETS, &presets).await
    }

    /// Forgets a preset.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn remove_export_preset(&self, name: &str) -> Result<(), Error> {
        let mut presets: BTreeMap<String, Kept> = self.liking(PRESETS).await?;
        presets.remove(name).ok_or_else(|| Error::not_found("export preset", name))?;
        self.set_liking(PRESETS, &presets).await
    }

    /// What each account is called in files with double entry, by the ledger's word for it.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn account_names(&self) -> Result<BTreeMap<String, String>, Error> {
        let names = AccountNames::with(&remembered_names(self).await?)?;
        let names = names.templates().into_iter();
        Ok(names.map(|(word, name)| (word.to_owned(), name.to_owned())).collect())
    }

    /// Remembers what accounts are called; those not named keep their name, and an empty name gives back the usual one.
    ///
    /// # Errors
    /// Where there is no such account, or a name could not stand in any program.
    pub async fn name_accounts(&self, names: &BTreeMap<String, String>) -> Result<(), Error> {
        let mut known = remembered_names(self).await?;
        known.extend(names.clone());
        known.retain(|_, name| !name.trim().is_empty());
        AccountNames::with(&known)?;
        self.set_liking(NAMES, &known).await
    }
}

/// The names that the merchant gave.
pub(super) async fn remembered_names(
    office: &Backoffice,
) -> Result<BTreeMap<String, String>, Error> {
    office.liking(NAMES).await
}
