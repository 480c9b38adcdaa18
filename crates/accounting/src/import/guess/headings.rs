//! The words that banks put over their columns, in English and German, with what they mean.

use ledger::Currency;

use crate::import::sheet::Sheet;

/// What a column of a statement means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Date,
    Amount,
    MoneyIn,
    MoneyOut,
    Direction,
    Currency,
    Text,
    Reference,
    Counterparty,
    Id,
    Balance,
}

const ALL: [Role; 11] = [
    Role::Date,
    Role::Amount,
    Role::MoneyIn,
    Role::MoneyOut,
    Role::Direction,
    Role::Currency,
    Role::Text,
    Role::Reference,
    Role::Counterparty,
    Role::Id,
    Role::Balance,
];

impl Role {
    /// Its headings as [`plain`] makes them, the surest first.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Date => &[
                "booking date",
                "date booked",
                "posting date",
                "posted date",
                "date posted",
                "post date",
                "transaction date",
                "trans date",
                "trans. date",
                "tran date",
                "txn date",
                "completed date",
                "date completed",
                "buchungstag",
                "buchungsdatum",
                "buchung",
                "datum",
                "date",
                "date/time",
                "value date",
                "valuta",
                "valutadatum",
                "wertstellung",
                "wertstellungsdatum",
            ],
            Self::Amount => {
                &["amount", "transaction amount", "net amount", "betrag", "umsatz", "value"]
            }
            Self::MoneyIn => &[
                "credit",
                "credits",
                "credit amount",
                "money in",
                "paid in",
                "deposit",
                "deposits",
                "deposit amt.",
                "lodgement",
                "lodgements",
                "cr",
                "haben",
                "gutschrift",
            ],
            Self::MoneyOut => &[
                "debit",
                "debits",
                "debit amount",
                "money out",
                "paid out",
                "withdrawal",
                "withdrawals",
                "withdrawal amt.",
                "dr",
                "soll",
                "lastschrift",
            ],
            Self::Direction => &[
                "credit/debit",
                "debit/credit",
                "cr/dr",
                "dr/cr",
                "credit debit indicator",
                "debit credit indicator",
                "soll/haben",
                "soll/haben-kennzeichen",
                "direction",
                "transaction type",
                "type",
            ],
            Self::Currency => &["currency", "ccy", "currency code", "währung", "waehrung"],
            Self::Text => &[
                "description",
                "transaction description",
                "narration",
                "narrative",
                "transaction details",
                "details",
                "particulars",
                "remarks",
                "remark",
                "memo",
                "verwendungszweck",
                "buchungstext",
                "notes",
            ],
            Self::Reference => &[
                "reference",
                "payment reference",
                "customer reference",
                "reference number",
                "ref",
                "ref no",
                "ref no.",
                "ref. number",
                "chq./ref.no.",
                "cheque number",
                "check number",
                "end-to-end reference",
                "end-to-end id",
                "kundenreferenz",
                "kundenreferenz (end-to-end)",
            ],
            Self::Counterparty => &[
                "counterparty",
                "counter party",
                "counter party name",
                "counterparty name",
                "payee",
                "payer",
                "beneficiary",
                "sender/receiver",
                "merchant name",
                "name",
                "name zahlungsbeteiligter",
                "beguenstigter/zahlungspflichtiger",
                "begünstigter/zahlungspflichtiger",
                "auftraggeber/empfänger",
                "zahlungsempfänger",
            ],
            Self::Id => &[
                "transaction id",
                "transaction reference id",
                "fitid",
                "bank reference",
                "bank id",
                "session id",
                "transaction number",
                "entry id",
                "id",
            ],
            Self::Balance => &[
                "balance",
                "running balance",
                "account balance",
                "closing balance",
                "saldo",
                "saldo nach buchung",
                "kontostand",
            ],
        }
    }

    /// Whether a heading means anything.
    pub(super) fn is_known(heading: &str) -> bool {
        let plain = plain(heading);
        ALL.iter().any(|role| role.words().contains(&plain.as_str()))
    }

    /// The place of its column.
    pub(super) fn column(self, sheet: &Sheet) -> Option<usize> {
        self.columns(sheet).next()
    }

    /// The places of its columns, the surest first.
    pub(super) fn columns(self, sheet: &Sheet) -> impl Iterator<Item = usize> {
        columns_called(sheet, self.words())
    }
}

/// The places of the columns that are called one of the words, the surest first.
pub(in crate::import) fn columns_called<'a>(
    sheet: &Sheet,
    words: &'a [&'a str],
) -> impl Iterator<Item = usize> + use<'a> {
    let names: Vec<String> = sheet.headings.iter().map(|heading| plain(heading)).collect();
    words.iter().filter_map(move |word| names.iter().position(|name| name == word))
}

/// A heading as it is looked for: small letters, single spaces, without stars, and without a currency or zone in brackets.
pub(in crate::import) fn plain(heading: &str) -> String {
    let lower = heading.to_lowercase().replace(['_', '*', '"'], " ");
    let lower = lower.trim();
    let bare = lower.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let bare = bare.filter(|(_, inside)| inside.len() <= 4).map_or(lower, |(before, _)| before);
    let mut words: Vec<&str> = bare.split_whitespace().collect();
    let is_code = |word: &&str| word.len() == 3 && word.parse::<Currency>().is_ok();
    if words.len() > 1 && words.last().is_some_and(is_code) {
        words.pop();
        if words.last() == Some(&"in") {
            words.pop();
        }
    }
    words.join(" ")
}

/// The currency that a heading names behind its words: `Amount (GBP)`, `Betrag in EUR`.
pub(in crate::import) fn code_in(heading: &str) -> Option<Currency> {
    let mut words = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let last = words.next_back().filter(|word| word.len() == 3)?;
    let is_code = last.bytes().all(|byte| byte.is_ascii_uppercase()) && words.next().is_some();
    is_code.then(|| last.parse().ok()).flatten()
}
