//! What a person has to choose before a CSV can be read, each with the word of the mapping that answers it.

use accounting::import::{LineProblem, NotTaken, Question};

use super::words::Words;

/// What a person has to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The word of the mapping that answers it, such as `dates`.
    pub key: String,
    /// The question.
    pub question: String,
    /// What can be chosen; a column or a code where there is nothing.
    pub choices: Vec<&'static str>,
}

/// Something that has to be settled: the words that settle it, the first of which is asked for.
pub(super) struct Needed {
    keys: &'static [&'static str],
    question: &'static str,
    choices: &'static [&'static str],
}

const DATE: Needed =
    Needed { keys: &["date"], question: "Which column has the date?", choices: &[] };
const CURRENCY: Needed = Needed {
    keys: &["currency", "currency-column"],
    question: "In which currency are the amounts?",
    choices: &[],
};
const DATES: Needed = Needed {
    keys: &["dates"],
    question: "In which order are the parts of dates?",
    choices: &["d-m-y", "m-d-y", "y-m-d"],
};
const DECIMAL: Needed = Needed {
    keys: &["decimal"],
    question: "What stands before the decimals?",
    choices: &["point", "comma"],
};

/// What a statement's mapping has to settle.
pub(super) const OF_STATEMENT: &[Needed] = &[
    DATE,
    Needed { keys: &["amount", "in"], question: "Which column has the amount?", choices: &[] },
    CURRENCY,
    DATES,
    DECIMAL,
];
/// What a history's mapping has to settle.
pub(super) const OF_HISTORY: &[Needed] = &[
    Needed { keys: &["order"], question: "Which column has the order number?", choices: &[] },
    DATE,
    Needed { keys: &["amount"], question: "Which column has the amount?", choices: &[] },
    CURRENCY,
    DATES,
    DECIMAL,
];

const STATES: &[&str] = &[
    "paid",
    "settled",
    "failed",
    "cancelled",
    "expired",
    "reversed",
    "refunded",
    "partly_refunded",
    "left",
];
const KINDS: &[&str] = &["payment", "sale", "fee", "refund", "refund_returned", "reversal", "left"];
/// The most words that are asked about at once.
const MOST_WORDS: usize = 30;

/// What the words leave open, in the file's own examples where it gave some.
pub(super) fn of_mapping(
    needed: &[Needed],
    words: &Words,
    of_file: &[Question],
) -> Vec<OpenQuestion> {
    let open =
        needed.iter().filter(|needed| !needed.keys.iter().any(|key| words.contains_key(*key)));
    open.filter_map(|needed| {
        let key = *needed.keys.first()?;
        let of_file = of_file.iter().find(|question| key_of(question) == key);
        let question =
            of_file.map_or_else(|| needed.question.to_owned(), |told| sentence(&told.to_string()));
        Some(OpenQuestion { key: key.to_owned(), question, choices: needed.choices.to_vec() })
    })
    .collect()
}

/// What words of a file mean that the mapping does not know, each once.
pub(super) fn of_words(problems: &[LineProblem]) -> Vec<OpenQuestion> {
    let mut questions: Vec<OpenQuestion> = Vec::new();
    for problem in problems {
        let NotTaken::Word { what, word } = &problem.problem else { continue };
        let (key, choices) = match *what {
            "state" => (format!("state:{}", word.trim().to_lowercase()), STATES),
            "kind" => (format!("kind:{}", word.trim().to_lowercase()), KINDS),
            _ => ("words-in".to_owned(), [].as_slice()),
        };
        let is_known = questions.iter().any(|question| question.key == key);
        if is_known || questions.len() >= MOST_WORDS {
            continue;
        }
        let line = problem.number;
        let question = if key == "words-in" {
            format!(
                "What does the word `{word}` on line {line} mean for the direction? Say it among words-in or words-out."
            )
        } else {
            format!("What does the {what} `{word}` on line {line} mean?")
        };
        questions.push(OpenQuestion { key, question, choices: choices.to_vec() });
    }
    questions
}

fn key_of(question: &Question) -> &'static str {
    match question {
        Question::DateOrder { .. } => "dates",
        Question::DecimalMark { .. } => "decimal",
        Question::Currency => "currency",
        Question::Column("order number") => "order",
        Question::Column(column) => column,
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    let text = format!("{}{}", first.unwrap_or_default(), letters.as_str());
    if text.ends_with(['?', '.']) { text } else { format!("{text}.") }
}
