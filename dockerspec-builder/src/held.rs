//! Who has what a stage holds: the stage alone, or other stages as well.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use crate::content::Content;

/// What a stage holds, until other stages hold it too.
///
/// An `Arc` alone would do, but asks with an atomic operation at each call of a chain whether somebody else has it.
#[derive(Debug)]
pub(crate) struct Held(Mutex<Option<Holder>>);

/// Who holds it.
#[derive(Debug, Clone)]
pub(crate) enum Holder {
    /// The stage or the image.
    One(Box<Content>),
    /// Stages that name each other.
    Several(Arc<Content>),
}

/// Why there always is something.
const PUT_BACK: &str = "what is taken out is put back in the same call";

impl Held {
    pub(crate) fn new(content: Box<Content>) -> Self {
        Self(Mutex::new(Some(Holder::One(content))))
    }

    /// What is held, for another stage: from now on nobody changes it.
    pub(crate) fn share(&self) -> Arc<Content> {
        let mut holder = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let content = match holder.take().expect(PUT_BACK) {
            Holder::One(content) => Arc::from(content),
            Holder::Several(content) => content,
        };
        *holder = Some(Holder::Several(Arc::clone(&content)));
        content
    }

    /// A look at what is held.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Content) -> T) -> T {
        look(self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().expect(PUT_BACK))
    }

    /// What is held, to change it: a copy, if another stage holds it.
    #[inline]
    pub(crate) fn content_mut(&mut self) -> &mut Content {
        match self.0.get_mut().unwrap_or_else(PoisonError::into_inner) {
            Some(Holder::One(content)) => content,
            several => alone(several),
        }
    }

    pub(crate) fn into_holder(self) -> Holder {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner).expect(PUT_BACK)
    }
}

#[cold]
fn alone(holder: &mut Option<Holder>) -> &mut Content {
    let content = match holder.take().expect(PUT_BACK) {
        Holder::One(content) => content,
        Holder::Several(content) => Box::new(Arc::unwrap_or_clone(content)),
    };
    match holder.insert(Holder::One(content)) {
        Holder::One(content) => content,
        Holder::Several(content) => Arc::make_mut(content),
    }
}

impl Deref for Holder {
    type Target = Content;

    fn deref(&self) -> &Content {
        match self {
            Self::One(content) => content,
            Self::Several(content) => content,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use dockerspec_core::dockerfile::{Base, Workdir};
    use dockerspec_core::value::StageName;

    use super::*;

    fn held() -> Held {
        Held::new(Content::new(Base::Scratch, Ok(StageName::from_static("a")), Location::caller()))
    }

    #[test]
    fn all_who_share_have_the_same() {
        let held = held();
        let (one, other) = (held.share(), held.share());
        assert!(Arc::ptr_eq(&one, &other));
        assert!(std::ptr::eq(&raw const *held.into_holder(), &raw const *one));
    }

    #[test]
    fn what_is_shared_stays_as_it_was() {
        let mut held = held();
        held.content_mut().push(Workdir::new("/a"), Location::caller());
        let shared = held.share();
        held.content_mut().push(Workdir::new("/b"), Location::caller());
        held.content_mut().push(Workdir::new("/c"), Location::caller());
        assert_eq!(shared.steps.len(), 1);
        assert_eq!(held.into_holder().steps.len(), 3);
    }
}
