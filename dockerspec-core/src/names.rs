//! What a name means: which stage, which value.

use std::borrow::Cow;
use std::collections::HashMap;

/// The names of numbered things: of several that are called the same, the last one counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names<'a> {
    few: Vec<(Cow<'a, str>, usize)>,
    many: HashMap<Cow<'a, str>, usize>,
}

/// Names that are found faster one after the other.
const FEW: usize = 16;

/// As many names as most files have.
const USUAL: usize = 8;

impl<'a> Names<'a> {
    /// Adds the name of the thing with this number, behind all those before it.
    pub(crate) fn insert(&mut self, name: Cow<'a, str>, number: usize) {
        if self.few.len() < FEW && self.many.is_empty() {
            if self.few.capacity() == 0 {
                self.few.reserve_exact(USUAL);
            }
            self.few.push((name, number));
            return;
        }
        self.many.extend(self.few.drain(..));
        self.many.insert(name, number);
    }

    /// The number of the last thing with this name.
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        let few = self.few.iter().rev().find(|(known, _)| known == name).map(|(_, number)| *number);
        few.or_else(|| self.many.get(name).copied())
    }
}

/// Values by names of which most texts are none: those that begin with the same byte stand together.
#[derive(Debug, Clone)]
pub(crate) struct ByName<T> {
    beginnings: Vec<Vec<(&'static str, T)>>,
}

impl<T> Default for ByName<T> {
    fn default() -> Self {
        Self { beginnings: (0..=u8::MAX).map(|_| Vec::new()).collect() }
    }
}

impl<T: Default> ByName<T> {
    /// The value of a name that is not empty, which is the default one if there is none yet.
    pub(crate) fn entry(&mut self, name: &'static str) -> &mut T {
        let known = &mut self.beginnings[usize::from(name.as_bytes()[0])];
        let number = known.iter().position(|(other, _)| *other == name).unwrap_or_else(|| {
            known.push((name, T::default()));
            known.len() - 1
        });
        &mut known[number].1
    }

    /// The value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        let known = &self.beginnings[usize::from(*name.as_bytes().first()?)];
        known.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }
}

/// What tells most texts from a few names: their first bytes and lengths.
#[derive(Debug, Clone)]
pub(crate) struct Lengths(
    /// For each first byte, a bit for each length.
    [u32; 256],
);

impl Lengths {
    pub(crate) const NONE: Self = Self([0; 256]);

    /// The same with a name of 1 to 31 bytes.
    pub(crate) const fn with(mut self, name: &str) -> Self {
        self.0[name.as_bytes()[0] as usize] |= 1 << name.len();
        self
    }

    /// Whether a text is as one of the names in this.
    pub(crate) fn fit(&self, text: &str) -> bool {
        let lengths = text.as_bytes().first().map_or(0, |first| self.0[usize::from(*first)]);
        text.len() < 32 && lengths & (1 << text.len()) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_names() {
        let mut values = ByName::<Vec<usize>>::default();
        for (number, name) in ["apt", "apt-get", "apk", "apt", "é"].into_iter().enumerate() {
            values.entry(name).push(number);
        }
        assert_eq!(values.get("apt"), Some(&vec![0, 3]));
        assert_eq!(values.get("é"), Some(&vec![4]));
        assert_eq!([values.get("ap"), values.get(""), values.get("x")], [None; 3]);
    }

    #[test]
    fn the_last_of_a_name_counts() {
        let mut names = Names::default();
        for stage in 0..3 * FEW {
            names.insert(format!("stage{}", stage % (2 * FEW)).into(), stage);
            assert_eq!(names.get(&format!("stage{}", stage % (2 * FEW))), Some(stage));
            assert_eq!(names.get("stage0"), Some(if stage < 2 * FEW { 0 } else { 2 * FEW }));
        }
        assert_eq!(names.get("stage"), None);
    }
}
