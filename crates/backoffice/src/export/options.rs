//! How an export was set, as the journal keeps it: enough to make the same files again. It is written and read here only.

use std::collections::BTreeMap;

use accounting::{Context, Wishes};
use chrono_tz::Tz;

const TIME_ZONE: &str = "time_zone";
const COLUMNS: &str = "columns";
/// What the name of a choice of the profile comes behind.
const CHOICE: &str = "choice.";
/// What the ledger's word for an account comes behind whose name is told.
const NAME: &str = "name.";

/// What holds for an export, for the journal.
pub(super) fn written(context: &Context) -> BTreeMap<String, String> {
    let choices = context.choices().iter();
    let mut options: BTreeMap<_, _> =
        choices.map(|(name, value)| (format!("{CHOICE}{name}"), value.clone())).collect();
    options.insert(TIME_ZONE.to_owned(), context.time_zone.to_string());
    let columns: Vec<_> = context.columns().iter().map(|column| column.name).collect();
    if context.profile.free_columns && columns != context.profile.headings() {
        options.insert(COLUMNS.to_owned(), columns.join(","));
    }
    if context.profile.names_accounts {
        let names = context.names().templates().into_iter();
        options.extend(names.map(|(word, name)| (format!("{NAME}{word}"), name.to_owned())));
    }
    options
}

/// What was wished for, and the time zone that the file was told in. Exports from before a thing was written down have none
/// of it.
#[must_use]
pub fn read_export_options(options: &BTreeMap<String, String>) -> (Wishes, Option<Tz>) {
    let beginning = |prefix: &str| -> BTreeMap<String, String> {
        let with = options.iter().filter_map(|(name, value)| {
            Some((name.strip_prefix(prefix)?.to_owned(), value.clone()))
        });
        with.collect()
    };
    let columns = options.get(COLUMNS).map(String::as_str).unwrap_or_default().split(',');
    let wishes = Wishes {
        choices: beginning(CHOICE),
        columns: columns.filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        names: beginning(NAME),
    };
    (wishes, options.get(TIME_ZONE).and_then(|name| name.parse().ok()))
}

#[cfg(test)]
mod tests {
    use accounting::{Choice, Profile};
    use ledger::LedgerAccount;
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    use super::*;

    fn profile() -> impl Strategy<Value = &'static Profile> {
        select(accounting::profiles().iter().collect::<Vec<_>>())
    }

    /// Some of what the choice offers, and text of one's own where it takes any.
    fn choice(choice: &'static Choice) -> BoxedStrategy<(String, String)> {
        let offered = select(choice.values).prop_map(|(value, _)| value.to_owned()).boxed();
        let own = "[A-Z][a-z=,.:]{0,8}[a-z]".boxed();
        let value = if choice.free { prop_oneof![offered, own].boxed() } else { offered };
        value.prop_map(|value| (choice.name.to_owned(), value)).boxed()
    }

    fn wishes(profile: &'static Profile) -> impl Strategy<Value = Wishes> {
        let choices: Vec<_> = profile.choices.iter().map(choice).collect();
        let headings = if profile.free_columns { profile.headings() } else { Vec::new() };
        let most = headings.len();
        let columns = subsequence(headings, 0..=most).prop_shuffle();
        let words: Vec<_> = LedgerAccount::ALL.iter().map(|account| account.as_str()).collect();
        let names = subsequence(words, 0..=LedgerAccount::ALL.len());
        let named = (names, "[A-Z][a-z.,=]{0,8}:[A-Z]");
        (choices, columns, named).prop_map(|(choices, columns, (words, name))| Wishes {
            choices: choices.into_iter().collect(),
            columns: columns.into_iter().map(str::to_owned).collect(),
            names: words.into_iter().map(|word| (word.to_owned(), name.clone())).collect(),
        })
    }

    proptest! {
        #[test]
        fn what_is_written_down_of_an_export_sets_the_next_one_the_same(
            (profile, wishes) in profile().prop_flat_map(|one| (Just(one), wishes(one))),
            zone in select(chrono_tz::TZ_VARIANTS.to_vec()),
        ) {
            let context = Context::new(profile, zone, &wishes);
            // Some choices do not go together.
            prop_assume!(context.is_ok());
            let context = context.unwrap();
            let (read, told_in) = read_export_options(&written(&context));
            prop_assert_eq!(told_in, Some(zone));
            let again = Context::new(profile, zone, &read).unwrap();
            prop_assert_eq!(again.choices(), context.choices());
            let columns = |context: &Context| -> Vec<_> {
                context.columns().iter().map(|column| column.name).collect()
            };
            prop_assert_eq!(columns(&again), columns(&context));
            if profile.names_accounts {
                prop_assert_eq!(again.names().templates(), context.names().templates());
            }
        }
    }
}
