//! What is wrong with a description, and at which tokens.

use proc_macro2::TokenStream;

use crate::error::Place;

/// One mistake.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) place: Place,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into() }
    }

    /// The same with a way out, on a line of its own.
    pub(super) fn help(mut self, help: impl AsRef<str>) -> Self {
        self.message.push_str("\n= help: ");
        self.message.push_str(help.as_ref());
        self
    }
}

/// All mistakes, in the order in which they were found.
#[derive(Debug, Default)]
pub(super) struct Refusals(Vec<Refusal>);

impl Refusals {
    pub(super) fn push(&mut self, refusal: Refusal) {
        self.0.push(refusal);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = &Refusal> {
        self.0.iter()
    }

    /// A compile error for each.
    pub(super) fn errors(&self) -> TokenStream {
        self.0.iter().map(|refusal| refusal.place.error(&refusal.message)).collect()
    }
}
