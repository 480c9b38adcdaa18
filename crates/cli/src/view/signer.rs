//! The name that is usual on this computer.

use serde::Serialize;

use crate::output::Show;

#[derive(Debug, Serialize)]
pub(crate) struct SignerView {
    signer: Option<String>,
}

impl SignerView {
    pub(crate) const fn of(signer: Option<String>) -> Self {
        Self { signer }
    }
}

impl Show for SignerView {
    fn text(&self) -> String {
        match &self.signer {
            Some(name) => format!("What is decided on this computer goes by the name of {name}"),
            None => "No name is set; set one with: till signer NAME".to_owned(),
        }
    }
}
