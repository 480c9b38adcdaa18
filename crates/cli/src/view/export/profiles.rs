//! The kinds of file there are.

use backoffice::{ExportChoice, ExportProfile, Preset};
use serde::Serialize;

use super::super::List;
use super::super::table::table;
use crate::output::Show;

#[derive(Debug, Serialize)]
struct ProfileView {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    extension: &'static str,
}

#[derive(Debug, Serialize)]
struct KeptView {
    name: String,
    profile: String,
    filter: String,
}

/// Every profile, and what the merchant keeps of them.
#[derive(Debug, Serialize)]
pub(crate) struct ProfileList {
    #[serde(flatten)]
    profiles: List<ProfileView>,
    presets: Vec<KeptView>,
}

impl ProfileView {
    const fn of(profile: &ExportProfile) -> Self {
        Self {
            name: profile.name,
            title: profile.title,
            description: profile.about,
            extension: profile.extension,
        }
    }
}

impl ProfileList {
    pub(crate) fn all(presets: &[Preset]) -> Self {
        let kept = |preset: &Preset| KeptView {
            name: preset.name.clone(),
            profile: preset.profile.clone(),
            filter: preset.filter.clone(),
        };
        Self {
            profiles: List::whole(backoffice::export_profiles(), ProfileView::of),
            presets: presets.iter().map(kept).collect(),
        }
    }
}

impl Show for ProfileList {
    fn text(&self) -> String {
        let row =
            |profile: &ProfileView| vec![profile.name.to_owned(), profile.description.to_owned()];
        let rows: Vec<_> = self.profiles.items.iter().map(row).collect();
        let profiles = table(&["PROFILE", "FOR"], &[], &rows);
        if self.presets.is_empty() {
            return profiles;
        }
        let row =
            |kept: &KeptView| vec![kept.name.clone(), kept.profile.clone(), kept.filter.clone()];
        let rows: Vec<_> = self.presets.iter().map(row).collect();
        format!("{profiles}\n\n{}", table(&["PRESET", "PROFILE", "FILTER"], &[], &rows))
    }
}

/// One profile with its columns and choices.
#[derive(Debug, Serialize)]
pub(crate) struct ProfileDetail {
    #[serde(flatten)]
    profile: ProfileView,
    columns: Vec<ColumnView>,
    columns_can_be_chosen: bool,
    choices: Vec<ChoiceView>,
    most_rows: Option<u64>,
    most_bytes: Option<u64>,
}

#[derive(Debug, Serialize)]
struct ColumnView {
    name: &'static str,
    about: &'static str,
}

#[derive(Debug, Serialize)]
struct ChoiceView {
    name: &'static str,
    about: &'static str,
    values: Vec<ColumnView>,
}

impl ProfileDetail {
    pub(crate) fn of(profile: &ExportProfile) -> Self {
        let choice = |choice: &ExportChoice| ChoiceView {
            name: choice.name,
            about: choice.about,
            values: choice.values.iter().map(|(name, about)| ColumnView { name, about }).collect(),
        };
        let columns = profile.columns.iter();
        Self {
            profile: ProfileView::of(profile),
            columns: columns
                .map(|column| ColumnView { name: column.name, about: column.about })
                .collect(),
            columns_can_be_chosen: profile.free_columns,
            choices: profile.choices.iter().map(choice).collect(),
            most_rows: profile.limits.rows,
            most_bytes: profile.limits.bytes,
        }
    }
}

impl Show for ProfileDetail {
    fn text(&self) -> String {
        let row = |column: &ColumnView| vec![column.name.to_owned(), column.about.to_owned()];
        let mut parts = vec![self.profile.description.to_owned()];
        if !self.columns.is_empty() {
            let rows: Vec<_> = self.columns.iter().map(row).collect();
            parts.push(table(&["COLUMN", "WHAT IT SAYS"], &[], &rows));
        }
        let values = self.choices.iter().flat_map(|choice| {
            let about = vec![choice.name.to_owned(), choice.about.to_owned()];
            let value = |value: &ColumnView| {
                vec![format!("  {}={}", choice.name, value.name), value.about.to_owned()]
            };
            std::iter::once(about).chain(choice.values.iter().map(value))
        });
        let rows: Vec<_> = values.collect();
        if !rows.is_empty() {
            parts.push(table(&["--set", "WHAT IT DECIDES"], &[], &rows));
        }
        parts.join("\n\n")
    }
}
