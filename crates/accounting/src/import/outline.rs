//! The elements of an XML or OFX file, put together as they are read.
//!
//! Whoever reads takes an entry as soon as it is complete, so that a file of a hundred thousand entries is never in
//! memory as a whole. How deep elements stand and how many are kept at once is limited, because a small file can ask
//! for a lot.

use super::{ImportError, MOST_DEPTH, MOST_PARTS};

/// An element with what is in it. Namespaces and attributes are left out, but for a currency.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    /// The attribute `Ccy`.
    pub(super) currency: Option<String>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// The first element at the end of a path.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.all(name).next())
    }

    /// The text of the first element at the end of a path; `None` where it is blank.
    pub(super) fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.at(path).map(Self::text).filter(|text| !text.is_empty())
    }

    /// Its text, less surrounding space.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    /// Whether it has a text and nothing else in it.
    pub(super) fn is_value(&self) -> bool {
        self.children.is_empty() && !self.text().is_empty()
    }

    /// Its children of a name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn parts(&self) -> usize {
        self.children.iter().fold(1, |sum, child| sum.saturating_add(child.parts()))
    }
}

/// Whoever wants elements as they are completed.
pub(super) trait Take {
    /// Takes a complete element, or gives it back to be kept in the one it stands in. `path` is what it stands in, from the
    /// outermost.
    fn take(&mut self, path: &[Element], element: Element) -> Result<Option<Element>, ImportError>;
}

/// A file that is being put together.
pub(super) struct Outline<T> {
    open: Vec<Element>,
    parts: usize,
    pub(super) taker: T,
}

impl<T: Take> Outline<T> {
    pub(super) const fn new(taker: T) -> Self {
        Self { open: Vec::new(), parts: 0, taker }
    }

    /// The innermost element that is open.
    pub(super) fn top(&self) -> Option<&Element> {
        self.open.last()
    }

    /// Whether an element of a name is open.
    pub(super) fn is_open(&self, name: &str) -> bool {
        self.open.iter().any(|element| element.name == name)
    }

    pub(super) fn open(
        &mut self,
        name: &str,
        line: u32,
        currency: Option<String>,
    ) -> Result<(), ImportError> {
        if self.open.len() >= MOST_DEPTH {
            return Err(ImportError::TooDeep { line, most: MOST_DEPTH });
        }
        self.parts = self.parts.saturating_add(1);
        if self.parts > MOST_PARTS {
            return Err(ImportError::TooManyParts { line, most: MOST_PARTS });
        }
        self.open.push(Element { name: name.to_owned(), currency, ..Element::default() });
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(top) = self.open.last_mut() {
            top.text.push_str(text);
        }
    }

    /// Completes the innermost element.
    pub(super) fn close(&mut self) -> Result<(), ImportError> {
        self.complete(|parent, element| parent.children.push(element))
    }

    /// Completes the innermost element, which has no end of its own, so that what seems to stand in it stands behind it.
    pub(super) fn close_without_end(&mut self) -> Result<(), ImportError> {
        self.complete(|parent, mut element| {
            let behind = std::mem::take(&mut element.children);
            parent.children.push(element);
            parent.children.extend(behind);
        })
    }

    fn complete(&mut self, keep: impl FnOnce(&mut Element, Element)) -> Result<(), ImportError> {
        let Some(element) = self.open.pop() else { return Ok(()) };
        let parts = element.parts();
        let kept = self.taker.take(&self.open, element)?;
        match (kept, self.open.last_mut()) {
            (Some(element), Some(parent)) => keep(parent, element),
            _ => self.parts = self.parts.saturating_sub(parts),
        }
        Ok(())
    }
}
