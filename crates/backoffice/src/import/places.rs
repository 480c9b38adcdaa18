//! Bank accounts by the names that the merchant gives them, and what is remembered of files: columns, and how the bank names
//! the account. Remembered things are likings and not history; they can be forgotten.

use std::collections::BTreeMap;

use accounting::import::{HistoryMapping, Mapping};
use ledger::{AccountId, AccountName, ImportKind, PaymentId};
use serde::{Deserialize, Serialize};
use store::{AccountRecord, ImportRecord};

use super::{ImportMapping, ImportRefusal};
use crate::{Backoffice, Error, FieldProblem};

/// The preference with what is remembered of bank accounts, by what they are called.
const PLACES: &str = "import_places";
/// The preference with the columns of histories, by the account's id.
const HISTORIES: &str = "import_histories";
/// How many digits of a bank account tell it from others.
const LEAST_DIGITS: usize = 4;

/// What is remembered of a bank account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// How its files name it.
    #[serde(default)]
    pub(super) account: Option<String>,
    /// What the columns of its CSV mean.
    #[serde(default)]
    pub(super) mapping: Option<Mapping>,
}

pub(super) type Places = BTreeMap<String, Place>;
type Histories = BTreeMap<String, HistoryMapping>;

/// What to remember once a file was imported.
pub(super) enum Remember {
    Place(String, Box<Place>),
    History(AccountId, Box<HistoryMapping>),
}

/// A mapping that is used for the next file of the same kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RememberedMapping {
    /// Of which kind of file.
    pub of: ImportKind,
    /// The bank account, or the account at a gateway, by what the merchant calls it.
    pub name: String,
    /// The bank account as its files name it.
    pub bank_account: Option<String>,
    /// What the columns of its CSV mean; none where its files need no mapping.
    pub mapping: Option<ImportMapping>,
}

