//! Errors on their way to the window: a code it acts on, a sentence for the person, and the field that is meant.

use backoffice::Code;
use serde::Serialize;
use specta::Type;

/// What a command answers when it did not do its work.
#[derive(Debug, Clone, Serialize, Type)]
pub struct CommandError {
    /// What the window does about it.
    code: ErrorCode,
    /// What happened and what to do, as a sentence.
    message: String,
    /// The form's field at fault.
    field: Option<String>,
}

/// Codes exist only where the window does something different for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
enum ErrorCode {
    InvalidInput,
    NotFound,
    Refused,
    UnknownOutcome,
    Locked,
    Conflict,
    Gateway,
    Offline,
    Storage,
    Internal,
}

/// The answer of a command.
pub(crate) type Answer<T> = Result<T, CommandError>;

impl CommandError {
    /// Something the person gave cannot be used.
    pub(crate) fn invalid(field: &str, message: impl ToString) -> Self {
        let field = Some(field.to_owned());
        Self { code: ErrorCode::InvalidInput, message: message.to_string(), field }
    }

    /// Not now.
    pub(crate) fn busy(message: &str) -> Self {
        Self { code: ErrorCode::Conflict, message: message.to_owned(), field: None }
    }

    /// Something outside the back office failed.
    pub(crate) fn internal(message: impl ToString) -> Self {
        Self { code: ErrorCode::Internal, message: message.to_string(), field: None }
    }
}

impl From<backoffice::Error> for CommandError {
    fn from(error: backoffice::Error) -> Self {
        let code = match error.code() {
            Code::InvalidInput => ErrorCode::InvalidInput,
            Code::NotFound => ErrorCode::NotFound,
            Code::Refused => ErrorCode::Refused,
            Code::UnknownOutcome => ErrorCode::UnknownOutcome,
            Code::Locked => ErrorCode::Locked,
            Code::Conflict => ErrorCode::Conflict,
            Code::Gateway => ErrorCode::Gateway,
            Code::Offline => ErrorCode::Offline,
            Code::Storage => ErrorCode::Storage,
        };
        Self { code, field: error.field().map(str::to_owned), message: sentence(&error) }
    }
}

/// Errors are written to stand after a colon; in the window they stand alone.
pub(crate) fn sentence(error: &impl ToString) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}