impl Backoffice {
    /// What is remembered of files, by name.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub async fn remembered_mappings(&self) -> Result<Vec<RememberedMapping>, Error> {
        let places = self.places().await?.into_iter().map(|(name, place)| RememberedMapping {
            of: ImportKind::Statement,
            name,
            bank_account: place.account,
            mapping: place.mapping.map(|mapping| ImportMapping::Statement(Box::new(mapping))),
        });
        let mut remembered: Vec<_> = places.collect();
        for (id, mapping) in self.liking::<Histories>(HISTORIES).await? {
            let known = match id.parse::<AccountId>() {
                Ok(id) => self.store().account(id).await?,
                Err(_) => None,
            };
            remembered.push(RememberedMapping {
                of: ImportKind::History,
                name: known.map_or(id, |record| record.name.to_string()),
                bank_account: None,
                mapping: Some(ImportMapping::History(Box::new(mapping))),
            });
        }
        Ok(remembered)
    }

    /// Forgets what is remembered of a bank account, or of histories of an account at a gateway.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn forget_mapping(&self, of: ImportKind, name: &str) -> Result<(), Error> {
        let unknown = || Error::not_found("remembered mapping", name.trim());
        if of == ImportKind::Statement {
            let mut places = self.places().await?;
            let called = spelled(places.keys(), name).ok_or_else(unknown)?;
            places.remove(&called);
            return self.set_liking(PLACES, &places).await;
        }
        let mut histories: Histories = self.liking(HISTORIES).await?;
        let account = self.account_meant(name).await?.id;
        histories.remove(&account.to_string()).ok_or_else(unknown)?;
        self.set_liking(HISTORIES, &histories).await
    }

    pub(super) async fn places(&self) -> Result<Places, Error> {
        self.liking(PLACES).await
    }

    pub(super) async fn remembered_history(
        &self,
        account: AccountId,
    ) -> Result<Option<HistoryMapping>, Error> {
        let mut histories: Histories = self.liking(HISTORIES).await?;
        Ok(histories.remove(&account.to_string()))
    }

    pub(super) async fn remember(&self, what: Remember) -> Result<(), Error> {
        match what {
            Remember::Place(name, place) => {
                let mut places = self.places().await?;
                let known = places.remove(&name).unwrap_or_default();
                let place = Place {
                    account: longer(place.account, known.account),
                    mapping: place.mapping.or(known.mapping),
                };
                places.insert(name, place);
                self.set_liking(PLACES, &places).await
            }
            Remember::History(account, mapping) => {
                let mut histories: Histories = self.liking(HISTORIES).await?;
                histories.insert(account.to_string(), *mapping);
                self.set_liking(HISTORIES, &histories).await
            }
        }
    }

    /// The account, and behind it every other that was connected by its name at its gateway: an account that was removed and
    /// connected anew is the same one to whoever sends files of it.
    pub(super) async fn account_and_formers(
        &self,
        account: &AccountRecord,
    ) -> Result<Vec<AccountId>, Error> {
        let called = self.store().accounts_called(account.name.as_str(), account.gateway).await?;
        let others =
            called.into_iter().filter(|other| other.id != account.id && other.mode == account.mode);
        Ok([account.id].into_iter().chain(others.map(|other| other.id)).collect())
    }

    /// The payment of one of the accounts that goes by the name, of the first that has one.
    pub(super) async fn payment_called(
        &self,
        name: &str,
        accounts: &[AccountId],
    ) -> Result<Option<PaymentId>, Error> {
        for account in accounts {
            if let Some(id) = self.store().find_payments(name, Some(*account)).await?.first() {
                return Ok(Some(*id));
            }
        }
        Ok(None)
    }

    /// The bank account that is meant, in the spelling that is known.
    ///
    /// # Errors
    /// [`Error::Invalid`] where none is named and the file's own name for it is not remembered, [`Error::NotImported`] where
    /// the file is of another.
    pub(super) fn place_meant(
        &self,
        named: Option<&str>,
        in_file: Option<&str>,
        places: &Places,
        imports: &[ImportRecord],
    ) -> Result<String, Error> {
        let of_file = in_file.and_then(|found| {
            let is_it =
                |place: &Place| place.account.as_deref().is_some_and(|known| same(known, found));
            places.iter().find(|(_, place)| is_it(place)).map(|(name, _)| name.clone())
        });
        let Some(named) = named.filter(|named| !named.trim().is_empty()) else {
            return of_file.ok_or_else(|| nameless(in_file));
        };
        let problem = |problem| {
            Error::Invalid(vec![FieldProblem::new(
                "place",
                format!("the bank account's name cannot be used: {problem}"),
            )])
        };
        let named: AccountName = named.parse().map_err(problem)?;
        let known = places.keys().chain(imports.iter().filter_map(|import| import.place.as_ref()));
        let place = spelled(known, named.as_str()).unwrap_or_else(|| named.to_string());
        if let (Some(other), Some(found)) = (of_file.filter(|other| *other != place), in_file) {
            return Err(ImportRefusal::OtherPlace { known: other, found: found.to_owned() }.into());
        }
        let known = places.get(&place).and_then(|place| place.account.clone());
        match (known, in_file) {
            (Some(known), Some(found)) if !same(&known, found) => {
                Err(ImportRefusal::OtherAccount { place, known, found: found.to_owned() }.into())
            }
            _ => Ok(place),
        }
    }
}

fn nameless(in_file: Option<&str>) -> Error {
    let of = in_file.map(|account| format!(" {account}")).unwrap_or_default();
    let problem = format!(
        "say what you call the bank account{of}, such as GTBank; later files of it go by the same name"
    );
    Error::Invalid(vec![FieldProblem::new("place", problem)])
}

/// A name in the spelling that is known.
fn spelled<'a>(known: impl IntoIterator<Item = &'a String>, name: &str) -> Option<String> {
    let wanted = name.trim().to_lowercase();
    known.into_iter().find(|known| known.to_lowercase() == wanted).cloned()
}

/// Whether two texts name the same bank account: an IBAN ends with the number that other files of the bank have, and some
/// files have its last digits only.
fn same(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let is_told = one.len().min(other.len()) >= LEAST_DIGITS;
    one == other || (is_told && (one.ends_with(&other) || other.ends_with(&one)))
}

/// Of two spellings of a bank account, the one that tells more.
fn longer(one: Option<String>, other: Option<String>) -> Option<String> {
    let length = |text: &Option<String>| text.as_deref().map_or(0, |text| plain(text).len());
    if length(&one) > length(&other) { one } else { other.or(one) }
}

/// A bank account without what only makes it easier to read.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
